package site

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"io/fs"
	"mime"
	"net/mail"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/jhillyerd/enmime/v2"
	"golang.org/x/net/html"

	"github.com/backissue/backissue/site/sitetest"
)

// Every issue is there as a book and as a mail, in each language that it is
// really in and in no other one. The book says all that the pages say, and the
// mail leads to them.
func TestForms(t *testing.T) {
	const address = "https://example.org/letters"
	for _, test := range []struct {
		name       string
		make       func(t testing.TB) string
		everywhere bool
		base       string
	}{
		{"demonstration", demonstration, false, address},
		{"demonstration in all languages without an address", demonstration, true, ""},
		{"seed", seedArchive, false, address},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := test.make(t)
			configure(t, dir, test.everywhere, test.base)
			if _, err := Build(t.Context(), dir, BuildOptions{}); err != nil {
				t.Fatal(err)
			}
			s := sitetest.OpenAt(t, filepath.Join(dir, Public), test.base)
			want := 0
			for _, p := range s.Pages {
				if p.Kind != "issue" {
					continue
				}
				folder := path.Dir(p.Path)
				file := folder + "/" + path.Base(folder)
				if p.StandsIn() {
					if s.Files[file+".epub"] != nil || s.Files[file+".eml"] != nil {
						t.Errorf("%s stands in for another page and has forms", folder)
					}
					continue
				}
				want++
				checkBook(t, s, folder, file+".epub")
				if mail := s.Files[file+".eml"]; test.base != "" {
					checkMail(t, s, folder, file+".eml")
				} else if mail != nil {
					t.Errorf("%s.eml: a mail without an address to lead to", file)
				}
			}
			if want == 0 {
				t.Error("no issue")
			}
		})
	}
}

// articles returns the pages of an issue's articles.
func articles(s *sitetest.Site, folder string) []*sitetest.Page {
	var all []*sitetest.Page
	for name, p := range s.Pages {
		within, ok := strings.CutPrefix(name, folder+"/")
		if ok && strings.Count(within, "/") == 2 && !slices.Contains([]string{"parallel", "print", "section", "gone", ""}, p.Kind) {
			all = append(all, p)
		}
	}
	return all
}

// checkBook compares the text of a book with that of the site.
func checkBook(t *testing.T, s *sitetest.Site, folder, file string) {
	t.Helper()
	data := s.Files[file]
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Errorf("%s: %v", file, err)
		return
	}
	opf, err := fs.ReadFile(z, "EPUB/package.opf")
	if tag := s.Languages[strings.Split(folder, "/")[0]]; err != nil || !strings.Contains(string(opf), "<dc:language>"+tag+"</dc:language>") {
		t.Errorf("%s: not in %s: %v", file, tag, err)
	}
	all := articles(s, folder)
	for _, p := range all {
		chapter := strings.ReplaceAll(strings.TrimPrefix(path.Dir(p.Path), folder+"/"), "/", "-")
		xhtml, err := fs.ReadFile(z, "EPUB/"+chapter+".xhtml")
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		if got, want := bodyText(t, xhtml), mainText(p); got != want {
			t.Errorf("%s: %s says\n%s\nand the page\n%s", file, chapter, got, want)
		}
	}
	if len(all) == 0 {
		t.Errorf("%s: no articles", file)
	}
}

// bodyText returns the letters of a chapter.
func bodyText(t *testing.T, xhtml []byte) string {
	t.Helper()
	var b strings.Builder
	within := false
	for dec := xml.NewDecoder(bytes.NewReader(xhtml)); ; {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return strings.Join(strings.Fields(b.String()), "")
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			within = within || token.Name.Local == "body"
		case xml.CharData:
			if within {
				b.Write(token)
			}
		}
	}
}

// mainText returns the letters of a page that are no navigation.
func mainText(p *sitetest.Page) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		for c := range n.ChildNodes() {
			class := " " + sitetest.Attr(c, "class") + " "
			switch {
			case c.Type == html.TextNode:
				b.WriteString(c.Data)
			case c.Data == "nav" || c.Data == "script" || strings.Contains(class, " article__about ") || strings.Contains(class, " tools "):
			default:
				walk(c)
			}
		}
	}
	walk(p.Tags("main")[0])
	return strings.Join(strings.Fields(b.String()), "")
}

// checkMail reads a mail in two ways and follows its links.
func checkMail(t *testing.T, s *sitetest.Site, folder, file string) {
	t.Helper()
	data := s.Files[file]
	if len(data) > 100_000 || len(data) == 0 {
		t.Errorf("%s: %d bytes", file, len(data))
	}
	m, err := mail.ReadMessage(bytes.NewReader(data))
	if err != nil {
		t.Errorf("%s: %v", file, err)
		return
	}
	if _, err := m.Header.Date(); err != nil {
		t.Errorf("%s: %v", file, err)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if title := sitetest.Text(s.Pages[folder+"/index.html"].Tags("h1")[0]); err != nil || !strings.Contains(subject, title) {
		t.Errorf("%s: the subject %q, %v", file, subject, err)
	}
	e, err := enmime.NewParser(enmime.DisableCharacterDetection(true)).ReadEnvelope(bytes.NewReader(data))
	if err != nil || len(e.Errors) > 0 || len(e.Attachments)+len(e.Inlines) > 0 {
		t.Errorf("%s: %v %v", file, err, e)
		return
	}
	root, err := html.Parse(strings.NewReader(e.HTML))
	if err != nil {
		t.Fatal(err)
	}
	leads := map[string]bool{}
	for n := range root.Descendants() {
		href := sitetest.Attr(n, "href")
		switch {
		case n.Type != html.ElementNode:
		case slices.Contains([]string{"style", "link", "img", "script"}, n.Data):
			t.Errorf("%s: <%s>", file, n.Data)
		case n.Data == "a":
			leads[href] = true
			if !strings.Contains(e.Text, href) {
				t.Errorf("%s: the plain text does not lead to %s", file, href)
			}
			if to, ok := strings.CutPrefix(href, s.Base+"/"); !ok || s.Pages[path.Join(to, "index.html")] == nil {
				t.Errorf("%s: %s leads nowhere", file, href)
			}
		}
	}
	for _, p := range articles(s, folder) {
		if !leads[s.Base+"/"+path.Dir(p.Path)+"/"] {
			t.Errorf("%s does not lead to %s", file, p.Path)
		}
	}
}

// The files of one book, and of each its name alone: what is in them is held to
// the pages.
func TestBookFiles(t *testing.T) {
	dir := demonstration(t)
	if _, err := Build(t.Context(), dir, BuildOptions{}); err != nil {
		t.Fatal(err)
	}
	z, err := zip.OpenReader(filepath.Join(dir, Public, "ko", "2024-03", "2024-03.epub"))
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	var names []string
	for _, f := range z.File {
		names = append(names, f.Name)
	}
	golden := filepath.Join("testdata", "book.txt")
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(names, "\n") + "\n"; got != string(want) {
		t.Errorf("%s has other files than %s says:\n%s", "ko/2024-03/2024-03.epub", golden, got)
	}
}
