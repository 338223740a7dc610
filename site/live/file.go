package live

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/afero"

	"github.com/backissue/backissue/site/address"
	"github.com/backissue/backissue/site/catalogue"
	"github.com/backissue/backissue/site/forms"
	"github.com/backissue/backissue/site/hugo"
)

// File returns a file of the site by its slash-separated name, such as
// "ko/2021-10/index.html". The error is [fs.ErrNotExist] for one that the site
// does not have; [*hugo.Error] and [*catalogue.FileError] name the archive's
// file that has a mistake.
func (s *Site) File(ctx context.Context, name string) ([]byte, error) {
	for {
		now := s.snapshot()
		if data, ok := s.made.again(now.version, name); ok {
			return data, nil
		}
		data, err := s.file(ctx, now, name)
		if err == nil {
			s.made.remember(now.version, name, data)
		}
		if errors.Is(err, fs.ErrNotExist) && path.Ext(name) == ".html" {
			data, err = s.moved(ctx, now, name)
		}
		if !errors.Is(err, hugo.ErrClosed) { // it was reloaded meanwhile
			return data, err
		}
	}
}

// rest is left to whoever shows a page before the next one is prepared for.
const rest = 60 * time.Millisecond

// moved returns the page that answers for one that was published and is gone.
func (s *Site) moved(ctx context.Context, now snapshot, name string) ([]byte, error) {
	data, err := address.Answer(&pages{ctx, s, now}, name, now.options.Published, now.options.Fate)
	if err == nil && data == nil {
		err = fs.ErrNotExist
	}
	return data, err
}

// pages are the site's files as a file system without folders.
type pages struct {
	ctx  context.Context
	site *Site
	now  snapshot
}

// Open makes a file.
func (p *pages) Open(name string) (fs.File, error) {
	data, err := p.site.file(p.ctx, p.now, name)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	one, err := tree(map[string][]byte{name: data})
	if err != nil {
		return nil, err
	}
	return one.Open(name)
}

func (s *Site) file(ctx context.Context, now snapshot, name string) ([]byte, error) {
	lang, rest := now.language(name)
	if lang == "" {
		return s.common(ctx, now, name)
	}
	dir, base := path.Split(rest)
	dir = path.Clean(dir)
	switch {
	case rest == "404.html":
		return s.one(ctx, now, name, request{part: "gone", page: "/404", lang: lang})
	case rest == "sitemap.xml":
		return s.one(ctx, now, name, request{all: true, page: "/sitemap", lang: lang})
	case dir == "." && base != "index.html":
		return s.one(ctx, now, name, request{all: true, page: "/", lang: lang})
	case isForm(base):
		return s.form(ctx, now, name, dir, lang)
	}
	// A file that is no page belongs to the page of the folder that it is in, or
	// of one above.
	for at := dir; ; at = path.Dir(at) {
		page := now.beside(at)
		data, err := s.one(ctx, now, name, request{part: page, page: path.Join("/", page), lang: lang, html: base == "index.html"})
		if err == nil || !errors.Is(err, fs.ErrNotExist) {
			return data, err
		}
		if at == "." || base == "index.html" {
			break
		}
	}
	// A page may have an address of its own choice.
	for at := path.Dir(name); at != "."; at = path.Dir(at) {
		if page, ok := now.pages.Elsewhere(lang, at); ok {
			return s.one(ctx, now, name, request{part: page, page: path.Join("/", page), lang: lang})
		}
		if base == "index.html" {
			break
		}
	}
	return nil, fs.ErrNotExist
}

// language splits the first part off a name if it is a language.
func (now snapshot) language(name string) (lang, rest string) {
	first, rest, ok := strings.Cut(name, "/")
	for _, l := range now.options.Catalogue.Languages {
		if ok && l == first {
			return l, rest
		}
	}
	return "", name
}

// beside returns the path of the page at an address. Two languages side by
// side, at news/01/zh-hans/, are the page news/01-zh-hans.
func (now snapshot) beside(at string) string {
	dir, last := path.Split(at)
	for _, l := range now.options.Catalogue.Languages {
		if l == last && strings.Count(dir, "/") > 2 {
			return strings.TrimSuffix(dir, "/") + "-" + last
		}
	}
	return at
}

// common returns files that are no language's: those of the static folder, the
// style sheet and the script, which every page brings along, and those at the
// root.
func (s *Site) common(ctx context.Context, now snapshot, name string) ([]byte, error) {
	if s.static != nil {
		if data, err := s.static.ReadFile(filepath.FromSlash(name)); err == nil {
			return data, nil
		}
	}
	if data, ok := s.made.aside(now.epoch, name); ok {
		return data, nil
	}
	switch {
	case name == "sitemap.xml":
		return s.one(ctx, now, name, request{all: true, page: "/sitemapindex"})
	case name == "404.html":
		return s.notFound(ctx, now)
	case !strings.Contains(name, "/") && slices.Contains([]string{".json", ".xml"}, path.Ext(name)):
		return s.one(ctx, now, name, request{all: true, page: "/"})
	}
	return s.one(ctx, now, name, request{part: "gone"})
}

