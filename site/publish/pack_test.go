package publish

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/andybalholm/brotli"
)

func packInto(t testing.TB, public, name string) Result {
	t.Helper()
	res, err := Pack(context.Background(), open(t, public), name, false)
	if err != nil {
		t.Fatalf("%v (%s)", err, hintOf(err))
	}
	return res
}

func TestPack(t *testing.T) {
	public := write(t, t.TempDir()+"/public", sample())
	for _, name := range []string{"site.zip", "site.tar.gz", "사이트 1.tgz"} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), name)
			if res := packInto(t, public, file); len(res.Added) != len(pageNames) {
				t.Errorf("result %+v", res)
			}
			equal(t, unpack(t, file), sample())
			first, _ := os.Stat(file)

			// The same site, made at another time by somebody else.
			again := write(t, t.TempDir()+"/public", sample())
			if err := os.Chmod(again+"/index.html", 0o700); err != nil {
				t.Fatal(err)
			}
			copied := filepath.Join(t.TempDir(), name)
			packInto(t, again, copied)
			if !same(file, copied) {
				t.Error("other bytes for the same site")
			}
			if res := packInto(t, public, file); !res.None() {
				t.Errorf("again: %+v", res.Changes)
			}
			if now, _ := os.Stat(file); !os.SameFile(first, now) {
				t.Error("written again")
			}
			t.Setenv("SOURCE_DATE_EPOCH", "1700000000")
			packInto(t, public, file)
			if same(file, copied) {
				t.Error("the time does not count")
			}
			other := write(t, t.TempDir()+"/public", map[string]string{"index.html": "x", "new.html": ""})
			res, err := Pack(context.Background(), open(t, other), file, true)
			if err != nil || len(res.Added) != 1 || len(res.Changed) != 1 || len(res.Removed) != len(pageNames)-1 {
				t.Errorf("dry run: %v %+v", err, res.Changes)
			}
			equal(t, unpack(t, file), sample())
		})
	}
}

// unpack reads a packed site and holds every entry to what is promised.
func unpack(t testing.TB, name string) map[string]string {
	t.Helper()
	files := map[string]string{}
	var names []string
	each := func(name string, r io.Reader) error {
		data, err := io.ReadAll(r)
		files[name] = string(data)
		names = append(names, name)
		return err
	}
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if tarred(name) {
		err = untar(f, each)
	} else {
		err = unzip(f, each)
	}
	if err != nil {
		t.Fatal(err)
	}
	if !slices.IsSorted(names) {
		t.Error("not in order")
	}
	return files
}

func TestPackEntries(t *testing.T) {
	public := write(t, t.TempDir()+"/public", sample())
	dir := t.TempDir()
	packInto(t, public, dir+"/a.zip")
	packInto(t, public, dir+"/a.tar.gz")
	z, err := zip.OpenReader(dir + "/a.zip")
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	for _, f := range z.File {
		ascii := !strings.ContainsFunc(f.Name, func(r rune) bool { return r >= utf8.RuneSelf })
		if f.Mode() != 0o644 || f.Modified.Unix() != 315532800 || f.Flags&0x800 == 0 && !ascii {
			t.Errorf("%s: %v %v flags %x", f.Name, f.Mode(), f.Modified, f.Flags)
		}
	}
	data, _ := os.ReadFile(dir + "/a.tar.gz")
	g, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil || g.Name != "" || !g.ModTime.IsZero() {
		t.Fatalf("%v %q %v", err, g.Name, g.ModTime)
	}
	for archive := tar.NewReader(g); ; {
		h, err := archive.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil || h.Mode != 0o644 || h.Uid != 0 || h.Uname != "" || h.Gname != "" || h.ModTime.Unix() != 315532800 {
			t.Fatalf("%v %+v", err, h)
		}
	}
	// Other programs read them, too.
	for _, args := range [][]string{{"tar", "-tzf", dir + "/a.tar.gz"}, {"unzip", "-tqq", dir + "/a.zip"}} {
		if _, err := exec.LookPath(args[0]); err != nil {
			t.Logf("there is no %s", args[0])
		} else if out, err := exec.Command(args[0], args[1:]...).CombinedOutput(); err != nil {
			t.Errorf("%v: %v %s", args, err, out)
		}
	}
}

