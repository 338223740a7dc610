// Package numbering reads the numbers that paragraphs begin with: "第七条",
// "제7조", "Article 7", "（一）", "01.", "Ⅱ.", "①". It knows the ways in which
// laws and bulletins of a dozen languages count their parts, and nothing of
// what the parts mean to each other.
package numbering

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A Style is one way of numbering. Equal styles count together.
type Style string

// The styles, from the largest parts to the smallest.
const (
	None        Style = ""
	Part        Style = "part"    // 第一编, 제1편, Part I
	Chapter     Style = "chapter" // 第一章, 제1장, Chapter I, Chương I, Глава 1, BAB I
	Section     Style = "section" // 第一节, 제1절, Section 1, Mục 1
	Article     Style = "article" // 第一条, 제1조, Article 1, Điều 1, Статья 1, Pasal 1
	Roman       Style = "I."      // I., Ⅰ.
	Letter      Style = "A."      // A.
	Han         Style = "一、"
	HanParen    Style = "（一）"
	Box         Style = "box" // 专栏 1, Box 1
	Padded      Style = "01." // 01., 01
	Digit       Style = "1."  // 1.
	DigitClose  Style = "1)"  // 1)
	DigitParen  Style = "(1)" // (1)
	Circled     Style = "①"
	Hangul      Style = "가."
	HangulParen Style = "(가)"
	Small       Style = "a." // a., a)
	SmallParen  Style = "(a)"
	RomanParen  Style = "(i)"
	Decimal     Style = "1.1" // 1.1; N is the last number
)

// A Number is what a paragraph is numbered by.
type Number struct {
	Style Style
	N     int
	Label string // as printed, with its marks: "第七条", "01."
	Rest  string // the text behind it
}

const (
	han = `[一二三四五六七八九十百零〇○]{1,6}`

	// spacedHan is set with spaces, as justified headings are: "第 二 十 二 条".
	spacedHan = `[一二三四五六七八九十百零〇○](?:\s?[一二三四五六七八九十百零〇○]){0,5}`
)

const (
	digits  = "0123456789"
	hangul  = "가나다라마바사아자차카타파하"
	hans    = "一二三四五六七八九十百零〇○"
	circled = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
	roman   = "IVXⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ"
	latin   = "abcdefghijklmnopqrstuvwxyz"
	upper   = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	russian = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
)

