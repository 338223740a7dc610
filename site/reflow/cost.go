package reflow

import (
	"cmp"
	"math"
	"slices"

	"github.com/backissue/backissue/site/numbering"
)

// A cutter weighs paragraphs. The weights were set by hand: one is a hint, two
// outweigh a doubtful break, five settle what nothing else speaks against.
type cutter struct {
	ls     []line
	forced []bool       // a paragraph starts here, whatever it costs
	series []bool       // the line begins with a number that continues a series
	usual  []int        // usual gap between lines, around each line
	column []float64    // widest line around each line
	peaks  [][]float64  // measures of the columns around each line
	opened []int        // brackets that the lines above each line open and do not close
	joints [][2]float64 // cost of joining each line to the one above; the second where that is a paragraph's first

	habits []habits // of each line; nil in the first pass
	noisy  bool     // gaps between lines say nothing
}

func newCutter(ls []line) *cutter {
	n := len(ls)
	c := &cutter{ls: ls, forced: make([]bool, n), series: markSeries(ls), usual: make([]int, n),
		column: make([]float64, n), peaks: make([][]float64, n), opened: make([]int, n+1), joints: make([][2]float64, n)}
	for i, l := range ls {
		c.forced[i] = i == 0 || l.row > 0 || l.isGlued || l.bullet || l.right > unwrapped
		if i > 0 {
			above := ls[i-1]
			c.forced[i] = c.forced[i] || above.row > 0 || above.leader || above.file || above.right > unwrapped
		}
		c.opened[i+1] = c.opened[i] + l.opens
		c.usual[i] = usualGap(ls, i)
		c.peaks[i] = peaksAround(ls, i)
		c.column[i] = columnAround(ls, i)
	}
	return c
}

// columnAround returns the widest line near line i, on the same page where
// the page has enough lines to tell.
func columnAround(ls []line, i int) float64 {
	near, page := 0.0, 0.0
	n := 0
	for j := max(0, i-4); j < min(len(ls), i+5); j++ {
		near = math.Max(near, ls[j].right)
		if ls[j].Page == ls[i].Page {
			page = math.Max(page, ls[j].right)
			n++
		}
	}
	if n >= 4 {
		return page
	}
	return near
}

// widestNear returns the widest line of a whole page around line i.
func widestNear(ls []line, i int) float64 {
	w := 0.0
	for j := max(0, i-30); j < min(len(ls), i+30); j++ {
		w = math.Max(w, ls[j].right)
	}
	return w
}

// peaksAround returns the right edges that many Han lines around line i
// share, the most frequent first: the measures of the columns there.
func peaksAround(ls []line, i int) []float64 {
	var counts [unwrapped]int
	var peaks []float64
	for j := max(0, i-12); j < min(len(ls), i+13); j++ {
		l := &ls[j]
		if !l.han || l.quotes > 0 || l.hang > 0 || l.right <= 20 || l.right >= unwrapped-1 {
			continue
		}
		w := int(math.Round(l.right))
		if counts[w]++; counts[w] == 3 {
			peaks = append(peaks, float64(w))
		}
	}
	// First lines that lost their indent are no column.
	all := slices.Clone(peaks)
	peaks = slices.DeleteFunc(peaks, func(p float64) bool {
		return slices.ContainsFunc(all, func(q float64) bool {
			return math.Abs(q-p-4) <= 1 && counts[int(q)] >= counts[int(p)]
		})
	})
	slices.SortFunc(peaks, func(a, b float64) int {
		return cmp.Or(cmp.Compare(counts[int(b)], counts[int(a)]), cmp.Compare(b, a))
	})
	return peaks
}

// A measure is the width that the lines of a paragraph were set to.
type measure struct {
	n              int
	widest, second float64
}

func (m *measure) add(l line) {
	m.n++
	switch w := l.right - l.hang; {
	case w > m.widest:
		m.widest, m.second = w, m.widest
	case w > m.second:
		m.second = w
	}
}

