package check

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Words for numbers, as texts have them instead of digits. Those that other
// words may hold stand with what they count.
var numberWords = map[string][]float64{
	// Korean
	"한": {1}, "하나": {1}, "하루": {1}, "첫": {1}, "두": {2}, "둘": {2}, "이틀": {2}, "세": {3}, "셋": {3}, "사흘": {3}, "석": {3}, "네": {4}, "넷": {4}, "나흘": {4}, "넉": {4},
	"다섯": {5}, "닷새": {5}, "여섯": {6}, "엿새": {6}, "일곱": {7}, "이레": {7}, "여덟": {8}, "여드레": {8}, "아홉": {9}, "아흐레": {9}, "열": {10}, "열흘": {10}, "열하나": {11}, "열한": {11},
	"열두": {12}, "열둘": {12}, "열세": {13}, "열네": {14}, "열다섯": {15}, "보름": {15}, "스무": {20}, "스물": {20}, "서른": {30}, "마흔": {40}, "쉰": {50}, "예순": {60}, "일흔": {70}, "여든": {80}, "아흔": {90},
	"절반": {50, 0.5, 2}, "반": {50, 0.5}, "갑절": {2}, "곱절": {2},
	// Chinese
	"一半": {50, 0.5, 2}, "减半": {50, 0.5, 2}, "減半": {50, 0.5, 2}, "翻番": {2, 100}, "翻一番": {2, 100}, "双": {2}, "雙": {2}, "半年": {6, 0.5}, "半": {0.5, 50}, "首": {1}, "每": {1},
	"季度": {3}, "周": {7, 1}, "旬": {10},
	// English
	"one": {1}, "a": {1}, "an": {1}, "once": {1}, "first": {1}, "single": {1}, "two": {2}, "twice": {2}, "double": {2, 100}, "doubled": {2, 100}, "second": {2}, "both": {2}, "pair": {2}, "three": {3}, "third": {3, 1.0 / 3 * 100}, "triple": {3},
	"four": {4}, "fourth": {4}, "quarter": {25, 0.25, 4, 3}, "five": {5}, "fifth": {5, 20}, "six": {6}, "sixth": {6}, "seven": {7}, "seventh": {7}, "eight": {8}, "eighth": {8}, "nine": {9}, "ninth": {9}, "ten": {10}, "tenth": {10}, "tenfold": {10},
	"eleven": {11}, "twelve": {12}, "dozen": {12}, "thirteen": {13}, "fourteen": {14}, "fortnight": {14, 2}, "fifteen": {15}, "sixteen": {16}, "seventeen": {17}, "eighteen": {18}, "nineteen": {19},
	"twenty": {20}, "thirty": {30}, "forty": {40}, "fifty": {50}, "sixty": {60}, "seventy": {70}, "eighty": {80}, "ninety": {90}, "hundred": {100}, "thousand": {1000}, "half": {50, 0.5, 2}, "halved": {50, 0.5, 2},
	"week": {7, 1}, "month": {1, 30}, "year": {12, 1}, "day": {24, 1}, "hour": {60, 1},
	// Vietnamese
	"một": {1}, "hai": {2}, "ba": {3}, "bốn": {4}, "tư": {4}, "năm": {5}, "sáu": {6}, "bảy": {7}, "tám": {8}, "chín": {9}, "mười": {10}, "nửa": {50, 0.5},
	// Indonesian
	"satu": {1}, "dua": {2}, "tiga": {3}, "empat": {4}, "lima": {5}, "enam": {6}, "tujuh": {7}, "delapan": {8}, "sembilan": {9}, "sepuluh": {10}, "sebelas": {11}, "belas": {10}, "puluh": {10}, "setengah": {50, 0.5}, "separuh": {50, 0.5},
	// Russian
	"один": {1}, "одна": {1}, "одного": {1}, "одной": {1}, "первый": {1}, "первого": {1}, "два": {2}, "две": {2}, "двух": {2}, "дважды": {2}, "три": {3}, "трех": {3}, "трёх": {3}, "четыре": {4}, "четырех": {4}, "четырёх": {4},
	"пять": {5}, "пяти": {5}, "шесть": {6}, "шести": {6}, "семь": {7}, "семи": {7}, "восемь": {8}, "восьми": {8}, "девять": {9}, "девяти": {9}, "десять": {10}, "десяти": {10}, "половина": {50, 0.5}, "половины": {50, 0.5},
}

var (
	wordRE    = regexp.MustCompile(`[\p{L}\p{M}]+`)
	englishRE = regexp.MustCompile(`(?i)\b(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](hundred|thousand|million|billion|one|two|three|four|five|six|seven|eight|nine|fifth|tenth|quarter|third)s?)?(?: and a (half|quarter))?\b`)
	solidRE   = regexp.MustCompile(strings.Join(solidWords(), "|"))
)

// solidWords are the words of scripts that write them without spaces, the
// longest first.
func solidWords() []string {
	var words []string
	for w := range numberWords {
		if r, _ := utf8.DecodeRuneInString(w); unicode.In(r, unicode.Hangul, unicode.Han) {
			words = append(words, w)
		}
	}
	slices.SortFunc(words, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	return words
}

// wordAmounts returns the numbers that are written as words. It finds too many:
// what it returns may be in a text, and is never asked for.
func wordAmounts(text string) []amount {
	var out []amount
	for _, m := range solidRE.FindAllStringIndex(text, -1) {
		for _, v := range numberWords[text[m[0]:m[1]]] {
			out = append(out, amount{value: v, text: text[m[0]:m[1]], at: m[0]})
		}
	}
	if !strings.ContainsFunc(text, alphabetic) {
		return out
	}
	for _, m := range wordRE.FindAllStringIndex(text, -1) {
		w := strings.ToLower(text[m[0]:m[1]])
		for _, v := range numberWords[w] {
			out = append(out, amount{value: v, text: w, at: m[0]})
		}
		if v := numberWords[strings.TrimSuffix(w, "s")]; len(w) > 1 && v != nil {
			out = append(out, amount{value: v[0], text: w, at: m[0]})
		}
	}
	for _, m := range englishRE.FindAllStringSubmatchIndex(text, -1) {
		part := func(g int) float64 {
			if m[g] < 0 {
				return 0
			}
			if v := numberWords[strings.ToLower(text[m[g]:m[g+1]])]; v != nil {
				return v[0]
			}
			return scales[strings.ToLower(text[m[g]:m[g+1]])]
		}
		v := part(2)
		switch second := part(4); {
		case second >= 100:
			v *= second
		case v >= 20:
			v += second
		}
		if m[6] >= 0 {
			v += map[string]float64{"half": 0.5, "quarter": 0.25}[strings.ToLower(text[m[6]:m[7]])]
		}
		out = append(out, amount{value: v, text: text[m[0]:m[1]], at: m[0]})
	}
	return out
}
