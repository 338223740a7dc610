package forms

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/backissue/backissue/site/dom"
)

// left are the elements that lead around the site, or work on it alone; and
// the classes of such, those of pages that are lists among them.
var (
	left = []string{
		"nav", "form", "script", "style", "template", "noscript", "button", "input", "select", "textarea", "dialog",
		"iframe", "object", "embed", "audio", "video", "canvas", "title",
	}
	leftClasses = []string{"anchor", "article__about", "cite", "contents", "feeds", "forms", "pager", "skip", "subjects", "tools", "view"}
	listClasses = []string{"list", "onward", "section"}
)

// prune takes out of a page what is in no form of it.
func (p *page) prune() {
	classes := leftClasses
	if p.kind == "issue" || p.kind == "section" {
		classes = slices.Concat(leftClasses, listClasses)
	}
	prune(p.main, func(n *html.Node) bool {
		return n.Type != html.ElementNode || n.Namespace == "" && slices.Contains(left, n.Data) || dom.HasClass(n, classes...)
	})
}

func prune(n *html.Node, out func(*html.Node) bool) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		if c.Type != html.TextNode {
			if prune(c, out); out(c) || emptyList(c) {
				n.RemoveChild(c)
			}
		}
		c = next
	}
}

// emptyList reports whether an element is a list of nothing, which XHTML does
// not allow for.
func emptyList(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Dl, atom.Ul, atom.Ol, atom.Tr, atom.Table:
		for c := range n.ChildNodes() {
			if c.Type == html.ElementNode || strings.TrimSpace(c.Data) != "" {
				return false
			}
		}
		return true
	}
	return false
}