// width is that of the second widest of many lines, since figures measure
// badly.
func (m *measure) width() float64 {
	if m.n < 4 || m.widest-m.second > 4 {
		return m.widest
	}
	return m.second
}

// snap returns the measure of a column near line i that the width of n lines
// is close to, or the width itself. Two lines may both be shorter than their
// column: the first by its indent, the second as the last.
func (c *cutter) snap(i int, width float64, n int) float64 {
	above := 2.2
	if n == 2 {
		above = 4.6
	}
	for _, p := range c.peaks[i] {
		if p-width <= above && width-p <= 2.2 {
			return p
		}
	}
	return width
}

// inner is what it costs that the lines from to j-1 of a paragraph, m wide
// and begun at line i, follow each other.
func (c *cutter) inner(i, from, j int, m float64) float64 {
	cost := 0.0
	for k := from; k < j-1 && cost <= hopeless; k++ {
		first := 0
		if k == i {
			first = 1
		}
		cost += c.early(k, m, k == i) + c.joints[k+1][first]
	}
	return cost
}

// early is what it costs that line k, of a paragraph m wide, ends where the
// first word of the next line had room.
func (c *cutter) early(k int, m float64, first bool) float64 {
	l, next := &c.ls[k], &c.ls[k+1]
	unit, slack := next.unit, 1.2
	if !l.han {
		unit = next.word
		slack += math.Max(2, m*.06) // proportional letters, stretched spaces
	}
	room := m - l.right
	if first && l.lostIndent(room) {
		room = 0
	} else if first && l.han && l.Indent > 0 && l.Indent < 4 {
		room -= 4 - l.Indent // two spaces that stand for two characters
	}
	cost := 0.0
	if excess := room - unit - slack; excess > 0 {
		cost = math.Min(10, 2.5+2*excess)
	}
	if m < 0.75*c.column[k] {
		cost += 4 // narrower than the lines around it
	}
	if c.column[k]-l.right > unit+slack+5 {
		cost += 1.5
		if c.habits != nil && c.habits[k].trails && l.han && l.Trail {
			cost += 3
		}
	}
	return cost
}

// lostIndent reports whether room, left on a paragraph's first line, is that
// of an indent of two characters that got lost. The space behind a number may
// have been wider, and so may those around figures.
func (l *line) lostIndent(room float64) bool {
	low, high := 2.5-l.hang, 6.6+math.Min(2, float64(l.spaces)/2)
	if l.num.Style != numbering.None {
		high += 2
	}
	return l.Indent < 2 && room > low && room < high
}

// weighJoints weighs for each line what it costs that it continues the
// paragraph of the line above.
func (c *cutter) weighJoints() {
	for k := 1; k < len(c.ls); k++ {
		above, l := &c.ls[k-1], &c.ls[k]
		cost := c.signs(k) + c.gap(k)
		if c.habits != nil {
			cost += c.broken(k)
		}
		if math.Abs(l.Indent-above.Indent) >= 8 && (c.apart(k) || c.apart(k-1)) {
			cost += 5
		}
		c.joints[k] = [2]float64{cost, cost}
		if l.Indent >= above.Indent+2 && !l.pageTop && !above.pageTop {
			c.joints[k][0] += 5
		}
	}
}

// apart reports whether line k stands in the middle or at the right of its
// column: a title or a signature.
func (c *cutter) apart(k int) bool {
	l := &c.ls[k]
	return l.Indent >= 8 && l.right-l.Indent < 0.7*c.column[k]
}

