package issue

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/lang"
	"github.com/backissue/backissue/site/numbering"
)

// An attached document is one that came beside the main one.
type attached struct {
	*doc.Document
	units []unit
	stem  string // its file name, without label, number and ending
}

// attachedDocuments prepares what came beside the main document.
func (r *recovery) attachedDocuments(docs []*doc.Document) []attached {
	var out []attached
	for _, d := range docs {
		out = append(out, attached{d, r.attachments(flatten(d.Blocks)), r.stem(d.File)})
	}
	return out
}

// awaitedBy returns a function that tells the titles whose text is in one of
// docs: that of the file, or one that stands at the top of its text.
func awaitedBy(docs []attached) func(key string) bool {
	names := map[string]bool{}
	for _, d := range docs {
		names[fold(d.stem)] = true
		for _, u := range d.units[:min(4, len(d.units))] {
			names[u.key] = true
		}
	}
	return func(key string) bool { return enoughToName(key) && names[key] }
}

// stem returns what a file name says of the document: "붙임 2. 등화 규정.pdf"
// is about "등화 규정".
func (r *recovery) stem(file string) string {
	s := strings.ReplaceAll(norm.NFC.String(path.Base(file)), "_", " ")
	s = strings.TrimSuffix(s, path.Ext(s))
	if _, rest, ok := r.fileLabel(s); ok {
		s = strings.TrimLeft(rest, "])）】〕 -–.")
	} else if num := numbering.Parse(s); num.Style != numbering.None {
		s = num.Rest
	}
	return strings.TrimSpace(s)
}

// fileLabel is annexLabel for the name of a file, where a label may stand in
// brackets and underscores for spaces.
func (r *recovery) fileLabel(name string) (label, rest string, ok bool) {
	name = strings.ReplaceAll(norm.NFC.String(path.Base(name)), "_", " ")
	return r.annexLabel(strings.TrimLeft(name, "[(（【〔 "))
}

// attach makes articles of the documents that came beside the main one. A
// document whose title an article bears that has no text is that article's
// text; any other is an article of its own, an annex of those that name it.
func (r *recovery) attach(docs []attached) {
	var annexes []*Article
	for _, d := range docs {
		for _, a := range r.annexArticles(d) {
			if target := r.awaiting(d, a); target != nil {
				r.fill(target, a)
			} else {
				annexes = append(annexes, a)
			}
		}
	}
	r.annexSection(annexes)
}

// annexArticles returns the articles that an attached document holds: one for
// each law, or one. Their doubts are located when they have a place.
func (r *recovery) annexArticles(d attached) []*Article {
	if len(d.units) == 0 {
		return nil
	}
	var out []*Article
	drafts := []draft{{units: d.units}}
	law := readsLikeLaws(part{drafts: drafts})
	if law {
		drafts = r.laws(part{drafts: drafts})
	}
	for _, dr := range drafts {
		var a *Article
		if law {
			a = r.lawArticle("", dr, nil)
		} else {
			a = r.article("", News, r.annexDraft(dr))
		}
		a.law = law
		r.nameAfterFile(a, d)
		out = append(out, a)
	}
	return out
}

// annexDraft finds the heading of an annex that is no law: its first line,
// without the label that says it is one.
func (r *recovery) annexDraft(d draft) draft {
	b := articleBuilder{recovery: r}
	units := b.takeAnnexLabel(d.units)
	if len(units) > 1 && units[0].headLike() && units[0].item == nil {
		return draft{head: units[0], units: units[1:]}
	}
	return draft{units: units}
}

// nameAfterFile gives an article without a title that of its file.
func (r *recovery) nameAfterFile(a *Article, d attached) {
	name := d.stem
	if name == "" {
		name = path.Base(d.File)
	}
	for i := range a.Editions {
		if e := &a.Editions[i]; e.Title.Text == "" {
			e.Title = Title{Text: name, Lang: lang.Name(name)}
			if e.Title.Lang == language.Und {
				e.Title.Lang = e.Lang
			}
		}
	}
}

