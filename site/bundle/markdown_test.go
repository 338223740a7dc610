package bundle

import (
	"bytes"
	"fmt"
	"html"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	gmtext "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
	"golang.org/x/text/language"

	"github.com/backissue/backissue/site/doc"
)

// goldmarkAsInHugo has the settings of our site. Raw HTML is refused.
var goldmarkAsInHugo = goldmark.New(
	goldmark.WithExtensions(extension.Table, extension.NewCJK(extension.WithEscapedSpace()), blockAttributes{}),
	goldmark.WithParserOptions(parser.WithAttribute()),
	goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(bareTextBlock{}, 1))),
)

// blockAttributes is what Hugo adds for markup.goldmark.parser.attribute.block:
// a line of attributes belongs to the block above it.
type blockAttributes struct{}

var kindAttributes = ast.NewNodeKind("Attributes")

type attributesNode struct{ ast.BaseBlock }

func (*attributesNode) Kind() ast.NodeKind                            { return kindAttributes }
func (n *attributesNode) Dump([]byte, int)                            {}
func (blockAttributes) Trigger() []byte                               { return []byte{'{'} }
func (blockAttributes) CanInterruptParagraph() bool                   { return true }
func (blockAttributes) CanAcceptIndentedLine() bool                   { return false }
func (blockAttributes) Close(ast.Node, gmtext.Reader, parser.Context) {}

func (blockAttributes) Continue(ast.Node, gmtext.Reader, parser.Context) parser.State {
	return parser.Close
}

func (e blockAttributes) Extend(m goldmark.Markdown) {
	m.Parser().AddOptions(
		parser.WithBlockParsers(util.Prioritized(e, 100)),
		parser.WithASTTransformers(util.Prioritized(e, 100)))
}

func (blockAttributes) Open(_ ast.Node, r gmtext.Reader, _ parser.Context) (ast.Node, parser.State) {
	attrs, ok := parser.ParseAttributes(r)
	if !ok {
		return nil, parser.RequireParagraph
	}
	n := &attributesNode{}
	for _, a := range attrs {
		n.SetAttribute(a.Name, a.Value)
	}
	return n, parser.NoChildren
}

func (blockAttributes) Transform(root *ast.Document, _ gmtext.Reader, _ parser.Context) {
	var found []ast.Node
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering && n.Kind() == kindAttributes {
			found = append(found, n)
		}
		return ast.WalkContinue, nil
	})
	for _, n := range found {
		if prev := n.PreviousSibling(); prev != nil && !n.HasBlankPreviousLines() {
			for _, a := range n.Attributes() {
				prev.SetAttribute(a.Name, a.Value)
			}
		}
		n.Parent().RemoveChild(n.Parent(), n)
	}
}

// bareTextBlock shows the text of tight list items as paragraphs, which cannot
// have attributes.
type bareTextBlock struct{}

func (bareTextBlock) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(ast.KindTextBlock, func(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
		tag := "</p>"
		if entering {
			tag = "<p>"
		}
		_, err := w.WriteString(tag)
		return ast.WalkContinue, err
	})
}

var shortcode = regexp.MustCompile(`\{\{< lang ([A-Za-z0-9-]+) >\}\}(.*?)\{\{< /lang >\}\}`)

// render is Hugo in small: shortcodes out, goldmark, shortcodes in. Line
// breaks that only separate tags are left out of the result.
func render(t testing.TB, markdown string) string {
	t.Helper()
	var spans []string
	markdown = shortcode.ReplaceAllStringFunc(markdown, func(s string) string {
		m := shortcode.FindStringSubmatch(s)
		inner := render(t, m[2])
		inner, ok := strings.CutPrefix(inner, "<p>")
		inner, ok2 := strings.CutSuffix(inner, "</p>")
		if !ok || !ok2 || strings.Contains(inner, "<p>") {
			t.Errorf("shortcode %q is no line of text", s)
		}
		spans = append(spans, fmt.Sprintf("<span lang=%q>%s</span>", m[1], inner))
		return fmt.Sprintf("HAHAHUGOSHORTCODE0s%dHBHB", len(spans)-1)
	})
	for _, mark := range []string{"{{<", "{{%", "{{__hugo_ctx", "<!--more-->"} {
		if strings.Contains(markdown, mark) {
			t.Errorf("Hugo would see %s in %q", mark, markdown)
		}
	}
	var out bytes.Buffer
	if err := goldmarkAsInHugo.Convert([]byte(markdown), &out); err != nil {
		t.Fatal(err)
	}
	got := strings.TrimSuffix(strings.ReplaceAll(out.String(), ">\n", ">"), "\n")
	for i := len(spans) - 1; i >= 0; i-- {
		got = strings.ReplaceAll(got, fmt.Sprintf("HAHAHUGOSHORTCODE0s%dHBHB", i), spans[i])
	}
	return got
}

