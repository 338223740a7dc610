package issue_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/tools/txtar"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/issue"
)

var update = flag.Bool("update", false, "write the golden files anew")

// What each stage makes of each document of the demonstration is written down
// in testdata, for a person to read: the document as its lines came together,
// the issue as a tree, what was doubted, what was taken out. Where a change is
// meant to change it, run with -update and review the difference.
func TestGolden(t *testing.T) {
	for _, name := range demonstration(t) {
		t.Run(name, func(t *testing.T) {
			d, iss := recovered(t, source(t, name))
			got := txtar.Format(&txtar.Archive{
				Comment: []byte("What becomes of sources/" + name + ".txt. Texts are cut short, with their length behind.\n\n"),
				Files: []txtar.File{
					{Name: "doc", Data: documentView(d)},
					{Name: "issue", Data: issueView(iss)},
					{Name: "doubts", Data: doubtsView(iss)},
					{Name: "furniture", Data: furnitureView(iss)},
				},
			})
			path := filepath.Join("testdata", name+".txtar")
			if *update {
				if err := os.WriteFile(path, got, 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatalf("%v (go test ./site/issue -update writes it)", err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("%s differs; go test ./site/issue -update writes it anew\n%s", path, difference(string(want), string(got)))
			}
		})
	}
}

// difference shows the first lines in which two texts differ.
func difference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	n := 0
	for n < len(w) && n < len(g) && w[n] == g[n] {
		n++
	}
	var b strings.Builder
	for _, l := range w[n:min(len(w), n+5)] {
		fmt.Fprintln(&b, "-", l)
	}
	for _, l := range g[n:min(len(g), n+5)] {
		fmt.Fprintln(&b, "+", l)
	}
	return fmt.Sprintf("from line %d on:\n%s", n+1, b.String())
}

// short returns the first sixty characters of a text and, where there are
// more, how many it has.
func short(s string) string {
	s = strings.ReplaceAll(s, "\n", "⏎")
	n := utf8.RuneCountInString(s)
	if n <= 60 {
		return s
	}
	return fmt.Sprintf("%s… [%d]", string([]rune(s)[:60]), n)
}

func place(p doc.Position) string {
	if p.Page == 0 {
		return fmt.Sprint(p.Line)
	}
	return fmt.Sprintf("%d:%d", p.Page, p.Line)
}

// documentView lists the blocks of a document.
func documentView(d *doc.Document) []byte {
	var b bytes.Buffer
	writeBlocks(&b, "", d.Blocks)
	return b.Bytes()
}

// issueView lists what an issue says of itself, and its articles as trees.
func issueView(iss *issue.Issue) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "key %s, date %s\n", iss.Key, iss.Date.Format("2006-01-02"))
	fmt.Fprintf(&b, "evidence %s %s\n", place(iss.Evidence.Position), iss.Evidence.Text)
	fmt.Fprintf(&b, "languages %v\n", iss.Langs)
	if len(iss.Intro) > 0 {
		fmt.Fprintln(&b, "intro")
		writeBlocks(&b, "  ", iss.Intro)
	}
	for _, s := range iss.Sections {
		fmt.Fprintf(&b, "\nsection %s (%s)", s.Key, s.Kind)
		for _, t := range s.Titles {
			fmt.Fprintf(&b, " %s", titleView(t))
		}
		fmt.Fprintln(&b)
		for _, a := range s.Articles {
			writeArticle(&b, s.Key, a)
		}
	}
	return b.Bytes()
}

func titleView(t issue.Title) string {
	where := "from elsewhere"
	if t.Line > 0 {
		where = place(t.Position)
	}
	return fmt.Sprintf("[%s, %s] %s", t.Lang, where, t.Text)
}

