package site

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/backissue/backissue/site/bundle"
)

// Aside is the folder, below an archive's .backissue, for what import would
// have written over an editor's work: nothing that a document says is lost
// because a page was corrected. It has the paths of content.
const Aside = "incoming"

// putAside keeps the new text of the files that import left as an editor made
// them, and forgets that of earlier imports of the issue.
func (a *archive) putAside(key string, files []bundle.File, kept []bundle.Kept) error {
	root := a.path(stateFolder, Aside)
	if err := os.RemoveAll(filepath.Join(root, key)); err != nil {
		return fmt.Errorf("%s: %w", root, err)
	}
	for _, f := range files {
		if !slices.ContainsFunc(kept, func(k bundle.Kept) bool { return k.Path == f.Path }) {
			continue
		}
		path := filepath.Join(root, filepath.FromSlash(f.Path))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		if err := os.WriteFile(path, f.Data, 0o644); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	return nil
}

// stateFolder is where bundle keeps what import wrote last.
const stateFolder = ".backissue"

// orphans returns the issues that an earlier import made and no document
// makes any more. One whose document failed this time is none.
func (a *archive) orphans(report *Report) ([]string, error) {
	entries, err := os.ReadDir(a.path(stateFolder))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var out []string
	for _, e := range entries {
		key, ok := strings.CutSuffix(e.Name(), ".json")
		if !ok || slices.ContainsFunc(report.Issues, func(i IssueReport) bool { return i.Key == key }) {
			continue
		}
		if _, err := os.Stat(a.path(Content, key)); err != nil {
			continue
		}
		state, err := bundle.ReadState(a.dir, key)
		if err != nil {
			return nil, err
		}
		source := filepath.ToSlash(a.path(Sources, state.Source))
		if !slices.ContainsFunc(report.Failed, func(f Failure) bool { return f.Source == source }) {
			out = append(out, key)
		}
	}
	return out, nil
}
