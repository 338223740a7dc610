package desk

import (
	"html/template"
	"net/http"
)

type issueData struct {
	Key       string
	Title     name
	Found     Import
	Imported  bool
	Lang      string
	Languages []string
	Rows      []articleRow
	Progress  []cell
	Findings  []shown
	Settled   []shown
	Furniture []Mark
	SourceURL string
	Newer     string
	Older     string
}

// An articleRow is an article in the table of an issue.
type articleRow struct {
	Path, URL string
	Name      string // path below the issue
	Title     name
	Editions  []editionCell
	Counts    counts
}

type editionCell struct {
	edition
	Original bool
	URL      string
}

// A shown finding is one on its page.
type shown struct {
	*finding
	Editor  template.URL
	URL     string // of its place at the desk, if that is elsewhere
	Related []relatedPlace
}

type relatedPlace struct {
	Text, Where string
	Editor      template.URL
}

func (d *desk) show(f *finding) shown {
	s := shown{finding: f, Editor: d.editor(f.File, f.Line)}
	for _, r := range f.Related {
		s.Related = append(s.Related, relatedPlace{r.Text, r.String(), d.editor(r.File, r.Line)})
	}
	return s
}

func (d *desk) issuePage(r *http.Request) (view, error) {
	key := r.PathValue("issue")
	c, err := d.checkedIssue(key)
	if err != nil {
		return view{}, err
	}
	data := issueData{Key: key, Title: c.title, Found: c.found, Imported: c.imported, Languages: d.Languages,
		Lang: chosen(r.URL.Query(), "lang", d.Languages)}
	if data.Lang != "" {
		data.Languages = []string{data.Lang}
	}
	if d.Import != nil {
		if found, err := d.Import(key); err == nil {
			data.Furniture = found.Furniture
		}
	}
	for _, p := range c.progress {
		data.Progress = append(data.Progress, cell{p.Lang, p.Original + p.Imported + p.Reviewed, p.Articles, p.Stale, p.Draft, p.Missing, address("issue/"+key+"/", "lang", p.Lang)})
	}
	for _, a := range c.articles {
		data.Rows = append(data.Rows, d.articleRow(a, c, data.Languages))
	}
	for _, f := range c.loose {
		s := d.show(f)
		if file, ok := f.inSource(); ok && d.isSource(file) {
			s.URL = sourceAddress(key, file, c.found.Message) + anchor(f.Page, f.Line)
		}
		if f.Settled {
			data.Settled = append(data.Settled, s)
		} else {
			data.Findings = append(data.Findings, s)
		}
	}
	data.around(d, key)
	return view{Template: "issue", Title: key, Crumbs: []crumb{{"Overview", Root}}, Data: data}, nil
}

// around sets the addresses of what lies about an issue.
func (data *issueData) around(d *desk, key string) {
	if data.Imported && d.Document != nil {
		data.SourceURL = address("source/" + key + "/")
	}
	keys, err := d.keys()
	if err != nil {
		return
	}
	for n, k := range keys {
		switch {
		case n+1 < len(keys) && keys[n+1] == key:
			data.Newer = address("issue/" + k + "/")
		case n > 0 && keys[n-1] == key:
			data.Older = address("issue/" + k + "/")
		}
	}
}

func (d *desk) articleRow(a article, c checked, languages []string) articleRow {
	row := articleRow{Path: a.Path, URL: address("article/" + a.Path + "/"), Name: a.Path[len(c.key)+1:], Title: a.Title, Counts: counts{}}
	row.Counts.add(c.of[a.Path])
	for _, l := range languages {
		for _, e := range a.Editions {
			if e.Lang == l {
				row.Editions = append(row.Editions, editionCell{e, l == a.Original, address("translation/"+a.Path+"/", "lang", l)})
			}
		}
	}
	return row
}
