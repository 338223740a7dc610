// Package address keeps the addresses of pages alive. What was published once
// answers for ever: a page that moved sends its readers on, and one that is
// gone says that it was there, what it was called, and why it went.
//
//	built site ──Pages──▶ []Page ──Merge, Format──▶ the record in the archive
//	record + built site ──Keep──▶ a page for each address that is no more
//
// The record is a text file, a line for each page, so that it can be read,
// compared and corrected: an address that was never really public may be taken
// out by hand.
package address

import (
	"bytes"
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/backissue/backissue/site/dom"
)

// A Page is a page that readers may have linked to.
type Page struct {
	Address string // from the root of the site, "ko/2021-10/news/01/"; "" is the root itself
	Title   string // of the page when it was last seen, as plain text
}

// Pages returns the pages of a built site, sorted by address. Pages that only
// send readers on, or that say that something is gone, are none.
func Pages(site fs.FS) ([]Page, error) {
	var pages []Page
	err := fs.WalkDir(site, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".html" || path.Base(name) == "404.html" {
			return err
		}
		data, err := fs.ReadFile(site, name)
		if err != nil {
			return err
		}
		root, err := html.Parse(bytes.NewReader(data))
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if !sendsOn(root) && !isGone(root) {
			pages = append(pages, Page{strings.TrimSuffix(name, "index.html"), title(root)})
		}
		return nil
	})
	slices.SortFunc(pages, byAddress)
	return pages, err
}

func byAddress(a, b Page) int { return cmp.Compare(a.Address, b.Address) }

// Merge returns all pages of both lists, sorted; where both have one, with the
// title that now has.
func Merge(before, now []Page) []Page {
	titles := map[string]string{}
	for _, p := range slices.Concat(before, now) {
		titles[p.Address] = p.Title
	}
	var all []Page
	for a, t := range titles {
		all = append(all, Page{a, t})
	}
	slices.SortFunc(all, byAddress)
	return all
}

// Format writes a record: an address, a tab and a title on each line.
func Format(pages []Page) []byte {
	var b bytes.Buffer
	for _, p := range pages {
		fmt.Fprintf(&b, "/%s\t%s\n", p.Address, strings.Join(strings.Fields(p.Title), " "))
	}
	return b.Bytes()
}

// Parse reads a record. Its error names the line.
func Parse(data []byte) ([]Page, error) {
	var pages []Page
	for i, line := range strings.Split(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		a, title, _ := strings.Cut(line, "\t")
		a, ok := strings.CutPrefix(a, "/")
		if !ok || !local(a) {
			return nil, fmt.Errorf("line %d: %q is no address of the site: want /ko/2021-10/, a tab and a title", i+1, line)
		}
		pages = append(pages, Page{a, title})
	}
	return pages, nil
}

// local reports whether an address is that of a page within the site: it
// leads nowhere else when it is made a file name.
func local(a string) bool {
	name := File(a)
	return fs.ValidPath(name) && path.Clean(name) == name && strings.HasSuffix(name, ".html")
}

// File returns the name of the file that answers at an address.
func File(a string) string {
	if a == "" || strings.HasSuffix(a, "/") {
		return a + "index.html"
	}
	return a
}

func sendsOn(root *html.Node) bool {
	return dom.Find(root, func(n *html.Node) bool { return n.DataAtom == atom.Meta && dom.Attr(n, "http-equiv") == "refresh" }) != nil
}

func isGone(root *html.Node) bool {
	body := dom.Find(root, func(n *html.Node) bool { return n.DataAtom == atom.Body })
	return body != nil && dom.HasClass(body, "kind-gone")
}

// title returns what the first heading of a page says.
func title(root *html.Node) string {
	h1 := dom.Find(root, func(n *html.Node) bool { return n.DataAtom == atom.H1 })
	if h1 == nil {
		return ""
	}
	var b strings.Builder
	for n := range h1.Descendants() {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
