package publish

import (
	"os"
	"strings"
	"testing"
)

// added returns what was added to a tree.
func added(t *testing.T, tree *Tree, name string) string {
	t.Helper()
	i, ok := tree.find(name)
	if !ok {
		return ""
	}
	data, err := os.ReadFile(tree.files[i].path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestHeaders(t *testing.T) {
	sum := strings.Repeat("0123456789abcdef", 4)
	site := map[string]string{
		"index.html":                    `<meta http-equiv=refresh content="0; url=ko/">`,
		"ko/index.html":                 "<p>x",
		"ko/법 1/index.html":             `<!doctype html><meta charset=utf-8><meta http-equiv="refresh" content="0; url=../law/%EB%B2%95/?a&amp;b">`,
		"ko/self/index.html":            `<meta http-equiv=refresh content="0; url=./">`,
		"ko/away/index.html":            `<meta http-equiv=refresh content="0; url=https://example.org/">`,
		"ko/later/index.html":           `<meta http-equiv=refresh content="5; url=../">`,
		"css/style.min." + sum + ".css": "", "js/script." + sum + ".js": "", "icon." + sum + ".svg": "", "plain.css": "", "ko/feed.json": "",
	}
	public := write(t, t.TempDir()+"/public", site)
	for _, host := range Hosts {
		tree := open(t, public)
		if err := tree.Headers(host); err != nil {
			t.Fatal(err)
		}
		headers := added(t, tree, "_headers")
		rules := map[string][]string{}
		rule := ""
		for line := range strings.Lines(headers) {
			if line = strings.TrimSuffix(line, "\n"); strings.HasPrefix(line, "/") {
				rule = line
			} else if name, value, ok := strings.Cut(line, ": "); ok && strings.HasPrefix(name, "  ") && len(line) < 2000 {
				rules[rule] = append(rules[rule], strings.TrimSpace(name)+": "+value)
			} else {
				t.Errorf("%s: line %q", host, line)
			}
		}
		for _, want := range []string{"default-src 'none'", "frame-ancestors 'none'", "img-src 'self' data:", "base-uri 'self'"} {
			if !strings.Contains(rules["/*"][0], want) {
				t.Errorf("%s: no %s in %s", host, want, rules["/*"][0])
			}
		}
		for rule, want := range map[string]string{
			"/*": "X-Content-Type-Options: nosniff", "/*.md": "Content-Type: text/markdown; charset=utf-8", "/*.ics": "Content-Type: text/calendar; charset=utf-8",
			"/*.epub": "Content-Type: application/epub+zip", "/*/feed.json": "Content-Type: application/feed+json",
			"/css/style.min." + sum + ".css": "Cache-Control: public, max-age=31536000, immutable",
		} {
			if !strings.Contains(strings.Join(rules[rule], "\n"), want) {
				t.Errorf("%s: %s has %q, want %q", host, rule, rules[rule], want)
			}
		}
		if n := strings.Count(headers, "immutable"); n != 3 {
			t.Errorf("%s: %d files are kept for ever, want 3", host, n)
		}
		want := "/ko/%EB%B2%95%201/ /ko/law/%EB%B2%95/?a&b 301"
		if host == "netlify" {
			want += "!"
		}
		if got := added(t, tree, "_redirects"); got != want+"\n" {
			t.Errorf("%s: redirects %q", host, got)
		}
	}
	equal(t, read(t, public), site)
}

func TestHeadersOwn(t *testing.T) {
	tree := open(t, write(t, t.TempDir()+"/public", map[string]string{"index.html": "x", "_headers": "mine"}))
	if err := tree.Headers("netlify"); err != nil || added(t, tree, "_headers") != "mine" || tree.has("_redirects") {
		t.Errorf("%v, %q", err, added(t, tree, "_headers"))
	}
	if err := tree.Headers("apache"); err == nil || hintOf(err) == "" {
		t.Errorf("error %v", err)
	}
}
