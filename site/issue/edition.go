package issue

import (
	"slices"

	"golang.org/x/text/language"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/numbering"
)

// takeBodies gives each language of an article its own body. A paragraph in
// another language than those is quoted by the text around it and stays
// there.
func (b *articleBuilder) takeBodies(units []unit) {
	b.body = map[language.Tag][]doc.Block{}
	for _, run := range byLanguage(units, b.issue.Langs) {
		run.units = b.takeOwnTitle(run)
		blocks, doubts := outline(run.units, b.kind, b.profile)
		b.body[run.lang] = append(b.body[run.lang], blocks...)
		for _, d := range doubts {
			b.issue.Doubts = append(b.issue.Doubts, Doubt{b.path, d})
		}
	}
}

// takeOwnTitle reads the title that stands above the text in its own
// language, where an article brings one language after the other.
func (b *articleBuilder) takeOwnTitle(run languageRun) []unit {
	u := run.units
	if len(b.titles) == 0 || b.titleIn(run.lang) != nil || len(u) < 2 {
		return u
	}
	if !u[0].headLike() || u[0].list != nil || u[0].num.Style != numbering.None || u[0].lang != run.lang || endsColon(u[0].text) || b.isQuestion(u[0]) {
		return u
	}
	if u[1].headLike() && !b.isQuestion(u[1]) {
		return u
	}
	b.addTitle(u[0])
	return u[1:]
}

func (b *articleBuilder) isQuestion(u unit) bool {
	_, _, ok := cutLabel(u.text, b.profile.Labels.Question)
	return ok && b.kind == QA
}

// A languageRun is the units of an article in one language.
type languageRun struct {
	lang  language.Tag
	units []unit
}

// byLanguage sorts units into the languages that carry an edition: those of
// the issue that hold at least an eighth of the article's letters.
func byLanguage(units []unit, langs []language.Tag) []languageRun {
	weight := map[language.Tag]int{}
	total := 0
	for _, u := range units {
		n := letters(u)
		weight[u.lang] += n
		total += n
	}
	carries := func(l language.Tag) bool {
		return weight[l] > 0 && weight[l]*8 >= total && slices.Contains(langs, l)
	}
	var heaviest language.Tag
	for _, l := range langs {
		if weight[l] > weight[heaviest] {
			heaviest = l
		}
	}
	if weight[heaviest] == 0 && len(langs) > 0 {
		heaviest = langs[0]
	}
	runs := map[language.Tag]*languageRun{}
	var order []language.Tag
	cur := language.Und
	for i, u := range units {
		l := u.lang
		if !carries(l) {
			l = cur
		}
		for j := i; l == language.Und && j < len(units); j++ {
			if carries(units[j].lang) {
				l = units[j].lang
			}
		}
		if l == language.Und {
			l = heaviest
		}
		cur = l
		if runs[l] == nil {
			runs[l] = &languageRun{lang: l}
			order = append(order, l)
		}
		runs[l].units = append(runs[l].units, u)
	}
	var out []languageRun
	for _, l := range order {
		out = append(out, *runs[l])
	}
	return out
}

func letters(u unit) int {
	t := doc.Tally{}
	if u.item != nil {
		t.AddBlocks(u.item.Blocks)
	} else {
		t.AddBlocks([]doc.Block{u.block})
	}
	return t.Len()
}

// finish makes an edition for every language of the issue. Where no title
// exists in a language, the edition bears one in another, marked as such.
func (b *articleBuilder) finish() {
	for _, l := range b.issue.Langs {
		e := Edition{Lang: l, Abstract: b.abstract[l], Body: b.body[l]}
		delete(b.abstract, l)
		delete(b.body, l)
		switch t := b.titleIn(l); {
		case t != nil:
			e.Title = *t
		case len(b.titles) > 0:
			e.Title = b.titles[0]
			if len(e.Body)+len(e.Abstract) > 0 {
				pos := e.Title.Position
				if pos.Line == 0 {
					pos = b.article.Pos
				}
				b.doubt(pos, "title-language", e.Title.Text, "the article has text in "+l.String()+" but no title in it; the title is shown in "+e.Title.Lang.String())
			}
		}
		b.article.Editions = append(b.article.Editions, e)
	}
	b.strayTitles()
	b.strays()
}

// strayTitles puts titles that head no edition above the text of the first,
// so that none is lost: those in languages that the issue does not come in,
// and second ones in a language.
func (b *articleBuilder) strayTitles() {
	var rest []doc.Block
	for _, t := range b.titles {
		if t.Line > 0 && !slices.ContainsFunc(b.article.Editions, func(e Edition) bool { return e.Title == t }) {
			rest = append(rest, &doc.Paragraph{Position: t.Position, Spans: []doc.Span{{Text: t.Text, Lang: t.Lang}}})
		}
	}
	e := &b.article.Editions[0]
	e.Body = append(rest, e.Body...)
}

// strays puts text in languages that the issue does not come in into the
// first edition, so that none is lost.
func (b *articleBuilder) strays() {
	for _, m := range []map[language.Tag][]doc.Block{b.abstract, b.body} {
		var rest []language.Tag
		for l := range m {
			rest = append(rest, l)
		}
		slices.SortFunc(rest, func(x, y language.Tag) int { return slices.Compare([]byte(x.String()), []byte(y.String())) })
		for _, l := range rest {
			e := &b.article.Editions[0]
			e.Body = append(e.Body, m[l]...)
		}
	}
}
