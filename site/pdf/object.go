package pdf

import "math"

// Types of page objects, as fpdf_edit.h numbers them.
const (
	textObject  = 1
	pathObject  = 2
	imageObject = 3
	formObject  = 5
)

// An objectReader walks through what is painted on a page, forms within
// forms, for rules and pictures.
type objectReader struct {
	f     *file
	p     *page
	page  uint64
	seen  map[uint64]*ink // text objects whose characters were read
	count int

	elements map[int32]*element // by the numbers of marked content; none in forms
}

// read reads the objects of a page or a form, which are counted and returned
// by the functions of these names.
func (r *objectReader) read(owner uint64, count, get string, up matrix, depth int) {
	n := int32(r.f.call(count, owner))
	for i := int32(0); i < n && r.count < maxObjects && r.f.err == nil; i++ {
		r.count++
		obj := r.f.call(get, owner, uint64(i))
		var e *element
		if depth == 0 {
			e = r.tag(obj, up)
		}
		if k := r.seen[obj]; k != nil && k.shown > 0 {
			r.p.objects++
			continue
		}
		switch r.f.call("FPDFPageObj_GetType", obj) {
		case textObject:
			r.p.objects++
			r.silence(obj)
		case pathObject:
			r.p.paths++
			r.path(obj, up)
		case imageObject:
			r.picture(obj, r.bounds(obj, up), e)
		case formObject:
			if depth < maxDepth && !r.p.isField(r.bounds(obj, up)) {
				r.f.call("FPDFPageObj_GetMatrix", obj, uint64(r.f.scratch))
				r.read(obj, "FPDFFormObj_CountObjects", "FPDFFormObj_GetObject", r.f.scratchMatrix().then(up), depth+1)
			}
		}
	}
}

// silence counts a text object of which no character came out, if its font
// lies outside the file.
func (r *objectReader) silence(obj uint64) {
	if !r.f.faceOf(r.f.call("FPDFTextObj_GetFont", obj)).embedded {
		r.p.silent++
	}
}

func (r *objectReader) bounds(obj uint64, up matrix) rect {
	s := uint64(r.f.scratch)
	if r.f.call("FPDFPageObj_GetBounds", obj, s, s+4, s+8, s+12) == 0 {
		return rect{}
	}
	return up.applyBox(rect{r.f.float(0), r.f.float(1), r.f.float(2), r.f.float(3)})
}

// path adds the straight upright lines of a path to the page's rules: a bar,
// or the edges of a box or a grid. Other paths are shapes.
func (r *objectReader) path(obj uint64, up matrix) {
	b := r.bounds(obj, up)
	segments := int32(r.f.call("FPDFPath_CountSegments", obj))
	switch {
	case !b.sane() || segments < 2:
		return
	case b.width() < 4 && b.height() < 4:
		r.shape(b, segments > 5)
		return
	case b.width() <= thin || b.height() <= thin:
		r.p.addRule(b)
		return
	}
	r.f.call("FPDFPath_GetDrawMode", obj, uint64(r.f.scratch), uint64(r.f.scratch+4))
	fill, _ := r.f.memory.ReadUint32Le(r.f.scratch)
	stroke, _ := r.f.memory.ReadUint32Le(r.f.scratch + 4)
	if fill == 0 && stroke == 0 || stroke == 0 && r.white(obj) {
		return // a clip, or a white ground
	}
	if segments > 2000 {
		r.shape(b, true)
		return
	}
	r.f.call("FPDFPageObj_GetMatrix", obj, uint64(r.f.scratch))
	m := r.f.scratchMatrix().then(up)
	var x, y, startX, startY float64
	free := 0 // curves and slanted lines
	line := func(nx, ny float64) {
		r.edge(x, y, nx, ny)
		if math.Abs(nx-x) > 0.5 && math.Abs(ny-y) > 0.5 {
			free++
		}
	}
	for i := int32(0); i < segments && r.f.err == nil; i++ {
		seg := r.f.call("FPDFPath_GetPathSegment", obj, uint64(i))
		kind := int32(r.f.call("FPDFPathSegment_GetType", seg))
		r.f.call("FPDFPathSegment_GetPoint", seg, uint64(r.f.scratch), uint64(r.f.scratch+4))
		nx, ny := m.apply(r.f.float(0), r.f.float(1))
		switch kind {
		case 0: // line
			line(nx, ny)
		case 1: // curve
			free++
		case 2: // move
			startX, startY = nx, ny
		}
		x, y = nx, ny
		if r.f.call("FPDFPathSegment_GetClose", seg) == 1 {
			line(startX, startY)
			x, y = startX, startY
		}
	}
	r.shape(b, free > 0 && free*3 > int(segments))
	if segments >= 4 && segments <= 20 && b.height() > 15 && len(r.p.panels) < 2000 {
		r.p.panels = append(r.p.panels, b)
	}
}

func (r *objectReader) shape(b rect, free bool) {
	if len(r.p.shapes) <= maxShapes {
		r.p.shapes = append(r.p.shapes, shape{b, free})
	}
}

// white reports whether a path is filled with white.
func (r *objectReader) white(obj uint64) bool {
	s := r.f.scratch
	if r.f.call("FPDFPageObj_GetFillColor", obj, uint64(s), uint64(s+4), uint64(s+8), uint64(s+12)) == 0 {
		return false
	}
	for i := uint32(0); i < 12; i += 4 {
		if v, _ := r.f.memory.ReadUint32Le(s + i); v < 250 {
			return false
		}
	}
	return true
}

func (r *objectReader) edge(x0, y0, x1, y1 float64) {
	b := rect{min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)}
	if b.sane() && (b.width() < 0.5 || b.height() < 0.5) {
		r.p.addRule(b)
	}
}

func (p *page) addRule(b rect) {
	if max(b.width(), b.height()) >= 4 && len(p.rules) < 5000 {
		p.rules = append(p.rules, b)
	}
}
