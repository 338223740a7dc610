package desk

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/backissue/backissue/site/bundle"
	"github.com/backissue/backissue/site/check"
	"github.com/backissue/backissue/site/content"
)

// Kinds of findings, the most pressing first. The last three are statuses of
// translations, which are no findings but can be looked for like them.
var kinds = []string{"conflict", "loss", "doubt", "error", "warning", "note", "stale", "draft", "missing"}

var kindNames = map[string]string{
	"conflict": "Conflicts", "loss": "Losses", "doubt": "Doubts",
	"error": "Errors", "warning": "Warnings", "note": "Notes",
	"stale": "Stale translations", "draft": "Draft translations", "missing": "Missing translations",
}

// findingKinds are those of findings.
var findingKinds = kinds[:6]

// A finding is something for an editor to look at.
type finding struct {
	ID      string // anchor on the page of its article or issue
	Kind    string
	Code    string
	Why     string // what is the matter, and what was chosen
	Text    string // the words concerned
	Hint    string
	File    string // from the root of the archive
	Page    int    // of a document
	Line    int    // in the file, or on the page; 0 for the whole
	Article string // "2024-03/laws/02"; the issue alone, or ""
	Lang    string
	Settled bool // an editor did what it asks for, or accepted it

	Yours, Source string // of a conflict
	Related       []check.Place
}

// inSource returns the name of the document that a finding is in.
func (f *finding) inSource() (string, bool) { return strings.CutPrefix(f.File, "sources/") }

// Where names the place of a finding.
func (f *finding) Where() string {
	file := strings.TrimPrefix(strings.TrimPrefix(f.File, "sources/"), "content/")
	if f.Article != "" {
		file = strings.TrimPrefix(file, f.Article+"/")
	}
	switch {
	case f.Page > 0:
		return fmt.Sprintf("%s, page %d", file, f.Page)
	case f.Line > 0:
		return fmt.Sprintf("%s:%d", file, f.Line)
	}
	return file
}

func newMark(issue, kind string, m Mark) *finding {
	f := &finding{Kind: kind, Code: m.Code, Why: m.Why, Text: m.Text, File: "sources/" + m.File, Page: m.Page, Line: m.Line, Article: issue}
	if m.Article != "" {
		f.Article = issue + "/" + m.Article
	}
	return f
}

func newConflict(article, lang, file string, c bundle.Conflict) *finding {
	f := &finding{Kind: "conflict", Code: "B103", File: "content/" + file, Line: c.Line, Article: article, Lang: lang,
		Yours: c.Yours, Source: c.Source,
		Why: "you and the document changed this place, each in another way", Hint: "keep one of the two and take the marks out"}
	switch c.Field {
	case "":
	case bundle.GoneField:
		f.Why, f.Hint = "you changed this file, and the document has it no more", "delete the file, or take the entry out of conflicts to keep it"
	default:
		f.Why, f.Hint = fmt.Sprintf("you and the document changed the field %s; yours is in effect", c.Field), "settle the value and take the entry out of conflicts"
	}
	return f
}

// Rules of check that say again what the desk knows from import and the files
// themselves, and shows with more of their place.
const (
	doubtRule    = "B101"
	lossRule     = "B102"
	conflictRule = "B103"
	missingRule  = "B211" // each translation has its status
)

// saidElsewhere are those rules.
var saidElsewhere = []string{doubtRule, lossRule, conflictRule, missingRule}

// repeats are the rules that look anew, in the text as it is now, for what
// some doubts of import are about.
var repeats = []string{"number-doubled", "number-missing"}

func newChecked(c check.Finding) *finding {
	return &finding{Kind: string(c.Severity), Code: c.Code, Why: c.Message, Text: c.Text, Hint: c.Hint, File: c.File, Page: c.Page, Line: c.Line,
		Article: c.Article, Lang: c.Lang, Related: c.Related}
}

// place is what a doubt or a loss and check's finding of it have in common.
type place struct {
	code, file string
	page, line int
	text       string
}

// placeOf is a place without what check does not know: lines on a page.
func placeOf(code, file string, page, line int, text string) place {
	if page > 0 {
		line = 0
	}
	return place{code, file, page, line, text}
}

// settle marks what import found and check finds no more: somebody mended it or
// let it stand.
func settle(found []*finding, checked []check.Finding) {
	open := map[place]bool{}
	for _, c := range checked {
		open[placeOf(c.Code, c.File, c.Page, c.Line, c.Text)] = true
	}
	for _, f := range found {
		switch f.Kind {
		case "doubt":
			f.Settled = slices.Contains(repeats, f.Code) || !open[placeOf(doubtRule, f.File, f.Page, f.Line, f.Text)]
		case "loss":
			f.Settled = !open[placeOf(lossRule, f.File, f.Page, f.Line, f.Text)]
		}
	}
}

// order sorts findings by place: documents first, then files.
func order(found []*finding) {
	slices.SortStableFunc(found, func(a, b *finding) int {
		return cmp.Or(-cmp.Compare(boolInt(strings.HasPrefix(a.File, "sources/")), boolInt(strings.HasPrefix(b.File, "sources/"))),
			strings.Compare(a.File, b.File), cmp.Compare(a.Page, b.Page), cmp.Compare(a.Line, b.Line),
			cmp.Compare(slices.Index(kinds, a.Kind), slices.Index(kinds, b.Kind)))
	})
	for i, f := range found {
		f.ID = fmt.Sprintf("f%d", i+1)
	}
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// counts are how many findings of each kind are open.
type counts map[string]int

func (c counts) add(found []*finding) {
	for _, f := range found {
		if !f.Settled {
			c[f.Kind]++
		}
	}
}

// Open is how many findings there are of all kinds.
func (c counts) Open() int {
	n := 0
	for _, k := range findingKinds {
		n += c[k]
	}
	return n
}

// conflictsOf returns the conflicts in the files of an article or a section.
func (d *desk) conflictsOf(article string, names []string) []*finding {
	var out []*finding
	for _, name := range names {
		data, err := readFile(d.Content, name)
		if err != nil {
			continue // check tells of it
		}
		_, lang, _ := content.SplitName(name, d.Languages)
		for _, c := range bundle.Conflicts(data) {
			out = append(out, newConflict(article, lang, name, c))
		}
	}
	return out
}
