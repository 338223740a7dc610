package reflow

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"

	"github.com/backissue/backissue/site/numbering"
)

// A line is a Line with what the stages ask about it.
type line struct {
	Line
	right     float64 // right edge: indent and width of the text, in cells
	quotes    float64 // signs in it that may be one or two cells wide
	han       bool    // set in Han characters, without Hangul
	hangul    bool    // holds Hangul
	pageTop   bool    // first line of a page
	pageEnd   bool    // last line of a page
	cut       bool    // furniture was taken out above it
	row       int     // place in a table, from 1; 0 outside tables
	cells     []string
	isGlued   bool // split off the end of the line above
	wasHeaded bool // its end was split off
	traits
}

// traits are what the text of a line says by itself, read once.
type traits struct {
	num      numbering.Number
	script   rune    // script that prevails; see scriptOf
	sentence bool    // ends like a sentence
	listEnd  bool    // ends with a semicolon
	leader   bool    // ends in dots and a page number
	file     bool    // ends in the name of a file
	bracket  bool    // is one bracket and nothing else
	label    bool    // begins with a label and a colon
	date     bool    // is a date
	field    bool    // is a short text with a colon behind it
	bound    bool    // cannot begin a paragraph
	bullet   bool    // begins with a bullet
	spaces   int     // spaces inside
	opens    int     // brackets that it opens and does not close
	hang     float64 // how far its last mark may hang over the edge of a Han column
	unit     float64 // width of the part at its start that cannot be broken, in a Han line
	word     float64 // the same in other lines, with a space
}

func readTraits(l *line) {
	last := lastRune(l.Text)
	start := firstUnit(l.Text)
	l.traits = traits{
		num:      numbering.Parse(l.Text),
		script:   scriptOf(l.Text),
		sentence: endsSentence(l.Text),
		listEnd:  last == '；' || last == ';',
		leader:   numbering.CutLeader(l.Text) != l.Text,
		file:     isFileName(l.Text),
		bracket:  isBracketed(l.Text),
		label:    isLabelled(l.Text),
		date:     isDate(l.Text),
		field:    isField(l.Text),
		bound:    cannotStart(l.Text),
		bullet:   isBullet(l.Text),
		spaces:   strings.Count(l.Text, " "),
		opens:    openBrackets(l.Text),
		unit:     cells(start, true),
		word:     cells(start, false) + 1,
	}
	if l.han && (isCJKPunct(last) || last == '”') {
		l.hang = 2
	}
}

func prepare(lines []Line) []line {
	ls := make([]line, len(lines))
	for i, l := range lines {
		p := line{Line: l}
		for _, r := range l.Text {
			switch {
			case isHan(r):
				p.han = true
			case isHangul(r):
				p.hangul = true
			}
		}
		p.han = p.han && !p.hangul
		if p.han {
			p.quotes = float64(strings.Count(l.Text, "“") + strings.Count(l.Text, "”") + strings.Count(l.Text, "‘") +
				strings.Count(l.Text, "’") + strings.Count(l.Text, "—") + strings.Count(l.Text, "–") + strings.Count(l.Text, "…"))
		}
		p.right = l.Indent + cells(numbering.CutLeader(l.Text), !p.hangul)
		if l.Right > 0 {
			p.right, p.quotes = l.Right, 0
		}
		readTraits(&p)
		p.pageTop = i > 0 && lines[i-1].Page != l.Page
		p.pageEnd = i+1 < len(lines) && lines[i+1].Page != l.Page
		ls[i] = p
	}
	if len(ls) > 0 {
		ls[0].pageTop = true
		ls[len(ls)-1].pageEnd = true
	}
	settleQuotes(ls)
	return ls
}

// settleQuotes corrects the widths of lines where quotes and dashes are one
// cell wide, as in Latin fonts. Where they are, lines with quotes reach the
// edge of the column only when they are measured so.
func settleQuotes(ls []line) {
	votes := make([]int, len(ls))
	for i := range ls {
		l := &ls[i]
		if l.quotes == 0 || l.hang > 0 {
			continue
		}
		for _, edge := range peaksAround(ls, i) {
			for _, e := range []float64{edge, edge - 4} {
				if math.Abs(l.right-e) < 0.3 {
					votes[i]++
				} else if math.Abs(l.right-l.quotes-e) < 0.3 {
					votes[i]--
				}
			}
		}
	}
	for i := range ls {
		sum := 0
		for j := max(0, i-80); j < min(len(ls), i+81); j++ {
			sum += votes[j]
		}
		if sum < 0 {
			ls[i].right -= ls[i].quotes
		}
	}
}

