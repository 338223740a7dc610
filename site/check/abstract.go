package check

import (
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/backissue/backissue/site/numbering"
)

// An original is what an abstract was made from: all numbers that it has,
// however they are written there.
type original struct {
	values map[float64]bool
	counts map[float64]bool // of parts and tasks, in the article itself
	own    map[float64]bool // values of the article itself
	lines  [][]float64      // the values of each line
	dates  []date
	months map[int]bool // named without a year
	year   int          // of the issue

	letters int // how much text there is
}

// findNumbers finds numbers in abstracts that the original does not have, in
// any of its languages: amounts, shares, counts, dates. Numbers in words are
// not asked for, and where the original may have counted, it is trusted.
func findNumbers(f *Folder, report func(Finding)) {
	laws := annexed(f)
	for _, a := range f.Articles {
		var abstracts []Line
		for _, p := range a.sorted() {
			abstracts = append(abstracts, p.abstract()...)
		}
		if len(abstracts) == 0 {
			continue
		}
		from := newOriginal(a, laws[a])
		if from == nil {
			continue
		}
		for _, p := range a.sorted() {
			for _, l := range p.abstract() {
				unknown := from.unknown(l.Text)
				if foreign(unknown, l, p) {
					continue
				}
				for _, text := range unknown {
					report(p.finding(l.N, text, fmt.Sprintf("%q: the original has no such number", text), "compare with the text that the abstract is made from"))
				}
			}
		}
	}
}

// foreign reports whether an abstract was hardly made from the text below it:
// of a notice in many parts, it may be another part.
func foreign(unknown []string, l Line, p *Page) bool {
	below := slices.ContainsFunc(p.Lines, func(l Line) bool { return l.Alert == "" && !l.Heading })
	return below && len(unknown) > 3 && 2*len(unknown) > len(digitsRE.FindAllString(l.Text, -1))
}

func (p *Page) abstract() []Line {
	if !p.own() {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(p.Lines), func(l Line) bool { return l.Alert != "abstract" })
}

// newOriginal returns the originals of an article: its texts in all languages,
// and the laws annexed to it. It is nil where there is hardly any text.
func newOriginal(a *Article, laws []*Article) *original {
	o := emptyOriginal()
	for _, p := range a.sorted() {
		o.year = max(o.year, number(yearOf(p.Front["date"])))
		if p.own() {
			o.add(p.numbers())
		}
	}
	if o.letters < 80 {
		return nil
	}
	o.own = maps.Clone(o.values)
	counts := o.counts
	for _, law := range append(slices.Clone(laws), a) {
		o.line(law.Facts.Number+" "+law.Facts.Enacted+" "+law.Facts.Effective, nil)
		for _, p := range law.sorted() {
			if law != a && p.own() {
				o.add(p.numbers())
			}
		}
	}
	o.counts = counts
	return o
}

func emptyOriginal() *original {
	return &original{values: map[float64]bool{}, months: map[int]bool{}, counts: map[float64]bool{}}
}

// add takes the numbers of another text.
func (o *original) add(p *original) {
	maps.Copy(o.values, p.values)
	maps.Copy(o.months, p.months)
	o.counts = merged(o.counts, p.counts)
	o.lines = append(o.lines, p.lines...)
	o.dates = append(o.dates, p.dates...)
	o.letters += p.letters
}

func merged(a, b map[float64]bool) map[float64]bool {
	out := maps.Clone(a)
	maps.Copy(out, b)
	return out
}

// numbers returns the numbers of a page without its abstract, and what can be
// counted in it. They are read once.
func (p *Page) numbers() *original {
	if p.said != nil {
		return p.said
	}
	o := emptyOriginal()
	items, marks := 0, map[numbering.Style]int{}
	for i, l := range p.Lines {
		if l.Alert == "abstract" || l.Alert == "conflict" {
			continue
		}
		o.letters += utf8.RuneCountInString(l.Text)
		o.line(l.Text, p.dates(i))
		for _, m := range countRE.FindAllStringSubmatch(narrow(l.Text), -1) {
			o.counts[float64(countOf(m[1]))] = true
		}
		if n := numbering.Parse(l.Text); n.Style != numbering.None {
			marks[n.Style] = max(marks[n.Style], n.N)
			o.values[float64(marks[n.Style])] = true
		}
		if items++; !l.Item {
			items = 0
		}
		o.values[float64(items)] = true
	}
	p.said = o
	return o
}

