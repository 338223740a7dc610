package pdf

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"image"
	"math"
	"slices"

	"github.com/backissue/backissue/site/doc"
)

// A shape is a path on a page that is no straight rule.
type shape struct {
	box  rect
	free bool // has curves or slanted lines
}

const (
	maxShapes   = 10_000 // of one page
	maxDrawings = 8      // of one page
	drawingSide = 1400   // pixels of a drawing at most
)

// drawings paints what charts and other drawings a page has, and keeps them as
// pictures: paths near each other that are neither rules, nor the frames and
// grounds of text.
func (f *file) drawings(handle uint64, p *page) {
	if len(p.shapes) == 0 {
		return
	}
	lost := doc.Loss{Position: doc.Position{Page: p.number, Line: 1}, Reason: "a drawing of this page was not kept"}
	if len(p.shapes) > maxShapes {
		p.lost = append(p.lost, lost)
		return
	}
	areas := p.drawn()
	if len(areas) == 0 {
		return
	}
	f.step() // the text of the page is safe already
	for i, b := range areas {
		pic := picture{box: b, page: p.number, drawn: true}
		if i < maxDrawings && f.media < maxMedia && !f.plain {
			pic.pixels = f.paint(handle, p, b)
		}
		if pic.pixels == nil || f.err != nil {
			p.lost = append(p.lost, lost)
			continue
		}
		pic.sum = sumOf(pic.pixels)
		f.media += 4 * pic.pixels.Bounds().Dx() * pic.pixels.Bounds().Dy()
		p.pictures = slices.DeleteFunc(p.pictures, func(o picture) bool { return o.box.overlap(b) > 0.9*o.box.width()*o.box.height() })
		p.pictures = append(p.pictures, pic)
		p.rules = slices.DeleteFunc(p.rules, func(r rect) bool {
			return b.contains((r.x0+r.x1)/2, (r.y0+r.y1)/2) && r.width() < b.width()+4 && r.height() < b.height()+4
		})
	}
}

// sumOf returns a number by which to know an image again.
func sumOf(im image.Image) [32]byte {
	h := sha256.New()
	b := im.Bounds()
	binary.Write(h, binary.LittleEndian, []int32{int32(b.Dx()), int32(b.Dy())})
	if im, ok := im.(*image.NRGBA); ok {
		h.Write(im.Pix)
	}
	return [32]byte(h.Sum(nil))
}

// drawn returns the areas of a page that hold drawings.
func (p *page) drawn() []rect {
	var out []rect
	letters := p.letters()
	for _, c := range clusters2D(p.marksOnly(letters)) {
		b := c[0].box
		free := 0
		for _, s := range c {
			b = b.union(s.box)
			if s.free {
				free++
			}
		}
		part, n := b.overlap(p.box)/(p.box.width()*p.box.height()), letters.in(b)
		if b.width() < 50 || b.height() < 50 || free < 8 && !bars(c) || part > 0.7 || n > 250 || part > 0.4 && n > 60 {
			continue // too small, or the ground of text
		}
		out = append(out, rect{b.x0 - 2, b.y0 - 2, b.x1 + 2, b.y1 + 2})
	}
	if len(out) > maxDrawings { // the largest are the ones to keep
		slices.SortStableFunc(out, func(a, b rect) int {
			return cmp.Compare(b.width()*b.height(), a.width()*a.height())
		})
	}
	return out
}

// marksOnly returns the shapes that are not the ground or the frame of text,
// nor of the whole page.
func (p *page) marksOnly(letters letters) []shape {
	var out []shape
	for _, s := range p.shapes {
		most := 12 // letters on it
		if s.free {
			most = 100
		}
		if s.box.overlap(p.box) < 0.5*p.box.width()*p.box.height() && letters.in(s.box) <= most {
			out = append(out, s)
		}
	}
	return out
}

// letters are the places of the letters of a page, from the lowest up.
type letters [][2]float64

func (p *page) letters() letters {
	var out letters
	for _, g := range p.glyphs {
		if !g.made && g.r != ' ' {
			out = append(out, [2]float64{(g.x0 + g.x1) / 2, g.y + g.size/4})
		}
	}
	slices.SortFunc(out, func(a, b [2]float64) int { return cmp.Compare(a[1], b[1]) })
	return out
}

