package epub

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"
	"time"
)

func book() Book {
	return Book{
		Title: "The Letter & more", Language: "ko", Direction: "ltr", ID: ID("The Letter\n/ko/2024-05/"), Series: "The Letter", Publisher: "A <Society>",
		Date: time.Date(2024, 5, 2, 0, 0, 0, 0, time.UTC), CSS: "p { margin: 0; }\n",
		Chapters: []Chapter{
			{ID: "front", Title: "May", Body: "<h1>May</h1>", Part: true},
			{ID: "news", Title: "News", Body: "<h1>News</h1>", Part: true},
			{ID: "news-01", Title: "One", Body: `<h1>One</h1><p><img src="images/1.png" alt=""/></p>`, Language: "zh-Hans"},
			{ID: "laws", Title: "Laws", Body: "<h1>Laws</h1>", Part: true},
		},
		Images: []Image{{Name: "1.png", Type: "image/png", Data: []byte("\x89PNG")}},
	}
}

// The first file is where programs look for the type of a book, and nothing
// tells when or where the book was made.
func TestZip(t *testing.T) {
	data, err := Make(book())
	if err != nil {
		t.Fatal(err)
	}
	if got := string(data[30:58]); got != "mimetypeapplication/epub+zip" {
		t.Errorf("begins with %q", got)
	}
	if again, err := Make(book()); err != nil || !bytes.Equal(data, again) {
		t.Error("the same book is another file")
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range z.File {
		names = append(names, f.Name)
		if len(f.Extra) > 0 || f.Flags != 0 || f.Modified.Year() != 1980 || f.Comment != "" {
			t.Errorf("%s: %+v", f.Name, f.FileHeader)
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, r); err != nil { // compares the sum as well
			t.Errorf("%s: %v", f.Name, err)
		}
	}
	want := "mimetype EPUB/front.xhtml EPUB/images/1.png EPUB/laws.xhtml EPUB/nav.xhtml EPUB/news-01.xhtml EPUB/news.xhtml EPUB/package.opf EPUB/style.css EPUB/toc.ncx META-INF/container.xml"
	if got := strings.Join(names, " "); got != want {
		t.Errorf("files %s", got)
	}
}

func TestContents(t *testing.T) {
	b := book()
	b.Direction = "rtl"
	for _, want := range []string{
		`<li><a href="news.xhtml">News</a>`, "<ol>\n<li><a href=\"news-01.xhtml\" lang=\"zh-Hans\" xml:lang=\"zh-Hans\">One</a></li>\n</ol>\n</li>",
		`<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="ko" xml:lang="ko" dir="rtl">`,
	} {
		if got := string(b.contents()); !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
	for _, want := range []string{
		"<dc:title>The Letter &amp; more</dc:title>", "<dc:publisher>A &lt;Society&gt;</dc:publisher>",
		`<spine toc="ncx" page-progression-direction="rtl">`, `<item id="i.1.png" href="images/1.png" media-type="image/png"/>`,
	} {
		if got := string(b.opf()); !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
	if got := string(b.ncx()); !strings.Contains(got, `<meta name="dtb:depth" content="2"/>`) || strings.Count(got, "<navPoint") != 4 {
		t.Error(got)
	}
}

// The identifier of a text is the one that the templates make for feeds.
func TestID(t *testing.T) {
	if got, want := ID("abc"), "urn:uuid:a9993e36-4706-816a-aa3e-25717850c26c"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestErrors(t *testing.T) {
	for want, change := range map[string]func(*Book){
		"a book without chapters":      func(b *Book) { b.Chapters = nil },
		"a book without a title":       func(b *Book) { b.Title = " \x01 " },
		"a book without an identifier": func(b *Book) { b.ID = "" },
		`the language "k o"`:           func(b *Book) { b.Language = "k o" },
		"news: two chapters":           func(b *Book) { b.Chapters[2].ID = "news" },
		"nav: two chapters":            func(b *Book) { b.Chapters[2].ID = "nav" },
		`"../x" is no id`:              func(b *Book) { b.Chapters[2].ID = "../x" },
		"laws: a chapter without":      func(b *Book) { b.Chapters[3].Title = "" },
		"news: the language":           func(b *Book) { b.Chapters[1].Language = `"` },
		"front: XML syntax error":      func(b *Book) { b.Chapters[0].Body = "<p>" },
		"front: 2 root elements":       func(b *Book) { b.Chapters[0].Body = "</body><body>" },
		"front: <p> has the attribute": func(b *Book) { b.Chapters[0].Body = `<p a="1" a="2"/>` },
		"front: <p>: the prefix":       func(b *Book) { b.Chapters[0].Body = `<p x:a="1"/>` },
		"front: a declaration within":  func(b *Book) { b.Chapters[0].Body = `<!DOCTYPE x>` },
		`"a/b.png" is no name`:         func(b *Book) { b.Images[0].Name = "a/b.png" },
		`books may not hold "text/x"`:  func(b *Book) { b.Images[0].Type = "text/x" },
	} {
		b := book()
		change(&b)
		if _, err := Make(b); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q, want %q", err, want)
		}
	}
}

// Make either refuses a book, or makes one whose files are well formed.
func FuzzMake(f *testing.F) {
	f.Add("The Letter", "ko", "news", "One", "<p>text</p>", "zh-Hans")
	f.Add("\x00", "x-y", "a..b", "\xff", "]]>&#0;", "")
	f.Fuzz(func(t *testing.T, title, lang, id, chapter, body, other string) {
		data, err := Make(Book{Title: title, Language: lang, ID: title, Series: chapter, Publisher: body, CSS: body, Chapters: []Chapter{
			{ID: id, Title: chapter, Body: body, Language: other, Part: true}, {ID: "x", Title: title, Body: body},
		}})
		if err != nil {
			return
		}
		z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range z.File {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			data, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			if err := wellFormed(f.Name, data); err != nil {
				t.Errorf("%s: %v", f.Name, err)
			}
		}
	})
}
