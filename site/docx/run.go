package docx

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/office"
	"github.com/backissue/backissue/site/zipxml"
)

// An inline is a paragraph on its way.
type inline struct {
	pos    doc.Position
	spans  []doc.Span
	hidden strings.Builder
	behind []func() []doc.Block // what comes behind the paragraph
	mark   *note                // its label comes next, as text
}

// A context is what text inherits from the elements around it.
type context struct {
	link   string
	font   string
	hidden bool
}

// A field is text that Word worked out: a code, and the result as it was
// last shown (17.16.18).
type field struct {
	begin *zipxml.Node
	code  strings.Builder
	shown bool // the result has begun
	link  string
}

// maxFields is how deep fields may nest.
const maxFields = 64

// inline adds what stands inside n to a paragraph.
func (s *story) inline(in *inline, n *zipxml.Node, c context) {
	n.Children(func(child *zipxml.Node) { s.inlineNode(in, child, c) })
}

func (s *story) inlineNode(in *inline, n *zipxml.Node, c context) {
	switch n.Name {
	case "w:r":
		s.run(in, n, c)
	case "w:t", "a:t":
		s.text(in, decode(n.Content()), c)
	case "w:tab", "w:ptab":
		in.add("\t", c)
	case "w:br", "w:cr":
		in.add("\n", c)
	case "w:noBreakHyphen":
		in.add("\u2011", c)
	case "w:sym":
		s.symbol(in, n.Attr("w:font"), hex(n.Attr("w:char")), c)
	case "w:lastRenderedPageBreak":
		s.turnPage(in)
	case "w:fldChar":
		s.fieldChar(in, n, c)
	case "w:instrText":
		if k := len(s.fields); k > 0 && !s.fields[k-1].shown {
			s.fields[k-1].code.WriteString(n.Content())
		}
	case "w:fldSimple":
		c.link = first(fieldLink(n.Attr("w:instr")), c.link)
		s.inline(in, n, c)
	case "w:hyperlink":
		c.link = s.hyperlink(n)
		s.inline(in, n, c)
	case "w:footnoteReference", "w:endnoteReference":
		s.reference(in, n, c)
	case "w:commentReference":
		s.comment(n.Attr("w:id"))
	case "w:ruby":
		s.ruby(in, n, c)
	case "m:oMath":
		s.lose(letters(n), "an equation")
	case "w:drawing", "w:pict":
		s.drawing(in, n, picture{})
	case "w:object":
		s.drawing(in, n, picture{what: strings.TrimSpace("an embedded object " + n.Find("o:OLEObject").Attr("ProgID"))})
	case "v:textpath", "w:txbxContent":
		s.drawing(in, &zipxml.Node{Child: alone(n)}, picture{})
	case "m:t":
		s.lose(decode(n.Content()), "an equation")
	case "mc:AlternateContent":
		s.inline(in, choose(n), c)
	default:
		if !leftOut(n) {
			s.inline(in, n, c)
		}
	}
}

// ruby adds text with its reading, which is stored first (17.3.3.25).
func (s *story) ruby(in *inline, n *zipxml.Node, c context) {
	n.Children(func(child *zipxml.Node) {
		if child.Name != "w:rt" {
			s.inlineNode(in, child, c)
		}
	})
	n.Children(func(child *zipxml.Node) {
		if child.Name == "w:rt" {
			in.add("(", c)
			s.inline(in, child, c)
			in.add(")", c)
		}
	})
}

// run adds a run: text of one look.
func (s *story) run(in *inline, n *zipxml.Node, c context) {
	if rPr := n.First("w:rPr"); rPr != nil {
		if id := rPr.First("w:rStyle").Attr("w:val"); id != "" {
			st := s.style(id)
			c.hidden = c.hidden || st.hidden
			c.font = first(st.font, c.font)
		}
		if v := rPr.First("w:vanish"); v != nil {
			c.hidden = on(v)
		}
		c.font = first(font(rPr), c.font)
	}
	s.inline(in, n, c)
	if in.mark != nil && in.mark.label == "" {
		s.markNote(in, c)
	}
	in.mark = nil
}

// add adds text that needs no more looking at.
func (in *inline) add(text string, c context) {
	if c.hidden {
		in.hidden.WriteString(text)
		return
	}
	in.spans = office.Add(in.spans, text, c.link)
}

// text adds text as it was read.
func (s *story) text(in *inline, text string, c context) {
	switch {
	case text == "":
		return
	case s.codes > 0:
		s.lose(text, "text inside the code of a field")
		return
	case in.mark != nil:
		in.mark.label += strings.TrimSpace(text)
		c.link = "#" + in.mark.id
		text = "[" + strings.TrimSpace(text) + "]"
	case c.link == "":
		for i := len(s.fields) - 1; i >= 0 && c.link == ""; i-- {
			c.link = s.fields[i].link
		}
	}
	if !strings.Contains(text, "\xef") || !strings.ContainsFunc(text, office.IsSymbol) {
		in.add(text, c)
		return
	}
	for _, r := range text {
		if office.IsSymbol(r) {
			s.symbol(in, c.font, r, c)
		} else {
			in.add(string(r), c)
		}
	}
}

// symbol adds a character of a symbol font, or records that it is lost.
func (s *story) symbol(in *inline, font string, r rune, c context) {
	shown, ok := office.Symbol(font, r)
	if !ok && !office.IsSymbol(r) && r > 0x20 {
		shown, ok = r, true // an ordinary font
	}
	if !ok {
		if key := fmt.Sprintf("%X of the font %s", r, font); !s.symbols[key] {
			s.symbols[key] = true
			s.lose("", "symbol U+"+key+", which Unicode has nothing like")
		}
		return
	}
	text := decode(string(shown))
	s.generated(text)
	in.add(text, c)
}

