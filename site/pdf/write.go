package pdf

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/unicode/norm"
)

// write sets the text of a line from its runs.
func (l *line) write() {
	slices.SortStableFunc(l.parts, func(a, b *run) int { return rising(a.box.x0, b.box.x0) })
	n := 0
	for _, r := range l.parts {
		n += len(r.glyphs) + 2
	}
	all := make([]glyph, 0, n)
	rtl := 0
	for i, r := range l.parts {
		if i > 0 {
			all = append(all, gapBetween(l.parts[i-1], r)...)
		}
		all = append(all, r.ordered()...)
		for _, g := range r.glyphs {
			switch {
			case rightToLeft(g.r):
				rtl++
			case unicode.IsLetter(g.r):
				rtl--
			}
		}
	}
	l.trail = l.parts[len(l.parts)-1].trail
	if rtl > 0 {
		all = logical(all)
		l.trail = l.parts[0].trail || l.trail
	}
	l.set(all)
}

// ordered returns the glyphs of a run from left to right, where the content
// stream painted them in another order.
func (r *run) ordered() []glyph {
	last := math.Inf(-1)
	for _, g := range r.glyphs {
		if rightToLeft(g.r) {
			return r.glyphs
		}
		if !g.made && !unicode.Is(unicode.Mn, g.r) {
			if g.x0 < last-0.5*g.size {
				return r.sorted()
			}
			last = g.x0
		}
	}
	return r.glyphs
}

func (r *run) sorted() []glyph {
	out := slices.Clone(r.glyphs)
	for i := range out {
		if g := &out[i]; i > 0 && (g.made || unicode.Is(unicode.Mn, g.r)) {
			g.x0 = out[i-1].x0 // stays behind its base
			g.x1 = max(g.x1, out[i-1].x1)
		}
	}
	slices.SortStableFunc(out, func(a, b glyph) int { return rising(a.x0, b.x0) })
	return out
}

// gapBetween returns the spaces that a gap between two runs stands for.
func gapBetween(a, b *run) []glyph {
	em := max(a.size, b.size)
	gap := (b.box.x0 - a.box.x1) / em
	space := glyph{r: ' ', made: true}
	last, first := a.glyphs[len(a.glyphs)-1].r, b.glyphs[0].r
	switch {
	case gap > 1.5:
		return []glyph{space, space}
	case a.trail || b.lead, gap > 0.2 && !(solid(last) && solid(first) && gap < 0.8):
		return []glyph{space}
	}
	return nil
}

// set takes glyphs in reading order as the line's text.
func (l *line) set(glyphs []glyph) {
	var b strings.Builder
	b.Grow(2 * len(glyphs))
	l.bold, l.letters, l.marks = true, 0, nil
	letters := 0
	for i := range glyphs {
		g := &glyphs[i]
		if g.r == ' ' {
			b.WriteByte(' ')
			continue
		}
		s := foldRune(g.r)
		n := countLetters(s)
		l.mark(g, letters, letters+n, s)
		letters += n
		if n > 0 && g.face != nil && !g.bold && g.place == level {
			l.bold = false
		}
		b.WriteString(s)
	}
	l.bold = l.bold && letters > 0
	l.text = strings.TrimSpace(norm.NFC.String(b.String()))
	l.letters = countLetters(l.text)
	if l.letters != letters { // composed: offsets do not hold any more
		l.marks = nil
	}
}

// mark adds a glyph to the stretches of the line that are raised or lead to
// an address.
func (l *line) mark(g *glyph, from, to int, s string) {
	if g.link == nil && g.place != raised {
		return
	}
	m := mark{from: from, to: to}
	if g.link != nil {
		m.url = g.link.url
	} else {
		m.label = s
	}
	if n := len(l.marks); n > 0 {
		if last := &l.marks[n-1]; last.to == from && last.url == m.url && (last.label == "") == (m.label == "") {
			last.to = to
			last.label += m.label
			return
		}
	}
	l.marks = append(l.marks, m)
}

