package sitetest

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

var (
	wellFormed  = regexp.MustCompile(`^(?i)[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?(-[a-z0-9]{5,8})*$`)
	rightToLeft = regexp.MustCompile(`^(ar|dv|fa|he|ps|sd|ug|ur|yi)\b|-(Arab|Hebr|Thaa)\b`)
)

// Languages checks the language and the direction of each page and of its
// parts, and the language switch: it leads from every page to the same page
// in each other language. There is one, if only to show the original.
func Languages(t Reporter, s *Site) {
	t.Helper()
	var c complaints
	for _, p := range s.sorted() {
		root := p.Tags("html")[0]
		tag, dir := Attr(root, "lang"), Attr(root, "dir")
		if p.Language != "" && p.Redirect == "" {
			want := "ltr"
			if rightToLeft.MatchString(tag) {
				want = "rtl"
			}
			if tag != canonicalTag(p.Language) || dir != want {
				c.add(p.Path, "lang %q dir %q, want %q and %q", tag, dir, canonicalTag(p.Language), want)
			}
			s.languageSwitch(&c, p)
		}
		for _, n := range p.Elements(func(n *html.Node) bool { return has(n, "lang") || has(n, "hreflang") || n == root }) {
			if l := Attr(n, "lang"); !wellFormed.MatchString(l) && (has(n, "lang") || n == root) {
				c.add(p.Path, "<%s lang=%q>", n.Data, l)
			}
			if to := Attr(n, "hreflang"); to != "" && n.Data == "a" {
				s.hreflang(&c, p, n, to)
			}
		}
	}
	c.to(t)
}

// canonicalTag writes a language tag as is the custom: zh-hans is zh-Hans.
func canonicalTag(tag string) string {
	parts := strings.Split(strings.ToLower(tag), "-")
	for i, part := range parts[1:] {
		switch len(part) {
		case 2:
			parts[i+1] = strings.ToUpper(part)
		case 4:
			parts[i+1] = strings.ToUpper(part[:1]) + part[1:]
		}
	}
	return strings.Join(parts, "-")
}

// hreflang checks that a link leads to a page in the language that it says.
func (s *Site) hreflang(c *complaints, p *Page, n *html.Node, to string) {
	file, _, err := s.target(p, Attr(n, "href"))
	if err != nil {
		return // to another host, or for Links to say
	}
	if there := s.Pages[file]; there != nil && Attr(there.Tags("html")[0], "lang") != to {
		c.add(p.Path, "the link to %s says %s", file, to)
	}
}

// languageSwitch checks the links to the other languages.
func (s *Site) languageSwitch(c *complaints, p *Page) {
	leads := map[string]string{}
	for _, n := range p.Tags("a") {
		to := Attr(n, "hreflang")
		if to == "" || !under(n, func(n *html.Node) bool { return HasClass(n, "languages") }) {
			continue
		}
		if Attr(n, "lang") != to || strings.TrimSpace(Text(n)) == "" {
			c.add(p.Path, "the switch names %s %q in %q", to, Text(n), Attr(n, "lang"))
		}
		leads[strings.ToLower(to)], _, _ = s.target(p, Attr(n, "href"))
	}
	for _, other := range s.folders() {
		if other == p.Language {
			continue
		}
		want := s.counterparts(p, other)
		if got := leads[other]; !slices.Contains(want, got) {
			c.add(p.Path, "the switch to %s leads to %q, want %s", other, got, want[0])
		}
	}
}

// counterparts are the pages that the switch may lead to. A page with two
// languages side by side has the article alone in the language that both
// pages would share, or the pair the other way round. A whole issue has
// the issue where there is none of it.
func (s *Site) counterparts(p *Page, other string) []string {
	same := other + "/" + p.within()
	if _, there := s.Pages[same]; p.Kind == "print" && !there { // the issue is not really in that language
		return []string{other + "/" + path.Dir(path.Dir(p.within())) + "/index.html"}
	}
	if p.Kind != "parallel" {
		return []string{same}
	}
	article, beside, found := cutParallel(p.within())
	if !found || beside != other {
		if _, ok := s.Pages[same]; ok {
			return []string{same}
		}
	}
	return []string{other + "/" + article + p.Language + "/index.html", other + "/" + article + "index.html"}
}

// cutParallel divides 2021-10/news/01/zh-hans/index.html before zh-hans.
func cutParallel(within string) (article, beside string, found bool) {
	dir, found := strings.CutSuffix(within, "/index.html")
	i := strings.LastIndexByte(dir, '/')
	if !found || i < 0 {
		return "", "", false
	}
	return dir[:i+1], dir[i+1:], true
}
