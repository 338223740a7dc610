package site

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/backissue/backissue/site/issue"
	"github.com/backissue/backissue/site/live"
	"github.com/backissue/backissue/site/preview"
	"github.com/backissue/backissue/site/search"
	"github.com/backissue/backissue/site/watch"
)

// A session is one run of [Serve]: it takes what changed to where it belongs,
// and tells the pages that are open.
//
//	sources ──import──▶ content ──▶ live site ──▶ pages that came out otherwise ──▶ browser
//	templates, words, style, configuration ──▶ the live site's engine
type session struct {
	dir     string
	options ServeOptions
	site    *live.Site
	server  *preview.Server

	telling sync.Mutex // held by who makes pages again

	mu     sync.Mutex
	served []served // pages that somebody looked at, the last one first
	wrong  []error  // as Wrong was told last

	profile issue.Profile
	index   index         // for search
	wake    chan struct{} // has documents imported
	every   atomic.Bool   // all of them
}

// A served page is one that may be open in a browser.
type served struct {
	name string
	sum  [32]byte
}

// mostServed is how many pages are looked after: which of them are open, only
// the browser knows.
const mostServed = 48

// The page that was looked at last is made at once after a change. The others
// wait until nothing changes for a moment, and longer still until all issues
// are looked at for what they have in common: neither is to hold up the first.
const (
	restAfter   = 150 * time.Millisecond
	settleAfter = 1200 * time.Millisecond
)

func newSession(dir, addr string, o ServeOptions) (*session, error) {
	a, err := open(dir)
	if err != nil {
		return nil, err
	}
	l, err := a.live()
	if err != nil {
		return nil, err
	}
	s := &session{dir: dir, options: o, profile: a.profile, wake: make(chan struct{}, 1)}
	if s.site, err = live.Open(l); err != nil {
		return nil, err
	}
	s.server = preview.New(s, preview.Options{Addr: addr, Hosts: o.Hosts, Desk: s.desk()})
	return s, nil
}

func (s *session) close() {
	s.server.Close()
	s.site.Close()
	s.index.remove()
}

// watched are the folders and files that the site is made of.
func watched(dir string) []string {
	var paths []string
	for _, name := range []string{Sources, Content, "layouts", "i18n", "assets", "static", "data", Config} {
		paths = append(paths, filepath.Join(dir, name))
	}
	return paths
}

// File makes a file of the site, for the server.
func (s *session) File(ctx context.Context, name string) (preview.File, error) {
	if strings.HasPrefix(name, search.Folder+"/") {
		data, err := s.index.file(ctx, s.dir, name, s.site.Version(), s.site.Issues())
		return preview.File{Data: data}, err
	}
	data, err := s.site.File(ctx, name)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) && path.Ext(name) == ".html" { // it may come to be
			s.remember(name, nil)
		}
		return preview.File{}, s.problem(err)
	}
	if path.Ext(name) == ".html" {
		s.remember(name, data)
	}
	return preview.File{Data: data}, nil
}

// remember notes a page that is being looked at.
func (s *session) remember(name string, data []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.served = slices.DeleteFunc(s.served, func(p served) bool { return p.name == name })
	s.served = slices.Insert(s.served, 0, served{name, sha256.Sum256(data)})
	s.served = s.served[:min(len(s.served), mostServed)]
}

// problem is an error as a page shows it.
func (s *session) problem(err error) error {
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, context.Canceled) {
		return err
	}
	p := &preview.Problem{What: err.Error(), Hint: Hint(err)}
	var at *mistake
	if !errors.As(mistaken(s.dir, err), &at) {
		return p
	}
	p.File, p.Line, p.Column, p.What = at.file, at.line, at.column, at.what
	if folder, _, below := strings.Cut(strings.TrimPrefix(at.file, Content+"/"), "/"); below && strings.HasPrefix(at.file, Content+"/") {
		for _, l := range s.site.Languages() {
			p.Pages = append(p.Pages, l+"/"+folder+"/")
		}
	}
	return p
}

// follow takes up changes until ctx is done. The first page does not wait for
// the thousands of folders of a large archive to be watched: what was read
// before is read again then.
func (s *session) follow(ctx context.Context) error {
	w, err := watch.New(watch.Options{Paths: watched(s.dir), Poll: s.options.Poll, Note: s.options.Note})
	if err != nil {
		return fmt.Errorf("site: %w", err)
	}
	defer w.Close()
	s.site.Edited()
	rest := time.AfterFunc(time.Hour, func() { s.tell(false, 4) })
	defer rest.Stop()
	settled := time.AfterFunc(settleAfter, s.settle) // the first page goes before
	defer settled.Stop()
	go s.importing(ctx)
	s.imports(false) // those that changed while nobody looked
	for {
		select {
		case <-ctx.Done():
			return nil
		case b, ok := <-w.Batches():
			if !ok {
				return nil
			}
			if s.changed(b) {
				rest.Reset(restAfter)
				settled.Reset(settleAfter)
			}
		}
	}
}

