package markdown

import (
	"bufio"
	"bytes"
	"fmt"
	stdhtml "html"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	ghtml "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/text/language"

	"github.com/backissue/backissue/site/charset"
	"github.com/backissue/backissue/site/doc"
)

// placeholder stands for a shortcode while the parser reads, as Hugo does it:
// a character that counts as a letter. No text has it.
const placeholder = "\U0010fffe"

// A shortcode is {{< lang ja >}}text{{< /lang >}}.
type shortcode struct {
	raw, text string
	lang      language.Tag
}

var langCode = regexp.MustCompile(`\{\{< lang ([A-Za-z0-9-]+) >\}\}(.*?)\{\{< /lang >\}\}`)

// takeShortcodes puts placeholders in place of the shortcodes.
func takeShortcodes(s string) ([]byte, map[int]shortcode) {
	codes := map[int]shortcode{}
	var out []byte
	at := 0
	for _, m := range langCode.FindAllStringSubmatchIndex(s, -1) {
		tag, err := language.Parse(s[m[2]:m[3]])
		if err != nil {
			continue
		}
		out = append(out, s[at:m[0]]...)
		codes[len(out)] = shortcode{raw: s[m[0]:m[1]], text: s[m[4]:m[5]], lang: tag}
		out = append(out, placeholder...)
		at = m[1]
	}
	return append(out, s[at:]...), codes
}

// restore puts shortcodes back into text that is no Markdown. There they are
// text.
func (r *reader) restore(s string) string {
	if !strings.Contains(s, placeholder) {
		return s
	}
	return strings.ReplaceAll(s, placeholder, "")
}

// spans reads the inline text below n.
func (r *reader) spans(n ast.Node) []doc.Span {
	in := &inline{r: r}
	in.children(n)
	return in.done()
}

// An inline gathers the spans of a block.
type inline struct {
	r     *reader
	spans []doc.Span
	open  doc.Span // the one being written, of which parts are the text
	parts []string
	last  string // text written last
	link  string
	tag   string // link that an HTML tag opened
	soft  bool   // a line end of the file waits
}

func (in *inline) children(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		in.node(c)
	}
}

func (in *inline) node(n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		in.text(n)
	case *ast.String:
		in.write(string(n.Value))
	case *ast.CodeSpan:
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			if t, ok := c.(*ast.Text); ok {
				in.write(strings.ReplaceAll(string(t.Segment.Value(in.r.source)), "\n", " "))
			}
		}
	case *ast.Link:
		outer := in.link
		in.link = address(destination(n.Destination))
		in.children(n)
		in.link = outer
	case *ast.AutoLink:
		outer := in.link
		url := string(n.URL(in.r.source))
		if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(url), "mailto:") {
			url = "mailto:" + url
		}
		in.link = address(url)
		in.write(string(n.Label(in.r.source)))
		in.link = outer
	case *ast.Image:
		in.image(n)
	case *ast.RawHTML:
		in.html(n)
	case *east.FootnoteLink:
		in.noteLink(n)
	case *east.FootnoteBacklink:
	default:
		in.children(n)
	}
}

// text writes plain text. Shortcodes and asterisks that the parser left over
// are known by their place in the source.
func (in *inline) text(n *ast.Text) {
	if n.SoftLineBreak() || n.HardLineBreak() {
		defer func() {
			if n.HardLineBreak() {
				in.newline()
			} else {
				in.soft = true
			}
		}()
	}
	start := n.Segment.Start
	raw := n.Segment.Value(in.r.source)
	pad := len(raw) - n.Segment.Len() // blanks that tabs came to
	for {
		i := bytes.Index(raw, []byte(placeholder))
		if i < 0 {
			in.write(resolve(raw))
			return
		}
		in.write(resolve(raw[:i]))
		code := in.r.codes[start+i-pad]
		in.foreign(code)
		raw = raw[i+len(placeholder):]
		start += i + len(placeholder)
	}
}

