package content

import "slices"

// Common returns the places of a longest common subsequence of two lists, in
// order. "" is like nothing. Lists whose table would be larger than maxTable are
// first cut at what is in both of them once.
func Common(a, b []string) [][2]int {
	var pairs [][2]int
	lo := 0
	for lo < len(a) && lo < len(b) && a[lo] == b[lo] && a[lo] != "" {
		pairs = append(pairs, [2]int{lo, lo})
		lo++
	}
	hiA, hiB := len(a), len(b)
	for hiA > lo && hiB > lo && a[hiA-1] == b[hiB-1] && a[hiA-1] != "" {
		hiA--
		hiB--
	}
	middle := subsequence
	if (hiA-lo)*(hiB-lo) > maxTable {
		middle = anchored
	}
	for _, p := range middle(a[lo:hiA], b[lo:hiB]) {
		pairs = append(pairs, [2]int{p[0] + lo, p[1] + lo})
	}
	for i := range len(a) - hiA {
		pairs = append(pairs, [2]int{hiA + i, hiB + i})
	}
	return pairs
}

const maxTable = 4_000_000

// subsequence finds a longest common subsequence in a table of all.
func subsequence(a, b []string) [][2]int {
	w := len(b) + 1
	length := make([]int32, (len(a)+1)*w)
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] && a[i] != "" {
				length[i*w+j] = length[(i+1)*w+j+1] + 1
			} else {
				length[i*w+j] = max(length[(i+1)*w+j], length[i*w+j+1])
			}
		}
	}
	var pairs [][2]int
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j] && a[i] != "":
			pairs = append(pairs, [2]int{i, j})
			i++
			j++
		case length[(i+1)*w+j] >= length[i*w+j+1]:
			i++
		default:
			j++
		}
	}
	return pairs
}

// anchored finds a common subsequence of what stands once in each list: the
// longest that is in order, and what is equal around it.
func anchored(a, b []string) [][2]int {
	at := func(list []string) map[string]int {
		places := map[string]int{}
		for i, s := range list {
			if _, twice := places[s]; twice || s == "" {
				places[s] = -1
			} else {
				places[s] = i
			}
		}
		return places
	}
	inA, inB := at(a), at(b)
	var once [][2]int
	for i, s := range a {
		if j, ok := inB[s]; ok && j >= 0 && inA[s] >= 0 {
			once = append(once, [2]int{i, j})
		}
	}
	var pairs [][2]int
	next := [2]int{}
	for _, p := range rising(once) {
		for p[0] > next[0] && p[1] > next[1] && a[p[0]-1] == b[p[1]-1] && a[p[0]-1] != "" {
			p[0]--
			p[1]--
		}
		if p[0] < next[0] || p[1] < next[1] {
			continue
		}
		for p[0] < len(a) && p[1] < len(b) && a[p[0]] == b[p[1]] && a[p[0]] != "" {
			pairs = append(pairs, p)
			p[0]++
			p[1]++
		}
		next = p
	}
	return pairs
}

// rising returns a longest part of pairs, sorted by the first, in which the
// second rises too (patience sorting).
func rising(pairs [][2]int) [][2]int {
	var tops []int // index of the pair on each pile
	before := make([]int, len(pairs))
	for i, p := range pairs {
		at, _ := slices.BinarySearchFunc(tops, p[1], func(k, v int) int { return pairs[k][1] - v })
		before[i] = -1
		if at > 0 {
			before[i] = tops[at-1]
		}
		if at == len(tops) {
			tops = append(tops, i)
		} else {
			tops[at] = i
		}
	}
	var out [][2]int
	if len(tops) > 0 {
		for i := tops[len(tops)-1]; i >= 0; i = before[i] {
			out = append(out, pairs[i])
		}
	}
	slices.Reverse(out)
	return out
}
