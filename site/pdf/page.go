package pdf

import (
	"fmt"
	"math"
	"strings"
	"unicode"

	"github.com/tetratelabs/wazero/api"
)

// A page is what PDFium knows of one page, turned upright: x grows to the
// right and y upwards from the lower left corner, in points.
type page struct {
	number   int // from 1
	box      rect
	glyphs   []glyph // in the order of the content stream
	rules    []rect  // lines and edges of boxes, at most thin wide or high
	pictures []picture
	links    []link
	vertical bool // set in columns from right to left; the page is turned so that they are lines

	unknown int // glyphs whose character is not known
	silent  int // text objects that show nothing PDFium could decode
	objects int // text objects
	paths   int
	covered float64 // by images, in square points
	scanned bool    // to be read by OCR if at all

	grids  []*grid
	runs   []*run
	asides []*line // text in other directions than the page's
	pieces []piece
}

// A glyph is one character as it was painted.
type glyph struct {
	r      rune
	x0, x1 float64 // from its origin to that of the next one
	y      float64 // of the baseline
	size   float64 // rendered size of its font
	*face
	angle int  // degrees against the page's upright, to the nearest of 15
	made  bool // a space that PDFium put where it saw a gap
	place raising
	link  string // address that it points to
}

// A face is a font as far as layout cares.
type face struct {
	name     string
	bold     bool
	embedded bool
}

// A link is an area of a page that leads to an address.
type link struct {
	box rect
	url string
}

const (
	maxGlyphs  = 200_000 // of one page
	maxObjects = 50_000  // of one page
	maxDepth   = 12      // of forms within forms
	thin       = 3.0     // points that a rule is thick at most
)

// readPage loads and reads page number n, counted from 1.
func (f *file) readPage(n int) (*page, error) {
	f.step()
	p := &page{number: n}
	handle := f.call("FPDF_LoadPage", f.doc, uint64(n-1))
	if handle == 0 {
		if f.err != nil {
			return nil, fmt.Errorf("pdf: page %d: %w", n, f.err)
		}
		return p, nil
	}
	up := f.upright(handle, p)
	text := f.call("FPDFText_LoadPage", handle)
	f.readGlyphs(text, p, up)
	r := &objectReader{f: f, p: p, page: handle, seen: f.inks}
	r.read(handle, "FPDFPage_CountObjects", "FPDFPage_GetObject", up, 0)
	f.readLinks(handle, p, up)
	f.call("FPDFText_ClosePage", text)
	f.call("FPDF_ClosePage", handle)
	if f.err != nil {
		return nil, fmt.Errorf("pdf: page %d: %w", n, f.err)
	}
	p.turn()
	return p, nil
}

// upright returns the matrix that turns the coordinates of a page upright,
// and sets the page's box.
func (f *file) upright(handle uint64, p *page) matrix {
	f.call("FPDF_GetPageBoundingBox", handle, uint64(f.scratch))
	b := rect{f.float(0), f.float(3), f.float(2), f.float(1)} // left, top, right, bottom
	m := matrix{a: 1, d: 1, e: -b.x0, f: -b.y0}
	switch f.call("FPDFPage_GetRotation", handle) {
	case 1:
		m = m.then(matrix{b: -1, c: 1, f: b.width()})
	case 2:
		m = m.then(matrix{a: -1, d: -1, e: b.width(), f: b.height()})
	case 3:
		m = m.then(matrix{b: 1, c: -1, e: b.height()})
	}
	p.box = m.applyBox(b)
	return m
}

// An ink is how the characters of one text object are painted.
type ink struct {
	*face
	size  float64
	angle int
	shown int // characters of it that came out
}

func (f *file) readGlyphs(text uint64, p *page, up matrix) {
	f.inks = map[uint64]*ink{}
	f.faces = map[uint64]*face{}
	fn := func(name string) api.Function { return f.module.ExportedFunction(name) }
	unicodeOf, objectOf, originOf := fn("FPDFText_GetUnicode"), fn("FPDFText_GetTextObject"), fn("FPDFText_GetCharOrigin")
	looseBox, isUnknown := fn("FPDFText_GetLooseCharBox"), fn("FPDFText_HasUnicodeMapError")
	n := min(uint64(uint32(f.call("FPDFText_CountChars", text))), maxGlyphs)
	if int32(n) < 0 {
		return
	}
	p.glyphs = make([]glyph, 0, n)
	high := rune(0)
	for i := uint64(0); i < n && f.err == nil; i++ {
		r := rune(uint32(f.invoke(unicodeOf, text, i)))
		obj := f.invoke(objectOf, text, i)
		g := glyph{r: r, made: obj == 0}
		if r >= 0xd800 && r < 0xdc00 { // half of a character beyond the first plane
			high = r
			continue
		}
		if r >= 0xdc00 && r < 0xe000 {
			g.r = (high-0xd800)<<10 + r - 0xdc00 + 0x10000
		}
		if g.made {
			if r == ' ' {
				p.glyphs = append(p.glyphs, g)
			}
			continue
		}
		k := f.inkOf(text, obj, i, up)
		g.face, g.size, g.angle = k.face, k.size, k.angle
		g.r = plain(g.r)
		if g.r != ' ' && (f.invoke(isUnknown, text, i) == 1 || !readable(g.r)) {
			p.unknown++
			continue
		}
		k.shown++
		f.invoke(looseBox, text, i, uint64(f.scratch))
		box := rect{f.float(0), f.float(3), f.float(2), f.float(1)}
		f.invoke(originOf, text, i, uint64(f.scratch), uint64(f.scratch+8))
		x, y := up.apply(f.double(0), f.double(1))
		box = up.applyBox(box)
		if !box.sane() || math.IsNaN(x+y) {
			p.unknown++
			continue
		}
		g.x0, g.x1, g.y = box.x0, box.x1, y
		if g.angle == 0 && x <= g.x1 && x > g.x0-g.size {
			g.x0 = x
		}
		g.turn(box, x, y)
		p.glyphs = append(p.glyphs, g)
	}
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
		k.angle = (int(math.Round(turn/15))*15 + 360) % 360
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

// readLinks reads the areas of a page that lead to addresses of the web.
func (f *file) readLinks(handle uint64, p *page, up matrix) {
	pos, out := uint64(f.scratch), uint64(f.scratch+8)
	f.memory.WriteUint32Le(f.scratch, 0)
	for range 2000 {
		if f.call("FPDFLink_Enumerate", handle, pos, out) == 0 {
			break
		}
		v, _ := f.memory.ReadUint32Le(f.scratch + 8)
		next, _ := f.memory.ReadUint32Le(f.scratch)
		action := f.call("FPDFLink_GetAction", uint64(v))
		url := strings.TrimRight(string(f.bytes("FPDFAction_GetURIPath", 1<<12, f.doc, action)), "\x00")
		if webAddress(url) {
			f.call("FPDFLink_GetAnnotRect", uint64(v), uint64(f.scratch+16))
			b := rect{f.float(4), f.float(7), f.float(6), f.float(5)} // left, top, right, bottom
			p.links = append(p.links, link{up.applyBox(b), url})
		}
		f.memory.WriteUint32Le(f.scratch, next)
	}
	for i := range p.glyphs {
		g := &p.glyphs[i]
		for _, l := range p.links {
			if !g.made && l.box.contains((g.x0+g.x1)/2, g.y+g.size/4) {
				g.link = l.url
			}
		}
	}
}

func webAddress(url string) bool {
	scheme, _, _ := strings.Cut(strings.ToLower(url), ":")
	return scheme == "http" || scheme == "https" || scheme == "mailto"
}
