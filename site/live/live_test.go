package live_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/backissue/backissue/site/address"
	"github.com/backissue/backissue/site/catalogue"
	"github.com/backissue/backissue/site/hugo"
	"github.com/backissue/backissue/site/live"
)

// unpacked returns an archive with the files of testdata/odd.txtar.
func unpacked(t *testing.T) string {
	t.Helper()
	ar, err := txtar.ParseFile("testdata/odd.txtar")
	if err != nil {
		t.Fatal(err)
	}
	root := t.TempDir()
	for _, f := range ar.Files {
		put(t, root, f.Name, string(f.Data))
	}
	return root
}

func put(t *testing.T, root, name, text string) {
	t.Helper()
	file := filepath.Join(root, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

var cache = sync.OnceValue(func() string {
	dir, err := os.MkdirTemp("", "backissue-test-")
	if err != nil {
		panic(err)
	}
	return dir
})

func TestMain(m *testing.M) {
	code := m.Run()
	os.RemoveAll(cache())
	os.Exit(code)
}

var options = catalogue.Options{LawWords: []string{"규정", "规定"}}

func opened(t *testing.T, root string) *live.Site {
	t.Helper()
	s, err := live.Open(live.Options{Hugo: hugo.Options{Root: root, Cache: cache()}, Catalogue: options})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// built returns the site of the whole archive.
func built(t *testing.T, root string) fs.FS {
	t.Helper()
	languages, err := hugo.Languages(root)
	if err != nil {
		t.Fatal(err)
	}
	o := options
	o.Titles = map[string]string{}
	for _, l := range languages {
		o.Languages = append(o.Languages, l.Name)
		o.Titles[l.Name] = l.Title
	}
	pages, err := catalogue.Pages(os.DirFS(filepath.Join(root, "content")), o)
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "public")
	if _, err := hugo.Build(t.Context(), hugo.Options{Root: root, Cache: cache(), Out: out, Pages: pages}); err != nil {
		t.Fatal(err)
	}
	return os.DirFS(out)
}

// same makes files of a site one by one, every nth of them, and compares them
// with the site that was built as a whole. Each takes a site of its own, so
// all of them take their time.
func same(t *testing.T, s *live.Site, whole fs.FS, nth int) {
	t.Helper()
	n := 0
	err := fs.WalkDir(whole, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if n++; n%nth != 0 {
			return nil
		}
		want, err := fs.ReadFile(whole, name)
		if err != nil {
			return err
		}
		got, err := s.File(t.Context(), name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if !bytes.Equal(got, want) {
			at := 0
			for at < min(len(got), len(want)) && got[at] == want[at] {
				at++
			}
			t.Errorf("%s: at %d:\n got %.200q\nwant %.200q", name, at, got[max(0, at-60):], want[max(0, at-60):])
		}
		return nil
	})
	if err != nil || n < 50 {
		t.Error(n, "files", err)
	}
}

// TestSame: a file is the same, byte for byte, whether it is made alone or
// with all others; after edits, too.
func TestSame(t *testing.T) {
	root := unpacked(t)
	s := opened(t, root)
	s.Refresh()
	same(t, s, built(t, root), 4)

	edits := map[string]string{
		"2022-01/news/01/index.ko.md":      "---\ntitle: 다른 제목\ndate: 2022-01-01\nweight: 1\ntype: news\n---\n\n《바다관리규정》을 본다.\n",
		"2022-04/news/02/index.zh-hans.md": "---\ntitle: 新闻二\ndate: 2022-04-01\nweight: 2\ntype: news\n---\n\n《바다관리규정》\n",
		"2022-05/_index.ko.md":             "---\ntitle: 2022-05\ndate: 2022-05-01\ntype: issue\n---\n",
		"legal.en.md":                      "---\ntitle: Legal\ndate: 2001-01-01\n---\n\nText.\n",
	}
	for name, text := range edits {
		put(t, filepath.Join(root, "content"), name, text)
		s.Edited(name)
	}
	for _, gone := range []string{"2022-03", "2022-02/laws/01/index.zh-hans.md", "impressum.ko.md"} {
		if err := os.RemoveAll(filepath.Join(root, "content", gone)); err != nil {
			t.Fatal(err)
		}
		s.Edited(gone)
	}
	s.Refresh()
	same(t, s, built(t, root), 10)
	for _, gone := range []string{"ko/2022-03/index.html", "ko/impressum/index.html", "ko/no/such/index.html", "no.png", "ko/2022-01/news/03/index.html"} {
		if _, err := s.File(t.Context(), gone); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %v", gone, err)
		}
	}

	// Another configuration, other words, another template, a new language.
	put(t, root, "hugo.toml", "title = \"Odd\"\n[languages.ko]\ntitle = \"바뀐 소식\"\n[languages.en]\n[languages.zh-hans]\n[languages.vi]\n")
	put(t, root, "i18n/ko.toml", "home = \"대문\"\n")
	put(t, root, "layouts/_partials/page/footer.html", "<footer>own</footer>")
	put(t, root, "content/2022-05/_index.vi.md", "---\ntitle: 2022-05\ndate: 2022-05-01\ntype: issue\n---\n")
	s.Edited("2022-05/_index.vi.md")
	if err := s.Reload(live.Options{Hugo: hugo.Options{Root: root, Cache: cache()}, Catalogue: options}); err != nil {
		t.Fatal(err)
	}
	s.Refresh()
	same(t, s, built(t, root), 10)
}

// TestUnread: a page can be read before all others were looked at.
func TestUnread(t *testing.T) {
	root := unpacked(t)
	s := opened(t, root)
	for name, want := range map[string]string{
		"ko/2022-01/news/01/index.html":         "물결일보",
		"en/2022-02/laws/01/index.html":         "파도를 관리한다",
		"ko/index.html":                         "4월",
		"ko/2022-02/laws/01/zh-hans/index.html": "管理波浪",
	} {
		data, err := s.File(t.Context(), name)
		if err != nil || !strings.Contains(string(data), want) {
			t.Errorf("%s: %v, %q is not in it", name, err, want)
		}
	}
}

// TestMistakes: what is wrong is said with file and line, for the pages that
// it concerns and no others, and is over when it is mended.
func TestMistakes(t *testing.T) {
	root := unpacked(t)
	s := opened(t, root)
	s.Refresh()
	page, other := "ko/2022-01/news/01/index.html", "ko/2022-02/laws/01/index.html"
	file := "2022-01/news/01/index.ko.md"
	good, err := os.ReadFile(filepath.Join(root, "content", file))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ text, want string }{
		{"---\ntitle: \"open\ndate: 2022-01-01\n---\n", file + ": line 2"},
		{"---\ntitle: x\n", file + ": line 1"},
		{"---\ntitle: x\ndate: 2022-01-01\ntype: news\n---\n\n{{< nothing >}}\n", "content/" + file + ":7"},
		{"---\ntitle: x\ndate: tomorrow\ntype: news\n---\n", "content/" + file},
	} {
		put(t, root, "content/"+file, test.text)
		s.Edited(file)
		if _, err := s.File(t.Context(), page); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q: error %v, want %s", test.text, err, test.want)
		}
		if _, err := s.File(t.Context(), other); err != nil {
			t.Errorf("%q: another issue: %v", test.text, err)
		}
		put(t, root, "content/"+file, string(good))
		s.Edited(file)
		if _, err := s.File(t.Context(), page); err != nil {
			t.Errorf("mended: %v", err)
		}
	}
	put(t, root, "layouts/_partials/page/footer.html", "{{ .No }")
	if err := s.Reload(live.Options{Hugo: hugo.Options{Root: root, Cache: cache()}, Catalogue: options}); err != nil {
		t.Fatal(err)
	}
	var at *hugo.Error
	if _, err := s.File(t.Context(), page); !errors.As(err, &at) || at.File != "layouts/_partials/page/footer.html" || at.Line != 1 {
		t.Errorf("a template: %v", err)
	}
}

