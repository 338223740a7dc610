// Package doc is the common form of every source document: what a reader
// found on the pages, in reading order, before anybody asks what it means.
//
// A reader (package text and its siblings, one per format) turns bytes into
// a [Document]. It reports how a text is laid out (paragraphs, headings,
// lists, tables, where each stood) and what could not be kept. It knows
// nothing of newsletters: package issue reads meaning into a Document later.
//
// The package holds data only. It depends on the standard library and on
// x/text/language.
package doc

import (
	"cmp"
	"strings"

	"golang.org/x/text/language"
)

// A Document is one source file as its reader understood it: blocks in
// reading order, the media they show, the text that belongs to the pages
// rather than to the reader, and what could not be kept.
//
// Every letter of the source stands in exactly one of Blocks, Furniture and
// Losses.
type Document struct {
	File        string // its name among the files of its source; see [Document.SetFile]
	Blocks      []Block
	Furniture   []Furniture
	Media       []Media
	Attachments []Media // files that came with the text and are no part of it
	Losses      []Loss
	Doubts      []Doubt
	Source      Tally // letters of the source as decoded, counted before anything else
}

// A Block is block-level content, one of [*Heading], [*Paragraph], [*List],
// [*Table], [*Figure], [*Box] or [*Note].
type Block interface {
	// Pos reports where the block begins in its source.
	Pos() Position
	block()
}

// A Position is where in its source something stood. Page and Line count
// from 1; Page is 0 in formats without pages, and Line may begin again on each
// page. File is empty in a source of one file, and in the main one of several.
type Position struct {
	File string `json:"file,omitempty"`
	Page int    `json:"page,omitempty"`
	Line int    `json:"line"`
}

// Compare orders places in one file: negative where p stands before q.
func (p Position) Compare(q Position) int {
	return cmp.Or(cmp.Compare(p.Page, q.Page), cmp.Compare(p.Line, q.Line))
}

// Pos returns p, so that every struct that embeds a Position has a place.
func (p Position) Pos() Position { return p }

// A Span is a run of text in one language. A newline inside Text is a line
// break that has to stay one; ordinary line ends never reach a Span.
type Span struct {
	Text string
	Lang language.Tag // [language.Und] until package lang has seen it
	Link string       // address that the text points to, a URL or "#id"; or empty
}

// A Heading is a line that names what follows.
type Heading struct {
	Position
	Level int    // 1 is the document's own title
	ID    string // fragment identifier, the same in every language; or empty
	Spans []Span
}

// A Paragraph is a run of text that ended where its author ended it.
type Paragraph struct {
	Position
	ID    string // fragment identifier; or empty
	Spans []Span
}

// A List is never empty.
type List struct {
	Position
	Items []Item
}

// An Item is one entry of a [List]. Numbers that the source printed are part
// of the text, since "（三）" and "3." are quoted as such; bullets are not.
type Item struct {
	Position
	Marker string // the bullet as printed, such as "✓"; or empty
	Blocks []Block
}

// A Table is a grid of cells, each row as long as the first.
type Table struct {
	Position
	Header int // leading rows that head the columns
	Rows   [][][]Span
}

// A Figure is a picture and the words under it.
type Figure struct {
	Position
	Media   string // name of the [Media]
	Alt     string
	Caption []Span
}

// A Box is a framed aside: its blocks stand beside the running text, which
// continues after it.
type Box struct {
	Position
	Label  string // what its source calls it, such as "abstract"; or empty
	Blocks []Block
}

// A Note is a footnote or an endnote. It stands behind the part of the text
// that refers to it; there a span with its label links to "#" and its ID.
type Note struct {
	Position
	ID     string // "fn-1"
	Label  string // as printed: "1", "*"
	Blocks []Block
}

func (*Heading) block()   {}
func (*Paragraph) block() {}
func (*List) block()      {}
func (*Table) block()     {}
func (*Figure) block()    {}
func (*Box) block()       {}
func (*Note) block()      {}

// Media is a picture or other file that came inside the source.
type Media struct {
	Name string // file name, unique within the document
	Type string // media type, RFC 2046
	Data []byte
}

// Furniture is text that serves the pages and not the reader: running heads,
// page numbers, letterheads, printed contents.
type Furniture struct {
	Position
	Kind FurnitureKind
	Text string
}

