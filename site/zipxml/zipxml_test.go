package zipxml_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/backissue/backissue/site/zipxml"
	"github.com/backissue/backissue/site/zipxml/ziptest"
)

var names = zipxml.Names{"urn:a": "a", "urn:a2": "a", "urn:b": "b"}

// show prints a tree on one line.
func show(n *zipxml.Node) string {
	if n.Name == "" {
		return fmt.Sprintf("%q", n.Text)
	}
	s := n.Name
	for _, a := range n.Attrs {
		s += fmt.Sprintf(" %s=%q", a.Name, a.Value)
	}
	s += "("
	sep := ""
	n.Children(func(c *zipxml.Node) { s += sep + show(c); sep = " " })
	return s + ")"
}

func TestParse(t *testing.T) {
	for _, test := range []struct{ xml, want string }{
		{`<a/>`, `a()`},
		{"\ufeff<?xml version='1.0'?>\n<p x='1' y=\"a&amp;b\">t&#x41;&#66;</p>\n", `p x="1" y="a&b"("tAB")`},
		{`<w:p xmlns:w="urn:a" w:x="1" y="2"><w:q/></w:p>`, `a:p a:x="1" y="2"(a:q())`},
		{`<ns0:p xmlns:ns0="urn:a2"/>`, `a:p()`},
		{`<p xmlns="urn:a" x="1"><q xmlns="urn:b"><r/></q><s/></p>`, `a:p x="1"(b:q(b:r()) a:s())`},
		{`<x:p xmlns:x="urn:unknown"><p xmlns="urn:no"/></x:p>`, `{urn:unknown}p({urn:no}p())`},
		{`<w:p><w:q w:v="1"/></w:p>`, `w:p(w:q w:v="1"())`}, // declared nowhere
		{`<a><!-- <b> --><![CDATA[<&amp;]]></a>`, `a("<&amp;")`},
		{`<!DOCTYPE a [<!ENTITY x "y>"><!-- don't > -->]><a>&x;&lt;</a>`, `a("&x;<")`},
		{`<a b=c d e = "f">1 < 2</a>`, ``},
		{`<a b=c d e = "f"/>`, `a b="c" d="" e="f"()`},
		{`<a><b>x</a>`, `a(b("x"))`},
		{`<a></b>x</a>`, `a("x")`},
		{`<a>&#0;&#xffffffff;&#;&;&amp</a>`, `a("&#0;&#xffffffff;&#;&;&amp")`},
		{"<a>\xff</a>", `a("` + "\ufffd" + `")`},
		{utf16be("<a>가𠀀</a>"), `a("가𠀀")`},
	} {
		n, err := zipxml.Parse([]byte(test.xml), names)
		got := ""
		if err == nil {
			got = show(n)
		}
		if got != test.want {
			t.Errorf("%s\ngot  %s (%v)\nwant %s", test.xml, got, err, test.want)
		}
	}
}

func utf16be(s string) string {
	b := []byte{0xfe, 0xff}
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u>>8), byte(u))
	}
	return string(b)
}

func TestParseErrors(t *testing.T) {
	for text, want := range map[string]string{
		"":                         "holds no XML",
		"<a><b>":                   "ends inside <b>",
		"<a><!-- ":                 "ends inside a comment",
		"<a b='":                   "ends inside a attribute",
		"<!DOCTYPE [":              "ends inside a document type",
		"<a":                       "ends inside a start tag",
		strings.Repeat("<a>", 401): "nested deeper than 400 levels",
	} {
		if _, err := zipxml.Parse([]byte(text), nil); err == nil || err.Error() != want {
			t.Errorf("%.20q: got %v, want %s", text, err, want)
		}
	}
}

