package site

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/issue"
	"github.com/backissue/backissue/site/source"
)

// formats holds one bulletin of the demonstration as people write it in
// office programs: headings by style, the Korean law numbered by itself, a
// running head and page numbers where the format has them. Its text is that of
// the bulletin in sources/.
const formats = "testdata/formats"

// The same bulletin gives the same issue, whatever format it came in.
func TestFormatsAgree(t *testing.T) {
	const bulletin = "2024-06"
	dir := archiveOf(t, []string{bulletin + ".txt"})
	entries, err := os.ReadDir(formats)
	if err != nil {
		t.Fatal(err)
	}
	a, err := open(dir)
	if err != nil {
		t.Fatal(err)
	}
	text, err := readOne(a, bulletin+".txt")
	if err != nil {
		t.Fatal(err)
	}
	want := outlineOf(text.issue)
	if len(want) < 100 {
		t.Fatalf("the text gives %d lines only: %q", len(want), want)
	}
	seen := map[source.Format]bool{source.Text: true, source.HWP: true} // no program at hand writes HWP
	for _, e := range entries {
		copyFile(t, filepath.Join(dir, Sources, e.Name()), filepath.Join(formats, e.Name()))
		file, err := source.Read(filepath.Join(dir, Sources), e.Name())
		if err != nil {
			t.Error(err)
			continue
		}
		seen[file.Format] = true
		t.Run(string(file.Format), func(t *testing.T) {
			if _, ok := reader(file.Format); !ok {
				t.Skipf("there is no reader of %s yet: %s waits for it", file.Format, e.Name())
			}
			got, err := readOne(a, e.Name())
			if err != nil {
				t.Fatal(err)
			}
			if l := got.ledger; l.Lost+l.Invented != "" {
				t.Errorf("lost %q, invented %q", l.Lost, l.Invented)
			}
			for _, d := range differences(outlineOf(got.issue), want) {
				t.Error(d)
			}
		})
	}
	for _, r := range Readers {
		if !seen[r.Format] {
			t.Errorf("no %s of %s in %s", r.Format, bulletin, formats)
		}
	}
}

// outlineOf returns what an issue says, one line for each fact, title and
// paragraph. Where it stood in its source is left out, and so is how its lists
// were marked.
func outlineOf(i *issue.Issue) []string {
	var out []string
	add := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	add("issue %s of %s in %s", i.Key, i.Date.Format("2006-01-02"), i.Langs)
	paragraphs(i.Intro, func(text string) { add("introduction: %s", text) })
	for _, s := range i.Sections {
		add("%s is %s", s.Key, s.Kind)
		for _, t := range s.Titles {
			add("%s in %s: %s", s.Key, t.Lang, spaced(t.Text))
		}
		for _, a := range s.Articles {
			path := s.Key + "/" + a.Key
			for _, c := range a.Credits {
				add("%s: credit in %s: %s", path, c.Lang, spaced(c.Text))
			}
			add("%s: number %q, enacted %q, authority %q", path, spaced(a.Number), a.Enacted, spaced(a.Authority.Text))
			for _, e := range a.Editions {
				add("%s in %s: title in %s: %s", path, e.Lang, e.Title.Lang, spaced(e.Title.Text))
				paragraphs(e.Abstract, func(text string) { add("%s in %s: abstract: %s", path, e.Lang, text) })
				paragraphs(e.Body, func(text string) { add("%s in %s: %s", path, e.Lang, text) })
			}
		}
	}
	return out
}

// paragraphs calls add with every paragraph below blocks, headings marked
// with their level and both with their identifier.
func paragraphs(blocks []doc.Block, add func(string)) {
	marked := func(level int, id string, spans []doc.Span) string {
		text := strings.Repeat("#", level) + " " + spaced(doc.Join(spans))
		if id != "" {
			text += " {" + id + "}"
		}
		return strings.TrimSpace(text)
	}
	for _, b := range blocks {
		switch b := b.(type) {
		case *doc.Heading:
			add(marked(b.Level, b.ID, b.Spans))
		case *doc.Paragraph:
			add(marked(0, b.ID, b.Spans))
		case *doc.List:
			for _, it := range b.Items {
				paragraphs(it.Blocks, add)
			}
		case *doc.Box:
			paragraphs(b.Blocks, add)
		default:
			add(fmt.Sprintf("%T: %s", b, spaced(doc.Text(b))))
		}
	}
}

// spaced makes white space one, and none beside digits: there a program that
// sets type may put some, which cannot be told from the author's.
func spaced(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	return behindDigit.ReplaceAllString(beforeDigit.ReplaceAllString(s, "$1"), "$1")
}

var (
	beforeDigit = regexp.MustCompile(` (\d)`)
	behindDigit = regexp.MustCompile(`(\d) `)
)

// differences returns what is in one of two outlines alone, in its order.
func differences(got, want []string) []string {
	var out []string
	for _, w := range want {
		if !slices.Contains(got, w) {
			out = append(out, "missing  "+w)
		}
	}
	for _, g := range got {
		if !slices.Contains(want, g) {
			out = append(out, "new      "+g)
		}
	}
	if len(out) == 0 && !slices.Equal(got, want) {
		for n := range min(len(got), len(want)) {
			if got[n] != want[n] {
				return []string{fmt.Sprintf("order: got %q where %q should be", got[n], want[n])}
			}
		}
		out = append(out, fmt.Sprintf("%d lines, want %d: some are there more than once", len(got), len(want)))
	}
	return out
}

// readOne reads a source that holds one issue.
func readOne(a *archive, name string) (*reading, error) {
	read, failed := a.read(name)
	if len(failed) > 0 {
		return nil, errors.Join(failed...)
	}
	return read[0], nil
}
