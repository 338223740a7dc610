package site

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// aboutPages returns the pages about the publisher, by name.
func aboutPages(t *testing.T, dir string) map[string]string {
	t.Helper()
	pages := map[string]string{}
	entries, _ := os.ReadDir(filepath.Join(dir, Content, "about"))
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, Content, "about", e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		pages[e.Name()] = string(data)
	}
	return pages
}

func writeFile(t *testing.T, text string, elem ...string) {
	t.Helper()
	name := filepath.Join(elem...)
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// lettered is an issue of some month, in Korean and Chinese, whose pages have
// a letterhead with an address.
func lettered(t *testing.T, month, address string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root, Sources, "2024-03.txt"))
	if err != nil {
		t.Fatal(err)
	}
	return strings.NewReplacer("March. 2024", month, "No.7 Lantern Quay", address).Replace(string(data))
}

// The newest letterhead makes a page in every language of the archive. Then
// it is the owner's: no import changes it.
func TestAbout(t *testing.T) {
	dir := archiveOf(t, []string{"2024-05.txt"})
	importAll(t, dir)
	if pages := aboutPages(t, dir); len(pages) > 0 {
		t.Fatalf("pages without a letterhead: %v", pages)
	}
	writeFile(t, lettered(t, "March. 2024", "No.7 Lantern Quay"), dir, Sources, "b.txt")
	writeFile(t, lettered(t, "February. 2024", "No.2 Anchor Street"), dir, Sources, "c.txt")
	writeFile(t, lettered(t, "January. 2024", "No.1 Anchor Street"), dir, Sources, "a.txt")
	importAll(t, dir)
	pages := aboutPages(t, dir)
	if len(pages) != 3 {
		t.Errorf("%d pages, want one in each of three languages", len(pages))
	}
	for _, name := range []string{"index.ko.md", "index.zh-hans.md", "index.en.md"} {
		page := pages[name]
		if !strings.Contains(page, "type: about\n") || !strings.Contains(page, "No.7 Lantern Quay") || strings.Contains(page, "Anchor") ||
			!strings.Contains(page, "\n- 가온나루\n- 달머리\n") {
			t.Errorf("%s:\n%s", name, page)
		}
	}

	writeFile(t, "mine", dir, Content, "about", "index.ko.md")
	writeFile(t, lettered(t, "April. 2024", "No.9 New Quay"), dir, Sources, "d.txt")
	importAll(t, dir)
	pages["index.ko.md"] = "mine"
	for name, page := range aboutPages(t, dir) {
		if page != pages[name] {
			t.Errorf("%s became\n%s", name, page)
		}
	}
}

// An owner's page of another name is left alone, and alone.
func TestOwnAbout(t *testing.T) {
	for _, name := range []string{"about.md", "about.ko.md", "about/index.md", "about/_index.ko.md"} {
		dir := archiveOf(t, []string{"2024-03.txt"})
		writeFile(t, "mine", dir, Content, name)
		importAll(t, dir)
		for page := range aboutPages(t, dir) {
			if "about/"+page != name {
				t.Errorf("%s stands beside %s", page, name)
			}
		}
	}
}
