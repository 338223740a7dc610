package pdf

import (
	"math"
	"strings"
	"unicode"

	"github.com/backissue/backissue/site/doc"
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
	fields   []field // of forms, and free texts
	tags     []tag
	shapes   []shape
	panels   []rect // boxes, with or without round corners
	lost     []doc.Loss
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

// A glyph is one character as it was painted. There are millions of them: it
// is kept small.
type glyph struct {
	x0, x1 float64 // from its origin to that of the next one
	y      float64 // of the baseline
	size   float64 // rendered size of its font
	*face
	link  *link // that it belongs to
	r     rune
	angle int16 // degrees against the page's upright, to the nearest of 15
	made  bool  // a space that PDFium put where it saw a gap
	place raising
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
	f.remember(true)
	handle := f.call("FPDF_LoadPage", f.doc, uint64(n-1))
	if handle == 0 {
		if f.err != nil {
			return nil, f.err
		}
		return p, nil
	}
	up := f.upright(handle, p)
	f.readLinks(handle, p, up)
	if handle = f.flatten(handle, n, p, up); handle == 0 {
		return nil, f.err
	}
	text := f.call("FPDFText_LoadPage", handle)
	f.remember(false)
	f.readGlyphs(text, p, up)
	r := &objectReader{f: f, p: p, page: handle, seen: f.inks, elements: f.elements(handle)}
	r.read(handle, "FPDFPage_CountObjects", "FPDFPage_GetObject", up, 0)
	p.setLinks()
	if f.err != nil {
		return nil, f.err
	}
	f.drawings(handle, p)
	f.call("FPDFText_ClosePage", text)
	// The page before is kept open until now: PDFium forgets the fonts that no
	// open page uses, and reading them takes longer than all the rest.
	if f.before != 0 {
		f.call("FPDF_ClosePage", f.before)
	}
	f.before = handle
	p.turn()
	p.closeScripts()
	return p, nil
}

// closeScripts takes out the spaces that PDFium sees in the quarter of an em
// that typesetters leave between East Asian letters and others (JLREQ, 3.2.4;
// CLREQ, 3.2.2), on pages that paint the spaces between their words.
func (p *page) closeScripts() {
	painted, made := 0, 0
	for _, g := range p.glyphs {
		switch {
		case g.made:
			made++
		case g.r == ' ':
			painted++
		}
	}
	if painted < made {
		return
	}
	out := p.glyphs[:0]
	for i, g := range p.glyphs {
		if g.made && i > 0 && i+1 < len(p.glyphs) {
			a, b := p.glyphs[i-1], p.glyphs[i+1]
			if gap := b.x0 - a.x1; bordering(a.r, b.r) && gap >= 0 && gap < 0.4*b.size && math.Abs(a.y-b.y) < b.size/2 {
				continue
			}
		}
		out = append(out, g)
	}
	p.glyphs = out
}

// bordering reports an East Asian letter beside another letter or a digit.
func bordering(a, b rune) bool {
	eastA, eastB := solid(a) || unicode.Is(unicode.Hangul, a), solid(b) || unicode.Is(unicode.Hangul, b)
	return eastA != eastB && (eastA || unicode.IsLetter(a) || unicode.IsDigit(a)) && (eastB || unicode.IsLetter(b) || unicode.IsDigit(b))
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

// readLinks reads the areas of a page that lead to addresses of the web.
func (f *file) readLinks(handle uint64, p *page, up matrix) {
	pos, out := uint64(f.scratch), uint64(f.scratch+8)
	f.memory.WriteUint32Le(f.scratch, 0)
	for range 500 {
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
}

// setLinks gives each glyph the link whose area it stands in.
func (p *page) setLinks() {
	for i := range p.glyphs {
		g := &p.glyphs[i]
		for j := range p.links {
			if l := &p.links[j]; !g.made && l.box.contains((g.x0+g.x1)/2, g.y+g.size/4) {
				g.link = l
			}
		}
	}
}

func webAddress(url string) bool {
	scheme, _, _ := strings.Cut(strings.ToLower(url), ":")
	return scheme == "http" || scheme == "https" || scheme == "mailto"
}
