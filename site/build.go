package site

import (
	"context"
	"io/fs"
	"maps"
	"os"

	"github.com/backissue/backissue/site/catalogue"
	"github.com/backissue/backissue/site/forms"
	"github.com/backissue/backissue/site/hugo"
	"github.com/backissue/backissue/site/issue"
	"github.com/backissue/backissue/site/offline"
)

// BuildOptions are the choices of [Build]. The zero value is ready to use.
type BuildOptions struct {
	// PublicRights leaves out the texts that others wrote and may not let be
	// given on: the bodies of articles whose rights are "press", their attached
	// files, and the original documents. Abstracts, sources and links stay.
	PublicRights bool

	// Offline makes the site for a disk or a memory stick: its links name files,
	// so that a browser follows them without a server.
	Offline bool

	// Out is the folder to write, replaced as a whole; the archive's public
	// folder if empty.
	Out string
}

// Build makes the site of the archive in dir, from its bundles into its
// public folder. On an error the site that was there stays.
func Build(ctx context.Context, dir string, o BuildOptions) (pages int, err error) {
	a, err := open(dir)
	if err != nil {
		return 0, err
	}
	languages, err := hugo.Languages(dir)
	if err != nil {
		return 0, err
	}
	h := hugo.Options{Root: dir, Out: o.Out, Params: map[string]any{"forms": forms.Names}, Finish: func(out string) error { return a.finish(out, languages, o) }}
	content := os.DirFS(a.path(Content))
	if o.PublicRights {
		if h.Instead, err = catalogue.Public(content, names(languages)); err != nil {
			return 0, err
		}
		content = catalogue.Overlay{FS: content, Instead: h.Instead}
		h.Params["publicrights"] = true
	}
	if h.Pages, err = a.catalogue(content, languages); err != nil {
		return 0, err
	}
	built, err := hugo.Build(ctx, h)
	return built.Pages, err
}

// finish adds to the new site in out what is made of its pages.
func (a *archive) finish(out string, languages []hugo.Language, o BuildOptions) error {
	if err := a.keepAddresses(out, languages); err != nil {
		return err
	}
	if err := forms.Add(out, a.forms(languages)); err != nil {
		return err
	}
	if err := searchable(out, languages); err != nil {
		return err
	}
	if o.Offline {
		return offline.NameFiles(out)
	}
	return nil
}

// catalogue returns the pages that belong to the archive's content and are
// not in it.
func (a *archive) catalogue(content fs.FS, languages []hugo.Language) (map[string][]byte, error) {
	o := a.catalogued()
	o.Languages, o.Titles = names(languages), map[string]string{}
	for _, l := range languages {
		o.Titles[l.Name] = l.Title
	}
	pages, err := catalogue.Pages(content, o)
	return pages, mistaken(a.dir, err)
}

// catalogued returns what the catalogue takes from the archive's profile, and
// nothing of its languages.
func (a *archive) catalogued() catalogue.Options {
	o := catalogue.Options{Records: maps.Clone(a.records), LawWords: a.profile.Laws.Last}
	if o.Records == nil {
		o.Records = map[string][]catalogue.Record{}
	}
	for kind, subjects := range map[string][]issue.Subject{"topics": a.profile.Topics, "regions": a.profile.Regions} {
		for _, s := range subjects {
			o.Records[kind] = append(o.Records[kind], catalogue.Record{Key: s.Key, Names: s.Names})
		}
	}
	return o
}

func names(languages []hugo.Language) []string {
	var out []string
	for _, l := range languages {
		out = append(out, l.Name)
	}
	return out
}
