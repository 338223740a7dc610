package publish

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// pageNames are names that a site may have and that some program may take for
// something else.
var pageNames = []string{
	"index.html",
	"ko/index.html",
	"ko/가온나루 항만.html",
	"ko/\u1100\u1161\u11ab.html", // a syllable in its parts
	"zh-hans/法律/index.html",
	"100%/50%25.html",
	"two words/a  b.html",
	"-dash.html",
	":(top)colon.html",
	"#hash?.html",
	`"quoted".html`,
	"'single'.html",
	"*.html",
	"[a].html",
	"~tilde.html",
	"!bang.html",
	"a=b&c;d.html",
	"emoji-🏝.html",
	"empty.txt",
	"dir.html/index.html",
	strings.Repeat("long/", 30) + strings.Repeat("n", 180) + ".html",
}

func TestMain(m *testing.M) {
	if step := os.Getenv("BACKISSUE_TEST_KILLED_AT"); step != "" {
		killed(step)
	}
	// Nothing of the machine's settings counts, so that all machines agree.
	for name, value := range map[string]string{
		"GIT_CONFIG_GLOBAL": os.DevNull, "GIT_CONFIG_NOSYSTEM": "1", "SOURCE_DATE_EPOCH": "",
		"GIT_AUTHOR_NAME": "", "GIT_AUTHOR_EMAIL": "", "GIT_COMMITTER_NAME": "", "GIT_COMMITTER_EMAIL": "",
	} {
		if value == "" {
			os.Unsetenv(name)
		} else {
			os.Setenv(name, value)
		}
	}
	os.Exit(m.Run())
}

// sample returns a site of the names that are hard.
func sample() map[string]string {
	site := map[string]string{}
	for i, name := range pageNames {
		site[name] = fmt.Sprintf("<p>%d\r\nof many\n", i)
	}
	site["empty.txt"] = ""
	return site
}

// write makes the folder dir hold the files and no others.
func write(t testing.TB, dir string, files map[string]string) string {
	t.Helper()
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// read returns the files below dir.
func read(t testing.TB, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		rel, _ := filepath.Rel(dir, path)
		files[filepath.ToSlash(rel)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func open(t testing.TB, dir string) *Tree {
	t.Helper()
	tree, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tree.Close() })
	return tree
}

// run runs git in dir, apart from what is tested.
func run(t testing.TB, dir string, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", append([]string{"-c", "user.name=Editor", "-c", "user.email=editor@example.org", "-c", "protocol.file.allow=always"}, args...)...)
	cmd.Dir = dir
	cmd.Env = slices.DeleteFunc(os.Environ(), func(v string) bool {
		return strings.HasPrefix(v, "GIT_DIR=") || strings.HasPrefix(v, "GIT_INDEX_FILE=") || strings.HasPrefix(v, "GIT_WORK_TREE=")
	})
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, &stderr)
	}
	return stdout.String()
}

// equal compares what is published with what should be.
func equal(t testing.TB, got, want map[string]string) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if text, ok := got[name]; !ok {
			t.Errorf("%q is not there", name)
		} else if text != want[name] {
			t.Errorf("%q holds %.80q, want %.80q", name, text, want[name])
		}
	}
	for _, name := range slices.Sorted(maps.Keys(got)) {
		if _, ok := want[name]; !ok {
			t.Errorf("%q is there", name)
		}
	}
}

// sum is one number for all that a folder holds.
func sum(t testing.TB, dir string) string {
	t.Helper()
	h := sha256.New()
	files := read(t, dir)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(h, "%q %q\n", name, files[name])
	}
	return fmt.Sprintf("%x", h.Sum(nil))
}

func with(files map[string]string, more ...string) map[string]string {
	all := maps.Clone(files)
	for i := 0; i < len(more); i += 2 {
		all[more[i]] = more[i+1]
	}
	return all
}

func hintOf(err error) string {
	if h, ok := err.(interface{ Hint() string }); ok {
		return h.Hint()
	}
	return ""
}

func TestOpen(t *testing.T) {
	dir := write(t, t.TempDir()+"/public", sample())
	if got := len(open(t, dir).files); got != len(pageNames) {
		t.Errorf("%d files, want %d", got, len(pageNames))
	}
	for name, spoil := range map[string]func(dir string) error{
		"not a site":         func(dir string) error { return os.Remove(dir + "/index.html") },
		"no site":            os.RemoveAll,
		"symbolic link":      func(dir string) error { return os.Symlink("index.html", dir+"/link.html") },
		"link to a folder":   func(dir string) error { return os.Symlink("ko", dir+"/link") },
		"a git repository":   func(dir string) error { return os.MkdirAll(dir+"/ko/.GIT/objects", 0o755) },
		"two lines":          func(dir string) error { return os.WriteFile(dir+"/a\nb.html", nil, 0o644) },
		"a backslash":        func(dir string) error { return os.WriteFile(dir+`/a\b.html`, nil, 0o644) },
		"no text for a name": func(dir string) error { return os.WriteFile(dir+"/\xff.html", nil, 0o644) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := write(t, t.TempDir()+"/public", sample())
			if err := spoil(dir); err != nil {
				t.Skip(err) // a file system that has no such names
			}
			tree, err := Open(dir)
			if err == nil {
				tree.Close()
				t.Fatal("taken for a site")
			}
			if !strings.HasPrefix(err.Error(), "publish: ") {
				t.Errorf("error %q", err)
			}
		})
	}
}
