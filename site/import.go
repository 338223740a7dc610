package site

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"time"

	"github.com/backissue/backissue/site/bundle"
	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/issue"
	"github.com/backissue/backissue/site/lang"
	"github.com/backissue/backissue/site/source"
)

// ImportOptions are the choices of [Import]. The zero value is ready to use.
type ImportOptions struct {
	// Progress, if set, is called before each document: how many are done,
	// how many there are, and the name of the next.
	Progress func(done, total int, name string)
}

// Import turns every document of the archive in dir into page bundles. One
// bad document never stops the others: the report lists it as failed, and
// what an earlier import made of it stays as it is. The error is for an
// archive that cannot be imported at all.
func Import(dir string, o ImportOptions) (*Report, error) {
	a, err := open(dir)
	if err != nil {
		return nil, err
	}
	names, err := source.Find(a.path(Sources))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, withHint("make it and put the documents there", "%s has no folder %s", dir, Sources)
	}
	if err != nil {
		return nil, err
	}
	report := &Report{}
	var read []*reading
	for i, name := range names {
		if o.Progress != nil {
			o.Progress(i, len(names), name)
		}
		r, err := guarded(a.path(Sources, name), func() (*reading, error) { return a.read(name) })
		if err != nil {
			report.fail(a.path(Sources, name), err)
			continue
		}
		read = append(read, r)
	}
	for _, r := range a.unclaimed(read, report) {
		path := a.path(Sources, r.file.Name)
		if _, err := guarded(path, func() (*reading, error) { return r, a.write(r, report) }); err != nil {
			report.fail(path, err)
		}
	}
	report.sort()
	report.Orphans, err = a.orphans(report)
	return report, err
}

// A reading is one document and the issue that was found in it.
type reading struct {
	file   *source.File
	issue  *issue.Issue
	ledger LedgerReport
}

// guarded makes a panic of read an error: a fault of ours in one document
// must not stop the others.
func guarded(path string, read func() (*reading, error)) (r *reading, err error) {
	defer func() {
		if p := recover(); p != nil {
			r, err = nil, &source.Error{Name: path, Problem: fmt.Sprintf("a fault in backissue stopped its import: %v", p),
				Advice: "please report it, with the document if you may"}
		}
	}()
	return read()
}

