package docx

import (
	"fmt"
	"path"
	"strings"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/office"
	"github.com/backissue/backissue/site/zipxml"
)

// A picture is what a drawing says of the pictures in it.
type picture struct {
	alt  string
	what string // what it stands for, if not a picture
}

// drawing puts what a drawing holds behind the paragraph: text boxes,
// pictures, words of shapes. DrawingML (20.4) and the older VML (part 4,
// 19.1) mix freely.
func (s *story) drawing(in *inline, n *zipxml.Node, p picture) {
	behind := func(f func() []doc.Block) { in.behind = append(in.behind, f) }
	n.Children(func(c *zipxml.Node) {
		switch c.Name {
		case "w:txbxContent", "w:p", "w:tbl", "w:r", "w:t", "m:oMath", "m:t":
			behind(func() []doc.Block {
				box := &story{reader: s.reader, part: s.part, furniture: s.furniture, still: true}
				return box.blocks(&zipxml.Node{Child: alone(c)})
			})
		case "a:p", "a:t", "v:textpath":
			behind(func() []doc.Block { return s.words(letters(c)) })
		case "pic:pic":
			own := p
			own.alt = first(describe(c.First("pic:nvPicPr", "pic:cNvPr")), p.alt)
			s.drawing(in, c, own)
		case "wp:docPr":
			p.alt = describe(c)
		case "v:shape", "v:rect", "v:roundrect", "v:oval":
			own := p
			own.alt = first(strings.TrimSpace(c.Attr("alt")), p.alt)
			s.drawing(in, c, own)
		case "a:blip":
			id, linked := c.Attr("r:embed"), c.Attr("r:link")
			behind(func() []doc.Block { return s.figure(first(id, linked), p) })
		case "v:imagedata":
			own := p
			own.alt = first(p.alt, strings.TrimSpace(c.Attr("o:title")))
			behind(func() []doc.Block { return s.figure(c.Attr("r:id"), own) })
		case "c:chart":
			behind(func() []doc.Block { s.lose("", "a chart"); return nil })
		case "dgm:relIds":
			behind(func() []doc.Block { return s.diagram(s.relations(s.part)[c.Attr("r:dm")].target) })
		case "mc:AlternateContent":
			s.drawing(in, choose(c), p)
		default:
			if !leftOut(c) {
				s.drawing(in, c, p)
			}
		}
	})
}

// describe returns the alternative text of a picture.
func describe(n *zipxml.Node) string {
	return strings.TrimSpace(decode(first(n.Attr("descr"), n.Attr("title"))))
}

// words returns a paragraph of text that is drawn and not set.
func (s *story) words(text string) []doc.Block {
	spans := office.Trim([]doc.Span{{Text: text}})
	if spans == nil {
		return nil
	}
	return []doc.Block{&doc.Paragraph{Position: s.next(), Spans: spans}}
}

// diagram returns the words of a diagram, in the order of its points.
func (s *story) diagram(part string) []doc.Block {
	if s.heads[part] || !s.pkg.Has(part) {
		return nil
	}
	s.heads[part] = true
	root, err := s.pkg.XML(part)
	if err != nil {
		s.lose("", err.Error())
		return nil
	}
	addLetters(s.doc.Source, root)
	in := &inline{}
	s.drawing(in, &zipxml.Node{Child: root}, picture{})
	var out []doc.Block
	for _, f := range in.behind {
		out = append(out, f()...)
	}
	return out
}

// figure returns the picture that a relation points to.
func (s *story) figure(id string, p picture) []doc.Block {
	rel := s.relations(s.part)[id]
	if s.furniture || rel.target == "" {
		return nil
	}
	what := first(p.what, "a picture")
	if rel.external {
		s.lose("", what+" that is not in the file: "+rel.target)
		return nil
	}
	name, err := s.pictures.Add(s.doc, rel.target, s.pkg.Bytes)
	if err != nil {
		s.lose("", what+" that cannot be read: "+err.Error())
		return nil
	}
	if name == "" {
		s.lose("", fmt.Sprintf("%s in a format that browsers do not show (%s)", what, strings.TrimPrefix(path.Ext(rel.target), ".")))
		return nil
	}
	return []doc.Block{&doc.Figure{Position: s.next(), Media: name, Alt: p.alt}}
}
