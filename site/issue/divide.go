package issue

import (
	"slices"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/numbering"
)

// A part is a section on its way: its heading and the units of its articles.
type part struct {
	head    unit // zero where the document names no sections
	name    SectionName
	entries []entry // its articles in the printed contents
	drafts  []draft
}

// A draft is an article on its way: its heading and the units below it.
type draft struct {
	head  unit // zero where the article has no heading of its own
	units []unit
}

// liftTitle takes the title of a text that begins with tables or pictures, as
// press releases do, from below them.
func (d *draft) liftTitle() {
	for i, u := range d.units[:min(8, len(d.units))] {
		if u.text == "" && u.list == nil {
			continue
		}
		if (u.headLike() || u.level() > 0) && u.list == nil {
			d.head = u
			d.units = slices.Delete(slices.Clone(d.units), i, i+1)
		}
		return
	}
}

// A head is a unit of the body that begins a section or an article.
type head struct {
	at      int // -1 where it is above the body and has no text
	section bool
	entry   *entry
}

// divide cuts the body of a document into sections and articles: at the
// titles that the printed contents promise, or, where there are none, at
// lines that look like titles. It returns what stands before the first
// heading too, and the furniture it came by. An awaited title heads an article
// whose text came as a document of its own.
func divide(body []unit, entries []entry, awaited func(key string) bool, p Profile) (intro []unit, parts []part, furn []doc.Furniture) {
	body = joinTitles(body, entries)
	heads, again := matchEntries(body, entries, awaited)
	for _, i := range again {
		furn = append(furn, furniture(body[i], doc.Contents))
	}
	skip := map[int]bool{}
	for _, i := range again {
		skip[i] = true
	}
	if len(entries) == 0 || !anySection(heads) {
		heads = addSections(body, heads, skip, p)
	}
	if len(heads) == 0 {
		if at := singleText(body, p); at >= 0 {
			heads = []head{{at: at}}
		} else {
			heads = guessArticles(body, 0, len(body), p)
		}
	}
	if len(heads) == 0 && len(body) > 0 {
		heads = []head{{at: onlyTitle(body)}} // a text without parts is one article
	}
	heads = slices.DeleteFunc(heads, func(h head) bool { return skip[h.at] })
	return assemble(body, heads, skip, p, furn)
}

// onlyTitle returns the index of the title of a text that is one article: the
// last of the titles above its first paragraph, or else its first line. It is
// -1 where the text begins with a table or a box.
func onlyTitle(body []unit) int {
	if body[0].text == "" {
		return -1
	}
	for i, u := range body {
		if !u.headLike() || u.item != nil {
			return aboveParts(body, max(0, i-1))
		}
	}
	return 0
}

func anySection(heads []head) bool {
	for _, h := range heads {
		if h.section {
			return true
		}
	}
	return false
}

// assemble puts the units between heads into parts and drafts.
func assemble(body []unit, heads []head, skip map[int]bool, p Profile, furn []doc.Furniture) ([]unit, []part, []doc.Furniture) {
	var intro []unit
	var parts []part
	end := len(body)
	if len(heads) > 0 {
		end = heads[0].at
	}
	for i := 0; i < end; i++ {
		if !skip[i] {
			intro = append(intro, body[i])
		}
	}
	for n, h := range heads {
		stop := len(body)
		if n+1 < len(heads) {
			stop = heads[n+1].at
		}
		var units []unit
		if h.section && h.at >= 0 {
			units = flatten(body[h.at].below())
		}
		for i := h.at + 1; i < stop; i++ {
			if !skip[i] {
				units = append(units, body[i])
			}
		}
		if h.section {
			name, _ := p.section(body[h.at].num.Rest)
			parts = append(parts, part{head: body[h.at], name: name})
			if len(units) > 0 {
				parts[len(parts)-1].drafts = []draft{{units: units}}
			}
			continue
		}
		if len(parts) == 0 {
			parts = append(parts, part{})
		}
		last := &parts[len(parts)-1]
		d := draft{units: units}
		if h.at >= 0 {
			d.head = body[h.at]
		} else {
			d.liftTitle()
		}
		last.drafts = append(last.drafts, d)
	}
	return intro, parts, furn
}

