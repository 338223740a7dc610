package hwpx

import (
	"strings"

	"github.com/backissue/backissue/site/hwp/hangul"
	"github.com/backissue/backissue/site/zipxml"
)

// A token is a part of the text of an element hp:t.
type token struct {
	text   string
	change change // of what follows
}

// A change is where text that was deleted begins or ends.
type change int

const (
	noChange change = iota
	deletes
	deleted
)

// newlines inside XML are no line breaks.
var newlines = strings.NewReplacer("\r\n", " ", "\n", " ", "\t", " ", "\r", " ")

// tokens calls f with the parts of an element hp:t (KS X 6101, 10.8).
func tokens(t *zipxml.Node, f func(token)) {
	var b strings.Builder
	flush := func(c change) {
		if text := hangul.Normal(b.String()); text != "" || c != noChange {
			f(token{text, c})
		}
		b.Reset()
	}
	t.Children(func(n *zipxml.Node) {
		switch n.Name {
		case "":
			if strings.ContainsAny(n.Text, "\r\n\t") {
				b.WriteString(newlines.Replace(n.Text))
			} else {
				b.WriteString(n.Text)
			}
		case "hp:lineBreak":
			b.WriteByte('\n')
		case "hp:tab", "hp:nbSpace", "hp:fwSpace":
			b.WriteByte(' ')
		case "hp:hyphen":
			b.WriteByte('-')
		case "hp:deleteBegin":
			flush(deletes)
		case "hp:deleteEnd":
			flush(deleted)
		default:
			b.WriteString(n.Content())
		}
	})
	flush(noChange)
}

// words returns the text that an element holds outside of paragraphs, as the
// author wrote it: equations, word art, ruby, composed characters, entries of
// an index.
func words(n *zipxml.Node) []string {
	var out []string
	switch n.Name {
	case "hp:equation":
		out = append(out, n.First("hp:script").Content())
	case "hp:textart":
		out = append(out, n.Attr("text"))
	case "hp:compose":
		out = append(out, n.Attr("composeText"))
	case "hp:dutmal":
		out = append(out, n.First("hp:mainText").Content(), n.First("hp:subText").Content())
	case "hp:indexmark":
		out = append(out, n.First("hp:firstKey").Content(), n.First("hp:secondKey").Content())
	}
	for i, s := range out {
		out[i] = hangul.Normal(s)
	}
	return out
}

// letters adds up what a section holds, element by element, without regard to
// where it belongs.
func letters(root *zipxml.Node, add func(string)) {
	root.Walk(func(n *zipxml.Node) bool {
		switch n.Name {
		case "hp:t":
			tokens(n, func(t token) { add(t.text) })
			return false
		case "hp:switch":
			letters(choose(n), add)
			return false
		}
		for _, s := range words(n) {
			add(s)
		}
		return true
	})
}

// choose returns the one of several ways to say the same that every program
// is to understand.
func choose(n *zipxml.Node) *zipxml.Node {
	if d := n.First("hp:default"); d != nil {
		return d
	}
	return n.First("hp:case")
}
