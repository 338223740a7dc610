package issue

import (
	"regexp"
	"strings"
)

// docNumber matches the number of an official document on a line of its own,
// as in "（法发〔2021〕29号）", "제2023-12호", "No. 12/2023". A bracket may hold
// the date beside it.
var docNumber = regexp.MustCompile(`^[（(]\s*([^（）()。]{0,40}[〔［\[（(]\s*(?:19|20)\d{2}\s*[〕］\]）)]\s*第?\s*\d+\s*[号號호])[^（）()]{0,60}[）)]$` +
	`|^([^（）()。，]{1,24}[〔［\[（(]\s*(?:19|20)\d{2}\s*[〕］\]）)]\s*第?\s*\d+\s*[号號호])$` +
	`|^[（(](\p{Lu}[^（）()]{0,60}[\[(](?:19|20)\d{2}[\])],?\s*No\.?\s*\d+)[^（）()]*[）)]$` +
	`|^[（(]?([^\s（(]{0,16}\s?제\s*\d[\d-]*\s*호)(?:,[^（）()]*)?[）)]?$` +
	`|^[（(]((?:\p{Lu}\pL*[\s.]+(?:\pL+[\s.]+)*)?(?:No\.?|№|Số:?|Nomor)\s*\d[^,（）()]{0,30})(?:,[^（）()]*)?[）)]$` +
	`|^((?:\p{Lu}\pL* )?(?:No\.|№|Số:?|Nomor)\s*\d[\pL\d./-]*(?: Tahun \d{4})?)$`)

func isDocNumber(s string) bool { return readDocNumber(s) != "" }

// underTitle reports whether a line stands where document numbers stand: it is
// one, or a bracket with a date or another number in it.
func underTitle(s string) bool {
	return isDocNumber(s) || numberBracket.MatchString(s) && width(s) < 150
}

var numberBracket = regexp.MustCompile(`^[（(][^（）()]*\d{4}[^（）()]*[）)]$`)

// readDocNumber returns the document number that a line gives, or "".
func readDocNumber(s string) string {
	if width(s) > 140 {
		return ""
	}
	m := docNumber.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return ""
	}
	return strings.TrimSpace(strings.Join(m[1:], ""))
}

// dateLine matches a line that holds a date and little else.
var dateLine = regexp.MustCompile(`^\S{0,24}\s*(?:(?:19|20)\d{2}\s*[年년.]\s*\d{1,2}\s*[月월.]\s*\d{1,2}\s*[日일.]?)$`)