// cells measures text in half-width cells. Quotes, dashes and other signs of
// ambiguous width (UAX #11) are wide in a Chinese or Japanese line. Between
// Han characters and Latin letters or digits such lines leave a quarter of an
// em, whether or not a space came out for it (clreq, section 3.2.2).
func cells(s string, wideAmbiguous bool) float64 {
	cjk := wideAmbiguous && strings.ContainsFunc(s, isIdeograph)
	n := 0.0
	var prev rune
	for _, r := range s {
		switch kind := width.LookupRune(r).Kind(); {
		case kind == width.EastAsianWide, kind == width.EastAsianFullwidth, kind == width.EastAsianAmbiguous && cjk:
			n += 2
		case cjk && r == ' ':
			n += 0.5
		case !unicode.Is(unicode.Mn, r):
			n++
		}
		if cjk && (isIdeograph(prev) && r < 0x80 && isAlnum(r) || isIdeograph(r) && prev < 0x80 && isAlnum(prev)) {
			n += 0.5
		}
		prev = r
	}
	return n
}

func isAlnum(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func isIdeograph(r rune) bool {
	if r < 0x2e80 || r >= 0x4e00 && r <= 0x9fff {
		return r >= 0x4e00 // most characters of most texts, told apart in no time
	}
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
}

// isCJKPunct reports punctuation that is set solid: no space on either side.
func isCJKPunct(r rune) bool {
	return r >= 0x3001 && r <= 0x303f || r >= 0xff01 && r <= 0xff0f || r >= 0xff1a && r <= 0xff20 ||
		r >= 0xff3b && r <= 0xff40 || r >= 0xff5b && r <= 0xff65
}

func isHangul(r rune) bool {
	if r < 0x1100 || r >= 0xac00 && r <= 0xd7a3 {
		return r >= 0xac00
	}
	return unicode.Is(unicode.Hangul, r)
}

func isHan(r rune) bool {
	if r < 0x2e80 || r >= 0x4e00 && r <= 0x9fff {
		return r >= 0x4e00
	}
	return unicode.Is(unicode.Han, r)
}

func firstRune(s string) rune {
	for _, r := range s {
		return r
	}
	return 0
}

func lastRune(s string) rune {
	r, n := utf8.DecodeLastRuneInString(s)
	if n == 0 {
		return 0
	}
	return r
}

func lastWord(s string) string {
	return s[strings.LastIndexFunc(s, unicode.IsSpace)+1:]
}

func firstWord(s string) string {
	if i := strings.IndexFunc(s, unicode.IsSpace); i >= 0 {
		return s[:i]
	}
	return s
}

// firstUnit returns the beginning of s that cannot be broken across lines: a
// Latin word, a number, a Han character, each with the punctuation that has
// to stay with it (no opening mark ends a line, no closing mark begins one:
// UAX #14, classes OP and CL).
func firstUnit(s string) string {
	var prev rune
	for i, r := range s {
		if prev != 0 && !glues(prev, r) {
			return s[:i]
		}
		prev = r
	}
	return s
}

func glues(a, b rune) bool {
	if unicode.IsSpace(b) {
		return false
	}
	if unicode.In(a, unicode.Ps, unicode.Pi) || unicode.In(b, unicode.Pe, unicode.Pf) || strings.ContainsRune("，。、；：？！,.;:?!%％", b) {
		return true
	}
	solid := func(r rune) bool { return isIdeograph(r) || isHangul(r) || isCJKPunct(r) }
	if solid(a) || solid(b) {
		return false
	}
	return !unicode.In(a, unicode.Pe, unicode.Pf) || !unicode.In(b, unicode.Ps, unicode.Pi)
}

// endsSentence reports whether a paragraph may end with s, by its last mark.
// Closing quotes and brackets after the mark are looked through.
func endsSentence(s string) bool {
	for len(s) > 0 {
		r, n := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-n]
		if strings.ContainsRune("。．.!?！？;；:：…។၊။؟", r) {
			return true
		}
		if !unicode.In(r, unicode.Pe, unicode.Pf) && !unicode.IsSpace(r) && r != '"' && r != '\'' {
			return false
		}
		if r == ']' || r == '］' || r == '】' {
			return true
		}
	}
	return false
}
