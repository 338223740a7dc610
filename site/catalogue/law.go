package catalogue

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// laws groups by laws: an article that is the text of one, and articles that
// call one by its name. A law has a page if the archive has its text, or if
// two articles at least name it. Its number tells it from laws of the same
// name, and is its address; without one its name is.
func (c *Collection) laws(o Options) *kind {
	k := newKind("laws")
	b := &lawBook{byNumber: map[string]*entity{}, byName: map[string]*entity{}}
	for i := range o.Records[k.name] {
		r := &o.Records[k.name][i]
		e := &entity{key: slug(r.Key)}
		e.take(r)
		for _, n := range r.all() {
			b.byName[fold(n.Text)] = e
		}
	}
	var all []*article
	c.articles(func(a *article) { all = append(all, a) })
	for _, a := range slices.Backward(all) { // the oldest text gives the address
		if a.kind() == "law" {
			b.text(a)
		}
	}
	named := map[*article][]string{}
	times := map[string]int{}
	for _, a := range all {
		a.search(o.LawWords)
		named[a] = a.laws
		for _, n := range named[a] {
			times[fold(n)]++
		}
	}
	for _, a := range all {
		if e := b.of[a]; e != nil {
			k.add(e, a)
		}
		for _, n := range named[a] {
			key := fold(n)
			e := b.byName[key]
			if e == nil && times[key] > 1 {
				e = &entity{key: slug(n), names: names{{Text: n, Lang: scriptLang(n, a)}}}
				b.byName[key] = e
			}
			if e != nil && e != b.of[a] {
				k.add(e, a)
			}
		}
	}
	for _, e := range k.entities {
		for _, a := range e.articles {
			if b.of[a] == e {
				e.own = append(e.own, a)
			}
		}
	}
	return k.finish()
}

// A lawBook is the laws found so far.
type lawBook struct {
	byNumber, byName map[string]*entity
	of               map[*article]*entity
}

// text records an article that is the text of a law.
func (b *lawBook) text(a *article) {
	titles := a.lawTitles()
	if len(titles) == 0 {
		return
	}
	number := fold(a.facts.Number)
	e := b.byNumber[number]
	if number == "" {
		for _, t := range titles {
			if e == nil {
				e = b.byName[fold(t.Text)]
			}
		}
	}
	if e == nil {
		e = &entity{key: slug(titles[0].Text), number: a.facts.Number}
		if number != "" {
			e.key = slug(a.facts.Number)
			b.byNumber[number] = e
		}
	}
	for _, t := range titles {
		e.name(t)
		if b.byName[fold(t.Text)] == nil {
			b.byName[fold(t.Text)] = e
		}
	}
	if b.of == nil {
		b.of = map[*article]*entity{}
	}
	b.of[a] = e
}

// lawTitles returns the titles of a law in the languages that it has one in,
// without the marks around them, that of the original first.
func (a *article) lawTitles() names {
	var out names
	add := func(l string) {
		p := a.pages[l]
		if p == nil {
			return
		}
		t := p.titled(l)
		t.Text = strings.TrimSpace(strings.Trim(t.Text, "<>《》〈〉「」『』＜＞ "))
		if fold(t.Text) != "" && !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	add(a.original())
	for _, l := range sortedKeys(a.pages) {
		add(l)
	}
	return out
}

// bracketed matches names as Chinese, Korean and Japanese texts write them.
// Markdown may have put a backslash before the pointed brackets.
var bracketed = regexp.MustCompile(`《([^《》\n]{2,80})》|〈([^〈〉\n]{2,80})〉|「([^「」\n]{2,80})」|『([^『』\n]{2,80})』|\\?<([^<>\n]{2,80}?)\\?>`)

// shortFor are words that stand before a name that holds in one text only.
var shortFor = regexp.MustCompile(`(?:简称|簡稱|下称|下稱|이하|약칭|以下)[^《〈「『<。.]{0,8}\\?$`)

// namedLaws returns the names of laws that an article calls by brackets around
// them, each once. A name that the article itself made short is none.
func (a *article) namedLaws(words []string) []string {
	var found []string
	seen := map[string]bool{}
	for _, l := range sortedKeys(a.pages) {
		p := a.pages[l]
		text := p.String("title") + "\n" + p.Body
		if p.String("fallback") != "" {
			text = p.String("title")
		}
		for _, m := range bracketed.FindAllStringSubmatchIndex(text, -1) {
			for g := 2; g < len(m); g += 2 {
				if m[g] < 0 {
					continue
				}
				n := strings.TrimSpace(strings.ReplaceAll(text[m[g]:m[g+1]], `\`, ""))
				if shortFor.MatchString(lastRunes(text[:m[0]], 14)) {
					seen[fold(n)] = true
				}
				if key := fold(n); !seen[key] && isLawName(n, words) {
					seen[key] = true
					found = append(found, n)
				}
			}
		}
	}
	return found
}

// isLawName reports whether a name ends as those of laws do, and says more
// than that it is one.
func isLawName(n string, words []string) bool {
	end := strings.TrimRightFunc(n, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for _, w := range words {
		if strings.HasSuffix(end, w) && utf8.RuneCountInString(fold(n)) > max(utf8.RuneCountInString(w), 2) {
			return true
		}
	}
	return false
}

// scriptLang tells the language of a name in an article by its script: that of
// the article's editions which is written so.
func scriptLang(n string, a *article) string {
	han, hangul := false, false
	for _, r := range n {
		han = han || unicode.Is(unicode.Han, r)
		hangul = hangul || unicode.Is(unicode.Hangul, r)
	}
	for _, l := range sortedKeys(a.pages) {
		if hangul == (l == "ko") && (han || hangul) && (hangul || strings.HasPrefix(l, "zh") || l == "ja") {
			return l
		}
	}
	return ""
}

func lastRunes(s string, n int) string {
	i := len(s)
	for ; n > 0 && i > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(s[:i])
		i -= size
	}
	return s[i:]
}
