// Package odt reads OpenDocument text: zipped (.odt, .ott) and flat (.fodt).
// Section numbers in this package are those of OpenDocument 1.3, part 3.
//
// content.xml holds the text, styles.xml the styles that have names and the
// heads and feet of pages. Headings, lists and notes are elements of their
// own, so less has to be guessed than in Word; what there is to work out are
// the numbers of lists and headings. The files here go the same way:
//
//	odt      parts
//	style    what styles say of paragraphs and pages
//	number   the number before an item or a heading
//	flow     paragraphs, lists and tables to blocks
//	inline   what stands in a paragraph
//	drawing  pictures, text boxes, embedded objects
//	source   the letters, counted apart from all that
//
// Tracked changes are taken as accepted: the format keeps what was deleted
// outside the text. Hidden text, comments and formulas are losses.
package odt

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/office"
	"github.com/backissue/backissue/site/zipxml"
)

const oasis = "urn:oasis:names:tc:opendocument:xmlns:"

var names = zipxml.Names{
	oasis + "office:1.0":                 "office",
	oasis + "text:1.0":                   "text",
	oasis + "table:1.0":                  "table",
	oasis + "drawing:1.0":                "draw",
	oasis + "style:1.0":                  "style",
	oasis + "svg-compatible:1.0":         "svg",
	oasis + "xsl-fo-compatible:1.0":      "fo",
	oasis + "meta:1.0":                   "meta",
	"http://www.w3.org/1999/xlink":       "xlink",
	"http://purl.org/dc/elements/1.1/":   "dc",
	"http://www.w3.org/1998/Math/MathML": "math",
	"urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0": "loext",
}

// A reader holds what is the same in all parts of one document.
type reader struct {
	pkg      *zipxml.Package // nil for a flat document
	doc      *doc.Document
	common   *sheet // the styles that have names
	pictures office.Pictures
	symbols  map[string]bool // symbols that were lost
	runs     map[string]*run // of numbering: by list and by style of list
	headings run
	notes    map[string]int // so far, by the prefix of their identifiers
	pos      doc.Position
	paged    bool // the file says where its pages begin
}

// Read returns the document that an OpenDocument text holds. Errors are those
// of a file that is locked, damaged or no text.
func Read(data []byte) (*doc.Document, error) {
	r := &reader{
		doc:     &doc.Document{Source: doc.Tally{}},
		symbols: map[string]bool{},
		runs:    map[string]*run{},
		notes:   map[string]int{},
	}
	if err := r.read(data); err != nil {
		return nil, fmt.Errorf("odt: %w", err)
	}
	return r.doc, nil
}

func (r *reader) read(data []byte) error {
	var content, styles, meta *zipxml.Node
	var err error
	if isFlat(data) {
		if content, err = zipxml.Parse(data, names); err != nil {
			return err
		}
		styles, meta = content, content
	} else {
		if r.pkg, err = zipxml.Open(data, names); err != nil {
			return err
		}
		if !r.pkg.Has("content.xml") {
			return errors.New("is not an OpenDocument text")
		}
		if content, err = r.pkg.XML("content.xml"); err != nil {
			return err
		}
		if r.pkg.Has("styles.xml") {
			if styles, err = r.pkg.XML("styles.xml"); err != nil {
				return err
			}
		}
		if r.pkg.Has("meta.xml") {
			meta, _ = r.pkg.XML("meta.xml") // only says how many pages there were
		}
	}
	text := content.First("office:body", "office:text")
	if text == nil {
		return errors.New("content.xml: is not an OpenDocument text")
	}
	r.common = newSheet(nil, styles.First("office:font-face-decls"), styles.First("office:styles"))
	sheet := newSheet(r.common, content.First("office:font-face-decls"), content.First("office:automatic-styles"))
	r.readPages(text, meta)
	addLetters(r.doc.Source, text)
	s := &story{reader: r, sheet: sheet}
	r.doc.Blocks = s.blocks(text)
	r.heads(styles)
	office.InOrder(r.doc.Blocks)
	return nil
}

// isFlat tells a document that is one XML file from one that is a package.
func isFlat(data []byte) bool {
	head := data[:min(len(data), 4096)]
	return bytes.HasPrefix(bytes.TrimLeft(head, "\ufeff \t\r\n"), []byte("<")) && bytes.Contains(head, []byte("office:document"))
}

// readPages decides whether page numbers are known: where the program left
// marks of the pages as it last laid them out (5.6), or counted one page.
func (r *reader) readPages(text, meta *zipxml.Node) {
	r.paged = text.Attr("text:use-soft-page-breaks") == "true"
	if m := meta.First("office:meta", "meta:document-statistic"); m.Attr("meta:page-count") == "1" {
		r.paged = true
	}
	if r.paged {
		r.pos.Page = 1
	}
}

// heads reads the heads and feet of pages (16.10). Pages on the left and the
// first page may have ones of their own, which often say the same again.
func (r *reader) heads(styles *zipxml.Node) {
	sheet := newSheet(r.common, styles.First("office:font-face-decls"), styles.First("office:automatic-styles"))
	at, seen := r.pos, map[string]bool{}
	styles.First("office:master-styles").Children(func(page *zipxml.Node) {
		page.Children(func(n *zipxml.Node) {
			kind, _, _ := strings.Cut(strings.TrimPrefix(n.Name, "style:"), "-")
			if kind != "header" && kind != "footer" || n.Attr("style:display") == "false" {
				return
			}
			source := doc.Tally{}
			addLetters(source, n)
			before := len(r.doc.Losses)
			blocks := (&story{reader: r, sheet: sheet, furniture: true, still: true}).blocks(n)
			text := strings.TrimSpace(doc.Text(blocks...))
			if text == "" && len(r.doc.Losses) == before || seen[text] && len(r.doc.Losses) == before {
				return
			}
			seen[text] = true
			for letter, count := range source {
				r.doc.Source[letter] += count
			}
			if text != "" {
				r.doc.Furniture = append(r.doc.Furniture, doc.Furniture{Position: at, Kind: office.HeadKind(text), Text: text})
			}
		})
	})
	r.pos = at
}

// lose records a loss at the current position.
func (r *reader) lose(text, reason string) {
	r.doc.Losses = append(r.doc.Losses, doc.Loss{Position: r.pos, Text: text, Reason: reason})
}

// next moves to the next paragraph and returns its position.
func (r *reader) next() doc.Position {
	r.pos.Line++
	return r.pos
}

// generated counts letters that stand nowhere as text: numbers before
// paragraphs, labels of notes, symbols.
func (r *reader) generated(text string) { r.doc.Source.Add(text) }

// number reads a whole number, or returns otherwise.
func number(s string, otherwise int) int {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil || n > 1<<30 || n < -1<<30 {
		return otherwise
	}
	return n
}

// first returns the first of two strings that is not empty.
func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
