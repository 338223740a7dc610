package sitetest

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
)

// Elements returns the elements that match, in document order.
func (p *Page) Elements(match func(*html.Node) bool) []*html.Node {
	var found []*html.Node
	for n := range p.Root.Descendants() {
		if n.Type == html.ElementNode && match(n) {
			found = append(found, n)
		}
	}
	return found
}

// Tags returns the elements of these names.
func (p *Page) Tags(names ...string) []*html.Node {
	return p.Elements(func(n *html.Node) bool { return slices.Contains(names, n.Data) })
}

// Class returns the elements of a class.
func (p *Page) Class(name string) []*html.Node {
	return p.Elements(func(n *html.Node) bool { return HasClass(n, name) })
}

// HasClass reports whether an element is of a class.
func HasClass(n *html.Node, name string) bool {
	return slices.Contains(strings.Fields(Attr(n, "class")), name)
}

// Attr returns the value of an attribute, empty if it is not there.
func Attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}

// Text returns the text within an element.
func Text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// Language returns the language that the element's text is in.
func Language(n *html.Node) string {
	for ; n != nil; n = n.Parent {
		if l := Attr(n, "lang"); l != "" {
			return l
		}
	}
	return ""
}

// under reports whether the element is within one that matches.
func under(n *html.Node, match func(*html.Node) bool) bool {
	for n = n.Parent; n != nil; n = n.Parent {
		if n.Type == html.ElementNode && match(n) {
			return true
		}
	}
	return false
}

// solid is a text without its white space.
func solid(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}