// foreign writes what a shortcode holds, which Hugo renders as a text of its
// own.
func (in *inline) foreign(code shortcode) {
	inner := &reader{d: in.r.d, source: []byte(code.text), line: in.r.line}
	root := engine.Parser().Parse(text.NewReader(inner.source))
	inner.count(root)
	for c := root.FirstChild(); c != nil; c = c.NextSibling() {
		for _, s := range inner.spans(c) {
			in.writeSpan(doc.Span{Text: s.Text, Lang: code.lang, Link: in.here()})
		}
	}
}

var writer = ghtml.NewWriter(ghtml.WithEscapedSpace())

// resolve undoes backslashes and character references as the renderer does,
// and marks the asterisks that are none of them.
func resolve(raw []byte) string {
	if bytes.Contains(raw, []byte("**")) {
		raw = markStars(raw)
	}
	if !bytes.ContainsAny(raw, "\\&\x00") {
		return string(raw)
	}
	var b bytes.Buffer
	w := bufio.NewWriter(&b)
	writer.Write(w, raw)
	w.Flush()
	return stdhtml.UnescapeString(b.String())
}

// star stands for two asterisks that are neither escaped nor markup: the
// parser leaves those that stand between letters and East Asian brackets.
const star = "\U0010fffd"

func markStars(raw []byte) []byte {
	var out []byte
	for i := 0; i < len(raw); i++ {
		switch {
		case raw[i] == '\\' && i+1 < len(raw):
			out = append(out, raw[i], raw[i+1])
			i++
		case raw[i] == '*' && i+1 < len(raw) && raw[i+1] == '*' && (i+2 == len(raw) || raw[i+2] != '*') && (i == 0 || raw[i-1] != '*'):
			out = append(out, star...)
			i++
		default:
			out = append(out, raw[i])
		}
	}
	return out
}

var emphasis = regexp.MustCompile(star + `(\S(?:[^` + star + `]*?\S)?)` + star)

func (in *inline) here() string {
	if in.tag != "" {
		return in.tag
	}
	return in.link
}

func (in *inline) write(s string) { in.writeSpan(doc.Span{Text: s, Link: in.here()}) }

// writeSpan appends a span. A line end of the file before it is a space, or
// nothing between two characters that are written without.
func (in *inline) writeSpan(s doc.Span) {
	if s.Text = in.r.mend(s.Text); s.Text == "" {
		return
	}
	if in.soft {
		in.soft = false
		first, _ := utf8.DecodeRuneInString(s.Text)
		last, _ := utf8.DecodeLastRuneInString(in.last)
		if !wide(first) || !wide(last) {
			in.append(doc.Span{Text: " "})
		}
	}
	in.append(s)
}

func (in *inline) append(s doc.Span) {
	if in.last = s.Text; len(in.parts) > 0 && in.open.Lang == s.Lang && in.open.Link == s.Link {
		in.parts = append(in.parts, s.Text)
		return
	}
	in.close()
	in.open, in.parts = s, []string{s.Text}
}

// close finishes the span being written.
func (in *inline) close() {
	if len(in.parts) > 0 {
		in.open.Text = strings.Join(in.parts, "")
		in.spans = append(in.spans, in.open)
		in.parts = nil
	}
}

func (in *inline) newline() { in.append(doc.Span{Text: "\n"}) }

// done returns the spans without white space at their ends, and counts them.
func (in *inline) done() []doc.Span {
	in.close()
	spans := in.spans
	for i := range spans {
		s := &spans[i]
		s.Text = emphasis.ReplaceAllString(s.Text, "$1")
		s.Text = strings.ReplaceAll(s.Text, star, "**")
	}
	for len(spans) > 0 {
		if spans[0].Text = strings.TrimLeft(spans[0].Text, " \t\n"); spans[0].Text != "" {
			break
		}
		spans = spans[1:]
	}
	for n := len(spans) - 1; n >= 0; n-- {
		if spans[n].Text = strings.TrimRight(spans[n].Text, " \t\n"); spans[n].Text != "" {
			break
		}
		spans = spans[:n]
	}
	if strings.TrimFunc(doc.Join(spans), unicode.IsSpace) == "" {
		return nil
	}
	return spans
}

