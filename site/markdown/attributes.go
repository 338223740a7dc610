package markdown

import (
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// attributes reads what Hugo calls block attributes: a line such as
// {#art-7 lang="en"} belongs to the block above it.
type attributes struct{}

var kindAttributes = ast.NewNodeKind("Attributes")

// An attributeLine is such a line before it is given to its block.
type attributeLine struct{ ast.BaseBlock }

// Kind implements [ast.Node].
func (*attributeLine) Kind() ast.NodeKind { return kindAttributes }

// Dump implements [ast.Node].
func (n *attributeLine) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// Extend implements [goldmark.Extender].
func (a attributes) Extend(m goldmark.Markdown) {
	m.Parser().AddOptions(
		parser.WithBlockParsers(util.Prioritized(a, 100)),
		parser.WithASTTransformers(util.Prioritized(a, 100)))
}

// Trigger implements [parser.BlockParser].
func (attributes) Trigger() []byte { return []byte{'{'} }

// Open implements [parser.BlockParser].
func (attributes) Open(_ ast.Node, reader text.Reader, _ parser.Context) (ast.Node, parser.State) {
	found, ok := parser.ParseAttributes(reader)
	if !ok {
		return nil, parser.RequireParagraph
	}
	n := &attributeLine{}
	for _, a := range found {
		n.SetAttribute(a.Name, a.Value)
	}
	return n, parser.NoChildren
}

// Continue implements [parser.BlockParser].
func (attributes) Continue(ast.Node, text.Reader, parser.Context) parser.State { return parser.Close }

// Close implements [parser.BlockParser].
func (attributes) Close(ast.Node, text.Reader, parser.Context) {}

// CanInterruptParagraph implements [parser.BlockParser].
func (attributes) CanInterruptParagraph() bool { return true }

// CanAcceptIndentedLine implements [parser.BlockParser].
func (attributes) CanAcceptIndentedLine() bool { return false }

// Transform implements [parser.ASTTransformer].
func (attributes) Transform(root *ast.Document, _ text.Reader, _ parser.Context) {
	var lines []ast.Node
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering && n.Kind() == kindAttributes {
			lines = append(lines, n)
		}
		if list, ok := n.(*east.FootnoteList); ok && entering {
			keepNotes(list)
		}
		return ast.WalkContinue, nil
	})
	for _, n := range lines {
		if above := n.PreviousSibling(); above != nil && !n.HasBlankPreviousLines() {
			for _, a := range n.Attributes() {
				above.SetAttribute(a.Name, a.Value)
			}
		}
		n.Parent().RemoveChild(n.Parent(), n)
	}
}

// attribute returns the value that an attribute line gives a block, or "".
func attribute(n ast.Node, name string) string {
	value, ok := n.AttributeString(name)
	if !ok {
		return ""
	}
	switch v := value.(type) {
	case []byte:
		return string(v)
	case string:
		return v
	}
	return ""
}

// keepNotes numbers the footnotes that nothing refers to, which the extension
// would drop.
func keepNotes(list *east.FootnoteList) {
	for c := list.FirstChild(); c != nil; c = c.NextSibling() {
		if note, ok := c.(*east.Footnote); ok && note.Index < 0 {
			list.Count++
			note.Index = list.Count
		}
	}
}
