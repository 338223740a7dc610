package check

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// An amount is a number as a text has it, whatever it is written in.
type amount struct {
	value   float64
	text    string // as written, with its scale and what follows: "32개"
	unit    string // a word that tells what it counts: "%", "年", "개월"
	figures bool   // written in digits
	at      int    // where it begins, in bytes
}

// Words that multiply the number before them.
var scales = map[string]float64{
	"십": 10, "백": 100, "천": 1e3, "만": 1e4, "십만": 1e5, "백만": 1e6, "천만": 1e7, "억": 1e8, "십억": 1e9, "백억": 1e10, "천억": 1e11, "조": 1e12,
	"十": 10, "百": 100, "千": 1e3, "万": 1e4, "萬": 1e4, "十万": 1e5, "百万": 1e6, "百萬": 1e6, "千万": 1e7, "千萬": 1e7, "亿": 1e8, "億": 1e8, "十亿": 1e9, "百亿": 1e10, "千亿": 1e11,
	"万亿": 1e12, "萬億": 1e12, "兆": 1e12,
	"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "bn": 1e9, "mln": 1e6,
	"nghìn": 1e3, "ngàn": 1e3, "triệu": 1e6, "tỷ": 1e9, "tỉ": 1e9, "nghìn tỷ": 1e12, "ribu": 1e3, "juta": 1e6, "miliar": 1e9, "triliun": 1e12,
	"тыс": 1e3, "тысяч": 1e3, "тысячи": 1e3, "млн": 1e6, "миллион": 1e6, "миллиона": 1e6, "миллионов": 1e6, "млрд": 1e9, "миллиард": 1e9, "миллиарда": 1e9, "миллиардов": 1e9, "трлн": 1e12,
}

// digitsRE matches a number in digits, with what groups or divides them.
var digitsRE = regexp.MustCompile(`\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d{1,3}(?:[  ]\d{3})+\b|\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?|\d+(?:[.．]\d+)?`)

// scaleRE matches a scale behind a number. 조 is a scale only before money: it
// is an article of a law too.
var scaleRE = regexp.MustCompile(`^\s?(십만|백만|천만|십억|백억|천억|조(?:\s?(?:원|달러|위안|엔|동|유로|루피아|\d))|[십백천만억]|万亿|萬億|[十百千]?[万亿萬億]|[百千](?:[^\p{Han}]|$)|(?i:thousand|million|billion|trillion|bn|mln)\b|nghìn tỷ|nghìn|ngàn|triệu|tỷ|tỉ|ribu|juta|miliar|triliun|тыс|тысячи?|млн|миллион(?:а|ов)?|млрд|миллиард(?:а|ов)?|трлн)`)

// unitRE matches what tells of time or shares behind a number.
var unitRE = regexp.MustCompile(`^\s?(%|％|‰|퍼센트|프로|百分点|个百分点|포인트|percent|per cent|persen|phần trăm|процент|개월|個月|个月|か月|ヶ月|months?|bulan|tháng|месяц|시간|小时|小時|時間|hours?|분(?:[^야의]|$)|分钟|分鐘|分間|minutes?|주(?:일|간|[^민요식택체차])|周|週間|weeks?|년|年|years?|năm|tahun|일|日|天|days?|hari|ngày)`)

// amounts returns the numbers in a text, in digits or in words, in order.
func amounts(text string) []amount {
	text = narrow(text)
	var out []amount
	for _, m := range digitsRE.FindAllStringIndex(text, -1) {
		out = append(out, figure(text, m[0], m[1]))
	}
	out = append(out, mixed(text)...)
	out = append(out, hanAmounts(text)...)
	return append(out, wordAmounts(text)...)
}

// figure reads the number in digits at text[i:j].
func figure(text string, i, j int) amount {
	a := amount{value: parseFigure(text[i:j]), figures: true, at: i}
	end := j
	if m := scaleRE.FindStringSubmatch(head(text[end:])); m != nil {
		scale := strings.ToLower(m[1])
		if strings.HasPrefix(scale, "조") {
			scale = "조"
		}
		scale = strings.TrimRightFunc(scale, func(r rune) bool { return scales[scale] == 0 && (r < 0x80 || unicode.IsPunct(r)) })
		if s, ok := scales[scale]; ok {
			a.value *= s
			end += strings.Index(text[end:], scale[:1]) + len(scale)
		}
	}
	if m := unitRE.FindStringSubmatch(head(text[end:])); m != nil {
		a.unit = m[1]
		end += strings.Index(text[end:], m[1]) + len(m[1])
	}
	a.text = strings.TrimSpace(text[i:end])
	return a
}

// nearby is how much of a text, in bytes, is looked at behind or before a place:
// no more, for texts may be long.
const nearby = 96

