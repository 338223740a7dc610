package markdown

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/language"

	"github.com/backissue/backissue/site/bundle"
	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/issue"
)

// page returns the page that package bundle writes for blocks.
func page(t testing.TB, blocks []doc.Block) string {
	t.Helper()
	lang := language.Korean
	files := bundle.Files(&issue.Issue{
		Key: "2024-03", Date: time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC), Langs: []language.Tag{lang},
		Sections: []issue.Section{{Key: "news", Kind: issue.News, Articles: []issue.Article{{
			Key: "01", Pos: doc.Position{Line: 1},
			Editions: []issue.Edition{{Lang: lang, Title: issue.Title{Text: "제목", Lang: lang}, Body: blocks}},
		}}}},
	}, bundle.Source{Name: "a.md"})
	for _, f := range files {
		if strings.HasSuffix(f.Path, "/01/index.ko.md") {
			return string(f.Data)
		}
	}
	t.Fatal("no page")
	return ""
}

// body returns a page without its front matter, which says in which language
// Han characters are and nothing else of the text.
func body(page string) string {
	_, body, _ := strings.Cut(page, "\n---\n")
	return body
}

// roundTrip writes blocks, reads the page and writes what came of it.
func roundTrip(t testing.TB, blocks []doc.Block) {
	t.Helper()
	first := page(t, blocks)
	d, err := Read([]byte(first))
	if err != nil {
		t.Fatalf("%v in\n%s", err, first)
	}
	if h, ok := d.Blocks[0].(*doc.Heading); !ok || doc.Join(h.Spans) != "제목" {
		t.Fatalf("the title is %+v", d.Blocks[0])
	}
	first, second := body(first), body(page(t, d.Blocks[1:]))
	if second != first {
		i := 0
		for i < min(len(first), len(second)) && first[i] == second[i] {
			i++
		}
		i = max(0, i-60)
		t.Errorf("first:\n%s\nsecond:\n%s\nfirst  %.140q\nsecond %.140q", first, second, first[i:], second[i:])
	}
}

// nasty holds what has, or could have, a meaning in Markdown or to Hugo.
var nasty = strings.Split("* ** *** _ __ ` `` ``` ~ ~~ ~~~ [ ] ( ) ]( ]: ![ [^1] [^1]: < > <a </a <Plan> <!-- --> <!--more--> <?x "+
	"<https://example.org> https://example.org www.example.org <a@b.kr> & &amp; &#35; &lt; ; : $ | \\ \\\\ \\| { } {{ {{< >}} {{% {#x} {.c} {x=\"y\"} "+
	"+ +++ - -- --- # ## ####### = === 1. 1) 2021. 12. 20. 1~2급 ① （一） ➢ — … ! \" ' ^ , / @ % 0 9 a Z é 가 한국 法 《规划》 “ ” „ \u3000 \u00a0 ה \t [!abstract] [x] [ ] [!box]", " ")

func nastyText(r *rand.Rand) string {
	var b strings.Builder
	for range r.IntN(9) + 1 {
		switch r.IntN(8) {
		case 0, 1:
			b.WriteByte(' ')
		case 2:
			if r.IntN(3) == 0 {
				b.WriteByte('\n')
			}
		}
		b.WriteString(nasty[r.IntN(len(nasty))])
	}
	return b.String()
}

func nastySpans(r *rand.Rand) []doc.Span {
	langs := []language.Tag{language.Und, language.Russian, language.English}
	var spans []doc.Span
	for range r.IntN(3) + 1 {
		s := doc.Span{Text: nastyText(r)}
		if r.IntN(3) == 0 {
			s.Lang = langs[r.IntN(len(langs))]
		}
		if r.IntN(6) == 0 {
			s.Link = []string{"https://example.org/a?b=1&c=(2)", "mailto:a@example.org", "#fn-1"}[r.IntN(3)]
		}
		spans = append(spans, s)
	}
	return spans
}

// nastyLine returns spans without line breaks, which headings and cells do not
// keep.
func nastyLine(r *rand.Rand) []doc.Span {
	spans := nastySpans(r)
	for i := range spans {
		spans[i].Text = strings.ReplaceAll(spans[i].Text, "\n", " ")
	}
	return spans
}

func nastyBlocks(r *rand.Rand, depth int) []doc.Block {
	var blocks []doc.Block
	for range r.IntN(3) + 1 {
		id := ""
		if r.IntN(2) == 0 {
			id = []string{"art-7", "ch-3-2", "pt-10", "제1조"}[r.IntN(4)]
		}
		kind := r.IntN(9)
		if depth == 0 {
			kind = r.IntN(3)
		}
		switch kind {
		case 0, 1:
			blocks = append(blocks, &doc.Paragraph{ID: id, Spans: nastySpans(r)})
		case 2:
			blocks = append(blocks, &doc.Heading{ID: id, Level: r.IntN(5) + 2, Spans: nastyLine(r)})
		case 3, 4:
			l := &doc.List{}
			for range r.IntN(3) + 1 {
				l.Items = append(l.Items, doc.Item{Blocks: nastyBlocks(r, depth-1)[:1]})
			}
			blocks = append(blocks, l)
		case 5:
			t := &doc.Table{Header: r.IntN(2)}
			columns := r.IntN(3) + 1
			for range r.IntN(3) + 1 {
				row := make([][]doc.Span, columns)
				for i := range row {
					row[i] = nastyLine(r)
				}
				t.Rows = append(t.Rows, row)
			}
			blocks = append(blocks, t)
		case 6:
			blocks = append(blocks, &doc.Box{Blocks: nastyBlocks(r, depth-1)})
		case 7:
			media := []string{"garden.png", "a b.png", "그림_(1).jpg"}[r.IntN(3)]
			blocks = append(blocks, &doc.Figure{Media: media, Alt: nastyText(r), Caption: []doc.Span{{Text: nastyText(r)}}})
		case 8:
			blocks = append(blocks, &doc.Note{ID: "fn-1", Label: "1", Blocks: nastyBlocks(r, 0)[:1]})
		}
	}
	return blocks
}

// What package bundle writes is read back as it was: writing it again gives
// the same bytes.
func TestRoundTrip(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		roundTrip(t, nastyBlocks(r, 2))
		if t.Failed() {
			return
		}
	}
}