// countLetters counts what a doc.Tally counts.
func countLetters(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

// foldRune replaces the stand-ins that fonts use for letters: presentation
// forms of Arabic letters (U+FB50 to U+FDFF, U+FE70 to U+FEFC) and the
// radicals of dictionaries for Han characters.
func foldRune(r rune) string {
	switch {
	case r >= 0xfb50 && r <= 0xfdff && r != 0xfdfc, r >= 0xfe70 && r <= 0xfefc,
		r >= 0x2e80 && r <= 0x2fd5:
		return strings.TrimSpace(norm.NFKC.String(string(r)))
	case r == 0xad:
		return "-"
	}
	return string(r)
}

// rightToLeft reports a letter that is written from right to left.
func rightToLeft(r rune) bool {
	if r < 0x590 {
		return false
	}
	p, _ := bidi.LookupRune(r)
	return p.Class() == bidi.R || p.Class() == bidi.AL
}

// logical puts the glyphs of a line that runs from right to left into the
// order in which they are read. It undoes rules L1 and L2 of UAX #9 by where
// the glyphs stand: from right to left, and numbers and words of other
// scripts from left to right.
func logical(glyphs []glyph) []glyph {
	cs := clusters(glyphs)
	slices.SortStableFunc(cs, func(a, b cluster) int { return cmp.Compare(b.x0+b.x1, a.x0+a.x1) })
	cs = spaced(cs)
	for i := 0; i < len(cs); {
		if !cs[i].leftToRight() {
			i++
			continue
		}
		n := i + 1
		for j := n; j < len(cs) && !cs[j].rightToLeft(); j++ {
			if cs[j].leftToRight() {
				n = j + 1
			}
		}
		slices.Reverse(cs[i:n])
		i = n
	}
	var out []glyph
	for _, c := range cs {
		out = append(out, c.glyphs...)
	}
	return out
}

// A cluster is a letter with its marks, or the letters of one ligature.
type cluster struct {
	x0, x1 float64
	glyphs []glyph
}

func clusters(glyphs []glyph) []cluster {
	var out []cluster
	for _, g := range glyphs {
		if g.made {
			continue // spaced sees the gap
		}
		if n := len(out); n > 0 {
			c := &out[n-1]
			first := &c.glyphs[0]
			switch {
			case unicode.Is(unicode.Mn, g.r):
				c.glyphs = append(c.glyphs, g)
				continue
			case rightToLeft(g.r) && g.x0 == c.x0 && g.x1 == c.x1 && g.r != ' ':
				// PDFium reverses the ligature of lam and alef with the rest.
				if g.r == 'ل' && strings.ContainsRune("اأإآ", first.r) {
					c.glyphs = slices.Insert(c.glyphs, 0, g)
				} else {
					c.glyphs = append(c.glyphs, g)
				}
				continue
			}
		}
		out = append(out, cluster{g.x0, g.x1, []glyph{g}})
	}
	return out
}

// spaced puts a space where a gap shows one.
func spaced(cs []cluster) []cluster {
	var out []cluster
	for i, c := range cs {
		if i > 0 {
			last, em := out[len(out)-1], c.glyphs[0].size
			if c.glyphs[0].r != ' ' && last.glyphs[0].r != ' ' && last.x0-c.x1 > 0.18*em {
				out = append(out, cluster{c.x1, last.x0, []glyph{{r: ' ', made: true, size: em}}})
			}
		}
		out = append(out, c)
	}
	return out
}

func (c cluster) rightToLeft() bool { return rightToLeft(c.glyphs[0].r) }

// leftToRight reports a letter or a digit that is written from left to right.
func (c cluster) leftToRight() bool {
	r := c.glyphs[0].r
	return !rightToLeft(r) && (unicode.IsLetter(r) || unicode.IsDigit(r))
}
