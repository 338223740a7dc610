package hugo

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/backissue/backissue/site/sitetest"
)

const formsAddress = "https://example.org/letters"

// titles are hard on one format of citations or another.
var titles = []string{
	`A {brace and another} too many}`, `"quoted" 'single' “curly”`, `100% & more_less #1 $5`, `back\slash \{ \textbf{x}`,
	`tilde~caret^`, `항만 《贝壳条例》 <발표>`, "two\nlines\tand a tab", `TY  - NEWS`, `semi; comma, colon: \n`, `𠀀𠀁𠀂 ꡀ`,
	strings.Repeat("아주 긴 제목 ", 30) + "끝", `</script><b>&amp;</b> {{ .Title }}`, `@article{x,}`, `ER  - `,
}

// TestCitations: whatever a title has in it, the citation files, the calendar
// and the repository say it, and stay what they are.
func TestCitations(t *testing.T) {
	root := archive(t)
	for i, title := range titles {
		dir := fmt.Sprintf("content/2021-10/laws/%02d", 20+i)
		write(t, filepath.Join(root, dir, "index.ko.md"), fmt.Sprintf("---\ntitle: %q\ndate: 2021-10-01\nweight: %d\ntype: law\n---\n본문.\n", title, 20+i))
		write(t, filepath.Join(root, dir, "facts.yaml"), fmt.Sprintf("authority: {text: %q, lang: ko}\nnumber: %q\nenacted: 2021-09-24\neffective: 2022-01-01\n", title, title))
	}
	res := mustBuild(t, Options{Root: root, BaseURL: formsAddress + "/", Pages: catalogued(t, root)})
	sitetest.Forms(t, sitetest.OpenAt(t, res.Out, formsAddress))
	files := tree(t, res.Out)
	calendar := strings.ReplaceAll(string(files["ko/dates.ics"]), "\r\n ", "")
	for _, want := range []string{
		"DTSTART;VALUE=DATE:20210924\r\nSUMMARY;LANGUAGE=ko:발표일: semi\\; comma\\, colon: \\\\n\r\n",
		"DTSTART;VALUE=DATE:20220101\r\nSUMMARY;LANGUAGE=ko:시행일: 𠀀𠀁𠀂 ꡀ\r\n",
		strings.Repeat("아주 긴 제목 ", 30) + "끝\r\n",
		"DTSTAMP:20211001T000000Z\r\n",
	} {
		if !strings.Contains(calendar, want) {
			t.Errorf("dates.ics: no %q", want)
		}
	}
	if page := string(files["ko/2021-10/laws/20/index.html"]); !strings.Contains(page, "시행일</dt><dd><time datetime=2022-01-01>") {
		t.Error("the page does not say when its law comes into force")
	}
}

// TestNoDates: a language without dates has no calendar, and nobody names one.
func TestNoDates(t *testing.T) {
	site(t)
	files := tree(t, siteDir)
	if _, ok := files["ko/dates.ics"]; ok {
		t.Error("ko/dates.ics is there, and no law is in Korean")
	}
	for name, data := range files {
		if strings.HasPrefix(name, "ko/") && bytes.Contains(data, []byte("dates.ics")) {
			t.Errorf("%s names a calendar that is not there", name)
		}
	}
	if _, ok := files["oai.xml"]; ok {
		t.Error("oai.xml is there, and the site has no address")
	}
}

// TestDOI: a DOI, however it is written, is shown, cited, and told to machines.
func TestDOI(t *testing.T) {
	root := archive(t)
	write(t, filepath.Join(root, "content/2021-10/news/02/index.ko.md"), "---\ntitle: 등대\ndate: 2021-10-01\nweight: 2\ntype: news\ndoi: https://doi.org/10.1234/abc.5\n---\n본문.\n")
	write(t, filepath.Join(root, "content/2021-10/laws/01/facts.yaml"), "doi: \"doi: 10.5555/법-1\"\nenacted: 2021-09-24\n")
	res := mustBuild(t, Options{Root: root, BaseURL: formsAddress + "/", Pages: catalogued(t, root)})
	sitetest.Check(t, sitetest.OpenAt(t, res.Out, formsAddress))
	files := tree(t, res.Out)
	for name, wants := range map[string][]string{
		"ko/2021-10/news/02/index.html":      {`<dt>DOI</dt><dd><a href=https://doi.org/10.1234/abc.5>10.1234/abc.5</a>`, `"sameAs":"https://doi.org/10.1234/abc.5"`},
		"ko/2021-10/news/02/cite.ris":        {"DO  - 10.1234/abc.5\r\n"},
		"ko/2021-10/news/02/cite.bib":        {"doi = {10.1234/abc.5}"},
		"ko/2021-10/news/02/cite.json":       {`"DOI":"10.1234/abc.5"`},
		"zh-hans/2021-10/laws/01/index.html": {"10.5555/"},
		"oai.xml":                            {"<dc:identifier>https://doi.org/10.1234/abc.5</dc:identifier>", "10.5555/법-1</dc:identifier>"},
		"archive.json":                       {`"doi":"10.1234/abc.5"`},
	} {
		for _, want := range wants {
			if !strings.Contains(string(files[name]), want) {
				t.Errorf("%s: no %s", name, want)
			}
		}
	}
}

// TestWhole: links between the articles of an issue stay on the page that has
// all of it, lead to the part that they name where it is there, and out of it
// where they name another edition or another issue.
func TestWhole(t *testing.T) {
	root := archive(t)
	write(t, filepath.Join(root, "content/2021-10/news/02/index.zh-hans.md"), `---
title: 灯塔
date: 2021-10-01
weight: 2
type: news
---
[a](/2021-10/laws/01) [b](/2021-10/laws/01#art-2) [c](/2021-10/laws/01#nowhere) [d](/2021-10/news) [e](/archive) [f](#here)

#### 标题 {#here}
`)
	res := mustBuild(t, Options{Root: root, Pages: catalogued(t, root)})
	p := sitetest.Open(t, res.Out).Pages["zh-hans/2021-10/print/index.html"]
	got := map[string]string{}
	for _, n := range p.Tags("a") {
		got[sitetest.Text(n)] = sitetest.Attr(n, "href")
	}
	for text, want := range map[string]string{
		"a": "#laws-01", "b": "#laws-01-art-2", "c": "#laws-01", "d": "#news", "e": "../../../zh-hans/archive/", "f": "#news-02-here",
	} {
		if got[text] != want {
			t.Errorf("%s leads to %s, want %s", text, got[text], want)
		}
	}
	var levels []string
	for _, n := range p.Tags("h4", "h5", "h6") {
		if sitetest.Attr(n, "id") == "news-02-here" {
			levels = append(levels, n.Data)
		}
	}
	if len(levels) != 1 || levels[0] != "h4" {
		t.Errorf("the heading of a part is %q", levels)
	}
}