// wide reports characters that East Asian lines break between without a
// trace.
func wide(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || 0x3000 <= r && r <= 0x303f || 0xff00 <= r && r <= 0xff60
}

// mend repairs text that came out of character references.
func (r *reader) mend(s string) string {
	s, doubts := charset.Mend(s)
	for _, d := range doubts {
		d.Position = r.here()
		r.d.Doubts = append(r.d.Doubts, d)
	}
	return s
}

// destination returns the address that a link writes.
func destination(raw []byte) string {
	return string(util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(raw))))
}

// address returns where a link leads, or "" where no reader could go.
func address(s string) string {
	scheme, rest, _ := strings.Cut(s, ":")
	switch scheme = strings.ToLower(scheme); {
	case (scheme == "http" || scheme == "https") && len(rest) > 2 && strings.HasPrefix(rest, "//"),
		scheme == "mailto" && rest != "":
		return scheme + ":" + rest
	}
	if strings.HasPrefix(s, "#") && len(s) > 1 {
		return s
	}
	return ""
}

// plainText returns the text below n without links and languages.
func plainText(r *reader, n ast.Node) string {
	quiet := &reader{d: quiet(), source: r.source, codes: r.codes}
	in := &inline{r: quiet}
	in.children(n)
	in.close()
	return strings.ReplaceAll(doc.Join(in.spans), star, "**")
}

// quiet returns a document for what is read without being kept.
func quiet() *doc.Document { return &doc.Document{Source: doc.Tally{}} }

// noteLink writes the label of a note, which follows the block.
func (in *inline) noteLink(n *east.FootnoteLink) {
	id, label := fmt.Sprintf("fn-%d", n.Index), fmt.Sprint(n.Index)
	in.writeSpan(doc.Span{Text: "[" + label + "]", Link: "#" + id})
	in.r.d.Source.Add(label)
	if note := in.r.notes[n.Index]; note != nil {
		delete(in.r.notes, n.Index)
		in.r.behind = append(in.r.behind, func() doc.Block { return in.r.note(note, id, label) })
	}
}

// html reads a tag within text. What looks like a tag and is none in HTML is
// text in angle brackets, such as "<Plan>".
func (in *inline) html(n *ast.RawHTML) {
	var raw []byte
	for i := range n.Segments.Len() {
		s := n.Segments.At(i)
		raw = append(raw, s.Value(in.r.source)...)
	}
	z := html.NewTokenizer(bytes.NewReader(raw))
	kind := z.Next()
	if kind == html.CommentToken || kind == html.DoctypeToken {
		return
	}
	token := z.Token()
	switch {
	case kind != html.StartTagToken && kind != html.EndTagToken && kind != html.SelfClosingTagToken || !isElement(token.Data):
		in.r.d.Source.Add(in.r.restore(string(raw)))
		in.write(in.r.restore(string(raw)))
	case token.DataAtom == atom.Br:
		in.newline()
	case token.DataAtom == atom.A:
		in.tag = ""
		for _, a := range token.Attr {
			if a.Key == "href" && kind == html.StartTagToken {
				in.tag = address(a.Val)
			}
		}
	case token.DataAtom == atom.Img:
		in.r.behind = append(in.r.behind, asFuncs(in.r.fragment(string(raw), in.r.here()))...)
	}
}

// elements are the tags that text may hold.
var elements = strings.Fields(`a abbr acronym address article aside audio b bdi bdo big blockquote body br button caption
	center cite code col colgroup dd del details dfn dir div dl dt em embed fieldset figcaption figure font footer form
	h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd label legend li link main map mark math meta nav nobr
	object ol optgroup option p param picture pre q rb rp rt rtc ruby s samp script section select small source span strike
	strong style sub summary sup svg table tbody td textarea tfoot th thead time title tr tt u ul var video wbr`)

func isElement(name string) bool {
	for _, e := range elements {
		if e == name {
			return true
		}
	}
	return strings.ContainsAny(name, "-:")
}
