package pdf

import (
	"math"
	"slices"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// accents are the signs that fonts without accented letters paint over a
// letter, and the combining marks that they stand for.
var accents = map[rune]rune{
	'`': 0x300, '´': 0x301, 'ˆ': 0x302, '˜': 0x303, '¯': 0x304, '˘': 0x306, '˙': 0x307, '¨': 0x308,
	'˚': 0x30a, '˝': 0x30b, 'ˇ': 0x30c, '¸': 0x327, '˛': 0x328,
}

// accent makes one letter of a letter and the accent that is painted over it:
// mostly right before it or right behind.
func (p *page) accent() {
	out, searches := p.glyphs[:0], 0
	for i, g := range p.glyphs {
		mark := accents[g.r]
		if mark == 0 {
			out = append(out, g)
			continue
		}
		rest := p.glyphs[i+1:]
		if g.put(mark, rest[:min(2, len(rest))]) || g.put(mark, out[max(0, len(out)-2):]) {
			continue
		}
		if searches++; searches > 200 || !g.put(mark, out) && !g.put(mark, rest) {
			out = append(out, g)
		}
	}
	p.glyphs = out
}

// put puts the mark of an accent on the letter under it.
func (g glyph) put(mark rune, letters []glyph) bool {
	for i := range letters {
		if g.over(letters[i]) && letters[i].take(mark) {
			return true
		}
	}
	return false
}

// bindMarks puts the marks of Arabic and Hebrew right behind the letters that
// they are painted on. Streams have them before their letter, behind it or at
// the end of the line.
func (p *page) bindMarks() {
	if !slices.ContainsFunc(p.glyphs, isPoint) {
		return
	}
	marks := make([][]glyph, len(p.glyphs)) // of the letter at this place
	bound := make([]bool, len(p.glyphs))
	for i, g := range p.glyphs {
		if !isPoint(g) {
			continue
		}
		base, most := -1, 0.0
		for j := max(0, i-8); j < min(len(p.glyphs), i+9); j++ {
			l := p.glyphs[j]
			shared := min(g.x1, l.x1) - max(g.x0, l.x0)
			if shared > most && rightToLeft(l.r) && l.angle == g.angle && math.Abs(l.y-g.y) < 0.6*l.size {
				base, most = j, shared
			}
		}
		if base >= 0 {
			l := p.glyphs[base]
			g.x0, g.x1, g.y = l.x0, l.x1, l.y
			marks[base] = append(marks[base], g)
			bound[i] = true
		}
	}
	out := make([]glyph, 0, len(p.glyphs))
	for i, g := range p.glyphs {
		if !bound[i] {
			out = append(out, g)
		}
		out = append(out, marks[i]...)
	}
	p.glyphs = out
}

// isPoint reports a mark of a letter that is written from right to left.
func isPoint(g glyph) bool {
	return g.r >= 0x591 && g.r <= 0x6ed && unicode.Is(unicode.Mn, g.r)
}

// over reports whether an accent is painted over a letter and not beside it.
func (g glyph) over(l glyph) bool {
	mid := (g.x0 + g.x1) / 2
	return !l.made && l.angle == g.angle && mid > l.x0 && mid < l.x1 && min(g.x1, l.x1)-max(g.x0, l.x0) > 0.4*(g.x1-g.x0) &&
		math.Abs(l.y-g.y) < 0.5*l.size && l.r != ' '
}

// take puts a mark on a letter if there is such a letter.
func (g *glyph) take(mark rune) bool {
	base := g.r
	switch base {
	case 'ı':
		base = 'i'
	case 'ȷ':
		base = 'j'
	}
	s := norm.NFC.String(string(base) + string(mark))
	r, n := utf8.DecodeRuneInString(s)
	if n < len(s) {
		return false
	}
	g.r = r
	return true
}