// matchEntries finds the units of the body that the entries announce. Where a
// title comes more than once, the one that text follows is the heading; the
// others are contents printed again, and are returned as such.
func matchEntries(body []unit, entries []entry, awaited func(string) bool) (heads []head, again []int) {
	at := map[string][]int{}
	for i, u := range body {
		if u.key != "" && (u.headLike() || u.item != nil) {
			at[u.key] = append(at[u.key], i)
		}
	}
	matched := map[int]bool{}
	for _, e := range entries {
		for _, i := range at[e.unit.key] {
			matched[i] = true
		}
	}
	taken := map[int]bool{}
	for n := range entries {
		e := &entries[n]
		found := at[e.unit.key]
		if len(found) == 0 {
			if i := nearly(body, e.unit.key, matched); i >= 0 {
				found = []int{i}
				matched[i] = true
			}
		}
		best := -1
		for _, i := range found {
			if taken[i] {
				continue
			}
			if best < 0 || leads(body, best, matched) < leads(body, i, matched) {
				best = i
			}
		}
		if best >= 0 {
			taken[best] = true
			heads = append(heads, head{best, e.section, e})
		}
	}
	for i := range body {
		if matched[i] && !taken[i] {
			again = append(again, i)
		}
	}
	sortHeads(heads)
	return printedAgain(body, heads, again, awaited)
}

// printedAgain tells contents that are printed a second time, before the
// texts of a section, from headings: titles that follow each other with no
// text between them head nothing, but for those whose text is elsewhere.
func printedAgain(body []unit, heads []head, again []int, awaited func(string) bool) ([]head, []int) {
	var out []head
	for i := 0; i < len(heads); {
		n := i + 1
		for n < len(heads) && !heads[i].section && !heads[n].section && !awaited(body[heads[n-1].at].key) && !awaited(body[heads[n].at].key) && heads[n].at == heads[n-1].at+1 && body[heads[n-1].at].below() == nil {
			n++
		}
		if n-i < 2 {
			out = append(out, heads[i])
		} else {
			for _, h := range heads[i:n] {
				again = append(again, h.at)
			}
		}
		i = n
	}
	return out, again
}

// joinTitles makes one unit of two that together are the title of an entry.
func joinTitles(body []unit, entries []entry) []unit {
	want := map[string]bool{}
	for _, e := range entries {
		want[e.unit.key] = true
	}
	var out []unit
	for i := 0; i < len(body); i++ {
		u := body[i]
		if i+1 < len(body) && !want[u.key] && u.key != "" && u.list == nil && body[i+1].list == nil && len(u.text) < 300 &&
			body[i+1].num.Style == numbering.None && want[u.key+body[i+1].key] {
			u = mergeUnits(u, body[i+1])
			i++
		}
		out = append(out, u)
	}
	return out
}

func mergeUnits(a, b unit) unit {
	spans := append(append([]doc.Span{}, paragraphSpans(a.block)...), doc.Span{Text: " ", Lang: a.lang})
	u := newUnit(&doc.Paragraph{Position: a.Position, Spans: append(spans, paragraphSpans(b.block)...)})
	u.lang = a.lang
	return u
}

// leads counts how much unit i looks like the heading of what follows: it is
// not followed by another title from the contents, nor preceded by one.
func leads(body []unit, i int, matched map[int]bool) int {
	n := 0
	if i+1 < len(body) && !matched[i+1] {
		n += 2
	}
	if i > 0 && !matched[i-1] {
		n++
	}
	return n
}

// nearly returns the unit whose title is nearly key: it begins with it, or
// differs in one character of six.
func nearly(body []unit, key string, matched map[int]bool) int {
	k := []rune(key)
	if len(k) < 4 {
		return -1
	}
	best, least := -1, len(k)/6+1
	for i, u := range body {
		if matched[i] || u.key == "" || !u.headLike() {
			continue
		}
		if d := distance(k, []rune(u.key), least); d < least {
			best, least = i, d
		}
	}
	return best
}

// distance returns the edit distance of a and b, or limit where it is no
// less.
func distance(a, b []rune, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, ra := range a {
		diag := row[0]
		row[0] = i + 1
		for j, rb := range b {
			cost := 1
			if ra == rb {
				cost = 0
			}
			next := min(row[j+1]+1, row[j]+1, diag+cost)
			diag, row[j+1] = row[j+1], next
		}
	}
	return min(row[len(b)], limit)
}

func sortHeads(heads []head) {
	for i := 1; i < len(heads); i++ {
		for j := i; j > 0 && heads[j].at < heads[j-1].at; j-- {
			heads[j], heads[j-1] = heads[j-1], heads[j]
		}
	}
}
