// Package forms makes whole issues to be read elsewhere than on the site: each
// as a book (EPUB 3) and as an e-mail.
//
//	built site ──number──▶ the issue's pages in reading order
//	           ──xhtml───▶ what they say, without what leads around the site
//	           ──book────▶ ko/2021-10/2021-10.epub
//	           ──letter──▶ ko/2021-10/2021-10.eml
//
// It reads what readers see and nothing else: what is withheld from a page is in
// no form of it. An issue has forms in the languages that it is really in. An
// e-mail cannot do without links, so there is none where the site has no address.
package forms

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"sync"
	"time"
)

// Names are the forms that [Add] makes of an issue, by which the templates know
// that they will be there.
var Names = []string{"epub", "eml"}

// Options are what no page of the site tells.
type Options struct {
	// Title is the archive's in its first language. The identifiers of issues are
	// made of it.
	Title string

	// Emails are the publisher's address by language, as the folders of the site
	// have it; that of "" is for all others. The mails are from it.
	Emails map[string]string
}

// epoch is the date of what has none: the first that a zip file knows.
var epoch = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// Add adds the forms of all issues to the site in dir.
func Add(dir string, o Options) error {
	return Make(os.DirFS(dir), o, func(name string, data []byte) error {
		return os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), data, 0o644)
	})
}

// Make makes the forms of all issues of a site and gives each to write, which
// is called from several goroutines and in no order.
func Make(site fs.FS, o Options, write func(name string, data []byte) error) error {
	if err := o.check(); err != nil {
		return fmt.Errorf("forms: %w", err)
	}
	names, err := issues(site)
	if err != nil {
		return fmt.Errorf("forms: %w", err)
	}
	errs := make([]error, len(names))
	turns := make(chan struct{}, runtime.GOMAXPROCS(0))
	var wait sync.WaitGroup
	for i, name := range names {
		turns <- struct{}{}
		wait.Go(func() {
			if err := one(site, name, o, write); err != nil {
				errs[i] = fmt.Errorf("forms: %s: %w", path.Dir(name), err)
			}
			<-turns
		})
	}
	wait.Wait()
	return errors.Join(errs...)
}

// issues returns the pages that may be an issue's.
func issues(site fs.FS) ([]string, error) {
	all, err := fs.Glob(site, "*/*/index.html")
	if err != nil {
		return nil, err
	}
	var names []string
	for _, name := range all {
		data, err := fs.ReadFile(site, name)
		if err != nil {
			return nil, err
		}
		if bytes.Contains(data, []byte("kind-issue")) {
			names = append(names, name)
		}
	}
	return names, nil
}

// one makes the forms of one issue.
func one(site fs.FS, name string, o Options, write func(string, []byte) error) error {
	n, err := readNumber(site, name, o)
	if err != nil || n == nil {
		return err
	}
	book, err := n.book()
	if err != nil {
		return err
	}
	file := path.Join(path.Dir(name), path.Base(path.Dir(name)))
	if err := write(file+".epub", book); err != nil || n.base == "" {
		return err
	}
	letter, err := n.letter(o)
	if err != nil {
		return err
	}
	return write(file+".eml", letter)
}
