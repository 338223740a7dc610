package site

import (
	"github.com/backissue/backissue/site/address"
	"github.com/backissue/backissue/site/forms"
	"github.com/backissue/backissue/site/hugo"
	"github.com/backissue/backissue/site/live"
)

// live returns what the site of the archive is made of, page by page.
func (a *archive) live() (live.Options, error) {
	published, err := a.published()
	return live.Options{
		Hugo:      hugo.Options{Root: a.dir, Params: map[string]any{"forms": forms.Names}},
		Catalogue: a.catalogued(),
		Forms:     a.forms(nil),
		Published: published,
		Fate:      address.Options{Moved: a.moved, Withdrawn: a.withdrawn},
	}, err
}
