package mail

import (
	"strings"
	"unicode"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/reflow"
)

// plain reads plain text. Lines are joined to paragraphs where the sender's
// program says so (format=flowed, RFC 3676), and by package reflow otherwise.
// Paragraphs that quote another message begin with ">", once for each message
// between. Positions count lines on from after.
func plain(s string, params map[string]string, after int) *doc.Document {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
	d := &doc.Document{Source: doc.Tally{}}
	d.Source.Add(s)
	lines := cut(s, after)
	if strings.EqualFold(params["format"], "flowed") {
		lines = unflow(lines, strings.EqualFold(params["delsp"], "yes"))
	}
	for len(lines) > 0 {
		n := 1
		for n < len(lines) && lines[n].depth == lines[0].depth && lines[n].signed == lines[0].signed {
			n++
		}
		if lines[0].signed {
			d.Blocks = append(d.Blocks, signature(lines[:n]))
		} else {
			add(d, lines[:n])
		}
		lines = lines[n:]
	}
	return d
}

// A line is a line of text and what mail makes of it.
type line struct {
	reflow.Line
	raw    string // with the white space at its end
	depth  int    // of quotation
	signed bool   // part of the sender's signature
	apart  bool   // complete: no paragraph goes on after it
}

// cut returns the lines of s that are not blank.
func cut(s string, after int) []line {
	var out []line
	number, last := after, after
	signed := false
	for raw := range strings.SplitSeq(s, "\n") {
		number++
		depth, rest := quotation(raw)
		if rest == "-- " || rest == "--" {
			signed = true // RFC 3676, 4.3
			continue
		}
		if depth > 0 {
			signed = false
		}
		body := strings.TrimRightFunc(rest, unicode.IsSpace)
		text := strings.TrimLeftFunc(body, unicode.IsSpace)
		if text == "" {
			continue
		}
		l := line{raw: rest, depth: depth, signed: signed}
		l.Line = reflow.Line{Position: doc.Position{Line: number}, Text: text, Trail: body != rest, Gap: number - last}
		for _, r := range body[:len(body)-len(text)] {
			l.Indent += reflow.BlankWidth(r)
		}
		out = append(out, l)
		last = number
	}
	return out
}

// quotation counts the signs of quotation before a line and takes them off.
func quotation(s string) (depth int, rest string) {
	for strings.HasPrefix(s, ">") {
		depth++
		s = s[1:]
		if t := strings.TrimPrefix(s, " "); strings.HasPrefix(t, ">") {
			s = t
		}
	}
	if depth > 0 {
		s = strings.TrimPrefix(s, " ")
	}
	return depth, s
}

// unflow joins the lines that end in a space with those below.
func unflow(lines []line, delSpace bool) []line {
	var out []line
	var text strings.Builder // of the last line of out
	finish := func() {
		if n := len(out) - 1; n >= 0 {
			out[n].Text = strings.TrimSpace(text.String())
		}
		text.Reset()
	}
	open := false // the last line goes on
	for _, l := range lines {
		raw := l.raw
		if l.depth == 0 {
			raw = strings.TrimPrefix(raw, " ") // space-stuffed
		}
		if n := len(out) - 1; !open || l.Gap != 1 || out[n].depth != l.depth || l.signed {
			finish()
			l.Trail, l.apart = false, true
			out = append(out, l)
		}
		open = strings.HasSuffix(raw, " ") && !l.signed
		if delSpace && open {
			raw = strings.TrimSuffix(raw, " ")
		}
		text.WriteString(raw)
	}
	finish()
	return out
}

// add appends lines of one depth of quotation.
func add(d *doc.Document, lines []line) {
	part := &doc.Document{}
	if lines[0].apart {
		part.Blocks = complete(lines)
	} else {
		text := make([]reflow.Line, len(lines))
		for i, l := range lines {
			text[i] = l.Line
		}
		part = reflow.Blocks(text)
	}
	if depth := lines[0].depth; depth > 0 {
		doc.EachSpans(part.Blocks, func(spans *[]doc.Span) {
			*spans = append([]doc.Span{{Text: strings.Repeat(">", depth) + " "}}, *spans...)
		})
	}
	d.Blocks = append(d.Blocks, part.Blocks...)
	d.Furniture = append(d.Furniture, part.Furniture...)
	d.Losses = append(d.Losses, part.Losses...)
	d.Doubts = append(d.Doubts, part.Doubts...)
}

// complete returns lines that are paragraphs or items already.
func complete(lines []line) []doc.Block {
	var blocks []doc.Block
	for _, l := range lines {
		p := &doc.Paragraph{Position: l.Position, Spans: []doc.Span{{Text: l.Text}}}
		marker, rest, ok := strings.Cut(l.Text, " ")
		if !ok || len(marker) > 3 || !strings.Contains("-*•◦▪○●", marker) {
			blocks = append(blocks, p)
			continue
		}
		p.Spans[0].Text = strings.TrimSpace(rest)
		item := doc.Item{Position: l.Position, Marker: marker, Blocks: []doc.Block{p}}
		if n := len(blocks); n > 0 {
			if list, ok := blocks[n-1].(*doc.List); ok {
				list.Items = append(list.Items, item)
				continue
			}
		}
		blocks = append(blocks, &doc.List{Position: l.Position, Items: []doc.Item{item}})
	}
	return blocks
}

// signature keeps the lines of a signature as they are.
func signature(lines []line) *doc.Paragraph {
	var text []string
	for _, l := range lines {
		text = append(text, l.Text)
	}
	return &doc.Paragraph{Position: lines[0].Position, Spans: []doc.Span{{Text: strings.Join(text, "\n")}}}
}
