package bundle

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"github.com/backissue/backissue/site/doc"
)

// A writer prints blocks as Markdown, one line for each paragraph.
//
// What it prints and how, block by block:
//
//	Heading    ## text {#id lang="en"}     levels 2 to 6; a line break becomes a space
//	Paragraph  text                        a line break becomes a backslash at line end
//	           {#id lang="en"}
//	List       - item                      tight if it can be; the next list of two takes *
//	Table      pipe table                  no row or several rows of heads: see table
//	Figure     ![alt](file "caption")
//	Box        > [!box]                    Hugo's alert syntax
//	Note       [1] text                    its label, then its blocks
//	           {#fn-1}
//
// Blocks without text are left out.
type writer struct {
	lang language.Tag // of the file
	hani language.Tag // of Han runs that the layouts mark up; or Und
}

// blocks returns the lines of bs, which stand in text of language base.
func (w writer) blocks(bs []doc.Block, base language.Tag) []string {
	var out []string
	bullet := "" // of the list just written: two lists in a row need two
	for _, b := range unfold(bs) {
		next := "-"
		if bullet == "-" {
			next = "*"
		}
		lines := w.block(b, base, next)
		if len(lines) == 0 {
			continue
		}
		bullet = ""
		if _, ok := b.(*doc.List); ok {
			bullet = next
		}
		if len(out) > 0 {
			out = append(out, "")
		}
		out = append(out, lines...)
	}
	return out
}

func (w writer) block(b doc.Block, base language.Tag, bullet string) []string {
	switch b := b.(type) {
	case *doc.Heading:
		return w.heading(b, base)
	case *doc.Paragraph:
		text := w.paragraph(b, base)
		if a := attributes(b.ID, w.blockLang(b, base), base); a != "" && len(text) > 0 {
			text = append(text, a)
		}
		return text
	case *doc.List:
		return w.list(b, base, bullet)
	case *doc.Table:
		return w.table(b, base)
	case *doc.Figure:
		return w.figure(b, base)
	case *doc.Box:
		return w.alert("box", b.Blocks)
	case *doc.Note:
		return w.blocks([]doc.Block{b}, base)
	}
	panic(fmt.Sprintf("bundle: no Markdown for %T", b))
}

func (w writer) heading(h *doc.Heading, base language.Tag) []string {
	lang := w.blockLang(h, base)
	text := strings.Join(w.inline(h.Spans, lang, inHeading), " ")
	if text == "" {
		return nil
	}
	line := strings.Repeat("#", min(max(h.Level, 2), 6)) + " " + text
	if a := attributes(h.ID, lang, base); a != "" {
		line += " " + a
	}
	return []string{line}
}

