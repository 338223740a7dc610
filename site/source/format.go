package source

import (
	"archive/zip"
	"bytes"
	"io"
	"regexp"
	"strings"
)

// A Format is a kind of document, told by its content.
type Format string

// The formats that backissue has readers for.
const (
	PDF      Format = "pdf"
	DOCX     Format = "docx"
	ODT      Format = "odt"
	HWPX     Format = "hwpx"
	HWP      Format = "hwp"
	HTML     Format = "html"
	Markdown Format = "markdown"
	Mail     Format = "mail"
	Text     Format = "text"
)

// identify returns the format of a document, or what else it is, in words
// that go behind "is".
func identify(data []byte) (format Format, other string) {
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return identifyZip(data)
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return identifyCompound(data)
	case bytes.Contains(data[:min(len(data), 1024)], []byte("%PDF-")):
		return PDF, "" // ISO 32000-2, annex I: readers accept the header within the first 1024 bytes
	}
	for _, s := range signatures {
		if bytes.HasPrefix(data, []byte(s.magic)) {
			return "", s.name
		}
	}
	head := string(data[:min(len(data), 8192)])
	for _, mark := range []string{"\ufeff", "\xff\xfe", "\xfe\xff"} {
		head = strings.TrimPrefix(head, mark)
	}
	head = strings.ReplaceAll(strings.ReplaceAll(head, "\x00", ""), "\r\n", "\n")
	switch {
	case looksLikeMail(head):
		return Mail, ""
	case markup.MatchString(head):
		return HTML, ""
	case frontMatter.MatchString(head) || len(atxHeading.FindAllString(head, 2)) > 1:
		return Markdown, ""
	}
	return Text, ""
}

// signatures are the first bytes of what people put among their documents
// and no reader reads, with its name.
var signatures = []struct{ magic, name string }{
	{"HWP Document File", "a document of Hangul 3 or older"},
	{"{\\rtf", "a rich text document"},
	{"\x89PNG", "a picture"},
	{"\xff\xd8\xff", "a picture"},
	{"GIF8", "a picture"},
	{"II*\x00", "a picture"},
	{"MM\x00*", "a picture"},
	{"\x7fELF", "a program"},
	{"MZ", "a program"},
	{"\x1f\x8b", "a compressed file"},
	{"7z\xbc\xaf", "a compressed file"},
	{"Rar!", "a compressed file"},
}

// identifyZip tells the office formats that are zip archives by their parts.
func identifyZip(data []byte) (format Format, other string) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return "", "a damaged zip file"
	}
	for _, f := range z.File {
		switch name := f.Name; {
		case name == "mimetype" && f.UncompressedSize64 < 256:
			switch t := readSmall(f); {
			case strings.HasPrefix(t, "application/vnd.oasis.opendocument.text"):
				return ODT, ""
			case strings.HasPrefix(t, "application/hwp+zip"):
				return HWPX, ""
			case strings.HasPrefix(t, "application/epub+zip"):
				return "", "an EPUB book"
			case strings.HasPrefix(t, "application/vnd.oasis"):
				return "", "an OpenDocument file, but no text"
			}
		case name == "word/document.xml" || strings.HasPrefix(name, "word/"):
			return DOCX, ""
		case name == "Contents/content.hpf":
			return HWPX, ""
		case strings.HasPrefix(name, "xl/"):
			return "", "a spreadsheet"
		case strings.HasPrefix(name, "ppt/"):
			return "", "a presentation"
		}
	}
	return "", "a zip file"
}

func readSmall(f *zip.File) string {
	r, err := f.Open()
	if err != nil {
		return ""
	}
	defer r.Close()
	data, _ := io.ReadAll(io.LimitReader(r, 256))
	return string(data)
}

// identifyCompound tells the formats that are compound files (MS-CFB) by the
// names of their streams, which are in UTF-16.
func identifyCompound(data []byte) (format Format, other string) {
	has := func(name string) bool {
		var b []byte
		for _, r := range name {
			b = append(b, byte(r), 0)
		}
		return bytes.Contains(data, b)
	}
	switch {
	case has("HwpSummaryInformation"), has("FileHeader") && has("DocInfo"):
		return HWP, ""
	case has("EncryptedPackage"):
		return "", "an office document with a password"
	case has("WordDocument"):
		return "", "a document of Word 2003 or older"
	}
	return "", "an old or damaged office document"
}

var (
	markup      = regexp.MustCompile(`(?i)^\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|div|table|p|h[1-6])[\s>]`)
	frontMatter = regexp.MustCompile(`^(?:---\n(?:[^\n]*\n)*?---\n|\+\+\+\n(?:[^\n]*\n)*?\+\+\+\n)`)
	atxHeading  = regexp.MustCompile(`(?m)^#{1,6} \S`)
	mailHeader  = regexp.MustCompile(`(?i)^(?:From|To|Subject|Date|Received|Return-Path|Delivered-To|MIME-Version|Message-ID|Content-Type|X-[\w-]+|DKIM-Signature|Reply-To|Sender)\s*:`)
)

// looksLikeMail reports whether a text begins with the header of a message
// (RFC 5322), or of the first one of a mailbox (RFC 4155).
func looksLikeMail(head string) bool {
	if strings.HasPrefix(head, "From ") {
		_, head, _ = strings.Cut(head, "\n")
	}
	if !mailHeader.MatchString(head) {
		return false
	}
	header, _, _ := strings.Cut(head, "\n\n")
	lower := "\n" + strings.ToLower(header)
	return strings.Contains(lower, "\nfrom:") && (strings.Contains(lower, "\nsubject:") || strings.Contains(lower, "\ndate:"))
}
