package odt

import (
	"encoding/base64"
	"net/url"
	"path"
	"strings"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/office"
	"github.com/backissue/backissue/site/zipxml"
)

// isDrawing reports frames and shapes (10). How the lines of a shape run is
// none.
func isDrawing(n *zipxml.Node) bool {
	return strings.HasPrefix(n.Name, "draw:") && n.Name != "draw:enhanced-geometry"
}

// drawing puts what a frame or shape holds behind the paragraph. The words
// of a shape are paragraphs like any other.
func (s *story) drawing(in *inline, n *zipxml.Node, alt string) {
	behind := func(f func() []doc.Block) { in.behind = append(in.behind, f) }
	box := func(c *zipxml.Node) {
		behind(func() []doc.Block {
			inner := s.beside()
			inner.still = true
			return captioned(inner.blocks(&zipxml.Node{Child: alone(c)}))
		})
	}
	switch n.Name {
	case "draw:text-box":
		behind(func() []doc.Block {
			inner := s.beside()
			inner.still = true
			return captioned(inner.blocks(n))
		})
		return
	case "draw:frame":
		s.frame(in, n)
		return
	case "draw:image":
		behind(func() []doc.Block { return s.figure([]*zipxml.Node{n}, alt, "a picture") })
	case "draw:floating-frame", "draw:plugin", "draw:applet":
		s.lose("", "an embedded object")
	}
	n.Children(func(c *zipxml.Node) {
		switch {
		case isDrawing(c):
			s.drawing(in, c, alt)
		case c.Name != "" && !noText[c.Name]:
			box(c)
		}
	})
}

// frame adds what a frame holds. Its pictures are the same picture in
// several formats, or stand for an object (10.4.2).
func (s *story) frame(in *inline, n *zipxml.Node) {
	alt := strings.TrimSpace(office.Decode(first(n.First("svg:desc").Content(), n.First("svg:title").Content())))
	var images []*zipxml.Node
	what := "a picture"
	n.Children(func(c *zipxml.Node) {
		switch c.Name {
		case "draw:image":
			images = append(images, c)
			c.Children(func(inner *zipxml.Node) {
				if isParagraph(inner) || inner.Name == "text:list" {
					in.behind = append(in.behind, func() []doc.Block { return s.beside().blocks(&zipxml.Node{Child: alone(inner)}) })
				}
			})
		case "draw:object", "draw:object-ole":
			if what = s.object(c); what == "" {
				return
			}
		case "":
		default:
			if isDrawing(c) {
				s.drawing(in, c, alt)
			} else if !noText[c.Name] {
				s.drawing(in, &zipxml.Node{Name: "draw:g", Child: alone(c)}, alt)
			}
		}
	})
	if len(images) > 0 && what != "" {
		in.behind = append(in.behind, func() []doc.Block { return s.figure(images, alt, what) })
	} else if what != "" && what != "a picture" {
		s.lose("", what)
	}
}

// object returns what an embedded object is. A formula is lost at once, with
// its letters, and returns "".
func (s *story) object(n *zipxml.Node) string {
	root := n.First("math:math")
	if part := zipxml.Resolve("", n.Attr("xlink:href")) + "/content.xml"; root == nil && s.pkg != nil && s.pkg.Has(part) {
		var err error
		if root, err = s.pkg.XML(part); err != nil {
			s.lose("", err.Error())
			return ""
		}
	}
	if root == nil || root.Name != "math:math" {
		if root.Find("office:chart") != nil {
			return "a chart"
		}
		return "an embedded object"
	}
	var b strings.Builder
	root.Walk(func(c *zipxml.Node) bool {
		b.WriteString(strings.TrimSpace(c.Text))
		return c.Name != "math:annotation"
	})
	text := office.Decode(b.String())
	s.generated(text)
	s.lose(text, "an equation")
	return ""
}

// figure returns the first of several pictures that browsers show.
func (s *story) figure(images []*zipxml.Node, alt, what string) []doc.Block {
	if s.furniture {
		return nil
	}
	reason := ""
	for _, n := range images {
		name, why := s.picture(n)
		if name != "" {
			return []doc.Block{&doc.Figure{Position: s.next(), Media: name, Alt: alt}}
		}
		reason = first(reason, why)
	}
	s.lose("", what+" "+reason)
	return nil
}

// picture returns the name that a picture has among the media, or why it has
// none.
func (s *story) picture(n *zipxml.Node) (name, reason string) {
	href := n.Attr("xlink:href")
	if plain, err := url.PathUnescape(href); err == nil {
		href = plain
	}
	read := func(part string) ([]byte, error) { return s.pkg.Bytes(part) }
	part := zipxml.Resolve("", href)
	data := n.First("office:binary-data")
	switch {
	case data != nil:
		part = "picture-" + office.Number("decimal", len(s.doc.Media)+1)
		read = func(string) ([]byte, error) {
			return base64.StdEncoding.DecodeString(strings.Join(strings.Fields(data.Content()), ""))
		}
	case s.pkg == nil || href == "" || strings.Contains(href, "://"):
		return "", strings.TrimSuffix("that is not in the file: "+href, ": ")
	}
	name, err := s.pictures.Add(s.doc, part, read)
	if err != nil {
		return "", "that cannot be read: " + err.Error()
	}
	return name, "in a format that browsers do not show (" + strings.TrimPrefix(path.Ext(part), ".") + ")"
}

// captioned makes one figure of a picture and the paragraph that shares a
// text box with it: so do office programs set captions.
func captioned(blocks []doc.Block) []doc.Block {
	if len(blocks) != 2 {
		return blocks
	}
	for i := range 2 {
		figure, ok := blocks[i].(*doc.Figure)
		p, ok2 := blocks[1-i].(*doc.Paragraph)
		if ok && ok2 && len(figure.Caption) == 0 {
			figure.Caption = p.Spans
			figure.Position = blocks[0].Pos()
			return []doc.Block{figure}
		}
	}
	return blocks
}