// awaiting returns the article of the issue that an annex is the text of: one
// without text of its own whose title is that of the annex, or of its file.
func (r *recovery) awaiting(d attached, annex *Article) *Article {
	names := annexNames(d, annex)
	for i := range r.issue.Sections {
		s := &r.issue.Sections[i]
		for j := range s.Articles {
			a := &s.Articles[j]
			if hasText(a) {
				continue
			}
			for _, e := range a.Editions {
				if key := fold(e.Title.Text); enoughToName(key) && slices.ContainsFunc(names, func(n string) bool {
					return n == key || strings.Contains(n, key) || strings.Contains(key, n)
				}) {
					return a
				}
			}
		}
	}
	return nil
}

// annexNames returns the names that an annex goes by, folded.
func annexNames(d attached, annex *Article) []string {
	var names []string
	add := func(s string) {
		if key := fold(norm.NFC.String(s)); enoughToName(key) && !slices.Contains(names, key) {
			names = append(names, key)
		}
	}
	for _, e := range annex.Editions {
		add(e.Title.Text)
	}
	add(d.stem)
	return names
}

// enoughToName reports whether a folded text is long enough for its finding
// in another to mean something.
func enoughToName(key string) bool { return width(key) >= 8 }

func hasText(a *Article) bool {
	return slices.ContainsFunc(a.Editions, func(e Edition) bool { return len(e.Abstract)+len(e.Body) > 0 })
}

// fill gives an article the text of an annex.
func (r *recovery) fill(a, annex *Article) {
	for i := range a.Editions {
		e, from := &a.Editions[i], annex.Editions[i]
		e.Abstract, e.Body = from.Abstract, from.Body
		switch {
		case from.Title.Line == 0 || from.Title.Lang != e.Lang:
		case e.Title.Lang != e.Lang || e.Title.Text == "":
			e.Title = from.Title
		default: // the title, printed again above the text
			r.issue.Furniture = append(r.issue.Furniture, doc.Furniture{Position: from.Title.Position, Kind: doc.Label, Text: from.Title.Text})
		}
	}
	a.Credits = append(a.Credits, annex.Credits...)
	if a.Number == "" {
		a.Number = annex.Number
	}
	if a.Authority.Text == "" {
		a.Authority = annex.Authority
	}
	if a.Enacted == "" {
		a.Enacted = annex.Enacted
	}
	a.Pos = annex.Pos
}

// annexSection puts annexes that are articles of their own behind the laws of
// the issue, or into a section of their own, and has those articles refer to
// them that name them.
func (r *recovery) annexSection(annexes []*Article) {
	if len(annexes) == 0 {
		return
	}
	at := r.sectionForAnnexes(annexes)
	s := &r.issue.Sections[at]
	for _, a := range annexes {
		a.Key = fmt.Sprintf("%02d", len(s.Articles)+1)
		if a.Rights = rightsOf(News, a); a.law {
			a.Rights = Official
		}
		s.Articles = append(s.Articles, *a)
		address := s.Key + "/" + a.Key
		d := attached{Document: &doc.Document{File: a.Pos.File}, stem: r.stem(a.Pos.File)}
		if !r.refer(annexNames(d, a), a.Pos.File, func(from *Article) { from.Annexes = append(from.Annexes, address) }) {
			r.issue.Doubts = append(r.issue.Doubts, Doubt{address, doc.Doubt{Position: a.Pos, Code: "annex-unnamed", Text: path.Base(a.Pos.File),
				Why: "no article names this document by its title or its file name, so none refers to it"}})
		}
	}
}

// sectionForAnnexes returns the index of the section that annexes go to.
func (r *recovery) sectionForAnnexes(annexes []*Article) int {
	kind := News
	if !slices.ContainsFunc(annexes, func(a *Article) bool { return !a.law }) {
		kind = Law
		for i, s := range r.issue.Sections {
			if s.Kind == Law {
				return i
			}
		}
	}
	r.issue.Sections = append(r.issue.Sections, Section{Key: "annexes", Kind: kind})
	return len(r.issue.Sections) - 1
}

