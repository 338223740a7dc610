package pdf

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/reflow"
)

// A builder turns pages in reading order into a document.
type builder struct {
	d     *doc.Document
	join  *joiner
	body  measure
	names map[[32]byte]string // of pictures
	notes map[string]*note    // by "#" and id

	units []unit
	index map[doc.Position]int // of units
	gone  map[doc.Position]bool
	back  []doc.Block // lines that only looked like page numbers

	pending []*note // referred to by the block at hand
}

// A unit is one line for package reflow: a line of text, or all the lines of
// a heading.
type unit struct {
	reflow.Line
	heading *heading
	letters int
	marks   []mark
	inside  bool // stands where no page number does: well within its page, close to other lines, or on the only page
}

// build makes the document of pages whose furniture is gone. It also returns
// the labels of the notes.
func build(pages []*page, marks []bookmark) (*doc.Document, []string) {
	b := &builder{names: map[[32]byte]string{}, notes: map[string]*note{}, index: map[doc.Position]int{}, gone: map[doc.Position]bool{}}
	b.body = bodyOf(pages)
	b.join = newJoiner(slices.Collect(eachLine(pages)))
	for _, p := range pages {
		takeCaptions(p)
	}
	notes := takeNotes(pages, b.body)
	var labels []string
	for _, n := range notes {
		b.notes["#"+n.id] = n
		labels = append(labels, n.label)
	}
	b.lay(pages, headings(slices.Concat(pages, asides(pages)), b.body, marks), notes)
	return b.d, labels
}

// asides returns the insides of all frames.
func asides(pages []*page) []*page {
	var out []*page
	for _, p := range pages {
		for _, piece := range p.pieces {
			if piece.frame != nil {
				out = append(out, piece.frame.page)
			}
		}
	}
	return out
}

// lay makes the blocks of pages: paragraphs of their lines, and what stands
// between these.
func (b *builder) lay(pages []*page, heads map[*line]*heading, notes []*note) {
	var lines []reflow.Line
	for _, p := range pages {
		for i := 0; i < len(p.pieces); i++ {
			l := p.pieces[i].line
			if l == nil {
				continue
			}
			u := b.unit(l, i > 0 && p.pieces[i-1].region != p.pieces[i].region)
			if h := heads[l]; h != nil {
				u.take(h, b.join)
				i += len(h.lines) - 1
			}
			h := p.box.height() * edge
			u.inside = len(pages) == 1 || l.y > p.box.y0+h && l.y < p.box.y1-h || l.follows() || i+1 < len(p.pieces) && p.pieces[i+1].line.follows()
			b.index[u.Position] = len(b.units)
			b.units = append(b.units, u)
			lines = append(lines, u.Line)
		}
	}
	b.d = reflow.Blocks(lines)
	b.d.Furniture = slices.DeleteFunc(b.d.Furniture, b.restore)
	blocks := b.rewrite(b.d.Blocks)
	b.d.Blocks = b.insert(blocks, pages, heads, notes)
}

// restore reports whether what reflow took for furniture is none, by where it
// stands and how it looks, which reflow does not know, and keeps it.
func (b *builder) restore(f doc.Furniture) bool {
	u := b.units[b.index[f.Position]]
	b.gone[f.Position] = true
	switch {
	case u.heading != nil:
		b.back = append(b.back, &doc.Heading{Position: u.Position, Level: u.heading.level, Spans: b.linked(u.Text, u.marks)})
	case u.inside:
		b.back = append(b.back, &doc.Paragraph{Position: u.Position, Spans: b.linked(u.Text, u.marks)})
	default:
		return false
	}
	return true
}

// unit measures a line in cells: half the size of its type.
func (b *builder) unit(l *line, top bool) unit {
	cell := l.size / 2
	u := unit{letters: l.letters, marks: l.marks}
	u.Line = reflow.Line{
		Position: doc.Position{Page: l.page, Line: l.number},
		Text:     l.text,
		Indent:   math.Round(2*l.indent/cell) / 2,
		Right:    math.Max(0.5, math.Round(2*(l.indent+l.box.width())/cell)/2),
		Trail:    l.trail,
		Size:     l.size,
		Bold:     l.bold,
	}
	if u.Indent < 1 {
		u.Indent = 0
	}
	if !top && l.gap > 0 {
		u.Gap = 1
		if ratio := l.gap / (math.Max(l.size, b.body.size*0.8) * b.body.pitch[scriptOf(l)]); ratio > 1.25 {
			u.Gap = max(2, int(math.Round(ratio)))
		}
	}
	return u
}

// take makes a unit of all the lines of a heading.
func (u *unit) take(h *heading, j *joiner) {
	u.heading = h
	u.Text = j.text(h.lines)
	for _, l := range h.lines[1:] {
		for _, m := range l.marks {
			m.from, m.to = m.from+u.letters, m.to+u.letters
			u.marks = append(u.marks, m)
		}
		u.letters += l.letters
	}
	u.Trail = h.lines[len(h.lines)-1].trail
}

