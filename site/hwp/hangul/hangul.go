// Package hangul is what the two formats of the Hangul word processor have in
// common. HWP 5 writes a document as binary records, HWPX as XML, but both
// mean the same: paragraphs that refer to shapes, styles and numberings, and
// that hold controls (tables, frames, notes) in the midst of their text.
//
// The readers hwp and hwpx decode their bytes into the types of this file.
// [Compose] turns those into a [doc.Document]: it prints the numbers that
// Hangul would print, tells headings, takes frames away that are only there
// for their border, and finds each control its place in the reading order.
// So the same document reads the same from either format.
//
// Names of things follow KS X 6101 (OWPML) and "Hangul document file format
// 5.0" by Hancom, revision 1.3.
package hangul

import "github.com/backissue/backissue/site/doc"

// MaxDepth is how many levels of controls inside controls are read.
const MaxDepth = 400

// Definitions are what paragraphs refer to by number.
type Definitions struct {
	Shapes     map[int]Shape
	Styles     map[int]Style
	Numberings map[int]*Numbering
	Bullets    map[int]string // the character in front of a paragraph
}

// A Head is what Hangul prints in front of a paragraph.
type Head int

// The heads, numbered as in PARA_SHAPE (HWP 5.0, table 44, bits 23-24).
const (
	NoHead Head = iota
	OutlineHead
	NumberHead
	BulletHead
)

// A Shape is the part of a paragraph's shape that has a meaning.
type Shape struct {
	Head  Head
	Level int // 0 to 9
	Ref   int // of the numbering or bullet; 0 for the section's outline
}

// A Style is known by its names, such as "개요 1" and "Outline 1".
type Style struct{ Name, English string }

// Levels is how many levels a numbering has.
const Levels = 10

// A Numbering prints the numbers of paragraphs.
type Numbering struct{ Levels [Levels]Level }

// A Level of a numbering prints numbers such as "제^1조", where "^1" stands
// for the number of the first level, "^n" for all down to this one.
type Level struct {
	Text   string
	Format Format
	Start  int
}

// A Paragraph is a paragraph as the file has it.
type Paragraph struct {
	Shape, Style int
	Pieces       []Piece
}

// A Piece is a part of a paragraph, one of [Text], [Link], [AutoNumber],
// [*Table], [*Frame], [*Picture], [*Note], [*Running], [*Lost] or [Outline].
type Piece interface{ piece() }

// Text is what [Normal] made of the author's characters. A newline is a line
// break inside the paragraph.
type Text string

// A Link is the address of the text that follows, or empty where it ends.
type Link string

// An AutoNumber is a number that Hangul prints amid the text: of a caption, of
// a page, or that of the note which it stands in.
type AutoNumber struct {
	Text string
	Note bool
}

// A Table has cells in rows and columns that count from 0.
type Table struct {
	Caption []Paragraph
	Above   bool // the caption stands above the table
	Cells   []Cell

	letters int  // in it, found by measure
	filled  int  // cells with text
	nested  int  // of them in cells that hold tables of their own
	deep    bool // it does hold a real table
}

// A Cell covers Rows times Cols places of the grid.
type Cell struct {
	Row, Col, Rows, Cols int
	Header               bool
	Paragraphs           []Paragraph
}

// A Frame is a text box or another drawing with text in it.
type Frame struct{ Caption, Paragraphs []Paragraph }

// A Picture shows a [doc.Media].
type Picture struct {
	Media, Alt string
	Caption    []Paragraph
}

// A Note is a footnote or an endnote.
type Note struct {
	End        bool
	Paragraphs []Paragraph
}

// Running is a header, a footer or the text of a master page.
type Running struct{ Paragraphs []Paragraph }

// Lost is text that the document will not have, and why.
type Lost struct {
	Reason, Text string
	Paragraphs   []Paragraph
}

// An Outline begins a section: the numbering of its outline paragraphs.
type Outline int

func (Text) piece()       {}
func (Link) piece()       {}
func (AutoNumber) piece() {}
func (*Table) piece()     {}
func (*Frame) piece()     {}
func (*Picture) piece()   {}
func (*Note) piece()      {}
func (*Running) piece()   {}
func (*Lost) piece()      {}
func (Outline) piece()    {}

// Compose returns the document that paragraphs make. Source holds the letters
// of the file, counted as they were decoded; Compose adds those that Hangul
// prints of itself, the numbers. Letters that no paragraph brought here are
// lost, and the document says so.
func Compose(defs *Definitions, paragraphs []Paragraph, source doc.Tally) *doc.Document {
	c := &composer{
		defs:     defs,
		d:        &doc.Document{Source: source},
		counters: map[counter]*[Levels]int{},
	}
	measure(paragraphs)
	c.d.Blocks = c.blocks(paragraphs)
	if lost := source.Diff(c.d.Tally()); lost != "" {
		c.d.Losses = append(c.d.Losses, doc.Loss{Position: c.here(), Text: lost, Reason: Misplaced})
	}
	return c.d
}

// Misplaced is the reason of the loss for letters of damaged files.
const Misplaced = "text where the format has none"
