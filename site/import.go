package site

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"

	"github.com/backissue/backissue/site/bundle"
	"github.com/backissue/backissue/site/issue"
	"github.com/backissue/backissue/site/source"
)

// ImportOptions are the choices of [Import]. The zero value is ready to use.
type ImportOptions struct {
	// Progress, if set, is called before each document: how many are done,
	// how many there are, and the name of the next.
	Progress func(done, total int, name string)

	// OCR has pages without text read by the program tesseract. An archive
	// can ask for that itself: params.ocr in its configuration.
	OCR bool

	// Only, if not nil, names the sources to import, as they are below the
	// archive's sources: those that changed. What the others made stays.
	Only []string
}

// Import turns every document of the archive in dir into page bundles. A
// folder among them is one document with its attachments. One bad document
// never stops the others: the report lists it as failed, and what an earlier
// import made of it stays as it is. The error is for an archive that cannot be
// imported at all.
func Import(dir string, o ImportOptions) (*Report, error) {
	a, err := open(dir)
	if err != nil {
		return nil, err
	}
	if o.OCR || a.wantsOCR {
		if a.ocr, err = a.recognition(); err != nil {
			return nil, err
		}
	}
	names, err := a.sources()
	if err != nil {
		return nil, err
	}
	all := names
	if o.Only != nil {
		names = slices.DeleteFunc(slices.Clone(all), func(n string) bool { return !slices.Contains(o.Only, n) })
	}
	spool, err := newSpool()
	if err != nil {
		return nil, err
	}
	defer spool.remove()
	if err := bundle.Recover(a.dir); err != nil {
		return nil, err
	}
	report := &Report{}
	read := a.readAll(names, spool, report, o.Progress)
	var about publisher
	for _, r := range a.unclaimed(read, report) {
		path := a.path(Sources, r.name)
		for _, err := range guarded(path, func() []error {
			if err := a.claimed(r, all, names); err != nil {
				return asList(err)
			}
			if err := spool.load(r.issue); err != nil {
				return asList(err)
			}
			err := a.write(r, report)
			if err == nil {
				about.add(r.issue)
			}
			return asList(err)
		}) {
			report.fail(path, err)
		}
		r.issue = nil // and its pictures: the next one brings its own
	}
	report.sort()
	if err := a.writeAbout(about); err != nil {
		return report, err
	}
	if err := a.dropFindings(); err != nil {
		return report, err
	}
	report.Orphans, err = a.orphans(report, all, names)
	return report, err
}

// sources returns the names of all documents.
func (a *archive) sources() ([]string, error) {
	names, err := source.Find(a.path(Sources))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, withHint("make it and put the documents there", "%s has no folder %s", a.dir, Sources)
	}
	return names, err
}

// readAll reads documents, and leaves their texts in the spool.
func (a *archive) readAll(names []string, spool *spool, report *Report, progress func(int, int, string)) (read []*reading) {
	for i, name := range names {
		if progress != nil {
			progress(i, len(names), name)
		}
		path := a.path(Sources, name)
		failed := guarded(path, func() []error {
			some, failed := a.read(name)
			for _, r := range some {
				if err := spool.store(r.issue); err != nil {
					return append(failed, err)
				}
			}
			read = append(read, some...)
			return failed
		})
		for _, err := range failed {
			report.fail(path, err)
		}
	}
	return read
}

// claimed returns an error if an issue was made before of a document that is
// still there and is not imported now.
func (a *archive) claimed(r *reading, all, names []string) error {
	state, err := bundle.ReadState(a.dir, r.issue.Key)
	if err != nil || state.Source == "" || state.Source == r.name || !slices.Contains(all, state.Source) || slices.Contains(names, state.Source) {
		return nil // what is wrong with the state, write says
	}
	return a.clash(r, state.Source, a.path(Sources, state.Source))
}

// guarded makes a panic of work an error: a fault of ours in one document must
// not stop the others.
func guarded(path string, work func() []error) (failed []error) {
	defer func() {
		if p := recover(); p != nil {
			failed = []error{&source.Error{Name: path, Problem: fmt.Sprintf("a fault in backissue stopped its import: %v", p),
				Advice: "please report it, with the document if you may"}}
		}
	}()
	return work()
}

func asList(err error) []error {
	if err == nil {
		return nil
	}
	return []error{err}
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
		report.fail(a.path(Sources, r.name), a.clash(r, other.name, other.place(a.path(Sources, other.name))))
	}
	return alone
}

// clash says that two documents are the same issue.
func (a *archive) clash(r *reading, other, place string) error {
	advice := "keep one of them, or correct the date in the other"
	if r.name == other {
		advice = `set period = "day" under [params.profile] in ` + Config + " if the bulletin comes out more often than monthly"
	}
	return &source.Error{Name: r.place(a.path(Sources, r.name)), Problem: fmt.Sprintf("is issue %s, and so is %s", r.issue.Key, place), Advice: advice}
}

// write puts one issue into the archive.
func (a *archive) write(r *reading, report *Report) error {
	state := bundle.State{Issue: r.issue.Key, Source: r.name, SHA256: r.sum}
	result, err := bundle.Write(a.dir, bundle.Files(r.issue, r.source), state)
	if err != nil {
		return fmt.Errorf("%s: %w", a.path(Content, r.issue.Key), err)
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
	if err := a.keepFindings(report.Issues[len(report.Issues)-1]); err != nil {
		return err
	}
	for _, m := range result.Moved {
		report.Moved = append(report.Moved, MoveReport(m))
	}
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
