package site

import (
	"os"

	"github.com/backissue/backissue/site/hugo"
)

// Eject writes the archive in dir as an ordinary Hugo project into the new
// folder out. Hugo's own command makes the same pages of it; what backissue
// adds to a site without Hugo (the page at its root for lost addresses, books,
// mails) is not among them.
func Eject(dir, out string) error {
	a, err := open(dir)
	if err != nil {
		return err
	}
	languages, err := hugo.Languages(dir)
	if err != nil {
		return err
	}
	pages, err := a.catalogue(os.DirFS(a.path(Content)), languages)
	if err != nil {
		return err
	}
	return hugo.Eject(hugo.Options{Root: dir, Pages: pages}, out)
}
