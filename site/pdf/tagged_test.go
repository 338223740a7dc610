package pdf

import (
	"fmt"
	"strings"
	"testing"

	"github.com/backissue/backissue/site/doc"
)

// A part is a line of a tagged page: its role, and its text or the operators
// that paint it.
type part struct{ role, text, more string }

// taggedPage returns a page of parts, below one another, with the tree that
// names them.
func taggedPage(parts ...part) []byte {
	var content, kids, parents string
	var elements []string
	for i, p := range parts {
		paint := set(10, 20, 270-14*i, p.text)
		if p.role == "Figure" {
			paint = fmt.Sprintf("q 60 0 0 40 20 %d cm /I Do Q ", 230-14*i)
		}
		content += fmt.Sprintf("/%s <</MCID %d>> BDC %sEMC ", p.role, i, paint)
		ref := fmt.Sprintf("%d 0 R ", 8+i)
		kids, parents = kids+ref, parents+ref
		elements = append(elements, fmt.Sprintf("<</Type/StructElem/S/%s/P 6 0 R/Pg 3 0 R/K %d%s>>", p.role, i, p.more))
	}
	return pdfFile(append([]string{
		"<</Type/Catalog/Pages 2 0 R/MarkInfo<</Marked true>>/StructTreeRoot 6 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/StructParents 0/Resources<<" + helvetica + "/XObject<</I 5 0 R>>>>>>",
		stream("", content),
		stream("/Type/XObject/Subtype/Image/Width 40/Height 20/ColorSpace/DeviceGray/BitsPerComponent 8", strings.Repeat("abcdefgh", 100)),
		"<</Type/StructTreeRoot/K[" + kids + "]/ParentTree 7 0 R>>",
		"<</Nums[0[" + parents + "]]>>",
	}, elements...)...)
}

// TestTagged takes headings and the words for pictures from tags, unless the
// tags make no sense.
func TestTagged(t *testing.T) {
	text := func(role string, n int) []part {
		var out []part
		for i := range n {
			out = append(out, part{role: role, text: fmt.Sprintf("Ferry number %d leaves at nine and comes back late.", i)})
		}
		return out
	}
	count := func(data []byte) (heads, level int, alt string) {
		d := read(t, data)
		for _, b := range d.Blocks {
			switch b := b.(type) {
			case *doc.Heading:
				heads, level = heads+1, b.Level
			case *doc.Figure:
				alt = b.Alt
			}
		}
		return heads, level, alt
	}
	heads, level, alt := count(taggedPage(append(append([]part{{role: "H2", text: "Of ferries"}}, text("P", 8)...),
		part{role: "Figure", more: "/Alt(A ferry at the pier)"})...))
	if heads != 1 || level != 2 || alt != "A ferry at the pier" {
		t.Errorf("%d headings, the last of level %d, a picture of %q", heads, level, alt)
	}
	for name, parts := range map[string][]part{
		"nothing but headings":          text("H1", 9),
		"a paragraph called a heading":  append(text("P", 8), text("H1", 1)...),
		"spans":                         text("Span", 9),
		"a document whose text is bare": {{role: "H1", text: "Of ferries"}},
	} {
		data := taggedPage(parts...)
		if name == "a document whose text is bare" {
			data = []byte(strings.Replace(string(data), "EMC", "EMC "+set(10, 20, 200, strings.Repeat("text without a tag ", 3), 20, 180, "and more of it below"), 1))
		}
		if heads, _, _ := count(data); heads > 0 {
			t.Errorf("%s: %d headings", name, heads)
		}
	}
}
