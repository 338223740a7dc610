// Package office holds what the readers of office documents have in common:
// the ways in which such programs count (number), the fonts that draw
// symbols in place of letters (symbol), tables with merged cells that may be
// no tables at all (table), pictures (picture), runs of text (office), and the
// blocks that all of it becomes (flow).
//
// It knows no format. A reader gives it what it found in its own file.
package office

import (
	"net/url"
	"strings"

	"github.com/backissue/backissue/site/doc"
)

// maxJoined is the length in bytes of the longest span that [Add] still adds
// to. Without an end, a paragraph of many runs would be copied for each.
const maxJoined = 4 << 10

// Add appends text to spans, to the last one if that points to the same
// place and is not long already.
func Add(spans []doc.Span, text, link string) []doc.Span {
	if text == "" {
		return spans
	}
	if n := len(spans); n > 0 && spans[n-1].Link == link && len(spans[n-1].Text) < maxJoined {
		spans[n-1].Text += text
		return spans
	}
	return append(spans, doc.Span{Text: text, Link: link})
}

// Before returns spans with text in front of them, such as the number that a
// program works out for a paragraph, and trims them. The text is not part of
// a link.
func Before(text string, spans []doc.Span) []doc.Span {
	if len(spans) > 0 && spans[0].Link == "" {
		spans[0].Text = text + spans[0].Text
	} else {
		spans = append([]doc.Span{{Text: text}}, spans...)
	}
	return Trim(spans)
}

// Trim takes white space and line breaks away from both ends of spans, and
// returns nil if nothing is left.
func Trim(spans []doc.Span) []doc.Span {
	const blank = " \t\n\u00a0\u3000"
	for len(spans) > 0 {
		if spans[0].Text = strings.TrimLeft(spans[0].Text, blank); spans[0].Text != "" {
			break
		}
		spans = spans[1:]
	}
	for n := len(spans); n > 0; n = len(spans) {
		if spans[n-1].Text = strings.TrimRight(spans[n-1].Text, blank); spans[n-1].Text != "" {
			return spans
		}
		spans = spans[:n-1]
	}
	return nil
}

// Link returns an address that a page may point to, or "": only http, https
// and mailto are let through.
func Link(address string) string {
	address = strings.TrimSpace(address)
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "https":
		if u.Host == "" {
			return ""
		}
	case "mailto":
		if u.Opaque == "" {
			return ""
		}
	default:
		return ""
	}
	return strings.NewReplacer(" ", "%20", "\t", "", "\n", "", "\r", "", "<", "%3C", ">", "%3E", `"`, "%22").Replace(address)
}

// Nest adds an item to a list at a depth, 0 being the list itself, 1 the list
// below its last item, and so on. Depths that have no item to hang on count
// as the deepest that has.
func Nest(l *doc.List, depth int, it doc.Item) {
	for ; depth > 0 && len(l.Items) > 0; depth-- {
		above := &l.Items[len(l.Items)-1]
		below, ok := above.Blocks[len(above.Blocks)-1].(*doc.List)
		if !ok {
			below = &doc.List{Position: it.Position}
			above.Blocks = append(above.Blocks, below)
		}
		l = below
	}
	l.Items = append(l.Items, it)
}

// InOrder makes sure that positions never go backwards: blocks that a file
// stores out of order count as being where the text has got to.
func InOrder(blocks []doc.Block) {
	at := doc.Position{}
	forward := func(p *doc.Position) {
		p.Page, p.Line = max(p.Page, at.Page), max(p.Line, at.Line)
		at = *p
	}
	var walk func([]doc.Block)
	walk = func(blocks []doc.Block) {
		for _, b := range blocks {
			switch b := b.(type) {
			case *doc.Heading:
				forward(&b.Position)
			case *doc.Paragraph:
				forward(&b.Position)
			case *doc.Table:
				forward(&b.Position)
			case *doc.Figure:
				forward(&b.Position)
			case *doc.List:
				forward(&b.Position)
				for i := range b.Items {
					forward(&b.Items[i].Position)
					walk(b.Items[i].Blocks)
				}
			case *doc.Box:
				forward(&b.Position)
				walk(b.Blocks)
			case *doc.Note:
				forward(&b.Position)
				walk(b.Blocks)
			}
		}
	}
	walk(blocks)
}
