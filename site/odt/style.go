package odt

import (
	"strings"

	"github.com/backissue/backissue/site/office"
	"github.com/backissue/backissue/site/zipxml"
)

// A sheet is a set of styles. Each part of a document has automatic ones of
// its own, whose names may be the same, above the common ones (16.2).
type sheet struct {
	above  *sheet
	styles map[styleKey]*style
	lists  map[string]*listStyle
	fonts  map[string]string // names of fonts to their families
}

// A styleKey is how the text refers to a style.
type styleKey struct{ family, name string }

// A style is what the text needs to know of a paragraph, text, section or
// table style (16.2), with what it inherits filled in.
type style struct {
	name    string // in lower case
	parent  string
	outline int
	list    string // style of the lists that it stands in
	hidden  bool
	font    string
	before  bool // a page begins with it
	after   bool // a page ends with it
	caption bool
	done    bool
}

// plain stands for no style.
var plain = &style{done: true}

func newSheet(above *sheet, fonts, styles *zipxml.Node) *sheet {
	s := &sheet{above, map[styleKey]*style{}, map[string]*listStyle{}, map[string]string{}}
	fonts.Children(func(n *zipxml.Node) {
		if n.Name == "style:font-face" {
			s.fonts[n.Attr("style:name")] = n.Attr("svg:font-family")
		}
	})
	styles.Children(func(n *zipxml.Node) {
		switch n.Name {
		case "style:style":
			s.styles[styleKey{n.Attr("style:family"), n.Attr("style:name")}] = s.read(n)
		case "text:list-style":
			s.lists[n.Attr("style:name")] = s.readList(n)
		case "text:outline-style":
			s.lists[outline] = s.readList(n)
		}
	})
	return s
}

func (s *sheet) read(n *zipxml.Node) *style {
	text := n.First("style:text-properties")
	layout := n.First("style:paragraph-properties")
	if n.Attr("style:family") == "table" {
		layout = n.First("style:table-properties")
	}
	return &style{
		name:    strings.ToLower(first(n.Attr("style:display-name"), n.Attr("style:name"))),
		parent:  n.Attr("style:parent-style-name"),
		outline: number(n.Attr("style:default-outline-level"), 0),
		list:    n.Attr("style:list-style-name"),
		hidden:  text.Attr("text:display") == "none" || n.First("style:section-properties").Attr("text:display") == "none",
		font:    s.font(text),
		before:  layout.Attr("fo:break-before") == "page" || n.Attr("style:master-page-name") != "",
		after:   layout.Attr("fo:break-after") == "page",
	}
}

// font returns the family of the font that properties name.
func (s *sheet) font(text *zipxml.Node) string {
	name := text.Attr("style:font-name")
	for sheet := s; sheet != nil && name != ""; sheet = sheet.above {
		if family := sheet.fonts[name]; family != "" {
			return strings.Trim(family, "'")
		}
	}
	return strings.Trim(first(text.Attr("fo:font-family"), name), "'")
}

// style returns a style, complete.
func (s *sheet) style(family, name string) *style {
	for sheet := s; sheet != nil && name != ""; sheet = sheet.above {
		if st := sheet.styles[styleKey{family, name}]; st != nil {
			return sheet.inherit(family, st)
		}
	}
	return plain
}

// inherit fills in what a style takes from its parents. Styles that are each
// other's parents inherit nothing more.
func (s *sheet) inherit(family string, st *style) *style {
	if st.done {
		return st
	}
	st.done = true
	up := s.style(family, st.parent)
	if st.outline == 0 {
		if st.outline = office.HeadingLevel(st.name); st.outline == 0 {
			st.outline = up.outline
		}
	}
	st.hidden = st.hidden || up.hidden
	st.font = first(st.font, up.font)
	st.list = first(st.list, up.list)
	st.caption = up.caption || st.name == "caption"
	return st
}

// list returns a list style, or nil.
func (s *sheet) list(name string) *listStyle {
	for sheet := s; sheet != nil; sheet = sheet.above {
		if l := sheet.lists[name]; l != nil {
			return l
		}
	}
	return nil
}