// TestMoved: an address that was published answers, as it does in a build.
func TestMoved(t *testing.T) {
	root := unpacked(t)
	published := []address.Page{{Address: "ko/2021-12/", Title: "2021-12"}, {Address: "ko/2021-12/news/01/", Title: "옛 글"}, {Address: "ko/2022-02/"}}
	fate := address.Options{Moved: []address.Move{{From: "/2021-12/news/01", To: "/2022-01/news/01"}}, Withdrawn: []address.Withdrawal{{Path: "/2021-12", Reason: map[string]string{"": "낡았다"}}}}
	s, err := live.Open(live.Options{Hugo: hugo.Options{Root: root, Cache: cache()}, Catalogue: options, Published: published, Fate: fate})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	s.Refresh()
	dir := t.TempDir()
	if err := os.CopyFS(dir, built(t, root)); err != nil {
		t.Fatal(err)
	}
	fate.Languages = s.Languages()
	if n, err := address.Keep(dir, published, fate); n != 2 || err != nil {
		t.Fatal(n, err)
	}
	for _, name := range []string{"ko/2021-12/index.html", "ko/2021-12/news/01/index.html"} {
		want, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := s.File(t.Context(), name); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: %v\n%s\nwant\n%s", name, err, got, want)
		}
	}
}

// TestManyAtOnce: pages are asked for while others are edited.
func TestManyAtOnce(t *testing.T) {
	root := unpacked(t)
	s := opened(t, root)
	go s.Refresh()
	var wg sync.WaitGroup
	for w := range 3 {
		wg.Go(func() {
			for i := range 10 {
				name := fmt.Sprintf("2022-0%d/_index.ko.md", 1+rand.IntN(3))
				if w == 0 {
					old, err := os.ReadFile(filepath.Join(root, "content", name))
					if err != nil {
						t.Error(err)
						return
					}
					put(t, root, "content/"+name, string(old)+fmt.Sprintf("\n%d\n", i))
					s.Edited(name)
				}
				page := slices.Clone([]string{"ko/2022-01/index.html", "en/2022-01/news/01/index.html", "ko/index.html"})[rand.IntN(3)]
				if _, err := s.File(context.Background(), page); err != nil {
					t.Errorf("%s: %v", page, err)
				}
			}
		})
	}
	wg.Wait()
}
