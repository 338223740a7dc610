package doc

import (
	"reflect"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/language"
)

func spans(texts ...string) []Span {
	var out []Span
	for _, s := range texts {
		out = append(out, Span{Text: s})
	}
	return out
}

func p(texts ...string) *Paragraph { return &Paragraph{Spans: spans(texts...)} }

// everything holds one block of each kind.
func everything() []Block {
	return []Block{
		&Heading{Spans: spans("등대")},
		p("나루", "터에"),
		&List{Items: []Item{
			{Marker: "✓", Blocks: []Block{p("밧줄"), &List{Items: []Item{{Blocks: []Block{p("닻")}}}}}},
			{Blocks: []Block{p("돛")}},
		}},
		&Table{Header: 1, Rows: [][][]Span{{spans("年"), spans("船")}, {spans("2024"), spans("1", "2")}}},
		&Figure{Alt: "not text of the document", Caption: spans("渡船")},
		&Box{Blocks: []Block{p("专栏 1"), p("灯")}},
		&Note{Label: "*", Blocks: []Block{p("注"), p("释")}},
	}
}

func TestText(t *testing.T) {
	want := "등대|나루터에|밧줄|닻|돛|年\t船|2024\t12|渡船|专栏 1|灯|* 注|释"
	if got := Text(everything()...); got != strings.ReplaceAll(want, "|", "\n") {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := Text(); got != "" {
		t.Errorf("no blocks: %q", got)
	}
	if got := Text(p("나루\n등대")); got != "나루\n등대" {
		t.Errorf("a line break that has to stay: %q", got)
	}
}

func TestJoin(t *testing.T) {
	for _, c := range []struct {
		spans []Span
		want  string
	}{
		{nil, ""},
		{spans("나루"), "나루"},
		{[]Span{{Text: "나루(", Lang: language.Korean}, {Text: "渡口", Lang: language.Chinese}, {Text: ")"}}, "나루(渡口)"},
	} {
		if got := Join(c.spans); got != c.want {
			t.Errorf("Join(%v) = %q, want %q", c.spans, got, c.want)
		}
	}
}

func TestEachSpans(t *testing.T) {
	blocks := everything()
	var seen []string
	EachSpans(blocks, func(s *[]Span) { seen = append(seen, Join(*s)) })
	want := strings.Split("등대|나루터에|밧줄|닻|돛|年|船|2024|12|渡船|专栏 1|灯|注|释", "|")
	if !reflect.DeepEqual(seen, want) {
		t.Errorf("got %q, want %q", seen, want)
	}

	// What f sets is set in the document.
	EachSpans(blocks, func(s *[]Span) { *s = spans("x") })
	EachSpans(blocks, func(s *[]Span) {
		if Join(*s) != "x" {
			t.Errorf("%q was not set", Join(*s))
		}
	})
}

func TestTally(t *testing.T) {
	got, want := Tally{}, Tally{}
	got.Add("나루, 2024! a a")
	for _, r := range "나루2024aa" {
		want[r]++
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got.Len() != 8 {
		t.Errorf("Len: %d", got.Len())
	}

	blocks := Tally{}
	blocks.AddBlocks(everything())
	want = Tally{}
	want.Add(strings.ReplaceAll(Text(everything()...), "*", ""))
	if !reflect.DeepEqual(blocks, want) {
		t.Errorf("blocks: lost %q, invented %q", want.Diff(blocks), blocks.Diff(want))
	}
}

func TestTallyDiff(t *testing.T) {
	tally := func(s string) Tally {
		t := Tally{}
		t.Add(s)
		return t
	}
	for _, c := range []struct{ t, u, want string }{
		{"", "", ""},
		{"나루", "루나", ""},
		{"banana", "ban", "aan"},
		{"ban", "banana", ""},
		{"等等灯", "灯", "等等"},
		{"2024", "", "0224"},
	} {
		if got := tally(c.t).Diff(tally(c.u)); got != c.want {
			t.Errorf("%q less %q: got %q, want %q", c.t, c.u, got, c.want)
		}
	}
}

func TestDocumentTally(t *testing.T) {
	d := &Document{
		Blocks:    []Block{p("나루")},
		Furniture: []Furniture{{Kind: PageNumber, Text: "- 7 -"}},
		Losses:    []Loss{{Text: "ab", Reason: "hidden"}},
		Doubts:    []Doubt{{Text: "counts no second time"}},
	}
	want := Tally{'나': 1, '루': 1, '7': 1, 'a': 1, 'b': 1}
	if got := d.Tally(); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestPos(t *testing.T) {
	at := Position{Page: 2, Line: 7}
	for _, b := range []Block{
		&Heading{Position: at}, &Paragraph{Position: at}, &List{Position: at}, &Table{Position: at},
		&Figure{Position: at}, &Box{Position: at}, &Note{Position: at},
	} {
		if b.Pos() != at {
			t.Errorf("%T is at %v", b, b.Pos())
		}
	}
}

// What is counted without asking is letters all the same.
func TestTallyRanges(t *testing.T) {
	for r := rune(0x80); r < 0x20000; r++ {
		tally := Tally{}
		tally.Add(string(r))
		if want := unicode.IsLetter(r) || unicode.IsDigit(r); (tally[r] == 1) != want {
			t.Errorf("%U is counted %d times", r, tally[r])
		}
	}
}
