package address

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

const gonePage = `<!doctype html><html lang=ko><head><title>gone</title><link rel=canonical href=../../ko/gone/><link rel=stylesheet href=../../css/s.css></head>` +
	`<body class=kind-gone><a hreflang=en href=../../en/gone/>English</a><form action=../../ko/search/></form><main><h1>gone</h1><p><strong id=page-gone-title></strong></p>` +
	`<p id=page-gone-reason></p><a id=page-gone-up href=../../ko/>up</a><a href=#page-main>skip</a></main></body></html>`

func site(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"index.html":                    `<!doctype html><meta http-equiv=refresh content="0; url=ko/">`,
		"404.html":                      `<h1>404</h1>`,
		"ko/gone/index.html":            gonePage,
		"en/gone/index.html":            strings.Replace(gonePage, "lang=ko", "lang=en", 1),
		"ko/index.html":                 `<h1>물결</h1>`,
		"ko/2021-10/index.html":         `<h1>2021년 <span>10월호</span></h1>`,
		"ko/2021-10/news/02/index.html": `<h1>둘</h1>`,
		"ko/2021-10/news/02/index.md":   `# 둘`,
	} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestPages(t *testing.T) {
	got, err := Pages(os.DirFS(site(t)))
	want := []Page{{"ko/", "물결"}, {"ko/2021-10/", "2021년 10월호"}, {"ko/2021-10/news/02/", "둘"}}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%q %v, want %q", got, err, want)
	}
	again, err := Parse(Format(got))
	if err != nil || !slices.Equal(again, want) {
		t.Errorf("written and read: %q %v", again, err)
	}
	merged := Merge([]Page{{"a/", "old"}, {"ko/", "old"}}, want)
	if want := append([]Page{{"a/", "old"}}, want...); !slices.Equal(merged, want) {
		t.Errorf("merged %q", merged)
	}
}

func TestParse(t *testing.T) {
	for _, bad := range []string{"ko/\tx", "/../x/\tx", "//\tx", "/ko/../../x/\tx", "/ko/x\tx", "/ko//x/\tx"} {
		if p, err := Parse([]byte("/ko/\tok\n" + bad + "\n")); err == nil || !strings.HasPrefix(err.Error(), "line 2: ") {
			t.Errorf("%q: %q, error %v", bad, p, err)
		}
	}
	if p, err := Parse([]byte("/ko/\ta\tb\r\n\r\n/en/x.html\r\n")); err != nil || !slices.Equal(p, []Page{{"ko/", "a\tb"}, {"en/x.html", ""}}) {
		t.Errorf("%q %v", p, err)
	}
}

