package forms

import (
	"cmp"
	"encoding/json"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/backissue/backissue/site/dom"
	"github.com/backissue/backissue/site/epub"
)

// A number is one issue in one language, with its pages in reading order.
type number struct {
	site      fs.FS
	base      string // the site's address without a slash at the end, or ""
	id        string // what tells it from all others
	folder    string // the language, as a folder: zh-hans
	language  string // and as a tag: zh-Hans
	direction string
	series    string // the title of the archive
	publisher string
	date      time.Time // the day that it is of
	modified  time.Time // of its last correction

	front *page
	pages []*page // sections, each before its articles
	known map[string]*page
}

// uncounted are the kinds of pages below an issue that are no part of it.
var uncounted = []string{"", "404", "gone", "home", "issue", "parallel", "print", "search"}

// readNumber reads the issue with that page; none is returned for a page that
// stands in for another one or is no issue's.
func readNumber(site fs.FS, name string, o Options) (*number, error) {
	front, err := readPage(site, name)
	if err != nil || front.main == nil || front.kind != "issue" {
		return nil, err
	}
	base, yes := front.original()
	if !yes {
		return nil, nil
	}
	n := &number{site: site, base: base, front: front, known: map[string]*page{name: front}}
	n.folder, _, _ = strings.Cut(name, "/")
	n.id = epub.ID(o.Title + "\n/" + folder(name))
	if err := n.collect(); err != nil {
		return nil, err
	}
	front.settle()
	n.describe()
	n.date = cmp.Or(n.date, epoch)
	n.name()
	return n, nil
}

// collect follows the links of the page.
func (n *number) collect() error {
	within := path.Dir(n.front.file) + "/"
	for a := range n.front.main.Descendants() {
		if a.Type != html.ElementNode || a.DataAtom != atom.A || insideOf(a, "nav") {
			continue
		}
		file, _, err := n.front.resolve(n.base, dom.Attr(a, "href"))
		if err != nil || n.known[file] != nil || !strings.HasPrefix(file, within) || path.Base(file) != "index.html" {
			continue
		}
		p, err := readPage(n.site, file)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		if p.main != nil && !slices.Contains(uncounted, p.kind) {
			p.settle()
			n.known[file] = p
			n.pages = append(n.pages, p)
		}
	}
	return nil
}

func insideOf(n *html.Node, name string) bool {
	for a := range n.Ancestors() {
		if a.Type == html.ElementNode && a.Data == name {
			return true
		}
	}
	return false
}

// describe reads what the page tells of it.
func (n *number) describe() {
	for e := range n.front.root.Descendants() {
		if e.Type != html.ElementNode {
			continue
		}
		switch {
		case e.DataAtom == atom.Html:
			n.language, n.direction = epub.Tag(dom.Attr(e, "lang")), dom.Attr(e, "dir")
		case e.DataAtom == atom.Meta && dom.Attr(e, "property") == "og:site_name":
			n.series = line(dom.Attr(e, "content"))
		case e.DataAtom == atom.Script && dom.Attr(e, "type") == "application/ld+json" && e.FirstChild != nil:
			n.structured(e.FirstChild.Data)
		}
	}
	n.language = cmp.Or(n.language, epub.Tag(n.folder), "und")
	n.front.title = cmp.Or(n.front.title, path.Base(path.Dir(n.front.file)))
}

// structured reads the page's structured data (schema.org).
func (n *number) structured(text string) {
	var data struct {
		Graph []struct {
			Type     string `json:"@type"`
			Date     string `json:"datePublished"`
			IsPartOf struct {
				Publisher struct {
					Name string `json:"name"`
				} `json:"publisher"`
			} `json:"isPartOf"`
		} `json:"@graph"`
	}
	if json.Unmarshal([]byte(text), &data) != nil {
		return
	}
	for _, thing := range data.Graph {
		if thing.Type != "PublicationIssue" {
			continue
		}
		n.publisher = line(thing.IsPartOf.Publisher.Name)
		if date, err := time.Parse(time.DateOnly, thing.Date); err == nil && date.Year() > 1 {
			n.date = date
		}
	}
}

// name gives each page its chapter, and finds when a page was corrected last.
func (n *number) name() {
	n.front.chapter, n.modified = "front", n.date
	taken := map[string]bool{"front": true, "nav": true}
	within := path.Dir(n.front.file) + "/"
	for _, p := range n.pages {
		id := chapterID(strings.TrimSuffix(strings.TrimPrefix(p.file, within), "/index.html"))
		for taken[strings.ToLower(id)] {
			id += "x"
		}
		taken[strings.ToLower(id)] = true
		p.chapter = id
		p.title = cmp.Or(p.title, n.front.title)
		for e := range p.main.Descendants() {
			if e.Type == html.ElementNode && e.DataAtom == atom.Time && erratum(e) {
				if date, err := time.Parse(time.DateOnly, dom.Attr(e, "datetime")); err == nil && date.After(n.modified) {
					n.modified = date
				}
			}
		}
	}
}

func erratum(n *html.Node) bool {
	for a := range n.Ancestors() {
		if dom.HasClass(a, "erratum") {
			return true
		}
	}
	return false
}

// chapterID makes a name that stands in file names and ids: news/01 is news-01.
func chapterID(within string) string {
	id := strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', r == '-':
			return r
		case r == '/', r == '.', r == '_':
			return '-'
		}
		return -1
	}, within)
	if id == "" || !('a' <= id[0]|0x20 && id[0]|0x20 <= 'z') {
		id = "c" + id
	}
	return id
}

// link returns where a link on a page leads from within the book: to another
// chapter, or to the site where that has an address. There may be no such
// place.
func (n *number) link(p *page, ref string) (string, bool) {
	file, fragment, err := p.resolve(n.base, strings.TrimSpace(ref))
	if errors.Is(err, errElsewhere) {
		return outside(ref)
	}
	if err != nil {
		return "", false
	}
	to := n.known[file]
	switch {
	case to == nil:
		return n.address(file, ref)
	case !to.ids[fragment]:
		return to.chapter + ".xhtml", to != p || fragment == ""
	case to == p:
		return "#" + partID(to.chapter, fragment), true
	}
	return to.chapter + ".xhtml#" + partID(to.chapter, fragment), true
}

// address returns the address on the web of a file of the site, with the
// fragment that ref has.
func (n *number) address(file, ref string) (string, bool) {
	if n.base == "" {
		return "", false
	}
	if _, err := fs.Stat(n.site, file); err != nil {
		return "", false
	}
	address := n.base + "/" + folder(file)
	if _, fragment, ok := strings.Cut(ref, "#"); ok && fragment != "" {
		return outside(address + "#" + fragment)
	}
	return address, true
}
