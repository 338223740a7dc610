// Package bundle turns an issue into Hugo page bundles and merges them with
// what a person edited.
//
//	issue.Issue --Files--> []File --Write--> content/<issue>/<section>/<nn>/index.<lang>.md
//
// [Files] is a function of its arguments alone: the same issue gives the same
// bytes. Text becomes Markdown that reads as the source does and that Hugo's
// goldmark, with the settings of our site, turns back into the same text;
// escape.go holds all that is known about that. [Write] is the only function
// here that touches a disk. What a person wrote outlives it: it merges three
// versions of each article,
//
//	State (sums of what import last wrote) + disk + []File --plan--> new folder --transaction--> content/<issue>
//
// and marks what does not go together as a [Conflict]. The plan is a function
// of these three; a transaction puts the whole folder of an issue into place in
// one step. The [State] is committed beside the content, so that every checkout
// knows a person's edits from import's text.
//
// The package knows Hugo's rules for content and does not import Hugo.
package bundle

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/issue"
)

// A File is one file below an archive's content folder.
type File struct {
	Path string // relative to content, with slashes: "2021-10/news/01/index.ko.md"
	Data []byte
}

// A Source names the document that an issue was read from, and those that
// came with it.
type Source struct {
	Name     string            // file name below sources: "2021-10.txt"
	SHA256   string            // of its bytes, lower-case hexadecimal
	Message  int               // which message of a folder of mails it was, from 1; or 0
	Attached map[string]string // SHA-256 of the other files by name: "2021-10/annex 1.pdf"
}

// reference returns src as YAML, with the keys and values of more.
func (src Source) reference(more string) string {
	if src.Message > 0 {
		return fmt.Sprintf("{file: %s, message: %d%s}", quote(src.Name), src.Message, more)
	}
	return fmt.Sprintf("{file: %s%s}", quote(src.Name), more)
}

// Files returns the bundles of iss, sorted by path: the issue's and each
// section's _index.<lang>.md, and for each article one index.<lang>.md per
// edition and a facts.yaml with what holds in every language. Keys are taken
// as they are; [Write] refuses paths that are not of this form.
func Files(iss *issue.Issue, src Source) []File {
	var files []File
	add := func(text string, elem ...string) {
		files = append(files, File{Path: path.Join(elem...), Data: []byte(text)})
	}
	date := iss.Date.Format("2006-01-02")
	for _, l := range iss.Langs {
		add(issueIndex(iss, src, l, date), iss.Key, "_index."+suffix(l)+".md")
	}
	for i, s := range iss.Sections {
		for _, l := range iss.Langs {
			add(sectionIndex(s, l, date, i+1), iss.Key, s.Key, "_index."+suffix(l)+".md")
		}
		for j, a := range s.Articles {
			add(facts(a, src), iss.Key, s.Key, a.Key, "facts.yaml")
			for _, e := range a.Editions {
				p := page{issue: iss, kind: s.Kind, article: a, edition: e, date: date, weight: j + 1}
				add(p.text(), iss.Key, s.Key, a.Key, "index."+suffix(e.Lang)+".md")
			}
			dir := path.Join(iss.Key, s.Key, a.Key)
			files = append(files, pictures(iss.Media, dir, articleBlocks(a)...)...)
			files = append(files, attachments(a.Attachments, dir)...)
		}
	}
	files = append(files, pictures(iss.Media, iss.Key, iss.Intro...)...)
	files = append(files, attachments(iss.Attachments, iss.Key)...)
	sortFiles(files)
	return files
}

// articleBlocks returns the blocks of all editions of an article.
func articleBlocks(a issue.Article) []doc.Block {
	var out []doc.Block
	for _, e := range a.Editions {
		out = append(append(out, e.Abstract...), e.Body...)
	}
	return out
}

// pictures returns the media that blocks show, as files of the bundle in dir.
func pictures(media []doc.Media, dir string, blocks ...doc.Block) []File {
	var files []File
	shown := map[string]bool{}
	doc.EachFigure(blocks, func(f *doc.Figure) { shown[f.Media] = true })
	for _, m := range media {
		if shown[m.Name] {
			shown[m.Name] = false
			files = append(files, File{Path: path.Join(dir, m.Name), Data: m.Data})
		}
	}
	return files
}

// Home returns the archive's home pages, one _index.<lang>.md for each title.
// They belong to the archive and to no issue, so [WriteMissing] puts them on
// disk and nothing changes them afterwards.
func Home(titles []issue.Title) []File {
	var files []File
	for _, t := range titles {
		var y yaml
		y.str("title", t.Text)
		// Without a date of its own Hugo would derive one from the pages
		// below, and every edit would render the home page's dependants.
		y.raw("date", "2000-01-01")
		files = append(files, File{Path: "_index." + suffix(t.Lang) + ".md", Data: []byte(y.frontMatter())})
	}
	sortFiles(files)
	return files
}

// AboutKey is the folder of the pages about the publisher. No issue has it.
const AboutKey = "about"

