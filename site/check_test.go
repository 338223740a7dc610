package site

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/backissue/backissue/site/check"
)

// What import finds is kept beside the state, the same at every import, and
// goes with its issue.
func TestFindingsKept(t *testing.T) {
	dir := archiveOf(t, []string{"2024-03.txt"})
	report, err := Import(dir, ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	kept, err := ReadFindings(dir, "2024-03")
	if err != nil {
		t.Fatal(err)
	}
	if len(kept.Doubts) == 0 || !slices.Equal(kept.Doubts, report.Issues[0].Doubts) {
		t.Errorf("kept doubts %v, want %v", kept.Doubts, report.Issues[0].Doubts)
	}
	file := findingsFile(dir, "2024-03")
	before, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	page := filepath.Join(dir, Content, "2024-03", "news", "01", "index.ko.md")
	if err := os.WriteFile(page, []byte("---\ntitle: mine\n---\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Import(dir, ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	if after, err := os.ReadFile(file); err != nil || string(after) != string(before) {
		t.Errorf("an editor's page changed what import found: %v", err)
	}
	for _, name := range []string{filepath.Join(Content, "2024-03"), filepath.Join(Sources, "2024-03.txt")} {
		if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Import(dir, ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(file); !os.IsNotExist(err) {
		t.Errorf("findings of an issue that is gone: %v", err)
	}
}

// checkedSeed are the defects of the seed as a person found them, beside the
// titles that it has in one language only.
var checkedSeed = []string{
	"B101 2021-10/laws/02", // a law without a title
	"B101 2021-10/news/05", // a misprint in the word for source
	"B301 2021-10/news/04", // the notice of the year before
	"B302 2021-10/laws/05", // a number twice
	"B304 2021-10/news/04", // one newspaper, two spellings
}

// Check finds the real defects of the seed, and nothing else in its text.
func TestSeedChecked(t *testing.T) {
	data, _ := readSeed(t)
	dir := filepath.Join(t.TempDir(), "archive")
	if err := New(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, Sources, "2021-10.txt"), data, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Import(dir, ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	found, err := Check(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	titles := 0
	for _, f := range found {
		switch {
		case f.Severity == check.Note:
		case f.Doubt == "title-language":
			titles++
		default:
			got = append(got, f.Code+" "+f.Article)
		}
	}
	slices.Sort(got)
	if !slices.Equal(got, checkedSeed) || titles != 9 {
		t.Errorf("%d titles in one language, and %q\nwant 9, and %q", titles, got, checkedSeed)
	}
}
