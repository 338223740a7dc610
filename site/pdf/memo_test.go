package pdf

import (
	"bytes"
	"fmt"
	"testing"
)

// TestMemo reads the letters of a font with character identifiers with the
// memo and without: it is used, and changes nothing.
func TestMemo(t *testing.T) {
	content := "BT /F 12 Tf 20 250 Td "
	for i := range 20 {
		content += fmt.Sprintf("<%04x%04x> Tj ", 0x4e00+i%7, 0x4e00+i%3)
	}
	data := onePage("", content+"ET", "/Font<</F 5 0 R>>",
		"<</Type/Font/Subtype/Type0/BaseFont/Mincho/Encoding/UniJIS-UCS2-H/DescendantFonts[6 0 R]>>",
		"<</Type/Font/Subtype/CIDFontType0/BaseFont/Mincho/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 2>>/FontDescriptor 7 0 R>>",
		"<</Type/FontDescriptor/FontName/Mincho/Flags 4/FontBBox[0 -200 1000 800]/ItalicAngle 0/Ascent 800/Descent -200/CapHeight 700/StemV 80>>")
	read := func(off bool) (glyphs string, used bool) {
		f, err := open(data)
		if err != nil {
			t.Fatal(err)
		}
		defer f.close()
		at := f.memo
		if off {
			f.memo = 0
		}
		p, err := f.readPage(1)
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range p.glyphs {
			glyphs += fmt.Sprint(g.r, g.x0, g.x1, g.y, " ")
		}
		memo, _ := f.memory.Read(at, memoSize)
		return fmt.Sprint(glyphs, p.unknown), len(bytes.Trim(memo, "\x00")) > 0
	}
	without, _ := read(true)
	with, used := read(false)
	if with != without {
		t.Errorf("got\n%s\nwithout the memo\n%s", with, without)
	}
	if !used {
		t.Error("the memo was not used")
	}
	if _, err := memoised([]byte("\x00asm\x01\x00\x00\x00")); err == nil {
		t.Error("a module without the function was taken")
	}
}
