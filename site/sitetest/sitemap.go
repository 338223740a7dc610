package sitetest

import (
	"maps"
	"strings"
	"time"
)

// The names of the vocabularies that a sitemap and its like are made of.
const (
	sitemapNS = "http://www.sitemaps.org/schemas/sitemap/0.9"
	xhtmlNS   = "http://www.w3.org/1999/xhtml"
)

// Sitemap checks that the sitemap of a site with an address has exactly the
// pages that search engines are told of, with the editions that each page
// names itself. A sitemap consists of addresses: without one there is none.
func Sitemap(t Reporter, s *Site) {
	t.Helper()
	var c complaints
	index, ok := s.Files["sitemap.xml"]
	switch {
	case s.Base == "" && ok:
		c.add("sitemap.xml", "a sitemap without an address")
	case s.Base != "" && !ok:
		c.add("sitemap.xml", "is missing")
	case ok:
		s.checkSitemap(&c, "sitemap.xml", index)
	}
	c.to(t)
}

func (s *Site) checkSitemap(c *complaints, name string, data []byte) {
	root, err := parseXML(data)
	if err != nil {
		c.add(name, "%v", err)
		return
	}
	seen := map[string]bool{}
	if root.is(sitemapNS, "sitemapindex") {
		for _, m := range root.all(sitemapNS, "sitemap") {
			file := s.located(c, name, m)
			if file == "" {
				continue
			}
			one, err := parseXML(s.Files[file])
			if err != nil {
				c.add(file, "%v", err)
				continue
			}
			s.checkURLs(c, file, one, seen)
		}
	} else {
		s.checkURLs(c, name, root, seen)
	}
	for _, p := range s.sorted() {
		if p.Listed() && !seen[p.Path] {
			c.add(p.Path, "is in no sitemap")
		}
	}
}

// located returns the file whose address an entry has.
func (s *Site) located(c *complaints, name string, entry *element) string {
	loc := entry.text(sitemapNS, "loc")
	if !strings.HasPrefix(loc, s.Base+"/") {
		c.add(name, "the address %q is not the site's", loc)
		return ""
	}
	file, fragment, err := s.resolve(name, loc)
	if err != nil || fragment != "" {
		c.add(name, "%s: %v", loc, err)
		return ""
	}
	return file
}

func (s *Site) checkURLs(c *complaints, name string, root *element, seen map[string]bool) {
	if !root.is(sitemapNS, "urlset") {
		c.add(name, "is a <%s>", root.XMLName.Local)
		return
	}
	for _, entry := range root.all(sitemapNS, "url") {
		file := s.located(c, name, entry)
		if file == "" {
			continue
		}
		if seen[file] {
			c.add(name, "%s twice", file)
		}
		seen[file] = true
		p := s.Pages[file]
		if p == nil || !p.Listed() {
			c.add(name, "%s is not for search engines", file)
			continue
		}
		if m := entry.text(sitemapNS, "lastmod"); m != "" && !w3cDate(m) {
			c.add(name, "%s: lastmod %q", file, m)
		}
		editions := map[string]string{}
		for _, l := range entry.all(xhtmlNS, "link") {
			to, _, err := s.resolve(name, l.attr("href"))
			if err != nil || l.attr("rel") != "alternate" || !strings.HasPrefix(l.attr("href"), s.Base+"/") {
				c.add(name, "%s: the edition %s %s: %v", file, l.attr("rel"), l.attr("href"), err)
			}
			editions[l.attr("hreflang")] = to
		}
		if want := s.alternates(c, p); !maps.Equal(editions, want) {
			c.add(name, "%s has the editions %v, the page itself names %v", file, editions, want)
		}
	}
}

func w3cDate(s string) bool {
	for _, layout := range []string{"2006", "2006-01", time.DateOnly, "2006-01-02T15:04Z07:00", time.RFC3339} {
		if _, err := time.Parse(layout, s); err == nil {
			return true
		}
	}
	return false
}
