package pdf

import (
	"regexp"
	"slices"

	"github.com/backissue/backissue/site/doc"
)

// A table is a grid of cells with what stands in them, row by row.
type table struct {
	box    rect
	rows   [][]cell
	header int
	page   int
	number int // of its first line on the page
	xs     []float64
}

// A cell holds the lines of one cell; none where it is merged with another.
type cell struct{ lines []*line }

// ruledTables takes the text within grids off the page and returns it as
// tables. One row that holds much text is a page laid out in frames, and one
// column is a stack of frames: their text stays where it is.
func ruledTables(p *page) []*table {
	var out []*table
	total := 0
	for _, r := range p.runs {
		total += len(r.glyphs)
	}
	for _, g := range p.grids {
		cells, rest := g.fill(p.runs)
		letters, most, used := 0, 0, 0
		for _, c := range cells {
			n := 0
			for _, r := range c {
				n += len(r.glyphs)
			}
			letters += n
			most = max(most, n)
			if n > 0 {
				used++
			}
		}
		t := g.table(p, cells)
		if t == nil || used < 2 || t.holdsTable() || len(t.rows[0]) < 2 ||
			len(t.rows) == 1 && letters > 200 || most > 600 && most*10 > total*4 && used <= 6 {
			continue
		}
		p.runs = rest
		out = append(out, t)
	}
	return out
}

// fill cuts the runs that stand in a grid into its cells, and returns those
// that do not apart.
func (g *grid) fill(all []*run) (cells map[int][]*run, rest []*run) {
	cells = map[int][]*run{}
	glyphs := map[int][]glyph{}
	for _, r := range all {
		if g.cell((r.box.x0+r.box.x1)/2, r.y+0.3*r.size) < 0 {
			rest = append(rest, r)
			continue
		}
		at := -1
		for _, c := range r.glyphs {
			if c.made || c.r == ' ' {
				if at >= 0 {
					glyphs[at] = append(glyphs[at], c)
				}
				continue
			}
			x := min(max((c.x0+c.x1)/2, g.box.x0), g.box.x1)
			if at = g.cell(x, r.y+0.3*r.size); at < 0 {
				at = 0
			}
			glyphs[at] = append(glyphs[at], c)
		}
		for k := range glyphs {
			if r.trail {
				glyphs[k] = append(glyphs[k], glyph{r: ' ', made: true})
			}
			for _, part := range runs(glyphs[k]) {
				part.first = r.first
				cells[k] = append(cells[k], part)
			}
		}
		clear(glyphs)
	}
	return cells, rest
}

// table returns a grid's text without rows and columns that are but gaps
// between double rules, or nil where it holds none.
func (g *grid) table(p *page, cells map[int][]*run) *table {
	cols, rows := len(g.xs)-1, len(g.ys)-1
	t := &table{box: g.box, page: p.number}
	keepCol := make([]bool, cols)
	for c := range cols {
		for r := range rows {
			keepCol[c] = keepCol[c] || len(cells[r*cols+c]) > 0
		}
		keepCol[c] = keepCol[c] || g.xs[c+1]-g.xs[c] > 12 && !g.joined(c)
		if keepCol[c] {
			t.xs = append(t.xs, g.xs[c])
		}
	}
	for r := range rows {
		var row []cell
		any := false
		for c := range cols {
			if !keepCol[c] {
				continue
			}
			ls := lines(cells[r*cols+c])
			any = any || len(ls) > 0
			row = append(row, cell{ls})
		}
		if any {
			t.rows = append(t.rows, row)
		}
	}
	if len(t.rows) == 0 || len(t.xs) == 0 {
		return nil
	}
	t.header = headerRows(t.rows)
	return t
}

// holdsTable reports whether a cell holds rows of parts, as the only cell of
// a frame around a table does.
func (t *table) holdsTable() bool {
	for _, row := range t.rows {
		for _, c := range row {
			rows := 0
			for _, l := range c.lines {
				if len(l.parts) > 2 {
					rows++
				}
			}
			if rows > 2 {
				return true
			}
		}
	}
	return false
}

// joined reports whether every cell of a column is part of one further left.
func (g *grid) joined(c int) bool {
	cols := len(g.xs) - 1
	for i := c; i < len(g.owner); i += cols {
		if g.owner[i]%cols == c {
			return false
		}
	}
	return true
}

var amount = regexp.MustCompile(`^[-–—~+±(△▲]?\s?[\d.,]+\s?\S{0,3}\)?$`)

