package publish

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const lost = `<html><head><style>p{}</style> <link href="https://example.org/x"></head><body><a href="#page-main">x</a><a href="/ko/?a=1&amp;b=2">y</a><form action="/ko/search/"></form><a href="//host/z">z</a>` +
	`<p>&amp;</p><script id="page-base" data-base="" data-mark="/css/s.css">1 < 2</script> </body></html>`

func TestGitHubFolder(t *testing.T) {
	for remote, want := range map[string]string{
		"https://github.com/you/bulletins.git":         "/bulletins",
		"https://github.com/you/bulletins":             "/bulletins",
		"https://TOKEN@github.com/you/bulletins/":      "/bulletins",
		"https://x:y@github.com:443/you/my.letters":    "/my.letters",
		"git@github.com:you/bulletins.git":             "/bulletins",
		"github.com:you/bulletins":                     "/bulletins",
		"ssh://git@github.com/you/Bulletins.git":       "/Bulletins",
		"ssh://git@github.com:22/you/bulletins.git":    "/bulletins",
		"https://github.com/You/you.github.io.git":     "",
		"https://github.com/you":                       "",
		"https://github.com.example.org/you/bulletins": "",
		"https://example.org/github.com/you/bulletins": "",
		"https://gitlab.com/you/bulletins.git":         "",
		"/srv/github.com/you/bulletins.git":            "",
		"origin":                                       "",
	} {
		if got := gitHubFolder(remote); got != want {
			t.Errorf("%s: %q, want %q", remote, got, want)
		}
	}
}

// The 404 page of a project's site on GitHub has links into the folder that it
// is served from; with a domain of its own, or elsewhere, it stays as it is.
func TestNotFound(t *testing.T) {
	anchored := strings.NewReplacer(`"/ko/`, `"/bulletins/ko/`, `data-base=""`, `data-base="/bulletins"`).Replace(lost)
	known := strings.Replace(lost, ` data-base=""`, ` data-other=""`, 1)
	for _, test := range []struct {
		name, remote, page, host, want string
		headers                        string
	}{
		{name: "project", remote: "https://github.com/you/bulletins.git", page: lost, want: anchored},
		{name: "domain", remote: "https://github.com/you/bulletins.git", page: lost, host: "www.example.org", want: lost},
		{name: "no domain any more", remote: "https://github.com/you/bulletins.git", page: lost, host: "none", want: anchored},
		{name: "user", remote: "https://github.com/you/you.github.io.git", page: lost, want: lost},
		{name: "elsewhere", remote: "https://example.org/you/bulletins.git", page: lost, want: lost},
		{name: "knows its base", remote: "https://github.com/you/bulletins.git", page: known, want: known},
		{name: "for another host", remote: "https://github.com/you/bulletins.git", page: lost, headers: "netlify", want: lost},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := newDesk(t, test.remote, map[string]string{"index.html": "x", "404.html": test.page})
			remote := newRemote(t)
			run(t, d.archive, "config", "url."+remote+".insteadOf", test.remote)
			tree, err := Open(d.public)
			if err != nil {
				t.Fatal(err)
			}
			defer tree.Close()
			if test.headers != "" {
				if err := tree.Headers(test.headers); err != nil {
					t.Fatal(err)
				}
			}
			o := d.options()
			o.Host = test.host
			if _, err := Git(t.Context(), tree, o); err != nil {
				t.Fatal(err)
			}
			if got := published(t, remote, "gh-pages")["404.html"]; got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
			if page, _ := os.ReadFile(filepath.Join(d.public, "404.html")); string(page) != test.page {
				t.Error("the built site was changed")
			}
		})
	}
}

// A domain that was set with the host makes the page one of a site at a root.
func TestNotFoundDomainOfHost(t *testing.T) {
	const address = "git@github.com:you/bulletins.git"
	d := newDesk(t, address, map[string]string{"index.html": "x", "404.html": lost})
	remote := newRemote(t)
	run(t, d.archive, "config", "url."+remote+".insteadOf", address)
	o := d.options()
	o.Host = "www.example.org"
	d.publish(o)
	o.Host = ""
	if res := d.publish(o); !res.None() {
		t.Errorf("changed %+v", res.Changes)
	}
	o.Host = "none"
	if res := d.publish(o); strings.Join(res.Changed, " ") != "404.html" || strings.Join(res.Removed, " ") != "CNAME" {
		t.Errorf("changed %+v", res.Changes)
	}
}

// Where a policy is sent, it allows what the 404 page brings along, and the page
// of each language works at any depth.
func TestNotFoundHeaders(t *testing.T) {
	dir := write(t, filepath.Join(t.TempDir(), "site"), map[string]string{
		"index.html": "x", "404.html": lost, "en/404.html": `<head><base href="https://example.org/en/"></head><a href="x/">`,
		"ko/404.html": `<link href="../css/s.css"><a href="#page-main">1</a><a href="./">2</a><a href="../en/404.html">3</a><a href="mailto:a@example.org">4</a><a href="물결/">5</a>`,
	})
	tree, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	if err := tree.Headers("cloudflare"); err != nil {
		t.Fatal(err)
	}
	text := func(name string) string {
		i, _ := tree.find(name)
		data, err := os.ReadFile(tree.files[i].path)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	// printf %s 'p{}' | openssl dgst -sha256 -binary | base64
	for _, want := range []string{"style-src 'self' 'sha256-gG2yISYereRMiG2lMXrbiUgi0Ubw9p7QCeWcroOvy9Y=';", "script-src 'self' 'sha256-T8Xibs7zV8KTQdRXjpKJTlizX17SudRlddrZKaeFg9E=';"} {
		if !strings.Contains(text("_headers"), want) {
			t.Errorf("no %s in %s", want, text("_headers"))
		}
	}
	want := `<link href="/css/s.css"><a href="#page-main">1</a><a href="/ko/">2</a><a href="/en/404.html">3</a><a href="mailto:a@example.org">4</a><a href="/ko/%EB%AC%BC%EA%B2%B0/">5</a>`
	if got := text("ko/404.html"); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := text("en/404.html"); !strings.Contains(got, `<a href="x/">`) {
		t.Errorf("a page that knows its base was changed: %s", got)
	}
}
