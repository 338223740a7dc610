package hangul

import (
	"slices"
	"unicode/utf8"

	"github.com/backissue/backissue/site/doc"
)

// measure counts the letters of tables and finds those that hold others.
// It runs once, from the inside out.
func measure(paragraphs []Paragraph) (letters int, real bool) {
	for _, p := range paragraphs {
		for _, piece := range p.Pieces {
			n, r := 0, false
			switch piece := piece.(type) {
			case Text:
				n = utf8.RuneCountInString(string(piece))
			case *Table:
				n, r = piece.measure()
			case *Frame:
				n, r = measure(piece.Paragraphs)
				measure(piece.Caption)
			case *Picture:
				n, _ = measure(piece.Caption)
			case *Note:
				measure(piece.Paragraphs)
			case *Running:
				measure(piece.Paragraphs)
			case *Lost:
				measure(piece.Paragraphs)
			}
			letters += n
			real = real || r
		}
	}
	return letters, real
}

func (t *Table) measure() (letters int, real bool) {
	measure(t.Caption)
	for _, cell := range t.Cells {
		n, r := measure(cell.Paragraphs)
		t.letters += n
		if n > 0 {
			t.filled++
		}
		if r {
			t.nested += n
			t.deep = true
		}
	}
	return t.letters, t.deep || !t.stack() && t.filled > 1
}

// stack reports a table of one column, whose cells are frames one below the
// other.
func (t *Table) stack() bool {
	for _, cell := range t.Cells {
		if cell.Col != t.Cells[0].Col {
			return false
		}
	}
	return true
}

// layout reports a table that is there to set its cells on the page: a frame,
// a stack of frames, a text beside a picture, or cells around whole tables.
// Papers of Korean offices put nearly everything into such tables.
func (t *Table) layout() bool {
	return t.filled < 2 || t.stack() || t.deep && t.nested*2 >= t.letters
}

// table composes a table, or what its cells hold if it is only layout.
func (c *composer) table(t *Table) []doc.Block {
	var out []doc.Block
	if t.Above {
		out = c.blocks(t.Caption)
	}
	slices.SortStableFunc(t.Cells, func(a, b Cell) int {
		if a.Row != b.Row {
			return a.Row - b.Row
		}
		return a.Col - b.Col
	})
	rows, cols := t.starts()
	if len(rows) == 1 && t.filled == 2 && t.letters <= 80 && !t.deep {
		out = append(out, c.bar(t)...)
	} else if t.layout() || len(rows)*len(cols) > 16*len(t.Cells)+4096 {
		for _, cell := range t.Cells {
			out = append(out, c.blocks(cell.Paragraphs)...)
		}
	} else {
		out = append(out, c.grid(t, rows, cols)...)
	}
	if !t.Above {
		out = append(out, c.blocks(t.Caption)...)
	}
	return out
}

// bar composes a title that stands in cells side by side, the number in one
// and the words in the other.
func (c *composer) bar(t *Table) []doc.Block {
	p := &doc.Paragraph{Position: c.next()}
	var rest []doc.Block
	for _, cell := range t.Cells {
		spans, more := c.cell(cell.Paragraphs)
		if len(p.Spans) > 0 && len(spans) > 0 {
			p.Spans = append(p.Spans, doc.Span{Text: " "})
		}
		p.Spans = append(p.Spans, spans...)
		rest = append(rest, more...)
	}
	if p.Spans = tidy(p.Spans); len(p.Spans) == 0 {
		return rest
	}
	return append([]doc.Block{p}, rest...)
}

// starts returns the rows and columns in which cells begin. Others of the
// grid hold nothing but what is merged into them.
func (t *Table) starts() (rows, cols []int) {
	for _, cell := range t.Cells {
		rows = append(rows, cell.Row)
		cols = append(cols, cell.Col)
	}
	slices.Sort(cols)
	return slices.Compact(rows), slices.Compact(cols)
}

// grid composes a table of data, and behind it the blocks that a cell cannot
// hold.
func (c *composer) grid(t *Table, rows, cols []int) []doc.Block {
	out := &doc.Table{Position: c.next(), Rows: make([][][]doc.Span, len(rows))}
	cells := make([][]doc.Span, len(rows)*len(cols))
	for i := range out.Rows {
		out.Rows[i] = cells[i*len(cols) : (i+1)*len(cols) : (i+1)*len(cols)]
	}
	plain := len(rows) // first row with a cell that heads nothing
	var rest []doc.Block
	for _, cell := range t.Cells {
		row, _ := slices.BinarySearch(rows, cell.Row)
		col, _ := slices.BinarySearch(cols, cell.Col)
		if !cell.Header {
			plain = min(plain, row)
		}
		spans, more := c.cell(cell.Paragraphs)
		if old := out.Rows[row][col]; len(old) > 0 && len(spans) > 0 {
			spans = append(append(old, doc.Span{Text: "\n"}), spans...)
		} else if len(spans) == 0 {
			spans = old
		}
		out.Rows[row][col] = spans
		rest = append(rest, more...)
	}
	if plain < len(rows) {
		out.Header = plain
	}
	for _, b := range rest {
		if _, ok := b.(*doc.Table); ok {
			c.d.Doubts = append(c.d.Doubts, doc.Doubt{
				Position: b.Pos(), Code: "table-in-table", Text: firstLine(b),
				Why: "a table inside a cell now stands behind the table around it",
			})
		}
	}
	return append([]doc.Block{out}, rest...)
}

func firstLine(b doc.Block) string {
	text := ""
	doc.EachSpans([]doc.Block{b}, func(spans *[]doc.Span) {
		if text == "" {
			text = doc.Join(*spans)
		}
	})
	return text
}

// cell composes paragraphs into the text of a cell or a caption, and the
// blocks that have to stand behind it.
func (c *composer) cell(paragraphs []Paragraph) (spans []doc.Span, rest []doc.Block) {
	join := func(more []doc.Span) {
		if len(spans) > 0 && len(more) > 0 {
			spans = append(spans, doc.Span{Text: "\n"})
		}
		spans = append(spans, more...)
	}
	var visit func([]Paragraph)
	control := func(p Piece) {
		switch p := p.(type) {
		case *Frame:
			visit(p.Paragraphs)
			visit(p.Caption)
			return
		case *Table:
			if p.layout() && !p.deep {
				for _, cell := range p.Cells {
					visit(cell.Paragraphs)
				}
				visit(p.Caption)
				return
			}
		}
		rest = append(rest, c.control(p)...)
	}
	visit = func(paragraphs []Paragraph) {
		for _, p := range paragraphs {
			d := c.draft(p)
			for _, piece := range d.before {
				control(piece)
			}
			if len(d.spans) > 0 {
				c.doubt(c.next(), d.spans)
				front := d.head.number
				if d.head.marker != "" {
					front = d.head.marker + " "
				}
				join(prefix(c.print(front), d.spans))
			}
			for _, piece := range d.after {
				control(piece)
			}
		}
	}
	visit(paragraphs)
	return tidy(spans), rest
}

// tidy joins neighbours with the same link.
func tidy(spans []doc.Span) []doc.Span {
	var l line
	for _, s := range spans {
		l.turn(s.Link)
		l.text.WriteString(s.Text)
	}
	l.flush()
	return l.spans
}
