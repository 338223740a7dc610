package lang

import (
	"strings"
	"unicode"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/language"
)

// words are frequent small words of languages in Latin script, chosen so
// that few of them mean anything in another of the list.
var words = map[language.Tag]map[string]bool{
	language.English:    set("the of and to in is that for on with by are was be this which from has have its at an not or will shall must may"),
	language.Indonesian: set("yang dan di untuk dengan dari pada dalam ini itu adalah atau tidak akan oleh sebagai telah dapat ke bahwa setiap wajib kepada pasal tentang"),
	language.Malay:      set("ialah bagi boleh hendaklah mengenai daripada kerana"),
	language.French:     set("le la les des et est dans pour une que qui sur par avec au aux du ne pas"),
	language.German:     set("der die das und ist von mit den dem für auf ein eine nicht zu werden des im"),
	language.Spanish:    set("el los las y del una por con para que se su es en como más"),
	language.Portuguese: set("os as uma não para com por dos das ao pela pelo é em"),
	language.Vietnamese: set("của và các cho được trong này theo là có không với về"),
}

// cyrillicLetters are letters that Russian does not have.
var cyrillicLetters = map[language.Tag]string{
	language.Ukrainian: "іїєґ",
	language.Kazakh:    "әғқңөұүһ",
	language.Mongolian: "өү",
	language.Uzbek:     "ўҳ",
}

func set(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

// byWords returns the language of Latin text by its small words, or by the
// letters that only Vietnamese has; Und where neither tells. A few words do
// not outweigh what the document is in otherwise.
func byWords(text string, usual language.Tag) language.Tag {
	best, most := language.Und, 0
	hits := wordHits(text)
	for tag, n := range hits {
		if tag != usual && usual != language.Und && tag != language.Vietnamese && n < 3 && n <= hits[usual]+1 {
			continue
		}
		if n > most || n == most && tag.String() < best.String() {
			best, most = tag, n
		}
	}
	return best
}

// wordHits counts the words of a text that tell its language. All words of a
// text with the letters that only Vietnamese has are Vietnamese.
func wordHits(text string) map[language.Tag]int {
	lower := strings.ToLower(text)
	all := strings.FieldsFunc(lower, func(r rune) bool { return !unicode.IsLetter(r) })
	viet, latin := 0, 0
	for _, r := range lower {
		if unicode.Is(unicode.Latin, r) {
			latin++
			if strings.ContainsRune("ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ", r) {
				viet++
			}
		}
	}
	if viet*25 > latin {
		return map[language.Tag]int{language.Vietnamese: len(all)}
	}
	hits := map[language.Tag]int{}
	for _, w := range all {
		for tag, list := range words {
			if list[w] {
				hits[tag]++
			}
		}
	}
	return hits
}

// byLetters returns the language whose own letters text uses most, or plain
// where it uses none.
func byLetters(text string, letters map[language.Tag]string, plain language.Tag) language.Tag {
	best, most := plain, 0
	lower := strings.ToLower(text)
	for tag, own := range letters {
		n := 0
		for _, r := range lower {
			if strings.ContainsRune(own, r) {
				n++
			}
		}
		if n > most || n == most && n > 0 && (len(own) < len(letters[best]) || len(own) == len(letters[best]) && tag.String() < best.String()) {
			best, most = tag, n
		}
	}
	return best
}

// variants counts the characters of text that only simplified or only
// traditional Chinese writes: those that GB 2312 has and Big5 lacks, and the
// other way round.
func variants(text string) (simp, trad int) {
	for _, r := range text {
		if !unicode.Is(unicode.Han, r) {
			continue
		}
		gb, big5 := gb2312.has(r), big5.has(r)
		switch {
		case gb && !big5:
			simp++
		case big5 && !gb:
			trad++
		}
	}
	return simp, trad
}

// A repertoire is the set of characters that an encoding holds.
type repertoire map[rune]bool

var (
	gb2312 = newRepertoire(simplifiedchinese.HZGB2312)
	big5   = newRepertoire(traditionalchinese.Big5)
)

func (s repertoire) has(r rune) bool { return s[r] }

func newRepertoire(e encoding.Encoding) repertoire {
	set := repertoire{}
	enc := e.NewEncoder()
	for r := rune(0x4e00); r <= 0x9fff; r++ {
		if _, err := enc.String(string(r)); err == nil {
			set[r] = true
		}
		enc.Reset()
	}
	return set
}
