package search

import (
	"bytes"
	"compress/gzip"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/js"
)

// page is a page of a site as the layouts make it.
func page(kind, canonical, title, main string) string {
	return `<!doctype html><html lang=ko><head><link rel=canonical href=` + canonical + `></head><body class=kind-` + kind + `>` +
		`<nav class=crumbs><ol><li><a href=x>처음</a><li><a href=x>2024년 3월호</a><li><a href=x>법령</a></ol></nav>` +
		`<main class=main><article><header class=head><h1>` + title + `</h1></header>` + main + `</article></main><footer>발행처</footer>`
}

const law = `<dl class=facts><div><dt>발표 기관<dd><a href="../../../../ko/authorities/%EB%B6%80%EC%84%9C/">부서</a></div>` +
	`<div><dt>번호</dt><dd>法发〔2021〕29号</dd></div><div class=facts__source><dt>원본</dt><dd>p. 9</dd></div></dl>` +
	`<nav class=contents>차례</nav><div class=text lang=zh-Hans><section class=abstract><h2 class=abstract__head>개요</h2><p>줄인 글</p></section>` +
	`<h2 id=ch-1>第一章<a class=anchor href=#ch-1></a></h2><p id=art-1><span class=num>第一条</span> 内容&amp;<br>更多<p lang=ko>한국어<table><tr><td>가<td>나</table></div>` +
	`<section class=original><div class=text>没有</div></section><nav class=pager>다음</nav>`

// TestReadPage: what a page says is read, block by block, and nothing else.
func TestReadPage(t *testing.T) {
	p := readPage("ko/2024-03/laws/01/", []byte(page("law", "../../../../ko/2024-03/laws/01/", "법 <span class=mark>한국어</span>", law)))
	if p == nil {
		t.Fatal("no page")
	}
	want := []Block{
		{"줄인 글", "", "zh-Hans", false},
		{"第一章", "ch-1", "zh-Hans", true},
		{"第一条 内容& 更多", "art-1", "zh-Hans", false},
		{"한국어", "art-1", "", false},
		{"가 · 나", "art-1", "zh-Hans", false},
	}
	if !slices.Equal(p.Blocks, want) {
		t.Errorf("blocks %+v, want %+v", p.Blocks, want)
	}
	if p.Lang != "ko" || p.Issue != "2024년 3월호" || p.Section != "법령" || !slices.Equal(p.Titles, []Title{{"법", "ko"}}) ||
		!slices.Equal(p.Facts, []string{"부서", "法发〔2021〕29号"}) || !slices.Equal(p.Authorities, []string{"부서"}) || p.standsIn {
		t.Errorf("%+v", p)
	}
	borrowed := readPage("ko/x/", []byte(page("law", "../../ko/x/", "<span lang=en>Law</span> <span class=mark>영어</span>", "<p>b")))
	if borrowed == nil || !slices.Equal(borrowed.Titles, []Title{{"Law", "en"}}) {
		t.Errorf("a title in another language: %+v", borrowed)
	}
	if got, want := facets(p), []string{"=language=ko", "=year=2024", "=section=laws", "=authority=부서"}; !slices.Equal(got, want) {
		t.Errorf("facets %q, want %q", got, want)
	}
	for _, kind := range []string{"404", "gone", "search", "parallel", "print", "home"} {
		if readPage("ko/x/", []byte(page(kind, "../../ko/x/", "a", "<p>b"))) != nil {
			t.Errorf("a page of the kind %s is read", kind)
		}
	}
	if readPage("ko/x/", []byte(`<meta http-equiv=refresh content="0; url=y">`)) != nil {
		t.Error("a redirect is read")
	}
}

// TestNames: a law is found by its name in a language that shows another's
// text, and the page that does so is not.
func TestNames(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "zh-hans/2024-03/laws/01/index.html"), page("law", "../../../../zh-hans/2024-03/laws/01/", "海港法", law))
	write(t, filepath.Join(dir, "ko/2024-03/laws/01/index.html"), page("law", "../../../../zh-hans/2024-03/laws/01/", "항만법", law))
	o := Options{Languages: []string{"ko", "zh-hans"}}
	stats, err := Write(dir, o)
	if err != nil || stats.Pages != 1 {
		t.Fatalf("%+v, %v", stats, err)
	}
	s, err := Open(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{"항만법", "海港法", "法发(2021) 29号", "第 1 章", "부서", "内容"} {
		found, err := s.Search(words)
		if want := words != "第 1 章"; err != nil || (len(found) == 1 && found[0].Path == "zh-hans/2024-03/laws/01/") != want {
			t.Errorf("%s: %v, %v", words, found, err)
		}
	}
	if err := Check(dir, o); err != nil {
		t.Error(err)
	}
}

// TestCheck: an index that lacks a page, or is broken, does not pass.
func TestCheck(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "ko/2024-03/laws/01/index.html")
	o := Options{Languages: []string{"ko"}}
	write(t, name, page("law", "../../../../ko/2024-03/laws/01/", "항만법", law))
	if _, err := Write(dir, o); err != nil {
		t.Fatal(err)
	}
	write(t, name, page("law", "../../../../ko/2024-03/laws/01/", "철도법", law))
	if err := Check(dir, o); err == nil || !strings.Contains(err.Error(), "ko/2024-03/laws/01/index.html") || !strings.Contains(err.Error(), "철도법") {
		t.Errorf("another title: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, Folder, "root.js"), []byte("nothing"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := Check(dir, o); err == nil {
		t.Error("a broken index passes")
	}
}

// files returns the names of an index's files and what they hold.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(filepath.Join(dir, Folder), func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		all[strings.TrimPrefix(name, dir)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestStable: the same site gives the same bytes, and another issue leaves most
// files as they are.
func TestStable(t *testing.T) {
	dir, _ := made(t, 3, 300)
	o := Options{Languages: []string{"ko"}}
	index := func() map[string]string {
		if err := os.RemoveAll(filepath.Join(dir, Folder)); err != nil {
			t.Fatal(err)
		}
		if _, err := Write(dir, o); err != nil {
			t.Fatal(err)
		}
		return files(t, dir)
	}
	first := index()
	if !maps.Equal(first, index()) {
		t.Error("the second time other files come out")
	}
	for _, n := range []string{"01", "02", "03"} {
		write(t, filepath.Join(dir, "ko/2030-01/laws/"+n+"/index.html"), page("law", "../../../../ko/2030-01/laws/"+n+"/", "새 법 "+n, law))
	}
	second, same := index(), 0
	for name, data := range first {
		if second[name] == data {
			same++
		}
	}
	if share := float64(same) / float64(len(first)); share < 0.7 {
		t.Errorf("%d of %d files stay", same, len(first))
	}
}

// TestBenchIndex makes the index of a site, for the measurement of browsertest:
// in a process that does nothing else.
func TestBenchIndex(t *testing.T) {
	dir := os.Getenv("BACKISSUE_BENCH_INDEX")
	if dir == "" {
		t.Skip("is a part of make bench-search")
	}
	if _, err := Write(dir, Options{Languages: []string{"ko"}}); err != nil {
		t.Fatal(err)
	}
}

// TestClientSize: what a reader loads for searching is small.
func TestClientSize(t *testing.T) {
	data, err := os.ReadFile("../../assets/js/search.js")
	if err != nil {
		t.Fatal(err)
	}
	m := minify.New()
	m.AddFunc("text/javascript", js.Minify)
	small, err := m.Bytes("text/javascript", data)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	z.Write(small)
	z.Close()
	if out.Len() > 5000 {
		t.Errorf("search.js has %d bytes compressed, the goal is 5000", out.Len())
	}
}
