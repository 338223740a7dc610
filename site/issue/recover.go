// Package issue reads meaning into documents: which sections an issue has,
// which articles, what is an abstract and what an original, where one annexed
// law ends and the next begins.
//
// Each recognition is a stage with a file of its own, and data flows one way
// through them:
//
//	blocks --flatten--> units --identify--> key and date
//	       --readContents--> the skeleton that the issue printed itself
//	       --divide--> sections and articles
//	       --article, laws--> titles, credits, abstracts, bodies by language
//	       --outline--> chapters, articles, points with stable identifiers
//	       --subjects--> what each article is about: topics and regions
//
// The words that mark these things are data, a [Profile]. What a stage had to
// guess is a [Doubt]; what is there for the page and not for the reader is
// furniture; every letter of the source ends up in exactly one place, which
// [Ledger] proves.
//
// The package knows the genre. It knows no formats, no Markdown, no paths.
package issue

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/numbering"
)

// ErrNoDate reports an issue that bears no date. The issue returned with it is
// whole but for its Key and Date.
var ErrNoDate = errors.New("no issue date found")

// ErrNoText reports documents without text.
var ErrNoText = errors.New("no text found")

// Recover builds the issue that documents make up: the first is the issue's
// own text (see [Main]), the others came with it and bear names, as
// [doc.Document.SetFile] gives them. Spans must have been tagged with their
// languages. Its errors are [ErrNoDate] and [ErrNoText].
func Recover(docs []*doc.Document, p Profile) (*Issue, error) {
	r := &recovery{profile: p, issue: &Issue{}}
	for _, d := range docs {
		r.issue.Furniture = append(r.issue.Furniture, d.Furniture...)
		r.issue.Losses = append(r.issue.Losses, d.Losses...)
		for _, doubt := range d.Doubts {
			r.issue.Doubts = append(r.issue.Doubts, Doubt{"", doubt})
		}
	}
	r.media(docs)
	units := flatten(docs[0].Blocks)
	if len(units) == 0 {
		return r.issue, ErrNoText
	}
	r.issue.Key, r.issue.Date, r.issue.Evidence = identify(units, docs[0].Furniture, p)
	units = r.attachments(units)
	beside := r.attachedDocuments(docs[1:])
	r.awaited = awaitedBy(beside)
	entries, from, to := readContents(units, p)
	for _, u := range units[from:to] {
		r.issue.Furniture = append(r.issue.Furniture, furniture(u, doc.Contents))
	}
	r.masthead(units[:from])
	body := units[to:]
	intro, parts, furn := divide(body, entries, r.awaited, p)
	r.issue.Furniture = append(r.issue.Furniture, furn...)
	all := slices.Clip(body)
	for _, d := range beside {
		all = append(all, d.units...)
	}
	r.languages(all, parts)
	r.intro(intro)
	r.sections(parts, entries)
	r.attach(beside)
	r.attachFiles(docs)
	r.subjects()
	r.locate()
	slices.SortStableFunc(r.issue.Furniture, func(a, b doc.Furniture) int { return comparePlaces(docs, a.Position, b.Position) })
	slices.SortStableFunc(r.issue.Doubts, func(a, b Doubt) int { return comparePlaces(docs, a.Position, b.Position) })
	if r.issue.Key == "" {
		return r.issue, ErrNoDate
	}
	return r.issue, nil
}

// comparePlaces orders places by document, and within one by line.
func comparePlaces(docs []*doc.Document, a, b doc.Position) int {
	at := func(p doc.Position) int {
		return slices.IndexFunc(docs, func(d *doc.Document) bool { return d.File == p.File })
	}
	if a.File == b.File {
		return a.Compare(b)
	}
	return cmp.Compare(at(a), at(b))
}

// A recovery is an issue in the making.
type recovery struct {
	profile Profile
	issue   *Issue
	awaited func(key string) bool // whether a document beside the main one has the text below a title
	said    map[string]string     // folded texts of the main document's articles, once somebody asked
}

// masthead records what stands above the contents.
func (r *recovery) masthead(units []unit) {
	for _, u := range units {
		r.issue.Furniture = append(r.issue.Furniture, furniture(u, doc.Masthead))
	}
}

// intro sorts what stands before the first heading: lines that name the
// bulletin are its masthead, paragraphs are an introduction.
func (r *recovery) intro(units []unit) {
	var text []unit
	for _, u := range units {
		if u.headLike() && u.item == nil {
			r.issue.Furniture = append(r.issue.Furniture, furniture(u, doc.Masthead))
		} else {
			text = append(text, u)
		}
	}
	r.issue.Intro = blocks(text)
}

