// Package charset turns bytes into text, whatever they were written in: every
// encoding that office programs, web pages and mail have used for the
// languages of East Asia and Europe.
//
// What a file says about itself is often wrong, so the bytes are asked first.
// In order of trust:
//
//	byte order mark > valid UTF-8 > bytes that leave no choice > declared label > best guess
//
// The guess weighs the bytes as a text of each language in each encoding
// (guess.go): the reading that needs the fewest bits wins, and the distance to
// the next one says how sure that is. No library guesses along.
//
// What was damaged on the way is mended where that is certain (mend.go), and
// every repair is a [doc.Doubt]. What cannot be read is a [doc.Loss], or an
// [*Error] where it is everything.
package charset

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"

	"github.com/backissue/backissue/site/doc"
)

// A Text is what some bytes say.
type Text struct {
	String   string // valid UTF-8 in normal form C, without a byte order mark
	Encoding string // name in the WHATWG Encoding Standard, such as "euc-kr"; "utf-8" where all is ASCII
	Doubts   []doc.Doubt
	Losses   []doc.Loss // what no encoding could make sense of; U+FFFD stands in its place
}

// An Error says that bytes are in an encoding that cannot be read.
type Error struct {
	Encoding string // its name, or empty where it is unknown
}

func (e *Error) Error() string {
	if e.Encoding == "" {
		return "charset: text in no known encoding"
	}
	return "charset: text in " + e.Encoding + ", which cannot be read"
}

// Hint returns what the owner of the file can do.
func (e *Error) Hint() string {
	return "open it in the program that wrote it, and save it as UTF-8"
}

// Decode returns the text that data holds. The label is the encoding that the
// file, its mail or its page declares, or empty; it is believed only where
// the bytes do not say otherwise. Positions count lines from 1.
//
// Every error is an [*Error].
func Decode(data []byte, label string) (Text, error) {
	t, err := decode(data, label)
	if err != nil {
		return Text{}, err
	}
	var doubts []doc.Doubt
	t.String, doubts = Mend(t.String)
	t.Doubts = append(t.Doubts, doubts...)
	return t, nil
}

func decode(data []byte, label string) (Text, error) {
	if len(data) == 0 {
		return Text{Encoding: utf8Name}, nil
	}
	var t Text
	if name, mark := byteOrderMark(data); mark > 0 {
		s, ok := decodeMarked(data[mark:], name)
		if ok {
			return whole(s, name), nil
		}
		data = data[mark:]
		t.Doubts = append(t.Doubts, doc.Doubt{Position: doc.Position{Line: 1}, Code: "encoding-mark", Text: name,
			Why: "the file begins with the mark of " + name + ", but goes on in another encoding"})
	}
	if hasControls(data) {
		if s, name, ok := decodeWide(data); ok {
			t.Doubts = append(t.Doubts, overruled(label, name)...)
			return t.with(s, name), nil
		}
		if bytes.IndexByte(data, 0) >= 0 {
			return Text{}, &Error{}
		}
	}
	if name, s, err := decodeSeven(data, label); err != nil || name != "" {
		t.Doubts = append(t.Doubts, overruled(label, name)...)
		return t.with(s, name), err
	}
	if utf8.Valid(data) {
		name := utf8Name
		if !ascii(data) {
			t.Doubts = append(t.Doubts, overruled(label, name)...)
		}
		return t.with(string(data), name), nil
	}
	return t.decodeEight(data, label)
}

// whole returns text that was read without a loss, or says where U+FFFD had
// to stand in for some of it.
func whole(s, name string) Text { return Text{}.with(s, name) }

func (t Text) with(s, name string) Text {
	t.String, t.Encoding = s, name
	if name != utf8Name && name != "gb18030" { // these can encode U+FFFD
		t.Losses = append(t.Losses, gaps(s, name)...)
	}
	return t
}

// maxGaps is how many lines with losses are listed one by one.
const maxGaps = 20

// gaps returns a loss for each line of s in which U+FFFD stands for bytes that
// are not in the named encoding.
func gaps(s, name string) []doc.Loss {
	var losses []doc.Loss
	rest := 0
	line := 0
	for l := range strings.SplitSeq(s, "\n") {
		line++
		n := strings.Count(l, string(utf8.RuneError))
		switch {
		case n == 0:
		case len(losses) == maxGaps:
			rest += n
		default:
			losses = append(losses, doc.Loss{Position: doc.Position{Line: line},
				Reason: fmt.Sprintf("%s not in %s, marked with U+FFFD", counted(n, "character"), name)})
		}
	}
	if rest > 0 {
		losses = append(losses, doc.Loss{Position: losses[maxGaps-1].Position,
			Reason: fmt.Sprintf("%s on later lines not in %s", counted(rest, "character"), name)})
	}
	return losses
}

func counted(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// overruled returns the doubt that a declared label was wrong, if it was.
func overruled(label, name string) []doc.Doubt {
	if label == "" || name == "" || sameFamily(canonical(label), name) {
		return nil
	}
	return []doc.Doubt{{Position: doc.Position{Line: 1}, Code: "encoding-label", Text: label,
		Why: "declared as " + label + ", but the bytes are " + name}}
}

func ascii(data []byte) bool {
	for _, b := range data {
		if b >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// decodeWith decodes with U+FFFD for what is not in the encoding.
func decodeWith(enc encoding.Encoding, data []byte) string {
	out, err := enc.NewDecoder().Bytes(data)
	if err != nil {
		// No decoder of x/text stops at wrong bytes; this is a cut end.
		return string(out) + string(utf8.RuneError)
	}
	return string(out)
}
