// Package catalogue makes the pages that no document holds, from those that
// all of them made: the archive by year, what is said of one authority or one
// law across all issues, the glossary, two languages side by side, an issue on
// one page, and a stand-in wherever a page is missing in one of the archive's
// languages.
//
//	content/* --Read--> Collection of nodes: one page in all its languages
//	          --stand in--> pages that show another language's text
//	          --group--> Entities: authorities, credits, regions, topics, laws, sections
//	          --align--> rows of two languages
//	          --Pages--> files that lie below content, under the archive's own
//	          --Part---> those of them that a site must have to show one page
//
// Nothing of it is committed: it is a function of content and follows every
// correction made there. It reads front matter and Markdown as package bundle
// writes them and as people change them; the words on the pages are the
// theme's (a page without a name of its own is unnamed, and its title is the
// key of a word).
//
// The package knows Hugo's rules for content and does not import Hugo.
package catalogue

import (
	"io/fs"
	"slices"
	"sync"

	"github.com/backissue/backissue/site/content"
)

// Options say what Pages cannot read from content.
type Options struct {
	Languages []string          // of the archive, as file names have them; the default one first
	Titles    map[string]string // of the archive, by language

	// Records are entities that the archive or the profile names: by kind
	// ("authorities", "credits", "regions", "topics", "laws").
	Records map[string][]Record

	// LawWords are words that names of legal texts end with, in scripts that
	// do not part words.
	LawWords []string
}

// A Record is one entity and all its names.
type Record struct {
	Key   string            // the last part of its address
	Names map[string]string // by language
	Also  []string          // other names by which articles call it
}

// Pages returns the pages that belong to content and are not in it, by path.
// An error names the file that could not be read.
func Pages(content fs.FS, o Options) (map[string][]byte, error) {
	c, err := Read(content, o.Languages)
	if err != nil {
		return nil, err
	}
	return c.made(o)
}

// made returns the pages that belong to a collection that was read whole.
func (c *Collection) made(o Options) (map[string][]byte, error) {
	if errs := c.Errs(); errs != nil {
		return nil, errs[0]
	}
	known := c.Entities(o)
	w := c.writer(o)
	w.everywhere(known)
	for _, n := range c.nodes() {
		w.standIns(n)
	}
	for _, k := range known.kinds {
		for _, e := range k.entities {
			w.entity(k, e)
		}
	}
	for _, i := range c.issues {
		w.issue(i, known)
		for _, a := range i.articles {
			w.parallels(a, true)
		}
	}
	return w.files, nil
}

// Entities are what articles of all issues have in common, and the terms that
// they explain. They are as of the collection that they were made from: in a
// later one an article may be about something else.
type Entities struct {
	kinds []*kind
	terms []*term
}

// Entities groups the articles of all issues by what they have in common.
func (c *Collection) Entities(o Options) *Entities {
	return &Entities{c.entities(o), c.glossary(o)}
}

// An issue is one number of the bulletin.
type issue struct {
	*node
	sections []*node // in reading order
	articles []*article
}

// An article is a page that facts belong to.
type article struct {
	*node
	issue   *issue
	section *node
	facts   content.Facts

	// What its texts say, once it was looked for: collections share articles.
	searched sync.Once
	laws     []string // names of laws, in the order of the text
	terms    [][2]name
}

// within returns the article's path in its issue, such as "news/01".
func (a *article) within() string { return a.path[len(a.issue.path)+1:] }

// texts returns the languages that have a text of the article, in the
// archive's order.
func (a *article) texts() []string {
	return slices.DeleteFunc(slices.Clone(a.languages), func(l string) bool { return a.pages[l].text() == "" })
}

// search reads the article's texts once.
func (a *article) search(lawWords []string) {
	a.searched.Do(func() {
		a.laws = a.namedLaws(lawWords)
		for _, l := range sortedKeys(a.pages) {
			a.terms = append(a.terms, terms(a.pages[l], l)...)
		}
	})
}
