package address

import (
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/backissue/backissue/site/content"
)

// Foretell returns the addresses at which a site will answer that is made of
// some content files, and of others by name, without building it: a page answers
// at its path below its language, unless its front matter has a url, a slug or
// aliases. Foretell knows Hugo's rules for that, see
// https://gohugo.io/content-management/urls/, but no permalinks that an archive
// configures.
func Foretell(files fs.FS, others map[string][]byte, languages []string) (map[string]bool, error) {
	will := map[string]bool{"": true} // leads to the first language
	for name, data := range others {
		if err := foretell(will, name, data, languages); err != nil {
			return nil, err
		}
	}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".md" {
			return err
		}
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		return foretell(will, name, data, languages)
	})
	return will, err
}

// foretell adds the addresses of one content file.
func foretell(will map[string]bool, name string, data []byte, languages []string) error {
	stem, lang, ok := content.SplitName(name, languages)
	if !ok {
		return nil
	}
	p, err := content.Parse(data)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if draft, _ := p.Front["draft"].(bool); draft {
		return nil
	}
	own := content.Path(stem)
	if own == "." {
		own = ""
	}
	switch slug, url := p.String("slug"), p.String("url"); {
	case url != "":
		own = url
	case slug != "" && !strings.HasSuffix(stem, "_index"):
		own = path.Join(path.Dir(own), slug)
	}
	will[at(lang, own)] = true
	aliases, _ := p.Front["aliases"].([]any)
	for _, a := range aliases {
		if alias := fmt.Sprint(a); strings.HasPrefix(alias, "/") {
			will[at(lang, alias)] = true
		} else {
			will[at(lang, path.Join(path.Dir(own), alias))] = true
		}
	}
	return nil
}

// at returns the address of a path below a language. Paths are in lower case
// there, and have no spaces.
func at(lang, p string) string {
	p = strings.ReplaceAll(strings.ToLower(trim(p)), " ", "-")
	switch {
	case p == "":
		return lang + "/"
	case path.Ext(p) == ".html":
		return lang + "/" + p
	}
	return lang + "/" + p + "/"
}
