package site

import (
	"bytes"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/backissue/backissue/site/sitetest"
)

// git runs git in dir with nobody's settings.
func git(t testing.TB, dir string, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", append([]string{"-c", "user.name=Editor", "-c", "user.email=editor@example.org"}, args...)...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

// What is published is the site: below any path of a web server, every link
// on every page leads somewhere, and nothing tells where it was made.
func TestPublish(t *testing.T) {
	t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
	t.Setenv("GIT_CONFIG_NOSYSTEM", "1")
	dir := demonstration(t)
	if _, err := Build(t.Context(), dir, BuildOptions{}); err != nil {
		t.Fatal(err)
	}
	built := files(t, filepath.Join(dir, Public))
	remote, out := filepath.Join(t.TempDir(), "remote.git"), filepath.Join(t.TempDir(), "repository")
	git(t, dir, "init", "--quiet", "--bare", remote)
	start := time.Now()
	done, _, err := Publish(t.Context(), dir, PublishOptions{Remote: remote})
	if err != nil {
		t.Fatalf("%v (%s)", err, Hint(err))
	}
	t.Logf("%d files published in %v", len(done.Added), time.Since(start).Round(time.Millisecond))
	git(t, dir, "clone", "--quiet", "--branch", "gh-pages", remote, out)
	if log := git(t, out, "log"); strings.Contains(log, "root@") {
		t.Errorf("the commit tells of this machine: %s", log)
	}
	if err := os.RemoveAll(filepath.Join(out, ".git")); err != nil {
		t.Fatal(err)
	}
	got, want := files(t, out), maps.Clone(built)
	want[".nojekyll"] = []byte{}
	same(t, got, want)
	same(t, files(t, filepath.Join(dir, Public)), built)
	t.Run("Links", func(t *testing.T) { sitetest.Links(t, sitetest.Open(t, out)) })
	t.Run("Served", func(t *testing.T) { crawl(t, filepath.Dir(out), "/repository/", got) })
	t.Run("Secrets", func(t *testing.T) { secrets(t, dir, got) })
	t.Run("Targets", func(t *testing.T) { targets(t, dir, built) })
}

// crawl serves the folder dir and follows every link of every page below path.
func crawl(t *testing.T, dir, path string, files map[string][]byte) {
	server := httptest.NewServer(http.FileServer(http.Dir(dir)))
	defer server.Close()
	status := map[string]int{}
	base, err := url.Parse(server.URL + path)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		// What is not there may be looked for at any depth: the page for that
		// knows its place by the address in the configuration.
		if !strings.HasSuffix(name, ".html") || name == "404.html" {
			continue
		}
		page := *base
		page.Path += strings.TrimSuffix(name, "index.html")
		root, err := html.Parse(bytes.NewReader(files[name]))
		if err != nil {
			t.Fatal(err)
		}
		for _, ref := range linksOf(root) {
			to, err := page.Parse(ref)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			to.Fragment = ""
			address := to.String()
			if to.Host != base.Host || status[address] != 0 {
				continue
			}
			if status[address] = fetch(t, address); status[address] != http.StatusOK || !strings.HasPrefix(to.Path, path) {
				t.Errorf("%s: %s: %d", name, ref, status[address])
			}
		}
	}
	t.Logf("%d addresses", len(status))
	if len(status) < 500 {
		t.Error("too few")
	}
}

func fetch(t *testing.T, address string) int {
	t.Helper()
	resp, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	return resp.StatusCode
}

func linksOf(root *html.Node) []string {
	var refs []string
	for n := range root.Descendants() {
		for _, a := range n.Attr {
			if a.Key == "href" || a.Key == "src" {
				refs = append(refs, a.Val)
			}
		}
		if n.Data == "meta" && sitetest.Attr(n, "http-equiv") == "refresh" {
			if _, ref, ok := strings.Cut(sitetest.Attr(n, "content"), "url="); ok {
				refs = append(refs, ref)
			}
		}
	}
	return refs
}

// secrets looks for what tells of the machine and its user.
func secrets(t *testing.T, dir string, files map[string][]byte) {
	words := []string{dir, filepath.Dir(dir), os.TempDir() + "/"}
	if home, err := os.UserHomeDir(); err == nil && len(home) > 2 {
		words = append(words, home+"/")
	}
	if u, err := user.Current(); err == nil && len(u.Username) > 4 {
		words = append(words, u.Username)
	}
	if host, err := os.Hostname(); err == nil && len(host) > 5 {
		words = append(words, host)
	}
	for name, data := range files {
		for _, word := range words {
			if bytes.Contains(data, []byte(word)) {
				t.Errorf("%s holds %q", name, word)
			}
		}
	}
}

