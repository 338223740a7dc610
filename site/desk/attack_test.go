package desk

import (
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"github.com/backissue/backissue/site/check"
)

const evil = `</span></pre><script>alert(1)</script><img src=x onerror=alert(1)>"'><svg/onload=alert(1)>{{.Title}}`

// hostile is a desk in which every text is an attack.
func hostile() Options {
	key := "2024-01"
	return Options{
		Title: evil, Languages: []string{"ko", "en"}, Dir: "/" + evil, Editor: "ed://{path}?{line}",
		Content: fstest.MapFS{
			key + "/_index.ko.md":           text("---\ntitle: '" + strings.ReplaceAll(evil, "'", "''") + "'\n---\n"),
			key + "/news/01/index.ko.md":    text("---\ntitle: '" + strings.ReplaceAll(evil, "'", "''") + "'\n---\n\n# " + evil + "\n\n> [!conflict] yours\n>\n> " + evil + "\n\n> [!conflict] source\n>\n> " + evil + "\n"),
			key + "/news/01/index.en.md":    text("---\ntranslation: draft\n---\n\n" + evil + "\n"),
			key + "/news/01/facts.yaml":     text("credit: {text: '" + strings.ReplaceAll(evil, "'", "''") + "'}\nsource: {file: \"<b>.txt\", line: 1}\n"),
			key + "/news/<i>02/index.ko.md": text("---\ntitle: [broken\n---\n\n" + evil),
		},
		Sources: fstest.MapFS{"<b>.txt": text(evil), "page.html": text(evil), ".secret": text("secret")},
		Import: func(string) (Import, error) {
			m := Mark{File: "<b>.txt", Line: 1, Article: "news/01", Code: evil, Text: evil, Why: evil}
			return Import{Source: "<b>.txt", Date: evil, Doubts: []Mark{m, {File: evil, Text: evil, Why: evil}}, Losses: []Mark{m}, Furniture: []Mark{m}, Lost: evil}, nil
		},
		Check: func() ([]check.Finding, error) {
			return []check.Finding{{Code: evil, Severity: "note", File: "content/" + key + "/news/01/index.ko.md", Line: 5, Article: key + "/news/01", Lang: "ko", Text: evil, Message: evil, Hint: evil,
				Related: []check.Place{{File: evil, Line: 1, Text: evil}}}, {Message: evil, File: evil, Severity: check.Severity(evil)}}, nil
		},
		Document: func(string, int) (Document, error) {
			return Document{Lines: []Line{{N: 1, Text: evil}}, Made: true}, nil
		},
	}
}

