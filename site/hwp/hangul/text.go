package hangul

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/backissue/backissue/site/doc"
)

// Normal returns text as the document keeps it: in NFC, which also folds the
// Han characters that KS X 1001 has twice, and without invisible characters.
//
// Hangul writes old Korean in the private use area, as Hanyang numbered it.
// That table has 5,660 entries and no rule. Only the one that is everywhere
// is decoded, the first syllable of the program's own name; the others stay,
// and the document doubts them.
func Normal(s string) string {
	if plain(s) {
		return s
	}
	return norm.NFC.String(invisible.Replace(s))
}

var invisible = strings.NewReplacer("\ufeff", "", "\u200b", "", "\u00ad", "", "\uf53a", "\u1112\u119e\u11ab",
	"\u2028", "\n", "\u2029", "\n", "\r\n", "\n", "\r", "\n", "\u00a0", " ")

// plain reports text that is as it should be: it saves nine tenths of the
// time. It knows only the ranges in which no character ever combines.
func plain(s string) bool {
	for _, r := range s {
		switch {
		case r < 0x80 && r != '\r':
		case r >= 0xac00 && r <= 0xd7a3, r >= 0x4e00 && r <= 0x9fff:
		case r >= 0x3000 && r <= 0x3029, r >= 0x2010 && r <= 0x2027, r >= 0x2460 && r <= 0x25ff, r == '\u00b7':
		default:
			return false
		}
	}
	return true
}

// Address returns the address of a link from the command of its field, where
// it stands up to the first semicolon and a backslash quotes what follows. It
// is empty for links that are not to the web or to a mailbox.
func Address(command string) string {
	var b strings.Builder
	quoted := false
	for _, r := range command {
		switch {
		case !quoted && r == '\\':
			quoted = true
			continue
		case !quoted && r == ';':
			return web(b.String())
		}
		b.WriteRune(r)
		quoted = false
	}
	return web(b.String())
}

func web(s string) string {
	s = strings.TrimSpace(s)
	lower := strings.ToLower(s)
	for _, scheme := range []string{"http://", "https://", "mailto:"} {
		if strings.HasPrefix(lower, scheme) && len(s) > len(scheme) {
			return s
		}
	}
	return ""
}

// Alt returns a picture's description, without the one that Hangul makes up
// ("그림입니다. 원본 그림의 이름: …").
func Alt(s string) string {
	s = strings.TrimSpace(s)
	line, _, _ := strings.Cut(s, "\n")
	if strings.HasSuffix(strings.TrimSpace(line), "입니다.") {
		return ""
	}
	return strings.Join(strings.Fields(s), " ")
}

// bullets are the signs that people type in front of an item.
const bullets = "•◦▪▫■□◆◇○●◎★☆➢➤▶►▷✓✔☑✗※∙‣⁃❍❖"

// cutBullet splits a typed bullet off the beginning of a paragraph. A hyphen
// or an asterisk is one only with a space behind it, and not in "- 3 -".
func cutBullet(s string) (bullet, rest string) {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return "", s
	}
	rest = strings.TrimLeftFunc(s[n:], unicode.IsSpace)
	next, _ := utf8.DecodeRuneInString(s[n:])
	switch {
	case rest == "":
	case strings.ContainsRune(bullets, r), r >= 0xf000 && r <= 0xf0ff:
		return s[:n], rest
	case strings.ContainsRune("-*–·", r) && unicode.IsSpace(next) && !strings.HasSuffix(rest, " "+s[:n]):
		return s[:n], rest
	}
	return "", s
}

// doubt asks a person to look at characters that no other program knows.
func (c *composer) doubt(at doc.Position, spans []doc.Span) {
	var seen []rune
	for _, s := range spans {
		for _, r := range s.Text {
			if r >= 0xe000 && unicode.Is(unicode.Co, r) && len(seen) < 8 && !slices.Contains(seen, r) {
				seen = append(seen, r)
			}
		}
	}
	if seen == nil {
		return
	}
	var codes []string
	for _, r := range seen {
		codes = append(codes, fmt.Sprintf("U+%04X", r))
	}
	c.d.Doubts = append(c.d.Doubts, doc.Doubt{
		Position: at, Code: "private-use", Text: around(doc.Join(spans), seen[0]),
		Why: "characters of Hangul's private use area are kept as they stand: " + strings.Join(codes, ", "),
	})
}

// around returns the words around the first r in text.
func around(text string, r rune) string {
	const most = 60 // bytes on either side
	i := strings.IndexRune(text, r)
	from, to := max(i-most, 0), min(i+most, len(text))
	for from > 0 && !utf8.RuneStart(text[from]) {
		from--
	}
	for to < len(text) && !utf8.RuneStart(text[to]) {
		to++
	}
	return text[from:to]
}

// A line is the text of a paragraph while it is being put together.
type line struct {
	spans []doc.Span
	text  strings.Builder
	link  string
}

// turn makes the text that follows point to link.
func (l *line) turn(link string) {
	if link == l.link {
		return
	}
	l.flush()
	l.link = link
}

func (l *line) flush() {
	if l.text.Len() > 0 {
		l.spans = append(l.spans, doc.Span{Text: l.text.String(), Link: l.link})
		l.text.Reset()
	}
}

// label writes the sign of a note, which points to it.
func (l *line) label(text, id string) {
	link := l.link
	l.turn("#" + id)
	l.text.WriteString(text)
	l.turn(link)
}

// prefix puts text in front of spans.
func prefix(text string, spans []doc.Span) []doc.Span {
	switch {
	case text == "":
		return spans
	case len(spans) > 0 && spans[0].Link == "":
		spans[0].Text = text + spans[0].Text
		return spans
	}
	return append([]doc.Span{{Text: text}}, spans...)
}

// trim takes white space off both ends, and spans that hold nothing.
func trim(spans []doc.Span) []doc.Span {
	for len(spans) > 0 {
		if spans[0].Text = strings.TrimLeftFunc(spans[0].Text, unicode.IsSpace); spans[0].Text != "" {
			break
		}
		spans = spans[1:]
	}
	for n := len(spans); n > 0; n = len(spans) {
		if spans[n-1].Text = strings.TrimRightFunc(spans[n-1].Text, unicode.IsSpace); spans[n-1].Text != "" {
			break
		}
		spans = spans[:n-1]
	}
	return spans
}
