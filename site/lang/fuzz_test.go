package lang

import (
	"reflect"
	"testing"

	"golang.org/x/text/language"

	"github.com/backissue/backissue/site/doc"
)

// FuzzTag tags three blocks: no character comes or goes, no span is empty
// unless its block was, neighbours of one language and link are one span only
// where they were, and a second time nothing changes.
func FuzzTag(f *testing.F) {
	f.Add("대순환(大循环)과", "渡口的灯塔", "the lamp")
	f.Add("かもめ 鴎", "Маяк і човен", "ฉบับ 1")
	f.Add("", "12. 20.", "…")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		var d doc.Document
		for _, s := range []string{a, b, c} {
			d.Blocks = append(d.Blocks, &doc.Paragraph{Spans: []doc.Span{{Text: s}}})
		}
		before := doc.Text(d.Blocks...)
		Tag(&d)
		if after := doc.Text(d.Blocks...); after != before {
			t.Errorf("%q became %q", before, after)
		}
		letters := false
		doc.EachSpans(d.Blocks, func(spans *[]doc.Span) {
			for _, s := range *spans {
				letters = letters || s.Lang != language.Und
				if s.Text == "" && len(*spans) > 1 {
					t.Errorf("an empty span in %v", *spans)
				}
			}
		})
		var again doc.Document
		for _, s := range []string{a, b, c} {
			again.Blocks = append(again.Blocks, &doc.Paragraph{Spans: []doc.Span{{Text: s}}})
		}
		if Tag(&again); !reflect.DeepEqual(d, again) {
			t.Error("tagging twice gives two documents")
		}
		if !letters && Of(d.Blocks...) != language.Und {
			t.Error("a language where none was found")
		}
	})
}