// paragraph returns the text of p without its attributes.
func (w writer) paragraph(p *doc.Paragraph, base language.Tag) []string {
	lines := w.inline(p.Spans, w.blockLang(p, base), inParagraph)
	for i := range len(lines) - 1 {
		if strings.HasSuffix(lines[i], `\`) {
			lines[i] += "  " // goldmark sees no break after two backslashes and one
		} else {
			lines[i] += `\`
		}
	}
	return lines
}

// list prints a list whose items can carry ids. Goldmark renders attributes of
// the paragraphs of a loose list only, and a list of one short item cannot be
// made loose: there the list itself carries them.
func (w writer) list(l *doc.List, base language.Tag, bullet string) []string {
	l = unfoldItems(l)
	lang := w.blockLang(l, base)
	items := w.items(l)
	var out []string
	if p := short(items); p != nil {
		out = indent(w.paragraph(p, base), bullet+" ", "  ")
		if a := attributes(p.ID, lang, base); a != "" {
			out = append(out, a)
		}
		return out
	}
	loose := slices.ContainsFunc(items, func(blocks []doc.Block) bool {
		p := short([][]doc.Block{blocks})
		return p == nil || attributes(p.ID, w.blockLang(p, lang), lang) != ""
	})
	for i, blocks := range items {
		if i > 0 && loose {
			out = append(out, "")
		}
		var lines []string
		if len(items) > 1 || !tablesAfterText(blocks) {
			lines = w.blocks(blocks, lang)
		} else {
			// Goldmark does not see the empty line before a table, so it
			// takes a list of this one item as tight. An empty attribute
			// list leaves no trace and has an empty line before it.
			lines = append(w.blocks(blocks[:1], lang), "", "{}", "")
			lines = append(lines, w.blocks(blocks[1:], lang)...)
		}
		out = append(out, indent(lines, bullet+" ", "  ")...)
	}
	if a := attributes("", lang, base); a != "" {
		out = append(out, a)
	}
	return out
}

// items returns the items of l that have something to show.
func (w writer) items(l *doc.List) [][]doc.Block {
	var items [][]doc.Block
	for _, it := range l.Items {
		blocks := slices.DeleteFunc(slices.Clone(it.Blocks), func(b doc.Block) bool {
			return !w.shows(b)
		})
		if len(blocks) > 0 {
			items = append(items, blocks)
		}
	}
	return items
}

// shows reports whether a block has something to show. Lists within lists are
// only looked at: to write each of them twice takes twice the time at every
// level.
func (w writer) shows(b doc.Block) bool {
	if l, ok := b.(*doc.List); ok {
		return len(w.items(unfoldItems(l))) > 0
	}
	return len(w.block(b, w.lang, "-")) > 0
}

// unfold puts the blocks of notes in place of the notes, with the label before
// the first one.
func unfold(bs []doc.Block) []doc.Block {
	if !slices.ContainsFunc(bs, func(b doc.Block) bool { _, ok := b.(*doc.Note); return ok }) {
		return bs
	}
	var out []doc.Block
	for _, b := range bs {
		n, ok := b.(*doc.Note)
		if !ok {
			out = append(out, b)
			continue
		}
		label := doc.Span{Text: "[" + n.Label + "] "}
		head := &doc.Paragraph{Position: n.Position, ID: n.ID}
		blocks := unfold(n.Blocks)
		if len(blocks) > 0 {
			if p, ok := blocks[0].(*doc.Paragraph); ok {
				label.Lang = commonLang(p.Spans, language.Und)
				head.Spans = p.Spans
				blocks = blocks[1:]
			}
		}
		head.Spans = append([]doc.Span{label}, head.Spans...)
		out = append(append(out, head), blocks...)
	}
	return out
}

// unfoldItems unfolds the notes in the items of l.
func unfoldItems(l *doc.List) *doc.List {
	out := *l
	out.Items = slices.Clone(l.Items)
	for i := range out.Items {
		out.Items[i].Blocks = unfold(out.Items[i].Blocks)
	}
	return &out
}

// tablesAfterText reports whether blocks are a paragraph or figure and then
// only tables.
func tablesAfterText(blocks []doc.Block) bool {
	switch blocks[0].(type) {
	case *doc.Paragraph, *doc.Figure:
	default:
		return false
	}
	return len(blocks) > 1 && !slices.ContainsFunc(blocks[1:], func(b doc.Block) bool {
		_, ok := b.(*doc.Table)
		return !ok
	})
}

// short returns the paragraph that is all of items, or nil.
func short(items [][]doc.Block) *doc.Paragraph {
	if len(items) != 1 || len(items[0]) != 1 {
		return nil
	}
	p, _ := items[0][0].(*doc.Paragraph)
	return p
}

// table prints a GitHub table, which has exactly one row of heads. A table
// without heads gets an empty one; of several head rows the first is kept as
// such. A line break in a cell becomes a space.
func (w writer) table(t *doc.Table, base language.Tag) []string {
	if len(t.Rows) == 0 || strings.TrimSpace(clean(doc.Text(t))) == "" {
		return nil
	}
	lang := w.blockLang(t, base)
	columns := len(t.Rows[0])
	var out []string
	row := func(cell func(i int) string) {
		line := "|"
		for i := range columns {
			if text := cell(i); text != "" {
				line += " " + text
			}
			line += " |"
		}
		out = append(out, line)
	}
	rule := func() { row(func(int) string { return "---" }) }
	if t.Header == 0 {
		row(func(int) string { return "" })
		rule()
	}
	for i, cells := range t.Rows {
		row(func(j int) string {
			if j >= len(cells) {
				return ""
			}
			return strings.Join(w.inline(cells[j], lang, inCell), " ")
		})
		if i == 0 && t.Header > 0 {
			rule()
		}
	}
	if a := attributes("", lang, base); a != "" {
		out = append(out, a)
	}
	return out
}

func (w writer) figure(f *doc.Figure, base language.Tag) []string {
	if f.Media == "" {
		return w.block(&doc.Paragraph{Spans: f.Caption}, base, "")
	}
	lang := w.blockLang(f, base)
	line := "![" + escapeAlt(oneLine(clean(f.Alt))) + "](" + escapeTarget(f.Media)
	if caption := oneLine(clean(doc.Join(f.Caption))); caption != "" {
		line += " " + quoteTitle(caption)
	}
	out := []string{line + ")"}
	if a := attributes("", lang, base); a != "" {
		out = append(out, a)
	}
	return out
}

// alert prints blocks as a Hugo alert of the given kind. The marker stands
// alone in its paragraph: Hugo finds it only in a paragraph without
// attributes, and the first paragraph of the text may need some.
func (w writer) alert(kind string, blocks []doc.Block) []string {
	lines := w.blocks(blocks, w.lang)
	if len(lines) == 0 {
		return nil
	}
	return indent(append([]string{"[!" + kind + "]", ""}, lines...), "> ", "> ")
}

// blockLang returns the language that all text of b is in, or base.
func (w writer) blockLang(b doc.Block, base language.Tag) language.Tag {
	var spans []doc.Span
	doc.EachSpans([]doc.Block{b}, func(s *[]doc.Span) { spans = append(spans, *s...) })
	return commonLang(spans, base)
}

// indent puts first before the first line and rest before the others, without
// leaving white space at the end of empty lines.
func indent(lines []string, first, rest string) []string {
	out := make([]string, len(lines))
	for i, l := range lines {
		prefix := rest
		if i == 0 {
			prefix = first
		}
		if l == "" {
			prefix = strings.TrimRight(prefix, " ")
		}
		out[i] = prefix + l
	}
	return out
}

// attributes returns a Markdown attribute list, or "" if there is nothing to
// say: no id, and a language that is the surrounding one.
func attributes(id string, lang, base language.Tag) string {
	var parts []string
	switch {
	case id == "":
	case plainID(id):
		parts = append(parts, "#"+id)
	default:
		parts = append(parts, `id="`+strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", " ").Replace(id)+`"`)
	}
	if !sameLang(lang, base) {
		parts = append(parts, `lang="`+lang.String()+`"`)
	}
	if len(parts) == 0 {
		return ""
	}
	return "{" + strings.Join(parts, " ") + "}"
}

// plainID reports whether goldmark reads "#"+id as that id.
func plainID(id string) bool {
	return strings.IndexFunc(id, func(r rune) bool {
		return r <= ' ' || r < 0x80 && isPunct(byte(r)) && !strings.ContainsRune("_-:.", r)
	}) < 0
}
