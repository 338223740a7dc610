// Package doctest holds readers to what is promised of every document,
// whatever its format and whatever its bytes.
package doctest

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"github.com/backissue/backissue/site/doc"
)

// Read reads data twice and fails the test unless both times give the same
// document or the same error, data stays as it was, and [Check] has nothing to
// say. It returns the document, or nil if there is none.
func Read(t testing.TB, data []byte, read func([]byte) (*doc.Document, error)) *doc.Document {
	t.Helper()
	given := bytes.Clone(data)
	d, err := read(given)
	again, errAgain := read(given)
	if !bytes.Equal(given, data) {
		t.Error("the reader wrote to what it was given")
	}
	if err != nil || errAgain != nil {
		if err == nil || errAgain == nil || err.Error() != errAgain.Error() || err.Error() == "" {
			t.Errorf("first %v, then %v", err, errAgain)
		}
		return nil
	}
	if d == nil {
		t.Fatal("neither a document nor an error")
	}
	if !reflect.DeepEqual(d, again) {
		t.Error("reading twice gives two documents")
	}
	Check(t, d)
	return d
}

// maxNesting is how deep blocks may lie within one another: whoever follows
// them does so on the stack.
const maxNesting = 2000

// Check fails the test unless every letter of the source is in the document
// and no other, positions never go backwards, nothing is empty that must hold
// something, tables are rectangular, and names of media and of notes are
// unique. A figure shows media that are there, or a loss says why not.
func Check(t testing.TB, d *doc.Document) {
	t.Helper()
	kept := d.Tally()
	if lost, invented := d.Source.Diff(kept), kept.Diff(d.Source); lost != "" || invented != "" {
		t.Errorf("lost %.80q, invented %.80q", lost, invented)
	}
	for r, n := range d.Source {
		if n <= 0 {
			t.Errorf("%q is counted %d times", r, n)
		}
	}
	c := checker{TB: t, at: doc.Position{Line: 1}, lost: d.Losses, media: map[string]bool{}, notes: map[string]bool{}}
	for _, m := range d.Media {
		if m.Name == "" || c.media[m.Name] || strings.ContainsAny(m.Name, "/\\\x00") {
			t.Errorf("media named %q", m.Name)
		}
		c.media[m.Name] = true
	}
	c.blocks(d.Blocks, 0)
}

// CheckNotes fails the test unless every link into the document leads to a
// note. It is for formats that have no other places to link to.
func CheckNotes(t testing.TB, d *doc.Document) {
	t.Helper()
	notes := map[string]bool{}
	var find func([]doc.Block)
	find = func(blocks []doc.Block) {
		for _, b := range blocks {
			switch b := b.(type) {
			case *doc.List:
				for _, it := range b.Items {
					find(it.Blocks)
				}
			case *doc.Box:
				find(b.Blocks)
			case *doc.Note:
				notes["#"+b.ID] = true
				find(b.Blocks)
			}
		}
	}
	find(d.Blocks)
	doc.EachSpans(d.Blocks, func(spans *[]doc.Span) {
		for _, s := range *spans {
			if strings.HasPrefix(s.Link, "#") && !notes[s.Link] {
				t.Errorf("%s leads nowhere", s.Link)
			}
		}
	})
}

// A checker walks through the blocks of a document.
type checker struct {
	testing.TB
	at           doc.Position // of the block before
	lost         []doc.Loss
	media, notes map[string]bool
}

func (c *checker) place(what any, p doc.Position) {
	c.Helper()
	if p.Page < c.at.Page || p.Page == c.at.Page && p.Line < c.at.Line || p.Line < 1 {
		c.Errorf("%T stands at %v, after %v", what, p, c.at)
	}
	c.at = p
}

func (c *checker) blocks(blocks []doc.Block, depth int) {
	c.Helper()
	if depth > maxNesting {
		c.Fatalf("blocks nested more than %d deep", maxNesting)
	}
	for _, b := range blocks {
		c.place(b, b.Pos())
		switch b := b.(type) {
		case *doc.List:
			c.items(b, depth)
		case *doc.Table:
			c.table(b)
		case *doc.Figure:
			if !c.media[b.Media] && len(c.lost) == 0 {
				c.Errorf("figure of %q, which is not there", b.Media)
			}
		case *doc.Box:
			c.blocks(b.Blocks, depth+1)
		case *doc.Note:
			if b.ID == "" || c.notes[b.ID] {
				c.Errorf("a second note %q", b.ID)
			}
			c.notes[b.ID] = true
			c.blocks(b.Blocks, depth+1)
		}
	}
}

func (c *checker) items(l *doc.List, depth int) {
	c.Helper()
	if len(l.Items) == 0 {
		c.Errorf("a list without items at %v", l.Position)
	}
	for i := range l.Items {
		c.place(l.Items[i], l.Items[i].Position)
		if len(l.Items[i].Blocks) == 0 {
			c.Errorf("an item without blocks at %v", l.Items[i].Position)
		}
		c.blocks(l.Items[i].Blocks, depth+1)
	}
}

func (c *checker) table(b *doc.Table) {
	c.Helper()
	if len(b.Rows) == 0 || b.Header < 0 || b.Header > len(b.Rows) {
		c.Errorf("table at %v has %d rows, %d of them heads", b.Position, len(b.Rows), b.Header)
	}
	for _, row := range b.Rows {
		if len(row) != len(b.Rows[0]) {
			c.Errorf("table at %v is not rectangular", b.Position)
		}
	}
}
