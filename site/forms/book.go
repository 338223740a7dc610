package forms

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/backissue/backissue/site/epub"
)

//go:embed book.css
var style string

// book returns the issue as a book: a chapter for its own page, and one for
// each section and each article.
func (n *number) book() ([]byte, error) {
	pictures := &pictures{site: n.site, names: map[string]string{}}
	b := epub.Book{
		Title: n.fullTitle(), Language: n.language, Direction: n.direction, ID: n.id,
		Series: n.series, Publisher: n.publisher, Date: n.date, Modified: n.modified, CSS: style,
		Chapters: []epub.Chapter{{ID: n.front.chapter, Title: n.front.title, Body: n.frontPage(pictures), Part: true}},
	}
	parted := false
	for i, p := range n.pages {
		section := p.kind == "section"
		c := epub.Chapter{ID: p.chapter, Title: p.title, Language: p.lang, Part: section || !parted, Body: n.chapter(p, pictures)}
		if section {
			parted = true
			c.Body += n.list(i + 1)
		}
		b.Chapters = append(b.Chapters, c)
	}
	b.Images = pictures.images
	return epub.Make(b)
}

// fullTitle names the issue among other books.
func (n *number) fullTitle() string {
	if n.series == "" {
		return n.front.title
	}
	return n.series + " · " + n.front.title
}

// chapter returns what a page says.
func (n *number) chapter(p *page, pictures *pictures) string {
	w := &writer{
		prefix: p.chapter, ids: p.ids, used: map[string]bool{},
		link: func(ref string) (string, bool) { return n.link(p, ref) },
		image: func(ref string) (string, bool) {
			file, _, err := p.resolve(n.base, ref)
			if err != nil {
				return "", false
			}
			return pictures.add(file)
		},
	}
	w.content(p.main)
	return strings.TrimSpace(w.String())
}

// frontPage is the issue's own page, between who it is from and where it came
// from.
func (n *number) frontPage(pictures *pictures) string {
	var b strings.Builder
	b.WriteString("<section class=\"front\">\n")
	if n.series != "" {
		fmt.Fprintf(&b, "<p class=\"series\">%s</p>\n", epub.Text(n.series))
	}
	b.WriteString(n.chapter(n.front, pictures))
	if n.publisher != "" {
		fmt.Fprintf(&b, "\n<p>%s</p>", epub.Text(n.publisher))
	}
	if n.base != "" {
		address := epub.Text(n.base + "/" + folder(n.front.file))
		fmt.Fprintf(&b, "\n<p><a href=\"%s\">%s</a></p>", address, address)
	}
	b.WriteString("\n</section>")
	return b.String()
}

// list links to the articles of a section, which are the pages from that one
// up to the next section.
func (n *number) list(first int) string {
	var b strings.Builder
	for _, p := range n.pages[first:] {
		if p.kind == "section" {
			break
		}
		lang := ""
		if p.lang != "" {
			lang = fmt.Sprintf(` lang="%[1]s" xml:lang="%[1]s"`, p.lang)
		}
		fmt.Fprintf(&b, "<li><a href=\"%s.xhtml\"%s>%s</a></li>\n", p.chapter, lang, epub.Text(p.title))
	}
	if b.Len() == 0 {
		return ""
	}
	return "\n<ol class=\"list\">\n" + b.String() + "</ol>"
}
