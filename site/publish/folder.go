package publish

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// FolderOptions are the choices of [Folder].
type FolderOptions struct {
	DryRun bool // tell what would change, and change nothing

	// step, if set, is called before each file is put or removed; for tests.
	step func(name string) error
}

// half begins the names of files that are not complete yet. One that a run
// left when it was killed goes with a later run, when it is surely nobody's.
const (
	half  = ".backissue-"
	stale = time.Hour
)

// Folder makes the folder dir hold the tree, and writes only what differs.
// Each file is complete before it takes its name; pages come after what they
// need, and what is no longer part of the site goes last. Names that begin
// with a dot, such as .well-known or .htaccess, are the server's own and stay.
func Folder(ctx context.Context, t *Tree, dir string, o FolderOptions) (Result, error) {
	res, err := t.folder(ctx, dir, o)
	if err != nil && !errors.As(err, new(hinted)) {
		err = fmt.Errorf("publish: %w", err)
	}
	res.To = dir
	return res, err
}

func (t *Tree) folder(ctx context.Context, dir string, o FolderOptions) (res Result, err error) {
	if err := t.apart(dir); err != nil {
		return res, err
	}
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) && o.DryRun {
		for _, f := range t.files {
			res.Added = append(res.Added, f.name)
		}
		return res, nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return res, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return res, err
	}
	defer root.Close()
	d := &target{root: root, step: o.step}
	if err := d.list(dir); err != nil {
		return res, err
	}
	if res.Changes, err = d.compare(ctx, t); err != nil || o.DryRun {
		return res, err
	}
	if err := d.put(ctx, t, res.Changes); err != nil {
		return res, err
	}
	if err := t.settled(); err != nil {
		return res, err
	}
	return res, d.remove(ctx, slices.Concat(res.Removed, d.left))
}

// apart refuses a folder that holds the site, or that the site holds.
func (t *Tree) apart(dir string) error {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	abs = resolved(filepath.Join(resolved(filepath.Dir(abs)), filepath.Base(abs)))
	if within(abs, t.dir) || within(t.dir, abs) {
		return withHint("choose a folder that is apart from the archive", "publish: %s and the site %s lie in one another", dir, t.dir)
	}
	return nil
}

func within(dir, name string) bool {
	rel, err := filepath.Rel(dir, name)
	return err == nil && filepath.IsLocal(rel)
}

// A target is a folder that a site is put into.
type target struct {
	root  *os.Root
	files map[string]fs.FileInfo // what is there, but the server's own
	left  []string               // incomplete files that a run has left
	step  func(name string) error
}