// head returns how a text begins, and tail how it ends.
func head(s string) string {
	if len(s) <= nearby {
		return s
	}
	n := nearby
	for !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

func tail(s string) string {
	if len(s) <= nearby {
		return s
	}
	n := len(s) - nearby
	for n < len(s) && !utf8.RuneStart(s[n]) {
		n++
	}
	return s[n:]
}

func parseFigure(s string) float64 {
	s = strings.NewReplacer("，", "", " ", "", " ", "", "．", ".").Replace(s)
	if strings.Count(s, ".") > 1 { // 1.000.000,5
		s = strings.ReplaceAll(strings.ReplaceAll(s, ".", ""), ",", ".")
	}
	v, _ := strconv.ParseFloat(strings.ReplaceAll(s, ",", ""), 64)
	return v
}

// narrow writes full-width digits and signs as others have them.
func narrow(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return r >= 0xFF00 && r <= 0xFF5E }) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r >= '０' && r <= '９' || r == '％' || r == '．' {
			n, _ := utf8.DecodeRuneInString(width.Narrow.String(string(r)))
			return n
		}
		return r
	}, s)
}

// mixedRE matches numbers that take turns with scales: 3만 5천, 1亿2000万, 1억2천만.
var mixedRE = regexp.MustCompile(`(?:\d+(?:[.,]\d+)*\s?(?:조|억|만|천|백|兆|亿|億|万|萬|千|百)+\s?){1,4}(?:\d+)?`)

var mixedPartRE = regexp.MustCompile(`(\d+(?:[.,]\d+)*)\s?((?:조|억|만|천|백|兆|亿|億|万|萬|千|百)*)`)

// mixed reads the numbers that are a sum of such parts.
func mixed(text string) []amount {
	var out []amount
	for _, m := range mixedRE.FindAllStringIndex(text, -1) {
		parts := mixedPartRE.FindAllStringSubmatch(text[m[0]:m[1]], -1)
		if len(parts) < 2 {
			continue
		}
		total, small := 0.0, 0.0
		for _, p := range parts {
			v := parseFigure(p[1])
			for _, r := range p[2] {
				s := scales[string(r)]
				if s >= 1e4 && small > 0 {
					total += (small + v) * s
					v, small = 0, 0
					continue
				}
				v *= s
			}
			if strings.ContainsAny(p[2], "조억만兆亿億万萬") {
				total += v
				continue
			}
			small += v
		}
		out = append(out, amount{value: total + small, text: text[m[0]:m[1]], at: m[0]})
	}
	return out
}

const hanDigits = "零一二三四五六七八九"

var hanRE = regexp.MustCompile(`百分之[零〇一二三四五六七八九十百两点]+|[一二三四五六七八九十百千两]+分之[零〇一二三四五六七八九十百两点]+|[零〇○一二三四五六七八九十百千万亿億萬两兩]+(?:点[零〇一二三四五六七八九]+)?`)

// hanAmounts returns the numbers that are written in Han characters. Where one
// can be read in two ways, as that of the plan 十四五, both are.
func hanAmounts(text string) []amount {
	var out []amount
	for _, m := range hanRE.FindAllStringIndex(text, -1) {
		s := text[m[0]:m[1]]
		add := func(v float64, unit string) {
			out = append(out, amount{value: v, text: s, unit: unit, at: m[0]})
		}
		if share, ok := strings.CutPrefix(s, "百分之"); ok {
			add(hanValue(share), "%")
			continue
		}
		if d, n, ok := strings.Cut(s, "分之"); ok && hanValue(d) > 0 {
			add(hanValue(n)/hanValue(d)*100, "%")
			add(hanValue(n), "")
			add(hanValue(d), "")
			continue
		}
		add(hanValue(s), "")
		for i, r := range s { // its parts: 十四五 is 14 and 5
			if i > 0 {
				add(hanValue(s[:i]), "")
				add(hanValue(s[i:]), "")
			}
			if d := strings.IndexRune(hanDigits, r); d > 0 {
				add(float64(d/len("零")), "")
			}
		}
		if rest := text[m[1]:]; strings.HasPrefix(rest, "成") {
			add(hanValue(s)*10, "%")
		}
	}
	return out
}

// hanValue reads a number in Han characters: digits one after the other
// (二〇三五), or with scales (两千三百万).
func hanValue(s string) float64 {
	whole, fraction, _ := strings.Cut(s, "点")
	total, section, digit := 0.0, 0.0, -1.0
	plain, digits := true, ""
	for _, r := range whole {
		switch {
		case r == '〇' || r == '○':
			r = '零'
		case r == '两' || r == '兩':
			r = '二'
		}
		if i := strings.IndexRune(hanDigits, r); i >= 0 {
			digit = float64(i / len("零"))
			digits += strconv.Itoa(i / len("零"))
			continue
		}
		plain = false
		switch s := scales[string(r)]; {
		case s >= 1e4:
			total = (total + section + max(digit, 0)) * s
			section, digit = 0, -1
		default:
			if digit < 0 {
				digit = 1
			}
			section += digit * s
			digit = -1
		}
	}
	v := total + section + max(digit, 0)
	if plain && len(digits) > 1 {
		v, _ = strconv.ParseFloat(digits, 64)
	}
	for i, r := range []rune(fraction) {
		if d := strings.IndexRune(strings.ReplaceAll(hanDigits, "〇", "零"), r); d >= 0 {
			v += float64(d/len("零")) * math.Pow(10, -float64(i+1))
		}
	}
	return v
}
