// Package hangultest shows documents as text, for the tests of both Hangul
// readers and of what they share.
package hangultest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/backissue/backissue/site/doc"
)

// Show writes a document with one line for each block, loss and doubt.
func Show(d *doc.Document) string {
	var b strings.Builder
	show(&b, "", d.Blocks)
	for _, f := range d.Furniture {
		fmt.Fprintf(&b, "furniture %d %s: %q\n", f.Line, f.Kind, f.Text)
	}
	for _, m := range d.Media {
		fmt.Fprintf(&b, "media %s %s %d\n", m.Name, m.Type, len(m.Data))
	}
	for _, l := range d.Losses {
		fmt.Fprintf(&b, "loss %d %s: %q\n", l.Line, l.Reason, l.Text)
	}
	for _, x := range d.Doubts {
		fmt.Fprintf(&b, "doubt %d %s: %q %s\n", x.Line, x.Code, x.Text, x.Why)
	}
	return b.String()
}

func show(b *strings.Builder, indent string, blocks []doc.Block) {
	for _, block := range blocks {
		fmt.Fprintf(b, "%s%d ", indent, block.Pos().Line)
		switch block := block.(type) {
		case *doc.Heading:
			fmt.Fprintf(b, "h%d %s\n", block.Level, spans(block.Spans))
		case *doc.Paragraph:
			fmt.Fprintf(b, "p %s\n", spans(block.Spans))
		case *doc.List:
			b.WriteString("list\n")
			for _, it := range block.Items {
				fmt.Fprintf(b, "%s  %s\n", indent, it.Marker)
				show(b, indent+"    ", it.Blocks)
			}
		case *doc.Table:
			fmt.Fprintf(b, "table, %d head\n", block.Header)
			for _, row := range block.Rows {
				var cells []string
				for _, c := range row {
					cells = append(cells, spans(c))
				}
				fmt.Fprintf(b, "%s  %s\n", indent, strings.Join(cells, " | "))
			}
		case *doc.Figure:
			fmt.Fprintf(b, "figure %s %q %s\n", block.Media, block.Alt, spans(block.Caption))
		case *doc.Note:
			fmt.Fprintf(b, "note %s %s\n", block.ID, block.Label)
			show(b, indent+"  ", block.Blocks)
		default:
			fmt.Fprintf(b, "%T\n", block)
		}
	}
}

func spans(spans []doc.Span) string {
	var b strings.Builder
	for _, s := range spans {
		text := strings.ReplaceAll(s.Text, "\n", "/")
		if s.Link != "" {
			text = "[" + text + "](" + s.Link + ")"
		}
		b.WriteString(text)
	}
	return b.String()
}

// Check holds a document to what every reader promises: each letter is in one
// place, positions do not go backwards, tables are rectangular, notes and
// media are what refers to them.
func Check(t testing.TB, d *doc.Document) {
	t.Helper()
	if lost, invented := d.Source.Diff(d.Tally()), d.Tally().Diff(d.Source); lost != "" || invented != "" {
		t.Errorf("lost %q, invented %q", lost, invented)
	}
	media := map[string]bool{}
	for _, m := range d.Media {
		if media[m.Name] {
			t.Errorf("two media are %s", m.Name)
		}
		media[m.Name] = true
	}
	c := checker{TB: t, line: 1, media: media, notes: map[string]bool{}}
	c.blocks(d.Blocks)
	doc.EachSpans(d.Blocks, func(spans *[]doc.Span) {
		for _, s := range *spans {
			if strings.HasPrefix(s.Link, "#") && !c.notes[s.Link[1:]] {
				t.Errorf("%s leads nowhere", s.Link)
			}
		}
	})
}

type checker struct {
	testing.TB
	line         int
	media, notes map[string]bool
}

func (c *checker) blocks(blocks []doc.Block) {
	c.Helper()
	for _, b := range blocks {
		if at := b.Pos().Line; at < c.line {
			c.Errorf("line %d follows line %d", at, c.line)
		} else {
			c.line = at
		}
		switch b := b.(type) {
		case *doc.List:
			for _, it := range b.Items {
				c.blocks(it.Blocks)
			}
		case *doc.Table:
			for _, row := range b.Rows {
				if len(row) != len(b.Rows[0]) {
					c.Errorf("row of %d cells in a table of %d", len(row), len(b.Rows[0]))
				}
			}
		case *doc.Figure:
			if !c.media[b.Media] {
				c.Errorf("figure of %s, which is not there", b.Media)
			}
		case *doc.Note:
			if c.notes[b.ID] {
				c.Errorf("two notes are %s", b.ID)
			}
			c.notes[b.ID] = true
			c.blocks(b.Blocks)
		}
	}
}

// Samples returns the files of the folder of samples that match a pattern, and
// skips the test where there are none.
func Samples(t *testing.T, pattern string) []string {
	t.Helper()
	dir := os.Getenv("BACKISSUE_SAMPLES")
	if dir == "" {
		t.Skip("BACKISSUE_SAMPLES names no folder of samples")
	}
	found, err := filepath.Glob(filepath.Join(dir, pattern))
	if err != nil || len(found) == 0 {
		t.Skipf("no samples %s", pattern)
	}
	return found
}
