package site

import (
	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/docx"
	"github.com/backissue/backissue/site/html"
	"github.com/backissue/backissue/site/hwp"
	"github.com/backissue/backissue/site/hwpx"
	"github.com/backissue/backissue/site/mail"
	"github.com/backissue/backissue/site/markdown"
	"github.com/backissue/backissue/site/odt"
	"github.com/backissue/backissue/site/pdf"
	"github.com/backissue/backissue/site/source"
	"github.com/backissue/backissue/site/text"
)

// A Reader turns the bytes of one format into a document.
type Reader struct {
	Format source.Format
	Name   string // what people call the format
	Files  string // the endings that its files usually have
	Keeps  string // what of a document arrives in the archive
	read   func([]byte, surroundings) (*doc.Document, error)
}

// Surroundings are what a reader may use besides the bytes of its document.
type surroundings struct {
	ocr  *pdf.Options                           // how to read pages without text, or nil
	file func(address string) (doc.Media, bool) // finds the pictures that lie beside the document
}

// alone makes a reader of one that needs nothing but the bytes.
func alone(read func([]byte) (*doc.Document, error)) func([]byte, surroundings) (*doc.Document, error) {
	return func(data []byte, _ surroundings) (*doc.Document, error) { return read(data) }
}

func readPDF(data []byte, s surroundings) (*doc.Document, error) {
	if s.ocr != nil {
		return s.ocr.Read(data)
	}
	return pdf.Read(data)
}

func readHTML(data []byte, s surroundings) (*doc.Document, error) {
	return html.Options{Media: s.file}.Read(data)
}

func readMarkdown(data []byte, s surroundings) (*doc.Document, error) {
	return markdown.Options{Media: s.file}.Read(data)
}

// Readers are the formats that import knows. A file's content decides which
// of them reads it, and never its name.
var Readers = []Reader{
	{source.PDF, "PDF", ".pdf", "text in columns, headings, lists, tables, notes, forms, pictures, drawings, pages", readPDF},
	{source.DOCX, "Word", ".docx", "headings, numbering, lists, tables, text boxes, notes, links, pictures", alone(docx.Read)},
	{source.ODT, "OpenDocument", ".odt", "headings, numbering, lists, tables, text boxes, notes, links, pictures", alone(odt.Read)},
	{source.HWPX, "Hangul", ".hwpx", "headings, numbering, tables, text boxes, notes, links, pictures", alone(hwpx.Read)},
	{source.HWP, "Hangul 5", ".hwp", "headings, numbering, tables, text boxes, notes, links, pictures", alone(hwp.Read)},
	{source.HTML, "Web page", ".html", "the main text: headings, lists, tables, links, pictures in or beside the file", readHTML},
	{source.Mail, "Mail", ".eml .mbox", "messages as they were sent: headings, lists, tables, links, pictures, attachments", alone(mail.Read)},
	{source.Markdown, "Markdown", ".md", "headings, lists, tables, notes, links, pictures in or beside the file", readMarkdown},
	{source.Text, "Plain text", ".txt", "lines, pages, aligned tables, bullets; any encoding", alone(text.Read)},
}

// reader returns the reader of a format.
func reader(f source.Format) (Reader, bool) {
	for _, r := range Readers {
		if r.Format == f {
			return r, true
		}
	}
	return Reader{}, false
}
