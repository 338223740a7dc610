// Package hugo turns an archive's content into its site. It is the one
// package that imports Hugo's library, which promises no stable interface:
// whatever an upgrade of Hugo breaks is broken here.
//
//	content/ + the archive's own layouts, i18n, assets, static, hugo.toml
//	+ the theme carried in the binary                            --Build--> public/
//
// The theme is laid out in a cache folder named by its content, and Hugo
// finds it there as an ordinary theme, so a file of the same name in the
// archive wins, and so does a single key of an i18n file (theme.go). The
// theme's settings lie under the archive's hugo.toml (config.go). The build
// goes to a fresh folder beside the old site and takes its place only when
// all of it is there (swap.go).
//
// A build is a function of the archive's files: it reads no environment, no
// network, no clock, and writes nothing into the archive but the site.
package hugo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/gohugoio/hugo/common/hmaps"
	"github.com/gohugoio/hugo/config"
	"github.com/gohugoio/hugo/hugofs"
	"github.com/spf13/afero"
)

// Options say what to build and where to.
type Options struct {
	Root    string    // the archive's folder
	Out     string    // the site's folder, replaced as a whole; Root/public if empty
	BaseURL string    // the site's address, "https://example.org/bulletin/"; the archive's hugo.toml decides if empty
	Cache   string    // folder for the unpacked theme; the user's cache folder if empty
	Log     io.Writer // Hugo's warnings; nil for none

	// Pages are files below content that the archive itself does not have, by
	// path. Where it has one of the same name, its own counts.
	Pages map[string][]byte

	// Instead are texts to be read in the place of the archive's own files below
	// content, by path.
	Instead map[string][]byte

	// Params lie over the archive's own, below [params].
	Params map[string]any

	// Finish, if set, is called with the folder of the new site when all of it
	// is rendered, before it takes the old one's place, to add what is no page.
	Finish func(dir string) error
}

// A Result tells what a build made.
type Result struct {
	Out       string   // the site's folder
	Pages     int      // pages in all languages
	Languages []string // language tags as the paths have them, the default one first
}

// A Language is one that an archive is read in.
type Language struct {
	Name  string // as file names have it: "zh-hans"
	Title string // of the archive in this language
}

// Languages returns the languages of the archive at root, the default one
// first.
func Languages(root string) ([]Language, error) {
	s, err := loadSettings(root, "")
	if err != nil {
		return nil, fmt.Errorf("hugo: %w", err)
	}
	if err := s.setLanguages(root); err != nil {
		return nil, fmt.Errorf("hugo: %w", err)
	}
	return s.languages(), nil
}

// Build renders the archive at o.Root. On any error the site that was there
// before stays as it was. A canceled ctx stops the build before the old site
// is touched; Hugo itself cannot be interrupted.
func Build(ctx context.Context, o Options) (Result, error) {
	res, err := build(ctx, o)
	if err != nil {
		return Result{}, fmt.Errorf("hugo: %w", err)
	}
	return res, nil
}

func build(ctx context.Context, o Options) (Result, error) {
	root, out, err := o.folders()
	if err != nil {
		return Result{}, err
	}
	settings, err := loadSettings(root, o.BaseURL)
	if err != nil {
		return Result{}, err
	}
	if err := settings.setLanguages(root); err != nil {
		return Result{}, err
	}
	if err := settings.checkContent(root); err != nil {
		return Result{}, err
	}
	themes, err := unpackTheme(o.Cache)
	if err != nil {
		return Result{}, err
	}
	work, err := os.MkdirTemp("", "backissue-")
	if err != nil {
		return Result{}, err
	}
	defer os.RemoveAll(work)
	sw, err := newSwap(root, out)
	if err != nil {
		return Result{}, err
	}
	defer sw.discard()

	overlay(settings.params(), hmaps.Params(o.Params))
	fs, err := withPages(hugofs.Os, filepath.Join(work, "pages"), o.Pages, settings.instead(root, o.Instead))
	if err != nil {
		return Result{}, err
	}
	settings.mountPages(filepath.Join(work, "pages"))
	flags := settings.flags(root, sw.fresh, themes, work)

	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	res, err := render(fs, flags, o.Log)
	if err != nil {
		return Result{}, explain(err, root, filepath.Join(themes, themeName))
	}
	if err := rootNotFound(sw.fresh, res.Languages, settings.base()); err != nil {
		return Result{}, err
	}
	if o.Finish != nil {
		if err := o.Finish(sw.fresh); err != nil {
			return Result{}, err
		}
	}
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	res.Out = out
	return res, sw.commit()
}

// folders returns the archive's and the site's folder as absolute paths
// without symbolic links, so that the site can be swapped by renaming.
func (o Options) folders() (root, out string, err error) {
	if root, err = filepath.Abs(o.Root); err != nil {
		return "", "", err
	}
	if root, err = filepath.EvalSymlinks(root); err != nil {
		return "", "", err
	}
	if out = o.Out; out == "" {
		out = filepath.Join(root, "public")
	}
	if out, err = filepath.Abs(out); err != nil {
		return "", "", err
	}
	if real, err := filepath.EvalSymlinks(out); err == nil {
		out = real
	}
	return root, out, nil
}

// render runs Hugo once, from source to the folder that flags name.
func render(source afero.Fs, flags config.Provider, log io.Writer) (res Result, err error) {
	e, err := newEngine(source, hugofs.Os, flags, log)
	if err != nil {
		return res, err
	}
	defer e.sites.Close()
	if err := copyStatic(e.sites, flags.GetString("publishDir")); err != nil {
		return res, err
	}
	if err := e.build(); err != nil {
		return res, err
	}
	for _, s := range e.sites.Sites {
		res.Pages += len(s.Pages())
		res.Languages = append(res.Languages, s.Language().Name())
	}
	first := flags.GetString("defaultContentLanguage")
	for i, l := range res.Languages {
		if strings.EqualFold(l, first) {
			res.Languages[0], res.Languages[i] = res.Languages[i], res.Languages[0]
		}
	}
	return res, nil
}

// explain shortens the file names in Hugo's messages: those below one of
// dirs, the archive and the theme, lose it.
func explain(err error, dirs ...string) error {
	text := err.Error()
	for _, dir := range dirs {
		text = strings.ReplaceAll(text, dir+string(filepath.Separator), "")
	}
	if text == err.Error() {
		return err
	}
	return errors.New(text)
}
