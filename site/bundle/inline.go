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
// in another language than the block and goes into a lang shortcode.
type piece struct {
	text string
	lang string
}

// inline returns spans, which stand in a block of language base, as lines of
// Markdown. Only a paragraph can have more than one.
func (w writer) inline(spans []doc.Span, base language.Tag, at place) []string {
	lines := w.lines(spans, base)
	var seen strings.Builder // what goldmark reads as one text
	for _, l := range lines {
		for _, p := range l {
			if p.lang != "" {
				seen.WriteRune(shortcodeRune)
			} else {
				seen.WriteString(p.text)
			}
		}
		seen.WriteString("\\\n")
	}
	e := newEscaper(seen.String(), at)
	out := make([]string, len(lines))
	for i, l := range lines {
		var b strings.Builder
		for j, p := range l {
			if p.lang != "" {
				// Hugo takes shortcodes out before it reads Markdown, so what
				// one holds is rendered alone, as a paragraph of one line.
				inner := newEscaper(p.text, inParagraph).line(p.text, edges{first: true, start: true, prev: ' ', next: ' ', whole: true})
				b.WriteString("{{< lang " + p.lang + " >}}" + inner + "{{< /lang >}}")
				continue
			}
			b.WriteString(e.line(p.text, edgesOf(i, j, len(lines), l)))
		}
		out[i] = b.String()
	}
	return out
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
		for i, t := range strings.Split(clean(s.Text), "\n") {
			if i > 0 {
				lines = append(lines, nil)
			}
			if last := len(lines) - 1; hasLetter(t) {
				lines[last] = addPiece(lines[last], t, lang)
			} else {
				lines[last] = addPiece(lines[last], t, "")
			}
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

// addPiece appends text to l; white space at the ends of foreign text stays
// outside, since rendering a shortcode would trim it away.
func addPiece(l []piece, text, lang string) []piece {
	if lang != "" {
		inner := strings.TrimSpace(text)
		at := strings.Index(text, inner)
		l = addPiece(l, text[:at], "")
		l = appendPiece(l, inner, lang)
		return addPiece(l, text[at+len(inner):], "")
	}
	return appendPiece(l, text, "")
}

func appendPiece(l []piece, text, lang string) []piece {
	if text == "" {
		return l
	}
	if n := len(l); n > 0 && l[n-1].lang == lang {
		l[n-1].text += text
		return l
	}
	return append(l, piece{text, lang})
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
