package desk

import (
	"errors"
	"io"
	"io/fs"
	"slices"
	"strings"

	"github.com/backissue/backissue/site/content"
	"github.com/backissue/backissue/site/translation"
)

// An issue is what the files and import say of one issue; what check says is
// added for each page anew. Texts are not kept.
type issue struct {
	key      string
	title    name
	found    Import
	imported bool // found is known
	articles []article
	rest     []*finding // in no article
	progress []translation.Progress
}

// A name is a text and its language.
type name struct{ Text, Lang string }

// An article is one of an issue's.
type article struct {
	Path     string
	Title    name
	Original string
	Editions []edition
	facts    content.Facts
	found    []*finding // of import, and conflicts
}

// An edition is an article in one language.
type edition struct {
	Lang, File string
	Status     translation.Status
	Stale, All int // blocks
}

// maxFile is the size of the largest content file that the desk reads.
const maxFile = 16 << 20

// readFile reads a file that is not too large to be shown.
func readFile(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err == nil && len(data) > maxFile {
		err = errors.New(name + ": too large to be shown")
	}
	return data, err
}

// keys returns the issues, the newest first.
func (d *desk) keys() ([]string, error) {
	entries, err := fs.ReadDir(d.Content, ".")
	if err != nil {
		return nil, err
	}
	var keys []string
	for _, e := range entries {
		if e.IsDir() && len(e.Name()) > 0 && e.Name()[0] >= '0' && e.Name()[0] <= '9' {
			keys = append(keys, e.Name())
		}
	}
	slices.Sort(keys)
	slices.Reverse(keys)
	return keys, nil
}

// one is a file system in which there is one folder, for readers that look at
// all there is.
type one struct {
	fs.FS
	folder string
}

func (o one) ReadDir(name string) ([]fs.DirEntry, error) {
	if name != "." {
		return fs.ReadDir(o.FS, name)
	}
	info, err := fs.Stat(o.FS, o.folder)
	if err != nil {
		return nil, err
	}
	return []fs.DirEntry{fs.FileInfoToDirEntry(info)}, nil
}

func (d *desk) readIssue(key string) (*issue, error) {
	i := &issue{key: key}
	if d.Import != nil {
		found, err := d.Import(key)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		i.found, i.imported = found, err == nil
		i.found.Furniture = nil // the page of the issue asks for it
	}
	translated, err := translation.Read(one{d.Content, key}, translation.Options{Languages: d.Languages, Imported: d.Imported})
	if err != nil {
		return nil, err
	}
	i.progress = translation.Count(translated)
	for _, t := range translated {
		i.articles = append(i.articles, d.newArticle(t))
	}
	place := func(a article) int {
		n := slices.Index(i.found.Articles, strings.TrimPrefix(a.Path, key+"/"))
		if n < 0 {
			return len(i.found.Articles)
		}
		return n
	}
	slices.SortStableFunc(i.articles, func(a, b article) int { return place(a) - place(b) })
	i.title = d.titleOf(key)
	i.distribute()
	rest, err := d.sections(key)
	i.rest = append(i.rest, d.conflictsOf(key, rest)...)
	return i, err
}

func (d *desk) newArticle(t translation.Article) article {
	a := article{Path: t.Path, Original: t.Original}
	names := []string{t.Path + "/facts.yaml"}
	for _, e := range t.Editions {
		if e.Title != "" && (a.Title.Text == "" || e.Lang == t.Original) {
			a.Title = name{e.Title, e.Lang}
		}
		if e.Status != translation.Missing {
			names = append(names, e.File)
		}
		a.Editions = append(a.Editions, edition{e.Lang, e.File, e.Status, e.Stale(), len(e.Blocks)})
	}
	if a.Title.Text == "" {
		a.Title.Text = t.Path
	}
	if data, err := readFile(d.Content, names[0]); err == nil {
		a.facts, _ = content.ParseFacts(data) // check tells of what is wrong with it
	}
	a.found = d.conflictsOf(t.Path, names)
	return a
}

// titleOf returns the title of an issue's own page, if it says more than the key.
func (d *desk) titleOf(key string) name {
	for _, l := range d.Languages {
		data, err := readFile(d.Content, key+"/_index."+l+".md")
		if err != nil {
			continue
		}
		if p, err := content.Parse(data); err == nil && p.String("title") != "" && p.String("title") != key {
			return name{p.String("title"), l}
		}
	}
	return name{}
}

