package sitetest

import (
	"encoding/json"
)

// checkExport checks archive.json, the whole archive as data: every article
// that is really in a language is in it, with the address of its page. What
// else is in it, docs/export.schema.json says.
func (s *Site) checkExport(c *complaints) {
	const name = "archive.json"
	type pages map[string]struct{ URL string }
	var archive struct {
		Issues []struct {
			Pages    pages
			Sections []struct {
				Pages    pages
				Articles []struct{ Pages pages }
			}
		}
	}
	data, there := s.Files[name]
	if !there {
		c.add(name, "is missing")
		return
	}
	if err := json.Unmarshal(data, &archive); err != nil {
		c.add(name, "%v", err)
		return
	}
	told := map[string]bool{}
	tell := func(all pages) {
		for lang, one := range all {
			file, _, err := s.resolve(name, one.URL)
			if p := s.Pages[file]; err != nil || p == nil || !p.Listed() || p.Language != lang {
				c.add(name, "%q has nothing of its own in %s", one.URL, lang)
			}
			told[file] = true
		}
	}
	for _, i := range archive.Issues {
		tell(i.Pages)
		for _, section := range i.Sections {
			tell(section.Pages)
			for _, a := range section.Articles {
				tell(a.Pages)
			}
		}
	}
	for _, p := range s.sorted() {
		if p.Listed() && (isArticle(p) || p.Kind == "issue" || p.Kind == "section") && !told[p.Path] {
			c.add(name, "does not tell of %s", p.Path)
		}
	}
}
