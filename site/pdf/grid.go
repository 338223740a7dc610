package pdf

import (
	"cmp"
	"math"
	"slices"
)

// A grid is what the rules of a table enclose: columns and rows, and cells
// that may take several of them.
type grid struct {
	box   rect
	xs    []float64 // edges of columns, from left to right
	ys    []float64 // edges of rows, from top to bottom
	owner []int     // of each cell, row by row: the first cell of those merged with it
}

const (
	touch = 3.0 // points that rules may miss each other by and still meet
	near  = 4.0 // points below which two edges are one
)

// grids finds the tables that rules are drawn around, the smallest first.
func grids(rules []rect) []*grid {
	var across, down []rect
	for _, r := range rules {
		switch {
		case r.height() <= thin && r.width() > 8:
			across = append(across, r)
		case r.width() <= thin && r.height() > 5:
			down = append(down, r)
		}
	}
	if len(across) < 2 || len(down) < 1 || len(across)+len(down) > 3000 {
		return nil
	}
	across, down = mergeAcross(across), mergeDown(down)
	var out []*grid
	for _, part := range meeting(across, down) {
		if g := newGrid(part.across, part.down); g != nil {
			out = append(out, g)
		}
	}
	slices.SortFunc(out, func(a, b *grid) int {
		return cmp.Compare(a.box.width()*a.box.height(), b.box.width()*b.box.height())
	})
	return out
}

// mergeAcross joins rules that continue each other.
func mergeAcross(rs []rect) []rect {
	slices.SortFunc(rs, func(a, b rect) int {
		return cmp.Or(cmp.Compare(math.Round(b.y0+b.y1), math.Round(a.y0+a.y1)), cmp.Compare(a.x0, b.x0))
	})
	var out []rect
	for _, r := range rs {
		if n := len(out); n > 0 {
			if l := &out[n-1]; math.Abs(l.y0+l.y1-r.y0-r.y1) < 3 && r.x0 <= l.x1+touch {
				*l = l.union(r)
				continue
			}
		}
		out = append(out, r)
	}
	return out
}

func mergeDown(rs []rect) []rect {
	swapped := make([]rect, len(rs))
	for i, r := range rs {
		swapped[i] = rect{r.y0, r.x0, r.y1, r.x1}
	}
	swapped = mergeAcross(swapped)
	for i, r := range swapped {
		swapped[i] = rect{r.y0, r.x0, r.y1, r.x1}
	}
	return swapped
}

type ruling struct{ across, down []rect }

// meeting groups rules that touch.
func meeting(across, down []rect) []ruling {
	all := slices.Concat(across, down)
	root := make([]int, len(all))
	for i := range root {
		root[i] = i
	}
	find := func(i int) int {
		for root[i] != i {
			root[i] = root[root[i]]
			i = root[i]
		}
		return i
	}
	for i, a := range across {
		for j, d := range down {
			if d.x0 <= a.x1+touch && d.x1 >= a.x0-touch && a.y0 <= d.y1+touch && a.y1 >= d.y0-touch {
				root[find(i)] = find(len(across) + j)
			}
		}
	}
	groups := map[int]*ruling{}
	var order []int
	for i, r := range all {
		k := find(i)
		if groups[k] == nil {
			groups[k] = &ruling{}
			order = append(order, k)
		}
		if i < len(across) {
			groups[k].across = append(groups[k].across, r)
		} else {
			groups[k].down = append(groups[k].down, r)
		}
	}
	var out []ruling
	for _, k := range order {
		out = append(out, *groups[k])
	}
	return out
}