// want prints blocks as HTML, straight from the data.
func (w writer) want(blocks []doc.Block, base language.Tag) string {
	var b strings.Builder
	for _, block := range unfold(blocks) {
		b.WriteString(w.wantBlock(block, base))
	}
	return b.String()
}

func (w writer) wantBlock(block doc.Block, base language.Tag) string {
	if l, ok := block.(*doc.List); ok {
		block = unfoldItems(l)
	}
	lang := w.blockLang(block, base)
	tag := func(name, id, content string) string {
		if content == "" {
			return ""
		}
		attrs := ""
		if id != "" {
			attrs += ` id="` + escapeHTML(id) + `"`
		}
		if lang != base {
			attrs += ` lang="` + lang.String() + `"`
		}
		return "<" + name + attrs + ">" + content + "</" + name + ">"
	}
	switch b := block.(type) {
	case *doc.Heading:
		return tag(fmt.Sprint("h", min(max(b.Level, 2), 6)), b.ID, w.wantInline(b.Spans, lang, " "))
	case *doc.Paragraph:
		return tag("p", b.ID, w.wantInline(b.Spans, lang, "<br>"))
	case *doc.List:
		var items, id string
		if kept := w.items(b); short(kept) != nil {
			id = short(kept).ID
			items = "<li><p>" + w.wantInline(short(kept).Spans, lang, "<br>") + "</p></li>"
		} else {
			for _, it := range b.Items {
				if content := w.want(it.Blocks, lang); content != "" {
					items += "<li>" + content + "</li>"
				}
			}
		}
		return tag("ul", id, items)
	case *doc.Table:
		return tag("table", "", w.wantTable(b, lang))
	case *doc.Figure:
		title := ""
		if caption := oneLine(clean(doc.Join(b.Caption))); caption != "" {
			title = ` title="` + escapeHTML(caption) + `"`
		}
		src := strings.NewReplacer(" ", "%20", "<", "%3C", ">", "%3E", "그림", "%EA%B7%B8%EB%A6%BC").Replace(b.Media)
		return tag("p", "", `<img src="`+src+`" alt="`+escapeHTML(oneLine(clean(b.Alt)))+`"`+title+">")
	case *doc.Box:
		if content := w.want(b.Blocks, w.lang); content != "" {
			return "<blockquote><p>[!box]</p>" + content + "</blockquote>"
		}
		return ""
	}
	panic("no such block")
}