// targets publishes to other places, with all that can be added.
func targets(t *testing.T, dir string, built map[string][]byte) {
	to := filepath.Join(t.TempDir(), "served")
	start := time.Now()
	done, _, err := Publish(t.Context(), dir, PublishOptions{To: to, Precompress: true, Headers: "netlify"})
	if err != nil {
		t.Fatalf("%v (%s)", err, Hint(err))
	}
	t.Logf("%d files in %v, compressed too", len(done.Added), time.Since(start).Round(time.Millisecond))
	got := files(t, to)
	changed := 0 // the 404 page of each language: the host may show it at any depth
	for name := range built {
		switch {
		case path.Base(name) == "404.html" && name != "404.html":
			changed++
		case !bytes.Equal(got[name], built[name]):
			t.Errorf("%s differs", name)
		}
	}
	for _, name := range []string{"_headers", "ko/index.html.gz", "ko/index.html.br", "ko/feed.json.br"} {
		if len(got[name]) == 0 {
			t.Errorf("no %s", name)
		}
	}
	if done, _, err := Publish(t.Context(), dir, PublishOptions{To: to}); err != nil || len(done.Added) != 0 || len(done.Changed) != changed || len(done.Removed) != len(got)-len(built) {
		t.Errorf("without them: %v, %d added, %d changed", err, len(done.Added), len(done.Changed))
	}
	same(t, files(t, to), built)
	for _, name := range []string{"a.zip", "a.tar.gz"} {
		if done, _, err := Publish(t.Context(), dir, PublishOptions{To: filepath.Join(t.TempDir(), name)}); err != nil || len(done.Added) != len(built) {
			t.Errorf("%s: %v", name, err)
		}
	}
	same(t, files(t, filepath.Join(dir, Public)), built)
}

// The lines that the documentation gives for other programs work with those.
func TestPublishElsewhere(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "docs", "publish.md"))
	if err != nil {
		t.Fatal(err)
	}
	for program, there := range map[string]string{"rsync": "you@example.org:/srv/www/bulletins/", "rclone": "bucket:bulletins"} {
		t.Run(program, func(t *testing.T) {
			_, line, _ := strings.Cut(string(text), "$ "+program+" ")
			line, _, _ = strings.Cut(line, "\n")
			if !strings.Contains(line, there) {
				t.Fatalf("documented: %s", line)
			}
			if _, err := exec.LookPath(program); err != nil {
				t.Skipf("there is no %s here", program)
			}
			dir, to := t.TempDir(), t.TempDir()
			sync := func(site map[string]string) {
				t.Helper()
				want := map[string][]byte{}
				if err := os.RemoveAll(filepath.Join(dir, Public)); err != nil {
					t.Fatal(err)
				}
				for name, text := range site {
					path := filepath.Join(dir, Public, filepath.FromSlash(name))
					if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
						t.Fatal(err)
					}
					if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
						t.Fatal(err)
					}
					want[name] = []byte(text)
				}
				args := strings.Fields(strings.Replace(line, there, to, 1))
				cmd := exec.Command(program, args...)
				cmd.Dir, cmd.Env = dir, append(os.Environ(), "RCLONE_CONFIG="+filepath.Join(t.TempDir(), "none"))
				if out, err := cmd.CombinedOutput(); err != nil {
					t.Fatalf("%s %s: %v\n%s", program, line, err, out)
				}
				same(t, files(t, to), want)
			}
			sync(map[string]string{"index.html": "one", "가 100%/a.html": "a", "old/b.html": "b"})
			sync(map[string]string{"index.html": "two", "가 100%/a.html": "a", "new/c.html": "c"})
		})
	}
}

func TestDomain(t *testing.T) {
	for base, want := range map[string]string{
		"":                                "",
		"/":                               "",
		"https://example.org":             "example.org",
		"https://WWW.Example.org/":        "www.example.org",
		"http://소식.example/":              "xn--9l4b4x.example",
		"https://example.org/bulletins/":  "",
		"https://you.github.io/":          "",
		"https://you.github.io/bulletins": "",
		"https://localhost/":              "",
		"https://192.0.2.1/":              "",
		"http://example.org:8080/":        "",
		"ftp://example.org/":              "",
		"https://[::1/":                   "",
	} {
		if got := domain(base); got != want {
			t.Errorf("%s: %q, want %q", base, got, want)
		}
	}
}