// newGrid returns the grid of rules that meet, or nil where they enclose
// fewer than two cells. A table may be open at its sides.
func newGrid(across, down []rect) *grid {
	if len(across) < 2 || len(down) < 1 {
		return nil
	}
	var xs, ys []float64
	for _, a := range across {
		ys = append(ys, (a.y0+a.y1)/2)
	}
	for _, d := range down {
		xs = append(xs, (d.x0+d.x1)/2)
	}
	for _, a := range across {
		xs = append(xs, a.x0, a.x1)
	}
	for _, d := range down {
		ys = append(ys, d.y0, d.y1)
	}
	g := &grid{xs: edges(xs), ys: edges(ys)}
	slices.Reverse(g.ys)
	cols, rows := len(g.xs)-1, len(g.ys)-1
	if cols < 1 || rows < 1 || cols*rows < 2 || cols > 60 || cols*rows > 6000 {
		return nil
	}
	g.box = rect{g.xs[0], g.ys[rows], g.xs[cols], g.ys[0]}
	g.owner = make([]int, cols*rows)
	for i := range g.owner {
		g.owner[i] = i
	}
	for r := range rows {
		for c := range cols {
			if c+1 < cols && !parted(down, g.xs[c+1], g.ys[r+1], g.ys[r], true) {
				g.merge(r*cols+c, r*cols+c+1)
			}
			if r+1 < rows && !parted(across, g.ys[r+1], g.xs[c], g.xs[c+1], false) {
				g.merge(r*cols+c, (r+1)*cols+c)
			}
		}
	}
	g.square()
	for _, o := range g.owner {
		if o != g.owner[0] {
			return g
		}
	}
	return nil
}

// edges sorts positions and takes those that lie together for one.
func edges(vs []float64) []float64 {
	slices.Sort(vs)
	var out []float64
	for i := 0; i < len(vs); {
		n, sum := i, 0.0
		for n < len(vs) && vs[n]-vs[i] < near {
			sum += vs[n]
			n++
		}
		out = append(out, sum/float64(n-i))
		i = n
	}
	return out
}

// parted reports whether rules run along most of an edge between two cells:
// at the position at, from one end of it to the other.
func parted(rules []rect, at, from, to float64, upright bool) bool {
	covered := 0.0
	for _, r := range rules {
		if !upright {
			r = rect{r.y0, r.x0, r.y1, r.x1}
		}
		if math.Abs((r.x0+r.x1)/2-at) < near {
			covered += max(0, min(r.y1, to)-max(r.y0, from))
		}
	}
	return covered > 0.6*(to-from)
}

// merge makes two cells and all that are merged with them one.
func (g *grid) merge(a, b int) {
	oa, ob := g.owner[a], g.owner[b]
	first, other := min(oa, ob), max(oa, ob)
	for i, o := range g.owner {
		if o == other {
			g.owner[i] = first
		}
	}
}

// square widens merged cells to whole boxes, since a table has no cells of
// another shape.
func (g *grid) square() {
	cols := len(g.xs) - 1
	type span struct{ r0, c0, r1, c1 int }
	for again := true; again; {
		again = false
		spans := map[int]span{}
		for i, o := range g.owner {
			r, c := i/cols, i%cols
			s, ok := spans[o]
			if !ok {
				s = span{r, c, r, c}
			}
			spans[o] = span{min(s.r0, r), min(s.c0, c), max(s.r1, r), max(s.c1, c)}
		}
		for i := range g.owner {
			s, ok := spans[i]
			for r := s.r0; ok && r <= s.r1; r++ {
				for c := s.c0; c <= s.c1; c++ {
					if g.owner[r*cols+c] != g.owner[i] {
						g.merge(r*cols+c, i)
						again = true
					}
				}
			}
		}
	}
}

// cell returns the cell that a point lies in, by its owner, or -1.
func (g *grid) cell(x, y float64) int {
	if !g.box.contains(x, y) {
		return -1
	}
	cols, rows := len(g.xs)-1, len(g.ys)-1
	c, r := 0, 0
	for c+1 < cols && x > g.xs[c+1] {
		c++
	}
	for r+1 < rows && y < g.ys[r+1] {
		r++
	}
	return g.owner[r*cols+c]
}