// read does all that is a pure function of the document's bytes.
func (a *archive) read(name string) (*reading, error) {
	file, err := source.Read(a.path(Sources), name)
	if err != nil {
		return nil, err
	}
	path := a.path(Sources, name)
	r, ok := reader(file.Format)
	if !ok {
		return nil, &source.Error{Name: path, Problem: "is in the format " + string(file.Format) + ", which has no reader yet", Advice: listFormats}
	}
	d, err := r.read(file.Data)
	if err == nil {
		err = d.Oversize()
	}
	if long := (*doc.SizeError)(nil); errors.As(err, &long) {
		return nil, &source.Error{Name: path, Problem: "is too long: " + long.Error(), Advice: long.Hint()}
	}
	if err != nil {
		return nil, &source.Error{Name: path, Problem: "cannot be read", Err: err,
			Advice: "open it in the program that made it, save it anew without a password, and put it back"}
	}
	d = lang.Tag(d)
	found, err := issue.Recover([]*doc.Document{d}, a.profile)
	if (errors.Is(err, issue.ErrNoDate) || err == nil && found.Evidence.Weak) && dateFromName(found, name) {
		err = nil
	}
	if errors.Is(err, issue.ErrNoDate) {
		return nil, &source.Error{Name: path, Problem: "no date of issue was found in it",
			Advice: "rename the file so that it begins with the date, such as 2021-10" + filepath.Ext(name)}
	}
	if errors.Is(err, issue.ErrNoText) && len(d.Losses) > 0 {
		return nil, &source.Error{Name: path, Problem: "holds no words: " + d.Losses[0].Reason, Advice: "give it a text layer, or put the document in as text"}
	}
	if errors.Is(err, issue.ErrNoText) {
		return nil, &source.Error{Name: path, Problem: "holds no words", Advice: "is it the right file? otherwise remove it"}
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	lost, invented := issue.Ledger([]*doc.Document{d}, found)
	return &reading{file, found, LedgerReport{d.Source.Len(), lost, invented}}, nil
}

// listFormats is the advice for a document that no reader can have.
const listFormats = "save it in a format that `backissue import --list-formats` names"

var datedName = regexp.MustCompile(`^(\d{4}-\d{2}(?:-\d{2})?)(?:\D|$)`)

// dateFromName gives an issue the date that its file name begins with, where
// the text itself has none, and reports whether there was one.
func dateFromName(i *issue.Issue, name string) bool {
	m := datedName.FindStringSubmatch(name)
	if i == nil || m == nil {
		return false
	}
	key := m[1]
	date, err := time.Parse("2006-01-02"[:len(key)], key)
	if err != nil {
		return false
	}
	i.Key, i.Date = key, date
	i.Evidence = issue.Evidence{Text: name}
	i.Doubts = slices.Insert(i.Doubts, 0, issue.Doubt{Doubt: doc.Doubt{
		Code: "issue-date",
		Text: key,
		Why:  "the text names no date that is certain to be its own, so the file name was taken at its word",
	}})
	return true
}

// unclaimed returns the readings whose issue no other document claims.
func (a *archive) unclaimed(read []*reading, report *Report) []*reading {
	byKey := make(map[string][]*reading)
	for _, r := range read {
		byKey[r.issue.Key] = append(byKey[r.issue.Key], r)
	}
	var alone []*reading
	for _, r := range read {
		same := byKey[r.issue.Key]
		if len(same) == 1 {
			alone = append(alone, r)
			continue
		}
		other := same[0]
		if other == r {
			other = same[1]
		}
		path := a.path(Sources, r.file.Name)
		report.fail(path, &source.Error{Name: path,
			Problem: fmt.Sprintf("is issue %s, and so is %s", r.issue.Key, a.path(Sources, other.file.Name)),
			Advice:  "keep one of them, or correct the date in the other"})
	}
	return alone
}

// write puts one issue into the archive.
func (a *archive) write(r *reading, report *Report) error {
	state, err := bundle.ReadState(a.dir, r.issue.Key)
	if err != nil {
		return fmt.Errorf("%s: %w", a.path(Content, r.issue.Key), err)
	}
	src := bundle.Source{Name: r.file.Name, SHA256: r.file.SHA256}
	state.Source, state.SHA256 = src.Name, src.SHA256
	files := bundle.Files(r.issue, src)
	result, err := bundle.Write(a.dir, files, state)
	if err != nil {
		return fmt.Errorf("%s: %w", a.path(Content, r.issue.Key), err)
	}
	if err := a.putAside(r.issue.Key, files, result.Kept); err != nil {
		return err
	}
	// Every language has a home page, and it is the owner's from then on.
	var homes []issue.Title
	for _, tag := range r.issue.Langs {
		homes = append(homes, issue.Title{Text: a.titleIn(tag), Lang: tag})
	}
	if _, err := bundle.WriteMissing(a.dir, bundle.Home(homes)); err != nil {
		return fmt.Errorf("%s: %w", a.path(Content), err)
	}
	report.Issues = append(report.Issues, newIssueReport(r, result))
	return nil
}

// sort puts the report into the order of issues and of names, whatever order
// the work was done in.
func (r *Report) sort() {
	slices.SortFunc(r.Issues, func(a, b IssueReport) int { return cmp.Compare(a.Key, b.Key) })
	slices.SortFunc(r.Failed, func(a, b Failure) int { return cmp.Compare(a.Source, b.Source) })
}

func (r *Report) fail(path string, err error) {
	r.Failed = append(r.Failed, Failure{
		Source: filepath.ToSlash(path),
		Error:  err.Error(),
		Hint:   Hint(err),
	})
}
