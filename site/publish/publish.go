// Package publish brings a built site to where it is read: a branch of a git
// remote, which GitHub Pages and its like serve, a folder, or one file.
//
//	public/ --Open--> Tree --Precompress, Headers--> Tree --Git, Folder, Archive--> the host
//
// It never builds anything and knows nothing of how a site is made: a site is
// a folder with an index.html. What a host needs beside the pages is added to
// what is sent, never to the folder. All of it is regular files, sent with
// the same modes everywhere.
//
// Whoever reads the site while it is published sees a page as it was or as it
// will be: git moves a branch at once, a file is renamed into its place, and
// what is no longer part of the site goes last. A run that is stopped leaves
// the old site or the new one, and a later run completes it.
package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Tree is what will be sent: the files of a site, and those that were added
// for the host.
type Tree struct {
	dir   string
	seen  fs.FileInfo // of dir, to notice that it was replaced
	stage string      // folder of the files that were added
	files []file      // sorted by name
}

type file struct {
	name string // slash-separated, from the site's root
	path string // where its bytes lie
	size int64
}

// Open lists the site in dir. Close the tree when it is sent.
func Open(dir string) (*Tree, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("publish: %w", err)
	}
	if dir, err = filepath.EvalSymlinks(dir); err != nil {
		return nil, withHint("build it first: backissue build", "publish: there is no site: %w", err)
	}
	t := &Tree{dir: dir}
	if t.seen, err = os.Stat(dir); err != nil {
		return nil, fmt.Errorf("publish: %w", err)
	}
	if t.files, err = list(dir); err != nil {
		return nil, fmt.Errorf("publish: %w", err)
	}
	if !t.has("index.html") {
		return nil, withHint("build it first: backissue build", "publish: %s holds no index.html, so it is not a site", dir)
	}
	if t.stage, err = os.MkdirTemp("", "backissue-"); err != nil {
		return nil, fmt.Errorf("publish: %w", err)
	}
	return t, nil
}

// Close removes what was made for sending.
func (t *Tree) Close() error { return os.RemoveAll(t.stage) }

// list returns the files below dir by name.
func list(dir string) ([]file, error) {
	var files []file
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || path == dir {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		name := filepath.ToSlash(rel)
		if err := sendable(name, d.Type()); err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		files = append(files, file{name: name, path: path})
		if err == nil {
			files[len(files)-1].size = info.Size()
		}
		return err
	})
	slices.SortFunc(files, func(a, b file) int { return strings.Compare(a.name, b.name) })
	return files, err
}

// sendable refuses what some host could not hold under that name, and what
// would lead out of the site.
func sendable(name string, mode fs.FileMode) error {
	last := name[strings.LastIndex(name, "/")+1:]
	switch {
	case mode&fs.ModeSymlink != 0:
		return withHint("put the file itself there", "%s is a symbolic link, which is not published", name)
	case !mode.IsDir() && !mode.IsRegular():
		return fmt.Errorf("%s is not a regular file", name)
	case strings.EqualFold(last, ".git"):
		return withHint("a site is not a git repository; remove it", "%s is not published", name)
	case !utf8.ValidString(last), strings.ContainsFunc(last, unicode.IsControl), strings.Contains(last, `\`):
		return withHint("give the file another name", "%q is no name for an address", name)
	}
	return nil
}

// find returns where a file is in the list, or would be.
func (t *Tree) find(name string) (int, bool) {
	return slices.BinarySearchFunc(t.files, name, func(f file, name string) int { return strings.Compare(f.name, name) })
}

func (t *Tree) has(name string) bool {
	_, ok := t.find(name)
	return ok
}

// add adds a file to what is sent, in place of one of the same name.
func (t *Tree) add(name string, data []byte) error {
	f, err := os.CreateTemp(t.stage, "file-")
	if err != nil {
		return fmt.Errorf("publish: %w", err)
	}
	_, err = f.Write(data)
	if err := errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("publish: %s: %w", name, err)
	}
	added := file{name: name, path: f.Name(), size: int64(len(data))}
	if i, ok := t.find(name); ok {
		t.files[i] = added
	} else {
		t.files = slices.Insert(t.files, i, added)
	}
	return nil
}

// settled returns an error if the site was built again since it was listed:
// what was read by then may be of both.
func (t *Tree) settled() error {
	now, err := os.Stat(t.dir)
	if err != nil || !os.SameFile(now, t.seen) || !now.ModTime().Equal(t.seen.ModTime()) {
		return withHint("run this again", "publish: %s was built again meanwhile; nothing was published", t.dir)
	}
	return nil
}

// A hinted error says what the user can do about it.
type hinted struct {
	error
	hint string
}

func (e hinted) Unwrap() error { return e.error }
func (e hinted) Hint() string  { return e.hint }

func withHint(hint, format string, args ...any) error {
	return hinted{fmt.Errorf(format, args...), hint}
}
