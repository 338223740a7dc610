package bundle

import (
	"errors"
	"fmt"
	"os"
	"path"
)

// A Result tells what [Write] did, as paths below content, sorted.
type Result struct {
	Written   []string
	Unchanged []string // as import would have it, or as a person made it
	Kept      []Kept
	Removed   []string
	Moved     []Move // articles that have another address now
}

// Kept is a file in which a person's work and the source do not go together.
// Those of [Conflicting] are listed as long as the marks are in the file; the
// others once, when the source changes.
type Kept struct {
	Path   string
	Reason string
}

// Reasons for a [Kept] file.
const (
	Conflicting = "changed by hand and in the source; both versions are marked in it"
	Edited      = "edited by hand, and the source now has another one"
	Deleted     = "deleted by hand, and the source now says something else"
	Foreign     = "made by hand before import had one of this name"
	Orphan      = "edited by hand, and no longer in the source"
)

// A Move is an article that has another folder now, below content: because the
// source has one more before it, or because an editor put it there.
type Move struct{ From, To string }

// contentDir is where bundles live below an archive's root.
const contentDir = "content"

// Replaced is the folder, below an archive's .backissue, for what a person
// wrote and a merge rewrote: the last version of each file, by its path below
// content. Git ignores it.
const Replaced = "replaced"

// Write brings the bundles of one issue below root's content folder up to date
// with files, and saves the new state. Of state only Issue, Source and SHA256
// count: what import wrote last is read from the disk.
//
// What a person changed since is merged with what the source changed, block by
// block and field by field: see [Conflict] for what cannot be. An article is
// followed by what it says, whatever number the source gives it and wherever an
// editor put it. What a person deleted stays deleted, and files that import
// never made go with their article. An empty file is what a power failure
// leaves, not an edit. A second Write with the same files touches nothing.
//
// The issue's folder is made anew below .backissue, where a full disk does no
// harm, with links to all that stays, and then changes places with the old one
// in one step: whoever reads, and whatever happens, sees the whole issue old or
// new. Systems that know no such step (all but Linux) rename twice; a run that is
// cut off in between is mended by [Recover] or the next Write. If somebody
// writes into the old folder meanwhile, it comes back and the work begins again.
func Write(root string, files []File, state State) (Result, error) {
	d, done, err := openDisk(root)
	if err != nil {
		return Result{}, err
	}
	defer done()
	return write(d, files, state)
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
	d := rootDisk{r}
	var written []string
	for _, f := range files {
		name := path.Join(contentDir, f.Path)
		if _, err := r.Lstat(name); err == nil {
			continue
		}
		if err := replace(d, name, f.Data); err != nil {
			return written, fmt.Errorf("bundle: %w", err)
		}
		written = append(written, f.Path)
	}
	return written, nil
}

// tries is how often Write begins again because somebody else writes.
const tries = 5

func write(d disk, files []File, state State) (Result, error) {
	if err := checkPaths(files, state.Issue); err != nil {
		return Result{}, fmt.Errorf("bundle: %w", err)
	}
	t := transaction{d, state.Issue}
	if err := t.recover(); err != nil {
		return Result{}, fmt.Errorf("bundle: %w", err)
	}
	for range tries {
		result, err := t.write(files, state)
		if errors.Is(err, errDisturbed) {
			continue
		}
		if err != nil {
			return result, fmt.Errorf("bundle: %w", err)
		}
		return result, nil
	}
	return Result{}, fmt.Errorf("bundle: %s: %w", path.Join(contentDir, state.Issue), errDisturbed)
}

// errDisturbed ends a try in which somebody else wrote into the issue.
var errDisturbed = errors.New("its files are being changed all the time")
