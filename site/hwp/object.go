package hwp

import (
	"strings"

	"github.com/backissue/backissue/site/hwp/hangul"
)

// object reads a drawing: shapes with text, pictures, groups of both, and
// anything else that a control may hold. What stands on the level below the
// control, before its shape, is the caption (HWP 5.0, 4.3.9.2).
func (b *body) object(i int) ([]hangul.Piece, error) {
	head := b.records[i]
	var out []hangul.Piece
	frame := &hangul.Frame{}
	var caption []hangul.Paragraph
	shape := false
	alt := description(head)
	for j := i + 1; j < int(head.end); {
		r := b.records[j]
		next := j + 1
		switch r.tag {
		case tagParaHeader:
			p, err := b.paragraph(j)
			if err != nil {
				return nil, err
			}
			if !shape && r.level == head.level+1 {
				caption = append(caption, p)
			} else {
				frame.Paragraphs = append(frame.Paragraphs, p)
			}
			next = int(r.end)
		case tagShape:
			shape = true
		case tagPicture:
			// The number of the picture (HWP 5.0, tables 107 and 32).
			f := fields(r.data).skip(71)
			if n := f.u16(); f.ok {
				out = append(out, b.media.picture(n, alt))
			}
		case tagTextArt:
			frame.Paragraphs = append(frame.Paragraphs, single(hangul.Text(words(r)[0])))
		case tagEquation:
			out = append(out, &hangul.Lost{Reason: "equation", Text: words(r)[0]})
		case tagOLE:
			out = append(out, &hangul.Lost{Reason: "embedded object"})
		case tagChart:
			out = append(out, &hangul.Lost{Reason: "chart"})
		case tagVideo:
			out = append(out, &hangul.Lost{Reason: "video"})
		case tagFormControl:
			out = append(out, &hangul.Lost{Reason: "field of a form"})
		}
		j = next
	}
	if len(caption) > 0 {
		if len(out) > 0 {
			if p, ok := out[0].(*hangul.Picture); ok {
				p.Caption, caption = caption, nil
			}
		}
		frame.Caption = caption
	}
	if len(frame.Paragraphs)+len(frame.Caption) > 0 {
		out = append([]hangul.Piece{frame}, out...)
	}
	return out, nil
}

// description returns what the author wrote about a drawing (HWP 5.0, table 68).
func description(r record) string {
	if name(r) != "gso " {
		return ""
	}
	return hangul.Alt(strings.ReplaceAll(fields(r.data).skip(44).text(), "\r", ""))
}
