package lang

import (
	"strings"
	"unicode"

	"golang.org/x/text/language"

	"github.com/backissue/backissue/site/doc"
)

// The languages that scripts and words can tell.
var (
	korean      = language.Korean
	japanese    = language.Japanese
	simplified  = language.SimplifiedChinese
	traditional = language.TraditionalChinese
)

// A tagger knows what the whole document says about its languages.
type tagger struct {
	han   language.Tag // language of Han characters without kana or Hangul near
	latin language.Tag // language of Latin text that has no telling words
}

func newTagger(d *doc.Document) *tagger {
	t := &tagger{}
	latin := map[language.Tag]int{}
	var simp, trad, kana, han, pureHan int
	doc.EachSpans(d.Blocks, func(spans *[]doc.Span) {
		text := doc.Join(*spans)
		c := count(text)
		s, r := variants(text)
		simp, trad = simp+s, trad+r
		kana, han = kana+c.kana, han+c.han
		if c.hangul == 0 && c.kana == 0 {
			pureHan += c.han
		}
		if c.latin > c.total()/2 {
			for tag, n := range wordHits(text) {
				latin[tag] += n
			}
		}
	})
	switch {
	case kana*20 > han && kana > simp:
		t.han = japanese
	case simp > trad:
		t.han = simplified
	case trad > 0 && pureHan > 0:
		t.han = traditional
	}
	for tag, n := range latin {
		if most := latin[t.latin]; t.latin == language.Und || n > most || n == most && tag.String() < t.latin.String() {
			t.latin = tag
		}
	}
	return t
}

// A tally counts the letters of a text by script.
type tally struct {
	hangul, han, kana, latin, cyrillic int
	other                              map[*unicode.RangeTable]int
}

func (c tally) total() int {
	n := c.hangul + c.han + c.kana + c.latin + c.cyrillic
	for _, m := range c.other {
		n += m
	}
	return n
}

// scripts are those that one language of the archive's world uses, or one
// language of them by far the most.
var scripts = []struct {
	table *unicode.RangeTable
	tag   language.Tag
}{
	{unicode.Thai, language.Thai},
	{unicode.Lao, language.Lao},
	{unicode.Khmer, language.Khmer},
	{unicode.Myanmar, language.Burmese},
	{unicode.Arabic, language.Arabic},
	{unicode.Hebrew, language.Hebrew},
	{unicode.Devanagari, language.Hindi},
	{unicode.Greek, language.Greek},
	{unicode.Mongolian, language.Mongolian},
	{unicode.Georgian, language.Georgian},
	{unicode.Armenian, language.Armenian},
}

func count(s string) tally {
	c := tally{}
	for _, r := range s {
		switch {
		case r < 0x80:
			if unicode.IsLetter(r) {
				c.latin++
			}
		case unicode.Is(unicode.Hangul, r):
			c.hangul++
		case unicode.Is(unicode.Han, r):
			c.han++
		case unicode.In(r, unicode.Hiragana, unicode.Katakana):
			c.kana++
		case unicode.Is(unicode.Latin, r):
			c.latin++
		case unicode.Is(unicode.Cyrillic, r):
			c.cyrillic++
		default:
			c.countOther(r)
		}
	}
	return c
}

func (c *tally) countOther(r rune) {
	for _, s := range scripts {
		if unicode.Is(s.table, r) {
			if c.other == nil {
				c.other = map[*unicode.RangeTable]int{}
			}
			c.other[s.table]++
		}
	}
}

// language returns the language of one block of text, or Und where the text
// does not tell. A Korean text may be full of Chinese names and remain one:
// from 18 parts Hangul in a hundred on.
func (t *tagger) language(text string) language.Tag {
	c := count(text)
	east := c.hangul + c.han + c.kana
	for _, s := range scripts {
		if n := c.other[s.table]; n > 0 && n*2 > c.total() {
			return s.tag
		}
	}
	switch {
	case east > 0 && east*4 >= c.latin+c.cyrillic:
		return t.eastAsian(text, c)
	case c.cyrillic > c.latin:
		return byLetters(text, cyrillicLetters, language.Russian)
	case c.latin > 0:
		if tag := byWords(text, t.latin); tag != language.Und {
			return tag
		}
		return t.latin
	}
	return language.Und
}

func (t *tagger) eastAsian(text string, c tally) language.Tag {
	switch {
	case c.hangul > 0 && c.hangul*100 >= 18*(c.hangul+c.han+c.kana):
		return korean
	case c.kana > 0 && c.kana*100 >= 8*(c.han+c.kana):
		return japanese
	}
	simp, trad := variants(text)
	switch {
	case simp > trad && (t.han != japanese || simp > 2):
		return simplified
	case t.han != language.Und:
		if t.han == simplified && trad > simp && trad > 2 {
			return traditional
		}
		return t.han
	case trad > simp:
		return traditional
	}
	return simplified
}

// split cuts spans into runs of one language within a block in lang.
func (t *tagger) split(spans []doc.Span, lang language.Tag) []doc.Span {
	var out []doc.Span
	for _, s := range spans {
		start, cur := 0, lang
		within := 0 // up to here the foreign run is known to go on
		for i, r := range s.Text {
			tag, neutral := t.run(r, lang)
			if neutral && cur != lang && i >= within {
				if n := closes(s.Text[i:], t, cur, lang); n > 0 {
					within = i + n
				} else {
					tag, neutral = lang, false
				}
			}
			if neutral || tag == cur {
				continue
			}
			if i > start {
				out = append(out, doc.Span{Text: s.Text[start:i], Lang: cur})
			}
			start, cur = i, tag
		}
		if start < len(s.Text) || s.Text == "" {
			out = append(out, doc.Span{Text: s.Text[start:], Lang: cur})
		}
	}
	return out
}

// closes returns how long the neutral characters are that text begins with, if
// after them the foreign run goes on, so that they belong to it; or else 0.
func closes(text string, t *tagger, cur, lang language.Tag) int {
	for i, r := range text {
		if unicode.IsSpace(r) || strings.ContainsRune("()（）[]<>{}", r) {
			return 0
		}
		if tag, neutral := t.run(r, lang); !neutral {
			if tag == cur {
				return i
			}
			return 0
		}
	}
	return 0
}

// run returns the language that a character says it is in, within a block in
// lang. Latin letters say nothing: every language borrows them.
func (t *tagger) run(r rune, lang language.Tag) (tag language.Tag, neutral bool) {
	switch {
	case unicode.Is(unicode.Hangul, r):
		return korean, false
	case unicode.In(r, unicode.Hiragana, unicode.Katakana):
		return japanese, false
	case unicode.Is(unicode.Han, r):
		if isHan(lang) {
			return lang, false
		}
		if t.han == language.Und {
			return lang, false
		}
		return t.han, false
	case unicode.IsLetter(r):
		return lang, false
	}
	return lang, true
}

// isHan reports whether a language is written in Han characters.
func isHan(tag language.Tag) bool {
	return tag == simplified || tag == traditional || tag == japanese
}
