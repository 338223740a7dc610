package forms

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/backissue/backissue/site/dom"
	"github.com/backissue/backissue/site/epub"
)

// checkXHTML compares what was written with the HTML that it was made of.
func checkXHTML(t *testing.T, written string, main *html.Node) {
	t.Helper()
	whole := `<body xmlns="http://www.w3.org/1999/xhtml">` + written + "</body>"
	if err := epub.WellFormed([]byte(whole)); err != nil {
		t.Fatalf("%v: %s", err, written)
	}
	var got, want strings.Builder
	for dec := xml.NewDecoder(strings.NewReader(whole)); ; {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if chars, ok := token.(xml.CharData); ok {
			got.Write(chars)
		}
	}
	for n := range main.Descendants() {
		switch {
		case n.Type == html.TextNode:
			want.WriteString(n.Data)
		case n.Type == html.ElementNode && n.Data == "img" && n.Namespace == "":
			want.WriteString(dom.Attr(n, "alt"))
		}
	}
	if folded(got.String()) != folded(want.String()) {
		t.Errorf("%q became %q", want.String(), got.String())
	}
}

// folded is a text without space and without what XML cannot say.
func folded(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	return strings.Join(strings.Fields(s), "")
}
