package html

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/markup"
)

// around returns the elements of a page that stand around its text:
//
//   - what a main element, or the articles together, leave outside, if most of
//     the running text is inside;
//   - navigation and sidebars, and what is named like them or is full of links.
//
// Running text is what leads nowhere else. A page that would lose most of it
// that way, or most of its text with little running text left and no word on
// which is its own, is a page of links, and keeps them.
func around(root *html.Node) map[*html.Node]doc.FurnitureKind {
	f := finder{weights: map[*html.Node]weight{}, furniture: map[*html.Node]doc.FurnitureKind{}}
	body := first(root, func(n *html.Node) bool { return n.DataAtom == atom.Body })
	if body == nil {
		return nil
	}
	all := f.weigh(body)
	f.rename(body, all.running())
	main := f.main(body, all.running())
	if main != nil {
		f.outside(body, main)
	}
	f.links(body)
	var gone weight
	for n := range f.furniture {
		gone.text += f.weights[n].text
		gone.linked += f.weights[n].linked
	}
	left := all.running() - gone.running()
	if gone.running() > left || main == nil && gone.text*2 > all.text && left < shortText {
		clear(f.furniture)
	}
	return f.furniture
}

// shortText is how many letters of running text a page of links may have.
const shortText = 400

// A weight is how many letters an element shows, and how many of them lead
// elsewhere.
type weight struct {
	text, linked, local int
	links               int
}

func (w weight) running() int { return w.text - w.linked }

type finder struct {
	weights   map[*html.Node]weight
	furniture map[*html.Node]doc.FurnitureKind
}

func (f *finder) weigh(n *html.Node) weight {
	var w weight
	switch {
	case n.Type == html.TextNode:
		for _, r := range n.Data {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				w.text++
			}
		}
		return w
	case n.DataAtom == atom.Script, n.DataAtom == atom.Style, n.DataAtom == atom.Template, markup.Hidden(n):
		return w
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		inner := f.weigh(c)
		w.text += inner.text
		w.linked += inner.linked
		w.local += inner.local
		w.links += inner.links
	}
	if n.DataAtom == atom.A && attr(n, "href") != "" {
		w.linked = w.text
		if strings.HasPrefix(attr(n, "href"), "#") {
			w.local = w.text
		}
		w.links++
	}
	f.weights[n] = w
	return w
}

// rename makes plain elements of those that are never text by their kind but
// hold most of the running text: navigation that was left open, the whole of a
// page for browsers without scripts.
func (f *finder) rename(body *html.Node, all int) {
	for n := range body.Descendants() {
		switch n.DataAtom {
		case atom.Nav, atom.Noscript, atom.Dialog, atom.Search:
			if f.weights[n].running()*2 > all {
				n.DataAtom, n.Data = atom.Div, atom.Div.String()
			}
		}
	}
}

// main returns the element that holds the text of the page, if the page says
// which one that is.
func (f *finder) main(body *html.Node, all int) *html.Node {
	m := first(body, func(n *html.Node) bool {
		return n.DataAtom == atom.Main || attr(n, "role") == "main"
	})
	if m == nil {
		var articles []*html.Node
		for n := range body.Descendants() {
			if n.DataAtom == atom.Article {
				articles = append(articles, n)
			}
		}
		m = common(articles)
	}
	if m == nil || m == body || f.weights[m].running()*2 < all {
		return nil
	}
	return m
}

// common returns the smallest element around all of nodes.
func common(nodes []*html.Node) *html.Node {
	if len(nodes) == 0 {
		return nil
	}
	for m := nodes[0]; m != nil; m = m.Parent {
		if !slices.ContainsFunc(nodes[1:], func(n *html.Node) bool { return !within(n, m) }) {
			return m
		}
	}
	return nil
}

func within(n, outer *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if n == outer {
			return true
		}
	}
	return false
}

