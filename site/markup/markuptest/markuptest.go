// Package markuptest holds what the tests of the readers of HTML, Markdown and
// mail share: a way to write a document down, and what has to be true of
// every one.
package markuptest

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/language"
	"golang.org/x/tools/txtar"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/doc/doctest"
)

var update = flag.Bool("update", false, "write what the readers make of the inputs into testdata")

// Golden reads the file "in" of each testdata/*.txtar and holds what comes of
// it against the file "out".
func Golden(t *testing.T, read func([]byte) ([]*doc.Document, error)) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("no test data: %v", err)
	}
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) {
			a, err := txtar.ParseFile(name)
			if err != nil || len(a.Files) != 2 {
				t.Fatalf("%d files, %v", len(a.Files), err)
			}
			docs, err := read(a.Files[0].Data)
			var out strings.Builder
			if err != nil {
				fmt.Fprintf(&out, "error: %v\n", err)
			}
			for i, d := range docs {
				if i > 0 {
					out.WriteString("=====\n")
				}
				Check(t, d)
				out.WriteString(Dump(d))
			}
			if *update {
				a.Files[1].Data = []byte(out.String())
				if err := os.WriteFile(name, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got, want := out.String(), string(a.Files[1].Data); got != want {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
		})
	}
}

// Dump writes a document down, a line for each block.
func Dump(d *doc.Document) string {
	var b strings.Builder
	dump(&b, d.Blocks, "")
	for _, f := range d.Furniture {
		fmt.Fprintf(&b, "furniture %d %s %q\n", f.Line, f.Kind, f.Text)
	}
	for _, m := range d.Media {
		fmt.Fprintf(&b, "media %s %s %d bytes\n", m.Name, m.Type, len(m.Data))
	}
	for _, m := range d.Attachments {
		fmt.Fprintf(&b, "attachment %s %s %d bytes\n", m.Name, m.Type, len(m.Data))
	}
	for _, l := range d.Losses {
		fmt.Fprintf(&b, "loss %d %q: %s\n", l.Line, l.Text, l.Reason)
	}
	for _, x := range d.Doubts {
		fmt.Fprintf(&b, "doubt %d %s %q: %s\n", x.Line, x.Code, x.Text, x.Why)
	}
	return b.String()
}

func dump(b *strings.Builder, blocks []doc.Block, indent string) {
	for _, block := range blocks {
		fmt.Fprintf(b, "%s%d ", indent, block.Pos().Line)
		switch x := block.(type) {
		case *doc.Heading:
			fmt.Fprintf(b, "h%d%s %s\n", x.Level, id(x.ID), inline(x.Spans))
		case *doc.Paragraph:
			fmt.Fprintf(b, "p%s %s\n", id(x.ID), inline(x.Spans))
		case *doc.List:
			b.WriteString("list\n")
			for _, it := range x.Items {
				fmt.Fprintf(b, "%s  %d %s\n", indent, it.Line, it.Marker)
				dump(b, it.Blocks, indent+"    ")
			}
		case *doc.Table:
			fmt.Fprintf(b, "table, %d head\n", x.Header)
			for _, r := range x.Rows {
				b.WriteString(indent + "  ")
				for _, c := range r {
					b.WriteString("| " + inline(c) + " ")
				}
				b.WriteString("|\n")
			}
		case *doc.Figure:
			fmt.Fprintf(b, "figure %s %q %s\n", x.Media, x.Alt, inline(x.Caption))
		case *doc.Box:
			b.WriteString("box\n")
			dump(b, x.Blocks, indent+"  ")
		case *doc.Note:
			fmt.Fprintf(b, "note %s%s\n", x.Label, id(x.ID))
			dump(b, x.Blocks, indent+"  ")
		}
	}
}

func id(s string) string {
	if s == "" {
		return ""
	}
	return " #" + s
}

func inline(spans []doc.Span) string {
	var b strings.Builder
	for _, s := range spans {
		text := strings.NewReplacer("\n", "⏎", "\u00a0", "⍽").Replace(s.Text)
		if s.Lang != language.Und {
			text = "⟨" + s.Lang.String() + ":" + text + "⟩"
		}
		if s.Link != "" {
			text = "[" + text + "](" + s.Link + ")"
		}
		b.WriteString(text)
	}
	return b.String()
}

// lost reports whether the document says that a picture did not come along.
func lost(d *doc.Document, name string) bool {
	return slices.ContainsFunc(d.Losses, func(l doc.Loss) bool {
		return strings.HasPrefix(l.Reason, "picture ") && strings.Contains(l.Reason, name)
	})
}

// Fuzz reads data twice and checks what comes of it.
func Fuzz(t testing.TB, data []byte, read func([]byte) (*doc.Document, error)) {
	t.Helper()
	if d := doctest.Read(t, data, read); d != nil {
		Check(t, d)
	}
}

// Check holds a document to what [doctest.Check] asks of all, and more: no
// heading or paragraph is empty, furniture and losses stand in order, links
// are of schemes that are safe.
func Check(t testing.TB, d *doc.Document) {
	t.Helper()
	doctest.Check(t, d)
	names := map[string]bool{}
	for _, m := range d.Media {
		if m.Type == "" {
			t.Errorf("media %q has no type", m.Name)
		}
		names[m.Name] = true
	}
	last := 0
	at := func(what string, p doc.Position) {
		if p.Line < last || p.Line < 1 {
			t.Errorf("%s at %d stands behind %d", what, p.Line, last)
		}
		last = p.Line
	}
	var blocks func([]doc.Block)
	blocks = func(bs []doc.Block) {
		for _, b := range bs {
			switch b := b.(type) {
			case *doc.Heading:
				if b.Level < 1 || b.Level > 6 || len(b.Spans) == 0 {
					t.Errorf("heading %+v", b)
				}
			case *doc.Paragraph:
				if strings.TrimSpace(doc.Join(b.Spans)) == "" {
					t.Errorf("empty paragraph at %d", b.Line)
				}
			case *doc.List:
				for _, it := range b.Items {
					blocks(it.Blocks)
				}
			case *doc.Figure:
				if !names[b.Media] && !lost(d, b.Media) {
					t.Errorf("figure at %d shows %q, which is not there", b.Line, b.Media)
				}
			case *doc.Box:
				blocks(b.Blocks)
			case *doc.Note:
				if b.ID == "" || b.Label == "" {
					t.Errorf("note %+v", b)
				}
				blocks(b.Blocks)
			}
		}
	}
	blocks(d.Blocks)
	last = 0
	for _, f := range d.Furniture {
		at("furniture", f.Position)
	}
	last = 0
	for _, l := range d.Losses {
		at("loss", l.Position)
	}
	doc.EachSpans(d.Blocks, func(spans *[]doc.Span) {
		for _, s := range *spans {
			ok := s.Link == ""
			for _, scheme := range []string{"http://", "https://", "mailto:", "#"} {
				ok = ok || strings.HasPrefix(s.Link, scheme)
			}
			if !ok {
				t.Errorf("link to %q", s.Link)
			}
		}
	})
}
