// Package markup turns a tree of HTML into blocks. It serves every reader in
// whose format HTML occurs: web pages, mail, and Markdown with tags in it.
//
// What becomes of the elements:
//
//	h1 … h6                heading of that level
//	p, div, section, …     paragraphs; two line breaks in a row part them too
//	ul, Word's bullets     list
//	ol                     paragraphs that begin with their numbers
//	table                  table; unwrapped where it only lays out the page (table.go)
//	a                      link to http, https and mailto addresses
//	a to a note            note, behind the block that refers to it (note.go)
//	img                    figure with media, where the picture came along (picture.go)
//	pre                    paragraph with its line breaks
//	nav, buttons, menus    furniture
//	hidden elements        losses, with their text
//	script, style          nothing: they hold no text
//
// Nothing is ever fetched. What is left elsewhere is a loss with its address.
package markup

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/backissue/backissue/site/charset"
	"github.com/backissue/backissue/site/doc"
)

// Options say what the surroundings of some HTML know. The zero value is
// ready to use.
type Options struct {
	// Media returns the picture or file that came along under an address,
	// such as a part of the mail that "cid:…" names.
	Media func(address string) (doc.Media, bool)
	// Furniture are elements that serve the page and not its text.
	Furniture map[*html.Node]doc.FurnitureKind
	// Base is the address that relative ones start from, or empty.
	Base string
	// Line is the number of the last block before this HTML.
	Line int
	// Names are the names of media that are taken.
	Names map[string]bool
}

// Read returns the document that the nodes hold. Positions count blocks from
// 1. It never fails: all HTML means something.
func Read(o Options, nodes ...*html.Node) *doc.Document {
	b := &builder{Options: o, d: &doc.Document{Source: doc.Tally{}}, line: o.Line, seen: map[string]bool{}}
	if b.Names == nil {
		b.Names = map[string]bool{}
	}
	b.sink = &b.d.Blocks
	for _, n := range nodes {
		unfold(n)
	}
	b.findNotes(nodes)
	for _, n := range nodes {
		b.count(n)
		b.node(n, context{})
	}
	b.flush()
	return b.d
}

// Text returns the text of n and all below it, with white space as it is.
func Text(n *html.Node) string {
	var s strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			s.WriteString(n.Data)
		case code(n):
			return
		case n.DataAtom == atom.Br || block(n):
			s.WriteByte('\n')
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(n)
	return s.String()
}

// A builder makes a document while it walks a tree.
type builder struct {
	Options
	d       *doc.Document
	sink    *[]doc.Block         // where blocks go
	line    int                  // number of the last block
	in      inline               // text that is not yet a block
	after   []func()             // add the figures and notes that come behind it
	seen    map[string]bool      // addresses already reported lost
	notes   map[string]*note     // by the fragments that lead to them
	holders map[*html.Node]*note // by the elements that hold them
}

// A context is what surrounds an element.
type context struct {
	link string
	pre  bool
}

// place returns the position of the next block.
func (b *builder) place() doc.Position {
	b.line++
	return doc.Position{Line: b.line}
}

// here returns the position of the last block, for what is no block itself.
func (b *builder) here() doc.Position { return doc.Position{Line: max(b.line, 1)} }

func (b *builder) add(block doc.Block) { *b.sink = append(*b.sink, block) }

// flush makes a paragraph of the text that has gathered.
func (b *builder) flush() {
	if spans := b.in.take(); spans != nil {
		b.add(&doc.Paragraph{Position: b.place(), Spans: spans})
	}
	b.settle()
}

// settle adds what waited for the end of a block.
func (b *builder) settle() {
	after := b.after
	b.after = nil
	for _, add := range after {
		add()
	}
}

// within collects the blocks that f makes.
func (b *builder) within(f func()) []doc.Block {
	b.flush()
	outer := b.sink
	var blocks []doc.Block
	b.sink = &blocks
	f()
	b.flush()
	b.sink = outer
	return blocks
}

// lose records text that is not shown, or a thing that did not come along.
func (b *builder) lose(text, reason string) {
	b.d.Losses = append(b.d.Losses, doc.Loss{Position: b.here(), Text: tidy(text), Reason: reason})
}

func (b *builder) furniture(n *html.Node, kind doc.FurnitureKind) {
	if text := tidy(b.mend(Text(n))); text != "" {
		b.d.Furniture = append(b.d.Furniture, doc.Furniture{Position: b.here(), Kind: kind, Text: text})
	}
}

// mend repairs text that came out of character references, and reports each
// kind of repair once.
func (b *builder) mend(s string) string {
	s, doubts := charset.Mend(s)
	for _, d := range doubts {
		if !b.seen["doubt "+d.Code] {
			b.seen["doubt "+d.Code] = true
			d.Position = b.here()
			b.d.Doubts = append(b.d.Doubts, d)
		}
	}
	return s
}

// count tallies the text below n, as the tree has it.
func (b *builder) count(n *html.Node) {
	if n.Type == html.TextNode {
		s, _ := charset.Mend(n.Data)
		b.d.Source.Add(s)
	}
	if code(n) {
		return
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		b.count(c)
	}
}

// uncount takes back what was counted as text and is none.
func (b *builder) uncount(text string) {
	s, _ := charset.Mend(text)
	t := doc.Tally{}
	t.Add(s)
	for r, n := range t {
		if b.d.Source[r] -= n; b.d.Source[r] == 0 {
			delete(b.d.Source, r)
		}
	}
}

// unfold parses what the parser left as text, since only old browsers or none
// would show it.
func unfold(n *html.Node) {
	if n.DataAtom == atom.Noframes || n.DataAtom == atom.Iframe {
		body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
		nodes, err := html.ParseFragment(strings.NewReader(Text(n)), body)
		if err != nil {
			return // nested too deeply: it stays text
		}
		for n.FirstChild != nil {
			n.RemoveChild(n.FirstChild)
		}
		for _, child := range nodes {
			n.AppendChild(child)
		}
		return
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		unfold(c)
	}
}

// tidy puts text into lines without white space at their ends or between
// them.
func tidy(s string) string {
	var lines []string
	for l := range strings.Lines(s) {
		if l = strings.Join(strings.Fields(l), " "); l != "" {
			lines = append(lines, l)
		}
	}
	return strings.Join(lines, "\n")
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Namespace == "" && a.Key == name {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}

func hasAttr(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}
