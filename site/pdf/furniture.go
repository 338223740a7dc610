package pdf

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/backissue/backissue/site/doc"
)

// edge is the part of a page's height, at its top and at its bottom, where
// running heads and page numbers stand.
const edge = 0.12

// A head is a run at a page's edge that may be a running head.
type head struct {
	page *page
	run  *run
	text string
	kind doc.FurnitureKind
}

// takeFurniture takes the running heads and page numbers out of the pages.
//
// They stand at the top or bottom edge, at the same height on page after page
// (or on every other page, where left and right pages differ), and say the
// same or count the pages. The first page of a bulletin says much once: what
// does not come again is never taken.
func takeFurniture(pages []*page) []doc.Furniture {
	groups := map[string][]*head{}
	var keys []string
	var all []*head
	for _, p := range pages {
		for _, r := range p.runs {
			h := &head{page: p, run: r, text: runText(r)}
			if !atEdge(p, r) || len(h.text) > 300 {
				continue
			}
			all = append(all, h)
			k := h.key()
			if groups[k] == nil {
				keys = append(keys, k)
			}
			groups[k] = append(groups[k], h)
		}
	}
	for _, k := range keys {
		g := groups[k]
		if !sameOrCounting(g) || !often(g, pages) || countLetters(g[0].text) < 4 && !bareNumber.MatchString(g[0].text) && !g[0].apart() {
			continue
		}
		for _, h := range g {
			h.kind = doc.RunningHead
			if bareNumber.MatchString(h.text) {
				h.kind = doc.PageNumber
			}
		}
	}
	for _, h := range all {
		if h.page.number > 1 && h.page.at(h.run.box).artifact {
			h.kind = doc.RunningHead
			if bareNumber.MatchString(h.text) {
				h.kind = doc.PageNumber
			}
		}
	}
	markSlots(all)
	markBeside(all)
	return remove(pages, all)
}

// atEdge reports whether a run stands at the top or bottom edge of a page,
// and not in a table that reaches further into it.
func atEdge(p *page, r *run) bool {
	h := p.box.height()
	if r.y < p.box.y0+h*(1-edge) && r.y > p.box.y0+h*edge {
		return false
	}
	for _, t := range p.grids {
		if t.box.contains((r.box.x0+r.box.x1)/2, r.y) && t.box.height() > h*edge {
			return false
		}
	}
	return true
}

var (
	digits     = regexp.MustCompile(`\d+`)
	bareNumber = regexp.MustCompile(`^(?i:[-–—~·•|‹›<>\[\]()\s]*(?:p(?:age|\.)?\s*|trang\s+|стр\.?\s*|halaman\s+|หน้า\s*|第\s*|제\s*)?(?:\d{1,6}|[ivxl]{1,7})(?:\s*(?:页|頁|쪽|페이지|ページ))?(?:\s*(?:/|of|из|共|total|총|,|，)+\s*\d{1,6}\s*(?:页|頁|쪽|페이지|ページ)?)?[-–—~·•|‹›<>\[\]()\s]*)$`)
)

// key is equal for heads that say the same but for their numbers, at the same
// height.
func (h *head) key() string {
	s := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, h.text)
	return digits.ReplaceAllString(s, "#") + "@" + strconv.Itoa(int(math.Round((h.page.box.y1-h.run.y)/8)))
}

// sameOrCounting reports whether heads that are equal but for their numbers
// are so altogether, or one of the numbers counts the pages.
func sameOrCounting(g []*head) bool {
	same := true
	for _, h := range g {
		same = same && h.text == g[0].text
	}
	if same {
		return true
	}
	for n := range digits.FindAllString(g[0].text, -1) {
		steady, pairs := 0, 0
		for i := 1; i < len(g); i++ {
			a, b := nthNumber(g[i-1].text, n), nthNumber(g[i].text, n)
			pairs++
			if b-a == g[i].page.number-g[i-1].page.number {
				steady++
			}
		}
		if steady*10 >= pairs*8 {
			return true
		}
	}
	return false
}

func nthNumber(s string, n int) int {
	all := digits.FindAllString(s, -1)
	if n >= len(all) {
		return -1
	}
	v, _ := strconv.Atoi(all[n])
	return v
}

