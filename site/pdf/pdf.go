// Package pdf reads PDF files: it makes lines of the characters that a page
// paints, finds the order in which they are read, and leaves the making of
// paragraphs to package reflow.
//
// A PDF knows where each character stands and in which type, and nothing
// else: no words, lines, columns or headings. The package recovers them in
// this order, each step a file:
//
//	bytes --engine--> PDFium in a sandbox
//	      --annotation, page, object--> characters, rules, pictures --drawing--> drawings
//	      --accent--> letters --run--> runs of text --furniture--> without running heads
//	      --grid, table--> tables --frame--> asides
//	      --order--> columns in reading order --write--> lines
//	      --note, heading--> footnotes, headings --build--> reflow --> doc.Document
//
// Where a document is tagged, its tags say what is a heading, a table, the
// words for a picture, or part of the page and not of the text; what stands on
// the page decides whether they are believed.
//
// PDFium is C++ compiled to WebAssembly. It sees the bytes of one file and,
// where there is one, the system's folder of fonts, to read; its memory and
// its time are bounded. Its machine code is kept in the user's cache folder,
// since compiling it takes seconds.
//
// Text that cannot be recovered is never made up: a page without a text
// layer, or in fonts that do not say which letters they show, is a
// [doc.Loss] that asks for OCR.
package pdf

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/backissue/backissue/site/doc"
)

// ErrPassword is the error of files that open with a password only.
var ErrPassword = errors.New("pdf: the file needs a password: save it without one")

// Options say how to read a file. The zero value is ready to use.
type Options struct {
	// OCR has pages without text read by the program tesseract, where it is
	// installed.
	OCR bool

	// Languages are those that tesseract reads, by its own names, such as
	// "kor" and "chi_sim"; empty for its default.
	Languages []string
}

// Read returns the document that a PDF file holds. Its errors are bytes that
// are no PDF file, or too damaged, a password (see [ErrPassword]), a file
// without pages, and one that takes too much time or memory.
func Read(data []byte) (*doc.Document, error) { return Options{}.Read(data) }

// Read is [Read] with options.
func (o Options) Read(data []byte) (*doc.Document, error) {
	if len(data) == 0 {
		return nil, errors.New("pdf: the file is empty")
	}
	// PDF 32000-1, annex H, note 13: the header may stand within the first
	// 1024 bytes.
	if !bytes.Contains(data[:min(len(data), 1024)], []byte("%PDF-")) {
		return nil, errors.New("pdf: not a PDF file")
	}
	r := &reader{options: o, data: data}
	if err := r.open(); err != nil {
		return nil, err
	}
	defer func() { r.file.close() }()
	if err := r.read(); err != nil {
		return nil, err
	}
	d := assemble(r.pages, r.marks)
	for _, l := range r.losses {
		d.Source.Add(l.Text)
	}
	d.Losses = append(d.Losses, r.losses...)
	d.Doubts = append(r.doubts, d.Doubts...)
	return d, nil
}

// A reader reads the pages of one file.
type reader struct {
	options Options
	data    []byte
	file    *file
	marks   []bookmark
	pages   []*page
	glyphs  int // on all pages
	losses  []doc.Loss
	doubts  []doc.Doubt
}

// maxPages is how many pages a file may have. Each costs time, whatever is on
// it, and many may be one object.
const maxPages = 3000

// maxStops is how many pages may stop the engine before the file is given up.
const maxStops = 3

func (r *reader) open() (err error) {
	r.file, err = open(r.data)
	return err
}

func (r *reader) read() error {
	f := r.file
	count := int(int32(f.call("FPDF_GetPageCount", f.doc)))
	if f.err == nil && count < 1 {
		return errors.New("pdf: the file has no pages")
	}
	if count > maxPages {
		return &doc.SizeError{What: "pages", Have: count, Max: maxPages}
	}
	if f.call("FPDF_DocumentHasValidCrossReferenceTable", f.doc) != 1 {
		r.doubt(1, "repaired", "the file is damaged or cut off; what could be found in it was read")
	}
	r.marks = f.outline()
	if f.err != nil {
		return fmt.Errorf("pdf: the file %w", f.err)
	}
	var stop error
	stops, read := 0, 0
	for n := 1; n <= count; n++ {
		p, err := r.file.readPage(n)
		if err == nil {
			r.take(p)
			read++
			if r.glyphs += len(p.glyphs); r.glyphs > 2*doc.MaxLetters { // spaces and signs are among them
				return &doc.SizeError{What: "characters", Have: r.glyphs, Max: 2 * doc.MaxLetters}
			}
		}
		if r.file.err == nil {
			continue
		}
		stop = fmt.Errorf("pdf: page %d %w", n, r.file.err)
		if stops++; stops > maxStops {
			return stop
		}
		r.file.close()
		if err := r.open(); err != nil {
			return err
		}
		if err == nil {
			r.file.plain = true // it was the drawings that took too long
			continue
		}
		r.losses = append(r.losses, doc.Loss{Position: doc.Position{Page: n, Line: 1}, Reason: "this page " + err.Error()})
		r.pages = append(r.pages, &page{number: n})
	}
	if read == 0 {
		return stop
	}
	return nil
}

