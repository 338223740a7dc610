package reflow

import (
	"regexp"
	"strings"

	"github.com/backissue/backissue/site/doc"
)

// markTables finds rows of cells: at least three lines in a row that fall
// into the same number of cells, at least three, most of them figures.
func markTables(ls []line) {
	for i := 0; i < len(ls); {
		n := tableEnd(ls, i)
		for j := i; j < n; j++ {
			ls[j].row, ls[j].cells = j-i+1, splitCells(ls[j].Text)
		}
		i = max(n, i+1)
	}
}

func tableEnd(ls []line, i int) int {
	width := len(splitCells(ls[i].Text))
	if width < 3 {
		return i
	}
	n := i
	figures, total := 0, 0
	for n < len(ls) && len(splitCells(ls[n].Text)) == width && !endsSentence(ls[n].Text) {
		if n > i {
			for _, c := range splitCells(ls[n].Text)[1:] {
				total++
				if figure.MatchString(c) {
					figures++
				}
			}
		}
		n++
	}
	if n-i < 3 || figures*3 < total*2 {
		return i
	}
	return n
}

var (
	wideGap = regexp.MustCompile(`\s{2,}|\t`)
	figure  = regexp.MustCompile(`^(?:[-–—~+±]|[-–—~+±]?\s?\d[\d.,]*\s?\S{0,3}|N/?A)$`)
	unit    = regexp.MustCompile(`^\p{Han}{1,2}$|^%$|^(?:년|월|일|원|명|건|억|만)$`)
	numeral = regexp.MustCompile(`^[\d.,]+$`)
)

// splitCells splits a line at wide gaps, or else at every space. A number and
// its unit are one cell even where the page put a space between them.
func splitCells(s string) []string {
	if cells := wideGap.Split(s, -1); len(cells) > 2 {
		return cells
	}
	words := strings.Fields(s)
	var out []string
	for i, w := range words {
		if i > 0 && unit.MatchString(w) && numeral.MatchString(words[i-1]) {
			out[len(out)-1] += " " + w
			continue
		}
		out = append(out, w)
	}
	return out
}

func table(ls []line) *doc.Table {
	t := &doc.Table{Position: ls[0].Position, Header: 1}
	for _, l := range ls {
		var row [][]doc.Span
		for _, c := range l.cells {
			row = append(row, []doc.Span{{Text: c}})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
