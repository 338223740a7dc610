package pdf

import (
	"math"
	"regexp"
	"strings"

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

// joinTables joins a table at the top of a page to the one at the end of the
// page before, if it is as wide. The head that it repeats is returned as
// furniture.
func joinTables(pages []*page) []doc.Furniture {
	var out []doc.Furniture
	var open *table // that may go on
	for _, p := range pages {
		if len(p.pieces) == 0 {
			open = nil
			continue
		}
		t := p.pieces[0].table
		if t != nil && open != nil && open.fits(t) {
			if len(t.rows) > 1 && rowText(t.rows[0]) == rowText(open.rows[0]) {
				out = append(out, doc.Furniture{Position: doc.Position{Page: p.number, Line: t.number}, Kind: doc.RunningHead, Text: rowText(t.rows[0])})
				t.rows = t.rows[1:]
			}
			open.take(t)
			p.pieces = p.pieces[1:]
			if len(p.pieces) == 0 {
				continue
			}
		}
		open = p.pieces[len(p.pieces)-1].table
	}
	return out
}

// fits reports whether o has the width of t, and no column of its own.
func (t *table) fits(o *table) bool {
	return math.Abs(t.box.x0-o.box.x0) < near && math.Abs(t.box.x1-o.box.x1) < near && len(o.xs) <= len(t.xs)
}

// take adds the rows of o to t, each cell to the column that begins where its
// own does.
func (t *table) take(o *table) {
	for _, row := range o.rows {
		out := make([]cell, len(t.xs))
		for i, c := range row {
			k := 0
			for k+1 < len(t.xs) && t.xs[k+1] <= o.xs[i]+near {
				k++
			}
			out[k].lines = append(out[k].lines, c.lines...)
		}
		t.rows = append(t.rows, out)
	}
}

func rowText(row []cell) string {
	var words []string
	for _, c := range row {
		for _, l := range c.lines {
			words = append(words, l.text)
		}
	}
	return strings.Join(words, " ")
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