// About returns the pages that tell readers about the publisher, one for each
// language: what a letterhead says, as it was printed. It is the same in every
// language. Like those of [Home] they are for [WriteMissing]: the owner's, who
// may correct them, or hide them with "draft: true".
func About(letterhead []doc.Block, langs []language.Tag) []File {
	var files []File
	for _, l := range langs {
		var y yaml
		y.str("title", AboutKey)
		y.raw("unnamed", "true") // the theme has a word for it
		y.raw("date", "2000-01-01")
		y.raw("type", AboutKey)
		body := text(writer{lang: l}.blocks(letterhead, l))
		files = append(files, File{Path: path.Join(AboutKey, "index."+suffix(l)+".md"), Data: []byte(y.frontMatter() + body)})
	}
	sortFiles(files)
	return files
}

func sortFiles(files []File) {
	slices.SortFunc(files, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
}

func issueIndex(iss *issue.Issue, src Source, lang language.Tag, date string) string {
	var y yaml
	y.str("title", iss.Key)
	y.raw("date", date)
	y.raw("type", "issue")
	y.raw("source", src.reference(", sha256: "+quote(src.SHA256)))
	y.attachments(iss.Attachments)
	w := writer{lang: lang}
	return y.frontMatter() + text(w.blocks(intro(iss, lang), lang))
}

// intro returns the blocks that stand before the first section and are for
// readers of lang: those in lang or in none of the issue's languages. If the
// publisher wrote none in lang, these readers get all there is.
func intro(iss *issue.Issue, lang language.Tag) []doc.Block {
	own := false
	mine := slices.DeleteFunc(slices.Clone(iss.Intro), func(b doc.Block) bool {
		l := writer{}.blockLang(b, lang)
		if sameLang(l, lang) {
			own = true
			return false
		}
		return slices.ContainsFunc(iss.Langs, func(other language.Tag) bool { return sameLang(l, other) })
	})
	if !own {
		return iss.Intro
	}
	return mine
}

// sectionIndex names the section in lang or, where the source has no name in
// lang, by its first name, marked with that name's language.
func sectionIndex(s issue.Section, lang language.Tag, date string, weight int) string {
	title := issue.Title{Text: s.Key, Lang: lang}
	if len(s.Titles) > 0 {
		title = s.Titles[0]
	}
	for _, t := range s.Titles {
		if sameLang(t.Lang, lang) {
			title = t
			break
		}
	}
	var y yaml
	y.title(title, lang)
	if len(s.Titles) == 0 {
		y.raw("unnamed", "true") // the theme may have a word for it
	}
	y.raw("date", date)
	y.raw("weight", fmt.Sprint(weight))
	y.raw("type", "section")
	y.raw("sectionKind", string(s.Kind))
	return y.frontMatter()
}

// facts is the page resource that the editions of an article share.
func facts(a issue.Article, src Source) string {
	var y yaml
	y.titled("credit", a.Credits...)
	if a.Number != "" {
		y.str("number", a.Number)
	}
	y.titled("authority", a.Authority)
	if a.Enacted != "" {
		y.date("enacted", a.Enacted)
	}
	y.list("topics", a.Topics)
	y.list("regions", a.Regions)
	if a.Rights != "" {
		y.raw("rights", string(a.Rights))
	}
	y.attachments(a.Attachments)
	y.list("annexes", a.Annexes)
	place := fmt.Sprintf(", line: %d", a.Pos.Line)
	if a.Pos.Page > 0 {
		place = fmt.Sprintf(", page: %d", a.Pos.Page) + place
	}
	if a.Pos.File != "" {
		if sum := src.Attached[a.Pos.File]; sum != "" {
			place = ", sha256: " + quote(sum) + place
		}
		src = Source{Name: a.Pos.File}
	}
	y.raw("source", src.reference(place))
	return y.String()
}

// A page is one edition of an article on its way to index.<lang>.md.
type page struct {
	issue   *issue.Issue
	kind    issue.Kind
	article issue.Article
	edition issue.Edition
	date    string
	weight  int
}

func (p page) text() string {
	e := p.edition
	hani := p.hani()
	var y yaml
	y.title(e.Title, e.Lang)
	y.raw("date", p.date)
	y.raw("weight", fmt.Sprint(p.weight))
	y.raw("type", string(p.kind))
	if fallback, ok := p.fallback(); ok {
		y.raw("fallback", plain(suffix(fallback)))
	}
	if hani != language.Und {
		y.raw("hani", plain(suffix(hani)))
	}
	m := writer{lang: e.Lang, hani: hani}
	body := m.alert("abstract", e.Abstract)
	if rest := m.blocks(e.Body, e.Lang); len(rest) > 0 {
		if len(body) > 0 {
			body = append(body, "")
		}
		body = append(body, rest...)
	}
	return y.frontMatter() + text(body)
}

// text joins the lines of a page's body, which an empty line sets apart from
// the front matter.
func text(lines []string) string {
	if len(lines) == 0 {
		return ""
	}
	return "\n" + strings.Join(lines, "\n") + "\n"
}

// fallback is the language whose text this edition's page shows, where the
// edition has none of its own.
func (p page) fallback() (language.Tag, bool) {
	if hasText(p.edition) {
		return language.Und, false
	}
	for _, e := range p.article.Editions {
		if hasText(e) {
			return e.Lang, true
		}
	}
	return language.Und, false
}

func hasText(e issue.Edition) bool {
	return strings.TrimSpace(doc.Text(e.Abstract...)) != "" || strings.TrimSpace(doc.Text(e.Body...)) != ""
}
