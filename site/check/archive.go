package check

import (
	"cmp"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/backissue/backissue/site/content"
)

// An Archive is what Run looks at. Only Content and Languages are needed.
type Archive struct {
	Content   fs.FS
	Languages []string // names as file names have them, the default first

	Static fs.FS // what the site copies as it is; nil for nothing

	// Imported returns what package translation asks for; nil for nothing.
	Imported func(file string) (sums []string, ok bool)

	Imports  []Import          // what import found, and for which issues
	Orphans  []string          // keys of issues that no document makes any more
	Unread   []string          // names of documents that no issue came of
	Vanished []Vanished        // published addresses that nothing answers at
	Credits  map[string]string // keys of known names of credits, by folded spelling
	Regions  []string          // names of places, which may differ by a letter

	files   map[string]bool // below content
	paths   map[string]bool // of pages and folders
	credits []credit        // of all folders
	links   []link          // between pages

	imported sync.Mutex // held while Imported is asked
}

// contentFolder is where an archive has its content, as findings name it.
const contentFolder = "content/"

// A Folder is one folder of content: an issue, or pages of the archive's own.
type Folder struct {
	*Archive
	Name     string
	Pages    []*Page // by file
	Articles []*Article
	Import   *Import // nil where import left nothing
	broken   []Finding
	links    []link
	laws     map[*Article][]*Article // see annexed
}

// An Article is a page in all its languages, with the facts beside it. Issues
// and sections are none.
type Article struct {
	Path   string // "2021-10/news/01"
	Folder *Folder
	Facts  content.Facts
	lines  map[string]int   // where the facts stand in their file, by key
	Pages  map[string]*Page // by language
}

// A Page is one content file.
type Page struct {
	*content.Page
	File    string // below content: "2021-10/news/01/index.ko.md"
	Path    string // "2021-10/news/01"
	Lang    string
	Article *Article // nil for the page of an issue or a section
	Lines   []Line
	raw     string // the front matter, to find the line of a field
	ids     []id
	images  []image
	blank   []int // lines of headings that no id can be made of
	when    [][]date
	said    *original
}

// Kind returns the type of page: "news", "law", "qa", "issue", "section".
func (p *Page) Kind() string { return p.String("type") }

// own reports whether the page has a text of its own, in its own language.
func (p *Page) own() bool { return p.String("fallback") == "" && len(p.Lines) > 0 }

// original returns the page whose text p shows: its own, or that of another
// language.
func (p *Page) original() *Page {
	if lang := p.String("fallback"); lang != "" && p.Article != nil {
		if other := p.Article.Pages[lang]; other != nil {
			return other
		}
	}
	return p
}

// titled returns the title and the language that it is in.
func (p *Page) titled() (title, lang string) {
	return p.String("title"), strings.ToLower(cmp.Or(p.String("titleLang"), p.Lang))
}

// fieldLine returns the line of a field of the front matter, or 0.
func (p *Page) fieldLine(key string) int { return fieldLine(p.raw, key) }

// fieldLine returns the line of "key:" or "key =" in a text, from 1, or 0.
func fieldLine(text, key string) int {
	for i, line := range strings.Split(text, "\n") {
		rest, ok := strings.CutPrefix(strings.ToLower(line), strings.ToLower(key))
		if ok && strings.HasPrefix(strings.TrimLeft(rest, " \t"), ":") || ok && strings.HasPrefix(strings.TrimLeft(rest, " \t"), "=") {
			return i + 1
		}
	}
	return 0
}

// finding returns a finding in p.
func (p *Page) finding(line int, text, message, hint string) Finding {
	return Finding{File: contentFolder + p.File, Line: line, Article: p.Path, Lang: p.Lang, Text: text, Message: message, Hint: hint}
}

// finding returns a finding in the facts of a.
func (a *Article) finding(key, text, message, hint string) Finding {
	return Finding{File: contentFolder + a.Path + "/" + factsFile, Line: a.lines[key], Article: a.Path, Text: text, Message: message, Hint: hint}
}

// page returns the article in one language that it really has a text in: that
// of lang if there is one.
func (a *Article) page(lang string) *Page {
	if p := a.Pages[lang]; p != nil && p.own() {
		return p
	}
	for _, p := range a.sorted() {
		if p.own() {
			return p
		}
	}
	return nil
}

