// Package sitetest holds a built site to what is promised of every one,
// whatever archive it was made of. It reads the files that a web server would
// send and knows nothing of the templates.
//
// Each promise is one function, and [Check] keeps them all. What a page is
// follows from the page itself: its language is its folder, its kind is the
// class of its body, and a page whose canonical address is another one stands
// in for that page.
package sitetest

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// A Site is a built site, read once.
type Site struct {
	Base      string            // its address without a slash at the end; empty if it has none
	Files     map[string][]byte // by slash-separated names, from the root
	Pages     map[string]*Page  // the HTML files
	Languages map[string]string // the language of each folder that is one: zh-hans is zh-Hans
}

// A Page is one HTML file of a site.
type Page struct {
	Path     string // from the site's root: ko/2021-10/index.html
	Text     string // as it is on disk
	Root     *html.Node
	Language string // the folder, ko; empty for a page that is of no language
	Kind     string // news if the class of its body is kind-news
	Redirect string // where it sends the reader at once, as written

	original string // the page that its canonical address leads to
	ids      map[string]int
}

// A Reporter is what a promise needs of *testing.T.
type Reporter interface {
	Helper()
	Errorf(format string, args ...any)
	Logf(format string, args ...any)
}

// Open reads the site in dir, which is to be without an address.
func Open(t testing.TB, dir string) *Site {
	t.Helper()
	return OpenAt(t, dir, "")
}

// OpenAt reads the site in dir, which was built for the address base.
func OpenAt(t testing.TB, dir, base string) *Site {
	t.Helper()
	s, err := Read(os.DirFS(dir), base)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Read reads a site from fsys.
func Read(fsys fs.FS, base string) (*Site, error) {
	s := &Site{
		Base:      strings.TrimRight(base, "/"),
		Files:     map[string][]byte{},
		Pages:     map[string]*Page{},
		Languages: map[string]string{},
	}
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		s.Files[name], err = fs.ReadFile(fsys, name)
		if err != nil || path.Ext(name) != ".html" {
			return err
		}
		s.Pages[name], err = parse(name, s.Files[name])
		return err
	})
	if err != nil {
		return nil, err
	}
	for name, p := range s.Pages {
		if dir, file, _ := strings.Cut(name, "/"); file == "index.html" {
			s.Languages[dir] = Attr(p.Tags("html")[0], "lang")
		}
	}
	for name, p := range s.Pages {
		dir, _, _ := strings.Cut(name, "/")
		if _, ok := s.Languages[dir]; ok {
			p.Language = dir
		}
		if ref := p.canonical(); ref != "" {
			p.original, _, _ = s.target(p, ref)
		}
	}
	return s, nil
}

func parse(name string, data []byte) (*Page, error) {
	root, err := html.Parse(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	p := &Page{Path: name, Text: string(data), Root: root, ids: map[string]int{}}
	for _, class := range strings.Fields(Attr(p.Tags("body")[0], "class")) {
		if kind, ok := strings.CutPrefix(class, "kind-"); ok {
			p.Kind = kind
		}
	}
	for _, n := range p.Elements(func(n *html.Node) bool { return has(n, "id") }) {
		p.ids[Attr(n, "id")]++
	}
	for _, n := range p.Tags("meta") {
		if strings.EqualFold(Attr(n, "http-equiv"), "refresh") {
			_, p.Redirect, _ = strings.Cut(Attr(n, "content"), "url=")
		}
	}
	return p, nil
}

func (p *Page) canonical() string {
	for _, n := range p.Tags("link") {
		if Attr(n, "rel") == "canonical" {
			return Attr(n, "href")
		}
	}
	return ""
}

// StandsIn reports whether the page shows what another one says.
func (p *Page) StandsIn() bool {
	return p.ordinary() && p.Kind != "parallel" && p.Kind != "print" && p.original != "" && p.original != p.Path
}

// Listed reports whether the page is one that machines are told of.
func (p *Page) Listed() bool {
	return p.ordinary() && p.original == p.Path && p.Kind != "parallel" && p.Kind != "print" && p.Kind != "search" && p.Kind != "gone"
}

// ordinary reports whether the page is in a language and has an address of
// its own, which a 404 page has not.
func (p *Page) ordinary() bool {
	return p.Language != "" && p.Redirect == "" && path.Base(p.Path) == "index.html"
}

// within is the page's path from its language's folder.
func (p *Page) within() string { return strings.TrimPrefix(p.Path, p.Language+"/") }

// sorted returns the pages in the order of their paths.
func (s *Site) sorted() []*Page {
	var all []*Page
	for _, name := range slices.Sorted(maps.Keys(s.Pages)) {
		all = append(all, s.Pages[name])
	}
	return all
}

// folders returns the folders that are languages.
func (s *Site) folders() []string { return slices.Sorted(maps.Keys(s.Languages)) }

// target returns the file that a link on a page leads to, and the part of it.
func (s *Site) target(p *Page, ref string) (file, fragment string, err error) {
	if p.anywhere() && !strings.HasPrefix(ref, "#") {
		within, ok := strings.CutPrefix(ref, s.Base+"/")
		if !ok || strings.HasPrefix(within, "/") {
			return "", "", fmt.Errorf("%s leads nowhere from where the page is shown", ref)
		}
		return s.resolve(".", "./"+within)
	}
	from := p.Path
	if n := p.Tags("base"); n != nil {
		if from, _, err = s.resolve(from, Attr(n[0], "href")); err != nil {
			return "", "", err
		}
	}
	return s.resolve(from, ref)
}

// anywhere reports whether hosts show the page for whatever is not there, so
// that its links must hold at any depth.
func (p *Page) anywhere() bool { return p.Path == "404.html" }

// resolve returns the file that ref leads to from the file of that name.
func (s *Site) resolve(from, ref string) (file, fragment string, err error) {
	if s.Base != "" && strings.HasPrefix(ref, s.Base+"/") {
		from, ref = ".", strings.TrimPrefix(ref, s.Base+"/")
		if ref == "" {
			ref = "./"
		}
	}
	u, err := url.Parse(ref)
	switch {
	case err != nil:
		return "", "", err
	case ref == "":
		return "", "", fmt.Errorf("an empty link")
	case u.IsAbs() || u.Host != "" || strings.HasPrefix(ref, "/"):
		return "", "", fmt.Errorf("%s is not relative", ref)
	case u.Path == "":
		return from, u.Fragment, nil
	}
	file = path.Join(path.Dir(from), u.Path)
	if strings.HasPrefix(file, "..") {
		return "", "", fmt.Errorf("%s leads out of the site", ref)
	}
	if last := path.Base(u.Path); strings.HasSuffix(u.Path, "/") || last == "." || last == ".." {
		file = path.Join(file, "index.html")
	}
	if _, ok := s.Files[file]; !ok {
		return "", "", fmt.Errorf("%s leads nowhere", ref)
	}
	return file, u.Fragment, nil
}
