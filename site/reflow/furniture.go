package reflow

import (
	"regexp"
	"slices"
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
	keys := make([]string, len(ls))
	for i := range ls {
		l := &ls[i]
		keys[i] = repeatKey(l.Text)
		if len(l.Text) > maxPageNumber || !strings.ContainsAny(l.Text, "0123456789") {
			continue
		}
		if numberedPage.MatchString(l.Text) {
			kinds[i] = doc.PageNumber
		}
		if edges[i] && pageNumber.MatchString(l.Text) && !strings.HasPrefix(l.Text, "0") {
			kinds[i] = doc.PageNumber
		}
	}
	markRepeats(ls, keys, edges, kinds)
	markBookmarks(ls, keys, kinds)
	markNeighbours(ls, keys, kinds)
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

// maxPageNumber is the length in bytes of the longest line that may be a page
// number.
const maxPageNumber = 200

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
	for i := range ls {
		l := &ls[i]
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
	var seen [31]struct{ gap, n int }
	kinds, best, most := 0, 1, 0
	for j := max(0, i-15); j < min(len(ls), i+16); j++ {
		g := ls[j].Gap
		if g == 0 {
			continue
		}
		k := 0
		for k < kinds && seen[k].gap != g {
			k++
		}
		seen[k].gap = g
		seen[k].n++
		kinds = max(kinds, k+1)
		if n := seen[k].n; n > most || n == most && g < best || g == best {
			best, most = g, n
		}
	}
	least := best
	for _, s := range seen[:kinds] {
		if s.gap < least && s.n*3 >= most {
			least = s.gap
		}
	}
	return least
}

// markRepeats marks lines at page edges that come again on other pages.
func markRepeats(ls []line, keys []string, edges []bool, kinds []doc.FurnitureKind) {
	at := map[string][]int{}
	all := map[string]int{}
	for i := range ls {
		l := &ls[i]
		if len(l.Text) > 300 {
			continue
		}
		k := keys[i]
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

// repeatKey returns what lines that repeat each other have in common: the text
// in small letters, without spaces, each number as a "#".
func repeatKey(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	inNumber := false
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			if !inNumber {
				b.WriteByte('#')
			}
			inNumber = true
			continue
		case unicode.IsSpace(r):
			continue
		}
		inNumber = false
		b.WriteRune(unicode.ToLower(r))
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
	if ls[is[0]].Page == 0 {
		return false
	}
	above := digits.FindAllString(ls[is[0]].Text, -1)
	steady := make([]int, len(above))
	for j := 1; j < len(is); j++ {
		pages := ls[is[j]].Page - ls[is[j-1]].Page
		below := digits.FindAllString(ls[is[j]].Text, -1)
		for n := range min(len(steady), len(above), len(below)) {
			a, errA := strconv.Atoi(above[n])
			b, errB := strconv.Atoi(below[n])
			if errA == nil && errB == nil && b-a == pages {
				steady[n]++
			}
		}
		above = below
	}
	return slices.ContainsFunc(steady, func(n int) bool { return n*10 >= (len(is)-1)*8 })
}

// markNeighbours marks lines that touch furniture wherever they occur and
// occur at least twice: the lines of a letterhead. What it has marked makes
// its neighbours touch in the next round.
func markNeighbours(ls []line, keys []string, kinds []doc.FurnitureKind) {
	all := map[string]int{}
	touches := make([]bool, len(ls))
	touching := map[string][]int{}
	var next []int // lines that may touch now
	for i := range ls {
		all[keys[i]]++
		next = append(next, i)
	}
	for len(next) > 0 {
		changed := map[string]bool{}
		for _, i := range next {
			if touches[i] || kinds[i] != "" || !(i > 0 && kinds[i-1] != "" || i+1 < len(ls) && kinds[i+1] != "") {
				continue
			}
			touches[i] = true
			touching[keys[i]] = append(touching[keys[i]], i)
			changed[keys[i]] = true
		}
		next = nil
		for k := range changed {
			is := touching[k]
			if len(is) < 2 || len(is) < all[k]-1 || len(is) < all[k] && keys[0] != k {
				continue
			}
			slices.Sort(is)
			if numbered.MatchString(ls[is[0]].Text) || !sameOrCounting(ls, is) {
				continue
			}
			for _, i := range is {
				kinds[i] = doc.Letterhead
				next = append(next, max(0, i-1), min(len(ls)-1, i+1))
			}
			delete(touching, k)
		}
	}
}

// markBookmarks marks headings of a PDF's navigation that leaked into the
// text: at the end of a page, behind tabs, what an earlier line says already.
func markBookmarks(ls []line, keys []string, kinds []doc.FurnitureKind) {
	seen := map[string]bool{}
	for i := range ls {
		l, k := &ls[i], keys[i]
		if kinds[i] == "" && l.pageEnd && l.Indent >= 6 && len(l.Text) < 200 && seen[k] {
			kinds[i] = doc.Bookmark
		}
		seen[k] = true
	}
}
