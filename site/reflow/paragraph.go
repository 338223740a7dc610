package reflow

import (
	"math"

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
	c.noisy = noisyGaps(ls, starts, c.usual)
	return c.cut()
}

const (
	// longest is the number of lines that a paragraph may have.
	longest = 150

	// hopeless is a cost above which a paragraph is not made any longer.
	hopeless = 45

	// unwrapped is a width in cells that no page has: a longer line was
	// never wrapped and is a paragraph of its own.
	unwrapped = 200
)

// cut returns the starts of the cheapest paragraphs, found by dynamic
// programming over their ends.
func (c *cutter) cut() []bool {
	c.weighJoints()
	c.readEdges()
	n := len(c.ls)
	best := make([]float64, n+1)
	from := make([]int, n+1)
	for j := 1; j <= n; j++ {
		best[j] = math.Inf(1)
	}
	for i := range n {
		var m measure
		inner, width, opens := 0.0, 0.0, 0
		for j := i + 1; j <= min(n, i+longest); j++ {
			if j > i+1 && c.forced[j-1] {
				break
			}
			m.add(&c.ls[j-1])
			opens += c.ls[j-1].opens
			if w := c.snap(i, m.width(), j-i); w != width {
				width, inner = w, c.inner(i, i, j, w)
			} else {
				inner += c.inner(i, max(i, j-2), j, w)
			}
			if inner > hopeless {
				break
			}
			if cost := best[i] + inner + c.ends(i, j, width, opens); cost < best[j] {
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

// markSeries finds the lines that begin with a number, and that number begins
// a series or continues one. It is what tells a paragraph numbered "（二）"
// from a "（二）" that wrapped there in mid-sentence.
func markSeries(ls []line) []bool {
	out := make([]bool, len(ls))
	last := map[numbering.Style]int{}
	for i := range ls {
		l := &ls[i]
		before := last[l.num.Style]
		if l.num.Style == numbering.None || l.num.N != 1 && (before == 0 || l.num.N != before+1 && l.num.N != before) {
			continue
		}
		out[i] = true
		last[l.num.Style] = l.num.N
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

// habitsAround reads the habits of the lines near line i. What a space at a
// line's end means is read from the nearest lines too: the next page may come
// from another program.
func habitsAround(ls []line, starts []bool, i int) habits {
	c := countHabits(ls, starts, i-40, i+40)
	h := habits{
		indents:     c.firsts > 1 && c.indented >= 0.6*c.firsts,
		lostIndents: c.firsts > 1 && c.short >= 0.5*c.firsts,
	}
	near := countHabits(ls, starts, i-15, i+15)
	h.trails = c.trails(2) || near.trails(4)
	return h
}

// trails reports whether a space ends paragraphs and none ends other lines,
// where there are at least as many of both.
func (c habitCount) trails(least float64) bool {
	return c.ends >= least && c.wraps >= least && c.endTrails >= 0.7*c.ends && c.wrapTrails <= 0.2*c.wraps
}

// A habitCount counts how Han paragraphs begin and end.
type habitCount struct {
	firsts, indented, short float64 // first lines of several; with an indent; without, but shorter
	ends, endTrails         float64 // last lines; with a space behind them
	wraps, wrapTrails       float64 // other lines; with a space behind them
}

func countHabits(ls []line, starts []bool, from, to int) habitCount {
	var c habitCount
	for j := max(1, from); j < min(len(ls)-1, to); j++ {
		above, l, next := &ls[j-1], &ls[j], &ls[j+1]
		trail := 0.0
		if above.Trail {
			trail = 1
		}
		switch {
		case above.han && starts[j]:
			c.ends++
			c.endTrails += trail
		case above.han:
			c.wraps++
			c.wrapTrails += trail
		}
		if !starts[j] || starts[j+1] || !l.han {
			continue
		}
		c.firsts++
		if d := next.right - l.right; l.Indent >= 2 {
			c.indented++
		} else if d > 2.5 && d < 7 {
			c.short++
		}
	}
	return c
}

// noisyGaps reports whether the gaps between lines say nothing: in a first
// cut, that gaps already weigh on, many of the larger ones are still found
// inside paragraphs, or cut a sentence.
func noisyGaps(ls []line, starts []bool, usual []int) bool {
	large, idle := 0, 0
	for i := 1; i < len(ls); i++ {
		if ls[i].cut || ls[i].pageTop || ls[i].Gap <= usual[i] {
			continue
		}
		large++
		if !starts[i] || !ls[i-1].sentence && ls[i-1].right > 50 && ls[i].num.Style == numbering.None && ls[i-1].num.Style == numbering.None {
			idle++
		}
	}
	return large > 10 && idle*8 > large
}
