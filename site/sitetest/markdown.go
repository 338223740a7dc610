package sitetest

import (
	"path"
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

var (
	markdownLink = regexp.MustCompile(`\]\(<?([^)>\s]+)>?(?:\s+"[^"]*")?\)`)
	leftOver     = regexp.MustCompile(`\{\{|ZgotmplZ|</?(?:div|span|p|section|svg|nav|a|h[1-6])\b[^>]*>`)
	escaped      = regexp.MustCompile(`\\([[:punct:]])`)
)

// Markdown checks that a text for machines lies beside every page that says
// something of its own and beside no other, with the page's title and links
// that lead somewhere, and that each language has a list of those pages.
func Markdown(t Reporter, s *Site) {
	t.Helper()
	var c complaints
	for _, p := range s.sorted() {
		if path.Base(p.Path) != "index.html" {
			continue
		}
		name := path.Join(path.Dir(p.Path), "index.md")
		data, there := s.Files[name]
		switch {
		case p.Listed() && !there:
			c.add(name, "is missing")
		case !p.Listed() && there:
			c.add(name, "lies beside a page that has nothing of its own")
		case there:
			s.checkMarkdown(&c, p, name, string(data))
		}
	}
	for name := range s.Files {
		if path.Base(name) == "index.md" && s.Pages[path.Join(path.Dir(name), "index.html")] == nil {
			c.add(name, "lies beside no page")
		}
	}
	for _, dir := range s.folders() {
		s.checkList(&c, dir)
	}
	c.to(t)
}

func (s *Site) checkMarkdown(c *complaints, p *Page, name, text string) {
	if m := leftOver.FindString(text); m != "" {
		c.add(name, "has %q in it", m)
	}
	if !strings.HasSuffix(text, "\n") {
		c.add(name, "does not end with a line")
	}
	plain := solid(escaped.ReplaceAllString(text, "$1"))
	for _, h := range p.Tags("h1") {
		if title := solid(title(h)); !strings.Contains(plain, title) {
			c.add(name, "does not say %q", title)
		}
	}
	for _, m := range markdownLink.FindAllStringSubmatch(text, -1) {
		if ref := m[1]; s.inside(ref) {
			if _, _, err := s.resolve(name, ref); err != nil {
				c.add(name, "%v", err)
			}
		}
	}
}

// inside reports whether an address is one of the site.
func (s *Site) inside(ref string) bool {
	away, _, found := strings.Cut(ref, ":")
	return !found || strings.ContainsAny(away, "/#?.") || s.Base != "" && strings.HasPrefix(ref, s.Base+"/")
}

// checkList checks llms.txt of a language: a title, and links to the pages
// that say something of their own in that language, or the texts beside them.
func (s *Site) checkList(c *complaints, dir string) {
	name := dir + "/llms.txt"
	data, ok := s.Files[name]
	if !ok {
		c.add(name, "is missing")
		return
	}
	if !strings.HasPrefix(string(data), "# ") {
		c.add(name, "does not begin with a title")
	}
	listed := map[string]bool{}
	for _, m := range markdownLink.FindAllStringSubmatch(string(data), -1) {
		ref := m[1]
		if !s.inside(ref) {
			continue
		}
		file, _, err := s.resolve(name, ref)
		if err != nil {
			c.add(name, "%v", err)
			continue
		}
		if s.Base != "" && !strings.HasPrefix(ref, s.Base+"/") {
			c.add(name, "%s is not absolute", ref)
		}
		switch base := path.Base(file); base {
		case "index.html", "index.md":
			page := path.Join(path.Dir(file), "index.html")
			if p := s.Pages[page]; p == nil || !p.Listed() || p.Language != dir {
				c.add(name, "%s has nothing of its own in %s", ref, dir)
			}
			listed[page] = true
		}
	}
	for _, p := range s.sorted() {
		if p.Language == dir && p.Listed() && p.Kind == "issue" && !listsBelow(listed, path.Dir(p.Path)) {
			c.add(name, "does not list %s or what is in it", p.Path)
		}
	}
}

func listsBelow(listed map[string]bool, dir string) bool {
	for page := range listed {
		if strings.HasPrefix(page, dir+"/") {
			return true
		}
	}
	return false
}

// title is what a heading says, without the name of the language that it is in.
func title(h *html.Node) string {
	var b strings.Builder
	for n := range h.Descendants() {
		if n.Type == html.TextNode && !under(n, func(n *html.Node) bool { return HasClass(n, "mark") }) {
			b.WriteString(n.Data)
		}
	}
	return b.String()
}
