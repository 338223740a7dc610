package site

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

// An index is what a session searches in. It is made of all pages of the site:
// of a small archive anew when somebody searches, of a large one it is that of
// the last build.
type index struct {
	mu      sync.Mutex
	dir     string // a site of its own, or ""
	version int    // of the live site that it was built of
}

// mostIndexed is how many issues an archive may have for its index to be made
// while somebody waits.
const mostIndexed = 24

// file returns a file of the index.
func (x *index) file(ctx context.Context, dir, name string, version, issues int) ([]byte, error) {
	public := filepath.Join(dir, Public)
	if issues <= mostIndexed {
		public = x.build(ctx, dir, version)
	}
	data, err := os.ReadFile(filepath.Join(public, filepath.FromSlash(name)))
	if err != nil {
		return nil, fs.ErrNotExist
	}
	return data, nil
}

// build builds the site in a folder of its own, unless it is there as it is
// now. While the archive has a mistake, the last one stays.
func (x *index) build(ctx context.Context, dir string, version int) string {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.dir == "" {
		tmp, err := os.MkdirTemp("", "backissue-search-")
		if err != nil {
			return filepath.Join(dir, Public)
		}
		x.dir, x.version = tmp, -1
	}
	out := filepath.Join(x.dir, Public)
	if x.version != version {
		if _, err := Build(context.WithoutCancel(ctx), dir, BuildOptions{Out: out}); err == nil {
			x.version = version
		}
	}
	return out
}

func (x *index) remove() {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.dir != "" {
		os.RemoveAll(x.dir)
	}
}
