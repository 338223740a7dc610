package forms

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/backissue/backissue/site/dom"
	"github.com/backissue/backissue/site/epub"
)

// kept are the elements that a book has, each with the attributes that it may
// have beside those of all elements. Others give way to what is in them.
var kept = map[string][]string{
	"article": nil, "section": nil, "header": nil, "footer": nil, "aside": nil, "div": nil, "p": nil,
	"h1": nil, "h2": nil, "h3": nil, "h4": nil, "h5": nil, "h6": nil,
	"ul": nil, "ol": {"start", "type", "reversed"}, "li": {"value"}, "dl": nil, "dt": nil, "dd": nil,
	"blockquote": nil, "figure": nil, "figcaption": nil, "pre": nil, "hr": nil, "address": nil,
	"table": nil, "caption": nil, "colgroup": {"span"}, "col": {"span"}, "thead": nil, "tbody": nil, "tfoot": nil, "tr": nil,
	"th": {"colspan", "rowspan", "scope"}, "td": {"colspan", "rowspan"},
	"a": {"hreflang"}, "span": nil, "em": nil, "strong": nil, "b": nil, "i": nil, "u": nil, "s": nil, "small": nil,
	"sub": nil, "sup": nil, "code": nil, "kbd": nil, "samp": nil, "var": nil, "cite": nil, "q": nil, "abbr": nil, "dfn": nil,
	"mark": nil, "time": {"datetime"}, "del": {"datetime"}, "ins": {"datetime"}, "bdi": nil, "bdo": nil,
	"ruby": nil, "rt": nil, "rp": nil, "br": nil, "wbr": nil, "img": {"width", "height"},
}

// instead are elements that reading systems do not know well.
var instead = map[string]string{"details": "div", "summary": "div", "main": "div"}

// void are the elements that have no end in HTML.
var void = []string{"br", "wbr", "hr", "img", "col"}

// idsOf returns the ids that a book has of what is in an element.
func idsOf(n *html.Node) map[string]bool {
	ids := map[string]bool{}
	for c := range n.Descendants() {
		if c.Type == html.ElementNode && element(c) != "" {
			if id := dom.Attr(c, "id"); id != "" {
				ids[id] = true
			}
		}
	}
	return ids
}

// partID is the id in the book of a part of a chapter. What may stand in no
// XML name is written as its number.
func partID(chapter, id string) string {
	var b strings.Builder
	b.WriteString(chapter + "-")
	for _, r := range id {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', r == '-':
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, "_%X_", r)
		}
	}
	return b.String()
}

// element returns the name that an element has in a book, if any.
func element(n *html.Node) string {
	if n.Namespace != "" {
		return ""
	}
	if name, ok := instead[n.Data]; ok {
		return name
	}
	if _, ok := kept[n.Data]; ok {
		return n.Data
	}
	return ""
}

// A writer turns the HTML of one page into XHTML that is well formed.
type writer struct {
	strings.Builder
	prefix string          // of ids
	ids    map[string]bool // those of the page, by the page's own names
	used   map[string]bool
	link   func(ref string) (string, bool)  // where a link leads
	image  func(file string) (string, bool) // the name of an image in the book
}

// content writes what is in an element.
func (w *writer) content(n *html.Node) {
	for c := range n.ChildNodes() {
		switch {
		case c.Type == html.TextNode:
			w.WriteString(epub.Text(c.Data))
		case c.Type != html.ElementNode:
		case c.DataAtom == atom.Img && c.Namespace == "":
			w.picture(c)
		case element(c) == "":
			w.content(c)
		default:
			w.element(c, element(c))
		}
	}
}

func (w *writer) element(n *html.Node, name string) {
	var href string
	if name == "a" {
		if href = w.target(dom.Attr(n, "href")); href == "" {
			name = "span"
		}
	}
	w.WriteString("<" + name)
	if href != "" {
		w.attribute("href", href)
	}
	w.attributes(n, kept[name])
	if slices.Contains(void, name) {
		w.WriteString("/>")
		return
	}
	w.WriteString(">")
	w.content(n)
	w.WriteString("</" + name + ">")
}

func (w *writer) target(ref string) string {
	if ref == "" {
		return ""
	}
	if href, ok := w.link(ref); ok {
		return href
	}
	return ""
}

func (w *writer) attribute(key, value string) {
	fmt.Fprintf(w, ` %s="%s"`, key, epub.Text(value))
}

// attributes writes those of an element that a book has, if they say what they
// may.
func (w *writer) attributes(n *html.Node, own []string) {
	seen := map[string]bool{}
	for _, a := range n.Attr {
		if a.Namespace != "" || seen[a.Key] {
			continue
		}
		seen[a.Key] = true
		switch a.Key {
		case "id":
			if w.ids[a.Val] && !w.used[a.Val] {
				w.used[a.Val] = true
				w.attribute("id", partID(w.prefix, a.Val))
			}
		case "lang":
			if epub.Tag(a.Val) != "" {
				w.attribute("lang", a.Val)
				w.attribute("xml:lang", a.Val)
			}
		case "aria-labelledby":
			if w.ids[a.Val] {
				w.attribute(a.Key, partID(w.prefix, a.Val))
			}
		default:
			if allowed(a, own) {
				w.attribute(a.Key, value(a))
			}
		}
	}
}

// value returns what an attribute says in XHTML, where each has a value.
func value(a html.Attribute) string {
	if a.Key == "reversed" {
		return "reversed"
	}
	return a.Val
}

// allowed reports whether an attribute may stand in a book.
func allowed(a html.Attribute, own []string) bool {
	_, err := strconv.ParseUint(a.Val, 10, 16)
	number := err == nil
	switch a.Key {
	case "class", "title", "aria-label":
		return strings.TrimSpace(a.Val) != ""
	case "dir":
		return slices.Contains([]string{"ltr", "rtl", "auto"}, a.Val)
	case "role":
		return slices.Contains([]string{"heading", "note", "region"}, a.Val)
	case "aria-level":
		return number
	}
	if !slices.Contains(own, a.Key) {
		return false
	}
	switch a.Key {
	case "start", "value", "rowspan", "width", "height":
		return number
	case "colspan", "span":
		return number && strings.Trim(a.Val, "0") != ""
	case "scope":
		return slices.Contains([]string{"row", "col", "rowgroup", "colgroup"}, a.Val)
	case "type":
		return slices.Contains([]string{"1", "a", "A", "i", "I"}, a.Val)
	case "hreflang":
		return epub.Tag(a.Val) != ""
	}
	return true
}

// picture writes an image, or what it shows in words where there is none.
func (w *writer) picture(n *html.Node) {
	alt := dom.Attr(n, "alt")
	name, ok := w.image(dom.Attr(n, "src"))
	if !ok {
		if alt != "" {
			fmt.Fprintf(w, `<span class="alt">%s</span>`, epub.Text(alt))
		}
		return
	}
	w.WriteString("<img")
	w.attribute("src", "images/"+name)
	w.attribute("alt", alt)
	w.attributes(n, kept["img"])
	w.WriteString("/>")
}

// outside returns the address of something elsewhere in the form that every
// program understands, if it is one that readers may be sent to.
func outside(ref string) (string, bool) {
	u, err := url.Parse(strings.TrimSpace(ref))
	if err != nil {
		return "", false
	}
	switch {
	case (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && !strings.ContainsAny(u.Host, " <>\"{}|\\^`%"):
	case (u.Scheme == "mailto" || u.Scheme == "tel") && u.Opaque != "" && !strings.ContainsAny(u.Opaque, " <>\"{}|\\^`"):
	default:
		return "", false
	}
	return u.String(), true
}