// often reports whether heads come on enough pages: two in five of all or
// three in five of the left or the right ones, the first page apart; or on
// three in a row, as the name of a chapter does.
func often(g []*head, pages []*page) bool {
	on := map[int]bool{}
	for _, h := range g {
		on[h.page.number] = true
	}
	n := len(pages)
	if n < 2 || len(on) < 2 {
		return false
	}
	if n == 2 || len(on) >= 3 && len(on)*5 >= n*2 {
		return true
	}
	for first := 1; first <= 2; first++ { // with and without the first page
		var of, in [2]int
		for i := first; i <= n; i++ {
			of[i%2]++
			if on[i] {
				in[i%2]++
			}
		}
		for side := range 2 {
			if in[side] >= 2 && in[side]*5 >= of[side]*3 {
				return true
			}
		}
		if in[0]+in[1] == n-first+1 {
			return true
		}
	}
	for i := 3; i <= n; i++ {
		if on[i] && (on[i-1] && on[i-2] || i > 4 && on[i-2] && on[i-4]) {
			return true
		}
	}
	return false
}

// markSlots marks what stands exactly where other pages have their running
// head, in the same type, with nothing between it and the edge, and away from
// the text: the head of the only left page, or the name of a chapter.
func markSlots(all []*head) {
	type slot struct{ y, size int }
	at := func(h *head) slot {
		return slot{int(math.Round(h.page.box.y1 - h.run.y)), int(math.Round(2 * h.run.size))}
	}
	pages := map[slot]map[*page]bool{}
	for _, h := range all {
		if h.kind != "" {
			if pages[at(h)] == nil {
				pages[at(h)] = map[*page]bool{}
			}
			pages[at(h)][h.page] = true
		}
	}
	for _, h := range all {
		if h.kind == "" && h.page.number > 1 && len(pages[at(h)]) >= 2 && outermost(h) && h.apart() {
			h.kind = doc.RunningHead
		}
	}
}

// markBeside marks what stands on one line with a running head at the very
// edge of its page: the part of it that changes.
func markBeside(all []*head) {
	byPage := map[*page][]*head{}
	for _, h := range all {
		byPage[h.page] = append(byPage[h.page], h)
	}
	for _, h := range all {
		if h.kind == "" || !outermost(h) {
			continue
		}
		for _, o := range byPage[h.page] {
			if o.kind == "" && math.Abs(o.run.y-h.run.y) < 2 {
				o.kind = doc.RunningHead
				if bareNumber.MatchString(o.text) {
					o.kind = doc.PageNumber
				}
			}
		}
	}
}

// apart reports whether a head keeps a distance from the lines of the text.
func (h *head) apart() bool {
	for _, r := range h.page.runs {
		if d := math.Abs(r.y - h.run.y); d > 0.5*h.run.size && d < 1.8*max(h.run.size, r.size) {
			return false
		}
	}
	return true
}

// outermost reports whether no text stands between a head and the edge.
func outermost(h *head) bool {
	top := h.run.y > (h.page.box.y0+h.page.box.y1)/2
	for _, r := range h.page.runs {
		if top && r.y > h.run.y+2 || !top && r.y < h.run.y-2 {
			return false
		}
	}
	return true
}

// remove takes the marked runs out of the pages.
func remove(pages []*page, all []*head) []doc.Furniture {
	kinds := map[*run]doc.FurnitureKind{}
	for _, h := range all {
		if h.kind != "" {
			kinds[h.run] = h.kind
		}
	}
	var out []doc.Furniture
	for _, p := range pages {
		byKind := map[doc.FurnitureKind][]*run{}
		p.runs = slices.DeleteFunc(p.runs, func(r *run) bool {
			k := kinds[r]
			if k != "" {
				byKind[k] = append(byKind[k], r)
			}
			return k != ""
		})
		for _, k := range []doc.FurnitureKind{doc.RunningHead, doc.PageNumber} {
			for _, l := range lines(byKind[k]) {
				out = append(out, doc.Furniture{Position: doc.Position{Page: p.number, Line: 1}, Kind: k, Text: l.text})
			}
		}
	}
	return out
}

func runText(r *run) string { return lines([]*run{r})[0].text }
