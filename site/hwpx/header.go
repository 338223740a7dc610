package hwpx

import (
	"strconv"

	"github.com/backissue/backissue/site/hwp/hangul"
	"github.com/backissue/backissue/site/zipxml"
)

// number returns a number that is an attribute, or otherwise.
func number(n *zipxml.Node, name string, otherwise int) int {
	if v, err := strconv.ParseInt(n.Attr(name), 10, 32); err == nil {
		return int(v)
	}
	return otherwise
}

// definitions reads header.xml: the shapes, styles and numberings that
// paragraphs refer to (KS X 6101, 9).
func definitions(root *zipxml.Node) *hangul.Definitions {
	d := &hangul.Definitions{
		Shapes: map[int]hangul.Shape{}, Styles: map[int]hangul.Style{},
		Numberings: map[int]*hangul.Numbering{}, Bullets: map[int]string{},
	}
	root.Walk(func(n *zipxml.Node) bool {
		id := number(n, "id", -1)
		switch n.Name {
		case "hh:paraPr":
			d.Shapes[id] = shape(n.First("hh:heading"))
		case "hh:style":
			d.Styles[id] = hangul.Style{Name: n.Attr("name"), English: n.Attr("engName")}
		case "hh:numbering":
			d.Numberings[id] = numbering(n)
		case "hh:bullet":
			d.Bullets[id] = n.Attr("char")
		default:
			return true
		}
		return false
	})
	return d
}

func shape(heading *zipxml.Node) hangul.Shape {
	s := hangul.Shape{Level: number(heading, "level", 0), Ref: number(heading, "idRef", 0)}
	switch heading.Attr("type") {
	case "OUTLINE":
		s.Head = hangul.OutlineHead
	case "NUMBER":
		s.Head = hangul.NumberHead
	case "BULLET":
		s.Head = hangul.BulletHead
	}
	return s
}

func numbering(n *zipxml.Node) *hangul.Numbering {
	out := &hangul.Numbering{}
	n.Children(func(h *zipxml.Node) {
		level := number(h, "level", 0) - 1
		if h.Name != "hh:paraHead" || level < 0 || level >= hangul.Levels {
			return
		}
		out.Levels[level] = hangul.Level{
			Text:   h.Content(),
			Format: hangul.FormatOf(h.Attr("numFormat")),
			Start:  number(h, "start", 1),
		}
	})
	return out
}