// sections returns the files of an issue that belong to no article.
func (d *desk) sections(key string) ([]string, error) {
	var names []string
	err := fs.WalkDir(d.Content, key, func(name string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() && strings.HasPrefix(e.Name(), "_index.") {
			names = append(names, name)
		}
		return err
	})
	return names, err
}

// distribute gives what import found to the articles it concerns: those that it
// names, or, of losses, the one whose text goes on at the place.
func (i *issue) distribute() {
	at := map[string]*article{}
	for n := range i.articles {
		at[i.articles[n].Path] = &i.articles[n]
	}
	give := func(f *finding) {
		a := at[f.Article]
		if a == nil && f.Article == i.key {
			a = i.around(f)
		}
		if a == nil {
			f.Article = i.key
			i.rest = append(i.rest, f)
			return
		}
		f.Article = a.Path
		a.found = append(a.found, f)
	}
	for _, m := range i.found.Doubts {
		give(newMark(i.key, "doubt", m))
	}
	for _, m := range i.found.Losses {
		give(newMark(i.key, "loss", m))
	}
	if i.found.Lost+i.found.Invented != "" {
		i.rest = append(i.rest, &finding{Kind: "error", Code: lossRule, File: "content/" + i.key, Article: i.key,
			Why: "the letters do not add up: lost “" + i.found.Lost + "”, invented “" + i.found.Invented + "”", Hint: "this is a fault of backissue; please report it"})
	}
}

// around returns the article whose text stands at the place of a finding: the
// last one that begins before it.
func (i *issue) around(f *finding) *article {
	file, ok := f.inSource()
	if !ok || f.Line == 0 {
		return nil
	}
	var best *article
	for n := range i.articles {
		s := i.articles[n].facts.Source
		if s.File != file || s.Message != i.found.Message || s.Line == 0 || !before(s, f.Page, f.Line) {
			continue
		}
		if best == nil || before(best.facts.Source, s.Page, s.Line) {
			best = &i.articles[n]
		}
	}
	return best
}

// before reports whether an article begins at a place or before it.
func before(s content.Source, page, line int) bool {
	return s.Page < page || s.Page == page && s.Line <= line
}

// A checked issue is one with the findings of check.
type checked struct {
	*issue
	of    map[string][]*finding // by path of the article
	loose []*finding            // in no article
}

// withChecks returns an issue with all its findings, in order.
func (i *issue) withChecks(c report) checked {
	out := checked{issue: i, of: map[string][]*finding{}, loose: clone(i.rest)}
	for _, a := range i.articles {
		out.of[a.Path] = clone(a.found)
	}
	for _, f := range c.of[i.key] {
		if slices.Contains(saidElsewhere, f.Code) {
			continue
		}
		n := newChecked(f)
		if _, ok := out.of[n.Article]; ok {
			out.of[n.Article] = append(out.of[n.Article], n)
		} else {
			n.Article = i.key
			out.loose = append(out.loose, n)
		}
	}
	finish := func(found []*finding) {
		if c.known {
			settle(found, c.of[i.key])
		}
		order(found)
	}
	for _, found := range out.of {
		finish(found)
	}
	finish(out.loose)
	return out
}

func clone(found []*finding) []*finding {
	out := make([]*finding, len(found))
	for n, f := range found {
		own := *f
		out[n] = &own
	}
	return out
}

// checkedIssue returns an issue that there is, as it is now.
func (d *desk) checkedIssue(key string) (checked, error) {
	all, err := d.keys()
	if err != nil {
		return checked{}, err
	}
	if !slices.Contains(all, key) {
		return checked{}, errNoPage
	}
	i, err := d.issue(key)
	if err != nil {
		return checked{}, err
	}
	return i.withChecks(d.checks.get()), nil
}

// checkedArticle returns an article that there is, and its issue.
func (d *desk) checkedArticle(path string) (checked, int, error) {
	path = strings.TrimSuffix(path, "/")
	key, _, _ := strings.Cut(path, "/")
	c, err := d.checkedIssue(key)
	if err != nil {
		return c, 0, err
	}
	n := slices.IndexFunc(c.articles, func(a article) bool { return a.Path == path })
	if n < 0 {
		return c, 0, errNoPage
	}
	return c, n, nil
}
