package markup

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/backissue/backissue/site/doc"
)

// An inline gathers text as spans, with white space as a browser shows it:
// runs of it are one space, and none stands at the ends of lines. A line end
// of the file between two Han or kana characters is nothing (CSS Text 3,
// 4.1.3), but behind the number of an article it is a space: office programs
// write their lines with ends there.
type inline struct {
	spans []doc.Span
	text  []byte // of the span being written
	link  string // of it
	last  rune   // last character written; 0 at the beginning
	blank int    // spaces that wait for the next character
	fixed int    // of these, no-break spaces
	feed  bool   // one of them was a line end of the file
}

func (in *inline) write(s, link string) {
	for _, r := range s {
		switch r {
		case '\n', '\r':
			in.feed = true
			in.blank++
		case ' ', '\t', '\f':
			in.blank++
		case '\u00a0':
			in.blank++
			in.fixed++
		default:
			if unicode.IsSpace(r) && (in.last == 0 || in.last == '\n') {
				continue // the indent of a first line
			}
			in.space(r, link)
			in.put(r, link)
		}
	}
}

// space writes what the white space before next comes to.
func (in *inline) space(next rune, link string) {
	blank, fixed, feed := in.blank, in.fixed, in.feed
	in.blank, in.fixed, in.feed = 0, 0, false
	switch {
	case blank == 0 || in.last == 0 || in.last == '\n':
		return
	case blank == 1 && fixed == 1:
		in.put('\u00a0', link)
		return
	case feed && fixed == 0 && wide(in.last) && wide(next) && !in.numbered():
		return
	}
	if in.link != link {
		link = ""
	}
	in.put(' ', link)
}

// numbered reports whether the text so far is the number of a chapter or an
// article.
func (in *inline) numbered() bool {
	return len(in.spans) == 0 && len(in.text) < 40 && articleNumber.Match(in.text)
}

var articleNumber = regexp.MustCompile(`^第[0-9０-９一二三四五六七八九十百零〇○]{1,6}[编編章节節条條款项項]$`)

func (in *inline) put(r rune, link string) {
	if in.link != link {
		in.end()
		in.link = link
	}
	in.text = utf8.AppendRune(in.text, r)
	in.last = r
}

// end finishes the span being written.
func (in *inline) end() {
	if len(in.text) > 0 {
		in.spans = append(in.spans, doc.Span{Text: string(in.text), Link: in.link})
		in.text = nil
	}
}

// lineBreak ends a line, and reports whether it was empty: then the paragraph
// ends.
func (in *inline) lineBreak() bool {
	in.blank, in.fixed, in.feed = 0, 0, false
	if in.last == '\n' {
		return true
	}
	if in.last != 0 {
		in.put('\n', "")
	}
	return false
}

// verbatim writes preformatted text, in which line ends and spaces count.
func (in *inline) verbatim(s, link string) {
	for _, r := range strings.ReplaceAll(s, "\r\n", "\n") {
		if in.last == 0 && unicode.IsSpace(r) || in.last == '\n' && r == '\n' {
			continue
		}
		in.put(r, link)
	}
}

// take returns what was gathered and starts anew. It returns nil where that is
// nothing but space.
func (in *inline) take() []doc.Span {
	in.end()
	spans := in.spans
	*in = inline{}
	for len(spans) > 0 {
		s := &spans[len(spans)-1]
		if s.Text = strings.TrimRightFunc(s.Text, unicode.IsSpace); s.Text != "" {
			return spans
		}
		spans = spans[:len(spans)-1]
	}
	return nil
}

// wide reports characters that East Asian lines break between without a
// trace.
func wide(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || 0x3000 <= r && r <= 0x303f || 0xff00 <= r && r <= 0xff60
}
