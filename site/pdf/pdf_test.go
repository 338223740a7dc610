package pdf

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/doc/doctest"
)

var update = flag.Bool("update", false, "write the golden files")

// TestGolden reads the PDFs of testdata, which LibreOffice made of the
// demonstration's text, and compares what comes out with the golden files.
func TestGolden(t *testing.T) {
	for _, name := range []string{"bulletin", "law", "tagged"} {
		t.Run(name, func(t *testing.T) {
			d, err := Read(sample(t, name+".pdf"))
			if err != nil {
				t.Fatal(err)
			}
			conserved(t, d)
			golden := filepath.Join("testdata", name+".golden")
			got := print(d)
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("%s differs; got\n%s", golden, firstDifference(got, string(want)))
			}
		})
	}
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range g {
		if i >= len(w) || g[i] != w[i] {
			return fmt.Sprintf("line %d:\n%s\nwant\n%s", i+1, g[i], strings.Join(w[min(i, len(w)):min(i+1, len(w))], ""))
		}
	}
	return "the end is missing"
}

func sample(t testing.TB, name string) []byte {
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// conserved checks what holds of every document: no letter is lost or made
// up, and positions never go backwards.
func conserved(t *testing.T, d *doc.Document) {
	t.Helper()
	got := d.Tally()
	if lost, made := d.Source.Diff(got), got.Diff(d.Source); lost != "" || made != "" {
		t.Errorf("lost %q, made up %q", lost, made)
	}
	var last doc.Position
	for _, b := range d.Blocks {
		if compare(b.Pos(), last) < 0 {
			t.Errorf("position %v after %v", b.Pos(), last)
		}
		last = b.Pos()
	}
}

// print writes a document as lines, each block behind its position.
func print(d *doc.Document) string {
	var b strings.Builder
	for _, bl := range d.Blocks {
		printBlock(&b, bl, "")
	}
	for _, f := range d.Furniture {
		fmt.Fprintf(&b, "%d %s: %s\n", f.Page, f.Kind, f.Text)
	}
	for _, m := range d.Media {
		fmt.Fprintf(&b, "media %s %s\n", m.Name, m.Type)
	}
	return b.String()
}

func printBlock(b *strings.Builder, bl doc.Block, indent string) {
	fmt.Fprintf(b, "%s%d:%d ", indent, bl.Pos().Page, bl.Pos().Line)
	inner := func(blocks []doc.Block) {
		for _, bl := range blocks {
			printBlock(b, bl, indent+"    ")
		}
	}
	switch bl := bl.(type) {
	case *doc.Heading:
		fmt.Fprintf(b, "%s %s\n", strings.Repeat("#", bl.Level), printSpans(bl.Spans))
	case *doc.Paragraph:
		fmt.Fprintf(b, "%s\n", printSpans(bl.Spans))
	case *doc.List:
		fmt.Fprintf(b, "list\n")
		for _, it := range bl.Items {
			fmt.Fprintf(b, "%s  %s\n", indent, it.Marker)
			inner(it.Blocks)
		}
	case *doc.Table:
		fmt.Fprintf(b, "table, %d header\n", bl.Header)
		for _, row := range bl.Rows {
			for _, c := range row {
				fmt.Fprintf(b, "%s  | %s", indent, printSpans(c))
			}
			fmt.Fprintln(b)
		}
	case *doc.Figure:
		fmt.Fprintf(b, "figure %s: %s\n", bl.Media, printSpans(bl.Caption))
	case *doc.Note:
		fmt.Fprintf(b, "note %s %s\n", bl.ID, bl.Label)
		inner(bl.Blocks)
	case *doc.Box:
		fmt.Fprintf(b, "box\n")
		inner(bl.Blocks)
	}
}

func printSpans(spans []doc.Span) string {
	s := ""
	for _, sp := range spans {
		if sp.Link != "" {
			s += "[" + sp.Text + "](" + sp.Link + ")"
		} else {
			s += sp.Text
		}
	}
	return s
}

func TestErrors(t *testing.T) {
	whole := sample(t, "law.pdf")
	for _, test := range []struct {
		name string
		data []byte
		want string
	}{
		{"empty", nil, "pdf: the file is empty"},
		{"html", []byte("<!doctype html><p>not a PDF"), "pdf: not a PDF file"},
		{"only a header", []byte("%PDF-1.7\n"), "pdf: not a PDF file, or too damaged to be one"},
		{"no pages", pdfFile("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]/Count 0>>"), "pdf: the file has no pages"},
		{"cut short", whole[:400], "pdf: not a PDF file, or too damaged to be one"},
		{"password", sample(t, "password.pdf"), "pdf: the file needs a password: save it without one"},
	} {
		_, err := Read(test.data)
		if err == nil || err.Error() != test.want {
			t.Errorf("%s: got %v, want %s", test.name, err, test.want)
		}
	}
	if _, err := Read(sample(t, "password.pdf")); !errors.Is(err, ErrPassword) {
		t.Errorf("got %v, want ErrPassword", err)
	}
}

// pdfFile returns a file of objects, numbered from 1, the first of them its
// catalog.
func pdfFile(objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	var at []int
	for i, o := range objects {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, n := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, xref)
	return b.Bytes()
}

func stream(dict, content string) string {
	return fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", dict, len(content), content)
}

// onePage returns a file with one page, its content, its resources and more
// objects, the first of which is number 5.
func onePage(page, content, resources string, more ...string) []byte {
	return pdfFile(append([]string{
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<<" + resources + ">>" + page + ">>",
		stream("", content),
	}, more...)...)
}

const helvetica = "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>>>"

func TestLosses(t *testing.T) {
	image := stream("/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8", "x")
	nameless := []string{
		"<</Type/Font/Subtype/Type0/BaseFont/None/Encoding/Identity-H/DescendantFonts[6 0 R]>>",
		"<</Type/Font/Subtype/CIDFontType2/BaseFont/None/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor 7 0 R>>",
		"<</Type/FontDescriptor/FontName/None/Flags 4/FontBBox[0 0 1000 1000]/ItalicAngle 0/Ascent 800/Descent -200/CapHeight 700/StemV 80>>",
	}
	codes := "BT /F 12 Tf 20 250 Td <" + strings.Repeat("004100420043", 12) + "> Tj ET"
	for _, test := range []struct {
		name, reason string
		data         []byte
	}{
		{"scanned", "this page is a picture without a text layer: run OCR first",
			onePage("", "q 300 0 0 300 0 0 cm /I Do Q", "/XObject<</I 5 0 R>>", image)},
		{"nameless letters", "the fonts of this page do not say which letters they show: run OCR first",
			onePage("", codes, "/Font<</F 5 0 R>>", nameless...)},
		{"drawn letters", "the letters of this page are drawings: run OCR first",
			onePage("", strings.Repeat("20 20 m 30 40 l 50 20 l f ", 150), "")},
	} {
		d, err := Read(test.data)
		if err != nil {
			t.Fatal(err)
		}
		if len(d.Losses) != 1 || d.Losses[0].Reason != test.reason || d.Losses[0].Page != 1 {
			t.Errorf("%s: losses %v", test.name, d.Losses)
		}
		if len(d.Blocks) > 0 {
			t.Errorf("%s: read %q", test.name, doc.Text(d.Blocks...))
		}
		conserved(t, d)
	}
	d, err := Read(onePage("", "", ""))
	if err != nil || len(d.Losses) > 0 {
		t.Errorf("a blank page lost %v, %v", d, err)
	}
}

func TestTurnedPage(t *testing.T) {
	text := "BT /F 12 Tf %s Tm (Lamps shall be shaded) Tj ET"
	for _, test := range []struct{ name, page, matrix string }{
		{"upright", "", "1 0 0 1 20 250"},
		{"rotated page", "/Rotate 90", "1 0 0 1 20 250"},
		{"rotated text", "", "0 1 -1 0 250 20"},
		{"both", "/Rotate 90", "0 1 -1 0 250 20"},
	} {
		d, err := Read(onePage(test.page, fmt.Sprintf(text, test.matrix), helvetica))
		if err != nil {
			t.Fatal(err)
		}
		if got := doc.Text(d.Blocks...); got != "Lamps shall be shaded" {
			t.Errorf("%s: got %q", test.name, got)
		}
	}
}

func TestRepaired(t *testing.T) {
	data := onePage("", "BT /F 12 Tf 20 250 Td (Lamps shall be shaded) Tj ET", helvetica)
	d, err := Read(data[:bytes.Index(data, []byte("startxref"))])
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Doubts) == 0 || d.Doubts[0].Code != "repaired" {
		t.Errorf("no doubt about a file cut short: %v", d.Doubts)
	}
	if got := doc.Text(d.Blocks...); got != "Lamps shall be shaded" {
		t.Errorf("got %q", got)
	}
	conserved(t, d)
}

