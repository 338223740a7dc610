package site

import (
	"context"
	"maps"
	"os"

	"github.com/backissue/backissue/site/catalogue"
	"github.com/backissue/backissue/site/hugo"
	"github.com/backissue/backissue/site/issue"
)

// Build makes the site of the archive in dir, from its bundles into its
// public folder. On an error the site that was there stays.
func Build(ctx context.Context, dir string) (pages int, err error) {
	a, err := open(dir)
	if err != nil {
		return 0, err
	}
	languages, err := hugo.Languages(dir)
	if err != nil {
		return 0, err
	}
	more, err := a.catalogue(languages)
	if err != nil {
		return 0, err
	}
	built, err := hugo.Build(ctx, hugo.Options{Root: dir, Pages: more, Finish: func(out string) error { return a.finish(out, languages) }})
	return built.Pages, err
}

// finish adds to the new site in out what is made of its pages.
func (a *archive) finish(out string, languages []hugo.Language) error {
	return a.keepAddresses(out, languages)
}

// catalogue returns the pages that belong to the archive's content and are
// not in it.
func (a *archive) catalogue(languages []hugo.Language) (map[string][]byte, error) {
	o := catalogue.Options{Titles: map[string]string{}, Records: maps.Clone(a.records), LawWords: a.profile.Laws.Last}
	if o.Records == nil {
		o.Records = map[string][]catalogue.Record{}
	}
	for kind, subjects := range map[string][]issue.Subject{"topics": a.profile.Topics, "regions": a.profile.Regions} {
		for _, s := range subjects {
			o.Records[kind] = append(o.Records[kind], catalogue.Record{Key: s.Key, Names: s.Names})
		}
	}
	for _, l := range languages {
		o.Languages = append(o.Languages, l.Name)
		o.Titles[l.Name] = l.Title
	}
	return catalogue.Pages(os.DirFS(a.path(Content)), o)
}
