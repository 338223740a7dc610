package sitetest

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// An element is one of an XML file, with all that is in it.
type element struct {
	XMLName  xml.Name
	Attr     []xml.Attr `xml:",any,attr"`
	Elements []element  `xml:",any"`
	Chars    string     `xml:",chardata"`
}

// parseXML reads a whole XML file, which must be well formed and declare
// every prefix that it uses.
func parseXML(data []byte) (*element, error) {
	if !bytes.HasPrefix(data, []byte("<?xml ")) {
		return nil, errors.New("does not begin with an XML declaration")
	}
	dec := xml.NewDecoder(bytes.NewReader(data))
	var root element
	if err := dec.Decode(&root); err != nil {
		return nil, fmt.Errorf("not well formed: %w", err)
	}
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return &root, root.declared()
		}
		if err != nil {
			return nil, fmt.Errorf("not well formed: %w", err)
		}
		if text, ok := token.(xml.CharData); !ok || len(bytes.TrimSpace(text)) > 0 {
			return nil, errors.New("not well formed: more after its end")
		}
	}
}

// declared finds a prefix that was never declared: encoding/xml leaves it
// where the vocabulary's name should be.
func (e *element) declared() error {
	names := []xml.Name{e.XMLName}
	for _, a := range e.Attr {
		if a.Name.Space != "xmlns" {
			names = append(names, a.Name)
		}
	}
	for _, n := range names {
		if n.Space != "" && !strings.Contains(n.Space, ":") {
			return fmt.Errorf("the prefix %s is not declared", n.Space)
		}
	}
	for i := range e.Elements {
		if err := e.Elements[i].declared(); err != nil {
			return err
		}
	}
	return nil
}

func (e *element) is(space, name string) bool {
	return e.XMLName == xml.Name{Space: space, Local: name}
}

// all returns the element's children of a name.
func (e *element) all(space, name string) []*element {
	var found []*element
	for i := range e.Elements {
		if e.Elements[i].is(space, name) {
			found = append(found, &e.Elements[i])
		}
	}
	return found
}

// text returns the text of the first child of a name.
func (e *element) text(space, name string) string {
	for _, c := range e.all(space, name) {
		return strings.TrimSpace(c.Chars)
	}
	return ""
}

// attr returns the value of an attribute that is of no vocabulary.
func (e *element) attr(name string) string {
	for _, a := range e.Attr {
		if a.Name.Space == "" && a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// language returns xml:lang.
func (e *element) language() string {
	for _, a := range e.Attr {
		if a.Name.Space == "http://www.w3.org/XML/1998/namespace" && a.Name.Local == "lang" {
			return a.Value
		}
	}
	return ""
}
