// Package epub writes books: it turns chapters that are XHTML already into one
// EPUB 3.3 file (https://www.w3.org/TR/epub-33/), which reading systems of
// EPUB 2 can open too. It knows no newsletter and no web site, and only
// computes. The same book gives the same bytes.
package epub

import (
	"errors"
	"fmt"
	"regexp"
	"time"
)

// A Book is what an EPUB file is made of.
type Book struct {
	Title     string
	Language  string    // BCP 47
	Direction string    // "rtl", or anything else for left to right
	ID        string    // a URI that tells the book from all others; see [ID]
	Series    string    // the title of what the book is a number of, if anything
	Publisher string    // who publishes it, if anybody says so
	Date      time.Time // when it was published; the zero time if nobody knows
	Modified  time.Time // when its content changed last; Date if zero

	Chapters []Chapter // in reading order, one at least
	Images   []Image
	CSS      string // the style sheet of all chapters
}

// A Chapter is one XHTML file of a book, ID.xhtml, beside which images/ lies.
type Chapter struct {
	ID       string // an NCName of ASCII letters, once in the book
	Title    string
	Language string // of the title, where it is another than the book's; BCP 47
	Body     string // what stands in <body>, in the vocabulary of XHTML
	Part     bool   // the chapters up to the next Part belong to this one
}

// An Image is a picture that chapters show: images/Name.
type Image struct {
	Name string
	Type string // a core media type
	Data []byte
}

// types are the media types that every reading system shows: EPUB 3.3, 3.2.
var types = map[string]bool{
	"image/gif": true, "image/jpeg": true, "image/png": true, "image/svg+xml": true, "image/webp": true,
}

var (
	goodID   = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9._-]*$`)
	goodName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`)
)

// nav is the name of the file of contents without its extension, which no
// chapter may have.
const nav = "nav"

// Make returns the book as a file. A book that a reading system would refuse
// is an error.
func Make(b Book) ([]byte, error) {
	if err := b.check(); err != nil {
		return nil, fmt.Errorf("epub: %w", err)
	}
	if b.Modified.IsZero() {
		b.Modified = b.Date
	}
	files := map[string][]byte{
		"META-INF/container.xml": []byte(container),
		"EPUB/package.opf":       b.opf(),
		"EPUB/nav.xhtml":         b.contents(),
		"EPUB/toc.ncx":           b.ncx(),
		"EPUB/style.css":         []byte(b.CSS),
	}
	for _, c := range b.Chapters {
		if err := WellFormed([]byte(`<body xmlns:epub="http://www.idpf.org/2007/ops">` + c.Body + "</body>")); err != nil {
			return nil, fmt.Errorf("epub: %s: %w", c.ID, err)
		}
		files["EPUB/"+c.ID+".xhtml"] = b.page(c.Title, c.Body)
	}
	for _, i := range b.Images {
		files["EPUB/images/"+i.Name] = i.Data
	}
	for name, data := range files {
		if err := wellFormed(name, data); err != nil {
			return nil, fmt.Errorf("epub: %s: %w", name, err)
		}
	}
	return pack(files)
}

// check finds what no reading system could read.
func (b Book) check() error {
	switch {
	case len(b.Chapters) == 0:
		return errors.New("a book without chapters")
	case blank(b.Title):
		return errors.New("a book without a title")
	case !tag(b.Language):
		return fmt.Errorf("the language %q is no language tag", b.Language)
	case blank(b.ID):
		return errors.New("a book without an identifier")
	}
	known := map[string]bool{nav: true}
	for _, c := range b.Chapters {
		switch {
		case !goodID.MatchString(c.ID):
			return fmt.Errorf("%q is no id of a chapter", c.ID)
		case known[c.ID]:
			return fmt.Errorf("%s: two chapters have this id", c.ID)
		case c.Language != "" && !tag(c.Language):
			return fmt.Errorf("%s: the language %q is no language tag", c.ID, c.Language)
		case blank(c.Title):
			return fmt.Errorf("%s: a chapter without a title", c.ID)
		}
		known[c.ID] = true
	}
	names := map[string]bool{}
	for _, i := range b.Images {
		switch {
		case !goodName.MatchString(i.Name) || names[i.Name]:
			return fmt.Errorf("%q is no name of an image, or of two", i.Name)
		case !types[i.Type]:
			return fmt.Errorf("%s: books may not hold %q", i.Name, i.Type)
		}
		names[i.Name] = true
	}
	return nil
}
