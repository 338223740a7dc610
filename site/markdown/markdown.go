// Package markdown reads Markdown: what people write for a site, what other
// programs export, and the pages of an archive of this program itself.
//
// It reads CommonMark with tables, footnotes, block attributes and the lang
// shortcode, so whatever package bundle writes comes back as the blocks it
// was written from. What the sites' Markdown has turned off is text here too:
// "1~2급" is not struck through, and "<Plan>" does not vanish. HTML goes to
// package markup.
//
//	front matter            title: a heading of level 1; lang: the spans' language;
//	                        all other lines are furniture
//	# …                     heading
//	- …                     list
//	1. …                    paragraphs that begin with their numbers
//	> …, > [!box]           box
//	| … |                   table
//	![alt](file "caption")  figure
//	[^1]                    note, behind the block that refers to it
//	``` and indented text   paragraph with its line breaks
package markdown

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"golang.org/x/text/language"

	"github.com/backissue/backissue/site/charset"
	"github.com/backissue/backissue/site/doc"
)

// engine parses as the sites do, and footnotes too.
var engine = goldmark.New(
	goldmark.WithExtensions(extension.Table, extension.Footnote, extension.NewCJK(extension.WithEscapedSpace()), attributes{}),
	goldmark.WithParserOptions(parser.WithAttribute()),
)

// Options say how to read Markdown. The zero value is ready to use.
type Options struct {
	// Media returns the picture that lies at an address, where it came with
	// the text; nil where the text came alone.
	Media func(address string) (doc.Media, bool)
}

// Read returns the document that Markdown holds. It fails for text in an
// encoding that cannot be read, for front matter that is none and for blocks
// nested too deeply.
func Read(data []byte) (*doc.Document, error) { return Options{}.Read(data) }

// Read is [Read] with options.
func (o Options) Read(data []byte) (*doc.Document, error) {
	t, err := charset.Decode(data, "")
	if err != nil {
		return nil, fmt.Errorf("markdown: %w", err)
	}
	s := strings.NewReplacer("\r\n", "\n", "\r", "\n", placeholder, "").Replace(t.String)
	head, body, err := cutFront(s)
	if err != nil {
		return nil, fmt.Errorf("markdown: front matter: %w", err)
	}
	if err := check(body); err != nil {
		return nil, err
	}
	r := &reader{options: o, d: &doc.Document{Source: doc.Tally{}}, skip: head.lines, line: 1, lang: head.lang, media: map[string]bool{}}
	r.d.Doubts, r.d.Losses = t.Doubts, t.Losses
	r.front(head)
	r.source, r.codes = takeShortcodes(body)
	r.root = engine.Parser().Parse(text.NewReader(r.source))
	if depth(r.root) > 4*maxDepth {
		return nil, errDeep
	}
	r.lines = lineStarts(r.source)
	r.findNotes()
	r.count(r.root)
	r.d.Blocks = append(r.d.Blocks, r.blocks(r.root)...)
	r.d.Blocks = append(r.d.Blocks, r.leftNotes()...)
	r.setLang()
	slices.SortStableFunc(r.d.Losses, func(a, b doc.Loss) int { return a.Line - b.Line })
	slices.SortStableFunc(r.d.Doubts, func(a, b doc.Doubt) int { return a.Line - b.Line })
	return r.d, nil
}

// A reader makes a document of a tree.
type reader struct {
	options Options
	d       *doc.Document
	source  []byte
	root    ast.Node
	lines   []int              // offsets at which lines begin
	skip    int                // lines of front matter
	line    int                // of the last block
	codes   map[int]shortcode  // by the offset of their placeholder
	lang    language.Tag       // of the file, if it says
	notes   map[int]ast.Node   // footnotes that were not yet read
	inNote  bool               // positions are those of the text that refers to it
	behind  []func() doc.Block // figures and notes to stand behind the block
	media   map[string]bool
}

func lineStarts(source []byte) []int {
	starts := []int{0}
	for i, c := range source {
		if c == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}

// place returns the position of a block. A note stands where the text refers
// to it, wherever in the file it was written.
func (r *reader) place(n ast.Node) doc.Position {
	if at := offset(n); at >= 0 && !r.inNote {
		line := sort.SearchInts(r.lines, at+1) + r.skip
		r.line = max(r.line, line)
	}
	return doc.Position{Line: r.line}
}

func (r *reader) here() doc.Position { return doc.Position{Line: r.line} }

// offset returns where in the source a block begins, or -1.
func offset(n ast.Node) int {
	if n.Type() == ast.TypeInline {
		return -1
	}
	if l := n.Lines(); l != nil && l.Len() > 0 {
		return l.At(0).Start
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if at := offset(c); at >= 0 {
			return at
		}
	}
	return -1
}

// setLang gives the file's language to the text that has none of its own.
func (r *reader) setLang() {
	if r.lang == language.Und {
		return
	}
	doc.EachSpans(r.d.Blocks, func(spans *[]doc.Span) {
		for i := range *spans {
			if s := &(*spans)[i]; s.Lang == language.Und {
				s.Lang = r.lang
			}
		}
	})
}
