package mail

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
)

// boundary finds the line that parts are set apart by.
var boundary = regexp.MustCompile(`(?i)\bboundary\s*=\s*(?:"([^"\r\n]+)"|([^\s;"]+))`)

// nesting returns how many parts of data lie within one another, and how many
// there are. It stops counting where there are too many.
func nesting(data []byte) (deepest, parts int) {
	declared := map[string]bool{}
	var open []string
	for line := range bytes.Lines(data) {
		if name, ok := bytes.CutPrefix(line, []byte("--")); ok {
			name := strings.TrimRight(string(name), " \t\r\n")
			if i := slices.Index(open, name); i >= 0 {
				open = open[:i+1]
				parts++
			} else if i := slices.Index(open, strings.TrimSuffix(name, "--")); i >= 0 {
				open = open[:i]
			} else if declared[name] {
				open = append(open, name)
				deepest = max(deepest, len(open))
				parts++
			}
			if deepest > maxNesting || parts > maxParts {
				return deepest, parts
			}
		} else {
			declare(declared, line)
		}
	}
	return deepest, parts
}

// closed returns a message in which a blank line stands behind every head.
// Some programs forget it, and the text would be taken for part of the head
// and be gone. A head ends where no line of one follows.
func closed(data []byte) []byte {
	declared := map[string]bool{}
	var out []byte
	head, first, copied := true, true, 0
	for at := 0; at < len(data); {
		line := firstLine(data[at:])
		switch {
		case isBoundary(line, declared):
			head, first = true, true
			at += len(line)
			continue
		case !head:
			at += len(line)
			continue
		case blank(line):
			head = false
		case !ofHead(line, first) && !goesOn(data[at:], declared):
			out = append(append(out, data[copied:at]...), '\n')
			head, copied = false, at
		}
		first = false
		declare(declared, line)
		at += len(line)
	}
	if out == nil {
		return data
	}
	return append(out, data[copied:]...)
}

// body returns what stands behind the head of a message.
func body(data []byte) []byte {
	for len(data) > 0 && !blank(firstLine(data)) {
		data = data[len(firstLine(data)):]
	}
	return data
}

// goesOn reports whether a line of a head follows before a blank line.
func goesOn(data []byte, declared map[string]bool) bool {
	for range 20 {
		line := firstLine(data)
		if blank(line) || isBoundary(line, declared) {
			return false
		}
		if known.Match(line) {
			return true
		}
		data = data[len(line):]
	}
	return false
}

// ofHead reports whether a line can belong to a head, of which it may be the
// first.
func ofHead(line []byte, first bool) bool {
	return headLine.Match(line) || !first && (line[0] == ' ' || line[0] == '\t')
}

func isBoundary(line []byte, declared map[string]bool) bool {
	name, ok := bytes.CutPrefix(line, []byte("--"))
	return ok && len(declared) > 0 && declared[string(bytes.TrimRight(name, " \t\r\n"))]
}

// declare remembers the boundary that a line declares.
func declare(declared map[string]bool, line []byte) {
	if len(line) < 2000 && bytes.Contains(bytes.ToLower(line), []byte("boundary")) {
		if m := boundary.FindSubmatch(line); m != nil {
			declared[string(m[1])+string(m[2])] = true
		}
	}
}

func blank(line []byte) bool { return len(bytes.TrimRight(line, "\r\n")) == 0 }

// firstLine returns the first line of data, with its end.
func firstLine(data []byte) []byte {
	if i := bytes.IndexByte(data, '\n'); i >= 0 {
		return data[:i+1]
	}
	return data
}