// TestKeep: every published address answers: as it did, from where it moved
// to, or with a page that says what was there.
func TestKeep(t *testing.T) {
	dir := site(t)
	published := []Page{
		{"ko/", "물결"},
		{"ko/2021-10/news/01/", "하나 & <둘>"},
		{"ko/2021-10/news/03/", "셋"},
		{"en/2021-10/news/03/", "Three"},
		{"fr/old/", "Vieux"},
		{"ko/credits/물결 일보/", "물결 일보"},
	}
	o := Options{
		Languages: []string{"ko", "en"},
		Moved:     []Move{{"/2021-10/news/01", "/2021-10/news/02/"}},
		Withdrawn: []Withdrawal{{"2021-10/news/03", map[string]string{"": "at the author's wish"}}},
	}
	made, err := Keep(dir, published, o)
	if err != nil || made != 5 {
		t.Fatalf("made %d: %v", made, err)
	}
	text := func(name string) string {
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	for name, wants := range map[string][]string{
		"ko/2021-10/news/01/index.html": {`url=../../../../ko/2021-10/news/02/"`, `하나 &amp; &lt;둘&gt;</a>`, `noindex`},
		"ko/2021-10/news/03/index.html": {`<strong id="page-gone-title">셋</strong>`, "at the author&#39;s wish", `href="../../../../ko/2021-10/" id="page-gone-up">up`, `href="../../../../css/s.css"`, `action="../../../../ko/search/"`, `href="../../../../en/2021-10/news/03/" hreflang="en">English`, `href="#page-main"`},
		"fr/old/index.html":             {`lang="ko"`, `Vieux`, `href="../../css/s.css"`, `href="../../" id="page-gone-up">up`, `href="../../en/gone/"`},
		"ko/credits/물결 일보/index.html":   {`물결 일보`, `href="../../../ko/" id="page-gone-up">up`},
	} {
		got := text(name)
		for _, want := range wants {
			if !strings.Contains(got, want) {
				t.Errorf("%s: no %s in %s", name, want, got)
			}
		}
		if strings.Contains(name, "03") && strings.Contains(got, "canonical") {
			t.Errorf("%s: names an original", name)
		}
		if !strings.Contains(name, "03") && strings.Contains(got, "page-gone-reason") {
			t.Errorf("%s: an empty reason", name)
		}
	}
	if got := text("ko/index.html"); got != `<h1>물결</h1>` {
		t.Errorf("a page that is there was replaced: %s", got)
	}
	if made, err := Keep(dir, published, o); err != nil || made != 0 {
		t.Errorf("a second time: %d, %v", made, err)
	}
	pages, err := Pages(os.DirFS(dir))
	if err != nil || len(pages) != 3 {
		t.Errorf("what was made counts as pages: %q %v", pages, err)
	}
}

// TestKeepFails: a move to nowhere is an error that names both ends.
func TestKeepFails(t *testing.T) {
	_, err := Keep(site(t), []Page{{"ko/x/", "x"}}, Options{Languages: []string{"ko"}, Moved: []Move{{"/x", "/y"}}})
	if err == nil || !strings.Contains(err.Error(), "/ko/x/") || !strings.Contains(err.Error(), "/y") {
		t.Errorf("error %v", err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("/ko/\tx\n/en/2021/\ty")
	f.Add("/\x00/\t\n/..\t")
	f.Fuzz(func(t *testing.T, text string) {
		pages, err := Parse([]byte(text))
		if err != nil {
			return
		}
		for _, p := range pages {
			if p.Address != "" && !fstestName(File(p.Address)) {
				t.Errorf("%q: %q is no file within the site", text, File(p.Address))
			}
		}
		if again, err := Parse(Format(Merge(nil, pages))); err != nil || len(again) > len(pages) {
			t.Errorf("%q: %q %v", text, again, err)
		}
	})
}

// fstestName reports whether a file of that name stays within the site.
func fstestName(name string) bool {
	_, err := fstest.MapFS{name: &fstest.MapFile{}}.Open(name)
	return err == nil
}

// TestVanishing: of what nothing answers for any more, only that of which
// somebody said what became of it may go.
func TestVanishing(t *testing.T) {
	published := []Page{
		{"ko/", "there"}, {"ko/a/", "moved"}, {"ko/b/", "moved to nowhere"}, {"ko/c/", "withdrawn"}, {"en/c/", "withdrawn"},
		{"ko/d/", "withdrawn"}, {"en/d/", "withdrawn in Korean only"}, {"ko/e/", "withdrawn without a word"}, {"fr/f/", "of a language given up"}, {"fr/g/", "the same, withdrawn"},
	}
	answers := func(at string) bool { return at == "ko/" || at == "ko/new/" }
	lost := Vanishing(published, answers, Options{
		Languages: []string{"ko", "en"},
		Moved:     []Move{{"/a", "/new"}, {"/b/", "/nowhere/"}},
		Withdrawn: []Withdrawal{
			{"/c", map[string]string{"": "wish"}}, {"d/", map[string]string{"ko": "뜻"}}, {"/e", nil}, {"/g", map[string]string{"": "wish"}},
		},
	})
	var got []string
	for _, p := range lost {
		got = append(got, p.Address)
	}
	if want := []string{"ko/b/", "en/d/", "ko/e/", "fr/f/"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestForetell: an address follows from a file's name and front matter.
func TestForetell(t *testing.T) {
	files := fstest.MapFS{}
	for name, front := range map[string]string{
		"_index.ko.md":                "",
		"2021-10/_index.ko.md":        "",
		"2021-10/news/01/index.en.md": "",
		"2021-10/news/02.ko.md":       "slug: 둘",
		"2021-10/news/03/index.md":    "url: /own/place/",
		"2021-10/news/04/index.ko.md": "draft: true",
		"2021-10/news/05/index.ko.md": "aliases: [/old/05, other]",
		"About Us.en.md":              "",
		"2021-10/note.txt":            "",
		"page/index.ko.md":            "url: page.html",
	} {
		files[name] = &fstest.MapFile{Data: []byte("---\n" + front + "\n---\ntext\n")}
	}
	will, err := Foretell(files, map[string][]byte{"news-en/index.ko.md": []byte("---\nurl: news/en/\n---\n")}, []string{"ko", "en"})
	if err != nil {
		t.Fatal(err)
	}
	got := slices.Sorted(maps.Keys(will))
	want := []string{"", "en/2021-10/news/01/", "en/about-us/", "ko/", "ko/2021-10/", "ko/2021-10/news/05/", "ko/2021-10/news/other/", "ko/2021-10/news/둘/",
		"ko/news/en/", "ko/old/05/", "ko/own/place/", "ko/page.html"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	files["bad.ko.md"] = &fstest.MapFile{Data: []byte("---\n: [\n---\n")}
	if _, err := Foretell(files, nil, []string{"ko"}); err == nil || !strings.Contains(err.Error(), "bad.ko.md") {
		t.Errorf("error %v", err)
	}
}
