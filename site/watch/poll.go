package watch

import (
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// poll finds changes by looking at every file.
type poll struct {
	scope   *scope
	every   time.Duration
	took    time.Duration // the last look
	waiting bool          // for the next look
	known   map[string]fs.FileInfo
}

func newPoll(s *scope, every time.Duration) *poll {
	p := &poll{scope: s, every: every}
	p.known = p.scan()
	return p
}

// pause returns how long to wait before the next look.
func (p *poll) pause() time.Duration { return max(p.every, pollShare*p.took) }

// look reports what is not as it was.
func (p *poll) look(report func(path string, made bool)) {
	p.waiting = false
	now := p.scan()
	for path, info := range now {
		before, ok := p.known[path]
		if !ok || differs(before, info) {
			report(path, !ok)
		}
	}
	for path := range p.known {
		if _, ok := now[path]; !ok {
			report(path, false)
		}
	}
	p.known = now
}

// differs compares what can be known of a file without reading it. A folder is
// what is in it.
func differs(a, b fs.FileInfo) bool {
	if a.IsDir() && b.IsDir() {
		return false
	}
	return a.Mode() != b.Mode() || a.Size() != b.Size() || !a.ModTime().Equal(b.ModTime()) || !os.SameFile(a, b)
}

func (p *poll) scan() map[string]fs.FileInfo {
	began := time.Now()
	found := make(map[string]fs.FileInfo, len(p.known))
	for _, root := range p.scope.roots {
		info, err := os.Stat(root)
		if err != nil {
			continue
		}
		found[root] = info
		if info.IsDir() {
			p.folder(found, root)
		}
	}
	p.took = time.Since(began)
	return found
}

func (p *poll) folder(found map[string]fs.FileInfo, dir string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return // gone, or closed to us: as if empty
	}
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		if p.scope.ignores(path) {
			continue
		}
		info, err := e.Info()
		if err != nil {
			continue
		}
		if info.Mode()&fs.ModeSymlink != 0 {
			// The file it leads to counts, and where that is a folder, the link.
			if to, err := os.Stat(path); err == nil && !to.IsDir() {
				info = to
			}
		}
		found[path] = info
		if info.IsDir() {
			p.folder(found, path)
		}
	}
}
