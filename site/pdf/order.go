package pdf

import (
	"cmp"
	"math"
	"slices"
)

// An atom is what the cutting of a page does not cut: a run of text, a table,
// a picture or an aside.
type atom struct {
	box     rect
	first   int // place in the content stream
	run     *run
	table   *table
	picture *picture
	frame   *frame
}

// A region is a part of a page with one column, read from top to bottom.
type region []atom

// regions puts what stands on a page into reading order.
//
// Most programs paint a page as it is read. So the order of the content
// stream holds, unless it jumps between the regions that an XY cut finds
// (Nagy and Seth, 1984), or paints a region before the one above it; then the
// order of the cut holds: columns from left to right, or from right to left
// where the text runs so.
func regions(atoms []atom, rtl bool) []region {
	c := cutter{rtl: rtl}
	if len(atoms) > maxAtoms {
		c.out = []region{atoms}
	} else {
		c.cut(atoms, 0)
	}
	out := c.out
	streamed := slices.Clone(out)
	slices.SortStableFunc(streamed, func(a, b region) int { return cmp.Compare(a.first(), b.first()) })
	if inOneGo(streamed) && downwards(streamed) {
		return streamed
	}
	return out
}

func (r region) first() int {
	n := r[0].first
	for _, a := range r {
		n = min(n, a.first)
	}
	return n
}

func (r region) box() rect {
	b := r[0].box
	for _, a := range r {
		b = b.union(a.box)
	}
	return b
}

// inOneGo reports whether the stream painted each region in one go.
func inOneGo(rs []region) bool {
	last := -1
	for _, r := range rs {
		if r.first() < last {
			return false
		}
		for _, a := range r {
			if a.run != nil {
				last = max(last, a.first)
			}
		}
	}
	return true
}

// downwards reports whether no region comes before one that it stands under.
func downwards(rs []region) bool {
	for i, a := range rs {
		for _, b := range rs[i+1:] {
			x, y := a.box(), b.box()
			shared := min(x.x1, y.x1) - max(x.x0, y.x0)
			if shared > 0.3*min(x.width(), y.width()) && x.y1 <= y.y0+1 {
				return false
			}
		}
	}
	return true
}

const (
	maxAtoms   = 1500 // of a page that is cut
	maxGutters = 400  // that are looked at on one page
)

type cutter struct {
	rtl   bool
	out   []region
	tests int // gutters looked at
}

// cut adds atoms to the regions, cut at gutters between columns as often as
// it takes.
func (c *cutter) cut(atoms []atom, depth int) {
	if len(atoms) == 0 {
		return
	}
	bands := bandsOf(atoms)
	if len(atoms) < 4 || depth > 12 {
		c.out = append(c.out, slices.Concat(bands...))
		return
	}
	from, to, x := c.bestGutter(bands)
	if to == 0 {
		c.out = append(c.out, slices.Concat(bands...))
		return
	}
	c.cut(slices.Concat(bands[:from]...), depth+1)
	var left, right []atom
	for _, a := range slices.Concat(bands[from:to]...) {
		if (a.box.x0+a.box.x1)/2 < x {
			left = append(left, a)
		} else {
			right = append(right, a)
		}
	}
	if c.rtl {
		left, right = right, left
	}
	c.cut(left, depth+1)
	c.cut(right, depth+1)
	c.cut(slices.Concat(bands[to:]...), depth+1)
}

// bandsOf groups atoms that stand beside each other, from top to bottom.
func bandsOf(atoms []atom) [][]atom {
	atoms = slices.Clone(atoms)
	slices.SortStableFunc(atoms, func(a, b atom) int { return cmp.Compare(b.box.y1, a.box.y1) })
	var out [][]atom
	low := 0.0
	for _, a := range atoms {
		if n := len(out); n > 0 && a.box.y1-0.3*min(a.box.height(), 12) > low {
			out[n-1] = append(out[n-1], a)
			low = min(low, a.box.y0)
			continue
		}
		out = append(out, []atom{a})
		low = a.box.y0
	}
	return out
}

// bestGutter finds the tallest stretch of bands that a gutter runs through,
// and returns where it begins and ends and where to cut. to is 0 where there
// is none.
func (c *cutter) bestGutter(bands [][]atom) (from, to int, at float64) {
	em := usualEm(bands)
	bottom, tallest := low(bands[len(bands)-1]), 0.0
	for i := range bands {
		top := bands[i][0].box.y1
		if top-bottom <= tallest {
			break
		}
		var free [][]rect // gaps left by the bands from i to each of the next
		gaps := []rect{{x0: -1e6, x1: 1e6}}
		for _, band := range bands[i:] {
			if gaps = closeGaps(gaps, band); len(inner(gaps, em)) == 0 {
				break
			}
			free = append(free, inner(gaps, em))
		}
		for j, tries := len(free)-1, 0; j >= 0 && tries < 8; j, tries = j-1, tries+1 {
			tall := top - low(bands[i+j])
			if tall <= tallest {
				break
			}
			if c.tests++; c.tests > maxGutters {
				return from, to, at
			}
			if x, ok := gutter(free[j], slices.Concat(bands[i:i+j+1]...), em); ok {
				from, to, at, tallest = i, i+j+1, x, tall
				break
			}
		}
	}
	return from, to, at
}

