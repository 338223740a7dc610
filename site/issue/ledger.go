package issue

import (
	"github.com/backissue/backissue/site/doc"
)

// Ledger compares the letters of the sources with those of the issue and
// returns the letters that got lost and those that came from nowhere, each as
// often as it did. Both are empty where every letter of the sources is in
// exactly one of the issue's texts, its furniture and its losses.
func Ledger(docs []*doc.Document, iss *Issue) (lost, invented string) {
	source, kept := doc.Tally{}, iss.tally()
	for _, d := range docs {
		for r, n := range d.Source {
			source[r] += n
		}
	}
	return source.Diff(kept), kept.Diff(source)
}

// tally counts the letters and digits of everything that the issue holds.
func (iss *Issue) tally() doc.Tally {
	t := doc.Tally{}
	for _, f := range iss.Furniture {
		t.Add(f.Text)
	}
	for _, l := range iss.Losses {
		t.Add(l.Text)
	}
	t.AddBlocks(iss.Intro)
	for _, s := range iss.Sections {
		addTitles(t, s.Titles)
		for _, a := range s.Articles {
			a.tally(t)
		}
	}
	return t
}

// tally counts an article. A title that stands in for one in another language
// stands at the same place as that one and counts once.
func (a Article) tally(t doc.Tally) {
	addTitles(t, a.Credits)
	var titles []Title
	for _, e := range a.Editions {
		titles = append(titles, e.Title)
		t.AddBlocks(e.Abstract)
		t.AddBlocks(e.Body)
	}
	addTitles(t, titles)
}

func addTitles(t doc.Tally, titles []Title) {
	seen := map[Title]bool{}
	for _, title := range titles {
		if title.Line > 0 && !seen[title] {
			seen[title] = true
			t.Add(title.Text)
		}
	}
}
