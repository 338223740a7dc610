package office

import (
	"bytes"
	"fmt"
	"path"
	"strings"

	"github.com/backissue/backissue/site/doc"
)

// Pictures collects the pictures of a document, each once.
type Pictures struct {
	names map[string]string // by part
	taken map[string]bool
}

// Add puts the picture that part holds among the media of d and returns its
// name there: that of the part, made plain. The name is empty for a picture
// that browsers do not show.
func (p *Pictures) Add(d *doc.Document, part string, read func(part string) ([]byte, error)) (string, error) {
	if name, ok := p.names[part]; ok {
		return name, nil
	}
	if p.names == nil {
		p.names, p.taken = map[string]string{}, map[string]bool{}
	}
	data, err := read(part)
	if err != nil {
		return "", err
	}
	mediaType, ext := Picture(data)
	if mediaType == "" {
		p.names[part] = ""
		return "", nil
	}
	name := p.unique(part, ext)
	p.names[part] = name
	d.Media = append(d.Media, doc.Media{Name: name, Type: mediaType, Data: data})
	return name, nil
}

// unique returns a file name that no other picture has.
func (p *Pictures) unique(part, ext string) string {
	base := strings.ToLower(strings.TrimSuffix(path.Base(part), path.Ext(part)))
	base = strings.Map(func(c rune) rune {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_' {
			return c
		}
		return '-'
	}, base)
	name := base + ext
	for n := 2; p.taken[name]; n++ {
		name = fmt.Sprintf("%s-%d%s", base, n, ext)
	}
	p.taken[name] = true
	return name
}

// Picture returns the media type of a picture and the extension that fits
// it, told by its first bytes. Both are empty for what a browser does not
// show (EMF, WMF, TIFF) or should not (SVG may hold scripts).
func Picture(data []byte) (mediaType, ext string) {
	for _, s := range []struct{ magic, mediaType, ext string }{
		{"\x89PNG\r\n\x1a\n", "image/png", ".png"},
		{"\xff\xd8\xff", "image/jpeg", ".jpg"},
		{"GIF87a", "image/gif", ".gif"},
		{"GIF89a", "image/gif", ".gif"},
		{"BM", "image/bmp", ".bmp"},
	} {
		if bytes.HasPrefix(data, []byte(s.magic)) {
			return s.mediaType, s.ext
		}
	}
	if len(data) > 12 {
		switch {
		case string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP":
			return "image/webp", ".webp"
		case string(data[4:12]) == "ftypavif":
			return "image/avif", ".avif"
		}
	}
	return "", ""
}
