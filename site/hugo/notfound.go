package hugo

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/backissue/backissue/site/dom"
)

// rootNotFound gives the site one 404 page at its root, where hosts look for
// it. Hugo makes one for each language; a reader who followed a dead link may
// read any of them, so this one says what all of them say, the first language
// first. The page is shown at any depth: its links begin at base, the site's
// address, or, where that is unknown, at the root of the host, and standAlone
// sees to the rest.
func rootNotFound(dir string, languages []string, base string) error {
	page, err := notFound(os.DirFS(dir), languages, base)
	if err != nil || page == nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "404.html"), page, 0o644)
}

// notFound makes the page from the pages of the languages, and the files that
// they bring along, in site. It is nil where the archive has its own.
func notFound(site fs.FS, languages []string, base string) ([]byte, error) {
	if _, err := fs.Stat(site, "404.html"); err == nil {
		return nil, nil
	}
	var page, main *html.Node
	for _, lang := range languages {
		data, err := fs.ReadFile(site, lang+"/404.html")
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		root, err := html.Parse(bytes.NewReader(data))
		if err != nil {
			return nil, err
		}
		anchor(root, base, "/"+lang+"/")
		if page == nil {
			page, main = root, first(root, atom.Main)
			continue
		}
		if own := first(root, atom.Main); main != nil && own != nil {
			append404(main, own, first(root, atom.Html))
		}
	}
	if page == nil {
		return nil, nil
	}
	if base == "" {
		standAlone(page, site, languages)
	}
	var out bytes.Buffer
	err := html.Render(&out, page)
	return out.Bytes(), err
}

// append404 moves what one language's page says into another's, marked with
// its language. The first heading of the page stays the only one of its level.
func append404(main, own, root *html.Node) {
	part := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div}
	for _, a := range root.Attr {
		if a.Key == "lang" || a.Key == "dir" {
			part.Attr = append(part.Attr, a)
		}
	}
	for n := own.FirstChild; n != nil; n = own.FirstChild {
		own.RemoveChild(n)
		part.AppendChild(n)
	}
	for n := range part.Descendants() {
		if n.DataAtom == atom.H1 {
			n.Data, n.DataAtom = "h2", atom.H2
		}
	}
	main.AppendChild(part)
}

// anchor makes the relative links of a page in folder begin at base, and takes
// out the address that they were relative to.
func anchor(root *html.Node, base, folder string) {
	var drop []*html.Node
	for n := range root.Descendants() {
		if n.DataAtom == atom.Base {
			drop = append(drop, n)
		}
		dom.ChangeLinks(n, func(link string) string { return base + cleanLink(folder+link) })
	}
	for _, n := range drop {
		n.Parent.RemoveChild(n)
	}
}

// cleanLink resolves the dots of a path and keeps the slash at its end.
func cleanLink(path string) string {
	clean := filepath.ToSlash(filepath.Clean(path))
	if strings.HasSuffix(path, "/") && clean != "/" {
		clean += "/"
	}
	return clean
}

// first returns the first element of a kind.
func first(root *html.Node, kind atom.Atom) *html.Node {
	return dom.Find(root, func(n *html.Node) bool { return n.DataAtom == kind })
}
