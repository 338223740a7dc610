package markdown

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/text/language"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/markup"
)

// blocks reads the blocks below n.
func (r *reader) blocks(n ast.Node) []doc.Block {
	var out []doc.Block
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		out = append(out, r.block(c)...)
		out = append(out, r.settle()...)
	}
	return out
}

// settle returns what waited for the end of a block.
func (r *reader) settle() []doc.Block {
	var out []doc.Block
	for len(r.behind) > 0 {
		read := r.behind[0]
		r.behind = r.behind[1:]
		out = append(out, read())
	}
	return out
}

func (r *reader) block(n ast.Node) []doc.Block {
	switch n := n.(type) {
	case *ast.Heading:
		return r.heading(n)
	case *ast.Paragraph, *ast.TextBlock:
		return r.paragraph(n)
	case *ast.List:
		if n.IsOrdered() {
			return r.numbered(n, "")
		}
		return r.list(n)
	case *ast.Blockquote:
		return r.quotation(n)
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		return r.code(n)
	case *ast.HTMLBlock:
		return r.html(n)
	case *east.Table:
		return r.table(n)
	}
	return nil // rules, definitions of links, and footnotes, which are read elsewhere
}

func (r *reader) heading(n *ast.Heading) []doc.Block {
	pos := r.place(n)
	spans := r.spans(n)
	if len(spans) == 0 {
		return nil
	}
	h := &doc.Heading{Position: pos, Level: n.Level, ID: attribute(n, "id"), Spans: spans}
	r.marked(n, h)
	return []doc.Block{h}
}

func (r *reader) paragraph(n ast.Node) []doc.Block {
	pos := r.place(n)
	spans := r.spans(n)
	if len(spans) == 0 {
		behind := r.settle()
		if len(behind) > 0 {
			r.marked(n, behind[0])
		}
		return behind
	}
	p := &doc.Paragraph{Position: pos, ID: attribute(n, "id"), Spans: spans}
	r.marked(n, p)
	return []doc.Block{p}
}

// marked gives text the language that the block's attributes name.
func (r *reader) marked(n ast.Node, blocks ...doc.Block) {
	tag, err := language.Parse(attribute(n, "lang"))
	if err != nil {
		return
	}
	doc.EachSpans(blocks, func(spans *[]doc.Span) {
		for i := range *spans {
			if s := &(*spans)[i]; s.Lang == language.Und {
				s.Lang = tag
			}
		}
	})
}

func (r *reader) list(n *ast.List) []doc.Block {
	l := &doc.List{Position: r.place(n)}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		it := doc.Item{Position: r.place(c), Marker: string(n.Marker)}
		if it.Blocks = r.blocks(c); len(it.Blocks) > 0 {
			l.Items = append(l.Items, it)
		}
	}
	if len(l.Items) == 0 {
		return nil
	}
	r.marked(n, l)
	// The attributes of a list of one paragraph are the paragraph's, which
	// can have none of its own there.
	if id := attribute(n, "id"); id != "" && len(l.Items) == 1 {
		if p, ok := l.Items[0].Blocks[0].(*doc.Paragraph); ok && p.ID == "" {
			p.ID = id
		}
	}
	return []doc.Block{l}
}

// numbered reads a list with numbers as paragraphs that begin with them. A
// list that begins in the place of an item's text goes on with its number, so
// that "2021. 12. 20." stays one date.
func (r *reader) numbered(n *ast.List, before string) []doc.Block {
	var out []doc.Block
	r.place(n)
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		pos := r.place(c)
		label := before + r.number(n, c)
		before = ""
		if inner, ok := c.FirstChild().(*ast.List); ok && inner.IsOrdered() {
			out = append(out, r.numbered(inner, label+" ")...)
			for rest := inner.NextSibling(); rest != nil; rest = rest.NextSibling() {
				out = append(out, r.block(rest)...)
				out = append(out, r.settle()...)
			}
			continue
		}
		r.d.Source.Add(label)
		blocks := r.blocks(c)
		if len(blocks) > 0 {
			if p, ok := blocks[0].(*doc.Paragraph); ok {
				in := &inline{r: r}
				in.append(doc.Span{Text: label + " "})
				for _, s := range p.Spans {
					in.append(s)
				}
				in.close()
				p.Spans = in.spans
				out = append(out, blocks...)
				continue
			}
		}
		out = append(append(out, &doc.Paragraph{Position: pos, Spans: []doc.Span{{Text: label}}}), blocks...)
	}
	r.marked(n, out...)
	return out
}

// number returns the number of an item as the file prints it, or as the list
// counts where all its items have the same.
func (r *reader) number(l *ast.List, item ast.Node) string {
	count := l.Start
	for c := l.FirstChild(); c != item; c = c.NextSibling() {
		count++
	}
	if at := offset(item); at > 0 && item != l.FirstChild() {
		start := at
		for start > 0 && r.source[start-1] != '\n' {
			start--
		}
		if m := printed.FindSubmatch(r.source[start:at]); m != nil && string(m[1]) != fmt.Sprint(l.Start) {
			return string(m[1]) + string(l.Marker)
		}
	}
	return fmt.Sprintf("%d%c", count, l.Marker)
}

var printed = regexp.MustCompile(`(\d{1,9})[.)][ \t]*$`)

var alert = regexp.MustCompile(`^\[!\w+\][+-]?$`)

