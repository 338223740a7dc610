package preview

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

func TestHandler(t *testing.T) {
	file := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	h := Handler(fstest.MapFS{
		"index.html":            file("home"),
		"404.html":              file("nothing here"),
		"ko/index.html":         file("홈"),
		"ko/404.html":           file("<head><link href=x.css></head>없음"),
		"ko/2024-03/index.html": file("3월"),
		"ko/2024-03/a b.txt":    file("text"),
		"css/main.css":          file("body{}"),
		"empty/x.bin":           file("\x00\x01"),
		"upper.HTML":            file("<p>"),
	})
	for _, test := range []struct {
		method, path string
		status       int
		ctype, body  string
	}{
		{"GET", "/", 200, "text/html; charset=utf-8", "home"},
		{"GET", "/index.html", 200, "text/html; charset=utf-8", "home"},
		{"HEAD", "/", 200, "text/html; charset=utf-8", ""},
		{"GET", "/ko/", 200, "text/html; charset=utf-8", "홈"},
		{"GET", "/ko/2024-03/a%20b.txt", 200, "text/plain; charset=utf-8", "text"},
		{"GET", "/css/main.css", 200, "text/css; charset=utf-8", "body{}"},
		{"GET", "/empty/x.bin", 200, "application/octet-stream", "\x00\x01"},
		{"GET", "/upper.HTML", 200, "text/html; charset=utf-8", "<p>"},
		{"GET", "/ko", 301, "", ""},
		{"GET", "/empty/", 404, "text/html; charset=utf-8", "nothing here"},
		{"GET", "/css/main.css/", 404, "text/html; charset=utf-8", "nothing here"},
		{"GET", "/missing", 404, "text/html; charset=utf-8", "nothing here"},
		{"HEAD", "/missing", 404, "text/html; charset=utf-8", "nothing here"},
		{"GET", "/ko/2024-03/missing/", 404, "text/html; charset=utf-8",
			`<head><base href="/ko/404.html"><link href=x.css></head>없음`},
		{"GET", "/../../etc/passwd", 404, "text/html; charset=utf-8", "nothing here"},
		{"GET", "/%2e%2e/%2e%2e/etc/passwd", 404, "text/html; charset=utf-8", "nothing here"},
		{"GET", "/%00", 404, "text/html; charset=utf-8", "nothing here"},
		{"POST", "/", 405, "text/plain; charset=utf-8", "405: this is a preview, it can only be read\n"},
	} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(test.method, test.path, nil))
		if w.Code != test.status || w.Header().Get("Content-Type") != test.ctype || w.Body.String() != test.body {
			t.Errorf("%s %s: got %d %q %q, want %d %q %q", test.method, test.path,
				w.Code, w.Header().Get("Content-Type"), w.Body, test.status, test.ctype, test.body)
		}
	}
}

func TestRedirectStaysHere(t *testing.T) {
	h := Handler(fstest.MapFS{"evil.example/index.html": {}})
	server := httptest.NewServer(h)
	defer server.Close()
	for _, p := range []string{"/evil.example", "//evil.example", "/x/..//evil.example"} {
		req, err := http.NewRequest("GET", server.URL, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.URL.Opaque = p
		resp, err := http.DefaultTransport.RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if loc := resp.Header.Get("Location"); loc != "" && !strings.HasPrefix(loc, "./") {
			t.Errorf("%s: leads to %q", p, loc)
		}
	}
}

func TestWithoutErrorPage(t *testing.T) {
	w := httptest.NewRecorder()
	Handler(fstest.MapFS{}).ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
	if w.Code != 404 || w.Body.String() != "404: no such page\n" {
		t.Errorf("got %d %q", w.Code, w.Body)
	}
}

// A link inside the tree that leads out of it is not followed.
func TestNothingOutside(t *testing.T) {
	dir := t.TempDir()
	public := filepath.Join(dir, "public")
	if err := os.Mkdir(public, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "secret.txt"), []byte("secret"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("../secret.txt", filepath.Join(public, "link.txt")); err != nil {
		t.Skip(err)
	}
	root, err := os.OpenRoot(public)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	server := httptest.NewServer(Handler(root.FS()))
	defer server.Close()
	for _, p := range []string{"/link.txt", "/../secret.txt", "/..%2fsecret.txt"} {
		resp, err := http.Get(server.URL + p)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		if resp.StatusCode == 200 || strings.Contains(string(body), "secret\n") || string(body) == "secret" {
			t.Errorf("%s: got %d %q", p, resp.StatusCode, body)
		}
	}
}
