package markdown

import (
	"fmt"
	"html"
	"path"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"

	"github.com/backissue/backissue/site/doc"
)

// image reads a picture. The file that it names may lie beside the Markdown,
// where nobody but the importer can see.
func (in *inline) image(n *ast.Image) {
	target := destination(n.Destination)
	alt := strings.ReplaceAll(plainText(in.r, n), "\n", " ")
	caption := in.r.mend(strings.ReplaceAll(resolve(n.Title), star, "**"))
	pos := in.r.here()
	if strings.HasPrefix(target, "data:") || strings.Contains(target, "//") || target == "" {
		tag := fmt.Sprintf(`<img src="%s" alt="%s">`, html.EscapeString(target), html.EscapeString(alt))
		blocks := in.r.fragment(tag, pos)
		in.r.behind = append(in.r.behind, asFuncs(blocks)...)
		if caption != "" && len(blocks) == 0 {
			in.r.d.Source.Add(caption)
			in.r.behind = append(in.r.behind, func() doc.Block {
				return &doc.Paragraph{Position: in.r.here(), Spans: []doc.Span{{Text: caption}}}
			})
		} else if caption != "" {
			if f, ok := blocks[0].(*doc.Figure); ok {
				in.r.d.Source.Add(caption)
				f.Caption = []doc.Span{{Text: caption}}
			}
		}
		return
	}
	f := &doc.Figure{Position: pos, Media: path.Base(target), Alt: alt}
	if caption != "" {
		in.r.d.Source.Add(caption)
		f.Caption = []doc.Span{{Text: caption}}
	}
	if m, ok := in.r.find(target); ok {
		f.Media = m.Name
		in.r.show(m)
	} else {
		in.r.d.Losses = append(in.r.d.Losses, doc.Loss{Position: pos, Reason: "picture " + target + ": not in the file"})
	}
	in.r.behind = append(in.r.behind, func() doc.Block { return f })
}

// find returns the picture at an address, if it came with the text.
func (r *reader) find(address string) (doc.Media, bool) {
	if r.options.Media == nil {
		return doc.Media{}, false
	}
	return r.options.Media(address)
}

// show adds a picture to the document's media, once.
func (r *reader) show(m doc.Media) {
	if !slices.ContainsFunc(r.d.Media, func(old doc.Media) bool { return old.Name == m.Name }) {
		r.d.Media = append(r.d.Media, m)
	}
}

func asFuncs(blocks []doc.Block) []func() doc.Block {
	var out []func() doc.Block
	for _, b := range blocks {
		out = append(out, func() doc.Block { return b })
	}
	return out
}
