package search

import (
	"bytes"
	"cmp"
	"net/url"
	"path"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/text/unicode/norm"
)

// A Page is what a reader of the site can find of one of its pages.
type Page struct {
	Path    string  // of its folder, "ko/2021-10/laws/02/"
	Lang    string  // BCP 47, as the page says
	Titles  []Title // its own first; then those it has in languages that show its text in place of their own
	Issue   string  // the name of its issue
	Section string  // the name of its section

	// What the archive knows of the text: its number, its authority, its dates.
	Facts []string
	// Keys of the authorities that issued it.
	Authorities []string
	Blocks      []Block

	kind     string
	standsIn bool // for another page, which it names as the one at home
}

// A Title is what a page is called.
type Title struct {
	Text string
	Lang string // BCP 47
}

// A Block is a paragraph, a heading, a line of a list or of a table.
type Block struct {
	Text    string
	Anchor  string // the nearest id at the block or before it
	Lang    string // where it is not the page's
	Heading bool
}

// left are the kinds of pages that say nothing that others do not: lists,
// other ways to show a text, and pages about missing pages. Pages of lists are
// the archive's own indexes; what they list is found itself.
var left = []string{"404", "gone", "search", "home", "archive", "section", "entities", "entity", "parallel", "print"}

// skipped are parts of a page that are not its text: by element, and by class.
var (
	skippedElements = []atom.Atom{atom.Nav, atom.Form, atom.Script, atom.Style, atom.Template, atom.Button, atom.Svg, atom.Rt, atom.Select, atom.Noscript}
	skippedClasses  = []string{"original", "article__about", "view", "notice", "mark", "anchor", "forms", "facts__source", "onward", "feeds", "glossary__where", "section", "abstract__head"}
)

// breaks are the elements that no sentence goes across.
var breaks = []atom.Atom{atom.P, atom.Div, atom.Section, atom.Article, atom.Header, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6,
	atom.Ul, atom.Ol, atom.Li, atom.Dl, atom.Dt, atom.Dd, atom.Table, atom.Tr, atom.Caption, atom.Blockquote, atom.Pre, atom.Figure,
	atom.Figcaption, atom.Hr, atom.Details, atom.Summary, atom.Aside, atom.Address, atom.Main, atom.Nav, atom.Form, atom.Tbody, atom.Thead}

// readPage reads the HTML page of a folder. It returns nil where the page is
// none to be found, and of a page that stands in for another no more than its
// title.
func readPage(folder string, data []byte) *Page {
	r := reader{page: &Page{Path: folder}, z: html.NewTokenizer(bytes.NewReader(data))}
	for !r.done {
		switch r.z.Next() {
		case html.ErrorToken:
			r.done = true
		case html.StartTagToken:
			r.start()
		case html.EndTagToken:
			name, _ := r.z.TagName()
			r.end(atom.Lookup(name))
		case html.TextToken:
			r.text()
		}
	}
	r.flush()
	if slices.Contains(left, r.page.kind) || len(r.page.Titles) == 0 {
		return nil
	}
	return r.page
}

// A reader reads a page from its beginning to the end of its main text.
type reader struct {
	z    *html.Tokenizer
	page *Page
	done bool

	inMain, inFacts, inCrumbs bool

	skip      atom.Atom // the element that is skipped,
	skipDepth int       // and how deep it is nested in its like

	open []opened // elements that hold blocks, inside main

	b       strings.Builder // the block being read
	heading int             // its level, or 0
	crumb   int
	anchor  string
	lang    string // of the block itself
}

// opened is an element and the language inside it.
type opened struct {
	name atom.Atom
	lang string
}

// attributes are those of an element that matter.
type attributes struct {
	id, class, lang, href, rel string
}

func (r *reader) attributes() (a attributes) {
	for {
		key, value, more := r.z.TagAttr()
		switch string(key) {
		case "id":
			a.id = string(value)
		case "class":
			a.class = string(value)
		case "lang":
			a.lang = string(value)
		case "href":
			a.href = string(value)
		case "rel":
			a.rel = string(value)
		}
		if !more {
			return a
		}
	}
}

func (r *reader) start() {
	raw, hasAttr := r.z.TagName()
	name := atom.Lookup(raw)
	if r.skip != 0 {
		if name == r.skip {
			r.skipDepth++
		}
		// The end of some need not be written.
		if r.skip != atom.P && r.skip != atom.Dt && r.skip != atom.Dd || !slices.Contains(breaks, name) {
			return
		}
		r.skip = 0
	}
	if !r.inMain && !hasAttr && name != atom.Li && name != atom.Main {
		return
	}
	var attr attributes
	if hasAttr {
		attr = r.attributes()
	}
	if r.inMain {
		r.startInMain(name, attr)
		return
	}
	switch name {
	case atom.Html:
		r.page.Lang = attr.lang
	case atom.Link:
		if attr.rel == "canonical" && !r.same(attr.href) {
			r.page.standsIn = true
		}
	case atom.Body:
		for class := range strings.FieldsSeq(attr.class) {
			if kind, ok := strings.CutPrefix(class, "kind-"); ok {
				r.page.kind = kind
			}
		}
		r.done = slices.Contains(left, r.page.kind)
	case atom.Nav:
		r.inCrumbs = slices.Contains(strings.Fields(attr.class), "crumbs")
	case atom.Li:
		if r.inCrumbs {
			r.flush()
			r.crumb++
		}
	case atom.Main:
		r.inMain = true
	}
}

