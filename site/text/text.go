// Package text reads plain text: the text out of a PDF, a file saved as
// text, the body of a mail. It knows lines, pages and their white space, and
// leaves the making of paragraphs to package reflow.
package text

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/backissue/backissue/site/charset"
	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/reflow"
)

// The most that a text may hold. Lines are short, so there may be more of them
// than of paragraphs.
const (
	maxBytes = 12 << 20
	maxLines = 1 << 17
	maxChars = doc.MaxLetters * 3 / 2 // on its lines, letters or not
	maxGaps  = 4 * doc.MaxBlocks      // most of them would be cells
)

// Read returns the document that text holds, in whatever encoding it is. Its
// errors are text in an encoding that cannot be read, a [*charset.Error], and
// more of it than a document may hold, a [*doc.SizeError].
func Read(data []byte) (*doc.Document, error) {
	if len(data) > maxBytes {
		return nil, fmt.Errorf("text: %w", &doc.SizeError{What: "bytes of text", Have: len(data), Max: maxBytes})
	}
	t, err := charset.Decode(data, "")
	if err != nil {
		return nil, fmt.Errorf("text: %w", err)
	}
	s := LineEnds(t.String)
	source := doc.Tally{}
	source.Add(s)
	if n := source.Len(); n > doc.MaxLetters {
		return nil, fmt.Errorf("text: %w", &doc.SizeError{What: "letters", Have: n, Max: doc.MaxLetters})
	}
	n, gaps := countLines(s)
	if n > maxLines {
		return nil, fmt.Errorf("text: %w", &doc.SizeError{What: "lines", Have: n, Max: maxLines})
	}
	if gaps > maxGaps {
		return nil, fmt.Errorf("text: %w", &doc.SizeError{What: "wide gaps, as between the cells of tables", Have: gaps, Max: maxGaps})
	}
	lines := split(s)
	chars := 0
	for _, l := range lines {
		chars += utf8.RuneCountInString(l.Text)
	}
	if chars > maxChars {
		return nil, fmt.Errorf("text: %w", &doc.SizeError{What: "characters", Have: chars, Max: maxChars})
	}
	markPages(lines)
	var out []reflow.Line
	for _, l := range lines {
		out = append(out, l.Line)
	}
	d := reflow.Blocks(out)
	d.Doubts = append(t.Doubts, d.Doubts...)
	d.Losses = append(t.Losses, d.Losses...)
	d.Source = source
	return d, nil
}

// LineEnds returns a text with all that ends lines in it as "\n": so lines are
// counted.
func LineEnds(s string) string {
	return strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(s)
}

// A line is a line of text before its page is known.
type line struct {
	reflow.Line
	feed bool // a form feed stood before it
	lead int  // blanks before its text
}

// countLines counts the lines that are not blank, and the wide gaps in them,
// before anything is made of them.
func countLines(s string) (n, gaps int) {
	blank, spaces := true, 0
	for _, r := range s {
		switch {
		case r == '\n' || r == '\f':
			blank, spaces = true, 0
			continue
		case r == '\t':
			spaces += 2
			continue
		case isBlank(r):
			spaces++
			continue
		case blank:
			n++
			blank = false
		case spaces > 1:
			gaps++
		}
		spaces = 0
	}
	return n, gaps
}

// split cuts text into its lines that are not blank.
func split(s string) []line {
	var out []line
	last, number := 0, 0
	feed := false
	for raw := range strings.SplitSeq(s, "\n") {
		number++
		first := true
		for part := range strings.SplitSeq(raw, "\f") {
			feed = feed || !first
			first = false
			body := strings.TrimRightFunc(part, isBlank)
			trail := len(body) < len(part)
			text := strings.TrimLeftFunc(body, isBlank)
			if text == "" {
				continue
			}
			l := line{feed: feed}
			l.Line = reflow.Line{Position: doc.Position{Line: number}, Text: text, Trail: trail, Gap: number - last}
			for _, r := range body[:len(body)-len(text)] {
				l.lead++
				l.Indent += reflow.BlankWidth(r)
			}
			out = append(out, l)
			last, feed = number, false
		}
	}
	return out
}

func isBlank(r rune) bool { return unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' }

// markPages numbers the pages. They begin at form feeds; where a text has
// none, but leaves blank lines between all its lines, they begin where a line
// follows the one above at once and one space stands before it: the trace
// that some PDF programs leave. Text with neither has no pages.
func markPages(lines []line) {
	top := func(l line) bool { return l.feed }
	if !anyFeed(lines) {
		if !doubleSpaced(lines) {
			return
		}
		top = func(l line) bool { return l.Gap == 1 && l.lead > 0 && l.Text != "" && !l.tabbed() }
	}
	page := 1
	for i := range lines {
		l := &lines[i]
		if top(*l) {
			if i > 0 {
				page++
			}
			if !l.feed {
				l.Indent = max(0, l.Indent-1)
			}
			l.Gap = 0
		}
		l.Page = page
	}
}

// tabbed reports a line indented by more than the space of a page's start.
func (l line) tabbed() bool { return l.Indent > 3 }

func anyFeed(lines []line) bool {
	for _, l := range lines {
		if l.feed {
			return true
		}
	}
	return false
}

// doubleSpaced reports whether nearly all lines are set apart by blank ones.
func doubleSpaced(lines []line) bool {
	apart := 0
	for _, l := range lines {
		if l.Gap > 1 {
			apart++
		}
	}
	return apart*10 > len(lines)*9 && len(lines) > 20
}
