package hugo

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/backissue/backissue/site/sitetest"
)

var (
	siteDir  string // the test archive's site, built once
	buildAll = sync.OnceValues(func() (string, error) {
		root := filepath.Dir(siteDir)
		more, err := morePages(root)
		if err != nil {
			return "", err
		}
		var log bytes.Buffer
		_, err = Build(context.Background(), Options{Root: root, Cache: cacheDir, Log: &log, Pages: more})
		return log.String(), err
	})
	cacheDir string
)

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "backissue-test-")
	if err != nil {
		panic(err)
	}
	siteDir = filepath.Join(dir, "archive", "public")
	cacheDir = filepath.Join(dir, "cache")
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// site returns the pages of the test archive. A warning of Hugo's, such as
// one about a missing word, fails the test.
func site(t *testing.T) map[string]*sitetest.Page {
	t.Helper()
	if _, err := os.Stat(filepath.Dir(siteDir)); err != nil {
		unpack(t, filepath.Dir(siteDir))
	}
	log, err := buildAll()
	if err != nil {
		t.Fatal(err)
	}
	if log != "" {
		t.Fatalf("Hugo says: %s", log)
	}
	return sitetest.Open(t, siteDir).Pages
}

// archive makes a fresh copy of the test archive.
func archive(t *testing.T) string {
	t.Helper()
	root := filepath.Join(t.TempDir(), "archive")
	unpack(t, root)
	return root
}

