package mail

import (
	"bytes"
	"errors"
	"fmt"
	"mime"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/jhillyerd/enmime/v2"
	"golang.org/x/net/html"

	"github.com/backissue/backissue/site/charset"
	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/markup"
)

// A reader makes a document of the parts of a message.
type reader struct {
	d        *doc.Document
	line     int             // number of the last block
	names    map[string]bool // of media, in lower case
	again    map[string]int  // how often a name came again
	attached []*enmime.Part
	byID     map[string]*enmime.Part // parts by content ID and location
	shown    map[*enmime.Part]string // names of the pictures that a page shows
	media    map[*enmime.Part]doc.Media
	texts    map[*enmime.Part]charset.Text // what was decoded
}

func newReader() *reader {
	return &reader{
		d: &doc.Document{Source: doc.Tally{}}, names: map[string]bool{}, again: map[string]int{}, byID: map[string]*enmime.Part{},
		shown: map[*enmime.Part]string{}, media: map[*enmime.Part]doc.Media{},
		texts: map[*enmime.Part]charset.Text{},
	}
}

// index remembers the parts that pages can show, and refuses encrypted ones.
func (r *reader) index(p *enmime.Part) error {
	for ; p != nil; p = p.NextSibling {
		if how := encrypted(p); how != "" {
			return encryptedError{how}
		}
		if sealed(p) {
			return errSealed
		}
		for _, e := range p.Errors {
			if e.Name == enmime.ErrorMalformedChildPart {
				r.d.Losses = append(r.d.Losses, doc.Loss{Position: doc.Position{Line: 1}, Reason: "a part of the message that cannot be read: " + e.Detail})
			}
		}
		if p.ContentID != "" {
			r.byID["cid:"+strings.Trim(p.ContentID, "<> ")] = p
		}
		if location := p.Header.Get("Content-Location"); location != "" {
			r.byID[location] = p
		}
		if err := r.index(p.FirstChild); err != nil {
			return err
		}
	}
	return nil
}

// encrypted returns how the content of a part is encrypted, or "".
func encrypted(p *enmime.Part) string {
	kind := kindOf(p)
	switch {
	case kind == "multipart/encrypted" || kind == "application/pgp-encrypted":
		return "PGP"
	case isPKCS7(kind) && !sealed(p):
		return "S/MIME"
	case strings.HasPrefix(kind, "text/") && bytes.HasPrefix(bytes.TrimSpace(decodeTransfer(p)), []byte("-----BEGIN PGP MESSAGE-----")):
		return "PGP"
	}
	return ""
}

func isPKCS7(kind string) bool {
	return strings.HasSuffix(kind, "/pkcs7-mime") || strings.HasSuffix(kind, "/x-pkcs7-mime")
}

// sealed reports a message that lies within its own signature (RFC 8551,
// 3.5.2).
func sealed(p *enmime.Part) bool {
	return isPKCS7(kindOf(p)) && strings.EqualFold(params(p)["smime-type"], "signed-data")
}

// part reads a part and all within it.
func (r *reader) part(p *enmime.Part) error {
	kind := kindOf(p)
	switch {
	case kind == "multipart/alternative":
		return r.alternative(p)
	case kind == "multipart/related":
		return r.related(p)
	case strings.HasPrefix(kind, "multipart/"):
		for c := p.FirstChild; c != nil; c = c.NextSibling {
			if err := r.part(c); err != nil {
				return err
			}
		}
		return nil
	case kind == "application/pgp-signature", strings.HasSuffix(kind, "pkcs7-signature"):
		return nil // proves the sender, says nothing
	case isBody(p):
		return r.body(p)
	}
	r.attached = append(r.attached, p)
	return nil
}

// isBody reports text to be read, and not a file that is text.
func isBody(p *enmime.Part) bool {
	if strings.EqualFold(p.Disposition, "attachment") || p.FileName != "" && !strings.EqualFold(p.Disposition, "inline") && p.Parent != nil {
		return false
	}
	switch kindOf(p) {
	case "", "text/plain", "text/html", "text/enriched", "text/richtext", "application/xhtml+xml", "text":
		return true
	}
	return false
}

