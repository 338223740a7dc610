package sitetest

import (
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

var headingTag = regexp.MustCompile(`^h[1-6]$`)

// Headings holds every page to one first-level heading and to levels that
// never skip one, run-in headings included, none of them empty.
func Headings(t Reporter, s *Site) {
	t.Helper()
	var c complaints
	for _, p := range s.sorted() {
		if p.Redirect == "" {
			headings(&c, p)
		}
	}
	c.to(t)
}

func headings(c *complaints, p *Page) {
	last, first := 0, 0
	for _, n := range p.Elements(func(n *html.Node) bool {
		return headingTag.MatchString(n.Data) || Attr(n, "role") == "heading"
	}) {
		level, err := strconv.Atoi(strings.TrimPrefix(n.Data, "h"))
		if err != nil || has(n, "aria-level") {
			level, err = strconv.Atoi(Attr(n, "aria-level"))
		}
		text := strings.TrimSpace(Text(n))
		switch {
		case err != nil:
			c.add(p.Path, "a heading without a level: %q", text)
			continue
		case text == "":
			c.add(p.Path, "an empty heading of level %d", level)
		case level > last+1:
			c.add(p.Path, "level %d after %d at %q", level, last, text)
		}
		if level == 1 {
			first++
		}
		last = level
	}
	if first != 1 {
		c.add(p.Path, "%d headings of level 1", first)
	}
}