func mustBuild(t *testing.T, o Options) Result {
	t.Helper()
	o.Cache = cacheDir
	res, err := Build(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

func TestSameBytes(t *testing.T) {
	one, two := archive(t), archive(t)
	mustBuild(t, Options{Root: one})
	first := tree(t, filepath.Join(one, "public"))
	mustBuild(t, Options{Root: one})
	mustBuild(t, Options{Root: two})
	for _, root := range []string{one, two} {
		again := tree(t, filepath.Join(root, "public"))
		if !maps.EqualFunc(first, again, bytes.Equal) {
			t.Error("another build gave another site")
		}
	}
	for name := range first {
		if strings.HasSuffix(name, "facts.yaml") {
			t.Errorf("%s is published", name)
		}
	}
}

// TestArchiveUntouched: a build writes the site and nothing else, and no page
// outlives its content.
func TestArchiveUntouched(t *testing.T) {
	root := archive(t)
	before := tree(t, root)
	res := mustBuild(t, Options{Root: root})
	if want := []string{"ko", "zh-hans", "en"}; !slices.Equal(res.Languages, want) || res.Pages == 0 {
		t.Errorf("result %+v", res)
	}
	os.RemoveAll(filepath.Join(root, "content", "2021-09"))
	mustBuild(t, Options{Root: root})
	if _, err := os.Stat(filepath.Join(root, "public", "ko", "2021-09")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a page without content: %v", err)
	}
	after := tree(t, root)
	for name := range after {
		if _, ok := before[name]; !ok && !strings.HasPrefix(name, "public/") {
			t.Errorf("new file %s", name)
		}
	}
	entries, _ := os.ReadDir(root)
	if len(entries) != 3 { // content, hugo.toml, public
		t.Errorf("left over: %v", entries)
	}
}

// TestFailures: each mistake is an error that names the file, and the site
// stays as it was.
func TestFailures(t *testing.T) {
	for _, test := range []struct{ name, file, text, want string }{
		{"suffix", "content/2021-10/news/01/index.fr.md", "---\ntitle: x\n---\n", `content/2021-10/news/01/index.fr.md: language "fr"`},
		{"front matter", "content/2021-10/news/01/index.ko.md", "---\ntitle: x\nweight: [1\n---\n", `content/2021-10/news/01/index.ko.md:3`},
		{"fallback", "content/2021-10/qa/01/index.en.md", "---\ntitle: x\ntype: qa\nfallback: ru\n---\n", `2021-10/qa/01/index.en.md: fallback "ru"`},
		{"layout", "layouts/home.html", "{{ define \"main\" }}{{ nothing }}{{ end }}", `home.html:1`},
		{"settings", "hugo.toml", "title = \"x\n", "hugo.toml:1"},
		{"base", "hugo.toml", "baseURL = \"example.org\"\n", `base URL "example.org"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			root := archive(t)
			write(t, filepath.Join(root, "public", "index.html"), "the old site")
			write(t, filepath.Join(root, test.file), test.text)
			_, err := Build(t.Context(), Options{Root: root, Cache: cacheDir})
			if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), root) {
				t.Errorf("error %v, want %s", err, test.want)
			}
			if old := tree(t, filepath.Join(root, "public")); len(old) != 1 || string(old["index.html"]) != "the old site" {
				t.Error("the old site is gone")
			}
			for _, name := range []string{".public.new", ".public.old"} {
				if _, err := os.Stat(filepath.Join(root, name)); err == nil {
					t.Errorf("left over: %s", name)
				}
			}
		})
	}
}

func TestCanceled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	root := archive(t)
	if _, err := Build(ctx, Options{Root: root, Cache: cacheDir}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if _, err := os.Stat(filepath.Join(root, "public")); err == nil {
		t.Error("there is a site")
	}
}

// TestOutRefused: a folder that is no site is never replaced.
func TestOutRefused(t *testing.T) {
	root := archive(t)
	for _, out := range []string{root, filepath.Dir(root), filepath.Join(root, "content")} {
		if _, err := Build(t.Context(), Options{Root: root, Out: out, Cache: cacheDir}); err == nil {
			t.Errorf("%s was replaced", out)
		}
	}
	if _, err := os.Stat(filepath.Join(root, "hugo.toml")); err != nil {
		t.Error(err)
	}
}

// TestOverride: the archive's own layouts, words, styles, settings and static
// files win over the theme's, one by one.
func TestOverride(t *testing.T) {
	root := archive(t)
	write(t, filepath.Join(root, "layouts/_partials/page/footer.html"), "<footer>our own foot</footer>")
	write(t, filepath.Join(root, "i18n/ko.toml"), "latest_issue = \"방금 나온 호\"\n")
	write(t, filepath.Join(root, "assets/css/own.css"), "h1 { color: teal }")
	write(t, filepath.Join(root, "static/CNAME"), "example.org\n")
	write(t, filepath.Join(root, "static/docs/a.txt"), "a\n")
	mustBuild(t, Options{Root: root})
	files := tree(t, filepath.Join(root, "public"))
	home := string(files["ko/index.html"])
	for _, want := range []string{"our own foot", "방금 나온 호", "지난 호"} {
		if !strings.Contains(home, want) {
			t.Errorf("no %q on the home page", want)
		}
	}
	if string(files["CNAME"]) != "example.org\n" || string(files["docs/a.txt"]) != "a\n" {
		t.Error("static files")
	}
	style := regexp.MustCompile(`href=\S*?(css/\S+?\.css)`).FindStringSubmatch(home)
	if style == nil || !strings.Contains(string(files[style[1]]), "h1{color:teal}") || !strings.Contains(string(files[style[1]]), "keep-all") {
		t.Error("own.css")
	}
}

// TestEnvironment: HUGO_* variables change nothing.
func TestEnvironment(t *testing.T) {
	t.Setenv("HUGO_UGLYURLS", "true")
	t.Setenv("HUGO_TITLE", "from the environment")
	root := archive(t)
	mustBuild(t, Options{Root: root})
	if _, err := os.Stat(filepath.Join(root, "public/ko/2021-10/index.html")); err != nil {
		t.Error(err)
	}
}

// TestBaseURL: with an address, what must be absolute is; links stay
// relative, even where the address has a path.
func TestBaseURL(t *testing.T) {
	root := archive(t)
	mustBuild(t, Options{Root: root, BaseURL: "https://example.org/letters/"})
	files := tree(t, filepath.Join(root, "public"))
	article := string(files["ko/2021-10/news/01/index.html"])
	for _, want := range []string{
		"rel=canonical href=https://example.org/letters/ko/2021-10/news/01/",
		"hreflang=zh-Hans href=https://example.org/letters/zh-hans/2021-10/news/01/",
		"class=header__title href=../../../../ko/",
	} {
		if !strings.Contains(article, want) {
			t.Errorf("no %s", want)
		}
	}
	if feed := string(files["ko/index.xml"]); !strings.Contains(feed, "<link>https://example.org/letters/ko/2021-10/news/01/</link>") {
		t.Errorf("feed %s", feed)
	}
	if m := string(files["sitemap.xml"]); !strings.Contains(m, "<loc>https://example.org/letters/ko/sitemap.xml</loc>") {
		t.Errorf("sitemap index %s", m)
	}
	m := string(files["en/sitemap.xml"])
	if !strings.Contains(m, "<loc>https://example.org/letters/en/2021-10/news/02/</loc>") || strings.Contains(m, "news/01/") {
		t.Errorf("sitemap %s", m)
	}
	if missing := string(files["404.html"]); !strings.Contains(missing, `href="https://example.org/letters/ko/"`) {
		t.Errorf("404 %s", missing)
	}
	if missing := string(files["ko/404.html"]); !strings.Contains(missing, "<base href=https://example.org/letters/ko/") {
		t.Errorf("404 in Korean %s", missing)
	}
}

// TestFeed: without an address a feed's links are relative to it; it holds
// no fallbacks.
func TestFeed(t *testing.T) {
	site(t)
	files := tree(t, siteDir)
	feed := string(files["en/index.xml"])
	if !strings.Contains(feed, "<link>2021-10/news/02/</link>") || strings.Contains(feed, "news/01") || strings.Contains(feed, "qa/01") {
		t.Errorf("feed %s", feed)
	}
	if files["sitemap.xml"] != nil {
		t.Error("a sitemap without an address")
	}
}

// TestDerivedLanguages: without any in hugo.toml, the content's file names
// say what the languages are.
func TestDerivedLanguages(t *testing.T) {
	root := t.TempDir()
	write(t, filepath.Join(root, "content/_index.ar.md"), "---\ntitle: نشرة\ndate: 2000-01-01\n---\n")
	write(t, filepath.Join(root, "content/_index.zh-hant.md"), "---\ntitle: 通訊\ndate: 2000-01-01\n---\n")
	write(t, filepath.Join(root, "content/about.zh-hant.md"), "---\ntitle: 關於\n---\n本刊。\n")
	res := mustBuild(t, Options{Root: root})
	if want := []string{"ar", "zh-hant"}; !slices.Equal(res.Languages, want) {
		t.Errorf("languages %q", res.Languages)
	}
	home := string(tree(t, res.Out)["ar/index.html"])
	for _, want := range []string{"<html lang=ar dir=rtl>", "lang=zh-Hant hreflang=zh-Hant dir=ltr>繁體中文</a>", "نشرة"} {
		if !strings.Contains(home, want) {
			t.Errorf("no %s in %s", want, home)
		}
	}
}

// TestUnweightedLanguages: languages that nothing puts in an order are in one
// all the same, on every page of every build.
func TestUnweightedLanguages(t *testing.T) {
	root := t.TempDir()
	for _, lang := range []string{"ar", "en", "ja", "zh-hant"} {
		write(t, filepath.Join(root, "content/_index."+lang+".md"), "---\ntitle: "+lang+"\ndate: 2000-01-01\n---\n")
	}
	mustBuild(t, Options{Root: root})
	first := tree(t, filepath.Join(root, "public"))
	for range 12 {
		mustBuild(t, Options{Root: root})
		if !maps.EqualFunc(first, tree(t, filepath.Join(root, "public")), bytes.Equal) {
			t.Fatal("another build gave another site")
		}
	}
}

// TestDamagedTheme: a theme folder that somebody changed is laid out anew.
func TestDamagedTheme(t *testing.T) {
	cache := t.TempDir()
	dir, err := unpackTheme(cache)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, themeName, "layouts", "home.html")
	write(t, file, "broken")
	if again, err := unpackTheme(cache); err != nil || again != dir {
		t.Fatal(again, err)
	}
	if data, _ := os.ReadFile(file); string(data) == "broken" {
		t.Error("the theme is still broken")
	}
	if entries, _ := os.ReadDir(cache); len(entries) != 1 {
		t.Errorf("left over: %v", entries)
	}
}
