package issue

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/language"

	"github.com/backissue/backissue/site/numbering"
)

// laws cuts the units of a section of legal texts into one draft for each
// law. Nothing need mark where a law begins, so every place that might is
// weighed: a title, a document number below it, a first article, a numbering
// that starts again, the top of a page. Where the printed contents say how
// many there are, that many of the heaviest are taken.
func (r *recovery) laws(pt part) []draft {
	var units []unit
	forced := map[int]bool{}
	for _, d := range pt.drafts {
		if d.head.block != nil {
			forced[len(units)] = true
			units = append(units, d.head)
		}
		units = append(units, d.units...)
	}
	if len(units) == 0 {
		return nil
	}
	if len(forced) == 0 {
		r.numberedLaws(units, forced)
	}
	units = r.bareNumbers(units, forced)
	starts := r.lawStarts(units, forced, len(pt.entries))
	var out []draft
	for n, s := range starts {
		stop := len(units)
		if n+1 < len(starts) {
			stop = starts[n+1]
		}
		d := draft{units: units[s:stop]}
		if forced[s] {
			d = draft{head: units[s], units: units[s+1 : stop]}
		}
		out = append(out, d)
	}
	return out
}

// numberedLaws finds the laws of a section that numbers them itself, as it
// does its other articles.
func (r *recovery) numberedLaws(units []unit, forced map[int]bool) {
	style := units[0].num.Style
	switch style {
	case numbering.Padded, numbering.Digit, numbering.DigitClose, numbering.Circled:
	default:
		return
	}
	want := units[0].num.N
	for i, u := range units {
		if u.num.Style == style && u.num.N == want && u.headLike() && (i == 0 || u.num.Rest == "" || r.lawTitle(u.num.Rest)) {
			forced[i] = true
			want++
		}
	}
}

// bareNumbers takes out the headings that are a number and nothing else; the
// title on the next line takes their place.
func (r *recovery) bareNumbers(units []unit, forced map[int]bool) []unit {
	var out []unit
	moved := map[int]bool{}
	pending := false
	for i, u := range units {
		if forced[i] && u.num.Rest == "" && i+1 < len(units) {
			r.issue.Furniture = append(r.issue.Furniture, numberLabel(u)...)
			pending = true
			continue
		}
		if forced[i] || pending {
			moved[len(out)] = true
		}
		pending = false
		out = append(out, u)
	}
	clear(forced)
	for i := range moved {
		forced[i] = true
	}
	return out
}

// A candidate is a unit with which a law may begin, and the weight of what
// speaks for it.
type candidate struct {
	at     int
	weight int
}

// enough is the weight from which a candidate begins a law even where nobody
// says how many laws there are.
const enough = 6

// lawStarts returns the indexes of the units with which laws begin.
func (r *recovery) lawStarts(units []unit, forced map[int]bool, expected int) []int {
	cands := []candidate{{0, 1000}}
	for i := 1; i < len(units); i++ {
		w := r.lawWeight(units, i)
		if forced[i] {
			w = 900
		}
		if w > 0 {
			cands = append(cands, candidate{i, w})
		}
	}
	cands = r.loneliest(units, withoutRepeats(units, cands))
	slices.SortStableFunc(cands, func(a, b candidate) int { return b.weight - a.weight })
	n := 0
	for n < len(cands) && (cands[n].weight >= enough && (expected == 0 || n < expected || cands[n].weight >= 900) || n < expected && cands[n].weight >= 3) {
		n++
	}
	var starts []int
	for _, c := range cands[:n] {
		starts = append(starts, c.at)
	}
	slices.Sort(starts)
	return withoutTranslations(units, starts, forced)
}

// withoutRepeats drops the candidates that are the title of the law above
// them, printed again over its text.
func withoutRepeats(units []unit, cands []candidate) []candidate {
	var out []candidate
	for _, c := range cands {
		again := false
		for j := max(0, c.at-8); j < c.at; j++ {
			again = again || units[j].key == units[c.at].key && c.weight < 900
		}
		if !again {
			out = append(out, c)
		}
	}
	return out
}

// loneliest keeps the heaviest of candidates that have no text between them:
// the lines of one title, or the end of one law and the beginning of the
// next.
func (r *recovery) loneliest(units []unit, cands []candidate) []candidate {
	var out []candidate
	for _, c := range cands {
		n := len(out)
		if n == 0 || c.at-out[n-1].at > 4 || r.awaited(units[c.at].key) || r.awaited(units[out[n-1].at].key) || textBetween(units, out[n-1].at, c.at) {
			out = append(out, c)
			continue
		}
		prev := &out[n-1]
		switch {
		case c.at < prev.at+r.titleRun(units, prev.at):
			prev.weight = max(prev.weight, c.weight)
		case c.weight > prev.weight:
			*prev = c
		}
	}
	return out
}

func textBetween(units []unit, from, to int) bool {
	for _, u := range units[from:to] {
		if !u.headLike() && !underTitle(u.text) {
			return true
		}
	}
	return false
}

