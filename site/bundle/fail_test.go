package bundle

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// A failing disk does n changes and then fails once, or for good.
type failing struct {
	disk
	left int
	err  error
	dead bool // the process is gone: nothing works from now on, no undo either
	done bool
}

func (f *failing) fail() error {
	f.left--
	if f.left == -1 || f.dead && f.left < 0 {
		f.done = true
		return f.err
	}
	return nil
}

func (f *failing) WriteFile(name string, data []byte, perm fs.FileMode) error {
	if err := f.fail(); err != nil {
		// A full disk takes a part of the file.
		_ = f.disk.WriteFile(name, data[:len(data)/2], perm)
		return &fs.PathError{Op: "write", Path: name, Err: err}
	}
	return f.disk.WriteFile(name, data, perm)
}

func (f *failing) MkdirAll(name string, perm fs.FileMode) error {
	if err := f.fail(); err != nil {
		return &fs.PathError{Op: "mkdir", Path: name, Err: err}
	}
	return f.disk.MkdirAll(name, perm)
}

func (f *failing) Rename(from, to string) error {
	if err := f.fail(); err != nil {
		return &fs.PathError{Op: "rename", Path: to, Err: err}
	}
	return f.disk.Rename(from, to)
}

func (f *failing) Remove(name string) error {
	if err := f.fail(); err != nil {
		return &fs.PathError{Op: "remove", Path: name, Err: err}
	}
	return f.disk.Remove(name)
}

func (f *failing) RemoveAll(name string) error {
	if err := f.fail(); err != nil {
		return &fs.PathError{Op: "remove", Path: name, Err: err}
	}
	return f.disk.RemoveAll(name)
}

// TestWriteFails lets every single step fail, as on a full or read-only disk,
// and also the process die there. Then each bundle must be old or new (or, if
// the process died, each file), and the next import must finish the work and
// take nothing for a person's.
func TestWriteFails(t *testing.T) {
	for _, dead := range []bool{false, true} {
		steps := 0
		for ; ; steps++ {
			root := t.TempDir()
			mustWrite(t, root, first)
			state, err := ReadState(root, "2024-03")
			if err != nil {
				t.Fatal(err)
			}
			r, err := os.OpenRoot(root)
			if err != nil {
				t.Fatal(err)
			}
			f := &failing{disk: r, left: steps, err: []error{syscall.ENOSPC, syscall.EROFS}[steps%2], dead: dead}
			_, err = write(f, second, state)
			r.Close()
			if !f.done {
				break
			}
			if err != nil && !errors.Is(err, f.err) {
				t.Errorf("step %d: error %v", steps, err)
			}
			checkWhole(t, root, dead)
			next := [][]File{second, third}[steps%2] // the source may have changed again
			if got := mustWrite(t, root, next); len(got.Kept) > 0 {
				t.Errorf("step %d, dead %v: kept %v", steps, dead, got.Kept)
			}
			wantContent(t, root, next)
			for name := range tree(t, root) {
				if strings.Contains(name, "tmp") {
					t.Errorf("step %d: left over: %s", steps, name)
				}
			}
		}
		if steps < 30 {
			t.Errorf("only %d steps", steps)
		}
	}
}

// checkWhole reports bundles that are neither old nor new. If the process died,
// only new bundles have to be whole; of the others, every file.
func checkWhole(t *testing.T, root string, dead bool) {
	t.Helper()
	byBundle := func(files map[string]string) map[string]string {
		out := map[string]string{}
		for _, name := range slices.Sorted(maps.Keys(files)) {
			key := path.Dir(name)
			if dead && key != "2024-03/news/03" {
				key = name
			}
			out[key] += name + "\n" + files[name]
		}
		return out
	}
	plain := func(files []File) map[string]string {
		out := map[string]string{}
		for _, f := range files {
			out[f.Path] = string(f.Data)
		}
		return byBundle(out)
	}
	now, before, after := byBundle(tree(t, filepath.Join(root, "content"))), plain(first), plain(second)
	keys := map[string]bool{}
	for _, m := range []map[string]string{now, before, after} {
		for key := range m {
			keys[key] = true
		}
	}
	for key := range keys {
		if now[key] != before[key] && now[key] != after[key] {
			t.Errorf("%s is %q, neither %q nor %q", key, now[key], before[key], after[key])
		}
	}
}
