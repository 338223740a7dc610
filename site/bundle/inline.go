package bundle

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"

	"github.com/backissue/backissue/site/doc"
)

// A place is where inline text stands; each has dangers of its own.
type place int

const (
	inParagraph place = iota
	inHeading
	inCell
)

// A piece is a run of text within a line. If lang is not empty, the piece is
// in another language than the block and goes into a lang shortcode. If link
// is not empty, the piece points there.
type piece struct {
	text string
	lang string
	link string
}

// inline returns spans, which stand in a block of language base, as lines of
// Markdown. Only a paragraph can have more than one.
func (w writer) inline(spans []doc.Span, base language.Tag, at place) []string {
	lines := w.lines(spans, base)
	var seen strings.Builder // what goldmark reads as one text
	for _, l := range lines {
		for _, p := range l {
			text := p.text
			if p.lang != "" {
				text = string(shortcodeRune)
			}
			if p.link != "" {
				text = "[" + text + "]"
			}
			seen.WriteString(text)
		}
		seen.WriteString("\\\n")
	}
	e := newEscaper(seen.String(), at)
	out := make([]string, len(lines))
	for i, l := range lines {
		var b strings.Builder
		for j, p := range l {
			if opensLink(l, j) {
				b.WriteByte('[')
			}
			b.WriteString(e.piece(p, edgesOf(i, j, len(lines), l)))
			if p.link != "" && closesLink(l, j) {
				b.WriteString("](" + p.link + ")")
			}
		}
		out[i] = b.String()
	}
	return out
}

// piece returns one piece without its link.
func (e escaper) piece(p piece, g edges) string {
	if p.lang != "" {
		// Hugo takes shortcodes out before it reads Markdown, so what one
		// holds is rendered alone, as a paragraph of one line.
		inner := newEscaper(p.text, inParagraph).line(p.text, edges{first: true, start: true, prev: ' ', next: ' ', whole: true})
		return "{{< lang " + p.lang + " >}}" + inner + "{{< /lang >}}"
	}
	e.link = p.link != "" && !balanced(p.text)
	return e.line(p.text, g)
}

// opensLink reports whether a link begins before piece j of a line.
func opensLink(l []piece, j int) bool {
	return l[j].link != "" && (j == 0 || l[j-1].link != l[j].link)
}

// closesLink reports whether a link ends behind piece j of a line.
func closesLink(l []piece, j int) bool {
	return l[j].link != "" && (j == len(l)-1 || l[j+1].link != l[j].link)
}

// shortcodeRune stands for the word that goldmark reads where a shortcode was.
const shortcodeRune = 'X'

// edgesOf tells what stands around piece j of line i of n.
func edgesOf(i, j, n int, line []piece) edges {
	g := edges{first: i == 0, start: j == 0, whole: len(line) == 1, prev: shortcodeRune, next: shortcodeRune}
	if j == 0 {
		g.prev = ' '
	}
	if j == len(line)-1 {
		g.next = ' '
		if i < n-1 {
			g.next = '\\'
		}
	}
	if line[j].link != "" {
		g.start, g.whole = false, false
	}
	switch {
	case opensLink(line, j):
		g.prev = '['
	case j > 0 && line[j-1].link != line[j].link && line[j-1].link != "":
		g.prev = ')'
	}
	switch {
	case closesLink(line, j):
		g.next = ']'
	case j+1 < len(line) && opensLink(line, j+1):
		g.next = '['
	}
	return g
}

// lines splits spans at line breaks into pieces, without the white space at
// the ends of lines, which Markdown does not keep either.
func (w writer) lines(spans []doc.Span, base language.Tag) [][]piece {
	lines := [][]piece{nil}
	for _, s := range spans {
		lang := ""
		if hasLetter(s.Text) && s.Lang != language.Und && !sameLang(s.Lang, base) && !w.covered(s) {
			lang = s.Lang.String()
		}
		link := escapeLink(s.Link)
		for i, t := range strings.Split(clean(s.Text), "\n") {
			if i > 0 {
				lines = append(lines, nil)
			}
			p := piece{text: t, link: link}
			if hasLetter(t) {
				p.lang = lang
			}
			lines[len(lines)-1] = addPiece(lines[len(lines)-1], p)
		}
	}
	for i, l := range lines {
		lines[i] = trimLine(l)
	}
	if !slices.ContainsFunc(lines, func(l []piece) bool { return strings.TrimSpace(lineText(l)) != "" }) {
		return nil
	}
	for len(lines[0]) == 0 {
		lines = lines[1:]
	}
	for len(lines[len(lines)-1]) == 0 {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// covered reports whether the layouts mark s up on their own.
func (w writer) covered(s doc.Span) bool {
	return w.hani != language.Und && sameLang(s.Lang, w.hani) && onlyHan(s.Text)
}

// addPiece appends p to l; white space at the ends of foreign text stays
// outside, since rendering a shortcode would trim it away, and so does white
// space at the ends of a link.
func addPiece(l []piece, p piece) []piece {
	if p.lang == "" && p.link == "" {
		return appendPiece(l, p)
	}
	inner := strings.TrimSpace(p.text)
	if inner == "" {
		return appendPiece(l, piece{text: p.text})
	}
	at := strings.Index(p.text, inner)
	before, behind := p.text[:at], p.text[at+len(inner):]
	p.text = inner
	l = appendPiece(l, piece{text: before})
	l = appendPiece(l, p)
	return appendPiece(l, piece{text: behind})
}

func appendPiece(l []piece, p piece) []piece {
	if p.text == "" {
		return l
	}
	if n := len(l); n > 0 && l[n-1].lang == p.lang && l[n-1].link == p.link {
		l[n-1].text += p.text
		return l
	}
	return append(l, p)
}

func trimLine(l []piece) []piece {
	if len(l) > 0 {
		l[0].text = strings.TrimLeft(l[0].text, " \t")
		if l[0].text == "" {
			l = l[1:]
		}
	}
	if n := len(l); n > 0 {
		l[n-1].text = strings.TrimRight(l[n-1].text, " \t")
		if l[n-1].text == "" {
			l = l[:n-1]
		}
	}
	return l
}

func lineText(l []piece) string {
	var b strings.Builder
	for _, p := range l {
		b.WriteString(p.text)
	}
	return b.String()
}

// clean makes s fit for a text file: valid UTF-8, lines that end in "\n", no
// control characters but the tab. U+3000, zero-width and private-use
// characters stay as they are.
func clean(s string) string {
	s = strings.ToValidUTF8(s, string(utf8.RuneError))
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == '\r' || r == '\v' || r == '\f' || r == '\u2028' || r == '\u2029':
			return '\n'
		case unicode.IsControl(r):
			return -1
		}
		return r
	}, s)
}
