package office

import (
	"fmt"
	"strconv"
	"strings"
)

// MaxLabel is the length in bytes of the longest text that a list may put
// around its numbers. Programs allow a few dozen characters; a longer one would
// be repeated for every paragraph.
const MaxLabel = 255

// Number returns n as a counter of the given format prints it. The formats
// are those of Office Open XML (ECMA-376 part 1, 17.18.59), and
// ganadaEnclosedCircle and chosungEnclosedCircle of Korean programs; what is
// unknown, or too large for its series, counts in digits.
func Number(format string, n int) string {
	if s := number(format, n); s != "" || format == "none" || format == "bullet" {
		return s
	}
	return strconv.Itoa(n)
}

func number(format string, n int) string {
	switch format {
	case "none", "bullet":
		return ""
	case "decimalZero":
		return fmt.Sprintf("%02d", n)
	case "numberInDash":
		return "- " + strconv.Itoa(n) + " -"
	case "hex":
		return fmt.Sprintf("%X", n)
	case "upperRoman":
		return roman(n)
	case "lowerRoman":
		return strings.ToLower(roman(n))
	case "ordinal":
		return strconv.Itoa(n) + ordinalEnd(n)
	case "cardinalText":
		return english(n, ones)
	case "ordinalText":
		return english(n, firsts)
	case "chineseCounting", "taiwaneseCounting":
		if n < 100 {
			return han.count(n)
		}
		return places("○一二三四五六七八九", n)
	case "chineseCountingThousand", "taiwaneseCountingThousand":
		return han.count(n)
	case "chineseLegalSimplified":
		return hanLegal.count(n)
	case "ideographLegalTraditional":
		return hanLegalTraditional.count(n)
	case "japaneseCounting":
		return kanji.count(n)
	case "japaneseLegal":
		return kanjiLegal.count(n)
	case "koreanCounting":
		return korean.count(n)
	case "koreanLegal":
		return koreanNative(n)
	case "hebrew1":
		return hebrew(n)
	case "ideographZodiacTraditional":
		if n > 0 {
			return nth(stems, (n-1)%10+1) + nth(branches, (n-1)%12+1)
		}
	}
	if digits, ok := digitsOf[format]; ok {
		return places(digits, n)
	}
	if series, ok := seriesOf[format]; ok {
		if n > 0 && len([]rune(series)) >= n {
			return nth(series, n)
		}
		return ""
	}
	if letters, ok := lettersOf[format]; ok {
		return repeat(letters, n)
	}
	return ""
}

const (
	stems    = "甲乙丙丁戊己庚辛壬癸"
	branches = "子丑寅卯辰巳午未申酉戌亥"
)

// digitsOf are the formats that write n in places of ten, with digits of
// their own.
var digitsOf = map[string]string{
	"decimalFullWidth":           "０１２３４５６７８９",
	"decimalFullWidth2":          "０１２３４５６７８９",
	"ideographDigital":           "〇一二三四五六七八九",
	"japaneseDigitalTenThousand": "〇一二三四五六七八九",
	"taiwaneseDigital":           "○一二三四五六七八九",
	"koreanDigital":              "영일이삼사오육칠팔구",
	"koreanDigital2":             "零一二三四五六七八九",
	"hindiNumbers":               "०१२३४५६७८९",
	"thaiNumbers":                "๐๑๒๓๔๕๖๗๘๙",
}

// seriesOf are the formats that end where their characters do.
var seriesOf = map[string]string{
	"decimalEnclosedCircle":        circled,
	"decimalEnclosedCircleChinese": circled,
	"decimalEnclosedParen":         "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
	"decimalEnclosedFullstop":      "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
	"ideographEnclosedCircle":      "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
	"ideographTraditional":         stems,
	"ideographZodiac":              branches,
	"ganadaEnclosedCircle":         "㉮㉯㉰㉱㉲㉳㉴㉵㉶㉷㉸㉹㉺㉻",
	"chosungEnclosedCircle":        "㉠㉡㉢㉣㉤㉥㉦㉧㉨㉩㉪㉫㉬㉭",
}

const circled = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿"

// lettersOf are the formats that begin again with doubled letters: z, aa, bb.
var lettersOf = map[string]string{
	"lowerLetter":     "abcdefghijklmnopqrstuvwxyz",
	"upperLetter":     "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
	"ganada":          "가나다라마바사아자차카타파하",
	"chosung":         "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ",
	"aiueo":           "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ",
	"aiueoFullWidth":  "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン",
	"iroha":           "ｲﾛﾊﾆﾎﾍﾄﾁﾘﾇﾙｦﾜｶﾖﾀﾚｿﾂﾈﾅﾗﾑｳヰﾉｵｸﾔﾏｹﾌｺｴﾃｱｻｷﾕﾒﾐｼヱﾋﾓｾｽﾝ",
	"irohaFullWidth":  "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン",
	"russianLower":    "абвгдежзиклмнопрстуфхцчшщыэюя",
	"russianUpper":    "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ",
	"arabicAlpha":     "أبتثجحخدذرزسشصضطظعغفقكلمنهوي",
	"arabicAbjad":     "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ",
	"hebrew2":         "אבגדהוזחטיכלמנסעפצקרשת",
	"thaiLetters":     "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ",
	"hindiConsonants": "कखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसह",
	"chicago":         "*†‡§",
}

