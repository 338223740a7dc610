package office

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/backissue/backissue/site/doc"
)

// Decode returns a run of text as we keep it: composed, and without marks
// that only a line breaker needs.
func Decode(s string) string {
	s = norm.NFC.String(s)
	if strings.Contains(s, "\ufeff") || strings.Contains(s, "\u00ad") {
		s = strings.NewReplacer("\ufeff", "", "\u00ad", "").Replace(s)
	}
	return s
}

// Apart returns a number with the space that sets it apart from the text
// behind it. After the wide marks of East Asia there is no need of one.
func Apart(number string) string {
	last, _ := utf8.DecodeLastRuneInString(number)
	if number == "" || strings.ContainsRune("、．）】」』〕：。", last) {
		return number
	}
	return number + " "
}

// headingName matches the names of heading styles: the English ones, which
// most programs store whatever the language, and those that some translate.
var headingName = regexp.MustCompile(`^(?:heading|제목|개요|标题|標題|見出し|überschrift|titre|título|titolo|заголовок|nagłówek|kop|rubrik|tiêu đề|đầu đề|judul|หัวเรื่อง|عنوان)[ _]?([1-9])$`)

// HeadingLevel returns the level that the name of a style stands for, or 0.
func HeadingLevel(style string) int {
	style = strings.ToLower(style)
	if style == "title" {
		return 1
	}
	if m := headingName.FindStringSubmatch(style); m != nil {
		return int(m[1][0] - '0')
	}
	return 0
}

// LongHeading is the length, in characters, from which on a heading is none,
// whatever its style: it is a paragraph that somebody wanted large.
const LongHeading = 300

// IsSymbol reports the private characters that the codes of symbol fonts are
// stored as.
func IsSymbol(r rune) bool { return r >= 0xf000 && r <= 0xf0ff }

// HeadKind tells a page number from other heads and feet of pages.
func HeadKind(text string) doc.FurnitureKind {
	if strings.ContainsFunc(text, unicode.IsLetter) {
		return doc.RunningHead
	}
	return doc.PageNumber
}