func (w writer) wantTable(t *doc.Table, lang language.Tag) string {
	if strings.TrimSpace(clean(doc.Text(t))) == "" {
		return ""
	}
	rows := t.Rows
	if t.Header == 0 {
		rows = append([][][]doc.Span{make([][]doc.Span, len(rows[0]))}, rows...)
	}
	var s string
	for i, r := range rows {
		s += "<tr>"
		for _, c := range r {
			cell := [2]string{"td", "th"}[b2i(i == 0)]
			s += "<" + cell + ">" + w.wantInline(c, lang, " ") + "</" + cell + ">"
		}
		s += "</tr>"
		if i == 0 {
			s = "<thead>" + s + "</thead>"
			if len(rows) > 1 {
				s += "<tbody>"
			}
		}
	}
	if len(rows) > 1 {
		s += "</tbody>"
	}
	return s
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// escapeHTML escapes as goldmark does.
func escapeHTML(s string) string {
	return strings.NewReplacer("&#39;", "'", "&#34;", "&quot;").Replace(html.EscapeString(s))
}

func (w writer) wantInline(spans []doc.Span, base language.Tag, br string) string {
	var lines []string
	for _, l := range w.lines(spans, base) {
		var s string
		for j, p := range l {
			t := escapeHTML(p.text)
			if p.lang != "" {
				t = fmt.Sprintf("<span lang=%q>%s</span>", p.lang, t)
			}
			if opensLink(l, j) {
				s += `<a href="` + string(util.EscapeHTML(util.URLEscape([]byte(p.link), true))) + `">`
			}
			s += t
			if closesLink(l, j) {
				s += "</a>"
			}
		}
		lines = append(lines, s)
	}
	return strings.Join(lines, br)
}

func check(t testing.TB, blocks ...doc.Block) {
	t.Helper()
	w := writer{lang: language.Korean, hani: language.SimplifiedChinese}
	md := strings.Join(w.blocks(blocks, w.lang), "\n") + "\n"
	got, want := render(t, md), w.want(blocks, w.lang)
	if got != want {
		i := 0
		for i < min(len(got), len(want)) && got[i] == want[i] {
			i++
		}
		i = max(0, i-40)
		t.Errorf("markdown:\n%s\ngot  %.160q\nwant %.160q", md, got[i:], want[i:])
	}
}

// nasty holds what has, or could have, a meaning in Markdown or to Hugo.
var nasty = strings.Split("* ** *** _ __ ` `` ``` ~ ~~ ~~~ [ ] ( ) ]( ]: ![ < > <a </a <Plan> <!-- --> <!--more--> <?x "+
	"<https://example.org> https://example.org www.example.org <a@b.kr> <1@b.kr> & &amp; &#35; &lt; ; : :smile: $ $$ | \\ \\\\ \\| { } {{ {{< >}} {{% %}} {{</* */>}} {#x} {.c} {x=\"y\"} {{__hugo_ctx/}} "+
	"+ +++ - -- --- # ## ####### = === 1. 1) 2021. 12. 20. 1~2급 ① （一） ➢ — … ! \" ' ^ , / @ % 0 9 a Z é 가 한국 法 《规划》 “ ” „ \u3000 \u00a0 \u200b \ufeff \ue000 \uf0d8 \u202e ة שלום \t [!abstract] [x] [ ]", " ")

func nastyText(r *rand.Rand) string {
	var b strings.Builder
	for range r.IntN(9) + 1 {
		switch r.IntN(8) {
		case 0, 1:
			b.WriteByte(' ')
		case 2:
			if r.IntN(3) == 0 {
				b.WriteByte('\n')
			}
		case 3:
			b.WriteString("  ")
		}
		b.WriteString(nasty[r.IntN(len(nasty))])
	}
	return b.String()
}

// links are addresses, some of which must not become links.
var links = []string{
	"https://example.org/", "https://example.org/a?b=1&copy;=2&amp=3#c", "http://example.org/a_(b)_*c*", "https://example.org/a b\\`[c]<d>{{< e >}}|\"'",
	"mailto:pond@example.org", "#fn-1", "#", "javascript:alert(1)", "JavaScript:alert(1)", "/etc/passwd", "data:text/html,x", "https://example.org/\nx", "https://example.org/못",
}

func nastySpans(r *rand.Rand) []doc.Span {
	langs := []language.Tag{language.Und, language.Korean, language.SimplifiedChinese, language.Japanese, language.English}
	var spans []doc.Span
	for range r.IntN(3) + 1 {
		lang := langs[0]
		if r.IntN(3) == 0 {
			lang = langs[r.IntN(len(langs))]
		}
		link := ""
		if r.IntN(4) == 0 {
			link = links[r.IntN(len(links))]
		}
		spans = append(spans, doc.Span{Text: nastyText(r), Lang: lang, Link: link})
	}
	return spans
}

func nastyBlocks(r *rand.Rand, depth int) []doc.Block {
	var blocks []doc.Block
	for range r.IntN(3) + 1 {
		id := ""
		if r.IntN(2) == 0 {
			id = []string{"art-7", "ch-3-2", "pt-10", `q"{}\`, "제1조"}[r.IntN(5)]
		}
		kind := r.IntN(9)
		if depth == 0 {
			kind = r.IntN(3)
		}
		switch kind {
		case 0, 1:
			blocks = append(blocks, &doc.Paragraph{ID: id, Spans: nastySpans(r)})
		case 2:
			blocks = append(blocks, &doc.Heading{ID: cmpOr(id, "h"), Level: r.IntN(8), Spans: nastySpans(r)})
		case 3, 4:
			l := &doc.List{}
			for range r.IntN(3) + 1 {
				l.Items = append(l.Items, doc.Item{Blocks: nastyBlocks(r, depth-1)[:1]})
				if r.IntN(3) == 0 {
					l.Items[len(l.Items)-1].Blocks = nastyBlocks(r, depth-1)
				}
			}
			blocks = append(blocks, l)
		case 5:
			blocks = append(blocks, nastyTable(r))
		case 6:
			blocks = append(blocks, &doc.Box{Blocks: nastyBlocks(r, depth-1)})
		case 8:
			n := &doc.Note{ID: cmpOr(id, "fn-1"), Label: nastyText(r)}
			if r.IntN(4) > 0 {
				n.Blocks = nastyBlocks(r, depth-1)
			}
			blocks = append(blocks, n)
		case 7:
			media := []string{"garden.png", "a b.png", "그림_(1).jpg", "a<b>.png"}[r.IntN(4)]
			blocks = append(blocks, &doc.Figure{Media: media, Alt: nastyText(r), Caption: nastySpans(r)})
		}
	}
	return blocks
}

func cmpOr(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

func nastyTable(r *rand.Rand) *doc.Table {
	t := &doc.Table{Header: r.IntN(2)}
	columns := r.IntN(3) + 1
	for range r.IntN(3) + 1 {
		row := make([][]doc.Span, columns)
		for i := range row {
			row[i] = nastySpans(r)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// TestMarkdownRandom prints random blocks and reads them back.
func TestMarkdownRandom(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		check(t, nastyBlocks(r, 2)...)
		if t.Failed() {
			return
		}
	}
}

// FuzzMarkdown does the same with text that the fuzzer thinks up: as a
// paragraph, a heading, an item, a cell, and half of it in another language.
func FuzzMarkdown(f *testing.F) {
	for _, s := range nasty {
		f.Add(s, s)
	}
	f.Add("<“14차 5개년” 외자 이용 발전 계획>", "1~2급, 3~4급")
	f.Fuzz(func(t *testing.T, a, b string) {
		spans := []doc.Span{{Text: a}, {Text: b, Lang: language.Japanese}, {Text: a}}
		p := &doc.Paragraph{ID: "p", Spans: spans}
		check(t,
			p,
			&doc.Paragraph{Spans: []doc.Span{{Text: b + "\n" + a}}},
			&doc.Heading{ID: "h", Level: 2, Spans: spans},
			&doc.List{Items: []doc.Item{{Blocks: []doc.Block{p}}, {Blocks: []doc.Block{p, p}}}},
			&doc.Table{Rows: [][][]doc.Span{{spans, {{Text: a}}}, {{{Text: b}}, spans}}},
			&doc.Note{ID: "fn-1", Label: "1", Blocks: []doc.Block{p}},
			&doc.Paragraph{Spans: []doc.Span{{Text: a}, {Text: b, Link: "https://example.org/"}, {Text: a, Lang: language.Japanese, Link: "https://example.org/"}, {Text: b}}},
			&doc.Box{Blocks: []doc.Block{&doc.Heading{ID: "b", Level: 3, Spans: []doc.Span{{Text: a}}}, p}},
		)
	})
}

func TestLinksAndNotes(t *testing.T) {
	for _, test := range []struct {
		block doc.Block
		want  string
	}{
		{&doc.Paragraph{Spans: []doc.Span{{Text: "See "}, {Text: "the pond ", Link: "https://example.org/a(b)"}, {Text: "now"}, {Text: "[1]", Link: "#fn-1"}}},
			"See [the pond](https://example.org/a%28b%29) now[[1]](#fn-1)"},
		{&doc.Paragraph{Spans: []doc.Span{{Text: "Look!"}, {Text: "a]b", Link: "mailto:a@example.org"}}}, `Look\![a\]b](mailto:a@example.org)`},
		{&doc.Paragraph{Spans: []doc.Span{{Text: "no", Link: "javascript:alert(1)"}, {Text: " way", Link: "ftp://example.org"}}}, "no way"},
		{&doc.Paragraph{Spans: []doc.Span{{Text: "two\nlines", Link: "#a"}}}, "[two](#a)\\\n[lines](#a)"},
		{&doc.Note{ID: "fn-1", Label: "1", Blocks: []doc.Block{&doc.Paragraph{Spans: []doc.Span{{Text: "Below."}}}, &doc.Paragraph{Spans: []doc.Span{{Text: "More."}}}}},
			"[1] Below.\n{#fn-1}\n\nMore."},
		{&doc.Note{ID: "fn-2", Label: "*"}, "[*]\n{#fn-2}"},
	} {
		w := writer{lang: language.Korean}
		if got := strings.Join(w.blocks([]doc.Block{test.block}, w.lang), "\n"); got != test.want {
			t.Errorf("got\n%s\nwant\n%s", got, test.want)
		}
		check(t, test.block)
	}
}

// Each level of lists is written once: twice each would be 2^60 times.
func TestDeepLists(t *testing.T) {
	blocks := []doc.Block{&doc.Paragraph{Spans: []doc.Span{{Text: "lamp"}}}, &doc.Table{Rows: [][][]doc.Span{{{{Text: "boat"}}}}}}
	for range 60 {
		blocks = []doc.Block{&doc.Paragraph{Spans: []doc.Span{{Text: "lamp"}}}, &doc.List{Items: []doc.Item{{Blocks: blocks}}}, blocks[1]}
		if _, ok := blocks[2].(*doc.Table); !ok {
			blocks = blocks[:2]
		}
	}
	got := strings.Join(writer{lang: language.English}.blocks(blocks, language.English), "\n")
	if n := strings.Count(got, "lamp"); n != 61 {
		t.Errorf("%d levels, want 61", n)
	}
}
