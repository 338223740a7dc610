package issue

import (
	"fmt"
	"strings"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/numbering"
)

// outline builds the tree of a text from the numbers of its paragraphs and
// gives each numbered part an identifier that is the same in every language:
//
//	ch-3      chapter: 第三章, 三、, Chapter III
//	ch-3-2    section 2 of chapter 3: 第二节, （二）
//	art-7     article: 第七条, 제7조, Article 7
//	art-7-2   item 2 of article 7
//	pt-10     point 10 of a text that counts its points through
//	box-1     framed aside
//	h-2       second heading without a number
//
// A number that stands alone with its title becomes a heading; one that runs
// into its text stays a paragraph, whole. Text is never changed: a doubled or
// a missing number is a doubt.
func outline(units []unit, kind Kind, p Profile) ([]doc.Block, []doc.Doubt) {
	o := &outliner{units: units, kind: kind, questions: p.Labels.Question, used: map[string]int{}, last: map[string]int{}}
	for _, u := range units {
		if u.num.Style == numbering.Article {
			o.articles = true
		}
	}
	for i := 0; i < len(units); {
		i = o.place(i)
	}
	return o.out, o.doubts
}

// An outliner builds an outline from top to bottom.
type outliner struct {
	units     []unit
	kind      Kind
	articles  bool     // the text has articles
	questions []string // labels of questions
	out       []doc.Block
	doubts    []doc.Doubt

	chapter  string // identifier of the chapter above, or empty
	section  string // of the section above, or empty
	article  string // of the article or point above, or empty
	used     map[string]int
	last     map[string]int // last number of each series
	root     string         // what the items of the last list count under
	open     []series       // of that list, outer ones first
	points   int            // how often a series of points began
	subheads int            // headings without a number so far
}

// place puts unit i into the outline and returns the index of the next one.
func (o *outliner) place(i int) int {
	u := o.units[i]
	if u.list != nil {
		n := i
		for n < len(o.units) && o.units[n].list == u.list {
			n++
		}
		return o.list(i, n)
	}
	switch b := u.block.(type) {
	case *doc.Box:
		o.out = append(o.out, o.box(b))
		return i + 1
	case *doc.Paragraph, *doc.Heading:
	default:
		o.out = append(o.out, u.block)
		return i + 1
	}
	switch u.num.Style {
	case numbering.Part:
		o.chapter, o.section, o.article = "", "", ""
		return o.heading(i, 2, o.id(u, "part", u.num.N))
	case numbering.Chapter:
		o.chapter = o.id(u, "ch", u.num.N)
		o.section, o.article = "", ""
		return o.heading(i, 2, o.chapter)
	case numbering.Section:
		o.section = o.id(u, o.parent("ch"), u.num.N)
		o.article = ""
		return o.heading(i, 3, o.section)
	case numbering.Article:
		o.article = o.id(u, "art", u.num.N)
		o.checkDoubled(u)
		return o.named(i, 4, o.article)
	case numbering.Box:
		return o.heading(i, 4, o.id(u, "box", u.num.N))
	case numbering.None:
		return o.plain(i)
	}
	return o.numbered(i)
}

// parent is the identifier that a section's number is added to.
func (o *outliner) parent(otherwise string) string {
	if o.chapter != "" {
		return o.chapter
	}
	return otherwise
}

// numbered places a paragraph whose number may count chapters, sections,
// points or items, as its surroundings say.
func (o *outliner) numbered(i int) int {
	u := o.units[i]
	inArticle := o.article != ""
	switch {
	case u.num.Style == numbering.Han && !(inArticle && o.articles):
		o.chapter = o.id(u, "ch", u.num.N)
		o.section, o.article = "", ""
		return o.named(i, 2, o.chapter)
	case u.num.Style == numbering.HanParen && !inArticle && o.chapter != "":
		o.section = o.id(u, o.chapter, u.num.N)
		return o.named(i, 3, o.section)
	case u.num.Style == numbering.Digit && !o.articles && o.kind == Law:
		return o.point(i)
	}
	return o.item(i)
}

// point places a numbered point of a text without articles. Points that
// count through the whole text are "pt-"; where they begin anew in each part,
// the later series hang on their part.
func (o *outliner) point(i int) int {
	u := o.units[i]
	if u.num.N == 1 {
		o.points++
	}
	under := "pt"
	if o.points > 1 {
		switch {
		case o.section != "":
			under = o.section
		case o.chapter != "":
			under = o.chapter
		}
	}
	o.article = o.id(u, under, u.num.N)
	return o.named(i, 4, o.article)
}

// heading places unit i as a heading. A chapter's number may stand on a line
// of its own above its title.
func (o *outliner) heading(i, level int, id string) int {
	u := o.units[i]
	spans := paragraphSpans(u.block)
	n := i + 1
	if u.num.Rest == "" && n < len(o.units) && o.units[n].headLike() && o.units[n].num.Style == numbering.None && o.units[n].list == nil && width(o.units[n].text) < 90 && !endsColon(o.units[n].text) {
		spans = append(append(append([]doc.Span{}, spans...), doc.Span{Text: " ", Lang: u.lang}), paragraphSpans(o.units[n].block)...)
		n++
	}
	o.out = append(o.out, &doc.Heading{Position: u.Position, Level: level, ID: id, Spans: spans})
	return n
}

// named places unit i as a heading where it only names what follows, and as
// a paragraph where the text runs on behind its number.
func (o *outliner) named(i, level int, id string) int {
	if o.standsAlone(i) {
		return o.heading(i, level, id)
	}
	u := o.units[i]
	o.out = append(o.out, &doc.Paragraph{Position: u.Position, ID: id, Spans: paragraphSpans(u.block)})
	return i + 1
}

