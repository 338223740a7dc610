package pdf

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/width"

	"github.com/backissue/backissue/site/numbering"
)

// A bookmark is an entry of a document's outline, PDF 32000-1, section
// 12.3.3.
type bookmark struct {
	title string // folded
	page  int    // 0 where it leads nowhere
	level int    // from 1
}

// outline reads the bookmarks of a document. The entries of a damaged file
// may form a ring.
func (f *file) outline() []bookmark {
	var out []bookmark
	seen := map[uint64]bool{}
	var walk func(parent uint64, level int)
	walk = func(parent uint64, level int) {
		b := f.call("FPDFBookmark_GetFirstChild", f.doc, parent)
		for b != 0 && !seen[b] && len(out) < 5000 && level < 20 {
			seen[b] = true
			m := bookmark{title: fold(f.text("FPDFBookmark_GetTitle", b)), level: level}
			if dest := f.call("FPDFBookmark_GetDest", f.doc, b); dest != 0 {
				m.page = int(int32(f.call("FPDFDest_GetDestPageIndex", f.doc, dest))) + 1
			}
			out = append(out, m)
			walk(b, level+1)
			b = f.call("FPDFBookmark_GetNextSibling", f.doc, b)
		}
	}
	walk(0, 1)
	return out
}

// fold reduces a text to its letters and digits, in lower case.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// A heading is one line, or a few that follow each other, that name what
// comes after them.
type heading struct {
	lines    []*line
	class    class
	bookmark int // level of the bookmark of the same words; 0 where there is none
	level    int
}

// A class is the look of a heading. Headings of one class are of one level.
type class struct {
	size  float64 // in half points
	bold  bool
	style numbering.Style // where it is the number that makes it one
}

// maxHeading is how many cells a heading is wide at most.
const maxHeading = 240

// headings finds the headings of a document, in the order of its lines.
func headings(pages []*page, body measure, marks []bookmark) map[*line]*heading {
	var all []*heading
	for _, p := range pages {
		marks := slices.DeleteFunc(slices.Clone(marks), func(m bookmark) bool { return m.page != p.number })
		for i := 0; i < len(p.pieces); {
			h := headingAt(p, i, body, marks)
			if h == nil {
				i++
				continue
			}
			all = append(all, h)
			i += len(h.lines)
		}
	}
	rank(all)
	out := map[*line]*heading{}
	for _, h := range all {
		out[h.lines[0]] = h
	}
	return out
}

// headingAt returns the heading that begins with piece i of a page, or nil.
func headingAt(p *page, i int, body measure, marks []bookmark) *heading {
	l := p.pieces[i].line
	if l == nil || l.letters == 0 || p.pieces[i].region < 0 {
		return nil
	}
	h := &heading{lines: []*line{l}}
	if l.element.level() > 0 {
		return taggedHeading(p, i, body, marks)
	}
	if l.size < 1.15*body.size && !l.bold && len(marks) == 0 {
		return namedHeading(p, i, body)
	}
	for n := i + 1; n < len(p.pieces) && n < i+9; n++ {
		next, last := p.pieces[n].line, h.lines[len(h.lines)-1]
		if next == nil || p.pieces[n].region != p.pieces[i].region || !continues(last, next) {
			break
		}
		h.lines = append(h.lines, next)
	}
	if n, level := bookmarked(h.lines, marks); n > 0 {
		h.lines, h.bookmark = h.lines[:n], level
		h.class = classOf(l, "")
		return h
	}
	text, cells := "", 0.0
	for _, l := range h.lines {
		text += l.text
		cells += textWidth(l.text)
	}
	if cells > maxHeading || endsSentence(text) || len(h.lines) > 8 {
		return nil
	}
	switch {
	case l.size >= 1.15*body.size:
		h.class = classOf(l, "")
		return h
	case l.bold && !body.bold && l.size > 0.95*body.size && cells <= max(60, 34*float64(len(h.lines))) && alone(p, i, len(h.lines)):
		h.class = classOf(l, "")
		return h
	}
	if len(h.lines) > 1 {
		return nil
	}
	return namedHeading(p, i, body)
}

// taggedHeading returns the lines from piece i on that are one heading by
// their tag, unless they look like a paragraph all the same.
func taggedHeading(p *page, i int, body measure, marks []bookmark) *heading {
	l := p.pieces[i].line
	h := &heading{lines: []*line{l}, class: classOf(l, ""), bookmark: l.element.level()}
	for _, piece := range p.pieces[i+1:] {
		if piece.line == nil || piece.line.element.heading() != l.element.heading() || len(h.lines) > 8 {
			break
		}
		h.lines = append(h.lines, piece.line)
	}
	if _, level := bookmarked(h.lines, marks); level > 0 {
		h.bookmark = level
	}
	text, cells := "", 0.0
	for _, l := range h.lines {
		text += l.text
		cells += textWidth(l.text)
	}
	plain := !l.bold && l.size < 1.1*body.size
	if cells > 2*maxHeading || plain && (endsSentence(text) || cells > maxHeading/2) {
		return nil
	}
	return h
}