// rewrite finds in reflow's blocks the lines that they were made of, by
// counting letters. It cuts headings out of them, and links what leads
// somewhere.
func (b *builder) rewrite(blocks []doc.Block) []doc.Block {
	var out []doc.Block
	for _, bl := range blocks {
		switch bl := bl.(type) {
		case *doc.Paragraph:
			out = append(out, b.paragraph(bl)...)
		case *doc.List:
			out = append(out, b.list(bl)...)
		case *doc.Box:
			bl.Blocks = b.rewrite(bl.Blocks)
			out = append(out, bl)
		default:
			out = append(out, bl)
		}
		for _, n := range b.pending {
			out = append(out, n.block(b.join, bl.Pos()))
		}
		b.pending = nil
	}
	return out
}

// paragraph returns the blocks that a paragraph of reflow's really is: itself
// with links, or headings and the text around them.
func (b *builder) paragraph(p *doc.Paragraph) []doc.Block {
	i, ok := b.index[p.Position]
	if !ok {
		return []doc.Block{p}
	}
	rest := doc.Join(p.Spans)
	left := countLetters(rest)
	var out []doc.Block
	part, letters := i, 0
	var marks []mark
	flush := func(end int, text string) {
		text = strings.TrimSpace(text)
		u := &b.units[part]
		if text != "" {
			spans := b.linked(text, marks)
			if u.heading != nil {
				out = append(out, &doc.Heading{Position: u.Position, Level: u.heading.level, Spans: spans})
			} else {
				out = append(out, &doc.Paragraph{Position: u.Position, Spans: spans})
			}
		}
		part, letters, marks = end, 0, nil
	}
	for ; i < len(b.units) && (left > 0 || i == part); i++ {
		u := &b.units[i]
		if b.gone[u.Position] {
			continue
		}
		if i > part && (u.heading != nil || b.units[part].heading != nil) {
			head, tail := cutLetters(rest, letters)
			// marks behind the last letter belong to it
			n := strings.IndexFunc(tail, func(r rune) bool { return r == ' ' || countLetters(string(r)) > 0 })
			if n > 0 && !strings.ContainsAny(tail[:n], "([{<“‘「『《〈【") {
				head, tail = head+tail[:n], tail[n:]
			}
			rest = tail
			flush(i, head)
		}
		for _, m := range u.marks {
			m.from, m.to = m.from+letters, m.to+letters
			marks = append(marks, m)
		}
		letters += u.letters
		left -= u.letters
	}
	flush(i, rest)
	return out
}

func (b *builder) linked(text string, marks []mark) []doc.Span {
	spans := linked(text, 0, marks)
	for _, s := range spans {
		if n := b.notes[s.Link]; n != nil {
			b.pending = append(b.pending, n)
			delete(b.notes, s.Link)
		}
	}
	return spans
}

// list rewrites the items of a list. A heading inside an item ends the list.
func (b *builder) list(l *doc.List) []doc.Block {
	var out []doc.Block
	cur := &doc.List{Position: l.Position}
	flush := func() {
		if len(cur.Items) > 0 {
			cur.Position = cur.Items[0].Position
			out = append(out, cur)
		}
		cur = &doc.List{}
	}
	for _, it := range l.Items {
		var inner []doc.Block
		for _, bl := range it.Blocks {
			switch bl := bl.(type) {
			case *doc.Paragraph:
				inner = append(inner, b.paragraph(bl)...)
			case *doc.List:
				inner = append(inner, b.list(bl)...)
			default:
				inner = append(inner, bl)
			}
		}
		n := slices.IndexFunc(inner, func(bl doc.Block) bool { _, ok := bl.(*doc.Heading); return ok })
		if n < 0 {
			it.Blocks = inner
			cur.Items = append(cur.Items, it)
			continue
		}
		if n > 0 {
			it.Blocks = inner[:n]
			cur.Items = append(cur.Items, it)
		}
		flush()
		out = append(out, inner[n:]...)
	}
	flush()
	return out
}

// insert puts tables, figures and asides between the blocks, behind the one that
// stands around them, and so the notes that a table refers to.
func (b *builder) insert(blocks []doc.Block, pages []*page, heads map[*line]*heading, notes []*note) []doc.Block {
	more := b.back
	for _, p := range pages {
		for _, piece := range p.pieces {
			switch {
			case piece.table != nil:
				more = append(more, piece.table.block(b.join))
			case piece.frame != nil:
				if box := piece.frame.block(b, heads); box != nil {
					more = append(more, box)
				}
			case piece.picture != nil:
				if f := b.figure(piece.picture); f != nil {
					more = append(more, f)
				}
			}
		}
	}
	for _, n := range notes {
		if b.notes["#"+n.id] != nil {
			more = append(more, n.block(b.join, doc.Position{Page: n.lines[0].page, Line: n.lines[0].number}))
		}
	}
	slices.SortStableFunc(more, func(a, b doc.Block) int { return compare(a.Pos(), b.Pos()) })
	var out []doc.Block
	for _, bl := range blocks {
		_, isNote := bl.(*doc.Note)
		for len(more) > 0 && !isNote && compare(more[0].Pos(), bl.Pos()) < 0 {
			out = append(out, more[0])
			more = more[1:]
		}
		out = append(out, bl)
	}
	return append(out, more...)
}

func compare(a, b doc.Position) int {
	return cmp.Or(cmp.Compare(a.Page, b.Page), cmp.Compare(a.Line, b.Line))
}
