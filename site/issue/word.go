package issue

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Words find what subjects a text mentions. They are read once from a profile
// and then only looked up.
type words struct{ byFirst map[rune][]word }

// A word is how a text may mention subjects. One that mentions none is a
// lookalike: it holds letters that would be taken for something else.
type word struct {
	letters []rune       // folded
	within  bool         // in a script that does not part words: counts within longer ones
	begins  bool         // but not in the middle of a run of Hangul
	open    bool         // any ending may follow
	means   []subjectKey // each once
}

// readWords reads the words of a profile's topics and regions.
func (p *Profile) readWords() {
	byText := map[string]*word{}
	add := func(text string, region bool, key string) {
		w := newWord(text)
		if old := byText[string(w.letters)]; old != nil {
			old.open = old.open || w.open
			w = old
		} else {
			byText[string(w.letters)] = w
		}
		if k := (subjectKey{region, key}); key != "" && !slices.Contains(w.means, k) {
			w.means = append(w.means, k)
		}
	}
	for _, text := range p.Lookalikes {
		add(text, false, "")
	}
	for _, s := range p.Topics {
		for _, text := range s.all() {
			add(text, false, s.Key)
		}
	}
	for _, s := range p.Regions {
		for _, text := range s.all() {
			add(text, true, s.Key)
		}
	}
	p.words = &words{map[rune][]word{}}
	for _, text := range slices.Sorted(maps.Keys(byText)) {
		w := byText[text]
		w.begins = len(w.means) > 0 && !slices.ContainsFunc(w.means, func(k subjectKey) bool { return !k.region })
		p.words.byFirst[w.letters[0]] = append(p.words.byFirst[w.letters[0]], *w)
	}
}

func newWord(text string) *word {
	stem, open := strings.CutSuffix(strings.TrimSpace(text), "*")
	letters := []rune(spaced(stem))
	return &word{letters: letters, within: slices.ContainsFunc(letters, unparted), open: open}
}

// checkWords makes sure that words have something that a text can have.
func checkWords(list []string) error {
	for _, text := range list {
		if len(newWord(text).letters) == 0 {
			return fmt.Errorf("the word %q has no letters", text)
		}
	}
	return nil
}

// spaced folds text to its letters and digits, in lower case and full form,
// with one space for anything that stands between them.
func spaced(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.In(r, unicode.L, unicode.M, unicode.Nd):
			return unicode.ToLower(r)
		case unicode.Is(unicode.Cf, r):
			return -1
		}
		return ' '
	}, norm.NFKC.String(s))
	return strings.Join(strings.Fields(s), " ")
}

// unparted reports a letter of a script that sets no space between words, or
// none between those that make up one: Korean writes compounds together.
func unparted(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// parted reports what one word of a script that parts words consists of.
func parted(r rune) bool { return r != ' ' && !unparted(r) }

// find counts the subjects that a text mentions.
func (ws *words) find(s string) mentions {
	found := mentions{}
	if ws == nil {
		return found
	}
	text := []rune(spaced(s))
	for i, end := 0, 0; i < len(text); {
		w, n := ws.longest(text, i, end)
		if n == 0 {
			i++
			continue
		}
		for _, k := range w.means {
			found[k]++
		}
		i += n
		end = i
	}
	return found
}

// longest returns the longest word that begins at a letter of text, and its
// length there; 0 where none does. The word before it ended at end.
func (ws *words) longest(text []rune, at, end int) (best word, most int) {
	for _, w := range ws.byFirst[text[at]] {
		if n := w.match(text, at, end); n > most {
			best, most = w, n
		}
	}
	return best, most
}

// match returns how many letters of text a word takes up that begins at one of
// them, or 0.
func (w word) match(text []rune, at, end int) int {
	if at > 0 && (!w.within && parted(text[at-1]) || w.begins && at > end && unicode.Is(unicode.Hangul, text[at-1]) && unicode.Is(unicode.Hangul, text[at])) {
		return 0
	}
	i := at
	for _, r := range w.letters {
		switch {
		case i < len(text) && text[i] == r:
			i++
		case r != ' ' || !w.within:
			return 0
		}
	}
	for !w.within && i < len(text) && parted(text[i]) {
		if !w.open {
			return 0
		}
		i++
	}
	return i - at
}