var (
	monthRE = regexp.MustCompile(`(\d{1,2})\s?[月월]|(?i:tháng)\s+(\d{1,2})`)
	nameRE  = regexp.MustCompile(`(?i)(?:^|[^\pL])(` + alternatives(monthNames) + `)(?:[^\pL]|$)`)
)

// line adds the numbers of a line, and the dates that were found in it.
func (o *original) line(text string, found []date) {
	var values []float64
	for _, a := range amounts(text) {
		values = append(values, a.value)
		o.values[a.value] = true
	}
	o.lines = append(o.lines, values)
	text = narrow(text)
	o.dates = append(o.dates, found...)
	within := func(at int) bool {
		return slices.ContainsFunc(found, func(d date) bool { return d.year > 0 && at >= d.at && at < d.end })
	}
	for _, m := range monthRE.FindAllStringSubmatchIndex(text, -1) {
		if !within(m[0]) {
			for g := 2; g < len(m); g += 2 {
				if m[g] >= 0 {
					o.months[number(text[m[g]:m[g+1]])] = true
				}
			}
		}
	}
	for _, m := range nameRE.FindAllStringSubmatchIndex(text, -1) {
		if !within(m[2]) {
			o.months[1+indexOf(monthNames, text[m[2]:m[3]])] = true
		}
	}
	for _, d := range found {
		for _, v := range []int{d.year, d.month, d.day} {
			o.values[float64(v)] = true
		}
	}
}

// unknown returns the numbers and dates of an abstract that o does not have,
// as they are written.
func (o *original) unknown(text string) []string {
	text = narrow(addressRE.ReplaceAllString(text, " "))
	var out []string
	found := dates(text)
	for _, d := range found {
		if d.wrong(0) == "" && !o.hasDate(d) { // what is no date at all is another finding
			out = append(out, d.text)
		}
	}
	sums := mixed(text)
	for _, m := range digitsRE.FindAllStringIndex(text, -1) {
		if slices.ContainsFunc(found, func(d date) bool { return m[0] >= d.at && m[0] < d.end }) || named(text, m) {
			continue
		}
		a := figure(text, m[0], m[1])
		if i := slices.IndexFunc(sums, func(s amount) bool { return m[0] >= s.at && m[0] < s.at+len(s.text) }); i >= 0 {
			if m[0] > sums[i].at {
				continue // a part of it
			}
			a = sums[i]
		}
		if !o.has(a, tail(text[:m[0]])+head(text[m[1]:])) || o.miscounted(a, text[m[0]:]) {
			out = append(out, around(text, a.at, a.at+len(a.text)))
		}
	}
	return out
}

// miscounted reports whether a text begins with a count of parts or tasks, as
// the article itself counts some, and with another number than any there.
func (o *original) miscounted(a amount, text string) bool {
	at := countRE.FindStringIndex(head(text))
	return at != nil && at[0] == 0 && len(o.counts) > 0 && !o.own[a.value]
}

// around returns what stands at text[from:to], with the words it is part of.
func around(text string, from, to int) string {
	edge := func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(".,;:。，、；：()（）<>《》", r)
	}
	if rest, ok := strings.CutSuffix(text[:from], "제 "); ok {
		from = len(rest)
	}
	for n := 0; n < 4 && from > 0; n++ {
		r, size := utf8.DecodeLastRuneInString(text[:from])
		if edge(r) {
			break
		}
		from -= size
	}
	if to < len(text) && text[to] == ' ' {
		to++
	}
	for n := 0; n < 8 && to < len(text); n++ {
		r, size := utf8.DecodeRuneInString(text[to:])
		if edge(r) {
			break
		}
		to += size
	}
	return strings.TrimSpace(text[from:to])
}

var fractionRE = regexp.MustCompile(`(?:분의|分之)\s?$`)

