package pdf

import "math"

// turn turns a glyph that does not stand upright into the direction that it
// is read in. box is the room it takes, x and y its origin.
func (g *glyph) turn(box rect, x, y float64) {
	if g.angle == 0 {
		return
	}
	if g.angle%90 != 0 { // a box around a slanted glyph says little
		sin, cos := math.Sincos(float64(g.angle) * math.Pi / 180)
		g.x0, g.y = x*cos+y*sin, y*cos-x*sin
		g.x1 = g.x0 + g.size*0.55
		return
	}
	m := turned(g.angle)
	b := m.applyBox(box)
	g.x0, g.x1 = b.x0, b.x1
	_, g.y = m.apply(x, y)
}

// turned returns the matrix that turns back by a multiple of 90 degrees.
func turned(angle int16) matrix {
	switch angle {
	case 90:
		return matrix{b: -1, c: 1}
	case 180:
		return matrix{a: -1, d: -1}
	case 270:
		return matrix{b: 1, c: -1}
	}
	return identity
}

// turn gives a page whose text is turned, or set in vertical columns, the
// direction that it is read in: that of most of its glyphs.
func (p *page) turn() {
	counts := map[int16]int{}
	best := int16(0)
	for _, g := range p.glyphs {
		if !g.made {
			counts[g.angle]++
			if counts[g.angle] > counts[best] {
				best = g.angle
			}
		}
	}
	if best != 0 && best%90 == 0 && counts[best] > 2*counts[0] {
		p.turnGrounds(turned(best))
		for i := range p.glyphs {
			g := &p.glyphs[i]
			g.angle = (g.angle - best + 360) % 360
			if g.angle%90 == 0 && g.angle != 0 {
				g.angle = 360 + g.angle // its own direction; kept apart from the text's
			}
		}
	}
	if p.verticalText() {
		p.turnColumns()
	}
}

func (p *page) turnGrounds(m matrix) {
	p.box = m.applyBox(p.box)
	for i := range p.rules {
		p.rules[i] = m.applyBox(p.rules[i])
	}
	for i := range p.panels {
		p.panels[i] = m.applyBox(p.panels[i])
	}
	for i := range p.tags {
		p.tags[i].box = m.applyBox(p.tags[i].box)
	}
	for i := range p.pictures {
		p.pictures[i].box = m.applyBox(p.pictures[i].box)
	}
}

// verticalText reports whether most glyphs stand below the one before.
func (p *page) verticalText() bool {
	down, all := 0, 0
	for i := 1; i < len(p.glyphs); i++ {
		a, b := p.glyphs[i-1], p.glyphs[i]
		if a.made || b.made || a.angle != 0 || b.angle != 0 || a.face != b.face {
			continue
		}
		all++
		mid := math.Abs(a.x0 + a.x1 - b.x0 - b.x1)
		if mid < 0.4*a.size && a.y-b.y > 0.4*a.size && a.y-b.y < 2.5*a.size {
			down++
		}
	}
	return down > 20 && down*2 > all
}

// turnColumns turns a page of vertical columns by 90 degrees, so that the
// columns are lines and the rightmost one is the first. Letters that lie on
// their side stand upright then. What is set across the columns keeps its
// direction: it belongs to the page, not to the text.
func (p *page) turnColumns() {
	p.vertical = true
	top := p.box.y1
	p.turnGrounds(matrix{b: 1, c: -1, e: top}) // x' = top - y, y' = x
	across := p.across()
	var out []glyph
	for i, g := range p.glyphs {
		switch {
		case g.made:
			continue // seen across the columns
		case across[i]:
			g.angle = 360
			out = append(out, g)
			continue
		case g.angle == 270:
			g.angle = 0
			g.x0, g.x1, g.y = g.x0+top, g.x1+top, g.y+0.35*g.size
		case g.angle == 0:
			// The origin of a vertical glyph is at the middle of its top (PDF
			// 32000-1, 9.7.4.3); PDFium gives that of a horizontal one.
			g.x0, g.y = top-g.y-0.88*g.size, (g.x0+g.x1)/2
			g.x1 = g.x0 + g.size
		}
		if n := len(out); n > 0 {
			last := out[n-1]
			if gap := g.x0 - last.x1; last.angle == 0 && math.Abs(last.y-g.y) < 0.3*g.size && gap > 0.18*g.size && g.r != ' ' && last.r != ' ' {
				out = append(out, glyph{r: ' ', made: true})
			}
		}
		out = append(out, g)
	}
	p.glyphs = out
}

// across reports which glyphs of a page of columns have a neighbour beside
// them and none above or below.
func (p *page) across() []bool {
	out := make([]bool, len(p.glyphs))
	var last int // the one before that was painted
	for i, g := range p.glyphs {
		if g.made || g.r == ' ' {
			continue
		}
		a := p.glyphs[last]
		if i > last && a.angle == 0 && g.angle == 0 && math.Abs(a.y-g.y) < 0.1*g.size && g.x0 >= a.x1-0.3*g.size && g.x0-a.x1 < 2.5*g.size {
			out[i], out[last] = true, true
		}
		last = i
	}
	return out
}
