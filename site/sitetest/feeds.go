package sitetest

import (
	"maps"
	"path"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// An entry is an item of a feed, in whatever format.
type entry struct {
	id   string
	page string // the page that it leads to
}

// A format is a kind of feed.
type format struct {
	file, mediaType string
	read            func(*Site, *complaints, string) []entry
}

// formats are the feeds that lie beside a page that has any.
var formats = []format{
	{"index.xml", "application/rss+xml", readRSS},
	{"atom.xml", "application/atom+xml", readAtom},
	{"feed.json", "application/feed+json", readJSONFeed},
}

// Feeds checks the feeds of each language and of each thing that has a page
// of its own in it: all three formats are there, valid, in the page's language,
// named by the page, and say the same; each item leads to an article in that
// language, never to one that shows another language's text, and has the same
// identity in every feed of its format.
func Feeds(t Reporter, s *Site) {
	t.Helper()
	var c complaints
	identities := map[string]string{}
	for _, p := range s.sorted() {
		if !p.ordinary() {
			continue
		}
		dir := path.Dir(p.Path)
		wanted := dir == p.Language || p.Kind == "entity" && p.Listed()
		var first []entry
		for i, f := range formats {
			name := path.Join(dir, f.file)
			_, there := s.Files[name]
			switch {
			case wanted && !there:
				c.add(name, "is missing")
			case !wanted && there:
				c.add(name, "a feed of what has none")
			case there:
				s.checkNamed(&c, p, name, f.mediaType)
				entries := f.read(s, &c, name)
				s.checkEntries(&c, p, name, entries, identities)
				if i == 0 {
					first = entries
				} else if !slices.Equal(pagesOf(first), pagesOf(entries)) {
					c.add(name, "has other items than %s: %v, not %v", formats[0].file, pagesOf(entries), pagesOf(first))
				}
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(s.Files)) {
		isFeed := slices.ContainsFunc(formats, func(f format) bool { return f.file == path.Base(name) })
		if isFeed && s.Pages[path.Join(path.Dir(name), "index.html")] == nil {
			c.add(name, "a feed of no page")
		}
	}
	c.to(t)
}

func pagesOf(entries []entry) []string {
	var pages []string
	for _, e := range entries {
		pages = append(pages, e.page)
	}
	return pages
}

// checkNamed checks that the page says where its feed is.
func (s *Site) checkNamed(c *complaints, p *Page, feed, mediaType string) {
	if !slices.ContainsFunc(p.Tags("link"), func(n *html.Node) bool {
		file, _, _ := s.target(p, Attr(n, "href"))
		return file == feed && Attr(n, "rel") == "alternate" && Attr(n, "type") == mediaType
	}) {
		c.add(p.Path, "does not name its feed %s as %s", path.Base(feed), mediaType)
	}
}

// checkEntries checks what a feed's items lead to.
func (s *Site) checkEntries(c *complaints, p *Page, name string, entries []entry, identities map[string]string) {
	ids, pages := map[string]bool{}, map[string]bool{}
	linked := s.linked(p)
	for _, e := range entries {
		to := s.Pages[e.page]
		if ids[e.id] || pages[e.page] {
			c.add(name, "an item twice: %s %s", e.id, e.page)
		}
		ids[e.id], pages[e.page] = true, true
		switch {
		case to == nil:
			continue // said where it was read
		case !to.Listed() || to.Language != p.Language:
			c.add(name, "%s is not an article in %s", e.page, p.Language)
		case p.Kind == "entity" && !linked[e.page]:
			c.add(name, "%s is not on the page", e.page)
		}
		key := path.Base(name) + " " + e.page
		if old := identities[key]; old != "" && old != e.id {
			c.add(name, "%s is %s here and %s elsewhere", e.page, e.id, old)
		}
		identities[key] = e.id
	}
	if len(entries) == 0 && path.Dir(name) == p.Language && s.articles(p.Language) {
		c.add(name, "is empty")
	}
}

// linked returns the pages that a page leads to.
func (s *Site) linked(p *Page) map[string]bool {
	all := map[string]bool{}
	for _, n := range p.Tags("a") {
		file, _, _ := s.target(p, Attr(n, "href"))
		all[file] = true
	}
	return all
}

// articles reports whether there is an article in a language.
func (s *Site) articles(language string) bool {
	for _, p := range s.Pages {
		if p.Language == language && p.Listed() && slices.Contains([]string{"news", "law", "qa"}, p.Kind) {
			return true
		}
	}
	return false
}

// feedLink returns the page that a feed's address leads to. With an address of
// the site's own it must be absolute.
func (s *Site) feedLink(c *complaints, name, what, ref string) string {
	file, _, err := s.resolve(name, ref)
	switch {
	case err != nil:
		c.add(name, "%s: %v", what, err)
	case s.Base != "" && !strings.HasPrefix(ref, s.Base+"/"):
		c.add(name, "%s: %s is not absolute", what, ref)
	}
	return file
}

// self checks the address that a feed gives as its own.
func (s *Site) self(c *complaints, name, ref string) {
	switch {
	case ref == "" && s.Base != "":
		c.add(name, "does not say its own address")
	case ref != "" && s.feedLink(c, name, "self", ref) != name:
		c.add(name, "says that its address is %s", ref)
	}
}

// feedLanguage checks that a feed is in the language of its folder.
func (s *Site) feedLanguage(c *complaints, name, got string) {
	dir, _, _ := strings.Cut(name, "/")
	if want := canonicalTag(dir); got != want {
		c.add(name, "its language is %q, want %s", got, want)
	}
}
