// Package translation tells how far the translations of an archive are, article
// by article and block by block.
//
//	content/*  --Read-->  []Article  --Count-->  Progress per issue
//
// One language of an article is its original. Every other language is missing,
// a draft, reviewed or imported; what was good once and whose original says
// something else since is stale, in the blocks that changed. White space does
// not count, see [content.Sum]: one changed sentence is one stale block.
//
// A person tells by one field of front matter. They write
//
//	translation: draft
//
// and `backissue review` writes, when somebody has read it, of which language and
// which blocks it is the translation:
//
//	translation: {of: "ko", reviewed: "x8Kd02aQ Zl1r-9Xc"}
//
// Nothing here touches a disk: contents come as fs.FS, and [Review] returns the
// new text of a file.
package translation

// A Status is how far a translation is.
type Status string

// The statuses. Those of one block are Missing, Stale, or that of the whole.
const (
	Original Status = "original" // nothing to translate: this is the article's own language
	Imported Status = "imported" // the publisher's own: import brought it with the original
	Reviewed Status = "reviewed" // a person read it beside the original
	Draft    Status = "draft"    // written or marked by a person, and not reviewed
	Stale    Status = "stale"    // imported or reviewed, and the original says something else since
	Missing  Status = "missing"  // no text in this language
)

// An Article is one page of an archive in all its languages.
type Article struct {
	Path     string // "2021-10/news/01"
	Issue    string // "2021-10"
	Original string // language of the original; "" if there is no text at all
	Editions []Edition
}

// An Edition is an article in one language of the archive, in its order.
type Edition struct {
	Lang   string
	File   string // below content; of one that is missing, as it would be called
	Title  string
	Status Status
	Blocks []Block // of the original, in order; none for the original itself

	// Dropped counts blocks that went from the original since: their
	// translations are still there.
	Dropped int
}

// A Block is one block of the original and its translation.
type Block struct {
	Line   int    // in the original's file, from 1
	Text   string // Markdown of the original
	Own    int    // line of the translation in its file, from 1; 0 if it is missing
	Status Status // Imported, Reviewed, Draft, Stale or Missing
}

// Stale counts the blocks whose original changed, and those that were added
// to it.
func (e Edition) Stale() int {
	n := 0
	for _, b := range e.Blocks {
		if b.Status == Stale {
			n++
		}
	}
	return n
}

// Options are what content alone does not tell.
type Options struct {
	Languages []string // of the archive, in its order, in lower case

	// Imported returns the sums of the blocks that import last wrote into a
	// file below content, and whether it wrote it. Nil stands for nothing
	// imported: then every translation that is not reviewed is a draft.
	Imported func(file string) (sums []string, ok bool)
}
