package catalogue

import (
	"path"
	"regexp"
	"slices"
	"strings"
)

// parallels adds a page for every two languages that an article has texts in:
// /2021-10/news/01/zh-hans/ shows the page's language beside Chinese.
func (w *writer) parallels(a *article, texts []string) {
	for _, own := range texts {
		for _, other := range texts {
			if own == other {
				continue
			}
			p := a.pages[own]
			title := p.titled(own)
			fields := front{field("title", title.Text)}
			if title.Lang != own {
				fields = append(fields, field("titleLang", title.Lang))
			}
			fields = append(fields,
				field("date", p.date()),
				field("type", "parallel"),
				field("url", path.Join(a.path, other)+"/"),
				field("article", "/"+a.path),
				field("with", other),
				field("build", front{field("list", "never")}),
				field("outputs", []string{"html"}))
			if h := p.string("hani"); h != "" {
				fields = append(fields, field("hani", h))
			}
			fields = append(fields, field("rows", align(p.text(), a.pages[other].text())))
			w.page(a.path+"-"+other, own, fields)
		}
	}
}

// A row is what stands side by side: Markdown, in the page's language and in
// the other one.
type row struct {
	Own   []string `yaml:"own,omitempty"`
	Other []string `yaml:"other,omitempty"`
}

// align pairs the blocks of two texts. Blocks with the same identifier stand
// beside each other; between two such pairs blocks are paired in order where
// they are of the same shapes, and stand there together where they are not.
func align(own, other string) []row {
	ownAbstract, a := cutAbstract(chunks(own))
	otherAbstract, b := cutAbstract(chunks(other))
	var rows []row
	switch {
	case len(ownAbstract) > 0 && len(otherAbstract) > 0:
		rows = append(rows, row{ownAbstract, otherAbstract})
	case len(a) == 0:
		a, ownAbstract = ownAbstract, nil
	case len(b) == 0:
		b, otherAbstract = otherAbstract, nil
	}
	if len(rows) == 0 && len(ownAbstract)+len(otherAbstract) > 0 {
		rows = append(rows, row{ownAbstract, otherAbstract})
	}
	i, j := 0, 0
	for _, at := range common(a, b) {
		rows = append(rows, between(a[i:at[0]], b[j:at[1]])...)
		rows = append(rows, row{a[at[0] : at[0]+1], b[at[1] : at[1]+1]})
		i, j = at[0]+1, at[1]+1
	}
	return append(rows, between(a[i:], b[j:])...)
}

// common returns the places of blocks that have the same identifier, in an
// order that both texts keep.
func common(a, b []string) [][2]int {
	at := map[string]int{}
	for j, s := range b {
		if id := identifier(s); id != "" {
			at[id] = j
		}
	}
	var pairs [][2]int
	last := -1
	for i, s := range a {
		if j, ok := at[identifier(s)]; ok && j > last {
			pairs = append(pairs, [2]int{i, j})
			last = j
		}
	}
	return pairs
}

// between pairs blocks that no identifier pairs.
func between(a, b []string) []row {
	if len(a) == 0 && len(b) == 0 {
		return nil
	}
	if !slices.EqualFunc(a, b, func(x, y string) bool { return shape(x) == shape(y) }) {
		return []row{{a, b}}
	}
	var rows []row
	for i := range a {
		rows = append(rows, row{a[i : i+1], b[i : i+1]})
	}
	return rows
}

var (
	idRE   = regexp.MustCompile(`\{[^{}\n]*#([\pL\pN_.-]+)[^{}\n]*\}[ \t]*(?:\n|$)`)
	itemRE = regexp.MustCompile(`^(?:[-*+]|\d{1,9}[.)])[ \t]`)
	openRE = regexp.MustCompile("^(?:```+|~~~+)")
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

// chunks cuts Markdown where an empty line ends a block: not inside a fence,
// and not before a line that still belongs to a list item.
func chunks(body string) []string {
	var out []string
	var block []string
	fence := ""
	flush := func() {
		if len(block) > 0 {
			out = append(out, strings.Join(block, "\n"))
			block = nil
		}
	}
	lines := strings.Split(strings.TrimSpace(body), "\n")
	for i, line := range lines {
		if fence == "" {
			fence = openRE.FindString(line)
		} else if strings.HasPrefix(line, fence) {
			fence = ""
		}
		switch {
		case strings.TrimSpace(line) != "" || fence != "":
			block = append(block, line)
		case i+1 < len(lines) && (strings.HasPrefix(lines[i+1], " ") || strings.HasPrefix(lines[i+1], "\t") || strings.TrimSpace(lines[i+1]) == ""):
			block = append(block, line)
		default:
			for len(block) > 0 && strings.TrimSpace(block[len(block)-1]) == "" {
				block = block[:len(block)-1]
			}
			flush()
		}
	}
	flush()
	return out
}

// cutAbstract splits off the abstract that a text begins with.
func cutAbstract(blocks []string) (abstract, rest []string) {
	if len(blocks) > 0 && strings.HasPrefix(blocks[0], "> [!abstract]") {
		return blocks[:1], blocks[1:]
	}
	return nil, blocks
}
