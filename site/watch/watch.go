// Package watch tells which files changed, soon after and all at once.
//
// There are two ways to know. The system tells (native.go), which costs
// nothing until something happens, or the files are looked at again and again
// (poll.go), which always works. A watcher starts with the first and goes over
// to the second when the system has no room left. What either finds is
// gathered until it is quiet (gather.go), without the files that editors make
// for themselves (scratch.go).
//
// The watcher says where to look and no more: whether bytes are different, and
// what follows from it, is for the reader of the files to find out.
package watch

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"
)

// Options are the choices of [New].
type Options struct {
	// Paths are folders, watched with everything in them, and single files.
	// They need not exist yet, and may go and come again. A link to a folder
	// or a file is followed here. Within a folder, links to files are followed
	// and links to folders are not, since they may lead back.
	Paths []string

	// Ignore, if set, is asked about absolute paths within the watched
	// folders. It must be quick. Nothing below an ignored folder is seen. What
	// [Scratch] names is ignored in any case.
	Ignore func(path string) bool

	// Delay is how long nothing must happen before changes are reported.
	// Zero stands for 10 ms. Many changes at once wait five times as long.
	Delay time.Duration

	// Poll, if not zero, is how often the files are looked at. The system is
	// not asked then, as is right for disks that other machines write to.
	Poll time.Duration

	// Note, if set, is called with a line for a person when watching goes on
	// in another way than it should. It must not wait for the watcher.
	Note func(string)
}

// A Batch is what changed at about one time.
type Batch struct {
	// Paths are absolute and sorted, and begin as those of [Options] do. A
	// folder stands for everything in it. What a path names may be new, gone,
	// or as it was.
	Paths []string

	// All says that anything may have changed: the system lost track.
	All bool
}

const (
	defaultDelay = 10 * time.Millisecond
	defaultPoll  = time.Second

	// Polling takes at most one part in pollShare of the time.
	pollShare = 10
)

// A Watcher reports changes of files until it is closed.
type Watcher struct {
	o       Options
	batches chan Batch
	done    chan struct{}
	ended   chan struct{}
	close   sync.Once

	scope  scope
	native *native // nil where files are polled
	poll   *poll   // nil where the system tells
	gather gather
}

// New returns a watcher. Whatever changes after New returned will be
// reported, so files that are read afterwards are never out of date for long.
func New(o Options) (*Watcher, error) {
	w := &Watcher{o: o, batches: make(chan Batch), done: make(chan struct{}), ended: make(chan struct{})}
	if w.o.Delay <= 0 {
		w.o.Delay = defaultDelay
	}
	w.gather = gather{delay: w.o.Delay}
	w.scope.ignore = o.Ignore
	for _, p := range o.Paths {
		p, err := filepath.Abs(p)
		if err != nil {
			return nil, fmt.Errorf("watch: %w", err)
		}
		w.scope.roots = append(w.scope.roots, p)
	}
	if o.Poll > 0 {
		w.poll = newPoll(&w.scope, o.Poll)
	} else if err := w.start(); err != nil {
		w.fall(err)
	}
	go w.run()
	return w, nil
}

// Batches returns the channel of changes. While nobody receives, changes
// gather. It is closed when the watcher is.
func (w *Watcher) Batches() <-chan Batch { return w.batches }

// Close ends the watching and returns when it has ended.
func (w *Watcher) Close() error {
	w.close.Do(func() { close(w.done) })
	<-w.ended
	return nil
}

// start has the system tell about changes.
func (w *Watcher) start() error {
	n, err := newNative(&w.scope, w.gather.add)
	w.native = n
	return err
}

// fall goes over to polling, because of err.
func (w *Watcher) fall(err error) {
	if w.native != nil {
		w.native.close()
		w.native = nil
	}
	w.poll = newPoll(&w.scope, defaultPoll)
	w.note(fmt.Sprintf("watch: %v; looking at the files every %v instead%s", err, w.poll.every, hint(err)))
}

// hint says how to make room for more watches.
func hint(err error) string {
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return "; to make room: sudo sysctl fs.inotify.max_user_watches=524288"
	case errors.Is(err, syscall.EMFILE):
		return "; to make room: sudo sysctl fs.inotify.max_user_instances=512, or ulimit -n 65536"
	}
	return ""
}

func (w *Watcher) note(s string) {
	if w.o.Note != nil {
		w.o.Note(s)
	}
}

// run is the one goroutine that knows the state of a watcher.
func (w *Watcher) run() {
	defer close(w.ended)
	defer close(w.batches)
	defer func() {
		if w.native != nil {
			w.native.close()
		}
	}()
	quiet := time.NewTimer(time.Hour)
	look := time.NewTimer(time.Hour)
	look.Stop()
	for {
		quiet.Reset(w.gather.wait(time.Now()))
		if w.poll != nil && !w.poll.waiting {
			w.poll.waiting = true
			look.Reset(w.poll.pause())
		}
		var out chan<- Batch
		var next Batch
		if w.gather.ready != nil {
			out, next = w.batches, *w.gather.ready
		}
		events, failures := w.native.channels()
		select {
		case <-w.done:
			return
		case e, ok := <-events:
			if !ok {
				w.lost(errors.New("the system stopped telling"))
				continue
			}
			w.told(w.native.handle(e))
		case err := <-failures:
			w.lost(err)
		case <-look.C:
			w.poll.look(w.gather.add)
		case <-quiet.C:
			w.gather.settle(time.Now())
		case out <- next:
			w.gather.reset()
		}
	}
}

// told goes on after an event was handled.
func (w *Watcher) told(err error) {
	if err != nil {
		w.fall(err)
		w.gather.lose()
	}
}

// lost begins anew after the system lost track of changes.
func (w *Watcher) lost(err error) {
	if errors.Is(err, fsnotify.ErrEventOverflow) {
		w.note("watch: too many changes at once, looking at everything again")
	}
	w.native.close()
	w.native = nil
	w.told(w.start())
	w.gather.lose()
}

// scope is what is watched.
type scope struct {
	roots  []string
	ignore func(string) bool
}

// holds reports whether path is watched: a root, or in one and not ignored.
func (s *scope) holds(path string) bool {
	for _, root := range s.roots {
		if path == root || within(path, root) && !s.ignores(path) {
			return true
		}
	}
	return false
}

// ignores reports whether a path within a root is not of interest.
func (s *scope) ignores(path string) bool {
	return Scratch(filepath.Base(path)) || s.ignore != nil && s.ignore(path)
}

// within reports whether path lies below dir.
func within(path, dir string) bool {
	if n := len(dir); n > 0 && dir[n-1] == filepath.Separator {
		return len(path) > n && path[:n] == dir
	}
	return len(path) > len(dir) && path[len(dir)] == filepath.Separator && path[:len(dir)] == dir
}

// gone reports whether err says that a file is not there, or no longer.
func gone(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) || errors.Is(err, syscall.ELOOP)
}
