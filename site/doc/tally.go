package doc

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Tally counts how often each letter and digit occurs in a text. It is the
// measure of conservation: what goes into a document has to come out of it.
type Tally map[rune]int

// Add counts the letters and digits of text.
func (t Tally) Add(text string) {
	var ascii [utf8.RuneSelf]int // most letters of most texts; a map is slow
	for _, r := range text {
		switch {
		case r < utf8.RuneSelf:
			ascii[r]++
		case r >= 0xac00 && r <= 0xd7a3, r >= 0x4e00 && r <= 0x9fff: // Hangul syllables and Han: all letters
			t[r]++
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			t[r]++
		}
	}
	for r, n := range ascii {
		if n > 0 && (unicode.IsLetter(rune(r)) || unicode.IsDigit(rune(r))) {
			t[rune(r)] += n
		}
	}
}

// AddBlocks counts the letters and digits of blocks, without the labels of
// notes.
func (t Tally) AddBlocks(blocks []Block) {
	EachSpans(blocks, func(spans *[]Span) {
		for _, s := range *spans {
			t.Add(s.Text)
		}
	})
}

// Len returns the number of letters and digits counted.
func (t Tally) Len() int {
	n := 0
	for _, c := range t {
		n += c
	}
	return n
}

// Diff returns what t has more than u, as a sorted string of letters, each as
// often as it is missing.
func (t Tally) Diff(u Tally) string {
	var out []string
	for r, n := range t {
		if d := n - u[r]; d > 0 {
			out = append(out, strings.Repeat(string(r), d))
		}
	}
	sort.Strings(out)
	return strings.Join(out, "")
}

// Tally counts the letters and digits of the whole document: blocks,
// furniture and losses.
func (d *Document) Tally() Tally {
	t := Tally{}
	t.AddBlocks(d.Blocks)
	for _, f := range d.Furniture {
		t.Add(f.Text)
	}
	for _, l := range d.Losses {
		t.Add(l.Text)
	}
	return t
}