// headerRows returns 1 where the first row names the columns: it has a text
// in each, none is an amount, and the table does not end with it.
func headerRows(rows [][]cell) int {
	if len(rows) < 2 {
		return 0
	}
	for _, c := range rows[0] {
		if len(c.lines) == 0 || amount.MatchString(c.lines[0].text) {
			return 0
		}
	}
	return 1
}

// alignedTables finds tables without rules among the lines of a region, and
// returns it with the lines of each replaced by a table: at least three lines
// in a row whose parts stand in the same three columns or more.
func alignedTables(p *page, ls []*line) []piece {
	var out []piece
	for i := 0; i < len(ls); {
		n, cols := alignedEnd(ls, i)
		if n == i {
			out = append(out, piece{line: ls[i]})
			i++
			continue
		}
		t := &table{page: p.number, box: ls[i].box}
		for _, l := range ls[i:n] {
			t.box = t.box.union(l.box)
			row := make([]cell, len(cols))
			for _, r := range l.parts {
				k := columnOf(cols, r.box)
				row[k].lines = append(row[k].lines, lines([]*run{r})...)
			}
			t.rows = append(t.rows, row)
		}
		for _, c := range cols {
			t.xs = append(t.xs, c.x0)
		}
		t.header = headerRows(t.rows)
		out = append(out, piece{table: t})
		i = n
	}
	return out
}

// alignedEnd returns the end of the table without rules that begins with line
// i, and its columns; i where there is none.
func alignedEnd(ls []*line, i int) (int, []rect) {
	if len(ls[i].parts) < 3 {
		return i, nil
	}
	var cols []rect
	for _, r := range ls[i].parts {
		cols = append(cols, r.box)
	}
	n, full := i+1, 1
	for k := n; k < len(ls) && k < n+3; k++ {
		l := ls[k]
		if l.y < ls[k-1].y-4*l.size || len(l.parts) < 3 && !inColumns(cols, l) {
			break
		}
		if len(l.parts) < 3 {
			continue // a row with few cells, if the table goes on
		}
		next := slices.Clone(cols)
		for _, r := range l.parts {
			next = addColumn(next, r.box)
		}
		if len(next) < 3 || len(next) > len(cols)+2 {
			break
		}
		cols, n = next, k+1
		full++
	}
	parts := 0
	for _, l := range ls[i:n] {
		parts += len(l.parts)
	}
	if full < 3 || len(cols) < 3 || parts*10 < full*len(cols)*6 || !figures(ls[i:n]) {
		return i, nil
	}
	return n, cols
}

// inColumns reports whether the parts of a line stand in one column each.
func inColumns(cols []rect, l *line) bool {
	for _, r := range l.parts {
		n := 0
		for _, c := range cols {
			if c.x0 < r.box.x1 && r.box.x0 < c.x1 {
				n++
			}
		}
		if n > 1 || r.box.width() > 18*r.size {
			return false
		}
	}
	return true
}

// figures reports whether lines are those of a table: short words and
// amounts, and not text that runs on in columns.
func figures(ls []*line) bool {
	long, all := 0, 0
	for _, l := range ls {
		for _, r := range l.parts {
			all++
			if r.box.width() > 18*r.size {
				long++
			}
		}
	}
	return long*4 < all
}

// addColumn puts a box into the columns, which it may widen or join.
func addColumn(cols []rect, b rect) []rect {
	var out []rect
	for _, c := range cols {
		if c.x0 < b.x1 && b.x0 < c.x1 {
			b = b.union(c)
			continue
		}
		out = append(out, c)
	}
	out = append(out, b)
	slices.SortFunc(out, func(a, b rect) int {
		if a.x0 < b.x0 {
			return -1
		}
		return 1
	})
	return out
}

func columnOf(cols []rect, b rect) int {
	best, most := 0, -1e9
	for i, c := range cols {
		if s := min(c.x1, b.x1) - max(c.x0, b.x0); s > most {
			best, most = i, s
		}
	}
	return best
}

// block returns the table for the document.
func (t *table) block(j *joiner) *doc.Table {
	out := &doc.Table{Position: doc.Position{Page: t.page, Line: t.number}, Header: t.header}
	for _, row := range t.rows {
		var spans [][]doc.Span
		for _, c := range row {
			spans = append(spans, j.spans(c.lines))
		}
		out.Rows = append(out.Rows, spans)
	}
	return out
}
