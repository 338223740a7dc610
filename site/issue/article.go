package issue

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/lang"
	"github.com/backissue/backissue/site/numbering"
)

// article builds an article from its heading and the units below it:
//
//	titles, credits, abstracts, and what remains by language
func (r *recovery) article(path string, kind Kind, d draft) *Article {
	a := &Article{Pos: d.head.Position}
	if d.head.block == nil && len(d.units) > 0 {
		a.Pos = d.units[0].Position
	}
	b := articleBuilder{recovery: r, path: path, kind: kind, article: a}
	units := b.takeTitles(d)
	units = b.takeCredits(units)
	units = b.takeAbstracts(units)
	b.takeBodies(units)
	b.finish()
	return a
}

// An articleBuilder collects the editions of one article.
type articleBuilder struct {
	*recovery
	path     string
	kind     Kind
	article  *Article
	titles   []Title
	abstract map[language.Tag][]doc.Block
	body     map[language.Tag][]doc.Block
}

func (b *articleBuilder) doubt(pos doc.Position, code, text, why string) {
	b.issue.Doubts = append(b.issue.Doubts, Doubt{b.path, doc.Doubt{Position: pos, Code: code, Text: text, Why: why}})
}

func (b *articleBuilder) label(u unit, text string) {
	if text != "" {
		b.issue.Furniture = append(b.issue.Furniture, doc.Furniture{Position: u.Position, Kind: doc.Label, Text: text})
	}
}

// takeTitles reads the title, and below it the title in other languages.
func (b *articleBuilder) takeTitles(d draft) []unit {
	if d.head.block == nil {
		return d.units
	}
	units := d.units
	if d.head.num.Rest == "" && len(units) > 0 && units[0].headLike() {
		b.label(d.head, d.head.num.Label) // the number stands on a line of its own
		d.head, units = units[0], units[1:]
	}
	b.addTitle(d.head)
	if d.head.item != nil && len(d.head.item.Blocks) > 1 {
		units = append(flatten(d.head.item.Blocks[1:]), units...)
	}
	for len(units) > 0 {
		u := units[0]
		if !u.headLike() || u.item != nil || u.lang == language.Und || b.titleIn(u.lang) != nil || b.isLabelled(u) ||
			u.num.Style != numbering.None && u.num.N != d.head.num.N {
			break
		}
		if len(units) < 2 || len(b.titles) > 5 {
			break
		}
		b.addTitle(u)
		units = units[1:]
	}
	return units
}

// addTitle records a title. A heading may give it in several languages, set
// apart by a slash or a dot.
func (b *articleBuilder) addTitle(u unit) {
	b.label(u, u.num.Label)
	b.titles = append(b.titles, splitTitle(u)...)
}

// splitTitle returns the titles that a heading gives: one, or one for each
// language where its parts are in different ones.
func splitTitle(u unit) []Title {
	whole := Title{u.Position, strings.TrimSpace(u.num.Rest), u.lang}
	for _, sep := range []string{" / ", " · ", " | ", "／", " – ", " - "} {
		parts := strings.Split(whole.Text, sep)
		if len(parts) < 2 {
			continue
		}
		seen := map[language.Tag]bool{}
		var out []Title
		for _, p := range parts {
			t := Title{u.Position, strings.TrimSpace(p), lang.Name(p)}
			if t.Lang == language.Und || seen[t.Lang] {
				out = nil
				break
			}
			seen[t.Lang] = true
			out = append(out, t)
		}
		if out != nil {
			return out
		}
	}
	return []Title{whole}
}

func (b *articleBuilder) titleIn(l language.Tag) *Title {
	for i := range b.titles {
		if b.titles[i].Lang == l {
			return &b.titles[i]
		}
	}
	return nil
}

func (b *articleBuilder) isLabelled(u unit) bool {
	_, _, credit := cutLabel(u.text, b.profile.Labels.Credit)
	_, _, abstract := cutLabel(u.text, b.profile.Labels.Abstract)
	_, _, near := nearLabel(u.text, b.profile.Labels.Credit)
	return credit || abstract || near
}