// quotation reads a quotation or one of Hugo's alerts as a box. The mark of
// an alert, such as [!abstract], is furniture, and the box has its name.
func (r *reader) quotation(n *ast.Blockquote) []doc.Block {
	pos, label := r.place(n), ""
	if p := n.FirstChild(); p != nil && p.Kind() == ast.KindParagraph && p.Lines().Len() > 0 {
		line := p.Lines().At(0)
		mark := strings.TrimSpace(string(line.Value(r.source)))
		if alert.MatchString(mark) {
			r.d.Furniture = append(r.d.Furniture, doc.Furniture{Position: pos, Kind: doc.Label, Text: mark})
			label = strings.Trim(mark, "[!]+-")
			cutLine(p)
		}
	}
	blocks := r.blocks(n)
	if len(blocks) == 0 {
		return nil
	}
	r.marked(n, blocks...)
	return []doc.Block{&doc.Box{Position: pos, Label: label, Blocks: blocks}}
}

// cutLine takes the first line out of a paragraph.
func cutLine(p ast.Node) {
	for c := p.FirstChild(); c != nil; c = p.FirstChild() {
		p.RemoveChild(p, c)
		if t, ok := c.(*ast.Text); ok && (t.SoftLineBreak() || t.HardLineBreak()) {
			return
		}
	}
}

func (r *reader) code(n ast.Node) []doc.Block {
	pos := r.place(n)
	var b strings.Builder
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		b.Write(line.Value(r.source))
	}
	s := r.restore(b.String())
	s = strings.TrimRight(strings.Trim(s, "\n"), " \t\n")
	if strings.TrimSpace(s) == "" {
		return nil
	}
	return []doc.Block{&doc.Paragraph{Position: pos, Spans: []doc.Span{{Text: r.mend(s)}}}}
}

func (r *reader) html(n *ast.HTMLBlock) []doc.Block {
	pos := r.place(n)
	var b strings.Builder
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		b.Write(line.Value(r.source))
	}
	if n.HasClosure() {
		closure := n.ClosureLine
		b.Write(closure.Value(r.source))
	}
	return r.fragment(r.restore(b.String()), pos)
}

// fragment reads some HTML. Its blocks all stand where it begins.
func (r *reader) fragment(s string, pos doc.Position) []doc.Block {
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragmentWithOptions(strings.NewReader(s), body, html.ParseOptionEnableScripting(false))
	if err != nil {
		r.d.Source.Add(s)
		r.d.Losses = append(r.d.Losses, doc.Loss{Position: pos, Text: s, Reason: "HTML nested more than 500 deep"})
		return nil
	}
	root := &html.Node{Type: html.DocumentNode}
	for _, child := range nodes {
		root.AppendChild(child)
	}
	d := markup.Read(markup.Options{Media: r.options.Media, Names: r.media}, root)
	moveTo(d, pos)
	for letter, n := range d.Source {
		r.d.Source[letter] += n
	}
	r.d.Furniture = append(r.d.Furniture, d.Furniture...)
	for _, m := range d.Media {
		r.show(m)
	}
	r.d.Losses = append(r.d.Losses, d.Losses...)
	r.d.Doubts = append(r.d.Doubts, d.Doubts...)
	return d.Blocks
}

// moveTo puts all of d at one place.
func moveTo(d *doc.Document, pos doc.Position) {
	for i := range d.Furniture {
		d.Furniture[i].Position = pos
	}
	for i := range d.Losses {
		d.Losses[i].Position = pos
	}
	for i := range d.Doubts {
		d.Doubts[i].Position = pos
	}
	doc.EachPosition(d.Blocks, func(p *doc.Position) { *p = pos })
}

func (r *reader) table(n *east.Table) []doc.Block {
	t := &doc.Table{Position: r.place(n)}
	width := 0
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		var cells [][]doc.Span
		filled := false
		for c := row.FirstChild(); c != nil; c = c.NextSibling() {
			cell := r.spans(c)
			filled = filled || len(cell) > 0
			cells = append(cells, cell)
		}
		if row.Kind() == east.KindTableHeader {
			if !filled {
				width = len(cells)
				continue // Markdown has no table without heads, so it got empty ones
			}
			t.Header = 1
		}
		width = max(width, len(cells))
		t.Rows = append(t.Rows, cells)
	}
	if len(t.Rows) == 0 {
		return nil
	}
	for i := range t.Rows {
		for len(t.Rows[i]) < width {
			t.Rows[i] = append(t.Rows[i], nil)
		}
	}
	r.marked(n, t)
	return []doc.Block{t}
}

// findNotes remembers the footnotes by the number that the parser gave them.
func (r *reader) findNotes() {
	r.notes = map[int]ast.Node{}
	for c := r.root.FirstChild(); c != nil; c = c.NextSibling() {
		if c.Kind() != east.KindFootnoteList {
			continue
		}
		for f := c.FirstChild(); f != nil; f = f.NextSibling() {
			if note, ok := f.(*east.Footnote); ok {
				r.notes[note.Index] = f
			}
		}
	}
}

// leftNotes reads the notes that nothing in the text came to.
func (r *reader) leftNotes() []doc.Block {
	var out []doc.Block
	for _, i := range slices.Sorted(maps.Keys(r.notes)) {
		n := r.notes[i]
		delete(r.notes, i)
		out = append(out, r.note(n, fmt.Sprintf("fn-%d", i), fmt.Sprint(i)))
	}
	return append(out, r.settle()...)
}

// note reads a footnote where the text refers to it.
func (r *reader) note(n ast.Node, id, label string) doc.Block {
	outer, behind := r.inNote, r.behind
	r.inNote, r.behind = true, nil
	note := &doc.Note{Position: r.here(), ID: id, Label: label}
	note.Blocks = r.blocks(n)
	r.inNote, r.behind = outer, behind
	return note
}