// in counts the letters that stand in a box, up to a few hundred.
func (ls letters) in(b rect) int {
	n := 0
	i, _ := slices.BinarySearchFunc(ls, b.y0, func(l [2]float64, y float64) int { return cmp.Compare(l[1], y) })
	for ; i < len(ls) && ls[i][1] <= b.y1 && n < 300; i++ {
		if b.contains(ls[i][0], ls[i][1]) {
			n++
		}
	}
	return n
}

// bars reports whether shapes are the bars of a chart: of one width and
// several lengths, from one line on.
func bars(c []shape) bool {
	var width, height, left, foot []float64
	for _, s := range c {
		if s.box.width() >= 4 && s.box.height() >= 4 {
			width, height = append(width, math.Round(s.box.width())), append(height, math.Round(s.box.height()))
			left, foot = append(left, math.Round(s.box.x0)), append(foot, math.Round(s.box.y0))
		}
	}
	return len(width) >= 4 && (distinct(width) == 1 && distinct(height) >= 3 && distinct(foot) == 1 ||
		distinct(height) == 1 && distinct(width) >= 3 && distinct(left) == 1)
}

func distinct(vs []float64) int {
	slices.Sort(vs)
	return len(slices.Compact(vs))
}

// clusters2D groups shapes that lie near each other.
func clusters2D(shapes []shape) [][]shape {
	const reach = 8.0
	type group struct {
		box    rect
		shapes []shape
	}
	var groups []group
	slices.SortStableFunc(shapes, func(a, b shape) int { return cmp.Compare(b.box.y1, a.box.y1) })
	for _, s := range shapes {
		g := group{s.box, []shape{s}}
		for again := true; again; {
			again = false
			for i := 0; i < len(groups); i++ {
				o := groups[i]
				if o.box.x0 > g.box.x1+reach || o.box.x1 < g.box.x0-reach || o.box.y0 > g.box.y1+reach || o.box.y1 < g.box.y0-reach {
					continue
				}
				g = group{g.box.union(o.box), append(o.shapes, g.shapes...)}
				groups = slices.Delete(groups, i, i+1)
				again = true
				break
			}
		}
		groups = append(groups, g)
	}
	out := make([][]shape, len(groups))
	for i, g := range groups {
		out[i] = g.shapes
	}
	return out
}

// paint returns a part of a page as it looks, or nil.
func (f *file) paint(handle uint64, p *page, b rect) image.Image {
	b = rect{max(b.x0, p.box.x0), max(b.y0, p.box.y0), min(b.x1, p.box.x1), min(b.y1, p.box.y1)}
	scale := min(2, drawingSide/max(b.width(), b.height()))
	w, h := int32(math.Ceil(b.width()*scale)), int32(math.Ceil(b.height()*scale))
	if w < 1 || h < 1 {
		return nil
	}
	bitmap := f.call("FPDFBitmap_Create", uint64(w), uint64(h), 0)
	if bitmap == 0 {
		return nil
	}
	defer f.call("FPDFBitmap_Destroy", bitmap)
	f.call("FPDFBitmap_FillRect", bitmap, 0, 0, uint64(w), uint64(h), 0xffffffff)
	arg := func(v float64) uint64 { return uint64(uint32(int32(math.Round(v)))) }
	f.call("FPDF_RenderPageBitmap", bitmap, handle, arg(-(b.x0-p.box.x0)*scale), arg(-(p.box.y1-b.y1)*scale),
		arg(p.box.width()*scale), arg(p.box.height()*scale), 0, 0)
	return f.bitmap(bitmap)
}

// takeLabels takes the words within drawings off a page: they stand in the
// picture, and follow its caption.
func takeLabels(p *page) {
	for i := range p.pictures {
		pic := &p.pictures[i]
		if !pic.drawn || !pic.shown {
			continue
		}
		var in, rest []*run
		for _, r := range p.runs {
			if pic.box.contains((r.box.x0+r.box.x1)/2, r.y+r.size/4) {
				in = append(in, r)
			} else {
				rest = append(rest, r)
			}
		}
		pic.labels = lines(in)
		p.runs = rest
	}
}
