// Package live is the site of an archive while somebody works on it: every
// file of it is made when it is asked for, from the content as it is then.
//
//	a name of the site --locate--> a page and its language
//	                   --Part----> the content that shows it (package catalogue)
//	                   --Render--> its files (package hugo), kept by what they were made of
//
// What a file is made of is its address in the memory of this package. So
// nothing here knows what depends on what: after an edit a page is made of
// something else or it is not. A page is the same, byte for byte, as a build
// of the whole archive makes it; a test holds that.
//
// What articles have in common, such as the laws that they name, takes a look
// at all of them. It is looked up behind, while pages are shown as it was known
// before: [Site.Refresh].
package live

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/backissue/backissue/site/address"
	"github.com/backissue/backissue/site/catalogue"
	"github.com/backissue/backissue/site/forms"
	"github.com/backissue/backissue/site/hugo"
)

// Options say what a site is made of besides its content.
type Options struct {
	Hugo      hugo.Options
	Catalogue catalogue.Options // but for the languages, which package hugo knows
	Forms     forms.Options

	// Published are the addresses that must answer, and Fate what became of them.
	Published []address.Page
	Fate      address.Options
}

// A Site is made page by page. Its methods may be called from many goroutines.
type Site struct {
	options Options
	content string // folder
	static  *os.Root

	mu       sync.RWMutex
	renderer *hugo.Renderer
	pages    *catalogue.Collection
	known    *catalogue.Entities
	epoch    int // of templates, words, assets and configuration
	version  int // of all of these

	reading sync.Mutex // held to put another collection in place
	made    made
}

// Open starts a site. It has read which issues there are, and no more.
func Open(o Options) (*Site, error) {
	s := &Site{options: o, content: filepath.Join(o.Hugo.Root, "content"), known: &catalogue.Entities{}}
	var err error
	if s.renderer, err = hugo.NewRenderer(o.Hugo); err != nil {
		return nil, err
	}
	s.setLanguages()
	if s.pages, err = catalogue.Skim(os.DirFS(s.content), s.options.Catalogue.Languages); err != nil {
		s.renderer.Close()
		return nil, fmt.Errorf("live: %w", err)
	}
	if s.static, err = os.OpenRoot(filepath.Join(o.Hugo.Root, "static")); err != nil && !errors.Is(err, fs.ErrNotExist) {
		s.renderer.Close()
		return nil, fmt.Errorf("live: %w", err)
	}
	s.renderer.Warm(0)
	return s, nil
}

func (s *Site) setLanguages() {
	o := &s.options
	o.Catalogue.Languages, o.Catalogue.Titles = nil, map[string]string{}
	for _, l := range s.renderer.Languages() {
		o.Catalogue.Languages = append(o.Catalogue.Languages, l.Name)
		o.Catalogue.Titles[l.Name] = l.Title
	}
	o.Fate.Languages = o.Catalogue.Languages
	if len(s.renderer.Languages()) > 0 {
		o.Forms.Title = s.renderer.Languages()[0].Title
	}
}

// Close ends the site.
func (s *Site) Close() error {
	if s.static != nil {
		s.static.Close()
	}
	return s.renderer.Close()
}

// Edited tells the site which files below content are not what they were, by
// slash-separated path: a folder stands for all in it, and "" for everything.
// Without names it may be any that was read already.
func (s *Site) Edited(names ...string) {
	folders := map[string]bool{}
	if pages := s.snapshot().pages; len(names) == 0 {
		for _, f := range pages.Folders() {
			folders[f] = pages.Whole(f)
		}
		maps.DeleteFunc(folders, func(_ string, whole bool) bool { return !whole })
	}
	for _, n := range names {
		first, _, below := strings.Cut(n, "/")
		switch {
		case n == "":
			entries, _ := os.ReadDir(s.content) // what cannot be read is not there
			for _, e := range entries {
				folders[e.Name()] = true
			}
			for _, f := range s.snapshot().pages.Folders() {
				folders[f] = true
			}
		case below:
			folders[first] = true
		default: // one of the folders, or a file beside them
			folders[first], folders["."] = true, true
		}
	}
	s.read(slices.Collect(maps.Keys(folders))...)
}

// Wrong returns what is wrong with the content, a folder at a time.
func (s *Site) Wrong() []error { return s.snapshot().pages.Errs() }

// Version is another number whenever anything may have changed.
func (s *Site) Version() int { return s.snapshot().version }

// Issues is how many issues there are.
func (s *Site) Issues() int { return s.snapshot().pages.Issues() }

// Languages are the names of the site's languages, the default one first.
func (s *Site) Languages() []string { return s.snapshot().options.Catalogue.Languages }

// Styles are the names of the style sheets that pages have now.
func (s *Site) Styles() []string { return s.made.styles() }

// read reads folders of content again.
func (s *Site) read(folders ...string) {
	s.reading.Lock()
	defer s.reading.Unlock()
	pages := s.snapshot().pages.With(folders...)
	s.mu.Lock()
	s.pages = pages
	s.version++
	s.mu.Unlock()
}

// Refresh reads all that was not read yet and looks up what the articles of
// all issues have in common.
func (s *Site) Refresh() {
	now := s.snapshot()
	if unread := now.pages.Unread(); len(unread) > 0 {
		s.read(unread...)
		now = s.snapshot()
	}
	known := now.pages.Entities(s.options.Catalogue)
	s.mu.Lock()
	s.known = known
	s.version++
	s.mu.Unlock()
}

// Reload takes up new templates, words, assets, configuration and languages:
// with o, which may differ in all but the folder.
func (s *Site) Reload(o Options) error {
	renderer, err := hugo.NewRenderer(o.Hugo)
	if err != nil {
		return err
	}
	s.reading.Lock()
	defer s.reading.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	old, before := s.renderer, s.options.Catalogue.Languages
	s.options, s.renderer = o, renderer
	s.setLanguages()
	s.epoch++
	s.version++
	if fmt.Sprint(before) != fmt.Sprint(s.options.Catalogue.Languages) {
		if s.pages, err = catalogue.Read(os.DirFS(s.content), s.options.Catalogue.Languages); err != nil {
			return fmt.Errorf("live: %w", err)
		}
	}
	renderer.Warm(0)
	go old.Close()
	return nil
}

// A snapshot is the site at one moment.
type snapshot struct {
	options  Options
	renderer *hugo.Renderer
	pages    *catalogue.Collection
	known    *catalogue.Entities
	epoch    int
	version  int
}

func (s *Site) snapshot() snapshot {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return snapshot{s.options, s.renderer, s.pages, s.known, s.epoch, s.version}
}
