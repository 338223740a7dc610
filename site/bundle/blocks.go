package bundle

import (
	"slices"
	"strings"
	"unicode"

	"github.com/backissue/backissue/site/content"
)

// mergeBlocks merges two versions of a body, given the sums of the blocks that
// import last wrote. Where it is not known what import wrote, base is nil and
// known is false: then what only the source has may be what an editor took out.
//
// Blocks that are in all three cut the bodies into regions. Of a region that
// only one side changed, that side's version is taken. In one that both changed
// the blocks of the two are paired by likeness: of a pair, the one that is new
// stays; where both are, that is a conflict.
func mergeBlocks(base []string, known bool, a, b []elem) []elem {
	a, b = slices.Clone(a), slices.Clone(b)
	if !known {
		base = nil
		for _, p := range content.Common(sums(a), sums(b)) {
			base = append(base, a[p[0]].sum)
		}
	} else {
		a, b = followMoves(base, a, b)
	}
	inA, inB := places(content.Common(base, sums(a))), places(content.Common(base, sums(b)))
	var out []elem
	i, j, k := 0, 0, 0
	for n := range len(base) + 1 {
		x, y := len(a), len(b)
		if n < len(base) {
			var okA, okB bool
			x, okA = inA[n]
			y, okB = inB[n]
			if !okA || !okB {
				continue
			}
		}
		r := region{base: base[i:n], known: known, a: a[j:x], b: b[k:y]}
		out = append(out, r.resolve()...)
		if n < len(base) {
			out = append(out, a[x])
		}
		i, j, k = n+1, x+1, y+1
	}
	return out
}

func places(pairs [][2]int) map[int]int {
	at := map[int]int{}
	for _, p := range pairs {
		at[p[0]] = p[1]
	}
	return at
}

func sums(elems []elem) []string {
	out := make([]string, len(elems))
	for i, e := range elems {
		out[i] = e.sum
	}
	return out
}

// A region is what lies between two blocks that are in all versions.
type region struct {
	base  []string
	known bool
	a, b  []elem
	left  int // blocks of base that neither version has any more
}

func (r *region) resolve() []elem {
	switch {
	case slices.Equal(sums(r.b), r.base) && r.known, len(r.b) == 0 && !r.known:
		return r.a
	case slices.Equal(sums(r.a), r.base) && r.known:
		return r.b
	case slices.Equal(sums(r.a), sums(r.b)):
		return r.a
	}
	for _, s := range r.base {
		if !has(r.a, s) && !has(r.b, s) {
			r.left++
		}
	}
	steps := r.steps()
	for _, s := range steps {
		if s.paired && r.anyNew(s.a) && r.anyNew(s.b) {
			r.left--
		}
	}
	var out []elem
	for _, s := range steps {
		if s.paired {
			out = append(out, r.pair(s)...)
		} else {
			out = append(out, r.gap(s)...)
		}
	}
	return out
}

func has(elems []elem, sum string) bool {
	return slices.ContainsFunc(elems, func(e elem) bool { return e.sum == sum })
}

// isNew reports whether a version has a block that import had not written.
func (r *region) isNew(e elem) bool { return e.marked || !slices.Contains(r.base, e.sum) }

func (r *region) anyNew(elems []elem) bool { return slices.ContainsFunc(elems, r.isNew) }

func (r *region) onlyNew(elems []elem) (out []elem) {
	for _, e := range elems {
		if r.isNew(e) {
			out = append(out, e)
		}
	}
	return out
}

// A step of a region is a pair of versions of the same text, or what no pair
// has between two of them.
type step struct {
	a, b   []elem
	paired bool
}

// steps pairs blocks by likeness, in an order that both versions keep. What
// was split off a block, or joined with it, goes with it.
func (r *region) steps() []step {
	var steps []step
	i, j := 0, 0
	for _, p := range likePairs(r.a, r.b) {
		steps = append(steps, step{a: r.a[i:p[0]], b: r.b[j:p[1]]}, step{a: r.a[p[0] : p[0]+1], b: r.b[p[1] : p[1]+1], paired: true})
		i, j = p[0]+1, p[1]+1
	}
	steps = append(steps, step{a: r.a[i:], b: r.b[j:]})
	for n := 1; n < len(steps); n += 2 {
		r.absorb(&steps[n], &steps[n-1], &steps[n+1])
	}
	return steps
}

