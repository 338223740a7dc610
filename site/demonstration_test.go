package site

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// root is the demonstration archive: the repository itself.
const root = ".."

// archiveOf makes an archive of the demonstration's configuration and the
// named documents, written in that order.
func archiveOf(t testing.TB, names []string) string {
	t.Helper()
	dir := t.TempDir()
	copyFile(t, filepath.Join(dir, Config), filepath.Join(root, Config))
	if err := os.Mkdir(filepath.Join(dir, Sources), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		copyDocument(t, dir, name)
	}
	return dir
}

// copyDocument copies a document of the demonstration, or a folder of them,
// into the archive in dir.
func copyDocument(t testing.TB, dir, name string) {
	t.Helper()
	from, to := filepath.Join(root, Sources, name), filepath.Join(dir, Sources, name)
	if info, err := os.Stat(from); err != nil || !info.IsDir() {
		copyFile(t, to, from)
		return
	}
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
}

func copyFile(t testing.TB, to, from string) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func documents(t testing.TB) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(root, Sources))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if len(names) < 3 {
		t.Fatalf("the demonstration has %d issues, want three at least", len(names))
	}
	return names
}

func importAll(t testing.TB, dir string) *Report {
	t.Helper()
	report, err := Import(dir, ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range report.Failed {
		t.Error(f.Error)
	}
	return report
}

// files returns the files below dir and what is in them.
func files(t testing.TB, dir string) map[string][]byte {
	t.Helper()
	all := make(map[string][]byte)
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		all[filepath.ToSlash(rel)], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// same compares two trees of files.
func same(t *testing.T, got, want map[string][]byte) {
	t.Helper()
	if len(want) == 0 {
		t.Error("nothing to compare with")
	}
	var differences []string
	for name, data := range want {
		if now, ok := got[name]; !ok {
			differences = append(differences, name+" is missing")
		} else if !bytes.Equal(now, data) {
			differences = append(differences, name+" differs")
		}
	}
	for name := range got {
		if _, ok := want[name]; !ok {
			differences = append(differences, name+" is new")
		}
	}
	slices.Sort(differences)
	for i, d := range differences {
		if i == 10 {
			t.Errorf("and %d more", len(differences)-i)
			break
		}
		t.Error(d)
	}
}

// What is committed in content/ is what import makes of sources/. After a
// change of either, run backissue import and commit both.
func TestDemonstration(t *testing.T) {
	dir := archiveOf(t, documents(t))
	report := importAll(t, dir)
	if len(report.Issues) != len(documents(t)) {
		t.Errorf("%d issues of %d documents", len(report.Issues), len(documents(t)))
	}
	same(t, files(t, filepath.Join(dir, Content)), files(t, filepath.Join(root, Content)))
}

// A second import changes nothing, and neither does the order in which the
// documents came.
func TestImportIsStable(t *testing.T) {
	names := documents(t)
	dir := archiveOf(t, names)
	first := importAll(t, dir)
	before := files(t, dir)
	second := importAll(t, dir)
	same(t, files(t, dir), before)
	if len(first.Issues) != len(second.Issues) {
		t.Errorf("first %d issues, then %d", len(first.Issues), len(second.Issues))
	}

	slices.Reverse(names)
	other := archiveOf(t, names[:1])
	importAll(t, other)
	for _, name := range names[1:] {
		copyDocument(t, other, name)
	}
	importAll(t, other)
	same(t, files(t, other), before)
}

// The same content gives the same site, in whatever order it was written.
func TestBuildIsStable(t *testing.T) {
	names := documents(t)
	dir := archiveOf(t, names)
	importAll(t, dir)
	build := func(dir string) map[string][]byte {
		t.Helper()
		pages, err := Build(t.Context(), dir, BuildOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if pages == 0 {
			t.Error("no pages")
		}
		return files(t, filepath.Join(dir, Public))
	}
	first := build(dir)
	same(t, build(dir), first)

	slices.Reverse(names)
	other := archiveOf(t, names)
	importAll(t, other)
	same(t, build(other), first)
}
