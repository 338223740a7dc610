package bundle

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
)

// A Result tells what [Write] did, as paths below content, sorted.
type Result struct {
	Written   []string
	Unchanged []string // as import would have it, or edited since and the source unchanged
	Kept      []Kept
	Removed   []string
}

// Kept is a file that import would have changed, and a person's work.
type Kept struct {
	Path   string
	Reason string
}

// Reasons for a [Kept] file.
const (
	Edited  = "edited by hand, and the source now says something else"
	Deleted = "deleted by hand, and the source now says something else"
	Foreign = "made by hand before import had a text for it"
	Orphan  = "edited by hand, and no longer in the source"
)

// contentDir is where bundles live below an archive's root.
const contentDir = "content"

// A disk is what Write needs of an [os.Root]; tests put broken ones in its
// place.
type disk interface {
	ReadFile(name string) ([]byte, error)
	WriteFile(name string, data []byte, perm fs.FileMode) error
	MkdirAll(name string, perm fs.FileMode) error
	Rename(oldname, newname string) error
	Remove(name string) error
	RemoveAll(name string) error
	Lstat(name string) (fs.FileInfo, error)
}

// Write brings the bundles of one issue below root's content folder up to
// date with files, given the state from [ReadState] with Source and SHA256 set
// to those of this import, and saves the new state.
//
// A bundle is an article's folder, or the _index files of the issue or of a
// section. Everything new is first written below .backissue, where a full disk
// does no harm, and then moved into place: a new bundle in one step, the files
// of an old one one by one. If a move fails, the bundle gets its old files
// back, and bundles already moved stay new. If the process is killed between
// two moves, each file is whole and the next import finishes the work.
//
// A file whose text is not the recorded one is a person's: it stays, and
// Result.Kept tells where import would have changed it. Files that import
// never made are not looked at. An empty file is what a power failure leaves,
// not an edit. A second Write with the same files touches nothing.
func Write(root string, files []File, state State) (Result, error) {
	r, err := os.OpenRoot(root)
	if err != nil {
		return Result{}, fmt.Errorf("bundle: %w", err)
	}
	defer r.Close()
	return write(r, files, state)
}

// WriteMissing writes those of files that do not exist, and returns their
// paths. It is for [Home] and [About]: pages that
// belong to the archive's owner.
func WriteMissing(root string, files []File) ([]string, error) {
	r, err := os.OpenRoot(root)
	if err != nil {
		return nil, fmt.Errorf("bundle: %w", err)
	}
	defer r.Close()
	var written []string
	for _, f := range files {
		name := path.Join(contentDir, f.Path)
		if _, err := r.Lstat(name); err == nil {
			continue
		}
		if err := replace(r, name, f.Data); err != nil {
			return written, fmt.Errorf("bundle: %w", err)
		}
		written = append(written, f.Path)
	}
	return written, nil
}

func write(d disk, files []File, state State) (Result, error) {
	if err := checkPaths(files, state.Issue); err != nil {
		return Result{}, fmt.Errorf("bundle: %w", err)
	}
	tmp := path.Join(stateDir, "tmp-"+state.Issue)
	if _, err := d.Lstat(tmp); err == nil { // left behind by a run that was cut off
		if err := d.RemoveAll(tmp); err != nil {
			return Result{}, fmt.Errorf("bundle: %w", err)
		}
	}
	p, err := newPlan(d, files, state)
	if err != nil {
		return Result{}, fmt.Errorf("bundle: %w", err)
	}
	err = p.run(d, tmp)
	if len(p.changes) > 0 {
		_ = d.RemoveAll(tmp) // if it cannot go now, the next run removes it
	}
	slices.Sort(p.result.Unchanged)
	slices.SortFunc(p.result.Kept, func(a, b Kept) int { return strings.Compare(a.Path, b.Path) })
	if err != nil {
		return p.result, fmt.Errorf("bundle: %w", err)
	}
	return p.result, nil
}

// pictureRE matches the names that readers give to pictures. None is a file
// that Hugo takes for content.
var pictureRE = regexp.MustCompile(`(?i)^[\pL\pN][\pL\pN ._-]{0,120}\.(?:png|jpe?g|gif|webp|avif|bmp|tiff?|svg|emf|wmf)$`)

// checkPaths makes sure that files are those of one issue: their paths have
// the form that Files gives them, and no key climbs out of its folder.
func checkPaths(files []File, key string) error {
	if !keyRE.MatchString(key) {
		return fmt.Errorf("issue key %q is no folder name", key)
	}
	if strings.EqualFold(key, AboutKey) {
		return fmt.Errorf("issue key %q: this folder belongs to the archive", key)
	}
	seen := map[string]bool{}
	for _, f := range files {
		elem := strings.Split(f.Path, "/")
		base := elem[len(elem)-1]
		ok := elem[0] == key && !slices.ContainsFunc(elem[:len(elem)-1], func(e string) bool { return !keyRE.MatchString(e) })
		depth := len(elem)
		if depth > 2 && elem[depth-2] == attachmentDir {
			depth = 0
		}
		switch depth {
		case 0:
			ok = ok && (len(elem) == 3 || len(elem) == 5) && attachmentRE.MatchString(base) && !content[strings.ToLower(path.Ext(base))]
		case 2, 3:
			ok = ok && (strings.HasPrefix(base, "_index.") && strings.HasSuffix(base, ".md") || pictureRE.MatchString(base))
		case 4:
			ok = ok && (base == "facts.yaml" || strings.HasPrefix(base, "index.") && strings.HasSuffix(base, ".md") || pictureRE.MatchString(base))
		default:
			ok = false
		}
		switch {
		case !ok || strings.ContainsAny(base, "\\:"):
			return fmt.Errorf("%q is no path of a bundle of issue %s", f.Path, key)
		case seen[f.Path]:
			return fmt.Errorf("%s: two files want this path", f.Path)
		}
		seen[f.Path] = true
	}
	return nil
}

