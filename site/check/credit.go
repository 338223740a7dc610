package check

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// A credit is one name of who wrote an article first.
type credit struct {
	text, lang string
	article    *Article
}

func (f *Folder) credits() []credit {
	var out []credit
	for _, a := range f.Articles {
		for _, n := range a.Facts.Credit {
			if strings.TrimSpace(n.Text) != "" {
				out = append(out, credit{n.Text, n.Lang, &Article{Path: a.Path, lines: a.lines}})
			}
		}
	}
	return out
}

// findCredits finds two names of credits that seem to be one: they differ in
// nothing but spaces, marks, case or width, or in one letter. The rarer one is
// told, once for each article.
func findCredits(a *Archive, report func(Finding)) {
	times := map[string]int{}
	first := map[string]credit{}
	var spellings []string
	for _, c := range a.credits {
		if times[c.text]++; times[c.text] == 1 {
			first[c.text] = c
			spellings = append(spellings, c.text)
		}
	}
	for _, c := range a.credits {
		best := ""
		for _, other := range spellings {
			if other == c.text || !a.oneName(c.text, other) {
				continue
			}
			if commoner(other, c.text, times) && (best == "" || commoner(other, best, times)) {
				best = other
			}
		}
		if best == "" {
			continue
		}
		found := c.article.finding("credit", c.text, fmt.Sprintf("the credit %q is %q elsewhere", c.text, best),
			"write one of them everywhere; if they are two, name both as records: [[params.records.credits]]")
		found.Lang = strings.ToLower(c.lang)
		found.Related = []Place{{contentFolder + first[best].article.Path + "/" + factsFile, first[best].article.lines["credit"], best}}
		report(found)
	}
}

// commoner reports whether a stands more often than b, or as often and first in
// the order of letters.
func commoner(a, b string, times map[string]int) bool {
	return times[a] > times[b] || times[a] == times[b] && a < b
}

// Fold returns what counts when two names are compared: letters and digits, in
// one case and width.
func Fold(s string) string { return fold(s) }

func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, width.Fold.String(s))
}

// oneName reports whether two spellings are likely those of one name.
func (a *Archive) oneName(x, y string) bool {
	x, y = fold(x), fold(y)
	kx, ky := a.Credits[x], a.Credits[y]
	switch {
	case kx != "" && ky != "":
		return false // the archive knows both
	case x == y:
		return true
	case utf8.RuneCountInString(x) < least(x) || !similar(x, y):
		return false
	}
	return !a.placed(x, y)
}

// least is how many letters a name must have for a letter not to matter.
func least(s string) int {
	for _, r := range s {
		if unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana) {
			return 4
		}
	}
	return 7
}

// similar reports whether one letter was put in, taken out or changed, or two
// neighbours changed places. The first letter must be the same, and no letter
// that tells real names apart may be among them.
func similar(x, y string) bool {
	a, b := []rune(x), []rune(y)
	if len(a) > len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	j := 0
	for j < len(a)-i && a[len(a)-1-j] == b[len(b)-1-j] {
		j++
	}
	da, db := a[i:len(a)-j], b[i:len(b)-j]
	if i == 0 || telling(da) || telling(db) {
		return false
	}
	swapped := len(da) == 2 && len(db) == 2 && da[0] == db[1] && da[1] == db[0]
	return len(db) <= 1 || swapped
}

// telling reports whether letters tell one real name from another: digits,
// points of the compass, great and small, kinds of publishers.
func telling(letters []rune) bool {
	return slices.ContainsFunc(letters, func(r rune) bool {
		return unicode.IsDigit(r) || strings.ContainsRune("東东西南北中上下大小新旧舊동서남북중상하대소신구省市州县區区県道府도시군구성주네사社报報보网網망台臺报刊誌志국局会會회院원部부처청署서法日", r)
	})
}

// placed reports whether two names differ in the name of a place: Hunan Daily
// and Henan Daily.
func (a *Archive) placed(x, y string) bool {
	in := func(s string) string {
		longest := ""
		for _, name := range a.Regions {
			if n := fold(name); len(n) > len(longest) && utf8.RuneCountInString(n) > 1 && strings.Contains(s, n) {
				longest = n
			}
		}
		return longest
	}
	return in(x) != in(y)
}
