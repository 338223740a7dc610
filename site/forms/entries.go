package forms

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/backissue/backissue/site/dom"
	"github.com/backissue/backissue/site/epub"
)

// An entry is what a mail says of one section or article.
type entry struct {
	section bool
	title   block
	address string
	facts   string
	lead    bool    // blocks are the begin of the text, not a whole abstract
	blocks  []block // paragraphs
	cut     bool    // more of the text is at the address
}

// A block is one paragraph of text.
type block struct {
	text, lang, dir string
}

// leadLength is how much of a text without an abstract a mail shows at most.
const leadLength = 400

// leastPart is how many bytes of a paragraph are worth to be shown, after
// another one and without the rest.
const leastPart = 120

// entries reads what a mail may say of each page.
func (n *number) entries() []entry {
	var all []entry
	for _, p := range slices.Concat([]*page{n.front}, n.pages) {
		e := entry{
			section: p.kind == "section", title: block{text: p.title, lang: p.lang},
			address: n.base + "/" + folder(p.file), facts: facts(p.main),
		}
		if abstracts := classes(p.main, "abstract"); len(abstracts) > 0 {
			e.blocks = blocksOf(abstracts)
		} else {
			e.blocks, e.lead = blocksOf(classes(p.main, "text")), p != n.front && !e.section
		}
		if p == n.front {
			e.facts = ""
			if len(e.blocks) == 0 {
				continue // the title of the issue is that of the mail
			}
			e.section, e.title.text = true, ""
		}
		all = append(all, e)
	}
	return all
}

// classes returns the outermost elements of a class.
func classes(n *html.Node, class string) []*html.Node {
	var found []*html.Node
	for c := range n.ChildNodes() {
		switch {
		case c.Type != html.ElementNode:
		case dom.HasClass(c, class):
			found = append(found, c)
		default:
			found = append(found, classes(c, class)...)
		}
	}
	return found
}

// facts returns what is known of an article, as one line. What concerns the
// document that it was taken from, or files, is on its page.
func facts(main *html.Node) string {
	var out []string
	for _, list := range classes(main, "facts") {
		for group := range list.ChildNodes() {
			if group.DataAtom != atom.Div || dom.Attr(group, "class") != "" {
				continue
			}
			var parts []string
			for c := range group.ChildNodes() {
				if c.Type == html.ElementNode {
					parts = append(parts, text(c))
				}
			}
			out = append(out, strings.Join(parts, ": "))
		}
	}
	return strings.Join(out, " · ")
}

// textBlocks are the elements that begin and end a paragraph.
var textBlocks = []string{
	"address", "article", "aside", "blockquote", "caption", "dd", "div", "dl", "dt", "figcaption", "figure", "footer",
	"h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "ol", "p", "pre", "section", "table", "tr", "ul",
}

// blocksOf returns the paragraphs of elements as plain text.
func blocksOf(nodes []*html.Node) []block {
	r := &reader{}
	for _, n := range nodes {
		r.read(n, block{lang: inherited(n, "lang"), dir: inherited(n, "dir")})
	}
	return r.blocks
}

// inherited returns an attribute of the closest element around n that has it,
// up to the page itself.
func inherited(n *html.Node, key string) string {
	for a := range n.Ancestors() {
		if v := dom.Attr(a, key); v != "" && a.DataAtom != atom.Html {
			return v
		}
	}
	return ""
}

// A reader takes paragraphs from elements.
type reader struct {
	blocks []block
	text   strings.Builder
}

func (r *reader) read(n *html.Node, in block) {
	if lang := epub.Tag(dom.Attr(n, "lang")); lang != "" && n.DataAtom != atom.Span {
		in.lang = lang
	}
	if dir := dom.Attr(n, "dir"); dir != "" && n.DataAtom != atom.Span {
		in.dir = dir
	}
	whole := slices.Contains(textBlocks, n.Data)
	for c := range n.ChildNodes() {
		switch {
		case c.Type == html.TextNode:
			r.text.WriteString(c.Data)
		case c.Type != html.ElementNode || dom.HasClass(c, "abstract__head"):
		case c.DataAtom == atom.Br:
			r.text.WriteByte(' ')
		case slices.Contains(textBlocks, c.Data):
			r.flush(in)
			if c.DataAtom == atom.Li && !dom.HasClass(c, "numbered") && r.text.Len() == 0 {
				r.text.WriteString("• ")
			}
			r.read(c, in)
		default:
			r.read(c, in)
			if c.DataAtom == atom.Td || c.DataAtom == atom.Th {
				r.text.WriteString("  ")
			}
		}
	}
	if whole {
		r.flush(in)
	}
}

// flush ends a paragraph. The mark of a list item waits for its text.
func (r *reader) flush(in block) {
	text := line(r.text.String())
	if text == "•" {
		return
	}
	r.text.Reset()
	if text != "" {
		r.blocks = append(r.blocks, block{text: text, lang: in.lang, dir: in.dir})
	}
}

// shorten returns the entries with no more than limit letters of each.
func shorten(entries []entry, limit int) []entry {
	out := slices.Clone(entries)
	for i, e := range out {
		left := limit
		if e.lead {
			left = min(left, leadLength)
		}
		var blocks []block
		for k, b := range e.blocks {
			short := cut(b.text, left)
			if k > 0 && short != b.text && len(short) < leastPart {
				short = ""
			}
			left -= len([]rune(short))
			if short != b.text || short == "" {
				out[i].cut = true
			}
			if short == "" {
				break
			}
			b.text = short
			blocks = append(blocks, b)
			if out[i].cut || left <= 0 {
				out[i].cut = out[i].cut || k+1 < len(e.blocks)
				break
			}
		}
		out[i].blocks = blocks
	}
	return out
}
