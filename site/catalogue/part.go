package catalogue

import (
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
)

// A Part is the content of a site in which one page comes out as it does in
// the site of the whole archive: the page, and what it says anything of. A
// page of an article knows its issue, the issues before and after, the pages
// that all pages lead to, and those of the entities that the issue is about;
// a page of an entity knows its articles. So an archive of a thousand issues
// is shown page by page from sites of a few dozen files.
type Part struct {
	Files []string          // of content, sorted: without folders
	Made  map[string][]byte // pages that belong to them, as [Pages] has them
}

// Part returns what the page at a path needs, such as "2021-10/news/01", or
// "." for the home page. It reports false for a path that no page has. What
// the page's issues are about is as known has it.
//
// The home page's lists for machines, which hold all of the archive, are not
// whole in it: for them there is [Collection.All].
func (c *Collection) Part(o Options, known *Entities, page string) (Part, bool) {
	p := &parting{c: c, known: known, w: c.writer(o).brief(), files: map[string]bool{}}
	p.everywhere(page)
	found := p.page(page)
	return Part{slices.Sorted(maps.Keys(p.files)), p.w.files}, found
}

// All returns the whole archive as a part of itself.
func (c *Collection) All(o Options) (Part, error) {
	var p Part
	for _, name := range slices.Sorted(maps.Keys(c.folders)) {
		p.Files = append(p.Files, c.folders[name].files...)
	}
	slices.Sort(p.Files)
	var err error
	p.Made, err = c.made(o)
	return p, err
}

// Needs returns the folders of content that must be read to the last file
// before the part of a page is whole.
func (c *Collection) Needs(page string) []string {
	if page != top {
		return []string{folderOf(page)}
	}
	var out []string
	for _, i := range c.newest() {
		out = append(out, folderOf(i.path))
	}
	return out
}

// newest returns the newest issue, and the newest that is really there in each
// language: those that home pages show the contents of.
func (c *Collection) newest() []*issue {
	var out []*issue
	for _, l := range append([]string{""}, c.languages...) {
		for _, i := range c.issues {
			if l == "" || slices.Contains(i.languages, l) {
				out = append(out, i)
				break
			}
		}
	}
	return out
}

// A parting is the work of making a part.
type parting struct {
	c     *Collection
	known *Entities
	w     *writer
	files map[string]bool
}

// everywhere takes what every page may lead to: the archive's own pages,
// those of the theme, and the lists of entities.
func (p *parting) everywhere(page string) {
	p.w.everywhere(p.known)
	for _, f := range p.c.folders {
		if f.issue != nil {
			continue
		}
		p.take(f.files)
		for _, n := range f.nodes {
			p.w.standIns(n)
			if n.path == page {
				p.targets(n)
			}
		}
	}
}

// page takes what one page needs besides.
func (p *parting) page(at string) bool {
	f := p.c.folders[folderOf(at)]
	switch {
	case at == top:
		p.home()
	case f != nil && f.issue != nil:
		return p.issue(f, at)
	case f != nil:
		return slices.ContainsFunc(f.nodes, func(n *node) bool { return n.path == at }) || p.kind(at)
	case at == "archive":
		p.issues()
	case at == "glossary":
		p.w.long().glossary(p.known.terms)
		for _, t := range p.known.terms {
			p.articles(t.articles)
		}
		return len(p.known.terms) > 0
	case at == "gone":
	case at == "search": // it offers years, sections and authorities to choose from
		p.issues()
		for _, k := range p.known.kinds {
			if k.name == "sections" || k.name == "authorities" {
				p.stubs(k)
			}
		}
	default:
		own := p.c.folders[top]
		return own != nil && slices.ContainsFunc(own.nodes, func(n *node) bool { return n.path == at }) || p.kind(at)
	}
	return true
}

// issue takes all of an issue, and the neighbours that its page leads to.
func (p *parting) issue(f *folder, at string) bool {
	i := f.issue
	p.take(f.files)
	found := at == i.path+"/print"
	for _, n := range f.nodes {
		found = found || n.path == at
		p.w.standIns(n)
		p.targets(n)
	}
	p.w.issue(i, p.known)
	for j, a := range i.articles {
		beside := strings.HasPrefix(at, a.path+"-") && slices.Contains(p.c.languages, at[len(a.path)+1:])
		if beside || at == a.path {
			p.w.parallels(a, beside)
		}
		if beside { // they lead on to the next two languages
			found = true
			for _, n := range []int{j - 1, j + 1} {
				if n >= 0 && n < len(i.articles) {
					p.w.parallels(i.articles[n], false)
				}
			}
		}
		for _, k := range p.known.kinds {
			for _, e := range k.of[a.path] {
				p.w.entity(k, e)
			}
		}
	}
	for _, k := range p.known.kinds { // its sections lead to those of all issues
		if k.name == "sections" {
			p.stubs(k)
		}
	}
	p.neighbours(i)
	return found
}

// stubs takes the pages of a kind of entities, as others lead to them.
func (p *parting) stubs(k *kind) {
	for _, e := range k.entities {
		p.w.entity(k, e)
	}
}

