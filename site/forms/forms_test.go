package forms

import (
	"archive/zip"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"io/fs"
	"net/mail"
	"path"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/backissue/backissue/site/epub"
)

const address = "https://example.org/letters"

// pageOf writes a page as the templates do.
func pageOf(file, kind, canonical, main string) *fstest.MapFile {
	lang, _, _ := strings.Cut(file, "/")
	return &fstest.MapFile{Data: fmt.Appendf(nil, `<!doctype html><html lang=%s dir=%s><head><title>t</title>
<link rel=canonical href="%s"><meta property="og:site_name" content="The &amp; Letter">
<script type=application/ld+json>{"@graph":[{"@type":"PublicationIssue","datePublished":"2024-05-02","isPartOf":{"publisher":{"name":"Society"}}}]}</script>
</head><body class=kind-%s><main class=main>%s</main></body></html>`,
		lang, cmp.Or(map[string]string{"ar": "rtl"}[lang], "ltr"), canonical, kind, main)}
}

// site is a site with one issue: a section with two articles.
func site(base string, lang, first, second string) fstest.MapFS {
	dir := lang + "/2024-05/"
	own := func(within string) string {
		if base != "" {
			return base + "/" + dir + within
		}
		return strings.Repeat("../", 2+strings.Count(within, "/")) + dir + within
	}
	return fstest.MapFS{
		lang + "/index.html": pageOf(lang+"/index.html", "home", "./", "<h1>Home</h1>"),
		dir + "index.html": pageOf(dir+"index.html", "issue", own(""), `<header class=head><h1>May 2024</h1></header>
<section class=section><h2><a href=../../`+dir+`news/>News</a></h2><ol class=list><li><a href=../../`+dir+`news/01/>One</a><li><a href=../../`+dir+`news/02/>Two</a></ol></section>
<nav class=pager><a href=../../`+lang+`/2024-04/>April</a></nav>`),
		dir + "news/index.html":         pageOf(dir+"news/index.html", "section", own("news/"), "<h1>News</h1><ol class=list><li><a href=01/>One</a></ol>"),
		dir + "news/01/index.html":      pageOf(dir+"news/01/index.html", "news", own("news/01/"), first),
		dir + "news/02/index.html":      pageOf(dir+"news/02/index.html", "news", own("news/02/"), second),
		dir + "news/01/drawing.svg":     {Data: []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9"/></svg>`)},
		dir + "news/01/far.svg":         {Data: []byte(`<svg xmlns="http://www.w3.org/2000/svg"><image href="https://example.com/x.png"/></svg>`)},
		dir + "news/01/broken.png":      {Data: []byte("\x89PNG\r\n\x1a\nno more")},
		dir + "news/01/files/a b.csv":   {Data: []byte("1,2\n")},
		"xx/2024-05/index.html":         pageOf("xx/2024-05/index.html", "issue", own(""), "<h1>Stands in</h1>"),
		"xx/2024-05/news/01/index.html": pageOf("xx/2024-05/news/01/index.html", "news", own("news/01/"), "<h1>Stands in</h1>"),
	}
}

func formsOf(t testing.TB, s fs.FS, o Options) map[string][]byte {
	t.Helper()
	var mu sync.Mutex
	out := map[string][]byte{}
	if err := Make(s, o, func(name string, data []byte) error {
		mu.Lock()
		defer mu.Unlock()
		out[name] = data
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

// unzip returns the files of a book.
func unzip(t testing.TB, book []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		files[strings.TrimPrefix(f.Name, "EPUB/")] = string(data)
	}
	return files
}

func TestBook(t *testing.T) {
	first := `<article class=article><header class=head><h1><span lang=ko>하나</span> <span class=mark>Korean</span></h1></header>
<div class=article__body><div class=erratum><p><time datetime=2024-06-09>9 June</time> Wrong.</p></div>
<p id=a>A &amp; b<br><wbr>c<a class=anchor href=#a aria-label=link></a> <a href=#nowhere>d</a> <a href=#a>e</a></p><p id="a (1)">f</p>
<img src=drawing.svg alt="A drawing" loading=lazy><img src=far.svg alt="Far away"><img src=broken.png alt=Broken>
<a href="files/a%20b.csv" download>data</a> <a href=javascript:alert(1)>script</a> <a href="http://example.com/?a=1&b=2">away</a>
<blink>g</blink><ul></ul><table><tr><td colspan=2>h<td>i</table></div><div class=article__about><p>About</p></div></article><nav class=pager>Pager</nav>`
	second := `<h1>Two</h1><p><a href=../01/#a>one</a> <a href=../01/#lost>lost</a> <a href=../../../archive/>gone</a> <a href=../../../>home</a></p>`
	for _, test := range []struct {
		base string
		want []string
	}{
		{"", []string{">data ", "script", "<p><a href=\"news-01.xhtml#news-01-a\">one</a> <a href=\"news-01.xhtml\">lost</a> <span>gone</span> <span>home</span></p>"}},
		{address, []string{`<a href="https://example.org/letters/en/2024-05/news/01/files/a%20b.csv">data</a>`, `<a href="https://example.org/letters/en/">home</a>`}},
	} {
		files := formsOf(t, site(test.base, "en", first, second), Options{Title: "The Letter"})
		if len(files) != 1 && test.base == "" {
			t.Errorf("%d files without an address", len(files))
		}
		book := unzip(t, files["en/2024-05/2024-05.epub"])
		chapters := book["news-01.xhtml"] + book["news-02.xhtml"]
		for _, want := range append(test.want[1:], `<h1><span lang="ko" xml:lang="ko">하나</span> <span class="mark">Korean</span></h1>`,
			`<p id="news-01-a">A &amp; b<br/><wbr/>c <span>d</span> <a href="#news-01-a">e</a></p><p id="news-01-a_20__28_1_29_">f</p>`,
			`<img src="images/1.svg" alt="A drawing"/><span class="alt">Far away</span><span class="alt">Broken</span>`,
			`<span>script</span> <a href="http://example.com/?a=1&amp;b=2">away</a>`, `g<table><tbody><tr><td colspan="2">h</td><td>i</td></tr></tbody></table>`) {
			if !strings.Contains(chapters, want) {
				t.Errorf("base %q: no %s\n%s", test.base, want, chapters)
			}
		}
		if strings.Contains(chapters, "Pager") || strings.Contains(chapters, "About") {
			t.Errorf("what leads around the site is in the book:\n%s", chapters)
		}
		for _, want := range []string{
			epub.ID("The Letter\n/en/2024-05/"), "<dc:title>The &amp; Letter · May 2024</dc:title>", "<dc:date>2024-05-02</dc:date>",
			`"dcterms:modified">2024-06-09T00:00:00Z`, `"schema:accessMode">visual`, `href="images/1.svg" media-type="image/svg+xml"`,
		} {
			if !strings.Contains(book["package.opf"], want) {
				t.Errorf("no %s in\n%s", want, book["package.opf"])
			}
		}
		if want := `<li><a href="news-01.xhtml" lang="ko" xml:lang="ko">하나</a></li>`; !strings.Contains(book["nav.xhtml"], want) {
			t.Errorf("no %s in\n%s", want, book["nav.xhtml"])
		}
	}
}

// A book in a language that runs from right to left opens on the right.
func TestRightToLeft(t *testing.T) {
	files := formsOf(t, site(address, "ar", "<h1>One</h1>", "<h1>Two</h1>"), Options{})
	book := unzip(t, files["ar/2024-05/2024-05.epub"])
	if !strings.Contains(book["package.opf"], `page-progression-direction="rtl"`) || !strings.Contains(book["news-01.xhtml"], `xml:lang="ar" dir="rtl"`) {
		t.Error("no direction")
	}
	if _, ok := files["xx/2024-05/2024-05.epub"]; ok {
		t.Error("a page that stands in for another has a book")
	}
}

// However long an issue is, its mail is not: sentences go first, then
// paragraphs, then articles, and no character is parted.
func TestLongLetter(t *testing.T) {
	for _, sentence := range []string{"The harbour é́ opens at dawn. ", "항구는 새벽에 열린다. ", "港口在黎明开放。", "🧑🏽‍🚀"} {
		for _, articles := range []int{2, 60, 900} {
			if articles == 900 && sentence[0] != 'T' {
				continue // takes long, and shows the same
			}
			s := site(address, "en", "<h1>One</h1>", "<h1>Two</h1>")
			links := ""
			for i := range articles {
				file := fmt.Sprintf("en/2024-05/news/%03d/index.html", i)
				s[file] = pageOf(file, "news", address+"/"+path.Dir(file)+"/", fmt.Sprintf("<h1>%s %d</h1><section class=abstract><h2 class=abstract__head>A</h2><p>%s</p></section>",
					strings.Repeat("title ", 9), i, strings.Repeat(sentence, 60_000/articles/len(sentence)+90)))
				links += "<a href=news/" + fmt.Sprintf("%03d", i) + "/>x</a>"
			}
			s["en/2024-05/index.html"] = pageOf("en/2024-05/index.html", "issue", address+"/en/2024-05/", "<h1>May</h1>"+links)
			letter := formsOf(t, s, Options{})["en/2024-05/2024-05.eml"]
			if len(letter) > largest || len(letter) < largest*7/10 {
				t.Errorf("%d articles of %q: %d bytes", articles, sentence, len(letter))
			}
			m := readMail(t, letter)
			for _, body := range m.bodies {
				if strings.Contains(body, "\uFFFD") || !strings.Contains(body, "[…]") && articles < 900 {
					t.Errorf("%d articles of %q: %.600q", articles, sentence, body)
				}
				if sentence[0] == 'T' && strings.Contains(body, "opens […]") {
					t.Error("cut within a sentence")
				}
			}
		}
	}
}

func TestHeads(t *testing.T) {
	for _, test := range []struct {
		base    string
		emails  map[string]string
		publish string
		from    string
		list    string
	}{
		{address, nil, "Society", `"Society" <noreply@example.org>`, "<en.letters.example.org>"},
		{"https://example.org:8080/a/b", map[string]string{"": "all@example.com"}, "Society", `"Society" <all@example.com>`, "<en.b.a.example.org>"},
		{"http://항구.example", map[string]string{"en": "en@example.com", "": "all@example.com"}, "Society", `"Society" <en@example.com>`, "<en.xn--2e0bp27e.example>"},
		{"http://127.0.0.1:1313", nil, "Society", `"Society" <noreply@[127.0.0.1]>`, "<en.127.0.0.1>"},
	} {
		got := formsOf(t, site(test.base, "en", "<h1>One</h1>", "<h1>Two</h1>"), Options{Emails: test.emails})["en/2024-05/2024-05.eml"]
		m, err := mail.ReadMessage(bytes.NewReader(got))
		if err != nil {
			t.Errorf("%s: %v", test.base, err)
			continue
		}
		for name, want := range map[string]string{
			"From": test.from, "List-Id": test.list, "To": "undisclosed-recipients:;", "Subject": encoded("The & Letter · May 2024"),
			"Date": "Thu, 02 May 2024 00:00:00 +0000", "Mime-Version": "1.0",
		} {
			if got := m.Header.Get(name); strings.ReplaceAll(got, "\r\n", "") != want {
				t.Errorf("%s: %s: %q, want %q", test.base, name, got, want)
			}
		}
	}
	err := Make(site(address, "en", "", ""), Options{Emails: map[string]string{"": "Society"}}, nil)
	if err == nil || !strings.Contains(err.Error(), `params.publisher.email: "Society"`) {
		t.Errorf("a bad address: %v", err)
	}
}

func TestEncoded(t *testing.T) {
	for _, s := range []string{"Plain", strings.Repeat("long ", 40), strings.Repeat("항만", 50), "=?utf-8?q?x?=", "line\r\nBcc: x", "🧑🏽‍🚀", "bad \xff"} {
		got := encoded(s)
		for l := range strings.SplitSeq("Subject: "+got, "\r\n") {
			if len(l) > 76 || l == "" {
				t.Errorf("%q: the line %q", s, l)
			}
		}
		m, err := mail.ReadMessage(strings.NewReader("Subject: " + got + "\r\n\r\n"))
		if err != nil || len(m.Header) != 1 {
			t.Fatalf("%q: %v %v", got, m, err)
		}
		back, err := decoder.DecodeHeader(m.Header.Get("Subject"))
		if want := line(strings.ToValidUTF8(s, "\uFFFD")); err != nil || back != want {
			t.Errorf("%q is read as %q, %v", s, back, err)
		}
	}
}
