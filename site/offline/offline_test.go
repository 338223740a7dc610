package offline

import (
	"bytes"
	"testing"

	"golang.org/x/net/html"
)

func TestNameFiles(t *testing.T) {
	for _, test := range []struct{ page, want string }{
		{`<a href=../ko/>x</a>`, `<a href="../ko/index.html">x</a>`},
		{`<a href="./#art-7">x</a>`, `<a href="./index.html#art-7">x</a>`},
		{`<form action=../ko/search/><input></form>`, `<form action="../ko/search/index.html"><input></form>`},
		{`<meta http-equiv=refresh content="0; url=./ko/">`, `<meta http-equiv="refresh" content="0; url=./ko/index.html">`},
		{`<a href="a/?q=1&amp;b=2">x</a>`, `<a href="a/index.html?q=1&amp;b=2">x</a>`},
		{`<a href=https://example.org/>x</a><a href=mailto:a@b/>x</a><a href=/x/>x</a><a href=#a>x</a><a href=a.html>x</a><img src=a/>`, ""},
		{"<p>a < b & c <!-- <a href=x/> --> </p>\n<script type=application/ld+json>{\"a\":\"<a href=x/>\"}</script>", ""},
		{`<p title='a/' data-x="y/">unfinished <a href="x/`, ""},
	} {
		if test.want == "" {
			test.want = test.page
		}
		if got := string(nameFiles([]byte(test.page))); got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.page, got, test.want)
		}
	}
}

// FuzzNameFiles: once is enough, and what is no link stays.
func FuzzNameFiles(f *testing.F) {
	f.Add([]byte(`<a href=../ko/>x</a><p>text`))
	f.Add([]byte("<meta content='0;url=a/'><script><a href=b/></script>"))
	f.Fuzz(func(t *testing.T, page []byte) {
		once := nameFiles(page)
		if twice := nameFiles(once); !bytes.Equal(once, twice) {
			t.Errorf("%q became %q and then %q", page, once, twice)
		}
		if got, want := text(once), text(page); got != want {
			t.Errorf("%q: text %q, was %q", page, got, want)
		}
	})
}

// text returns what a page says.
func text(page []byte) string {
	var b bytes.Buffer
	for z := html.NewTokenizer(bytes.NewReader(page)); z.Next() != html.ErrorToken; {
		if t := z.Token(); t.Type == html.TextToken {
			b.WriteString(t.Data)
		}
	}
	return b.String()
}