// neighbours takes the issues before and after one. Those of one day are in an
// order that is Hugo's: they are taken together.
func (p *parting) neighbours(i *issue) {
	all := p.c.issues
	at := slices.Index(all, i)
	if at < 0 {
		return
	}
	for _, step := range []int{-1, 1} {
		days := 0
		for j, day := at+step, i.date(); j >= 0 && j < len(all); j += step {
			if d := all[j].date(); d != day {
				day = d
				days++
			}
			if days > 1 {
				break
			}
			p.node(all[j].node)
		}
	}
}

// home takes the pages of all issues, and all of the newest in each language.
func (p *parting) home() {
	p.issues()
	for _, i := range p.c.newest() {
		p.whole(i)
	}
	p.dates()
}

// dates takes an article in each language that has an entry in the calendar,
// by which its pages know that there is one.
func (p *parting) dates() {
	for _, l := range p.c.languages {
	search:
		for _, i := range p.c.issues {
			for _, a := range i.articles {
				law := a.pages[l] != nil && a.pages[l].String("type") == "law"
				if slices.Contains(a.languages, l) && (a.facts.Effective != "" || law && a.facts.Enacted != "") {
					p.articles([]*article{a})
					break search
				}
			}
		}
	}
}

// kind takes the pages of a kind of entities, at "laws", or all that one of
// them needs, at "laws/key".
func (p *parting) kind(at string) bool {
	name, key, one := strings.Cut(at, "/")
	found := false
	for _, k := range p.known.kinds {
		if k.name != name {
			continue
		}
		found = found || !one
		for _, e := range k.entities {
			switch {
			case !one:
				p.w.long().entity(k, e)
			case e.key == key:
				found = true
				p.w.long().entity(k, e)
				p.articles(e.articles)
			}
		}
	}
	if name == "laws" && !one {
		p.dates()
	}
	return found
}

// whole takes an issue with all its articles.
func (p *parting) whole(i *issue) {
	f := p.c.folders[folderOf(i.path)]
	p.take(f.files)
	for _, n := range f.nodes {
		p.w.standIns(n)
	}
	p.w.issue(i, p.known)
}

func (p *parting) issues() {
	for _, i := range p.c.issues {
		p.node(i.node)
	}
}

// articles takes single articles, with the pages above them.
func (p *parting) articles(list []*article) {
	for _, a := range list {
		// The collection may be newer than what is known of it.
		if f := p.c.folders[folderOf(a.path)]; f == nil || f.issue == nil {
			continue
		}
		p.node(a.issue.node)
		p.node(a.section)
		p.node(a.node)
	}
}

// node takes one page, with the files of its bundle, and its stand-ins.
func (p *parting) node(n *node) {
	f := p.c.folders[folderOf(n.path)]
	if f == nil {
		return
	}
	bundle := path.Base(n.file) == "index"
	for _, file := range f.files {
		if bundle && strings.HasPrefix(file, n.path+"/") || strings.HasPrefix(file, n.file+".") {
			p.files[file] = true
		}
	}
	p.w.standIns(n)
}

func (p *parting) take(files []string) {
	for _, file := range files {
		p.files[file] = true
	}
}

// linkRE matches the paths that links in Markdown lead to.
var linkRE = regexp.MustCompile(`\]\(<?(/?[^()\s<>#?:]+)`)

// targets takes the pages that a page's text leads to, in other issues.
func (p *parting) targets(n *node) {
	for _, l := range n.languages {
		for _, m := range linkRE.FindAllStringSubmatch(n.pages[l].Body, -1) {
			to := path.Join("/", m[1])[1:]
			if !strings.HasPrefix(m[1], "/") {
				to = path.Join(n.path, m[1])
			}
			p.target(strings.TrimSuffix(to, "/"))
		}
	}
}

func (p *parting) target(to string) {
	if f := p.c.folders[folderOf(to)]; f != nil && f.issue != nil {
		for _, n := range f.nodes {
			if n.path == to || n.file == strings.TrimSuffix(to, ".md") || strings.HasPrefix(to, n.path+"/") && path.Base(n.file) == "_index" {
				p.node(n)
			}
		}
		return
	}
	for _, k := range p.known.kinds {
		for _, e := range k.entities {
			if to == k.name+"/"+e.key {
				p.w.entity(k, e)
			}
		}
	}
}

// Elsewhere returns the path of the page that has chosen an address of its
// own: by language and by the address, without slashes at its ends.
func (c *Collection) Elsewhere(lang, address string) (string, bool) {
	for _, n := range c.nodes() {
		p := n.pages[lang]
		if p == nil {
			continue
		}
		chosen := []any{p.Front["url"]}
		if aliases, ok := p.Front["aliases"].([]any); ok {
			chosen = append(chosen, aliases...)
		}
		if slug := p.String("slug"); slug != "" {
			chosen = append(chosen, path.Join(lang, path.Dir(n.path), slug))
		}
		for _, v := range chosen {
			at, _ := v.(string)
			if at = strings.Trim(at, "/"); at != "" && (at == address || path.Join(lang, at) == address) {
				return n.path, true
			}
		}
	}
	return "", false
}