// notFound makes the page for dead links of those of all languages.
func (s *Site) notFound(ctx context.Context, now snapshot) ([]byte, error) {
	pages := map[string][]byte{}
	for _, l := range now.options.Catalogue.Languages {
		made, err := s.render(ctx, now, request{part: "gone", page: "/404", lang: l})
		if err != nil {
			return nil, err
		}
		maps.Copy(pages, made)
	}
	site, err := tree(pages)
	if err != nil {
		return nil, err
	}
	page, err := now.renderer.NotFound(site)
	if err == nil && page == nil {
		err = fs.ErrNotExist
	}
	return page, err
}

// isForm reports whether a name is that of an issue to take along.
func isForm(base string) bool {
	for _, f := range forms.Names {
		if path.Ext(base) == "."+f {
			return true
		}
	}
	return false
}

// A request is what to render, and from which part of the archive.
type request struct {
	part string // the path of the page that must come out right
	all  bool   // from all of it
	page string // as [hugo.Selection] has it
	lang string
	html bool
}

// one returns one of the files that a request makes.
func (s *Site) one(ctx context.Context, now snapshot, name string, r request) ([]byte, error) {
	files, err := s.render(ctx, now, r)
	if err != nil {
		return nil, err
	}
	if data, ok := files[name]; ok {
		return data, nil
	}
	return nil, fs.ErrNotExist
}

// render returns the files that a request makes, from memory if it was made of
// the same before.
func (s *Site) render(ctx context.Context, now snapshot, r request) (map[string][]byte, error) {
	part, err := s.part(&now, r)
	if err != nil {
		return nil, err
	}
	files, err := s.load(part)
	if err != nil {
		return nil, err
	}
	return s.made.get(key(now.epoch, r, files), func() (map[string][]byte, error) {
		out, err := now.renderer.Render(ctx, hugo.Selection{Files: files, Page: r.page, Lang: r.lang, HTML: r.html})
		now.renderer.Warm(rest)
		if err == nil {
			s.made.setAside(now.epoch, out, now.options.Catalogue.Languages)
		}
		return out, err
	})
}

// part returns the part of the archive that a request needs, and reads what it
// needs of it.
func (s *Site) part(now *snapshot, r request) (catalogue.Part, error) {
	if r.all {
		if len(now.pages.Unread()) > 0 {
			s.Refresh()
			*now = s.snapshot()
		}
		return now.pages.All(now.options.Catalogue)
	}
	folder, _, _ := strings.Cut(r.part, "/")
	for _, name := range now.pages.Needs(r.part) {
		if !now.pages.Whole(name) {
			s.read(name)
			now.pages = s.snapshot().pages
		}
	}
	if err := now.pages.Err(folder); err != nil {
		return catalogue.Part{}, err
	}
	p, ok := now.pages.Part(now.options.Catalogue, now.known, r.part)
	if !ok {
		return p, fs.ErrNotExist
	}
	return p, nil
}

// load reads the files of a part. One that is gone was there a moment ago.
func (s *Site) load(p catalogue.Part) (map[string][]byte, error) {
	files := make(map[string][]byte, len(p.Made)+len(p.Files))
	for name, text := range p.Made {
		files[name] = text
	}
	for _, name := range p.Files {
		data, err := os.ReadFile(filepath.Join(s.content, filepath.FromSlash(name)))
		switch {
		case err == nil:
			files[name] = data
		case !errors.Is(err, fs.ErrNotExist):
			return nil, err
		}
	}
	return files, nil
}

// form makes an issue to take along from all its pages in one language.
func (s *Site) form(ctx context.Context, now snapshot, name, issue, lang string) ([]byte, error) {
	pages, err := s.render(ctx, now, request{part: issue, lang: lang})
	if err != nil {
		return nil, err
	}
	if data, ok := pages[name]; ok {
		return data, nil
	}
	var found []byte
	site, err := tree(pages)
	if err != nil {
		return nil, err
	}
	err = forms.Make(site, now.options.Forms, func(made string, data []byte) error {
		if made == name {
			found = data
		}
		return nil
	})
	if err == nil && found == nil {
		err = fs.ErrNotExist
	}
	return found, err
}

// tree returns files as a file system.
func tree(files map[string][]byte) (fs.FS, error) {
	memory := afero.NewMemMapFs()
	for name, data := range files {
		if err := afero.WriteFile(memory, name, data, 0o444); err != nil {
			return nil, err
		}
	}
	return afero.NewIOFS(memory), nil
}
