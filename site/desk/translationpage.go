package desk

import (
	"html/template"
	"net/http"

	"github.com/backissue/backissue/site/content"
	"github.com/backissue/backissue/site/translation"
)

type translationData struct {
	Path, Issue, Name string
	Title             name
	Lang, Original    string
	Status            translation.Status
	Dropped           int
	Editions          []editionCell
	Statuses          []choice
	OriginalEditor    template.URL
	OwnEditor         template.URL
	File              string
	Counts            map[translation.Status]int
	Rows              []pair
	Extra             []placedText // of the translation, beside nothing
	Article           string       // address
	Before, After     *neighbour
}

// A pair is a block of the original and its translation.
type pair struct {
	N      int
	Status translation.Status
	Left   placedText
	Right  placedText
	Above  bool // the translation stands with the block above
}

type placedText struct {
	Line   int
	Text   string
	Editor template.URL
}

// blockStatuses are those that a block may have.
var blockStatuses = []translation.Status{translation.Missing, translation.Stale, translation.Draft, translation.Reviewed, translation.Imported}

func (d *desk) translationPage(r *http.Request) (view, error) {
	c, n, err := d.checkedArticle(r.PathValue("path"))
	if err != nil {
		return view{}, err
	}
	a, q := c.articles[n], r.URL.Query()
	t, err := translation.Of(d.Content, a.Editions[0].File, translation.Options{Languages: d.Languages, Imported: d.Imported})
	if err != nil {
		return view{}, err
	}
	data := translationData{Path: a.Path, Issue: c.key, Name: a.Path[len(c.key)+1:], Title: a.Title, Original: t.Original,
		Lang: chosen(q, "lang", d.Languages), Counts: map[translation.Status]int{}, Article: address("article/" + a.Path + "/")}
	if data.Lang == "" || data.Lang == t.Original {
		data.Lang = firstTranslation(t, data.Lang)
	}
	var names []string
	for _, s := range blockStatuses {
		names = append(names, string(s))
	}
	status := chosen(q, "status", names)
	data.Statuses = choices(names, status, same)
	for _, e := range a.Editions {
		data.Editions = append(data.Editions, editionCell{e, e.Lang == t.Original, address("translation/"+a.Path+"/", "lang", e.Lang, "status", status)})
	}
	for _, e := range t.Editions {
		switch e.Lang {
		case t.Original:
			data.OriginalEditor = d.editor("content/"+e.File, 1)
		case data.Lang:
			data.Status, data.Dropped, data.File = e.Status, e.Dropped, e.File
			data.OwnEditor = d.editor("content/"+e.File, 1)
			data.pairs(d, e, originalFile(t), translation.Status(status))
		}
	}
	data.Before, data.After = d.neighbours(c, n, data.Lang)
	for _, o := range []*neighbour{data.Before, data.After} {
		if o != nil {
			o.URL = Root + "translation" + o.URL[len(Root+"article"):]
		}
	}
	return view{Template: "translation", Title: data.Name + ": translation", Crumbs: []crumb{{"Overview", Root}, {c.key, address("issue/" + c.key + "/")}, {data.Name, data.Article}}, Data: data}, nil
}

// firstTranslation returns the first language that is not the original's.
func firstTranslation(t translation.Article, otherwise string) string {
	for _, e := range t.Editions {
		if e.Lang != t.Original {
			return e.Lang
		}
	}
	return otherwise
}

func originalFile(t translation.Article) string {
	for _, e := range t.Editions {
		if e.Lang == t.Original {
			return e.File
		}
	}
	return ""
}

// pairs fills in the blocks of one translation.
func (data *translationData) pairs(d *desk, e translation.Edition, original string, only translation.Status) {
	own, lines := d.blocksOf(e.File)
	used, last := map[int]bool{}, 0
	for n, b := range e.Blocks {
		data.Counts[b.Status]++
		p := pair{N: n + 1, Status: b.Status, Left: placedText{b.Line, b.Text, d.editor("content/"+original, b.Line)}}
		if b.Own > 0 {
			p.Right = placedText{b.Own, own[b.Own], d.editor("content/"+e.File, b.Own)}
			p.Above = b.Own == last
			used[b.Own], last = true, b.Own
		}
		if only == "" || only == b.Status {
			data.Rows = append(data.Rows, p)
		}
	}
	if e.Status == translation.Missing || only != "" {
		return
	}
	for _, line := range lines {
		if !used[line] {
			data.Extra = append(data.Extra, placedText{line, own[line], d.editor("content/"+e.File, line)})
		}
	}
}

// blocksOf returns the blocks of a file by their lines, and the lines in order.
func (d *desk) blocksOf(file string) (map[int]string, []int) {
	blocks, lines := map[int]string{}, []int(nil)
	data, err := readFile(d.Content, file)
	if err != nil {
		return blocks, nil
	}
	p, err := content.Parse(data)
	if err != nil {
		return blocks, nil // check tells of it
	}
	for _, b := range content.Blocks(p.Body) {
		blocks[p.Line+b.Line-1] = b.Text
		lines = append(lines, p.Line+b.Line-1)
	}
	return blocks, lines
}
