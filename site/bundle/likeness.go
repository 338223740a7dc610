package bundle

import (
	"slices"
	"unicode"
)

// Two blocks are versions of each other from this likeness on.
const alike = 0.4

// gramsOf returns the pairs of letters and digits that stand beside each other
// in a text, sorted. They say enough in every script.
func gramsOf(text string) []uint64 {
	var out []uint64
	last := rune(0)
	for _, r := range text {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			continue
		}
		r = unicode.ToLower(r)
		out = append(out, uint64(last)<<32|uint64(r))
		last = r
	}
	slices.Sort(out)
	return out
}

// shared counts what two sorted lists have in common, each as often as in both.
func shared(a, b []uint64) int {
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			n++
			i++
			j++
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return n
}

// likeness is 1 for texts of the same pairs of letters and 0 for texts that
// share none (the coefficient of Dice).
func likeness(a, b []uint64) float64 {
	if len(a)+len(b) == 0 {
		return 1
	}
	return 2 * float64(shared(a, b)) / float64(len(a)+len(b))
}

// within tells how much of a is in b, from 0 to 1.
func within(a, b []uint64) float64 {
	if len(a) == 0 {
		return 0
	}
	return float64(shared(a, b)) / float64(len(a))
}