// signs is what the texts of line k and the one above say against joining
// them.
func (c *cutter) signs(k int) float64 {
	above, l := &c.ls[k-1], &c.ls[k]
	cost := 0.0
	if above.sentence {
		cost += 0.7
	}
	if c.series[k] {
		cost += 1.5
		if !l.num.Style.Solid() || above.sentence && !above.listEnd || c.counts(k) {
			cost += 4
		}
	}
	if l.bracket && above.opens <= 0 || above.bracket || l.date {
		cost += 6
	}
	if above.script != l.script && above.script != 0 && l.script != 0 {
		cost += 5
	}
	if l.label {
		cost += 5
	}
	if l.field && l.right < 0.6*above.right && above.right < 0.85*widestNear(c.ls, k) {
		cost += 4
	}
	if l.pageTop && l.num.Style != numbering.None && !l.num.Style.Solid() {
		cost += 4
	}
	return cost
}

// counts reports whether line k and the one above begin with numbers that
// follow each other, set to the same edge: two items of one line each.
func (c *cutter) counts(k int) bool {
	above, l := &c.ls[k-1], &c.ls[k]
	return c.series[k-1] && above.num.Style == l.num.Style && above.num.N+1 == l.num.N && above.Indent == l.Indent
}

// gap is what the space between line k and the one above says against
// joining them.
func (c *cutter) gap(k int) float64 {
	l := &c.ls[k]
	switch {
	case l.cut || l.pageTop || l.Gap <= c.usual[k]:
		return 0
	case c.noisy:
		return 0.5
	case l.Gap >= 2*c.usual[k]:
		return 8
	}
	return 5
}

// broken is what it costs that joining line k to the one above breaks with
// the habits of the place.
func (c *cutter) broken(k int) float64 {
	above, l, h := &c.ls[k-1], &c.ls[k], c.habits[k]
	cost := 0.0
	if h.trails && above.han && above.Trail {
		cost++
		if above.sentence {
			cost += 4
		}
	}
	if h.indents && l.Indent >= 2 && (l.han || l.Indent > above.Indent) {
		cost += 4
	}
	if h.lostIndents && !h.trails && above.sentence && c.lacksIndent(k) {
		cost += 2
	}
	return cost
}

// lacksIndent reports whether line k is as long as a full line whose indent
// got lost.
func (c *cutter) lacksIndent(k int) bool {
	l := &c.ls[k]
	for _, p := range c.peaks[k] {
		if room := p - l.right; l.han && l.Indent < 2 && (math.Abs(room-4) < 1 || l.hang > 0 && math.Abs(room-2) < 1) {
			return true
		}
	}
	return false
}

// ends is what the first and the last line of a paragraph m wide cost as
// such.
func (c *cutter) ends(i, j int, m float64) float64 {
	last := &c.ls[j-1]
	cost := 2.0
	if c.ls[i].bound && !c.forced[i] {
		cost += 20
	}
	column := m
	if j == i+1 {
		column = c.column[i]
	}
	full := last.right > column-3
	switch {
	case last.sentence && full:
		cost++
	case last.sentence:
	case j == i+1 && (c.series[i] || c.apart(i)):
		cost++ // a numbered heading, or a line set apart
	case full:
		cost += 5
	case j > i+1:
		cost += 4
	default: // a title, a label, a name: the longer, the less likely
		cost += math.Max(1, 8*last.right/column-3)
	}
	if c.opened[j] > c.opened[i] && !last.sentence {
		cost += 4
	}
	if c.habits != nil {
		cost += c.unusual(i, j, m)
	}
	return cost
}

// unusual is what it costs that a paragraph does not follow the habits of its
// place.
func (c *cutter) unusual(i, j int, m float64) float64 {
	h, first, last := c.habits[i], &c.ls[i], &c.ls[j-1]
	cost := 0.0
	if h.trails && last.han && !last.Trail && j < len(c.ls) {
		cost += 4
	}
	if j-i < 2 || !first.han {
		return cost
	}
	switch room := m - first.right; {
	case h.indents && first.Indent < 2 && !c.series[i]:
		cost += 3
	case h.lostIndents && first.lostIndent(room):
		cost -= 1.5
	case h.lostIndents && !h.trails:
		cost += 1.5
	}
	return cost
}
