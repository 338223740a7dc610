package desk

import (
	"html/template"
	"net/http"
	"slices"
	"strings"

	"github.com/backissue/backissue/site/content"
)

type articleData struct {
	Path, Name    string
	Issue         string
	Title         name
	Lang          string
	Editions      []editionCell
	Preview       string
	Editor        template.URL
	Translation   string // address
	Kinds         []choice
	Kind          string
	Findings      []shown // of the chosen kind, open
	Settled       []shown
	Text          sheetOfText
	Facts         sheetOfText
	Paper         paper
	Before, After *neighbour
}

type neighbour struct {
	URL   string
	Title name
}

// A sheetOfText is a content file, in blocks.
type sheetOfText struct {
	File     string // below content; "" if it is not there
	Editor   template.URL
	Problem  string
	Front    []block // front matter
	Open     bool    // something of the front matter has a finding
	Blocks   []block
	Findings []shown // of the whole file
}

// A block is what an empty line sets apart in a content file.
type block struct {
	Line   int
	Editor template.URL
	Kind   string // heading, alert, quote, table, list, rule, conflict or ""
	Lines  []textLine
}

type textLine struct {
	N        int
	Text     string
	Findings []shown
}

// A paper is the document that an article came from.
type paper struct {
	File     string // below sources; "" if it is not known
	Message  int
	Made     bool
	Problem  string
	Sheets   []sheet
	Homeless []shown // in the document, and not at a place that is shown
	Whole    string  // address of all of it
	Download string
}

func (d *desk) articlePage(r *http.Request) (view, error) {
	c, n, err := d.checkedArticle(r.PathValue("path"))
	if err != nil {
		return view{}, err
	}
	a, q := c.articles[n], r.URL.Query()
	data := articleData{Path: a.Path, Name: a.Path[len(c.key)+1:], Issue: c.key, Title: a.Title, Kind: chosen(q, "kind", findingKinds), Lang: chosen(q, "lang", d.Languages)}
	if data.Lang == "" {
		data.Lang = a.Original
	}
	if data.Lang == "" {
		data.Lang = d.Languages[0]
	}
	data.Kinds = choices(findingKinds, data.Kind, func(k string) string { return kindNames[k] })
	data.Preview = d.preview(a.Path, data.Lang)
	data.Translation = address("translation/"+a.Path+"/", "lang", data.Lang)
	data.Before, data.After = d.neighbours(c, n, data.Lang)
	file := ""
	for _, e := range a.Editions {
		data.Editions = append(data.Editions, editionCell{e, e.Lang == a.Original, address("article/"+a.Path+"/", "lang", e.Lang, "kind", data.Kind)})
		if e.Lang == data.Lang {
			file = e.File
		}
	}
	data.Editor = d.editor("content/"+file, 1)
	own := d.shownOf(c, a, &data)
	data.Text = d.text(file, own)
	data.Facts = d.text(a.Path+"/facts.yaml", own)
	data.Paper = d.paperOf(c, n, own, false)
	return view{Template: "article", Title: data.Name, Crumbs: []crumb{{"Overview", Root}, {c.key, address("issue/" + c.key + "/")}}, Data: data}, nil
}

// shownOf fills in the findings of an article, and returns those to mark.
func (d *desk) shownOf(c checked, a article, data *articleData) []shown {
	var marked []shown
	for _, f := range c.of[a.Path] {
		s := d.show(f)
		if f.Lang != "" && f.Lang != data.Lang {
			s.URL = address("article/"+a.Path+"/", "lang", f.Lang) + "#" + f.ID
		} else {
			s.URL = "#" + f.ID
		}
		switch {
		case data.Kind != "" && f.Kind != data.Kind:
			continue
		case f.Settled:
			data.Settled = append(data.Settled, s)
			continue
		}
		data.Findings = append(data.Findings, s)
		marked = append(marked, s)
	}
	return marked
}

func (d *desk) neighbours(c checked, n int, lang string) (before, after *neighbour) {
	at := func(n int) *neighbour {
		return &neighbour{address("article/"+c.articles[n].Path+"/", "lang", lang), c.articles[n].Title}
	}
	if n > 0 {
		before = at(n - 1)
	}
	if n+1 < len(c.articles) {
		after = at(n + 1)
	}
	return before, after
}

