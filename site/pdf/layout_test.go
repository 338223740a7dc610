package pdf

import (
	"fmt"
	"strings"
	"testing"

	"github.com/backissue/backissue/site/doc"
)

// set returns the operators that paint texts, each at its place.
func set(size int, at ...any) string {
	var b strings.Builder
	b.WriteString("BT ")
	for i := 0; i < len(at); i += 3 {
		fmt.Fprintf(&b, "/F %d Tf 1 0 0 1 %v %v Tm (%v) Tj ", size, at[i], at[i+1], at[i+2])
	}
	return b.String() + "ET "
}

func read(t *testing.T, data []byte) *doc.Document {
	t.Helper()
	d, err := Read(data)
	if err != nil {
		t.Fatal(err)
	}
	conserved(t, d)
	return d
}

// TestColumns reads two columns, whichever way they were painted.
func TestColumns(t *testing.T) {
	left := []string{"A terminal that carries out", "night work shall post a note", "five days beforehand at the", "entrance of the quay, and it", "shall state the hours of the", "work and the machines used."}
	right := []string{"Noise measured at the nearest", "dwelling shall not exceed the", "limit on average over fifteen", "minutes. Where it does so the", "work shall stop until what is", "the cause has been removed."}
	var down, over []any
	for i, s := range left {
		down = append(down, 20, 250-12*i, s)
		over = append(over, 20, 250-12*i, s, 160, 250-12*i, right[i])
	}
	for i, s := range right {
		down = append(down, 160, 250-12*i, s)
	}
	want := strings.Join(append(left, right...), " ")
	for name, at := range map[string][]any{"down the columns": down, "across the columns": over} {
		d := read(t, onePage("", set(9, at...), helvetica))
		if got := strings.ReplaceAll(doc.Text(d.Blocks...), "\n", " "); got != want {
			t.Errorf("%s: got %q", name, got)
		}
	}
}

func TestTables(t *testing.T) {
	var at []any
	for i, row := range [][]string{{"Colour", "Ferries", "Share"}, {"green", "330", "80"}, {"amber", "45", "11"}, {"red", "37", "9"}} {
		for j, c := range row {
			at = append(at, 20+90*j, 250-14*i, c)
		}
	}
	rules := ""
	for i := range 5 {
		rules += fmt.Sprintf("15 %d m 285 %d l S ", 262-14*i, 262-14*i)
	}
	for j := range 4 {
		rules += fmt.Sprintf("%d 262 m %d 206 l S ", 15+90*j, 15+90*j)
	}
	for name, content := range map[string]string{"aligned": set(9, at...), "ruled": rules + set(9, at...)} {
		d := read(t, onePage("", content, helvetica))
		if len(d.Blocks) != 1 {
			t.Errorf("%s: %d blocks: %s", name, len(d.Blocks), doc.Text(d.Blocks...))
			continue
		}
		if _, ok := d.Blocks[0].(*doc.Table); !ok {
			t.Errorf("%s: no table", name)
		}
		if got, want := doc.Text(d.Blocks...), "Colour\tFerries\tShare\ngreen\t330\t80\namber\t45\t11\nred\t37\t9"; got != want {
			t.Errorf("%s: got %q", name, got)
		}
	}
}

// TestMergedCells leaves the middle rule out of the first row.
func TestMergedCells(t *testing.T) {
	g := newGrid(
		[]rect{{0, 30, 100, 30}, {0, 20, 100, 20}, {0, 0, 100, 0}},
		[]rect{{0, 0, 0, 30}, {50, 0, 50, 20}, {100, 0, 100, 30}})
	if g == nil {
		t.Fatal("no grid")
	}
	if got := fmt.Sprint(g.owner); got != "[0 0 2 3]" {
		t.Errorf("cells belong to %s", got)
	}
	if g := newGrid([]rect{{0, 30, 100, 30}, {0, 0, 100, 0}}, []rect{{0, 0, 0, 30}, {100, 0, 100, 30}}); g != nil {
		t.Error("a frame is a grid")
	}
}

// TestRightToLeft puts words back into the order they are read in: letters as
// they stand on the page, from left to right.
func TestRightToLeft(t *testing.T) {
	for _, test := range []struct{ painted, read string }{
		{"הפידר חתפמ", "מפתח רדיפה"},
		{"2024 תנש", "שנת 2024"},
		{"Act of 1948 קוח", "חוק Act of 1948"},
	} {
		var glyphs []glyph
		x := 0.0
		for _, r := range test.painted {
			glyphs = append(glyphs, glyph{r: r, x0: x, x1: x + 5, size: 10})
			x += 5
		}
		l := &line{}
		l.set(logical(glyphs))
		if l.text != test.read {
			t.Errorf("got %q, want %q", l.text, test.read)
		}
	}
}

