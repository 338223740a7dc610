package watch

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// A folder is one that is watched in a test.
type folder struct {
	*testing.T
	dir  string
	w    *Watcher
	note chan string
}

// at returns the path of a file in the folder.
func (f *folder) at(name string) string { return filepath.Join(f.dir, filepath.FromSlash(name)) }

func (f *folder) check(err error) {
	f.Helper()
	if err != nil {
		f.Fatal(err)
	}
}

func (f *folder) write(name, text string) {
	f.Helper()
	f.check(os.MkdirAll(filepath.Dir(f.at(name)), 0o755))
	f.check(os.WriteFile(f.at(name), []byte(text), 0o644))
}

func (f *folder) rename(from, to string) { f.Helper(); f.check(os.Rename(f.at(from), f.at(to))) }
func (f *folder) remove(name string)     { f.Helper(); f.check(os.RemoveAll(f.at(name))) }
func (f *folder) mkdir(name string)      { f.Helper(); f.check(os.MkdirAll(f.at(name), 0o755)) }
func (f *folder) git(args ...string) {
	f.Helper()
	c := exec.Command("git", append([]string{"-C", f.at("tree"), "-c", "user.name=a", "-c", "user.email=a@example.org"}, args...)...)
	if out, err := c.CombinedOutput(); err != nil {
		f.Fatalf("git %v: %v\n%s", args, err, out)
	}
}

// watch watches tree, later and one.toml in a new folder, after prepare.
func watch(t *testing.T, o Options, prepare func(*folder)) *folder {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	f := &folder{T: t, dir: dir, note: make(chan string, 100)}
	f.mkdir("tree")
	if prepare != nil {
		prepare(f)
	}
	// What is looked at first is the last to be written.
	for _, name := range []string{"end", "tree", "later/deep", "one.toml"} {
		o.Paths = append(o.Paths, f.at(name))
	}
	o.Note = func(s string) { f.note <- s }
	if f.w, err = New(o); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.check(f.w.Close()) })
	return f
}

// until gathers batches until what is told covers all names, and what is told
// of a last file comes too. It returns what was told, as names.
func (f *folder) until(names ...string) []string {
	f.Helper()
	told := f.gather(names)
	f.write("end", strings.Repeat("x", len(told)+len(names)+1))
	return append(told, f.gather([]string{"end"})...)
}

func (f *folder) gather(names []string) (told []string) {
	f.Helper()
	timeout := time.After(time.Minute)
	for {
		missing := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return covered(name, told) })
		if len(missing) == 0 {
			return told
		}
		select {
		case b := <-f.w.Batches():
			if b.All {
				told = append(told, "*")
			}
			if !slices.IsSorted(b.Paths) {
				f.Errorf("not sorted: %q", b.Paths)
			}
			for _, p := range b.Paths {
				name, err := filepath.Rel(f.dir, p)
				f.check(err)
				told = append(told, filepath.ToSlash(name))
			}
		case <-timeout:
			f.Fatalf("not told of %q, only of %q", missing, told)
		}
	}
}

func covered(name string, told []string) bool {
	for _, t := range told {
		if t == "*" || t == name || strings.HasPrefix(name, t+"/") {
			return true
		}
	}
	return false
}

// both runs a test in both ways of watching.
func both(t *testing.T, test func(t *testing.T, o Options)) {
	t.Run("told", func(t *testing.T) { test(t, Options{}) })
	t.Run("polled", func(t *testing.T) { test(t, Options{Poll: 5 * time.Millisecond}) })
}

