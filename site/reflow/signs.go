package reflow

import (
	"regexp"
	"strings"
	"unicode"
)

// The signs by which a line says what it is, whatever its width.
var (
	// bracketed matches a line that is one bracket: a number or a date below
	// a title.
	bracketed = regexp.MustCompile(`^[（(\[【][^（）()]*[）)\]】]$`)

	// labelled matches a line that begins with a word and a colon. Han lines
	// break anywhere and may begin so by accident.
	labelled = regexp.MustCompile(`^[\[［]?(?:\p{Hangul}{2,8}(?: \p{Hangul}{1,6})?|\p{Lu}\p{Ll}{2,14}(?: \p{Ll}{2,14})?|[QA문답问答問]\s?\d{0,2})\s?[:：]\s?\S`)

	// field matches a short line that ends in a colon: a name to be filled in,
	// or an address.
	field = regexp.MustCompile(`^[^，。,;；]{1,24}[:：]$`)

	// fileName matches a line that ends in the name of a file.
	fileName = regexp.MustCompile(`(?i)\.(?:pdf|docx?|hwpx?|xlsx?|pptx?|odt|zip)$`)

	// dated matches a line that is a date and nothing else.
	dated = regexp.MustCompile(`^(?:(?:19|20)\d{2}\s*[年년.]\s*\d{1,2}\s*[月월.]\s*\d{1,2}\s*[日일.]?|二[〇○零一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)$`)
)

// Most lines have none of these signs, and a look at one character says so.

func isBracketed(s string) bool {
	return strings.ContainsRune("（([【", firstRune(s)) && bracketed.MatchString(s)
}

func isLabelled(s string) bool { return strings.ContainsAny(s, ":：") && labelled.MatchString(s) }

func isField(s string) bool {
	return (strings.HasSuffix(s, ":") || strings.HasSuffix(s, "：")) && field.MatchString(s)
}

func isFileName(s string) bool { return fileName.MatchString(s[max(0, len(s)-8):]) }

func isDate(s string) bool {
	return strings.ContainsRune("12二", firstRune(s)) && dated.MatchString(s)
}

// scriptOf returns a letter of the script that most of a line is in: Hangul,
// Han, Latin or Cyrillic; 0 where none prevails.
func scriptOf(s string) rune {
	var counts [4]int
	total := 0
	for _, r := range s {
		i := 0
		switch {
		case isHangul(r):
		case isHan(r):
			i = 1
		case unicode.Is(unicode.Latin, r):
			i = 2
		case unicode.Is(unicode.Cyrillic, r):
			i = 3
		default:
			continue
		}
		counts[i]++
		total++
	}
	for i, n := range counts {
		if n*10 >= total*7 && n > 3 {
			return [...]rune{'가', '一', 'a', 'а'}[i]
		}
	}
	return 0
}

// cannotStart reports whether a paragraph cannot begin with s, since its
// first mark belongs to the text before it.
func cannotStart(s string) bool {
	r := firstRune(s)
	return strings.ContainsRune("，。、；：？！,;:?!…%％", r) || unicode.In(r, unicode.Pe, unicode.Pf)
}

// openBrackets counts the brackets that a text opens and does not close.
func openBrackets(s string) int {
	depth := 0
	for _, r := range s {
		switch r {
		case '<', '《', '「', '『', '（', '(', '“', '【', '[':
			depth++
		case '>', '》', '」', '』', '）', ')', '”', '】', ']':
			depth--
		}
	}
	return depth
}
