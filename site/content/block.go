package content

import (
	"regexp"
	"strings"
)

// A Block is a piece of Markdown that empty lines set apart: a paragraph, a
// heading, a whole list, a fenced text.
type Block struct {
	Text string // without empty lines at its ends
	Line int    // in the body, from 1
}

var openRE = regexp.MustCompile("^(?:```+|~~~+)")

// Blocks cuts a body where an empty line ends a block: not inside a fence, and
// not before a line that still belongs to a list item.
func Blocks(body string) []Block {
	var out []Block
	var block []string
	var start int
	fence := ""
	flush := func() {
		for len(block) > 0 && blank(block[len(block)-1]) {
			block = block[:len(block)-1]
		}
		if len(block) > 0 {
			out = append(out, Block{strings.Join(block, "\n"), start})
			block = nil
		}
	}
	lines := strings.Split(body, "\n")
	for i, line := range lines {
		switch {
		case fence != "" && strings.HasPrefix(line, fence):
			fence = ""
		case fence == "":
			fence = openRE.FindString(line)
		}
		if !blank(line) || fence != "" {
			if len(block) == 0 {
				start = i + 1
			}
			block = append(block, line)
			continue
		}
		if len(block) > 0 && i+1 < len(lines) && (strings.HasPrefix(lines[i+1], " ") || strings.HasPrefix(lines[i+1], "\t") || blank(lines[i+1])) {
			block = append(block, line)
			continue
		}
		flush()
	}
	flush()
	return out
}

func blank(line string) bool { return strings.TrimSpace(line) == "" }

// Texts returns the blocks of a body without their places.
func Texts(body string) []string {
	var out []string
	for _, b := range Blocks(body) {
		out = append(out, b.Text)
	}
	return out
}