var forms = []struct {
	style Style
	begin string // the characters that it begins with
	expr  *regexp.Regexp
}{
	{Part, "第제P", regexp.MustCompile(`^第\s*(` + spacedHan + `|\d{1,3})\s*[编編]\s*|^제\s*(\d{1,3})\s*편\s*|^(?:PART|Part)\s+([IVXLC]+|\d{1,3})\b[.:]?\s*`)},
	{Chapter, "第제CГB", regexp.MustCompile(`^第\s*(` + spacedHan + `|\d{1,3})\s*章\s*|^제\s*(\d{1,3})\s*장\s*|^(?:CHAPTER|Chapter|CHƯƠNG|Chương|ГЛАВА|Глава|BAB)\s+([IVXLC]+|\d{1,3})(?:[.:]\s*|\s+|$)`)},
	{Section, "第제SM", regexp.MustCompile(`^第\s*(` + spacedHan + `|\d{1,3})\s*[节節]\s*|^제\s*(\d{1,3})\s*절\s*|^(?:SECTION|Section|MỤC|Mục)\s+([IVXLC]+|\d{1,3})(?:[.:]\s*|\s+|$)`)},
	{Article, "第제AĐСPR", regexp.MustCompile(`^第\s*(` + spacedHan + `|\d{1,4})\s*[条條]\s*|^제\s*(\d{1,4})\s*조\s*|^(?:ARTICLE|Article|Art\.|ĐIỀU|Điều|СТАТЬЯ|Статья|PASAL|Pasal|Rule|Regulation)\s+(\d{1,4})(?:[.:]\s*|\s+|$)`)},
	{Box, "专專コ박B", regexp.MustCompile(`^(?:专栏|專欄|コラム|박스|Box|BOX)\s*(\d{1,2})(?:[.:：]\s*|\s+)`)},
	{Han, hans, regexp.MustCompile(`^(` + han + `)[、．]\s*`)},
	{HanParen, "(（", regexp.MustCompile(`^[(（]\s*(` + han + `)\s*[)）]\s*`)},
	{Circled, circled, regexp.MustCompile(`^([①-⑳])\s*`)},
	{Padded, "0", regexp.MustCompile(`^(0\d)(?:[.．)）、]\s*|\s+|$)`)},
	{Decimal, digits, regexp.MustCompile(`^\d{1,2}(?:\.\d{1,2}){0,2}\.(\d{1,2})\.?\s+(?:\p{Lu})`)},
	{Digit, digits, regexp.MustCompile(`^(\d{1,3})(?:[.．](?:\s+|$)|、\s*)`)},
	{Digit, digits, regexp.MustCompile(`^(\d{1,3})[.．]`)},
	{DigitClose, digits, regexp.MustCompile(`^(\d{1,3})[)）]\s*`)},
	{DigitParen, "(（", regexp.MustCompile(`^[(（]\s*(\d{1,3})\s*[)）]\s*`)},
	{Hangul, hangul, regexp.MustCompile(`^([가나다라마바사아자차카타파하])\.\s+`)},
	{HangulParen, "(（", regexp.MustCompile(`^[(（]([가나다라마바사아자차카타파하])[)）]\s*`)},
	{Roman, roman, regexp.MustCompile(`^([IVX]{1,5}|[Ⅰ-Ⅻ])[.．]\s*`)},
	{RomanParen, "(（", regexp.MustCompile(`^[(（]([ivx]{1,5})[)）]\s*`)},
	{SmallParen, "(（", regexp.MustCompile(`^[(（]([a-z])[)）]\s*`)},
	{Letter, upper, regexp.MustCompile(`^([A-Z])[.．]\s+`)},
	{Small, latin + "đ" + russian, regexp.MustCompile(`^([a-zđа-я])[.)]\s+`)},
}

// Parse returns the number that text begins with. Its Style is [None], and
// its Rest the whole text, where it begins with none.
func Parse(text string) Number {
	if r, _ := utf8.DecodeRuneInString(text); !mayBegin(r) {
		return Number{Rest: text}
	}
	if m := wideDigit.FindStringSubmatch(text); m != nil {
		return Number{Digit, Value(narrowDigits(m[1])), m[1], strings.TrimLeft(text[len(m[0]):], " \u3000")}
	}
	narrow := narrowDigits(beginning(text))
	first, _ := utf8.DecodeRuneInString(narrow)
	for _, f := range forms {
		if !strings.ContainsRune(f.begin, first) {
			continue
		}
		m := f.expr.FindStringSubmatch(narrow)
		if m == nil {
			continue
		}
		digits := strings.Join(m[1:], "")
		label := m[0]
		if f.style == Decimal {
			label = strings.TrimRightFunc(label, func(r rune) bool { return !startsWithDigit(string(r)) && r != '.' })
		}
		if f.style == Digit && isAmount(label, narrow[len(label):]) {
			continue
		}
		n := Value(digits)
		if n == 0 {
			continue
		}
		end := offset(text, utf8.RuneCountInString(label))
		return Number{f.style, n, strings.TrimSpace(text[:end]), strings.TrimLeft(text[end:], " ")}
	}
	return Number{Rest: text}
}

// maxLabel is how many bytes of a text are searched for its number.
const maxLabel = 512

// beginning returns as much of a text as may hold its number.
func beginning(text string) string {
	if len(text) <= maxLabel {
		return text
	}
	n := maxLabel
	for !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n]
}

