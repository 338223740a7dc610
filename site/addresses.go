package site

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/backissue/backissue/site/address"
	"github.com/backissue/backissue/site/hugo"
)

// Addresses is the record of all addresses that an archive was published at.
// It is kept under version control: what stands there answers for ever.
const Addresses = stateFolder + "/addresses.tsv"

// published returns the record, which is empty before the first publication.
func (a *archive) published() ([]address.Page, error) {
	data, err := os.ReadFile(a.path(filepath.FromSlash(Addresses)))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("site: %w", err)
	}
	pages, err := address.Parse(data)
	if err != nil {
		return nil, withHint("correct the line, or take the file from version control", "%s: %w", a.path(Addresses), err)
	}
	return pages, nil
}

// keepAddresses makes the new site in dir answer at every address that was
// published before.
func (a *archive) keepAddresses(dir string, languages []hugo.Language) error {
	published, err := a.published()
	if err != nil || len(published) == 0 {
		return err
	}
	_, err = address.Keep(dir, published, a.became(languages))
	return err
}

// became tells what became of pages that are no more.
func (a *archive) became(languages []hugo.Language) address.Options {
	return address.Options{Languages: names(languages), Moved: a.moved, Withdrawn: a.withdrawn}
}

// Vanishing returns the pages that the archive in dir was published with and
// that its site, built now, would only say of that they are gone: neither
// params.moved nor params.withdrawn in its configuration tells what became of
// them. It builds nothing, and so knows of none where the configuration has
// rules of its own for addresses.
func Vanishing(dir string) ([]address.Page, error) {
	a, err := open(dir)
	if err != nil {
		return nil, err
	}
	published, err := a.published()
	if err != nil || len(published) == 0 || a.routed {
		return nil, err
	}
	languages, err := hugo.Languages(dir)
	if err != nil {
		return nil, err
	}
	answers, err := a.answers(languages)
	if err != nil {
		return nil, err
	}
	return address.Vanishing(published, answers, a.became(languages)), nil
}

// answers returns what knows at which addresses the archive's site will answer.
func (a *archive) answers(languages []hugo.Language) (func(string) bool, error) {
	files := os.DirFS(a.path(Content))
	pages, err := a.catalogue(files, languages)
	if err != nil {
		return nil, err
	}
	will, err := address.Foretell(files, pages, names(languages))
	if err != nil {
		return nil, fmt.Errorf("site: %w", err)
	}
	static := os.DirFS(a.path("static"))
	return func(at string) bool {
		if will[at] {
			return true
		}
		_, err := fs.Stat(static, address.File(at))
		return err == nil
	}, nil
}

// Record adds the addresses of the built site of the archive in dir to the
// archive's record, as [Publish] does, for a site that is published by other
// means. It reports whether there are any that were not known.
func Record(dir string) (changed bool, err error) {
	a, err := open(dir)
	if err != nil {
		return false, err
	}
	return a.recordAddresses()
}

// recordAddresses adds the addresses of the built site to the record. It is
// for whoever has just published that site, and reports whether there are any
// that were not known.
func (a *archive) recordAddresses() (changed bool, err error) {
	before, err := a.published()
	if err != nil {
		return false, err
	}
	now, err := address.Pages(os.DirFS(a.path(Public)))
	if err != nil {
		return false, fmt.Errorf("site: %s: %w", a.path(Public), err)
	}
	all := address.Merge(before, now)
	if slices.Equal(all, before) {
		return false, nil
	}
	file := a.path(filepath.FromSlash(Addresses))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return false, fmt.Errorf("site: %w", err)
	}
	if err := rewrite(file, address.Format(all)); err != nil {
		return false, fmt.Errorf("site: %w", err)
	}
	return true, nil
}

// fate is what the configuration says of pages that are no more.
type fate struct {
	Moved     []address.Move `toml:"moved"`
	Withdrawn []struct {
		Path   string `toml:"path"`
		Reason any    `toml:"reason"` // a text, or one for each language
	} `toml:"withdrawn"`
}

func (f fate) withdrawals() ([]address.Withdrawal, error) {
	var out []address.Withdrawal
	for _, w := range f.Withdrawn {
		reasons := map[string]string{}
		switch r := w.Reason.(type) {
		case nil:
		case string:
			reasons[""] = r
		case map[string]any:
			for l, text := range r {
				reasons[l] = fmt.Sprint(text)
			}
		default:
			return nil, fmt.Errorf("params.withdrawn: %s: reason: want a text, or one for each language", w.Path)
		}
		out = append(out, address.Withdrawal{Path: w.Path, Reason: reasons})
	}
	return out, nil
}
