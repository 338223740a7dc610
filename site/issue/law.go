package issue

import (
	"regexp"
	"strings"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/numbering"
	"golang.org/x/text/language"
)

// lawArticle builds the article of one law: title, document number, text in
// each language, and what its end says of who enacted it and when.
func (r *recovery) lawArticle(path string, d draft, entry *entry) *Article {
	a := &Article{Pos: d.head.Position}
	if d.head.block == nil {
		a.Pos = d.units[0].Position
	}
	b := articleBuilder{recovery: r, path: path, kind: Law, article: a, body: map[language.Tag][]doc.Block{}}
	if d.head.block != nil {
		d.head = b.takeAnnexLabel([]unit{d.head, {}})[0]
	}
	units := b.takeTitles(d)
	if entry != nil {
		titles := splitTitle(entry.unit)
		for _, u := range entry.titles {
			titles = append(titles, splitTitle(u)...)
		}
		for _, t := range titles {
			t.Text, t.Position = strings.TrimSpace(numbering.CutLeader(t.Text)), doc.Position{}
			if b.titleIn(t.Lang) == nil {
				b.titles = append(b.titles, t)
			}
		}
	}
	units = b.takeAbstracts(b.takeCredits(b.takeAnnexLabel(units)))
	var runs []languageRun
	for _, run := range byLanguage(units, r.issue.Langs) {
		run.units = b.takeLawTitle(run)
		runs = append(runs, run)
	}
	for _, run := range runs {
		b.readEnd(run.units)
		blocks, doubts := outline(run.units, Law, r.profile)
		b.body[run.lang] = append(b.body[run.lang], blocks...)
		for _, d := range doubts {
			r.issue.Doubts = append(r.issue.Doubts, Doubt{path, d})
		}
	}
	b.finish()
	return a
}

// takeAnnexLabel cuts "附件1：" off the first unit of a law.
func (b *articleBuilder) takeAnnexLabel(units []unit) []unit {
	if len(units) == 0 {
		return nil
	}
	u := units[0]
	label, title, ok := b.annexLabel(u.text)
	if !ok {
		return units
	}
	b.label(u, label)
	rest := append(flatten(u.below()), units[1:]...)
	if title == "" {
		return rest
	}
	cut := newUnit(cutPrefix(u, title))
	cut.Position, cut.lang = u.Position, u.lang
	return append([]unit{cut}, rest...)
}

// takeLawTitle reads the title and the document number at the head of a law
// in one language. A law may begin without a title; that is a doubt, and its
// title in the contents stands in for it.
func (b *articleBuilder) takeLawTitle(run languageRun) []unit {
	units := run.units
	n := b.titleRun(units, 0)
	if n > 0 && n < len(units) && b.isTitle(units, n) {
		t := Title{units[0].Position, strings.TrimSpace(joinTitle(units[:n])), run.lang}
		for _, u := range units[:n] {
			b.label(u, u.num.Label)
		}
		if old := b.titleIn(run.lang); old != nil && old.Line > 0 {
			for _, u := range units[:n] { // the title, printed again above the text
				b.label(u, u.num.Rest)
			}
		} else if old != nil {
			*old = t
		} else {
			b.titles = append(b.titles, t)
		}
		units = units[n:]
	} else if len(b.titles) > 0 && b.titleIn(run.lang) == nil {
		b.doubt(units[0].Position, "law-boundary", firstWords(units[0].text), "a law begins here without a title: the page and the numbering begin anew")
	}
	return b.takeDocNumber(units)
}

// takeDocNumber reads the document number below a title. A line that is the
// number alone is a label; one that says more stays in the text.
func (b *articleBuilder) takeDocNumber(units []unit) []unit {
	if len(units) == 0 || !isDocNumber(units[0].text) {
		return units
	}
	line := units[0].text
	number := readDocNumber(line)
	if b.article.Number == "" {
		b.article.Number = number
	}
	if d, _, ok := b.profile.findDate(strings.Replace(line, number, "", 1)); ok && b.article.Enacted == "" {
		b.article.Enacted = d.Format("2006-01-02")
	}
	if fold(number) != fold(line) || units[0].below() != nil {
		return units
	}
	b.label(units[0], line)
	return units[1:]
}

// isTitle reports whether the first n units of a law are its title: they
// read like one, or what follows them follows titles.
func (b *articleBuilder) isTitle(units []unit, n int) bool {
	title := joinTitle(units[:n])
	if b.lawTitle(title) {
		return true
	}
	for _, t := range b.titles {
		if fold(t.Text) == fold(title) {
			return true
		}
	}
	next := units[n]
	return underTitle(next.text) || next.num.N == 1 && (next.num.Style == numbering.Article || next.num.Style == numbering.Chapter)
}

func firstWords(s string) string {
	rs := []rune(s)
	if len(rs) > 24 {
		return string(rs[:24]) + "…"
	}
	return s
}

// signature matches the end of a law: who issued it, and when, on one line or
// on two.
var signature = regexp.MustCompile(`^(.*?)\s*((?:19|20)\d{2})\s*[年년.]\s*(\d{1,2})\s*[月월.]\s*(\d{1,2})\s*[日일.]?$`)

// readEnd reads from the end of a law who issued it and when. The lines stay
// in the text.
func (b *articleBuilder) readEnd(units []unit) {
	for i := len(units) - 1; i >= 0; i-- {
		m := signature.FindStringSubmatch(strings.TrimSpace(units[i].text))
		if m == nil || width(m[1]) > 60 || endsSentence(m[1]) {
			continue
		}
		if d, err := day(m[2], m[3], m[4]); err == nil && b.article.Enacted == "" {
			b.article.Enacted = d.Format("2006-01-02")
		}
		who := units[i]
		name := strings.TrimSpace(m[1])
		if name == "" && i > 0 {
			who = units[i-1]
			name = strings.TrimSpace(who.text)
		}
		if name != "" && width(name) < 60 && !endsSentence(name) && who.num.Style == numbering.None && !strings.HasSuffix(name, "：") && b.article.Authority.Text == "" {
			b.article.Authority = Title{who.Position, name, who.lang}
		}
		return
	}
}

// attachments marks the label and the name of an attached file as furniture:
// they point to what the reader was not given.
func (r *recovery) attachments(units []unit) []unit {
	var out []unit
	for i := 0; i < len(units); i++ {
		u := units[i]
		if !isLabel(u.text, r.profile.Labels.Attachment) && !fileName.MatchString(u.text) {
			out = append(out, u)
			continue
		}
		r.issue.Furniture = append(r.issue.Furniture, furniture(u, doc.Attachment))
	}
	return out
}

// fileName matches a line that is the name of a file.
var fileName = regexp.MustCompile(`(?i)^[^。]{1,200}\.(?:pdf|docx?|hwpx?|xlsx?|pptx?|odt|zip)$`)
