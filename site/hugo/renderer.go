package hugo

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/gohugoio/hugo/common/herrors"
	"github.com/gohugoio/hugo/common/hmaps"
	"github.com/gohugoio/hugo/hugofs"
	"github.com/gohugoio/hugo/hugolib/segments"
	"github.com/gohugoio/hugo/hugolib/sitesmatrix"
	"github.com/spf13/afero"
)

// A Renderer shows single pages of an archive, each from a small site that is
// built in memory and thrown away. Most of the time such a site takes goes into
// reading templates, which no content changes, so one engine that has read them
// waits for the next page. The archive's configuration, templates and words are
// as they were when the Renderer was made.
type Renderer struct {
	root, themes, work string
	settings           settings
	languages          []Language

	mu    sync.Mutex
	spare chan prepared // holds the waiting engine; nil until one is wanted

	busy   sync.RWMutex // held for reading by who renders
	closed bool
}

// ErrClosed is what a [Renderer] says that was closed.
var ErrClosed = errors.New("hugo: the renderer is closed")

// A Selection is a small site, and what is wanted of it.
type Selection struct {
	Files map[string][]byte // all of its content, by path below content
	Page  string            // path of the page to render, "/2021-10/news/01", "/404", "/sitemap" and "/sitemapindex" for those, or "" for all
	Lang  string            // language to render, or "" for all
	HTML  bool              // whether only the page itself is wanted, and none of its other forms
}

// An Error is a mistake in one of the archive's files.
type Error struct {
	File         string // below the archive's folder, or of the theme
	Line, Column int    // from 1, or 0
	What         string
}

func (e *Error) Error() string {
	if e.Line == 0 {
		return e.File + ": " + e.What
	}
	return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.What)
}

// NewRenderer reads the configuration of the archive at o.Root. Of o it takes
// Root, BaseURL, Cache and Params.
func NewRenderer(o Options) (*Renderer, error) {
	r := &Renderer{}
	var err error
	if r.root, _, err = o.folders(); err != nil {
		return nil, fmt.Errorf("hugo: %w", err)
	}
	if r.settings, err = loadSettings(r.root, o.BaseURL); err == nil {
		err = r.settings.setLanguages(r.root)
	}
	if err == nil {
		r.themes, err = unpackTheme(o.Cache)
	}
	if err == nil {
		r.work, err = os.MkdirTemp("", "backissue-")
	}
	if err != nil {
		return nil, fmt.Errorf("hugo: %w", err)
	}
	r.languages = r.settings.languages()
	overlay(r.settings.params(), hmaps.Params(o.Params))
	return r, nil
}

// Languages are those of the archive, the default one first.
func (r *Renderer) Languages() []Language { return r.languages }

// Close ends the Renderer when all that is being rendered is done.
func (r *Renderer) Close() error {
	r.busy.Lock()
	defer r.busy.Unlock()
	if r.closed {
		return nil
	}
	r.closed = true
	if p, waits := r.waiting(); waits && p.err == nil {
		p.engine.sites.Close()
	}
	return os.RemoveAll(r.work)
}

// Render builds a site and returns its files by name. What a page links to of
// assets is among them; static files are not. An error that is in one of the
// archive's files is an [*Error].
func (r *Renderer) Render(ctx context.Context, s Selection) (map[string][]byte, error) {
	r.busy.RLock()
	defer r.busy.RUnlock()
	if r.closed {
		return nil, ErrClosed
	}
	p, waits := r.waiting()
	if !waits {
		p = r.prepare()
	}
	if p.err != nil {
		return nil, r.placed(p.err)
	}
	defer p.engine.sites.Close()
	if err := p.content.fill(s.Files); err != nil {
		return nil, fmt.Errorf("hugo: %w", err)
	}
	p.only.Selection = s
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := p.engine.build(); err != nil {
		return nil, r.placed(err)
	}
	out := map[string][]byte{}
	err := afero.Walk(p.out, "/", func(name string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			return err
		}
		out[strings.TrimPrefix(filepath.ToSlash(name), "/")], err = afero.ReadFile(p.out, name)
		return err
	})
	return out, err
}

// NotFound returns the page that a host shows for a dead link, made from those
// of all languages, in site with the files that they bring along. It is nil
// where there are none.
func (r *Renderer) NotFound(site fs.FS) ([]byte, error) {
	var languages []string
	for _, l := range r.languages {
		languages = append(languages, l.Name)
	}
	page, err := notFound(site, languages, r.settings.base())
	if err != nil {
		err = fmt.Errorf("hugo: %w", err)
	}
	return page, err
}

