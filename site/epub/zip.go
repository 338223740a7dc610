package epub

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"hash/crc32"
	"maps"
	"slices"
)

// mimetype is the media type of a book and the name of the file that says so.
// It is the first in the book, stored and without an extra field, so that it
// lies where programs look for it (EPUB 3.3, 4.2.4).
const mimetype, mediaType = "mimetype", "application/epub+zip"

// pack makes a zip file of files. All of them have one date, the first that
// zip knows: what a book is of stands in it.
func pack(files map[string][]byte) ([]byte, error) {
	var out, packed bytes.Buffer
	z := zip.NewWriter(&out)
	if err := add(z, mimetype, zip.Store, []byte(mediaType), []byte(mediaType)); err != nil {
		return nil, err
	}
	w, err := flate.NewWriter(&packed, flate.DefaultCompression)
	if err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		packed.Reset()
		w.Reset(&packed)
		if _, err := w.Write(files[name]); err != nil {
			return nil, err
		}
		if err := w.Close(); err != nil {
			return nil, err
		}
		if err := add(z, name, zip.Deflate, files[name], packed.Bytes()); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// add adds a file with its sizes before it, where a program finds them that
// reads from a stream: zip.Writer would put them behind.
func add(z *zip.Writer, name string, method uint16, data, packed []byte) error {
	w, err := z.CreateRaw(&zip.FileHeader{
		Name:               name,
		Method:             method,
		CreatorVersion:     20,
		ReaderVersion:      20,
		ModifiedDate:       1<<5 | 1, //lint:ignore SA1019 Modified adds an extra field
		CRC32:              crc32.ChecksumIEEE(data),
		CompressedSize64:   uint64(len(packed)),
		UncompressedSize64: uint64(len(data)),
	})
	if err != nil {
		return err
	}
	_, err = w.Write(packed)
	return err
}
