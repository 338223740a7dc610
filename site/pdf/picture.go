package pdf

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"

	"github.com/backissue/backissue/site/doc"
)

// A picture is an image painted on a page.
type picture struct {
	box     rect
	page    int
	number  int
	sum     [32]byte // of its data, to know it again
	alt     string   // what it shows, in words of its author
	jpeg    []byte
	pixels  image.Image // where it is no JPEG
	shown   bool        // belongs to the text, and not to the page
	drawn   bool        // of paths
	labels  []*line     // words in a drawing
	caption []*line
}

const (
	maxPixels = 40 << 20  // of one picture
	maxStream = 64 << 20  // bytes of one picture
	maxMedia  = 256 << 20 // bytes of all the pictures of a document
)

// lostPicture records that a picture of the page at hand is not in the document.
func (r *objectReader) lostPicture(why string) {
	r.p.lost = append(r.p.lost, doc.Loss{Position: doc.Position{Page: r.p.number, Line: 1}, Reason: "a picture of this page was not kept: " + why})
}

// picture reads an image of the page at hand, if it is large enough to be
// looked at, and covers less than most of the page: what covers it all is
// paper, or a scan.
func (r *objectReader) picture(obj uint64, b rect, e *element) {
	pic := picture{box: b, page: r.p.number, alt: e.text()}
	if !b.sane() || b.width() < 20 || b.height() < 20 {
		return
	}
	r.p.covered += b.overlap(r.p.box)
	if b.overlap(r.p.box) > 0.8*r.p.box.width()*r.p.box.height() {
		return
	}
	if r.f.media > maxMedia {
		r.lostPicture("the file has more than there is room for")
		return
	}
	s := uint64(r.f.scratch)
	r.f.call("FPDFImageObj_GetImagePixelSize", obj, s, s+4)
	w, _ := r.f.memory.ReadUint32Le(r.f.scratch)
	h, _ := r.f.memory.ReadUint32Le(r.f.scratch + 4)
	if w < 16 || h < 16 {
		return
	}
	if uint64(w)*uint64(h) > maxPixels {
		r.lostPicture("it is too large")
		return
	}
	raw := r.f.bytes("FPDFImageObj_GetImageDataRaw", maxStream, obj)
	pic.sum = sha256.Sum256(raw)
	if seen, ok := r.f.pictures[pic.sum]; ok && len(raw) > 0 {
		pic.jpeg, pic.pixels = seen.jpeg, seen.pixels
		r.p.pictures = append(r.p.pictures, pic)
		return
	}
	clear := r.f.call("FPDFPageObj_HasTransparency", obj) == 1
	if !clear && r.isJPEG(obj, raw) {
		pic.jpeg = raw
	} else {
		pic.pixels = r.f.pixels(r.page, obj, clear)
	}
	if pic.jpeg == nil && pic.pixels == nil {
		r.lostPicture("it could not be decoded")
		return
	}
	r.f.media += len(raw)
	if r.f.pictures == nil {
		r.f.pictures = map[[32]byte]picture{}
	}
	r.f.pictures[pic.sum] = pic
	r.p.pictures = append(r.p.pictures, pic)
}

// isJPEG reports whether the data of an image is a JPEG file that shows what
// the page does. Those in four colours are often inverted.
func (r *objectReader) isJPEG(obj uint64, raw []byte) bool {
	if r.f.call("FPDFImageObj_GetImageFilterCount", obj) != 1 || !bytes.HasPrefix(raw, []byte{0xff, 0xd8, 0xff}) {
		return false
	}
	filter := string(r.f.bytes("FPDFImageObj_GetImageFilter", 64, obj, 0))
	r.f.call("FPDFImageObj_GetImageMetadata", obj, r.page, uint64(r.f.scratch))
	space, _ := r.f.memory.ReadUint32Le(r.f.scratch + 20)
	const cmyk = 3
	return strings.HasPrefix(filter, "DCTDecode") && space != cmyk
}