var patterns = []struct {
	name    string
	prepare func(*folder)
	act     func(*folder)
	want    []string // covered by what is told
	never   []string // named by nothing that is told
}{
	{
		name:    "write",
		prepare: func(f *folder) { f.write("tree/a.md", "one") },
		act:     func(f *folder) { f.write("tree/a.md", "three") },
		want:    []string{"tree/a.md"},
		never:   []string{"tree"},
	}, {
		name: "new file",
		act:  func(f *folder) { f.write("tree/a.md", "one") },
		want: []string{"tree/a.md"}, never: []string{"tree"},
	}, {
		name:    "delete",
		prepare: func(f *folder) { f.write("tree/a.md", "one") },
		act:     func(f *folder) { f.remove("tree/a.md") },
		want:    []string{"tree/a.md"},
	}, {
		name:    "rename",
		prepare: func(f *folder) { f.write("tree/a.md", "one") },
		act:     func(f *folder) { f.rename("tree/a.md", "tree/b.md") },
		want:    []string{"tree/a.md", "tree/b.md"},
	}, {
		name:    "touch",
		prepare: func(f *folder) { f.write("tree/a.md", "one") },
		act:     func(f *folder) { f.check(os.Chtimes(f.at("tree/a.md"), time.Time{}, time.Unix(1e9, 0))) },
		want:    []string{"tree/a.md"},
	}, {
		name:    "vim with a backup",
		prepare: func(f *folder) { f.write("tree/a.md", "one") },
		act: func(f *folder) {
			f.write("tree/.a.md.swp", "b0VIM")
			f.write("tree/4913", "")
			f.remove("tree/4913")
			f.rename("tree/a.md", "tree/a.md~")
			f.write("tree/a.md", "three")
			f.remove("tree/a.md~")
			f.remove("tree/.a.md.swp")
		},
		want:  []string{"tree/a.md"},
		never: []string{"tree", "tree/4913", "tree/a.md~", "tree/.a.md.swp"},
	}, {
		name:    "saved beside and renamed",
		prepare: func(f *folder) { f.write("tree/a.md", "one") },
		act: func(f *folder) {
			f.write("tree/.goutputstream-AB12CD", "three")
			f.rename("tree/.goutputstream-AB12CD", "tree/a.md")
		},
		want: []string{"tree/a.md"}, never: []string{"tree", "tree/.goutputstream-AB12CD"},
	}, {
		name:    "saved beside under a name like no other",
		prepare: func(f *folder) { f.write("tree/a.md", "one") },
		act: func(f *folder) {
			f.write("tree/a.md.XyZuvW", "three")
			f.rename("tree/a.md.XyZuvW", "tree/a.md")
		},
		want: []string{"tree/a.md"}, never: []string{"tree"},
	}, {
		name:    "emacs",
		prepare: func(f *folder) { f.write("tree/a.md", "one") },
		act: func(f *folder) {
			f.check(os.Symlink("someone@somewhere.42", f.at("tree/.#a.md")))
			f.write("tree/#a.md#", "thr")
			f.rename("tree/a.md", "tree/a.md~")
			f.write("tree/a.md", "three")
			f.remove("tree/#a.md#")
			f.remove("tree/.#a.md")
		},
		want: []string{"tree/a.md"}, never: []string{"tree", "tree/#a.md#", "tree/.#a.md", "tree/a.md~"},
	}, {
		name: "new folders",
		act:  func(f *folder) { f.write("tree/2024-03/news/01/a.md", "one") },
		want: []string{"tree/2024-03/news/01/a.md"}, never: []string{"tree"},
	}, {
		name: "in a new folder, later",
		act: func(f *folder) {
			f.mkdir("tree/x/y")
			f.gather([]string{"tree/x"})
			f.write("tree/x/y/a.md", "one")
		},
		want: []string{"tree/x/y/a.md"},
	}, {
		name:    "folder renamed, then written in",
		prepare: func(f *folder) { f.write("tree/x/y/a.md", "one") },
		act: func(f *folder) {
			f.rename("tree/x", "tree/z")
			f.gather([]string{"tree/x", "tree/z"})
			f.write("tree/z/y/a.md", "three")
			f.write("tree/x/y/a.md", "two")
		},
		want: []string{"tree/z/y/a.md", "tree/x/y/a.md"},
	}, {
		name:    "folder deleted and made again",
		prepare: func(f *folder) { f.write("tree/x/y/a.md", "one") },
		act: func(f *folder) {
			f.remove("tree/x")
			f.write("tree/x/y/b.md", "one")
			f.gather([]string{"tree/x/y/a.md", "tree/x/y/b.md"})
			f.write("tree/x/y/b.md", "three")
		},
		want: []string{"tree/x/y/b.md"},
	}, {
		name:    "folder moved out and in",
		prepare: func(f *folder) { f.write("tree/x/a.md", "one"); f.mkdir("aside") },
		act: func(f *folder) {
			f.rename("tree/x", "aside/x")
			f.gather([]string{"tree/x/a.md"})
			f.write("aside/x/a.md", "seven")
			f.rename("aside/x", "tree/y")
			f.gather([]string{"tree/y/a.md"})
			f.write("tree/y/a.md", "eleven")
		},
		want: []string{"tree/y/a.md"}, never: []string{"aside", "aside/x", "aside/x/a.md"},
	}, {
		name:    "root deleted and made again",
		prepare: func(f *folder) { f.write("tree/a.md", "one") },
		act: func(f *folder) {
			f.remove("tree")
			f.gather([]string{"tree/a.md"})
			f.write("tree/x/a.md", "one")
			f.gather([]string{"tree/x/a.md"})
			f.write("tree/x/a.md", "three")
		},
		want: []string{"tree/x/a.md"},
	}, {
		name: "root that comes later, in a folder that does",
		act: func(f *folder) {
			f.write("later/other.md", "one")
			f.write("later/deep/x/a.md", "one")
			f.gather([]string{"later/deep/x/a.md"})
			f.write("later/deep/x/a.md", "three")
			f.gather([]string{"later/deep/x/a.md"})
			f.remove("later")
			f.gather([]string{"later/deep/x/a.md"})
			f.write("later/deep/b.md", "one")
		},
		want: []string{"later/deep/b.md"}, never: []string{"later", "later/other.md"},
	}, {
		name:    "one file",
		prepare: func(f *folder) { f.write("one.toml", "a"); f.write("two.toml", "a") },
		act: func(f *folder) {
			f.write("two.toml", "abc")
			f.write("one.toml.tmp", "abc")
			f.rename("one.toml.tmp", "one.toml")
			f.gather([]string{"one.toml"})
			f.remove("one.toml")
			f.gather([]string{"one.toml"})
			f.write("one.toml", "abcde")
		},
		want: []string{"one.toml"}, never: []string{"two.toml", "one.toml.tmp", "."},
	}, {
		name: "one file that is a link",
		prepare: func(f *folder) {
			f.write("aside/real.toml", "a")
			f.check(os.Symlink("aside/real.toml", f.at("one.toml")))
		},
		act:  func(f *folder) { f.write("aside/real.toml", "abc") },
		want: []string{"one.toml"}, never: []string{"aside/real.toml"},
	}, {
		name: "links in a folder",
		prepare: func(f *folder) {
			f.write("aside/real.png", "a")
			f.check(os.Symlink("../aside/real.png", f.at("tree/a.png")))
			f.check(os.Symlink("nowhere", f.at("tree/b.png")))
			f.check(os.Symlink("..", f.at("tree/round")))
		},
		act: func(f *folder) {
			f.write("aside/real.png", "abc")
			f.gather([]string{"tree/a.png"})
			f.remove("tree/b.png")
			f.check(os.Symlink("../aside/real.png", f.at("tree/b.png")))
			f.gather([]string{"tree/b.png"})
			f.write("aside/real.png", "abcde")
		},
		want: []string{"tree/a.png", "tree/b.png"}, never: []string{"tree/round", "tree/round/aside/real.png"},
	}, {
		name: "root that is a link",
		prepare: func(f *folder) {
			f.write("aside/1/x/a.md", "a")
			f.write("aside/2/x/a.md", "abc")
			f.remove("tree")
			f.check(os.Symlink("aside/1", f.at("tree")))
		},
		act: func(f *folder) {
			f.write("aside/1/x/a.md", "abcd")
			f.gather([]string{"tree/x/a.md"})
			f.check(os.Symlink("aside/2", f.at("new")))
			f.rename("new", "tree")
			f.gather([]string{"tree/x/a.md"})
			f.write("aside/2/x/a.md", "abcdefgh")
			f.gather([]string{"tree/x/a.md"})
			f.remove("tree")
			f.gather([]string{"tree/x/a.md"})
		},
	}, {
		name: "git",
		prepare: func(f *folder) {
			f.git("init", "-q", "-b", "first")
			for i := range 300 {
				f.write(fmt.Sprintf("tree/%d/a.md", i), "one")
			}
			f.git("add", ".")
			f.git("commit", "-q", "-m", "one")
			f.git("checkout", "-q", "-b", "second")
			f.remove("tree/7")
			for i := range 100 {
				f.write(fmt.Sprintf("tree/%d/a.md", i+100), "three")
				f.write(fmt.Sprintf("tree/%d/a.md", i+300), "new")
			}
			f.git("add", ".")
			f.git("commit", "-q", "-m", "two")
		},
		act:   func(f *folder) { f.git("checkout", "-q", "first") },
		want:  []string{"tree/7/a.md", "tree/100/a.md", "tree/199/a.md", "tree/300/a.md", "tree/399/a.md"},
		never: []string{"tree", "tree/.git", "tree/.git/index", "tree/0/a.md"},
	},
}

