package reflow

import (
	"math"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/numbering"
)

// box puts the framed asides of a text into boxes. Nothing of a frame is left
// in lines but its number ("专栏 3") and the width of its column: a box ends
// where the next part begins, or where the text is as wide again as it was
// before.
func box(flat []entry, d *doc.Document) []entry {
	var out []entry
	for i := 0; i < len(flat); {
		n := i + 1
		if flat[i].style == numbering.Box {
			n = boxEnd(flat, i)
		}
		if n-i < 2 {
			out = append(out, flat[i])
			i++
			continue
		}
		b := &doc.Box{Position: flat[i].block.Pos(), Blocks: nest(flat[i:n])}
		if n < len(flat) && !partStyle(flat[n].style) && flat[n].style != numbering.Box && !wider(flat, i, n) {
			d.Doubts = append(d.Doubts, doc.Doubt{Position: flat[n].block.Pos(), Code: "box-end",
				Text: doc.Text(flat[i].block), Why: "the box and the text below it are set to nearly the same width; it was ended here"})
		}
		out = append(out, entry{block: b})
		i = n
	}
	return out
}

// boxEnd returns the index of the first entry below the box that begins at i.
func boxEnd(flat []entry, i int) int {
	text, inside := widthBefore(flat, i), 0.0
	for n := i + 1; n < len(flat); n++ {
		e := flat[n]
		if partStyle(e.style) || e.style == numbering.Box {
			return n
		}
		if inside == 0 {
			inside = e.width
		}
		if e.width > 0 && text > 0 && math.Abs(e.width-text) < 1.2 && math.Abs(inside-text) >= 1.5 {
			return n
		}
	}
	return len(flat)
}

// wider reports whether the box from i to n is set to another width than the
// text above it.
func wider(flat []entry, i, n int) bool {
	text := widthBefore(flat, i)
	for _, e := range flat[i:n] {
		if e.width > 0 {
			return text > 0 && math.Abs(e.width-text) >= 1.5
		}
	}
	return false
}

// widthBefore returns the width of the paragraphs above entry i.
func widthBefore(flat []entry, i int) float64 {
	counts := map[float64]int{}
	best := 0.0
	for n := i - 1; n >= 0 && n > i-16; n-- {
		w := math.Round(flat[n].width)
		if w == 0 {
			continue
		}
		counts[w]++
		if best == 0 || counts[w] > counts[best] {
			best = w
		}
	}
	return best
}

// partStyle reports a style that numbers the parts of the running text.
func partStyle(s numbering.Style) bool {
	switch s {
	case numbering.Part, numbering.Chapter, numbering.Section, numbering.Article, numbering.Han, numbering.HanParen:
		return true
	}
	return false
}
