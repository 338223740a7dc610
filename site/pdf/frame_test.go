package pdf

import (
	"fmt"
	"strings"
	"testing"

	"github.com/backissue/backissue/site/doc"
)

// paragraph returns the operators for n lines of text from a place down.
func paragraph(size, x, y, n int, words string) string {
	var at []any
	for i := range n {
		at = append(at, x, y-(size+3)*i, fmt.Sprintf("%s %c and so on,", words, 'a'+i))
	}
	return set(size, at...)
}

// TestFrames takes a framed aside out of the text around it, and leaves
// everything alone that is framed but no aside.
func TestFrames(t *testing.T) {
	before, after := paragraph(9, 20, 280, 6, "A terminal that works at night and"), paragraph(9, 20, 120, 7, "shall post a note beforehand and")
	aside := paragraph(9, 60, 190, 4, "Who may complain")
	round := "70 200 m 220 200 l 230 200 230 200 230 190 c 230 150 l 230 140 230 140 220 140 c 70 140 l 50 140 50 140 50 150 c 50 190 l 50 200 50 200 70 200 c S "
	for _, test := range []struct {
		name, content string
		boxes         int
	}{
		{"a frame of four rules", before + "50 205 m 230 205 l S 50 140 m 230 140 l S 50 140 m 50 205 l S 230 140 m 230 205 l S " + aside + after, 1},
		{"a ground", before + "0.9 g 50 140 180 65 re f 0 g " + aside + after, 1},
		{"round corners", before + round + aside + after, 1},
		{"no frame", before + aside + after, 0},
		{"three sides of one", before + "50 205 m 230 205 l S 50 140 m 230 140 l S 50 140 m 50 205 l S " + aside + after, 0},
		{"a frame that the text crosses", before + "50 140 120 65 re S " + aside + after, 0},
		{"the ground of a title", "0.9 g 15 200 270 60 re f 0 g " + paragraph(18, 20, 240, 2, "Harbour") + paragraph(9, 20, 180, 12, "A terminal that works and"), 0},
		{"a page laid out in frames", "10 150 280 145 re S 10 5 280 130 re S " + before + paragraph(9, 20, 120, 8, "shall post a note beforehand and"), 0},
	} {
		d := read(t, onePage("", test.content, helvetica))
		var boxes []*doc.Box
		for _, b := range d.Blocks {
			if b, ok := b.(*doc.Box); ok {
				boxes = append(boxes, b)
			}
		}
		if len(boxes) != test.boxes {
			t.Errorf("%s: %d boxes", test.name, len(boxes))
			continue
		}
		if test.boxes > 0 {
			if got := doc.Text(boxes[0].Blocks...); strings.Count(got, "Who may complain") != 4 || strings.Contains(got, "terminal") || strings.Contains(got, "note") {
				t.Errorf("%s: the box holds %q", test.name, got)
			}
		}
	}
}
