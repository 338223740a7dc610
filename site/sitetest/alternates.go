package sitetest

import (
	"maps"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Alternates checks what search engines are told of a page's editions: its
// canonical address is there; hreflang names exactly the editions that are
// there, each names the others, and one of them is for everybody else. A page
// that stands in for another says so to readers and to machines: it has a
// notice, text that is marked as another language's, that page's address as
// its canonical one, and no editions.
func Alternates(t Reporter, s *Site) {
	t.Helper()
	var c complaints
	for _, p := range s.sorted() {
		switch {
		case p.ordinary():
			s.checkCanonical(&c, p)
			s.checkAlternates(&c, p)
			if p.StandsIn() {
				s.checkStandIn(&c, p)
			}
		case p.Redirect == "" && !p.noindex():
			c.add(p.Path, "search engines may list it")
		}
	}
	c.to(t)
}

func (p *Page) noindex() bool {
	return slices.ContainsFunc(p.Tags("meta"), func(n *html.Node) bool {
		return Attr(n, "name") == "robots" && strings.Contains(Attr(n, "content"), "noindex")
	})
}

func (s *Site) checkCanonical(c *complaints, p *Page) {
	found := 0
	for _, n := range p.Tags("link") {
		if Attr(n, "rel") == "canonical" {
			found++
		}
	}
	if found != 1 {
		c.add(p.Path, "%d canonical addresses", found)
		return
	}
	original := s.Pages[p.original]
	switch {
	case original == nil || !original.ordinary():
		c.add(p.Path, "the canonical address %s is no page's", p.canonical())
	case original.original != original.Path:
		c.add(p.Path, "the canonical address %s stands in for %s", p.canonical(), original.original)
	}
}

// alternates returns the editions that a page names, as paths by hreflang.
func (s *Site) alternates(c *complaints, p *Page) map[string]string {
	all := map[string]string{}
	for _, n := range p.Tags("link") {
		l := Attr(n, "hreflang")
		if l == "" || Attr(n, "rel") != "alternate" {
			continue
		}
		if all[l] != "" {
			c.add(p.Path, "hreflang %s twice", l)
		}
		file, _, err := s.target(p, Attr(n, "href"))
		if err != nil {
			c.add(p.Path, "hreflang %s: %v", l, err)
			file = "nothing"
		}
		all[l] = file
	}
	return all
}

func (s *Site) checkAlternates(c *complaints, p *Page) {
	got := s.alternates(c, p)
	for l, file := range got {
		to := s.Pages[file]
		switch {
		case to == nil:
			continue // said by Links
		case to.StandsIn():
			c.add(p.Path, "hreflang %s leads to %s, which stands in for %s", l, file, to.original)
		case l != "x-default" && s.Languages[to.Language] != l:
			c.add(p.Path, "hreflang %s leads to %s", l, file)
		case !slices.Contains(slices.Collect(maps.Values(s.alternates(c, to))), p.Path):
			c.add(p.Path, "hreflang %s leads to %s, which does not name it", l, file)
		}
	}
	if len(got) > 0 && got["x-default"] == "" {
		c.add(p.Path, "hreflang without x-default")
	}
	if !p.Listed() {
		return
	}
	for _, dir := range s.folders() {
		file := dir + "/" + p.within()
		to, tag := s.Pages[file], s.Languages[dir]
		there := to != nil && to.Listed()
		if there && dir != p.Language && got[tag] != file {
			c.add(p.Path, "hreflang %s leads to %q, want %s", tag, got[tag], file)
		}
		if there && dir == p.Language && len(got) > 0 && got[tag] != file {
			c.add(p.Path, "hreflang does not name the page itself")
		}
	}
	if to, ok := got["x-default"]; ok {
		rest := maps.Clone(got)
		delete(rest, "x-default")
		if !slices.Contains(slices.Collect(maps.Values(rest)), to) {
			c.add(p.Path, "x-default leads to %s, which is no edition", to)
		}
		if len(rest) < 2 {
			c.add(p.Path, "hreflang for one edition alone")
		}
	}
}

func (s *Site) checkStandIn(c *complaints, p *Page) {
	original := s.Pages[p.original]
	if original == nil {
		return // said by checkCanonical
	}
	if original.Language == p.Language || original.within() != p.within() {
		c.add(p.Path, "stands in for %s, which is another thing", p.original)
	}
	if len(s.alternates(c, p)) > 0 {
		c.add(p.Path, "hreflang on a page that stands in for another")
	}
	if p.Kind == "entity" {
		return // the list is the page's own, what it lists is not
	}
	if notices := p.Class("notice"); len(notices) == 0 || strings.TrimSpace(Text(notices[0])) == "" {
		c.add(p.Path, "no notice says that it stands in for %s", p.original)
	}
	tag := s.Languages[p.Language]
	if !slices.ContainsFunc(p.Elements(func(n *html.Node) bool { return has(n, "lang") && Attr(n, "lang") != tag }), func(n *html.Node) bool {
		return under(n, func(n *html.Node) bool { return n.Data == "main" })
	}) {
		c.add(p.Path, "all of it is in %s, but it stands in for %s", tag, p.original)
	}
}

// OpenGraph checks what a page says of itself where it is shared.
func OpenGraph(t Reporter, s *Site) {
	t.Helper()
	var c complaints
	for _, p := range s.sorted() {
		if !p.ordinary() {
			continue
		}
		said := map[string][]string{}
		for _, n := range p.Tags("meta") {
			if name, ok := strings.CutPrefix(Attr(n, "property"), "og:"); ok {
				said[name] = append(said[name], Attr(n, "content"))
			}
		}
		for _, name := range []string{"title", "type", "site_name", "locale"} {
			if len(said[name]) != 1 || strings.TrimSpace(said[name][0]) == "" {
				c.add(p.Path, "og:%s is %q", name, said[name])
			}
		}
		if s.Base != "" && !slices.Equal(said["url"], []string{p.canonical()}) {
			c.add(p.Path, "og:url is %q, the canonical address %s", said["url"], p.canonical())
		}
		for _, name := range []string{"url", "image"} {
			for _, ref := range said[name] {
				if _, _, err := s.target(p, ref); err != nil {
					c.add(p.Path, "og:%s: %v", name, err)
				}
			}
		}
	}
	c.to(t)
}
