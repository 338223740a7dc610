package pdf

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/backissue/backissue/site/doc"
)

// A note is a footnote: smaller lines at the foot of a column that begin with
// a label which the text above raises.
type note struct {
	id    string
	label string
	lines []*line
}

// labelled matches the label that a footnote begins with.
var labelled = regexp.MustCompile(`^(?:주\s?)?(\d{1,3}|[*†‡§]{1,3}|[①-⑳])[).．]?(?:\s+|\p{L}|[「『《<“‘(（])`)

// takeNotes takes the footnotes out of the pages. What looks like one but is
// referred to nowhere on its page stays where it is.
func takeNotes(pages []*page, body measure) []*note {
	var out []*note
	for _, p := range pages {
		var last *note
		if len(out) > 0 && out[len(out)-1].lines[len(out[len(out)-1].lines)-1].page == p.number-1 {
			last = out[len(out)-1]
		}
		drop := map[*line]bool{}
		for _, foot := range feet(p, body) {
			taken := notesIn(p, foot, last, len(out))
			for _, n := range taken {
				for _, l := range n.lines {
					drop[l] = true
				}
			}
			out = append(out, taken...)
		}
		var kept []piece
		for _, piece := range p.pieces {
			if piece.line == nil || !drop[piece.line] {
				kept = append(kept, piece)
			}
		}
		p.pieces = kept
	}
	return out
}

// feet returns the lines of smaller type at the end of each column of a page.
func feet(p *page, body measure) [][]*line {
	var out [][]*line
	for end := len(p.pieces); end > 0; {
		i := end
		for i > 0 && p.pieces[i-1].region == p.pieces[end-1].region {
			i--
		}
		start := end
		for start > i {
			l := p.pieces[start-1].line
			if l == nil || l.size > 0.93*body.size || l.y > p.box.y0+0.7*p.box.height() {
				break
			}
			start--
		}
		var foot []*line
		for _, piece := range p.pieces[start:end] {
			foot = append(foot, piece.line)
		}
		if len(foot) > 0 {
			out = append([][]*line{foot}, out...)
		}
		end = i
	}
	return out
}

// notesIn cuts the lines at the foot of a column into notes. Lines above the
// first label continue the last note of the page before.
func notesIn(p *page, foot []*line, last *note, count int) []*note {
	inFoot := map[*line]bool{}
	for _, l := range foot {
		inFoot[l] = true
	}
	var out []*note
	for _, l := range foot {
		label := noteLabel(l)
		if label != "" {
			id := fmt.Sprintf("fn-%d", count+len(out)+1)
			if refer(p, inFoot, label, "#"+id) {
				cutLabel(l, label)
				out = append(out, &note{id: id, label: label, lines: []*line{l}})
				continue
			}
		}
		if len(out) > 0 {
			n := out[len(out)-1]
			n.lines = append(n.lines, l)
		}
	}
	return out
}

// noteLabel returns the label that a line begins with: what is raised there,
// or what looks like one.
func noteLabel(l *line) string {
	if len(l.marks) > 0 && l.marks[0].from == 0 && l.marks[0].label != "" {
		if s := strings.TrimRight(l.marks[0].label, ").．"); s != "" && len(s) < 8 && strings.HasPrefix(l.text, s) {
			return s
		}
	}
	if m := labelled.FindStringSubmatch(l.text); m != nil {
		return m[1]
	}
	return ""
}

// refer links the first raised label on a page that equals label, and reports
// whether there is one.
func refer(p *page, except map[*line]bool, label, url string) bool {
	for _, piece := range p.pieces {
		if piece.line == nil || except[piece.line] {
			continue
		}
		for i := range piece.line.marks {
			m := &piece.line.marks[i]
			if m.url == "" && strings.Trim(m.label, "()[].．") == label {
				m.url = url
				return true
			}
		}
	}
	return false
}

// cutLabel takes the label off the beginning of a note.
func cutLabel(l *line, label string) {
	i := strings.Index(l.text, label)
	l.text = strings.TrimLeft(l.text[i+len(label):], " ).．")
	l.letters = countLetters(l.text)
	l.marks = nil
}

// block returns the note for the document, at the place that refers to it.
func (n *note) block(j *joiner, at doc.Position) *doc.Note {
	return &doc.Note{
		Position: at, ID: n.id, Label: n.label,
		Blocks: []doc.Block{&doc.Paragraph{Position: at, Spans: j.spans(n.lines)}},
	}
}
