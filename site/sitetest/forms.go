package sitetest

import (
	"path"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// citations are the files that cite an article, in the order of their links.
var citations = []struct {
	file, mediaType string
	read            func(c *complaints, name, text string) citation
}{
	{"cite.ris", "application/x-research-info-systems", readRIS},
	{"cite.bib", "application/x-bibtex", readBibTeX},
	{"cite.json", "application/vnd.citationstyles.csl+json", readCSL},
}

// A citation is what a file says of the article that it cites.
type citation struct {
	title, url string
}

// Forms checks the forms that articles, issues and the archive can be taken
// along in: each is there where it belongs and nowhere else, is what its format
// wants it to be, and is named by the page it belongs to.
func Forms(t Reporter, s *Site) {
	t.Helper()
	var c complaints
	for _, p := range s.sorted() {
		article := p.Listed() && slices.Contains([]string{"news", "law", "qa"}, p.Kind)
		if path.Base(p.Path) == "index.html" {
			s.checkCitations(&c, p, article)
		}
		switch {
		case p.Kind == "issue" && p.Listed():
			s.checkWhole(&c, p)
		case p.Kind == "print" && p.ordinary() && s.issueOf(p) == nil:
			c.add(p.Path, "is of no issue in its language")
		}
	}
	s.checkCalendars(&c)
	s.checkRepository(&c)
	s.checkExport(&c)
	c.to(t)
}

// checkCitations checks the files that cite an article.
func (s *Site) checkCitations(c *complaints, p *Page, article bool) {
	for _, form := range citations {
		name := path.Join(path.Dir(p.Path), form.file)
		data, there := s.Files[name]
		switch {
		case article && !there:
			c.add(name, "is missing")
		case !article && there:
			c.add(name, "cites what is no article, or stands in for one")
		case there:
			got := form.read(c, name, string(data))
			if want := title(p.Tags("h1")[0]); solid(got.title) != solid(want) {
				c.add(name, "cites %q, the page is %q", got.title, want)
			}
			s.checkAddress(c, p, name, got.url)
			if !s.leadsTo(p, name, form.mediaType) {
				c.add(p.Path, "does not lead to %s as %s", form.file, form.mediaType)
			}
		}
	}
}

// checkAddress checks an address that a form gives for a page: the page's own,
// or none where the site has none.
func (s *Site) checkAddress(c *complaints, p *Page, name, address string) {
	if s.Base == "" {
		if address != "" {
			c.add(name, "gives the address %s, and the site has none", address)
		}
		return
	}
	if file, _, err := s.resolve(name, address); err != nil || file != p.Path || !strings.HasPrefix(address, s.Base+"/") {
		c.add(name, "gives the address %q", address)
	}
}

// leadsTo reports whether a link on the page leads to a file and says its type.
func (s *Site) leadsTo(p *Page, to, mediaType string) bool {
	return slices.ContainsFunc(p.Tags("a"), func(n *html.Node) bool {
		file, _, _ := s.target(p, Attr(n, "href"))
		return file == to && Attr(n, "type") == mediaType
	})
}

// issueOf returns the issue that a page shows all of.
func (s *Site) issueOf(p *Page) *Page {
	issue := s.Pages[path.Join(path.Dir(path.Dir(p.Path)), "index.html")]
	if issue == nil || issue.Kind != "issue" || !issue.Listed() || p.original != issue.Path {
		return nil
	}
	return issue
}

// checkWhole checks the page with all of an issue: it is there, linked to from
// the issue, and holds every article of it below a heading of its own, to which
// its contents lead. Nothing on it leads to an article's own page but what says
// that it is in another language.
func (s *Site) checkWhole(c *complaints, issue *Page) {
	dir := path.Dir(issue.Path)
	name := path.Join(dir, "print/index.html")
	whole := s.Pages[name]
	if whole == nil || whole.Kind != "print" {
		c.add(name, "is missing")
		return
	}
	if !s.linked(issue)[name] {
		c.add(issue.Path, "does not lead to all of it on one page")
	}
	parts := map[string]bool{}
	for _, n := range whole.Tags("a") {
		file, part, _ := s.target(whole, Attr(n, "href"))
		if file == whole.Path {
			parts[part] = true
		}
		if to := s.Pages[file]; to != nil && isArticle(to) && strings.HasPrefix(to.Path, dir+"/") && !has(n, "hreflang") {
			c.add(whole.Path, "leads away to %s", to.Path)
		}
	}
	text := solid(Text(whole.Tags("main")[0]))
	for _, p := range s.sorted() {
		within, ok := strings.CutPrefix(path.Dir(p.Path), dir+"/")
		if !ok || !isArticle(p) || path.Base(p.Path) != "index.html" {
			continue
		}
		if part := strings.ReplaceAll(within, "/", "-"); !parts[part] || whole.ids[part] == 0 {
			c.add(whole.Path, "its contents do not lead to %s", within)
		}
		if says := title(p.Tags("h1")[0]); !strings.Contains(text, solid(says)) {
			c.add(whole.Path, "does not have %q", says)
		}
	}
}

func isArticle(p *Page) bool { return slices.Contains([]string{"news", "law", "qa"}, p.Kind) }
