package pdf

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/backissue/backissue/site/doc"
)

// A joiner joins the few lines of a heading, a cell or a note, which package
// reflow does not see, by the words of the whole document.
type joiner struct {
	words  map[string]bool // that stand whole inside a line
	trails bool            // the document's lines keep the space at their end
}

func newJoiner(all []*line) *joiner {
	j := &joiner{words: map[string]bool{}}
	hangul, trails := 0, 0
	for _, l := range all {
		words := strings.Fields(l.text)
		for i, w := range words {
			if i > 0 && i < len(words)-1 {
				j.words[trimWord(w)] = true
			}
		}
		if len(words) > 0 && endsInHangul(l.text) {
			hangul++
			if l.trail {
				trails++
			}
		}
	}
	j.trails = hangul > 5 && trails*10 >= hangul && trails < hangul
	return j
}

func trimWord(w string) string {
	return strings.ToLower(strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }))
}

func endsInHangul(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return unicode.Is(unicode.Hangul, r)
}

// join returns a and b, lines of one paragraph, as one text.
func (j *joiner) join(a, b string, trail bool) string {
	if a == "" || b == "" {
		return a + b
	}
	l, _ := utf8.DecodeLastRuneInString(a)
	r, _ := utf8.DecodeRuneInString(b)
	left, right := a[strings.LastIndexByte(a, ' ')+1:], b
	if i := strings.IndexByte(b, ' '); i > 0 {
		right = b[:i]
	}
	whole := trimWord(left + right)
	switch {
	case unicode.Is(unicode.Hangul, l) && unicode.Is(unicode.Hangul, r):
		if trail || !j.trails && !j.words[whole] {
			return a + " " + b
		}
		return a + b
	case solid(l) || solid(r):
		return a + b
	case l == '-' && unicode.IsLower(r):
		if j.words[whole] { // written with its hyphen elsewhere
			return a + b
		}
		return a[:len(a)-1] + b
	case strings.ContainsRune("([{“‘«/", l), strings.ContainsRune(")]}”’»,.;:!?%", r):
		return a + b
	}
	return a + " " + b
}

// text joins the lines of one paragraph.
func (j *joiner) text(ls []*line) string {
	s, trail := "", false
	for _, l := range ls {
		s = j.join(s, l.text, trail)
		trail = l.trail
	}
	return strings.Join(strings.Fields(s), " ")
}

// spans returns the text of lines with what they link to.
func (j *joiner) spans(ls []*line) []doc.Span {
	s := j.text(ls)
	if s == "" {
		return nil
	}
	var marks []mark
	at := 0
	for _, l := range ls {
		for _, m := range l.marks {
			m.from, m.to = m.from+at, m.to+at
			marks = append(marks, m)
		}
		at += l.letters
	}
	return linked(s, 0, marks)
}

// linked cuts text into spans at the marks that lead somewhere. Marks count
// letters of the document; from is the number of the first letter of text.
func linked(text string, from int, marks []mark) []doc.Span {
	var out []doc.Span
	rest := text
	at := from
	for _, m := range marks {
		if m.url == "" || m.from < at || m.to == m.from && m.label == "" {
			continue
		}
		before, tail := cutLetters(rest, m.from-at)
		text, after := cutLetters(tail, m.to-m.from)
		if m.to == m.from { // a sign without letters, such as "*"
			i := strings.Index(tail, m.label)
			if i < 0 || countLetters(tail[:i]) > 0 {
				continue
			}
			before, text, after = before+tail[:i], m.label, tail[i+len(m.label):]
		} else {
			n := len(text) - len(strings.TrimLeftFunc(text, outside))
			before, text = before+text[:n], text[n:]
		}
		if text == "" {
			continue
		}
		if n := len(out); n > 0 && out[n-1].Link == m.url && countLetters(before) == 0 {
			out[n-1].Text += before + text
			rest, at = after, m.to
			continue
		}
		if before != "" {
			out = append(out, doc.Span{Text: before})
		}
		out = append(out, doc.Span{Text: text, Link: m.url})
		rest, at = after, m.to
	}
	if rest != "" || len(out) == 0 {
		out = append(out, doc.Span{Text: rest})
	}
	return out
}

// outside reports a sign that stands before a linked word and not in it.
func outside(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '[' && r != '*' }

// cutLetters cuts text behind its nth letter or digit.
func cutLetters(text string, n int) (string, string) {
	if n <= 0 {
		return "", text
	}
	for i, r := range text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			if n--; n == 0 {
				i += utf8.RuneLen(r)
				return text[:i], text[i:]
			}
		}
	}
	return text, ""
}