func TestNode(t *testing.T) {
	n, err := zipxml.Parse([]byte(`<a x="1"><b>x<c y="2"/>y</b><b z="3"/><c/></a>`), nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := n.First("b", "c").Attr("y"); got != "2" {
		t.Errorf("First: %q", got)
	}
	if n.First("b", "d", "e") != nil || n.First("d").Attr("x") != "" || n.First("d").Content() != "" {
		t.Error("a node that is not there has something")
	}
	if got := n.Content(); got != "xy" {
		t.Errorf("Content: %q", got)
	}
	if n.Find("c").Attr("y") != "2" || n.Find("a") != nil {
		t.Error("Find")
	}
}

func TestOpen(t *testing.T) {
	p, err := zipxml.Open(ziptest.Pack(t, "-- Word\\Document.xml --\n<p xmlns='urn:a'/>\n-- ../../up.bin --\nup\n"), names)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := p.XML("word/document.xml"); err != nil || n.Name != "a:p" {
		t.Errorf("XML: %v %v", n, err)
	}
	if data, err := p.Bytes("up.bin"); err != nil || string(data) != "up" {
		t.Errorf("Bytes: %q %v", data, err)
	}
	if _, err := p.XML("no.xml"); !errors.Is(err, zipxml.ErrNoPart) || err.Error() != "no.xml: is missing" {
		t.Errorf("missing part: %v", err)
	}
	if got := zipxml.Resolve("word/document.xml", "../media/a.png"); got != "media/a.png" {
		t.Errorf("Resolve: %q", got)
	}
	if got := zipxml.Resolve("word/document.xml", "/../../etc/a.png"); got != "etc/a.png" {
		t.Errorf("Resolve: %q", got)
	}
}

func TestOpenBad(t *testing.T) {
	locked := "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1..E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00"
	whole := ziptest.Pack(t, "-- a.xml --\n<a/>\n")
	for _, test := range []struct {
		data string
		want error
	}{
		{"", zipxml.ErrEmpty},
		{"<html>", zipxml.ErrNotZip},
		{string(whole[:len(whole)-9]), zipxml.ErrNotZip},
		{locked, zipxml.ErrPassword},
		{string(ziptest.Pack(t, "-- META-INF/manifest.xml --\n<m:encryption-data/>\n")), zipxml.ErrPassword},
	} {
		if _, err := zipxml.Open([]byte(test.data), nil); !errors.Is(err, test.want) {
			t.Errorf("%.20q: got %v, want %v", test.data, err, test.want)
		}
	}
}

func TestBomb(t *testing.T) {
	for _, size := range []int{2 << 20, zipxml.MaxPart + 1} {
		p, err := zipxml.Open(ziptest.Pack(t, "-- a.xml --\n"+strings.Repeat(" ", size)+"\n"), nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.XML("a.xml"); err == nil {
			t.Errorf("a part of %d blanks was unpacked", size)
		}
	}
	if _, err := zipxml.Parse([]byte("<a>"+strings.Repeat("<b/>", 4<<20)+"</a>"), nil); err == nil || err.Error() != "too many elements" {
		t.Errorf("four million elements: %v", err)
	}
}

// FuzzParse holds the parser against encoding/xml: what that one takes, ours
// takes as well, and finds the same text and the same elements.
func FuzzParse(f *testing.F) {
	f.Add([]byte(`<?xml version="1.0"?><w:p xmlns:w="urn:a" a='b'><w:t xml:space="preserve">x &amp; y&#xd;</w:t><![CDATA[<]]><!--c--></w:p>`))
	f.Add([]byte("<!DOCTYPE a [<!ENTITY b \"c\">]><a>\r\n<b/></a>"))
	f.Fuzz(func(t *testing.T, data []byte) {
		n, err := zipxml.Parse(data, nil)
		want, ok := reference(data)
		if !ok {
			return
		}
		if err != nil {
			if strings.Contains(err.Error(), "nested") || strings.Contains(err.Error(), "namespaces") {
				return
			}
			t.Fatalf("%q: %v", data, err)
		}
		var got strings.Builder
		n.Walk(func(n *zipxml.Node) bool {
			if n.Name == "" {
				got.WriteString(n.Text)
			} else {
				got.WriteString("<>")
			}
			return true
		})
		if s := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(got.String()); s != want {
			t.Errorf("%q\ngot  %q\nwant %q", data, s, want)
		}
	})
}

// reference returns the text and the elements that encoding/xml finds.
func reference(data []byte) (string, bool) {
	var s strings.Builder
	depth := 0
	if i := bytes.Index(data, []byte("<!")); i >= 0 && !bytes.HasPrefix(data[i:], []byte("<!--")) {
		return "", false // encoding/xml lets any nonsense pass there
	}
	d := xml.NewDecoder(bytes.NewReader(data))
	for {
		token, err := d.Token()
		if err == io.EOF {
			return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s.String()), strings.Contains(s.String(), "<>")
		}
		if err != nil {
			return "", false
		}
		switch token := token.(type) {
		case xml.StartElement:
			if depth == 0 && s.Len() > 0 {
				return "", false // a second root
			}
			s.WriteString("<>")
			depth++
		case xml.EndElement:
			depth--
		case xml.CharData:
			if depth > 0 {
				s.Write(token)
			}
		}
	}
}

func BenchmarkParse(b *testing.B) {
	data, err := os.ReadFile("testdata/paragraph.xml")
	if err != nil {
		b.Fatal(err)
	}
	data = []byte("<a>" + strings.Repeat(string(data), 20000) + "</a>")
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := zipxml.Parse(data, names); err != nil {
			b.Fatal(err)
		}
	}
}

func TestLimitsOfParts(t *testing.T) {
	for _, c := range []struct{ name, xml, want string }{
		{"as much text", "<a>" + strings.Repeat("text", 3<<20) + "</a>", ""},
		{"too much text", "<a>" + strings.Repeat("<b>text</b>", 1000) + strings.Repeat("text", 3<<20) + "</a>", "more than 12 MiB of text"},
		{"white space", "<a>x" + strings.Repeat("\n    ", 3<<20) + "</a>", ""},
		{"end tags that end nothing", "<a>" + strings.Repeat("</b>", 10_001) + "</a>", "too many end tags that end nothing"},
		{"a few of them", "<a>" + strings.Repeat("</b>", 10_000) + "</a>", ""},
	} {
		_, err := zipxml.Parse([]byte(c.xml), nil)
		if got := fmt.Sprint(err); got != c.want && (err != nil || c.want != "") {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}
