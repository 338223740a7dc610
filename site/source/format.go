package source

import (
	"bytes"
	"fmt"
	"unicode"
	"unicode/utf8"
)

// A Format is a kind of document, told by its content.
type Format string

// Text is plain text in UTF-8, with or without a byte order mark.
const Text Format = "text"

// signatures are the first bytes of formats that people save newsletters in.
// None of them has a reader yet, but the message can name them.
var signatures = []struct{ magic, name string }{
	{"%PDF-", "a PDF document"},
	{"PK\x03\x04", "a Word, Hangul, OpenDocument or zip file"},
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word or Hangul document"},
	{"HWP Document File", "an old Hangul document"},
	{"{\\rtf", "a rich text document"},
	{"\x89PNG", "a picture"},
	{"\xff\xd8\xff", "a picture"},
	{"GIF8", "a picture"},
	{"\xff\xfe", "text in UTF-16"},
	{"\xfe\xff", "text in UTF-16"},
}

// inspect tells the format of a document, or why no reader can have it. The
// Name of the error is the caller's to fill in.
func inspect(data []byte) (Format, *Error) {
	if len(data) == 0 {
		return "", &Error{Problem: "is empty", Advice: "was it copied completely? otherwise remove it"}
	}
	for _, s := range signatures {
		if bytes.HasPrefix(data, []byte(s.magic)) {
			return "", notText("is " + s.name)
		}
	}
	if i := bytes.IndexByte(data, 0); i >= 0 {
		return "", notText(fmt.Sprintf("is not text: zero byte at offset %d", i))
	}
	if i := invalid(data); i >= 0 {
		return "", notText(fmt.Sprintf("is not UTF-8: byte 0x%02X at offset %d, line %d",
			data[i], i, 1+bytes.Count(data[:i], []byte("\n"))))
	}
	if blank(data) {
		return "", &Error{Problem: "holds only white space", Advice: "was it saved completely? otherwise remove it"}
	}
	if line := longLine(data); line > 0 {
		return "", &Error{
			Problem: fmt.Sprintf("line %d is longer than %d MiB", line, MaxLine>>20),
			Advice:  "save it as text with line ends",
		}
	}
	return Text, nil
}

func notText(problem string) *Error {
	return &Error{Problem: problem, Advice: "save it as plain text in UTF-8"}
}

// invalid returns the offset of the first byte that is not UTF-8, or -1.
func invalid(data []byte) int {
	if utf8.Valid(data) {
		return -1
	}
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

// blank reports whether nothing in data could be seen on a page.
func blank(data []byte) bool {
	return bytes.IndexFunc(data, func(r rune) bool {
		return !unicode.IsSpace(r) && !unicode.IsControl(r) && !unicode.Is(unicode.Cf, r)
	}) < 0
}

// longLine returns the number of the first line longer than [MaxLine], or 0.
func longLine(data []byte) int {
	for n := 1; len(data) > MaxLine; n++ {
		end := bytes.IndexAny(data, "\r\n")
		if end < 0 || end > MaxLine {
			return n
		}
		data = data[end+1:]
	}
	return 0
}
