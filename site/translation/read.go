package translation

import (
	"errors"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/backissue/backissue/site/content"
)

// field is the one field of front matter that says how far a translation is.
const field = "translation"

// Read tells how far all translations are, sorted by path. Front matter that
// cannot be read says nothing: then the file is a draft.
func Read(files fs.FS, o Options) ([]Article, error) {
	if len(o.Languages) == 0 {
		return nil, errors.New("translation: no languages")
	}
	found := map[string]map[string]*file{}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		stem, lang, ok := content.SplitName(name, o.Languages)
		if !ok || !isArticle(stem) {
			return nil
		}
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		if found[stem] == nil {
			found[stem] = map[string]*file{}
		}
		found[stem][lang] = parse(name, lang, data, o)
		return nil
	})
	if err != nil {
		return nil, err
	}
	var out []Article
	for _, stem := range slices.Sorted(maps.Keys(found)) {
		out = append(out, article(stem, found[stem], o.Languages))
	}
	return out, nil
}

// Of returns the article that one file belongs to, read as [Read] does.
func Of(files fs.FS, name string, o Options) (Article, error) {
	stem, _, ok := content.SplitName(name, o.Languages)
	if !ok || !isArticle(stem) {
		return Article{}, errNoArticle
	}
	found := map[string]*file{}
	entries, err := fs.ReadDir(files, path.Dir(name))
	if err != nil {
		return Article{}, err
	}
	for _, e := range entries {
		other := path.Join(path.Dir(name), e.Name())
		s, lang, ok := content.SplitName(other, o.Languages)
		if !ok || s != stem || e.IsDir() {
			continue
		}
		data, err := fs.ReadFile(files, other)
		if err != nil {
			return Article{}, err
		}
		found[lang] = parse(other, lang, data, o)
	}
	return article(stem, found, o.Languages), nil
}

// isArticle reports whether a page is one of an issue's: content/<issue>/<section>/<article>.
func isArticle(stem string) bool {
	return path.Base(stem) == "index" && strings.Count(stem, "/") >= 3
}

// A file is one edition of an article.
type file struct {
	name, lang string
	title      string
	blocks     []content.Block // lines are those of the file
	sums       []string
	draft      bool
	of         string
	reviewed   []string // sums of the original's blocks; nil if nobody reviewed it
	imported   []string
	isImported bool
	marked     bool // the field is there
}

func parse(name, lang string, data []byte, o Options) *file {
	f := &file{name: name, lang: lang}
	if o.Imported != nil {
		f.imported, f.isImported = o.Imported(name)
	}
	p, err := content.Parse(data)
	if err != nil {
		f.draft = true
		return f
	}
	f.title = p.String("title")
	f.draft = p.Front["draft"] == true
	if p.String("fallback") == "" {
		for _, b := range content.Blocks(p.Body) {
			f.blocks = append(f.blocks, content.Block{Text: b.Text, Line: p.Line + b.Line - 1})
			f.sums = append(f.sums, content.Sum(b.Text))
		}
	}
	switch v := p.Front[field].(type) {
	case string:
		f.marked, f.draft = true, f.draft || v == string(Draft)
	case map[string]any:
		f.marked = true
		f.of, _ = v["of"].(string)
		f.of = strings.ToLower(f.of)
		if s, ok := v["reviewed"].(string); ok {
			f.reviewed = append([]string{}, strings.Fields(s)...)
		}
		if s, _ := v["status"].(string); s == string(Draft) {
			f.draft = true
		}
	}
	return f
}

// article tells how far the editions of one article are.
func article(stem string, found map[string]*file, languages []string) Article {
	a := Article{Path: content.Path(stem), Original: original(found, languages)}
	a.Issue, _, _ = strings.Cut(a.Path, "/")
	for _, l := range languages {
		f := found[l]
		if f == nil {
			f = &file{name: stem + "." + l + ".md", lang: l}
		}
		e := Edition{Lang: l, File: f.name, Title: f.title, Status: Missing}
		switch {
		case l == a.Original:
			e.Status = Original
		case len(f.blocks) > 0 || f.draft:
			e.judge(f, found, a.Original)
		case a.Original != "":
			for _, b := range found[a.Original].blocks {
				e.Blocks = append(e.Blocks, Block{Line: b.Line, Text: b.Text, Status: Missing})
			}
		}
		a.Editions = append(a.Editions, e)
	}
	return a
}