// takeCredits reads the lines that say who published the text first. A label
// that is one letter off is taken for what stands in its place elsewhere.
func (b *articleBuilder) takeCredits(units []unit) []unit {
	var rest []unit
	for i, u := range units {
		label, name, ok := cutLabel(u.text, b.profile.Labels.Credit)
		if !ok && i == 0 && u.headLike() {
			label, name, ok = cutByline(u.text, b.profile.Labels.Byline)
		}
		if !ok && i == 0 {
			if label, name, ok = nearLabel(u.text, b.profile.Labels.Credit); ok {
				b.doubt(u.Position, "credit-label", u.text, "the label is one letter away from one that the profile knows, and stands where credits stand")
			}
		}
		if !ok || u.block == nil || u.below() != nil || width(name) > 100 || name == "" || endsSentence(name) && width(name) > 60 {
			rest = append(rest, u)
			continue
		}
		b.label(u, label)
		l := u.lang
		if own := lang.Name(name); own != language.Und {
			l = own
		}
		b.article.Credits = append(b.article.Credits, Title{u.Position, strings.Trim(name, " []［］"), l})
	}
	return rest
}

// takeAbstracts reads the abstracts: text behind a label, often in brackets,
// which may hold several paragraphs.
func (b *articleBuilder) takeAbstracts(units []unit) []unit {
	b.abstract = map[language.Tag][]doc.Block{}
	var rest []unit
	for i := 0; i < len(units); i++ {
		u := units[i]
		if box, ok := u.block.(*doc.Box); ok && isLabel(box.Label, b.profile.Labels.Abstract) && u.item == nil {
			b.addAbstract(u.lang, box.Blocks...)
			continue
		}
		label, text, ok := cutLabel(u.text, b.profile.Labels.Abstract)
		if !ok || u.item != nil {
			rest = append(rest, u)
			continue
		}
		b.label(u, label)
		bracketed := strings.IndexAny(u.text, "[［【") == 0 && strings.IndexAny(text, "[［【") == 0
		l := u.lang
		if text != "" && !bracketed {
			b.addAbstract(l, cutPrefix(u, text))
		}
		if !bracketed {
			if text == "" && i+1 < len(units) && units[i+1].text != "" {
				i++
				b.addAbstract(units[i].lang, units[i].block)
				b.addAbstract(units[i].lang, units[i].below()...)
			}
			continue
		}
		i = b.bracketed(units, i, text)
	}
	return rest
}

// bracketed reads an abstract in brackets that begins at unit i with text and
// returns the index of its last unit.
func (b *articleBuilder) bracketed(units []unit, i int, text string) int {
	l := units[i].lang
	_, n := utf8.DecodeRuneInString(text)
	text = strings.TrimSpace(text[n:])
	last := i
	for last+1 < len(units) && last < i+20 && !closesBracket(units[last].text) {
		if b.isLabelled(units[last+1]) {
			break
		}
		last++
	}
	if !closesBracket(units[last].text) {
		last = i
	}
	for k := i; k <= last; k++ {
		u := units[k]
		if k > i {
			text = u.text
		}
		if k == last {
			text = strings.TrimRightFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("]］】", r) })
		}
		switch {
		case strings.TrimSpace(text) != "":
			b.addAbstract(l, cutPrefix(u, text))
		case u.text == "":
			b.addAbstract(l, u.block) // a table or a box
		}
		b.addAbstract(l, u.below()...)
	}
	return last
}

func closesBracket(s string) bool {
	s = strings.TrimRightFunc(s, unicode.IsSpace)
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune("]］】", r)
}

func (b *articleBuilder) addAbstract(l language.Tag, blocks ...doc.Block) {
	b.abstract[l] = append(b.abstract[l], blocks...)
}

// cutPrefix returns the unit's paragraph with text only, in the languages
// that its spans have.
func cutPrefix(u unit, text string) doc.Block {
	p, ok := u.block.(*doc.Paragraph)
	if !ok {
		return u.block
	}
	whole := doc.Join(p.Spans)
	from := strings.Index(whole, text)
	if from < 0 {
		return u.block
	}
	return &doc.Paragraph{Position: p.Position, ID: p.ID, Spans: slice(p.Spans, from, from+len(text))}
}

// slice returns the bytes from to to of spans.
func slice(spans []doc.Span, from, to int) []doc.Span {
	var out []doc.Span
	at := 0
	for _, s := range spans {
		lo, hi := max(from-at, 0), min(to-at, len(s.Text))
		if lo < hi {
			out = append(out, doc.Span{Text: s.Text[lo:hi], Lang: s.Lang})
		}
		at += len(s.Text)
	}
	return out
}
