package check

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
)

// findCrossed finds reports that two annexed laws could belong to, one by its
// title in one language and one by that in another: the texts of the two are in
// each other's place. And those of which the annexed law, which they name in one
// language, has a title in another that they say nothing of.
func findCrossed(f *Folder, laws map[*Article][]*Article, report func(Finding)) {
	for _, a := range f.Articles {
		if len(a.Facts.Annexes) > 0 || a.page("") == nil {
			continue
		}
		for _, law := range laws[a] {
			if found, ok := crossed(a, law, laws[a]); ok {
				report(related(found, law))
				break
			}
		}
	}
}

// crossed tells of a law among those of an article, all, that has a title in a
// language of the article which the article does not talk about.
func crossed(a, law *Article, all []*Article) (Finding, bool) {
	texts := map[string]string{}
	for _, p := range a.sorted() {
		for _, l := range p.Lines {
			texts[l.Lang] += foldName(l.Text) + "\n"
		}
	}
	p, titles := a.page(""), lawNames(law)
	for _, lang := range slices.Sorted(maps.Keys(titles)) {
		title, text := titles[lang], texts[lang]
		share := covered(title, text)
		if text == "" || !solid(title) || share > 0.5 {
			continue
		}
		other := slices.IndexFunc(all, func(l *Article) bool {
			name := lawNames(l)[lang]
			return l != law && name != "" && name != title && strings.Contains(text, name) && !calledLike(texts, l, lang)
		})
		switch {
		case other >= 0:
			return p.finding(p.fieldLine("title"), title, fmt.Sprintf("by one title its law is %s, by another %s", law.Path, all[other].Path), ""), true
		case len([]rune(title)) >= 8 && len([]rune(text)) >= 200 && share < 0.35:
			return p.finding(p.fieldLine("title"), title, fmt.Sprintf("nothing here is about %s, the title of the annexed law", short(anyTitleIn(law, lang))), ""), true
		}
	}
	return Finding{}, false
}

// calledLike reports whether texts call a law by a title in another language
// than lang.
func calledLike(texts map[string]string, law *Article, lang string) bool {
	for l, name := range lawNames(law) {
		if l != lang && strings.Contains(texts[l], name) {
			return true
		}
	}
	return false
}

// solid reports whether a name is in a script whose letters mean something by
// twos.
func solid(name string) bool {
	return strings.IndexFunc(name, func(r rune) bool { return unicode.In(r, unicode.Han, unicode.Hangul) }) >= 0
}

// covered returns which share of the pairs of letters of a name a text has.
func covered(name, text string) float64 {
	all, both := pairs(name), 0
	for p := range all {
		if strings.Contains(text, string(p[:])) {
			both++
		}
	}
	return float64(both) / float64(max(1, len(all)))
}

func anyTitleIn(a *Article, lang string) string {
	for _, p := range a.sorted() {
		if title, l := p.titled(); l == lang {
			return title
		}
	}
	return anyTitle(a)
}

// likeness returns which share of the pairs of neighbouring letters of two
// names is in both, from 0 to 1.
func likeness(a, b string) float64 {
	x, y := pairs(a), pairs(b)
	if len(x)+len(y) == 0 {
		return 0
	}
	both := 0
	for p := range x {
		if y[p] {
			both++
		}
	}
	return 2 * float64(both) / float64(len(x)+len(y))
}

func pairs(s string) map[[2]rune]bool {
	out := map[[2]rune]bool{}
	letters := []rune(s)
	for i := 1; i < len(letters); i++ {
		out[[2]rune{letters[i-1], letters[i]}] = true
	}
	return out
}