func TestPatterns(t *testing.T) {
	for _, p := range patterns {
		t.Run(p.name, func(t *testing.T) {
			both(t, func(t *testing.T, o Options) {
				t.Parallel()
				f := watch(t, o, p.prepare)
				p.act(f)
				told := f.until(p.want...)
				for _, name := range p.never {
					if slices.Contains(told, name) {
						t.Errorf("told of %s, among %q", name, told)
					}
				}
			})
		})
	}
}

// A thousand changes are told as few things.
func TestBurst(t *testing.T) {
	both(t, func(t *testing.T, o Options) {
		var want []string
		f := watch(t, o, nil)
		for i := range 1000 {
			name := fmt.Sprintf("tree/%d/%d.md", i%50, i)
			f.write(name, "one")
			want = append(want, name)
		}
		f.until(want...)
	})
}

// Changes gather while nobody asks for them.
func TestNobodyAsks(t *testing.T) {
	both(t, func(t *testing.T, o Options) {
		f := watch(t, o, nil)
		told := map[string]int{}
		for i := range 20 {
			f.write(fmt.Sprintf("tree/%d.md", i), "one")
			time.Sleep(2 * o.Poll)
		}
		f.write("end", "end")
		for told[f.at("end")] == 0 {
			time.Sleep(20 * time.Millisecond)
			for _, p := range (<-f.w.Batches()).Paths {
				told[p]++
			}
		}
		for p, n := range told {
			if n > 3 {
				t.Errorf("told %d times of %s", n, p)
			}
		}
		if len(told) != 21 {
			t.Errorf("told of %v", told)
		}
	})
}

