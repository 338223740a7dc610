package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image/png"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tetratelabs/wazero/api"
)

const (
	ocrDPI  = 300
	ocrTime = 2 * time.Minute // for one page
)

// ErrNoTesseract is the error of a computer without the program tesseract.
var ErrNoTesseract = errors.New("pdf: tesseract is not installed")

// OCRLanguages returns the languages that tesseract can read on this computer,
// by its own names, such as "kor" and "chi_sim".
func OCRLanguages() ([]string, error) {
	program, err := exec.LookPath("tesseract")
	if err != nil {
		return nil, ErrNoTesseract
	}
	ctx, cancel := context.WithTimeout(context.Background(), ocrTime)
	defer cancel()
	out, err := exec.CommandContext(ctx, program, "--list-langs").Output()
	if err != nil {
		return nil, fmt.Errorf("pdf: tesseract --list-langs: %w", err)
	}
	_, list, _ := strings.Cut(string(out), "\n") // the first line says what this is
	languages := strings.Fields(list)
	return slices.DeleteFunc(languages, func(l string) bool { return l == "osd" }), nil // no language: finds which way up a page is
}

// recognise has tesseract read the picture of a page, and puts its words on
// the page as if it had painted them.
func (o Options) recognise(f *file, p *page) error {
	program, err := exec.LookPath("tesseract")
	if err != nil {
		return ErrNoTesseract
	}
	img, err := f.render(p.number, ocrDPI)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), ocrTime)
	defer cancel()
	args := []string{"stdin", "stdout", "--dpi", strconv.Itoa(ocrDPI)}
	if len(o.Languages) > 0 {
		args = append(args, "-l", strings.Join(o.Languages, "+"))
	}
	cmd := exec.CommandContext(ctx, program, append(args, "tsv")...)
	cmd.Stdin = bytes.NewReader(img)
	var out, problem bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &problem
	if err := cmd.Run(); err != nil {
		first, _, _ := strings.Cut(strings.TrimSpace(problem.String()), "\n")
		return fmt.Errorf("tesseract: %w: %s", err, first)
	}
	p.glyphs = recognised(out.String(), p.box.y1)
	p.unknown = 0
	return nil
}

// recognised returns the words of a table that tesseract prints as glyphs:
// one line for each word, with its block, paragraph, line and box in pixels.
func recognised(tsv string, height float64) []glyph {
	const perPixel = 72.0 / ocrDPI
	seen := &face{embedded: true}
	var out []glyph
	line, base, size := "", 0.0, 0.0
	for row := range strings.Lines(tsv) {
		c := strings.Split(strings.TrimRight(row, "\r\n"), "\t")
		if len(c) < 12 {
			continue
		}
		var n [4]float64 // left, top, width, height
		for i := range n {
			n[i], _ = strconv.ParseFloat(c[6+i], 64)
			n[i] *= perPixel
		}
		if c[0] == "4" { // a line
			line = strings.Join(c[1:5], " ")
			base, size = height-n[1]-0.8*n[3], n[3]
		}
		word := []rune(strings.TrimSpace(c[11]))
		if c[0] != "5" || len(word) == 0 || strings.Join(c[1:5], " ") != line {
			continue
		}
		for i, r := range word {
			x0 := n[0] + n[2]*float64(i)/float64(len(word))
			out = append(out, glyph{r: r, x0: x0, x1: x0 + n[2]/float64(len(word)), y: base, size: size, face: seen})
		}
		out = append(out, glyph{r: ' ', made: true})
	}
	return out
}

// render returns a page as a PNG file.
func (f *file) render(n int, dpi float64) ([]byte, error) {
	f.setClock(10 * stepTime)
	page := f.call("FPDF_LoadPage", f.doc, uint64(n-1))
	w := uint64(api.DecodeF32(f.call("FPDF_GetPageWidthF", page)) * float32(dpi) / 72)
	h := uint64(api.DecodeF32(f.call("FPDF_GetPageHeightF", page)) * float32(dpi) / 72)
	if w == 0 || h == 0 || w*h > maxPixels {
		return nil, errors.New("the page is too large to be rendered")
	}
	bitmap := f.call("FPDFBitmap_Create", w, h, 0)
	f.call("FPDFBitmap_FillRect", bitmap, 0, 0, w, h, 0xffffffff)
	f.call("FPDF_RenderPageBitmap", bitmap, page, 0, 0, w, h, 0, 1)
	img := f.bitmap(bitmap)
	f.call("FPDFBitmap_Destroy", bitmap)
	f.call("FPDF_ClosePage", page)
	if f.err != nil || img == nil {
		return nil, errors.New("the page could not be rendered")
	}
	var buf bytes.Buffer
	if err := png.Encode(&buf, img); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}
