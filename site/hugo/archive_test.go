package hugo

import (
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/backissue/backissue/site/catalogue"
)

// unpack writes the test archive below root.
func unpack(t *testing.T, root string) {
	t.Helper()
	ar, err := txtar.ParseFile("testdata/archive.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range ar.Files {
		write(t, filepath.Join(root, f.Name), string(f.Data))
	}
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// catalogued returns the pages that belong to the archive and are not in it.
func catalogued(t *testing.T, root string) map[string][]byte {
	t.Helper()
	more, err := morePages(root)
	if err != nil {
		t.Fatal(err)
	}
	return more
}

func morePages(root string) (map[string][]byte, error) {
	languages, err := Languages(root)
	if err != nil {
		return nil, err
	}
	o := catalogue.Options{Titles: map[string]string{}}
	for _, l := range languages {
		o.Languages = append(o.Languages, l.Name)
		o.Titles[l.Name] = l.Title
	}
	return catalogue.Pages(os.DirFS(filepath.Join(root, "content")), o)
}
