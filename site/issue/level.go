package issue

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/numbering"
)

// level returns the level of a heading that its format knows for one, or 0.
func (u unit) level() int {
	if h, ok := u.block.(*doc.Heading); ok && u.item == nil && u.key != "" {
		return h.Level
	}
	return 0
}

// plainHeading reports a heading that only its format tells from text: it
// bears no number, which would say more.
func (u unit) plainHeading() bool { return u.level() > 0 && u.num.Style == numbering.None }

// levelArticles finds the headings of articles in a section that begins with
// one: all those of its level. A number on the first, or a question that an
// answer follows, is a better guide.
func levelArticles(body []unit, from, to int, p Profile) []head {
	if from >= to || !body[from].plainHeading() {
		return nil
	}
	if _, _, ok := cutLabel(body[from].text, p.Labels.Question); ok {
		return nil
	}
	level := body[from].level()
	for _, u := range body[from:to] {
		if l := u.level(); l > 0 && l < level {
			return nil
		}
	}
	return withoutTitlesAgain(body, atLevel(body, from, to, level))
}

// levelSections finds the headings of sections where no name is known: two or
// more of one level, each with a deeper heading right below. The title of the
// document stands alone on its level.
func levelSections(body []unit, skip map[int]bool) []head {
	var levels []int
	for _, u := range body {
		if l := u.level(); l > 0 && !slices.Contains(levels, l) {
			levels = append(levels, l)
		}
	}
	slices.Sort(levels)
	for _, level := range levels {
		at := atLevel(body, 0, len(body), level)
		if len(at) < 2 {
			continue
		}
		var out []head
		for _, i := range at {
			if skip[i] || !body[i].plainHeading() || i+1 >= len(body) || body[i+1].level() <= level {
				return nil
			}
			out = append(out, head{at: i, section: true})
		}
		return out
	}
	return nil
}

// besides returns the sections whose names are not known: headings of the
// level that all known sections have, below the first of these.
func besides(body []unit, sections []head, known map[int]bool) []head {
	if len(sections) == 0 {
		return nil
	}
	level := body[sections[0].at].level()
	for _, h := range sections {
		known[h.at] = true
		if body[h.at].level() != level {
			return nil
		}
	}
	var out []head
	for _, i := range atLevel(body, sections[0].at, len(body), level) {
		if !known[i] && i+1 < len(body) && body[i].num.Style == body[sections[0].at].num.Style {
			out = append(out, head{at: i, section: true})
		}
	}
	return out
}

// flatArticles finds the headings of articles in a text without sections: two
// or more of one level with text below each. Headings that count, or begin
// alike, are parts of one text.
func flatArticles(body []unit, from, to int) []head {
	for level := 1; level <= 6; level++ {
		at := atLevel(body, from, to, level)
		if len(at) < 2 {
			continue
		}
		for _, i := range at {
			if i+1 >= to || body[i+1].level() == level {
				return nil
			}
		}
		if count(body, at) {
			return nil
		}
		return withoutTitlesAgain(body, at)
	}
	return nil
}

// count reports whether headings count, in words or figures of whatever
// language: one has a number, or half of them have digits, or the same first
// word, or begin and end with the same letters.
func count(body []unit, at []int) bool {
	digits, alike := 0, 0
	seen := map[string]int{}
	again := func(s string) {
		seen[s]++
		alike = max(alike, seen[s])
	}
	for _, i := range at {
		u := body[i]
		if u.num.Style != numbering.None {
			return true
		}
		if strings.ContainsFunc(u.text, unicode.IsDigit) {
			digits++
		}
		word, _, _ := strings.Cut(u.text, " ")
		first, _ := utf8.DecodeRuneInString(u.key)
		last, _ := utf8.DecodeLastRuneInString(u.key)
		again(word + " ")
		again(string([]rune{first, last}))
	}
	return digits*2 >= len(at) || alike > 2 && alike*2 >= len(at)
}

// aboveParts returns the title of a text whose first part has a heading right
// below it: from the heading at i, which others of its level follow, it goes
// up to the one that stands above them.
func aboveParts(body []unit, i int) int {
	level := body[i].level()
	if level == 0 || len(atLevel(body, i, len(body), level)) < 2 {
		return i
	}
	for j := i - 1; j >= 0; j-- {
		if l := body[j].level(); l > 0 && l < level {
			return j
		}
	}
	return i
}

func atLevel(body []unit, from, to, level int) []int {
	var at []int
	for i := from; i < to && level > 0; i++ {
		if body[i].level() == level {
			at = append(at, i)
		}
	}
	return at
}

// withoutTitlesAgain makes heads of headings of one level. Where they come in
// several languages by turns, always in the same order, the later ones head
// the translations of the article above.
func withoutTitlesAgain(body []unit, at []int) []head {
	var turn []language.Tag
	for _, i := range at {
		if slices.Contains(turn, body[i].lang) {
			break
		}
		turn = append(turn, body[i].lang)
	}
	n := len(turn)
	for k, i := range at {
		if len(at)%n != 0 || body[i].lang != turn[k%n] {
			n = 1
			break
		}
	}
	var out []head
	for k := 0; k < len(at); k += n {
		out = append(out, head{at: at[k]})
	}
	return out
}
