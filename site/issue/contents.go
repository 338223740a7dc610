package issue

import (
	"strings"

	"github.com/backissue/backissue/site/numbering"
)

// An entry is a line of the printed contents: the title of a section or of an
// article that the text will bring.
type entry struct {
	unit    unit
	section bool
	titles  []unit // the title again, and in other languages, below it
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
	from, to = contentsRange(units, limit, labelled)
	if to-from < 2 {
		return nil, 0, 0
	}
	for i := max(from, labelled+1); i < to; i++ {
		if units[i].key != "" {
			entries = append(entries, entry{unit: units[i]})
		}
	}
	markSections(entries, p)
	if labelled >= 0 && labelled < from {
		from = labelled
	}
	return entries, from, to
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
			if first == 0 {
				first = again[end]
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

func hasLeader(s string) bool { return cutLeader(s) != s }

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
// articles, by the profile's names and by the style of their numbers.
func markSections(entries []entry, p Profile) {
	known := map[numbering.Style]int{}
	all := map[numbering.Style]int{}
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
	for i := range entries {
		e := &entries[i]
		_, named := p.section(e.unit.num.Rest)
		e.section = e.style() == style && (found || len(all) > 1) && (style != numbering.None || named)
		if named && e.unit.num.Style == numbering.None && all[numbering.None] < 3 && style == numbering.None {
			e.section = true
		}
	}
}

// style is the style of an entry's number. Capitals and brackets around a
// name count as one.
func (e entry) style() numbering.Style {
	if e.unit.num.Style != numbering.None {
		return e.unit.num.Style
	}
	for _, b := range []string{"【", "[", "■", "◆", "〔"} {
		if strings.HasPrefix(e.unit.text, b) {
			return numbering.Style(b)
		}
	}
	if e.unit.item != nil {
		return numbering.Style(e.unit.item.Marker)
	}
	return numbering.None
}

// isLabel reports whether text is one of the labels, and nothing else. Labels
// in several languages may stand side by side.
func isLabel(text string, labels []string) bool {
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