// A prepared engine waits for its content.
type prepared struct {
	engine  *engine
	content *contentFs
	only    *only
	out     afero.Fs
	err     error
}

// Warm prepares an engine for the next page in the background, after a while
// in which the page that was just made can be shown.
func (r *Renderer) Warm(after time.Duration) {
	time.AfterFunc(after, func() {
		r.busy.RLock()
		defer r.busy.RUnlock()
		r.mu.Lock()
		if r.spare != nil || r.closed {
			r.mu.Unlock()
			return
		}
		spare := make(chan prepared, 1)
		r.spare = spare
		r.mu.Unlock()
		spare <- r.prepare()
	})
}

// waiting returns the engine that waits, if one does or will.
func (r *Renderer) waiting() (prepared, bool) {
	r.mu.Lock()
	spare := r.spare
	r.spare = nil
	r.mu.Unlock()
	if spare == nil {
		return prepared{}, false
	}
	return <-spare, true
}

func (r *Renderer) prepare() prepared {
	s := settings(copied(hmaps.Params(r.settings)))
	dir := filepath.Join(r.root, s.folder("contentdir", "content"))
	if !s.mounts("content") {
		s.mount(s.folder("contentdir", "content"), "content")
	}
	p := prepared{content: newContentFs(hugofs.Os, dir), only: &only{}, out: afero.NewMemMapFs()}
	p.engine, p.err = newEngine(p.content, p.out, s.flags(r.root, "/", r.themes, r.work), nil)
	if p.err == nil {
		p.only.dimensions = p.engine.configs.ConfiguredDimensions
		for _, c := range p.engine.configs.LanguageConfigMap {
			c.Segments.Config.SegmentFilter = p.only
		}
		p.engine.configs.Base.Segments.Config.SegmentFilter = p.only
	}
	return p
}

// copied copies a configuration, which Hugo changes when it reads it.
func copied(p hmaps.Params) hmaps.Params {
	out := maps.Clone(p)
	for k, v := range out {
		switch v := v.(type) {
		case hmaps.Params:
			out[k] = copied(v)
		case []any:
			out[k] = append([]any{}, v...)
		}
	}
	return out
}

// only is Hugo's filter of what to render. Its answers are of use before and
// after it is known what that is: no page is looked at until a build.
type only struct {
	Selection
	dimensions *sitesmatrix.ConfiguredDimensions
}

// ShouldExcludeCoarse leaves out languages.
func (o *only) ShouldExcludeCoarse(q segments.SegmentQuery) bool {
	return o.Lang != "" && o.dimensions.ResolveNames(q.Site)[0] != o.Lang
}

// ShouldExcludeFine leaves out pages.
func (o *only) ShouldExcludeFine(q segments.SegmentQuery) bool {
	switch {
	case o.ShouldExcludeCoarse(q):
		return true
	case o.HTML && q.Output != "html":
		return true
	case o.Page == "":
		return false
	case q.Kind == "404" || q.Kind == "sitemap" || q.Kind == "sitemapindex":
		return o.Page != "/"+q.Kind
	}
	return q.Path != o.Page
}

// rendering matches the page that a template failed on.
var rendering = regexp.MustCompile(`render of "([^"]+)" failed`)

// placed finds the file and the line that an error of Hugo's is about: those
// furthest in, where a template called others.
func (r *Renderer) placed(err error) error {
	theme := filepath.Join(r.themes, themeName)
	var at *Error
	for _, f := range herrors.UnwrapFileErrors(err) {
		pos := f.Position()
		if pos.Filename == "" {
			continue
		}
		var inner error = f
		for next := errors.Unwrap(inner); next != nil; next = errors.Unwrap(inner) {
			inner = next
		}
		file := strings.TrimPrefix(pos.Filename, theme+string(filepath.Separator))
		file = strings.TrimPrefix(file, r.root+string(filepath.Separator))
		at = &Error{filepath.ToSlash(file), max(pos.LineNumber, 0), max(pos.ColumnNumber, 0), explain(inner, r.root, theme).Error()}
	}
	if at == nil {
		return fmt.Errorf("hugo: %w", explain(err, r.root, theme))
	}
	if m := rendering.FindStringSubmatch(err.Error()); m != nil && !strings.HasSuffix(filepath.ToSlash(m[1]), at.File) {
		at.What += ", on the page of " + strings.TrimPrefix(m[1], r.root+string(filepath.Separator))
	}
	return at
}
