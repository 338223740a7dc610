package odt

import (
	"github.com/backissue/backissue/site/office"
	"github.com/backissue/backissue/site/zipxml"
)

// An item is a place in a list: how deep, in which style, and how far the
// list has counted (5.3).
type item struct {
	style *listStyle
	run   *run
	depth int
	start int  // number to begin with, or -1
	head  bool // stands above the list, without number
	done  bool // its first paragraph has been
}

// A label is what stands before a paragraph.
type label struct {
	text   string // the number with its marks
	bullet string // instead of a number
	close  bool   // nothing stands behind the number
}

func (l label) before() string {
	if l.close {
		return l.text
	}
	return office.Apart(l.text)
}

// bulleted reports whether an item has a bullet.
func (it *item) bulleted() bool {
	return it != nil && it.style != nil && it.style.levels[it.depth].bullet != ""
}

// label returns what stands before a paragraph of an item: something before
// the first one only.
func (it *item) label(n *zipxml.Node) label {
	if it.done || it.head || it.style == nil {
		it.done = true
		return label{}
	}
	it.done = true
	v := it.style.levels[it.depth]
	if v.bullet != "" {
		return label{bullet: v.bullet}
	}
	if n.Attr("text:is-list-header") == "true" {
		return label{}
	}
	start := it.start
	if n.Attr("text:restart-numbering") == "true" {
		start = number(n.Attr("text:start-value"), v.start)
	}
	it.run.advance(it.style, it.depth, start)
	return label{text: it.run.render(it.style, it.depth), close: v.close}
}

// lists adds a list, which stands in an item of another or by itself.
func (f *flow) lists(n *zipxml.Node, in *item) {
	name := n.Attr("text:style-name")
	depth, counts := 0, (*run)(nil)
	if in != nil {
		depth, counts = min(in.depth+1, levels-1), in.run
	}
	style := f.sheet.list(name)
	if style == nil && in != nil {
		style = in.style
	}
	if style == nil {
		style = f.sheet.list(f.styleOfFirst(n))
	}
	if counts == nil {
		counts = f.continued(n, name)
	} else if n.Attr("text:continue-numbering") != "true" {
		counts.begun[depth] = false
	}
	if id := n.Attr("xml:id"); id != "" {
		f.runs["#"+id] = counts
	}
	f.runs[name] = counts
	n.Children(func(c *zipxml.Node) {
		it := &item{style: style, run: counts, depth: depth, start: -1}
		switch c.Name {
		case "text:list-item":
			it.start = number(c.Attr("text:start-value"), -1)
			if own := f.sheet.list(c.Attr("text:style-override")); own != nil {
				it.style = own
			}
		case "text:list-header":
			it.head = true
		default:
			if c.Name != "" {
				f.node(c, in)
			}
			return
		}
		c.Children(func(inner *zipxml.Node) { f.node(inner, it) })
	})
}

// styleOfFirst returns the style that the first paragraph of a list has for
// lists, where the list itself names none.
func (f *flow) styleOfFirst(n *zipxml.Node) string {
	var found *zipxml.Node
	looked := 0
	n.Walk(func(c *zipxml.Node) bool {
		if looked++; found == nil && isParagraph(c) {
			found = c
		}
		return found == nil && looked < 100
	})
	return f.sheet.style("paragraph", found.Attr("text:style-name")).list
}

// continued returns how far the list has counted that n goes on with: the
// one it names, or the last of its style, or none (19.780, 19.781).
func (f *flow) continued(n *zipxml.Node, style string) *run {
	if r := f.runs["#"+n.Attr("text:continue-list")]; r != nil {
		return r
	}
	if r := f.runs[style]; r != nil && n.Attr("text:continue-numbering") == "true" {
		return r
	}
	return &run{}
}

// numbered adds a paragraph that is an item by itself (5.3.6).
func (f *flow) numbered(n *zipxml.Node) {
	name, id := n.Attr("text:style-name"), "numbered "+n.Attr("text:list-id")
	if f.runs[id] == nil {
		f.runs[id] = &run{}
	}
	it := &item{
		style: f.sheet.list(name),
		run:   f.runs[id],
		depth: min(max(number(n.Attr("text:level"), 1), 1), levels) - 1,
		start: number(n.Attr("text:start-value"), -1),
	}
	n.Children(func(c *zipxml.Node) { f.node(c, it) })
}

// headingLabel counts a heading and returns its number (16.34).
func (f *flow) headingLabel(n *zipxml.Node, level int) label {
	style := f.sheet.list(outline)
	if style == nil || level > levels {
		return label{}
	}
	v := style.levels[level-1]
	start := -1
	if n.Attr("text:restart-numbering") == "true" {
		start = number(n.Attr("text:start-value"), v.start)
	}
	f.headings.advance(style, level-1, start)
	if v.format == "" && v.pattern == "" {
		return label{}
	}
	return label{text: f.headings.render(style, level-1), close: v.close}
}
