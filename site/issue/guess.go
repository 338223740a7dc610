package issue

import (
	"maps"
	"regexp"
	"strings"

	"github.com/backissue/backissue/site/numbering"
)

// addSections finds the headings of sections that no contents announced, by
// the profile's names, and the articles of sections that have none yet.
func addSections(body []unit, heads []head, skip map[int]bool, p Profile) []head {
	known := maps.Clone(skip)
	for _, h := range heads {
		known[h.at] = true
	}
	var sections []head
	for i, u := range body {
		if known[i] || !u.headLike() || width(u.text) > 70 || u.item != nil {
			continue
		}
		if _, ok := p.section(u.num.Rest); i+1 < len(body) && (ok || opensSection(body, i, p)) {
			sections = append(sections, head{at: i, section: true})
		}
	}
	sections = append(sections, besides(body, sections, known)...)
	if len(sections)+len(heads) == 0 {
		sections = levelSections(body, skip)
	}
	out := append(sections, heads...)
	sortHeads(out)
	return addArticles(body, out, p)
}

// opensSection reports whether unit i, a name that the profile does not know,
// heads a section: the first numbered article stands right below it.
func opensSection(body []unit, i int, p Profile) bool {
	u, next := body[i], body[i+1]
	if u.num.Style != numbering.None && u.num.Style != numbering.Roman && u.num.Style != numbering.Letter || u.list != nil || width(u.text) > 50 {
		return false
	}
	switch next.num.Style {
	case numbering.Digit, numbering.Padded, numbering.DigitClose:
		_, section := p.section(next.num.Rest) // then u is the masthead
		return !section && next.num.N == 1 && next.headLike() && labelFollows(body, i+1, len(body), p)
	}
	return angled.MatchString(u.text) && next.item != nil
}

// angled matches a name between angle brackets: "< 정책 >".
var angled = regexp.MustCompile(`^[<〈＜]\s*[^<>〈〉]{1,20}\s*[>〉＞]$`)

// addArticles guesses the articles of sections that have none among heads.
func addArticles(body []unit, heads []head, p Profile) []head {
	var out []head
	for n, h := range heads {
		out = append(out, h)
		if !h.section || n+1 < len(heads) && !heads[n+1].section {
			continue
		}
		stop := len(body)
		if n+1 < len(heads) {
			stop = heads[n+1].at
		}
		if name, _ := p.section(body[h.at].num.Rest); name.Kind != Law {
			out = append(out, guessArticles(body, h.at+1, stop, p)...)
		}
	}
	return out
}

// guessArticles finds the headings of articles among the units from to to: by
// their level, by a number that counts on from one heading to the next, or by
// the credit or abstract that follows each.
func guessArticles(body []unit, from, to int, p Profile) []head {
	if from > 0 {
		if out := levelArticles(body, from, to, p); len(out) > 0 {
			return out
		}
	}
	if marked := markedArticles(body, from, to); len(marked) > 0 {
		return marked
	}
	style := articleStyle(body, from, to, p)
	var out []head
	want := 0
	for i := from; i < to; i++ {
		u := body[i]
		if style != numbering.None {
			if u.num.Style == style && u.headLike() && (want == 0 || u.num.N == want) && followed(body, i, to) {
				out = append(out, head{at: i})
				want = u.num.N + 1
			}
			continue
		}
		if u.headLike() && labelFollows(body, i, to, p) && (i == from || !labelFollows(body, i-1, to, p) || !body[i-1].headLike()) {
			out = append(out, head{at: i})
		}
	}
	return out
}

// markedArticles finds articles whose titles are marked with a square or a
// diamond, as ministries do, and whose text is the list below each.
func markedArticles(body []unit, from, to int) []head {
	marker := ""
	var out []head
	for i := from; i < to; i++ {
		u := body[i]
		if u.item == nil {
			continue
		}
		if marker == "" && strings.Contains("□■◆◇▣▶►", u.item.Marker) && u.item.Marker != "" {
			if i > from+1 {
				return nil // the text did not begin with a title
			}
			marker = u.item.Marker
		}
		if marker != "" && u.item.Marker == marker && u.headLike() && (u.below() != nil || i+1 < to && body[i+1].item == nil) {
			out = append(out, head{at: i})
		}
	}
	if len(out) == 0 && from == 0 {
		return flatArticles(body, from, to)
	}
	return out
}

// articleStyle returns the style in which the articles among units are
// numbered: that of the first numbered title.
func articleStyle(body []unit, from, to int, p Profile) numbering.Style {
	for i := from; i < to; i++ {
		u := body[i]
		if u.num.Style == numbering.None || u.item != nil || !u.headLike() || u.num.N != 1 && i > from {
			continue
		}
		switch u.num.Style {
		case numbering.Article, numbering.Chapter, numbering.Section, numbering.Part, numbering.Box, numbering.SmallParen, numbering.Small:
			continue
		}
		return u.num.Style
	}
	return numbering.None
}

// followed reports whether text follows a title: a paragraph that is none.
func followed(body []unit, i, to int) bool {
	for j := i + 1; j < min(to, i+6); j++ {
		if !body[j].headLike() || body[j].item != nil || body[j].text == "" {
			return true
		}
		if body[j].num.Style == body[i].num.Style {
			return false
		}
	}
	return false
}

// labelFollows reports whether a credit or an abstract stands within two
// units below unit i, with nothing but titles between.
func labelFollows(body []unit, i, to int, p Profile) bool {
	for j := i + 1; j < min(to, i+4); j++ {
		if _, _, ok := cutLabel(body[j].text, p.Labels.Credit); ok && width(body[j].text) < 120 {
			return true
		}
		if _, _, ok := cutLabel(strings.TrimLeft(body[j].text, "[［【（("), p.Labels.Abstract); ok {
			return true
		}
		if !body[j].headLike() {
			return false
		}
	}
	return false
}
