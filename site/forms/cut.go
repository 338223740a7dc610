package forms

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// joins reports whether a character belongs to the one before it: marks and
// what is made of several characters are never parted.
func joins(before, r rune) bool {
	const joiner = '\u200d'
	return r == joiner || before == joiner || unicode.In(r, unicode.M, unicode.Variation_Selector) ||
		0x1F3FB <= r && r <= 0x1F3FF || // colours of skin
		0x1160 <= r && r <= 0x11FF || // vowels and finals of Hangul
		r == 0x17D2 || before == 0x17D2 || before == 0x1039 // letters below another one, in Khmer and Burmese
}

// columns returns how wide a character is drawn where all are as wide.
func columns(r rune) int {
	if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// cut returns the begin of a text: all of it, or whole sentences, or where the
// first is too long what fits of it, up to a word or a character.
func cut(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	sentence, word, letter := 0, 0, 0
	n := 0
	var before rune
	for i, r := range text {
		if n > most {
			break
		}
		if !joins(before, r) {
			letter = i
		}
		switch {
		case unicode.IsSpace(r):
			word = i
			if strings.ContainsRune(".!?…", before) {
				sentence = i
			}
		case strings.ContainsRune("。！？؟។။", before):
			sentence = i
		}
		before, n = r, n+1
	}
	switch {
	case sentence > 0:
		return strings.TrimSpace(text[:sentence])
	case word > letter/2:
		return strings.TrimSpace(text[:word])
	}
	return strings.TrimSpace(text[:letter])
}

// wrap breaks a text into lines of no more columns than most, at spaces or
// where the script has none between its characters. What cannot be broken, an
// address, stays whole.
func wrap(text string, most int) []string {
	var lines []string
	var b strings.Builder
	wide := 0
	for _, word := range strings.Fields(text) {
		parts := pieces(word)
		for i, part := range parts {
			w := 0
			for _, r := range part {
				w += columns(r)
			}
			space := 0
			if i == 0 && b.Len() > 0 {
				space = 1
			}
			if b.Len() > 0 && wide+space+w > most {
				lines = append(lines, b.String())
				b.Reset()
				wide, space = 0, 0
			}
			if space == 1 {
				b.WriteByte(' ')
			}
			b.WriteString(part)
			wide += space + w
		}
	}
	if b.Len() > 0 {
		lines = append(lines, b.String())
	}
	return lines
}

// pieces parts a word where a line may end within it. Korean has spaces for
// that.
func pieces(word string) []string {
	var out []string
	start := 0
	var before rune
	for i, r := range word {
		if i > start && parts(before, r) {
			out = append(out, word[start:i])
			start = i
		}
		before = r
	}
	return append(out, word[start:])
}

func parts(before, r rune) bool {
	if joins(before, r) || unicode.In(r, unicode.Pe, unicode.Pf, unicode.Po) || unicode.In(before, unicode.Ps, unicode.Pi) {
		return false
	}
	return unspaced(before) || unspaced(r)
}

// unspaced reports whether a character is of a script without spaces.
func unspaced(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Khmer, unicode.Lao, unicode.Myanmar, unicode.Thai) ||
		strings.ContainsRune("。，、；：！？）」』》〉】”", r)
}
