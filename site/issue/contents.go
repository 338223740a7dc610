package issue

import (
	"regexp"
	"strings"

	"golang.org/x/text/language"

	"github.com/backissue/backissue/site/numbering"
)

// An entry is a line of the printed contents: the title of a section or of an
// article that the text will bring.
type entry struct {
	unit    unit
	section bool
	titles  []unit // the title in other languages, on lines of their own
}

// readContents finds the printed contents at the top of a document and
// returns their entries, with the half-open range of units they take.
//
// Printed contents are lines near the top, one after the other, most of which
// come again later. They end where their first entry comes again. They are
// the skeleton that the rest of the recovery fills.
func readContents(units []unit, p Profile) (entries []entry, from, to int) {
	limit := min(len(units), 400)
	labelled := -1
	for i := range limit {
		if isLabel(units[i].text, p.Labels.Contents) {
			labelled = i
			break
		}
	}
	cutPageNumbers(units, limit)
	from, to = contentsRange(units, limit, labelled)
	if to-from < 2 {
		return nil, 0, 0
	}
	cutOtherPageNumbers(units[from:to])
	for i := max(from, labelled+1); i < to; i++ {
		if units[i].key != "" {
			entries = append(entries, entry{unit: units[i]})
		}
	}
	if len(entries) == 0 {
		return nil, 0, 0
	}
	entries = gatherTitles(entries, p)
	markSections(entries, p)
	if labelled >= 0 && labelled < from {
		from = labelled
	}
	return entries, from, to
}

// cutPageNumbers takes the page number off the keys of lines near the top
// that come again without it.
func cutPageNumbers(units []unit, limit int) {
	known := map[string]bool{}
	for _, u := range units {
		known[u.key] = true
	}
	for i := range limit {
		u := &units[i]
		m := trailingNumber.FindStringIndex(u.num.Rest)
		if m == nil {
			continue
		}
		if key := fold(u.num.Rest[:m[0]]); key != "" && known[key] {
			u.key = key
		}
	}
}

// cutOtherPageNumbers takes the page number off the other lines of printed
// contents, where several have lost theirs.
func cutOtherPageNumbers(units []unit) {
	cut := 0
	for _, u := range units {
		if trailingNumber.MatchString(u.num.Rest) && fold(u.num.Rest) != u.key && !hasLeader(u.text) {
			cut++
		}
	}
	for i := range units {
		if m := trailingNumber.FindStringIndex(units[i].num.Rest); m != nil && cut > 1 {
			units[i].key = fold(units[i].num.Rest[:m[0]])
		}
	}
}

var trailingNumber = regexp.MustCompile(`\s\d{1,4}$`)

// gatherTitles makes one entry of lines that name one article in several
// languages, one below the other.
func gatherTitles(entries []entry, p Profile) []entry {
	var out []entry
	for _, e := range entries {
		_, section := p.section(e.unit.num.Rest)
		if n := len(out); n > 0 && !section && e.unit.num.Style == numbering.None && (e.style() == numbering.None && out[n-1].style() != numbering.None || out[n-1].unit.num.Style != numbering.None) && !out[n-1].inLanguage(e.unit.lang) {
			out[n-1].titles = append(out[n-1].titles, e.unit)
			continue
		}
		out = append(out, e)
	}
	return out
}

func (e entry) inLanguage(l language.Tag) bool {
	for _, u := range append(e.titles, e.unit) {
		if u.lang == l {
			return true
		}
	}
	return false
}

// contentsRange finds the run of units that are printed contents.
func contentsRange(units []unit, limit, labelled int) (from, to int) {
	again := repeats(units)
	for start := max(0, labelled); start < min(limit, 40); start++ {
		first := again[start]
		if start != labelled && (first == 0 || !units[start].headLike()) {
			continue
		}
		end, hits := start, 0
		for end < limit && (end == labelled || units[end].entryLike()) {
			if n := again[end]; n > 0 && (first == 0 || n < first) {
				first = n
			}
			if first > 0 && end >= first {
				break
			}
			if again[end] > 0 || hasLeader(units[end].text) {
				hits++
			}
			end++
		}
		if n := end - start; hits >= 2 && hits*2 >= n {
			return start, end
		}
		if labelled >= 0 {
			break
		}
	}
	return 0, 0
}

// entryLike reports whether a unit may be a line of printed contents.
func (u unit) entryLike() bool {
	return u.text != "" && width(u.text) < 240 && (!endsSentence(u.text) || hasLeader(u.text))
}

func hasLeader(s string) bool { return numbering.CutLeader(s) != s }

// repeats returns for each unit the index of the next unit with the same
// title, or 0.
func repeats(units []unit) []int {
	next := map[string]int{}
	out := make([]int, len(units))
	for i := len(units) - 1; i >= 0; i-- {
		k := units[i].key
		if len(k) < 4 {
			continue
		}
		out[i] = next[k]
		next[k] = i
	}
	return out
}

// markSections tells the entries that name sections from those that name
// articles, by the profile's names and by the style of their numbers. Where
// articles are numbered and some lines are not, those are the sections.
func markSections(entries []entry, p Profile) {
	known, all := map[numbering.Style]int{}, map[numbering.Style]int{}
	for _, e := range entries {
		all[e.style()]++
		if _, ok := p.section(e.unit.num.Rest); ok {
			known[e.style()]++
		}
	}
	style, found := entries[0].style(), false
	for s, n := range known {
		if n*2 >= all[s] && (!found || n > known[style] || n == known[style] && s < style) {
			style, found = s, true
		}
	}
	plain := all[numbering.None]
	for i := range entries {
		e := &entries[i]
		_, named := p.section(e.unit.num.Rest)
		switch {
		case e.style() != style:
		case style != numbering.None:
			e.section = found || len(all) > 1 && all[style]*2 <= len(entries)+1
		default:
			e.section = named || plain < len(entries) && plain*2 <= len(entries)+1
		}
	}
}

// style is the style of an entry's number. An unnumbered entry has one too,
// by the bracket or bullet it begins with, the page number it ends with, or
// its capitals.
func (e entry) style() numbering.Style {
	u := e.unit
	if u.num.Style != numbering.None {
		return u.num.Style
	}
	for _, b := range []string{"【", "[", "■", "◆", "〔"} {
		if strings.HasPrefix(u.text, b) {
			return numbering.Style(b)
		}
	}
	switch {
	case u.item != nil:
		return numbering.Style(u.item.Marker)
	case hasLeader(u.text), trailingNumber.MatchString(u.text) && fold(u.text) != u.key:
		return "…"
	}
	return numbering.None
}

// isLabel reports whether text is one of the labels, and nothing else. Labels
// in several languages may stand side by side.
func isLabel(text string, labels []string) bool {
	if len(text) > 1000 {
		return false
	}
	key := fold(text)
	if key == "" || len(key) > 120 {
		return false
	}
	for cut := true; cut && key != ""; {
		cut = false
		for _, l := range labels {
			if rest, ok := strings.CutPrefix(key, fold(l)); ok && fold(l) != "" {
				key, cut = rest, true
				break
			}
		}
	}
	return key == ""
}
