package content

import (
	"regexp"
	"slices"
	"strings"
)

// A Row is what two texts have beside each other.
type Row struct{ Own, Other []Block }

// Align pairs the blocks of two texts that are translations of each other:
// abstract beside abstract, blocks with the same identifier beside each other.
// Between two such pairs blocks are paired in order where they are of the same
// shapes, and stand there together where they are not.
func Align(own, other []Block) []Row {
	ownAbstract, a := CutAbstract(own)
	otherAbstract, b := CutAbstract(other)
	var rows []Row
	switch {
	case len(ownAbstract) > 0 && len(otherAbstract) > 0:
		rows = append(rows, Row{ownAbstract, otherAbstract})
	case len(a) == 0:
		a, ownAbstract = ownAbstract, nil
	case len(b) == 0:
		b, otherAbstract = otherAbstract, nil
	}
	if len(rows) == 0 && len(ownAbstract)+len(otherAbstract) > 0 {
		rows = append(rows, Row{ownAbstract, otherAbstract})
	}
	i, j := 0, 0
	for _, at := range common(a, b) {
		rows = append(rows, between(a[i:at[0]], b[j:at[1]])...)
		rows = append(rows, Row{a[at[0] : at[0]+1], b[at[1] : at[1]+1]})
		i, j = at[0]+1, at[1]+1
	}
	return append(rows, between(a[i:], b[j:])...)
}

// CutAbstract splits off the abstract that a text begins with.
func CutAbstract(blocks []Block) (abstract, rest []Block) {
	if len(blocks) > 0 && strings.HasPrefix(blocks[0].Text, "> [!abstract]") {
		return blocks[:1], blocks[1:]
	}
	return nil, blocks
}

// common returns the places of blocks that have the same identifier, in an
// order that both texts keep.
func common(a, b []Block) [][2]int {
	at := map[string]int{}
	for j, s := range b {
		if id := identifier(s.Text); id != "" {
			at[id] = j
		}
	}
	var pairs [][2]int
	last := -1
	for i, s := range a {
		if j, ok := at[identifier(s.Text)]; ok && j > last {
			pairs = append(pairs, [2]int{i, j})
			last = j
		}
	}
	return pairs
}

// between pairs blocks that no identifier pairs.
func between(a, b []Block) []Row {
	if len(a) == 0 && len(b) == 0 {
		return nil
	}
	if !slices.EqualFunc(a, b, func(x, y Block) bool { return shape(x.Text) == shape(y.Text) }) {
		return []Row{{a, b}}
	}
	var rows []Row
	for i := range a {
		rows = append(rows, Row{a[i : i+1], b[i : i+1]})
	}
	return rows
}

var (
	idRE   = regexp.MustCompile(`\{[^{}\n]*#([\pL\pN_.-]+)[^{}\n]*\}[ \t]*(?:\n|$)`)
	itemRE = regexp.MustCompile(`^(?:[-*+]|\d{1,9}[.)])[ \t]`)
)

func identifier(block string) string {
	if m := idRE.FindStringSubmatch(block); m != nil {
		return m[1]
	}
	return ""
}

// shape tells what kind of block a piece of Markdown is.
func shape(block string) string {
	switch {
	case strings.HasPrefix(block, "#"):
		return block[:len(block)-len(strings.TrimLeft(block, "#"))]
	case strings.HasPrefix(block, "> [!"):
		return block[:strings.IndexByte(block+"]", ']')]
	case strings.HasPrefix(block, ">"):
		return ">"
	case strings.HasPrefix(block, "|"):
		return "|"
	case itemRE.MatchString(block):
		return "-"
	}
	return ""
}
