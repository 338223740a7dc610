package bundle

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
)

// A disk is what Write needs of an [os.Root]; tests put broken ones in its
// place.
type disk interface {
	FS() fs.FS
	ReadFile(name string) ([]byte, error)
	WriteFile(name string, data []byte, perm fs.FileMode) error
	MkdirAll(name string, perm fs.FileMode) error
	Link(oldname, newname string) error
	Rename(oldname, newname string) error
	Remove(name string) error
	RemoveAll(name string) error
	Lstat(name string) (fs.FileInfo, error)

	// Swap makes two folders change places in one step. The error is
	// errors.ErrUnsupported where the system or the file system cannot.
	Swap(a, b string) error
}

// A rootDisk is a disk below a folder.
type rootDisk struct{ *os.Root }

// Swap opens the folders above first: so nothing leads out of the root.
func (r rootDisk) Swap(a, b string) error {
	dirA, err := r.Open(path.Dir(a))
	if err != nil {
		return err
	}
	defer dirA.Close()
	dirB, err := r.Open(path.Dir(b))
	if err != nil {
		return err
	}
	defer dirB.Close()
	return exchange(dirA, path.Base(a), dirB, path.Base(b))
}

// openDisk opens the archive at root for one writer at a time: a second one
// waits until close is called.
func openDisk(root string) (d disk, close func(), err error) {
	r, err := os.OpenRoot(root)
	if err != nil {
		return nil, nil, fmt.Errorf("bundle: %w", err)
	}
	if err := r.MkdirAll(stateDir, 0o777); err != nil {
		r.Close()
		return nil, nil, fmt.Errorf("bundle: %w", err)
	}
	dir, err := r.Open(stateDir)
	if err != nil {
		r.Close()
		return nil, nil, fmt.Errorf("bundle: %w", err)
	}
	lock(dir)
	return rootDisk{r}, func() { dir.Close(); r.Close() }, nil
}

// read returns the text of a file, and whether there is one.
func read(d disk, name string) ([]byte, bool, error) {
	data, err := d.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, false, nil
	}
	return data, err == nil, err
}

// put writes a file and the folders above it.
func put(d disk, name string, data []byte) error {
	if err := d.MkdirAll(path.Dir(name), 0o777); err != nil {
		return err
	}
	return d.WriteFile(name, data, 0o666)
}

// replace writes a file in one step, by way of a neighbour that Hugo ignores
// for its name.
func replace(d disk, name string, data []byte) error {
	tmp := path.Join(path.Dir(name), "."+path.Base(name)+".tmp")
	if err := put(d, tmp, data); err != nil {
		_ = d.Remove(tmp)
		return err
	}
	if err := d.Rename(tmp, name); err != nil {
		_ = d.Remove(tmp)
		return err
	}
	return nil
}

func exists(d disk, name string) bool {
	_, err := d.Lstat(name)
	return err == nil
}