// A change is a batch of changed files, sorted by what they are to the site.
type change struct {
	sources bool
	content []string // below content
	engine  bool     // templates, words, assets, configuration
	style   bool     // of those nothing but style sheets, and no content
}

func (s *session) sort(b watch.Batch) change {
	c := change{style: true}
	root, err := filepath.Abs(s.dir)
	if err != nil {
		root = s.dir
	}
	for _, p := range b.Paths {
		rel, err := filepath.Rel(root, p)
		if err != nil {
			continue
		}
		name := filepath.ToSlash(rel)
		folder, rest, _ := strings.Cut(name, "/")
		switch folder {
		case Sources:
			c.sources = true
		case Content:
			c.content = append(c.content, rest)
		default:
			c.engine = true
			c.style = c.style && folder == "assets" && onlyStyle(p, b.Paths)
		}
	}
	if b.All {
		c = change{sources: true, content: []string{""}, engine: true}
	}
	c.style = c.style && c.engine && len(c.content) == 0
	return c
}

// onlyStyle reports whether a changed path is a style sheet, a folder of them,
// or what an editor wrote for a moment beside one.
func onlyStyle(name string, batch []string) bool {
	if filepath.Ext(name) == ".css" {
		return true
	}
	if _, err := os.Stat(name); err != nil {
		return slices.ContainsFunc(batch, func(p string) bool { return filepath.Ext(p) == ".css" && filepath.Dir(p) == filepath.Dir(name) })
	}
	only := false
	err := filepath.WalkDir(name, func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			if only = filepath.Ext(p) == ".css"; !only {
				err = fs.SkipAll
			}
		}
		return err
	})
	return only && err == nil
}

// changed takes up one batch, and reports whether it was about content.
func (s *session) changed(b watch.Batch) bool {
	c := s.sort(b)
	var wrong []error
	if c.engine {
		profile, err := s.reload()
		if err != nil {
			wrong = append(wrong, err)
		}
		if profile { // documents are read otherwise
			s.imports(true)
		}
	}
	if len(c.content) > 0 {
		s.site.Edited(c.content...)
	}
	if c.engine || len(c.content) > 0 {
		most := 1
		if c.engine {
			most = 4
		}
		s.tell(c.style, most, wrong...)
	}
	if c.sources {
		s.imports(false)
	}
	return len(c.content) > 0
}

// reload takes up another configuration, and reports whether documents are to
// be read otherwise than before.
func (s *session) reload() (profile bool, err error) {
	a, err := open(s.dir)
	if err != nil {
		return false, err
	}
	l, err := a.live()
	if err != nil {
		return false, err
	}
	profile = !reflect.DeepEqual(a.profile, s.profile)
	s.profile = a.profile
	return profile, s.site.Reload(l)
}

// settle looks at all issues when the edits pause.
func (s *session) settle() {
	s.site.Refresh()
	s.tell(false, mostServed)
}

// tell makes pages that may be open again, as many as most of them, and tells
// the browser of those that came out otherwise; and everybody what is wrong
// now. Where only the style changed, pages need not be read again for it.
func (s *session) tell(style bool, most int, wrong ...error) {
	s.telling.Lock()
	defer s.telling.Unlock()
	s.mu.Lock()
	pages := slices.Clone(s.served[:min(most, len(s.served))])
	s.mu.Unlock()
	wrong = append(wrong, s.site.Wrong()...)
	s.complain(wrong)
	for _, p := range pages {
		files := []string{p.name}
		data, err := s.site.File(context.Background(), p.name)
		switch {
		case errors.Is(err, fs.ErrNotExist) && p.sum == sha256.Sum256(nil):
			continue
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			if !slices.ContainsFunc(wrong, func(w error) bool { return w.Error() == err.Error() }) {
				wrong = append(wrong, err)
				s.complain(wrong)
			}
			continue
		case sha256.Sum256(data) == p.sum:
			continue
		case style:
			files = s.site.Styles()
		}
		s.remember(p.name, data)
		s.server.Changed(preview.Change{Files: files, Problems: s.problems(wrong)})
	}
	s.server.Changed(preview.Change{Problems: s.problems(wrong)})
}

// complain tells what is wrong, if that is another thing than before.
func (s *session) complain(wrong []error) {
	var now []error
	for _, err := range wrong {
		now = append(now, mistaken(s.dir, err))
	}
	same := slices.EqualFunc(s.wrong, now, func(a, b error) bool { return a.Error() == b.Error() })
	s.wrong = now
	if !same && s.options.Wrong != nil {
		s.options.Wrong(s.wrong)
	}
}

func (s *session) problems(wrong []error) []*preview.Problem {
	var out []*preview.Problem
	for _, err := range wrong {
		var p *preview.Problem
		if errors.As(s.problem(err), &p) {
			out = append(out, p)
		}
	}
	return out
}
