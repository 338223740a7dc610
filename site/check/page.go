package check

import (
	"errors"
	"fmt"
	"path"
	"regexp"
	"strings"
	"unicode"

	"github.com/goccy/go-yaml"

	"github.com/backissue/backissue/site/content"
)

// breaks notes a file that cannot be read.
func (f *Folder) breaks(file string, err error) {
	found := Finding{File: contentFolder + file, Message: err.Error(), Hint: "no site can be built before this is put right"}
	var front *content.FrontMatterError
	var inYAML yaml.Error
	switch {
	case errors.As(err, &front):
		found.Line, found.Message = front.Line, "front matter: "+front.Problem
	case errors.As(err, &inYAML):
		found.Message = inYAML.GetMessage()
		if t := inYAML.GetToken(); t != nil {
			found.Line = t.Position.Line
		}
	}
	stem, lang, ok := content.SplitName(file, f.Languages)
	found.Article = path.Dir(file)
	if ok {
		found.Article, found.Lang = content.Path(stem), lang
	}
	f.broken = append(f.broken, found)
}

// findDuplicates finds identifiers that stand twice on a page: a link leads to
// the first of them only.
func findDuplicates(f *Folder, report func(Finding)) {
	for _, p := range f.Pages {
		first := map[string]int{}
		for _, id := range p.ids {
			if id.name == "" {
				continue
			}
			if before, ok := first[id.name]; ok {
				found := p.finding(id.line, id.name, fmt.Sprintf("the id %q stands on line %d already", id.name, before), "give one of them another name")
				found.Related = []Place{{contentFolder + p.File, before, id.name}}
				report(found)
				continue
			}
			first[id.name] = id.line
		}
	}
}

// findEmptyIDs finds headings that nothing can link to.
func findEmptyIDs(f *Folder, report func(Finding)) {
	for _, p := range f.Pages {
		for _, id := range p.ids {
			if id.name == "" {
				report(p.finding(id.line, "{#}", "the id is empty", "write a name behind the #, or take the braces out"))
			}
		}
		for _, n := range p.blank {
			report(p.finding(n, "", "a heading without a text", "write it, or take the marks out"))
		}
	}
}

// heading gives a heading without an id the one that Hugo makes of its text.
func (p *Page) heading(l Line) {
	id := autoID(l.Text)
	if strings.Trim(id, "-_") == "" {
		p.blank = append(p.blank, l.N)
	}
}

// autoID returns the id that Hugo makes of a heading.
func autoID(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return '-'
		case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return -1
	}, strings.TrimSpace(text))
}

// findUndescribed finds articles of which search engines and previews can say
// nothing: no description, no abstract, and no text to take one from. It is
// what layouts/_partials/head/description.html does.
func findUndescribed(f *Folder, report func(Finding)) {
	for _, a := range f.Articles {
		for _, p := range a.sorted() {
			if p.Kind() == "about" || p.Front["unnamed"] == true || p.String("description") != "" || p.original().describes() {
				continue
			}
			report(p.finding(0, "", "the page has neither a description nor a text to take one from", `write a sentence as "description:" into its front matter`))
		}
	}
}

// describes reports whether a page has a text beside headings, tables and
// pictures.
func (p *Page) describes() bool {
	for _, l := range p.Lines {
		if !l.Heading && strings.IndexFunc(l.Text, unicode.IsLetter) >= 0 {
			return true
		}
	}
	return false
}

// findImages finds pictures that say nothing to those who cannot see them.
func findImages(f *Folder, report func(Finding)) {
	for _, p := range f.Pages {
		for _, i := range p.images {
			if i.alt == "" {
				report(p.finding(i.line, i.file, fmt.Sprintf("the image %s has no text", i.file), "write what it shows between the square brackets"))
			}
		}
	}
}

var schemeRE = regexp.MustCompile(`^(?:[a-zA-Z][a-zA-Z0-9+.-]*:|//)`)
