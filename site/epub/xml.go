package epub

import (
	"bytes"
	"crypto/sha1"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"golang.org/x/text/language"
)

// ID returns an identifier made of a text: a UUID of its hash (RFC 9562, 5.8),
// as the templates make those of pages for feeds.
func ID(text string) string {
	h := fmt.Sprintf("%x", sha1.Sum([]byte(text)))
	return fmt.Sprintf("urn:uuid:%s-%s-8%s-a%s-%s", h[:8], h[8:12], h[13:16], h[17:20], h[20:32])
}

// Text returns text as it stands in XML, in an element or in an attribute with
// double quotes. What XML has no way to write is left out (XML 1.0, 2.2).
func Text(s string) string {
	var b strings.Builder
	for _, r := range strings.ToValidUTF8(s, "\uFFFD") {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"':
			b.WriteString("&quot;")
		case r == '\r':
			b.WriteString("&#13;")
		case r < ' ' && r != '\t' && r != '\n', r == 0xFFFE, r == 0xFFFF:
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// blank reports whether nothing of a text is left in XML but space.
func blank(s string) bool { return strings.TrimSpace(Text(s)) == "" }

// tag reports whether a text has the form of a language tag (RFC 5646, 2.1).
func tag(s string) bool {
	_, err := language.Parse(s)
	var unknown language.ValueError
	return s != "" && !strings.Contains(s, "_") && (err == nil || errors.As(err, &unknown))
}

// Tag returns a language tag, or an empty text for what is none.
func Tag(s string) string {
	if !tag(s) {
		return ""
	}
	return s
}

// wellFormed reads a file as a reading system would, where it is XML.
func wellFormed(name string, data []byte) error {
	switch path.Ext(name) {
	case ".xhtml", ".xml", ".opf", ".ncx", ".svg":
		return WellFormed(data)
	}
	return nil
}

// WellFormed finds what is wrong with a whole XML file: it has one root
// element, and declares every prefix that it uses.
func WellFormed(data []byte) error {
	dec := xml.NewDecoder(bytes.NewReader(data))
	roots, depth := 0, 0
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			if roots != 1 {
				return fmt.Errorf("%d root elements", roots)
			}
			return nil
		}
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.StartElement:
			if depth == 0 {
				roots++
			}
			depth++
			if err := declared(token); err != nil {
				return err
			}
		case xml.EndElement:
			depth--
		case xml.Directive, xml.ProcInst:
			if depth > 0 {
				return errors.New("a declaration within an element")
			}
		case xml.CharData:
			if depth == 0 && len(bytes.TrimSpace(token)) > 0 {
				return errors.New("text outside of the root element")
			}
		}
	}
}

// declared finds what encoding/xml lets pass: an attribute that an element has
// twice, and a prefix without a vocabulary, which stands where that should.
func declared(e xml.StartElement) error {
	names := []xml.Name{e.Name}
	known := map[xml.Name]bool{}
	for _, a := range e.Attr {
		if known[a.Name] {
			return fmt.Errorf("<%s> has the attribute %s twice", e.Name.Local, a.Name.Local)
		}
		known[a.Name] = true
		if a.Name.Space != "xmlns" {
			names = append(names, a.Name)
		}
	}
	for _, n := range names {
		if strings.Contains(n.Local, ":") || n.Space != "" && !strings.Contains(n.Space, ":") {
			return fmt.Errorf("<%s>: the prefix %s is not declared", e.Name.Local, n.Space)
		}
	}
	return nil
}
