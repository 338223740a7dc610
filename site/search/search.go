// Package search makes a built site searchable with no server: it reads the
// pages, writes an index of small files beside them, and proves that what the
// pages say is found. assets/js/search.js reads these files in the browser.
//
// # Texts
//
// fold.go makes keys, in which spelling differences are gone that nobody
// means: case, width, spacing, brackets, Traditional for Simplified Chinese.
// terms.go cuts keys into terms by script, whatever the language of the page:
// overlapping pairs of Han, Kana and Hangul, threes of Thai, Lao, Khmer and
// Burmese, words of the rest. So nothing depends on knowing where a word ends.
//
// # Pages
//
// page.go reads the main text of a page of the site as built, passage.go cuts
// long pages into passages. A passage is the unit of the index. Pages that
// only show another page's text are left out; their titles go to that page, so
// that a law is found by its name in either language.
//
// # Files
//
// All lie in search/, each the call of one function, since a browser that
// reads a page from a disk loads scripts and nothing else:
//
//	Q("base64 of raw deflate")
//
//	root.js         what there is: JSON, see [root]
//	vHASH.js        variants of characters, for queries that have no answer without
//	HASH/7.js       a text: the eighth passage of a group of whole issues
//	HASH/7.js       a shard of a segment: terms and the passages that have them
//	HASH/h7.js      the passages of one term that very many have
//
// HASH is of all files in the folder. Passages are in the order of issues. A
// segment holds the terms of a run of issues; the last issues are a segment of
// their own, and an issue that is added goes there: the large segment, like
// the texts of all issues before, stays as it is, until the small one has an
// eighth of the archive. A term is in the shard that its hash says, so no
// table of terms is ever fetched.
//
// # Queries
//
// query.go answers as the client does: passages that have all terms, best
// first, then a look into their text whether it really says so. [Check] asks
// for headings and sentences from the pages, and reports what is not found.
package search

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
)

// Folder is where the index lies, below the root of the site.
const Folder = "search"

// Options say what is read.
type Options struct {
	// Languages are the folders of the site's languages, "ko" and "zh-hans".
	Languages []string
}

// Stats say what became of it.
type Stats struct {
	Pages    int   // that can be found
	Passages int   // that they are cut into
	Terms    int   // in all segments together
	Files    int   // of the index
	Bytes    int64 // of these files
}

// Write makes the index of the site in dir, from its pages. An index that is
// there already should be removed before.
func Write(dir string, o Options) (Stats, error) {
	groups, err := find(dir, o.Languages)
	if err != nil {
		return Stats{}, err
	}
	// Most of what is in memory stays there to the end, and has no pointers: to
	// collect garbage often costs little time and saves a third of the memory.
	defer debug.SetGCPercent(debug.SetGCPercent(40))
	w := newWriter(filepath.Join(dir, Folder))
	if err := inOrder(groups, func(g group) ([]*passage, error) { return g.read(dir) }, w.add); err != nil {
		return Stats{}, fmt.Errorf("search: %w", err)
	}
	if err := w.finish(); err != nil {
		return Stats{}, fmt.Errorf("search: %w", err)
	}
	return w.stats, nil
}

// A group is a page in all languages.
type group struct {
	within string // path from the language's folder: "2021-10/laws/02/"
	langs  []string
}

// inIssue tells whether a page with this first folder belongs to an issue.
func inIssue(folder string) bool {
	if len(folder) < 7 || folder[4] != '-' {
		return false
	}
	for _, c := range folder[:4] {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// find returns the pages of a site: those of issues in the order that they
// appeared, then all others.
func find(dir string, languages []string) ([]group, error) {
	langs := map[string][]string{}
	for _, lang := range languages {
		err := walk(filepath.Join(dir, lang), "", func(within string) {
			langs[within] = append(langs[within], lang)
		})
		if err != nil {
			return nil, fmt.Errorf("search: %w", err)
		}
	}
	groups := make([]group, 0, len(langs))
	for within, langs := range langs {
		groups = append(groups, group{within, langs})
	}
	slices.SortFunc(groups, func(a, b group) int {
		if x, y := inIssue(a.within), inIssue(b.within); x != y {
			if x {
				return -1
			}
			return 1
		}
		return strings.Compare(a.within, b.within)
	})
	return groups, nil
}

// walk calls found with the path of each folder that has a page.
func walk(root, within string, found func(within string)) error {
	entries, err := os.ReadDir(filepath.Join(root, filepath.FromSlash(within)))
	if err != nil {
		return err
	}
	for _, e := range entries {
		switch {
		case e.IsDir():
			if err := walk(root, within+e.Name()+"/", found); err != nil {
				return err
			}
		case e.Name() == "index.html":
			found(within)
		}
	}
	return nil
}

// read reads a page in all its languages, and gives titles of pages that stand
// in for another to that one.
func (g group) read(dir string) ([]*passage, error) {
	pages, err := g.pages(dir)
	var out []*passage
	for _, p := range pages {
		out = append(out, passages(p)...)
	}
	return out, err
}

func (g group) pages(dir string) ([]*Page, error) {
	var there []*Page
	var titles []Title
	for _, lang := range g.langs {
		folder := lang + "/" + g.within
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(folder), "index.html"))
		if err != nil {
			return nil, err
		}
		switch p := readPage(folder, data); {
		case p == nil:
		case p.standsIn:
			titles = append(titles, p.Titles...)
		default:
			there = append(there, p)
		}
	}
	for _, p := range there {
		for _, t := range titles {
			called := func(o Title) bool { return o.Text == t.Text }
			if !slices.ContainsFunc(there, func(o *Page) bool { return slices.ContainsFunc(o.Titles, called) }) {
				p.Titles = append(p.Titles, t)
			}
		}
	}
	return there, nil
}

// inOrder makes something of each item, several at a time, and hands it on one
// after the other. It ends with the first error.
func inOrder[T, R any](items []T, make_ func(T) (R, error), next func(R) error) error {
	type result struct {
		r   R
		err error
	}
	workers := runtime.GOMAXPROCS(0)
	stop := make(chan struct{})
	defer close(stop)
	queue := make(chan chan result, 8*workers)
	jobs := make(chan func(), workers)
	for range workers {
		go func() {
			for job := range jobs {
				job()
			}
		}()
	}
	go func() {
		defer close(queue)
		defer close(jobs)
		for _, item := range items {
			done := make(chan result, 1)
			select {
			case queue <- done:
			case <-stop:
				return
			}
			jobs <- func() {
				r, err := make_(item)
				done <- result{r, err}
			}
		}
	}()
	for done := range queue {
		r := <-done
		if r.err != nil {
			return r.err
		}
		if err := next(r.r); err != nil {
			return err
		}
	}
	return nil
}
