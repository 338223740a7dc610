package numbering

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// leader matches the end of an entry of printed contents: dots and a page
// number.
var leader = regexp.MustCompile(`(?:(?:[.·・]\s?){3,}|(?:[…⋯‥]\s?){2,})[\s\x{3000}]*[(（]?[\d０-９]{1,4}[)）]?[\s\x{3000}]*(?:ページ|쪽|页|頁|p\.?)?$`)

// CutLeader returns an entry of printed contents without the dots and the
// page number at its end, or the text itself where it has none.
func CutLeader(text string) string {
	from := max(0, len(text)-maxLeader)
	end := text[from:]
	if last, _ := utf8.DecodeLastRuneInString(end); !endsLeader(last) || !strings.ContainsAny(end, ".·・…⋯‥") {
		return text
	}
	i := leader.FindStringIndex(end)
	if i == nil || from+i[0] == 0 {
		return text
	}
	if cut := strings.TrimRight(text[:from+i[0]], ".…·‥⋯・ \t\u3000"); cut != "" || from == 0 {
		return cut
	}
	return text // dots and nothing else
}

// maxLeader is how many bytes of a text may tell that it ends in a leader. The
// dots themselves may be more.
const maxLeader = 512

// endsLeader reports whether a leader may end with r.
func endsLeader(r rune) bool {
	return r >= '0' && r <= '9' || r >= '０' && r <= '９' || strings.ContainsRune(")）ジ쪽页頁p. \t\u3000", r)
}