// nth returns the nth character of s, from 1.
func nth(s string, n int) string { return string([]rune(s)[n-1]) }

// repeat counts with letters: after the last, the first comes twice.
func repeat(letters string, n int) string {
	count := len([]rune(letters))
	if n < 1 || n > 30*count {
		return ""
	}
	return strings.Repeat(nth(letters, (n-1)%count+1), (n-1)/count+1)
}

// places writes n with ten digits.
func places(digits string, n int) string {
	if n < 0 {
		return ""
	}
	table := []rune(digits)
	var b strings.Builder
	for _, c := range strconv.Itoa(n) {
		b.WriteRune(table[c-'0'])
	}
	return b.String()
}

func roman(n int) string {
	if n < 1 || n > 3999 {
		return ""
	}
	var b strings.Builder
	for _, r := range []struct {
		value int
		text  string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= r.value; n -= r.value {
			b.WriteString(r.text)
		}
	}
	return b.String()
}

// A counting writes numbers as they are spoken in East Asia: 二百三十五.
type counting struct {
	digits string // from zero
	tens   string // ten, hundred, thousand, and ten thousand
	zero   bool   // an empty place between others is said once
	one    int    // first power of ten whose one is said
	ten    bool   // 10 to 19 leave the one out
}

var (
	han                 = counting{"零一二三四五六七八九", "十百千万", true, 1, true}
	hanLegal            = counting{"零壹贰叁肆伍陆柒捌玖", "拾佰仟萬", true, 1, false}
	hanLegalTraditional = counting{"零壹貳參肆伍陸柒捌玖", "拾佰仟萬", true, 1, false}
	kanji               = counting{"〇一二三四五六七八九", "十百千万", false, 4, true}
	kanjiLegal          = counting{"零壱弐参四伍六七八九", "拾百阡萬", false, 1, false}
	korean              = counting{"영일이삼사오육칠팔구", "십백천만", false, 4, true}
)

// count writes n, which is below 100,000.
func (c counting) count(n int) string {
	digits, tens := []rune(c.digits), []rune(c.tens)
	if n < 0 || n > 99999 {
		return ""
	}
	if n < 10 {
		return string(digits[n])
	}
	var b strings.Builder
	gap := false
	number := strconv.Itoa(n)
	for i := range len(number) {
		d, power := number[i]-'0', len(number)-1-i
		if d == 0 {
			gap = true
			continue
		}
		if gap && c.zero {
			b.WriteRune(digits[0])
		}
		gap = false
		if d > 1 || power == 0 || power >= c.one && !(c.ten && power == 1 && i == 0) {
			b.WriteRune(digits[d])
		}
		if power > 0 {
			b.WriteRune(tens[power-1])
		}
	}
	return b.String()
}

// koreanNative counts one, two, three in Korean words, to 99.
func koreanNative(n int) string {
	if n < 1 || n > 99 {
		return ""
	}
	tens := strings.Split(" 열 스물 서른 마흔 쉰 예순 일흔 여든 아흔", " ")
	units := strings.Split(" 하나 둘 셋 넷 다섯 여섯 일곱 여덟 아홉", " ")
	return tens[n/10] + units[n%10]
}

// hebrew writes n in Hebrew numerals, without marks.
func hebrew(n int) string {
	if n < 1 || n > 999 {
		return ""
	}
	var b strings.Builder
	for _, v := range []struct {
		value int
		text  string
	}{{400, "ת"}, {300, "ש"}, {200, "ר"}, {100, "ק"}, {90, "צ"}, {80, "פ"}, {70, "ע"}, {60, "ס"}, {50, "נ"}, {40, "מ"}, {30, "ל"}, {20, "כ"}, {16, "טז"}, {15, "טו"}, {10, "י"}, {9, "ט"}, {8, "ח"}, {7, "ז"}, {6, "ו"}, {5, "ה"}, {4, "ד"}, {3, "ג"}, {2, "ב"}, {1, "א"}} {
		for n >= v.value && (v.value < 15 || v.value > 16 || n == v.value) {
			b.WriteString(v.text)
			n -= v.value
		}
	}
	return b.String()
}

func ordinalEnd(n int) string {
	if n%100 >= 11 && n%100 <= 13 {
		return "th"
	}
	switch n % 10 {
	case 1:
		return "st"
	case 2:
		return "nd"
	case 3:
		return "rd"
	}
	return "th"
}

var (
	ones   = strings.Fields("Zero One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve Thirteen Fourteen Fifteen Sixteen Seventeen Eighteen Nineteen")
	firsts = strings.Fields("Zeroth First Second Third Fourth Fifth Sixth Seventh Eighth Ninth Tenth Eleventh Twelfth Thirteenth Fourteenth Fifteenth Sixteenth Seventeenth Eighteenth Nineteenth")
	tens   = strings.Fields("- - Twenty Thirty Forty Fifty Sixty Seventy Eighty Ninety")
)

// english writes n below 100 in words that end with one of last.
func english(n int, last []string) string {
	switch {
	case n < 0 || n > 99:
		return ""
	case n < 20:
		return last[n]
	case n%10 > 0:
		return tens[n/10] + "-" + strings.ToLower(last[n%10])
	case &last[0] == &firsts[0]:
		return strings.TrimSuffix(tens[n/10], "y") + "ieth"
	}
	return tens[n/10]
}
