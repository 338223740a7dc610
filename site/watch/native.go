package watch

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"syscall"

	"github.com/fsnotify/fsnotify"
)

// native has the system tell about changes.
//
// The system watches one folder at a time, so every folder below a root is
// added, and new ones when they appear. The folder that a root lies in is
// watched as well, or the nearest that exists, for the root may be replaced.
type native struct {
	scope   *scope
	report  func(path string, made bool)
	fs      *fsnotify.Watcher
	failed  chan error          // why the system lost track
	folders map[string]bool     // watched folders in the scope
	targets map[string][]string // for a file outside: the links that lead to it
}

// addWatch is replaced in tests of a system that is full.
var addWatch = (*fsnotify.Watcher).Add

// newNative watches scope. The native is returned with the error, to be
// closed.
func newNative(s *scope, report func(string, bool)) (*native, error) {
	fsw, err := fsnotify.NewBufferedWatcher(4096)
	if err != nil {
		return nil, err
	}
	n := &native{scope: s, report: report, fs: fsw, failed: make(chan error, 1),
		folders: map[string]bool{}, targets: map[string][]string{}}
	go n.failures()
	for _, root := range s.roots {
		if err := n.root(root, false); err != nil {
			return n, err
		}
	}
	return n, nil
}

func (n *native) close() { n.fs.Close() }

// failures passes on the first failure that matters, and takes all of them at
// once: fsnotify holds a lock while it tells of one, which add and drop need.
func (n *native) failures() {
	for err := range n.fs.Errors {
		if errors.Is(err, syscall.EINVAL) {
			continue // a watch that was to be ended had ended by itself
		}
		select {
		case n.failed <- err:
		default:
		}
	}
}

// channels may be called on nil, for channels that never say anything.
func (n *native) channels() (<-chan fsnotify.Event, <-chan error) {
	if n == nil {
		return nil, nil
	}
	return n.fs.Events, n.failed
}

// root watches one root, and the way to it. With tell it reports what is
// there.
func (n *native) root(root string, tell bool) error {
	for before := ""; ; {
		dir := nearest(filepath.Dir(root))
		if dir == before {
			break // no other folder appeared meanwhile
		}
		if err := n.add(dir); err != nil {
			return err
		}
		before = dir
	}
	info, err := os.Stat(root)
	if err != nil {
		return nil // not there: its folder will tell
	}
	if tell {
		n.report(root, true)
	}
	if info.IsDir() {
		return n.folder(root, tell)
	}
	return n.link(root)
}

// nearest returns dir, or the nearest folder above that exists.
func nearest(dir string) string {
	for {
		info, err := os.Stat(dir)
		if up := filepath.Dir(dir); (err != nil || !info.IsDir()) && up != dir {
			dir = up
			continue
		}
		return dir
	}
}

// folder watches dir and everything below. With tell it reports what is in
// it, since that may have come before the watch did.
func (n *native) folder(dir string, tell bool) error {
	if n.folders[dir] {
		// The watch may be one on a folder that has another name by now.
		// fsnotify does not tell them apart, and would end the new one when it
		// hears that the old one was moved.
		n.drop(dir)
	}
	if err := n.add(dir); err != nil {
		return err
	}
	n.folders[dir] = true
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil // gone or closed to us: the folder above tells when that changes
	}
	for _, e := range entries {
		p := filepath.Join(dir, e.Name())
		if n.scope.ignores(p) {
			continue
		}
		if tell {
			n.report(p, true)
		}
		switch {
		case e.IsDir():
			err = n.folder(p, tell)
		case e.Type()&fs.ModeSymlink != 0:
			err = n.link(p)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// link watches the file that path leads to, if path is a link.
func (n *native) link(path string) error {
	target, err := filepath.EvalSymlinks(path)
	if err != nil {
		return nil // leads nowhere
	}
	if info, err := os.Stat(target); err != nil || info.IsDir() || target == path {
		return nil
	}
	if !slices.Contains(n.targets[target], path) {
		n.targets[target] = append(n.targets[target], path)
	}
	return n.add(filepath.Dir(target))
}

// add watches one folder, not what is below. An error means that the system
// cannot watch any more.
func (n *native) add(dir string) error {
	err := addWatch(n.fs, dir)
	if err == nil || gone(err) || errors.Is(err, fs.ErrPermission) {
		return nil
	}
	return fmt.Errorf("cannot watch %s: %w", dir, err)
}

// forget ends the watches on a folder that is no longer what dir names, and
// on everything in it.
func (n *native) forget(dir string) {
	if !n.folders[dir] {
		return
	}
	n.drop(dir)
	for p := range n.folders {
		if within(p, dir) {
			n.drop(p)
		}
	}
}

func (n *native) drop(dir string) {
	delete(n.folders, dir)
	_ = n.fs.Remove(dir) // the system may have ended the watch already
}

// handle reports what an event means. An error means that the system cannot
// watch any more.
func (n *native) handle(e fsnotify.Event) error {
	if e.Name == "" {
		return nil
	}
	for _, link := range n.targets[e.Name] {
		n.report(link, false)
	}
	if !n.scope.holds(e.Name) {
		return n.above(e)
	}
	if e.Has(fsnotify.Remove) || e.Has(fsnotify.Rename) {
		n.forget(e.Name)
		n.report(e.Name, false)
	}
	if e.Has(fsnotify.Create) {
		n.forget(e.Name) // if it took the place of another
		n.report(e.Name, true)
		return n.appeared(e.Name)
	}
	// What is in a watched folder speaks for itself.
	if (e.Has(fsnotify.Write) || e.Has(fsnotify.Chmod)) && !n.folders[e.Name] {
		n.report(e.Name, false)
	}
	return nil
}

// appeared watches what has come to be at path, if that can be watched.
func (n *native) appeared(path string) error {
	info, err := os.Lstat(path)
	switch {
	case err != nil:
		return nil // gone again
	case info.IsDir():
		return n.folder(path, true)
	case info.Mode()&fs.ModeSymlink == 0:
		return nil
	}
	if slices.Contains(n.scope.roots, path) {
		return n.root(path, true)
	}
	return n.link(path)
}

// above looks after the roots in a folder that appeared or went.
func (n *native) above(e fsnotify.Event) error {
	if !e.Has(fsnotify.Create) && !e.Has(fsnotify.Remove) && !e.Has(fsnotify.Rename) {
		return nil
	}
	for _, root := range n.scope.roots {
		if !within(root, e.Name) {
			continue
		}
		n.forget(root)
		n.report(root, false)
		if err := n.root(root, true); err != nil {
			return err
		}
	}
	return nil
}