// take checks a page that was read, and has it recognised if that is asked
// for.
func (r *reader) take(p *page) {
	r.pages = append(r.pages, p)
	r.losses = append(r.losses, p.unshown()...)
	l := p.check()
	if l == nil {
		return
	}
	if p.scanned && r.options.OCR {
		err := r.options.recognise(r.file, p)
		if err == nil {
			r.doubt(p.number, "ocr", "the text of this page was recognised by tesseract")
			return
		}
		l.Reason += " (" + err.Error() + ")"
	}
	r.losses = append(r.losses, *l)
}

func (r *reader) doubt(page int, code, why string) {
	r.doubts = append(r.doubts, doc.Doubt{Position: doc.Position{Page: page, Line: 1}, Code: code, Why: why})
}

// assemble makes the document of the pages as they were read.
func assemble(pages []*page, marks []bookmark) *doc.Document {
	source := doc.Tally{}
	for _, p := range pages {
		p.accent()
		p.bindMarks()
		source.Add(p.decoded())
		p.setAsides()
		p.grids = grids(p.rules)
		p.shapes = nil
	}
	trustTags(pages)
	furniture := takeFurniture(pages)
	furniture = append(furniture, takeWatermarks(pages)...)
	choosePictures(pages)
	for _, p := range pages {
		takeLabels(p)
		p.flow(slices.Concat(taggedTables(p), ruledTables(p)))
	}
	furniture = append(furniture, joinTables(pages)...)
	d, labels := build(pages, marks)
	d.Furniture = append(furniture, d.Furniture...)
	slices.SortStableFunc(d.Furniture, func(a, b doc.Furniture) int {
		return cmp.Or(cmp.Compare(a.Page, b.Page), cmp.Compare(a.Line, b.Line))
	})
	for _, label := range labels {
		for _, r := range label {
			if source[r] > 0 {
				source[r]-- // a note's label is no text of it
			}
		}
	}
	d.Source = composed(source, d.Tally())
	return d
}

// composed returns source with letters and their marks together or apart as
// out has them: the stream may hold the marks away from their letter.
func composed(source, out doc.Tally) doc.Tally {
	for _, t := range []doc.Tally{source, out} {
		for _, r := range slices.Sorted(maps.Keys(t)) {
			base, n := utf8.DecodeRuneInString(norm.NFD.String(string(r)))
			if base == r || n == 0 || unicode.Is(unicode.Hangul, r) {
				continue
			}
			joined, bare := out[r]-source[r], source[base]-out[base]
			if joined > 0 && bare > 0 || joined < 0 && bare < 0 {
				n := min(max(joined, -joined), max(bare, -bare))
				if joined < 0 {
					n = -n
				}
				source[r] += n
				source[base] -= n
			}
		}
	}
	return source
}

// decoded returns all the text of a page in the order of its content stream.
func (p *page) decoded() string {
	var b strings.Builder
	for _, g := range p.glyphs {
		b.WriteString(foldRune(g.r))
	}
	return norm.NFC.String(b.String())
}

// check returns what of a page is lost, or nil. It takes text off the page
// that nobody could read.
func (p *page) check() *doc.Loss {
	letters, odd := 0, 0
	for _, g := range p.glyphs {
		switch n := countLetters(string(g.r)); {
		case n > 0:
			letters++
		case g.r != ' ' && strings.ContainsRune("¡¢£¤¥¦¨©ª¬®¯°±²³´µ¶¸¹º¼½¾", g.r):
			odd++
		}
	}
	lost := func(why string) *doc.Loss {
		return &doc.Loss{Position: doc.Position{Page: p.number, Line: 1}, Reason: why}
	}
	area := p.box.width() * p.box.height()
	switch {
	case p.unknown > 10 && p.unknown > letters, odd > 20 && odd*4 > letters:
		p.glyphs = nil
		p.scanned = true
		return lost("the fonts of this page do not say which letters they show: run OCR first")
	case letters < 10 && p.covered > 0.3*area:
		p.scanned = true
		return lost("this page is a picture without a text layer: run OCR first")
	case letters == 0 && p.paths > 100:
		p.scanned = true
		return lost("the letters of this page are drawings: run OCR first")
	case p.silent > 3 && p.silent*10 > p.objects*3:
		p.scanned = letters < 10
		return lost("this page uses fonts that are neither in the file nor on this computer, and part of its text is missing: install CJK fonts, or run OCR first")
	case p.unknown > 5 && p.unknown*100 > letters*2:
		return lost(fmt.Sprintf("%d characters of this page are in fonts that do not say which letters they show: run OCR first", p.unknown))
	}
	return nil
}
