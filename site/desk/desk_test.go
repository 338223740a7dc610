package desk

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/net/html"

	"github.com/backissue/backissue/site/check"
)

// demonstration is a desk of the demonstration at the root of the repository,
// with findings made up for it.
func demonstration() Options {
	return Options{
		Title: "Demonstration", Languages: []string{"ko", "zh-hans", "en"}, Dir: "/home/ed itor/archive",
		Content: os.DirFS("../../content"), Sources: os.DirFS("../../sources"),
		Imported: func(string) ([]string, bool) { return nil, true },
		Import: func(key string) (Import, error) {
			if key != "2024-06" {
				return Import{}, fs.ErrNotExist
			}
			return Import{
				Source: "2024-06.txt", Date: "2024-06-01", Articles: []string{"news/01", "laws/01"},
				Doubts: []Mark{
					{File: "2024-06.txt", Line: 12, Article: "news/01", Code: "title-language", Text: "a guess", Why: "taken for Korean"},
					{File: "2024-06.txt", Line: 14, Article: "news/01", Code: "settled-one", Text: "mended", Why: "somebody mended it"},
				},
				Losses:    []Mark{{File: "2024-06.txt", Text: "the whole", Why: "nobody knows where"}},
				Furniture: []Mark{{File: "2024-06.txt", Line: 3, Code: "page-number", Text: "- 1 -"}},
			}, nil
		},
		Check: func() ([]check.Finding, error) {
			return []check.Finding{
				{Code: "B101", Severity: check.Warning, File: "sources/2024-06.txt", Line: 12, Article: "2024-06/news/01", Text: "a guess", Message: "said twice"},
				{Code: "B102", Severity: check.Warning, File: "sources/2024-06.txt", Article: "2024-06", Text: "the whole", Message: "said twice"},
				{Code: "B202", Severity: check.Error, File: "content/2024-06/news/01/index.zh-hans.md", Line: 8, Article: "2024-06/news/01", Lang: "zh-hans", Message: "a link leads nowhere", Hint: "mend it"},
				{Code: "B106", Severity: check.Note, File: "sources/new.txt", Message: "was not imported"},
			}, nil
		},
		Document: func(name string, _ int) (Document, error) {
			if strings.HasSuffix(name, ".pdf") {
				return Document{Pages: 3}, nil
			}
			data, err := os.ReadFile("../../sources/" + name)
			var d Document
			for n, text := range strings.Split(string(data), "\n") {
				d.Lines = append(d.Lines, Line{N: n + 1, Text: text})
			}
			return d, err
		},
		PagePicture: func(name string, page int) ([]byte, error) {
			if page > 3 {
				return nil, errors.New("no such page")
			}
			return fmt.Appendf(nil, "picture of %s, %d", name, page), nil
		},
	}
}

func get(t *testing.T, h http.Handler, address string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", address, nil))
	return w
}

