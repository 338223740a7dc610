package markup

import (
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/backissue/backissue/site/doc"
)

// code reports elements that hold instructions and no text.
func code(n *html.Node) bool {
	if n.Type != html.ElementNode {
		return n.Type == html.CommentNode || n.Type == html.DoctypeNode
	}
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Template:
		return true
	}
	// What old Word keeps for itself.
	return n.Data == "xml" || strings.HasPrefix(n.Data, "w:") && n.Data != "w:sdt" || n.Data == "o:officedocumentsettings"
}

// block reports elements that stand apart from the text around them.
func block(n *html.Node) bool {
	if n.Type != html.ElementNode {
		return false
	}
	switch n.DataAtom {
	case atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Body, atom.Center, atom.Dd, atom.Details,
		atom.Dialog, atom.Dir, atom.Div, atom.Dl, atom.Dt, atom.Fieldset, atom.Figcaption, atom.Figure, atom.Footer,
		atom.Form, atom.Frameset, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Header, atom.Hgroup,
		atom.Hr, atom.Html, atom.Legend, atom.Li, atom.Listing, atom.Main, atom.Menu, atom.Nav, atom.Ol, atom.Optgroup,
		atom.Option, atom.P, atom.Plaintext, atom.Pre, atom.Search, atom.Section, atom.Summary, atom.Table, atom.Tbody,
		atom.Td, atom.Tfoot, atom.Th, atom.Thead, atom.Title, atom.Tr, atom.Ul, atom.Xmp, atom.Caption:
		return true
	}
	return false
}

var display = regexp.MustCompile(`(?i)display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0+(?:px|pt|em)?\s*(?:!important\s*)?(?:;|$)|max-height\s*:\s*0+(?:px)?\s*(?:!important\s*)?(?:;|$)`)

// Hidden reports elements that a browser does not show.
func Hidden(n *html.Node) bool {
	if n.Type != html.ElementNode {
		return false
	}
	if n.Data == "annotation" { // of a formula: its source code
		return true
	}
	if hasAttr(n, "hidden") && attr(n, "hidden") != "until-found" {
		return true
	}
	style := attr(n, "style")
	return style != "" && display.MatchString(style)
}

// node reads one node of the tree.
func (b *builder) node(n *html.Node, c context) {
	switch {
	case n.Type == html.TextNode:
		b.text(n.Data, c)
		return
	case n.Type == html.DocumentNode:
		b.children(n, c)
		return
	case n.Type != html.ElementNode || code(n):
		return
	}
	if kind, ok := b.Furniture[n]; ok {
		if block(n) {
			b.flush()
		}
		b.furniture(n, kind)
		return
	}
	if Hidden(n) {
		if block(n) {
			b.flush()
		}
		if text := b.mend(Text(n)); strings.TrimSpace(text) != "" {
			b.lose(text, "hidden on the page")
		}
		return
	}
	if b.isNote(n) {
		return
	}
	b.element(n, c)
}

func (b *builder) children(n *html.Node, c context) {
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		b.node(child, c)
	}
}

// element reads an element that is shown.
func (b *builder) element(n *html.Node, c context) {
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		b.heading(n, c)
	case atom.Ul, atom.Menu, atom.Dir:
		b.bullets(n, c)
	case atom.Ol:
		b.numbers(n, c)
	case atom.Li:
		b.strayItem(n, c)
	case atom.P:
		b.paragraph(n, c)
	case atom.Table:
		b.table(n, c)
	case atom.Figure:
		b.figure(n, c)
	case atom.Img, atom.Image:
		b.picture(n, nil)
	case atom.Br:
		if b.in.lineBreak() {
			b.flush()
		}
	case atom.Hr:
		b.flush()
	case atom.Pre, atom.Listing, atom.Xmp, atom.Plaintext:
		b.flush()
		c.pre = true
		b.children(n, c)
		b.flush()
	case atom.A:
		b.anchor(n, c)
	case atom.Rt:
		b.ruby(n, c)
	case atom.Title:
		b.furniture(n, doc.RunningHead) // browsers show it above the page
	case atom.Nav, atom.Button, atom.Select, atom.Datalist, atom.Noscript, atom.Search, atom.Dialog:
		if block(n) {
			b.flush()
		}
		b.furniture(n, doc.Bookmark)
	case atom.Textarea, atom.Svg:
		if text := b.mend(Text(n)); strings.TrimSpace(text) != "" {
			b.lose(text, "text inside a "+map[bool]string{true: "drawing", false: "form"}[n.DataAtom == atom.Svg])
		}
	case atom.Iframe, atom.Frame, atom.Embed, atom.Object, atom.Video, atom.Audio, atom.Source:
		b.elsewhere(n, c)
	case atom.Noframes:
		b.flush()
		b.children(n, c)
		b.flush()
	default:
		if b.wordItem(n, c) {
			return
		}
		if apart := block(n); apart {
			b.flush()
			defer b.flush()
		}
		b.children(n, c)
	}
}

