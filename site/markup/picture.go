package markup

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/backissue/backissue/site/doc"
)

// figure reads a figure element: its picture with its caption, or what else
// it holds.
func (b *builder) figure(n *html.Node, c context) {
	b.flush()
	caption := find(n, func(n *html.Node) bool { return n.DataAtom == atom.Figcaption })
	img := find(n, func(n *html.Node) bool { return n.DataAtom == atom.Img })
	if caption == nil || img == nil || find(n, func(n *html.Node) bool { return n.DataAtom == atom.Table }) != nil {
		b.children(n, c)
		b.flush()
		return
	}
	var spans []doc.Span
	blocks := b.within(func() { b.children(caption, c) })
	doc.EachSpans(blocks, func(s *[]doc.Span) {
		if len(spans) > 0 {
			spans = append(spans, doc.Span{Text: "\n"})
		}
		spans = append(spans, *s...)
	})
	caption.Parent.RemoveChild(caption)
	b.picture(img, spans)
	img.Parent.RemoveChild(img)
	b.children(n, c)
	b.flush()
}

// picture reads an img element. It stands behind the text that it stands in.
func (b *builder) picture(n *html.Node, caption []doc.Span) {
	src := attr(n, "src")
	if src == "" || strings.HasPrefix(src, "data:") && attr(n, "data-src") != "" {
		src = attr(n, "data-src") // put there by scripts that wait for the reader to scroll
	}
	m, ok := b.find(src)
	if ok {
		b.keep(&m)
		add := func() {
			b.add(&doc.Figure{Position: b.place(), Media: m.Name, Alt: tidy(attr(n, "alt")), Caption: caption})
		}
		if b.in.last == 0 {
			add()
		} else {
			b.after = append(b.after, add)
		}
		return
	}
	if caption != nil {
		b.add(&doc.Paragraph{Position: b.place(), Spans: caption})
	}
	if src != "" {
		what := "picture"
		if alt := tidy(attr(n, "alt")); alt != "" {
			what = fmt.Sprintf("picture %q", alt)
		}
		b.lost(what, src)
	}
}

// find returns the picture at an address, if it came along.
func (b *builder) find(src string) (doc.Media, bool) {
	if b.Media != nil {
		if m, ok := b.Media(src); ok && Extension(m.Type) != "" {
			return m, true
		}
	}
	return dataAddress(src)
}

// dataAddress returns the picture that an address is (RFC 2397).
func dataAddress(src string) (doc.Media, bool) {
	if len(src) < 5 || !strings.EqualFold(src[:5], "data:") {
		return doc.Media{}, false
	}
	head, body, ok := strings.Cut(src[5:], ",")
	if !ok {
		return doc.Media{}, false
	}
	var data []byte
	if strings.HasSuffix(strings.TrimSpace(strings.ToLower(head)), ";base64") {
		clean := strings.Map(func(r rune) rune {
			if r <= ' ' || r == '=' {
				return -1
			}
			return r
		}, body)
		clean = strings.NewReplacer("-", "+", "_", "/", "%2B", "+", "%2F", "/", "%3D", "").Replace(clean)
		var err error
		if data, err = base64.RawStdEncoding.DecodeString(clean); err != nil {
			return doc.Media{}, false
		}
	} else {
		text, err := url.PathUnescape(body)
		if err != nil {
			return doc.Media{}, false
		}
		data = []byte(text)
	}
	kind := Sniff(data)
	if Extension(kind) == "" {
		return doc.Media{}, false
	}
	return doc.Media{Type: kind, Data: data}, true
}

// Sniff returns the media type that data shows to have.
func Sniff(data []byte) string {
	kind, _, _ := strings.Cut(http.DetectContentType(data), ";")
	if kind == "text/xml" || kind == "text/plain" || kind == "text/html" {
		if head := string(data[:min(len(data), 512)]); strings.Contains(head, "<svg") {
			return "image/svg+xml"
		}
	}
	return kind
}

// Extension returns the ending for files of a media type that pages may show,
// or "" for others. SVG is one of these: it may hold programs.
func Extension(kind string) string { return extensions[kind] }

var extensions = map[string]string{
	"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/webp": ".webp",
	"image/bmp": ".bmp", "image/x-icon": ".ico",
}

// keep adds a picture to the document's media, once. One that has no name yet
// gets one that no other has.
func (b *builder) keep(m *doc.Media) {
	for _, old := range b.d.Media {
		if m.Name == old.Name || m.Name == "" && bytes.Equal(m.Data, old.Data) {
			m.Name = old.Name
			return
		}
	}
	if m.Name == "" {
		for i := 1; m.Name == "" || b.Names[m.Name]; i++ {
			m.Name = fmt.Sprintf("image-%d%s", i, Extension(m.Type))
		}
		b.Names[m.Name] = true
	}
	b.d.Media = append(b.d.Media, *m)
}
