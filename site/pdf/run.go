package pdf

import (
	"cmp"
	"math"
	"slices"
	"unicode"
)

// A run is text that was painted in one go along one baseline: a line, or the
// part of a line that stands in one column or cell.
type run struct {
	glyphs []glyph // with spaces between words
	box    rect    // from its first to its last glyph that is not a space
	y      float64 // baseline
	size   float64 // that of most of its glyphs
	first  int     // place in the order of the content stream
	lead   bool    // a space stood before it
	trail  bool    // a space stood behind it
}

// above and below are the parts of an em that a line takes over and under its
// baseline.
const above, below = 0.85, 0.2

// A raising says how a glyph stands in its line: one that is smaller may be
// raised above the baseline or lowered below it.
type raising int8

const (
	level raising = iota
	raised
	lowered
)

// A runner collects glyphs into runs.
type runner struct {
	runs  []*run
	cur   *run
	space *glyph  // the space that waits for the glyph behind it
	room  []glyph // for the glyphs of the runs to come
}

// runs cuts glyphs, in the order of the content stream, into runs: where the
// baseline changes, and where a gap is wider than an em.
func runs(glyphs []glyph) []*run {
	w := runner{room: make([]glyph, 0, len(glyphs))}
	glyphs = leftFirst(glyphs)
	for i := range glyphs {
		if g := &glyphs[i]; g.r == ' ' {
			w.hold(g)
		} else {
			w.add(*g)
		}
	}
	w.end()
	return w.runs
}

// hold keeps a space until the next glyph tells whether it was the last.
func (w *runner) hold(g *glyph) {
	if w.cur == nil {
		return
	}
	if w.space == nil {
		w.space = g
		return
	}
	if !g.made {
		if !w.space.made {
			w.cur.glyphs = append(w.cur.glyphs, *w.space)
		}
		w.space = g
	}
}

func (w *runner) add(g glyph) {
	if w.cur != nil {
		if place, ok := w.joins(g); ok {
			w.join(g, place)
			return
		}
	}
	lead := w.space != nil && w.cur == nil
	w.end()
	w.cur = &run{glyphs: w.room, y: g.y, size: g.size, first: len(w.runs), lead: lead}
	w.put(g)
}

// joins reports whether g continues the run, and how it stands in it.
func (w *runner) joins(g glyph) (raising, bool) {
	r := w.cur
	em := max(r.size, g.size)
	gap := max(g.x0-r.box.x1, r.box.x0-g.x1)
	limit := em
	if s := w.space; s != nil && !s.made && max(g.x0-s.x1, s.x0-g.x1) < 0.6*em {
		limit = 4 * em // real spaces fill the gap
	}
	if gap > limit {
		return level, false
	}
	dy := g.y - r.y
	switch small := g.size < 0.8*r.size; {
	case math.Abs(dy) < 0.3*min(r.size, g.size) && !(small && math.Abs(dy) > 0.12*r.size):
		return level, true
	case small && dy > 0 && dy < 0.75*r.size && gap < 0.5*em:
		return raised, true
	case small && dy < 0 && dy > -0.4*r.size && gap < 0.5*em:
		return lowered, true
	case r.size < 0.8*g.size && -dy > 0.1*g.size && -dy < 0.75*g.size && gap < 0.6*em && len(r.glyphs) < 5:
		return raised, true // the run so far is what was raised
	}
	return level, false
}

// leftFirst sorts the glyphs of each word that is read from right to left by
// where they stand, so that the next word is near the last of them. write
// restores the order in which they are read.
func leftFirst(glyphs []glyph) []glyph {
	if !slices.ContainsFunc(glyphs, func(g glyph) bool { return rightToLeft(g.r) }) {
		return glyphs
	}
	out := slices.Clone(glyphs)
	for i := 0; i < len(out); {
		n, rtl := i, false
		for n < len(out) && out[n].r != ' ' && math.Abs(out[n].y-out[i].y) < out[i].size/2 {
			rtl = rtl || rightToLeft(out[n].r)
			n++
		}
		if rtl {
			word := out[i:n]
			for k := 1; k < len(word); k++ {
				if unicode.Is(unicode.Mn, word[k].r) { // stays with its letter
					word[k].x0, word[k].x1 = word[k-1].x0, word[k-1].x1
				}
			}
			slices.SortStableFunc(word, func(a, b glyph) int { return cmp.Compare(a.x0+a.x1, b.x0+b.x1) })
		}
		i = max(n, i+1)
	}
	return out
}

func (w *runner) join(g glyph, place raising) {
	r := w.cur
	if s := w.space; s != nil {
		w.space = nil
		r.glyphs = append(r.glyphs, *s)
	}
	switch {
	case place == raised && r.size < 0.8*g.size:
		for i := range r.glyphs {
			r.glyphs[i].place = raised
		}
		r.y, r.size = g.y, g.size
	case place != level:
		g.place = place
	}
	w.put(g)
}

func (w *runner) put(g glyph) {
	r := w.cur
	box := rect{g.x0, g.y - below*g.size, g.x1, g.y + above*g.size}
	if len(r.glyphs) == 0 {
		r.box = box
	} else {
		r.box = r.box.union(box)
	}
	r.glyphs = append(r.glyphs, g)
}

