package bundle

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
)

// A transaction changes the folder of one issue in one step:
//
//	content/<issue>                what readers see
//	.backissue/<issue>.json        what import last wrote
//	.backissue/tmp-<issue>/tree    the folder as it will be, with the new state in it
//	.backissue/tmp-<issue>/old     the folder as it was, where a swap takes two steps
//
// The new state lies in the new folder until the folder is in place, so the two
// can never be of different imports.
type transaction struct {
	d   disk
	key string
}

func (t transaction) content() string { return path.Join(contentDir, t.key) }
func (t transaction) tmp() string     { return path.Join(stateDir, "tmp-"+t.key) }
func (t transaction) tree() string    { return path.Join(t.tmp(), "tree") }
func (t transaction) old() string     { return path.Join(t.tmp(), "old") }
func (t transaction) gone() string    { return path.Join(t.tmp(), "gone") } // on its way out

// Recover finishes what runs that were cut off had begun in the archive at
// root, or takes it back. There is nothing to do after others.
func Recover(root string) error {
	entries, err := fs.ReadDir(os.DirFS(root), stateDir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("bundle: %w", err)
	}
	for _, e := range entries {
		key, ok := strings.CutPrefix(e.Name(), "tmp-")
		if !ok || !e.IsDir() || !keyRE.MatchString(key) {
			continue
		}
		d, done, err := openDisk(root)
		if err != nil {
			return err
		}
		err = transaction{d, key}.recover()
		done()
		if err != nil {
			return fmt.Errorf("bundle: %w", err)
		}
	}
	return nil
}

func (t transaction) recover() error {
	if !exists(t.d, t.content()) && exists(t.d, t.old()) { // between the two steps
		if err := t.d.Rename(t.old(), t.content()); err != nil {
			return err
		}
	}
	if !exists(t.d, t.content()) && exists(t.d, t.gone()) && exists(t.d, State{Issue: t.key}.path()) {
		if err := t.d.Rename(t.gone(), t.content()); err != nil {
			return err
		}
	}
	if exists(t.d, path.Join(t.content(), newState)) { // after them
		if err := t.setAside(); err != nil {
			return err
		}
		if err := t.record(); err != nil {
			return err
		}
	}
	if exists(t.d, t.tmp()) {
		return t.d.RemoveAll(t.tmp())
	}
	return nil
}

// setAside keeps the whole old folder, since nobody looked whether somebody
// wrote into it at the last moment.
func (t transaction) setAside() error {
	for _, old := range []string{t.old(), t.tree()} {
		if !exists(t.d, old) {
			continue
		}
		if err := t.makeReplaced(); err != nil {
			return err
		}
		to := path.Join(stateDir, Replaced, t.key)
		if err := t.d.RemoveAll(to); err != nil {
			return err
		}
		return t.d.Rename(old, to)
	}
	return nil
}

// makeReplaced makes the folder for what was replaced.
func (t transaction) makeReplaced() error {
	return put(t.d, path.Join(stateDir, Replaced, ".gitignore"), []byte("*\n"))
}

// record makes the state that came with the folder the archive's.
func (t transaction) record() error {
	return t.d.Rename(path.Join(t.content(), newState), State{Issue: t.key}.path())
}

// write tries once.
func (t transaction) write(files []File, now State) (Result, error) {
	old, err := readState(t.d, t.key)
	if err != nil {
		return Result{}, err
	}
	seen, err := t.look()
	if err != nil {
		return Result{}, err
	}
	texts, err := t.load(seen, old, files)
	if err != nil {
		return Result{}, disturbed(err)
	}
	p := newPlan(texts, old, files, now)
	if len(p.out) == 0 && len(p.next.Files) == 0 {
		return p.result, t.clear(seen)
	}
	if !p.changes() {
		return p.result, t.recordAlone(p.next)
	}
	if err := t.stage(p); err != nil {
		_ = t.d.RemoveAll(t.tmp())
		return Result{}, disturbed(err)
	}
	if err := t.swap(); err != nil {
		_ = t.d.RemoveAll(t.tmp())
		return Result{}, err
	}
	if after, err := t.lookAt(t.oldTree()); err != nil || !seen.equal(after) {
		if err := t.swapBack(); err != nil {
			return Result{}, err
		}
		return Result{}, errors.Join(errDisturbed, err)
	}
	if err := t.record(); err != nil {
		return p.result, err
	}
	_ = t.d.RemoveAll(t.tmp()) // if it cannot go now, the next run removes it
	return p.result, nil
}

// disturbed makes of a file that is not there any more a reason to try again.
func disturbed(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return errors.Join(errDisturbed, err)
	}
	return err
}

// look returns the files of the issue as they are now.
func (t transaction) look() (snapshot, error) { return t.lookAt(t.content()) }

func (t transaction) lookAt(dir string) (snapshot, error) {
	s := snapshot{}
	err := fs.WalkDir(t.d.FS(), dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			if name == dir && errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			return err
		}
		info, err := e.Info()
		s[path.Join(t.key, strings.TrimPrefix(name, dir))] = info
		return err
	})
	return s, err
}

