package docx

import (
	"strings"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/zipxml"
)

// addLetters counts the text below n. It knows which text there is, and
// nothing of how blocks are made of it, so that the two can be held against
// each other.
func addLetters(t doc.Tally, n *zipxml.Node) { eachText(n, t.Add) }

// letters returns the text below n in one piece.
func letters(n *zipxml.Node) string {
	var b strings.Builder
	eachText(n, func(s string) { b.WriteString(s) })
	return b.String()
}

// lines returns the text below n, a line for each paragraph.
func lines(n *zipxml.Node) string {
	var out []string
	var add func(*zipxml.Node)
	add = func(n *zipxml.Node) {
		switch {
		case n == nil || leftOut(n):
		case n.Name == "w:p" || isInline(n):
			if s := strings.TrimSpace(letters(n)); s != "" {
				out = append(out, s)
			}
		case n.Name == "mc:AlternateContent":
			add(choose(n))
		default:
			n.Children(add)
		}
	}
	add(n)
	return strings.Join(out, "\n")
}

// isInline reports elements that stand inside paragraphs.
func isInline(n *zipxml.Node) bool {
	switch n.Name {
	case "w:r", "w:t", "w:hyperlink", "w:fldSimple", "w:ruby", "m:oMath", "m:oMathPara", "m:r", "m:t", "a:t", "v:textpath":
		return true
	}
	return false
}

// eachText calls f with each run of text below n that is part of the
// document once its tracked changes are accepted.
func eachText(n *zipxml.Node, f func(string)) {
	switch {
	case n == nil || leftOut(n):
		return
	case n.Name == "w:t" || n.Name == "a:t" || n.Name == "m:t":
		f(decode(n.Content()))
		return
	case n.Name == "v:textpath":
		f(decode(n.Attr("string")))
		return
	case n.Name == "mc:AlternateContent":
		eachText(choose(n), f)
		return
	}
	for c := n.Child; c != nil; c = c.Next {
		eachText(c, f)
	}
}

// leftOut reports whether what is below n is no text of the document: a
// tracked change took it away (17.13.5), or it only says something about the
// text.
func leftOut(n *zipxml.Node) bool {
	switch n.Name {
	case "w:tr":
		return n.First("w:trPr", "w:del") != nil
	case "w:tc":
		return n.First("w:tcPr", "w:cellDel") != nil
	}
	return noText[n.Name]
}

// noText are elements below which there is no text.
var noText = map[string]bool{
	"w:del": true, "w:moveFrom": true,
	"w:pPr": true, "w:rPr": true, "w:tblPr": true, "w:trPr": true, "w:tcPr": true, "w:tblGrid": true,
	"w:sectPr": true, "w:sdtPr": true, "w:sdtEndPr": true, "w:rubyPr": true,
	"w:instrText": true, "w:fldChar": true, "w:sym": true, "w:altChunk": true, "w:subDoc": true,
	"w:tab": true, "w:ptab": true, "w:br": true, "w:cr": true, "w:noBreakHyphen": true, "w:lastRenderedPageBreak": true,
	"w:footnoteReference": true, "w:endnoteReference": true, "w:commentReference": true,
	"wp:docPr": true, "a:blip": true, "v:imagedata": true, "c:chart": true, "dgm:relIds": true,
}

// choose returns the one of several alternatives that we can read: the first
// choice that holds text or a picture, else what is meant for old programs
// (ECMA-376 part 3, 7.5). The others say the same again.
func choose(n *zipxml.Node) *zipxml.Node {
	var first *zipxml.Node
	for c := n.Child; c != nil; c = c.Next {
		if c.Name != "mc:Choice" {
			continue
		}
		if first == nil {
			first = c
		}
		if readable(c) {
			return c
		}
	}
	if f := n.First("mc:Fallback"); f != nil {
		return f
	}
	return first
}

// readable reports whether there is something below n that we can show. It
// looks no further than any honest drawing goes.
func readable(n *zipxml.Node) bool {
	found, looked := false, 0
	n.Walk(func(c *zipxml.Node) bool {
		switch c.Name {
		case "w:t", "a:t", "m:t", "w:txbxContent", "a:blip", "v:imagedata", "w:sym", "dgm:relIds":
			found = true
		}
		looked++
		found = found || looked > 1000
		return !found
	})
	return found
}
