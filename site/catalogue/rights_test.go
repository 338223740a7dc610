package catalogue

import (
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// TestPublic: of a press text the abstract remains, and what is marked as the
// publisher's own; texts with other rights are not touched.
func TestPublic(t *testing.T) {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	content := fstest.MapFS{
		"2023-01/news/01/facts.yaml":  file("credit: {text: \"물결 일보\", lang: ko}\nrights: press\nattachments: [{file: \"files/a.csv\", name: \"a.csv\", size: 3}]\nlink: \"https://example.org/1\"\n"),
		"2023-01/news/01/index.ko.md": file("---\ntitle: \"x: y\"\ndate: 2023-01-01\nweight: 1\n---\n\n> [!abstract]\n>\n> 줄임.\n\n본문.\n\n편집자 주.\n{data-rights=\"own\"}\n"),
		"2023-01/news/01/index.en.md": file("---\ntitle: y\nfallback: ko\n---\n"),
		"2023-01/news/02/facts.yaml":  file("rights: official\n"),
		"2023-01/news/02/index.ko.md": file("---\ntitle: y\n---\n본문.\n"),
		"2023-01/news/03/facts.yaml":  file("rights: press\n"),
		"2023-01/news/03/index.ko.md": file("+++\ntitle = \"t\"\n+++\n\n## 제목 {#h-1}\n\n- 항목\n"),
	}
	instead, err := Public(content, []string{"ko", "en"})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"2023-01/news/01/facts.yaml":  "{\"credit\": {\"lang\": \"ko\", \"text\": \"물결 일보\"}, \"rights\": \"press\", \"link\": \"https://example.org/1\"}\n",
		"2023-01/news/01/index.ko.md": "---\n{\"date\": \"2023-01-01\", \"title\": \"x: y\", \"weight\": 1, \"withheld\": true}\n---\n\n> [!abstract]\n>\n> 줄임.\n\n편집자 주.\n{data-rights=\"own\"}\n",
		"2023-01/news/01/index.en.md": "---\n{\"fallback\": \"ko\", \"title\": \"y\"}\n---\n\n\n",
		"2023-01/news/03/facts.yaml":  "{\"rights\": \"press\"}\n",
		"2023-01/news/03/index.ko.md": "---\n{\"title\": \"t\", \"withheld\": true}\n---\n\n\n",
	}
	if got := slices.Sorted(maps.Keys(instead)); !slices.Equal(got, slices.Sorted(maps.Keys(want))) {
		t.Errorf("files %q", got)
	}
	for name, text := range want {
		if got := string(instead[name]); got != text {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, text)
		}
	}
	over := Overlay{content, instead}
	data, err := fs.ReadFile(over, "2023-01/news/01/index.ko.md")
	if err != nil || strings.Contains(string(data), "본문") {
		t.Errorf("read %q %v", data, err)
	}
	if data, err := fs.ReadFile(over, "2023-01/news/02/index.ko.md"); err != nil || !strings.Contains(string(data), "본문") {
		t.Errorf("read %q %v", data, err)
	}
}
