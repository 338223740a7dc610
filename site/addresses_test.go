package site

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/backissue/backissue/site/sitetest"
)

// What was published answers for ever: an article that was taken out, one that
// has moved, and the pages in a language that the archive gave up.
func TestAddressesAreKept(t *testing.T) {
	dir := archiveOf(t, []string{"2024-06.txt"})
	importAll(t, dir)
	build := func() {
		t.Helper()
		if _, err := Build(t.Context(), dir, BuildOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	build()
	a, err := open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if changed, err := a.recordAddresses(); err != nil || !changed {
		t.Fatal(changed, err)
	}
	record := func() string {
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(Addresses)))
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	before := record()
	for _, want := range []string{"/ko/2024-06/news/01/\t", "/en/2024-06/news/02/\t", "/ko/2024-06/laws/01/zh-hans/\t"} {
		if !strings.Contains(before, want) {
			t.Errorf("not recorded: %s", want)
		}
	}

	vanishing := func() (all string) {
		t.Helper()
		pages, err := Vanishing(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range pages {
			all += "/" + p.Address + " " + p.Title + "\n"
		}
		return all
	}
	if got := vanishing(); got != "" {
		t.Errorf("foretold to vanish, though nothing changed:\n%s", got)
	}

	if err := os.RemoveAll(filepath.Join(dir, Content, "2024-06", "news")); err != nil {
		t.Fatal(err)
	}
	config := filepath.Join(dir, Config)
	text, err := os.ReadFile(config)
	if err != nil {
		t.Fatal(err)
	}
	text = append(text, `
[[params.moved]]
from = "/2024-06/news/01"
to = "/2024-06/regional/01"

[[params.withdrawn]]
path = "/2024-06/news/02"
reason = { ko = "필자의 요청", en = "at the author's wish" }
`...)
	if err := os.WriteFile(config, text, 0o644); err != nil {
		t.Fatal(err)
	}
	lost := vanishing()
	for at, want := range map[string]bool{"/ko/2024-06/news/": true, "/ko/2024-06/news/01/": false, "/ko/2024-06/news/02/": false, "/ko/2024-06/news/02/zh-hans/": true, "/ko/2024-06/regional/01/": false} {
		if got := strings.Contains(lost, at+" "); got != want {
			t.Errorf("foretold that %s vanishes: %v, want %v:\n%s", at, got, want, lost)
		}
	}
	for _, routes := range []string{"uglyURLs = true\n", "permalinks = {page = {news = '/:slug/'}}\n"} {
		if err := os.WriteFile(config, append([]byte(routes), text...), 0o644); err != nil {
			t.Fatal(err)
		}
		if got := vanishing(); got != "" {
			t.Errorf("with %sforetold to vanish:\n%s", routes, got)
		}
	}
	if err := os.WriteFile(config, text, 0o644); err != nil {
		t.Fatal(err)
	}
	build()
	page := func(name string) string {
		data, err := os.ReadFile(filepath.Join(dir, Public, filepath.FromSlash(name)))
		if err != nil {
			t.Error(err)
		}
		return string(data)
	}
	for name, want := range map[string]string{
		"ko/2024-06/news/01/index.html":         "url=../../../../ko/2024-06/regional/01/",
		"ko/2024-06/news/02/index.html":         "필자의 요청",
		"en/2024-06/news/02/index.html":         "at the author&#39;s wish",
		"zh-hans/2024-06/news/02/index.html":    "该页面已撤下",
		"ko/2024-06/news/02/zh-hans/index.html": "이 주소에 실렸던 글은",
	} {
		if !strings.Contains(page(name), want) {
			t.Errorf("%s: no %s", name, want)
		}
	}
	sitetest.Links(t, sitetest.Open(t, filepath.Join(dir, Public)))
	if changed, err := a.recordAddresses(); err != nil || changed {
		t.Fatal(changed, err)
	}
	if after := record(); after != before {
		t.Error("the record has changed, though no page was added")
	}
}

// A move to nowhere, or a record that cannot be read, stops the build.
func TestAddressErrors(t *testing.T) {
	for _, test := range []struct{ record, config, want string }{
		{"/ko/x/\tx\n", "\n[[params.moved]]\nfrom = \"/x\"\nto = \"/nowhere\"\n", "params.moved sends it to /nowhere"},
		{"ko/x/\tx\n", "", "addresses.tsv: line 1"},
		{"/ko/x/\tx\n", "\n[[params.withdrawn]]\npath = \"/x\"\nreason = 7\n", "params.withdrawn: /x: reason"},
	} {
		dir := archiveOf(t, []string{"2024-06.txt"})
		importAll(t, dir)
		if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(Addresses)), []byte(test.record), 0o644); err != nil {
			t.Fatal(err)
		}
		f, err := os.OpenFile(filepath.Join(dir, Config), os.O_APPEND|os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.WriteString(test.config); err != nil {
			t.Fatal(err)
		}
		f.Close()
		if _, err := Build(t.Context(), dir, BuildOptions{}); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("error %v, want %s", err, test.want)
		}
	}
}
