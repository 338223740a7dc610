// Package zipxml opens the documents that are zip files full of XML: Word,
// OpenDocument, Hangul's HWPX. It gives a reader the parts of such a package,
// as bytes or as a tree of elements, and knows nothing of what they mean.
//
// It is also the guard at the gate. Whatever the bytes are, opening them and
// reading every part takes bounded time and memory: parts have a largest
// size and a largest ratio of compression, trees a largest depth and a
// largest number of nodes, entities are never expanded, and a part's name is
// a key and never a path on a disk.
package zipxml

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// The limits. They are far above what an office writes by hand.
const (
	MaxPart  = 64 << 20  // bytes of one part, unpacked
	MaxTotal = 160 << 20 // bytes of all parts that are read, unpacked
	MaxRatio = 250       // unpacked to packed size, of parts above 1 MiB
	MaxDepth = 400       // levels of XML elements
	maxTree  = 80 << 20  // bytes of memory for the trees of all parts
	maxText  = 12 << 20  // bytes of text in each part, white space aside
	maxStray = 10_000    // end tags of each part that end nothing
)

// What can be wrong with a package as a whole.
var (
	ErrEmpty    = errors.New("is empty")
	ErrNotZip   = errors.New("is not a zip file, or not all of one")
	ErrPassword = errors.New("is locked with a password")
	ErrNoPart   = errors.New("is missing")
)

// A Package is an opened document. It is not safe for concurrent use.
type Package struct {
	parts map[string]*zip.File // by lower-case name
	names []string
	read  int64 // bytes unpacked so far
	tree  int64 // bytes of trees so far
	space Names
}

// Open opens the package that data holds. Names are the XML namespaces that
// its reader knows. The error is [ErrEmpty], [ErrNotZip] or [ErrPassword].
func Open(data []byte, names Names) (*Package, error) {
	if len(data) == 0 {
		return nil, ErrEmpty
	}
	// A locked OOXML document is no zip but an OLE file with a stream of this
	// name (MS-OFFCRYPTO 2.3.4).
	if bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")) && bytes.Contains(data, utf16le("EncryptedPackage")) {
		return nil, ErrPassword
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, ErrNotZip
	}
	p := &Package{parts: make(map[string]*zip.File), space: names}
	for _, f := range z.File {
		name := clean(f.Name)
		if key := strings.ToLower(name); p.parts[key] == nil {
			p.parts[key] = f
			p.names = append(p.names, name)
		}
	}
	if p.locked() {
		return nil, ErrPassword
	}
	return p, nil
}

// locked reports whether the manifest of an OpenDocument or HWPX package says
// that parts are encrypted (OpenDocument 1.3 part 2, 3.4).
func (p *Package) locked() bool {
	const manifest = "META-INF/manifest.xml"
	if !p.Has(manifest) {
		return false
	}
	data, err := p.Bytes(manifest)
	return err == nil && bytes.Contains(data, []byte("encryption-data"))
}

// Names lists the parts in the order of the package.
func (p *Package) Names() []string { return p.names }

// Has reports whether there is a part of that name. Names are compared
// without regard to case (ECMA-376 part 2, 6.2.2.3).
func (p *Package) Has(name string) bool { return p.parts[strings.ToLower(clean(name))] != nil }

// Bytes returns the bytes of a part. The error names the part.
func (p *Package) Bytes(name string) ([]byte, error) {
	var b bytes.Buffer
	if err := p.copy(&b, name, b.Grow); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// XML returns the root element of a part. The error names the part.
func (p *Package) XML(name string) (*Node, error) {
	var b strings.Builder
	if err := p.copy(&b, name, b.Grow); err != nil {
		return nil, err
	}
	root, used, err := parse(b.String(), p.space, maxTree-p.tree)
	p.tree += used
	if err != nil {
		return nil, fmt.Errorf("%s: %w", clean(name), err)
	}
	return root, nil
}

// copy unpacks a part into w.
func (p *Package) copy(w io.Writer, name string, grow func(int)) error {
	name = clean(name)
	f := p.parts[strings.ToLower(name)]
	if f == nil {
		return fmt.Errorf("%s: %w", name, ErrNoPart)
	}
	size := f.UncompressedSize64
	switch {
	case f.Flags&1 != 0:
		return fmt.Errorf("%s: %w", name, ErrPassword)
	case size > MaxPart:
		return fmt.Errorf("%s: larger than %d MiB", name, MaxPart>>20)
	case size > 1<<20 && size/MaxRatio > f.CompressedSize64:
		return fmt.Errorf("%s: packed to less than a %dth of its size", name, MaxRatio)
	case p.read+int64(size) > MaxTotal:
		return fmt.Errorf("%s: more than %d MiB in all", name, MaxTotal>>20)
	}
	r, err := f.Open()
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	defer r.Close()
	grow(int(size))
	// The declared size may be a lie, so what comes out is counted as well.
	n, err := io.Copy(w, io.LimitReader(r, int64(size)+1))
	p.read += n
	if err == nil && n > int64(size) {
		err = errors.New("larger than it says")
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// clean returns a part's name with slashes, and without a leading one or any
// way up.
func clean(name string) string {
	return strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(name, `\`, "/")), "/")
}

// Resolve returns the part that a target names which stands in the part base.
func Resolve(base, target string) string {
	if strings.HasPrefix(target, "/") {
		return clean(target)
	}
	return clean(path.Dir("/"+clean(base)) + "/" + target)
}

func utf16le(s string) []byte {
	out := make([]byte, 0, 2*len(s))
	for i := range len(s) {
		out = append(out, s[i], 0)
	}
	return out
}
