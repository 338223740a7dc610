// Package mail reads newsletters as they were sent: single messages (.eml)
// and folders of them (.mbox).
//
// Package enmime takes a message apart; what its parts hold is decoded here
// (part.go), since mail often declares the wrong encoding. HTML goes to
// package markup, plain text to package reflow (plain.go). Of alternatives
// the page is read and not the plain text, unless that says more.
//
// The subject is the title of the document. The other lines of the head that
// a reader sees are furniture. Attached files are attachments of the document,
// each with a line of furniture that names it.
package mail

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/jhillyerd/enmime/v2"

	"github.com/backissue/backissue/site/charset"
	"github.com/backissue/backissue/site/doc"
)

// maxNesting is how deep parts may lie within parts. Real messages have four
// levels; each more costs a multiple of the time.
const maxNesting = 10

// maxParts is how many parts a message may have in all. The parser's time
// grows with the square of those that stand side by side.
const maxParts = 2000

// ErrEncrypted is the cause of errors about messages that only their receiver
// can read.
var ErrEncrypted = errors.New("the message is encrypted")

// errSealed is the error of messages that can only be read together with their
// signature.
var errSealed = errors.New("the message is wrapped in its signature (S/MIME): save it without")

// An encryptedError says how a message is encrypted.
type encryptedError struct{ how string }

func (e encryptedError) Error() string { return ErrEncrypted.Error() + " (" + e.how + ")" }
func (e encryptedError) Unwrap() error { return ErrEncrypted }

// Hint returns what the owner of the message can do.
func (e encryptedError) Hint() string {
	return "open it in the mail program that can read it, and save it decrypted"
}

// Read returns the document that a message holds. It fails for data that is
// no mail, for a folder of several messages (see [Split]), for encrypted
// messages and for those that hold no text.
func Read(data []byte) (*doc.Document, error) {
	if messages := Split(data); len(messages) > 1 {
		return nil, fmt.Errorf("mail: %d messages in one file", len(messages))
	}
	d, err := read(data)
	if err != nil {
		return nil, fmt.Errorf("mail: %w", err)
	}
	return d, nil
}

// envelope is the line that sets messages apart in a folder (RFC 4155).
var envelope = regexp.MustCompile(`(?m)^From [^\r\n]*\d{4}[^\r\n]*\r?\n`)

// Split returns the messages of a folder, or the one that data is. A line
// "From …" begins one where a blank line stands above it and a head below.
func Split(data []byte) [][]byte {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if !bytes.HasPrefix(data, []byte("From ")) {
		return [][]byte{data}
	}
	var starts []int
	for _, m := range envelope.FindAllIndex(data, -1) {
		before := bytes.TrimRight(data[:m[0]], " \t\r")
		blank := m[0] == 0 || bytes.HasSuffix(before, []byte("\n\n")) || bytes.HasSuffix(before, []byte("\n\r\n"))
		if blank && headLine.Match(data[m[1]:min(len(data), m[1]+1000)]) {
			starts = append(starts, m[0])
		}
	}
	if len(starts) < 2 {
		return [][]byte{data}
	}
	var out [][]byte
	for i, start := range starts {
		end := len(data)
		if i+1 < len(starts) {
			end = starts[i+1]
		}
		out = append(out, unquote.ReplaceAll(data[start:end], []byte("$1")))
	}
	return out
}

var (
	unquote  = regexp.MustCompile(`(?m)^>(>*From )`)
	headLine = regexp.MustCompile(`^>?[!-9;-~]+[ \t]*:`)
)

// maxHead is how many bytes the head of a message may take.
const maxHead = 1 << 20

// known finds the lines that tell a head from other text.
var known = regexp.MustCompile(`(?im)^(?:from|to|subject|date|received|message-id|mime-version|content-[a-z-]+|return-path|delivered-to):`)

// read reads one message.
func read(data []byte) (*doc.Document, error) {
	data, err := normal(data)
	if err != nil {
		return nil, err
	}
	switch deepest, parts := nesting(data); {
	case deepest > maxNesting:
		return nil, fmt.Errorf("parts within parts, more than %d deep", maxNesting)
	case parts > maxParts:
		return nil, fmt.Errorf("more than %d parts", maxParts)
	}
	parser := enmime.NewParser(enmime.RawContent(true), enmime.SkipMalformedParts(true), enmime.MultipartWOBoundaryAsSinglePart(true), enmime.MaxStoredPartErrors(10))
	root, err := parser.ReadParts(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("not a message: %w", err)
	}
	if root.FirstChild == nil && strings.HasPrefix(kindOf(root), "multipart/") {
		root.ContentType, root.Content = "text/plain", body(data) // what sets its parts apart is nowhere
	}
	r := newReader()
	if err := r.index(root); err != nil {
		return nil, err
	}
	r.head(root)
	if err := r.part(root); err != nil {
		return nil, err
	}
	r.files()
	if r.d.Source.Len() == 0 && len(r.d.Media)+len(r.d.Attachments) == 0 {
		return nil, errors.New("the message holds no text")
	}
	return r.d, nil
}

// normal returns the bytes of a message that begins with its head: without an
// envelope, and as ASCII with whatever its parts hold, also where all of it
// was saved as UTF-16.
func normal(data []byte) ([]byte, error) {
	if len(data) >= 2 && (data[0] >= 0xfe && data[1] >= 0xfe || data[0] == 0 || data[1] == 0) {
		t, err := charset.Decode(data, "")
		if err != nil {
			return nil, err
		}
		data = []byte(t.String)
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	data = bytes.TrimLeft(data, "\r\n")
	if bytes.HasPrefix(data, []byte("From ")) || bytes.HasPrefix(data, []byte(">From ")) {
		_, data, _ = bytes.Cut(data, []byte("\n"))
	}
	head := data[:min(len(data), maxHead)]
	if i := bytes.Index(head, []byte("\n\n")); i >= 0 {
		head = head[:i+1]
	}
	if i := bytes.Index(head, []byte("\n\r\n")); i >= 0 {
		head = head[:i+1]
	}
	if !headLine.Match(data) || !known.Match(head) {
		return nil, errors.New("not a message: it has no head")
	}
	return closed(data), nil
}
