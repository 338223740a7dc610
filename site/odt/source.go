package odt

import (
	"strings"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/office"
	"github.com/backissue/backissue/site/zipxml"
)

// addLetters counts the text below n. It knows which text there is, and
// nothing of how blocks are made of it, so that the two can be held against
// each other.
func addLetters(t doc.Tally, n *zipxml.Node) { eachText(n, false, t.Add) }

// letters returns the text below n in one piece.
func letters(n *zipxml.Node) string {
	var b strings.Builder
	eachText(n, isParagraph(n), func(s string) { b.WriteString(s) })
	return strings.Join(strings.Fields(b.String()), " ")
}

// lines returns the text below n, a line for each paragraph.
func lines(n *zipxml.Node) string {
	var out []string
	n.Walk(func(c *zipxml.Node) bool {
		if !isParagraph(c) {
			return !noText[c.Name]
		}
		if s := letters(c); s != "" {
			out = append(out, s)
		}
		return false
	})
	return strings.Join(out, "\n")
}

func isParagraph(n *zipxml.Node) bool { return n.Name == "text:p" || n.Name == "text:h" }

// eachText calls f with each run of text below n. Text counts within
// paragraphs only (6.1.1).
func eachText(n *zipxml.Node, within bool, f func(string)) {
	if n == nil || noText[n.Name] {
		return
	}
	if n.Name == "" {
		if within {
			f(office.Decode(n.Text))
		}
		return
	}
	within = within || isParagraph(n)
	if isHolder(n) {
		within = false
	}
	for c := n.Child; c != nil; c = c.Next {
		eachText(c, within, f)
	}
}

// isHolder reports elements that may stand in a paragraph and hold paragraphs
// of their own: what stands around those is no text.
func isHolder(n *zipxml.Node) bool {
	switch n.Name {
	case "text:note", "office:annotation", "text:list", "table:table":
		return true
	}
	return isDrawing(n)
}

// noText are elements below which there is no text of the document: what was
// deleted, what only describes, and the patterns of indexes.
var noText = map[string]bool{
	"text:tracked-changes": true, "office:forms": true, "text:script": true, "office:event-listeners": true,
	"text:table-of-content-source": true, "text:illustration-index-source": true, "text:table-index-source": true,
	"text:object-index-source": true, "text:user-index-source": true, "text:alphabetical-index-source": true,
	"text:bibliography-source": true, "text:note-citation": true, "text:number": true,
	"dc:creator": true, "dc:date": true, "dc:title": true, "meta:creator-initials": true, "svg:title": true, "svg:desc": true,
	"table:title": true, "table:desc": true, "draw:object": true, "draw:object-ole": true,
	"office:binary-data": true, "draw:enhanced-geometry": true,
	"text:s": true, "text:tab": true, "text:line-break": true, "text:soft-page-break": true,
}
