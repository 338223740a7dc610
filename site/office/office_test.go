package office

import (
	"testing"

	"github.com/backissue/backissue/site/doc"
)

func TestNumber(t *testing.T) {
	for _, test := range []struct {
		format string
		n      int
		want   string
	}{
		{"decimal", 12, "12"}, {"decimalZero", 7, "07"}, {"decimalFullWidth", 20, "２０"},
		{"upperRoman", 1994, "MCMXCIV"}, {"lowerRoman", 9, "ix"}, {"upperRoman", 0, "0"},
		{"lowerLetter", 26, "z"}, {"lowerLetter", 28, "bb"}, {"upperLetter", 3, "C"},
		{"ganada", 3, "다"}, {"ganada", 15, "가가"}, {"chosung", 2, "ㄴ"},
		{"chineseCounting", 10, "十"}, {"chineseCounting", 21, "二十一"}, {"chineseCounting", 105, "一○五"},
		{"chineseCountingThousand", 105, "一百零五"}, {"chineseCountingThousand", 110, "一百一十"},
		{"chineseCountingThousand", 1003, "一千零三"}, {"chineseCountingThousand", 20000, "二万"},
		{"ideographDigital", 10, "一〇"}, {"japaneseCounting", 111, "百十一"}, {"japaneseCounting", 10000, "一万"},
		{"chineseLegalSimplified", 10, "壹拾"}, {"koreanCounting", 24, "이십사"}, {"koreanDigital", 10, "일영"},
		{"koreanLegal", 11, "열하나"}, {"aiueoFullWidth", 46, "ン"}, {"aiueo", 6, "ｶ"}, {"irohaFullWidth", 3, "ハ"},
		{"decimalEnclosedCircle", 50, "㊿"}, {"decimalEnclosedCircle", 51, "51"},
		{"ideographZodiacTraditional", 13, "丙子"}, {"hebrew1", 115, "קטו"}, {"hebrew1", 17, "יז"},
		{"ordinal", 112, "112th"}, {"ordinal", 22, "22nd"}, {"cardinalText", 40, "Forty"}, {"ordinalText", 42, "Forty-second"}, {"ordinalText", 20, "Twentieth"},
		{"none", 3, ""}, {"no such", 3, "3"}, {"decimal", -1, "-1"},
	} {
		if got := Number(test.format, test.n); got != test.want {
			t.Errorf("%s %d: %s, want %s", test.format, test.n, got, test.want)
		}
	}
}

func TestSymbol(t *testing.T) {
	if len(symbols) != 224 || len(wingdings) != 224 {
		t.Fatalf("%d symbols, %d wingdings", len(symbols), len(wingdings))
	}
	for _, test := range []struct {
		font string
		r    rune
		want rune
	}{
		{"Symbol", 0xf0b7, '•'}, {"Symbol", 'a', 'α'}, {"Symbol", 0xf0de, '⇒'}, {"Symbol", 0xf0a3, '≤'}, {"Symbol", 0xe5, '∑'},
		{"Wingdings", 0xf0fc, '✓'}, {"Wingdings", 0xf0d8, '➢'}, {"Wingdings", 0xf0a7, '▪'}, {"Wingdings", 0xf076, '❖'},
		{"Wingdings", 0xf06c, '●'}, {"Wingdings", 0xf04a, '☺'}, {"Wingdings", 0xf0e0, '→'}, {"Wingdings", 0xf08c, '❶'}, {"Wingdings", 0xf0a8, '◻'},
		{"Wingdings", 0xf0fe, '☑'}, {"Wingdings", 0xf071, '❑'}, {"Wingdings", 0xf0ab, '★'}, {"Wingdings", 0xf046, '☞'},
		{"Wingdings", 0xf0b7, '🕐'}, {"Wingdings", 0xf0f0, '⇨'}, {"Wingdings", 0xf0df, '←'},
		{"ZapfDingbats", 0xf06e, '■'}, {"ZapfDingbats", 0x33, '✓'},
		{"Wingdings", 0xf0ff, 0}, {"Symbol", 0xf090, 0}, {"Arial", 0xf0b7, 0}, {"Wingdings", 'é' + 0x1000, 0},
	} {
		got, ok := Symbol(test.font, test.r)
		if ok != (test.want != 0) || ok && got != test.want {
			t.Errorf("%s %x: %c, want %c", test.font, test.r, got, test.want)
		}
	}
	for font, want := range map[string]string{"Courier New": "◦", "Symbol": "ο"} {
		if got := Bullet(font, "o"); got != want {
			t.Errorf("Bullet(%s, o) = %s, want %s", font, got, want)
		}
	}
	if got := Bullet("Nobody Knows", "\uf0b7"); got == "" || got == "\uf0b7" {
		t.Errorf("Bullet of an unknown font: %q", got)
	}
}

func TestLink(t *testing.T) {
	for in, want := range map[string]string{
		" https://example.org/a b ": "https://example.org/a%20b",
		"HTTP://example.org":        "HTTP://example.org",
		"mailto:a@example.org":      "mailto:a@example.org",
		"javascript:alert(1)":       "",
		"file:///etc/passwd":        "",
		"https:":                    "",
		"mailto:":                   "",
		"../other.docx":             "",
		"http://[::1":               "",
		"":                          "",
		`https://example.org/"<x>`:  "https://example.org/%22%3Cx%3E",
	} {
		if got := Link(in); got != want {
			t.Errorf("Link(%q) = %q, want %q", in, got, want)
		}
	}
}

func p(text string) doc.Block { return &doc.Paragraph{Spans: []doc.Span{{Text: text}}} }

