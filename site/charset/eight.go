package charset

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/backissue/backissue/site/doc"
)

// decodeEight reads bytes that are neither UTF-8 nor ASCII: one old encoding,
// UTF-8 with a few bytes broken, or lines of several encodings pasted into
// one file.
func (t Text) decodeEight(data []byte, label string) (Text, error) {
	parts := divide(data)
	if parts.other == 0 {
		t.Doubts = append(t.Doubts, overruled(label, utf8Name)...)
		return t.damaged(data), nil
	}
	declared := canonical(label)
	if parts.utf8 == 0 {
		return t.decodeOld(data, label, declared)
	}
	return t.decodeMixed(parts, label)
}

// decodeOld reads bytes in one encoding that is not Unicode.
func (t Text) decodeOld(data []byte, label, declared string) (Text, error) {
	v := judge(sample(data), readings)
	name := v.name
	if declared != "" && v.worse(declared) < decisive && named(declared) != nil && !broken(declared, data) {
		name = declared
	}
	if name == v.name && v.unknown() {
		return Text{}, &Error{}
	}
	if name == "johab" {
		return Text{}, &Error{"Johab"}
	}
	if name == v.name {
		t.Doubts = append(t.Doubts, overruled(label, name)...)
		if declared == "" && v.margin < decisive {
			t.Doubts = append(t.Doubts, guessed(name))
		}
	}
	if lines := patchwork(data, name); lines != nil {
		return t.compose(lines, name), nil
	}
	return t.with(decodeWith(named(name), data), name), nil
}

func guessed(name string) doc.Doubt {
	return doc.Doubt{Position: doc.Position{Line: 1}, Code: "encoding-guess", Text: name,
		Why: "no encoding is declared and the bytes leave a choice; " + name + " fits best"}
}

// broken reports whether data holds bytes that the named encoding does not.
func broken(name string, data []byte) bool {
	return bytes.Contains([]byte(decodeWith(named(name), data)), []byte("\ufffd"))
}

// A part is a line of a file and the encoding it is in.
type part struct {
	data []byte
	name string // "" where the line is all ASCII
}

// parts are the lines of a file that is not all UTF-8.
type parts struct {
	lines []part
	utf8  int // bytes outside ASCII on lines that are UTF-8 beyond doubt
	other int // the same on lines that are not
}

// divide tells the lines that are UTF-8, or nearly, from those in another
// encoding.
func divide(data []byte) parts {
	var p parts
	for line := range bytes.Lines(data) {
		one := part{data: line}
		if strong, weak, wrong := sequences(line); strong+weak+wrong > 0 {
			if strong > 2*wrong || wrong == 0 {
				one.name = utf8Name
				p.utf8 += strong
			} else {
				one.name = "other"
				p.other += wrong + strong + weak
			}
		}
		p.lines = append(p.lines, one)
	}
	// Two letters of an old encoding may pass for one of UTF-8 by chance.
	if p.utf8*50 < p.other {
		p.utf8 = 0
	}
	return p
}

// sequences counts the bytes outside ASCII in a line: those in sequences of
// UTF-8 that come in threes or more or one behind the other, which chance
// does not make, those in lone pairs, and those that are not UTF-8.
func sequences(line []byte) (strong, weak, wrong int) {
	pairs := 0
	for i := 0; i < len(line); {
		r, n := utf8.DecodeRune(line[i:])
		i += n
		switch {
		case r < utf8.RuneSelf:
		case r == utf8.RuneError && n == 1:
			wrong++
		case n > 2:
			strong += n
		default:
			pairs++
		}
	}
	if pairs >= 3 {
		return strong + 2*pairs, 0, wrong
	}
	return strong, 2 * pairs, wrong
}

// damaged reads UTF-8 that has some bytes broken.
func (t Text) damaged(data []byte) Text {
	s := strings.ToValidUTF8(string(data), string(utf8.RuneError))
	t.String, t.Encoding = s, utf8Name
	t.Losses = append(t.Losses, gaps(s, utf8Name)...)
	return t
}