// same tells whether a link leads to the page that is read.
func (r *reader) same(link string) bool {
	u, err := url.Parse(link)
	if err != nil || link == "" {
		return true
	}
	base := &url.URL{Path: "/" + r.page.Path}
	to := strings.TrimSuffix(base.ResolveReference(u).Path, "index.html")
	// An address of the host's own may have a folder before that of the site.
	return strings.HasSuffix(to, base.Path)
}

func (r *reader) startInMain(name atom.Atom, attr attributes) {
	if slices.Contains(skippedElements, name) || slices.ContainsFunc(strings.Fields(attr.class), func(c string) bool { return slices.Contains(skippedClasses, c) }) {
		if slices.Contains(breaks, name) {
			r.flush()
		}
		r.skip, r.skipDepth = name, 1
		return
	}
	switch name {
	case atom.Dt:
		if r.inFacts { // what a fact is called is on every page
			r.skip, r.skipDepth = name, 1
			return
		}
	case atom.Br:
		r.b.WriteByte(' ')
	case atom.Span:
		if r.heading == 1 && r.b.Len() == 0 { // a title that the page borrows
			r.lang = cmp.Or(attr.lang, r.lang)
		}
	case atom.Td, atom.Th:
		if r.b.Len() > 0 {
			r.b.WriteString(" · ")
		}
	case atom.A:
		if key, ok := strings.CutSuffix(attr.href, "/"); ok && r.inFacts {
			if before, last := path.Split(strings.TrimSuffix(key, "/")); path.Base(before) == "authorities" {
				if plain, err := url.PathUnescape(last); err == nil {
					r.page.Authorities = append(r.page.Authorities, plain)
				}
			}
		}
	}
	if !slices.Contains(breaks, name) {
		return
	}
	r.flush()
	if id := attr.id; id != "" && !strings.HasPrefix(id, "page-") {
		r.anchor = id
	}
	switch name {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		r.heading = int(name.String()[1] - '0')
		r.lang = attr.lang
	case atom.P, atom.Li, atom.Dd, atom.Dt, atom.Tr, atom.Hr:
		r.lang = attr.lang
	case atom.Dl:
		r.inFacts = strings.HasPrefix(attr.class, "facts")
		fallthrough
	default:
		r.open = append(r.open, opened{name, attr.lang})
	}
}

func (r *reader) end(name atom.Atom) {
	if r.skip != 0 {
		if name == r.skip {
			if r.skipDepth--; r.skipDepth == 0 {
				r.skip = 0
			}
		}
		return
	}
	switch {
	case name == atom.Main:
		r.done = true
	case name == atom.Nav && r.inCrumbs:
		r.flush()
		r.inCrumbs = false
	case r.inMain && slices.Contains(breaks, name):
		r.flush()
		if name == atom.Dl {
			r.inFacts = false
		}
		for i, o := range slices.Backward(r.open) {
			if o.name == name {
				r.open = r.open[:i]
				break
			}
		}
	}
	r.done = r.done || name == atom.H1 && r.page.standsIn
}

func (r *reader) text() {
	if r.skip == 0 && (r.inMain || r.inCrumbs) {
		r.b.Write(r.z.Text())
	}
}

// flush ends a block.
func (r *reader) flush() {
	text := composed(strings.Join(strings.Fields(r.b.String()), " "))
	heading, lang := r.heading, r.lang
	r.b.Reset()
	r.heading, r.lang = 0, ""
	if text == "" {
		return
	}
	switch p := r.page; {
	case r.inCrumbs:
		switch r.crumb {
		case 2:
			p.Issue = text
		case 3:
			p.Section = text
		}
	case heading == 1:
		p.Titles = append(p.Titles, Title{text, cmp.Or(lang, p.Lang)})
	case r.inFacts:
		p.Facts = append(p.Facts, text)
	default:
		for _, o := range slices.Backward(r.open) {
			if lang == "" {
				lang = o.lang
			}
		}
		if lang == p.Lang {
			lang = ""
		}
		p.Blocks = append(p.Blocks, Block{text, r.anchor, lang, heading > 0})
	}
}

// composed returns a text in form NFC.
func composed(text string) string {
	for _, r := range text {
		if r >= 0x300 && !plain(r) && (r < 0x3000 || r > 0x3020) && (r < 0xff01 || r > 0xff5e) {
			return norm.NFC.String(text)
		}
	}
	return text // of characters that nothing is composed of
}
