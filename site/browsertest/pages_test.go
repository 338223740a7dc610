package browsertest

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"

	"github.com/backissue/backissue/site/sitetest"
)

// Every kind of page in every language, on every screen and on paper, with
// scripts and without. What the demonstration has in its own languages is not
// read again where it has all of them. Style, scripts and the parts of a page
// are the same in all archives: in others than the demonstration pages are
// checked for access in one look alone, and not without scripts.
func TestPages(t *testing.T) {
	for _, a := range archives {
		t.Run(a.name, func(t *testing.T) {
			dir := a.built(t)
			host := serve(t, os.DirFS(dir))
			choose, whole, again := samples, false, map[string]string{}
			switch a.name {
			case "demonstration":
				choose, whole = moreSamples, true
			case "everywhere":
				again = sitetest.Open(t, archives[0].built(t)).Languages
			}
			for _, s := range choose(t, sitetest.Open(t, dir)) {
				if again[s.lang] != "" {
					continue
				}
				t.Run(s.name(), func(t *testing.T) {
					t.Parallel()
					b := borrow(t)
					for _, c := range b.read(t, host+s.path, a.name, s, whole) {
						t.Errorf("%s: %s", s.path, c)
					}
				})
			}
		})
	}
}

// read says what is wrong with a page, however one looks at it, and for those
// who cannot look at it: at its narrowest by day or, for the whole, at its
// widest by day and by night as well, and without scripts.
func (b *tab) read(t *testing.T, address, archive string, s sample, whole bool) []string {
	t.Helper()
	var f findings
	say := func(how string, what []string) { f.add(how, append(what, b.hush()...)) }
	b.look(t, looks[0])
	b.open(t, address)
	say("loading", b.shifts(t))
	with := b.text(t)
	for _, l := range looks {
		b.look(t, l)
		say(l.String(), b.sideways(t))
		if l == looks[0] || whole && l.width == 1280 {
			say(l.String(), b.accessible(t, l.media))
		}
		b.draw(t, archive, s.file(l.String()))
	}
	b.look(t, look{360, "light"}, forced...)
	say("360-forced", b.sideways(t))
	b.draw(t, archive, s.file("360-forced"))
	if whole {
		b.unscripted(t, address, with, say)
		b.draw(t, archive, s.file("768-print-without-scripts"))
	}
	return f.list()
}

// unscripted says what is wrong with a page where no script runs, and differs
// from its text with them.
func (b *tab) unscripted(t *testing.T, address, with string, say func(how string, what []string)) {
	t.Helper()
	b.scripts(t, false)
	b.look(t, looks[0])
	b.open(t, address)
	switch without := b.text(t); {
	case strings.TrimSpace(without) == "":
		say("without scripts", []string{"nothing to read"})
	case without != with:
		say("with scripts and without", []string{difference(with, without)})
	}
	for _, l := range looks {
		b.look(t, l)
		say(l.String()+" without scripts", b.sideways(t))
	}
}

// forced are the colours of a reader who has chosen them, for every page.
var forced = []*emulation.MediaFeature{
	{Name: "forced-colors", Value: "active"},
	{Name: "prefers-contrast", Value: "more"},
}

// findings are what is wrong, each said once with the looks that have it.
type findings struct {
	order []string
	where map[string][]string
}

func (f *findings) add(look string, what []string) {
	if f.where == nil {
		f.where = map[string][]string{}
	}
	for _, w := range what {
		if f.where[w] == nil {
			f.order = append(f.order, w)
		}
		if !slices.Contains(f.where[w], look) {
			f.where[w] = append(f.where[w], look)
		}
	}
}

func (f *findings) list() []string {
	var all []string
	for _, w := range f.order {
		all = append(all, w+" ("+strings.Join(f.where[w], ", ")+")")
	}
	return all
}
