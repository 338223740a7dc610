package hwp

import (
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/richardlehane/mscfb"
)

// The limits. A book of a thousand pages stays below each.
const (
	maxText      = 20 << 20  // bytes of records, unpacked, of all streams
	maxRatio     = 250       // unpacked to packed size, of streams above 1 MiB
	maxMedia     = 96 << 20  // bytes of all pictures, unpacked
	maxDirectory = 512 << 10 // bytes of the container's directory
)

// A container gives the streams of a compound file by path.
type container struct {
	size  int64
	files map[string]*mscfb.File
}

// A gate lets the container read from data, in the beginning only as much as
// a directory may take: nested storages cost memory by the square.
type gate struct {
	data []byte
	left int
	open bool
}

// ReadAt implements io.ReaderAt. A last sector that is cut short reads as if
// zeros followed: some programs leave them out.
func (g *gate) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 || off >= int64(len(g.data)) {
		return 0, io.EOF
	}
	if g.left -= len(p); !g.open && g.left < 0 {
		return 0, errors.New("directory too large")
	}
	n := copy(p, g.data[off:])
	clear(p[n:])
	return len(p), nil
}

func open(data []byte) (*container, error) {
	// Looking up the sectors of the small streams reads four bytes for each.
	g := &gate{data: data, left: maxDirectory + len(data)/16}
	r, err := mscfb.New(g)
	if err != nil {
		return nil, err
	}
	g.open = true
	c := &container{size: int64(len(data)), files: map[string]*mscfb.File{}}
	for _, f := range r.File {
		if len(f.Path) < 3 {
			c.files[strings.ToLower(strings.Join(append(f.Path[:len(f.Path):len(f.Path)], f.Name), "/"))] = f
		}
	}
	return c, nil
}

func (c *container) has(name string) bool { return c.files[strings.ToLower(name)] != nil }

// read returns the bytes of a stream as they stand in the file.
func (c *container) read(name string) ([]byte, error) {
	f := c.files[strings.ToLower(name)]
	switch {
	case f == nil:
		return nil, errors.New("is missing")
	case f.Size > c.size:
		return nil, errors.New("is larger than the file")
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil && f.Size > 0 {
		return nil, err
	}
	// In small pieces: the library looks at the sectors of a piece by pairs.
	out := make([]byte, 0, f.Size)
	for int64(len(out)) < f.Size {
		n, err := f.Read(out[len(out):min(int64(len(out))+32<<10, f.Size)])
		out = out[:len(out)+n]
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		if n == 0 {
			return nil, io.ErrUnexpectedEOF
		}
	}
	return out, nil
}

// inflate unpacks a stream (raw deflate, RFC 1951), up to limit bytes.
func inflate(data []byte, limit int) ([]byte, error) {
	ratio := max(1<<20, len(data)*maxRatio)
	bound := min(limit, ratio)
	out, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(data)), int64(bound)+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("packed data: %w", err)
	case len(out) > limit:
		return nil, errors.New("packed data: more than all streams may hold together")
	case len(out) > ratio:
		return nil, fmt.Errorf("packed data: packed to less than a %dth of its size", maxRatio)
	}
	return out, nil
}
