package hangul

import (
	"bytes"

	"github.com/backissue/backissue/site/doc"
)

// signatures are the first bytes of the pictures that Hangul embeds. Those
// with an offset stand behind it.
var signatures = []struct {
	magic, kind string
	offset      int
}{
	{"\x89PNG\r\n\x1a\n", "image/png", 0},
	{"\xff\xd8\xff", "image/jpeg", 0},
	{"GIF8", "image/gif", 0},
	{"WEBP", "image/webp", 8},
	{"BM", "image/bmp", 0},
	{"II*\x00", "image/tiff", 0},
	{"MM\x00*", "image/tiff", 0},
	{"\xd7\xcd\xc6\x9a", "image/wmf", 0},
	{" EMF", "image/emf", 40},
	{"<svg", "image/svg+xml", 0},
	{"<?xml", "image/svg+xml", 0},
}

// Media makes a [doc.Media] of an embedded file. Its type is told by its
// content and not by its name.
func Media(name string, data []byte) doc.Media {
	for _, s := range signatures {
		if len(data) > s.offset && bytes.HasPrefix(data[s.offset:], []byte(s.magic)) {
			return doc.Media{Name: name, Type: s.kind, Data: data}
		}
	}
	return doc.Media{Name: name, Type: "application/octet-stream", Data: data}
}
