package reflow

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"github.com/backissue/backissue/site/doc"
)

// takeFurniture removes running heads, page numbers and letterheads from the
// lines and records them in the document.
//
// Furniture stands at the edge of a page, or apart from the text, and comes
// again. A line that merely repeats is not enough: titles repeat in printed
// contents.
func takeFurniture(ls []line, d *doc.Document) []line {
	kinds := make([]doc.FurnitureKind, len(ls))
	edges := pageEdges(ls)
	for i, l := range ls {
		if !strings.ContainsAny(l.Text, "0123456789") {
			continue
		}
		if numberedPage.MatchString(l.Text) {
			kinds[i] = doc.PageNumber
		}
		if edges[i] && pageNumber.MatchString(l.Text) && !strings.HasPrefix(l.Text, "0") {
			kinds[i] = doc.PageNumber
		}
	}
	markRepeats(ls, edges, kinds)
	markBookmarks(ls, kinds)
	markNeighbours(ls, kinds)
	var kept []line
	for i, l := range ls {
		if kinds[i] != "" {
			d.Furniture = append(d.Furniture, doc.Furniture{Position: l.Position, Kind: kinds[i], Text: l.Text})
			continue
		}
		if i > 0 && kinds[i-1] != "" {
			l.cut = true
		}
		kept = append(kept, l)
	}
	return kept
}

// pageNumber matches a line that holds a page's number and nothing else, in
// the forms "12", "- 12 -", "12 / 40", "Page 12 of 40", "第 12 页 共 40 页",
// "12쪽".
var pageNumber = regexp.MustCompile(`^(?i:[-–—~·•|‹›<>\[\]()\s]*` +
	`(?:p(?:age|\.)?\s*|trang\s+|стр\.?\s*|halaman\s+|第\s*|제\s*)?` +
	`\d{1,6}` +
	`(?:\s*(?:页|頁|쪽|페이지|ページ))?` +
	`(?:\s*(?:/|of|из|共|total|총|,|，)+\s*\d{1,6}\s*(?:页|頁|쪽|페이지|ページ)?)?` +
	`[-–—~·•|‹›<>\[\]()\s]*)$`)

// numberedPage matches a page number that says what it is, wherever it stands.
var numberedPage = regexp.MustCompile(`^(?i:第\s*\d+\s*[页頁](?:[\s,，/]*[共/]\s*\d+\s*[页頁]?)?|page\s+\d+\s+of\s+\d+|[-–—]\s*\d+\s*/\s*\d+\s*[-–—])$`)

// pageEdges reports which lines stand where furniture stands: among the
// first and last three lines of a page, or set off by a gap that is larger
// than the usual one around it.
func pageEdges(ls []line) []bool {
	edges := make([]bool, len(ls))
	paged := len(ls) > 0 && ls[len(ls)-1].Page > 1
	for i, l := range ls {
		usual := usualGap(ls, i)
		below := 0
		if i+1 < len(ls) {
			below = ls[i+1].Gap
		}
		edges[i] = l.Gap > usual || below > usual
		for j := max(0, i-2); paged && j < min(len(ls), i+3); j++ {
			if ls[j].Page == l.Page && (j <= i && ls[j].pageTop || j >= i && ls[j].pageEnd) {
				edges[i] = true
			}
		}
	}
	return edges
}

// apart reports whether line i has room, or the edge of a page, both above and
// below. A line without, that ends like a sentence, is the end of a paragraph,
// however often the words come again.
func apart(ls []line, i int) bool {
	usual := usualGap(ls, i)
	return (ls[i].pageTop || ls[i].Gap > usual) && (ls[i].pageEnd || ls[i+1].Gap > usual)
}

// usualGap returns the gap between the lines of a paragraph around line i: the
// most frequent one, or a smaller one that is not rare. Where paragraphs are
// short, most gaps are those between them.
func usualGap(ls []line, i int) int {
	counts := map[int]int{}
	best := 1
	for j := max(0, i-15); j < min(len(ls), i+16); j++ {
		g := ls[j].Gap
		if g == 0 {
			continue
		}
		counts[g]++
		if counts[g] > counts[best] || counts[g] == counts[best] && g < best {
			best = g
		}
	}
	least := best
	for g, n := range counts {
		if g < least && n*3 >= counts[best] {
			least = g
		}
	}
	return least
}