// mayBegin reports whether a number may begin with r: it spares most texts
// the search.
func mayBegin(r rune) bool {
	switch {
	case r < 0x80:
		return r > ' '
	case r >= '가' && r <= '힣':
		return strings.ContainsRune("제박"+hangul, r)
	}
	return strings.ContainsRune("第一二三四五六七八九十百零〇○（专專コ", r) || r >= '０' && r <= '９' ||
		r >= '①' && r <= '⑳' || r >= 'Ⅰ' && r <= 'Ⅻ' || r >= 'А' && r <= 'я' || r == 'Đ' || r == 'đ'
}

// isAmount reports whether a number and what stands behind it are "3.6" or the
// date "12. 20." and not the number of a paragraph.
func isAmount(label, rest string) bool {
	if !strings.HasSuffix(label, " ") && startsWithDigit(rest) {
		return true
	}
	return datePart.MatchString(strings.TrimLeft(rest, " "))
}

// wideDigit matches a number in full-width digits set off by a space, as
// Japanese headings have it: "２　届出".
var wideDigit = regexp.MustCompile(`^([１-９][０-９]?)[ \x{3000}]+`)

// datePart matches the month or day that follows in a date written "2024. 3. 5.".
var datePart = regexp.MustCompile(`^\d{1,2}\.(?:\s|$|\pL)`)

// Solid reports whether a style is quoted inside sentences without a space
// ("as 第九条 says", "（二）"), so that a wrapped line may begin with one by
// accident.
func (s Style) Solid() bool {
	switch s {
	case Part, Chapter, Section, Article, Han, HanParen, DigitParen, SmallParen, RomanParen, HangulParen, Circled:
		return true
	}
	return false
}

// Value returns the number that digits, Han numerals below 1000, Roman
// numerals, circled digits, Hangul letters or Latin letters stand for, or 0.
func Value(s string) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	r, size := utf8.DecodeRuneInString(s)
	const cyrillic = "абвгдежзиклмнопрстуфхцчшщэюя" // without ё, й, ь, ы, ъ, as in lists
	switch {
	case r >= '①' && r <= '⑳':
		return int(r-'①') + 1
	case r >= 'Ⅰ' && r <= 'Ⅻ':
		return int(r-'Ⅰ') + 1
	case strings.ContainsRune(hangul, r):
		return strings.IndexRune(hangul, r)/len("가") + 1
	case strings.Trim(strings.ToUpper(s), "IVXLC") == "" && s != "" && !(len(s) == 1 && strings.ContainsAny(s, "cl")):
		return romanValue(strings.ToUpper(s))
	case r == 'đ':
		return 5
	case strings.ContainsRune(cyrillic, r):
		return strings.IndexRune(cyrillic, r)/len("а") + 1
	case len(s) == size && r < 0x80:
		return int(r|0x20-'a') + 1
	}
	return hanValue(s)
}

func romanValue(s string) int {
	values := map[byte]int{'I': 1, 'V': 5, 'X': 10, 'L': 50, 'C': 100}
	total := 0
	for i := range len(s) {
		v := values[s[i]]
		if i+1 < len(s) && values[s[i+1]] > v {
			v = -v
		}
		total += v
	}
	return total
}

func hanValue(s string) int {
	const ones = "零一二三四五六七八九"
	total, cur := 0, 0
	for _, r := range s {
		switch r {
		case '百':
			total += max(cur, 1) * 100
			cur = 0
		case '十':
			total += max(cur, 1) * 10
			cur = 0
		case '〇', '○':
			cur = 0
		case ' ', '\t', '\u3000': // spacedHan
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

func narrowDigits(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r == '\u3000', r == '\u00a0':
			return ' '
		}
		return r
	}, s)
}

func startsWithDigit(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

// offset returns the byte offset of the nth rune of s.
func offset(s string, n int) int {
	for i := range s {
		if n == 0 {
			return i
		}
		n--
	}
	return len(s)
}