// alternative reads the one of several forms that says most: the last, unless
// it is much shorter than one before it (RFC 2046, 5.1.4).
func (r *reader) alternative(p *enmime.Part) error {
	best, most := p.FirstChild, -1
	for c := p.FirstChild; c != nil; c = c.NextSibling {
		switch kind := kindOf(c); {
		case strings.HasPrefix(kind, "multipart/"), isBody(c):
			if n := r.letters(c); n*2 >= most && n > 0 || most < 0 {
				best, most = c, max(n, most)
			}
		default: // an invitation for calendars, say
			r.attached = append(r.attached, c)
		}
	}
	if best == nil {
		return nil
	}
	for c := p.FirstChild; c != nil; c = c.NextSibling {
		if c != best && strings.HasPrefix(kindOf(c), "multipart/") {
			r.collect(c)
		}
	}
	if !isBody(best) && !strings.HasPrefix(kindOf(best), "multipart/") {
		return nil // it is among the files
	}
	return r.part(best)
}

// collect takes the files of a form that is not read.
func (r *reader) collect(p *enmime.Part) {
	for c := p.FirstChild; c != nil; c = c.NextSibling {
		if !isBody(c) && !strings.HasPrefix(kindOf(c), "multipart/") {
			r.attached = append(r.attached, c)
		}
		r.collect(c)
	}
}

// letters returns how many letters a part says.
func (r *reader) letters(p *enmime.Part) int {
	n := 0
	if p.FirstChild == nil && isBody(p) {
		t, err := r.text(p)
		said := doc.Tally{}
		if page, ok := asPage(p, t.String); ok && err == nil {
			try := newReader()
			try.byID = r.byID
			if try.page(page) == nil {
				said = try.d.Source
			}
		} else {
			said.Add(t.String)
		}
		n = said.Len()
	}
	for c := p.FirstChild; c != nil; c = c.NextSibling {
		n += r.letters(c)
	}
	return n
}

// related reads a page before the files that it shows.
func (r *reader) related(p *enmime.Part) error {
	for c := p.FirstChild; c != nil; c = c.NextSibling {
		if err := r.part(c); err != nil {
			return err
		}
	}
	return nil
}

// The most that a part of plain text may hold.
const (
	maxText  = 12 << 20 // bytes
	maxLines = 1 << 17
)

// text returns the text that a part holds.
func (r *reader) text(p *enmime.Part) (charset.Text, error) {
	if t, ok := r.texts[p]; ok {
		return t, nil
	}
	t, err := charset.Decode(decodeTransfer(p), p.Charset)
	if err == nil {
		r.texts[p] = t
	}
	return t, err
}

// body reads text.
func (r *reader) body(p *enmime.Part) error {
	t, err := r.text(p)
	if err != nil {
		return err
	}
	base := doc.Position{Line: max(r.line, 1)}
	for i := range t.Doubts {
		t.Doubts[i].Position = base
	}
	for i := range t.Losses {
		t.Losses[i].Position = base
	}
	r.d.Doubts = append(r.d.Doubts, t.Doubts...)
	r.d.Losses = append(r.d.Losses, t.Losses...)
	if page, ok := asPage(p, t.String); ok {
		return r.page(page)
	}
	if n := len(t.String); n > maxText {
		return &doc.SizeError{What: "bytes of text", Have: n, Max: maxText}
	}
	if n := strings.Count(t.String, "\n"); n > maxLines {
		return &doc.SizeError{What: "lines", Have: n, Max: maxLines}
	}
	r.merge(plain(t.String, params(p), r.line))
	return nil
}

// params returns the parameters of a part's content type.
func params(p *enmime.Part) map[string]string {
	_, ps, err := mime.ParseMediaType(p.Header.Get("Content-Type"))
	if err != nil {
		return nil
	}
	return ps
}

func (r *reader) page(s string) error {
	if err := markup.Check(s); err != nil {
		return err
	}
	root, err := html.ParseWithOptions(strings.NewReader(s), html.ParseOptionEnableScripting(false))
	if err != nil {
		return errors.New("elements nested more than 500 deep")
	}
	r.merge(markup.Read(markup.Options{Media: r.find, Line: r.line, Names: r.names}, root))
	return nil
}

// merge appends what a part holds to the document.
func (r *reader) merge(d *doc.Document) {
	for letter, n := range d.Source {
		r.d.Source[letter] += n
	}
	r.d.Blocks = append(r.d.Blocks, d.Blocks...)
	r.d.Furniture = append(r.d.Furniture, d.Furniture...)
	for _, m := range d.Media {
		if !slices.ContainsFunc(r.d.Media, func(old doc.Media) bool { return old.Name == m.Name }) {
			r.d.Media = append(r.d.Media, m)
		}
	}
	r.d.Losses = append(r.d.Losses, d.Losses...)
	r.d.Doubts = append(r.d.Doubts, d.Doubts...)
	r.line = max(r.line, lastLine(d))
}