// page returns a page that must be there, parsed.
func page(t *testing.T, h http.Handler, address string) *html.Node {
	t.Helper()
	w := get(t, h, address)
	if w.Code != http.StatusOK {
		t.Fatalf("%s: %d: %s", address, w.Code, w.Body)
	}
	n, err := html.Parse(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// all returns the elements that a test accepts.
func all(n *html.Node, is func(*html.Node) bool) (found []*html.Node) {
	for e := range n.Descendants() {
		if e.Type == html.ElementNode && is(e) {
			found = append(found, e)
		}
	}
	return found
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func class(names ...string) func(*html.Node) bool {
	return func(n *html.Node) bool {
		have := strings.Fields(attr(n, "class"))
		return !slices.ContainsFunc(names, func(c string) bool { return !slices.Contains(have, c) })
	}
}

func words(n *html.Node) string {
	var b strings.Builder
	for e := range n.Descendants() {
		if e.Type == html.TextNode {
			b.WriteString(e.Data + " ")
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// Whoever follows all links of the desk finds no dead one, no dead fragment and
// no id twice.
func TestLinks(t *testing.T) {
	h := Handler(demonstration())
	queue, seen, ids := []string{Root}, map[string]bool{Root: true}, map[string]map[string]bool{}
	type link struct{ from, to string }
	var fragments []link
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		w := get(t, h, at)
		if w.Code != http.StatusOK {
			t.Errorf("%s: %d", at, w.Code)
			continue
		}
		if !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
			continue
		}
		n, err := html.Parse(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		ids[at] = map[string]bool{}
		for _, e := range all(n, func(e *html.Node) bool { return attr(e, "id") != "" }) {
			if ids[at][attr(e, "id")] {
				t.Errorf("%s: id %q twice", at, attr(e, "id"))
			}
			ids[at][attr(e, "id")] = true
		}
		for _, e := range all(n, func(e *html.Node) bool { return e.Data == "a" || e.Data == "img" }) {
			to, fragment, has := strings.Cut(attr(e, "href")+attr(e, "src"), "#")
			if to == "" {
				to = at
			}
			if !strings.HasPrefix(to, Root) {
				continue
			}
			if has {
				fragments = append(fragments, link{at, to + "#" + fragment})
			}
			if !seen[to] {
				seen[to] = true
				queue = append(queue, to)
			}
		}
	}
	for _, l := range fragments {
		to, fragment, _ := strings.Cut(l.to, "#")
		if ids[to] != nil && !ids[to][fragment] {
			t.Errorf("%s: %s is not there", l.from, l.to)
		}
	}
	if len(seen) < 60 {
		t.Errorf("only %d pages", len(seen))
	}
}

func TestOverview(t *testing.T) {
	h := Handler(demonstration())
	rows := func(address string) (keys []string) {
		for _, e := range all(page(t, h, address), func(e *html.Node) bool { return e.Data == "th" && attr(e, "scope") == "row" }) {
			key, _, _ := strings.Cut(words(e), " ")
			keys = append(keys, key)
		}
		return keys
	}
	for address, want := range map[string][]string{
		Root:                               {"2024-07", "2024-06", "2024-05", "2024-04", "2024-03"},
		Root + "?kind=doubt":               {"2024-06"},
		Root + "?kind=error&lang=zh-hans":  {"2024-06"},
		Root + "?kind=error&lang=ko":       nil,
		Root + "?issue=2024-04":            {"2024-04"},
		Root + "?kind=conflict":            nil,
		Root + "?kind=nonsense&lang=../..": {"2024-07", "2024-06", "2024-05", "2024-04", "2024-03"},
	} {
		if got := rows(address); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", address, got, want)
		}
	}
	if text := words(page(t, h, Root)); !strings.Contains(text, "was not imported") {
		t.Error("what concerns no issue is not there")
	}
	if text := words(page(t, h, Root+"?kind=doubt")); !strings.Contains(text, "taken for Korean") || strings.Contains(text, "somebody mended it") {
		t.Errorf("the doubts are not those that are open:\n%s", text)
	}
}

// What check finds no more is settled; pages have no lines for it.
func TestSettle(t *testing.T) {
	found := []*finding{
		{Kind: "doubt", Code: "x", File: "sources/a.pdf", Page: 2, Line: 7, Text: "open"},
		{Kind: "doubt", Code: "x", File: "sources/a.pdf", Page: 3, Line: 7, Text: "open"},
		{Kind: "doubt", Code: "number-doubled", File: "sources/a.txt", Line: 1},
		{Kind: "loss", File: "sources/a.txt", Line: 9},
		{Kind: "loss", File: "sources/a.txt", Line: 8},
		{Kind: "error", File: "content/a.md", Line: 8},
	}
	settle(found, []check.Finding{
		{Code: "B101", File: "sources/a.pdf", Page: 2, Text: "open"},
		{Code: "B102", File: "sources/a.txt", Line: 9},
	})
	for n, want := range []bool{false, true, true, false, true, false} {
		if found[n].Settled != want {
			t.Errorf("finding %d: settled is %v", n, found[n].Settled)
		}
	}
}

// Each finding stands once, at its line, and what check says again does not.
func TestArticle(t *testing.T) {
	h := Handler(demonstration())
	n := page(t, h, Root+"article/2024-06/news/01/?lang=zh-hans")
	for kind, want := range map[string]string{"doubt": "taken for Korean", "error": "a link leads nowhere mend it"} {
		marks := all(n, class("mark", kind))
		if len(marks) != 1 || !strings.Contains(words(marks[0]), want) {
			t.Errorf("%d marks of a %s", len(marks), kind)
			continue
		}
		at := marks[0].PrevSibling
		for at != nil && at.Type != html.ElementNode {
			at = at.PrevSibling
		}
		if id := map[string]string{"doubt": "l12", "error": "c8"}[kind]; at == nil || attr(at, "id") != id {
			t.Errorf("the %s does not stand behind %s", kind, id)
		}
	}
	if text := words(n); strings.Contains(text, "said twice") || !strings.Contains(text, "1 finding that somebody settled") {
		t.Error("a doubt is there twice, or the settled one is not")
	}
	edit := all(n, func(e *html.Node) bool { return strings.HasPrefix(attr(e, "href"), "vscode:") })
	if want := "vscode://file/home/ed%20itor/archive/content/2024-06/news/01/index.zh-hans.md:1"; len(edit) == 0 || attr(edit[0], "href") != want {
		t.Errorf("the link to the editor is not %s", want)
	}
	for _, e := range all(n, class("file")) {
		if attr(e, "lang") != "zh-hans" {
			t.Errorf("the text is in %q", attr(e, "lang"))
		}
	}
	if len(all(page(t, h, Root+"article/2024-06/news/01/?kind=loss"), class("mark"))) != 0 {
		t.Error("the filter lets other kinds through")
	}
}

func TestIssue(t *testing.T) {
	n := page(t, Handler(demonstration()), Root+"issue/2024-06/")
	text := words(n)
	for _, want := range []string{"nobody knows where", "Furniture: 1 piece", "- 1 -", "news/01", "1 doubt"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not there", want)
		}
	}
	if strings.Contains(words(page(t, Handler(demonstration()), Root+"issue/2024-05/")), "nobody knows where") {
		t.Error("a loss of another issue is there")
	}
}

func TestPaper(t *testing.T) {
	h := Handler(demonstration())
	n := page(t, h, Root+"article/2024-07/news/01/")
	images := all(n, func(e *html.Node) bool { return e.Data == "img" })
	if len(images) == 0 {
		t.Fatal("no picture of the page")
	}
	w := get(t, h, attr(images[0], "src"))
	if w.Code != 200 || w.Header().Get("Content-Type") != "image/png" || w.Body.String() != "picture of 2024-07/2024-07.pdf, 1" {
		t.Errorf("%d %s %q", w.Code, w.Header().Get("Content-Type"), w.Body)
	}
	if w := get(t, h, Root+"picture/9.png/2024-07/2024-07.pdf"); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a page that is not there: %d", w.Code)
	}
	w = get(t, h, Root+"download/2024-07/2024-07.pdf")
	if w.Header().Get("Content-Disposition") != "attachment; filename=2024-07.pdf" || w.Header().Get("Content-Type") != "application/octet-stream" {
		t.Errorf("a document is not saved: %v", w.Header())
	}
}

func TestTranslation(t *testing.T) {
	h := Handler(Options{Languages: []string{"ko", "en"}, Content: fstest.MapFS{
		"2024-01/news/01/index.ko.md": text("---\ntitle: 가\n---\n\n하나\n\n둘\n"),
		"2024-01/news/01/index.en.md": text("---\ntitle: A\ntranslation: draft\n---\n\none\n"),
		"2024-01/news/02/index.ko.md": text("---\ntitle: 나\n---\n\n하나\n"),
	}, Imported: func(string) ([]string, bool) { return nil, false }})
	n := page(t, h, Root+"translation/2024-01/news/01/?lang=en")
	if text := words(n); !strings.Contains(text, "하나") || !strings.Contains(text, "one") || !strings.Contains(text, "draft") {
		t.Errorf("the blocks are not there:\n%s", text)
	}
	if rows := all(n, func(e *html.Node) bool { return e.Data == "tr" && attr(e, "id") != "" }); len(rows) != 2 {
		t.Errorf("%d blocks, want 2", len(rows))
	}
	missing := words(page(t, h, Root+"?kind=missing&lang=en"))
	if !strings.Contains(missing, "2024-01/news/02 en") || strings.Contains(missing, "2024-01/news/01 en") {
		t.Errorf("missing translations:\n%s", missing)
	}
}

func text(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s), Mode: 0o644} }

