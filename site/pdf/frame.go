package pdf

import (
	"cmp"
	"slices"

	"github.com/backissue/backissue/site/doc"
)

// A frame is an aside: text with a frame or a ground of its own, beside the
// text that runs on.
type frame struct {
	box  rect
	page *page // what stands in it, as a page of its own
}

const (
	frameLetters = 60  // that an aside has at least
	frameShare   = 0.4 // of the letters of a page that asides have at most
)

// frames takes what stands in frames off a page. A page of which most stands
// in frames is laid out in them, and has no asides; a frame around large type
// is the ground of a title.
func (p *page) frames(tables []*table) ([]*frame, []*table) {
	candidates := p.enclosed()
	if len(candidates) == 0 {
		return nil, tables
	}
	all := 0
	var glyphs []glyph
	for _, r := range p.runs {
		all += len(r.glyphs)
		glyphs = append(glyphs, r.glyphs...)
	}
	body := usualSize(glyphs)
	framed := 0
	var boxes []rect
	for _, b := range candidates {
		in, letters, large := p.within(b, body)
		if len(lines(in)) < 2 || letters < frameLetters || large*2 > letters || slices.ContainsFunc(boxes, func(o rect) bool { return o.overlap(b) > 0 }) ||
			slices.ContainsFunc(in, func(r *run) bool { return r.size > 1.6*body }) {
			continue
		}
		boxes = append(boxes, b)
		framed += letters
	}
	if float64(framed) > frameShare*float64(all) {
		return nil, tables
	}
	var out []*frame
	for _, b := range boxes {
		in, _, _ := p.within(b, body)
		inner := &page{number: p.number, box: p.box, vertical: p.vertical, runs: in, tags: p.tags}
		p.runs = slices.DeleteFunc(p.runs, func(r *run) bool { return slices.Contains(in, r) })
		inside := func(o rect) bool { return b.contains((o.x0+o.x1)/2, (o.y0+o.y1)/2) }
		for i := range p.pictures {
			if pic := &p.pictures[i]; pic.shown && inside(pic.box) {
				inner.pictures = append(inner.pictures, *pic)
				pic.shown = false
			}
		}
		var own, others []*table
		for _, t := range tables {
			if inside(t.box) {
				own = append(own, t)
			} else {
				others = append(others, t)
			}
		}
		tables = others
		inner.arrange(nil, own)
		out = append(out, &frame{box: b, page: inner})
	}
	return out, tables
}

// within returns the runs that stand in a box, how many letters they have,
// and how many of these are in larger type than the body's.
func (p *page) within(b rect, body float64) (in []*run, letters, large int) {
	for _, r := range p.runs {
		if b.contains((r.box.x0+r.box.x1)/2, r.y+r.size/4) {
			in = append(in, r)
			letters += len(r.glyphs)
			if r.size > 1.2*body {
				large += len(r.glyphs)
			}
		}
	}
	return in, letters, large
}

// enclosed returns the boxes painted on a page that can be frames, and those
// that four rules make, the largest first.
func (p *page) enclosed() []rect {
	var out []rect
	area := p.box.width() * p.box.height()
	for _, b := range append(p.ruledBoxes(), p.panels...) {
		if b.width() > 0.15*p.box.width() && b.width()*b.height() < 0.5*area && !p.crossed(b) {
			out = append(out, b)
		}
	}
	slices.SortStableFunc(out, func(a, b rect) int {
		return cmp.Compare(b.width()*b.height(), a.width()*a.height())
	})
	return out
}

// ruledBoxes returns what rules enclose without a rule down the middle: one
// cell, or a head and what stands under it.
func (p *page) ruledBoxes() []rect {
	var across, down []rect
	for _, r := range p.rules {
		switch {
		case r.height() <= thin && r.width() > 40:
			across = append(across, r)
		case r.width() <= thin && r.height() > 15:
			down = append(down, r)
		}
	}
	if len(across) < 2 || len(down) < 2 || len(across)+len(down) > 600 {
		return nil
	}
	var out []rect
	for _, part := range meeting(mergeAcross(across), mergeDown(down)) {
		xs, ys := edges(ends(part.down, false)), edges(ends(part.across, true))
		if len(xs) != 2 || len(ys) < 2 || len(ys) > 3 {
			continue
		}
		if b := (rect{xs[0], ys[0], xs[1], ys[len(ys)-1]}); part.close(b) {
			out = append(out, b)
		}
	}
	return out
}

// ends returns where rules lie: their heights, or their places across.
func ends(rs []rect, height bool) []float64 {
	var out []float64
	for _, r := range rs {
		if height {
			out = append(out, (r.y0+r.y1)/2)
		} else {
			out = append(out, (r.x0+r.x1)/2)
		}
	}
	return out
}

// close reports whether rules run along all four sides of a box.
func (r ruling) close(b rect) bool {
	return parted(r.down, b.x0, b.y0, b.y1, true) && parted(r.down, b.x1, b.y0, b.y1, true) &&
		parted(r.across, b.y0, b.x0, b.x1, false) && parted(r.across, b.y1, b.x0, b.x1, false)
}

// crossed reports whether text runs out of a box.
func (p *page) crossed(b rect) bool {
	return slices.ContainsFunc(p.runs, func(r *run) bool {
		in := b.contains((r.box.x0+r.box.x1)/2, r.y+r.size/4)
		out := r.box.x0 < b.x0-r.size/2 || r.box.x1 > b.x1+r.size/2
		return in && out || !in && r.y > b.y0 && r.y < b.y1 && r.box.x0 < b.x1-r.size && r.box.x1 > b.x0+r.size
	})
}

// block returns the aside for the document.
func (f *frame) block(b *builder, heads map[*line]*heading) *doc.Box {
	inner := &builder{join: b.join, body: b.body, names: b.names, notes: map[string]*note{}, index: map[doc.Position]int{}, gone: map[doc.Position]bool{}}
	inner.lay([]*page{f.page}, heads, nil)
	b.d.Media = append(b.d.Media, inner.d.Media...)
	b.d.Doubts = append(b.d.Doubts, inner.d.Doubts...)
	b.d.Furniture = append(b.d.Furniture, inner.d.Furniture...)
	if len(inner.d.Blocks) == 0 {
		return nil
	}
	return &doc.Box{Position: inner.d.Blocks[0].Pos(), Blocks: inner.d.Blocks}
}