func TestIgnore(t *testing.T) {
	both(t, func(t *testing.T, o Options) {
		o.Ignore = func(path string) bool { return filepath.Base(path) == "public" }
		f := watch(t, o, func(f *folder) { f.mkdir("tree/public/x") })
		f.write("tree/public/x/a.html", "one")
		f.write("tree/deep/public/b.html", "one")
		f.write("tree/a.md", "one")
		for _, name := range f.until("tree/a.md") {
			if strings.Contains(name, "public") {
				t.Errorf("told of %s", name)
			}
		}
	})
}

func TestClose(t *testing.T) {
	both(t, func(t *testing.T, o Options) {
		f := watch(t, o, nil)
		f.write("tree/a.md", "one") // nobody will ask
		if err := f.w.Close(); err != nil {
			t.Error(err)
		}
		for range f.w.Batches() {
		}
	})
}

func TestScratch(t *testing.T) {
	for name, want := range map[string]bool{
		".git": true, "4913": true, "a.md~": true, ".a.md.swp": true, "#a.md#": true, ".#a.md": true, "a.md.tmp": true,
		".~lock.a.odt#": true, "~$a.docx": true, ".goutputstream-X1": true, "a.md___jb_tmp___": true, ".DS_Store": true,
		"a.md": false, "2024-03": false, "#": false, "#5.md": false, ".gitignore": false, "tmp": false, "a~b": false, "49131": false,
	} {
		if Scratch(name) != want {
			t.Errorf("%s: got %v", name, !want)
		}
	}
}
