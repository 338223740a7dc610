package markdown

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"

	"github.com/backissue/backissue/site/doc"
)

// The parser's time grows with the square of some things that no text has
// many of. These limits keep hostile files below two seconds.
const (
	maxDepth   = 100         // quotations and lists within one another
	maxSquares = 100_000_000 // sum, over all paragraphs, of the square of the signs of markup in each
	maxCells   = 500_000     // cells of all tables, empty ones too
	maxSearch  = 1 << 30     // sum, over all paragraphs, of the signs that are searched to its end for another
	maxLines   = 1 << 17
	maxBytes   = 32 << 20 // pictures inside the text too
)

var (
	errDeep   = fmt.Errorf("markdown: blocks nested more than %d deep", maxDepth)
	errCostly = errors.New("markdown: more signs of markup than any text has")
)

// marks are signs of quotations and lists at the beginning of a line, each
// within the one before.
var marks = regexp.MustCompile(`^(?:[ \t]*(?:>|[-+*][ \t]|\d{1,9}[.)][ \t]))+`)

// check refuses text that would take the parser long.
func check(s string) error {
	if n := len(s); n > maxBytes {
		return fmt.Errorf("markdown: %w", &doc.SizeError{What: "bytes", Have: n, Max: maxBytes})
	}
	if n := strings.Count(s, "\n"); n > maxLines {
		return fmt.Errorf("markdown: %w", &doc.SizeError{What: "lines", Have: n, Max: maxLines})
	}
	squares, cells, search, indented := 0, 0, 0, 0
	signs, openers, size, bars, lines := 0, 0, 0, 0, 0
	end := func() {
		squares += signs * signs
		cells += bars * lines
		search += openers * size
		signs, openers, size, bars, lines = 0, 0, 0, 0, 0
	}
	for line := range strings.Lines(s) {
		body := strings.TrimLeft(line, " \t>")
		if strings.TrimSpace(body) == "" {
			end()
		}
		lines++
		for _, c := range []byte(line) {
			switch c {
			case '[', '*', '_':
				signs++
			case '<', '`':
				openers++
			}
		}
		size += len(line)
		bars = max(bars, strings.Count(line, "|"))
		if len(line)-len(body) > 2*maxDepth && marks.MatchString(line) {
			indented++
		}
		if deepLine(line) || indented > maxDepth {
			return errDeep
		}
	}
	if end(); squares > maxSquares || cells > maxCells || search > maxSearch {
		return errCostly
	}
	return nil
}

// deepLine reports a line with more marks than any text has, unless they are
// a rule.
func deepLine(line string) bool {
	if len(line) < maxDepth || strings.Trim(line, "-*_ \t\n") == "" {
		return false
	}
	head := marks.FindString(line)
	return len(head) >= maxDepth && len(strings.Fields(strings.ReplaceAll(head, ">", "> "))) > maxDepth
}

// depth returns how many blocks of a tree lie within one another.
func depth(root ast.Node) int {
	deepest, now := 0, 0
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if n.Type() == ast.TypeInline {
			return ast.WalkSkipChildren, nil
		}
		if entering {
			now++
			deepest = max(deepest, now)
		} else {
			now--
		}
		return ast.WalkContinue, nil
	})
	return deepest
}
