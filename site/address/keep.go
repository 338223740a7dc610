package address

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/backissue/backissue/site/dom"
)

// A Move says that a page is at another address now. Both are paths below a
// language, as links in content have them: "/2021-10/news/03".
type Move struct{ From, To string }

// A Withdrawal says why a page is gone.
type Withdrawal struct {
	Path   string
	Reason map[string]string // by language; "" for all others
}

// Options say what became of pages.
type Options struct {
	Languages []string // of the archive, as addresses have them; the default one first
	Moved     []Move
	Withdrawn []Withdrawal
}

// goneFile is the page, in each language, that a page for a lost address is
// made of. The theme has its words.
const goneFile = "gone/index.html"

// Keep makes the built site in dir answer at every published address that it
// has no page for: with a page that sends on where the page moved, else with
// one that says that it is gone. It returns how many it made.
func Keep(dir string, published []Page, o Options) (made int, err error) {
	site := os.DirFS(dir)
	for _, p := range published {
		name := File(p.Address)
		if _, err := fs.Stat(site, name); err == nil {
			continue
		} else if !errors.Is(err, fs.ErrNotExist) {
			return made, err
		}
		text, err := Answer(site, name, published, o)
		if err != nil {
			return made, err
		}
		to := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return made, err
		}
		if err := os.WriteFile(to, text, 0o644); err != nil {
			return made, err
		}
		made++
	}
	return made, nil
}

// Answer returns the page that answers for a published one, by the name of its
// file, that a site does not have. It is nil for a file that was not published.
func Answer(site fs.FS, name string, published []Page, o Options) ([]byte, error) {
	answers := map[string]bool{}
	var page *Page
	for i, p := range published {
		answers[p.Address] = true
		if File(p.Address) == name {
			page = &published[i]
		}
	}
	if page == nil {
		return nil, nil
	}
	lang, rest := split(page.Address, o.Languages)
	text, err := o.standIn(site, *page, lang, rest, answers)
	if err != nil {
		return nil, fmt.Errorf("/%s was published and is gone: %w", page.Address, err)
	}
	return text, nil
}

// standIn returns the page that answers in the place of p, in a site in which
// all of answers do.
func (o Options) standIn(site fs.FS, p Page, lang, rest string, answers map[string]bool) ([]byte, error) {
	if to, ok := o.moved(lang, rest); ok {
		if _, err := fs.Stat(site, File(to)); err != nil {
			return nil, fmt.Errorf("params.moved sends it to %s, where no page is", strings.TrimPrefix(strings.TrimSuffix(to, "/"), lang))
		}
		return sendOn(p, relative(p.Address, to), lang), nil
	}
	page, err := parse(site, lang+"/"+goneFile)
	if err != nil {
		return nil, err
	}
	rebase(page, lang+"/gone/", p.Address, answers)
	fill(page, "page-gone-title", p.Title)
	fill(page, "page-gone-reason", o.reason(lang, rest))
	if up := dom.Find(page, func(n *html.Node) bool { return dom.Attr(n, "id") == "page-gone-up" }); up != nil {
		setAttr(up, "href", relative(p.Address, above(site, p.Address)))
	}
	var b bytes.Buffer
	err = html.Render(&b, page)
	return b.Bytes(), err
}

// moved returns the address that a page is at now, if somebody said so.
func (o Options) moved(lang, rest string) (to string, ok bool) {
	for _, m := range o.Moved {
		if trim(m.From) == trim(rest) {
			return lang + "/" + trim(m.To) + "/", true
		}
	}
	return "", false
}

// reason returns why a page is gone, if somebody said so.
func (o Options) reason(lang, rest string) string {
	for _, w := range o.Withdrawn {
		if trim(w.Path) == trim(rest) {
			if r := w.Reason[lang]; r != "" {
				return r
			}
			return w.Reason[""]
		}
	}
	return ""
}

// split returns the language of an address, and what follows. What is in no
// language of the archive any more is told of in its first one.
func split(a string, languages []string) (lang, rest string) {
	first, rest, _ := strings.Cut(a, "/")
	for _, l := range languages {
		if l == first {
			return l, rest
		}
	}
	return languages[0], rest
}

func trim(p string) string { return strings.Trim(p, "/") }

func parse(site fs.FS, name string) (*html.Node, error) {
	data, err := fs.ReadFile(site, name)
	if err != nil {
		return nil, fmt.Errorf("the site has no page to say so: %w", err)
	}
	return html.Parse(bytes.NewReader(data))
}

// sendOn is a page that leads to another one.
func sendOn(p Page, to, lang string) []byte {
	esc := html.EscapeString
	return []byte(`<!DOCTYPE html><html lang="` + esc(lang) + `"><head><meta charset="utf-8"><title>` + esc(p.Title) +
		`</title><link rel="canonical" href="` + esc(to) + `"><meta http-equiv="refresh" content="0; url=` + esc(to) +
		`"><meta name="robots" content="noindex"></head><body><a href="` + esc(to) + `">` + esc(or(p.Title, to)) + `</a></body></html>`)
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// rebase makes the relative links of a page that was made for one address hold
// at another. Its language switch leads to the same address in the others, where
// it answers, and it is nobody's original.
func rebase(root *html.Node, from, to string, answers map[string]bool) {
	var drop []*html.Node
	for n := range root.Descendants() {
		if n.DataAtom == atom.Link && dom.Attr(n, "rel") == "canonical" || dom.Attr(n, "hreflang") != "" && n.DataAtom == atom.Link || dom.Attr(n, "property") == "og:url" {
			drop = append(drop, n)
			continue
		}
		dom.ChangeLinks(n, func(link string) string {
			target := path.Join(from, link)
			if strings.HasSuffix(link, "/") {
				target += "/"
			}
			if l, ok := strings.CutSuffix(target, "/gone/"); ok && dom.Attr(n, "hreflang") != "" {
				_, rest, _ := strings.Cut(to, "/")
				if same := l + "/" + rest; answers[same] {
					target = same
				}
			}
			return relative(to, target)
		})
	}
	for _, n := range drop {
		n.Parent.RemoveChild(n)
	}
}

// relative returns the link from one address to another. Addresses are not
// escaped, links are, unless they come from a page, where they are already.
func relative(from, to string) string {
	up := strings.Count(from, "/")
	link := strings.Repeat("../", up) + to
	if link == "" {
		return "./"
	}
	if strings.Contains(to, "%") {
		return link
	}
	return (&url.URL{Path: link}).EscapedPath()
}

// above returns the nearest address above a that has a page.
func above(site fs.FS, a string) string {
	for up := strings.TrimSuffix(a, "/"); strings.Contains(up, "/"); {
		up = up[:strings.LastIndexByte(up, '/')]
		if _, err := fs.Stat(site, up+"/index.html"); err == nil {
			return up + "/"
		}
	}
	return ""
}

// fill puts text into the element with an id, or takes the element away where
// there is none.
func fill(root *html.Node, id, text string) {
	n := dom.Find(root, func(n *html.Node) bool { return dom.Attr(n, "id") == id })
	switch {
	case n == nil:
	case text == "":
		n.Parent.RemoveChild(n)
	default:
		for c := n.FirstChild; c != nil; c = n.FirstChild {
			n.RemoveChild(c)
		}
		n.AppendChild(&html.Node{Type: html.TextNode, Data: text})
	}
}

func setAttr(n *html.Node, key, value string) {
	for i, a := range n.Attr {
		if a.Key == key {
			n.Attr[i].Val = value
			return
		}
	}
	n.Attr = append(n.Attr, html.Attribute{Key: key, Val: value})
}