// decodeMixed reads a file of which some lines are UTF-8 and some are not.
func (t Text) decodeMixed(p parts, label string) (Text, error) {
	var rest []byte
	for _, l := range p.lines {
		if l.name == "other" {
			rest = append(rest, l.data...)
		}
	}
	v := judge(sample(rest), readings)
	name := v.name
	if declared := canonical(label); named(declared) != nil && v.worse(declared) < decisive && !broken(declared, rest) {
		name = declared
	}
	if v.unknown() || name == "johab" {
		name = "unknown"
	}
	for i := range p.lines {
		if p.lines[i].name == "other" {
			p.lines[i].name = name
		}
	}
	t.Doubts = append(t.Doubts, overruled(label, utf8Name)...)
	return t.compose(p.lines, utf8Name), nil
}

// patchSize is how many bytes outside ASCII it takes to tell that some lines
// are in another encoding than the rest of their file.
const patchSize = 24

// maxPatches bounds the work on large files.
const maxPatches = 1000

// strange reports whether a patch reads badly in the named encoding.
func strange(patch []byte, name string) bool {
	for _, r := range readings {
		if r.name == name {
			s := r.decode(patch)
			for _, m := range r.models {
				if m.bits(s)-asciiBits*float64(len(patch)-highBytes(patch)) < 6.2*float64(highBytes(patch)) {
					return false
				}
			}
		}
	}
	return true
}

// patchwork looks for lines that are not in the encoding of their file but in
// another old one, as when two offices pasted into one. It returns nil where
// there are none.
func patchwork(data []byte, name string) []part {
	if !severalBytes(name) {
		return nil
	}
	var lines []part
	for line := range bytes.Lines(data) {
		lines = append(lines, part{data: line})
	}
	found := false
	size := max(patchSize, len(data)/maxPatches)
	for i := 0; i < len(lines); {
		n, high := i, 0
		var patch []byte
		for ; n < len(lines) && high < size; n++ {
			if c := highBytes(lines[n].data); c > 0 {
				high += c
				if len(patch) < patchSize*20 {
					patch = append(patch, lines[n].data...)
				}
			}
		}
		use := name
		if high >= patchSize && strange(patch, name) {
			if v := judge(patch, eastAsian); v.name != name && !strange(patch, v.name) && v.worse(name) > 4*decisive {
				use, found = v.name, true
			}
		}
		for ; i < n; i++ {
			if highBytes(lines[i].data) > 0 {
				lines[i].name = use
			}
		}
	}
	if !found {
		return nil
	}
	return lines
}

// severalBytes reports the encodings in which a character may take two bytes:
// only these tell by the bytes of a line alone whether it is in them.
func severalBytes(name string) bool {
	return slices.ContainsFunc(eastAsian, func(r reading) bool { return r.name == name })
}

func highBytes(data []byte) int {
	n := 0
	for _, b := range data {
		if b >= utf8.RuneSelf {
			n++
		}
	}
	return n
}

// compose decodes each line by itself and says which were in another encoding
// than main.
func (t Text) compose(lines []part, main string) Text {
	var b strings.Builder
	count := map[string]int{}
	first := map[string]int{}
	for i, l := range lines {
		pos := doc.Position{Line: i + 1}
		switch enc := named(l.name); {
		case l.name == "unknown":
			t.Losses = append(t.Losses, doc.Loss{Position: pos,
				Reason: fmt.Sprintf("%s in an unknown encoding, in a file that is %s", counted(highBytes(l.data), "byte"), main)})
			b.WriteString(strings.Map(dropHigh, string(l.data)))
		case enc == nil:
			b.WriteString(strings.ToValidUTF8(string(l.data), string(utf8.RuneError)))
		default:
			b.WriteString(decodeWith(enc, l.data))
		}
		if l.name != "" && l.name != main {
			if count[l.name]++; count[l.name] == 1 {
				first[l.name] = i + 1
			}
		}
	}
	for _, r := range readings {
		if n := count[r.name]; n > 0 {
			t.Doubts = append(t.Doubts, doc.Doubt{Position: doc.Position{Line: first[r.name]}, Code: "encoding-mixed", Text: r.name,
				Why: fmt.Sprintf("the file is %s, but %s, the first of them this one, are %s", main, counted(n, "line"), r.name)})
		}
	}
	t.String, t.Encoding = b.String(), main
	t.Losses = append(t.Losses, gaps(t.String, main)...)
	return t
}

// dropHigh keeps the place of unreadable bytes and drops the bytes.
func dropHigh(r rune) rune {
	if r >= utf8.RuneSelf || r == utf8.RuneError {
		return utf8.RuneError
	}
	return r
}
