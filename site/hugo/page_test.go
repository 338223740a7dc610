package hugo

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/backissue/backissue/site/sitetest"
)

// TestPromises holds the test archive's site to what is promised of every
// one, with an address and without.
func TestPromises(t *testing.T) {
	t.Run("without an address", func(t *testing.T) {
		site(t)
		promises(t, sitetest.Open(t, siteDir), filepath.Dir(siteDir))
	})
	t.Run("with an address", func(t *testing.T) {
		const address = "https://example.org/letters"
		root := archive(t)
		res := mustBuild(t, Options{Root: root, BaseURL: address + "/", Pages: catalogued(t, root)})
		promises(t, sitetest.OpenAt(t, res.Out, address), root)
	})
}

func promises(t *testing.T, s *sitetest.Site, root string) {
	t.Helper()
	sitetest.Check(t, s)
	t.Run("Content", func(t *testing.T) { sitetest.Content(t, s, os.DirFS(filepath.Join(root, "content"))) })
}

// tree returns the files below dir by their slash-separated names.
func tree(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		files[filepath.ToSlash(name)], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// texts returns what elements say.
func texts(elements []*html.Node) []string {
	var all []string
	for _, n := range elements {
		all = append(all, sitetest.Text(n))
	}
	return all
}

// TestAlternates checks which editions the pages of the test archive name,
// and that a page showing another edition's text points to that edition.
func TestAlternates(t *testing.T) {
	all := site(t)
	alternates := func(p *sitetest.Page) []string {
		var to []string
		for _, n := range p.Tags("link") {
			if l := sitetest.Attr(n, "hreflang"); l != "" && l != "x-default" {
				to = append(to, strings.ToLower(l))
			}
		}
		slices.Sort(to)
		return to
	}
	for path, want := range map[string][]string{
		"2021-10/index.html":         {"en", "ko", "zh-hans"},
		"2021-10/news/01/index.html": {"ko", "zh-hans"}, // in English a fallback
		"2021-10/news/02/index.html": {"en", "ko", "zh-hans"},
		"2021-10/laws/01/index.html": {"en", "zh-hans"},
		"2021-10/qa/01/index.html":   nil, // Korean only
	} {
		for _, lang := range []string{"ko", "zh-hans", "en"} {
			p := all[lang+"/"+path]
			expect := want
			if want != nil && !slices.Contains(want, lang) {
				expect = nil
			}
			if got := alternates(p); !slices.Equal(got, expect) {
				t.Errorf("%s: alternates %v, want %v", p.Path, got, expect)
			}
		}
	}
	for _, n := range all["ko/2021-10/laws/01/index.html"].Tags("link") {
		if sitetest.Attr(n, "rel") == "canonical" && !strings.Contains(sitetest.Attr(n, "href"), "zh-hans/2021-10/laws/01/") {
			t.Errorf("canonical of a fallback: %s", sitetest.Attr(n, "href"))
		}
	}
}