// turnPage counts a page that Word began here when it last laid out the text.
func (s *story) turnPage(in *inline) {
	if s.still {
		return
	}
	s.pos.Page++
	if len(office.Trim(append([]doc.Span(nil), in.spans...))) == 0 {
		in.pos.Page = s.pos.Page
	}
}

// fieldChar begins a field, begins its result, or ends it.
func (s *story) fieldChar(in *inline, n *zipxml.Node, c context) {
	switch n.Attr("w:fldCharType") {
	case "begin":
		if len(s.fields) < maxFields {
			s.fields = append(s.fields, &field{begin: n})
			s.codes++
		}
	case "separate":
		if k := len(s.fields); k > 0 && !s.fields[k-1].shown {
			s.show(s.fields[k-1])
		}
	case "end":
		k := len(s.fields)
		if k == 0 {
			return
		}
		f := s.fields[k-1]
		s.fields = s.fields[:k-1]
		if !f.shown {
			s.codes--
			s.withoutResult(in, f, c)
		}
	}
}

// show begins the result of a field.
func (s *story) show(f *field) {
	f.shown = true
	f.link = fieldLink(f.code.String())
	s.codes--
}

// endParagraph closes what goes no further than a paragraph. The code of a
// field may, but then nothing in it is text, and where the mark that ends it
// is missing, the rest of the document would be taken for code.
func (s *story) endParagraph(in *inline) {
	for _, f := range s.fields {
		if !f.shown {
			s.show(f)
		}
	}
	if text := strings.TrimSpace(in.hidden.String()); text != "" {
		s.lose(text, "hidden text")
	}
	in.hidden.Reset()
}

var (
	hyperlinkField = regexp.MustCompile(`(?i)^\s*HYPERLINK\s+(?:"([^"]*)"|([^\s"\\]\S*))`)
	circleField    = regexp.MustCompile(`(?i)^\s*EQ\s+\\o\s*(?:\\a[clr]\s*)?\(\s*[○◯]\s*[,;]\s*([^()]*?)\s*\)\s*$`)
	rubyField      = regexp.MustCompile(`(?i)^\s*EQ\s.*\\o\s*(?:\\a[a-z]\s*)?\(\s*\\s\s*\\up\s*[\d.]*\s*\(([^()]*)\)\s*[,;]\s*([^()]*?)\s*\)\s*$`)
)

// fieldLink returns the address that a field's code links its result to.
func fieldLink(code string) string {
	m := hyperlinkField.FindStringSubmatch(code)
	if m == nil {
		return ""
	}
	return office.Link(first(m[1], m[2]))
}

// withoutResult adds a field that shows something though it has no result:
// boxes to tick, lists to choose from, and the encircled numbers and readings
// that East Asian versions of Word compose of two texts (17.16.5.17).
func (s *story) withoutResult(in *inline, f *field, c context) {
	code := decode(f.code.String())
	fields := strings.Fields(code)
	if len(fields) == 0 {
		return
	}
	form, text := f.begin.First("w:ffData"), ""
	switch strings.ToUpper(fields[0]) {
	case "FORMCHECKBOX":
		box := form.First("w:checkBox")
		state := box.First("w:checked")
		if state == nil {
			state = box.First("w:default")
		}
		if text = "☐"; on(state) {
			text = "☒"
		}
	case "FORMDROPDOWN":
		text = chosen(form.First("w:ddList"))
	case "EQ":
		text = composed(code)
		if text == "" {
			s.generated(code)
			s.lose(code, "an equation")
		}
	}
	s.generated(text)
	if s.codes > 0 {
		s.lose(text, "text inside the code of a field")
		return
	}
	in.add(text, c)
}

// chosen returns the entry of a list that was chosen.
func chosen(list *zipxml.Node) string {
	n, text := number(list.First("w:result").Attr("w:val"), 0), ""
	list.Children(func(c *zipxml.Node) {
		if c.Name == "w:listEntry" {
			if n == 0 {
				text = decode(c.Attr("w:val"))
			}
			n--
		}
	})
	return text
}

// composed returns what an EQ field draws, or "".
func composed(code string) string {
	if m := circleField.FindStringSubmatch(code); m != nil {
		if n, err := strconv.Atoi(m[1]); err == nil && n > 0 && n <= 50 {
			return office.Number("decimalEnclosedCircle", n)
		}
		return "(" + m[1] + ")"
	}
	if m := rubyField.FindStringSubmatch(code); m != nil {
		return m[2] + "(" + m[1] + ")"
	}
	return ""
}

// hyperlink returns the address of a link, or "" for one within the document.
func (s *story) hyperlink(n *zipxml.Node) string {
	rel := s.relations(s.part)[n.Attr("r:id")]
	if !rel.external {
		return ""
	}
	if anchor := n.Attr("w:anchor"); anchor != "" && !strings.Contains(rel.target, "#") {
		return office.Link(rel.target + "#" + anchor)
	}
	return office.Link(rel.target)
}

func hex(s string) rune {
	n, err := strconv.ParseUint(s, 16, 21)
	if err != nil || n > 0x10ffff {
		return 0
	}
	return rune(n)
}

// first returns the first of two strings that is not empty.
func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
