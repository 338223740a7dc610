package odt

import (
	"strings"
	"unicode/utf8"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/office"
	"github.com/backissue/backissue/site/zipxml"
)

// A story is one run of text: the body, a cell, a note, a text box, a head.
type story struct {
	*reader
	sheet     *sheet
	furniture bool // a head or foot: its pictures are left out
	still     bool // its marks of pages are not those of the body
}

// beside returns a story within the story.
func (s *story) beside() *story {
	return &story{reader: s.reader, sheet: s.sheet, furniture: s.furniture, still: s.still}
}

// A flow turns paragraphs, lists and tables into blocks.
type flow struct {
	*story
	office.Flow
	begun bool // there was a paragraph
	turn  bool // the paragraph before ends its page
}

// blocks returns what stands inside n.
func (s *story) blocks(n *zipxml.Node) []doc.Block {
	f := &flow{story: s}
	f.inside(n)
	return f.Blocks()
}

// inside adds what stands inside n. Sections and indexes are looked through.
func (f *flow) inside(n *zipxml.Node) {
	n.Children(func(c *zipxml.Node) { f.node(c, nil) })
}

// node adds one element, which may be part of an item of a list.
func (f *flow) node(n *zipxml.Node, it *item) {
	switch n.Name {
	case "text:p", "text:h":
		f.paragraph(n, it)
	case "text:list":
		f.lists(n, it)
	case "text:numbered-paragraph":
		f.numbered(n)
	case "table:table":
		st := f.sheet.style("table", n.Attr("table:style-name"))
		f.breakPage(st)
		f.Put(f.table(n)...)
		f.turn = st.after
	case "text:section":
		if f.sheet.style("section", n.Attr("text:style-name")).hidden || n.Attr("text:display") == "none" {
			f.hide(lines(n))
			return
		}
		f.inside(n)
	case "text:soft-page-break":
		f.turnPage()
	default:
		switch {
		case noText[n.Name]:
		case isDrawing(n):
			in := &inline{pos: f.pos}
			f.drawing(in, n, "")
			f.finish(in, label{}, 0, plain, nil)
		default:
			n.Children(func(c *zipxml.Node) { f.node(c, it) })
		}
	}
}

// hide records text that is hidden.
func (r *reader) hide(text string) {
	if text = strings.TrimSpace(text); text != "" {
		r.lose(text, "hidden text")
	}
}

// breakPage counts a page that begins with a paragraph or table of a style.
func (f *flow) breakPage(st *style) {
	if (st.before || f.turn) && f.begun {
		f.turnPage()
	}
	f.begun, f.turn = true, false
}

func (s *story) turnPage() {
	if !s.still && s.paged {
		s.pos.Page++
	}
}

// paragraph adds a paragraph or heading.
func (f *flow) paragraph(n *zipxml.Node, it *item) {
	st := f.sheet.style("paragraph", n.Attr("text:style-name"))
	f.breakPage(st)
	in := &inline{pos: f.next(), blank: true}
	f.inline(in, n, context{hidden: st.hidden, font: st.font})
	f.hide(in.hidden.String())
	heading := st.outline
	if n.Name == "text:h" {
		heading = max(1, number(n.Attr("text:outline-level"), 1))
	}
	var l label
	switch {
	case it != nil:
		l = it.label(n)
	case n.Name == "text:h" && n.Attr("text:is-list-header") != "true":
		l = f.headingLabel(n, heading)
	}
	if l.text == "" && l.bullet == "" {
		l.text = office.Decode(n.First("text:number").Content())
	}
	f.finish(in, l, heading, st, it)
	f.turn = st.after
}

// finish adds a paragraph that is complete.
func (f *flow) finish(in *inline, l label, level int, st *style, it *item) {
	spans := office.Trim(in.spans)
	if before := l.before(); before != "" {
		f.generated(before)
		spans = office.Before(before, spans)
	}
	var p doc.Block
	if len(spans) > 0 {
		p = &doc.Paragraph{Position: in.pos, Spans: spans}
	}
	inList := false
	switch {
	case p == nil:
	case level > 0 && utf8.RuneCountInString(doc.Join(spans)) <= office.LongHeading:
		f.Put(&doc.Heading{Position: in.pos, Level: level, Spans: spans})
	case l.bullet != "":
		f.Bullet(doc.Item{Position: in.pos, Marker: l.bullet, Blocks: []doc.Block{p}}, it.depth)
		inList = true
	case it.bulleted() && f.Continue(p):
		inList = true
	case st.caption && f.Caption(spans):
	default:
		f.Put(p)
	}
	for _, make := range in.behind {
		blocks := make()
		if inList {
			f.Behind(blocks...)
		} else if len(blocks) > 0 {
			f.Put(blocks...)
		}
	}
}

// table returns what a table is: see [office.Table].
func (f *flow) table(n *zipxml.Node) []doc.Block {
	t := &office.Table{Position: doc.Position{Page: f.pos.Page, Line: f.pos.Line + 1}}
	var behind []doc.Block
	row := 0
	var rows func(n *zipxml.Node, head bool)
	rows = func(n *zipxml.Node, head bool) {
		n.Children(func(c *zipxml.Node) {
			switch {
			case c.Name == "table:table-row":
				f.row(t, row, c)
				row++
				if head && t.Header == row-1 {
					t.Header = row
				}
			case c.Name == "table:shapes" || isParagraph(c) || c.Name == "text:list" || c.Name == "table:table" || isDrawing(c):
				behind = append(behind, f.beside().blocks(&zipxml.Node{Child: alone(c)})...)
			case c.Name == "text:soft-page-break":
				f.turnPage()
			case !noText[c.Name]:
				rows(c, head || c.Name == "table:table-header-rows")
			}
		})
	}
	rows(n, false)
	return append(t.Blocks(), behind...)
}

// row puts the cells of a row into t. Cells that a merged one covers are
// stored, and empty (9.1.5).
func (f *flow) row(t *office.Table, row int, n *zipxml.Node) {
	page, last, col := f.pos.Page, f.pos.Page, 0
	var cells func(*zipxml.Node)
	cells = func(n *zipxml.Node) {
		n.Children(func(c *zipxml.Node) {
			switch {
			case c.Name == "table:table-cell" || c.Name == "table:covered-table-cell":
				f.pos.Page = page
				t.Put(row, col, f.beside().blocks(c)...)
				last = max(last, f.pos.Page)
				col += min(max(number(c.Attr("table:number-columns-repeated"), 1), 1), 256)
			case isParagraph(c) || c.Name == "text:list" || c.Name == "table:table" || isDrawing(c):
				t.Put(row, col, f.beside().blocks(&zipxml.Node{Child: alone(c)})...)
			case !noText[c.Name]:
				cells(c)
			}
		})
	}
	cells(n)
	f.pos.Page = last
}

// alone returns n without its siblings.
func alone(n *zipxml.Node) *zipxml.Node {
	c := *n
	c.Next = nil
	return &c
}
