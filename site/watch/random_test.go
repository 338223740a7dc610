package watch

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// Whoever follows a watcher through any changes has what there is.
func TestFollow(t *testing.T) {
	for seed := range uint64(3) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			both(t, func(t *testing.T, o Options) {
				t.Parallel()
				f := watch(t, o, func(f *folder) { f.write("tree/0/0/0", "start") })
				copied := mirror{}
				copied.sync(f.at("tree"))
				stopped := make(chan bool)
				go func() {
					defer close(stopped)
					f.follow(copied, o.Poll == 0)
				}()
				change(f, rand.New(rand.NewPCG(seed, 1)), 1000)
				f.write("end", "end")
				<-stopped
				is := mirror{}
				is.sync(f.at("tree"))
				delete(copied, f.at("end"))
				if d := is.diff(copied); d != "" {
					t.Error(d)
				}
			})
		})
	}
}

// follow makes copied anew where changes are told of, until the end. Polling
// does not know of what comes and goes between two looks, so nothing may be
// read at once there.
func (f *folder) follow(copied mirror, atOnce bool) {
	var told []string
	for timeout := time.After(time.Minute); ; {
		select {
		case b := <-f.w.Batches():
			if b.All {
				told = append(told, f.at("tree"))
			}
			told = append(told, b.Paths...)
		case <-timeout:
			f.Error("not told of the end")
			return
		}
		end := slices.Contains(told, f.at("end"))
		if !atOnce && !end {
			continue
		}
		for _, p := range told {
			copied.sync(p)
		}
		if end {
			return
		}
	}
}

// change makes n changes below tree, each file of another length.
func change(f *folder, r *rand.Rand, n int) {
	name := func() string {
		p := f.at("tree")
		for range 1 + r.IntN(3) {
			p = filepath.Join(p, fmt.Sprint(r.IntN(4)))
		}
		return p
	}
	for i := range n {
		switch r.IntN(6) {
		case 0:
			os.MkdirAll(name(), 0o755)
		case 1:
			os.Rename(name(), name())
		case 2:
			if r.IntN(4) == 0 {
				os.RemoveAll(name())
			} else {
				os.Remove(name())
			}
		default:
			os.WriteFile(name(), make([]byte, i), 0o644)
		}
	}
}

// mirror is a copy of files that is made again where a watcher says so.
type mirror map[string][]byte

func (m mirror) sync(path string) {
	for p := range m {
		if p == path || within(p, path) {
			delete(m, p)
		}
	}
	filepath.WalkDir(path, func(p string, d os.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			if data, err := os.ReadFile(p); err == nil {
				m[p] = data
			}
		}
		return nil
	})
}

func (m mirror) diff(other mirror) string {
	var out strings.Builder
	for p, data := range m {
		if o, ok := other[p]; !ok || !bytes.Equal(o, data) {
			fmt.Fprintf(&out, "%s has %d bytes, not %d\n", p, len(data), len(o))
		}
	}
	for p := range other {
		if _, ok := m[p]; !ok {
			fmt.Fprintf(&out, "%s is gone\n", p)
		}
	}
	return out.String()
}
