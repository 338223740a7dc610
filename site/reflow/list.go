package reflow

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/backissue/backissue/site/doc"
)

// bullets are the signs that begin a list item. Word processors put theirs
// in the private use area, as symbol fonts number them.
const bullets = "•◦▪▫■□◆◇○●◎★☆➢➤▶►▷✓✔☑✗※∙‣⁃❍❖"

// cutBullet splits the bullet off the beginning of a line. A hyphen or an
// asterisk is one only with a space behind it.
func cutBullet(s string) (bullet, rest string) {
	r, n := utf8.DecodeRuneInString(s)
	rest = strings.TrimLeftFunc(s[n:], unicode.IsSpace)
	switch {
	case rest == "":
	case strings.ContainsRune(bullets, r) || r >= 0xf000 && r <= 0xf0ff:
		return s[:n], rest
	case strings.ContainsRune("-*–·", r) && unicode.IsSpace(firstRune(s[n:])):
		return s[:n], rest
	}
	return "", s
}

func isBullet(s string) bool {
	b, _ := cutBullet(s)
	return b != ""
}

// nest turns runs of paragraphs with bullets into lists. A bullet that the
// run has not used yet opens a list inside the item above it; one that it has
// used returns to that list.
func nest(flat []entry) []doc.Block {
	var out []doc.Block
	for i := 0; i < len(flat); {
		if flat[i].marker == "" {
			out = append(out, flat[i].block)
			i++
			continue
		}
		n := i
		for n < len(flat) && flat[n].marker != "" {
			n++
		}
		out = append(out, nestRun(flat[i:n])...)
		i = n
	}
	return out
}

// maxDepth is how many lists lie within one another at the most, as in word
// processors. A further bullet counts as the last.
const maxDepth = 9

func nestRun(run []entry) []doc.Block {
	var out []doc.Block
	var stack []*doc.List
	var markers []string
	for _, e := range run {
		depth := len(markers)
		for i, m := range markers {
			if m == e.marker {
				depth = i
				break
			}
		}
		depth = min(depth, maxDepth-1)
		item := doc.Item{Position: e.block.Pos(), Marker: e.marker, Blocks: []doc.Block{e.block}}
		if depth < len(stack) {
			stack, markers = stack[:depth+1], markers[:depth+1]
			markers[depth] = e.marker
			stack[depth].Items = append(stack[depth].Items, item)
			continue
		}
		l := &doc.List{Position: e.block.Pos(), Items: []doc.Item{item}}
		if depth == 0 {
			out = append(out, l)
		} else {
			parent := &stack[depth-1].Items[len(stack[depth-1].Items)-1]
			parent.Blocks = append(parent.Blocks, l)
		}
		stack, markers = append(stack, l), append(markers, e.marker)
	}
	return out
}
