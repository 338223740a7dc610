// Package catalogue makes the pages that no document holds, from those that
// all of them made: the archive by year, what is said of one authority or one
// law across all issues, the glossary, two languages side by side, an issue on
// one page, and a stand-in wherever a page is missing in one of the archive's
// languages.
//
//	content/* --read--> nodes: one page in all its languages
//	          --stand in--> pages that show another language's text
//	          --group--> entities: authorities, credits, regions, topics, laws, sections
//	          --align--> rows of two languages
//	          --Pages--> files that lie below content, under the archive's own
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
	c, err := read(content, o.Languages)
	if err != nil {
		return nil, err
	}
	w := writer{options: o, taken: c.taken, files: map[string][]byte{}}
	w.home()
	for _, n := range c.nodes {
		w.standIns(n)
	}
	w.single("archive")
	w.single("gone", field("outputs", []string{"html"}), field("sitemap", front{field("disable", true)}), field("build", front{field("list", "never")}))
	w.single("search", field("outputs", []string{"html"}), field("sitemap", front{field("disable", true)}))
	kinds := c.entities(o)
	for _, k := range kinds {
		w.entities(k)
	}
	if terms := c.glossary(); len(terms) > 0 {
		w.glossary(terms)
	}
	for _, i := range c.issues {
		w.issue(i, kinds)
	}
	return w.files, nil
}

// A collection is all that content holds.
type collection struct {
	nodes  []*node         // sorted by path
	issues []*issue        // newest first
	taken  map[string]bool // paths of all content files and folders
}

// articles visits the articles of all issues: the newest issue first, and
// each in reading order.
func (c *collection) articles(visit func(*article)) {
	for _, i := range c.issues {
		for _, a := range i.articles {
			visit(a)
		}
	}
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
	facts   facts
}

// path within the issue, such as "news/01".
func (a *article) within() string { return a.path[len(a.issue.path)+1:] }

// texts returns the languages that have a text of the article, in the
// archive's order.
func (a *article) texts() []string {
	return slices.DeleteFunc(slices.Clone(a.languages), func(l string) bool { return a.pages[l].text() == "" })
}
