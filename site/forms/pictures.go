package forms

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image"
	_ "image/gif" // so that image.DecodeConfig knows them
	_ "image/jpeg"
	_ "image/png"
	"io/fs"
	"strings"

	"github.com/backissue/backissue/site/epub"
)

// pictures are the images that a book needs, each once.
type pictures struct {
	site   fs.FS
	names  map[string]string // by file of the site; "" for what is no image
	images []epub.Image
}

// add returns the name in the book of an image of the site, unless reading
// systems could not show it.
func (p *pictures) add(file string) (string, bool) {
	name, known := p.names[file]
	if known {
		return name, name != ""
	}
	if data, err := fs.ReadFile(p.site, file); err == nil {
		if media, extension := imageType(data); media != "" {
			name = fmt.Sprintf("%d.%s", len(p.images)+1, extension)
			p.images = append(p.images, epub.Image{Name: name, Type: media, Data: data})
		}
	}
	p.names[file] = name
	return name, name != ""
}

// imageType tells images by their content.
func imageType(data []byte) (media, extension string) {
	if len(data) > 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP" {
		return "image/webp", "webp"
	}
	if _, format, err := image.DecodeConfig(bytes.NewReader(data)); err == nil {
		return "image/" + format, map[string]string{"jpeg": "jpg"}[format] + strings.TrimPrefix(format, "jpeg")
	}
	if aloneSVG(data) {
		return "image/svg+xml", "svg"
	}
	return "", ""
}

// aloneSVG reports whether data is an SVG image that needs nothing else: no
// other file, no program.
func aloneSVG(data []byte) bool {
	if epub.WellFormed(data) != nil {
		return false
	}
	dec := xml.NewDecoder(bytes.NewReader(data))
	for first := true; ; {
		token, err := dec.Token()
		if err != nil {
			return !first
		}
		switch t := token.(type) {
		case xml.Directive:
			return false
		case xml.StartElement:
			if first && (t.Name != xml.Name{Space: "http://www.w3.org/2000/svg", Local: "svg"}) || t.Name.Local == "script" || t.Name.Local == "foreignObject" {
				return false
			}
			first = false
			for _, a := range t.Attr {
				if a.Name.Local == "href" && !strings.HasPrefix(a.Value, "#") && !strings.HasPrefix(a.Value, "data:image/") {
					return false
				}
			}
		}
	}
}
