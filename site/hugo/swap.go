package hugo

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/gohugoio/hugo/hugolib"
	"github.com/spf13/afero"
)

// A swap replaces a folder as a whole: the new one grows beside it and
// takes its name when it is complete. So a failed build changes nothing, and
// no page outlives its content.
type swap struct {
	out, fresh, old string
}

// newSwap makes the empty folder beside out. It refuses to replace what does
// not look like a site, since everything in out will be gone.
func newSwap(root, out string) (*swap, error) {
	parent, name := filepath.Split(out)
	s := &swap{
		out:   out,
		fresh: filepath.Join(parent, "."+name+".new"),
		old:   filepath.Join(parent, "."+name+".old"),
	}
	if _, err := os.Lstat(out); errors.Is(err, os.ErrNotExist) {
		os.Rename(s.old, out) // left by a build killed between its two renames
	}
	if rel, err := filepath.Rel(out, root); err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return nil, fmt.Errorf("%s: the site would replace the archive itself", out)
	}
	entries, err := os.ReadDir(out)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	if _, err := os.Stat(filepath.Join(out, "index.html")); err != nil && len(entries) > 0 {
		return nil, fmt.Errorf("%s: not empty and not a site; choose another folder or remove it", out)
	}
	if err := os.RemoveAll(s.fresh); err != nil {
		return nil, err
	}
	return s, os.MkdirAll(s.fresh, 0o755)
}

// commit puts the new folder in the old one's place.
func (s *swap) commit() error {
	if err := os.RemoveAll(s.old); err != nil {
		return err
	}
	if err := os.Rename(s.out, s.old); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := os.Rename(s.fresh, s.out); err != nil {
		return errors.Join(err, os.Rename(s.old, s.out))
	}
	return os.RemoveAll(s.old)
}

// discard removes the new folder if it is still there.
func (s *swap) discard() { os.RemoveAll(s.fresh) }

// copyStatic copies the static files, which Hugo's library leaves to its
// command line.
func copyStatic(h *hugolib.HugoSites, dst string) error {
	for _, static := range h.BaseFs.SourceFilesystems.Static {
		err := afero.Walk(static.Fs, "", func(name string, info os.FileInfo, err error) error {
			if err != nil {
				if errors.Is(err, os.ErrNotExist) {
					return nil
				}
				return err
			}
			to := filepath.Join(dst, name)
			if info.IsDir() {
				return os.MkdirAll(to, 0o755)
			}
			data, err := afero.ReadFile(static.Fs, name)
			if err != nil {
				return err
			}
			return os.WriteFile(to, data, 0o644)
		})
		if err != nil {
			return fmt.Errorf("static files: %w", err)
		}
	}
	return nil
}