func (b *builder) text(s string, c context) {
	s = b.mend(s)
	if c.pre {
		b.in.verbatim(s, c.link)
		return
	}
	b.in.write(s, c.link)
}

func (b *builder) heading(n *html.Node, c context) {
	b.flush()
	pos := doc.Position{Line: b.line + 1}
	blocks := b.within(func() { b.children(n, c) })
	h := &doc.Heading{Position: pos, Level: int(n.Data[1] - '0')}
	for _, inner := range blocks {
		p, ok := inner.(*doc.Paragraph)
		if !ok {
			continue
		}
		if len(h.Spans) > 0 {
			h.Spans = append(h.Spans, doc.Span{Text: "\n"})
		}
		h.Spans = append(h.Spans, p.Spans...)
	}
	if len(h.Spans) > 0 {
		b.add(h)
	}
	for _, inner := range blocks {
		if _, ok := inner.(*doc.Paragraph); !ok {
			b.add(inner)
		}
	}
}

func (b *builder) paragraph(n *html.Node, c context) {
	if b.wordItem(n, c) {
		return
	}
	b.flush()
	b.children(n, c)
	b.flush()
}

func (b *builder) anchor(n *html.Node, c context) {
	href := attr(n, "href")
	if b.refersToNote(n, href) {
		return
	}
	if link := b.address(href); link != "" {
		c.link = link
	}
	b.children(n, c)
}

// address returns where href leads, or "" if that is nowhere a reader could
// go.
func (b *builder) address(href string) string {
	u, err := url.Parse(strings.TrimSpace(href))
	if err != nil {
		return ""
	}
	if u.Scheme == "" && b.Base != "" && href != "" && href[0] != '#' {
		base, err := url.Parse(b.Base)
		if err != nil {
			return ""
		}
		u = base.ResolveReference(u)
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "https":
		if u.Host == "" {
			return ""
		}
		return u.String()
	case "mailto":
		return u.String()
	}
	return ""
}

// ruby puts a reading behind its characters, in parentheses if the page
// brings none of its own.
func (b *builder) ruby(n *html.Node, c context) {
	own := false
	for s := n.Parent.FirstChild; s != nil; s = s.NextSibling {
		own = own || s.DataAtom == atom.Rp
	}
	if !own {
		b.text("(", c)
		defer b.text(")", c)
	}
	b.children(n, c)
}

// elsewhere reports what a page shows from another place.
func (b *builder) elsewhere(n *html.Node, c context) {
	for _, name := range []string{"src", "data"} {
		if a := attr(n, name); a != "" && !strings.HasPrefix(strings.ToLower(a), "data:") {
			b.lost(n.Data, a)
		}
	}
	b.children(n, c)
}

// lost reports that something did not come along, once for each address.
func (b *builder) lost(what, address string) {
	if r := []rune(address); len(r) > 300 {
		address = string(r[:300]) + "…"
	}
	if b.seen[address] {
		return
	}
	b.seen[address] = true
	reason := "not in the file"
	if u, err := url.Parse(address); err == nil && u.Host != "" {
		reason = "not fetched"
	} else if strings.HasPrefix(address, "data:") {
		reason = "not a picture"
	}
	b.lose("", what+" "+address+": "+reason)
}
