// Package check finds what an editor should look at in an archive, and says
// where it is and what to do.
//
//	content, findings of import ──Read──▶ Archive ──Run──▶ []Finding ──▶ text, JSON, SARIF
//
// Each rule is one function over the archive as it was read, which all of them
// share and none changes; the table in rules.go has them all. A rule knows
// nothing of the others, of Hugo or of a disk. It is conservative: it is silent
// where a right text could look the same.
//
// A rule has a code that never changes and is never given again, a section in
// docs/findings.md, and a folder in testdata with content that deserves its
// finding and content that looks like it and does not.
package check

import (
	"cmp"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"
)

// A Severity says how much a finding matters.
type Severity string

// The severities, the gravest first. A rule that is Off finds nothing.
const (
	Error   Severity = "error"   // readers meet something broken
	Warning Severity = "warning" // a person should look at it
	Note    Severity = "note"    // good to know
	Off     Severity = "off"
)

// A Finding is one thing to look at.
type Finding struct {
	Code     string   `json:"code"` // of its rule: "B302"
	Name     string   `json:"name"` // of its rule: "number-doubled"
	Severity Severity `json:"severity"`
	File     string   `json:"file"`              // from the root of the archive, with slashes
	Line     int      `json:"line,omitempty"`    // in the file, from 1; 0 for the whole file
	Page     int      `json:"page,omitempty"`    // of a document that has pages, from 1
	Doubt    string   `json:"doubt,omitempty"`   // import's name for what it guessed: "title-language"
	Article  string   `json:"article,omitempty"` // path of the page: "2021-10/news/01"
	Lang     string   `json:"lang,omitempty"`    // of the page: "zh-hans"
	Text     string   `json:"text,omitempty"`    // the words concerned
	Message  string   `json:"message"`           // what is the matter, one line
	Hint     string   `json:"hint,omitempty"`    // what can be done
	Related  []Place  `json:"related,omitempty"` // where else to look
}

// A Place is a line of a file.
type Place struct {
	File string `json:"file"` // as that of a Finding
	Line int    `json:"line,omitempty"`
	Text string `json:"text,omitempty"` // what stands there
}

// String returns the finding as editors and terminals read it:
// "content/2021-10/news/01/index.ko.md:12: warning B306: …".
func (f Finding) String() string {
	at := f.File
	switch {
	case f.Line > 0:
		at = fmt.Sprintf("%s:%d", at, f.Line)
	case f.Page > 0:
		at = fmt.Sprintf("%s: page %d", at, f.Page)
	}
	return fmt.Sprintf("%s: %s %s: %s", at, f.Severity, f.Code, f.Message)
}

// Run reads the archive, one folder of content after another, and applies all
// rules that o leaves on. Findings are sorted by file and line. The error is
// for content that cannot be listed at all.
func Run(a *Archive, o Options) ([]Finding, error) {
	files, err := a.index()
	if err != nil {
		return nil, err
	}
	var all []Finding
	var mu sync.Mutex
	var wg sync.WaitGroup
	next := make(chan string)
	for range min(runtime.GOMAXPROCS(0), len(files)) {
		wg.Go(func() {
			for name := range next {
				f := a.read(name, files[name])
				found := o.apply(func(r Rule, report func(Finding)) {
					if r.folder != nil {
						r.folder(f, report)
					}
				})
				mu.Lock()
				all = append(all, found...)
				a.keep(f)
				mu.Unlock()
			}
		})
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		next <- name
	}
	close(next)
	wg.Wait()
	a.settle()
	all = append(all, o.apply(func(r Rule, report func(Finding)) {
		if r.archive != nil {
			r.archive(a, report)
		}
	})...)
	all = o.accept(all)
	slices.SortFunc(all, func(a, b Finding) int {
		return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line),
			strings.Compare(a.Code, b.Code), strings.Compare(a.Message, b.Message))
	})
	return all, nil
}

// apply has all rules that are on looked for, and signs what they find.
func (o Options) apply(find func(Rule, func(Finding))) []Finding {
	var found []Finding
	for _, rule := range Rules {
		severity := o.severity(rule)
		if severity == Off {
			continue
		}
		find(rule, func(f Finding) {
			f.Code, f.Name, f.Severity = rule.Code, rule.Name, severity
			found = append(found, f)
		})
	}
	return found
}

// AtLeast reports whether s is as grave as other, or graver.
func (s Severity) AtLeast(other Severity) bool { return s.rank() <= other.rank() }

func (s Severity) rank() int {
	return slices.Index([]Severity{Error, Warning, Note, Off}, s)
}