// TestRunningHeads takes heads that differ on left and right pages, and
// leaves the title of the first page alone.
func TestRunningHeads(t *testing.T) {
	objects := []string{"<</Type/Catalog/Pages 2 0 R>>", ""}
	var kids []string
	for n := 1; n <= 6; n++ {
		head := "Harbour Bulletin"
		if n%2 == 0 {
			head = "May 2024"
		}
		if n == 1 {
			head = "A Letter on the Law of Ports"
		}
		content := set(9, 20, 285, head, 150, 10, n) + set(11, 20, 200, fmt.Sprintf("Page %c says something of its own.", 'A'+n))
		kids = append(kids, fmt.Sprintf("%d 0 R", len(objects)+1))
		objects = append(objects,
			fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents %d 0 R/Resources<<%s>>>>", len(objects)+2, helvetica),
			stream("", content))
	}
	objects[1] = "<</Type/Pages/Count 6/Kids[" + strings.Join(kids, " ") + "]>>"
	d := read(t, pdfFile(objects...))
	text := doc.Text(d.Blocks...)
	if strings.Contains(text, "Harbour Bulletin") || strings.Contains(text, "May 2024") || !strings.Contains(text, "A Letter") {
		t.Errorf("got %q", text)
	}
	kinds := map[doc.FurnitureKind]int{}
	for _, f := range d.Furniture {
		kinds[f.Kind]++
	}
	if kinds[doc.RunningHead] != 5 || kinds[doc.PageNumber] != 6 {
		t.Errorf("furniture %v", d.Furniture)
	}
}

// Space between paragraphs sets them apart, also where most of them are one
// line, so that there is more of it than of the space between lines.
func TestShortParagraphs(t *testing.T) {
	paragraphs := [][]string{
		{"The lamp on the pier was lit at six in the evening."},
		{"It was seen from the ferry, from the reed bank and", "from the harbour wall until the morning came."},
		{"The keeper wrote into the book that there was no fog."},
		{"He asked for a new wick, for two tins of oil and for", "somebody to talk to on the longest of the nights."},
		{"The office answered that the wick was on its way here."},
		{"Nothing was said of the oil, nor of the other matter."},
	}
	var at []any
	y := 280
	for _, p := range paragraphs {
		for _, line := range p {
			at = append(at, 20, y, line)
			y -= 13
		}
		y -= 7
	}
	d := read(t, onePage("", set(10, at...), helvetica))
	if len(d.Blocks) != len(paragraphs) {
		t.Errorf("%d blocks of %d paragraphs: %q", len(d.Blocks), len(paragraphs), doc.Text(d.Blocks...))
	}
}

// TestNoFurniture keeps what looks like a running head or a page number and
// is none: the last lines of full pages, the numbers on the side of a chart,
// a number at the foot of the only page.
func TestNoFurniture(t *testing.T) {
	pages := func(contents ...string) []byte {
		objects := []string{"<</Type/Catalog/Pages 2 0 R>>", ""}
		var kids []string
		for _, c := range contents {
			kids = append(kids, fmt.Sprintf("%d 0 R", len(objects)+1))
			objects = append(objects,
				fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents %d 0 R/Resources<<%s>>>>", len(objects)+2, helvetica),
				stream("", c))
		}
		objects[1] = fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", len(kids), strings.Join(kids, " "))
		return pdfFile(objects...)
	}
	side := "BT /F 8 Tf 0 1 -1 0 20 %d Tm (%d) Tj ET "
	var listing []string
	for n := range 5 {
		last := "}"
		if n == 3 {
			last = "return n"
		}
		listing = append(listing, paragraph(10, 20, 280, 20, fmt.Sprintf("call %c", 'p'+n))+set(10, 20, 20, last))
	}
	for name, data := range map[string][]byte{
		"last lines":           pages(listing...),
		"numbers of a chart":   pages(fmt.Sprintf(side+side, 100, 2000, 160, 4000)+paragraph(10, 60, 250, 3, "ferries"), paragraph(10, 60, 250, 3, "boats")),
		"a number at the foot": pages(paragraph(10, 60, 250, 3, "ferries") + set(10, 150, 12, "8000")),
	} {
		if d := read(t, data); len(d.Furniture) > 0 {
			t.Errorf("%s: furniture %v", name, d.Furniture)
		}
	}
}
