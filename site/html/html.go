// Package html reads web pages: what a site shows as an article, what Word
// saves as a page, what a newsletter's archive offers for reading.
//
// The bytes say their encoding, or the page does; a page that declares the
// wrong one is common, so package charset decides. Of what is left, the text
// is told from what the site puts around it (main.go), and package markup
// makes blocks of it. The page around the text becomes furniture: it is not
// lost, and not read as text. Nothing is fetched.
package html

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/backissue/backissue/site/charset"
	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/markup"
)

// Options say how to read a page. The zero value is ready to use.
type Options struct {
	// Media returns the picture that lies at an address, where it came with
	// the page; nil where the page came alone.
	Media func(address string) (doc.Media, bool)
}

// Read returns the document that a page holds. It fails for bytes in an
// encoding that cannot be read, for pages nested too deeply to be any, and for
// those that hold no text at all.
func Read(data []byte) (*doc.Document, error) { return Options{}.Read(data) }

// Read is [Read] with options.
func (o Options) Read(data []byte) (*doc.Document, error) {
	text, err := charset.Decode(data, declared(data))
	if err != nil {
		return nil, fmt.Errorf("html: %w", err)
	}
	root, err := Parse(text.String)
	if err != nil {
		return nil, fmt.Errorf("html: %w", err)
	}
	d := markup.Read(markup.Options{Furniture: around(root), Base: base(root), Media: o.Media}, root)
	for i := range text.Doubts { // lines of the file are not the blocks that positions count here
		text.Doubts[i].Position = doc.Position{Line: 1}
	}
	for i := range text.Losses {
		text.Losses[i].Position = doc.Position{Line: 1}
	}
	d.Doubts = append(text.Doubts, d.Doubts...)
	d.Losses = append(text.Losses, d.Losses...)
	if d.Source.Len() == 0 && len(d.Media) == 0 {
		return nil, errors.New("html: the page holds no text" + framed(d))
	}
	return d, nil
}

// framed names the pages that a page without text of its own only frames.
func framed(d *doc.Document) string {
	var parts []string
	for _, l := range d.Losses {
		if address, ok := strings.CutPrefix(l.Reason, "frame "); ok {
			address, _, _ = strings.Cut(address, ": ")
			parts = append(parts, address)
		}
	}
	if parts == nil {
		return ""
	}
	return ", only frames around " + strings.Join(parts, ", ")
}

// errDeep is said of pages that the parser gives up on.
var errDeep = errors.New("elements nested more than 500 deep")

// Parse returns the tree of a page. Where elements that only change the look
// of text pile up unclosed, as old editors left them, it leaves them out.
func Parse(page string) (*html.Node, error) {
	if err := markup.Check(page); err != nil {
		return nil, err
	}
	options := html.ParseOptionEnableScripting(false) // noscript is for us
	root, err := html.ParseWithOptions(strings.NewReader(page), options)
	if err == nil {
		return root, nil
	}
	if root, err = html.ParseWithOptions(strings.NewReader(plain(page)), options); err != nil {
		return nil, errDeep
	}
	return root, nil
}

// plain returns page without the tags that only change the look of text.
func plain(page string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if errors.Is(z.Err(), io.EOF) {
				return b.String()
			}
			return page
		case html.StartTagToken, html.EndTagToken:
			raw := string(z.Raw())
			name, _ := z.TagName()
			switch atom.Lookup(name) {
			case atom.Font, atom.Span, atom.B, atom.I, atom.U, atom.Strong, atom.Em, atom.Big, atom.Small, atom.S, atom.Strike, atom.Tt, atom.Code, atom.Nobr:
				continue
			}
			b.WriteString(raw)
		default:
			b.Write(z.Raw())
		}
	}
}

var (
	metaTag     = regexp.MustCompile(`(?is)<meta\s[^>]*?\bcharset\s*=\s*["']?\s*([A-Za-z0-9_:.+-]+)`)
	xmlEncoding = regexp.MustCompile(`(?i)^\s*<\?xml[^>]*\bencoding\s*=\s*["']([A-Za-z0-9_.-]+)`)
)

// headSize is how many bytes a page has for saying its encoding. Browsers give
// it 1024, but scripts and styles often stand first.
const headSize = 16 << 10

// declared returns the encoding that the page says it is in, or "".
func declared(data []byte) string {
	head := data[:min(len(data), headSize)]
	for _, say := range []*regexp.Regexp{metaTag, xmlEncoding} {
		if m := say.FindSubmatch(head); m != nil {
			return string(m[1])
		}
	}
	return ""
}

// base returns the address that the page says its links start from, or "".
func base(root *html.Node) string {
	for n := range root.Descendants() {
		if n.DataAtom == atom.Base {
			return attr(n, "href")
		}
	}
	return ""
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}