// A FurnitureKind names what a piece of [Furniture] is for.
type FurnitureKind string

const (
	Masthead    FurnitureKind = "masthead"     // name, number and date of the issue
	RunningHead FurnitureKind = "running head" // head or foot repeated on pages
	PageNumber  FurnitureKind = "page number"
	Letterhead  FurnitureKind = "letterhead" // addresses and offices of the publisher
	Envelope    FurnitureKind = "envelope"   // sender, recipients and date of a mail
	Contents    FurnitureKind = "contents"   // the printed table of contents
	Bookmark    FurnitureKind = "bookmark"   // navigation text that leaked into the page
	Attachment  FurnitureKind = "attachment" // label and file name of an attached file
	Label       FurnitureKind = "label"      // words that mark a part, such as "Source:"
)

// A Doubt is a guess that a person should look at: what was chosen, and why.
type Doubt struct {
	Position
	Code string // stable short name, such as "line-join"
	Text string // the words concerned, as they came out
	Why  string
}

// A Loss is something that the source holds and the Document does not.
type Loss struct {
	Position
	Text   string // the text that was lost, where there is any
	Reason string
}

// Text returns the text of blocks, one line for each paragraph, heading,
// item paragraph and table row. Line breaks inside a paragraph are kept.
func Text(blocks ...Block) string {
	var lines []string
	for _, b := range blocks {
		switch b := b.(type) {
		case *Heading:
			lines = append(lines, Join(b.Spans))
		case *Paragraph:
			lines = append(lines, Join(b.Spans))
		case *List:
			for _, it := range b.Items {
				lines = append(lines, Text(it.Blocks...))
			}
		case *Table:
			for _, row := range b.Rows {
				cells := make([]string, len(row))
				for i, c := range row {
					cells[i] = Join(c)
				}
				lines = append(lines, strings.Join(cells, "\t"))
			}
		case *Figure:
			lines = append(lines, Join(b.Caption))
		case *Box:
			lines = append(lines, Text(b.Blocks...))
		case *Note:
			lines = append(lines, b.Label+" "+Text(b.Blocks...))
		}
	}
	return strings.Join(lines, "\n")
}

// Join returns the text of spans without their languages.
func Join(spans []Span) string {
	if len(spans) == 1 {
		return spans[0].Text
	}
	var b strings.Builder
	for _, s := range spans {
		b.WriteString(s.Text)
	}
	return b.String()
}

// EachSpans calls f with a pointer to every span slice below blocks, in
// reading order.
func EachSpans(blocks []Block, f func(*[]Span)) {
	for _, b := range blocks {
		switch b := b.(type) {
		case *Heading:
			f(&b.Spans)
		case *Paragraph:
			f(&b.Spans)
		case *List:
			for i := range b.Items {
				EachSpans(b.Items[i].Blocks, f)
			}
		case *Table:
			for _, row := range b.Rows {
				for i := range row {
					f(&row[i])
				}
			}
		case *Figure:
			f(&b.Caption)
		case *Box:
			EachSpans(b.Blocks, f)
		case *Note:
			EachSpans(b.Blocks, f)
		}
	}
}

// EachPosition calls f with the position of every block and item, in reading
// order, for it to look at or to change.
func EachPosition(blocks []Block, f func(*Position)) {
	for _, b := range blocks {
		switch b := b.(type) {
		case *Heading:
			f(&b.Position)
		case *Paragraph:
			f(&b.Position)
		case *List:
			f(&b.Position)
			for i := range b.Items {
				f(&b.Items[i].Position)
				EachPosition(b.Items[i].Blocks, f)
			}
		case *Table:
			f(&b.Position)
		case *Figure:
			f(&b.Position)
		case *Box:
			f(&b.Position)
			EachPosition(b.Blocks, f)
		case *Note:
			f(&b.Position)
			EachPosition(b.Blocks, f)
		}
	}
}

// EachFigure calls f with every figure below blocks, in reading order.
func EachFigure(blocks []Block, f func(*Figure)) {
	for _, b := range blocks {
		switch b := b.(type) {
		case *Figure:
			f(b)
		case *List:
			for _, it := range b.Items {
				EachFigure(it.Blocks, f)
			}
		case *Box:
			EachFigure(b.Blocks, f)
		case *Note:
			EachFigure(b.Blocks, f)
		}
	}
}
