package pdf

import (
	"math"
	"slices"
	"strings"
)

// An element is a part of the structure that the author of a tagged PDF gave
// it (PDF 32000-1, 14.8): a heading, a paragraph, a cell of a table.
type element struct {
	role   string // of PDF's own, whatever the document calls it
	alt    string
	parent *element
}

// A tag is where a page shows a part of an element, or something that
// belongs to no element since it serves the page.
type tag struct {
	box      rect
	element  *element
	artifact bool
}

const (
	maxElements = 20_000 // of one page
	maxNesting  = 60     // of elements
	maxTags     = 5000   // of one page
)

// elements reads the structure of a page, by the numbers that its content is
// marked with.
func (f *file) elements(handle uint64) map[int32]*element {
	tree := f.call("FPDF_StructTree_GetForPage", handle)
	if tree == 0 {
		return nil
	}
	defer f.call("FPDF_StructTree_Close", tree)
	out, count := map[int32]*element{}, 0
	var walk func(handle uint64, parent *element, depth int)
	walk = func(handle uint64, parent *element, depth int) {
		if count++; count > maxElements || depth > maxNesting || f.err != nil {
			return
		}
		e := &element{parent: parent, role: f.text("FPDF_StructElement_GetType", handle)}
		if e.role == "Figure" {
			e.alt = strings.TrimSpace(f.text("FPDF_StructElement_GetAltText", handle))
		}
		for i := range max(0, int32(f.call("FPDF_StructElement_CountChildren", handle))) {
			if child := f.call("FPDF_StructElement_GetChildAtIndex", handle, uint64(i)); child != 0 {
				walk(child, e, depth+1)
			} else if id := int32(f.call("FPDF_StructElement_GetChildMarkedContentID", handle, uint64(i))); id >= 0 {
				out[id] = e
			}
		}
	}
	for i := range max(0, int32(f.call("FPDF_StructTree_CountChildren", tree))) {
		if child := f.call("FPDF_StructTree_GetChildAtIndex", tree, uint64(i)); child != 0 {
			walk(child, nil, 0)
		}
	}
	return out
}

// tag notes which element a text or a picture belongs to.
func (r *objectReader) tag(obj uint64, up matrix) *element {
	if len(r.elements) == 0 {
		return nil
	}
	t := tag{element: r.elements[int32(r.f.call("FPDFPageObj_GetMarkedContentID", obj))]}
	t.artifact = t.element == nil && r.isArtifact(obj)
	if (t.element != nil || t.artifact) && len(r.p.tags) < maxTags {
		t.box = r.bounds(obj, up)
		r.p.tags = append(r.p.tags, t)
	}
	return t.element
}

func (r *objectReader) isArtifact(obj uint64) bool {
	s := uint64(r.f.scratch)
	for i := range max(0, int32(r.f.call("FPDFPageObj_CountMarks", obj))) {
		mark := r.f.call("FPDFPageObj_GetMark", obj, uint64(i))
		if r.f.call("FPDFPageObjMark_GetName", mark, s+8, 64, s) == 0 {
			continue
		}
		name, _ := r.f.memory.Read(r.f.scratch+8, 16)
		if string(name) == "A\x00r\x00t\x00i\x00f\x00a\x00c\x00t\x00" {
			return true
		}
	}
	return false
}

// within returns the nearest element around e, or e itself, of a role.
func (e *element) within(roles ...string) *element {
	for ; e != nil; e = e.parent {
		if slices.Contains(roles, e.role) {
			return e
		}
	}
	return nil
}

// heading returns the heading that e is part of, or nil.
func (e *element) heading() *element {
	return e.within("Title", "H", "H1", "H2", "H3", "H4", "H5", "H6")
}

// level returns that of the heading that e is part of, or 0.
func (e *element) level() int {
	h := e.heading()
	switch {
	case h == nil:
		return 0
	case len(h.role) == 2:
		return int(h.role[1] - '0')
	}
	return 1
}

// text returns the words that stand for a picture which is part of e.
func (e *element) text() string {
	if e = e.within("Figure"); e == nil {
		return ""
	}
	return e.alt
}

// at returns the tag that most of a box lies in.
func (p *page) at(b rect) tag {
	best, most := tag{}, 0.0
	for _, t := range p.tags {
		if s := t.box.overlap(b); s > most {
			best, most = t, s
		}
	}
	return best
}

// trustTags drops the tags of a document whose author, or whose program, did
// not mean them: where headings are more than headings can be, or most text
// has no tag.
func trustTags(pages []*page) {
	letters, tagged, heads := 0.0, 0.0, 0.0
	for _, p := range pages {
		for _, r := range p.runs {
			n := float64(len(r.glyphs))
			letters += n
			t := p.at(r.box)
			if t.element != nil || t.artifact {
				tagged += n
			}
			if t.element.level() > 0 {
				heads += n
			}
		}
	}
	if tagged < 0.8*letters || heads > 0.3*letters {
		for _, p := range pages {
			p.tags = nil
		}
	}
}