// sorted returns the pages in the archive's order of languages.
func (a *Article) sorted() []*Page {
	var out []*Page
	for _, l := range a.Folder.Languages {
		if p := a.Pages[l]; p != nil {
			out = append(out, p)
		}
	}
	return out
}

// kind returns the type of the article in any language.
func (a *Article) kind() string {
	for _, p := range a.sorted() {
		return p.Kind()
	}
	return ""
}

const factsFile = "facts.yaml"

// index lists all files of content, by the folder they are in.
func (a *Archive) index() (map[string][]string, error) {
	a.files, a.paths, a.credits, a.links = map[string]bool{}, map[string]bool{".": true}, nil, nil
	byFolder := map[string][]string{}
	err := fs.WalkDir(a.Content, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			a.paths[name] = true
			return nil
		}
		a.files[name] = true
		if stem, _, ok := content.SplitName(name, a.Languages); ok {
			a.paths[content.Path(stem)] = true
		}
		folder, _, ok := strings.Cut(name, "/")
		if !ok {
			folder = "."
		}
		byFolder[folder] = append(byFolder[folder], name)
		return nil
	})
	return byFolder, err
}

// keep takes from a folder what rules over the whole archive look at.
func (a *Archive) keep(f *Folder) {
	a.credits = append(a.credits, f.credits()...)
	a.links = append(a.links, f.links...)
}

// settle puts what was kept into one order, whatever folder came first.
func (a *Archive) settle() {
	slices.SortStableFunc(a.credits, func(x, y credit) int { return strings.Compare(x.article.Path, y.article.Path) })
	slices.SortStableFunc(a.links, func(x, y link) int { return strings.Compare(x.from.File, y.from.File) })
}

// read reads one folder. A file that cannot be read is a finding, and stops
// nothing.
func (a *Archive) read(name string, files []string) *Folder {
	f := &Folder{Archive: a, Name: name}
	if i := slices.IndexFunc(a.Imports, func(i Import) bool { return i.Issue == name }); i >= 0 {
		f.Import = &a.Imports[i]
	}
	articles := map[string]*Article{}
	article := func(p string) *Article {
		if articles[p] == nil {
			articles[p] = &Article{Path: p, Folder: f, Pages: map[string]*Page{}}
			f.Articles = append(f.Articles, articles[p])
		}
		return articles[p]
	}
	for _, file := range files {
		if path.Base(file) == factsFile {
			f.readFacts(file, article(path.Dir(file)))
			continue
		}
		stem, lang, ok := content.SplitName(file, a.Languages)
		if !ok {
			continue
		}
		p := f.readPage(file, stem, lang)
		if p == nil || p.Front["draft"] == true {
			continue
		}
		f.Pages = append(f.Pages, p)
		if path.Base(stem) != "_index" {
			p.Article = article(p.Path)
			p.Article.Pages[lang] = p
		}
	}
	slices.SortStableFunc(f.Articles, func(a, b *Article) int { return cmp.Compare(a.Path, b.Path) })
	return f
}

func (f *Folder) readPage(file, stem, lang string) *Page {
	data, err := fs.ReadFile(f.Content, file)
	var parsed *content.Page
	if err == nil {
		parsed, err = content.Parse(data)
	}
	if err != nil {
		f.breaks(file, err)
		return nil
	}
	p := &Page{Page: parsed, File: file, Path: content.Path(stem), Lang: lang}
	if n := parsed.Line - 1; n > 0 {
		p.raw = strings.Join(strings.SplitN(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n", n+1)[:n], "\n")
	}
	p.scan(f)
	return p
}

func (f *Folder) readFacts(file string, a *Article) {
	data, err := fs.ReadFile(f.Content, file)
	if err == nil {
		a.Facts, err = content.ParseFacts(data)
	}
	if err != nil {
		f.breaks(file, err)
		return
	}
	a.lines = map[string]int{}
	for _, key := range []string{"credit", "number", "authority", "enacted", "effective", "annexes"} {
		a.lines[key] = fieldLine(string(data), key)
	}
}
