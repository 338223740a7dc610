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
	list, n := o.itemList(i, base, nil)
	if len(list.Items) == 1 && o.kind != Law && o.standsAlone(i) && n < len(o.units) {
		u := o.units[i]
		o.subhead(u, 3)
		return i + 1
	}
	o.out = append(o.out, list)
	return n
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
