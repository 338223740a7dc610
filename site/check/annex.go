package check

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"
)

// bracketedRE matches names in the brackets of Chinese, Korean and Japanese.
var bracketedRE = regexp.MustCompile(`《([^《》\n]{2,120})》|〈([^〈〉\n]{2,120})〉|「([^「」\n]{2,120})」|『([^『』\n]{2,120})』|<([^<>\n]{2,120})>`)

// glossRE matches what a name may carry in brackets: a term in another
// language.
var glossRE = regexp.MustCompile(`[（(][^（）()]{1,24}[）)]`)

// foldName returns what counts of a law's name.
func foldName(s string) string { return fold(glossRE.ReplaceAllString(s, "")) }

// lawNames returns the titles of a law by language, folded.
func lawNames(a *Article) map[string]string {
	out := map[string]string{}
	for _, p := range a.sorted() {
		title, lang := p.titled()
		if name := foldName(title); name != "" {
			out[lang] = name
		}
	}
	return out
}

// annexed returns which laws of an issue belong to each of its articles: those
// that its facts name, or else those that it calls by their titles.
func annexed(f *Folder) map[*Article][]*Article {
	if f.laws == nil {
		f.laws = findLaws(f)
	}
	return f.laws
}

func findLaws(f *Folder) map[*Article][]*Article {
	byPath := map[string]*Article{}
	var laws []*Article
	for _, a := range f.Articles {
		byPath[a.Path] = a
		if a.kind() == "law" {
			laws = append(laws, a)
		}
	}
	out := map[*Article][]*Article{}
	for _, a := range f.Articles {
		if a.kind() == "law" {
			continue
		}
		for _, name := range a.Facts.Annexes {
			if law := byPath[path.Join(f.Name, name)]; law != nil {
				out[a] = append(out[a], law)
			}
		}
		if len(a.Facts.Annexes) > 0 {
			continue
		}
		text := item(a)
		for _, law := range laws {
			for _, name := range lawNames(law) {
				if strings.Contains(text.folded, name) && len([]rune(name)) > 4 {
					out[a] = append(out[a], law)
					break
				}
			}
		}
	}
	return out
}

// An itemText is what a report says, to look for names in.
type itemText struct {
	lines  []itemLine
	folded string // all of it
}

type itemLine struct {
	page *Page
	Line
}

func item(a *Article) itemText {
	var t itemText
	var b strings.Builder
	for _, p := range a.sorted() {
		title, lang := p.titled()
		if lang == p.Lang {
			t.lines = append(t.lines, itemLine{p, Line{N: p.fieldLine("title"), Text: title, Heading: true, Lang: lang}})
		}
		b.WriteString(foldName(title) + "\n")
		if !p.own() {
			continue
		}
		for _, l := range p.Lines {
			t.lines = append(t.lines, itemLine{p, l})
			b.WriteString(foldName(l.Text) + "\n")
		}
	}
	t.folded = b.String()
	return t
}

// findAnnexes finds reports whose annexed law is another than the one they
// talk about: one that they name otherwise, that has another number, or one of
// an earlier year.
func findAnnexes(f *Folder, report func(Finding)) {
	laws := annexed(f)
	for _, a := range f.Articles {
		text := item(a)
		for _, law := range laws[a] {
			if found, ok := otherNumber(text, law); ok {
				report(related(found, law))
			} else if found, ok := earlier(text, law); ok {
				report(related(found, law))
			}
		}
	}
	findUnnamed(f, report)
	findCrossed(f, laws, report)
}

func related(found Finding, law *Article) Finding {
	for _, p := range law.sorted() {
		if p.own() {
			title, _ := p.titled()
			found.Related = append(found.Related, Place{contentFolder + p.File, p.fieldLine("title"), title})
		}
	}
	found.Hint = "compare with the document: the annexed text may be that of another law, or of another year"
	return found
}

// numberRE matches the number of an official document by its year.
var numberRE = regexp.MustCompile(`[〔［\[（(]\s?((?:19|20)\d{2})\s?[〕］\]）)]\s?(?:第|제|No\.?)?\s?(\d+)`)

// otherNumber tells of a report that gives, right behind the name of a law, a
// number that is not the law's.
func otherNumber(text itemText, law *Article) (Finding, bool) {
	own := numberRE.FindStringSubmatch(narrow(law.Facts.Number))
	if own == nil {
		return Finding{}, false
	}
	for _, l := range text.lines {
		for _, m := range bracketedRE.FindAllStringSubmatchIndex(l.Text, -1) {
			if !isLaw(strings.Trim(l.Text[m[0]:m[1]], "《》〈〉「」『』<>"), law) {
				continue
			}
			behind := narrow(l.Text[m[1]:min(len(l.Text), m[1]+60)])
			n := numberRE.FindStringSubmatchIndex(behind)
			if n == nil || strings.ContainsAny(behind[:n[0]], "。.,，、;；《<「『") {
				continue
			}
			if y, no := behind[n[2]:n[3]], behind[n[4]:n[5]]; y != own[1] || no != own[2] {
				return l.page.finding(l.N, behind[n[0]:n[1]], fmt.Sprintf("the number here ends in 〔%s〕%s, and the annexed law is %s", y, no, law.Facts.Number), ""), true
			}
		}
	}
	return Finding{}, false
}

