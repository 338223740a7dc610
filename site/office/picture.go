package office

import "bytes"

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
