package reflow

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/backissue/backissue/site/numbering"
)

// paragraphStarts reports for each line whether a paragraph begins with it.
//
// Of all the ways to cut the lines into paragraphs it takes the cheapest,
// where a paragraph costs more the less it looks like one: a line inside it
// that had room for the next word, a last line that stops in mid-sentence, a
// number at the start of a line inside it. Widths are compared within the
// paragraph itself, so columns and boxes of any width need no measuring.
//
// The lines are cut twice. The first cut teaches the habits of each place
// (are first lines indented, did their indents get lost, does a space mark a
// paragraph's end), and the second follows them.
func paragraphStarts(ls []line) []bool {
	c := newCutter(ls)
	starts := c.cut()
	c.habits = readHabits(ls, starts)
	return c.cut()
}

// longest is the number of lines that a paragraph may have.
const longest = 150

// hopeless is a cost above which a paragraph is not made any longer.
const hopeless = 45

// A cutter finds the cheapest paragraphs.
type cutter struct {
	ls     []line
	forced []bool      // a paragraph starts here, whatever it costs
	series []bool      // the line begins with a number that continues a series
	usual  []int       // usual gap between lines, around each line
	column []float64   // widest line around each line
	peaks  [][]float64 // measures of the columns around each line
	habits []habits    // of each line; nil in the first pass
}

func newCutter(ls []line) *cutter {
	c := &cutter{ls: ls, forced: make([]bool, len(ls)), series: markSeries(ls), usual: make([]int, len(ls)), column: make([]float64, len(ls)), peaks: make([][]float64, len(ls))}
	for i, l := range ls {
		c.forced[i] = i == 0 || l.row > 0 || ls[i-1].row > 0 || l.isGlued || isBullet(l.Text) || leader.MatchString(ls[i-1].Text) || fileName.MatchString(ls[i-1].Text)
		c.usual[i] = usualGap(ls, i)
		c.peaks[i] = peaksAround(ls, i)
		c.column[i] = columnAround(ls, i)
	}
	return c
}

// leader matches an entry of printed contents: dots and a page number.
var leader = regexp.MustCompile(`(?:[.…·‥⋯]\s?){3,}\s*\d{1,4}$`)

// bracketed matches a line that is one bracket: a number or a date below a
// title.
var bracketed = regexp.MustCompile(`^[（(\[【][^（）()]*[）)\]】]$`)

// labelled matches a line that begins with a word and a colon. Han lines
// break anywhere and may begin so by accident.
var labelled = regexp.MustCompile(`^[\[［]?(?:\p{Hangul}{2,8}(?: \p{Hangul}{1,6})?|\p{Lu}\p{Ll}{2,14}(?: \p{Ll}{2,14})?|[QA문답问答問]\s?\d{0,2})\s?[:：]\s?\S`)

// scriptOf returns a letter of the script that most of a line is in: Hangul,
// Han, Latin or Cyrillic; 0 where none prevails.
func scriptOf(s string) rune {
	var counts [4]int
	total := 0
	for _, r := range s {
		for i, t := range []*unicode.RangeTable{unicode.Hangul, unicode.Han, unicode.Latin, unicode.Cyrillic} {
			if unicode.Is(t, r) {
				counts[i]++
				total++
			}
		}
	}
	for i, n := range counts {
		if n*10 >= total*7 && n > 3 {
			return []rune{'가', '一', 'a', 'а'}[i]
		}
	}
	return 0
}

// columnAround returns the widest line near line i, on the same page where
// the page has enough lines to tell.
func columnAround(ls []line, i int) float64 {
	near, page := 0.0, 0.0
	n := 0
	for j := max(0, i-4); j < min(len(ls), i+5); j++ {
		near = math.Max(near, ls[j].right)
		if ls[j].Page == ls[i].Page {
			page = math.Max(page, ls[j].right)
			n++
		}
	}
	if n >= 4 {
		return page
	}
	return near
}

// fileName matches a line that ends in the name of a file.
var fileName = regexp.MustCompile(`(?i)\.(?:pdf|docx?|hwpx?|xlsx?|pptx?|odt|zip)$`)

// cut returns the starts of the cheapest paragraphs, found by dynamic
// programming over their ends.
func (c *cutter) cut() []bool {
	n := len(c.ls)
	best := make([]float64, n+1)
	from := make([]int, n+1)
	for j := 1; j <= n; j++ {
		best[j] = math.Inf(1)
	}
	for i := range n {
		for j := i + 1; j <= min(n, i+longest); j++ {
			if j > i+1 && c.forced[j-1] {
				break
			}
			inner := c.inner(i, j)
			if inner > hopeless {
				break
			}
			if cost := best[i] + inner + c.ends(i, j); cost < best[j] {
				best[j], from[j] = cost, i
			}
		}
	}
	starts := make([]bool, n)
	for j := n; j > 0; j = from[j] {
		starts[from[j]] = true
	}
	return starts
}

