package site

import (
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"github.com/backissue/backissue/site/bundle"
	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/issue"
)

// A publisher is what the newest of some issues says about theirs, and the
// languages that they come in.
type publisher struct {
	key        string // of that issue
	letterhead []doc.Block
	languages  []language.Tag
}

func (p *publisher) add(i *issue.Issue) {
	for _, tag := range i.Langs {
		if !slices.Contains(p.languages, tag) {
			p.languages = append(p.languages, tag)
		}
	}
	if l := i.Letterhead(); len(l) > 0 && i.Key > p.key {
		p.key, p.letterhead = i.Key, l
	}
}

// writeAbout gives the archive its pages about the publisher, where it has
// none yet.
func (a *archive) writeAbout(p publisher) error {
	if p.letterhead == nil || a.hasOwnAbout() {
		return nil
	}
	if _, err := bundle.WriteMissing(a.dir, bundle.About(p.letterhead, p.languages)); err != nil {
		return fmt.Errorf("%s: %w", a.path(Content, bundle.AboutKey), err)
	}
	return nil
}

// hasOwnAbout reports whether the owner has made such a page under another
// name, which Hugo would take for a second one at the same address.
func (a *archive) hasOwnAbout() bool {
	beside, _ := os.ReadDir(a.path(Content)) // if it cannot be read, writing says why
	within, _ := os.ReadDir(a.path(Content, bundle.AboutKey))
	return slices.ContainsFunc(beside, func(e fs.DirEntry) bool { return strings.HasPrefix(e.Name(), bundle.AboutKey+".") }) ||
		slices.ContainsFunc(within, func(e fs.DirEntry) bool {
			return strings.HasPrefix(e.Name(), "_index.") || e.Name() == "index.md"
		})
}