// named reports whether a number is part of a name: 5G, COVID-19, G20, 18-A.
// Parts of a fraction are left alone too: there are too many words for them.
func named(text string, m []int) bool {
	if strings.HasPrefix(text[m[1]:], "분의") || strings.HasPrefix(text[m[1]:], "分之") || fractionRE.MatchString(tail(text[:m[0]])) {
		return true
	}
	before, _ := utf8.DecodeLastRuneInString(text[:m[0]])
	after, size := utf8.DecodeRuneInString(text[m[1]:])
	if before == '-' {
		before, _ = utf8.DecodeLastRuneInString(strings.TrimRight(text[:m[0]], "-"))
	}
	if after == '-' || after == '+' {
		after, _ = utf8.DecodeRuneInString(text[m[1]+size:])
	}
	return unicode.In(before, unicode.Latin, unicode.Cyrillic) || unicode.IsUpper(after)
}

// changeRE matches words for a difference, which an abstract may have reckoned.
var changeRE = regexp.MustCompile(`단축|감소|증가|늘|줄|인상|인하|상승|하락|차이|缩短|縮短|减少|減少|增加|增长|提高|下降|降低|(?i:reduc|increas|\bcut|rise|rose|fell|fall|grew|growth|short|longer|more than|less than)`)

// has reports whether the original has an amount, or some that it may come from,
// as the text around it tells.
func (o *original) has(a amount, around string) bool {
	switch {
	case o.values[a.value], a.value == 0:
		return true
	case a.value == math.Trunc(a.value) && math.Abs(a.value-float64(o.year)) <= 1:
		return true // this year, the last, the next
	}
	for v := range o.values {
		if rounds(v, a.value) || converts(v, a) {
			return true
		}
	}
	if !changeRE.MatchString(around) {
		return false
	}
	for _, line := range o.lines {
		if len(line) > 100 {
			continue // a table
		}
		for _, v := range line {
			for _, w := range line {
				if near(v-w, a.value) || v > 0 && near((v-w)/v*100, a.value) || w > 0 && near(v/w, a.value) {
					return true
				}
			}
		}
	}
	return false
}

func near(a, b float64) bool { return math.Abs(a-b) < 1e-6*math.Max(1, math.Abs(b)) }

// rounds reports whether an abstract may have made w of v: the same number, or
// one with fewer digits, but two at the least.
func rounds(v, w float64) bool {
	if near(v, w) {
		return true
	}
	if v < 10 || w < 10 || isYear(v) && isYear(w) {
		return false
	}
	unit := math.Pow(10, math.Floor(math.Log10(v))-1)
	for ; unit >= 0.1 && unit > v/1e6; unit /= 10 {
		if near(math.Round(v/unit)*unit, w) || near(math.Floor(v/unit)*unit, w) {
			return true
		}
	}
	return false
}

func isYear(v float64) bool { return v >= 1900 && v <= 2100 && v == math.Trunc(v) }

// conversions are how many of a smaller unit of time make one of a larger.
var conversions = []float64{7, 12, 24, 30, 60, 365, 3, 10}

// converts reports whether v may be a in another unit of time.
func converts(v float64, a amount) bool {
	if a.unit == "" || strings.ContainsAny(a.unit, "%％‰") || strings.Contains(a.unit, "포인트") || strings.Contains(a.unit, "点") {
		return false
	}
	for _, c := range conversions {
		if near(v*c, a.value) || near(v, a.value*c) {
			return true
		}
	}
	return false
}

// hasDate reports whether the original has a date, as far as it is told.
func (o *original) hasDate(d date) bool {
	if d.day == 0 {
		return o.months[d.month] || slices.ContainsFunc(o.dates, func(e date) bool {
			return e.month == d.month && (e.year == d.year || e.year == 0)
		})
	}
	return slices.ContainsFunc(o.dates, func(e date) bool {
		return e.day == d.day && e.month == d.month && (e.year == 0 || d.year == 0 || e.year == d.year)
	}) || o.values[float64(d.day)] && !slices.ContainsFunc(o.dates, func(e date) bool { return e.day == d.day })
}
