package hugo

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/afero"
)

// pagesFs is a file system in which one folder, and some files, are in memory:
// thousands of small files need not be written for Hugo to read them once.
type pagesFs struct {
	afero.Fs
	dir     string
	instead map[string][]byte
	memory  afero.Fs // what lies in dir and what is there instead, under the same names
}

// withPages returns disk with pages, by slash-separated paths, below dir, and
// with other texts in some files, by full names.
func withPages(disk afero.Fs, dir string, pages, instead map[string][]byte) (afero.Fs, error) {
	memory := afero.NewMemMapFs()
	if err := memory.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	for name, text := range pages {
		if err := afero.WriteFile(memory, filepath.Join(dir, filepath.FromSlash(name)), text, 0o644); err != nil {
			return nil, err
		}
	}
	for name, text := range instead {
		if err := afero.WriteFile(memory, name, text, 0o644); err != nil {
			return nil, err
		}
	}
	return &pagesFs{disk, dir, instead, memory}, nil
}

func (f *pagesFs) at(name string) afero.Fs {
	if _, ok := f.instead[name]; ok || name == f.dir || strings.HasPrefix(name, f.dir+string(filepath.Separator)) {
		return f.memory
	}
	return f.Fs
}

func (f *pagesFs) Open(name string) (afero.File, error) { return f.at(name).Open(name) }

func (f *pagesFs) OpenFile(name string, flag int, perm os.FileMode) (afero.File, error) {
	return f.at(name).OpenFile(name, flag, perm)
}

func (f *pagesFs) Stat(name string) (os.FileInfo, error) { return f.at(name).Stat(name) }

// LstatIfPossible is how Hugo looks at links; there are none in memory.
func (f *pagesFs) LstatIfPossible(name string) (os.FileInfo, bool, error) {
	if l, ok := f.at(name).(afero.Lstater); ok {
		return l.LstatIfPossible(name)
	}
	info, err := f.Stat(name)
	return info, false, err
}

// contentFs is a file system in which the content folder is in memory.
type contentFs struct {
	pagesFs
}

// newContentFs returns disk with an empty folder dir in memory.
func newContentFs(disk afero.Fs, dir string) *contentFs {
	memory := afero.NewMemMapFs()
	_ = memory.MkdirAll(dir, 0o755) // memory takes every name
	return &contentFs{pagesFs{disk, dir, nil, memory}}
}

// fill puts files into the folder, by slash-separated paths.
func (f *contentFs) fill(files map[string][]byte) error {
	for name, text := range files {
		if err := afero.WriteFile(f.memory, filepath.Join(f.dir, filepath.FromSlash(name)), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}
