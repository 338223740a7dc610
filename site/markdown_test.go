package site

import (
	"testing"

	"github.com/backissue/backissue/site/doc"
)

// Markdown that marks its abstracts as the archive's own does keeps them.
func TestMarkdownAbstract(t *testing.T) {
	r, err := readOne(sourcesOf(t, map[string]string{"2024-07.md": `---
date: 2024-07-01
---

# 법률 뉴스

## 등대 점등 시각을 앞당겨

> [!abstract]
>
> 등대를 해 지기 반 시간 전에 켠다.

항무감독서는 모든 등대의 점등 시각을 앞당긴다고 밝혔다. 안개가 끼면 낮에도 켠다.

> [!note]
>
> 조석표를 따로 붙인다. 그것은 모든 나루터에 있다.
`}), "2024-07.md")
	if err != nil {
		t.Fatal(err)
	}
	if l := r.ledger; l.Lost+l.Invented != "" {
		t.Errorf("lost %q, invented %q", l.Lost, l.Invented)
	}
	e := r.issue.Sections[0].Articles[0].Editions[0]
	if got := doc.Text(e.Abstract...); got != "등대를 해 지기 반 시간 전에 켠다." {
		t.Errorf("abstract %q of %q", got, titlesOf(r.issue))
	}
	if len(e.Body) != 2 {
		t.Errorf("body %q", doc.Text(e.Body...))
	}
}
