package pdf

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/backissue/backissue/site/doc"
)

// pie returns the operators for a chart of n slices around a point.
func pie(n int, x, y, r float64) string {
	var b strings.Builder
	for i := range n {
		s0, c0 := math.Sincos(2 * math.Pi * float64(i) / float64(n))
		s1, c1 := math.Sincos(2 * math.Pi * float64(i+1) / float64(n))
		fmt.Fprintf(&b, "%.2f %.1f 0.5 rg %.1f %.1f m %.1f %.1f l %.1f %.1f l f ", float64(i)/float64(n), 0.4, x, y, x+r*c0, y+r*s0, x+r*c1, y+r*s1)
	}
	return b.String() + "0 g "
}

// columnsOf returns the operators for bars as high as they are told.
func columnsOf(x, y, step float64, high ...float64) string {
	var b strings.Builder
	for i, h := range high {
		fmt.Fprintf(&b, "0.8 g %.1f %.1f %.1f %.1f re f 0 g ", x+step*float64(i), y, step*0.7, h)
	}
	return b.String()
}

func TestDrawings(t *testing.T) {
	var lines []any
	for i := range 9 {
		lines = append(lines, 20, 280-12*i, "Ferries left the pier on time and late.")
	}
	prose := set(9, lines...)
	var cells []any
	grounds := ""
	for i := range 6 {
		for j := range 3 {
			cells = append(cells, 25+80*j, 130-18*i, fmt.Sprintf("%d berths", 3*i+j))
			grounds += fmt.Sprintf("0.9 g %d %d 80 18 re f 0 g ", 20+80*j, 125-18*i)
		}
	}
	icons := ""
	for i := range 9 {
		icons += pie(6, 10, float64(283-12*i), 4)
	}
	for _, test := range []struct {
		name, content string
		figures       int
		caption       string
	}{
		{"a pie", prose + pie(12, 150, 90, 60) + set(9, 130, 90, "north"), 1, "north"},
		{"bars", prose + columnsOf(60, 40, 20, 30, 80, 55, 20, 90) + set(7, 60, 45, "2023", 130, 45, "2027"), 1, ""},
		{"cells with a ground", prose + grounds + set(9, cells...), 0, ""},
		{"bars of one length", prose + columnsOf(60, 40, 20, 50, 50, 50, 50), 0, ""},
		{"signs before lines", icons + prose, 0, ""},
		{"a ground of the page", pie(20, 150, 150, 200) + prose, 0, ""},
	} {
		d := read(t, onePage("", test.content, helvetica))
		var figures []*doc.Figure
		doc.EachFigure(d.Blocks, func(f *doc.Figure) { figures = append(figures, f) })
		if len(figures) != test.figures || len(d.Media) != test.figures {
			t.Errorf("%s: %d figures, %d files", test.name, len(figures), len(d.Media))
			continue
		}
		if test.caption != "" && doc.Join(figures[0].Caption) != test.caption {
			t.Errorf("%s: caption %q", test.name, doc.Join(figures[0].Caption))
		}
	}
}

// What is too much to be kept as pictures is a loss, never just gone.
func TestManyDrawings(t *testing.T) {
	content := set(9, 20, 285, "Ferries left the pier on time and late, and came back when they could.")
	for i := range maxDrawings + 1 {
		content += pie(12, float64(50+100*(i%3)), float64(40+90*(i/3)), 27)
	}
	d := read(t, onePage("", content, helvetica))
	figures := 0
	doc.EachFigure(d.Blocks, func(*doc.Figure) { figures++ })
	if figures != maxDrawings || len(d.Losses) != 1 {
		t.Errorf("%d figures, losses %v", figures, d.Losses)
	}
}

// TestDrawnLogo leaves out a drawing that comes again on every page.
func TestDrawnLogo(t *testing.T) {
	objects := []string{"<</Type/Catalog/Pages 2 0 R>>", ""}
	var kids []string
	for n := range 4 {
		content := pie(9, 250, 250, 30) + set(9, 20, 200, fmt.Sprintf("Page %c says something of its own.", 'A'+n))
		kids = append(kids, fmt.Sprintf("%d 0 R", len(objects)+1))
		objects = append(objects,
			fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents %d 0 R/Resources<<%s>>>>", len(objects)+2, helvetica),
			stream("", content))
	}
	objects[1] = "<</Type/Pages/Count 4/Kids[" + strings.Join(kids, " ") + "]>>"
	if d := read(t, pdfFile(objects...)); len(d.Media) > 0 {
		t.Errorf("%d pictures of a logo", len(d.Media))
	}
}

// A picture that cannot be kept is a loss.
func TestLostPicture(t *testing.T) {
	image := stream("/Type/XObject/Subtype/Image/Width 10000/Height 5000/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/ASCIIHexDecode", "00>")
	text := set(9, 20, 285, "Ferries left the pier on time.")
	d := read(t, onePage("", text+"q 100 0 0 100 50 50 cm /I Do Q", helvetica+"/XObject<</I 5 0 R>>", image))
	if len(d.Losses) != 1 || d.Losses[0].Reason != "a picture of this page was not kept: it is too large" || d.Losses[0].Page != 1 {
		t.Errorf("losses %v", d.Losses)
	}
}
