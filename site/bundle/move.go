package bundle

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
)

// A bundleChange is what happens to one bundle: the changes in one folder.
type bundleChange struct {
	dir     string
	changes []change
}

// bundles groups changes by folder, parents first.
func bundles(changes []change) []bundleChange {
	byDir := map[string][]change{}
	for _, c := range changes {
		dir := path.Dir(c.path)
		byDir[dir] = append(byDir[dir], c)
	}
	var out []bundleChange
	for _, dir := range slices.Sorted(maps.Keys(byDir)) {
		out = append(out, bundleChange{dir, byDir[dir]})
	}
	return out
}

// Below tmp, new/<path> is a file to be moved into place and old/<path> a copy
// of the one it replaces.
func newPath(tmp, name string) string {
	return path.Join(tmp, "new", flat(path.Dir(name)), path.Base(name))
}
func oldPath(tmp, name string) string {
	return path.Join(tmp, "old", flat(path.Dir(name)), path.Base(name))
}

// flat makes a folder's name one path element, so that staged bundles do not
// lie inside each other. Keys never hold a plus sign.
func flat(dir string) string { return strings.ReplaceAll(dir, "/", "+") }

// stage writes everything that the moves need.
func (p *plan) stage(d disk, tmp string) error {
	for _, c := range p.changes {
		if !c.remove {
			if err := put(d, newPath(tmp, c.path), c.data); err != nil {
				return fmt.Errorf("%s: %w", path.Join(contentDir, c.path), err)
			}
		}
		if c.existed {
			if err := put(d, oldPath(tmp, c.path), c.old); err != nil {
				return fmt.Errorf("%s: %w", path.Join(contentDir, c.path), err)
			}
		}
	}
	return nil
}

func put(d disk, name string, data []byte) error {
	if err := d.MkdirAll(path.Dir(name), 0o777); err != nil {
		return err
	}
	return d.WriteFile(name, data, 0o666)
}

// move brings one bundle from old to new, or leaves it old and says why.
func (b bundleChange) move(d disk, tmp string) error {
	dir := path.Join(contentDir, b.dir)
	if _, err := d.Lstat(dir); errors.Is(err, fs.ErrNotExist) {
		if err := d.MkdirAll(path.Dir(dir), 0o777); err != nil {
			return fmt.Errorf("%s: %w", dir, err)
		}
		if err := d.Rename(path.Join(tmp, "new", flat(b.dir)), dir); err != nil {
			return fmt.Errorf("%s: %w", dir, err)
		}
		return nil
	}
	for i, c := range b.changes {
		name := path.Join(contentDir, c.path)
		var err error
		if c.remove {
			err = d.Remove(name)
		} else {
			err = d.Rename(newPath(tmp, c.path), name)
		}
		if err != nil {
			return errors.Join(fmt.Errorf("%s: %w", name, err), b.restore(d, tmp, i))
		}
	}
	return nil
}

// restore undoes the first n changes.
func (b bundleChange) restore(d disk, tmp string, n int) error {
	var errs []error
	for _, c := range b.changes[:n] {
		name := path.Join(contentDir, c.path)
		var err error
		if c.existed {
			err = d.Rename(oldPath(tmp, c.path), name)
		} else {
			err = d.Remove(name)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: restoring the old text: %w", name, err))
		}
	}
	return errors.Join(errs...)
}

// prune removes the folders that lost their last file, and theirs. A folder
// with anything in it stays: Remove refuses it.
func prune(d disk, changed []bundleChange) {
	for _, b := range slices.Backward(changed) {
		for _, c := range b.changes {
			if c.remove {
				_ = d.Remove(path.Join(contentDir, b.dir))
				break
			}
		}
	}
}
