package check

import (
	"regexp"
	"strings"

	"github.com/backissue/backissue/site/content"
)

// A Line is a line of a page's text as readers see it: a paragraph, a heading,
// an item of a list, without the marks of Markdown.
type Line struct {
	N       int    // in the file, from 1
	Text    string // plain
	Lang    string // of the block, in lower case
	Alert   string // the kind of box it stands in: "abstract", "box", "conflict-yours"; "" for none
	Heading bool
	Item    bool  // of a list
	Runs    []run // parts in another language
}

// A run is a part of a line that is marked as being in another language.
type run struct{ lang, text string }

// What a page holds besides text.
type (
	id struct {
		name string
		line int
	}
	image struct {
		file, alt string
		line      int
	}
	link struct {
		from *Page
		to   string
		line int
	}
)

var (
	attributeRE = regexp.MustCompile(`\s*\{([#.:\w][^{}]*|#)\}\s*$`)
	idRE        = regexp.MustCompile(`#([^\s{}.]*)`)
	langRE      = regexp.MustCompile(`lang="?([\w-]+)"?`)
	alertRE     = regexp.MustCompile(`^\[!([\w-]+)\]`)
	headingRE   = regexp.MustCompile(`^#{1,6}\s+`)
	itemRE      = regexp.MustCompile(`^\s*(?:[-*+]|\d{1,3}[.)])\s+`)
	imageRE     = regexp.MustCompile(`!\[((?:[^\[\]\\]|\\.)*)\]\(\s*<?([^)\s>]*)>?(?:\s+"[^"]*")?\s*\)`)
	linkRE      = regexp.MustCompile(`\[((?:[^\[\]\\]|\\.)*)\]\(\s*<?([^)\s>]*)>?(?:\s+"[^"]*")?\s*\)`)
	shortcodeRE = regexp.MustCompile(`\{\{<\s*lang\s+"?([\w-]+)"?\s*>\}\}(.*?)\{\{<\s*/lang\s*>\}\}`)
	otherRE     = regexp.MustCompile(`\{\{[<%].*?[>%]\}\}`)
	tagRE       = regexp.MustCompile(`^<[/!]?[a-z][^<>]*>$`)
	ruleRE      = regexp.MustCompile(`^[\s|:*_-]+$`)
	codeRE      = regexp.MustCompile("`[^`]+`")
	escapeRE    = regexp.MustCompile("\\\\([!-/:-@\\[-`{-~])")
)

// scan takes a page's body apart.
func (p *Page) scan(f *Folder) {
	for _, b := range content.Blocks(p.Body) {
		if strings.HasPrefix(b.Text, "```") || strings.HasPrefix(b.Text, "~~~") {
			continue
		}
		p.scanBlock(f, b)
	}
}

func (p *Page) scanBlock(f *Folder, b content.Block) {
	start := len(p.Lines)
	alert, more := "", false // more: the next line belongs to the paragraph of the last one
	for i, raw := range strings.Split(b.Text, "\n") {
		n := p.Page.Line + b.Line + i - 1
		text, quoted := strings.CutPrefix(strings.TrimSpace(raw), ">")
		if quoted {
			text = strings.TrimLeft(text, "> ")
		}
		if m := alertRE.FindStringSubmatch(text); quoted && m != nil {
			alert, more = strings.ToLower(m[1]), false
			continue
		}
		attributes := ""
		if m := attributeRE.FindStringSubmatchIndex(text); m != nil {
			attributes, text = text[m[2]:m[3]], text[:m[0]]
			p.attribute(attributes, n, start)
		}
		l := Line{N: n, Lang: p.Lang, Alert: alert, Heading: headingRE.MatchString(text), Item: itemRE.MatchString(text)}
		text = itemRE.ReplaceAllString(headingRE.ReplaceAllString(text, ""), "")
		if strings.TrimSpace(text) == "" || ruleRE.MatchString(text) || tagRE.MatchString(text) {
			if l.Heading && attributes == "" {
				p.blank = append(p.blank, n)
			}
			more = false
			continue
		}
		hard := strings.HasSuffix(raw, `\`) || strings.HasSuffix(raw, "  ")
		l.Text, l.Runs = p.plain(f, strings.TrimSuffix(text, `\`), n)
		switch {
		case more && !l.Heading && !l.Item && l.Text != "":
			last := &p.Lines[len(p.Lines)-1]
			last.Text += " " + l.Text
			last.Runs = append(last.Runs, l.Runs...)
		case l.Text != "":
			p.Lines = append(p.Lines, l)
			if l.Heading && attributes == "" {
				p.heading(l)
			}
		}
		more = !hard && !l.Heading && attributes == "" && !strings.HasPrefix(text, "|") && l.Text != ""
	}
}

// attribute reads what stands in braces behind a heading or below a block,
// which begins at p.Lines[start].
func (p *Page) attribute(text string, line, start int) {
	for _, m := range idRE.FindAllStringSubmatch(text, 1) {
		p.ids = append(p.ids, id{m[1], line})
	}
	if m := langRE.FindStringSubmatch(text); m != nil {
		for i := start; i < len(p.Lines); i++ {
			p.Lines[i].Lang = strings.ToLower(m[1])
		}
	}
}

// plain returns a line of Markdown as it reads, and notes what else it holds.
func (p *Page) plain(f *Folder, text string, n int) (string, []run) {
	text = codeRE.ReplaceAllStringFunc(text, func(code string) string { // nothing in it is a link
		return strings.NewReplacer("`", "", "[", `\[`, "]", `\]`).Replace(code)
	})
	for _, m := range imageRE.FindAllStringSubmatch(text, -1) {
		p.images = append(p.images, image{m[2], strings.TrimSpace(m[1]), n})
	}
	text = imageRE.ReplaceAllString(text, "")
	for _, m := range linkRE.FindAllStringSubmatch(text, -1) {
		f.links = append(f.links, link{p, m[2], n})
	}
	text = linkRE.ReplaceAllString(text, "$1")
	var runs []run
	for _, m := range shortcodeRE.FindAllStringSubmatch(text, -1) {
		runs = append(runs, run{strings.ToLower(m[1]), escapeRE.ReplaceAllString(m[2], "$1")})
	}
	text = shortcodeRE.ReplaceAllString(text, "$2")
	text = otherRE.ReplaceAllString(text, "")
	text = strings.ReplaceAll(strings.ReplaceAll(text, "**", ""), "|", " ")
	return strings.TrimSpace(escapeRE.ReplaceAllString(text, "$1")), runs
}