// A change is one file to write or to remove.
type change struct {
	path    string
	remove  bool
	data    []byte
	sum     string // of data
	existed bool
	old     []byte // what is on disk now
}

// A plan is all that a Write is going to do.
type plan struct {
	before  []byte // state file as it was; nil if there was none
	state   State  // as it is while the plan runs; its Files end up as the new record
	changes []change
	result  Result
}

// newPlan compares files with what is on disk and what import wrote last.
func newPlan(d disk, files []File, state State) (*plan, error) {
	p := &plan{state: state}
	p.state.Files = maps.Clone(state.Files)
	if p.state.Files == nil {
		p.state.Files = map[string]string{}
	}
	var err error
	if p.before, _, err = read(d, state.path()); err != nil {
		return nil, err
	}
	wanted := map[string]bool{}
	for _, f := range files {
		wanted[f.Path] = true
		old, exists, err := read(d, path.Join(contentDir, f.Path))
		if err != nil {
			return nil, err
		}
		p.add(state, f, old, exists)
	}
	for _, name := range recorded(state) {
		if wanted[name] {
			continue
		}
		old, exists, err := read(d, path.Join(contentDir, name))
		if err != nil {
			return nil, err
		}
		p.drop(state, name, old, exists)
	}
	return p, nil
}

// recorded returns every path that import has, or may have, written.
func recorded(s State) []string {
	all := maps.Clone(s.Files)
	if all == nil {
		all = map[string]string{}
	}
	for name := range s.Writing {
		all[name] = ""
	}
	return slices.Sorted(maps.Keys(all))
}

// add decides about a file that import has a text for.
func (p *plan) add(state State, f File, old []byte, exists bool) {
	now := sum(f.Data)
	last, known := state.Files[f.Path]
	_, cut := state.Writing[f.Path]
	onDisk := sum(old)
	torn := exists && len(old) == 0
	switch {
	case exists && onDisk == now:
		p.state.Files[f.Path] = now
		p.result.Unchanged = append(p.result.Unchanged, f.Path)
	case !exists && known && !cut:
		p.keep(f.Path, Deleted, last != now)
	case exists && !torn && !state.ours(f.Path, onDisk) && known:
		p.keep(f.Path, Edited, last != now)
	case exists && !torn && !state.ours(f.Path, onDisk):
		p.keep(f.Path, Foreign, true)
	default:
		p.changes = append(p.changes, change{path: f.Path, data: f.Data, sum: now, existed: exists, old: old})
	}
}

// drop decides about a file that import wrote once and has no text for now.
func (p *plan) drop(state State, name string, old []byte, exists bool) {
	switch {
	case !exists:
		delete(p.state.Files, name)
	case !state.ours(name, sum(old)) && len(old) > 0:
		p.keep(name, Orphan, true)
	default:
		p.changes = append(p.changes, change{path: name, remove: true, existed: true, old: old})
	}
}

func (p *plan) keep(name, reason string, conflict bool) {
	if conflict {
		p.result.Kept = append(p.result.Kept, Kept{name, reason})
	} else {
		p.result.Unchanged = append(p.result.Unchanged, name)
	}
}

// run carries the plan out: stage, announce, move, record.
func (p *plan) run(d disk, tmp string) error {
	p.state.Writing = nil
	if len(p.changes) > 0 {
		if err := p.stage(d, tmp); err != nil {
			return err
		}
		if err := p.announce(d); err != nil {
			return err
		}
	}
	changed := bundles(p.changes)
	for _, b := range changed {
		if err := b.move(d, tmp); err != nil {
			return err
		}
		for _, c := range b.changes {
			if c.remove {
				p.result.Removed = append(p.result.Removed, c.path)
				delete(p.state.Files, c.path)
			} else {
				p.result.Written = append(p.result.Written, c.path)
				p.state.Files[c.path] = c.sum
			}
		}
	}
	prune(d, changed)
	slices.Sort(p.result.Written)
	slices.Sort(p.result.Removed)
	return p.record(d)
}

// announce saves what is about to be written, so that a run that is cut off
// leaves no file that looks like a person's.
func (p *plan) announce(d disk) error {
	s := p.state
	s.Writing = map[string]string{}
	for _, c := range p.changes {
		s.Writing[c.path] = c.sum
	}
	return replace(d, s.path(), s.encode())
}

// record saves the final state, unless the file says so already.
func (p *plan) record(d disk) error {
	if len(p.state.Files) == 0 {
		if p.before == nil && len(p.changes) == 0 {
			return nil
		}
		return d.Remove(p.state.path())
	}
	data := p.state.encode()
	if bytes.Equal(bytes.ReplaceAll(p.before, []byte("\r\n"), []byte("\n")), data) && len(p.changes) == 0 {
		return nil
	}
	return replace(d, p.state.path(), data)
}

// read returns the text of a file, and whether there is one.
func read(d disk, name string) ([]byte, bool, error) {
	data, err := d.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, false, nil
	}
	return data, err == nil, err
}

// replace writes a file in one step, by way of a neighbour that Hugo ignores
// for its name.
func replace(d disk, name string, data []byte) error {
	if err := d.MkdirAll(path.Dir(name), 0o777); err != nil {
		return err
	}
	tmp := path.Join(path.Dir(name), "."+path.Base(name)+".tmp")
	if err := d.WriteFile(tmp, data, 0o666); err != nil {
		d.Remove(tmp)
		return err
	}
	if err := d.Rename(tmp, name); err != nil {
		d.Remove(tmp)
		return err
	}
	return nil
}
