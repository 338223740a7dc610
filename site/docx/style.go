package docx

import (
	"strconv"
	"strings"

	"github.com/backissue/backissue/site/office"
	"github.com/backissue/backissue/site/zipxml"
)

// A style is what the text needs to know of a paragraph or character style
// (17.7.4), with what it inherits filled in.
type style struct {
	id      string
	name    string
	based   string
	outline int    // 0 to 8; 9 for body text; -1 if it says nothing
	num     string // numId, or ""
	ilvl    int    // -1 if it says nothing
	hidden  bool
	font    string // of symbols
	heads   bool   // of a table: its first row looks different
	plain   bool   // it changes nothing of how its base looks
	done    bool
}

// none stands for no style.
var none = &style{outline: -1, ilvl: -1}

func (r *reader) readStyles(root *zipxml.Node) {
	r.styles = map[string]*style{}
	root.Children(func(n *zipxml.Node) {
		if n.Name != "w:style" {
			return
		}
		pPr, rPr := n.First("w:pPr"), n.First("w:rPr")
		s := &style{
			id:      n.Attr("w:styleId"),
			name:    strings.ToLower(n.First("w:name").Attr("w:val")),
			based:   n.First("w:basedOn").Attr("w:val"),
			outline: number(pPr.First("w:outlineLvl").Attr("w:val"), -1),
			num:     pPr.First("w:numPr", "w:numId").Attr("w:val"),
			ilvl:    number(pPr.First("w:numPr", "w:ilvl").Attr("w:val"), -1),
			hidden:  on(rPr.First("w:vanish")),
			font:    font(rPr),
			plain:   rPr.First("w:b") == nil && rPr.First("w:sz") == nil,
		}
		n.Children(func(c *zipxml.Node) {
			s.heads = s.heads || c.Name == "w:tblStylePr" && c.Attr("w:type") == "firstRow" && c.Child != nil
		})
		if s.outline < 0 {
			s.outline = office.HeadingLevel(s.name) - 1
		}
		if r.styles[s.id] == nil {
			r.styles[s.id] = s
		}
		if yes(n.Attr("w:default")) && n.Attr("w:type") == "paragraph" && r.styles[""] == nil {
			r.styles[""] = s
		}
	})
}

// style returns a style by its id, complete. An unknown id is the name of a
// style that the file forgot, which may still tell a heading.
func (r *reader) style(id string) *style {
	s := r.styles[id]
	if s == nil {
		if level := office.HeadingLevel(id); level > 0 {
			return &style{id: id, name: strings.ToLower(id), outline: level - 1, ilvl: -1}
		}
		return none
	}
	return r.inherit(s)
}

// inherit fills in what a style takes from those it is based on. Styles that
// are based on each other in a circle inherit nothing more.
func (r *reader) inherit(s *style) *style {
	if s.done {
		return s
	}
	s.done = true
	base := r.styles[s.based]
	if base == nil || s.based == "" {
		return s
	}
	r.inherit(base)
	if s.outline < 0 || s.outline > 8 && s.plain && base.outline <= 8 {
		s.outline = base.outline // 9 may only mean to stay out of the contents
	}
	if s.num == "" {
		s.num = base.num
		if s.ilvl < 0 {
			s.ilvl = base.ilvl
		}
	}
	if s.font == "" {
		s.font = base.font
	}
	s.hidden = s.hidden || base.hidden
	s.heads = s.heads || base.heads
	return s
}

// font returns the font that run properties name, or "".
func font(rPr *zipxml.Node) string {
	f := rPr.First("w:rFonts")
	for _, name := range []string{"w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"} {
		if s := f.Attr(name); s != "" {
			return s
		}
	}
	return ""
}

// number reads a whole number, or returns otherwise.
func number(s string, otherwise int) int {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil || n > 1<<30 || n < -1<<30 {
		return otherwise
	}
	return n
}