// outside takes what stands beside main for furniture, but for the title of
// the page.
func (f *finder) outside(body, main *html.Node) {
	titled := first(main, isTitle) != nil
	for n := main; n != body; n = n.Parent {
		for s := n.Parent.FirstChild; s != nil; s = s.NextSibling {
			if s == n || s.Type != html.ElementNode || f.weights[s].text == 0 {
				continue
			}
			if !titled && first(s, isTitle) != nil {
				continue
			}
			f.furniture[s] = kindOf(s)
		}
	}
}

func isTitle(n *html.Node) bool { return n.DataAtom == atom.H1 }

// chrome are names that sites give to what is not text.
var chrome = regexp.MustCompile(`(?i)\b(?:nav|navi|navigation|navbar|menu|gnb|lnb|snb|breadcrumbs?|sitemap|pagination|paging|pager|share|sharing|sns|social|cookies?|skip|skipnav|toolbar|related|footer|copyright|sidebar|banner|login|quick(?:menu|link)?)\b`)

// links takes for furniture what is named like it, or consists of links.
func (f *finder) links(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if _, done := f.furniture[c]; done || c.Type != html.ElementNode {
			continue
		}
		w := f.weights[c]
		switch {
		case w.text == 0:
		case running(c):
			f.furniture[c] = doc.RunningHead
		case c.DataAtom == atom.Nav, attr(c, "role") == "navigation", attr(c, "role") == "contentinfo":
			f.furniture[c] = kindOf(c)
		case (c.DataAtom == atom.Footer || c.DataAtom == atom.Aside) && outermost(c):
			f.furniture[c] = kindOf(c)
		case container(c) && contents(w):
			f.furniture[c] = doc.Contents
		case container(c) && chrome.MatchString(words(c)) && (w.linked*10 >= w.text*3 || w.text < 40):
			f.furniture[c] = kindOf(c)
		case list(c) && w.links >= 4 && w.linked*10 >= w.text*9 && w.linked/w.links < 12:
			f.furniture[c] = doc.Bookmark // short links and nothing else
		default:
			f.links(c)
		}
	}
}

// contents reports a list of links to the page's own parts.
func contents(w weight) bool {
	return w.links >= 3 && w.local*10 >= w.text*8
}

// running reports the head or the foot of pages, as office programs mark it
// where they save a web page.
func running(n *html.Node) bool {
	return n.DataAtom == atom.Div && (attr(n, "title") == "header" || attr(n, "title") == "footer")
}

// outermost reports an element that belongs to the page and not to an article
// in it.
func outermost(n *html.Node) bool {
	for n = n.Parent; n != nil; n = n.Parent {
		switch n.DataAtom {
		case atom.Main, atom.Article, atom.Section, atom.Blockquote:
			return false
		}
	}
	return true
}

func container(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Div, atom.Ul, atom.Ol, atom.Section, atom.Aside, atom.Header, atom.Footer, atom.Table, atom.P, atom.Dl, atom.Form, atom.Td:
		return true
	}
	return false
}

func list(n *html.Node) bool {
	return n.DataAtom == atom.Ul || n.DataAtom == atom.Ol || n.DataAtom == atom.Dl
}

// words returns the names of an element, with their parts set apart.
func words(n *html.Node) string {
	return strings.NewReplacer("-", " ", "_", " ").Replace(attr(n, "class") + " " + attr(n, "id"))
}

func kindOf(n *html.Node) doc.FurnitureKind {
	switch {
	case n.DataAtom == atom.Footer, attr(n, "role") == "contentinfo":
		return doc.Letterhead
	case n.DataAtom == atom.Header, attr(n, "role") == "banner":
		return doc.Masthead
	}
	return doc.Bookmark
}

// first returns the first node below n that is wanted, or nil.
func first(n *html.Node, wanted func(*html.Node) bool) *html.Node {
	for c := range n.Descendants() {
		if wanted(c) {
			return c
		}
	}
	return nil
}
