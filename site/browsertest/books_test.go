package browsertest

import (
	"context"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/backissue/backissue/site"
)

// bookChecker is that of the W3C, as Debian installs it.
const bookChecker = "/usr/share/java/epubcheck.jar"

// Every book conforms to the standards, whether it leads to a site, as those of
// the demonstration do here, or not.
func TestBooks(t *testing.T) {
	for _, a := range archives {
		if a.name == "seed" {
			t.Run(a.name, func(t *testing.T) { checkBooks(t, a.built(t)) })
		}
	}
	t.Run("demonstration", func(t *testing.T) {
		wanted(t)
		dir := filepath.Join(t.TempDir(), "archive")
		if err := demonstration(dir); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(dir, site.Config)
		config, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		config = []byte(strings.Replace(string(config), `baseURL = "/"`, `baseURL = "https://example.org/letters/"`, 1))
		if err := os.WriteFile(file, config, 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := site.Build(context.Background(), dir, site.BuildOptions{}); err != nil {
			t.Fatal(err)
		}
		checkBooks(t, filepath.Join(dir, site.Public))
	})
}

// checkBooks has the checker read all books below a folder.
func checkBooks(t *testing.T, dir string) {
	t.Helper()
	if _, err := os.Stat(bookChecker); err != nil {
		t.Fatalf("%v: install epubcheck, or run the tests without BACKISSUE_BROWSER", err)
	}
	books := 0
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(name) != ".epub" {
			return err
		}
		books++
		rel, err := filepath.Rel(dir, name)
		t.Run(rel, func(t *testing.T) {
			t.Parallel()
			said, err := exec.CommandContext(t.Context(), "java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", bookChecker, "--failonwarnings", "--quiet", name).CombinedOutput()
			if err != nil {
				t.Errorf("%v\n%s", err, said)
			}
		})
		return err
	})
	if err != nil || books == 0 {
		t.Errorf("%d books, %v", books, err)
	}
}
