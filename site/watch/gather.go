package watch

import (
	"os"
	"slices"
	"time"
)

const (
	// few is how many paths one save of one person touches at most.
	few = 8

	// manyDelays is how many delays must be quiet where there are more.
	manyDelays = 5

	// half is how long a file that is empty or missing is given to get its
	// content: an editor may have cut it off or moved it away to write it.
	half = 100 * time.Millisecond

	// most is how long changes that never end gather before they are told.
	most = time.Second
)

// gather holds changes until it is quiet.
type gather struct {
	delay       time.Duration
	paths       map[string]bool // true: began with the making of the file
	all         bool
	first, last time.Time
	ready       *Batch // what may be told now
}

// add notes a change of path. Made says that the path is a new name.
func (g *gather) add(path string, made bool) {
	if g.paths == nil {
		g.paths = map[string]bool{}
	}
	if _, known := g.paths[path]; !known {
		g.paths[path] = made
	}
	g.touch()
}

// lose notes that anything may have changed.
func (g *gather) lose() {
	g.all = true
	g.touch()
}

func (g *gather) touch() {
	g.last = time.Now()
	if g.first.IsZero() || g.ready != nil { // nobody took what was ready: it starts anew
		g.first = g.last
	}
	g.ready = nil
}

// wait returns how long to wait before [gather.settle] makes sense.
func (g *gather) wait(now time.Time) time.Duration {
	if g.first.IsZero() || g.ready != nil {
		return time.Hour
	}
	quiet := g.delay
	if len(g.paths) > few {
		quiet *= manyDelays
	}
	return max(0, min(quiet-now.Sub(g.last), most-now.Sub(g.first)))
}

// settle makes the batch ready, unless a file looks half written.
func (g *gather) settle(now time.Time) {
	if g.first.IsZero() || g.ready != nil || g.wait(now) > 0 {
		return
	}
	if now.Sub(g.first) < half && g.unfinished() {
		g.last = now // once more
		return
	}
	b := &Batch{All: g.all}
	for p := range g.paths {
		b.Paths = append(b.Paths, p)
	}
	slices.Sort(b.Paths)
	g.ready = b
}

func (g *gather) unfinished() bool {
	if len(g.paths) > few {
		return false
	}
	for p, made := range g.paths {
		info, err := os.Stat(p)
		if err != nil && !made || err == nil && info.Mode().IsRegular() && info.Size() == 0 {
			return true
		}
	}
	return false
}

// reset forgets what was told.
func (g *gather) reset() { *g = gather{delay: g.delay} }
