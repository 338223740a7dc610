package bundle

import (
	"slices"

	"github.com/backissue/backissue/site/content"
)

// followMoves makes a merge of blocks that one side put elsewhere and the other
// changed where they were: the change goes to where the block is now. A block
// that both put elsewhere is where the editor put it, and one that the editor
// took out stays out though the source put it elsewhere.
func followMoves(base []string, a, b []elem) (_, _ []elem) {
	movedA, movedB := moved(base, a), moved(base, b)
	drop := map[int]bool{}
	for i, sum := range base {
		j, inA := movedA[sum]
		k, inB := movedB[sum]
		switch {
		case inA && inB:
			drop[k] = true
		case inA && !has(b, sum):
			if at := counterpart(base, i, b, a[j]); at >= 0 {
				a[j], b[at] = b[at], a[j]
			}
		case inB && !has(a, sum):
			if at := counterpart(base, i, a, b[k]); at >= 0 {
				a[at], b[k] = b[k], a[at]
			} else {
				drop[k] = true
			}
		}
	}
	var kept []elem
	for k, e := range b {
		if !drop[k] {
			kept = append(kept, e)
		}
	}
	return a, kept
}

// moved returns the places of blocks of base that are not where they were, by
// their sums. One that is there twice cannot be followed.
func moved(base []string, v []elem) map[string]int {
	all := sums(v)
	count := func(list []string, s string) (n int) {
		for _, t := range list {
			if t == s {
				n++
			}
		}
		return n
	}
	inPlace := map[int]bool{}
	atBase := map[int]bool{}
	for _, p := range content.Common(base, all) {
		atBase[p[0]], inPlace[p[1]] = true, true
	}
	out := map[string]int{}
	for i, s := range base {
		if atBase[i] || count(base, s) > 1 {
			continue
		}
		if at := slices.Index(all, s); at >= 0 && !inPlace[at] && count(all, s) == 1 {
			out[s] = at
		}
	}
	return out
}

// counterpart returns the place in v of what base[i], whose text is like e, has
// become, or -1.
func counterpart(base []string, i int, v []elem, e elem) int {
	lo, hi := -1, len(v)
	for _, p := range content.Common(base, sums(v)) {
		if p[0] < i {
			lo = p[1]
		} else {
			hi = p[1]
			break
		}
	}
	e.likenessText()
	best, at := alike, -1
	for k := lo + 1; k < hi; k++ {
		if v[k].marked || slices.Contains(base, v[k].sum) {
			continue
		}
		v[k].likenessText()
		if l := likeness(v[k].grams, e.grams); l >= best {
			best, at = l, k
		}
	}
	return at
}