// taggedTables takes the text of the tables that a page has tags for off it,
// where the tags tell rows of at least two cells apart.
func taggedTables(p *page) []*table {
	var order []*element
	cells := map[*element][]*element{} // of a table, in the order of the page's content
	for _, t := range p.tags {
		c := t.element.within("TD", "TH")
		if c == nil || c.within("TR") == nil {
			continue
		}
		e := c.within("Table")
		if e == nil {
			continue
		}
		if cells[e] == nil {
			order = append(order, e)
		}
		if !slices.Contains(cells[e], c) {
			cells[e] = append(cells[e], c)
		}
	}
	var out []*table
	for _, e := range order {
		if t := p.taggedTable(cells[e]); t != nil {
			out = append(out, t)
		}
	}
	return out
}

// taggedTable returns the table of cells, or nil where they make none: cells
// of one row stand beside each other, and those of one column below.
func (p *page) taggedTable(cells []*element) *table {
	boxes := map[*element]rect{}
	for _, t := range p.tags {
		if c := t.element.within("TD", "TH"); c != nil && slices.Contains(cells, c) {
			if b, ok := boxes[c]; ok {
				boxes[c] = b.union(t.box)
			} else {
				boxes[c] = t.box
			}
		}
	}
	var rows [][]*element
	for _, c := range cells {
		if n := len(rows); n > 0 && rows[n-1][0].within("TR") == c.within("TR") {
			rows[n-1] = append(rows[n-1], c)
		} else {
			rows = append(rows, []*element{c})
		}
	}
	var columns []rect
	for _, row := range rows {
		for _, c := range row {
			columns = addColumn(columns, boxes[c])
		}
	}
	if len(rows) < 2 || len(columns) < 2 || !stacked(rows, boxes) || p.ruled(boxes) {
		return nil
	}
	t := &table{page: p.number, box: boxes[cells[0]]}
	for _, c := range columns {
		t.xs = append(t.xs, c.x0)
	}
	text := p.cellText(cells, boxes)
	for _, row := range rows {
		out := make([]cell, len(columns))
		for _, c := range row {
			t.box = t.box.union(boxes[c])
			k := columnOf(columns, boxes[c])
			out[k].lines = append(out[k].lines, lines(runs(text[c]))...)
		}
		t.rows = append(t.rows, out)
	}
	if !slices.ContainsFunc(rows[0], func(c *element) bool { return c.role != "TH" }) && len(rows) > 1 {
		t.header = 1
	}
	return t
}

// ruled reports whether rules are drawn around cells: they know empty cells
// too.
func (p *page) ruled(boxes map[*element]rect) bool {
	for _, g := range p.grids {
		in := 0
		for _, b := range boxes {
			if g.box.contains((b.x0+b.x1)/2, (b.y0+b.y1)/2) {
				in++
			}
		}
		if in*10 > len(boxes)*8 && len(g.xs) > 2 {
			return true
		}
	}
	return false
}

// stacked reports whether each row stands below the one before, with its
// cells side by side.
func stacked(rows [][]*element, boxes map[*element]rect) bool {
	last := math.Inf(1)
	for _, row := range rows {
		b := boxes[row[0]]
		for i, c := range row {
			if i > 0 && boxes[c].overlap(boxes[row[i-1]]) > 0.2*boxes[c].width()*boxes[c].height() {
				return false
			}
			b = b.union(boxes[c])
		}
		if (b.y0+b.y1)/2 > last {
			return false
		}
		last = (b.y0 + b.y1) / 2
	}
	return true
}

// cellText cuts the glyphs that stand in cells out of the page's runs.
func (p *page) cellText(cells []*element, boxes map[*element]rect) map[*element][]glyph {
	out := map[*element][]glyph{}
	var rest []*run
	for _, r := range p.runs {
		var left []glyph
		var last *element
		for _, g := range r.glyphs {
			i := -1
			if !g.made && g.r != ' ' {
				i = slices.IndexFunc(cells, func(c *element) bool {
					return boxes[c].contains((g.x0+g.x1)/2, g.y+0.3*g.size)
				})
				last = nil
			}
			switch {
			case i >= 0:
				last = cells[i]
				out[last] = append(out[last], g)
			case last != nil: // a space
				out[last] = append(out[last], g)
			default:
				left = append(left, g)
			}
		}
		switch {
		case len(left) == len(r.glyphs):
			rest = append(rest, r)
		case len(left) > 0:
			for _, part := range runs(left) {
				part.first = r.first
				rest = append(rest, part)
			}
		}
		if last != nil && r.trail {
			out[last] = append(out[last], glyph{r: ' ', made: true})
		}
	}
	p.runs = rest
	return out
}
