package hugo

import (
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/tools/txtar"
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
