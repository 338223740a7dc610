package mail

import (
	"regexp"
	"strings"

	"github.com/jhillyerd/enmime/v2"

	"github.com/backissue/backissue/site/charset"
	"github.com/backissue/backissue/site/doc"
)

// head reads the lines of the head that a reader of mail sees.
func (r *reader) head(p *enmime.Part) {
	r.line = 1
	if subject := headerText(p.Header.Get("Subject"), p.Charset); subject != "" {
		r.d.Source.Add(subject)
		r.d.Blocks = append(r.d.Blocks, &doc.Heading{Position: doc.Position{Line: 1}, Level: 1, Spans: []doc.Span{{Text: subject}}})
	}
	for _, name := range []string{"From", "To", "Cc", "Date"} {
		for _, value := range p.Header.Values(name) {
			if text := headerText(value, p.Charset); text != "" {
				r.furniture(doc.Envelope, name+": "+text)
			}
		}
	}
}

// encodedWord is how ASCII heads hold other text (RFC 2047). Space within one
// is wrong and common.
var encodedWord = regexp.MustCompile(`=\?([^?\s]+)\?([bBqQ])\?([^?]*)\?=`)

// headerText decodes a line of a head. Bytes that are in no encoded word are
// in the encoding of the message, if they are not ASCII. Neighbouring words in
// one encoding are decoded together, as a letter may be cut between them.
func headerText(value, label string) string {
	var b strings.Builder
	var pending []byte
	pendingLabel := ""
	flush := func() {
		b.WriteString(decoded(pending, pendingLabel))
		pending = nil
	}
	at := 0
	for _, m := range encodedWord.FindAllStringSubmatchIndex(value, -1) {
		between := value[at:m[0]]
		at = m[1]
		name, _, _ := strings.Cut(strings.ToLower(value[m[2]:m[3]]), "*") // RFC 2231 adds a language
		var data []byte
		if text := value[m[6]:m[7]]; strings.EqualFold(value[m[4]:m[5]], "b") {
			data = decodeBase64([]byte(text))
		} else {
			data = decodeQuoted([]byte(strings.ReplaceAll(text, "_", "=20")))
		}
		if pending != nil && (strings.TrimSpace(between) != "" || name != pendingLabel) {
			flush()
		}
		if strings.TrimSpace(between) != "" {
			b.WriteString(decoded([]byte(between), label))
		}
		pending, pendingLabel = append(pending, data...), name
	}
	flush()
	b.WriteString(decoded([]byte(value[at:]), label))
	return strings.Join(strings.Fields(b.String()), " ")
}

func decoded(data []byte, label string) string {
	t, err := charset.Decode(data, label)
	if err != nil {
		return strings.ToValidUTF8(string(data), "\ufffd")
	}
	return t.String
}
