package charset

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A model says how many bits a character costs in a language: few for those
// that its texts are full of, many for those that they never hold. The sum is
// how unlikely a text is, so readings of the same bytes can be compared.
type model struct {
	common  map[rune]float64
	rare    func(r rune) float64       // of characters that are not common
	context func(prev, r rune) float64 // what r costs extra behind prev; or nil
	alone   bool                       // its letters do not mix with ASCII's within a word
}

const (
	asciiBits  = 5  // of an ASCII character, in every language
	wrongBits  = 30 // of a byte that is not in the encoding
	alienBits  = 20 // of a character that the language never uses
	switchBits = 2  // extra, of a change of alphabet
	mixedBits  = 4  // extra, of a change within a word
)

// bits returns the cost of s.
func (m *model) bits(s string) float64 {
	total := 0.0
	prev := ' '
	foreign := false // the last word was in ASCII's letters
	for _, r := range s {
		if letter := unicode.IsLetter(r); letter && m.alone {
			if ascii := r < utf8.RuneSelf; ascii != foreign {
				foreign = ascii
				total += switchBits
				if unicode.IsLetter(prev) {
					total += mixedBits
				}
			}
		}
		switch {
		case r < utf8.RuneSelf:
			total += asciiBits
		case r == utf8.RuneError || 0x80 <= r && r < 0xa0:
			total += wrongBits
		default:
			c, ok := m.common[r]
			if !ok {
				c = m.rare(r)
			}
			if m.context != nil {
				c += m.context(prev, r)
			}
			total += c
		}
		prev = r
	}
	return total
}

// marks are the signs that East Asian texts of all languages use.
const marks = "　、。，．・：；？！〈〉《》「」『』【】（）“”‘’…―—～·"

// ideographic returns the model of a language in which the given characters
// make up most of each text, and the rest is of the class that other prices.
func ideographic(common string, bits float64, other func(r rune) float64) *model {
	m := &model{common: map[rune]float64{}, rare: other, alone: true}
	for _, r := range marks {
		m.common[r] = 8
	}
	for _, r := range common {
		if !unicode.IsSpace(r) {
			m.common[r] = bits
		}
	}
	return m
}

func symbolBits(r rune) float64 {
	if unicode.IsPunct(r) || unicode.IsSymbol(r) || unicode.IsSpace(r) || 0xff00 <= r && r < 0xff60 {
		return 13
	}
	return alienBits
}

var koreanText = ideographic(koreanSyllables, 8, func(r rune) float64 {
	switch {
	case '가' <= r && r <= '힣':
		return 12.5
	case unicode.Is(unicode.Han, r):
		return 14.5
	}
	return symbolBits(r)
})

var simplifiedText = ideographic(simplifiedHan, 8.8, func(r rune) float64 {
	switch {
	case 0x4e00 <= r && r < 0xa000:
		return 13.5
	case unicode.Is(unicode.Han, r), unicode.Is(unicode.Hiragana, r), unicode.Is(unicode.Katakana, r):
		return 18
	case unicode.Is(unicode.Hangul, r):
		return 24 // four bytes in GB 18030
	}
	return symbolBits(r)
})

var traditionalText = ideographic(traditionalHan, 8.8, simplifiedText.rare)

var japaneseText = ideographic(japaneseHan, 9.5, func(r rune) float64 {
	switch {
	case 'ァ' <= r && r <= 'ー':
		return 8.5
	case 'ｦ' <= r && r <= 'ﾟ': // half-width: what wrong bytes look like in Shift_JIS
		return 11
	case 0x4e00 <= r && r < 0xa000:
		return 13.5
	}
	return symbolBits(r)
})

func init() {
	for i, r := range []rune("のにはをたがでてとしれさいるなもかすらりこまきあっくよそんうえどけだつわめせお") {
		japaneseText.common[r] = 5 + float64(i)/13
	}
	for r := 'ぁ'; r <= 'ん'; r++ {
		if _, ok := japaneseText.common[r]; !ok {
			japaneseText.common[r] = 9
		}
	}
}

