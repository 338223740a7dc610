// Package source finds the documents of an archive and reads their bytes.
//
// It decides what a file is by its content and never by its name, and it
// refuses what no reader could use: nothing in it, the wrong encoding, a size
// without measure. It does not parse: a [File] goes to the reader of its
// [Format].
package source

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// MaxSize is the size in bytes of the largest file that [Read] accepts.
const MaxSize = 64 << 20

// MaxLine is the length in bytes of the longest line of text that [Read]
// accepts. A real line of a newsletter is a thousand times shorter.
const MaxLine = 1 << 20

// A File is one source document.
type File struct {
	Name   string // path below the folder of sources, slash-separated
	Data   []byte
	SHA256 string // of Data, in hexadecimal
	Format Format
}

// An Error says what is wrong with one source, and what its owner can do.
type Error struct {
	Name    string // path as the user would write it
	Problem string
	Advice  string // one short sentence, or empty
	Err     error  // the cause, or nil
}

func (e *Error) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("%s: %s: %v", e.Name, e.Problem, e.Err)
	}
	return e.Name + ": " + e.Problem
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Hint returns what the owner of the file can do.
func (e *Error) Hint() string { return e.Advice }

// Find returns the names of the documents in dir, sorted, and of the folders
// that hold a document with its attachments: [Files] lists those. A folder
// named for a year is neither: what it holds is looked at as if it lay in dir.
// Hidden files and the temporary files of editors, office programs and browsers
// are left out.
func Find(dir string) ([]string, error) {
	names, err := find(dir, "")
	slices.Sort(names)
	return names, err
}

func find(dir, prefix string) ([]string, error) {
	entries, err := os.ReadDir(filepath.Join(dir, prefix))
	if err != nil {
		return nil, fmt.Errorf("source: %w", err)
	}
	var names []string
	for _, e := range entries {
		name := path.Join(prefix, e.Name())
		if temporary(e.Name()) {
			continue
		}
		if e.IsDir() && year.MatchString(e.Name()) && prefix == "" {
			inner, err := find(dir, name)
			if err != nil {
				return nil, err
			}
			names = append(names, inner...)
			continue
		}
		// A link is taken for what it points to. One that points nowhere
		// stays in the list: Read has the words for it. Pipes and devices
		// are nobody's documents.
		info, err := os.Stat(filepath.Join(dir, name))
		if err == nil && !info.Mode().IsRegular() && !info.IsDir() {
			continue
		}
		names = append(names, name)
	}
	return names, nil
}

// year matches the name of a folder for the issues of a year.
var year = regexp.MustCompile(`^(?:19|20)\d\d(?:년|年|年度)?$`)

// temporary reports whether a file of this name is somebody's work in
// progress rather than a document.
func temporary(name string) bool {
	if strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~") || strings.HasSuffix(name, "~") {
		return true
	}
	switch strings.ToLower(name) {
	case "thumbs.db", "desktop.ini":
		return true // what Windows leaves in folders
	}
	switch strings.ToLower(filepath.Ext(name)) {
	case ".tmp", ".temp", ".swp", ".swx", ".part", ".crdownload", ".download", ".bak":
		return true
	}
	return false
}

// Read reads one file that [Find] or [Files] named. Every error about the
// content is an [*Error], and the File that comes with it has no Format: no
// reader can have it, but it may still be attached to a document.
func Read(dir, name string) (*File, error) {
	at := filepath.Join(dir, filepath.FromSlash(name))
	data, err := readStable(at)
	if err != nil {
		return nil, err
	}
	f, problem := New(name, data)
	if problem != nil {
		problem.Name = at
		return f, problem
	}
	return f, nil
}

// New returns the file of the given name that holds data, and what keeps
// readers from it, if anything does. The Name of the problem is name.
func New(name string, data []byte) (*File, *Error) {
	sum := sha256.Sum256(data)
	f := &File{Name: name, Data: data, SHA256: hex.EncodeToString(sum[:])}
	format, problem := inspect(data)
	if problem != nil {
		problem.Name = name
		return f, problem
	}
	f.Format = format
	return f, nil
}

// readStable returns the bytes of a file that nobody wrote to meanwhile:
// half a document is worse than none.
func readStable(path string) ([]byte, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &Error{Name: path, Problem: "vanished before it could be read",
			Advice: "put it back, or import again without it"}
	}
	if err != nil {
		return nil, fmt.Errorf("source: %w", err)
	}
	defer f.Close()
	before, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("source: %w", err)
	}
	if before.IsDir() {
		return nil, &Error{Name: path, Problem: "is a folder", Advice: "name the files in it"}
	}
	if before.Size() > MaxSize {
		return nil, tooBig(path, before.Size())
	}
	data, err := io.ReadAll(io.LimitReader(f, MaxSize+1))
	if err != nil {
		return nil, fmt.Errorf("source: %w", err)
	}
	if !unchanged(path, before, len(data)) {
		return nil, &Error{Name: path, Problem: "changed while it was being read",
			Advice: "wait until it is saved or copied, then import again"}
	}
	return data, nil
}

// unchanged reports whether the file at path is still the one that was n
// bytes long before. It asks by name and not by descriptor: a file that was
// replaced or removed keeps its old bytes behind the descriptor.
func unchanged(path string, before fs.FileInfo, n int) bool {
	after, err := os.Stat(path)
	return err == nil && os.SameFile(before, after) &&
		after.Size() == int64(n) && after.ModTime().Equal(before.ModTime())
}

func tooBig(path string, size int64) *Error {
	return &Error{
		Name:    path,
		Problem: fmt.Sprintf("is too big: %d MiB, where %d MiB is the most", size>>20, MaxSize>>20),
		Advice:  "give each issue a file of its own",
	}
}
