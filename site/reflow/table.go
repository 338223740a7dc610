package reflow

import (
	"regexp"
	"strings"

	"github.com/backissue/backissue/site/doc"
)

// markTables finds rows of cells: at least three lines in a row that fall
// into the same number of cells, at least three, most of them figures.
func markTables(ls []line) {
	cells := make([][]string, len(ls))
	for i, l := range ls {
		cells[i] = splitCells(l.Text)
	}
	for i := 0; i < len(ls); {
		end := runEnd(ls, cells, i)
		start := i + tableStart(cells[i:end])
		for j := start; j < end; j++ {
			ls[j].row, ls[j].cells = j-start+1, cells[j]
		}
		i = max(end, i+1)
	}
}

// runEnd returns the end of the run of lines from i on that fall into the same
// number of cells, and do not end like sentences.
func runEnd(ls []line, cells [][]string, i int) int {
	n := i
	for n < len(ls) && len(cells[n]) == len(cells[i]) && len(cells[i]) >= 3 && !endsSentence(ls[n].Text) {
		n++
	}
	return n
}

// tableStart returns the first row of a run from which on it is a table: its
// head, and rows below of which two cells in three are figures. Where it is
// none, that is the length of the run.
func tableStart(rows [][]string) int {
	figures, total := 0, 0 // in the rows below row i
	start := len(rows)
	for i := len(rows) - 1; i >= 0; i-- {
		if len(rows)-i >= 3 && figures*3 >= total*2 {
			start = i
		}
		for _, c := range rows[i][1:] {
			total++
			if figure.MatchString(c) {
				figures++
			}
		}
	}
	return start
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
	if hasWideGap(s) {
		if cells := wideGap.Split(s, -1); len(cells) > 2 {
			return cells
		}
	}
	words := strings.Fields(s)
	var out []string
	for i, w := range words {
		if i > 0 && numeral.MatchString(words[i-1]) && unit.MatchString(w) {
			out[len(out)-1] += " " + w
			continue
		}
		out = append(out, w)
	}
	return out
}

// hasWideGap reports whether wideGap matches in s, faster.
func hasWideGap(s string) bool {
	gap := false
	for i := range len(s) {
		switch s[i] {
		case '\t':
			return true
		case ' ', '\n', '\f', '\r':
			if gap {
				return true
			}
			gap = true
		default:
			gap = false
		}
	}
	return false
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