// alphabetic returns the model of a language in an alphabet of its own. Its
// lower-case letters are given from the most to the least frequent.
func alphabetic(letters string) *model {
	m := &model{common: map[rune]float64{}, rare: foreignBits, alone: true}
	i := 0
	for _, r := range letters {
		m.common[r] = 3.2 + 0.15*float64(i)
		if u := unicode.ToUpper(r); u != r {
			m.common[u] = m.common[r] + 1
		}
		i++
	}
	m.context = caseBits
	return m
}

// foreignBits prices what is not a letter of the language: quotation marks
// and dashes are in all of them, other signs are few.
func foreignBits(r rune) float64 {
	if strings.ContainsRune("\u00a0«»“”„‘’–—…§№°€·", r) {
		return 10
	}
	return symbolBits(r)
}

// caseBits makes capitals inside words dear: a wrong reading is full of them.
func caseBits(prev, r rune) float64 {
	switch {
	case !unicode.IsUpper(r):
		return 0
	case unicode.IsLower(prev):
		return 7
	case unicode.IsUpper(prev):
		return 0.5
	}
	return 2
}

// thaiText is alphabetic, but its vowels and tones have to stand on consonants.
var thaiText = func() *model {
	m := alphabetic("านรกอเงมยลวดทสต่ะี้ปบค์หแิัจพูชข็ุใไืโผธศณถษฐภึญำซฟฉฎฝฆฏฮฒฬฑฌฯๆ๐๑๒๓๔๕๖๗๘๙")
	m.context = func(prev, r rune) float64 {
		switch {
		case !unicode.Is(unicode.Mn, r):
			return 0
		case 'ก' <= prev && prev <= 'ฮ' || unicode.Is(unicode.Mn, prev):
			return -1
		}
		return 15
	}
	return m
}()

// latin returns the model of a language that adds the given letters to
// ASCII's.
func latin(letters string) *model {
	m := &model{common: map[rune]float64{}, rare: latinRare, context: latinContext}
	i := 0
	for _, r := range letters {
		m.common[r] = 5.5 + 0.1*float64(i)
		if u := unicode.ToUpper(r); u != r {
			m.common[u] = m.common[r] + 1
		}
		i++
	}
	return m
}

func latinRare(r rune) float64 {
	switch {
	case strings.ContainsRune("\u00a0«»“”„‘’‚–—…§°€•©®", r):
		return 6
	case unicode.IsLetter(r):
		return 14
	}
	return symbolBits(r)
}

// latinContext knows that letters with accents stand among letters without,
// and signs do not stand inside words.
func latinContext(prev, r rune) float64 {
	switch {
	case unicode.IsLetter(r) && prev >= 0xc0 && unicode.IsLetter(prev):
		return 5 + caseBits(prev, r)
	case unicode.IsLetter(r) && unicode.IsUpper(r) && unicode.IsLower(prev):
		return 6
	case unicode.IsSymbol(r) && unicode.IsLetter(prev):
		return 5
	case unicode.IsLetter(r) && !unicode.IsLetter(prev):
		return 1
	}
	return 0
}

// vietnameseText, in windows-1258, has its tones behind the vowels.
var vietnameseText = func() *model {
	m := latin("àáâãèéêìíòóôõùúýăđĩũơư\u0300\u0301\u0303\u0309\u0323")
	m.context = func(prev, r rune) float64 {
		switch {
		case unicode.Is(unicode.Mn, r):
			if strings.ContainsRune("aeiouyAEIOUYăâêôơưĂÂÊÔƠƯ", prev) {
				return -1
			}
			return 15
		case unicode.IsUpper(r) && unicode.IsLower(prev):
			return 6
		}
		return 0
	}
	return m
}()
