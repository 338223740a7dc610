package hwpx

import (
	"path"
	"strconv"
	"strings"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/hwp/hangul"
	"github.com/backissue/backissue/site/zipxml"
)

// object reads a drawing: shapes with text, pictures, groups of both, and
// anything else (KS X 6101, 10.10).
func (s *section) object(n *zipxml.Node) []hangul.Piece {
	if s.depth++; s.depth > hangul.MaxDepth {
		s.deep = true
		s.depth--
		return nil
	}
	defer func() { s.depth-- }()
	frame := &hangul.Frame{}
	var caption []hangul.Paragraph
	var out []hangul.Piece
	switch n.Name {
	case "hp:pic":
		out = append(out, s.media.picture(n.First("hc:img").Attr("binaryItemIDRef"), hangul.Alt(n.First("hp:shapeComment").Content())))
	case "hp:equation":
		out = append(out, &hangul.Lost{Reason: "equation", Text: words(n)[0]})
	case "hp:textart":
		frame.Paragraphs = append(frame.Paragraphs, single(hangul.Text(words(n)[0])))
	case "hp:ole":
		out = append(out, &hangul.Lost{Reason: "embedded object"})
	case "hp:chart":
		out = append(out, &hangul.Lost{Reason: "chart"})
	case "hp:video":
		out = append(out, &hangul.Lost{Reason: "video"})
	case "hp:btn", "hp:radioBtn", "hp:checkBtn", "hp:comboBox", "hp:listBox", "hp:edit", "hp:scrollBar":
		out = append(out, &hangul.Lost{Reason: "field of a form"})
	}
	n.Children(func(c *zipxml.Node) {
		switch c.Name {
		case "", "hp:script", "hp:shapeComment":
		case "hp:p":
			frame.Paragraphs = append(frame.Paragraphs, s.paragraph(c))
		case "hp:caption":
			caption = append(caption, s.paragraphs(c)...)
		case "hp:drawText", "hp:subList":
			frame.Paragraphs = append(frame.Paragraphs, s.paragraphs(c)...)
		default:
			for _, p := range s.piece(c) {
				if f, ok := p.(*hangul.Frame); ok {
					frame.Paragraphs = append(frame.Paragraphs, f.Paragraphs...)
					caption = append(caption, f.Caption...)
					continue
				}
				out = append(out, p)
			}
		}
	})
	if len(caption) > 0 {
		if len(out) > 0 {
			if p, ok := out[0].(*hangul.Picture); ok && len(p.Caption) == 0 {
				p.Caption, caption = caption, nil
			}
		}
		frame.Caption = caption
	}
	if len(frame.Paragraphs)+len(frame.Caption) > 0 {
		out = append([]hangul.Piece{frame}, out...)
	}
	return out
}

// A media hands out the pictures that the text shows.
type media struct {
	pack  *zipxml.Package
	items map[string]string // parts by id
	names map[string]string // names by id, of those that were read
	out   []doc.Media
}

// picture returns the picture of that id, or its loss.
func (m *media) picture(id, alt string) hangul.Piece {
	if name, ok := m.names[id]; ok {
		return &hangul.Picture{Media: name, Alt: alt}
	}
	part, ok := m.items[id]
	switch {
	case ok && part == "":
		return &hangul.Lost{Reason: "picture: only linked"}
	case !ok:
		part = m.find(id)
	}
	if part == "" {
		return &hangul.Lost{Reason: "picture: the document does not hold it"}
	}
	data, err := m.pack.Bytes(part)
	if err != nil {
		return &hangul.Lost{Reason: "picture: " + err.Error()}
	}
	name := m.unique(strings.ToLower(path.Base(part)))
	m.names[id] = name
	m.out = append(m.out, hangul.Media(name, data))
	return &hangul.Picture{Media: name, Alt: alt}
}

// find returns the part that is named like id, for want of a manifest.
func (m *media) find(id string) string {
	for _, part := range m.pack.Names() {
		base := path.Base(part)
		if id != "" && strings.EqualFold(path.Base(path.Dir(part)), "BinData") && strings.TrimSuffix(base, path.Ext(base)) == id {
			return part
		}
	}
	return ""
}

func (m *media) unique(name string) string {
	for n := 1; ; n++ {
		try := name
		if n > 1 {
			try = strconv.Itoa(n) + "-" + name
		}
		taken := false
		for _, o := range m.out {
			taken = taken || o.Name == try
		}
		if !taken {
			return try
		}
	}
}
