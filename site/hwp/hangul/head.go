package hangul

import (
	"regexp"
	"strconv"
	"strings"
)

// A head is what stands in front of a paragraph, and what it makes of it.
type head struct {
	level  int    // of a heading, or 0
	number string // with the space behind it
	marker string // bullet
	depth  int    // level of the bullet
}

// A counter belongs to a numbering; outlines count for themselves.
type counter struct {
	outline bool
	ref     int
}

// head reads the shape and style of p, and counts it.
func (c *composer) head(p Paragraph) head {
	s := c.defs.Shapes[p.Shape]
	level := min(max(s.Level, 0), Levels-1)
	out := head{level: styleLevel(c.defs.Styles[p.Style])}
	switch s.Head {
	case OutlineHead:
		out.level = level + 1
		ref := s.Ref
		if ref == 0 {
			ref = c.outline
		}
		out.number = c.count(counter{true, ref}, level, p)
	case NumberHead:
		out.number = c.count(counter{false, s.Ref}, level, p)
	case BulletHead:
		out.depth = level
		if out.marker = strings.TrimSpace(c.defs.Bullets[s.Ref]); out.marker == "" {
			out.marker = "•"
		}
	}
	return out
}

// styles are the names of styles for headings, in Hangul's own templates and
// in those of offices.
var styles = regexp.MustCompile(`^(?i:(?:개요|제목|outline|heading)\s*(\d{1,2}))$`)

func styleLevel(s Style) int {
	for _, name := range []string{s.Name, s.English} {
		switch name = strings.TrimSpace(name); name {
		case "제목", "문서 제목", "문서제목", "대제목", "큰제목", "큰 제목", "Title":
			return 1
		case "중제목", "중간제목", "중간 제목":
			return 2
		case "소제목", "작은제목", "작은 제목":
			return 3
		}
		if m := styles.FindStringSubmatch(name); m != nil {
			n, _ := strconv.Atoi(m[1])
			return min(max(n, 1), Levels)
		}
	}
	return 0
}

// count returns the number of p, after it has counted it. An empty paragraph
// counts too: Hangul prints its number.
func (c *composer) count(key counter, level int, p Paragraph) string {
	def := c.defs.Numberings[key.ref]
	if def == nil {
		return ""
	}
	now := c.counters[key]
	if now == nil {
		now = new([Levels]int)
		c.counters[key] = now
	}
	if now[level] == 0 {
		now[level] = max(def.Levels[level].Start, 1) - 1
	}
	now[level]++
	for i := level + 1; i < Levels; i++ {
		now[i] = 0
	}
	text := strings.TrimRight(def.expand(now, level), " ")
	if text == "" || strings.HasPrefix(text, "제") && startsWithBracket(p) {
		return text
	}
	return text + " "
}

// startsWithBracket reports text such as "(목적)", which is set close to the
// "제1조" before it.
func startsWithBracket(p Paragraph) bool {
	for _, piece := range p.Pieces {
		if t, ok := piece.(Text); ok && t != "" {
			return strings.HasPrefix(string(t), "(")
		}
	}
	return false
}

// maxLabel is the length in bytes of the longest text around a number. Hangul
// allows a few dozen characters; a longer one would be repeated for every
// paragraph.
const maxLabel = 255

// expand writes the number of a level. "^1" to "^9" and "^A" stand for the
// number of one level, "^n" for all levels down to this one with points
// between them, and "^N" for the same with a point at the end (HWP 5.0, 4.2.8).
func (n *Numbering) expand(now *[Levels]int, level int) string {
	at := func(i int) string {
		return n.Levels[i].Format.Print(max(now[i], n.Levels[i].Start, 1))
	}
	path := func() string {
		var parts []string
		for i := range level + 1 {
			parts = append(parts, at(i))
		}
		return strings.Join(parts, ".")
	}
	if len(n.Levels[level].Text) > maxLabel {
		return ""
	}
	var b strings.Builder
	caret := false
	for _, r := range n.Levels[level].Text {
		switch {
		case !caret && r == '^':
			caret = true
			continue
		case !caret:
			b.WriteRune(r)
		case r >= '1' && r <= '9':
			b.WriteString(at(int(r - '1')))
		case r == 'A' || r == 'a':
			b.WriteString(at(9))
		case r == 'n':
			b.WriteString(path())
		case r == 'N':
			b.WriteString(path() + ".")
		default:
			b.WriteString("^" + string(r))
		}
		caret = false
	}
	return b.String()
}
