package site

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Findings is the folder of what import found in each document: an
// [IssueReport] for each issue, without what depends on the disk. It is kept
// under version control like the rest of .backissue, so that a page and the
// doubts about it are always of the same import.
const Findings = stateFolder + "/findings"

// ReadFindings returns what the last import found in the document of an issue
// of the archive in dir. The error is [fs.ErrNotExist] where nothing was kept.
func ReadFindings(dir, key string) (IssueReport, error) {
	var r IssueReport
	name := findingsFile(dir, key)
	data, err := os.ReadFile(name)
	if err != nil {
		return r, fmt.Errorf("site: %w", err)
	}
	if err := json.Unmarshal(data, &r); err != nil {
		return r, withHint("run import, which writes it anew", "%s: %w", name, err)
	}
	return r, nil
}

func findingsFile(dir, key string) string {
	return filepath.Join(dir, filepath.FromSlash(Findings), key+".json")
}

// keepFindings writes what import found. It writes nothing where nothing
// changed.
func (a *archive) keepFindings(r IssueReport) error {
	data, err := json.MarshalIndent(struct {
		IssueReport
		Kept any `json:"kept,omitempty"` // in place of the report's, which is about the disk
	}{r, nil}, "", "  ")
	if err != nil {
		return fmt.Errorf("site: %w", err)
	}
	data = append(data, '\n')
	name := findingsFile(a.dir, r.Key)
	if old, err := os.ReadFile(name); err == nil && string(old) == string(data) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return fmt.Errorf("site: %w", err)
	}
	if err := rewrite(name, data); err != nil {
		return fmt.Errorf("site: %w", err)
	}
	return nil
}

// dropFindings removes the findings of issues that are no more in content.
func (a *archive) dropFindings() error {
	entries, err := os.ReadDir(a.path(filepath.FromSlash(Findings)))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, e := range entries {
		key := e.Name()[:len(e.Name())-len(filepath.Ext(e.Name()))]
		if _, gone := os.Stat(a.path(Content, key)); errors.Is(gone, fs.ErrNotExist) {
			err = errors.Join(err, os.Remove(findingsFile(a.dir, key)))
		}
	}
	return err
}