// absorb takes into a pair what stands beside it and is a part of it.
func (r *region) absorb(pair, before, after *step) {
	whole := grams(pair.b)
	for len(before.a) > 0 && r.partOf(before.a[len(before.a)-1], whole) {
		pair.a = append(before.a[len(before.a)-1:len(before.a):len(before.a)], pair.a...)
		before.a = before.a[:len(before.a)-1]
	}
	for len(after.a) > 0 && r.partOf(after.a[0], whole) {
		pair.a = append(pair.a[:len(pair.a):len(pair.a)], after.a[0])
		after.a = after.a[1:]
	}
	whole = grams(pair.a)
	for len(before.b) > 0 && r.partOf(before.b[len(before.b)-1], whole) {
		pair.b = append(before.b[len(before.b)-1:len(before.b):len(before.b)], pair.b...)
		before.b = before.b[:len(before.b)-1]
	}
	for len(after.b) > 0 && r.partOf(after.b[0], whole) {
		pair.b = append(pair.b[:len(pair.b):len(pair.b)], after.b[0])
		after.b = after.b[1:]
	}
}

func (r *region) partOf(e elem, whole []uint64) bool {
	return (r.isNew(e) || e.marked) && within(e.grams, whole) >= 0.6
}

func grams(elems []elem) []uint64 {
	var out []uint64
	for _, e := range elems {
		out = append(out, e.grams...)
	}
	slices.Sort(out)
	return out
}

// pair decides between two versions of a text.
func (r *region) pair(s step) []elem {
	switch {
	case slices.Equal(sums(s.a), sums(s.b)), !r.anyNew(s.b):
		return s.a
	case !r.anyNew(s.a):
		return s.b
	}
	return conflict(s.a, s.b)
}

// gap decides about what has no other version. New blocks stay, old ones went
// on the other side. Where a block of base is in neither version any more, what
// is new on one side may stand for it, and the other side took it out or wrote
// something else.
func (r *region) gap(s step) []elem {
	a, b := r.onlyNew(s.a), r.onlyNew(s.b)
	open := slices.ContainsFunc(a, func(e elem) bool { return e.marked })
	switch {
	case len(a)+len(b) == 0:
		return nil
	case slices.Equal(sums(a), sums(b)) && !open:
		return a
	case r.left > 0, !r.known && len(b) > 0:
		r.left -= max(1, min(len(a), len(b)))
		return conflict(a, b)
	case open:
		return conflict(a, b)
	}
	return append(slices.Clone(a), b...)
}

// conflict makes a marked conflict of two versions, unless they say the same. A
// conflict in yours that is open from an earlier import is brought up to date.
func conflict(yours, source []elem) []elem {
	var mine, theirs []string
	for _, e := range yours {
		if e.marked {
			mine = append(mine, e.yours...)
		} else {
			mine = append(mine, e.text)
		}
	}
	for _, e := range source {
		theirs = append(theirs, e.text)
	}
	if letters(joined(mine)) == letters(joined(theirs)) {
		var out []elem
		for _, m := range mine {
			out = append(out, newElem(m))
		}
		return out
	}
	return []elem{{text: joined(marks(mine, theirs)), marked: true, yours: mine, source: theirs}}
}

// letters is a text without white space: what only that tells apart is no
// conflict.
func letters(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
}

// likePairs pairs blocks so that the sum of likenesses is greatest. Where there
// are too many, only equal ones are paired.
func likePairs(a, b []elem) [][2]int {
	if len(a)*len(b) > maxPairs {
		return content.Common(sums(a), sums(b))
	}
	for _, list := range [][]elem{a, b} {
		for i := range list {
			list[i].likenessText()
		}
	}
	w := len(b) + 1
	like := make([]float64, (len(a)+1)*w)
	best := make([]float64, (len(a)+1)*w)
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			l := 0.0
			switch {
			case a[i].sum == b[j].sum:
				l = 2
			case a[i].sum != "" || a[i].marked:
				l = likeness(a[i].grams, b[j].grams)
			}
			if l < alike {
				l = 0
			}
			like[i*w+j] = l
			best[i*w+j] = max(best[(i+1)*w+j], best[i*w+j+1])
			if l > 0 {
				best[i*w+j] = max(best[i*w+j], best[(i+1)*w+j+1]+l)
			}
		}
	}
	var pairs [][2]int
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch here := best[i*w+j]; {
		case like[i*w+j] > 0 && here == best[(i+1)*w+j+1]+like[i*w+j]:
			pairs = append(pairs, [2]int{i, j})
			i++
			j++
		case here == best[(i+1)*w+j]:
			i++
		default:
			j++
		}
	}
	return pairs
}

const maxPairs = 40_000

// likenessText fills in what an element is compared by: of a conflict, the
// source's version, and yours where it has none.
func (e *elem) likenessText() {
	if e.grams != nil {
		return
	}
	text := e.text
	if e.marked {
		if text = joined(e.source); text == "" {
			text = joined(e.yours)
		}
	}
	e.grams = gramsOf(text)
}