// namedHeading returns the line of piece i if its number makes it a heading:
// that of a part, a chapter or a section of a law.
func namedHeading(p *page, i int, body measure) *heading {
	l := p.pieces[i].line
	if !slices.ContainsFunc(partNames, func(n string) bool { return strings.HasPrefix(l.text, n) }) ||
		textWidth(l.text) > 60 || l.size < 0.95*body.size || endsSentence(l.text) {
		return nil
	}
	if s := numbering.Parse(l.text).Style; names(s) && apart(p, i, body) {
		return &heading{lines: []*line{l}, class: classOf(l, s)}
	}
	return nil
}

// partNames begin the lines that are worth parsing for numbers.
var partNames = []string{"第", "제", "PART", "Part", "CHAPTER", "Chapter", "CHƯƠNG", "Chương", "ГЛАВА", "Глава", "BAB", "SECTION", "Section", "MỤC", "Mục"}

func classOf(l *line, s numbering.Style) class {
	return class{math.Round(l.size * 2), l.bold, s}
}

// continues reports whether next belongs to the same heading as l: it looks
// the same, follows at once, and does not begin with a number of its own.
func continues(l, next *line) bool {
	return math.Abs(l.size-next.size) < 0.3 && l.bold == next.bold && next.gap > 0 && next.gap < 1.75*l.size &&
		(l.box.width() > 0.6*l.width || math.Abs(l.box.x0+l.box.x1-next.box.x0-next.box.x1) < 2*l.size) &&
		numbering.Parse(next.text).Style == numbering.None
}

// alone reports whether the n lines from piece i on are all that stands there
// in bold: neither the first words of a paragraph nor the middle of one.
func alone(p *page, i, n int) bool {
	first := p.pieces[i].line
	if i > 0 {
		if l := p.pieces[i-1].line; l != nil && first.gap > 0 && first.gap < 1.9*first.size && l.bold && !endsSentence(l.text) && l.box.width() > 0.8*l.width {
			return false
		}
	}
	last := p.pieces[i+n-1].line
	return last.box.width() < 0.9*last.width || last.width < 20*last.size
}

// names reports a style of numbers by which the parts of laws are headed.
func names(s numbering.Style) bool {
	return s == numbering.Part || s == numbering.Chapter || s == numbering.Section
}

// apart reports whether a line stands in the middle of its column or at a
// distance from the line above.
func apart(p *page, i int, body measure) bool {
	l := p.pieces[i].line
	right := l.width - l.indent - l.box.width()
	if l.indent > 2*l.size && math.Abs(l.indent-right) < 2*l.size {
		return true
	}
	if right < 2*l.size {
		return false
	}
	if l.gap == 0 {
		return true
	}
	return l.gap > 1.25*body.pitch[scriptOf(l)]*l.size || p.pieces[i-1].line != nil && endsSentence(p.pieces[i-1].line.text)
}

// bookmarked returns how many of the lines say what one of the bookmarks says, and the bookmark's level.
func bookmarked(ls []*line, marks []bookmark) (int, int) {
	if len(marks) == 0 {
		return 0, 0
	}
	text := ""
	for n, l := range ls {
		text += fold(l.text)
		for _, m := range marks {
			if m.title == text && len(text) > 1 {
				return n + 1, m.level
			}
		}
	}
	return 0, 0
}

// rank gives each class of headings its level: that of most of its bookmarks,
// else by size, then weight, then the order in which the styles of numbers
// first come.
func rank(all []*heading) {
	var classes []class
	votes := map[class]map[int]int{}
	for _, h := range all {
		if votes[h.class] == nil {
			votes[h.class] = map[int]int{}
			classes = append(classes, h.class)
		}
		if h.bookmark > 0 {
			votes[h.class][h.bookmark]++
		}
	}
	order := slices.Clone(classes)
	slices.SortStableFunc(order, func(a, b class) int {
		weight := func(c class) int {
			if c.bold {
				return 0
			}
			return 1
		}
		return cmp.Or(cmp.Compare(b.size, a.size), cmp.Compare(weight(a), weight(b)), cmp.Compare(styleRank(a.style), styleRank(b.style)))
	})
	levels := map[class]int{}
	last := 0
	for _, c := range order {
		level, most := 0, 0
		for l := 1; l <= 20; l++ {
			if votes[c][l] > most {
				level, most = l, votes[c][l]
			}
		}
		if level == 0 {
			level = last + 1
		}
		level = min(level, 6)
		levels[c] = level
		last = max(last, level)
	}
	for _, h := range all {
		h.level = levels[h.class]
		if h.bookmark > 0 {
			h.level = min(h.bookmark, 6)
		}
	}
}

func styleRank(s numbering.Style) int {
	for i, t := range []numbering.Style{"", numbering.Part, numbering.Chapter, numbering.Section} {
		if s == t {
			return i
		}
	}
	return 9
}

// textWidth measures text in half-width cells.
func textWidth(s string) float64 {
	n := 0.0
	for _, r := range s {
		switch k := width.LookupRune(r).Kind(); k {
		case width.EastAsianWide, width.EastAsianFullwidth:
			n += 2
		default:
			if !unicode.Is(unicode.Mn, r) {
				n++
			}
		}
	}
	return n
}

// endsSentence reports whether a text ends with the mark of a sentence.
func endsSentence(s string) bool {
	s = strings.TrimRightFunc(s, func(r rune) bool {
		return unicode.In(r, unicode.Pe, unicode.Pf) || r == '"' || r == '\'' || r == ' '
	})
	return s != "" && strings.ContainsAny(s[max(0, len(s)-3):], "。．.!?！？;；।؟…") && !strings.HasSuffix(s, "...")
}
