package hugo

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/backissue/backissue/site/sitetest"
)

// TestConflict: both versions of a conflict are seen on the page, and no two
// things on it have the same id.
func TestConflict(t *testing.T) {
	root := archive(t)
	write(t, filepath.Join(root, "content/2021-10/news/01/index.zh-hans.md"), `---
title: "港务局发布《贝壳再利用计划》"
date: 2021-10-01
weight: 1
type: news
conflicts:
  - {field: "title", source: "贝壳"}
---

> [!conflict] yours
>
> ## 贝壳 {#shell}
>
> 手写的。

> [!conflict] source
>
> ## 贝壳！ {#shell}
>
> 原文的 a id="b"。

> [!conflict] yours

> [!conflict] source
>
> - 一、
> - 二、
`)
	mustBuild(t, Options{Root: root, Pages: catalogued(t, root), BaseURL: "https://example.org/letters/"})
	files := tree(t, filepath.Join(root, "public"))
	page := string(files["zh-hans/2021-10/news/01/index.html"])
	for _, want := range []string{`class="conflict conflict--yours"`, `手写的。`, `class="conflict conflict--source"`, `原文的 a id=`, `二、`, `>贝壳！`} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s", want)
		}
	}
	if strings.Contains(page, "[!conflict]") {
		t.Error("the mark is seen")
	}
	sitetest.Check(t, sitetest.OpenAt(t, filepath.Join(root, "public"), "https://example.org/letters/"))
}