// refer calls f with the articles of the main document that name an annex or
// an attached file: by the name of the file or else by its title. It reports
// whether there is one.
func (r *recovery) refer(names []string, file string, f func(*Article)) bool {
	if r.said == nil {
		r.said = r.whatArticlesSay()
	}
	named := false
	fileKey := fold(norm.NFC.String(path.Base(file)))
	for _, keys := range [][]string{{fileKey}, names} {
		for i := range r.issue.Sections {
			s := &r.issue.Sections[i]
			for j := range s.Articles {
				a := &s.Articles[j]
				text := r.said[s.Key+"/"+a.Key]
				if a.Pos.File == "" && slices.ContainsFunc(keys, func(key string) bool { return key != "" && strings.Contains(text, key) }) {
					f(a)
					named = true
				}
			}
		}
		if named {
			return true
		}
	}
	return false
}

// whatArticlesSay returns, by path, the folded text of the articles of the
// main document, with the lists of attached files below them.
func (r *recovery) whatArticlesSay() map[string]string {
	const apart = "\x00" // in no key
	said := map[string]string{}
	for _, s := range r.issue.Sections {
		for _, a := range s.Articles {
			if a.Pos.File != "" {
				continue
			}
			var b strings.Builder
			for _, e := range a.Editions {
				b.WriteString(fold(e.Title.Text) + apart + foldBlocks(e.Abstract) + apart + foldBlocks(e.Body) + apart)
			}
			said[s.Key+"/"+a.Key] = b.String()
		}
	}
	for _, f := range r.issue.Furniture {
		if f.Kind == doc.Attachment && f.File == "" {
			if at, address := r.articleAt(f.Position); at != nil {
				said[address] += fold(norm.NFC.String(f.Text)) + apart
			}
		}
	}
	return said
}

func foldBlocks(blocks []doc.Block) string { return fold(doc.Text(blocks...)) }

// articleAt returns the article that a place in a document falls into, and
// its path within the issue; nil where it is above all of them.
func (r *recovery) articleAt(pos doc.Position) (at *Article, address string) {
	for _, s := range r.issue.Sections {
		for j := range s.Articles {
			if a := &s.Articles[j]; a.Pos.File == pos.File && a.Pos.Compare(pos) <= 0 {
				at, address = a, s.Key+"/"+a.Key
			}
		}
	}
	return at, address
}

// attachFiles gives the files that came with the documents to the articles
// that name them. The only article of an issue has them all; files that
// nothing names belong to the issue.
func (r *recovery) attachFiles(docs []*doc.Document) {
	for _, d := range docs {
		for _, m := range d.Attachments {
			stem := fold(r.stem(m.Name))
			var names []string
			if enoughToName(stem) {
				names = []string{stem}
			}
			switch only := r.onlyArticle(); {
			case r.refer(names, m.Name, func(a *Article) { a.Attachments = append(a.Attachments, m) }):
			case only != nil:
				only.Attachments = append(only.Attachments, m)
			default:
				r.issue.Attachments = append(r.issue.Attachments, m)
			}
		}
	}
}

func (r *recovery) onlyArticle() *Article {
	if len(r.issue.Sections) == 1 && len(r.issue.Sections[0].Articles) == 1 {
		return &r.issue.Sections[0].Articles[0]
	}
	return nil
}

// media collects the pictures of all documents under names of their own.
func (r *recovery) media(docs []*doc.Document) {
	taken := map[string]bool{}
	for n, d := range docs {
		renamed := map[string]string{}
		for _, m := range d.Media {
			if key := strings.ToLower(m.Name); taken[key] {
				ext := path.Ext(m.Name)
				renamed[m.Name] = fmt.Sprintf("%s-%d%s", strings.TrimSuffix(m.Name, ext), n+1, ext)
				m.Name = renamed[m.Name]
			}
			taken[strings.ToLower(m.Name)] = true
			r.issue.Media = append(r.issue.Media, m)
		}
		doc.EachFigure(d.Blocks, func(f *doc.Figure) {
			if name, ok := renamed[f.Media]; ok {
				f.Media = name
			}
		})
	}
}
