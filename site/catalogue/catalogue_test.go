package catalogue

import (
	"bytes"
	"flag"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "rewrite the golden files")

var options = Options{
	Languages: []string{"ko", "zh-hans", "en"},
	Titles:    map[string]string{"ko": "물결", "zh-hans": "波浪", "en": "Waves"},
	Records: map[string][]Record{
		"regions": {{Key: "anpo", Names: map[string]string{"ko": "안포", "en": "Anpo"}}},
		"topics":  {{Key: "ports", Names: map[string]string{"ko": "항구"}}},
	},
	LawWords: []string{"规定", "办法", "规划", "법", "규정"},
}

// contentOf returns the files of an archive below content.
func contentOf(ar *txtar.Archive) fstest.MapFS {
	files := fstest.MapFS{}
	for _, f := range ar.Files {
		if name, ok := strings.CutPrefix(f.Name, "content/"); ok {
			files[name] = &fstest.MapFile{Data: f.Data}
		}
	}
	return files
}

// TestPages: for each file in testdata, all pages that are made, under their
// paths. Run with -update and read the difference.
func TestPages(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || names == nil {
		t.Fatal(names, err)
	}
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) {
			ar, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			pages, err := Pages(contentOf(ar), options)
			if err != nil {
				t.Fatal(err)
			}
			got := &txtar.Archive{Comment: ar.Comment}
			for _, f := range ar.Files {
				if strings.HasPrefix(f.Name, "content/") {
					got.Files = append(got.Files, f)
				}
			}
			for _, path := range slices.Sorted(maps.Keys(pages)) {
				got.Files = append(got.Files, txtar.File{Name: "pages/" + path, Data: append(bytes.TrimRight(pages[path], "\n"), '\n')})
			}
			if *update {
				if err := writeFile(name, txtar.Format(got)); err != nil {
					t.Fatal(err)
				}
				return
			}
			if want := txtar.Format(ar); !bytes.Equal(txtar.Format(got), want) {
				t.Errorf("%s", difference(string(want), string(txtar.Format(got))))
			}
		})
	}
}

// TestStable: the same content gives the same pages.
func TestStable(t *testing.T) {
	files := fixture(t)
	first, err := Pages(files, options)
	if err != nil {
		t.Fatal(err)
	}
	for range 10 {
		again, err := Pages(files, options)
		if err != nil || !maps.EqualFunc(first, again, bytes.Equal) {
			t.Fatal("another run gave other pages", err)
		}
	}
}

// TestOwnFilesWin: what the archive has is never made.
func TestOwnFilesWin(t *testing.T) {
	files := fixture(t)
	for _, name := range []string{"archive.ko.md", "glossary/index.md", "2023-01/_index.en.md", "laws/_index.ko.md"} {
		files[name] = &fstest.MapFile{Data: []byte("---\ntitle: own\ndate: 2001-01-01\n---\nOwn.\n")}
	}
	pages, err := Pages(files, options)
	if err != nil {
		t.Fatal(err)
	}
	for name := range files {
		if _, ok := pages[name]; ok {
			t.Errorf("%s is made, and the archive has it", name)
		}
	}
	if _, ok := pages["archive.zh-hans.md"]; !ok {
		t.Error("no archive.zh-hans.md")
	}
}

// TestDraft: a draft is no page, and nothing stands in for it.
func TestDraft(t *testing.T) {
	files := fixture(t)
	files["2023-01/news/02/index.ko.md"] = &fstest.MapFile{Data: []byte("---\ntitle: 초안\ntype: news\ndraft: true\n---\n비밀\n")}
	pages, err := Pages(files, options)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range pages {
		if strings.Contains(name, "news/02") || bytes.Contains(text, []byte("초안")) {
			t.Errorf("%s tells of a draft", name)
		}
	}
}

// TestErrors: a file that cannot be read is named.
func TestErrors(t *testing.T) {
	for _, test := range []struct{ file, text, want string }{
		{"2023-01/news/01/index.ko.md", "---\ntitle: \"x\nweight: [1\n---\n", "2023-01/news/01/index.ko.md: line 2: front matter"},
		{"2023-01/news/01/index.ko.md", "---\ntitle: x\n", "2023-01/news/01/index.ko.md: line 1: front matter: it has no end"},
		{"2023-01/news/01/index.ko.md", "+++\ntitle = \n+++\n", "2023-01/news/01/index.ko.md: line 2: front matter"},
		{"2023-01/news/01/facts.yaml", "credit: [", "2023-01/news/01/facts.yaml"},
	} {
		files := fixture(t)
		files[test.file] = &fstest.MapFile{Data: []byte(test.text)}
		if _, err := Pages(files, options); err == nil || !strings.HasPrefix(err.Error(), test.want) {
			t.Errorf("%q: error %v, want %s", test.text, err, test.want)
		}
	}
}

// TestNoContent: an archive without any issue has its pages all the same.
func TestNoContent(t *testing.T) {
	pages, err := Pages(fstest.MapFS{".": &fstest.MapFile{Mode: fs.ModeDir}}, options)
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"_index.en.md", "_index.ko.md", "_index.zh-hans.md", "archive.en.md", "archive.ko.md", "archive.zh-hans.md", "gone.en.md", "gone.ko.md", "gone.zh-hans.md", "search.en.md", "search.ko.md", "search.zh-hans.md"}; !slices.Equal(slices.Sorted(maps.Keys(pages)), want) {
		t.Errorf("pages %q", slices.Sorted(maps.Keys(pages)))
	}
}

func fixture(t *testing.T) fstest.MapFS {
	t.Helper()
	ar, err := txtar.ParseFile("testdata/two.txtar")
	if err != nil {
		t.Fatal(err)
	}
	return contentOf(ar)
}
