// Package site makes the archive of a newsletter: [New] starts one, [Import]
// turns its documents into page bundles, [Build] turns the bundles into a web
// site, [Serve] shows it while it is worked on, [Check] finds what is left to
// do, [Publish] brings it to its readers. The command backissue is these
// functions with flags and messages.
//
// # The way of a document
//
//	sources/*       ── source ──▶  bytes
//	                ── text ────▶  doc.Document    layout, positions, losses; no meaning
//	                ── lang ────▶  doc.Document    every span with its language
//	                ── issue ───▶  issue.Issue     sections, articles, abstracts, laws; doubts
//	content/<issue> ◀─ bundle ──   page bundles: plain files, committed, reviewed, edited by hand
//	                ── catalogue ▶ pages that span issues, stand-ins for missing translations
//	public/         ◀─ hugo ────   the site, of both
//	                ◀─ forms ───   each issue as a book and as a mail, of its pages
//	                ◀─ search ──   the index of what they say
//	                ── publish ─▶  a branch of a git remote, a folder, a file
//
// While somebody works on it, [Serve] shows the same site without building
// it: watch tells what changed, a changed document is imported, live makes each
// page anew that is looked at, preview brings it to the browser, and desk shows
// what there is to do. [Check] finds that, translation knows how far each
// language is.
//
// Data flows one way. Everything left of content/ is a pure function of the
// bytes of one source, a document or a folder of them; everything right of it
// follows from content. Between them lie files that a person can read, correct
// and keep under version control, and a correction made there outlives every
// later import.
//
// # Who knows what
//
//   - doc is the common form of all documents. It knows no format and no
//     newsletter.
//   - text and its later siblings read one format each. They never see one
//     another, issues or file names.
//   - reflow heals lines that a page had cut, numbering reads the numbers
//     that paragraphs begin with, lang tells languages apart. They know
//     scripts and words.
//   - issue knows the genre: what a contents page, an abstract, a credit, an
//     annexed law look like. It knows no format and no Markdown. The words of
//     one publisher are a profile, which is data.
//   - bundle writes issues down as Markdown, and merges them with what a person
//     changed since.
//   - content knows how a content file is read; translation which blocks of it
//     translate which, check what may be wrong with it.
//   - catalogue knows what articles of all issues have in common, and which
//     pages are missing in which language. It reads content, not documents.
//   - hugo is the one package that knows how Hugo is called.
//   - forms knows the pages of the site, as readers see them, and makes whole
//     issues of them; epub knows what a book is, and no site.
//   - search knows the pages of the site, and how scripts are cut into what can
//     be looked up.
//   - live knows which part of content one page is made of; preview knows HTTP
//     and browsers, watch the file system, desk the pages for editors.
//   - address knows what was published, and answers there for ever.
//   - publish sends a built site to where it is read. It is the one package
//     that calls git, and knows nothing of Hugo.
//   - source, bundle, hugo, live, forms, search, watch, preview and publish touch
//     the world outside; the others only compute.
//
// The test of imports in this package holds these lines.
//
// # What is promised
//
// Every letter of a document is in an article, in the list of furniture or
// in the list of losses, and every import proves it. Each guess is a doubt
// with its place in the document. The same documents give the same bytes,
// in whatever order they are found. An issue is written whole or not at all,
// and one bad document never stops the others.
package site

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"
)

// Names within an archive.
const (
	Config  = "hugo.toml" // an ordinary Hugo configuration, and the mark of an archive
	Sources = "sources"   // the documents that the archive was given
	Content = "content"   // page bundles, one folder for each issue
	Public  = "public"    // the built site
)

// Hint returns what the user can do about err, or an empty string.
func Hint(err error) string {
	var hinter interface{ Hint() string }
	switch {
	case errors.As(err, &hinter):
		return hinter.Hint()
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), errors.Is(err, syscall.EFBIG):
		return "make room on the disk and run this again; nothing was left half written"
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return "allow yourself to write there, and run this again"
	}
	return ""
}

// hinted is an error with advice.
type hinted struct {
	error
	hint string
}

func (e hinted) Unwrap() error { return e.error }
func (e hinted) Hint() string  { return e.hint }

func withHint(hint, format string, args ...any) error {
	return hinted{fmt.Errorf(format, args...), hint}
}
