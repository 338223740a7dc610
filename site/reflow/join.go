package reflow

import (
	"strings"
	"unicode"
)

// join returns what stands between the text of line a and the text of line b
// when both belong to one paragraph, and why that is a guess where it is one.
//
// The rules are those of CSS Text 3, "Segment Break Transformation Rules":
// nothing between characters that are set solid, a space elsewhere. Hangul
// is the hard case, since Korean has spaces and is broken inside words:
// there a space at the end of the line settles it, where the document has
// such spaces at all; elsewhere its own words do.
func (x *lexicon) join(a, b line) (sep, doubt string) {
	l, r := lastRune(a.Text), firstRune(b.Text)
	if l == '\u00ad' {
		return "", ""
	}
	if isHangul(l) || isHangul(r) || a.hangul && b.hangul {
		return x.joinKorean(a, b, l, r)
	}
	if isIdeograph(l) || isIdeograph(r) || isCJKPunct(l) || isCJKPunct(r) || isWideQuote(a, l) || isWideQuote(b, r) {
		if isLatin(l) && isLatin(r) {
			return " ", ""
		}
		return "", ""
	}
	if unicode.IsDigit(r) && (unicode.IsDigit(l) || l == '.' || l == '．') && a.han {
		return "", "" // a number broken at its point
	}
	if l == '-' || l == '‐' {
		return x.joinHyphen(a, b)
	}
	if unicode.In(l, southEast...) && unicode.In(r, southEast...) && !a.Trail {
		return "", ""
	}
	if strings.ContainsRune("([{“‘«/", l) || strings.ContainsRune(")]}”’»,.;:!?%/", r) {
		return "", ""
	}
	return " ", ""
}

// southEast are the scripts that write no spaces between words.
var southEast = []*unicode.RangeTable{unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar}

// isWideQuote reports a quote or dash that a Chinese line sets solid.
func isWideQuote(l line, r rune) bool {
	return l.han && strings.ContainsRune("“”‘’—…·–", r)
}

func isLatin(r rune) bool { return unicode.Is(unicode.Latin, r) }

// joinKorean joins lines of which at least one side is Korean.
func (x *lexicon) joinKorean(a, b line, l, r rune) (sep, doubt string) {
	if x.trails {
		if a.Trail {
			return " ", ""
		}
		return "", ""
	}
	switch {
	case isCJKPunct(l) || isCJKPunct(r), strings.ContainsRune("([{<“‘「『《〈", l), strings.ContainsRune(")]}>”’」』》〉,.;:!?%", r):
		return "", ""
	case unicode.IsPunct(l) || strings.ContainsRune("<“‘「『《〈([", r):
		return " ", ""
	case !isHangul(l) || !isHangul(r):
		return x.joinMixed(a, b, l, r)
	}
	sep, sure := x.guess(lastWord(a.Text), firstWord(b.Text))
	if !sure {
		doubt = "the line broke between Hangul syllables and the document does not tell whether a word ended there"
	}
	return sep, doubt
}

// joinMixed joins Hangul to digits, Latin or Han.
func (x *lexicon) joinMixed(a, b line, l, r rune) (sep, doubt string) {
	switch {
	case isIdeograph(l) && isIdeograph(r), unicode.IsDigit(l) && unicode.IsDigit(r):
		return "", ""
	case isHangul(r): // "3|개월", "法|에서": counters and particles lean on what they count
		if isParticle(trimPunct(firstWord(b.Text))) || unicode.IsDigit(l) {
			return "", ""
		}
		return " ", ""
	case isHangul(l) && unicode.IsDigit(r) && strings.HasSuffix(a.Text, "제"):
		return "", "" // ordinal prefix
	}
	return " ", ""
}

// joinHyphen joins a line that ends in a hyphen. The hyphen belongs to the
// word where the document writes the word with it, or where what follows is
// not the rest of a word.
func (x *lexicon) joinHyphen(a, b line) (sep, doubt string) {
	left, right := lastWord(a.Text), trimPunct(firstWord(b.Text))
	if r := firstRune(right); !unicode.IsLower(r) || x.words[strings.ToLower(trimPunct(left+right))] > 0 {
		return "", ""
	}
	return hyphenated, ""
}

// hyphenated asks for the hyphen at the end of the line above to be dropped.
const hyphenated = "\x00"

func trimPunct(s string) string {
	return strings.TrimFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' })
}