// text returns a content file with its findings.
func (d *desk) text(file string, found []shown) sheetOfText {
	t := sheetOfText{Editor: d.editor("content/"+file, 1)}
	at := map[int][]shown{}
	for _, f := range found {
		if f.File == "content/"+file {
			at[f.Line] = append(at[f.Line], f)
		}
	}
	data, err := readFile(d.Content, file)
	if err != nil {
		t.Findings = flatten(at)
		return t
	}
	t.File = file
	front, body := 0, strings.ReplaceAll(string(data), "\r\n", "\n")
	lines := strings.Split(strings.TrimSuffix(body, "\n"), "\n")
	blocks := []content.Block{{Text: strings.TrimSuffix(body, "\n"), Line: 1}}
	if strings.HasSuffix(file, ".md") {
		p, err := content.Parse(data)
		if err != nil {
			t.Problem = err.Error()
		} else {
			front, blocks = p.Line-1, content.Blocks(p.Body)
		}
	}
	if front > 0 {
		b := d.block(file, 1, "", lines[:min(front, len(lines))], at)
		t.Front = []block{b}
		t.Open = slices.ContainsFunc(b.Lines, func(l textLine) bool { return len(l.Findings) > 0 })
	}
	for _, b := range blocks {
		t.Blocks = append(t.Blocks, d.block(file, front+b.Line, shape(b.Text), strings.Split(b.Text, "\n"), at))
	}
	t.Findings = flatten(at) // what is left: of the whole file, or of an empty line
	return t
}

func flatten(at map[int][]shown) []shown {
	var out []shown
	for _, found := range at {
		out = append(out, found...)
	}
	slices.SortFunc(out, func(a, b shown) int { return a.Line - b.Line })
	return out
}

// block takes the findings of its lines out of at.
func (d *desk) block(file string, line int, kind string, lines []string, at map[int][]shown) block {
	b := block{Line: line, Editor: d.editor("content/"+file, line), Kind: kind}
	for n, text := range lines {
		b.Lines = append(b.Lines, textLine{line + n, text, at[line+n]})
		delete(at, line+n)
	}
	return b
}

// shape tells what a block of Markdown looks like.
func shape(text string) string {
	switch {
	case strings.HasPrefix(text, "#"):
		return "heading"
	case strings.HasPrefix(text, "> [!conflict]"):
		return "conflict"
	case strings.HasPrefix(text, "> [!"):
		return "alert"
	case strings.HasPrefix(text, ">"):
		return "quote"
	case strings.HasPrefix(text, "|"):
		return "table"
	}
	return ""
}

// paperOf returns the part of a document that an article stands in.
func (d *desk) paperOf(c checked, n int, found []shown, all bool) paper {
	s := c.articles[n].facts.Source
	p := paper{File: s.File, Message: s.Message}
	if p.File == "" {
		p.Problem = "facts.yaml does not say which document this article came from."
		return p
	}
	if !d.isSource(p.File) {
		p.Problem = "The document is not in sources any more."
		return p
	}
	within := span{fromPage: s.Page, fromLine: s.Line}
	for _, o := range c.articles {
		next := o.facts.Source
		if next.File != s.File || next.Message != s.Message || next.Line == 0 || before(next, s.Page, s.Line) {
			continue
		}
		if within.toPage+within.toLine == 0 || before(next, within.toPage, within.toLine) {
			within.toPage, within.toLine = next.Page, next.Line
		}
	}
	d.fill(&p, c.key, within, all, found)
	return p
}

// fill reads a document that there is.
func (d *desk) fill(p *paper, key string, within span, all bool, found []shown) {
	p.Download = address("download/" + p.File)
	p.Whole = sourceAddress(key, p.File, p.Message)
	var here []shown
	for _, f := range found {
		if file, ok := f.inSource(); ok && file == p.File {
			here = append(here, f)
		} else if ok {
			p.Homeless = append(p.Homeless, f)
		}
	}
	doc, err := d.document(p.File, p.Message)
	if err != nil {
		p.Problem, p.Homeless = "The document cannot be shown: "+err.Error()+".", append(here, p.Homeless...)
		return
	}
	p.Made = doc.Made
	p.Sheets = d.sheets(p.File, doc, within, all, here)
	p.Homeless = append(homeless(here, p.Sheets), p.Homeless...)
}
