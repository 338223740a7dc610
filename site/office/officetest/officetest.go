// Package officetest has what the tests of readers of office documents share:
// a document as text, and the properties that hold of every document.
package officetest

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/doc/doctest"
)

var update = flag.Bool("update", false, "rewrite the golden parts of testdata")

// Golden reads the documents in testdata. Each is a txtar file of the parts of
// one document, which read puts together and reads, and last, named "want",
// of what is to come of it.
func Golden(t *testing.T, read func([]txtar.File) (*doc.Document, error)) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no testdata", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			parts := len(a.Files) - 1
			want := &a.Files[parts]
			if want.Name != "want" {
				t.Fatal("the last part is not named want")
			}
			d, err := read(a.Files[:parts])
			if err != nil {
				t.Fatal(err)
			}
			Check(t, d)
			got := Dump(d)
			if *update {
				want.Data = []byte(got)
				if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if got != string(want.Data) {
				t.Errorf("got\n%s\nwant\n%s", got, want.Data)
			}
		})
	}
}

// Samples reads the files of the folder of samples that have an ending, and
// holds what comes of them against what is true of all documents. It skips
// the test where there are none.
func Samples(t *testing.T, ending string, read func([]byte) (*doc.Document, error)) {
	dir := os.Getenv("BACKISSUE_SAMPLES")
	files, _ := filepath.Glob(filepath.Join(dir, "*"+ending))
	if dir == "" || len(files) == 0 {
		t.Skipf("BACKISSUE_SAMPLES names no folder with %s files", ending)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		d, err := read(data)
		if err != nil {
			t.Logf("%s: %v", filepath.Base(file), err)
			continue
		}
		t.Logf("%s: %d letters, %d blocks, %d losses", filepath.Base(file), d.Source.Len(), len(d.Blocks), len(d.Losses))
		Check(t, d)
	}
}

// Dump prints a document, a line for each block:
//
//	page:line kind text
//
// with links as [text](address), line breaks as ⏎ and tabs as ⇥.
func Dump(d *doc.Document) string {
	var b strings.Builder
	dump(&b, d.Blocks, "")
	for _, f := range d.Furniture {
		fmt.Fprintf(&b, "furniture %s: %s\n", f.Kind, visible(f.Text))
	}
	for _, m := range d.Media {
		fmt.Fprintf(&b, "media %s %s %d bytes\n", m.Name, m.Type, len(m.Data))
	}
	for _, l := range d.Losses {
		fmt.Fprintf(&b, "loss %d:%d %s: %s\n", l.Page, l.Line, l.Reason, visible(l.Text))
	}
	return b.String()
}

func dump(b *strings.Builder, blocks []doc.Block, indent string) {
	for _, block := range blocks {
		at := block.Pos()
		line := func(kind, text string) {
			fmt.Fprintf(b, "%s%d:%d %s\n", indent, at.Page, at.Line, strings.TrimSpace(kind+" "+text))
		}
		switch block := block.(type) {
		case *doc.Heading:
			line(fmt.Sprint("h", block.Level), spans(block.Spans))
		case *doc.Paragraph:
			line("p", spans(block.Spans))
		case *doc.List:
			line("list", "")
			for _, it := range block.Items {
				fmt.Fprintf(b, "%s  %s\n", indent, it.Marker)
				dump(b, it.Blocks, indent+"    ")
			}
		case *doc.Table:
			line(fmt.Sprintf("table, %d of %d rows heads", block.Header, len(block.Rows)), "")
			for _, row := range block.Rows {
				for _, cell := range row {
					fmt.Fprintf(b, "%s  | %s", indent, spans(cell))
				}
				b.WriteString("\n")
			}
		case *doc.Figure:
			line("figure "+block.Media, fmt.Sprintf("%q %s", block.Alt, spans(block.Caption)))
		case *doc.Box:
			line("box", "")
			dump(b, block.Blocks, indent+"  ")
		case *doc.Note:
			line("note "+block.ID, block.Label)
			dump(b, block.Blocks, indent+"  ")
		}
	}
}

func spans(spans []doc.Span) string {
	var b strings.Builder
	for _, s := range spans {
		if s.Link != "" {
			fmt.Fprintf(&b, "[%s](%s)", visible(s.Text), s.Link)
		} else {
			b.WriteString(visible(s.Text))
		}
	}
	return b.String()
}

func visible(s string) string { return strings.NewReplacer("\n", "⏎", "\t", "⇥").Replace(s) }

// Check holds a document to what [doctest.Check] asks of all, and links to
// notes to leading to one.
func Check(t testing.TB, d *doc.Document) {
	t.Helper()
	doctest.Check(t, d)
	doctest.CheckNotes(t, d)
}

// Fuzz reads data twice and checks what comes of it.
func Fuzz(t testing.TB, data []byte, read func([]byte) (*doc.Document, error)) {
	t.Helper()
	if d := doctest.Read(t, data, read); d != nil {
		doctest.CheckNotes(t, d)
	}
}

// Random makes n texts of up to sixty pieces, always the same ones. Some
// pieces are tags, so most texts are not well-formed.
func Random(n int, pieces []string) [][]byte {
	r := rand.New(rand.NewPCG(1, 2))
	out := make([][]byte, n)
	for i := range out {
		for range r.IntN(60) {
			out[i] = append(out[i], pieces[r.IntN(len(pieces))]...)
		}
	}
	return out
}
