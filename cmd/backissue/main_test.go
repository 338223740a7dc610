package main

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"backissue": main})
}

// Each script in testdata/script is one command or one error message, told
// the way a user would meet it.
func TestScripts(t *testing.T) {
	sources, err := filepath.Abs("../../sources")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("SOURCES", sources)
			env.Setenv("XDG_CACHE_HOME", filepath.Join(env.WorkDir, ".cache"))
			env.Setenv("HOME", env.WorkDir)
			program, err := exec.LookPath("backissue")
			if err != nil {
				return err
			}
			env.Setenv("BACKISSUE", program)
			return shareEngine(filepath.Join(env.WorkDir, ".cache", "backissue"))
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":   exits,
			"bytes":   writeBytes,
			"sparse":  sparse,
			"limited": limited,
			"tree":    tree,
			"fetch":   fetch,
			"line":    waitLine,
		},
	})
}

// shareEngine has the cache folder in dir hold the PDF engine that other tests
// have compiled: that takes many seconds.
func shareEngine(dir string) error {
	user, err := os.UserCacheDir()
	if err != nil {
		return nil // every script compiles it, then
	}
	engine := filepath.Join(user, "backissue", "pdfium")
	for _, d := range []string{engine, dir} {
		if err := os.MkdirAll(d, 0o755); err != nil {
			return err
		}
	}
	return os.Symlink(engine, filepath.Join(dir, "pdfium"))
}

// exits STATUS COMMAND ... runs a command that must end with STATUS.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits STATUS COMMAND [ARG ...]")
	}
	err := ts.Exec(args[1], args[2:]...)
	status := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		status = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if strconv.Itoa(status) != args[0] {
		ts.Fatalf("%s: exit status %d, want %s", strings.Join(args[1:], " "), status, args[0])
	}
}

// bytes FILE GO-STRING writes the bytes that a quoted string stands for.
func writeBytes(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: bytes FILE STRING")
	}
	text, err := strconv.Unquote(`"` + args[1] + `"`)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o644))
}

// sparse FILE SIZE makes a file that long, without filling a disk.
func sparse(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: sparse FILE SIZE")
	}
	size, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	f, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	defer f.Close()
	ts.Check(f.Truncate(size))
}

// limited STATUS COMMAND ... is exits for a command that file permissions
// hold, even where the tests run as root.
func limited(ts *testscript.TestScript, neg bool, args []string) {
	if os.Getuid() == 0 {
		args = append([]string{args[0], "setpriv", "--inh-caps=-all",
			"--bounding-set=-dac_override,-dac_read_search,-fowner"}, args[1:]...)
	}
	exits(ts, neg, args)
}

// tree FILE DIR writes the names and contents of all files under DIR to FILE,
// for cmp.
func tree(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: tree FILE DIR")
	}
	var all bytes.Buffer
	root := ts.MkAbs(args[1])
	ts.Check(filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		rel, _ := filepath.Rel(root, path)
		all.WriteString("-- " + filepath.ToSlash(rel) + " --\n")
		all.Write(data)
		all.WriteByte('\n')
		return err
	}))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), all.Bytes(), 0o644))
}

// line VARIABLE FILE PREFIX waits until a line of FILE begins with PREFIX,
// and puts it into VARIABLE.
func waitLine(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: line VARIABLE FILE PREFIX")
	}
	for deadline := time.Now().Add(2 * time.Minute); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		data, _ := os.ReadFile(ts.MkAbs(args[1]))
		for lines := bufio.NewScanner(bytes.NewReader(data)); lines.Scan(); {
			if strings.HasPrefix(lines.Text(), args[2]) {
				ts.Setenv(args[0], lines.Text())
				return
			}
		}
	}
	ts.Fatalf("%s has no line %q", args[1], args[2])
}

// fetch STATUS URL gets a page, whose body is then in the file fetched and
// whose content type in the file fetched-type.
func fetch(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: fetch STATUS URL")
	}
	resp, err := http.Get(args[1])
	ts.Check(err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	ts.Check(err)
	if strconv.Itoa(resp.StatusCode) != args[0] {
		ts.Fatalf("%s: status %d, want %s", args[1], resp.StatusCode, args[0])
	}
	ts.Check(os.WriteFile(ts.MkAbs("fetched"), body, 0o644))
	ts.Check(os.WriteFile(ts.MkAbs("fetched-type"), []byte(resp.Header.Get("Content-Type")+"\n"), 0o644))
}
