package doc

import (
	"errors"
	"testing"
)

// boxes returns a paragraph in that many boxes.
func boxes(n int) []Block {
	blocks := []Block{p("x")}
	for range n {
		blocks = []Block{&Box{Blocks: blocks}}
	}
	return blocks
}

func TestOversize(t *testing.T) {
	item := Item{Blocks: []Block{p("x")}}
	row := [][]Span{spans("x"), spans("x")}
	repeat := func(n int, b Block) []Block {
		out := make([]Block, n)
		for i := range out {
			out[i] = b
		}
		return out
	}
	for _, c := range []struct {
		name string
		doc  Document
		want string
	}{
		{"nothing", Document{}, ""},
		{"all letters", Document{Source: Tally{'a': MaxLetters - 1, '1': 1}}, ""},
		{"a letter more", Document{Source: Tally{'a': MaxLetters, '1': 1}}, "3,145,729 letters, where 3,145,728 is the most"},
		{"all blocks", Document{Blocks: repeat(MaxBlocks, p("x"))}, ""},
		{"a block more", Document{Blocks: repeat(MaxBlocks+1, p("x"))}, "60,001 paragraphs and cells, where 60,000 is the most"},
		{"items", Document{Blocks: repeat(MaxBlocks/3+1, &List{Items: []Item{item}})}, "60,003 paragraphs and cells, where 60,000 is the most"},
		{"cells", Document{Blocks: repeat(MaxBlocks/5+1, &Table{Rows: [][][]Span{row, row}})}, "60,005 paragraphs and cells, where 60,000 is the most"},
		{"boxes", Document{Blocks: []Block{&Box{Blocks: repeat(MaxBlocks, p("x"))}}}, "60,001 paragraphs and cells, where 60,000 is the most"},
		{"levels", Document{Blocks: boxes(maxLevels)}, ""},
		{"a level more", Document{Blocks: boxes(maxLevels + 1)}, "101 lists and boxes within one another, where 100 is the most"},
		{"notes", Document{Blocks: []Block{&Note{Blocks: repeat(MaxBlocks, p("x"))}}}, "60,001 paragraphs and cells, where 60,000 is the most"},
	} {
		err := c.doc.Oversize()
		if got := ""; err != nil {
			if got = err.Error(); got != c.want || !errors.As(err, new(*SizeError)) {
				t.Errorf("%s: got %q, want %q", c.name, got, c.want)
			}
		} else if c.want != "" {
			t.Errorf("%s: no error, want %q", c.name, c.want)
		}
	}
}
