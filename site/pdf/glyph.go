package pdf

import (
	"math"
	"sort"
	"strings"
	"unicode"
	"unicode/utf16"

	"github.com/tetratelabs/wazero/api"
)

// An ink is how the characters of one text object are painted.
type ink struct {
	*face
	size   float64
	angle  int16
	shown  int     // characters of it that came out
	dx, dy float64 // from the corner of their boxes to their origins
}

// A glyphReader reads the characters of a page. Each call into the sandbox
// costs more than its work, so it asks where the first and the last letter of
// a word stand and not for those between.
type glyphReader struct {
	f     *file
	p     *page
	up    matrix
	text  uint64 // text page
	runes []rune
	known map[code]bool // whether a character is one

	objectOf, boxOf, isUnknown api.Function
}

type code struct {
	*face
	r rune
}

func (f *file) readGlyphs(text uint64, p *page, up matrix) {
	f.inks = map[uint64]*ink{}
	f.faces = map[uint64]*face{}
	r := &glyphReader{f: f, p: p, up: up, text: text, known: map[code]bool{},
		objectOf: f.function("FPDFText_GetTextObject"), boxOf: f.function("FPDFText_GetLooseCharBox"),
		isUnknown: f.function("FPDFText_HasUnicodeMapError")}
	r.runes = f.characters(text)
	p.glyphs = make([]glyph, 0, len(r.runes))
	for i := 0; i < len(r.runes) && f.err == nil; {
		c := r.runes[i]
		if c == '\r' || c == '\n' {
			i++
			continue
		}
		if plain(c) == ' ' {
			r.space(i)
			i++
			continue
		}
		n := i + 1
		for n < len(r.runes) && plain(r.runes[n]) != ' ' && r.runes[n] != '\r' && r.runes[n] != '\n' {
			n++
		}
		r.word(i, n)
		i = n
	}
}

// characters returns the characters of a text page, each at its index there.
func (f *file) characters(text uint64) []rune {
	n := int(int32(f.call("FPDFText_CountChars", text)))
	if n <= 0 {
		return nil
	}
	n = min(n, maxGlyphs)
	out := make([]rune, n)
	buf := f.call("malloc", uint64(2*n+2))
	defer f.call("free", buf)
	if got := int(int32(f.call("FPDFText_GetText", text, 0, uint64(n), buf))); got == n+1 {
		b, ok := f.memory.Read(uint32(buf), uint32(2*n))
		for i := 0; ok && i < n; i++ {
			out[i] = rune(b[2*i]) | rune(b[2*i+1])<<8
			ok = out[i] < 0xd800 || out[i] >= 0xe000
		}
		if ok {
			return out
		}
	}
	// Characters that are not text, or take two units: ask for each.
	one := f.function("FPDFText_GetUnicode")
	for i := range out {
		out[i] = rune(uint32(f.invoke(one, text, uint64(i))))
		if c := out[i]; i > 0 && c >= 0xdc00 && c < 0xe000 && out[i-1] >= 0xd800 && out[i-1] < 0xdc00 {
			out[i] = utf16.DecodeRune(out[i-1], c)
			out[i-1] = '\n' // says nothing
		}
	}
	return out
}

// space adds a space: one that was painted, or that PDFium put into a gap.
func (r *glyphReader) space(i int) {
	obj := r.f.invoke(r.objectOf, r.text, uint64(i))
	g := glyph{r: ' ', made: obj == 0}
	if !g.made {
		k := r.f.inkOf(r.text, obj, uint64(i), r.up)
		r.add(k, g, r.box(i))
		return
	}
	r.p.glyphs = append(r.p.glyphs, g)
}

// word adds the characters from i to n, which no space parts.
func (r *glyphReader) word(i, n int) {
	for i < n && r.f.err == nil {
		obj := r.f.invoke(r.objectOf, r.text, uint64(i))
		end := n
		if n-i > 1 && r.f.invoke(r.objectOf, r.text, uint64(n-1)) != obj {
			end = i + 1 + sort.Search(n-i-2, func(k int) bool {
				return r.f.invoke(r.objectOf, r.text, uint64(i+1+k)) != obj
			})
		}
		if obj != 0 {
			r.part(i, end, r.f.inkOf(r.text, obj, uint64(i), r.up))
		}
		i = end
	}
}

// part adds the characters from i to n, all of one text object.
func (r *glyphReader) part(i, n int, k *ink) {
	first := r.box(i)
	if k.dx == 0 && k.dy == 0 {
		r.f.call("FPDFText_GetCharOrigin", r.text, uint64(i), uint64(r.f.scratch), uint64(r.f.scratch+8))
		k.dx, k.dy = r.f.double(0)-first.x0, r.f.double(1)-first.y0
	}
	last := first
	if n-i > 1 {
		last = r.box(n - 1)
	}
	weights, total := make([]float64, n-i), 0.0
	for j := range weights {
		weights[j] = 1
		if c := r.runes[i+j]; c >= 0x1100 && solid(c) || unicode.Is(unicode.Hangul, c) {
			weights[j] = 2
		} else if unicode.Is(unicode.Mn, c) {
			weights[j] = 0.05
		}
		total += weights[j]
	}
	// Between the first and the last they stand side by side, if they stand
	// upright on one line and are about as wide as letters are.
	even := n-i > 2 && k.angle == 0 && last.x0 >= first.x1-0.5 && math.Abs(last.y0-first.y0) < 0.05*k.size &&
		last.x1-first.x0 < 0.65*k.size*total
	for _, c := range r.runes[i:n] {
		even = even && accents[c] == 0 && !rightToLeft(c) && (c < 0x0e00 || c >= 0x1100)
	}
	at := first.x1
	for j := i; j < n; j++ {
		b := first
		switch {
		case j == n-1:
			b = last
		case j > i && even:
			inner := total - weights[0] - weights[n-i-1]
			b.x0 = at
			b.x1 = at + (last.x0-first.x1)*weights[j-i]/inner
			at = b.x1
		case j > i:
			b = r.box(j)
		}
		c := plain(r.runes[j])
		if !r.isKnown(k.face, c, j) {
			r.p.unknown++
			continue
		}
		k.shown++
		r.add(k, glyph{r: c}, b)
	}
}