// Nothing that a file says becomes an element, an attribute or a script.
func TestEscapes(t *testing.T) {
	h := Handler(hostile())
	for _, at := range []string{"", "?kind=doubt", "?kind=note", "?kind=conflict", "issue/2024-01/", "article/2024-01/news/01/", "article/2024-01/news/01/?lang=en",
		"article/2024-01/news/%3Ci%3E02/", "translation/2024-01/news/01/?lang=en", "source/2024-01/"} {
		w := get(t, h, Root+at)
		if w.Code != http.StatusOK {
			t.Errorf("%s: %d", at, w.Code)
			continue
		}
		body := w.Body.String()
		if strings.Contains(body, "ZgotmplZ") {
			t.Errorf("%s: an address was refused", at)
		}
		n, err := html.Parse(strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(words(n), "alert(1)") {
			t.Errorf("%s: shows nothing of the attack, and proves nothing", at)
		}
		for _, e := range all(n, func(*html.Node) bool { return true }) {
			for _, a := range e.Attr {
				if strings.HasPrefix(a.Key, "on") || a.Key == "style" || strings.HasPrefix(strings.ToLower(a.Val), "javascript:") {
					t.Errorf("%s: <%s %s=%q>", at, e.Data, a.Key, a.Val)
				}
			}
			switch e.Data {
			case "svg", "iframe", "object", "embed":
				t.Errorf("%s: <%s>", at, e.Data)
			case "script":
				if attr(e, "src") != Root+"desk.js" || e.FirstChild != nil {
					t.Errorf("%s: a script", at)
				}
			case "img":
				if !strings.HasPrefix(attr(e, "src"), Root) {
					t.Errorf("%s: a picture of %s", at, attr(e, "src"))
				}
			}
		}
	}
}

// What is asked for is looked up, never joined.
func TestNoWayOut(t *testing.T) {
	dir := t.TempDir()
	sources := filepath.Join(dir, "sources")
	if err := os.MkdirAll(filepath.Join(sources, ".git"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string]string{"secret.txt": "secret", "sources/a.txt": "open", "sources/.hidden": "secret", "sources/.git/config": "secret"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	o := hostile()
	o.Sources = os.DirFS(sources)
	o.PagePicture = func(name string, _ int) ([]byte, error) { return fs.ReadFile(o.Sources, name) }
	h := Handler(o)
	if w := get(t, h, Root+"download/a.txt"); w.Body.String() != "open" {
		t.Fatalf("a document that is there: %d %s", w.Code, w.Body)
	}
	for _, name := range []string{"../secret.txt", "..%2fsecret.txt", "%2e%2e/secret.txt", "..%2F..%2F..%2Fetc/passwd", "/etc/passwd", "%2Fetc%2Fpasswd",
		".hidden", ".git/config", "a.txt/", "a.txt/../../secret.txt", ".", "", "%00", "a.txt%00", `..\secret.txt`, "./.hidden", "CON"} {
		for _, folder := range []string{"download/", "picture/1.png/", "article/", "issue/", "translation/", "source/2024-01/?file=", "source/"} {
			r := httptest.NewRequest("GET", Root, nil)
			u, err := url.Parse(Root + folder + name)
			if err != nil {
				continue // no request can ask for it
			}
			r.URL = u
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if strings.Contains(w.Body.String(), "secret") && !strings.Contains(name, "secret") || w.Body.String() == "secret" || strings.Contains(w.Body.String(), "root:") {
				t.Errorf("%s%s: %s", folder, name, w.Body)
			}
			if w.Code == http.StatusOK && (folder == "download/" || folder == "article/") {
				t.Errorf("%s%s: %d", folder, name, w.Code)
			}
		}
	}
}

// Documents are saved, not shown; nobody guesses what they are; nothing is written.
func TestHeaders(t *testing.T) {
	h := Handler(hostile())
	for _, at := range []string{Root, Root + "download/page.html", Root + "desk.js", Root + "nothing/"} {
		w := get(t, h, at)
		if p := w.Header().Get("Content-Security-Policy"); !strings.HasPrefix(p, "default-src 'none';") || strings.Contains(p, "unsafe") {
			t.Errorf("%s: policy %q", at, p)
		}
		if w.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: may be sniffed", at)
		}
	}
	w := get(t, h, Root+"download/page.html")
	if !strings.HasPrefix(w.Header().Get("Content-Disposition"), "attachment") || strings.Contains(w.Header().Get("Content-Type"), "html") {
		t.Errorf("a document is shown as a page: %v", w.Header())
	}
	for _, method := range []string{"POST", "PUT", "DELETE"} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(method, Root, nil))
		if w.Code != http.StatusMethodNotAllowed {
			t.Errorf("%s: %d", method, w.Code)
		}
	}
}

func TestEditor(t *testing.T) {
	for _, test := range []struct{ pattern, dir, want string }{
		{"", "/a b", "vscode://file/a%20b/content/x.md:3"},
		{"", `C:\texts`, "vscode://file/C:/texts/content/x.md:3"},
		{"idea://open?file={path}&line={line}", "/a", "idea://open?file=/a/content/x.md&line=3"},
		{"emacs://open/{path}", "/a", "emacs://open/a/content/x.md"},
		{"subl://{path}:{line}", "/a", "subl:///a/content/x.md:3"},
		{"javascript:alert('{path}')", "/a", ""},
		{" JavaScript:alert(1)", "/a", ""},
		{"data:text/html,{path}", "/a", ""},
		{"no address", "/a", ""},
	} {
		d := &desk{Options: Options{Editor: test.pattern, Dir: test.dir}}
		if got := string(d.editor("content/x.md", 3)); got != test.want {
			t.Errorf("%q in %s: %q, want %q", test.pattern, test.dir, got, test.want)
		}
	}
}
