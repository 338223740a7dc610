package issue

import (
	"fmt"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/numbering"
)

// item places the numbered items from unit i on as a list: those in its
// style, and below each the items in other styles that follow it.
func (o *outliner) item(i int) int {
	base := o.article
	if base == "" {
		base = o.section
	}
	if base == "" {
		base = o.chapter
	}
	if o.root != base {
		o.root, o.open = base, nil
	}
	list, n := o.itemList(i, o.goesOn(o.units[i].num, base), nil)
	if len(list.Items) == 1 && o.kind != Law && o.standsAlone(i) && n < len(o.units) {
		u := o.units[i]
		o.subhead(u, 3)
		return i + 1
	}
	o.out = append(o.out, list)
	return n
}

// A series is items that count under one identifier.
type series struct {
	style numbering.Style
	base  string
	n     int // the last one
}

// goesOn returns the identifier that an item behind other text counts under:
// that of the series which it goes on with, that of the item whose series it
// begins, or base.
func (o *outliner) goesOn(num numbering.Number, base string) string {
	for i := len(o.open) - 1; i >= 0; i-- {
		switch s := o.open[i]; {
		case s.style == num.Style && s.n+1 == num.N:
			o.open = o.open[:i+1]
			return s.base
		case s.style != num.Style && num.N == 1 && s.base != "":
			o.open = o.open[:i+1]
			return fmt.Sprintf("%s-%d", s.base, s.n)
		}
	}
	return base
}

// opened remembers that the nth item of a series was placed; those below it
// begin anew.
func (o *outliner) opened(style numbering.Style, base string, n int) {
	for i, s := range o.open {
		if s.style == style {
			o.open = o.open[:i]
			break
		}
	}
	o.open = append(o.open, series{style, base, n})
}

// itemList reads the list that begins at unit i. Styles in above belong to
// the lists around it and end it.
func (o *outliner) itemList(i int, base string, above []numbering.Style) (*doc.List, int) {
	style := o.units[i].num.Style
	list := &doc.List{Position: o.units[i].Position}
	seen := 0
	for i < len(o.units) {
		u := o.units[i]
		switch {
		case u.list != nil || u.text == "" || !isItem(u.num.Style, o):
			return list, i
		case u.num.Style == style && (seen == 0 || u.num.N == seen+1 || u.num.N == seen):
			id := ""
			if base != "" {
				id = o.id(u, base, u.num.N)
			}
			seen = u.num.N
			o.opened(style, base, seen)
			list.Items = append(list.Items, doc.Item{Position: u.Position, Blocks: []doc.Block{
				&doc.Paragraph{Position: u.Position, ID: id, Spans: paragraphSpans(u.block)}}})
			i++
		case contains(above, u.num.Style) || u.num.Style == style:
			return list, i
		case u.num.N != 1:
			return list, i
		default:
			last := &list.Items[len(list.Items)-1]
			under := ""
			if base != "" {
				under = fmt.Sprintf("%s-%d", base, seen)
			}
			sub, n := o.itemList(i, under, append(append([]numbering.Style{}, above...), style))
			last.Blocks = append(last.Blocks, sub)
			i = n
		}
	}
	return list, i
}

// isItem reports whether a style counts items here, and not parts.
func isItem(s numbering.Style, o *outliner) bool {
	switch s {
	case numbering.None, numbering.Part, numbering.Chapter, numbering.Section, numbering.Article, numbering.Box:
		return false
	case numbering.Han:
		return o.article != "" && o.articles
	case numbering.HanParen:
		return o.article != "" || o.chapter == ""
	case numbering.Digit:
		return o.articles || o.kind != Law
	}
	return true
}

func contains(list []numbering.Style, s numbering.Style) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