func TestTable(t *testing.T) {
	note := &doc.Note{ID: "fn-1", Blocks: []doc.Block{p("n")}}
	data := &Table{Header: 1}
	data.Put(0, 0, p("a"))
	data.Put(0, 3, p("b"), p("c"))
	data.Put(1, 3, &doc.List{Items: []doc.Item{{Marker: "•", Blocks: []doc.Block{p("d"), p("e")}}}}, note)
	blocks := data.Blocks()
	if len(blocks) != 2 || blocks[1] != note {
		t.Fatalf("%v", blocks)
	}
	table := blocks[0].(*doc.Table)
	if got, want := doc.Text(table), "a\tb\nc\n\t• d\ne"; got != want || table.Header != 1 {
		t.Errorf("got %q, want %q", got, want)
	}
	heads := &Table{Header: 3}
	for row := range 3 {
		heads.Put(row, 0, p("a"))
		heads.Put(row, 1, p("b"))
	}
	if n := heads.Blocks()[0].(*doc.Table).Header; n != 1 {
		t.Errorf("%d rows of 3 head the columns", n)
	}

	for name, layout := range map[string]func(*Table){
		"frame":     func(t *Table) { t.Put(0, 0, p("a"), p("b")) },
		"border":    func(t *Table) { t.Put(0, 0); t.Put(1, 1, p("a"), p("b")); t.Put(2, 2) },
		"column":    func(t *Table) { t.Put(0, 0, p("a")); t.Put(1, 0, p("b"), p("c")) },
		"heading":   func(t *Table) { t.Put(0, 0, &doc.Heading{}, p("b")); t.Put(0, 1, p("c")) },
		"nested":    func(t *Table) { t.Put(0, 0, &doc.Table{}); t.Put(0, 1, p("c")) },
		"pictures":  func(t *Table) { t.Put(0, 0, &doc.Figure{}); t.Put(1, 0, p("c")) },
		"too large": func(t *Table) { t.Put(0, 9999, p("a")); t.Put(1<<20, 0, p("b")) },
	} {
		table := &Table{}
		layout(table)
		for _, b := range table.Blocks() {
			if got, ok := b.(*doc.Table); ok && len(got.Rows) > 0 {
				t.Errorf("%s is a table: %v", name, got)
			}
		}
	}
	for name, table := range map[string]func(*Table){
		"one column": func(t *Table) { t.Put(0, 0, p("a")); t.Put(1, 0, p("b")) },
		"heads":      func(t *Table) { t.Put(0, 0, &doc.Heading{}); t.Put(0, 1, &doc.Heading{}) },
		"icon": func(t *Table) {
			t.Put(0, 0, &doc.Figure{})
			t.Put(0, 1, p("a"))
			t.Put(1, 0, p("b"))
			t.Put(1, 1, p("c"))
		},
	} {
		tab := &Table{}
		table(tab)
		if _, ok := tab.Blocks()[0].(*doc.Table); !ok {
			t.Errorf("%s is no table", name)
		}
	}
}

func TestNest(t *testing.T) {
	l := &doc.List{}
	for _, it := range []struct {
		depth int
		text  string
	}{{2, "a"}, {1, "b"}, {1, "c"}, {5, "d"}, {0, "e"}} {
		Nest(l, it.depth, doc.Item{Blocks: []doc.Block{p(it.text)}})
	}
	if len(l.Items) != 2 || len(l.Items[0].Blocks) != 2 {
		t.Fatalf("%+v", l)
	}
	below := l.Items[0].Blocks[1].(*doc.List)
	if len(below.Items) != 2 || doc.Text(below) != "b\nc\nd" {
		t.Errorf("%q", doc.Text(below))
	}
}

func TestTrim(t *testing.T) {
	spans := Add(Add(Add(nil, " \n", ""), "\ta ", "https://example.org"), " \u00a0", "")
	if got := Trim(spans); len(got) != 1 || got[0].Text != "a" {
		t.Errorf("%q", got)
	}
	if Trim([]doc.Span{{Text: " "}, {Text: "\n"}}) != nil {
		t.Error("blanks are something")
	}
}

func TestPicture(t *testing.T) {
	for data, want := range map[string]string{
		"\x89PNG\r\n\x1a\n...":      "image/png",
		"\xff\xd8\xff\xe0":          "image/jpeg",
		"GIF89a":                    "image/gif",
		"RIFF....WEBPVP8 ":          "image/webp",
		"\x01\x00\x00\x00l\x00\x00": "",
		"<svg onload='x'/>":         "",
		"":                          "",
	} {
		if got, _ := Picture([]byte(data)); got != want {
			t.Errorf("%q: %q", data, got)
		}
	}
}

func TestInOrder(t *testing.T) {
	first := &doc.Paragraph{Position: doc.Position{Page: 2, Line: 5}}
	inside := &doc.Paragraph{Position: doc.Position{Page: 1, Line: 4}}
	InOrder([]doc.Block{first, &doc.List{Items: []doc.Item{{Blocks: []doc.Block{inside}}}}})
	if inside.Page != 2 || inside.Line != 5 {
		t.Errorf("%+v", inside.Position)
	}
}

// A paragraph of many runs is not copied for each of them.
func TestAddMany(t *testing.T) {
	var spans []doc.Span
	for range 100_000 {
		spans = Add(spans, "lamp", "")
	}
	if got := doc.Join(spans); len(got) != 400_000 || len(spans) < 50 || len(spans) > 200 {
		t.Errorf("%d bytes in %d spans", len(got), len(spans))
	}
	if spans = Add(spans, "x", "https://a.example"); spans[len(spans)-1].Text != "x" {
		t.Errorf("a link is part of %q", spans[len(spans)-1].Text)
	}
}