// TestDamaged changes bytes here and there: whatever comes out, it ends, and
// loses nothing that was decoded.
func TestDamaged(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for _, name := range []string{"bulletin.pdf", "law.pdf"} {
		whole := sample(t, name)
		for range 12 {
			data := bytes.Clone(whole)
			for range 1 + rnd.IntN(40) {
				data[rnd.IntN(len(data))] ^= byte(1 << rnd.IntN(8))
			}
			if d, err := Read(data); err == nil {
				conserved(t, d)
			}
		}
	}
}

// TestCycles reads outlines and forms that contain themselves.
func TestCycles(t *testing.T) {
	outline := pdfFile(
		"<</Type/Catalog/Pages 2 0 R/Outlines 4 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]>>",
		"<</First 5 0 R/Last 5 0 R>>",
		"<</Title(a)/Parent 4 0 R/Next 5 0 R/First 5 0 R>>",
	)
	form := onePage("", "/X Do", "/XObject<</X 5 0 R>>",
		stream("/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>", "/X Do"))
	pages := pdfFile("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>")
	for _, data := range [][]byte{outline, form, pages} {
		if d, err := Read(data); err == nil {
			conserved(t, d)
		}
	}
}

// TestSamples reads real documents where there are any.
func TestSamples(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(os.Getenv("BACKISSUE_SAMPLES"), "*.pdf"))
	if os.Getenv("BACKISSUE_SAMPLES") == "" || len(files) == 0 {
		t.Skip("BACKISSUE_SAMPLES names no folder of samples")
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		d, err := Read(data)
		if err != nil {
			t.Logf("%s: %v", filepath.Base(name), err)
			continue
		}
		conserved(t, d)
		t.Logf("%s: %d letters, %d losses", filepath.Base(name), d.Source.Len(), len(d.Losses))
	}
}

func FuzzRead(f *testing.F) {
	f.Add(sample(f, "password.pdf"))
	f.Add(onePage("", "BT /F 12 Tf 20 250 Td (text) Tj ET", helvetica))
	f.Fuzz(func(t *testing.T, data []byte) {
		doctest.Read(t, data, Read)
	})
}
