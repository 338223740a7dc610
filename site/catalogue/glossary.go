package catalogue

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A term is a word in one language and, as an article gave them side by side,
// in another.
type term struct {
	names    names
	articles []*article
}

var (
	// hangulHan matches Korean words and, in brackets behind them, what they
	// stand for in Chinese characters.
	hangulHan = regexp.MustCompile(`((?:\p{Hangul}+ ){0,3}\p{Hangul}+)\s?[（(](\p{Han}[\p{Han}·]{1,15})[）)]`)

	// quotedOther matches words in quotes and, in brackets behind them, words
	// in other letters.
	quotedOther = regexp.MustCompile(`[“"‘「『]([^“”"‘’「」『』\n]{2,40})[”"’」』]\s?[（(]([^（）()\n]{2,60})[）)]`)
)

// glossary collects the terms that articles give in two languages, in the
// order in which a reader of the archive meets them.
func (c *Collection) glossary(o Options) []*term {
	var list []*term
	known := map[string]*term{}
	c.articles(func(a *article) {
		a.search(o.LawWords)
		for _, pair := range a.terms {
			key := fold(pair[0].Text) + "\x00" + fold(pair[1].Text)
			t := known[key]
			if t == nil {
				t = &term{names: pair[:]}
				known[key] = t
				list = append(list, t)
			}
			if !slices.Contains(t.articles, a) {
				t.articles = append(t.articles, a)
			}
		}
	})
	return list
}

// terms returns the pairs of one page's text.
func terms(p *page, lang string) [][2]name {
	var out [][2]name
	text := strings.ReplaceAll(p.text(), `\`, "")
	if lang == "ko" {
		hani := p.String("hani")
		if hani == "" {
			hani = "zh"
		}
		for _, m := range hangulHan.FindAllStringSubmatch(text, -1) {
			out = append(out, [2]name{{Text: koreanTerm(m[1], m[2]), Lang: lang}, {Text: m[2], Lang: hani}})
		}
	}
	for _, m := range quotedOther.FindAllStringSubmatch(text, -1) {
		a, b := oneScript(m[1]), oneScript(m[2])
		if a != nil && b == unicode.Latin && a != unicode.Latin {
			out = append(out, [2]name{{Text: m[1], Lang: lang}, {Text: m[2], Lang: "en"}})
		}
	}
	return out
}

// koreanTerm returns the part of the words before a bracket that the bracket
// translates. A Korean word has a syllable for each Chinese character or more,
// so the words are taken from the end until there are enough of them; a word
// that ends in a particle belongs to the sentence and not to the term.
func koreanTerm(words, han string) string {
	list := strings.Fields(words)
	at := len(list) - 1
	n := utf8.RuneCountInString(list[at])
	for at > 0 && n < utf8.RuneCountInString(han) && !endsInParticle(list[at-1]) {
		at--
		n += utf8.RuneCountInString(list[at])
	}
	return strings.Join(list[at:], " ")
}

// particles end Korean words inside a sentence.
var particles = []string{"은", "는", "을", "를", "의", "에", "에서", "와", "과", "로", "으로", "및", "한", "된", "하는", "되는", "하고", "하여", "이하"}

func endsInParticle(word string) bool {
	return slices.ContainsFunc(particles, func(p string) bool { return strings.HasSuffix(word, p) })
}

// oneScript returns the script that all letters of a text are of, or nil.
func oneScript(s string) *unicode.RangeTable {
	var found *unicode.RangeTable
	for _, r := range s {
		if !unicode.IsLetter(r) {
			continue
		}
		i := slices.IndexFunc(termScripts, func(t *unicode.RangeTable) bool { return unicode.Is(t, r) })
		if i < 0 || found != nil && termScripts[i] != found {
			return nil
		}
		found = termScripts[i]
	}
	return found
}

var termScripts = []*unicode.RangeTable{unicode.Latin, unicode.Han, unicode.Hangul, unicode.Cyrillic}
