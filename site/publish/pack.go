package publish

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Packs reports whether a name is that of a file that [Pack] can write.
func Packs(name string) bool { return strings.HasSuffix(name, ".zip") || tarred(name) }

func tarred(name string) bool {
	return strings.HasSuffix(name, ".tar.gz") || strings.HasSuffix(name, ".tgz")
}

// Pack writes the tree into one file, a .zip or a .tar.gz by its name. The
// same site makes the same bytes: files come in the order of their names, all
// with the same time and rights and nobody's name. The file is there when it
// is complete, and stays untouched where it would be the same.
func Pack(ctx context.Context, t *Tree, name string, dryRun bool) (Result, error) {
	res := Result{To: name}
	fail := func(err error) (Result, error) {
		if errors.As(err, new(hinted)) {
			return res, err
		}
		return res, fmt.Errorf("publish: %w", err)
	}
	abs, err := filepath.Abs(name)
	if err != nil {
		return fail(err)
	}
	if within(t.dir, filepath.Join(resolved(filepath.Dir(abs)), filepath.Base(abs))) {
		return fail(withHint("choose a place outside the site", "publish: %s would lie in the site itself", name))
	}
	old, err := packed(name)
	if err != nil {
		return fail(err)
	}
	new, err := t.sums(ctx)
	if err != nil {
		return fail(err)
	}
	if res.Changes = compare(old, new); dryRun {
		return res, nil
	}
	beside, err := os.CreateTemp(filepath.Dir(abs), half)
	if err != nil {
		return fail(err)
	}
	defer os.Remove(beside.Name())
	defer beside.Close()
	if err := t.pack(ctx, beside, name); err != nil {
		return fail(err)
	}
	if err := errors.Join(beside.Chmod(0o644), beside.Close(), t.settled()); err != nil {
		return fail(err)
	}
	if same(beside.Name(), abs) {
		return res, nil
	}
	if err := os.Rename(beside.Name(), abs); err != nil {
		return fail(err)
	}
	return res, nil
}

func (t *Tree) pack(ctx context.Context, w io.Writer, name string) error {
	at, err := moment()
	if err != nil {
		return err
	}
	if tarred(name) {
		return t.tar(ctx, w, at)
	}
	return t.zip(ctx, w, at)
}

// moment returns the time of all files: that which SOURCE_DATE_EPOCH says, or
// the first that a zip file can tell. See section 4.4.6 of its specification,
// and https://reproducible-builds.org/specs/source-date-epoch/.
func moment() (time.Time, error) {
	first := time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)
	text := os.Getenv("SOURCE_DATE_EPOCH")
	if text == "" {
		return first, nil
	}
	epoch, err := strconv.ParseInt(text, 10, 64)
	at := time.Unix(epoch, 0).UTC()
	if err != nil || at.Year() > 2107 {
		return first, withHint("give it as seconds since 1970", "publish: SOURCE_DATE_EPOCH is %q", text)
	}
	if at.Before(first) {
		return first, nil
	}
	return at, nil
}

// compressed are files that no packing makes smaller.
var compressed = map[string]bool{
	".avif": true, ".br": true, ".docx": true, ".epub": true, ".gif": true, ".gz": true, ".hwpx": true, ".jpeg": true,
	".jpg": true, ".odt": true, ".png": true, ".webp": true, ".woff2": true, ".zip": true,
}

func (t *Tree) zip(ctx context.Context, w io.Writer, at time.Time) error {
	z := zip.NewWriter(w)
	for _, f := range t.files {
		// The package flags names that are not ASCII as UTF-8, bit 11 of
		// section 4.4.4.
		h := &zip.FileHeader{Name: f.name, Modified: at, Method: zip.Deflate}
		if compressed[strings.ToLower(path.Ext(f.name))] {
			h.Method = zip.Store
		}
		h.SetMode(0o644)
		entry, err := z.CreateHeader(h)
		if err != nil {
			return err
		}
		if err := f.copyTo(ctx, entry); err != nil {
			return err
		}
	}
	return z.Close()
}

func (t *Tree) tar(ctx context.Context, w io.Writer, at time.Time) error {
	g, err := gzip.NewWriterLevel(w, gzip.BestCompression)
	if err != nil {
		return err
	}
	archive := tar.NewWriter(g)
	for _, f := range t.files {
		h := &tar.Header{Typeflag: tar.TypeReg, Name: f.name, Size: f.size, Mode: 0o644, ModTime: at, Format: tar.FormatPAX}
		if err := archive.WriteHeader(h); err != nil {
			return err
		}
		if err := f.copyTo(ctx, archive); err != nil {
			return err
		}
	}
	return errors.Join(archive.Close(), g.Close())
}

func (f file) copyTo(ctx context.Context, w io.Writer) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	r, err := os.Open(f.path)
	if err != nil {
		return err
	}
	defer r.Close()
	_, err = io.Copy(w, r)
	return err
}

// sums returns a sum of each file of the tree.
func (t *Tree) sums(ctx context.Context) (map[string]string, error) {
	all := map[string]string{}
	for _, f := range t.files {
		h := sha256.New()
		if err := f.copyTo(ctx, h); err != nil {
			return nil, err
		}
		all[f.name] = string(h.Sum(nil))
	}
	return all, nil
}

// packed returns a sum of each file in an earlier file of that name, and
// refuses one that is no packed site: it would be gone.
func packed(name string) (map[string]string, error) {
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	read := unzip
	if tarred(name) {
		read = untar
	}
	sums := map[string]string{}
	err = read(f, func(name string, r io.Reader) error {
		h := sha256.New()
		_, err := io.Copy(h, r)
		sums[name] = string(h.Sum(nil))
		return err
	})
	if _, ok := sums["index.html"]; err != nil || !ok {
		return nil, withHint("choose another name, or remove the file", "publish: %s is there and is no packed site", name)
	}
	return sums, nil
}

func unzip(f *os.File, each func(string, io.Reader) error) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	z, err := zip.NewReader(f, info.Size())
	if err != nil {
		return err
	}
	for _, entry := range z.File {
		r, err := entry.Open()
		if err != nil {
			return err
		}
		if err := errors.Join(each(entry.Name, r), r.Close()); err != nil {
			return err
		}
	}
	return nil
}

func untar(f *os.File, each func(string, io.Reader) error) error {
	g, err := gzip.NewReader(f)
	if err != nil {
		return err
	}
	for archive := tar.NewReader(g); ; {
		h, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := each(h.Name, archive); err != nil {
			return err
		}
	}
}

// same reports whether two files have the same bytes.
func same(a, b string) bool {
	x, err1 := os.ReadFile(a)
	y, err2 := os.ReadFile(b)
	return err1 == nil && err2 == nil && bytes.Equal(x, y)
}
