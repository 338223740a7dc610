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
	"github.com/backissue/backissue/site/doc/doctest"
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

// Check holds a document to what [doctest.Check] asks of all, links to notes
// to leading to one, and figures to showing something.
func Check(t testing.TB, d *doc.Document) {
	t.Helper()
	doctest.Check(t, d)
	doctest.CheckNotes(t, d)
	media := map[string]bool{}
	for _, m := range d.Media {
		media[m.Name] = true
	}
	doc.EachFigure(d.Blocks, func(f *doc.Figure) {
		if !media[f.Media] {
			t.Errorf("figure of %s, which is not there", f.Media)
		}
	})
}

// Fuzz reads data twice and checks what comes of it.
func Fuzz(t testing.TB, data []byte, read func([]byte) (*doc.Document, error)) {
	t.Helper()
	if d := doctest.Read(t, data, read); d != nil {
		Check(t, d)
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
