package reflow

import "regexp"

// glued matches a heading that lost its line and stands at the end of the
// paragraph above, two spaces after its last sentence.
var glued = regexp.MustCompile(`^(.*[。.！？])\s{2,}((?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}[章节]\s*)[^。.；;，,]{2,30})$`)

// splitGlued gives such headings their own line back.
func splitGlued(ls []line) []line {
	var out []line
	for _, l := range ls {
		var m []string
		if hasWideGap(l.Text) {
			m = glued.FindStringSubmatch(l.Text)
		}
		if m == nil {
			out = append(out, l)
			continue
		}
		head, tail := l, l
		head.Text, tail.Text = m[1], m[2]
		head.right = head.Indent + cells(head.Text, head.han)
		head.wasHeaded, head.Trail = true, true
		readTraits(&head)
		tail.right, tail.Indent = cells(tail.Text, tail.han), 0
		tail.isGlued, tail.pageTop, tail.cut = true, false, false
		tail.Gap = 0
		readTraits(&tail)
		out = append(out, head, tail)
	}
	return out
}
