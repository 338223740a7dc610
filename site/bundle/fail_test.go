package bundle

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
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
	slow bool // no swap in one step
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

func (f *failing) Link(from, to string) error {
	if err := f.fail(); err != nil {
		return &fs.PathError{Op: "link", Path: to, Err: err}
	}
	return f.disk.Link(from, to)
}

func (f *failing) Swap(a, b string) error {
	if f.slow {
		return errors.ErrUnsupported
	}
	if err := f.fail(); err != nil {
		return &fs.PathError{Op: "swap", Path: a, Err: err}
	}
	return f.disk.Swap(a, b)
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
// and also the process die there, on systems that swap folders in one step and
// on others. Then the whole issue must be old or new, with what an editor wrote,
// and the next import must finish the work.
func TestWriteFails(t *testing.T) {
	type mode struct{ dead, slow bool }
	for _, m := range []mode{{}, {dead: true}, {slow: true}, {dead: true, slow: true}} {
		after := startFailing(t)
		old := seenBy(t, after)
		mustWrite(t, after, second)
		want := seenBy(t, after)
		steps := 0
		for ; ; steps++ {
			root := startFailing(t)
			r, err := os.OpenRoot(root)
			if err != nil {
				t.Fatal(err)
			}
			f := &failing{disk: rootDisk{r}, left: steps, err: []error{syscall.ENOSPC, syscall.EROFS}[steps%2], dead: m.dead, slow: m.slow}
			_, err = write(f, second, State{Issue: "2024-03", Source: "2024-03.txt", SHA256: "0123"})
			r.Close()
			if err != nil && !errors.Is(err, f.err) {
				t.Errorf("step %d: error %v", steps, err)
			}
			if !f.done {
				break
			}
			now := seenBy(t, root)
			missing := len(now) == 0 && m.dead && m.slow // for the moment between two steps
			if !reflect.DeepEqual(now, old) && !reflect.DeepEqual(now, want) && !missing {
				t.Errorf("step %d, %+v: content is %q", steps, m, now)
			}
			if steps%2 == 0 {
				err = Recover(root)
				if got := seenBy(t, root); err != nil || !reflect.DeepEqual(got, old) && !reflect.DeepEqual(got, want) {
					t.Errorf("step %d, %+v: recovered %q, %v", steps, m, got, err)
				}
			}
			mustWrite(t, root, second)
			if got := seenBy(t, root); !reflect.DeepEqual(got, want) {
				t.Errorf("step %d, %+v: the next import makes %q", steps, m, got)
			}
			for name := range tree(t, root) {
				if strings.Contains(name, "tmp") || strings.Contains(name, newState) {
					t.Errorf("step %d, %+v: left over: %s", steps, m, name)
				}
			}
		}
		if steps < 20 {
			t.Errorf("%+v: only %d steps", m, steps)
		}
	}
}

// startFailing makes an archive, which an editor changed.
func startFailing(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	mustWrite(t, root, first)
	edit(t, root, "news/01/index.ko.md", "하나\n\n내 글\n")
	edit(t, root, "news/02/picture.png", "PNG")
	edit(t, root, "news/02/index.en.md", "two, mine\n")
	return root
}

// seenBy returns the files that readers see.
func seenBy(t *testing.T, root string) map[string]string {
	t.Helper()
	if _, err := os.Stat(filepath.Join(root, "content/2024-03")); err != nil {
		return nil
	}
	files := tree(t, filepath.Join(root, "content"))
	delete(files, "2024-03/"+newState)
	return files
}
