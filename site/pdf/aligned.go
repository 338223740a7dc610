package pdf

import "slices"

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