// standsAlone reports whether unit i is a heading: it does not end like a
// sentence, or it is a single short one, and text that is not the next
// number follows.
func (o *outliner) standsAlone(i int) bool {
	u := o.units[i]
	text := strings.TrimRight(u.text, " ")
	if !endsSentence(text) && !endsColon(text) {
		return width(text) <= 130
	}
	body := strings.TrimRight(u.num.Rest, "。. ")
	if strings.ContainsAny(body, "。；;：") || strings.Contains(body, ". ") || width(text) > 90 || !strings.HasSuffix(text, "。") {
		return false
	}
	return u.num.Style != numbering.Article && i+1 < len(o.units) && o.units[i+1].num.Style == numbering.None && o.units[i+1].list == nil
}

// plain places a paragraph without a number.
func (o *outliner) plain(i int) int {
	u := o.units[i]
	if _, _, ok := cutLabel(u.text, o.questions); ok && o.kind == QA && width(u.text) < 300 {
		o.subhead(u, 2)
		return i + 1
	}
	if o.isSubhead(i) {
		o.subhead(u, 3)
		return i + 1
	}
	if n := o.dashes(i); n > i {
		return n
	}
	o.out = append(o.out, u.block)
	return i + 1
}

// subhead places a heading without a number. It is numbered all the same, so
// that it can be pointed to.
func (o *outliner) subhead(u unit, level int) {
	o.subheads++
	o.out = append(o.out, &doc.Heading{Position: u.Position, Level: level, ID: fmt.Sprintf("h-%d", o.subheads), Spans: paragraphSpans(u.block)})
}

// isSubhead reports whether unit i is a heading without a number: a short
// line between long paragraphs of a report.
func (o *outliner) isSubhead(i int) bool {
	u := o.units[i]
	if o.kind != News || !u.headLike() || width(u.text) > 80 || i+1 >= len(o.units) || endsColon(u.text) {
		return false
	}
	if strings.ContainsAny(u.text, "，,") && width(u.text) > 50 {
		return false
	}
	next := o.units[i+1]
	long := func(v unit) bool { return v.text != "" && width(v.text) > 80 && v.lang == u.lang }
	return long(next) && (i == 0 || long(o.units[i-1]) || o.units[i-1].list != nil)
}

// dashes places a run of paragraphs that begin with a dash as a list. The
// dash is part of the text.
func (o *outliner) dashes(i int) int {
	n := i
	for n < len(o.units) && strings.HasPrefix(o.units[n].text, "——") {
		n++
	}
	if n-i < 2 {
		return i
	}
	l := &doc.List{Position: o.units[i].Position}
	for _, u := range o.units[i:n] {
		l.Items = append(l.Items, doc.Item{Position: u.Position, Blocks: []doc.Block{u.block}})
	}
	o.out = append(o.out, l)
	return n
}

// list places the items i to n of one list. In answers to questions, an item
// with text below it is a heading.
func (o *outliner) list(i, n int) int {
	u := o.units[i]
	if o.kind == QA && n == i+1 && u.headLike() && n < len(o.units) && o.units[n].list != u.list && width(u.text) < 120 {
		o.subhead(u, 2)
		o.out = append(o.out, u.item.Blocks[1:]...)
		return n
	}
	o.out = append(o.out, blocks(o.units[i:n])...)
	return n
}

// box gives a framed aside its identifier.
func (o *outliner) box(b *doc.Box) *doc.Box {
	out := &doc.Box{Position: b.Position, Blocks: b.Blocks}
	if len(b.Blocks) == 0 {
		return out
	}
	u := newUnit(b.Blocks[0])
	if u.num.Style == numbering.Box {
		h := &doc.Heading{Position: u.Position, Level: 4, ID: o.id(u, "box", u.num.N), Spans: paragraphSpans(u.block)}
		out.Blocks = append([]doc.Block{h}, b.Blocks[1:]...)
	}
	return out
}

// id returns the identifier of the nth part under a parent, and doubts a
// series that skips or repeats a number.
func (o *outliner) id(u unit, under string, n int) string {
	id := fmt.Sprintf("%s-%d", under, n)
	if before := o.last[under]; before > 0 && n > before+1 {
		o.doubts = append(o.doubts, doc.Doubt{Position: u.Position, Code: "number-missing", Text: u.num.Label,
			Why: fmt.Sprintf("number %d follows number %d", n, before)})
	}
	o.last[under] = n
	o.used[id]++
	if k := o.used[id]; k > 1 {
		o.doubts = append(o.doubts, doc.Doubt{Position: u.Position, Code: "number-doubled", Text: u.num.Label,
			Why: fmt.Sprintf("number %d stands more than once; this one is %s-x%d", n, id, k)})
		id = fmt.Sprintf("%s-x%d", id, k)
	}
	return id
}

// checkDoubled doubts a number that is printed twice in a row: "第二条 第二条".
func (o *outliner) checkDoubled(u unit) {
	if again := numbering.Parse(u.num.Rest); again.Style == u.num.Style && again.N == u.num.N {
		o.doubts = append(o.doubts, doc.Doubt{Position: u.Position, Code: "number-doubled", Text: u.num.Label + " " + again.Label,
			Why: "the number is printed twice; the text is kept as it is"})
	}
}

// endsColon reports whether a text announces what follows it.
func endsColon(s string) bool { return strings.HasSuffix(s, "：") || strings.HasSuffix(s, ":") }

func paragraphSpans(b doc.Block) []doc.Span {
	switch b := b.(type) {
	case *doc.Paragraph:
		return b.Spans
	case *doc.Heading:
		return b.Spans
	}
	return nil
}
