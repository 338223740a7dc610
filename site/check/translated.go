package check

import (
	"fmt"

	"github.com/backissue/backissue/site/translation"
)

// translations visits the languages of each article that should be
// translations.
func (f *Folder) translations(do func(translation.Article, translation.Edition)) {
	for _, a := range f.Articles {
		pages := a.sorted()
		if len(pages) == 0 {
			continue
		}
		f.imported.Lock()
		read, err := translation.Of(f.Content, pages[0].File, translation.Options{Languages: f.Languages, Imported: f.Imported})
		f.imported.Unlock()
		if err != nil || read.Original == "" {
			continue // no article of an issue, or one without a text
		}
		for _, e := range read.Editions {
			do(read, e)
		}
	}
}

// findMissing finds articles that have no text in a language of the archive.
func findMissing(f *Folder, report func(Finding)) {
	f.translations(func(a translation.Article, e translation.Edition) {
		if e.Status != translation.Missing {
			return
		}
		report(Finding{File: contentFolder + e.File, Article: a.Path, Lang: e.Lang,
			Message: fmt.Sprintf("there is no text in %s; readers are shown the one in %s", e.Lang, a.Original)})
	})
}

// findStale finds translations whose original says something else since, block
// by block.
func findStale(f *Folder, report func(Finding)) {
	f.translations(func(a translation.Article, e translation.Edition) {
		original := ""
		for _, o := range a.Editions {
			if o.Lang == a.Original {
				original = contentFolder + o.File
			}
		}
		found := Finding{File: contentFolder + e.File, Article: a.Path, Lang: e.Lang, Hint: "put it right, and then run backissue review " + contentFolder + e.File}
		for _, b := range e.Blocks {
			if b.Status != translation.Stale {
				continue
			}
			found.Line, found.Text = b.Own, b.Text
			found.Message = fmt.Sprintf("the original in %s changed: %s", a.Original, short(b.Text))
			found.Related = []Place{{original, b.Line, short(b.Text)}}
			report(found)
		}
		if e.Dropped > 0 {
			found.Line, found.Text, found.Related = 0, "", nil
			found.Message = fmt.Sprintf("the original in %s has %d blocks fewer since", a.Original, e.Dropped)
			report(found)
		}
	})
}