// original returns the language that an article was written in: the one that a
// translation names, else the first that import brought, else the first that
// has text and says nothing of being a translation.
func original(found map[string]*file, languages []string) string {
	first := func(is func(*file) bool) string {
		for _, l := range languages {
			if f := found[l]; f != nil && len(f.blocks) > 0 && is(f) {
				return l
			}
		}
		return ""
	}
	for _, l := range languages {
		if f := found[l]; f != nil && f.of != "" && f.of != l && found[f.of] != nil && len(found[f.of].blocks) > 0 {
			return f.of
		}
	}
	for _, is := range []func(*file) bool{
		func(f *file) bool { return f.isImported && !f.marked },
		func(f *file) bool { return !f.marked },
		func(*file) bool { return true },
	} {
		if l := first(is); l != "" {
			return l
		}
	}
	return ""
}

// judge compares a translation with its original.
func (e *Edition) judge(f *file, found map[string]*file, from string) {
	o := found[from]
	e.Status = Draft
	known := map[int]bool{} // blocks of the original as they were
	switch {
	case from == "":
		return
	case f.draft:
	case f.reviewed != nil:
		e.Status = Reviewed
		known, e.Dropped = unchanged(f.reviewed, o.sums)
	case f.isImported && !f.marked:
		e.Status = Imported
		if o.isImported {
			known, e.Dropped = unchanged(o.imported, o.sums)
		} else {
			for i := range o.sums {
				known[i] = true
			}
		}
	}
	for _, r := range place(f, o) {
		b := Block{Line: o.blocks[r.other].Line, Text: o.blocks[r.other].Text, Own: r.line, Status: e.Status}
		switch {
		case e.Status != Draft && !known[r.other] && !(e.Status == Imported && r.adapted):
			b.Status = Stale
		case r.line == 0 && e.Status != Reviewed:
			b.Status = Missing
		}
		e.Blocks = append(e.Blocks, b)
	}
	if e.Status != Draft && (e.Stale() > 0 || e.Dropped > 0) {
		e.Status = Stale
	}
}

// unchanged returns the blocks of a text that were in it before, and how many
// went without another in their place.
func unchanged(before, now []string) (known map[int]bool, dropped int) {
	known = map[int]bool{}
	i, j := 0, 0
	for _, p := range append(content.Common(before, now), [2]int{len(before), len(now)}) {
		dropped += max(0, (p[0]-i)-(p[1]-j))
		i, j = p[0]+1, p[1]+1
		if p[1] < len(now) {
			known[p[1]] = true
		}
	}
	return known, dropped
}

// A placed block is one of the original, and where its translation is.
type placed struct {
	other   int  // index in the original
	line    int  // of the translation in its file; 0 if there is none
	adapted bool // a person changed the translation since it was imported
}

func place(f, o *file) []placed {
	var out []placed
	n := 0
	for _, r := range content.Align(f.blocks, o.blocks) {
		adapted := false
		for _, b := range r.Own {
			adapted = adapted || f.isImported && !slices.Contains(f.imported, content.Sum(b.Text))
		}
		for i := range r.Other {
			p := placed{other: n, adapted: adapted}
			if len(r.Own) > 0 {
				p.line = r.Own[min(i, len(r.Own)-1)].Line
			}
			out = append(out, p)
			n++
		}
	}
	return out
}

// A Progress counts the editions of one issue in one language.
type Progress struct {
	Issue, Lang string
	Articles    int // that have a text in any language
	Original    int
	Imported    int
	Reviewed    int
	Draft       int
	Stale       int
	Missing     int
	StaleBlocks int
}

// Done is the part of all articles that readers of the language can rely on,
// from 0 to 1.
func (p Progress) Done() float64 {
	if p.Articles == 0 {
		return 1
	}
	return float64(p.Original+p.Imported+p.Reviewed) / float64(p.Articles)
}

// Count returns the progress of each issue, in the order of articles, and in
// each language in the archive's order.
func Count(articles []Article) []Progress {
	var out []Progress
	at := map[[2]string]int{}
	for _, a := range articles {
		if a.Original == "" {
			continue
		}
		for _, e := range a.Editions {
			key := [2]string{a.Issue, e.Lang}
			i, ok := at[key]
			if !ok {
				i = len(out)
				at[key] = i
				out = append(out, Progress{Issue: a.Issue, Lang: e.Lang})
			}
			p := &out[i]
			p.Articles++
			p.StaleBlocks += e.Stale()
			*map[Status]*int{Original: &p.Original, Imported: &p.Imported, Reviewed: &p.Reviewed,
				Draft: &p.Draft, Stale: &p.Stale, Missing: &p.Missing}[e.Status]++
		}
	}
	return out
}
