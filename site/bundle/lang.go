package bundle

import (
	"strings"
	"unicode"

	"golang.org/x/text/language"

	"github.com/backissue/backissue/site/doc"
)

// suffix is the form of a language tag that Hugo wants in file names and
// language keys.
func suffix(t language.Tag) string { return strings.ToLower(t.String()) }

// sameLang reports whether a reader of a reads b: zh-Hans and zh-CN do, zh-Hans
// and zh-Hant do not.
func sameLang(a, b language.Tag) bool {
	ab, _ := a.Base()
	bb, _ := b.Base()
	as, _ := a.Script()
	bs, _ := b.Script()
	return ab == bb && as == bs
}

// hanScript reports whether text in t is written in Han characters. Korean is
// not: Hanja are guests in it.
func hanScript(t language.Tag) bool {
	s, _ := t.Script()
	switch s.String() {
	case "Hans", "Hant", "Jpan", "Hani":
		return true
	}
	return false
}

func hasLetter(s string) bool { return strings.IndexFunc(s, unicode.IsLetter) >= 0 }

func hasHan(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) }) >= 0
}

// onlyHan reports whether s has letters and all of them are Han characters.
func onlyHan(s string) bool {
	return hasLetter(s) && strings.IndexFunc(s, func(r rune) bool {
		return unicode.IsLetter(r) && !unicode.Is(unicode.Han, r)
	}) < 0
}

// commonLang returns the one language that all letters of spans are in, or
// base where there are several or none is known.
func commonLang(spans []doc.Span, base language.Tag) language.Tag {
	common := language.Und
	for _, s := range spans {
		switch {
		case !hasLetter(s.Text):
		case s.Lang == language.Und:
			return base
		case common == language.Und:
			common = s.Lang
		case !sameLang(common, s.Lang):
			return base
		}
	}
	if common == language.Und || sameLang(common, base) {
		return base
	}
	return common
}

// hani returns the language of the Han runs in an edition that is not written
// in Han characters itself: the language that most of them are tagged with.
// Runs in the title carry no tag; they are taken to be in the issue's own
// Han-script language. It is Und where there are none.
func (p page) hani() language.Tag {
	e := p.edition
	if hanScript(e.Lang) {
		return language.Und
	}
	letters := map[language.Tag]int{}
	best := language.Und
	count := func(spans *[]doc.Span) {
		if !sameLang(commonLang(*spans, e.Lang), e.Lang) {
			return // the whole block gets a language of its own
		}
		for _, s := range *spans {
			if hanScript(s.Lang) && onlyHan(s.Text) {
				letters[s.Lang] += len(s.Text)
				if letters[s.Lang] > letters[best] {
					best = s.Lang
				}
			}
		}
	}
	doc.EachSpans(e.Abstract, count)
	doc.EachSpans(e.Body, count)
	if best == language.Und && sameLang(e.Title.Lang, e.Lang) && hasHan(e.Title.Text) {
		for _, l := range p.issue.Langs {
			if hanScript(l) {
				return l
			}
		}
	}
	return best
}
