package forms

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/jhillyerd/enmime/v2"
	"golang.org/x/net/html"

	"github.com/backissue/backissue/site/dom"
)

var decoder mime.WordDecoder

type parsed struct {
	head   mail.Header
	bodies []string // text, HTML
}

// readMail reads a mail as programs do, in two ways that must agree.
func readMail(t testing.TB, letter []byte) parsed {
	t.Helper()
	for l := range bytes.SplitSeq(letter, []byte("\r\n")) {
		if len(l) > 998 || bytes.ContainsAny(l, "\r\n\x00") || !printable(strings.ReplaceAll(string(l), "\t", "")) {
			t.Fatalf("the line %q", l)
		}
	}
	m, err := mail.ReadMessage(bytes.NewReader(letter))
	if err != nil {
		t.Fatal(err)
	}
	media, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || media != "multipart/alternative" {
		t.Fatal(media, err)
	}
	p := parsed{head: m.Header}
	r := multipart.NewReader(m.Body, params["boundary"])
	for _, want := range []string{"text/plain; charset=utf-8", "text/html; charset=utf-8"} {
		part, err := r.NextRawPart()
		if err != nil || part.Header.Get("Content-Type") != want {
			t.Fatal(part, err)
		}
	}
	if _, err := r.NextPart(); err != io.EOF {
		t.Fatal("a third part: ", err)
	}
	e, err := enmime.NewParser(enmime.DisableCharacterDetection(true)).ReadEnvelope(bytes.NewReader(letter))
	if err != nil || len(e.Errors) > 0 {
		t.Fatal(err, e.Errors)
	}
	p.bodies = []string{e.Text, e.HTML}
	for _, b := range p.bodies {
		if !utf8.ValidString(b) || strings.TrimSpace(b) == "" {
			t.Fatalf("a body of %q", b)
		}
	}
	return p
}

func TestWrap(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"one two three", "one two|three"},
		{"항만 통상 소식", "항만 통상|소식"},    // words stay whole
		{"港口，在黎明开放。", "港口，在黎|明开放。"}, // and no line begins with a stop
		{"https://example.org/long/", "https://example.org/long/"},
		{"ខ្ញុំខ្ញុំខ្ញុំខ្ញុំខ្ញុំ", "ខ្ញុំខ្ញុំខ្ញុំខ្ញុំខ្ញុំ"}, // marks have no width
		{"", ""},
	} {
		if got := strings.Join(wrap(test.text, 10), "|"); got != test.want {
			t.Errorf("%q: %q, want %q", test.text, got, test.want)
		}
	}
}

func TestCut(t *testing.T) {
	for _, test := range []struct {
		text string
		most int
		want string
	}{
		{"All of it.", 10, "All of it."},
		{"One. Two. Three.", 12, "One. Two."},
		{"Version 1.5 is out. It", 21, "Version 1.5 is out."},
		{"港口开放。灯塔点灯。", 8, "港口开放。"},
		{"one two three", 9, "one two"},
		{"e\u0301e\u0301e\u0301", 3, "e\u0301"},
		{"🧑🏽‍🚀🧑🏽‍🚀", 6, "🧑🏽‍🚀"},
		{"x", 0, ""},
	} {
		if got := cut(test.text, test.most); got != test.want {
			t.Errorf("%q at %d: %q, want %q", test.text, test.most, got, test.want)
		}
	}
}

func FuzzCut(f *testing.F) {
	f.Add("One. Two 港口。 e\u0301", 5)
	f.Fuzz(func(t *testing.T, text string, most int) {
		if !utf8.ValidString(text) {
			return
		}
		got := cut(text, most)
		if !utf8.ValidString(got) || !strings.Contains(text, got) || most >= 0 && utf8.RuneCountInString(got) > most {
			t.Errorf("%q at %d: %q", text, most, got)
		}
		if folded := strings.Join(strings.Fields(strings.Join(wrap(text, 20), " ")), ""); folded != strings.Join(strings.Fields(text), "") {
			t.Errorf("%q is wrapped as %q", text, folded)
		}
	})
}

// Whatever a page says, its book is one that programs can read and its mail is
// a mail.
func FuzzMake(f *testing.F) {
	for _, s := range []string{
		"<h1>One</h1><p id=a>text<a href=#a>b</a><img src=drawing.svg>", "<table><td>x<p><li><a href='http://%41:x/'><a id='\x01'>",
		"<svg><title>x</title><a href=x></svg><math><mi>x", "<p lang='x y' dir=up title='\ufffe'>\x00<!-- -- > -->]]>", "<div class=abstract><ul><li><li>x<dl></dl>",
		"<h1 lang=ko><span lang=en>x</span></h1><p aria-labelledby='a a'><select><option>x</select><template><p>y</template>",
	} {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, first, second string) {
		files := formsOf(t, site(address, "en", first, second), Options{Title: second})
		book := unzip(t, files["en/2024-05/2024-05.epub"])
		if len(book) < 10 {
			t.Errorf("%d files", len(book))
		}
		readMail(t, files["en/2024-05/2024-05.eml"])
	})
}

// The text of a page is the text of its chapter.
func FuzzXHTML(f *testing.F) {
	f.Add("<p>text &amp; <b>more</b><blink>x</blink>")
	f.Fuzz(func(t *testing.T, body string) {
		root, err := html.Parse(strings.NewReader("<main>" + body + "</main>"))
		if err != nil || !utf8.ValidString(body) {
			return
		}
		main := dom.Find(root, func(n *html.Node) bool { return n.Data == "main" })
		if main == nil {
			return
		}
		p := &page{main: main}
		p.settle()
		w := &writer{ids: p.ids, used: map[string]bool{}, link: outside, image: func(string) (string, bool) { return "", false }}
		w.content(main)
		checkXHTML(t, w.String(), main)
	})
}
