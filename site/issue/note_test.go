package issue_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/issue"
	"github.com/backissue/backissue/site/lang"
	"github.com/backissue/backissue/site/text"
)

// Notes go where the text goes that they stand behind: none is lost, and none
// is taken for a title.
func TestNotes(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 9))
		d, err := text.Read(genre(r))
		if err != nil {
			t.Fatal(err)
		}
		notes := addNotes(r, d)
		iss, err := issue.Recover([]*doc.Document{lang.Tag(d)}, profile(t))
		if err != nil && !errors.Is(err, issue.ErrNoDate) {
			continue
		}
		if lost, invented := issue.Ledger([]*doc.Document{d}, iss); lost != "" || invented != "" {
			t.Errorf("document %d: lost %q, invented %q", seed, lost, invented)
		}
		found := countNotes(iss.Intro)
		for _, s := range iss.Sections {
			for _, a := range s.Articles {
				for _, e := range a.Editions {
					found += countNotes(e.Abstract) + countNotes(e.Body)
				}
			}
		}
		for _, f := range iss.Furniture {
			for i := range notes {
				if f.Text == noteText(i) {
					found++
				}
			}
		}
		if found != notes {
			t.Errorf("document %d: %d of %d notes are left", seed, found, notes)
		}
	}
}

func noteText(i int) string { return fmt.Sprintf("A remark, number %d.", i) }

// addNotes puts notes behind some of the paragraphs of d, as readers do.
func addNotes(r *rand.Rand, d *doc.Document) int {
	var out []doc.Block
	notes := 0
	for _, b := range d.Blocks {
		out = append(out, b)
		p, ok := b.(*doc.Paragraph)
		if !ok || r.IntN(4) > 0 {
			continue
		}
		label := fmt.Sprint(notes + 1)
		p.Spans = append(p.Spans, doc.Span{Text: "[" + label + "]", Link: "#fn-" + label})
		out = append(out, &doc.Note{Position: p.Position, ID: "fn-" + label, Label: label,
			Blocks: []doc.Block{&doc.Paragraph{Position: p.Position, Spans: []doc.Span{{Text: noteText(notes)}}}}})
		d.Source.Add(label)
		d.Source.Add(noteText(notes))
		notes++
	}
	d.Blocks = out
	return notes
}

func countNotes(blocks []doc.Block) int {
	n := 0
	for _, b := range blocks {
		switch b := b.(type) {
		case *doc.Note:
			n++
		case *doc.List:
			for _, it := range b.Items {
				n += countNotes(it.Blocks)
			}
		case *doc.Box:
			n += countNotes(b.Blocks)
		}
	}
	return n
}
