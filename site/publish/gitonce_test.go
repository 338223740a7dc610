package publish

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// All of those who publish at once get through, and nobody's commit is lost.
func TestGitAtOnce(t *testing.T) {
	const publishers = 4
	remote := newRemote(t)
	var all sync.WaitGroup
	errs := make([]error, publishers)
	for i := range publishers {
		d := newDesk(t, remote, map[string]string{"index.html": fmt.Sprint("of ", i)})
		all.Go(func() { _, errs[i] = d.try(d.options()) })
	}
	all.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	if n := commits(t, remote); n != publishers {
		t.Errorf("%d commits of %d publishers", n, publishers)
	}
	seen := map[string]bool{}
	for id := range strings.FieldsSeq(run(t, remote, "rev-list", "gh-pages")) {
		seen[run(t, remote, "cat-file", "blob", id+":index.html")] = true
	}
	if len(seen) != publishers {
		t.Errorf("in the history: %v", slices.Collect(maps.Keys(seen)))
	}
}

// Two runs in one archive at once do not stumble over each other's files.
func TestGitSameArchive(t *testing.T) {
	d := newDesk(t, newRemote(t), sample())
	state := d.state()
	var all sync.WaitGroup
	errs := make([]error, 3)
	for i := range errs {
		all.Go(func() { _, errs[i] = d.try(d.options()) })
	}
	all.Wait()
	if err := errors.Join(errs...); err != nil || commits(t, d.remote) != 1 {
		t.Errorf("%v, %d commits", err, commits(t, d.remote))
	}
	if d.state() != state {
		t.Error("the archive changed")
	}
}

// Somebody else is faster, between every two steps, once and always.
func TestGitOvertaken(t *testing.T) {
	for _, squash := range []bool{false, true} {
		for _, times := range []int{1, 3, 1000} {
			t.Run(fmt.Sprint(times, squash), func(t *testing.T) {
				if times == 1000 && (squash || testing.Short()) {
					t.Skip("waits for seconds, and is tested once")
				}
				remote := newRemote(t)
				other := newDesk(t, remote, map[string]string{"index.html": "first"})
				other.publish(other.options())
				d := newDesk(t, remote, map[string]string{"index.html": "mine"})
				o, n := d.options(), 0
				o.Squash = squash
				o.step = func(name string) error {
					if name == "push" && n < times {
						n++
						write(t, other.public, map[string]string{"index.html": fmt.Sprint("other ", n)})
						other.publish(other.options())
					}
					return nil
				}
				_, err := d.try(o)
				switch {
				case times == 1000:
					if !errors.Is(err, errRaced) || n != attempts || commits(t, remote) != n+1 {
						t.Errorf("error %v after %d attempts", err, n)
					}
				case err != nil:
					t.Error(err)
				case squash && commits(t, remote) != 1, !squash && commits(t, remote) != times+2:
					t.Errorf("%d commits", commits(t, remote))
				case published(t, remote, "gh-pages")["index.html"] != "mine":
					t.Error("not published")
				}
			})
		}
	}
}

var steps = []string{"objects", "fetch", "tree", "commit", "push"}

// A run that is stopped at any step leaves the remote as it was, and a later
// one completes it.
func TestGitStopped(t *testing.T) {
	d := newDesk(t, newRemote(t), map[string]string{"index.html": "old"})
	d.publish(d.options())
	write(t, d.public, sample())
	was, state := tip(t, d.remote), d.state()
	for _, step := range steps {
		t.Run(step, func(t *testing.T) {
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			o := d.options()
			o.step = func(name string) error {
				if name == step {
					cancel()
				}
				return nil
			}
			if _, err := Git(ctx, open(t, d.public), o); !errors.Is(err, context.Canceled) {
				t.Errorf("error %v", err)
			}
			if tip(t, d.remote) != was || d.state() != state {
				t.Error("something changed")
			}
			cmd := exec.Command(os.Args[0])
			cmd.Env = append(os.Environ(), "BACKISSUE_TEST_KILLED_AT="+step, "BACKISSUE_TEST_ARCHIVE="+d.archive, "TMPDIR="+t.TempDir())
			if out, err := cmd.CombinedOutput(); err == nil || len(out) > 0 {
				t.Errorf("not killed: %v %s", err, out)
			}
			if tip(t, d.remote) != was || d.state() != state {
				t.Error("something changed by a run that was killed")
			}
		})
	}
	// Whenever it is stopped, the remote has the old tree or the new one.
	for wait := 5 * time.Millisecond; wait < 400*time.Millisecond; wait = wait * 3 / 2 {
		ctx, cancel := context.WithTimeout(context.Background(), wait)
		_, err := Git(ctx, open(t, d.public), d.options())
		cancel()
		if n := len(published(t, d.remote, "gh-pages")); n != 2 && n != len(pageNames)+1 {
			t.Errorf("%d files after %v", n, wait)
		}
		if err == nil {
			break
		}
	}
	d.publish(d.options())
	equal(t, published(t, d.remote, "gh-pages"), with(sample(), ".nojekyll", ""))
}

// killed publishes and is killed at a step.
func killed(step string) {
	archive := os.Getenv("BACKISSUE_TEST_ARCHIVE")
	tree, err := Open(filepath.Join(archive, "public"))
	if err == nil {
		_, err = Git(context.Background(), tree, GitOptions{Archive: archive, Remote: "origin", Branch: "gh-pages", step: func(name string) error {
			if name == step {
				self, _ := os.FindProcess(os.Getpid())
				self.Kill()
				select {}
			}
			return nil
		}})
	}
	fmt.Println(err)
	os.Exit(0)
}

// A site that is built again while it is read is not published half.
func TestGitBuiltMeanwhile(t *testing.T) {
	d := newDesk(t, newRemote(t), map[string]string{"index.html": "old"})
	tree := open(t, d.public)
	write(t, d.public, map[string]string{"index.html": "new"})
	if _, err := Git(context.Background(), tree, d.options()); err == nil || tip(t, d.remote) != "" {
		t.Errorf("error %v, remote %q", err, tip(t, d.remote))
	}
}