// lastLine returns the greatest position in a document.
func lastLine(d *doc.Document) int {
	last := 0
	doc.EachPosition(d.Blocks, func(p *doc.Position) { last = max(last, p.Line) })
	for _, f := range d.Furniture {
		last = max(last, f.Line)
	}
	for _, l := range d.Losses {
		last = max(last, l.Line)
	}
	return last
}

// find returns the picture of the message that a page names.
func (r *reader) find(address string) (doc.Media, bool) {
	p := r.byID[address]
	if p == nil {
		if rest, ok := strings.CutPrefix(address, "cid:"); ok {
			p = r.byID["cid:"+strings.ReplaceAll(rest, "%40", "@")]
		}
	}
	if p == nil {
		return doc.Media{}, false
	}
	m := r.file(p)
	if markup.Extension(m.Type) == "" {
		return doc.Media{}, false
	}
	r.shown[p] = m.Name
	return m, true
}

// file returns the file that a part is, under a name of its own.
func (r *reader) file(p *enmime.Part) doc.Media {
	if m, ok := r.media[p]; ok {
		return m
	}
	m := doc.Media{Data: decodeTransfer(p), Type: kindOf(p)}
	if sniffed := markup.Sniff(m.Data); strings.HasPrefix(sniffed, "image/") || sniffed == "application/pdf" || m.Type == "" {
		m.Type = sniffed
	}
	m.Name = r.unique(fileName(p, m.Type))
	r.media[p] = m
	return m
}

// fileName returns the name that the message gives a file, or one after its
// type.
func fileName(p *enmime.Part, kind string) string {
	name := p.FileName
	if name == "" {
		name = headerText(p.Header.Get("Content-Description"), p.Charset)
		if !strings.Contains(name, ".") {
			name = ""
		}
	}
	if strings.Contains(name, "=?") || !utf8.ValidString(name) {
		name = headerText(name, p.Charset)
	}
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.TrimLeft(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || strings.ContainsRune(`<>:"|?*`, r) || r == utf8.RuneError {
			return -1
		}
		return r
	}, name), ". ")
	if name == "" || name == "/" {
		ext := map[string]string{"message/rfc822": ".eml", "image/jpeg": ".jpg", "text/plain": ".txt", "text/html": ".html"}[kind]
		if ext == "" {
			if all, err := mime.ExtensionsByType(kind); err == nil && len(all) > 0 {
				ext = all[0]
			}
		}
		name = "attachment" + ext
	}
	return name
}

// unique returns name, or one like it that no other file has.
func (r *reader) unique(name string) string {
	ext := path.Ext(name)
	out := name
	for r.names[strings.ToLower(out)] {
		r.again[name]++
		out = fmt.Sprintf("%s-%d%s", strings.TrimSuffix(name, ext), r.again[name]+1, ext)
	}
	r.names[strings.ToLower(out)] = true
	return out
}

// files adds the files that no page shows. Pictures to be shown with the text
// follow it.
func (r *reader) files() {
	for _, p := range r.attached {
		if r.shown[p] != "" {
			continue
		}
		m := r.file(p)
		if len(m.Data) == 0 {
			r.d.Losses = append(r.d.Losses, doc.Loss{Position: doc.Position{Line: max(r.line, 1)}, Reason: "attached file " + m.Name + ": empty"})
			continue
		}
		if markup.Extension(m.Type) != "" && !strings.EqualFold(p.Disposition, "attachment") {
			r.d.Media = append(r.d.Media, m)
			r.line++
			r.d.Blocks = append(r.d.Blocks, &doc.Figure{Position: doc.Position{Line: r.line}, Media: m.Name})
			continue
		}
		r.d.Attachments = append(r.d.Attachments, m)
		r.furniture(doc.Attachment, m.Name)
	}
}

func (r *reader) furniture(kind doc.FurnitureKind, text string) {
	r.d.Source.Add(text)
	r.d.Furniture = append(r.d.Furniture, doc.Furniture{Position: doc.Position{Line: max(r.line, 1)}, Kind: kind, Text: text})
}
