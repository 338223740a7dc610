package hugo

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/backissue/backissue/site/sitetest"
)

// TestLevels: a text that begins with a fourth-level heading shows it below
// the abstract's second-level one as a third-level one.
func TestLevels(t *testing.T) {
	var got []string
	for _, n := range site(t)["ko/2021-10/news/02/index.html"].Tags("h1", "h2", "h3", "h4", "h5") {
		got = append(got, n.Data)
	}
	if want := []string{"h1", "h2", "h3", "h4"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestFallback(t *testing.T) {
	p := site(t)["ko/2021-10/laws/01/index.html"]
	if got := texts(p.Class("notice")); !slices.Equal(got, []string{"이 글은 다음 언어로만 볼 수 있습니다: 중국어 및 영어."}) {
		t.Errorf("notice %q", got)
	}
	p = site(t)["en/2021-10/qa/01/index.html"]
	if got := texts(p.Class("notice")); !slices.Equal(got, []string{"This text is available in Korean only."}) {
		t.Errorf("notice %q", got)
	}
	if h := p.Tags("h1")[0]; !strings.HasSuffix(sitetest.Text(h), " Korean") || sitetest.Attr(h.FirstChild, "lang") != "ko" {
		t.Errorf("title %q in %q", sitetest.Text(h), sitetest.Attr(h.FirstChild, "lang"))
	}
	if h := p.Tags("h2")[0]; sitetest.Text(h) != "장갑이 필요한가?" || sitetest.Language(h) != "ko" {
		t.Errorf("text %q in %q", sitetest.Text(h), sitetest.Language(h))
	}
}

// TestOriginal: a page that holds an abstract alone shows the original below
// it; a page with a text of its own does not.
func TestOriginal(t *testing.T) {
	all := site(t)
	p := all["ko/2021-10/news/01/index.html"]
	h2 := p.Tags("h2")
	if len(h2) != 2 || sitetest.Text(h2[0]) != "내용 개요" || sitetest.Text(h2[1]) != "원문 중국어" {
		t.Fatalf("%d second headings", len(h2))
	}
	h3 := p.Tags("h3")
	if len(h3) != 1 || sitetest.Text(h3[0]) != "目标" || sitetest.Language(h3[0]) != "zh-Hans" {
		t.Errorf("the original's headings: %d", len(h3))
	}
	for _, name := range []string{"ko/2021-10/news/02/index.html", "zh-hans/2021-10/news/01/index.html"} {
		if got := texts(all[name].Class("original")); got != nil {
			t.Errorf("%s: original %q", name, got)
		}
	}
}

// TestHan checks which runs of a Korean text are marked as Chinese.
func TestHan(t *testing.T) {
	p := site(t)["ko/2021-10/news/01/index.html"]
	var got []string
	for _, n := range p.Tags("span") {
		if sitetest.Attr(n, "lang") == "zh-Hans" && sitetest.Language(n.Parent) == "ko" && sitetest.Attr(n, "hreflang") == "" {
			got = append(got, sitetest.Text(n))
		}
	}
	if want := []string{"大循环", "《贝壳条例》"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	for n := range p.Root.Descendants() {
		if n.Type == html.TextNode && sitetest.Language(n.Parent) == "ko" && n.Parent.Data != "title" && n.Parent.Data != "script" && strings.ContainsAny(n.Data, "大循环贝壳条例") {
			t.Errorf("Korean: %q", n.Data)
		}
	}
	if p := site(t)["en/2021-10/news/02/index.html"]; !strings.Contains(p.Text, `<span lang=zh-Hans>一帆风顺</span>`) {
		t.Error("lang shortcode")
	}
}

// TestSpaces: minifying takes no space out of a Korean sentence, not beside
// links and emphasis either.
func TestSpaces(t *testing.T) {
	for name, want := range map[string]string{
		"ko/2021-10/news/01/index.html": "계획은 대순환(大循环)과 《贝壳条例》, 그리고 지난 등대 점검을 다룬다. 등급은 1~2급과 3~4급이다.",
		"ko/2021-10/qa/01/index.html":   "항만국 안내 창구에 물어본다.",
	} {
		p := site(t)[name]
		if got := sitetest.Text(p.Tags("main")[0]); !strings.Contains(got, want) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// TestLaw checks run-in headings, the contents list and that neither changed
// the text.
func TestLaw(t *testing.T) {
	p := site(t)["zh-hans/2021-10/laws/01/index.html"]
	want := []string{"第一条", "第二条", "第三条", "1. 加强收集。", "第四条"}
	if got := texts(p.Class("num")); !slices.Equal(got, want) {
		t.Errorf("run-in headings %q", got)
	}
	wantContents := "第一章 总则|第一条|第二条|第二章 再利用|第一节 收集|第三条|1. 加强收集。|专栏1 收集点|第二节 附则|第四条"
	var contents []string
	for _, n := range p.Elements(func(n *html.Node) bool {
		return strings.HasPrefix(sitetest.Attr(n, "class"), "contents__") && n.Data == "li"
	}) {
		contents = append(contents, sitetest.Text(n))
	}
	if got := strings.Join(contents, "|"); got != wantContents {
		t.Errorf("contents %s", got)
	}
	text := texts(p.Class("text"))[0]
	for _, whole := range []string{"第二条 第二条 本条例适用于下列贝壳：", "1. 加强收集。各港应当设立收集点。", "（一）牡蛎壳；"} {
		if !strings.Contains(text, whole) {
			t.Errorf("%q is not in the text", whole)
		}
	}
	for _, id := range []string{"ch-1", "ch-2-1", "art-2", "art-2-1", "pt-1", "box-1"} {
		if len(p.Elements(func(n *html.Node) bool { return sitetest.Attr(n, "id") == id })) != 1 {
			t.Errorf("id %s", id)
		}
	}
	en := site(t)["en/2021-10/laws/01/index.html"]
	if got := texts(en.Class("num")); !slices.Equal(got, []string{"Article 1.", "Article 2."}) {
		t.Errorf("run-in headings %q", got)
	}
	if got := en.Tags("p"); !slices.ContainsFunc(got, func(n *html.Node) bool { return sitetest.Attr(n, "lang") == "zh-Hans" }) {
		t.Error("no paragraph in Chinese")
	}
}

func TestFacts(t *testing.T) {
	all := site(t)
	for name, want := range map[string]string{
		"ko/2021-10/laws/01/index.html": "발표 기관港务局문서 번호港发〔2021〕7号발표일2021년 9월 24일",
		"en/2021-10/news/01/index.html": "Source해안신보Page in the original2",
		"ko/2021-10/news/02/index.html": "출처강변일보", // of several names the one in the page's language
		"en/2021-10/news/02/index.html": "Source岸边日报",
		"en/2021-10/qa/01/index.html":   "",
	} {
		if got := strings.Join(texts(all[name].Class("facts")), ""); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// TestEscaping: what a document says is text, never markup.
func TestEscaping(t *testing.T) {
	root := archive(t)
	evil := `<img src=x onerror=alert(1)>`
	write(t, filepath.Join(root, "content/2021-10/news/02/index.ko.md"), `---
title: "`+evil+`大循环"
date: 2021-10-01
weight: 2
type: news
hani: 'zh"><b onclick=x>'
---
`+evil+` 大 [click](javascript:alert(1))

## `+evil+` {#ch-1}

## <b onclick=x> {#ch-2 lang="ko\" onclick=\"x"}
`)
	write(t, filepath.Join(root, "content/2021-10/news/02/facts.yaml"), `credit: {text: "`+evil+`", lang: 'ko" onclick="x'}`)
	res := mustBuild(t, Options{Root: root})
	for _, p := range sitetest.Open(t, res.Out).Pages {
		for _, n := range p.Elements(func(n *html.Node) bool {
			return n.Data == "img" || n.Data == "b" || sitetest.Attr(n, "onclick") != "" || strings.HasPrefix(sitetest.Attr(n, "href"), "javascript:")
		}) {
			t.Errorf("%s: <%s %v>", p.Path, n.Data, n.Attr)
		}
	}
}

func TestIssueTitle(t *testing.T) {
	for lang, want := range map[string]string{"ko": "2021년 10월호", "zh-hans": "2021年10月", "en": "October 2021"} {
		if got := sitetest.Text(site(t)[lang+"/2021-10/index.html"].Tags("h1")[0]); got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
}

// TestReadingOrder walks an issue from its first article to its last.
func TestReadingOrder(t *testing.T) {
	at, seen := "ko/2021-10/news/01", []string{}
	for at != "" && len(seen) < 10 {
		seen = append(seen, strings.TrimPrefix(at, "ko/2021-10/"))
		p, next := site(t)[at+"/index.html"], ""
		for _, n := range p.Tags("a") {
			if sitetest.Attr(n, "rel") == "next" {
				next = strings.Trim(strings.TrimLeft(sitetest.Attr(n, "href"), "./"), "/")
			}
		}
		at = next
	}
	if want := []string{"news/01", "news/02", "laws/01", "qa/01"}; !slices.Equal(seen, want) {
		t.Errorf("got %q, want %q", seen, want)
	}
}

// TestIntroduction: what an issue says before its first section stands on its
// page, each paragraph in its language.
func TestIntroduction(t *testing.T) {
	var got []string
	for _, n := range site(t)["ko/2021-10/index.html"].Tags("p") {
		if sitetest.Language(n.Parent) == "ko" && sitetest.Attr(n.Parent, "class") == "text" {
			got = append(got, sitetest.Language(n)+" "+sitetest.Text(n))
		}
	}
	if want := []string{"ko 독자 여러분께.", "zh-Hans 各位读者："}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
