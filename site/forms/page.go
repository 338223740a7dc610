package forms

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/backissue/backissue/site/dom"
	"github.com/backissue/backissue/site/epub"
)

// A page is one HTML file of the site.
type page struct {
	file  string // from the site's root: ko/2021-10/news/01/index.html
	root  *html.Node
	main  *html.Node // what it says; nil where it says nothing
	kind  string     // "news" if the class of its body is kind-news
	title string     // its first heading
	lang  string     // of the title, where that is another one than the page's

	chapter string          // the chapter of the book that it is
	ids     map[string]bool // the parts of it that the book has
}

func readPage(site fs.FS, file string) (*page, error) {
	data, err := fs.ReadFile(site, file)
	if err != nil {
		return nil, err
	}
	root, err := html.Parse(bytes.NewReader(bytes.Map(sound, bytes.ToValidUTF8(data, []byte("\uFFFD")))))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	p := &page{file: file, root: root, main: dom.Find(root, func(n *html.Node) bool { return n.DataAtom == atom.Main })}
	if body := dom.Find(root, func(n *html.Node) bool { return n.DataAtom == atom.Body }); body != nil {
		for _, class := range strings.Fields(dom.Attr(body, "class")) {
			if kind, ok := strings.CutPrefix(class, "kind-"); ok {
				p.kind = kind
			}
		}
	}
	return p, nil
}

// sound leaves out what neither a book nor a mail can say.
func sound(r rune) rune {
	if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0x7F {
		return -1
	}
	return r
}

// settle makes the page what it is outside of the site.
func (p *page) settle() {
	p.prune()
	p.setTitle()
	p.ids = idsOf(p.main)
}

// setTitle reads the first heading, which may be a whole in another language
// with a word that names it.
func (p *page) setTitle() {
	h1 := dom.Find(p.main, func(n *html.Node) bool { return n.DataAtom == atom.H1 })
	if h1 == nil {
		return
	}
	p.title = words(h1, func(n *html.Node) bool { return dom.HasClass(n, "mark") })
	for c := range h1.ChildNodes() {
		if c.Type == html.ElementNode && line(text(c)) == p.title {
			p.lang = epub.Tag(dom.Attr(c, "lang"))
		}
	}
}

// folder is the page's address from the site's root, as it stands in links.
func folder(file string) string {
	return (&url.URL{Path: strings.TrimSuffix(file, "index.html")}).EscapedPath()
}

// canonical returns the address that the page gives as its own.
func (p *page) canonical() string {
	n := dom.Find(p.root, func(n *html.Node) bool { return n.DataAtom == atom.Link && dom.Attr(n, "rel") == "canonical" })
	if n == nil {
		return ""
	}
	return dom.Attr(n, "href")
}

// original reports whether the page stands in for no other one, and returns
// the address of the site, without a slash at the end, where it has one.
func (p *page) original() (base string, yes bool) {
	u, err := url.Parse(p.canonical())
	if err != nil || u.Path == "" {
		return "", false
	}
	dir := path.Dir(p.file)
	if u.Host == "" {
		return "", path.Join(dir, u.Path) == dir
	}
	before, ok := strings.CutSuffix(u.EscapedPath(), "/"+folder(p.file))
	if !ok || u.Scheme != "https" && u.Scheme != "http" {
		return "", false
	}
	return u.Scheme + "://" + u.Host + before, true
}

var errElsewhere = errors.New("leads out of the site")

// resolve returns the file of the site that a link on the page leads to, and
// the part of it.
func (p *page) resolve(base, ref string) (file, fragment string, err error) {
	from := path.Dir(p.file)
	if base != "" && strings.HasPrefix(ref, base+"/") {
		from, ref = ".", "./"+strings.TrimPrefix(ref, base+"/")
	}
	u, err := url.Parse(ref)
	switch {
	case err != nil:
		return "", "", err
	case u.Scheme != "" || u.Host != "" || strings.HasPrefix(u.Path, "/"):
		return "", "", errElsewhere
	case u.Path == "":
		return p.file, u.Fragment, nil
	}
	file = path.Join(from, u.Path)
	if last := path.Base(u.Path); strings.HasSuffix(u.Path, "/") || last == "." || last == ".." {
		file = path.Join(file, "index.html")
	}
	if !fs.ValidPath(file) {
		return "", "", errElsewhere
	}
	return file, u.Fragment, nil
}

func line(s string) string { return strings.Join(strings.Fields(s), " ") }

func text(n *html.Node) string { return words(n, func(*html.Node) bool { return false }) }

// words returns the text of an element as one line, without the elements to
// be left out.
func words(n *html.Node, without func(*html.Node) bool) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		for c := range n.ChildNodes() {
			switch {
			case c.Type == html.TextNode:
				b.WriteString(c.Data)
			case c.Type == html.ElementNode && c.DataAtom == atom.Br:
				b.WriteByte(' ')
			case c.Type == html.ElementNode && !without(c):
				walk(c)
			}
		}
	}
	walk(n)
	return line(b.String())
}
