// Package hwp reads documents of the Hangul word processor, version 5 and
// later: compound files of compressed streams of records. It decodes the
// streams; what the records mean, in whichever format, is up to package
// hangul.
//
// Sections and tables refer to "Hangul document file format 5.0", revision
// 1.3, which Hancom publishes.
package hwp

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/hwp/hangul"
)

// Why a document cannot be read, whatever it holds.
var (
	ErrPassword  = errors.New("is locked with a password")
	ErrProtected = errors.New("is locked by rights management: save it without")
	ErrOld       = errors.New("is of Hangul 3.0 or older: save it as HWPX")
	ErrNotHWP    = errors.New("is not a Hangul document, or not all of one")
)

// Flags of a document (HWP 5.0, table 3).
const (
	flagPacked       = 1 << 0
	flagPassword     = 1 << 1
	flagDistribution = 1 << 2
	flagDRM          = 1 << 4
	flagCertificate  = 1 << 8
	flagCertDRM      = 1 << 10
)

// Read returns the document that an HWP 5 file holds. Positions count
// paragraphs; pages are not known. The error is one of this package, or
// names the stream that is damaged.
func Read(data []byte) (*doc.Document, error) {
	d, err := read(data)
	if err != nil {
		return nil, fmt.Errorf("hwp: %w", err)
	}
	return d, nil
}

func read(data []byte) (*doc.Document, error) {
	if bytes.HasPrefix(data, []byte("HWP Document File V")) {
		return nil, ErrOld
	}
	c, err := open(data)
	if err != nil {
		return nil, fmt.Errorf("%w (%w)", ErrNotHWP, err)
	}
	flags, err := header(c)
	if err != nil {
		return nil, err
	}
	s := streams{c, flags, maxText, maxRecords}
	records, err := s.records("DocInfo", false)
	if err != nil {
		return nil, fmt.Errorf("DocInfo: %w", err)
	}
	info := readInfo(records, flags&flagPacked != 0)
	m := &media{container: c, files: info.files, left: maxMedia, lost: map[int]string{}, read: map[int]bool{}}
	paragraphs, source, err := s.sections(info, m)
	if err != nil {
		return nil, err
	}
	d := hangul.Compose(&info.defs, paragraphs, source)
	d.Media = m.out
	if info.tracked {
		d.Doubts = append(d.Doubts, doc.Doubt{
			Position: doc.Position{Line: 1}, Code: "tracked-changes",
			Why: "the document records changes: text that was deleted may still be there",
		})
	}
	return d, nil
}

// header reads FileHeader (HWP 5.0, 3.2.1) and returns its flags.
func header(c *container) (int, error) {
	head, err := c.read("FileHeader")
	if err != nil || len(head) < 40 || !bytes.HasPrefix(head, []byte("HWP Document File")) {
		return 0, ErrNotHWP
	}
	flags := fields(head).skip(36).u32()
	switch {
	case flags&flagPassword != 0:
		return 0, ErrPassword
	case flags&(flagDRM|flagCertificate|flagCertDRM) != 0:
		return 0, ErrProtected
	}
	return flags, nil
}

// streams unpacks the streams of records.
type streams struct {
	*container
	flags int
	left  int // bytes that may still be unpacked
	count int // records that may still be read
}

func (s *streams) records(name string, secret bool) ([]record, error) {
	data, err := s.read(name)
	if err == nil && secret {
		data, err = distributed(data)
	}
	if err == nil && s.flags&flagPacked != 0 {
		data, err = inflate(data, s.left)
	}
	if err != nil {
		return nil, err
	}
	if s.left -= len(data); s.left < 0 {
		return nil, fmt.Errorf("more than %d MiB of records in all", maxText>>20)
	}
	out, err := parse(data, s.count)
	s.count -= len(out)
	return out, err
}

// sections reads all sections in order, and counts their letters.
func (s *streams) sections(info *info, m *media) ([]hangul.Paragraph, doc.Tally, error) {
	folder := "BodyText"
	secret := s.flags&flagDistribution != 0 && s.has("ViewText/Section0")
	if secret {
		folder = "ViewText"
	}
	var out []hangul.Paragraph
	source := doc.Tally{}
	n := 0
	for ; ; n++ {
		name := fmt.Sprintf("%s/Section%d", folder, n)
		if !s.has(name) {
			break
		}
		records, err := s.records(name, secret)
		if err == nil {
			err = letters(records, source.Add)
		}
		if n := source.Len(); err == nil && n > doc.MaxLetters {
			err = &doc.SizeError{What: "letters", Have: n, Max: doc.MaxLetters}
		}
		var more []hangul.Paragraph
		if err == nil {
			b := &body{records, info, m}
			more, err = b.paragraphs(0, len(records))
		}
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", name, err)
		}
		out = append(out, more...)
	}
	switch {
	case n == 0:
		return nil, nil, fmt.Errorf("%s: holds no section", folder)
	case n < info.sections:
		missing := strings.Trim(fmt.Sprintf("sections %d to %d are missing", n+1, info.sections), " ")
		out = append(out, single(&hangul.Lost{Reason: missing}))
	}
	return out, source, nil
}
