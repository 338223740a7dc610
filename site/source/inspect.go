package source

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
)

// inspect tells the format of a document, or why no reader can have it. The
// Name of the error is the caller's to fill in.
func inspect(data []byte) (Format, *Error) {
	if len(data) == 0 {
		return "", &Error{Problem: "is empty", Advice: "was it copied completely? otherwise remove it"}
	}
	format, other := identify(data)
	if format == "" && strings.Contains(other, "damaged") {
		return "", &Error{Problem: "is " + other, Advice: "was it copied completely? otherwise open it in the program that made it, and save it anew"}
	}
	if format == "" {
		return "", &Error{Problem: "is " + other, Advice: "save it in a format that `backissue import --list-formats` names"}
	}
	if format != Text {
		return format, nil
	}
	if i := bytes.IndexByte(data, 0); i >= 0 && !mayBeWide(data) {
		return "", &Error{Problem: fmt.Sprintf("is not text: zero byte at offset %d", i),
			Advice: "save it in a format that `backissue import --list-formats` names"}
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

// mayBeWide reports whether zero bytes may be halves of characters, as in
// UTF-16 and UTF-32: there is a byte order mark, or they are not rare and
// stand in every other place only.
func mayBeWide(data []byte) bool {
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) || bytes.HasPrefix(data, []byte("\x00\x00\xfe\xff")) {
		return true
	}
	if len(data)%2 > 0 {
		return false
	}
	var even, odd int
	for i, b := range data {
		if b == 0 && i%2 == 0 {
			even++
		} else if b == 0 {
			odd++
		}
	}
	return even+odd > 1 && (even+odd)*50 >= len(data) && (even*20 < odd || odd*20 < even)
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
