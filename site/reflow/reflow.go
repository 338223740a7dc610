// Package reflow turns the lines of pages back into the paragraphs that
// their author wrote.
//
// A page knows lines; its author knew paragraphs. Between the two lie the
// width of a column, the habits of the program that made the page, and the
// furniture that every page repeats. The package works in this order, each
// step a file:
//
//	lines --furniture--> text lines --table--> rows
//	                                --paragraph--> paragraphs --join--> text
//	                                --list, box--> lists, framed asides
//	                     all text   --digits--> the document's own spelling
//
// It serves every reader whose format has lines instead of paragraphs. It
// decides by geometry first, by punctuation second, and by the document's own
// words last; what remains a guess is reported as a [doc.Doubt].
package reflow

import (
	"strings"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/numbering"
)

// A Line is one line of text as it stood on its page. Lengths are in
// half-width cells: a Latin letter is 1 wide, a Han character 2.
type Line struct {
	doc.Position
	Text   string  // without white space at its ends
	Indent float64 // white space before the text
	Trail  bool    // white space stood after the text: at a line's end, the mark of a word's end
	Gap    int     // lines from the line above: 1 is the next one; 0 is unknown, as at the top of a page

	// What formats know that measure their pages; 0 and false where they do not.
	Right float64 // right edge, in cells of the line's own type
	Size  float64 // of its type, in points
	Bold  bool    // all of its letters are bold
}

// BlankWidth returns the width in cells of white space before a line's text.
func BlankWidth(r rune) float64 {
	switch r {
	case '\u3000':
		return 2
	case '\t':
		return 4
	}
	return 1
}

// Blocks returns the document that lines make: paragraphs, lists and tables
// in the order of the lines, with the furniture of the pages taken out.
func Blocks(lines []Line) *doc.Document {
	d := &doc.Document{}
	ls := prepare(lines)
	ls = takeFurniture(ls, d)
	ls = splitGlued(ls)
	markTables(ls)
	starts := paragraphStarts(ls)
	words := readLexicon(ls)
	var flat []entry
	for i := 0; i < len(ls); {
		n := i + 1
		if ls[i].row > 0 {
			for n < len(ls) && ls[n].row > 1 {
				n++
			}
			flat = append(flat, entry{block: table(ls[i:n])})
		} else {
			for n < len(ls) && !starts[n] {
				n++
			}
			flat = append(flat, paragraph(ls[i:n], words, d))
		}
		i = n
	}
	d.Blocks = nest(box(flat, d))
	closeDigits(d)
	return d
}

// An entry is a block on its way into lists and boxes.
type entry struct {
	marker string // the bullet it began with, or empty
	block  doc.Block
	style  numbering.Style // style of the number it begins with
	width  float64         // width it was set to, in cells; 0 where it has too few lines to tell
}

// paragraph joins the lines of one paragraph.
func paragraph(ls []line, words *lexicon, d *doc.Document) entry {
	marker, text := cutBullet(ls[0].Text)
	for i := 1; i < len(ls); i++ {
		sep, doubt := words.join(ls[i-1], ls[i])
		if doubt != "" {
			d.Doubts = append(d.Doubts, doc.Doubt{
				Position: ls[i].Position,
				Code:     "line-join",
				Text:     lastWord(ls[i-1].Text) + sep + firstWord(ls[i].Text),
				Why:      doubt,
			})
		}
		if sep == hyphenated {
			text, sep = strings.TrimRight(text, "-‐"), ""
		}
		text += sep + ls[i].Text
	}
	p := &doc.Paragraph{Position: ls[0].Position, Spans: []doc.Span{{Text: text}}}
	e := entry{marker: marker, block: p, style: ls[0].num.Style}
	if len(ls) > 2 || len(ls) == 2 && ls[1].right >= ls[0].right {
		var m measure
		for i := range ls {
			m.add(&ls[i])
		}
		e.width = m.width()
	}
	return e
}
