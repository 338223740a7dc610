package hangul

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/backissue/backissue/site/doc"
)

// A composer makes a document. It goes through the paragraphs once, in order,
// since numbers and positions count.
type composer struct {
	defs     *Definitions
	d        *doc.Document
	counters map[counter]*[Levels]int
	outline  int // the numbering of outline paragraphs in this section
	at       int // paragraphs so far
	notes    [2]int
}

// next returns the position of the next paragraph.
func (c *composer) next() doc.Position {
	c.at++
	return doc.Position{Line: c.at}
}

func (c *composer) here() doc.Position { return doc.Position{Line: max(c.at, 1)} }

// print counts letters that the file does not hold.
func (c *composer) print(text string) string {
	c.d.Source.Add(text)
	return text
}

// An entry is a block before lists are made: a paragraph with a bullet is one.
type entry struct {
	block  doc.Block
	marker string
	level  int
}

// blocks composes the paragraphs of a section, a cell, a frame or a note.
func (c *composer) blocks(paragraphs []Paragraph) []doc.Block {
	var flat []entry
	for _, p := range paragraphs {
		flat = append(flat, c.paragraph(p)...)
	}
	return nest(flat)
}

// A draft is a paragraph taken apart.
type draft struct {
	spans         []doc.Span
	before, after []Piece // controls that stand before its text, and others
	head          head
}

// draft gathers the text of p. Notes get their labels here.
func (c *composer) draft(p Paragraph) draft {
	for _, piece := range p.Pieces {
		if o, ok := piece.(Outline); ok {
			c.outline = int(o)
		}
	}
	out := draft{head: c.head(p)}
	var l line
	started := false
	for _, piece := range p.Pieces {
		switch piece := piece.(type) {
		case Text:
			l.text.WriteString(string(piece))
			started = started || strings.TrimSpace(string(piece)) != ""
		case Link:
			l.turn(string(piece))
		case AutoNumber:
			if !piece.Note {
				l.text.WriteString(c.print(piece.Text))
				started = true
			}
		case Outline:
		case *Note:
			n := c.number(piece)
			l.label(c.print("["+n.label+"]"), n.id)
			out.after = append(out.after, n)
		default:
			if started {
				out.after = append(out.after, piece)
			} else {
				out.before = append(out.before, piece)
			}
		}
	}
	l.flush()
	out.spans = trim(l.spans)
	return out
}

// paragraph composes p: the controls that stand before its text, the text,
// and the other controls.
func (c *composer) paragraph(p Paragraph) []entry {
	d := c.draft(p)
	var out []entry
	for _, piece := range d.before {
		out = append(out, entries(c.control(piece))...)
	}
	if len(d.spans) > 0 {
		out = append(out, c.text(d))
	}
	for _, piece := range d.after {
		out = append(out, entries(c.control(piece))...)
	}
	return out
}

// text makes the block of a paragraph that has text.
func (c *composer) text(d draft) entry {
	at := c.next()
	level := d.head.level
	if level > 0 && !isTitle(d.spans) {
		level = 0
	}
	if d.head.marker == "" && d.head.number == "" && level == 0 && d.spans[0].Link == "" {
		d.head.marker, d.spans[0].Text = cutBullet(d.spans[0].Text)
	}
	c.doubt(at, d.spans)
	spans := prefix(c.print(d.head.number), d.spans)
	if level > 0 {
		return entry{block: &doc.Heading{Position: at, Level: level, Spans: spans}}
	}
	return entry{&doc.Paragraph{Position: at, Spans: spans}, d.head.marker, d.head.depth}
}

// isTitle tells headings from the paragraphs of those who number everything
// by outline, down to whole sentences.
func isTitle(spans []doc.Span) bool {
	text := doc.Join(spans)
	n := utf8.RuneCountInString(text)
	return n <= 40 || n <= 120 && !strings.HasSuffix(text, ".") && !strings.Contains(text, "다. ")
}