func TestPackRefused(t *testing.T) {
	public := write(t, t.TempDir()+"/public", sample())
	dir := write(t, t.TempDir()+"/d", map[string]string{"letters.zip": "precious", "letters.tar.gz": "precious"})
	for _, name := range []string{public + "/site.zip", public + "/ko/site.tar.gz", dir + "/letters.zip", dir + "/letters.tar.gz", dir + "/no/folder.zip"} {
		if _, err := Pack(context.Background(), open(t, public), name, false); err == nil || !strings.HasPrefix(err.Error(), "publish: ") {
			t.Errorf("%s: error %v", name, err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Pack(ctx, open(t, public), dir+"/site.zip", false); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	t.Setenv("SOURCE_DATE_EPOCH", "yesterday")
	if _, err := Pack(context.Background(), open(t, public), dir+"/site.zip", false); err == nil || hintOf(err) == "" {
		t.Errorf("error %v", err)
	}
	equal(t, read(t, dir), map[string]string{"letters.zip": "precious", "letters.tar.gz": "precious"})
	equal(t, read(t, public), sample())
}

func TestPrecompress(t *testing.T) {
	long := strings.Repeat("<p>가온나루 항만통상 소식</p>\n", 100)
	site := map[string]string{
		"index.html": long, "a.css": long, "feed.json": long, "f.xml": long, "x.SVG": long, "t.txt": long, "m.md": long, "c.ics": long, "j.js": long,
		"short.html": long[:worth/2], "p.png": long, "own.html": long, "own.html.gz": "mine",
	}
	public := write(t, t.TempDir()+"/public", site)
	sums := map[string]string{}
	for range 2 {
		tree := open(t, public)
		if err := tree.Precompress(context.Background()); err != nil {
			t.Fatal(err)
		}
		for _, f := range tree.files {
			data, err := os.ReadFile(f.path)
			if err != nil {
				t.Fatal(err)
			}
			if was, ok := sums[f.name]; ok && was != string(data) {
				t.Errorf("%s: other bytes the second time", f.name)
			}
			sums[f.name] = string(data)
		}
	}
	for name, text := range site {
		gz, br := sums[name+".gz"], sums[name+".br"]
		switch {
		case name == "short.html" || name == "p.png" || name == "own.html.gz":
			if gz != "" || br != "" {
				t.Errorf("%s is compressed", name)
			}
			continue
		case name == "own.html" && gz != "mine":
			t.Error("the site's own file is gone")
		case name != "own.html":
			if r, err := gzip.NewReader(strings.NewReader(gz)); err != nil {
				t.Errorf("%s: %v", name, err)
			} else if data, err := io.ReadAll(r); err != nil || string(data) != text {
				t.Errorf("%s.gz: %v", name, err)
			}
		}
		if data, err := io.ReadAll(brotli.NewReader(strings.NewReader(br))); err != nil || string(data) != text || len(br) >= len(text) {
			t.Errorf("%s.br: %v", name, err)
		}
	}
	equal(t, read(t, public), site)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := open(t, public).Precompress(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// Whatever a file is called, it comes out under that name or not at all.
func FuzzNames(f *testing.F) {
	for _, name := range pageNames {
		f.Add(name)
	}
	f.Add("../out.html")
	f.Add("a//b")
	f.Fuzz(func(t *testing.T, name string) {
		if !filepath.IsLocal(name) || len(name) > 200 || strings.HasPrefix(name, "index.html") || filepath.ToSlash(filepath.Clean(name)) != name {
			return
		}
		dir := t.TempDir()
		public := write(t, dir+"/public", map[string]string{"index.html": "x"})
		if os.MkdirAll(filepath.Dir(public+"/"+name), 0o755) != nil || os.WriteFile(public+"/"+name, []byte("text"), 0o644) != nil {
			return
		}
		tree, err := Open(public)
		if err != nil {
			return
		}
		defer tree.Close()
		want := map[string]string{"index.html": "x", name: "text"}
		packInto(t, public, dir+"/a.zip")
		equal(t, unpack(t, dir+"/a.zip"), want)
		packInto(t, public, dir+"/a.tar.gz")
		equal(t, unpack(t, dir+"/a.tar.gz"), want)
		if strings.HasPrefix(name, half) {
			return
		}
		if _, err := Folder(context.Background(), tree, dir+"/folder", FolderOptions{}); err != nil {
			t.Fatal(err)
		}
		equal(t, read(t, dir+"/folder"), want)
	})
}