// lawWeight weighs what speaks for a law beginning at unit i.
func (r *recovery) lawWeight(units []unit, i int) int {
	u := units[i]
	if u.text == "" || u.list != nil || underTitle(u.text) {
		return 0
	}
	w := 0
	top := u.Page > units[i-1].Page
	if top {
		w++
	}
	if !u.headLike() || u.num.Style != numbering.None && u.num.Style != numbering.Padded && u.num.Style != numbering.Digit {
		if top && restarts(units, i) {
			return w + 3
		}
		if _, _, ok := r.annexLabel(u.text); !ok {
			return 0
		}
	}
	n := r.titleRun(units, i)
	if _, title, ok := r.annexLabel(u.text); ok {
		if r.announced(units, i, title) {
			return 0
		}
		w += 6
	}
	title := joinTitle(units[i : i+n])
	if n > 0 && r.lawTitle(title) {
		w += 3
	}
	if next := i + max(n, 1); next < len(units) {
		switch v := units[next]; {
		case underTitle(v.text):
			w += 6
		case v.num.N == 1 && (v.num.Style == numbering.Article || v.num.Style == numbering.Chapter):
			w += 5
		}
	}
	if restarts(units, i) {
		w += 2
	}
	if i > 0 && dateLine.MatchString(units[i-1].text) {
		w++
	}
	return w
}

// titleRun returns how many units from i on make up a title.
func (r *recovery) titleRun(units []unit, i int) int {
	n := 0
	for i+n < len(units) && n < 4 {
		u := units[i+n]
		if !u.headLike() || u.list != nil || n > 0 && (u.num.Style != numbering.None || u.lang != units[i].lang) || n > 0 && u.Page > units[i].Page && r.lawTitle(joinTitle(units[i+n:i+n+1])) || underTitle(u.text) || strings.HasSuffix(u.text, "：") || dateLine.MatchString(u.text) {
			break
		}
		n++
		if r.lawTitle(joinTitle(units[i : i+n])) {
			break
		}
	}
	return n
}

func joinTitle(units []unit) string {
	var b strings.Builder
	for i, u := range units {
		if i > 0 && u.lang != language.SimplifiedChinese && u.lang != language.TraditionalChinese && u.lang != language.Japanese {
			b.WriteByte(' ')
		}
		b.WriteString(u.num.Rest)
	}
	return b.String()
}

// lawTitle reports whether a text ends or begins as names of laws do.
func (r *recovery) lawTitle(s string) bool {
	s = strings.TrimRightFunc(s, func(c rune) bool { return unicode.IsSpace(c) || unicode.IsPunct(c) || c == '>' || c == '<' })
	for _, open := range []string{"（", "("} {
		if i := strings.LastIndex(s, open); i > 0 && len(s)-i < 40 {
			s = s[:i]
		}
	}
	if s == "" || width(s) > 200 {
		return false
	}
	for _, w := range r.profile.Laws.Last {
		if strings.HasSuffix(s, w) {
			return true
		}
	}
	words := strings.FieldsFunc(strings.ToLower(s), func(c rune) bool { return !unicode.IsLetter(c) && c != '-' })
	for _, w := range r.profile.Laws.First {
		for _, have := range words {
			if have == strings.ToLower(w) {
				return true
			}
		}
		if strings.HasPrefix(strings.ToLower(s), strings.ToLower(w)) {
			return true
		}
	}
	return false
}

// annexLabel splits the label off the heading of an annex: "附件1：…", "부록 2
// …", "Annex I. …".
func (r *recovery) annexLabel(text string) (label, title string, ok bool) {
	for _, l := range r.profile.Labels.Annex {
		rest, found := cutFold(text, l)
		if !found {
			continue
		}
		if m := annexNumber.FindString(rest); len(m) > 0 || strings.TrimSpace(rest) == "" {
			return text[:len(text)-len(rest)] + strings.TrimRight(m, " \u3000"), strings.TrimSpace(rest[len(m):]), true
		}
	}
	return "", text, false
}

var annexNumber = regexp.MustCompile(`^\s*(?:[0-9０-９]{1,2}|[IVX]{1,5}|[一二三四五六七八九十]{1,3}|[A-Z])?\s*(?:[:：.．、)\]】]|\s+|$)\s*`)

// announced reports whether an annex at unit i belongs to the law above it: a
// form or a list, not another law. It is the line that announces it, with the
// signature below, or bears a title that such a line announced.
func (r *recovery) announced(units []unit, i int, title string) bool {
	key := fold(title)
	for j := i + 1; j < min(len(units), i+4); j++ {
		if dateLine.MatchString(units[j].text) {
			return true
		}
	}
	if key == "" && i+1 < len(units) {
		key = units[i+1].key
	}
	for j := i - 1; j >= max(0, i-12) && key != ""; j-- {
		if label, named, ok := r.annexLabel(units[j].text); ok && label != "" && fold(named) != "" && strings.HasPrefix(key, fold(named)) {
			return true
		}
	}
	return false
}

// restarts reports whether the first numbers from unit i on begin a series
// again that is further on above it.
func restarts(units []unit, i int) bool {
	for j := i; j < min(len(units), i+8); j++ {
		num := units[j].num
		if num.Style == numbering.None {
			continue
		}
		if num.N != 1 || num.Style != numbering.Han && num.Style != numbering.Chapter && num.Style != numbering.Article {
			return false
		}
		for k := i - 1; k >= 0; k-- {
			if units[k].num.Style == num.Style {
				return units[k].num.N > 1
			}
		}
		return false
	}
	return false
}

// withoutTranslations drops the starts at which no law begins but the
// translation of the one above: in a language that it has not been in yet.
func withoutTranslations(units []unit, starts []int, forced map[int]bool) []int {
	var out []int
	for _, s := range starts {
		if n := len(out); n > 0 && !forced[s] && !hasLanguage(units[out[n-1]:s], units[s].lang) {
			continue
		}
		out = append(out, s)
	}
	return out
}

func hasLanguage(units []unit, l language.Tag) bool {
	for _, u := range units {
		if u.lang == l && letters(u) > 4 {
			return true
		}
	}
	return false
}