// control composes a control, into no blocks if it is not part of the text.
func (c *composer) control(p Piece) []doc.Block {
	switch p := p.(type) {
	case *Table:
		return c.table(p)
	case *Frame:
		return append(c.blocks(p.Paragraphs), c.blocks(p.Caption)...)
	case *Picture:
		at := c.next()
		caption, rest := c.cell(p.Caption)
		return append([]doc.Block{&doc.Figure{Position: at, Media: p.Media, Alt: p.Alt, Caption: caption}}, rest...)
	case numbered:
		at := c.next()
		return []doc.Block{&doc.Note{Position: at, ID: p.id, Label: p.label, Blocks: c.blocks(p.Paragraphs)}}
	case *Running:
		if text := c.flatten(p.Paragraphs, "picture in a header or footer"); text != "" {
			c.d.Furniture = append(c.d.Furniture, doc.Furniture{Position: c.here(), Kind: doc.RunningHead, Text: text})
		}
	case *Lost:
		text := strings.TrimSpace(p.Text + "\n" + c.flatten(p.Paragraphs, "picture in a comment"))
		c.d.Losses = append(c.d.Losses, doc.Loss{Position: c.here(), Text: text, Reason: p.Reason})
	}
	return nil
}

// flatten returns the text of paragraphs that will not be blocks.
func (c *composer) flatten(paragraphs []Paragraph, picture string) string {
	blocks := c.blocks(paragraphs)
	var lines []string
	doc.EachSpans(blocks, func(spans *[]doc.Span) {
		if text := doc.Join(*spans); text != "" {
			lines = append(lines, text)
		}
	})
	c.figures(blocks, picture)
	return strings.Join(lines, "\n")
}

// figures counts the pictures in blocks as lost.
func (c *composer) figures(blocks []doc.Block, reason string) {
	for _, b := range blocks {
		switch b := b.(type) {
		case *doc.Figure:
			c.d.Losses = append(c.d.Losses, doc.Loss{Position: c.here(), Reason: reason + ": " + b.Media})
		case *doc.List:
			for _, it := range b.Items {
				c.figures(it.Blocks, reason)
			}
		case *doc.Note:
			c.figures(b.Blocks, reason)
		}
	}
}

// A numbered note knows what its label is.
type numbered struct {
	*Note
	id, label string
}

// number gives a note its label: the one that Hangul printed, or the next.
func (c *composer) number(n *Note) numbered {
	kind, name := 0, "fn-"
	if n.End {
		kind, name = 1, "en-"
	}
	c.notes[kind]++
	count := strconv.Itoa(c.notes[kind])
	label := count
	for _, p := range n.Paragraphs {
		for _, piece := range p.Pieces {
			if a, ok := piece.(AutoNumber); ok && a.Note && a.Text != "" {
				return numbered{n, name + count, a.Text}
			}
		}
	}
	return numbered{n, name + count, label}
}

func entries(blocks []doc.Block) []entry {
	var out []entry
	for _, b := range blocks {
		out = append(out, entry{block: b})
	}
	return out
}

// nest turns runs of paragraphs with bullets into lists. A bullet that the
// run has not used yet opens a list inside the item above it; one that it has
// used returns to that list. Notes stay with the item that refers to them.
func nest(flat []entry) []doc.Block {
	type open struct {
		marker string
		level  int
		list   *doc.List
	}
	var out []doc.Block
	var stack []open
	for _, e := range flat {
		if e.marker == "" {
			if note, ok := e.block.(*doc.Note); ok && len(stack) > 0 {
				items := stack[len(stack)-1].list.Items
				it := &items[len(items)-1]
				it.Blocks = append(it.Blocks, note)
				continue
			}
			stack = nil
			out = append(out, e.block)
			continue
		}
		depth := len(stack)
		for i, o := range stack {
			if o.marker == e.marker && o.level == e.level {
				depth = i + 1
			}
		}
		if depth == len(stack) && (depth == 0 || stack[depth-1].marker != e.marker || stack[depth-1].level != e.level) {
			l := &doc.List{Position: e.block.Pos()}
			if depth == 0 {
				out = append(out, l)
			} else {
				items := stack[depth-1].list.Items
				it := &items[len(items)-1]
				it.Blocks = append(it.Blocks, l)
			}
			stack = append(stack, open{e.marker, e.level, l})
			depth++
		}
		stack = stack[:depth]
		l := stack[depth-1].list
		l.Items = append(l.Items, doc.Item{Position: e.block.Pos(), Marker: e.marker, Blocks: []doc.Block{e.block}})
	}
	return out
}
