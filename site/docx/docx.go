// Package docx reads Word documents: Office Open XML, transitional and
// strict (ECMA-376 part 1; section numbers in this package are its own).
//
// A document is a package of parts. The main one holds the text as
// paragraphs and tables; styles say what a paragraph is, numbering.xml what
// number stands before it, and other parts hold notes, comments, heads and
// feet. The files here go the same way:
//
//	docx       parts and their relations
//	style      what a style makes of a paragraph
//	numbering  the number before a paragraph
//	flow       paragraphs and tables to blocks
//	run        what stands in a paragraph: text, fields, references
//	drawing    pictures and text boxes
//	story      notes, comments, heads and feet
//	source     the letters, counted apart from all that
//
// Tracked changes are taken as accepted: what was deleted is not part of the
// text. Hidden text, comments and equations are losses.
package docx

import (
	"errors"
	"fmt"
	"strings"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/office"
	"github.com/backissue/backissue/site/zipxml"
)

const (
	transitional = "http://schemas.openxmlformats.org/"
	strict       = "http://purl.oclc.org/ooxml/"
	microsoft    = "http://schemas.microsoft.com/office/"
)

// names are the namespaces of Word, in both of its dialects.
var names = zipxml.Names{
	transitional + "wordprocessingml/2006/main":              "w",
	strict + "wordprocessingml/main":                         "w",
	transitional + "officeDocument/2006/relationships":       "r",
	strict + "officeDocument/relationships":                  "r",
	transitional + "package/2006/relationships":              "rel",
	transitional + "officeDocument/2006/math":                "m",
	strict + "officeDocument/math":                           "m",
	transitional + "drawingml/2006/main":                     "a",
	strict + "drawingml/main":                                "a",
	transitional + "drawingml/2006/picture":                  "pic",
	strict + "drawingml/picture":                             "pic",
	transitional + "drawingml/2006/wordprocessingDrawing":    "wp",
	strict + "drawingml/wordprocessingDrawing":               "wp",
	transitional + "drawingml/2006/diagram":                  "dgm",
	strict + "drawingml/diagram":                             "dgm",
	transitional + "drawingml/2006/chart":                    "c",
	strict + "drawingml/chart":                               "c",
	transitional + "markup-compatibility/2006":               "mc",
	transitional + "officeDocument/2006/extended-properties": "ep",
	strict + "officeDocument/extendedProperties":             "ep",
	microsoft + "word/2010/wordprocessingShape":              "wps",
	"urn:schemas-microsoft-com:vml":                          "v",
	"urn:schemas-microsoft-com:office:office":                "o",
}

// A reader holds what is the same in all parts of one document.
type reader struct {
	pkg          *zipxml.Package
	doc          *doc.Document
	main         string // name of the main part
	rels         map[string]map[string]relation
	styles       map[string]*style
	numbers      *numbers
	notes        map[noteKey]*note
	noteOrder    []noteKey
	formats      map[string]noteFormat
	counts       map[string]int // notes of a kind so far
	comments     map[string]*zipxml.Node
	commentOrder []string
	heads        map[string]bool // parts of heads and feet that were read
	pictures     office.Pictures
	symbols      map[string]bool // symbols that were lost
	pos          doc.Position
	paged        bool // the file says where its pages begin
}

// Read returns the document that a Word file holds. Errors are those of a
// file that is locked, damaged or no Word document.
func Read(data []byte) (*doc.Document, error) {
	pkg, err := zipxml.Open(data, names)
	if err != nil {
		return nil, fmt.Errorf("docx: %w", err)
	}
	r := &reader{
		pkg:     pkg,
		doc:     &doc.Document{Source: doc.Tally{}},
		rels:    map[string]map[string]relation{},
		heads:   map[string]bool{},
		symbols: map[string]bool{},
	}
	if err := r.read(); err != nil {
		return nil, fmt.Errorf("docx: %w", err)
	}
	return r.doc, nil
}