// usualEm returns the size of the middle one of the runs.
func usualEm(bands [][]atom) float64 {
	var sizes []float64
	for _, b := range bands {
		for _, a := range b {
			if a.run != nil {
				sizes = append(sizes, a.run.size)
			}
		}
	}
	if len(sizes) == 0 {
		return 10
	}
	slices.Sort(sizes)
	return sizes[len(sizes)/2]
}

// inner returns the gaps that have text on both sides and are wide enough to
// part columns.
func inner(gaps []rect, em float64) []rect {
	var out []rect
	for _, g := range gaps {
		if g.x0 > -1e5 && g.x1 < 1e5 && g.width() >= 0.9*em {
			out = append(out, g)
		}
	}
	return out
}

func low(band []atom) float64 {
	y := band[0].box.y0
	for _, a := range band {
		y = min(y, a.box.y0)
	}
	return y
}

// closeGaps takes the widths of a band's atoms out of the gaps left free by
// the bands above.
func closeGaps(gaps []rect, band []atom) []rect {
	for _, a := range band {
		var next []rect
		for _, g := range gaps {
			if a.box.x1 <= g.x0 || a.box.x0 >= g.x1 {
				next = append(next, g)
				continue
			}
			if left := (rect{x0: g.x0, x1: a.box.x0}); left.width() > 4 {
				next = append(next, left)
			}
			if right := (rect{x0: a.box.x1, x1: g.x1}); right.width() > 4 {
				next = append(next, right)
			}
		}
		gaps = next
	}
	return gaps
}

// gutter returns where to cut between two columns of a part of a page.
func gutter(gaps []rect, part []atom, em float64) (float64, bool) {
	best, x := 0.0, 0.0
	for _, g := range gaps {
		if mid := (g.x0 + g.x1) / 2; g.width() > best && columns(part, mid, em) {
			best, x = g.width(), mid
		}
	}
	return x, best > 0
}

// columns reports whether the text on both sides of x is read one side after
// the other: each side looks like a column, and the stream did not cross over
// on most of the lines that they share.
func columns(part []atom, x, em float64) bool {
	var left, right []atom
	for _, a := range part {
		if (a.box.x0+a.box.x1)/2 < x {
			left = append(left, a)
		} else {
			right = append(right, a)
		}
	}
	l, r := newColumn(left, em), newColumn(right, em)
	if l.lines < 3 || r.lines < 3 || min(l.width, r.width) < 6*em || l.height < 3*em || r.height < 3*em {
		return false
	}
	shared, crossed := 0, 0
	for _, a := range left {
		var next *run // what stands beside a on the other side, with nothing between
		for _, b := range part {
			if a.run == nil || b.run == nil || b.box.x0 < a.box.x1-em/2 || math.Abs(a.run.y-b.run.y) > 0.3*em {
				continue
			}
			if next == nil || b.box.x0 < next.box.x0 {
				next = b.run
			}
		}
		if next == nil || (next.box.x0+next.box.x1)/2 < x {
			continue
		}
		shared++
		if d := next.first - a.first; d == 1 || d == -1 {
			crossed++
		}
	}
	if min(l.lines, r.lines) >= 8 && min(l.width, r.width) > 12*em && (before(left, right) || before(right, left)) {
		return true
	}
	if shared*2 > min(l.lines, r.lines) && min(l.usual, r.usual) < 7*em {
		return false // rows of cells
	}
	if shared < 2 || crossed*3 < shared {
		return true
	}
	return l.full() && r.full()
}

// before reports whether the stream painted all of a before any of b.
func before(a, b []atom) bool {
	last := -1
	for _, x := range a {
		if x.run != nil {
			last = max(last, x.first)
		}
	}
	return !slices.ContainsFunc(b, func(x atom) bool { return x.run != nil && x.first < last })
}

// A column is what tells a column of text from one of a table.
type column struct {
	lines, filled int
	width, height float64
	usual         float64 // width of the middle one of its runs
}

func newColumn(atoms []atom, em float64) column {
	if len(atoms) == 0 {
		return column{}
	}
	b := region(atoms).box()
	c := column{width: b.width(), height: b.height()}
	var rows, widths []float64
	for _, a := range atoms {
		if a.run == nil {
			continue
		}
		widths = append(widths, a.box.width())
		if !slices.ContainsFunc(rows, func(y float64) bool { return y-a.run.y < 0.3*em && a.run.y-y < 0.3*em }) {
			rows = append(rows, a.run.y)
		}
		if a.box.width() > 0.85*b.width() {
			c.filled++
		}
	}
	if len(widths) > 0 {
		slices.Sort(widths)
		c.usual = widths[len(widths)/2]
	}
	c.lines = len(rows)
	return c
}

// full reports whether most lines fill the column, as those of text do.
func (c column) full() bool { return c.lines >= 6 && c.filled*10 >= c.lines*6 }
