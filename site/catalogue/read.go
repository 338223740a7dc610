package catalogue

import (
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/backissue/backissue/site/content"
)

// A Collection is all that an archive's content holds. It never changes:
// [Collection.With] makes a new one that shares what is the same.
type Collection struct {
	files     fs.FS
	languages []string
	folders   map[string]*folder // by name; "." has the files at the top
	issues    []*issue           // newest first
}

// A folder is one folder of content with all below it: an issue, or pages of
// the archive's own.
type folder struct {
	nodes []*node // sorted by path
	files []string
	dirs  []string
	facts map[string]content.Facts // by paths of pages
	issue *issue                   // nil for a folder that is none
	whole bool                     // read to its last file, not only its own _index
	err   error                    // why it could not be read
}

// A node is one page in all its languages.
type node struct {
	path      string           // below content, without language and ending: "2021-10/news/01"
	file      string           // as path, with the name of the file: "2021-10/news/01/index"
	languages []string         // that it is really there in, in the archive's order: none that shows another's text
	pages     map[string]*page // by language
}

// A page is a node in one language.
type page struct{ *content.Page }

// date returns the page's date as front matter has it, "2021-10-01".
func (p page) date() string { return fmt.Sprint(cmp.Or[any](p.Front["date"], "")) }

// text returns what the page says: nothing where it shows another one's text.
func (p *page) text() string {
	if p == nil || p.String("fallback") != "" {
		return ""
	}
	return strings.TrimSpace(p.Body)
}

// titled returns the page's title and the language that it is in.
func (p page) titled(lang string) name {
	return name{Text: p.String("title"), Lang: cmp.Or(p.String("titleLang"), lang)}
}

// A name is a text and the language it is in.
type (
	name  = content.Name
	names = content.Names
)

// top is the folder of the files that lie in content itself.
const top = "."

// Read reads all of content. Files in languages that the archive does not
// have are left to Hugo, which refuses them. A folder with a file that cannot
// be read does not stop the others: [Collection.Err] tells of it.
func Read(files fs.FS, languages []string) (*Collection, error) {
	c, err := Skim(files, languages)
	if err != nil {
		return nil, err
	}
	return c.With(c.Folders()...), nil
}

// Skim reads no more of content than which folders there are, and which of
// them are issues. [Collection.With] reads on.
func Skim(files fs.FS, languages []string) (*Collection, error) {
	entries, err := fs.ReadDir(files, top)
	if err != nil {
		return nil, err
	}
	names := []string{top}
	for _, e := range entries {
		if e.IsDir() {
			names = append(names, e.Name())
		}
	}
	c := &Collection{files: files, languages: languages, folders: map[string]*folder{}}
	c.read(names, false)
	return c, nil
}

// With returns a collection in which some of content's folders are read
// again, to the last file. Those that are gone are left out. A folder that
// cannot be read any more keeps what it held before, and its error.
func (c *Collection) With(names ...string) *Collection {
	n := *c
	n.folders = maps.Clone(c.folders)
	n.read(names, true)
	return &n
}

// Whole reports whether a folder of content, by name, was read to the last
// file, or is not there.
func (c *Collection) Whole(name string) bool {
	f := c.folders[name]
	return f == nil || f.whole
}

// Err returns what kept a folder of content, by name, from being read.
func (c *Collection) Err(name string) error {
	if f := c.folders[name]; f != nil {
		return f.err
	}
	return nil
}

// Errs returns what kept folders from being read, by the names of folders.
func (c *Collection) Errs() []error {
	var out []error
	for _, name := range c.Folders() {
		if err := c.folders[name].err; err != nil {
			out = append(out, err)
		}
	}
	return out
}

// Folders returns the names of content's folders, sorted, and "." for the files
// beside them.
func (c *Collection) Folders() []string { return slices.Sorted(maps.Keys(c.folders)) }

// read reads folders, as many at a time as there are processors.
func (c *Collection) read(names []string, whole bool) {
	read := make([]*folder, len(names))
	var wg sync.WaitGroup
	next := make(chan int)
	for range min(runtime.GOMAXPROCS(0), len(names)) {
		wg.Go(func() {
			for i := range next {
				read[i] = c.readFolder(names[i], whole)
			}
		})
	}
	for i := range names {
		next <- i
	}
	close(next)
	wg.Wait()
	for i, name := range names {
		f, old := read[i], c.folders[name]
		switch {
		case !isFolder(c.files, name):
			delete(c.folders, name)
			continue
		case f.err != nil && old != nil:
			kept := *old
			kept.err, kept.whole = f.err, true
			f = &kept
		}
		c.folders[name] = f
	}
	c.issues = nil
	for _, f := range c.folders {
		if f.issue != nil {
			c.issues = append(c.issues, f.issue)
		}
	}
	slices.SortFunc(c.issues, func(a, b *issue) int {
		return cmp.Or(cmp.Compare(b.date(), a.date()), cmp.Compare(b.path, a.path))
	})
}

func isFolder(files fs.FS, name string) bool {
	info, err := fs.Stat(files, name)
	return err == nil && info.IsDir()
}