// inner is what it costs that the lines i to j-1 follow each other in one
// paragraph.
func (c *cutter) inner(i, j int) float64 {
	m := c.measure(i, j)
	cost := 0.0
	for k := i; k < j-1; k++ {
		cost += c.early(k, m, k == i) + c.joint(k+1, k == i)
		if cost > hopeless {
			break
		}
	}
	return cost
}

// measure returns the width that the lines i to j-1 were set to: that of the
// second widest of many, since figures measure badly.
func (c *cutter) measure(i, j int) float64 {
	widest, second := 0.0, 0.0
	for _, l := range c.ls[i:j] {
		switch w := l.right - hang(l); {
		case w > widest:
			widest, second = w, widest
		case w > second:
			second = w
		}
	}
	m := second
	if j-i < 4 || widest-second > 4 {
		m = widest
	}
	for _, p := range c.peaks[i] {
		if math.Abs(p-m) <= 2.2 {
			return p
		}
	}
	return m
}

// peaksAround returns the right edges that many Han lines around line i
// share, the most frequent first: the measures of the columns there.
func peaksAround(ls []line, i int) []float64 {
	counts := map[float64]int{}
	for j := max(0, i-12); j < min(len(ls), i+13); j++ {
		if l := ls[j]; l.han && l.quotes == 0 && hang(l) == 0 && l.right > 20 {
			counts[math.Round(l.right)]++
		}
	}
	var peaks []float64
	for w, n := range counts {
		if n >= 3 {
			peaks = append(peaks, w)
		}
	}
	slices.SortFunc(peaks, func(a, b float64) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(b, a))
	})
	return peaks
}

// early is what it costs that line k, of a paragraph m wide, ends where the
// first word of the next line had room.
func (c *cutter) early(k int, m float64, first bool) float64 {
	l, next := c.ls[k], c.ls[k+1]
	unit := cells(firstUnit(next.Text), l.han)
	slack := 1.2
	if !l.han {
		unit++                      // the space between words
		slack += math.Max(2, m*.06) // proportional letters, stretched spaces
	}
	room := m - l.right
	if first && lostIndent(l, room) {
		room = 0
	} else if first && l.han && l.Indent > 0 && l.Indent < 4 {
		room -= 4 - l.Indent // two spaces that stand for two characters
	}
	cost := 0.0
	if excess := room - unit - slack; excess > 0 {
		cost = math.Min(10, 2.5+2*excess)
	}
	if m < 0.75*c.column[k] {
		cost += 4 // narrower than the lines around it
	}
	if c.column[k]-l.right > unit+slack+5 {
		cost += 1.5
		if c.habits != nil && c.habits[k].trails && l.han && l.Trail {
			cost += 3
		}
	}
	return cost
}

// hang is how far the mark at the end of a Han line may hang over the edge of
// its column.
func hang(l line) float64 {
	if r := lastRune(l.Text); l.han && (isCJKPunct(r) || r == '”') {
		return 2
	}
	return 0
}

// lostIndent reports whether room, left on a paragraph's first line, is that
// of an indent of two characters that got lost. The space behind a number may
// have been wider.
func lostIndent(l line, room float64) bool {
	low, high := 2.5-hang(l), 6.6
	if numbering.Parse(l.Text).Style != numbering.None {
		high += 2
	}
	return l.Indent < 2 && room > low && room < high
}

// joint is what it costs that line k continues the paragraph of the line
// above, which is the paragraph's first if first is set.
func (c *cutter) joint(k int, first bool) float64 {
	above, l := c.ls[k-1], c.ls[k]
	cost := 0.0
	sentence := endsSentence(above.Text)
	if sentence {
		cost += 0.7
	}
	if c.series[k] {
		cost += 1.5
		if !numbering.Parse(l.Text).Style.Solid() {
			cost += 4
		} else if r := lastRune(above.Text); sentence && r != '；' && r != ';' {
			cost += 4
		}
	}
	if bracketed.MatchString(l.Text) && !openBrackets(c.ls[k-1:k]) || bracketed.MatchString(above.Text) {
		cost += 6
	}
	if a, b := scriptOf(above.Text), scriptOf(l.Text); a != b && a != 0 && b != 0 {
		cost += 5
	}
	if labelled.MatchString(l.Text) {
		cost += 5
	}
	if l.pageTop {
		if num := numbering.Parse(l.Text); num.Style != numbering.None && !num.Style.Solid() {
			cost += 4
		}
	}
	if !l.cut && !l.pageTop && l.Gap > c.usual[k] {
		cost += 5
		if l.Gap >= 2*c.usual[k] {
			cost += 3
		}
	}
	if !first && l.Indent >= above.Indent+2 && !l.pageTop && !above.pageTop {
		cost += 5
	}
	if c.habits != nil {
		h := c.habits[k]
		if h.trails && above.han && above.Trail {
			cost++
			if sentence {
				cost += 3
			}
		}
		if h.indents && l.Indent >= 2 && (l.han || l.Indent > above.Indent) {
			cost += 4
		}
		if h.lostIndents && !h.trails && sentence && c.lacksIndent(k) {
			cost += 2
		}
	}
	return cost
}