// pixels returns an image as it is painted, or nil. clear is set where it is
// transparent in parts.
func (f *file) pixels(page, obj uint64, clear bool) image.Image {
	var bitmap uint64
	if clear {
		bitmap = f.call("FPDFImageObj_GetRenderedBitmap", f.doc, page, obj)
	}
	if bitmap == 0 {
		bitmap = f.call("FPDFImageObj_GetBitmap", obj)
	}
	if bitmap == 0 {
		return nil
	}
	defer f.call("FPDFBitmap_Destroy", bitmap)
	return f.bitmap(bitmap)
}

// bitmap copies a bitmap out of the sandbox. Its formats are those of
// fpdfview.h: 1 grey, 2 BGR, 3 BGRx, 4 BGRA.
func (f *file) bitmap(b uint64) image.Image {
	w, h := int(int32(f.call("FPDFBitmap_GetWidth", b))), int(int32(f.call("FPDFBitmap_GetHeight", b)))
	stride, format := int(int32(f.call("FPDFBitmap_GetStride", b))), f.call("FPDFBitmap_GetFormat", b)
	if w <= 0 || h <= 0 || stride <= 0 || w*h > maxPixels {
		return nil
	}
	data, ok := f.memory.Read(uint32(f.call("FPDFBitmap_GetBuffer", b)), uint32(stride*h))
	if !ok || f.err != nil {
		return nil
	}
	size := map[uint64]int{1: 1, 2: 3, 3: 4, 4: 4}[format]
	if size == 0 || stride < w*size {
		return nil
	}
	if format == 1 {
		out := image.NewGray(image.Rect(0, 0, w, h))
		for y := range h {
			copy(out.Pix[y*out.Stride:], data[y*stride:y*stride+w])
		}
		return out
	}
	out := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			px := data[y*stride+x*size:]
			c := color.NRGBA{px[2], px[1], px[0], 255}
			if format == 4 {
				c.A = px[3]
			}
			out.SetNRGBA(x, y, c)
		}
	}
	return out
}

// choosePictures decides which pictures belong to the text: those that do not
// come again at the edges of several pages, as a logo does.
func choosePictures(pages []*page) {
	on := map[[32]byte]int{}
	for _, p := range pages {
		seen := map[[32]byte]bool{}
		for _, pic := range p.pictures {
			if !seen[pic.sum] {
				on[pic.sum]++
			}
			seen[pic.sum] = true
		}
	}
	for _, p := range pages {
		for i := range p.pictures {
			pic := &p.pictures[i]
			pic.shown = on[pic.sum] < 3 || on[pic.sum]*3 < len(pages)
		}
	}
}

// caption returns the words under a picture, and those within it.
func (b *builder) caption(pic *picture) []doc.Span {
	out := b.join.spans(pic.caption)
	if len(out) > 0 && len(pic.labels) > 0 {
		out = append(out, doc.Span{Text: "\n"})
	}
	return append(out, b.join.spans(pic.labels)...)
}

// media returns the figure and the file of a picture, named by the page that
// shows it first.
func (b *builder) figure(pic *picture) *doc.Figure {
	name := b.names[pic.sum]
	if name == "" {
		m := doc.Media{Type: "image/jpeg", Data: pic.jpeg}
		ext := "jpg"
		if pic.jpeg == nil {
			var buf bytes.Buffer
			if png.Encode(&buf, pic.pixels) != nil {
				return nil
			}
			m.Type, m.Data, ext = "image/png", buf.Bytes(), "png"
		}
		name = fmt.Sprintf("page-%d-%d.%s", pic.page, len(b.names)+1, ext)
		m.Name = name
		b.names[pic.sum] = name
		b.d.Media = append(b.d.Media, m)
	}
	return &doc.Figure{
		Position: doc.Position{Page: pic.page, Line: pic.number},
		Media:    name,
		Alt:      pic.alt,
		Caption:  b.caption(pic),
	}
}
