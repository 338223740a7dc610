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

// stateFolder is where bundle keeps what import wrote last.
const stateFolder = ".backissue"

// orphans returns the issues that an earlier import made and no document
// makes any more. One whose document failed this time is none, nor is one whose
// document, among all, was not to be imported this time.
func (a *archive) orphans(report *Report, all, names []string) ([]string, error) {
	states, err := a.imported()
	if err != nil {
		return nil, err
	}
	var out []string
	for _, state := range states {
		if slices.ContainsFunc(report.Issues, func(i IssueReport) bool { return i.Key == state.Issue }) ||
			slices.Contains(all, state.Source) && !slices.Contains(names, state.Source) {
			continue
		}
		source := filepath.ToSlash(a.path(Sources, state.Source))
		if !slices.ContainsFunc(report.Failed, func(f Failure) bool { return f.Source == source }) {
			out = append(out, state.Issue)
		}
	}
	return out, nil
}

// imported returns what import last wrote of the issues that are still in
// content, by their keys in order.
func (a *archive) imported() ([]bundle.State, error) {
	entries, err := os.ReadDir(a.path(stateFolder))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var states []bundle.State
	for _, e := range entries {
		key, ok := strings.CutSuffix(e.Name(), ".json")
		if !ok {
			continue
		}
		if _, err := os.Stat(a.path(Content, key)); err != nil {
			continue
		}
		state, err := bundle.ReadState(a.dir, key)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", a.path(Content, key), err)
		}
		states = append(states, state)
	}
	return states, nil
}