// ends is what the first and the last line of a paragraph cost as such.
func (c *cutter) ends(i, j int) float64 {
	first, last := c.ls[i], c.ls[j-1]
	cost := 2.0
	if i > 0 && !c.forced[i] && cannotStart(first.Text) {
		cost += 20
	}
	m := c.measure(i, j)
	column := m
	if j == i+1 {
		column = c.column[i]
	}
	full := last.right > column-3
	sentence := endsSentence(last.Text)
	switch {
	case sentence && full:
		cost++
	case sentence:
	case j == i+1 && c.series[i]:
		cost++ // a numbered heading
	case full:
		cost += 5
	case j > i+1:
		cost += 4
	default: // a title, a label, a name: the longer, the less likely
		cost += math.Max(1, 8*last.right/column-3)
	}
	if openBrackets(c.ls[i:j]) && !sentence {
		cost += 4
	}
	if c.habits != nil {
		cost += c.habitual(i, j, m)
	}
	return cost
}

// habitual is what it costs that a paragraph does not follow the habits of
// its place.
func (c *cutter) habitual(i, j int, m float64) float64 {
	h := c.habits[i]
	first, last := c.ls[i], c.ls[j-1]
	cost := 0.0
	if h.trails && last.han && !last.Trail && j < len(c.ls) {
		cost += 4
	}
	if j-i < 2 || !first.han {
		return cost
	}
	switch room := m - first.right; {
	case h.indents && first.Indent < 2 && !c.series[i]:
		cost += 3
	case h.lostIndents && lostIndent(first, room):
		cost -= 1.5
	case h.lostIndents && !h.trails:
		cost += 1.5
	}
	return cost
}

// lacksIndent reports whether line k is as long as a full line whose indent
// got lost.
func (c *cutter) lacksIndent(k int) bool {
	l := c.ls[k]
	for _, p := range c.peaks[k] {
		if room := p - l.right; l.han && l.Indent < 2 && (math.Abs(room-4) < 1 || hang(l) > 0 && math.Abs(room-2) < 1) {
			return true
		}
	}
	return false
}

// cannotStart reports whether a paragraph cannot begin with s, since its
// first mark belongs to the text before it.
func cannotStart(s string) bool {
	r := firstRune(s)
	return strings.ContainsRune("，。、；：？！,;:?!…%％", r) || unicode.In(r, unicode.Pe, unicode.Pf)
}

// openBrackets reports whether lines open a bracket that they do not close.
func openBrackets(ls []line) bool {
	depth := 0
	for _, l := range ls {
		for _, r := range l.Text {
			switch r {
			case '<', '《', '「', '『', '（', '(', '“', '【', '[':
				depth++
			case '>', '》', '」', '』', '）', ')', '”', '】', ']':
				depth--
			}
		}
	}
	return depth > 0
}

// markSeries finds the lines that begin with a number, and that number begins
// a series or continues one. It is what tells a paragraph numbered "（二）"
// from a "（二）" that wrapped there in mid-sentence.
func markSeries(ls []line) []bool {
	out := make([]bool, len(ls))
	last := map[numbering.Style]int{}
	for i, l := range ls {
		num := numbering.Parse(l.Text)
		before := last[num.Style]
		if num.Style == numbering.None || num.N != 1 && (before == 0 || num.N != before+1 && num.N != before) {
			continue
		}
		out[i] = true
		last[num.Style] = num.N
	}
	return out
}

// habits are the ways in which the paragraphs around a line are set.
type habits struct {
	indents     bool // first lines are visibly indented
	lostIndents bool // first lines are two characters shorter than the others
	trails      bool // a space ends a paragraph, none ends a wrapped Han line
}

// readHabits reads the habits of each place from a first cut.
func readHabits(ls []line, starts []bool) []habits {
	out := make([]habits, len(ls))
	for i := range ls {
		if i%10 > 0 {
			out[i] = out[i-1]
			continue
		}
		out[i] = habitsAround(ls, starts, i)
	}
	return out
}

func habitsAround(ls []line, starts []bool, i int) habits {
	var firsts, indented, short, ends, endTrails, wraps, wrapTrails float64
	for j := max(1, i-40); j < min(len(ls)-1, i+40); j++ {
		above, l, next := ls[j-1], ls[j], ls[j+1]
		if above.han && starts[j] {
			ends++
			if above.Trail {
				endTrails++
			}
		}
		if above.han && !starts[j] {
			wraps++
			if above.Trail {
				wrapTrails++
			}
		}
		if starts[j] && !starts[j+1] && l.han {
			firsts++
			if l.Indent >= 2 {
				indented++
			}
			if d := next.right - l.right; l.Indent < 2 && d > 2.5 && d < 7 {
				short++
			}
		}
	}
	return habits{
		indents:     firsts > 1 && indented/firsts >= 0.6,
		lostIndents: firsts > 1 && short/firsts >= 0.5,
		trails:      ends >= 2 && wraps >= 2 && endTrails/ends >= 0.7 && wrapTrails/wraps <= 0.2,
	}
}
