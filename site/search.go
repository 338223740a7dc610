package site

import (
	"github.com/backissue/backissue/site/hugo"
	"github.com/backissue/backissue/site/search"
)

// searchable adds to the new site in out the index that its search page reads,
// and sees that what pages say is found.
func searchable(out string, languages []hugo.Language) error {
	o := search.Options{Languages: names(languages)}
	if _, err := search.Write(out, o); err != nil {
		return err
	}
	if err := search.Check(out, o); err != nil {
		return withHint("this is a fault of backissue: please report it, with the page", "%w", err)
	}
	return nil
}