// isKnown reports whether the font says what character i is.
func (r *glyphReader) isKnown(c *face, char rune, i int) bool {
	k := code{c, char}
	ok, asked := r.known[k]
	if !asked {
		ok = readable(char) && r.f.invoke(r.isUnknown, r.text, uint64(i)) == 0
		r.known[k] = ok
	}
	return ok
}

// box returns where character i stands, with the white space around it that
// belongs to it, as the page has it.
func (r *glyphReader) box(i int) rect {
	r.f.invoke(r.boxOf, r.text, uint64(i), uint64(r.f.scratch))
	return rect{r.f.float(0), r.f.float(3), r.f.float(2), r.f.float(1)}
}

// add puts a glyph on the page.
func (r *glyphReader) add(k *ink, g glyph, box rect) {
	x, y := r.up.apply(box.x0+k.dx, box.y0+k.dy)
	box = r.up.applyBox(box)
	if !box.sane() || math.IsNaN(x+y) {
		r.p.unknown++
		return
	}
	g.face, g.size, g.angle = k.face, k.size, k.angle
	g.x0, g.x1, g.y = box.x0, box.x1, y
	if g.angle == 0 && x <= g.x1 && x > g.x0-g.size {
		g.x0 = x
	}
	g.turn(box, x, y)
	r.p.glyphs = append(r.p.glyphs, g)
}

// plain maps the signs that PDFium uses for its own ends back to those that
// were painted.
func plain(r rune) rune {
	switch r {
	case 2, 0xfffe: // a hyphen at a line's end
		return '-'
	case '\u00a0', '\t', '\u2002', '\u2003', '\u2009', '\u200b':
		return ' '
	}
	return r
}

// readable reports whether r can be a character of a text. Private use is
// one only where symbol fonts put their bullets.
func readable(r rune) bool {
	switch {
	case r == unicode.ReplacementChar || r < ' ' || r >= 0x7f && r < 0xa0:
		return false
	case unicode.Is(unicode.Co, r):
		return r >= 0xf020 && r <= 0xf0ff
	}
	return r <= unicode.MaxRune && !(r >= 0xd800 && r < 0xe000)
}

// inkOf reads how a text object is painted, once.
func (f *file) inkOf(text, obj, i uint64, up matrix) *ink {
	if k := f.inks[obj]; k != nil {
		return k
	}
	k := &ink{size: 1}
	f.inks[obj] = k
	f.call("FPDFTextObj_GetFontSize", obj, uint64(f.scratch))
	size := f.float(0)
	f.call("FPDFText_GetMatrix", text, i, uint64(f.scratch))
	m := f.scratchMatrix().then(up)
	if s := size * math.Hypot(m.c, m.d); s > 0.1 && s < 5000 {
		k.size = s
	}
	turn := math.Atan2(m.b, m.a) * 180 / math.Pi
	if m.a != 0 || m.b != 0 {
		k.angle = int16((int(math.Round(turn/15))*15 + 360) % 360)
	}
	k.face = f.faceOf(f.call("FPDFTextObj_GetFont", obj))
	if f.call("FPDFTextObj_GetTextRenderMode", obj) == 2 { // filled and outlined
		bold := *k.face
		bold.bold = true
		k.face = &bold
	}
	return k
}

func (f *file) faceOf(font uint64) *face {
	if c := f.faces[font]; c != nil {
		return c
	}
	c := &face{embedded: true}
	f.faces[font] = c
	if font == 0 {
		return c
	}
	c.name = strings.TrimRight(string(f.bytes("FPDFFont_GetBaseFontName", 1<<12, font)), "\x00")
	flags, weight := f.call("FPDFFont_GetFlags", font), int32(f.call("FPDFFont_GetWeight", font))
	c.bold = weight >= 600 && weight <= 1000 || flags&(1<<18) != 0 && int32(flags) >= 0 || boldName(c.name)
	c.embedded = f.call("FPDFFont_GetIsEmbedded", font) == 1
	return c
}

// boldName reports whether the name of a font says that it is bold. The
// Chinese and Korean ones are those that official papers set their titles in.
func boldName(name string) bool {
	name = strings.ToLower(name)
	for _, w := range []string{"bold", "black", "heavy", "semibold", "simhei", "heiti", "xiaobiaosong", "headline"} {
		if strings.Contains(name, w) {
			return true
		}
	}
	return false
}