func (w *runner) end() {
	if w.cur != nil {
		w.cur.trail = w.space != nil
		w.room = w.cur.glyphs[len(w.cur.glyphs):]
		w.cur.glyphs = slices.Clip(w.cur.glyphs)
		w.cur.size = usualSize(w.cur.glyphs)
		w.cur.close()
		w.runs = append(w.runs, w.cur)
	}
	w.cur, w.space = nil, nil
}

// close takes out the spaces that PDFium sees between East Asian letters that
// are only set wider than usual: those no wider than most of the run's gaps.
func (r *run) close() {
	var gaps []float64
	spaces := false
	r.eachGap(func(_ int, gap float64, made bool) {
		gaps = append(gaps, gap)
		spaces = spaces || made
	})
	if !spaces {
		return
	}
	slices.Sort(gaps)
	usual := gaps[len(gaps)/2]
	drop := map[int]bool{}
	r.eachGap(func(i int, gap float64, made bool) {
		if made && gap < usual+0.15*r.size {
			drop[i-1] = true
		}
	})
	var kept []glyph
	for i, g := range r.glyphs {
		if !drop[i] {
			kept = append(kept, g)
		}
	}
	r.glyphs = kept
}

// eachGap calls f for each letter that follows another of those set solid,
// with its index, the gap before it, and whether PDFium made that a space.
func (r *run) eachGap(f func(i int, gap float64, made bool)) {
	for i := 1; i < len(r.glyphs); i++ {
		a, b := r.glyphs[i-1], r.glyphs[i]
		made := a.made && i > 1
		if made {
			a = r.glyphs[i-2]
		}
		if solid(a.r) && solid(b.r) {
			f(i, b.x0-a.x1, made)
		}
	}
}

// usualSize returns the size of most glyphs.
func usualSize(glyphs []glyph) float64 {
	counts := map[float64]int{}
	best := 0.0
	for _, g := range glyphs {
		if g.r == ' ' || g.place != level {
			continue
		}
		s := math.Round(g.size*10) / 10
		counts[s]++
		if n := counts[s]; n > counts[best] || n == counts[best] && s > best {
			best = s
		}
	}
	if best == 0 {
		return 1
	}
	return best
}

// solid reports a character that is set without spaces beside its like.
func solid(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || r >= 0x3001 && r <= 0x303f || r >= 0xff01 && r <= 0xff65
}

// A line is one line of text of one column.
type line struct {
	page    int
	number  int // on its page, from 1, in reading order
	box     rect
	y       float64
	size    float64
	bold    bool // all of its letters are
	text    string
	letters int // letters and digits of text
	trail   bool
	marks   []mark
	parts   []*run // from left to right
	element *element

	indent float64 // in points, from the edge of its column
	gap    float64 // baseline to that of the line above in its column; 0 at its top
	width  float64 // of its column
}

// follows reports whether a line stands right under the one before.
func (l *line) follows() bool { return l != nil && l.gap > 0 && l.gap < 1.6*l.size }

// A mark is a stretch of a line that leads somewhere or is raised. Letters
// are counted from the line's start.
type mark struct {
	from, to int
	label    string // what stands there, where it may refer to a note
	url      string
}

// rising compares coordinates, which are numbers all of them.
func rising(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// lines joins the runs of one column into lines, from top to bottom.
func lines(runs []*run) []*line {
	runs = slices.Clone(runs)
	slices.SortStableFunc(runs, func(a, b *run) int { return rising(b.y, a.y) })
	var out []*line
	for _, r := range runs {
		if l := lineFor(out, r); l != nil {
			l.take(r)
			continue
		}
		out = append(out, &line{y: r.y, size: r.size, box: r.box, parts: []*run{r}})
	}
	slices.SortStableFunc(out, func(a, b *line) int { return rising(b.y, a.y) })
	for _, l := range out {
		l.write()
	}
	return out
}

// lineFor returns the line, among the last ones made, that run r stands in.
func lineFor(ls []*line, r *run) *line {
	for i := len(ls) - 1; i >= 0 && i > len(ls)-4; i-- {
		l := ls[i]
		dy := math.Abs(l.y - r.y)
		if dy < 0.3*min(l.size, r.size) {
			return l
		}
		small, large := min(l.size, r.size), max(l.size, r.size)
		near := r.box.x0-l.box.x1 < 0.5*large && l.box.x0-r.box.x1 < 0.5*large
		if small < 0.8*large && dy < 0.6*large && near && len(r.glyphs) < 5 {
			return l // raised or lowered
		}
	}
	return nil
}

func (l *line) take(r *run) {
	if r.size > 1.2*l.size {
		for _, p := range l.parts {
			p.raise(r)
		}
		l.y, l.size = r.y, r.size
	} else if r.size < 0.8*l.size && r.y > l.y+0.1*l.size {
		r.raise(nil)
	} else if len(r.glyphs) > len(l.parts[0].glyphs) {
		l.size = r.size
	}
	l.parts = append(l.parts, r)
	l.box = l.box.union(r.box)
}

// raise marks a run as standing above the baseline of base.
func (r *run) raise(base *run) {
	if base != nil && r.y <= base.y+0.1*base.size {
		return
	}
	for i := range r.glyphs {
		r.glyphs[i].place = raised
	}
}
