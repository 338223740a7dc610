package bundle

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// lines makes files of issue 2024-03 from lines "path content".
func lines(all ...string) []File {
	var files []File
	for _, l := range all {
		name, data, _ := strings.Cut(l, " ")
		files = append(files, File{"2024-03/" + name, []byte(data + "\n")})
	}
	return files
}

var (
	first = lines("_index.ko.md 3월", "_index.en.md March", "news/_index.ko.md 소식", "news/_index.en.md News",
		"news/01/index.ko.md 하나", "news/01/index.en.md one", "news/01/facts.yaml a: 1",
		"news/02/index.ko.md 둘", "news/02/index.en.md two", "news/02/facts.yaml a: 2")
	second = lines("_index.ko.md 3월", "_index.en.md March 2024", "news/_index.ko.md 새 소식", "news/_index.en.md News today",
		"news/01/index.ko.md 하나!", "news/01/index.en.md one!", "news/01/facts.yaml a: 11",
		"news/03/index.ko.md 셋", "news/03/index.en.md three", "news/03/facts.yaml a: 3")
)

func mustWrite(t *testing.T, root string, files []File) Result {
	t.Helper()
	state, err := ReadState(root, "2024-03")
	if err != nil {
		t.Fatal(err)
	}
	state.Source, state.SHA256 = "2024-03.txt", "0123"
	res, err := Write(root, files, state)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// tree returns every file below root with its text and time.
func tree(t *testing.T, root string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		rel, _ := filepath.Rel(root, name)
		all[filepath.ToSlash(rel)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func wantContent(t *testing.T, root string, files []File) {
	t.Helper()
	got := tree(t, filepath.Join(root, "content"))
	want := map[string]string{}
	for _, f := range files {
		want[f.Path] = string(f.Data)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("content is\n%v\nwant\n%v", got, want)
	}
}

func edit(t *testing.T, root, name, data string) {
	t.Helper()
	name = filepath.Join(root, "content", "2024-03", name)
	if err := os.WriteFile(name, []byte(data), 0o666); err != nil {
		t.Fatal(err)
	}
}

func TestWriteTwiceTouchesNothing(t *testing.T) {
	root := t.TempDir()
	if got := mustWrite(t, root, first); len(got.Written) != len(first) {
		t.Errorf("written %v", got.Written)
	}
	wantContent(t, root, first)
	old := time.Date(2001, 2, 3, 4, 5, 6, 0, time.UTC)
	var names []string
	for name := range tree(t, root) {
		names = append(names, filepath.Join(root, name))
	}
	names = append(names, root, filepath.Join(root, "content"), filepath.Join(root, ".backissue"), filepath.Join(root, "content/2024-03/news/01"))
	for _, name := range names {
		if err := os.Chtimes(name, old, old); err != nil {
			t.Fatal(err)
		}
	}
	got := mustWrite(t, root, first)
	if len(got.Unchanged) != len(first) || len(got.Written)+len(got.Removed)+len(got.Kept) > 0 {
		t.Errorf("second import: %+v", got)
	}
	for _, name := range names {
		if info, err := os.Stat(name); err != nil || !info.ModTime().Equal(old) {
			t.Errorf("%s was touched (%v)", name, err)
		}
	}
}

func TestWriteUpdates(t *testing.T) {
	root := t.TempDir()
	mustWrite(t, root, first)
	got := mustWrite(t, root, second)
	want := Result{
		Written: []string{"2024-03/_index.en.md", "2024-03/news/01/facts.yaml", "2024-03/news/01/index.en.md", "2024-03/news/01/index.ko.md",
			"2024-03/news/03/facts.yaml", "2024-03/news/03/index.en.md", "2024-03/news/03/index.ko.md", "2024-03/news/_index.en.md", "2024-03/news/_index.ko.md"},
		Unchanged: []string{"2024-03/_index.ko.md"},
		Removed:   []string{"2024-03/news/02/facts.yaml", "2024-03/news/02/index.en.md", "2024-03/news/02/index.ko.md"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	wantContent(t, root, second)
	if _, err := os.Stat(filepath.Join(root, "content/2024-03/news/02")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the folder of a removed article is still there: %v", err)
	}
	mustWrite(t, root, nil)
	if left := tree(t, root); len(left) > 0 {
		t.Errorf("after the source is gone: %v", left)
	}
}

func TestWriteKeepsWhatPeopleDid(t *testing.T) {
	root := t.TempDir()
	if err := os.MkdirAll(filepath.Join(root, "content/2024-03/news/03"), 0o777); err != nil {
		t.Fatal(err)
	}
	edit(t, root, "news/03/index.en.md", "mine")
	mustWrite(t, root, first)
	edit(t, root, "news/01/index.ko.md", "고친 글")
	edit(t, root, "news/02/index.ko.md", "고친 글")
	edit(t, root, "news/01/picture.png", "PNG")
	edit(t, root, "_index.ko.md", "3월호")
	if err := os.Remove(filepath.Join(root, "content/2024-03/news/01/index.en.md")); err != nil {
		t.Fatal(err)
	}
	same := tree(t, filepath.Join(root, "content"))
	if got := mustWrite(t, root, first); len(got.Written)+len(got.Kept)+len(got.Removed) > 0 {
		t.Errorf("same source after edits: %+v", got)
	}
	if now := tree(t, filepath.Join(root, "content")); !reflect.DeepEqual(now, same) {
		t.Errorf("same source changed\n%v\nto\n%v", same, now)
	}
	got := mustWrite(t, root, second)
	want := []Kept{{"2024-03/news/01/index.en.md", Deleted}, {"2024-03/news/01/index.ko.md", Conflicting},
		{"2024-03/news/02/index.ko.md", Orphan}, {"2024-03/news/03/index.en.md", Conflicting}}
	if !reflect.DeepEqual(got.Kept, want) {
		t.Errorf("kept %v\nwant %v", got.Kept, want)
	}
	marked := func(yours, source string) string {
		return "> [!conflict] yours\n>\n> " + yours + "\n\n> [!conflict] source\n>\n> " + source + "\n"
	}
	gone := "---\nconflicts:\n  - {field: \"*\"}\n---\n\n"
	want2 := map[string]string{
		"_index.ko.md": "3월호", "_index.en.md": "March 2024\n", "news/_index.ko.md": "새 소식\n", "news/_index.en.md": "News today\n",
		"news/01/index.ko.md": marked("고친 글", "하나!"), "news/01/facts.yaml": "a: 11\n", "news/01/picture.png": "PNG",
		"news/02/index.ko.md": gone + "고친 글\n", "news/02/index.en.md": "two\n", "news/02/facts.yaml": "a: 2\n",
		"news/03/index.ko.md": "셋\n", "news/03/index.en.md": marked("mine", "three"), "news/03/facts.yaml": "a: 3\n"}
	for range 2 { // and it stays so
		var files []File
		for name, data := range want2 {
			files = append(files, File{"2024-03/" + name, []byte(data)})
		}
		wantContent(t, root, files)
		mustWrite(t, root, second)
	}
	for name, data := range map[string]string{"news/01/index.ko.md": "고친 글", "news/02/index.ko.md": "고친 글", "news/03/index.en.md": "mine"} {
		if got := tree(t, filepath.Join(root, ".backissue", Replaced))["2024-03/"+name]; got != data {
			t.Errorf("the way back for %s is %q", name, got)
		}
	}
	// What is settled is not listed any more.
	edit(t, root, "news/01/index.ko.md", "하나!\n")
	edit(t, root, "news/03/index.en.md", "mine\n")
	edit(t, root, "news/02/index.ko.md", "고친 글\n")
	if got := mustWrite(t, root, second); len(got.Written)+len(got.Kept)+len(got.Removed) > 0 {
		t.Errorf("after all was settled: %+v", got)
	}
}

func TestWriteLineEndsAreNoEdit(t *testing.T) {
	root := t.TempDir()
	mustWrite(t, root, first)
	edit(t, root, "news/01/index.en.md", "one\r\n")
	edit(t, root, "news/01/index.ko.md", "")
	got := mustWrite(t, root, first)
	if !slices.Equal(got.Written, []string{"2024-03/news/01/index.ko.md"}) || len(got.Kept) > 0 {
		t.Errorf("%+v", got)
	}
}

func TestWriteMissing(t *testing.T) {
	root := t.TempDir()
	home := []File{{"_index.en.md", []byte("a")}, {"_index.ko.md", []byte("b")}}
	if err := os.MkdirAll(filepath.Join(root, "content"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(root, "content/_index.ko.md"), []byte("mine"), 0o666); err != nil {
		t.Fatal(err)
	}
	got, err := WriteMissing(root, home)
	if err != nil || !slices.Equal(got, []string{"_index.en.md"}) {
		t.Errorf("%v %v", got, err)
	}
	wantContent(t, root, []File{{"_index.en.md", []byte("a")}, {"_index.ko.md", []byte("mine")}})
}

func TestWriteRefusesPaths(t *testing.T) {
	for _, name := range []string{"../x/_index.ko.md", "/etc/_index.ko.md", "2024-03/../_index.ko.md", "2024-03/a/b/c/index.ko.md",
		"2024-03/news/_index.ko.md/x", "2024-03/.git/_index.ko.md", "2024-04/_index.ko.md", "2024-03/news/01/index.html", "2024-03/a\\b/_index.ko.md",
		"2024-03//_index.ko.md", "2024-03/news/01/_index.ko.md", "_index.ko.md", ""} {
		root := t.TempDir()
		_, err := Write(root, []File{{Path: name}}, State{Issue: "2024-03"})
		if err == nil || len(tree(t, root)) > 0 {
			t.Errorf("%q: %v", name, err)
		}
	}
	for _, key := range []string{"", "..", ".", "a/b", "/a", `a\b`, "-x", "a b"} {
		if _, err := ReadState(t.TempDir(), key); err == nil {
			t.Errorf("key %q was taken", key)
		}
		if _, err := Write(t.TempDir(), nil, State{Issue: key}); err == nil {
			t.Errorf("key %q was taken", key)
		}
	}
	if _, err := Write(t.TempDir(), append(lines("_index.ko.md a"), lines("_index.ko.md b")...), State{Issue: "2024-03"}); err == nil {
		t.Error("two files with one path were taken")
	}
}

// TestWriteBlocked has a file where a folder should be, and a folder where a
// file should be.
func TestWriteBlocked(t *testing.T) {
	for _, block := range []func(root string) error{
		func(root string) error { return os.WriteFile(filepath.Join(root, "content"), nil, 0o666) },
		func(root string) error { return os.WriteFile(filepath.Join(root, ".backissue"), nil, 0o666) },
		func(root string) error {
			folder := filepath.Join(root, "content/2024-03/news/01/index.ko.md")
			return errors.Join(os.MkdirAll(folder, 0o777), os.WriteFile(filepath.Join(folder, "a"), nil, 0o666))
		},
	} {
		root := t.TempDir()
		if err := block(root); err != nil {
			t.Fatal(err)
		}
		before := tree(t, root)
		_, err := Write(root, first, State{Issue: "2024-03"})
		if err == nil || !strings.Contains(err.Error(), "content") && !strings.Contains(err.Error(), ".backissue") {
			t.Errorf("error %v", err)
		}
		if after := tree(t, root); !reflect.DeepEqual(before, after) {
			t.Errorf("before %v\nafter %v", before, after)
		}
	}
	if _, err := Write(filepath.Join(t.TempDir(), "none"), first, State{Issue: "2024-03"}); err == nil {
		t.Error("an archive that is not there was written to")
	}
}
