package pdf

import (
	"fmt"
	"strings"
	"testing"

	"github.com/backissue/backissue/site/doc"
)

func texts(glyphs []glyph) string {
	var b strings.Builder
	for _, g := range glyphs {
		b.WriteRune(g.r)
	}
	return b.String()
}

// TestAccents makes letters of those whose accent was painted over them.
func TestAccents(t *testing.T) {
	at := func(r rune, x0, x1, y float64) glyph { return glyph{r: r, x0: x0, x1: x1, y: y, size: 10} }
	for _, test := range []struct {
		name   string
		glyphs []glyph
		want   string
	}{
		{"before its letter", []glyph{at('´', 1, 4, 0), at('s', 0, 5, 0), at('w', 5, 11, 0)}, "św"},
		{"behind it", []glyph{at('e', 0, 5, 0), at('˛', 2, 5, 0), at('w', 5, 11, 0)}, "ęw"},
		{"raised, at the end", []glyph{at('Z', 0, 6, 0), at('r', 6, 10, 0), at('ó', 10, 15, 0), at('d', 15, 20, 0), at('´', 1, 4, 2)}, "Źród"},
		{"dotless", []glyph{at('´', 0, 3, 0), at('ı', 0, 3, 0)}, "í"},
		{"beside a letter", []glyph{at('´', 0, 3, 0), at('s', 3, 8, 0)}, "´s"},
		{"over the line above", []glyph{at('´', 1, 4, 9), at('s', 0, 5, 0)}, "´s"},
		{"on no such letter", []glyph{at('´', 1, 4, 0), at('가', 0, 10, 0)}, "´가"},
	} {
		p := &page{glyphs: test.glyphs}
		p.accent()
		if got := texts(p.glyphs); got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

// TestPoints puts the marks of Arabic letters behind the letters they stand
// on, wherever the stream has them.
func TestPoints(t *testing.T) {
	ba := glyph{r: 'ب', x0: 20, x1: 26, size: 10}
	sin := glyph{r: 'س', x0: 10, x1: 20, size: 10}
	kasra := glyph{r: '\u0650', x0: 22, x1: 24, y: 2, size: 10}
	for name, glyphs := range map[string][]glyph{
		"before":     {kasra, ba, sin},
		"behind":     {ba, kasra, sin},
		"at the end": {ba, sin, {r: ' ', made: true}, kasra},
	} {
		p := &page{glyphs: glyphs}
		p.bindMarks()
		if got := strings.TrimSpace(texts(p.glyphs)); got != "بِس" {
			t.Errorf("%s: got %q", name, got)
		}
	}
	far := kasra
	far.y = 30
	p := &page{glyphs: []glyph{far, ba}}
	p.bindMarks()
	if p.glyphs[0].r != '\u0650' {
		t.Error("a mark of another line was taken")
	}
}

// TestComposed counts a letter and its marks the same, together or apart.
func TestComposed(t *testing.T) {
	tally := func(s string) doc.Tally {
		t := doc.Tally{}
		t.Add(s)
		return t
	}
	for _, test := range []struct{ source, out, lost string }{
		{"ااب", "اأب", ""},
		{"اأب", "ااب", ""},
		{"ااب", "أ", "اب"},
		{"각", "가", "각"},
	} {
		out := tally(test.out)
		if lost := composed(tally(test.source), out).Diff(out); lost != test.lost {
			t.Errorf("%s as %s: lost %q", test.source, test.out, lost)
		}
	}
}

// TestColumnsOfCells reads two columns that hold short cells, as a list of
// prices does, where each was painted in one go; the same cells painted line
// by line are one table.
func TestColumnsOfCells(t *testing.T) {
	var down, over []any
	for col := range 2 {
		for i := range 10 {
			for cell := range 2 {
				down = append(down, 20+150*col+70*cell, 250-12*i, fmt.Sprintf("%c%d berths", 'A'+2*col+cell, i))
			}
		}
	}
	for i := range 10 {
		for cell := range 4 {
			over = append(over, 20+150*(cell/2)+70*(cell%2), 250-12*i, fmt.Sprintf("%c%d berths", 'A'+cell, i))
		}
	}
	first := func(at []any) string {
		text := doc.Text(read(t, onePage("", set(9, at...), helvetica)).Blocks...)
		return strings.Join(strings.Fields(text)[:8], " ")
	}
	if got, want := first(down), "A0 berths B0 berths A1 berths B1 berths"; got != want {
		t.Errorf("down the columns: got %q", got)
	}
	if got, want := first(over), "A0 berths B0 berths C0 berths D0 berths"; got != want {
		t.Errorf("over the lines: got %q", got)
	}
}