func writeArticle(b *bytes.Buffer, section string, a issue.Article) {
	fmt.Fprintf(b, "\narticle %s/%s at %s\n", section, a.Key, place(a.Pos))
	for _, c := range a.Credits {
		fmt.Fprintf(b, "  credit %s\n", titleView(c))
	}
	if a.Number != "" {
		fmt.Fprintf(b, "  number %s\n", a.Number)
	}
	if a.Authority.Text != "" {
		fmt.Fprintf(b, "  authority %s\n", titleView(a.Authority))
	}
	if a.Enacted != "" {
		fmt.Fprintf(b, "  enacted %s\n", a.Enacted)
	}
	if len(a.Topics)+len(a.Regions) > 0 {
		fmt.Fprintf(b, "  about %s\n", strings.Join(slices.Concat(a.Topics, a.Regions), ", "))
	}
	for _, e := range a.Editions {
		fmt.Fprintf(b, "  %s: %s\n", e.Lang, titleView(e.Title))
		if len(e.Abstract) > 0 {
			fmt.Fprintln(b, "    abstract")
			writeBlocks(b, "      ", e.Abstract)
		}
		if len(e.Body) > 0 {
			fmt.Fprintln(b, "    body")
			writeBlocks(b, "      ", e.Body)
		}
	}
}

// writeBlocks lists blocks, one line each, with what is below them further in.
func writeBlocks(b *bytes.Buffer, indent string, blocks []doc.Block) {
	for _, block := range blocks {
		at := indent + place(block.Pos())
		switch block := block.(type) {
		case *doc.Heading:
			fmt.Fprintf(b, "%s h%d%s %s\n", at, block.Level, id(block.ID), spansView(block.Spans))
		case *doc.Paragraph:
			fmt.Fprintf(b, "%s p%s %s\n", at, id(block.ID), spansView(block.Spans))
		case *doc.List:
			fmt.Fprintf(b, "%s list of %d\n", at, len(block.Items))
			for _, it := range block.Items {
				marker := it.Marker
				if marker == "" {
					marker = "numbered"
				}
				fmt.Fprintf(b, "%s  item %s\n", indent, marker)
				writeBlocks(b, indent+"    ", it.Blocks)
			}
		case *doc.Table:
			fmt.Fprintf(b, "%s table of %d rows, %d above\n", at, len(block.Rows), block.Header)
			for _, row := range block.Rows {
				var cells []string
				for _, c := range row {
					cells = append(cells, doc.Join(c))
				}
				fmt.Fprintf(b, "%s  %s\n", indent, short(strings.Join(cells, " | ")))
			}
		case *doc.Figure:
			fmt.Fprintf(b, "%s figure %s %s\n", at, block.Media, spansView(block.Caption))
		case *doc.Box:
			fmt.Fprintf(b, "%s box\n", at)
			writeBlocks(b, indent+"  ", block.Blocks)
		case *doc.Note:
			fmt.Fprintf(b, "%s note %s%s\n", at, block.Label, id(block.ID))
			writeBlocks(b, indent+"  ", block.Blocks)
		default:
			fmt.Fprintf(b, "%s %T\n", at, block)
		}
	}
}

func id(s string) string {
	if s == "" {
		return ""
	}
	return " #" + s
}

// spansView names the languages of spans, each once and the first one first,
// before their text.
func spansView(spans []doc.Span) string {
	var langs []string
	seen := map[string]bool{}
	for _, s := range spans {
		if l := s.Lang.String(); !seen[l] {
			seen[l] = true
			langs = append(langs, l)
		}
	}
	return strings.Join(langs, "+") + " " + short(doc.Join(spans))
}

func doubtsView(iss *issue.Issue) []byte {
	var b bytes.Buffer
	for _, d := range iss.Doubts {
		article := d.Article
		if article == "" {
			article = "issue"
		}
		fmt.Fprintf(&b, "%s %s %s: %s (%s)\n", place(d.Position), article, d.Code, short(d.Text), d.Why)
	}
	return b.Bytes()
}

func furnitureView(iss *issue.Issue) []byte {
	var b bytes.Buffer
	for _, f := range iss.Furniture {
		fmt.Fprintf(&b, "%s %s: %s\n", place(f.Position), f.Kind, short(f.Text))
	}
	for _, l := range iss.Losses {
		fmt.Fprintf(&b, "%s lost: %s (%s)\n", place(l.Position), short(l.Text), l.Reason)
	}
	return b.Bytes()
}
