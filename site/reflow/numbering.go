package reflow

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// styles are the ways of numbering a paragraph that a line may begin with.
// Solid ones are followed by text without a space and are quoted inside
// sentences ("as 第九条 says"), so a line may begin with one by accident.
var styles = []struct {
	name  string
	solid bool
	expr  *regexp.Regexp
}{
	{"1.", false, regexp.MustCompile(`^(\d{1,3})[.．)）、]\s*[^\d\s.,%]`)},
	{"(1)", true, regexp.MustCompile(`^[(（](\d{1,2})[)）]`)},
	{"一、", true, regexp.MustCompile(`^([一二三四五六七八九十百]{1,4})、`)},
	{"（一）", true, regexp.MustCompile(`^[(（]\s*([一二三四五六七八九十]{1,3})\s*[)）]`)},
	{"条", true, regexp.MustCompile(`^第\s*([一二三四五六七八九十百零〇\d]{1,6})\s*[条條]`)},
	{"章", true, regexp.MustCompile(`^第\s*([一二三四五六七八九十百零〇\d]{1,6})\s*章`)},
	{"节", true, regexp.MustCompile(`^第\s*([一二三四五六七八九十百零〇\d]{1,6})\s*[节節]`)},
	{"조", true, regexp.MustCompile(`^제\s*(\d{1,4})\s*조`)},
	{"장", true, regexp.MustCompile(`^제\s*(\d{1,3})\s*장`)},
	{"Article", false, regexp.MustCompile(`^(?:Article|Art\.|Điều|Статья|Pasal|Section)\s+(\d{1,4})\b`)},
	{"box", false, regexp.MustCompile(`^(?:专栏|專欄|コラム|박스|Box|BOX)\s*(\d{1,2})\s`)},
	{"①", false, regexp.MustCompile(`^([①-⑳])`)},
	{"가.", false, regexp.MustCompile(`^([가나다라마바사아자차카타파하])[.)]\s`)},
}

// numbering returns the style and the number that a paragraph beginning with
// text is numbered by, or "" where it is not.
func numbering(text string) (style string, n int) {
	for _, s := range styles {
		if m := s.expr.FindStringSubmatch(text); m != nil {
			return s.name, number(m[1])
		}
	}
	return "", 0
}

// solid reports whether a numbering style may begin a line by accident.
func solid(style string) bool {
	for _, s := range styles {
		if s.name == style {
			return s.solid
		}
	}
	return false
}

// number reads a number written in digits, in Han numerals below 1000, or as
// a circled digit; it returns 0 for anything else.
func number(s string) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	if r, _ := utf8.DecodeRuneInString(s); r >= '①' && r <= '⑳' {
		return int(r-'①') + 1
	}
	if i := strings.Index("가나다라마바사아자차카타파하", s); i >= 0 {
		return i/len("가") + 1
	}
	const ones = "零一二三四五六七八九"
	total, cur := 0, 0
	for _, r := range s {
		switch {
		case r == '十':
			total += max(cur, 1) * 10
			cur = 0
		case r == '百':
			total += max(cur, 1) * 100
			cur = 0
		case r == '〇':
			cur = 0
		default:
			i := strings.IndexRune(ones, r)
			if i < 0 {
				return 0
			}
			cur = i / len("零")
		}
	}
	return total + cur
}

// glued matches a heading that lost its line and stands at the end of the
// paragraph above, two spaces after its last sentence.
var glued = regexp.MustCompile(`^(.*[。.！？])\s{2,}((?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}[章节]\s*)[^。.；;，,]{2,30})$`)

// splitGlued gives such headings their own line back.
func splitGlued(ls []line) []line {
	var out []line
	for _, l := range ls {
		m := glued.FindStringSubmatch(l.Text)
		if m == nil {
			out = append(out, l)
			continue
		}
		head, tail := l, l
		head.Text, tail.Text = m[1], m[2]
		head.right = head.Indent + cells(head.Text, head.han)
		head.wasHeaded, head.Trail = true, true
		tail.right, tail.Indent = cells(tail.Text, tail.han), 0
		tail.isGlued, tail.pageTop, tail.cut = true, false, false
		tail.Gap = 0
		out = append(out, head, tail)
	}
	return out
}
