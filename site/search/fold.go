package search

import (
	"cmp"
	_ "embed"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A key is a text as it is compared: no difference of case, width, spacing,
// brackets and other punctuation, composed or decomposed characters, Simplified
// and Traditional Chinese is left in it. Its characters are letters, digits and
// marks; "|" stands where there was punctuation, and " " where there was white
// space between two words of a script that parts words by it.
//
// assets/js/search.js makes the same keys; testdata/cases.json holds both to
// one another.

// class is how a character is searched for.
type class int

const (
	none   class = iota
	pair         // Han, Kana, Bopomofo, Hangul: two neighbours are a term
	triple       // Thai, Lao, Burmese, Khmer: three neighbours are a term
	word         // all others: a word is a term
)

// ranges are the characters that are no words, in order, as the client lists
// them in PAIR and TRIPLE.
var ranges = []struct {
	from, to rune
	class    class
}{
	{0x0e00, 0x0eff, triple}, {0x1000, 0x109f, triple}, {0x1100, 0x11ff, pair}, {0x1780, 0x17ff, triple}, {0x2e80, 0x9fff, pair},
	{0xa960, 0xa97f, pair}, {0xa9e0, 0xaa7f, triple}, {0xac00, 0xd7ff, pair}, {0xf900, 0xfaff, pair}, {0x1b000, 0x3ffff, pair},
}

// classOf returns the class of a character of a key.
func classOf(r rune) class {
	switch {
	case r < 0x0e00:
		return word
	case 0x3400 <= r && r <= 0x9fff, 0xac00 <= r && r <= 0xd7a3:
		return pair
	}
	for _, s := range ranges {
		if r <= s.to {
			if r >= s.from {
				return s.class
			}
			break
		}
	}
	return word
}

//go:embed variants.txt
var variantsFile string

// variants leads from a character to the one that stands for it: 發 to 发.
var variants = func() map[rune]rune {
	m := map[rune]rune{}
	for line := range strings.Lines(variantsFile) {
		to, n := utf8.DecodeRuneInString(line)
		for _, from := range strings.TrimSpace(line[n:]) {
			m[from] = to
		}
	}
	return m
}()

// common has what variants says of the characters that most texts are made of.
var common = func() (all [0xa000 - 0x4e00]rune) {
	for i := range all {
		r := rune(0x4e00 + i)
		all[i] = cmp.Or(variants[r], r)
	}
	return all
}()

// variant returns what stands for a character.
func variant(r rune) rune {
	if i := int(r) - 0x4e00; i >= 0 && i < len(common) {
		return common[i]
	}
	if 0xac00 <= r && r <= 0xd7a3 {
		return r
	}
	return cmp.Or(variants[r], r)
}

// A folder makes keys. It may be used again, by one goroutine at a time.
type folder struct {
	strict   bool // accents of letters count
	composed bool // the text is in form NFC
	key      []byte
	last     class
	gap      byte            // ' ' or '|' before the next character, or 0
	met      map[rune]bool   // the characters that variants changed, if not nil
	parts    map[rune]string // what characters that stand alone become
}

// keyOf returns the key of a text. If strict, accents count.
func keyOf(text string, strict bool) string {
	f := folder{strict: strict}
	return f.fold(text)
}

// fold returns the key of a text.
func (f *folder) fold(text string) string {
	if !f.composed && !norm.NFC.IsNormalString(text) {
		text = norm.NFC.String(text)
	}
	f.key, f.last, f.gap = f.key[:0], none, 0
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		end := i + n
		for end < len(text) && text[end] >= 0xcc { // marks begin at U+0300
			m, n := utf8.DecodeRuneInString(text[end:])
			if plain(m) || !unicode.Is(unicode.M, m) && m != 0xff9e && m != 0xff9f {
				break
			}
			end += n
		}
		switch {
		case end > i+n:
			f.addAll(f.part(text[i:end]))
		case r >= 0x80 && !plain(r):
			f.addAll(f.alone(r))
		case 'A' <= r && r <= 'Z':
			f.add(r + 'a' - 'A')
		default:
			f.add(r)
		}
		i = end
	}
	return string(f.key)
}

// plain tells the characters that only stand for themselves, or for a variant.
func plain(r rune) bool {
	return 0x4e00 <= r && r <= 0x9fff || 0xac00 <= r && r <= 0xd7a3
}

// alone returns what a character without marks becomes.
func (f *folder) alone(r rune) string {
	part, ok := f.parts[r]
	if !ok {
		if f.parts == nil {
			f.parts = map[rune]string{}
		}
		part = f.part(string(r))
		f.parts[r] = part
	}
	return part
}

// part returns what a character with the marks on it becomes.
func (f *folder) part(s string) string {
	var b strings.Builder
	var before rune
	for _, r := range norm.NFKD.String(s) {
		accent := 0x300 <= r && r <= 0x36f
		// й is a letter of its own.
		if r == 0x640 || 0x64b <= r && r <= 0x65f || r == 0x670 || accent && !f.strict && before != 'и' && before != 'И' {
			before = r
			continue
		}
		before = r
		r = unicode.ToLower(r)
		if r == 'đ' && !f.strict {
			r = 'd'
		}
		b.WriteRune(r)
	}
	return norm.NFC.String(b.String())
}

func (f *folder) addAll(s string) {
	for _, r := range s {
		f.add(r)
	}
}

// add adds a character that is folded.
func (f *folder) add(r rune) {
	c := pair
	if r >= 0x80 && !plain(r) {
		switch {
		case unicode.Is(unicode.Cf, r), 0xfe00 <= r && r <= 0xfe0f, 0xe0100 <= r && r <= 0xe01ef:
			return
		case unicode.Is(unicode.White_Space, r):
			r = ' '
		case !unicode.In(r, unicode.L, unicode.N, unicode.M):
			r = '|'
		}
	}
	switch {
	case r == ' ', '\t' <= r && r <= '\r':
		if f.gap == 0 {
			f.gap = ' '
		}
		return
	case r < 0x80 && !('a' <= r && r <= 'z' || '0' <= r && r <= '9'):
		f.gap = '|'
		return
	case r < 0x80:
		c = word
	case !plain(r):
		c = classOf(r)
	}
	if c == pair {
		if v := variant(r); v != r {
			if f.met != nil {
				f.met[r] = true
			}
			r = v
		}
	}
	if f.last != none && (f.gap == '|' || f.gap == ' ' && f.last == word && c == word) {
		f.key = append(f.key, f.gap)
	}
	f.key, f.last, f.gap = utf8.AppendRune(f.key, r), c, 0
}
