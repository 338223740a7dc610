package numbering

import (
	"regexp"
	"strings"
)

// leader matches the end of an entry of printed contents: dots and a page
// number.
var leader = regexp.MustCompile(`(?:(?:[.·・]\s?){3,}|(?:[…⋯‥]\s?){2,})[\s\x{3000}]*[(（]?[\d０-９]{1,4}[)）]?[\s\x{3000}]*(?:ページ|쪽|页|頁|p\.?)?$`)

// CutLeader returns an entry of printed contents without the dots and the
// page number at its end, or the text itself where it has none.
func CutLeader(text string) string {
	if !strings.ContainsAny(text, "0123456789０１２３４５６７８９") {
		return text // spares most lines the search
	}
	if i := leader.FindStringIndex(text); i != nil && i[0] > 0 {
		return strings.TrimRight(text[:i[0]], ".…·‥⋯・ \t\u3000")
	}
	return text
}
