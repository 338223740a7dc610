package desk

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
)

// perPage is how many issues, or findings, stand on one page.
const (
	perPage     = 60
	mostEntries = 500
)

// A choice is a value of a filter.
type choice struct {
	Value, Name string
	Chosen      bool
}

type overviewData struct {
	Issues, Kinds, Languages []choice
	Issue, Kind, Lang        string
	Shown                    []string // languages with a column
	Rows                     []row
	Entries                  []entry // of the chosen kind
	More                     int     // entries that are not shown
	Total                    counts
	All                      int // issues
	Archive                  []*finding
	Older, Newer             string
}

// A row is an issue of the overview.
type row struct {
	Key, URL string
	Title    name
	Source   string
	Imported bool
	Articles int
	Cells    []cell
	Counts   counts
}

// A cell is the progress of an issue in one language.
type cell struct {
	Lang                  string
	Done, Of              int
	Stale, Draft, Missing int
	URL                   string
}

// An entry is a finding of any article, or a translation that is not done.
type entry struct {
	Finding *finding
	Title   name
	URL     string
	What    string
}

func choices(values []string, chosen string, label func(string) string) []choice {
	var out []choice
	for _, v := range values {
		out = append(out, choice{v, label(v), v == chosen})
	}
	return out
}

func same(s string) string { return s }

// chosen returns a parameter that is one of values, or "".
func chosen(q url.Values, key string, values []string) string {
	if v := q.Get(key); slices.Contains(values, v) {
		return v
	}
	return ""
}

func (d *desk) overview(r *http.Request) (view, error) {
	keys, err := d.keys()
	if err != nil {
		return view{}, err
	}
	q := r.URL.Query()
	data := overviewData{
		Issue: chosen(q, "issue", keys), Kind: chosen(q, "kind", kinds), Lang: chosen(q, "lang", d.Languages),
		Total: counts{}, All: len(keys), Shown: d.Languages,
	}
	data.Issues = choices(keys, data.Issue, same)
	data.Kinds = choices(kinds, data.Kind, func(k string) string { return kindNames[k] })
	data.Languages = choices(d.Languages, data.Lang, same)
	if data.Lang != "" {
		data.Shown = []string{data.Lang}
	}
	if data.Issue != "" {
		keys = []string{data.Issue}
	}
	if data.Kind == "" { // a kind is looked for in all of them
		keys = data.paged(keys, q)
	}
	c := d.checks.get()
	for _, key := range keys {
		i, err := d.issue(key)
		if err != nil {
			return view{}, err
		}
		data.add(i.withChecks(c))
	}
	for _, f := range c.of[""] {
		data.Archive = append(data.Archive, newChecked(f))
	}
	order(data.Archive)
	return view{Template: "overview", Title: "Overview", Data: data}, nil
}

// paged returns the keys of one page.
func (o *overviewData) paged(keys []string, q url.Values) []string {
	n, _ := strconv.Atoi(q.Get("page"))
	n = min(max(n, 1), (len(keys)+perPage-1)/perPage)
	at := func(n int) string { return address("", "lang", o.Lang, "page", strconv.Itoa(n)) }
	if n > 1 {
		o.Newer = at(n - 1)
	}
	if n*perPage < len(keys) {
		o.Older = at(n + 1)
	}
	if n < 1 {
		return nil
	}
	return keys[(n-1)*perPage : min(n*perPage, len(keys))]
}

// add adds an issue, if it has anything of what was chosen.
func (o *overviewData) add(c checked) {
	r := row{Key: c.key, URL: address("issue/"+c.key+"/", "lang", o.Lang), Title: c.title, Source: c.found.Source,
		Imported: c.imported, Articles: len(c.articles), Counts: counts{}}
	for _, p := range c.progress {
		if slices.Contains(o.Shown, p.Lang) {
			r.Cells = append(r.Cells, cell{p.Lang, p.Original + p.Imported + p.Reviewed, p.Articles, p.Stale, p.Draft, p.Missing,
				address("issue/"+c.key+"/", "lang", p.Lang)})
			r.Counts["stale"] += p.Stale
			r.Counts["draft"] += p.Draft
			r.Counts["missing"] += p.Missing
		}
	}
	for len(r.Cells) < len(o.Shown) { // an issue without articles
		r.Cells = append(r.Cells, cell{Lang: o.Shown[len(r.Cells)]})
	}
	seen := func(found []*finding) []*finding {
		return slices.DeleteFunc(slices.Clone(found), func(f *finding) bool { return o.Lang != "" && f.Lang != "" && f.Lang != o.Lang })
	}
	r.Counts.add(seen(c.loose))
	o.list(seen(c.loose), name{Text: "the issue itself"}, func(f *finding) string { return address("issue/"+c.key+"/", "lang", o.Lang) + "#" + f.ID })
	for _, a := range c.articles {
		found := seen(c.of[a.Path])
		r.Counts.add(found)
		o.list(found, a.Title, func(f *finding) string { return address("article/"+a.Path+"/", "lang", f.Lang) + "#" + f.ID })
		for _, e := range a.Editions {
			if o.Kind == string(e.Status) && slices.Contains(o.Shown, e.Lang) {
				o.entry(entry{Title: a.Title, URL: address("translation/"+a.Path+"/", "lang", e.Lang), What: a.Path + " " + e.Lang})
			}
		}
	}
	for k, n := range r.Counts {
		o.Total[k] += n
	}
	if o.Kind == "" || r.Counts[o.Kind] > 0 {
		o.Rows = append(o.Rows, r)
	}
}

// list adds the findings of the chosen kind.
func (o *overviewData) list(found []*finding, title name, where func(*finding) string) {
	for _, f := range found {
		if f.Kind == o.Kind && !f.Settled {
			o.entry(entry{Finding: f, Title: title, URL: where(f)})
		}
	}
}

func (o *overviewData) entry(e entry) {
	if len(o.Entries) == mostEntries {
		o.More++
		return
	}
	o.Entries = append(o.Entries, e)
}
