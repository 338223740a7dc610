package check

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/backissue/backissue/site/bundle"
	"github.com/backissue/backissue/site/content"
)

// An Import is what import found in one document.
type Import struct {
	Issue  string // key of the issue
	Doubts []Doubt
	Losses []Doubt // without an article

	// Files are what import wrote: paths below content, and the SHA-256 of their
	// texts with line ends of Unix.
	Files map[string]string

	// Letters that are lost and invented, which is a fault of import.
	Lost, Invented string

	// Missing is set where an issue was imported and its findings were not kept.
	Missing bool
}

// A Doubt is a guess of import, or something it could not keep.
type Doubt struct {
	File    string // the document, from the root of the archive: "sources/2021-10.txt"
	Line    int    // there; 0 where it has no lines
	Page    int    // there; 0 where it has no pages
	Article string // below the issue: "news/01"; "" if none is concerned
	Code    string // import's name for it: "title-language"
	Text    string // the words concerned
	Why     string
}

// ownRules are doubts that rules here look for themselves, in the text as it is
// now.
var ownRules = []string{"number-doubled", "number-missing"}

func findDoubts(f *Folder, report func(Finding)) {
	if f.Import == nil {
		return
	}
	for _, d := range f.Import.Doubts {
		if slices.Contains(ownRules, d.Code) || f.settled(d) {
			continue
		}
		report(Finding{File: d.File, Line: d.Line, Page: d.Page, Doubt: d.Code, Article: f.inIssue(d.Article), Text: d.Text,
			Message: d.Code + ": " + quoted(d.Text) + d.Why,
			Hint:    "correct the page if the guess is wrong; if it is right, accept it below [params.check]"})
	}
}

// settled reports whether an editor did what a doubt asks for.
func (f *Folder) settled(d Doubt) bool {
	if d.Code != "title-language" {
		return false
	}
	i := slices.IndexFunc(f.Articles, func(a *Article) bool { return a.Path == f.inIssue(d.Article) })
	if i < 0 {
		return true // the page is gone
	}
	return !slices.ContainsFunc(f.Articles[i].sorted(), func(p *Page) bool {
		title, lang := p.titled()
		return lang != p.Lang && fold(title) == fold(d.Text)
	})
}

func (f *Folder) inIssue(article string) string {
	if article == "" {
		return f.Name
	}
	return f.Name + "/" + article
}

func quoted(text string) string {
	if text == "" {
		return ""
	}
	return fmt.Sprintf("%q: ", short(text))
}

// short cuts a text for a message: one line, not long.
func short(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if letters := []rune(text); len(letters) > 60 {
		return string(letters[:59]) + "…"
	}
	return text
}

func findLosses(f *Folder, report func(Finding)) {
	if f.Import == nil {
		return
	}
	for _, l := range f.Import.Losses {
		report(Finding{File: l.File, Line: l.Line, Page: l.Page, Article: f.Name, Text: l.Text, Message: quoted(l.Text) + l.Why,
			Hint: "look it up in the document, and add to the page what readers need"})
	}
	if f.Import.Lost+f.Import.Invented != "" {
		report(Finding{File: contentFolder + f.Name, Article: f.Name,
			Message: fmt.Sprintf("the letters do not add up: lost %q, invented %q", short(f.Import.Lost), short(f.Import.Invented)),
			Hint:    "this is a fault of backissue; please report it, with the document if you may"})
	}
}

func findConflicts(f *Folder, report func(Finding)) {
	files := []string{}
	for _, p := range f.Pages {
		files = append(files, p.File)
	}
	for _, a := range f.Articles {
		if name := a.Path + "/" + factsFile; f.files[name] {
			files = append(files, name)
		}
	}
	for _, name := range files {
		data, err := fs.ReadFile(f.Content, name)
		if err != nil {
			continue // told by the rule for broken files
		}
		for _, c := range bundle.Conflicts(data) {
			report(f.conflict(name, c))
		}
	}
}

func (f *Folder) conflict(name string, c bundle.Conflict) Finding {
	found := Finding{File: contentFolder + name, Line: c.Line, Text: c.Yours,
		Message: fmt.Sprintf("you have %q, the document now says %q", short(c.Yours), short(c.Source)),
		Hint:    "keep one of the two and take the marks out"}
	switch c.Field {
	case "":
	case bundle.GoneField:
		found.Message = "you changed this file, and the document has it no more"
		found.Hint = "delete the file, or take the line out to keep it"
	default:
		found.Message = c.Field + ": " + found.Message
		found.Hint = "keep the value you want and take the line out"
	}
	for _, p := range f.Pages {
		if p.File == name {
			found.Article, found.Lang = p.Path, p.Lang
		}
	}
	if found.Article == "" {
		found.Article = strings.TrimSuffix(name, "/"+factsFile)
	}
	return found
}

func findEdited(f *Folder, report func(Finding)) {
	if f.Import == nil {
		return
	}
	for name, sum := range f.Import.Files {
		found := Finding{File: contentFolder + name, Article: path.Dir(name), Message: "corrected by hand since import wrote it"}
		if stem, lang, ok := content.SplitName(name, f.Languages); ok {
			found.Article, found.Lang = content.Path(stem), lang
		}
		data, err := fs.ReadFile(f.Content, name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			found.Message = "deleted by hand since import wrote it"
		case err != nil:
			continue
		}
		if content.FileSum(data) != sum {
			report(found)
		}
	}
}

func findOrphans(a *Archive, report func(Finding)) {
	for _, key := range a.Orphans {
		report(Finding{File: contentFolder + key, Article: key, Message: "no document makes this issue any more",
			Hint: "put its document back into sources, or remove the folder if it is to go from the site"})
	}
}

func findUnread(a *Archive, report func(Finding)) {
	for _, name := range a.Unread {
		report(Finding{File: name, Message: "no issue came of this document", Hint: "run import; if it fails, it says why"})
	}
	for _, i := range a.Imports {
		if i.Missing {
			report(Finding{File: contentFolder + i.Issue, Article: i.Issue, Message: "the findings of its import were not kept",
				Hint: "run import"})
		}
	}
}

func findBroken(f *Folder, report func(Finding)) {
	for _, b := range f.broken {
		report(b)
	}
}
