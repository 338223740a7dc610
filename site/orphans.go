package site

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/backissue/backissue/site/bundle"
)

// Aside is the folder, below an archive's .backissue, where imports of version
// 0.1 put what they would have written over an editor's work. Now it is merged.
const Aside = "incoming"

// stateFolder is where bundle keeps what import wrote last.
const stateFolder = ".backissue"

// orphans returns the issues that an earlier import made and no document
// makes any more. One whose document failed this time is none, nor is one whose
// document, among all, was not to be imported this time.
func (a *archive) orphans(report *Report, all, names []string) ([]string, error) {
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
		if slices.Contains(all, state.Source) && !slices.Contains(names, state.Source) {
			continue
		}
		source := filepath.ToSlash(a.path(Sources, state.Source))
		if !slices.ContainsFunc(report.Failed, func(f Failure) bool { return f.Source == source }) {
			out = append(out, key)
		}
	}
	return out, nil
}
