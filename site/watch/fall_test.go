package watch

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
)

// A table of the system that is full is told, and then the files are polled.
func TestFull(t *testing.T) {
	for _, test := range []struct {
		err  error
		hint string
	}{
		{syscall.ENOSPC, "sudo sysctl fs.inotify.max_user_watches=524288"},
		{syscall.EMFILE, "sudo sysctl fs.inotify.max_user_instances=512"},
	} {
		full := func(fallible *bool) func(*fsnotify.Watcher, string) error {
			return func(w *fsnotify.Watcher, dir string) error {
				if *fallible && strings.HasSuffix(dir, "full") {
					return test.err
				}
				return w.Add(dir)
			}
		}
		t.Run(test.err.Error()+", at once", func(t *testing.T) {
			yes := true
			replaceAdd(t, full(&yes))
			f := watch(t, Options{}, func(f *folder) { f.write("tree/full/a.md", "one") })
			if note := <-f.note; !strings.Contains(note, test.hint) || !strings.Contains(note, "every 1s") {
				t.Errorf("says %q", note)
			}
			f.write("tree/full/a.md", "three")
			f.until("tree/full/a.md")
		})
		t.Run(test.err.Error()+", later", func(t *testing.T) {
			yes := true
			replaceAdd(t, full(&yes))
			f := watch(t, Options{}, nil)
			f.mkdir("tree/full")
			if told := f.gather([]string{"tree/full/a.md"}); !slices.Contains(told, "*") {
				t.Errorf("told of %q", told)
			}
			<-f.note
			f.write("tree/full/a.md", "one")
			f.until("tree/full/a.md")
		})
	}
}

// replaceAdd makes the watches of a test by add.
func replaceAdd(t *testing.T, add func(*fsnotify.Watcher, string) error) {
	was := addWatch
	addWatch = add
	t.Cleanup(func() { addWatch = was })
}

// What the system could not tell is looked at again.
func TestOverflow(t *testing.T) {
	f := watch(t, Options{}, nil)
	f.w.native.failed <- fsnotify.ErrEventOverflow
	if told := f.gather([]string{"tree/a.md"}); !slices.Contains(told, "*") {
		t.Errorf("told of %q", told)
	}
	if note := <-f.note; !strings.Contains(note, "too many changes") {
		t.Errorf("says %q", note)
	}
	f.write("tree/x/a.md", "one")
	f.until("tree/x/a.md")
}

// Changes of one save are told together, those that never end now and then.
func TestGather(t *testing.T) {
	at := time.Now()
	g := gather{delay: 10 * time.Millisecond}
	if got := g.wait(at); got < time.Minute {
		t.Errorf("nothing is waited for %v", got)
	}
	g.add("/nowhere/b", true)
	g.add("/nowhere/a", true)
	g.settle(g.last.Add(9 * time.Millisecond))
	if g.ready != nil {
		t.Error("told too soon")
	}
	g.settle(g.last.Add(10 * time.Millisecond))
	if g.ready == nil || !slices.Equal(g.ready.Paths, []string{"/nowhere/a", "/nowhere/b"}) {
		t.Errorf("told %v", g.ready)
	}
	g.reset()
	for i := range few + 1 {
		g.add(fmt.Sprint("/nowhere/", i), true)
	}
	if g.settle(g.last.Add(49 * time.Millisecond)); g.ready != nil {
		t.Error("many told too soon")
	}
	g.first = g.last.Add(-most)
	if g.settle(g.last); g.ready == nil {
		t.Error("not told for ever")
	}
}

// A file that is cut off, or away, is about to be written.
func TestUnfinished(t *testing.T) {
	name := t.TempDir() + "/a.md"
	for _, test := range []struct {
		name       string
		make, made bool
		size       int
		want       bool
	}{
		{"empty", true, false, 0, true},
		{"full", true, false, 1, false},
		{"away", false, false, 0, true},
		{"came and went", false, true, 0, false},
	} {
		if err := os.Remove(name); err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		if test.make {
			if err := os.WriteFile(name, make([]byte, test.size), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		g := gather{delay: time.Millisecond}
		g.add(name, test.made)
		g.settle(g.last.Add(time.Millisecond))
		if got := g.ready == nil; got != test.want {
			t.Errorf("%s: waits %v", test.name, got)
		}
		g.settle(g.first.Add(half))
		if g.ready == nil {
			t.Errorf("%s: never told", test.name)
		}
	}
}