// readFolder reads a folder of content to the last file, or its own _index
// files only.
func (c *Collection) readFolder(name string, whole bool) *folder {
	f := &folder{facts: map[string]content.Facts{}, whole: whole || name == top}
	nodes := map[string]*node{}
	f.err = fs.WalkDir(c.files, name, func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && file != name && (name == top || !whole):
			f.dirs = append(f.dirs, file)
			return fs.SkipDir
		case d.IsDir():
			f.dirs = append(f.dirs, file)
			return nil
		}
		f.files = append(f.files, file)
		if !f.whole && !strings.HasPrefix(d.Name(), "_index.") {
			return nil
		}
		return c.readFile(f, nodes, file)
	})
	for _, file := range slices.Sorted(maps.Keys(nodes)) {
		n := nodes[file]
		for _, l := range c.languages {
			if p := n.pages[l]; p != nil && p.String("fallback") == "" {
				n.languages = append(n.languages, l)
			}
		}
		f.nodes = append(f.nodes, n)
	}
	f.arrange(name)
	return f
}

func (c *Collection) readFile(f *folder, nodes map[string]*node, file string) error {
	if path.Base(file) == "facts.yaml" {
		facts, err := readFacts(c.files, file)
		f.facts[path.Dir(file)] = facts
		return err
	}
	stem, lang, ok := content.SplitName(file, c.languages)
	if !ok {
		return nil
	}
	// Hugo would publish it as a page of the first language.
	if other, found := strings.CutPrefix(strings.TrimPrefix(path.Base(stem), "_"), "index."); found {
		return &FileError{file, fmt.Errorf("language %q is not in the archive's configuration; add [languages.%s] or rename the file", other, other)}
	}
	p, err := readPage(c.files, file)
	if err != nil || p.Front["draft"] == true {
		return err
	}
	n := nodes[stem]
	if n == nil {
		n = &node{path: content.Path(stem), file: stem, pages: map[string]*page{}}
		nodes[stem] = n
	}
	n.pages[lang] = p
	return nil
}

// A FileError is a content file that could not be read.
type FileError struct {
	Name string // below content
	Err  error  // a [*content.FrontMatterError] knows the line
}

func (e *FileError) Error() string { return e.Name + ": " + e.Err.Error() }
func (e *FileError) Unwrap() error { return e.Err }

func readPage(files fs.FS, name string) (*page, error) {
	data, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, err
	}
	p, err := content.Parse(data)
	if err != nil {
		return nil, &FileError{name, err}
	}
	return &page{p}, nil
}

func readFacts(files fs.FS, name string) (content.Facts, error) {
	data, err := fs.ReadFile(files, name)
	if err != nil {
		return content.Facts{}, err
	}
	f, err := content.ParseFacts(data)
	if err != nil {
		err = &FileError{name, err}
	}
	return f, err
}

// arrange finds the sections and articles of a folder that is an issue.
func (f *folder) arrange(name string) {
	sections := map[string]*node{}
	for _, n := range f.nodes {
		switch {
		case n.kind() == "issue" && n.path == name:
			f.issue = &issue{node: n}
		case n.kind() == "section":
			sections[n.path] = n
		}
	}
	i := f.issue
	if i == nil {
		return
	}
	for _, n := range f.nodes {
		s := sections[path.Dir(n.path)]
		if s == nil || path.Dir(s.path) != i.path || path.Base(n.file) == "_index" {
			continue
		}
		if !slices.Contains(i.sections, s) {
			i.sections = append(i.sections, s)
		}
		i.articles = append(i.articles, &article{node: n, issue: i, section: s, facts: f.facts[n.path]})
	}
	slices.SortStableFunc(i.sections, byWeight)
	slices.SortStableFunc(i.articles, func(a, b *article) int {
		return cmp.Or(byWeight(a.section, b.section), byWeight(a.node, b.node))
	})
}

func byWeight(a, b *node) int {
	return cmp.Or(cmp.Compare(a.any().Int("weight"), b.any().Int("weight")), cmp.Compare(a.path, b.path))
}

// any returns the node in its first language.
func (n *node) any() *page {
	for _, l := range n.languages {
		return n.pages[l]
	}
	return &page{&content.Page{}}
}

func (n *node) kind() string { return n.any().String("type") }
func (n *node) date() string { return n.any().date() }

// nodes returns the pages of all folders, sorted by path.
func (c *Collection) nodes() []*node {
	var all []*node
	for _, name := range slices.Sorted(maps.Keys(c.folders)) {
		all = append(all, c.folders[name].nodes...)
	}
	return all
}

// articles visits the articles of all issues: the newest issue first, and
// each in reading order.
func (c *Collection) articles(visit func(*article)) {
	for _, i := range c.issues {
		for _, a := range i.articles {
			visit(a)
		}
	}
}

// folderOf returns the name of the folder that holds a file or page.
func folderOf(name string) string {
	if first, _, ok := strings.Cut(name, "/"); ok {
		return first
	}
	return name
}

// taken reports whether content has a file or a folder.
func (c *Collection) taken(name string) bool {
	if f := c.folders[folderOf(name)]; f != nil {
		return slices.Contains(f.files, name) || slices.Contains(f.dirs, name)
	}
	f := c.folders[top]
	return f != nil && slices.Contains(f.files, name)
}

func (c *Collection) writer(o Options) *writer {
	return &writer{options: o, taken: c.taken, files: map[string][]byte{}}
}

// Issues is how many issues there are.
func (c *Collection) Issues() int { return len(c.issues) }

// Unread returns the names of folders that were not read to the last file.
func (c *Collection) Unread() []string {
	var out []string
	for name, f := range c.folders {
		if !f.whole {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}
