package docx

import (
	"unicode/utf8"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/office"
	"github.com/backissue/backissue/site/zipxml"
)

// A flow turns paragraphs and tables into blocks, one after the other.
type flow struct {
	*story
	office.Flow
	carry *inline // beginning of the paragraph to come
}

// blocks returns what stands inside n.
func (s *story) blocks(n *zipxml.Node) []doc.Block {
	f := &flow{story: s}
	f.inside(n)
	f.endCarry()
	return f.Blocks()
}

// inside adds what stands inside n. Elements that only wrap others are
// looked through: content controls, custom XML, insertions.
func (f *flow) inside(n *zipxml.Node) {
	n.Children(func(c *zipxml.Node) { f.node(c) })
}

func (f *flow) node(n *zipxml.Node) {
	switch n.Name {
	case "w:p":
		f.paragraph(n, n.First("w:pPr"))
	case "w:tbl":
		f.Put(f.table(n)...)
	case "w:sectPr":
		f.section(n)
	case "mc:AlternateContent":
		f.inside(choose(n))
	case "w:altChunk", "w:subDoc":
		f.lose("", "a document inside the document")
	default:
		switch {
		case isInline(n): // here by mistake
			f.paragraph(&zipxml.Node{Name: "w:p", Child: alone(n)}, nil)
		case !leftOut(n):
			f.inside(n)
		}
	}
}

// alone returns n without its siblings.
func alone(n *zipxml.Node) *zipxml.Node {
	c := *n
	c.Next = nil
	return &c
}

// paragraph adds one paragraph.
func (f *flow) paragraph(p, pPr *zipxml.Node) {
	st := f.style(pPr.First("w:pStyle").Attr("w:val"))
	in := f.carry
	if in == nil {
		in = &inline{pos: f.next()}
	}
	f.carry = nil
	f.inline(in, p, context{hidden: st.hidden, font: st.font})
	f.endParagraph(in)
	mark := pPr.First("w:rPr")
	drop := pPr.First("w:framePr").Attr("w:dropCap")
	switch {
	case mark.First("w:del") != nil || mark.First("w:moveFrom") != nil, drop == "drop" || drop == "margin":
		// The end of this paragraph was deleted, or all of it is an initial:
		// either way the next one continues it.
		f.carry = in
	default:
		f.finish(in, f.label(pPr, st), f.level(pPr, st), st)
	}
	if s := pPr.First("w:sectPr"); s != nil {
		f.section(s)
	}
}

// level returns the level of a heading, or 0 for other paragraphs.
func (f *flow) level(pPr *zipxml.Node, st *style) int {
	outline := number(pPr.First("w:outlineLvl").Attr("w:val"), st.outline)
	if outline < 0 || outline > 8 {
		return 0
	}
	return outline + 1
}

// finish adds a paragraph that is complete.
func (f *flow) finish(in *inline, l label, level int, st *style) {
	spans := office.Trim(in.spans)
	if before := l.before(); before != "" {
		f.generated(before)
		spans = office.Before(before, spans)
	}
	switch {
	case len(spans) == 0:
	case level > 0 && utf8.RuneCountInString(doc.Join(spans)) <= office.LongHeading:
		f.Put(&doc.Heading{Position: in.pos, Level: level, Spans: spans})
	case l.bullet != "":
		f.Bullet(doc.Item{Position: in.pos, Marker: l.bullet, Blocks: []doc.Block{&doc.Paragraph{Position: in.pos, Spans: spans}}}, l.depth)
	case st.name == "caption" && f.Caption(spans):
	default:
		f.Put(&doc.Paragraph{Position: in.pos, Spans: spans})
	}
	for _, make := range in.behind {
		blocks := make()
		if f.InList() && l.bullet != "" {
			f.Behind(blocks...)
		} else if len(blocks) > 0 {
			f.Put(blocks...)
		}
	}
}

// endCarry ends a paragraph that waits for its continuation: it has none.
func (f *flow) endCarry() {
	if in := f.carry; in != nil {
		f.carry = nil
		f.finish(in, label{}, 0, none)
	}
}

// table returns what a table is: see [office.Table].
func (f *flow) table(n *zipxml.Node) []doc.Block {
	f.endCarry() // ahead of the table
	t := &office.Table{Position: doc.Position{Page: f.pos.Page, Line: f.pos.Line + 1}}
	row, heading := 0, true
	f.eachPart(n, "w:tr", func(tr *zipxml.Node) {
		heading = heading && tr.Name == "w:tr" && on(tr.First("w:trPr", "w:tblHeader"))
		if heading {
			t.Header = row + 1
		}
		f.row(t, row, tr)
		row++
	})
	if t.Header == 0 && row > 1 && f.headed(n.First("w:tblPr")) {
		t.Header = 1
	}
	return t.Blocks()
}

// headed reports whether a table's style gives the first row a look of its
// own, and the table wants it.
func (f *flow) headed(tblPr *zipxml.Node) bool {
	look := tblPr.First("w:tblLook")
	const firstRow = 0x20 // 17.4.55
	wanted := number("0"+look.Attr("w:firstRow"), 0) == 1
	if v, ok := look.Lookup("w:val"); ok && !wanted {
		wanted = hex(v)&firstRow != 0
	}
	style := tblPr.First("w:tblStyle").Attr("w:val")
	return wanted && style != "" && f.style(style).heads
}

// eachPart calls do with the rows of a table or the cells of a row. They may
// be wrapped. Text that stands between them by mistake is passed on as well.
func (f *flow) eachPart(n *zipxml.Node, name string, do func(*zipxml.Node)) {
	n.Children(func(c *zipxml.Node) {
		switch c.Name {
		case name, "w:p", "w:tbl":
			if !leftOut(c) {
				do(c)
			}
		case "mc:AlternateContent":
			f.eachPart(choose(c), name, do)
		default:
			switch {
			case isInline(c):
				do(c)
			case !leftOut(c):
				f.eachPart(c, name, do)
			}
		}
	})
}

// row puts the cells of a row into t. Each cell that goes over a page has a
// mark of it, so each begins on the page where the row does.
func (f *flow) row(t *office.Table, row int, tr *zipxml.Node) {
	if tr.Name != "w:tr" {
		t.Put(row, 0, f.box(tr)...)
		return
	}
	page, last := f.pos.Page, f.pos.Page
	col := min(max(number(tr.First("w:trPr", "w:gridBefore").Attr("w:val"), 0), 0), 256)
	f.eachPart(tr, "w:tc", func(tc *zipxml.Node) {
		f.pos.Page = page
		if tc.Name == "w:tc" {
			t.Put(row, col, f.beside().blocks(tc)...)
			span := number(tc.First("w:tcPr", "w:gridSpan").Attr("w:val"), 1)
			col += min(max(span, 1), 256)
		} else {
			t.Put(row, col, f.box(tc)...)
		}
		last = max(last, f.pos.Page)
	})
	f.pos.Page = last
}

// box returns the blocks that a single element holds.
func (f *flow) box(n *zipxml.Node) []doc.Block {
	return f.beside().blocks(&zipxml.Node{Child: alone(n)})
}
