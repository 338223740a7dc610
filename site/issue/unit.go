package issue

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/lang"
	"github.com/backissue/backissue/site/numbering"
)

// A unit is one paragraph, heading, table or list item of the document, with
// what the stages ask about it. The stages pass runs of units on; none of
// them is ever dropped: what does not become text of an article is recorded
// as furniture.
type unit struct {
	doc.Position
	block doc.Block
	item  *doc.Item // set where the unit is an item of list
	list  *doc.List
	text  string           // of a paragraph, a heading or an item's first paragraph
	key   string           // letters and digits of the text behind its number
	num   numbering.Number // number of a paragraph or heading
	lang  language.Tag
}

// flatten takes lists apart into their items.
func flatten(blocks []doc.Block) []unit {
	var out []unit
	for _, b := range blocks {
		l, ok := b.(*doc.List)
		if !ok {
			out = append(out, newUnit(b))
			continue
		}
		for i := range l.Items {
			u := newUnit(l.Items[i].Blocks[0])
			u.item, u.list, u.Position = &l.Items[i], l, l.Items[i].Position
			out = append(out, u)
		}
	}
	return out
}

func newUnit(b doc.Block) unit {
	u := unit{Position: b.Pos(), block: b, lang: lang.Of(b)}
	switch b := b.(type) {
	case *doc.Paragraph:
		u.text = doc.Join(b.Spans)
	case *doc.Heading:
		u.text = doc.Join(b.Spans)
	}
	u.num = numbering.Parse(u.text)
	if i := strings.Index(vietnamese, strings.TrimRight(u.num.Label, ".) ")); u.lang == language.Vietnamese && u.num.Style == numbering.Small && i >= 0 {
		u.num.N = utf8.RuneCountInString(vietnamese[:i]) + 1
	}
	u.key = fold(numbering.CutLeader(u.num.Rest))
	return u
}

// vietnamese are the letters that lists in Vietnamese count with.
const vietnamese = "abcdđeghiklmnopqrstuvxy"

// below returns the blocks that stand below the first of an item.
func (u unit) below() []doc.Block {
	if u.item == nil || len(u.item.Blocks) < 2 {
		return nil
	}
	return u.item.Blocks[1:]
}

// blocks puts units together again, items of one list into one list.
func blocks(units []unit) []doc.Block {
	var out []doc.Block
	for i := 0; i < len(units); {
		u := units[i]
		if u.list == nil {
			out = append(out, u.block)
			i++
			continue
		}
		l := &doc.List{Position: u.Position}
		for ; i < len(units) && units[i].list == u.list; i++ {
			l.Items = append(l.Items, *units[i].item)
		}
		out = append(out, l)
	}
	return out
}

// fold reduces text to what makes two printings of one title equal: its
// letters and digits, in lower case.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.Is(unicode.Mn, r):
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// headLike reports whether a unit may be a title: a short text of one or two
// lines that does not end like a sentence.
func (u unit) headLike() bool {
	if u.text == "" || u.key == "" && u.num.Style != numbering.Padded {
		return false
	}
	n := width(u.text)
	return n <= 170 && !endsSentence(u.text)
}

// width counts a text's letters, those of East Asia double.
func width(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r > 0x1100 {
			n++
		}
	}
	return n
}

// endsSentence reports whether the last mark of s ends a sentence. A question
// may be a title.
func endsSentence(s string) bool {
	s = strings.TrimRightFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("”’\"'」』）)》>", r)
	})
	for _, end := range []string{"。", "．", ".", ";", "；", "!", "！", "，", ",", "、"} {
		if strings.HasSuffix(s, end) {
			return true
		}
	}
	return false
}

func furniture(u unit, kind doc.FurnitureKind) doc.Furniture {
	text := u.text
	if u.item != nil {
		text = doc.Text(u.item.Blocks...)
	} else if n, ok := u.block.(*doc.Note); ok {
		text = doc.Text(n.Blocks...) // its label is made, and no letter of the source
	} else if text == "" {
		text = doc.Text(u.block)
	}
	return doc.Furniture{Position: u.Position, Kind: kind, Text: text}
}
