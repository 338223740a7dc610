package odt

import (
	"fmt"
	"strings"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/office"
	"github.com/backissue/backissue/site/zipxml"
)

// An inline is a paragraph on its way.
type inline struct {
	pos    doc.Position
	spans  []doc.Span
	hidden strings.Builder
	behind []func() []doc.Block // what comes behind the paragraph
	blank  bool                 // white space has just been
}

// A context is what text inherits from the elements around it.
type context struct {
	link   string
	font   string
	hidden bool
}

// inline adds what stands inside n to a paragraph.
func (s *story) inline(in *inline, n *zipxml.Node, c context) {
	n.Children(func(child *zipxml.Node) { s.inlineNode(in, child, c) })
}

func (s *story) inlineNode(in *inline, n *zipxml.Node, c context) {
	switch n.Name {
	case "":
		s.text(in, n.Text, c)
	case "text:s":
		in.add(strings.Repeat(" ", min(max(number(n.Attr("text:c"), 1), 1), 64)), c)
	case "text:tab":
		in.add("\t", c)
	case "text:line-break":
		in.add("\n", c)
	case "text:soft-page-break":
		s.turnPage()
		if len(office.Trim(append([]doc.Span(nil), in.spans...))) == 0 {
			in.pos.Page = s.pos.Page
		}
	case "text:span":
		st := s.sheet.style("text", n.Attr("text:style-name"))
		c.hidden = c.hidden || st.hidden
		c.font = first(st.font, c.font)
		s.inline(in, n, c)
	case "text:hidden-text":
		c.hidden = c.hidden || n.Attr("text:is-hidden") == "true"
		s.inline(in, n, c)
	case "text:a":
		c.link = office.Link(n.Attr("xlink:href"))
		s.inline(in, n, c)
	case "text:note":
		s.note(in, n, c)
	case "office:annotation":
		s.lose(lines(n), "a comment")
	case "text:ruby":
		s.ruby(in, n, c)
	default:
		switch {
		case noText[n.Name]:
		case isDrawing(n):
			s.drawing(in, n, "")
		case n.Name == "text:list" || n.Name == "table:table": // by mistake
			in.behind = append(in.behind, func() []doc.Block { return s.beside().blocks(&zipxml.Node{Child: alone(n)}) })
		default:
			s.inline(in, n, c)
		}
	}
}

// add adds text that needs no more looking at.
func (in *inline) add(text string, c context) {
	if text == "" {
		return
	}
	in.blank = false
	if c.hidden {
		in.hidden.WriteString(text)
		return
	}
	in.spans = office.Add(in.spans, text, c.link)
}

// text adds text as it was read: runs of white space are one space, and none
// at the beginning of a paragraph (6.1.2).
func (s *story) text(in *inline, text string, c context) {
	text = collapse(office.Decode(text), in.blank)
	if text == "" {
		return
	}
	if !strings.ContainsFunc(text, office.IsSymbol) {
		in.add(text, c)
		in.blank = strings.HasSuffix(text, " ")
		return
	}
	for _, r := range text {
		if office.IsSymbol(r) {
			s.symbol(in, r, c)
		} else {
			in.add(string(r), c)
		}
	}
}

// collapse makes runs of white space one space, or none after a blank.
func collapse(text string, blank bool) string {
	if !strings.ContainsAny(text, "\t\r\n") && !strings.Contains(text, "  ") && !(blank && strings.HasPrefix(text, " ")) {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		space := r == ' ' || r == '\t' || r == '\r' || r == '\n'
		switch {
		case !space:
			b.WriteRune(r)
		case !blank:
			b.WriteByte(' ')
		}
		blank = space
	}
	return b.String()
}

// symbol adds a character of a symbol font, or records that it is lost.
func (s *story) symbol(in *inline, r rune, c context) {
	shown, ok := office.Symbol(c.font, r)
	if !ok {
		if key := fmt.Sprintf("%X of the font %s", r, c.font); !s.symbols[key] {
			s.symbols[key] = true
			s.lose("", "symbol U+"+key+", which Unicode has nothing like")
		}
		return
	}
	text := office.Decode(string(shown))
	s.generated(text)
	in.add(text, c)
}

// ruby adds text with its reading (6.4).
func (s *story) ruby(in *inline, n *zipxml.Node, c context) {
	n.Children(func(child *zipxml.Node) {
		if child.Name == "text:ruby-text" {
			in.add("(", c)
			s.inline(in, child, c)
			in.add(")", c)
			return
		}
		s.inlineNode(in, child, c)
	})
}

// note adds the label of a footnote or endnote, and the note behind the
// paragraph (6.3).
func (s *story) note(in *inline, n *zipxml.Node, c context) {
	prefix := "fn-"
	if n.Attr("text:note-class") == "endnote" {
		prefix = "en-"
	}
	s.notes[prefix]++
	count := office.Number("decimal", s.notes[prefix])
	citation := n.First("text:note-citation")
	note := &doc.Note{
		ID:    prefix + count,
		Label: strings.TrimSpace(office.Decode(first(citation.Attr("text:label"), citation.Content()))),
	}
	if note.Label == "" {
		note.Label = count
	}
	mark := "[" + note.Label + "]"
	s.generated(mark)
	c.link, c.hidden = "#"+note.ID, false
	in.add(mark, c)
	in.behind = append(in.behind, func() []doc.Block {
		inner := s.beside()
		inner.still = true
		note.Blocks = inner.blocks(n)
		note.Position = s.pos
		if len(note.Blocks) > 0 {
			note.Position = note.Blocks[0].Pos()
		}
		return []doc.Block{note}
	})
}