// languages decides in which languages the issue came out: those that hold at
// least a thirtieth of its letters, or in which titles are. The language of
// most titles is the publisher's own and comes first.
func (r *recovery) languages(body []unit, parts []part) {
	weight, titles := map[language.Tag]int{}, map[language.Tag]int{}
	total := 0
	for _, u := range body {
		n := letters(u)
		weight[u.lang] += n
		total += n
	}
	for _, pt := range parts {
		for _, d := range pt.drafts {
			if d.head.block != nil {
				titles[d.head.lang]++
			}
		}
		if pt.head.block != nil {
			titles[pt.head.lang]++
		}
	}
	main := language.Und
	for l, n := range weight {
		if l != language.Und && (n > weight[main] || main == language.Und || n == weight[main] && l.String() < main.String()) {
			main = l
		}
	}
	var langs []language.Tag
	for l, n := range weight {
		least := 30
		if l != main && script(l) == script(main) {
			least = 8 // words tell languages of one script apart, and words are borrowed
		}
		if l != language.Und && (n*least >= total || titles[l] > 1) {
			langs = append(langs, l)
		}
	}
	slices.SortFunc(langs, func(a, b language.Tag) int {
		return cmp.Or(cmp.Compare(titles[b], titles[a]), cmp.Compare(weight[b], weight[a]), cmp.Compare(a.String(), b.String()))
	})
	if len(langs) == 0 {
		langs = []language.Tag{language.English}
		r.issue.Doubts = append(r.issue.Doubts, Doubt{"", doc.Doubt{Code: "language", Why: "no language could be told; English was taken"}})
	}
	r.issue.Langs = langs
}

// script returns the script that a language is written in.
func script(l language.Tag) language.Script {
	s, _ := l.Script()
	return s
}

// sections builds the sections and their articles.
func (r *recovery) sections(parts []part, entries []entry) {
	attachEntries(parts, entries)
	keys := map[string]int{}
	for n, pt := range parts {
		s := Section{Key: pt.name.Key, Kind: pt.name.Kind}
		if s.Key == "" {
			s.Key, s.Kind = fmt.Sprintf("section-%d", n+1), News
			switch {
			case readsLikeLaws(pt) && (pt.head.block != nil || len(pt.drafts) == 1):
				s.Key, s.Kind = "laws", Law
			case pt.head.block == nil:
				s.Key = "news"
			}
		}
		keys[s.Key]++
		if k := keys[s.Key]; k > 1 {
			s.Key = fmt.Sprintf("%s-%d", s.Key, k)
		}
		if pt.head.block != nil {
			s.Titles = splitTitle(pt.head)
			for i := range s.Titles {
				s.Titles[i].Text = strings.Trim(s.Titles[i].Text, "【】〔〕[]■◆ ")
			}
			r.issue.Furniture = append(r.issue.Furniture, numberLabel(pt.head)...)
		}
		s.Articles = r.articles(s, pt)
		r.issue.Sections = append(r.issue.Sections, s)
	}
}

// readsLikeLaws reports whether most articles of a section count articles of
// law, whatever the section is called.
func readsLikeLaws(pt part) bool {
	lawful := 0
	for _, d := range pt.drafts {
		n := 0
		for _, u := range d.units {
			if u.num.Style == numbering.Article {
				n++
			}
		}
		if n > 2 {
			lawful++
		}
	}
	return lawful*2 > len(pt.drafts)
}

func numberLabel(u unit) []doc.Furniture {
	if u.num.Label == "" {
		return nil
	}
	return []doc.Furniture{{Position: u.Position, Kind: doc.Label, Text: u.num.Label}}
}

// attachEntries gives each section its entries in the printed contents.
func attachEntries(parts []part, entries []entry) {
	at := map[string]int{}
	for i, pt := range parts {
		if pt.head.block != nil {
			at[pt.head.key] = i + 1
		}
	}
	cur := 0
	for _, e := range entries {
		if e.section {
			cur = at[e.unit.key]
			continue
		}
		if cur > 0 {
			parts[cur-1].entries = append(parts[cur-1].entries, e)
		}
	}
}

// articles builds the articles of a section.
func (r *recovery) articles(s Section, pt part) []Article {
	var out []Article
	add := func(a *Article) {
		a.Rights = cmp.Or(pt.name.Rights, rightsOf(s.Kind, a))
		a.Key = fmt.Sprintf("%02d", len(out)+1)
		out = append(out, *a)
	}
	path := func() string { return fmt.Sprintf("%s/%02d", s.Key, len(out)+1) }
	if s.Kind == Law {
		drafts := r.laws(pt)
		if n := len(pt.entries); n > 0 && n != len(drafts) {
			r.issue.Doubts = append(r.issue.Doubts, Doubt{s.Key, doc.Doubt{Position: pt.head.Position, Code: "law-count",
				Why: fmt.Sprintf("the contents name %d texts, %d were found", n, len(drafts))}})
		}
		for i, d := range drafts {
			var e *entry
			if len(drafts) == len(pt.entries) {
				e = &pt.entries[i]
			}
			add(r.lawArticle(path(), d, e))
		}
		return out
	}
	for _, d := range pt.drafts {
		if d.head.block == nil && len(d.units) == 0 {
			continue
		}
		a := r.article(path(), s.Kind, d)
		nameAfter(a, s.Titles)
		add(a)
	}
	return out
}

// rightsOf tells whose text an article is where the profile does not say.
func rightsOf(k Kind, a *Article) Rights {
	switch {
	case k == Law:
		return Official
	case len(a.Credits) > 0:
		return Press
	}
	return Own
}

// nameAfter gives an article without a title that of its section.
func nameAfter(a *Article, titles []Title) {
	for i := range a.Editions {
		e := &a.Editions[i]
		for _, t := range titles {
			if e.Title.Text == "" || e.Title.Line == 0 && t.Lang == e.Lang {
				e.Title = Title{Text: t.Text, Lang: t.Lang}
			}
		}
	}
}

// locate gives the doubts that know no article the one they fall into.
func (r *recovery) locate() {
	for i := range r.issue.Doubts {
		if d := &r.issue.Doubts[i]; d.Article == "" {
			_, d.Article = r.articleAt(d.Position)
		}
	}
}
