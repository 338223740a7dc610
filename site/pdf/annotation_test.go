package pdf

import (
	"fmt"
	"strings"
	"testing"

	"github.com/backissue/backissue/site/doc"
)

// form returns a page with a line of text, and annotations on it that may be
// fields of a form.
func form(annots ...string) []byte {
	var refs []string
	for i := range annots {
		refs = append(refs, fmt.Sprintf("%d 0 R", 5+i))
	}
	all := strings.Join(refs, " ")
	return pdfFile(append([]string{
		"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[" + all + "]/DA(/F 9 Tf 0 g)/DR<<" + helvetica + ">>>>>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<<" + helvetica + ">>/Annots[" + all + "]>>",
		stream("", set(9, 20, 250, "Berth:")),
	}, annots...)...)
}

// TestFields reads what the fields of a form show, and nothing that they
// hide.
func TestFields(t *testing.T) {
	field := func(more string) string {
		return "<</Type/Annot/Subtype/Widget/P 3 0 R/Rect[60 245 200 262]/DA(/F 9 Tf 0 g)/T(a)" + more + ">>"
	}
	painted := stream("/Type/XObject/Subtype/Form/BBox[0 0 140 17]/Resources<<"+helvetica+">>", "0 0 140 17 re S "+set(9, 2, 5, "Quay nine"))
	for _, test := range []struct {
		name, want, lost string
		annots           []string
	}{
		{"a field with its picture", "Berth: Quay nine", "", []string{field("/FT/Tx/F 4/V(Quay nine)/AP<</N 6 0 R>>"), painted}},
		{"a field without", "Berth: Quay eight", "", []string{field("/FT/Tx/F 4/V(Quay eight)")}},
		{"a choice", "Berth: South pier", "", []string{field("/FT/Ch/Ff 131072/F 4/Opt[(North pier)(South pier)]/V(South pier)")}},
		{"a hidden field", "Berth:", "", []string{field("/FT/Tx/F 2/V(Quay ten)")}},
		{"an empty field", "Berth:", "", []string{field("/FT/Tx/F 4")}},
		{"a password", "Berth:", "", []string{field("/FT/Tx/Ff 8192/F 4/V(secret)/AP<</N 6 0 R>>"), stream("/Type/XObject/Subtype/Form/BBox[0 0 9 9]", "")}},
		{"a note without a picture", "Berth:", "Moved to pier two", []string{"<</Type/Annot/Subtype/FreeText/P 3 0 R/Rect[60 200 200 220]/F 4/Contents(Moved to pier two)>>"}},
		{"a comment that opens on a click", "Berth:", "", []string{"<</Type/Annot/Subtype/Text/P 3 0 R/Rect[60 200 80 220]/F 4/Contents(who wrote this?)>>"}},
	} {
		d := read(t, form(test.annots...))
		if got := doc.Text(d.Blocks...); got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
		lost := ""
		for _, l := range d.Losses {
			lost += l.Text
		}
		if lost != test.lost {
			t.Errorf("%s: lost %q, want %q", test.name, lost, test.lost)
		}
	}
}

// TestFieldFrames takes the frames of fields for no table.
func TestFieldFrames(t *testing.T) {
	var annots []string
	for i := range 6 {
		n := len(annots) + 5
		annots = append(annots,
			fmt.Sprintf("<</Type/Annot/Subtype/Widget/P 3 0 R/Rect[%d %d %d %d]/FT/Tx/F 4/T(a%d)/V(v%d)/AP<</N %d 0 R>>>>", 20+100*(i%2), 200-20*(i/2), 120+100*(i%2), 220-20*(i/2), i, i, n+1),
			stream("/Type/XObject/Subtype/Form/BBox[0 0 100 20]/Resources<<"+helvetica+">>", "0 0 100 20 re S "+set(9, 2, 5, fmt.Sprintf("v%d", i))))
	}
	for _, b := range read(t, form(annots...)).Blocks {
		if _, ok := b.(*doc.Table); ok {
			t.Error("the frames of fields became a table")
		}
	}
}
