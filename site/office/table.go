package office

import (
	"unicode/utf8"

	"github.com/backissue/backissue/site/doc"
)

// A Table is a grid of cells on its way to becoming blocks. A merged cell is
// put at its first place; the other places that it covers stay empty.
type Table struct {
	doc.Position
	Header int // leading rows that head the columns
	rows   [][]cell
	cols   int
}

type cell []doc.Block

// What a table can have at most. A row's cells beyond the last column go
// into that; a table of more cells becomes the blocks inside it.
const (
	maxColumns = 256
	maxCells   = doc.MaxBlocks
)

// Put adds blocks to the cell at a row and a column, which count from 0 and
// may lie outside the grid so far. Rows come in order.
func (t *Table) Put(row, col int, blocks ...doc.Block) {
	col = min(max(col, 0), maxColumns-1)
	for len(t.rows) <= row {
		t.rows = append(t.rows, nil)
	}
	r := t.rows[row]
	for len(r) <= col {
		r = append(r, nil)
	}
	r[col] = append(r[col], blocks...)
	t.rows[row] = r
	t.cols = max(t.cols, col+1)
}

// Blocks returns what the grid is. That is a table, and behind it the
// pictures, notes and tables that a cell cannot hold; or, where the grid only frames
// or arranges things, the blocks inside it, row by row:
//
//   - one cell with something in it is a frame;
//   - one column of which a cell holds several blocks or a long text is one
//     too;
//   - if every other cell holds a table, or a heading with text below it, the
//     whole is a layout;
//   - and if hardly more cells have text than have a picture, it is one too.
//
// Columns that are empty from top to bottom are left out.
func (t *Table) Blocks() []doc.Block {
	if t.isLayout() || len(t.rows)*t.cols > maxCells {
		var out []doc.Block
		for _, row := range t.rows {
			for _, c := range row {
				out = append(out, c...)
			}
		}
		return out
	}
	var behind []doc.Block
	table := &doc.Table{Position: t.Position, Header: t.Header}
	if t.Header >= len(t.rows) {
		table.Header = min(t.Header, 1) // rows that all head the columns have nothing to head
	}
	used := t.used()
	for _, row := range t.rows {
		cells := make([][]doc.Span, 0, t.cols)
		for i := range t.cols {
			if !used[i] {
				continue
			}
			var spans []doc.Span
			if i < len(row) {
				spans = flat(nil, row[i], &behind)
			}
			cells = append(cells, spans)
		}
		table.Rows = append(table.Rows, cells)
	}
	return append([]doc.Block{table}, behind...)
}

// used tells which columns have something in them.
func (t *Table) used() []bool {
	used := make([]bool, t.cols)
	for _, row := range t.rows {
		for i, c := range row {
			used[i] = used[i] || len(c) > 0
		}
	}
	return used
}

func (t *Table) isLayout() bool {
	columns, full, texts, pictures, arranged := 0, 0, 0, 0, 0
	crowded := false
	for _, u := range t.used() {
		if u {
			columns++
		}
	}
	for _, row := range t.rows {
		for _, c := range row {
			if len(c) == 0 {
				continue
			}
			full++
			text, figure, holds := false, false, false
			for i, b := range c {
				switch b.(type) {
				case *doc.Table:
					holds = true
				case *doc.Figure:
					figure = true
				case *doc.Heading:
					holds = holds || i+1 < len(c)
					text = true
				default:
					text = true
				}
			}
			crowded = crowded || len(c) > 1 || utf8.RuneCountInString(doc.Text(c...)) > 200
			if text {
				texts++
			}
			if figure {
				pictures++
			}
			if holds {
				arranged++
			}
		}
	}
	return full <= 1 || arranged*2 >= full || columns == 1 && crowded || pictures > 0 && texts <= pictures+1
}

// flat adds the text of blocks to spans, a line for each paragraph. What a
// cell cannot hold goes behind the table.
func flat(spans []doc.Span, blocks []doc.Block, behind *[]doc.Block) []doc.Span {
	line := func(marker string, s []doc.Span) {
		if len(s) == 0 {
			return
		}
		if len(spans) > 0 {
			spans = Add(spans, "\n", "")
		}
		if marker != "" {
			spans = Add(spans, marker+" ", "")
		}
		for _, s := range s {
			spans = Add(spans, s.Text, s.Link)
		}
	}
	for _, b := range blocks {
		switch b := b.(type) {
		case *doc.Paragraph:
			line("", b.Spans)
		case *doc.Heading:
			line("", b.Spans)
		case *doc.List:
			for _, it := range b.Items {
				if p, ok := it.Blocks[0].(*doc.Paragraph); ok {
					line(it.Marker, p.Spans)
					spans = flat(spans, it.Blocks[1:], behind)
				} else {
					spans = flat(spans, it.Blocks, behind)
				}
			}
		case *doc.Box:
			spans = flat(spans, b.Blocks, behind)
		default:
			*behind = append(*behind, b)
		}
	}
	return spans
}
