package source

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func write(t *testing.T, dir, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestFind(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{
		"2024-04.txt", "2024-03.txt", "no extension", "뉴스레터.txt",
		".hidden", ".2024-03.txt.swp", "2024-03.txt~", "~$2024-03.docx",
		"a.tmp", "a.TMP", "a.part", "a.crdownload", "a.swp", "a.bak",
	} {
		write(t, dir, name, []byte("x"))
	}
	got, err := Find(dir)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"2024-03.txt", "2024-04.txt", "no extension", "뉴스레터.txt"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A folder for a year holds issues; any other folder is one.
func TestFindYears(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"2024/2024-03", "2024-04/2023", "2023년"} {
		if err := os.MkdirAll(filepath.Join(dir, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"2024/2024-03/a.txt", "2024/2024-02.txt", "2024-04/2023/a.txt", "2023년/a.txt"} {
		write(t, dir, name, []byte("x"))
	}
	got, err := Find(dir)
	if want := []string{"2023년/a.txt", "2024-04", "2024/2024-02.txt", "2024/2024-03"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
}

func TestFindMissing(t *testing.T) {
	if _, err := Find(filepath.Join(t.TempDir(), "missing")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

func TestReadFolder(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "x2024"), 0o755); err != nil {
		t.Fatal(err)
	}
	names, err := Find(dir)
	if err != nil || len(names) != 1 {
		t.Fatalf("got %q, %v: a folder must not be passed over in silence", names, err)
	}
	if _, err := Read(dir, names[0]); err == nil || !strings.HasSuffix(err.Error(), "2024: is a folder") {
		t.Errorf("got %v", err)
	}
	if _, err := Files(dir, names[0]); err == nil || !strings.HasSuffix(err.Error(), "2024: is a folder without documents") {
		t.Errorf("got %v", err)
	}
}

// A folder is one source: all its files, in the order that people count in.
func TestFiles(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"2024/pictures", "2024/.git"} {
		if err := os.MkdirAll(filepath.Join(dir, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{
		"2024/annex 10.pdf", "2024/annex 2.pdf", "2024/bulletin.pdf", "2024/pictures/a.png",
		"2024/.git/config", "2024/~$annex 2.docx", "2024/Thumbs.db", "2024/desktop.ini", "alone.txt",
	} {
		write(t, dir, name, []byte("x"))
	}
	if err := os.Symlink(dir, filepath.Join(dir, "2024/again")); err != nil {
		t.Fatal(err)
	}
	got, err := Files(dir, "2024")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"2024/annex 2.pdf", "2024/annex 10.pdf", "2024/bulletin.pdf", "2024/pictures/a.png"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, err := Files(dir, "alone.txt"); err != nil || !slices.Equal(got, []string{"alone.txt"}) {
		t.Errorf("got %q, %v", got, err)
	}
	if got, err := Files(dir, "gone.txt"); err != nil || !slices.Equal(got, []string{"gone.txt"}) {
		t.Errorf("got %q, %v: Read says what is wrong with it", got, err)
	}
}

// Somebody's whole disk is no issue.
func TestFilesLimits(t *testing.T) {
	dir := t.TempDir()
	deep := filepath.Join(dir, "deep", strings.Repeat("x/", maxDepth+1))
	many := filepath.Join(dir, "many")
	for _, name := range []string{deep, many} {
		if err := os.MkdirAll(name, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for i := range maxFiles + 1 {
		write(t, many, fmt.Sprint(i), nil)
	}
	for name, want := range map[string]string{"deep": "deep", "many": "more than 500 files"} {
		if _, err := Files(dir, name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// A file that no reader can have is still a file.
func TestReadFile(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "a.png", []byte("\x89PNG"))
	f, err := Read(dir, "a.png")
	if err == nil || f == nil || f.Format != "" || string(f.Data) != "\x89PNG" || f.SHA256 == "" {
		t.Errorf("got %+v, %v", f, err)
	}
}

func TestRead(t *testing.T) {
	dir := t.TempDir()
	for _, data := range []string{
		"plain", "\ufeffwith a mark", "가나다\n中文\n", "no line end", "form\ffeed", "tab\tand \ue000 private use",
		strings.Repeat("x", MaxLine) + "\n" + strings.Repeat("y", MaxLine),
	} {
		write(t, dir, "a.txt", []byte(data))
		f, err := Read(dir, "a.txt")
		if err != nil {
			t.Errorf("%.20q: %v", data, err)
			continue
		}
		if string(f.Data) != data || f.Name != "a.txt" || f.Format != Text {
			t.Errorf("%.20q: got %+v", data, f)
		}
	}
}

func TestReadHash(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "a.txt", []byte("abc"))
	f, err := Read(dir, "a.txt")
	if err != nil {
		t.Fatal(err)
	}
	// FIPS 180-4, example of a one-block message.
	if want := "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"; f.SHA256 != want {
		t.Errorf("got %s, want %s", f.SHA256, want)
	}
}

// zipped returns a zip archive with empty parts.
func zipped(names ...string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, n := range names {
		w, err := z.Create(n)
		if err != nil {
			panic(err)
		}
		if n == "mimetype" {
			w.Write([]byte("application/vnd.oasis.opendocument.text"))
		}
	}
	z.Close()
	return b.Bytes()
}

func TestIdentify(t *testing.T) {
	for want, samples := range map[Format][]string{
		PDF:      {"%PDF-1.7\n", "junk before\n%PDF-1.4"},
		DOCX:     {string(zipped("[Content_Types].xml", "word/document.xml"))},
		ODT:      {string(zipped("mimetype", "content.xml"))},
		HWPX:     {string(zipped("Contents/content.hpf"))},
		HWP:      {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1H\x00w\x00p\x00S\x00u\x00m\x00m\x00a\x00r\x00y\x00I\x00n\x00f\x00o\x00r\x00m\x00a\x00t\x00i\x00o\x00n\x00"},
		HTML:     {"<!DOCTYPE html><p>a", "\ufeff <html lang=ko>", "<?xml version='1.0'?>\n<html>", "\xff\xfe<\x00h\x00t\x00m\x00l\x00>\x00"},
		Markdown: {"---\ntitle: a\n---\ntext", "# One\n\ntext\n\n## Two\n"},
		Mail:     {"From: a@b.example\nSubject: c\n\nd", "From a@b Mon Jan\nReceived: x\nFrom: a\nDate: y\n\nz"},
		Text:     {"plain", "From: the harbour\n\ntext", "# one hash", "a\xb0\xa1", "\xff\xfea\x00b\x00"},
	} {
		for _, s := range samples {
			if got, problem := inspect([]byte(s)); got != want || problem != nil {
				t.Errorf("%.30q: got %q, %v; want %q", s, got, problem, want)
			}
		}
	}
}

func TestReadRefuses(t *testing.T) {
	for _, test := range []struct {
		name string
		data []byte
		want string
	}{
		{"empty", nil, "is empty"},
		{"white space", []byte(" \t\r\n\f\u3000\u00a0\ufeff\u200b"), "holds only white space"},
		{"zip", []byte("PK\x03\x04"), "is a damaged zip file"},
		{"spreadsheet", zipped("xl/workbook.xml"), "is a spreadsheet"},
		{"presentation", zipped("ppt/presentation.xml"), "is a presentation"},
		{"other zip", zipped("a.txt"), "is a zip file"},
		{"ole", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "is an old or damaged office document"},
		{"doc", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1W\x00o\x00r\x00d\x00D\x00o\x00c\x00u\x00m\x00e\x00n\x00t\x00"), "is a document of Word 2003 or older"},
		{"locked", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00"), "is an office document with a password"},
		{"rtf", []byte("{\\rtf1"), "is a rich text document"},
		{"picture", []byte("\x89PNG"), "is a picture"},
		{"zero byte", []byte("ab\ncd\x00"), "is not text: zero byte at offset 5"},
		{"long last line", bytes.Repeat([]byte("x"), MaxLine+1), "line 1 is longer than 1 MiB"},
		{"long line", []byte("a\n" + strings.Repeat("x", 3e6) + "\n"), "line 2 is longer than 1 MiB"},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, "a.txt", test.data)
			_, err := Read(dir, "a.txt")
			var e *Error
			if !errors.As(err, &e) {
				t.Fatalf("got %v, want an Error", err)
			}
			if !strings.HasPrefix(err.Error(), filepath.Join(dir, "a.txt")+": "+test.want) {
				t.Errorf("got %q, want %q", err, test.want)
			}
			if e.Hint() == "" {
				t.Error("no hint")
			}
		})
	}
}

// A file of holes takes no room on the disk, and none in memory either.
func TestReadTooBig(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "a.txt", nil)
	if err := os.Truncate(filepath.Join(dir, "a.txt"), 100e6); err != nil {
		t.Fatal(err)
	}
	_, err := Read(dir, "a.txt")
	if err == nil || !strings.HasSuffix(err.Error(), "a.txt: is too big: 95 MiB, where 64 MiB is the most") {
		t.Errorf("got %v", err)
	}
}

func TestReadVanished(t *testing.T) {
	dir := t.TempDir()
	_, err := Read(dir, "gone.txt")
	if err == nil || !strings.HasSuffix(err.Error(), "gone.txt: vanished before it could be read") {
		t.Errorf("got %v", err)
	}
	if err := os.Symlink("nowhere", filepath.Join(dir, "link.txt")); err != nil {
		t.Skip(err)
	}
	names, err := Find(dir)
	if err != nil || len(names) != 1 {
		t.Fatalf("got %q, %v: a broken link must not be passed over in silence", names, err)
	}
	if _, err := Read(dir, names[0]); err == nil {
		t.Error("a broken link was read")
	}
}

func TestUnchanged(t *testing.T) {
	for name, change := range map[string]func(path string) error{
		"nothing":  func(string) error { return nil },
		"appended": func(path string) error { return os.WriteFile(path, []byte("more"), 0o644) },
		"removed":  os.Remove,
		"replaced": func(path string) error {
			if err := os.WriteFile(path+".new", []byte("two"), 0o644); err != nil {
				return err
			}
			return os.Rename(path+".new", path)
		},
	} {
		path := filepath.Join(t.TempDir(), "a.txt")
		if err := os.WriteFile(path, []byte("one"), 0o644); err != nil {
			t.Fatal(err)
		}
		before, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := change(path); err != nil {
			t.Fatal(err)
		}
		if got, want := unchanged(path, before, 3), name == "nothing"; got != want {
			t.Errorf("%s: got %v", name, got)
		}
	}
}

func FuzzInspect(f *testing.F) {
	f.Add([]byte("가\n中"))
	f.Add([]byte("%PDF-"))
	f.Add([]byte{0xff})
	f.Fuzz(func(t *testing.T, data []byte) {
		format, problem := inspect(data)
		if (problem == nil) != (format != "") {
			t.Errorf("format %q, problem %v", format, problem)
		}
		if problem != nil && (problem.Problem == "" || problem.Advice == "") {
			t.Errorf("problem without words: %+v", problem)
		}
	})
}
