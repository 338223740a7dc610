package sitetest

import (
	"net/url"
	"slices"
	"strings"
	"time"
)

const atomNS = "http://www.w3.org/2005/Atom"

// What RFC 4287 lets stand in a feed and in an entry; of the first words there
// is one at most.
var (
	atomFeed  = strings.Fields("id title updated subtitle generator icon logo rights author category contributor link entry")
	atomEntry = strings.Fields("id title updated published summary content rights source author category contributor link")
	atomOnce  = strings.Fields("id title updated published subtitle summary content generator icon logo rights source")
)

// readAtom reads a feed as RFC 4287 defines it.
func readAtom(s *Site, c *complaints, name string) []entry {
	root, err := parseXML(s.Files[name])
	if err != nil {
		c.add(name, "%v", err)
		return nil
	}
	if !root.is(atomNS, "feed") {
		c.add(name, "is no Atom feed but <%s>", root.XMLName.Local)
		return nil
	}
	atomElements(c, name, root, atomFeed)
	s.feedLanguage(c, name, root.language())
	links := atomLinks(c, name, root)
	s.self(c, name, links["self"])
	if links["alternate"] != "" {
		s.feedLink(c, name, "link", links["alternate"])
	} else {
		c.add(name, "does not say which page it belongs to")
	}
	var entries []entry
	for _, e := range root.all(atomNS, "entry") {
		atomElements(c, name, e, atomEntry)
		if len(e.all(atomNS, "author")) == 0 && len(root.all(atomNS, "author")) == 0 {
			c.add(name, "an entry without an author")
		}
		id := e.text(atomNS, "id")
		entries = append(entries, entry{id, s.feedLink(c, name, "entry", atomLinks(c, name, e)["alternate"])})
	}
	return entries
}

// atomElements checks a feed or an entry for what it must have and what it
// may not have.
func atomElements(c *complaints, name string, e *element, known []string) {
	what := e.XMLName.Local
	for _, must := range []string{"id", "title", "updated"} {
		if e.text(atomNS, must) == "" {
			c.add(name, "<%s> without <%s>", what, must)
		}
	}
	if id, err := url.Parse(e.text(atomNS, "id")); err != nil || id.Scheme == "" {
		c.add(name, "<%s> has the id %q, which is no IRI", what, e.text(atomNS, "id"))
	}
	for i := range e.Elements {
		child := &e.Elements[i]
		if child.XMLName.Space != atomNS {
			continue
		}
		local := child.XMLName.Local
		if !slices.Contains(known, local) {
			c.add(name, "<%s> has <%s>, which Atom does not know there", what, local)
		}
		if slices.Contains(atomOnce, local) && len(e.all(atomNS, local)) > 1 {
			c.add(name, "<%s> has <%s> twice", what, local)
		}
		atomChild(c, name, child)
	}
}

// atomChild checks what an element of an entry holds.
func atomChild(c *complaints, name string, e *element) {
	local := e.XMLName.Local
	switch local {
	case "updated", "published":
		if _, err := time.Parse(time.RFC3339, strings.TrimSpace(e.Chars)); err != nil {
			c.add(name, "<%s> %q", local, e.Chars)
		}
	case "author", "contributor":
		if e.text(atomNS, "name") == "" {
			c.add(name, "<%s> without <name>", local)
		}
	case "category":
		if e.attr("term") == "" {
			c.add(name, "<category> without a term")
		}
	case "title", "subtitle", "summary", "content", "rights":
		kind := e.attr("type")
		if !slices.Contains([]string{"", "text", "html", "xhtml"}, kind) && (local != "content" || !strings.Contains(kind, "/")) {
			c.add(name, "<%s type=%q>", local, kind)
		}
		if kind == "xhtml" && (len(e.Elements) != 1 || !e.Elements[0].is(xhtmlNS, "div")) {
			c.add(name, "<%s> in XHTML without its one <div>", local)
		}
		if (kind == "" || kind == "text" || kind == "html") && len(e.Elements) > 0 {
			c.add(name, "<%s type=%q> with elements in it", local, kind)
		}
	}
}

// atomLinks returns the addresses of an element's links by their relation.
func atomLinks(c *complaints, name string, e *element) map[string]string {
	links := map[string]string{}
	for _, l := range e.all(atomNS, "link") {
		rel := l.attr("rel")
		if rel == "" {
			rel = "alternate"
		}
		key := rel
		if kind := l.attr("type"); rel == "alternate" && kind != "" && kind != "text/html" {
			key = rel + " " + kind
		}
		if links[key] != "" && l.attr("hreflang") == "" {
			c.add(name, "<link rel=%s> twice", key)
		}
		if l.attr("href") == "" {
			c.add(name, "<link rel=%s> leads nowhere", rel)
		}
		links[key] = l.attr("href")
	}
	return links
}
