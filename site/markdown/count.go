package markdown

import (
	"github.com/yuin/goldmark/ast"
)

// count tallies the text below n as the parser has it. What becomes text only
// here, such as the numbers of lists, is counted where that happens.
func (r *reader) count(n ast.Node) {
	add := func(s string) { r.d.Source.Add((&reader{d: quiet()}).mend(s)) }
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Image:
			return ast.WalkSkipChildren, nil
		case *ast.Text:
			if n.Parent().Kind() == ast.KindCodeSpan {
				add(string(n.Segment.Value(r.source)))
			} else {
				add(resolve(n.Segment.Value(r.source)))
			}
		case *ast.String:
			add(string(n.Value))
		case *ast.AutoLink:
			add(string(n.Label(r.source)))
		case *ast.CodeBlock, *ast.FencedCodeBlock:
			for i := range n.Lines().Len() {
				line := n.Lines().At(i)
				add(r.restore(string(line.Value(r.source))))
			}
		}
		return ast.WalkContinue, nil
	})
}
