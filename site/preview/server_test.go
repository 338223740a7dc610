package preview

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// made is a site of strings; a Problem stands for a page that cannot be made.
type made map[string]any

func (m made) File(_ context.Context, name string) (File, error) {
	switch v := m[name].(type) {
	case string:
		return File{Data: []byte(v)}, nil
	case error:
		return File{}, fmt.Errorf("make: %w", v)
	}
	return File{}, fs.ErrNotExist
}

func get(h http.Handler, target string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("GET", target, nil)
	r.Host = "localhost:1313"
	for i := 0; i+1 < len(header); i += 2 {
		if header[i] == "Host" {
			r.Host = header[i+1]
		}
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestInjection(t *testing.T) {
	site := made{
		"index.html": "<html><body>home</body></html>", "bare.html": "<p>no body", "a.css": "body{}</body>",
		"css/style." + strings.Repeat("0a", 32) + ".css": "p{}",
		"404.html": "<body>nothing</body>",
	}
	h := New(site, Options{})
	for target, want := range map[string]string{
		"/":                 `<html><body>home<script src="/_preview/live.js?v=`,
		"/index.html":       `<html><body>home<script src="/_preview/live.js?v=`,
		"/bare.html":        `<p>no body<script src="/_preview/live.js?v=`,
		"/nowhere":          `<body>nothing<script src="/_preview/live.js?v=`,
		"/a.css":            `body{}</body>`,
		"/?raw":             `<html><body>home</body></html>`,
		"/index.html?raw=1": `<html><body>home</body></html>`,
	} {
		got := get(h, target).Body.String()
		exact := !strings.Contains(want, "<script")
		if exact && got != want || !strings.HasPrefix(got, want) {
			t.Errorf("%s: got %q", target, got)
		}
	}
	w := get(h, "/?raw")
	if tag := w.Header().Get("ETag"); get(h, "/?raw", "If-None-Match", tag).Code != 304 {
		t.Errorf("%s is not what it was", tag)
	} else if !strings.Contains(get(h, "/").Body.String(), "data-tag=\"&#34;"+strings.Trim(tag, `"`)+"&#34;\"") {
		t.Errorf("the page does not know its tag %s", tag)
	}
	if got := get(h, "/css/style."+strings.Repeat("0a", 32)+".css").Header().Get("Cache-Control"); got != forEver {
		t.Errorf("what has a fingerprint: %q", got)
	}
	if got := get(h, "/a.css").Header().Get("Cache-Control"); got != "no-cache" {
		t.Errorf("what has none: %q", got)
	}
	if get(h, "/").Header().Get("ETag") != "" {
		t.Error("a page with a script that knows the hour may be kept")
	}
}

func TestGuard(t *testing.T) {
	desk := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "desk "+r.URL.Path) })
	local := New(made{"index.html": "home"}, Options{Addr: "127.0.0.1:1313", Hosts: []string{"Archive.example"}, Desk: desk})
	wide := New(made{"index.html": "home"}, Options{Addr: "0.0.0.0:1313", Desk: desk})
	one := New(made{"index.html": "home"}, Options{Addr: "192.0.2.7:1313"})
	for _, test := range []struct {
		h      http.Handler
		target string
		status int
		header []string
	}{
		{local, "/", 200, []string{"Host", "127.0.0.1:1313"}},
		{local, "/", 200, []string{"Host", "localhost"}},
		{local, "/", 200, []string{"Host", "LOCALHOST:1313"}},
		{local, "/", 200, []string{"Host", "[::1]:1313"}},
		{local, "/", 200, []string{"Host", "archive.example:1313"}},
		{local, "/", 421, []string{"Host", "evil.example:1313"}},
		{local, "/", 421, []string{"Host", "localhost.evil.example"}},
		{local, "/", 421, []string{"Host", "127.0.0.1.evil.example"}},
		{local, "/", 421, []string{"Host", "192.0.2.7:1313"}},
		{local, "/", 421, []string{"Host", ""}},
		{local, "/_preview/live.js", 421, []string{"Host", "evil.example"}},
		{local, "/_desk/", 421, []string{"Host", "evil.example"}},
		{wide, "/", 200, []string{"Host", "192.0.2.7:1313"}},
		{wide, "/", 200, []string{"Host", "[2001:db8::1]:1313"}},
		{wide, "/", 421, []string{"Host", "evil.example"}},
		{one, "/", 200, []string{"Host", "192.0.2.7:1313"}},
		{one, "/", 421, []string{"Host", "192.0.2.8:1313"}},

		{local, "/", 200, []string{"Sec-Fetch-Site", "cross-site"}}, // a link from elsewhere
		{local, "/_desk/x", 200, []string{"Sec-Fetch-Site", "none"}},
		{local, "/_desk/x", 200, []string{"Sec-Fetch-Site", "same-origin", "Origin", "http://localhost:1313"}},
		{local, "/_desk/x", 403, []string{"Sec-Fetch-Site", "cross-site"}},
		{local, "/_desk/x", 403, []string{"Sec-Fetch-Site", "same-site"}}, // another port of this machine
		{local, "/_desk/x", 403, []string{"Origin", "http://evil.example"}},
		{local, "/_desk/x", 403, []string{"Origin", "http://localhost:8080"}},
		{local, "/_desk/x", 403, []string{"Origin", "null"}},
		{local, "/x/../_desk/x", 403, []string{"Origin", "null"}},
		{local, "/_preview/events", 403, []string{"Origin", "http://evil.example"}},
		{local, "/_preview/events", 403, []string{"Sec-Fetch-Site", "cross-site"}},
		{local, "/_preview/other", 404, nil},
		{local, "/_preview/", 404, nil},
		{one, "/_desk/", 404, []string{"Host", "192.0.2.7"}},
	} {
		w := get(test.h, test.target, test.header...)
		if w.Code != test.status {
			t.Errorf("%s %q: got %d, want %d", test.target, test.header, w.Code, test.status)
		}
		if w.Header().Get("Cross-Origin-Resource-Policy") != "same-origin" {
			t.Errorf("%s %q: other sites may show it", test.target, test.header)
		}
	}
	for _, target := range []string{"/", "/_desk/", "/_preview/events", "/_preview/live.js"} {
		r := httptest.NewRequest("POST", target, nil)
		r.Host = "localhost"
		w := httptest.NewRecorder()
		if local.ServeHTTP(w, r); w.Code != 405 {
			t.Errorf("POST %s: got %d", target, w.Code)
		}
	}
}

