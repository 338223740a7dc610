// Package dom finds and changes what packages that work on built pages look
// for in them: elements, their attributes, and links within the site.
package dom

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Find returns the first element below root that matches, or nil.
func Find(root *html.Node, match func(*html.Node) bool) *html.Node {
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && match(n) {
			return n
		}
	}
	return nil
}

// Attr returns the value of an element's attribute, or "".
func Attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key && a.Namespace == "" {
			return a.Val
		}
	}
	return ""
}

// HasClass reports whether an element is of one of some classes.
func HasClass(n *html.Node, classes ...string) bool {
	return slices.ContainsFunc(strings.Fields(Attr(n, "class")), func(c string) bool { return slices.Contains(classes, c) })
}

// ChangeLinks gives an element other links: change gets each relative one, and
// returns what is to stand in its place. Links within the page, from the root of
// the host, and to other hosts stay.
func ChangeLinks(n *html.Node, change func(link string) string) {
	for i, a := range n.Attr {
		if slices.Contains([]string{"href", "src", "action"}, a.Key) && a.Val != "" &&
			!strings.HasPrefix(a.Val, "#") && !strings.HasPrefix(a.Val, "/") && !strings.Contains(a.Val, ":") {
			n.Attr[i].Val = change(a.Val)
		}
	}
}
