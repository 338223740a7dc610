package catalogue

import (
	"path"

	"github.com/backissue/backissue/site/content"
)

// parallels adds a page for every two languages that an article has texts in:
// /2021-10/news/01/zh-hans/ shows the page's language beside Chinese. Where
// they are only to be led to, whole is false, and they have no text.
func (w *writer) parallels(a *article, whole bool) {
	texts := a.texts()
	for _, own := range texts {
		for _, other := range texts {
			if own == other {
				continue
			}
			p := a.pages[own]
			title := p.titled(own)
			fields := front{field("title", title.Text)}
			if title.Lang != own {
				fields = append(fields, field("titleLang", title.Lang))
			}
			fields = append(fields,
				field("date", p.date()),
				field("type", "parallel"),
				field("url", path.Join(a.path, other)+"/"),
				field("article", "/"+a.path),
				field("with", other),
				field("build", front{field("list", "never")}),
				field("outputs", []string{"html"}))
			if h := p.String("hani"); h != "" {
				fields = append(fields, field("hani", h))
			}
			if whole {
				fields = append(fields, field("rows", align(p.text(), a.pages[other].text())))
			}
			w.page(a.path+"-"+other, own, fields)
		}
	}
}

// A row is what stands side by side: Markdown, in the page's language and in
// the other one.
type row struct {
	Own   []string `yaml:"own,omitempty"`
	Other []string `yaml:"other,omitempty"`
}

// align pairs the blocks of two texts.
func align(own, other string) []row {
	var rows []row
	for _, r := range content.Align(content.Blocks(own), content.Blocks(other)) {
		rows = append(rows, row{texts(r.Own), texts(r.Other)})
	}
	return rows
}

func texts(blocks []content.Block) []string {
	var out []string
	for _, b := range blocks {
		out = append(out, b.Text)
	}
	return out
}
