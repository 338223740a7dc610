package doctest

import (
	"errors"
	"testing"

	"github.com/backissue/backissue/site/doc"
)

// A witness counts what a test was told.
type witness struct {
	testing.TB
	errors int
}

func (w *witness) Helper()               {}
func (w *witness) Error(...any)          { w.errors++ }
func (w *witness) Errorf(string, ...any) { w.errors++ }

func spans(s string) []doc.Span { return []doc.Span{{Text: s}} }

func p(line int, s string) *doc.Paragraph {
	return &doc.Paragraph{Position: doc.Position{Line: line}, Spans: spans(s)}
}

// TestCheck breaks each promise once.
func TestCheck(t *testing.T) {
	at := doc.Position{Line: 1}
	one := doc.Tally{'a': 1}
	for _, c := range []struct {
		name string
		doc  doc.Document
		want int
	}{
		{"nothing", doc.Document{}, 0},
		{"a paragraph", doc.Document{Source: one, Blocks: []doc.Block{p(1, "a")}}, 0},
		{"a letter lost", doc.Document{Source: one}, 1},
		{"a letter invented", doc.Document{Blocks: []doc.Block{p(1, "a")}}, 1},
		{"a letter twice", doc.Document{Source: one, Blocks: []doc.Block{p(1, "a")}, Losses: []doc.Loss{{Text: "a"}}}, 1},
		{"no line", doc.Document{Blocks: []doc.Block{p(0, "")}}, 1},
		{"a line back", doc.Document{Blocks: []doc.Block{p(2, ""), p(1, "")}}, 1},
		{"a page on", doc.Document{Blocks: []doc.Block{p(2, ""), &doc.Paragraph{Position: doc.Position{Page: 1, Line: 1}}}}, 0},
		{"no items", doc.Document{Blocks: []doc.Block{&doc.List{Position: at}}}, 1},
		{"no blocks in an item", doc.Document{Blocks: []doc.Block{&doc.List{Position: at, Items: []doc.Item{{Position: at}}}}}, 1},
		{"a line back in an item", doc.Document{Blocks: []doc.Block{&doc.List{Position: at, Items: []doc.Item{{Position: doc.Position{Line: 2}, Blocks: []doc.Block{p(1, "")}}}}}}, 1},
		{"a crooked table", doc.Document{Blocks: []doc.Block{&doc.Table{Position: at, Rows: [][][]doc.Span{{nil}, {nil, nil}}}}}, 1},
		{"no rows", doc.Document{Blocks: []doc.Block{&doc.Table{Position: at}}}, 1},
		{"no picture", doc.Document{Blocks: []doc.Block{&doc.Figure{Position: at, Media: "a.png"}}}, 1},
		{"a picture", doc.Document{Media: []doc.Media{{Name: "a.png"}}, Blocks: []doc.Block{&doc.Figure{Position: at, Media: "a.png"}}}, 0},
		{"a way up", doc.Document{Media: []doc.Media{{Name: "../a.png"}}}, 1},
		{"two of a name", doc.Document{Media: []doc.Media{{Name: "a.png"}, {Name: "a.png"}}}, 1},
		{"two notes", doc.Document{Blocks: []doc.Block{&doc.Note{Position: at, ID: "fn-1"}, &doc.Box{Position: at, Blocks: []doc.Block{&doc.Note{Position: at, ID: "fn-1"}}}}}, 1},
	} {
		w := &witness{TB: t}
		if Check(w, &c.doc); w.errors != c.want {
			t.Errorf("%s: %d errors, want %d", c.name, w.errors, c.want)
		}
	}
}

func TestRead(t *testing.T) {
	n := 0
	for name, read := range map[string]func([]byte) (*doc.Document, error){
		"another document": func([]byte) (*doc.Document, error) {
			n++
			return &doc.Document{Doubts: make([]doc.Doubt, n)}, nil
		},
		"another error": func([]byte) (*doc.Document, error) {
			n++
			return nil, errors.New("error " + string(rune('0'+n)))
		},
		"writes": func(data []byte) (*doc.Document, error) {
			data[0] = 'b'
			return &doc.Document{}, nil
		},
	} {
		w := &witness{TB: t}
		if Read(w, []byte("a"), read); w.errors != 1 {
			t.Errorf("%s: %d errors", name, w.errors)
		}
	}
	same := func([]byte) (*doc.Document, error) { return nil, errors.New("damaged") }
	w := &witness{TB: t}
	if d := Read(w, nil, same); d != nil || w.errors != 0 {
		t.Errorf("an error: %v, %d errors", d, w.errors)
	}
}