// markRepeats marks lines at page edges that come again on other pages.
func markRepeats(ls []line, edges []bool, kinds []doc.FurnitureKind) {
	at := map[string][]int{}
	all := map[string]int{}
	for i, l := range ls {
		if len(l.Text) > 300 {
			continue
		}
		k := repeatKey(l.Text)
		all[k]++
		if edges[i] && (!l.sentence || apart(ls, i)) {
			at[k] = append(at[k], i)
		}
	}
	pages := 1
	if len(ls) > 0 {
		pages = max(1, ls[len(ls)-1].Page)
	}
	for k, is := range at {
		if k == "" || len(is)*10 < all[k]*6 || !sameOrCounting(ls, is) {
			continue
		}
		enough := len(is) >= 3
		if pages > 1 && pages < 8 && len(is) == 2 {
			counting := ls[is[0]].Text != ls[is[1]].Text
			enough = (pages <= 4 || counting) && atVeryEdge(ls, is) && !numbered.MatchString(ls[is[0]].Text)
		}
		if !enough {
			continue
		}
		for _, i := range is {
			if kinds[i] == "" {
				kinds[i] = doc.RunningHead
			}
		}
	}
}

// atVeryEdge reports whether lines are each the first or the last of a page.
func atVeryEdge(ls []line, is []int) bool {
	for _, i := range is {
		if !ls[i].pageTop && !ls[i].pageEnd {
			return false
		}
	}
	return true
}

var (
	digits   = regexp.MustCompile(`\d+`)
	numbered = regexp.MustCompile(`^(?:\d{1,3}[.)、．]|[IVX]+\.|[一二三四五六七八九十]+、|第.{1,4}[章节条]|제\s*\d+\s*[장절조])`)
)

// repeatKey returns what lines that come again have in common: a text without
// its spaces and cases, and a sign in the place of each number.
func repeatKey(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	number := false
	for _, r := range s {
		switch digit := r >= '0' && r <= '9'; {
		case unicode.IsSpace(r):
			continue
		case !digit:
			b.WriteRune(unicode.ToLower(r))
		case !number:
			b.WriteByte('#')
		}
		number = r >= '0' && r <= '9'
	}
	return b.String()
}

// sameOrCounting reports whether lines that are equal but for their digits
// are a running head: the digits are equal too, or one of the numbers counts
// the pages. "Article 7" and "Article 9" at the top of pages are neither.
func sameOrCounting(ls []line, is []int) bool {
	same := true
	for _, i := range is {
		same = same && ls[i].Text == ls[is[0]].Text
	}
	if same {
		return true
	}
	first := digits.FindAllString(ls[is[0]].Text, -1)
	for n := range first {
		steady := 0
		for j := 1; j < len(is); j++ {
			a, okA := nthNumber(ls[is[j-1]].Text, n)
			b, okB := nthNumber(ls[is[j]].Text, n)
			if okA && okB && b-a == ls[is[j]].Page-ls[is[j-1]].Page {
				steady++
			}
		}
		if steady*10 >= (len(is)-1)*8 && ls[is[0]].Page > 0 {
			return true
		}
	}
	return false
}

func nthNumber(s string, n int) (int, bool) {
	all := digits.FindAllString(s, -1)
	if n >= len(all) {
		return 0, false
	}
	v, err := strconv.Atoi(all[n])
	return v, err == nil
}

// markNeighbours marks lines that touch furniture wherever they occur and
// occur at least twice: the lines of a letterhead.
func markNeighbours(ls []line, kinds []doc.FurnitureKind) {
	for grown := true; grown; {
		grown = false
		touching := map[string][]int{}
		all := map[string]int{}
		for i, l := range ls {
			k := repeatKey(l.Text)
			all[k]++
			if kinds[i] == "" && (i > 0 && kinds[i-1] != "" || i+1 < len(ls) && kinds[i+1] != "") {
				touching[k] = append(touching[k], i)
			}
		}
		for k, is := range touching {
			if at := is[0]; len(is) < 2 || len(is) < all[k]-1 || len(is) < all[k] && repeatKey(ls[0].Text) != repeatKey(ls[at].Text) || numbered.MatchString(ls[is[0]].Text) || !sameOrCounting(ls, is) {
				continue
			}
			for _, i := range is {
				kinds[i] = doc.Letterhead
			}
			grown = true
		}
	}
}

// markBookmarks marks headings of a PDF's navigation that leaked into the
// text: at the end of a page, behind tabs, what an earlier line says already.
func markBookmarks(ls []line, kinds []doc.FurnitureKind) {
	seen := map[string]bool{}
	for i, l := range ls {
		k := repeatKey(l.Text)
		if kinds[i] == "" && l.pageEnd && l.Indent >= 6 && len(l.Text) < 200 && seen[k] {
			kinds[i] = doc.Bookmark
		}
		seen[k] = true
	}
}
