package hugo

import (
	"bytes"
	"path/filepath"
	"testing"

	"github.com/gohugoio/hugo/config"
	"github.com/gohugoio/hugo/hugofs"
)

// TestEject: Hugo alone, told nothing but where the project lies, makes the
// same files, but for the 404 page at the root.
func TestEject(t *testing.T) {
	root := archive(t)
	write(t, filepath.Join(root, "i18n/ko.toml"), "latest_issue = \"방금 나온 호\"\n")
	write(t, filepath.Join(root, "assets/css/own.css"), "h1 { color: teal }")
	write(t, filepath.Join(root, "static/robots.txt"), "User-agent: *\n")
	o := Options{Root: root, Pages: catalogued(t, root), BaseURL: "https://example.org/letters/"}
	mustBuild(t, o)
	want := tree(t, filepath.Join(root, "public"))

	out := filepath.Join(t.TempDir(), "plain")
	if err := Eject(o, out); err != nil {
		t.Fatal(err)
	}
	flags := config.New()
	flags.Set("workingDir", out)
	flags.Set("publishDir", filepath.Join(out, "public"))
	flags.Set("cacheDir", t.TempDir())
	var log bytes.Buffer
	if _, err := render(hugofs.Os, flags, &log); err != nil {
		t.Fatal(err)
	}
	if log.Len() > 0 {
		t.Errorf("Hugo says: %s", &log)
	}
	got := tree(t, filepath.Join(out, "public"))
	delete(want, "404.html")
	for name, data := range want {
		if other, ok := got[name]; !ok {
			t.Errorf("no %s", name)
		} else if !bytes.Equal(data, other) {
			t.Errorf("%s differs", name)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d files, want %d", len(got), len(want))
	}
	if err := Eject(o, out); err == nil {
		t.Error("a folder that is not empty was written into")
	}
}
