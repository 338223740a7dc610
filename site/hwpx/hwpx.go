// Package hwpx reads documents of the Hangul word processor that are zip
// files of XML (OWPML, KS X 6101). It decodes the XML; what the elements
// mean, in whichever format, is up to package hangul.
package hwpx

import (
	"errors"
	"fmt"
	"path"
	"strings"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/hwp/hangul"
	"github.com/backissue/backissue/site/zipxml"
)

// ErrNotHWPX is the error for a zip file that is something else.
var ErrNotHWPX = errors.New("is not an HWPX document")

// names are the namespaces of OWPML, as Hancom wrote them first and as the
// standard has them.
var names = zipxml.Names{
	"http://www.idpf.org/2007/opf/": "opf",
}

func init() {
	for prefix, part := range map[string]string{
		"hp": "paragraph", "hh": "head", "hs": "section", "hc": "core", "hm": "master-page",
	} {
		for _, base := range []string{
			"http://www.hancom.co.kr/hwpml/2011/", "http://www.hancom.co.kr/hwpml/2016/",
			"http://www.owpml.org/owpml/2021/", "http://www.owpml.org/owpml/2024/",
		} {
			names[base+part] = prefix
		}
	}
}

// Read returns the document that an HWPX file holds. Positions count
// paragraphs; pages are not known. The error wraps one of this package or of
// zipxml, or names the part that is damaged.
func Read(data []byte) (*doc.Document, error) {
	d, err := read(data)
	if err != nil {
		return nil, fmt.Errorf("hwpx: %w", err)
	}
	return d, nil
}

func read(data []byte) (*doc.Document, error) {
	p, err := zipxml.Open(data, names)
	if err != nil {
		return nil, err
	}
	m, err := readManifest(p)
	if err != nil {
		return nil, err
	}
	defs := &hangul.Definitions{}
	if m.header != "" {
		root, err := p.XML(m.header)
		if err != nil {
			return nil, err
		}
		defs = definitions(root)
	}
	media := &media{pack: p, items: m.items, names: map[string]string{}}
	source := doc.Tally{}
	var paragraphs []hangul.Paragraph
	for _, part := range m.texts {
		root, err := p.XML(part)
		if err != nil {
			return nil, err
		}
		letters(root, source.Add)
		s := &section{media: media}
		more := s.paragraphs(root)
		if root.Name != "hs:sec" {
			more = []hangul.Paragraph{single(&hangul.Running{Paragraphs: more})}
		}
		if s.deep {
			return nil, fmt.Errorf("%s: more than %d levels", part, hangul.MaxDepth)
		}
		paragraphs = append(paragraphs, more...)
	}
	d := hangul.Compose(defs, paragraphs, source)
	d.Media = media.out
	return d, nil
}

func single(p hangul.Piece) hangul.Paragraph {
	return hangul.Paragraph{Shape: -1, Style: -1, Pieces: []hangul.Piece{p}}
}

// A manifest says where the parts of the document are.
type manifest struct {
	header string
	texts  []string          // sections and master pages, in order
	items  map[string]string // all parts by id
}

// readManifest reads the package document, content.hpf. Where it is missing,
// the names of the parts have to do.
func readManifest(p *zipxml.Package) (*manifest, error) {
	m := &manifest{items: map[string]string{}}
	const hpf = "Contents/content.hpf"
	var order []string
	if p.Has(hpf) {
		root, err := p.XML(hpf)
		if err != nil {
			return nil, err
		}
		order = m.read(root, func(href string) string {
			if inner := zipxml.Resolve(hpf, href); !p.Has(href) && p.Has(inner) {
				return inner
			}
			return href
		})
	} else {
		order = p.Names()
	}
	var masters []string
	for _, part := range order {
		base := strings.ToLower(path.Base(part))
		switch {
		case !strings.HasSuffix(base, ".xml"):
		case strings.HasPrefix(base, "section"):
			m.texts = append(m.texts, part)
		case strings.HasPrefix(base, "masterpage"):
			masters = append(masters, part)
		case base == "header.xml":
			m.header = part
		}
	}
	if len(m.texts) == 0 {
		return nil, ErrNotHWPX
	}
	m.texts = append(m.texts, masters...)
	return m, nil
}

// read lists the parts in the order of the spine, then those it leaves out.
func (m *manifest) read(root *zipxml.Node, resolve func(string) string) []string {
	var all, order []string
	root.First("opf:manifest").Children(func(n *zipxml.Node) {
		if id, href := n.Attr("id"), n.Attr("href"); href != "" {
			m.items[id] = resolve(href)
			if n.Attr("isEmbeded") == "0" {
				m.items[id] = ""
			}
			all = append(all, id)
		}
	})
	seen := map[string]bool{}
	take := func(id string) {
		if href := m.items[id]; href != "" && !seen[href] {
			seen[href] = true
			order = append(order, href)
		}
	}
	root.First("opf:spine").Children(func(n *zipxml.Node) { take(n.Attr("idref")) })
	for _, id := range all {
		take(id)
	}
	return order
}
