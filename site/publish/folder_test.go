package publish

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func intoFolder(t *testing.T, public, dir string, o FolderOptions) Result {
	t.Helper()
	res, err := Folder(context.Background(), open(t, public), dir, o)
	if err != nil {
		t.Fatalf("%v (%s)", err, hintOf(err))
	}
	return res
}

func TestFolder(t *testing.T) {
	public, dir := write(t, t.TempDir()+"/public", sample()), t.TempDir()+"/서버 www/html"
	if res := intoFolder(t, public, dir, FolderOptions{DryRun: true}); len(res.Added) != len(pageNames) || exists(dir) {
		t.Errorf("dry run: %+v", res)
	}
	intoFolder(t, public, dir, FolderOptions{})
	equal(t, read(t, dir), sample())

	// The server's own stays, and a file that says the same is not touched.
	own := map[string]string{".well-known/acme-challenge/x": "x", ".htaccess": "x", ".git/HEAD": "x"}
	for name, text := range own {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	before, err := os.Stat(dir + "/100%/50%25.html")
	if err != nil {
		t.Fatal(err)
	}
	changed := with(sample(), "ko/index.html", "new", "new/page.html", "more", "empty.txt/now/a/folder.html", "x", "dir.html", "now a file")
	for _, name := range []string{"empty.txt", "dir.html/index.html", "zh-hans/法律/index.html"} {
		delete(changed, name)
	}
	write(t, public, changed)
	want := "{[dir.html empty.txt/now/a/folder.html new/page.html] [ko/index.html] [dir.html/index.html empty.txt zh-hans/法律/index.html]}"
	if res := intoFolder(t, public, dir, FolderOptions{DryRun: true}); fmt.Sprint(res.Changes) != want {
		t.Errorf("dry run: %v", res.Changes)
	}
	if res := intoFolder(t, public, dir, FolderOptions{}); fmt.Sprint(res.Changes) != want {
		t.Errorf("changes %v", res.Changes)
	}
	all := maps.Clone(changed)
	maps.Copy(all, own)
	equal(t, read(t, dir), all)
	if exists(dir + "/zh-hans") {
		t.Error("an empty folder stays")
	}
	if after, err := os.Stat(dir + "/100%/50%25.html"); err != nil || !os.SameFile(before, after) || !after.ModTime().Equal(before.ModTime()) {
		t.Error("a file that did not change was written")
	}
	if res := intoFolder(t, public, dir, FolderOptions{}); !res.None() {
		t.Errorf("again: %+v", res.Changes)
	}
}

// What is there changes in the order in which a reader misses nothing.
func TestFolderOrder(t *testing.T) {
	public := write(t, t.TempDir()+"/public", map[string]string{"index.html": "1", "a/index.html": "1", "z.css": "1", "old.html": "1", "old/b.css": "1"})
	dir := t.TempDir()
	intoFolder(t, public, dir, FolderOptions{})
	write(t, public, map[string]string{"index.html": "2", "a/index.html": "2", "z.css": "2", "y.css": "2"})
	var order []string
	intoFolder(t, public, dir, FolderOptions{step: func(name string) error { order = append(order, name); return nil }})
	if got := strings.Join(order, " "); got != "y.css z.css a/index.html index.html old.html old/b.css" {
		t.Errorf("order %s", got)
	}
}

// A run that is stopped leaves each file old or new, and a later one
// completes it.
func TestFolderStopped(t *testing.T) {
	old := map[string]string{"index.html": "old", "a.html": "old", "b.css": "old", "gone.html": "old"}
	new := map[string]string{"index.html": "new", "a.html": "new", "b.css": "new", "more.html": "new"}
	for stop := range 5 {
		public, dir := write(t, t.TempDir()+"/public", old), t.TempDir()
		intoFolder(t, public, dir, FolderOptions{})
		write(t, public, new)
		n := 0
		_, err := Folder(context.Background(), open(t, public), dir, FolderOptions{step: func(string) error {
			if n++; n > stop {
				// As a run that was killed would leave it.
				left := filepath.Join(dir, half+"1")
				return errors.Join(context.Canceled, os.WriteFile(left, []byte("ha"), 0o644), os.Chtimes(left, time.Time{}, time.Unix(1, 0)))
			}
			return nil
		}})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("error %v", err)
		}
		for name, text := range read(t, dir) {
			if text != old[name] && text != new[name] && name != half+"1" {
				t.Errorf("stopped at %d: %s holds %q", stop, name, text)
			}
		}
		intoFolder(t, public, dir, FolderOptions{})
		equal(t, read(t, dir), new)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Folder(ctx, open(t, write(t, t.TempDir()+"/public", old)), t.TempDir(), FolderOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// Links in the folder lead nowhere: neither what is written nor what is
// removed is outside.
func TestFolderLinks(t *testing.T) {
	public := write(t, t.TempDir()+"/public", map[string]string{"index.html": "x", "a/b.html": "new", "c.html": "new"})
	outside := map[string]string{"b.html": "precious", "c.html": "precious", "more": "precious"}
	away, dir := write(t, t.TempDir()+"/away", outside), t.TempDir()
	if err := errors.Join(os.WriteFile(dir+"/index.html", nil, 0o644), os.Symlink(away, dir+"/a"), os.Symlink(away+"/c.html", dir+"/c.html"), os.Symlink(away, dir+"/old")); err != nil {
		t.Skip(err)
	}
	intoFolder(t, public, dir, FolderOptions{})
	equal(t, read(t, away), outside)
	equal(t, read(t, dir), map[string]string{"index.html": "x", "a/b.html": "new", "c.html": "new"})

	inside := t.TempDir()
	write(t, inside, map[string]string{"index.html": "x", "real/b.html": "new"})
	if err := os.Symlink("real", inside+"/a"); err != nil {
		t.Fatal(err)
	}
	intoFolder(t, public, inside, FolderOptions{})
	equal(t, read(t, inside), map[string]string{"index.html": "x", "a/b.html": "new", "c.html": "new"})
}

func TestFolderRefused(t *testing.T) {
	archive := t.TempDir()
	public := write(t, archive+"/public", map[string]string{"index.html": "x"})
	full := write(t, t.TempDir()+"/letters", map[string]string{"letter.txt": "precious"})
	linked := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(archive, linked); err != nil {
		t.Fatal(err)
	}
	file := write(t, t.TempDir()+"/f", map[string]string{"file": "precious"}) + "/file"
	for name, dir := range map[string]string{
		"not empty": full, "a file": file, "the site": public, "the archive": archive, "in the site": public + "/more", "a link to it": linked + "/public/ko",
	} {
		if _, err := Folder(context.Background(), open(t, public), dir, FolderOptions{}); err == nil || !strings.HasPrefix(err.Error(), "publish: ") {
			t.Errorf("%s: error %v", name, err)
		}
	}
	equal(t, read(t, full), map[string]string{"letter.txt": "precious"})
	equal(t, read(t, archive), map[string]string{"public/index.html": "x"})
	if !slices.Equal([]string{"precious"}, slices.Collect(maps.Values(read(t, filepath.Dir(file))))) {
		t.Error("the file is gone")
	}
}
