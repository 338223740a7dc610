package hugo

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/backissue/backissue/site/sitetest"
)

// TestErrata: a correction stands on the article, in its feeds and in what the
// page says to machines, and in every page that shows the article's text.
func TestErrata(t *testing.T) {
	root := archive(t)
	write(t, filepath.Join(root, "content/2021-10/news/01/index.zh-hans.md"), `---
title: "港务局发布《贝壳再利用计划》"
date: 2021-10-01
weight: 1
type: news
errata:
  - {date: 2021-11-02, text: "比例应为 **40%**，不是 14%。"}
  - {date: 2021-11-05, text: "另有一处错字。"}
---
贝壳。
`)
	mustBuild(t, Options{Root: root, Pages: catalogued(t, root), BaseURL: "https://example.org/letters/"})
	files := tree(t, filepath.Join(root, "public"))
	for name, wants := range map[string][]string{
		"zh-hans/2021-10/news/01/index.html": {`role=note><p><strong>更正, <time datetime=2021-11-05>`, `应为 <strong>40%</strong>`,
			`"correction":[{"@type":"CorrectionComment","datePublished":"2021-11-02","text":"比例应为 40%，不是 14%。"}`},
		"ko/2021-10/news/01/index.html":         {`role=note lang=zh-Hans`, `应为`}, // the original below the abstract
		"en/2021-10/news/01/index.html":         {`role=note lang=zh-Hans`},
		"ko/2021-10/news/01/zh-hans/index.html": {`应为`},
		"zh-hans/index.xml":                     {"更正, 2021年11月5日: 另有一处错字。 更正, 2021年11月2日: 比例应为 40%"},
		"zh-hans/atom.xml":                      {"<updated>2021-11-05T00:00:00Z</updated>"},
		"zh-hans/feed.json":                     {`"date_modified":"2021-11-05T00:00:00Z"`},
	} {
		for _, want := range wants {
			if !strings.Contains(string(files[name]), want) {
				t.Errorf("%s: no %s", name, want)
			}
		}
	}
	if n := strings.Count(string(files["en/2021-10/news/01/index.html"]), "class=erratum"); n != 2 {
		t.Errorf("a stand-in shows %d corrections, want 2", n)
	}
	sitetest.Check(t, sitetest.OpenAt(t, filepath.Join(root, "public"), "https://example.org/letters/"))
}
