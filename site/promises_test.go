package site

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/backissue/backissue/site/sitetest"
)

// Every built site keeps what is promised of it, whatever it was made of: in
// the languages that an archive has or in all of them, with an address or
// without one.
func TestPromises(t *testing.T) {
	const address = "https://example.org/letters"
	for _, test := range []struct {
		name       string
		make       func(t testing.TB) string
		everywhere bool
		base       string
	}{
		{"demonstration", demonstration, false, ""},
		{"demonstration with an address", demonstration, false, address},
		{"demonstration in all languages", demonstration, true, address},
		{"seed", seedArchive, false, address},
		{"seed in all languages", seedArchive, true, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := test.make(t)
			configure(t, dir, test.everywhere, test.base)
			if _, err := Build(t.Context(), dir, BuildOptions{}); err != nil {
				t.Fatal(err)
			}
			s := sitetest.OpenAt(t, filepath.Join(dir, Public), test.base)
			if test.everywhere && len(s.Languages) != len(sitetest.AllLanguages) {
				t.Errorf("languages %v", s.Languages)
			}
			sitetest.Check(t, s)
			t.Run("Content", func(t *testing.T) { sitetest.Content(t, s, os.DirFS(filepath.Join(dir, Content))) })
		})
	}
}

// demonstration copies what the demonstration is made of elsewhere.
func demonstration(t testing.TB) string {
	t.Helper()
	dir := archiveOf(t, documents(t))
	if err := os.CopyFS(filepath.Join(dir, Content), os.DirFS(filepath.Join(root, Content))); err != nil {
		t.Fatal(err)
	}
	return dir
}

// seedArchive makes an archive of the first real document.
func seedArchive(t testing.TB) string {
	t.Helper()
	data, err := os.ReadFile(seed)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("the first real document is not here: %s", seed)
	}
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "archive")
	if err := New(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, Sources, filepath.Base(seed)), data, 0o644); err != nil {
		t.Fatal(err)
	}
	importAll(t, dir)
	return dir
}

// configure gives the archive in dir all languages, an address, or neither.
func configure(t testing.TB, dir string, everywhere bool, base string) {
	t.Helper()
	file := filepath.Join(dir, Config)
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	config := string(data)
	if everywhere {
		config = sitetest.InAllLanguages(config)
	}
	if base != "" {
		with := strings.Replace(config, "baseURL = \"/\"", "baseURL = \""+base+"/\"", 1)
		if with == config {
			t.Fatalf("%s has no base URL to replace", Config)
		}
		config = with
	}
	if err := os.WriteFile(file, []byte(config), 0o644); err != nil {
		t.Fatal(err)
	}
}
