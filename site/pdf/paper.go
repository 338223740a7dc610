package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"math"

	"github.com/tetratelabs/wazero/api"

	"github.com/backissue/backissue/site/doc"
)

// maxPaper is how many pixels the picture of a page may have. Pages that would
// have more are drawn smaller.
const maxPaper = 8 << 20

// A Paper is a PDF file as it looks.
type Paper struct{ data []byte }

// NewPaper returns the file that data holds, without looking at it.
func NewPaper(data []byte) Paper { return Paper{data} }

// Pages returns how many pages there are. Its errors are those of [Read].
func (p Paper) Pages() (int, error) {
	n := 0
	err := p.with(func(f *file) (err error) {
		n, err = f.count()
		return err
	})
	return n, err
}

// Picture returns page n, counted from 1, as a PNG file with at most dpi
// pixels to an inch. A page is drawn as it is seen, without its annotations.
// Besides those of [Read], the errors are a page that is not there and one that
// takes too much time or memory.
func (p Paper) Picture(n int, dpi float64) ([]byte, error) {
	var out []byte
	err := p.with(func(f *file) error {
		count, err := f.count()
		if err != nil {
			return err
		}
		if n < 1 || n > count {
			return fmt.Errorf("pdf: no page %d in a file of %d", n, count)
		}
		if dpi, err = f.resolution(n, dpi); err != nil {
			return err
		}
		if out, err = f.render(n, dpi); err != nil {
			return fmt.Errorf("pdf: page %d: %w", n, err)
		}
		return nil
	})
	return out, err
}

// with opens the file for a moment.
func (p Paper) with(do func(*file) error) error {
	if !bytes.Contains(p.data[:min(len(p.data), 1024)], []byte("%PDF-")) {
		return errors.New("pdf: not a PDF file")
	}
	f, err := open(p.data)
	if err != nil {
		return err
	}
	defer f.close()
	return do(f)
}

func (f *file) count() (int, error) {
	n := int(int32(f.call("FPDF_GetPageCount", f.doc)))
	switch {
	case f.err != nil:
		return 0, fmt.Errorf("pdf: the file %w", f.err)
	case n < 1:
		return 0, errors.New("pdf: the file has no pages")
	case n > maxPages:
		return 0, &doc.SizeError{What: "pages", Have: n, Max: maxPages}
	}
	return n, nil
}

// resolution returns dpi, or less where a page is too large for it.
func (f *file) resolution(n int, dpi float64) (float64, error) {
	f.step()
	page := f.call("FPDF_LoadPage", f.doc, uint64(n-1))
	w := float64(api.DecodeF32(f.call("FPDF_GetPageWidthF", page)))
	h := float64(api.DecodeF32(f.call("FPDF_GetPageHeightF", page)))
	f.call("FPDF_ClosePage", page)
	if f.err != nil {
		return 0, fmt.Errorf("pdf: page %d %w", n, f.err)
	}
	if page == 0 || !(w > 0 && h > 0) || math.IsInf(w*h, 0) { // not a number is not greater
		return 0, fmt.Errorf("pdf: page %d is damaged", n)
	}
	return math.Min(dpi, 72*math.Sqrt(maxPaper/(w*h))), nil
}
