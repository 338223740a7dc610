package site

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/backissue/backissue/site/catalogue"
	"github.com/backissue/backissue/site/check"
	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/source"
)

// Check returns what an editor should look at in the archive in dir, sorted by
// file and line. It only reads: content, what import left in .backissue, the
// names of the documents, and the configuration, which sets severities. The
// error is for an archive that cannot be read at all.
func Check(dir string) ([]check.Finding, error) {
	a, err := open(dir)
	if err != nil {
		return nil, err
	}
	o, err := check.ParseOptions(a.check)
	if err != nil {
		return nil, withHint("the findings and their severities are in docs/findings.md", "%s: params.check: %w", a.path(Config), err)
	}
	view, err := a.checked()
	if err != nil {
		return nil, err
	}
	found, err := check.Run(view, o)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", a.path(Content), err)
	}
	return found, nil
}

// checked returns what rules look at.
func (a *archive) checked() (*check.Archive, error) {
	o, err := a.translationOptions()
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(a.path(Content)); errors.Is(err, fs.ErrNotExist) {
		return nil, withHint("run import, which makes it of "+Sources, "%s has no folder %s", a.dir, Content)
	}
	view := &check.Archive{
		Content: os.DirFS(a.path(Content)), Static: os.DirFS(a.path("static")), Languages: o.Languages, Imported: o.Imported,
		Credits: a.creditNames(), Regions: a.regionNames(),
	}
	if err := a.addImports(view); err != nil {
		return nil, err
	}
	return view, a.addVanished(view)
}

// addVanished adds the published addresses that nothing would answer at.
func (a *archive) addVanished(view *check.Archive) error {
	pages, err := Vanishing(a.dir)
	var broken *catalogue.FileError
	if errors.As(err, &broken) {
		return nil // rules tell of the file
	}
	for _, p := range pages {
		view.Vanished = append(view.Vanished, check.Vanished{File: Addresses, Address: p.Address, Title: p.Title})
	}
	return err
}

// addImports adds what import found: in issues that are still in content, by
// documents that are still in sources.
func (a *archive) addImports(view *check.Archive) error {
	documents, err := source.Find(a.path(Sources))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	states, err := a.imported()
	if err != nil {
		return err
	}
	read := map[string]bool{}
	for _, state := range states {
		key := state.Issue
		read[state.Source] = true
		if !slices.Contains(documents, state.Source) {
			view.Orphans = append(view.Orphans, key)
		}
		report, err := ReadFindings(a.dir, key)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		found := importOf(report)
		found.Issue, found.Files, found.Missing = key, state.Files, err != nil
		view.Imports = append(view.Imports, found)
	}
	for _, name := range documents {
		if !read[name] {
			view.Unread = append(view.Unread, Sources+"/"+name)
		}
	}
	return nil
}

// importOf returns what a report has for rules.
func importOf(r IssueReport) check.Import {
	i := check.Import{Issue: r.Key, Lost: r.Ledger.Lost, Invented: r.Ledger.Invented}
	found := func(pos doc.Position, at, text, why string) check.Doubt {
		d := check.Doubt{File: Sources + "/" + cmp.Or(pos.File, r.Source), Line: pos.Line, Text: text, Why: why}
		if strings.Contains(at, ": page ") {
			d.Page, d.Line = pos.Page, 0
		}
		return d
	}
	for _, d := range r.Doubts {
		doubt := found(d.Position, d.At, d.Text, d.Why)
		doubt.Article, doubt.Code = d.Article, d.Code
		i.Doubts = append(i.Doubts, doubt)
	}
	for _, l := range r.Losses {
		i.Losses = append(i.Losses, found(l.Position, l.At, l.Text, l.Reason))
	}
	return i
}

// creditNames returns the names of credits that the configuration knows, each
// with the key of its record.
func (a *archive) creditNames() map[string]string {
	known := map[string]string{}
	for _, r := range a.records["credits"] {
		for _, name := range r.Names {
			known[check.Fold(name)] = r.Key
		}
		for _, name := range r.Also {
			known[check.Fold(name)] = r.Key
		}
	}
	return known
}

// regionNames returns the names of places in all languages.
func (a *archive) regionNames() []string {
	var all []string
	for _, s := range a.profile.Regions {
		all = slices.AppendSeq(all, maps.Values(s.Names))
		all = append(all, s.Also...)
	}
	slices.Sort(all)
	return all
}

// CheckFormats are the names of the forms that [WriteFindings] knows.
var CheckFormats = check.Formats

// WriteFindings writes findings in one of [CheckFormats].
func WriteFindings(w io.Writer, format string, found []check.Finding) error {
	return check.Write(w, format, found)
}

// CountFindings returns how many findings are errors, warnings and notes.
func CountFindings(found []check.Finding) (errors, warnings, notes int) {
	return check.Count(found, check.Error), check.Count(found, check.Warning), check.Count(found, check.Note)
}
