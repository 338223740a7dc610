package issue

import (
	"strings"
	"unicode"

	"golang.org/x/text/language"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/lang"
)

// Letterhead returns what the pages of the issue's own document say of its
// publisher, each line once: addresses as paragraphs, lines of offices as one
// list. It is furniture of the issue and no part of its text; white space is
// all that changes. There may be none.
func (iss *Issue) Letterhead() []doc.Block {
	var out []doc.Block
	var list *doc.List // of the line above
	for _, l := range distinct(iss.Furniture) {
		names := offices(l.Text)
		if names == nil {
			list = nil
			out = append(out, paragraph(l.Position, l.Text))
			continue
		}
		if list == nil {
			list = &doc.List{Position: l.Position}
			out = append(out, list)
		}
		for _, n := range names {
			list.Items = append(list.Items, doc.Item{Position: l.Position, Blocks: []doc.Block{paragraph(l.Position, n)}})
		}
	}
	for _, b := range out {
		iss.tag(b)
	}
	return out
}

func paragraph(pos doc.Position, text string) *doc.Paragraph {
	return &doc.Paragraph{Position: pos, Spans: []doc.Span{{Text: text}}}
}

// distinct returns the lines of the main document's letterheads, each once. A
// line that differs from one on an earlier page in its numbers alone is that
// line, and counts the pages.
func distinct(furniture []doc.Furniture) []doc.Furniture {
	var out []doc.Furniture
	seen := map[string]bool{}
	page := map[string]int{} // where a line stands first, whatever its numbers
	for _, f := range furniture {
		if f.Kind != doc.Letterhead || f.File != "" {
			continue
		}
		for text := range strings.Lines(f.Text) {
			text = strings.Join(strings.Fields(text), " ")
			key := withoutDigits(text)
			first, again := page[key]
			if fold(text) == "" || seen[text] || again && first != f.Page {
				continue
			}
			seen[text], page[key] = true, f.Page
			out = append(out, doc.Furniture{Position: f.Position, Kind: f.Kind, Text: text})
		}
	}
	return out
}

// tag gives a block of a letterhead its languages. It says them by itself: an
// address in English may stand in any issue. Only which of the languages Han
// characters are in, the issue knows better.
func (iss *Issue) tag(b doc.Block) {
	lang.Tag(&doc.Document{Blocks: []doc.Block{b}})
	whole := lang.Name(doc.Text(b))
	var han []language.Tag
	for _, l := range iss.Langs {
		if writesHan(l) {
			han = append(han, l)
		}
	}
	doc.EachSpans([]doc.Block{b}, func(spans *[]doc.Span) {
		for i := range *spans {
			s := &(*spans)[i]
			if s.Lang == language.Und {
				s.Lang = whole
			}
			if writesHan(s.Lang) && len(han) == 1 {
				s.Lang = han[0]
			}
		}
	})
}

// writesHan reports whether a language is written in Han characters, mostly.
func writesHan(l language.Tag) bool {
	base, _ := l.Base()
	return base.String() == "zh" || base.String() == "ja"
}

func withoutDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return -1
		}
		return r
	}, s)
}

// maxOffice is the width of the longest name of an office, and marks are what
// stands between two.
const (
	maxOffice = 40
	marks     = "|｜·・•∙"
)

// offices returns the names that a line sets apart, or nil where it is no list
// of names: an address has its parts set apart too, but numbers in them.
func offices(text string) []string {
	for _, mark := range marks {
		var names []string
		for _, n := range strings.Split(strings.Trim(text, marks+" "), string(mark)) {
			n = strings.TrimSpace(n)
			if fold(n) == "" || width(n) > maxOffice || strings.ContainsFunc(n, unicode.IsDigit) || strings.ContainsAny(n, "@:：") {
				names = nil
				break
			}
			names = append(names, n)
		}
		if len(names) > 2 {
			return names
		}
	}
	return nil
}
