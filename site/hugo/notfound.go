package hugo

import (
	"bytes"
	"errors"
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
// address, or at the root of the host.
func rootNotFound(dir string, languages []string, base string) error {
	to := filepath.Join(dir, "404.html")
	if _, err := os.Stat(to); err == nil {
		return nil // the archive's own
	}
	var page, main *html.Node
	for _, lang := range languages {
		root, err := parsePage(filepath.Join(dir, lang, "404.html"))
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
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
		return nil
	}
	var out bytes.Buffer
	if err := html.Render(&out, page); err != nil {
		return err
	}
	return os.WriteFile(to, out.Bytes(), 0o644)
}

func parsePage(name string) (*html.Node, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return html.Parse(bytes.NewReader(data))
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