// load reads the files that have to be decided about.
func (t transaction) load(seen snapshot, old State, files []File) (map[string][]byte, error) {
	out := map[string][]byte{}
	for name := range seen {
		out[name] = nil
		_, known := old.Files[name]
		wanted := slices.ContainsFunc(files, func(f File) bool { return f.Path == name })
		for dir, at := range old.Moved {
			known = known || strings.HasPrefix(name, at+"/") && old.Files[dir+strings.TrimPrefix(name, at)] != ""
		}
		if !known && !wanted && !isText(name) && articleDir(name) == "" {
			continue
		}
		data, err := t.d.ReadFile(path.Join(contentDir, name))
		if err != nil && seen[name].Mode()&fs.ModeSymlink != 0 {
			continue // it leads nowhere, as the locks of some editors do
		}
		if err != nil {
			return nil, err
		}
		out[name] = data
	}
	return out, nil
}

// stage makes the new folder, and keeps what a person wrote and will find
// otherwise.
func (t transaction) stage(p *plan) error {
	made := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(p.out)) {
		to := path.Join(t.tree(), strings.TrimPrefix(name, t.key+"/"))
		if dir := path.Dir(to); !made[dir] {
			if err := t.d.MkdirAll(dir, 0o777); err != nil {
				return fmt.Errorf("%s: %w", path.Join(contentDir, name), err)
			}
			made[dir] = true
		}
		var err error
		if o := p.out[name]; o.from != "" {
			err = t.link(path.Join(contentDir, o.from), to)
		} else {
			err = t.d.WriteFile(to, o.data, 0o666)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", path.Join(contentDir, name), err)
		}
	}
	if len(p.saved) > 0 {
		if err := t.makeReplaced(); err != nil {
			return err
		}
	}
	for _, name := range p.saved {
		to := path.Join(stateDir, Replaced, name)
		if err := replace(t.d, to, p.disk[name]); err != nil {
			return fmt.Errorf("%s: %w", to, err)
		}
	}
	if err := t.d.MkdirAll(contentDir, 0o777); err != nil {
		return err
	}
	return put(t.d, path.Join(t.tree(), newState), p.next.encode())
}

// link gives a file a second name, or copies it where that cannot be.
func (t transaction) link(from, to string) error {
	err := t.d.Link(from, to)
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		return err
	}
	data, err := t.d.ReadFile(from)
	if err != nil {
		return err
	}
	return t.d.WriteFile(to, data, 0o666)
}

// swap puts the new folder into the place of the old one.
func (t transaction) swap() error {
	if !exists(t.d, t.content()) {
		return t.d.Rename(t.tree(), t.content())
	}
	err := t.d.Swap(t.content(), t.tree())
	if !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	if err := t.d.Rename(t.content(), t.old()); err != nil {
		return err
	}
	if err := t.d.Rename(t.tree(), t.content()); err != nil {
		return errors.Join(err, t.d.Rename(t.old(), t.content()))
	}
	return nil
}

// oldTree is where the old folder is after swap.
func (t transaction) oldTree() string {
	if exists(t.d, t.old()) {
		return t.old()
	}
	return t.tree()
}

// swapBack undoes swap.
func (t transaction) swapBack() error {
	if !exists(t.d, t.oldTree()) { // there was none
		return t.d.RemoveAll(t.content())
	}
	if t.oldTree() == t.tree() {
		if err := t.d.Swap(t.content(), t.tree()); err != nil {
			return err
		}
		return t.d.RemoveAll(t.tmp())
	}
	if err := t.d.Rename(t.content(), t.tree()); err != nil {
		return err
	}
	if err := t.d.Rename(t.old(), t.content()); err != nil {
		return err
	}
	return t.d.RemoveAll(t.tmp())
}

// recordAlone saves a state for a folder that stays as it is, unless the file
// says so already.
func (t transaction) recordAlone(s State) error {
	before, _, err := read(t.d, s.path())
	if err != nil || strings.ReplaceAll(string(before), "\r\n", "\n") == string(s.encode()) {
		return err
	}
	return replace(t.d, s.path(), s.encode())
}

// clear removes an issue of which nothing is left.
func (t transaction) clear(seen snapshot) error {
	s := State{Issue: t.key}
	if exists(t.d, t.content()) {
		if err := t.d.MkdirAll(t.tmp(), 0o777); err != nil {
			return err
		}
		if err := t.d.Rename(t.content(), t.gone()); err != nil {
			return err
		}
		if after, err := t.lookAt(t.gone()); err != nil || !seen.equal(after) {
			return errors.Join(errDisturbed, err, t.d.Rename(t.gone(), t.content()))
		}
	}
	if exists(t.d, s.path()) {
		if err := t.d.Remove(s.path()); err != nil {
			return errors.Join(err, t.d.Rename(t.gone(), t.content()))
		}
	}
	_ = t.d.RemoveAll(t.tmp())
	return nil
}

// A snapshot is how the files of an issue look from outside. If it is another
// one later, somebody wrote in between.
type snapshot map[string]fs.FileInfo

func (s snapshot) equal(t snapshot) bool {
	if len(s) != len(t) {
		return false
	}
	for name, a := range s {
		b, ok := t[name]
		if !ok || a.Size() != b.Size() || !a.ModTime().Equal(b.ModTime()) || a.Mode() != b.Mode() {
			return false
		}
	}
	return true
}