func (r *reader) read() error {
	r.main = r.target("", "officeDocument")
	if !r.pkg.Has(r.main) {
		r.main = "word/document.xml"
	}
	if !r.pkg.Has(r.main) {
		return errors.New("is not a Word document")
	}
	root, err := r.pkg.XML(r.main)
	if err != nil {
		return err
	}
	body := root.First("w:body")
	if root.Name != "w:document" || body == nil {
		return fmt.Errorf("%s: is not a Word document", r.main)
	}
	if err := r.readParts(); err != nil {
		return err
	}
	r.readPages(body)
	addLetters(r.doc.Source, body)
	s := &story{reader: r, part: r.main}
	r.doc.Blocks = s.blocks(body)
	r.leftovers()
	office.InOrder(r.doc.Blocks)
	return nil
}

// readParts reads the parts that the text refers to. One that is missing is
// no error: many programs leave some out.
func (r *reader) readParts() error {
	for _, part := range []struct {
		kind string
		read func(*zipxml.Node)
	}{
		{"styles", r.readStyles},
		{"numbering", r.readNumbering},
		{"footnotes", r.readNotes},
		{"endnotes", r.readNotes},
		{"comments", r.readComments},
		{"settings", r.readSettings},
	} {
		var root *zipxml.Node
		if name := r.target(r.main, part.kind); r.pkg.Has(name) {
			var err error
			if root, err = r.pkg.XML(name); err != nil {
				return err
			}
		}
		part.read(root)
	}
	return nil
}

// readPages decides whether page numbers are known: where Word left marks of
// the pages as it last laid them out, or where it says there is one page.
func (r *reader) readPages(body *zipxml.Node) {
	r.paged = body.Find("w:lastRenderedPageBreak") != nil
	if name := r.target("", "extended-properties"); !r.paged && r.pkg.Has(name) {
		root, err := r.pkg.XML(name)
		r.paged = err == nil && strings.TrimSpace(root.First("ep:Pages").Content()) == "1"
	}
	if r.paged {
		r.pos.Page = 1
	}
}

// A relation is a link from one part to another, or out of the package
// (ECMA-376 part 2, 6.5).
type relation struct {
	kind     string // last word of its type
	target   string // part name, or address
	external bool
}

// relations returns the relations of a part; "" is the package.
func (r *reader) relations(part string) map[string]relation {
	if m, ok := r.rels[part]; ok {
		return m
	}
	m := map[string]relation{}
	r.rels[part] = m
	dir, base := "", part
	if i := strings.LastIndexByte(part, '/'); i >= 0 {
		dir, base = part[:i+1], part[i+1:]
	}
	name := dir + "_rels/" + base + ".rels"
	if !r.pkg.Has(name) {
		return m
	}
	root, err := r.pkg.XML(name)
	if err != nil {
		r.lose("", err.Error())
		return m
	}
	root.Children(func(n *zipxml.Node) {
		if n.Name != "rel:Relationship" {
			return
		}
		rel := relation{target: n.Attr("Target"), external: n.Attr("TargetMode") == "External"}
		rel.kind = n.Attr("Type")
		rel.kind = rel.kind[strings.LastIndexByte(rel.kind, '/')+1:]
		if !rel.external {
			rel.target = zipxml.Resolve(part, rel.target)
		}
		m[n.Attr("Id")] = rel
	})
	return m
}

// target returns the part that another one has a relation of that kind to.
// The strict dialect spells some kinds in another way.
func (r *reader) target(part, kind string) string {
	found := ""
	for _, rel := range r.relations(part) {
		if strings.EqualFold(strings.ReplaceAll(rel.kind, "-", ""), strings.ReplaceAll(kind, "-", "")) && !rel.external {
			if found == "" || rel.target < found {
				found = rel.target
			}
		}
	}
	return found
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

// generated counts letters that stand in no part as text: numbers before
// paragraphs, labels of notes, symbols.
func (r *reader) generated(text string) { r.doc.Source.Add(text) }

// decode returns a run of text as we keep it, on one line.
func decode(s string) string {
	s = office.Decode(s)
	if strings.ContainsAny(s, "\r\n") {
		s = strings.NewReplacer("\r\n", " ", "\r", " ", "\n", " ").Replace(s)
	}
	return s
}

// on reads a switch (17.17.4): an element without a value is on.
func on(n *zipxml.Node) bool {
	if n == nil {
		return false
	}
	v, ok := n.Lookup("w:val")
	return !ok || yes(v)
}

// yes reads the value of a switch.
func yes(v string) bool { return v == "1" || v == "true" || v == "on" }