func TestConflict(t *testing.T) {
	h := Handler(Options{Languages: []string{"ko"}, Content: fstest.MapFS{
		"2024-01/news/01/index.ko.md": text("---\ntitle: 가\nconflicts:\n  - {field: \"title\", source: \"other title\"}\n---\n\n> [!conflict] yours\n>\n> my words\n\n> [!conflict] source\n>\n> their words\n"),
	}})
	n := page(t, h, Root+"article/2024-01/news/01/")
	marks := all(n, class("mark", "conflict"))
	if len(marks) != 2 {
		t.Fatalf("%d conflicts", len(marks))
	}
	for i, want := range []string{"other title", "Yours my words The document their words"} {
		if !strings.Contains(words(marks[i]), want) {
			t.Errorf("conflict %d does not have %q: %s", i, want, words(marks[i]))
		}
	}
	for _, e := range all(n, class("front")) {
		if open := slices.ContainsFunc(e.Attr, func(a html.Attribute) bool { return a.Key == "open" }); !open {
			t.Error("the conflict in the front matter is hidden")
		}
	}
}

// A change of a file is on the next page.
func TestFollows(t *testing.T) {
	files := fstest.MapFS{"2024-01/news/01/index.ko.md": text("---\ntitle: before\n---\n\ntext\n")}
	h := Handler(Options{Languages: []string{"ko"}, Content: files})
	if !strings.Contains(words(page(t, h, Root+"issue/2024-01/")), "before") {
		t.Fatal("no title")
	}
	files["2024-01/news/01/index.ko.md"] = text("---\ntitle: beyond\n---\n\ntext\n")
	files["2024-01/news/01/index.ko.md"].ModTime = time.Unix(1, 0)
	if !strings.Contains(words(page(t, h, Root+"issue/2024-01/")), "beyond") {
		t.Error("the title is the old one")
	}
}
