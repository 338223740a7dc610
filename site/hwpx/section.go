package hwpx

import (
	"strings"

	"github.com/backissue/backissue/site/hwp/hangul"
	"github.com/backissue/backissue/site/zipxml"
)

// A section turns the XML of a section into paragraphs. It reads what it
// knows and searches the rest for text and pictures.
type section struct {
	media   *media
	links   []hangul.Link
	deleted bool // what follows was deleted, in a recorded change
	depth   int
	deep    bool // there is more than that
}

// paragraphs reads the paragraphs below n: its own, and those of a list.
func (s *section) paragraphs(n *zipxml.Node) []hangul.Paragraph {
	if s.depth++; s.depth > hangul.MaxDepth {
		s.deep = true
		s.depth--
		return nil
	}
	defer func() { s.depth-- }()
	var out []hangul.Paragraph
	n.Children(func(c *zipxml.Node) {
		switch c.Name {
		case "", "hp:t":
		case "hp:p":
			out = append(out, s.paragraph(c))
		case "hp:switch":
			out = append(out, s.paragraphs(choose(c))...)
		default:
			out = append(out, s.paragraphs(c)...)
		}
	})
	return out
}

// paragraph reads hp:p (KS X 6101, 10.7).
func (s *section) paragraph(n *zipxml.Node) hangul.Paragraph {
	p := hangul.Paragraph{Shape: number(n, "paraPrIDRef", -1), Style: number(n, "styleIDRef", -1)}
	outer := s.links
	s.links = nil
	n.Children(func(run *zipxml.Node) {
		switch run.Name {
		case "hp:run":
			run.Children(func(c *zipxml.Node) { p.Pieces = append(p.Pieces, s.piece(c)...) })
		case "", "hp:linesegarray":
		default:
			p.Pieces = append(p.Pieces, s.piece(run)...)
		}
	})
	s.links = outer
	return p
}

// piece reads what may stand in a run.
func (s *section) piece(n *zipxml.Node) []hangul.Piece {
	var out []hangul.Piece
	switch n.Name {
	case "hp:t":
		tokens(n, func(t token) {
			if t.text != "" && s.deleted {
				out = append(out, &hangul.Lost{Reason: "deleted text", Text: t.text})
			} else if t.text != "" {
				out = append(out, hangul.Text(t.text))
			}
			if t.change != noChange {
				s.deleted = t.change == deletes
			}
		})
	case "hp:ctrl":
		n.Children(func(c *zipxml.Node) { out = append(out, s.control(c)...) })
	case "hp:switch":
		choose(n).Children(func(c *zipxml.Node) { out = append(out, s.piece(c)...) })
	case "hp:secPr":
		out = append(out, hangul.Outline(number(n, "outlineShapeIDRef", 0)))
		if more := s.paragraphs(n); len(more) > 0 {
			out = append(out, &hangul.Running{Paragraphs: more})
		}
	case "hp:tbl":
		out = append(out, s.table(n))
	case "hp:compose":
		out = append(out, hangul.Text(words(n)[0]))
	case "hp:dutmal":
		w := words(n)
		text := w[0]
		if strings.TrimSpace(w[1]) != "" {
			text += "(" + w[1] + ")"
		}
		out = append(out, hangul.Text(text))
	case "":
	default:
		out = append(out, s.object(n)...)
	}
	return out
}

// control reads what may stand in hp:ctrl (KS X 6101, 10.9).
func (s *section) control(n *zipxml.Node) []hangul.Piece {
	one := func(p hangul.Piece) []hangul.Piece { return []hangul.Piece{p} }
	switch n.Name {
	case "hp:footNote", "hp:endNote":
		return one(&hangul.Note{End: n.Name == "hp:endNote", Paragraphs: s.paragraphs(n)})
	case "hp:header", "hp:footer":
		return one(&hangul.Running{Paragraphs: s.paragraphs(n)})
	case "hp:hiddenComment":
		return one(&hangul.Lost{Reason: "hidden comment", Paragraphs: s.paragraphs(n)})
	case "hp:autoNum":
		return autoNumber(n)
	case "hp:indexmark":
		w := words(n)
		return one(&hangul.Lost{Reason: "entry of an index", Text: w[0] + " " + w[1]})
	case "hp:fieldBegin":
		s.links = append(s.links, address(n))
		out := one(s.links[len(s.links)-1])
		if memo := s.paragraphs(n); len(memo) > 0 {
			out = append(out, &hangul.Lost{Reason: "memo", Paragraphs: memo})
		}
		return out
	case "hp:fieldEnd":
		if len(s.links) > 0 {
			s.links = s.links[:len(s.links)-1]
		}
		if len(s.links) > 0 {
			return one(s.links[len(s.links)-1])
		}
		return one(hangul.Link(""))
	case "":
		return nil
	}
	return s.piece(n)
}

// address returns where a field points to, if it is a link (KS X 6101, 10.9.5).
func address(n *zipxml.Node) hangul.Link {
	if n.Attr("type") != "HYPERLINK" {
		return ""
	}
	var found hangul.Link
	n.Walk(func(c *zipxml.Node) bool {
		if c.Name == "hp:stringParam" && (c.Attr("name") == "Command" || c.Attr("name") == "Path") && found == "" {
			found = hangul.Link(hangul.Address(c.Content()))
		}
		return c.Name != "hp:subList"
	})
	return found
}

func autoNumber(n *zipxml.Node) []hangul.Piece {
	count := number(n, "num", 0)
	f := n.First("hp:autoNumFormat")
	format := hangul.FormatOf(f.Attr("type"))
	text := format.Print(count)
	if sign := f.Attr("userChar"); format == hangul.UserSymbol && sign != "" {
		text = sign
	}
	switch n.Attr("numType") {
	case "PAGE", "TOTAL_PAGE":
		return []hangul.Piece{hangul.AutoNumber{Text: "#"}}
	case "FOOTNOTE", "ENDNOTE":
		return []hangul.Piece{hangul.AutoNumber{Text: text, Note: true}}
	}
	if count < 1 {
		return nil
	}
	return []hangul.Piece{hangul.AutoNumber{Text: f.Attr("prefixChar") + text + f.Attr("suffixChar")}}
}

// table reads hp:tbl (KS X 6101, 10.10). A cell without an address follows the
// one before it.
func (s *section) table(n *zipxml.Node) *hangul.Table {
	t := &hangul.Table{}
	row := 0
	n.Children(func(c *zipxml.Node) {
		switch c.Name {
		case "hp:caption":
			t.Above = c.Attr("side") == "TOP"
			t.Caption = append(t.Caption, s.paragraphs(c)...)
		case "hp:tr":
			col := 0
			c.Children(func(tc *zipxml.Node) {
				if tc.Name != "hp:tc" {
					return
				}
				addr, span := tc.First("hp:cellAddr"), tc.First("hp:cellSpan")
				cell := hangul.Cell{
					Row: number(addr, "rowAddr", row), Col: number(addr, "colAddr", col),
					Rows: max(number(span, "rowSpan", 1), 1), Cols: max(number(span, "colSpan", 1), 1),
					Header: tc.Attr("header") == "1", Paragraphs: s.paragraphs(tc),
				}
				col = cell.Col + cell.Cols
				t.Cells = append(t.Cells, cell)
			})
			row++
		}
	})
	return t
}