func TestBroken(t *testing.T) {
	wrong := &Problem{What: `<b>bad</b> & "worse"`, File: "content/a.md", Line: 3, Hint: "mend it"}
	site := made{"a/index.html": "<body>good</body>", "b/index.html": wrong, "b/x.css": wrong, "c/index.html": errors.New("no luck")}
	h := New(site, Options{})
	if got := get(h, "/a/"); got.Code != 200 {
		t.Fatal(got.Code)
	}
	site["a/index.html"] = wrong
	if got := get(h, "/a/"); got.Code != 200 || !strings.Contains(got.Body.String(), "<body>good<script") ||
		!strings.Contains(got.Body.String(), "data-all data-problem=\"{&#34;what&#34;:&#34;\\u003cb\\u003ebad") {
		t.Errorf("got %d %s", got.Code, got.Body)
	}
	for target, want := range map[string]string{
		"/b/":      "&lt;b&gt;bad&lt;/b&gt; &amp;",
		"/c/":      "make: no luck",
		"/b/?raw":  "500: content/a.md:3: <b>bad</b>",
		"/b/x.css": "500: content/a.md:3: <b>bad</b>",
	} {
		got := get(h, target)
		if got.Code != 500 || !strings.Contains(got.Body.String(), want) {
			t.Errorf("%s: got %d %s", target, got.Code, got.Body)
		}
		html := strings.HasPrefix(got.Header().Get("Content-Type"), "text/html")
		if html && strings.Contains(got.Body.String(), "<b>") || html == (target == "/b/?raw" || target == "/b/x.css") {
			t.Errorf("%s: got %s %s", target, got.Header().Get("Content-Type"), got.Body)
		}
	}
	if got := get(h, "/b"); got.Code != 301 {
		t.Errorf("the folder of a broken page: got %d", got.Code)
	}
}

func TestMemory(t *testing.T) {
	var m memory
	for i := range rememberedPages + 5 {
		m.keep(fmt.Sprint(i), []byte("x"))
		m.keep("always", []byte("x"))
	}
	if _, ok := m.of("0"); ok || len(m.pages) != rememberedPages || m.bytes != rememberedPages {
		t.Errorf("%d pages, %d bytes", len(m.pages), m.bytes)
	}
	m.keep("large", make([]byte, rememberedBytes))
	if len(m.pages) != 1 || m.bytes != rememberedBytes {
		t.Errorf("%d pages, %d bytes", len(m.pages), m.bytes)
	}
}

// stream returns what the events of a server say, one state after another.
func stream(t *testing.T, s *Server) func() state {
	t.Helper()
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	r, err := http.Get(server.URL + "/_preview/events")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Body.Close() })
	if got := r.Header.Get("Content-Type"); got != "text/event-stream" {
		t.Fatalf("got %s", got)
	}
	lines := bufio.NewScanner(r.Body)
	lines.Buffer(nil, 1<<20)
	return func() state {
		t.Helper()
		for lines.Scan() {
			if data, ok := bytes.CutPrefix(lines.Bytes(), []byte("data: ")); ok {
				var st state
				if err := json.Unmarshal(data, &st); err != nil {
					t.Fatal(err)
				}
				return st
			}
		}
		t.Fatal("the stream ended")
		return state{}
	}
}

func TestEvents(t *testing.T) {
	s := New(made{}, Options{})
	next := stream(t, s)
	if st := next(); st.At != 0 || st.Log == nil || st.Problems == nil {
		t.Errorf("begins with %+v", st)
	}
	s.Changed(Change{Files: []string{"a.html", "b\n.html"}, Problems: []*Problem{{What: "data: x\n\n"}}})
	if st := next(); st.At != 1 || st.Log[0].Files[1] != "b\n.html" || st.Problems[0].What != "data: x\n\n" {
		t.Errorf("got %+v", st)
	}
	s.Changed(Change{})
	if st := next(); st.At != 2 || len(st.Log) != 1 || len(st.Problems) != 0 {
		t.Errorf("got %+v", st)
	}
	s.Changed(Change{Files: make([]string, logged+1)})
	if st := next(); len(st.Log) != 2 || len(st.Log[1].Files) != 1 || st.Log[1].Files[0] != "" {
		t.Errorf("got %+v", st)
	}
	s.Changed(Change{Files: make([]string, logged)})
	if st := next(); len(st.Log) != 1 || st.From != 3 {
		t.Errorf("from %d: %d", st.From, len(st.Log))
	}
}

// Who listens slowly hears the end, and nobody waits.
func TestManyChanges(t *testing.T) {
	s := New(made{}, Options{})
	next := stream(t, s)
	var all sync.WaitGroup
	for i := range 4 {
		all.Go(func() {
			for j := range 500 {
				s.Changed(Change{Files: []string{fmt.Sprint(i, j)}})
			}
		})
	}
	for next().At < 2000 {
	}
	all.Wait()
	if s.hub.names > logged {
		t.Errorf("%d names remembered", s.hub.names)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}
