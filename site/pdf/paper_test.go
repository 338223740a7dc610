package pdf

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"strings"
	"testing"
)

func TestPaper(t *testing.T) {
	p := NewPaper(sample(t, "bulletin.pdf"))
	n, err := p.Pages()
	if err != nil || n < 1 {
		t.Fatalf("%d pages, %v", n, err)
	}
	data, err := p.Picture(n, 96)
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if b := img.Bounds(); b.Dx() < 550 || b.Dx() > 570 || b.Dy() < 780 || b.Dy() > 800 {
		t.Errorf("a page of A5 at 96 dpi has %d × %d pixels", b.Dx(), b.Dy())
	}
	if inked(img) == 0 {
		t.Error("the page is blank")
	}
	for _, n := range []int{0, -1, n + 1, 1 << 31} {
		if _, err := p.Picture(n, 96); err == nil || !strings.Contains(err.Error(), "no page") {
			t.Errorf("page %d: %v", n, err)
		}
	}
}

func inked(img image.Image) (n int) {
	b := img.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if r, _, _, _ := img.At(x, y).RGBA(); r < 0x8000 {
				n++
			}
		}
	}
	return n
}

// blankPage is a file with one blank page of the given size in points.
func blankPage(size string) []byte {
	return fmt.Appendf(nil, "%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"+
		"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 %s]>>endobj\ntrailer<</Root 1 0 R>>\n", size)
}

func TestPaperOfAnySize(t *testing.T) {
	for _, size := range []string{"10 10", "14400 14400", "100000 10", "1e30 1e30", "0 0", "-5 7", "x y"} {
		data, err := NewPaper(blankPage(size)).Picture(1, 144)
		if err != nil {
			continue // it must not panic
		}
		c, err := png.DecodeConfig(bytes.NewReader(data))
		if err != nil {
			t.Errorf("%s: %v", size, err)
		} else if c.Width*c.Height > maxPaper {
			t.Errorf("%s: %d × %d pixels", size, c.Width, c.Height)
		}
	}
}

func TestPaperDamaged(t *testing.T) {
	whole := sample(t, "bulletin.pdf")
	for name, data := range map[string][]byte{
		"nothing": nil, "text": []byte("no file of this kind"), "head": []byte("%PDF-1.7\n"), "half": whole[:len(whole)/2],
	} {
		p := NewPaper(data)
		_, errPages := p.Pages()
		_, err := p.Picture(1, 96)
		if name != "half" && (err == nil || errPages == nil) { // half of it may be repaired
			t.Errorf("%s: %v, %v", name, errPages, err)
		}
	}
}
