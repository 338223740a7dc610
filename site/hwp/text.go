package hwp

import (
	"encoding/binary"
	"errors"
	"strings"
	"unicode/utf16"

	"github.com/backissue/backissue/site/hwp/hangul"
)

// A kind says what a token of PARA_TEXT is.
type kind int

const (
	textToken    kind = iota // characters
	controlToken             // the next control of the paragraph stands here
	endToken                 // a field ends
)

// tokens calls f with the parts of a PARA_TEXT record in order (HWP 5.0,
// 4.3.2 and table 6). Characters below 32 are controls: some as long as one
// character, the others as eight.
func tokens(data []byte, f func(k kind, text string)) error {
	var units []uint16
	flush := func() {
		if len(units) > 0 {
			f(textToken, hangul.Normal(string(utf16.Decode(units))))
			units = units[:0]
		}
	}
	for i := 0; i+1 < len(data); {
		u := binary.LittleEndian.Uint16(data[i:])
		long := false
		switch u {
		case 0, 13, 25, 26, 27, 28, 29:
		case 10:
			units = append(units, '\n')
		case 24:
			units = append(units, '-')
		case 30, 31:
			units = append(units, ' ')
		case 9:
			units = append(units, ' ')
			long = true
		case 4:
			flush()
			f(endToken, "")
			long = true
		case 5, 6, 7, 8, 19, 20:
			long = true
		case 1, 2, 3, 11, 12, 14, 15, 16, 17, 18, 21, 22, 23:
			flush()
			f(controlToken, "")
			long = true
		default:
			units = append(units, u)
		}
		if i += 2; long {
			if i += 14; i > len(data) {
				return errors.New("text ends inside a control")
			}
		}
	}
	flush()
	return nil
}

// words returns the text that a record holds outside of paragraphs, as the
// author wrote it: equations, word art, ruby, composed characters, entries of
// an index.
func words(r record) []string {
	f := fields(r.data)
	var out []string
	switch r.tag {
	case tagEquation:
		f.u32()
		out = append(out, f.text())
	case tagTextArt:
		f.take(32)
		out = append(out, f.text())
	case tagControl:
		switch name(r) {
		case "tcps":
			out = append(out, f.skip(4).text())
		case "tdut", "idxm":
			out = append(out, f.skip(4).text(), f.text())
		}
	}
	for i, s := range out {
		out[i] = hangul.Normal(s)
	}
	return out
}

func (c *cursor) skip(n int) *cursor {
	c.take(n)
	return c
}

// name returns the four letters by which a control is known, "tbl ". They
// stand in the record from the last to the first.
func name(r record) string {
	if len(r.data) < 4 {
		return ""
	}
	return string([]byte{r.data[3], r.data[2], r.data[1], r.data[0]})
}

// letters adds up what a section holds, record by record, without regard to
// where it belongs.
func letters(records []record, add func(string)) error {
	for _, r := range records {
		if r.tag == tagParaText {
			err := tokens(r.data, func(_ kind, text string) { add(text) })
			if err != nil {
				return err
			}
			continue
		}
		for _, s := range words(r) {
			add(s)
		}
	}
	return nil
}

// ruby writes a text with the small one above it.
func ruby(parts []string) string {
	if len(parts) < 2 || strings.TrimSpace(parts[1]) == "" {
		return strings.Join(parts, "")
	}
	return parts[0] + "(" + parts[1] + ")"
}