// isLaw reports whether a name is a title of the law.
func isLaw(name string, law *Article) bool {
	name = foldName(name)
	for _, title := range lawNames(law) {
		if title == name || len([]rune(name)) > 6 && strings.Contains(title, name) {
			return true
		}
	}
	return false
}

// issuedRE matches words for making something known.
var issuedRE = regexp.MustCompile(`발표|공포|공개|공고|고시|제정|발간|내놓|마련|편제|시행|发布|發布|公布|印发|印發|出台|颁布|制定|发出|公表|公布|制定|施行|(?i:issue|publish|promulgat|adopt|announc|release|ban hành|công bố|menerbitkan|mengeluarkan|опубликов|издал|принял|утверд)`)

// old is how much earlier than its issue a law must have been made for a report
// of its making to be about another one.
const old = 270 * 24 * time.Hour

// earlier tells of a report that a law was made now, with dates of which the
// annexed law, which is much older, has none.
func earlier(text itemText, law *Article) (Finding, bool) {
	enacted, err := time.Parse("2006-01-02", law.Facts.Enacted)
	if err != nil {
		return Finding{}, false
	}
	for _, l := range text.lines {
		if l.Heading || !issues(l.Text, law) {
			continue
		}
		issued, err := time.Parse("2006-01", fmt.Sprint(l.page.Front["date"])[:min(7, len(fmt.Sprint(l.page.Front["date"])))])
		if err != nil || issued.Sub(enacted) < old {
			continue
		}
		var told []string
		for _, d := range dates(l.Text) {
			if d.year > 0 {
				told = append(told, d.text)
				if lawHas(law, d) {
					return Finding{}, false
				}
			}
		}
		if len(told) > 0 {
			return l.page.finding(l.N, told[0], fmt.Sprintf("the annexed law is of %s and has none of the dates given here: %s", law.Facts.Enacted, strings.Join(told, ", ")), ""), true
		}
	}
	return Finding{}, false
}

var sentenceRE = regexp.MustCompile(`[。；;!?！？]|\.\s`)

// issues reports whether a sentence says that a law was made.
func issues(text string, law *Article) bool {
	for _, s := range sentenceRE.Split(text, -1) {
		if issuedRE.MatchString(bracketedRE.ReplaceAllString(s, "")) && names(s, law) {
			return true
		}
	}
	return false
}

// names reports whether a line calls a law by one of its titles.
func names(text string, law *Article) bool {
	text = foldName(text)
	for _, name := range lawNames(law) {
		if strings.Contains(text, name) {
			return true
		}
	}
	return false
}

// lawHas reports whether a law's text has a month of a year.
func lawHas(law *Article, d date) bool {
	for _, p := range law.sorted() {
		for i := range p.Lines {
			for _, e := range p.dates(i) {
				if e.month == d.month && e.year == d.year {
					return true
				}
			}
		}
	}
	return false
}

// findUnnamed finds reports that name other laws, and not the one that their
// facts annex.
func findUnnamed(f *Folder, report func(Finding)) {
	for _, a := range f.Articles {
		if len(a.Facts.Annexes) == 0 {
			continue
		}
		text := item(a)
		for _, name := range a.Facts.Annexes {
			i := slices.IndexFunc(f.Articles, func(l *Article) bool { return l.Path == path.Join(f.Name, name) })
			if i < 0 || f.Articles[i].kind() != "law" {
				continue
			}
			if found, ok := unnamed(a, text, f.Articles[i]); ok {
				report(related(found, f.Articles[i]))
			}
		}
	}
}

// unnamed tells of an article that calls laws by names, in a language that the
// annexed law has a title in, of which none is at all like that title.
func unnamed(a *Article, text itemText, law *Article) (Finding, bool) {
	titles := lawNames(law)
	for _, title := range titles {
		if strings.Contains(text.folded, title) {
			return Finding{}, false
		}
	}
	if n := fold(law.Facts.Number); n != "" && strings.Contains(text.folded, n) {
		return Finding{}, false
	}
	other, compared := "", false
	for _, l := range text.lines {
		title := titles[l.Lang]
		for _, m := range bracketedRE.FindAllString(l.Text, -1) {
			name := foldName(m)
			if title == "" || len([]rune(name)) < 5 {
				continue
			}
			compared = true
			if likeness(title, name) > 0.4 || strings.Contains(title, name) {
				return Finding{}, false
			}
			if other == "" {
				other = m
			}
		}
	}
	if !compared {
		return Finding{}, false
	}
	return a.finding("annexes", other, fmt.Sprintf("the article talks of %s, and its annex is %s", short(other), short(anyTitle(law))), ""), true
}

func anyTitle(a *Article) string {
	for _, p := range a.sorted() {
		return p.String("title")
	}
	return a.Path
}
