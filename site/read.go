package site

import (
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/backissue/backissue/site/bundle"
	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/issue"
	"github.com/backissue/backissue/site/lang"
	"github.com/backissue/backissue/site/mail"
	"github.com/backissue/backissue/site/source"
)

// A reading is one source and the issue that was found in it.
type reading struct {
	name     string        // of the source, a file or a folder
	sum      string        // of all its bytes
	source   bundle.Source // the document that is the issue's own text
	format   source.Format // of that
	attached []string      // names of what came with it
	issue    *issue.Issue
	ledger   LedgerReport
}

// place names a reading in a message; path is that of its source.
func (r *reading) place(path string) string { return messagePlace(path, r.source.Message) }

func messagePlace(path string, message int) string {
	if message == 0 {
		return path
	}
	return fmt.Sprintf("%s: message %d", path, message)
}

// read does all that is a pure function of the bytes of a source. A folder of
// mails holds several issues, of which some may fail.
func (a *archive) read(name string) (read []*reading, failed []error) {
	names, err := source.Files(a.path(Sources), name)
	if err != nil {
		return nil, asList(err)
	}
	if len(names) != 1 || names[0] != name {
		r, err := a.readFolder(name, names)
		if err != nil {
			return nil, asList(err)
		}
		return []*reading{r}, nil
	}
	file, err := source.Read(a.path(Sources), name)
	if err != nil {
		return nil, asList(err)
	}
	messages := [][]byte{file.Data}
	if file.Format == source.Mail {
		messages = mail.Split(file.Data)
	}
	if len(messages) > maxMessages {
		return nil, asList(&source.Error{Name: a.path(Sources, name), Problem: fmt.Sprintf("holds %d messages, where %d is the most", len(messages), maxMessages),
			Advice: "keep only the messages that are issues of the bulletin"})
	}
	for i, m := range messages {
		f, message := file, 0
		if len(messages) > 1 {
			f, _ = source.New(name, m)
			f.Format, message = source.Mail, i+1
		}
		r, err := a.readFile(f, file.SHA256, message)
		if err != nil {
			failed = append(failed, err)
			continue
		}
		read = append(read, r)
	}
	return read, failed
}

// maxMessages is how many messages a folder of mails may hold: a weekly one of
// forty years.
const maxMessages = 2000

// readFile reads a document that stands alone, or with what is attached to it,
// from a source with the given hash.
func (a *archive) readFile(file *source.File, sum string, message int) (*reading, error) {
	p := pile{archive: a, place: messagePlace(a.path(Sources, file.Name), message)}
	if err := p.add(file); err != nil {
		return nil, err
	}
	return p.recover(file.Name, sum, message)
}

// issue finds the issue in documents, the first of which is its own text. The
// name of their source stands in for a date.
func (p *pile) issue(name string, format source.Format, docs []*doc.Document) (*issue.Issue, error) {
	found, err := issue.Recover(docs, p.profile)
	if (errors.Is(err, issue.ErrNoDate) || err == nil && found.Evidence.Weak) && dateFromName(found, name) {
		err = nil
	}
	switch {
	case errors.Is(err, issue.ErrNoDate):
		return nil, &source.Error{Name: p.place, Problem: "no date of issue was found in it",
			Advice: "rename it so that its name begins with the date, such as 2021-10" + filepath.Ext(name)}
	case errors.Is(err, issue.ErrNoText) && len(docs[0].Losses) > 0:
		advice := "put the document in as text"
		if p.ocr == nil && format == source.PDF {
			advice = "run import with --ocr, or give it a text layer"
		}
		return nil, &source.Error{Name: p.place, Problem: "holds no words: " + docs[0].Losses[0].Reason,
			Advice: advice}
	case errors.Is(err, issue.ErrNoText):
		return nil, &source.Error{Name: p.place, Problem: "holds no words", Advice: "is it the right file? otherwise remove it"}
	case err != nil:
		return nil, fmt.Errorf("%s: %w", p.place, err)
	}
	return found, nil
}

var datedName = regexp.MustCompile(`^(\d{4}-\d{2}(?:-\d{2})?)(?:\D|$)`)

// dateFromName gives an issue the date that its file name begins with, where
// the text itself has none, and reports whether there was one.
func dateFromName(i *issue.Issue, name string) bool {
	m := datedName.FindStringSubmatch(path.Base(name))
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

// listFormats is the advice for a document that no reader can have.
const listFormats = "save it in a format that `backissue import --list-formats` names"

// document reads the document that a file holds.
func (a *archive) document(f *source.File, path string, beside func(string) (doc.Media, bool)) (*doc.Document, error) {
	r, ok := reader(f.Format)
	if !ok {
		return nil, &source.Error{Name: path, Problem: "is in the format " + string(f.Format) + ", which has no reader yet", Advice: listFormats}
	}
	d, err := r.read(f.Data, surroundings{a.ocr, beside})
	if err == nil {
		err = d.Oversize()
	}
	if long := (*doc.SizeError)(nil); errors.As(err, &long) {
		return nil, &source.Error{Name: path, Problem: "is too long: " + long.Error(), Advice: long.Hint()}
	}
	if err != nil {
		return nil, &source.Error{Name: path, Problem: "cannot be read", Err: err, Advice: remedy(err)}
	}
	return lang.Tag(d), nil
}

// remedy returns what the owner of a document can do about err, of its reader.
func remedy(err error) string {
	var hinter interface{ Hint() string }
	switch {
	case errors.As(err, &hinter):
		return hinter.Hint()
	case strings.Contains(err.Error(), "password"):
		return "open it in the program that made it, save it anew without a password, and put it back"
	}
	return "was it copied completely? otherwise open it in the program that made it, and save it anew"
}