// list reads what is in the folder, and refuses one that holds something
// else than a site.
func (d *target) list(dir string) error {
	d.files = map[string]fs.FileInfo{}
	err := fs.WalkDir(d.root.FS(), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || name == "." {
			return err
		}
		if top, _, _ := strings.Cut(name, "/"); strings.HasPrefix(top, ".") && !strings.HasPrefix(top, half) {
			if e.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if e.IsDir() {
			return nil
		}
		info, err := e.Info()
		switch {
		case err != nil:
			return err
		case !strings.HasPrefix(e.Name(), half):
			d.files[name] = info
		case time.Since(info.ModTime()) > stale:
			d.left = append(d.left, name)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if _, ok := d.files["index.html"]; !ok && len(d.files) > 0 {
		return withHint("choose another folder, or remove it", "publish: %s is not empty and not a site", dir)
	}
	return nil
}

// compare tells contents apart by reading them: times and sizes say too
// little about files that a build has made again.
func (d *target) compare(ctx context.Context, t *Tree) (c Changes, err error) {
	for _, f := range t.files {
		if err := ctx.Err(); err != nil {
			return c, err
		}
		info := d.there(f.name)
		if info == nil {
			c.Added = append(c.Added, f.name)
			continue
		}
		same := info.Mode().IsRegular() && info.Size() == f.size
		if same {
			if same, err = d.same(f); err != nil {
				return c, err
			}
		}
		if !same {
			c.Changed = append(c.Changed, f.name)
		}
	}
	for name := range d.files {
		if !t.has(name) {
			c.Removed = append(c.Removed, name)
		}
	}
	slices.Sort(c.Removed)
	return c, nil
}

// there returns what the folder has under a name, if that is not a folder. A
// file that lies behind a link is not there: the link will go.
func (d *target) there(name string) fs.FileInfo {
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if _, ok := d.files[dir]; ok {
			return nil
		}
	}
	info, err := d.root.Lstat(filepath.FromSlash(name)) // the server's own are not among files
	if err != nil || info.IsDir() {
		return nil
	}
	return info
}

// same reports whether the folder has the file with the same bytes.
func (d *target) same(f file) (bool, error) {
	here, err := os.Open(f.path)
	if err != nil {
		return false, err
	}
	defer here.Close()
	there, err := d.root.Open(filepath.FromSlash(f.name))
	if err != nil {
		return false, nil // it cannot be read, so it is written
	}
	defer there.Close()
	a, b := make([]byte, 64<<10), make([]byte, 64<<10)
	for {
		n, err := io.ReadFull(here, a)
		m, _ := io.ReadFull(there, b)
		switch {
		case !bytes.Equal(a[:n], b[:m]):
			return false, nil
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			return true, nil
		case err != nil:
			return false, err
		}
	}
}

// put writes what is new: styles and pictures before the pages that show
// them, and the home page last.
func (d *target) put(ctx context.Context, t *Tree, c Changes) error {
	names := slices.Concat(c.Added, c.Changed)
	rank := func(name string) int {
		switch {
		case name == "index.html":
			return 2
		case path.Ext(name) == ".html":
			return 1
		}
		return 0
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(rank(a)-rank(b), strings.Compare(a, b)) })
	for _, name := range names {
		if err := d.before(ctx, name); err != nil {
			return err
		}
		i, _ := t.find(name)
		if err := d.write(t.files[i]); err != nil {
			return err
		}
	}
	return nil
}

func (d *target) before(ctx context.Context, name string) error {
	if d.step != nil {
		if err := d.step(name); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// write puts one file beside its place and renames it.
func (d *target) write(f file) (err error) {
	if err := d.clear(f.name); err != nil {
		return err
	}
	name := filepath.FromSlash(f.name)
	if err := d.root.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	from, err := os.Open(f.path)
	if err != nil {
		return err
	}
	defer from.Close()
	beside := filepath.Join(filepath.Dir(name), half+strconv.Itoa(os.Getpid()))
	to, err := d.root.OpenFile(beside, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return err
	}
	_, err = io.Copy(to, from)
	if err = errors.Join(err, to.Close()); err == nil {
		err = d.root.Rename(beside, name)
	}
	if err != nil {
		d.root.Remove(beside)
	}
	return err
}

// clear removes what stands in the way of a file: a file or a link where a
// folder is to be, or a folder where the file is to be.
func (d *target) clear(name string) error {
	for i, c := range name {
		if c != '/' {
			continue
		}
		dir := filepath.FromSlash(name[:i])
		if info, err := d.root.Lstat(dir); err == nil && !info.IsDir() {
			return d.root.Remove(dir)
		}
	}
	if info, err := d.root.Lstat(filepath.FromSlash(name)); err == nil && info.IsDir() {
		return d.root.RemoveAll(filepath.FromSlash(name))
	}
	return nil
}

// remove takes out what is no longer part of the site, and the folders that
// are empty then.
func (d *target) remove(ctx context.Context, names []string) error {
	for _, name := range names {
		if err := d.before(ctx, name); err != nil {
			return err
		}
		// A file that a folder has replaced is gone already.
		err := d.root.Remove(filepath.FromSlash(name))
		if info, lost := d.root.Lstat(filepath.FromSlash(name)); err != nil && lost == nil && !info.IsDir() {
			return err
		}
		for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
			info, err := d.root.Lstat(filepath.FromSlash(dir))
			if err == nil && !info.IsDir() || d.root.Remove(filepath.FromSlash(dir)) != nil {
				break // a file by now, or not empty
			}
		}
	}
	return nil
}
