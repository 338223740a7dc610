package zipxml

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Parse returns the root element of an XML document that stands alone, such
// as a flat OpenDocument file.
func Parse(data []byte, names Names) (*Node, error) {
	if len(data) > MaxPart {
		return nil, fmt.Errorf("larger than %d MiB", MaxPart>>20)
	}
	root, _, err := parse(string(data), names, maxTree)
	return root, err
}

// What a node, an attribute and a name take in memory.
const nodeBytes, attrBytes, knownBytes = 72, 32, 80

// A parser reads XML as office programs write it, five to ten times as fast
// as encoding/xml. It is forgiving where no harm can come of it: attributes
// without quotes, unknown entities (kept as they stand), end tags that fit
// nothing. It never looks into a document type.
type parser struct {
	s      string
	i      int
	names  Names
	budget int64
	used   int64
	texts  int // bytes of text so far
	stray  int // end tags so far that end nothing

	root  *Node
	open  []frame
	space []binding
	known map[string]string // names as written to names as known, in this scope
	slab  []Node
	attrs []Attr
}

// A frame is an element whose end has not come yet.
type frame struct {
	node  *Node
	last  *Node // its last child so far
	name  string
	space int               // bindings outside of it
	known map[string]string // of the scope outside, if it made one of its own
}

// A binding is a declared prefix.
type binding struct{ prefix, to string }

// maxBindings bounds the prefixes declared in one place.
const maxBindings = 512

func parse(s string, names Names, budget int64) (*Node, int64, error) {
	p := &parser{s: decode(s), names: names, budget: budget, known: map[string]string{}}
	for p.i < len(p.s) {
		if err := p.step(); err != nil {
			return nil, p.used, err
		}
		switch {
		case p.used > p.budget:
			return nil, p.used, errors.New("too many elements")
		case p.texts > maxText:
			return nil, p.used, fmt.Errorf("more than %d MiB of text", maxText>>20)
		case p.stray > maxStray:
			return nil, p.used, errors.New("too many end tags that end nothing")
		}
	}
	if n := len(p.open); n > 0 {
		return nil, p.used, fmt.Errorf("ends inside <%s>", p.open[n-1].name)
	}
	if p.root == nil {
		return nil, p.used, errors.New("holds no XML")
	}
	return p.root, p.used, nil
}

// step reads the next piece: a run of text, a tag or something in between.
func (p *parser) step() error {
	rest := p.s[p.i:]
	if rest[0] != '<' {
		n := strings.IndexByte(rest, '<')
		if n < 0 {
			n = len(rest)
		}
		p.text(unescape(rest[:n]))
		p.i += n
		return nil
	}
	switch {
	case strings.HasPrefix(rest, "</"):
		n := strings.IndexByte(rest, '>')
		if n < 0 {
			return p.unfinished("end tag")
		}
		p.end(strings.TrimRight(rest[2:n], " \t\r\n"))
		p.i += n + 1
	case strings.HasPrefix(rest, "<!--"):
		return p.skip("-->", "comment")
	case strings.HasPrefix(rest, "<![CDATA["):
		from := p.i + len("<![CDATA[")
		if err := p.skip("]]>", "CDATA section"); err != nil {
			return err
		}
		p.text(p.s[from : p.i-3])
	case strings.HasPrefix(rest, "<?"):
		return p.skip("?>", "processing instruction")
	case strings.HasPrefix(rest, "<!"):
		return p.doctype()
	default:
		return p.start()
	}
	return nil
}

func (p *parser) unfinished(what string) error { return errors.New("ends inside a " + what) }

// skip moves behind the next mark.
func (p *parser) skip(mark, what string) error {
	n := strings.Index(p.s[p.i:], mark)
	if n < 0 {
		return p.unfinished(what)
	}
	p.i += n + len(mark)
	return nil
}

// doctype moves behind a document type, with whatever entities it declares.
func (p *parser) doctype() error {
	depth := 0
	for ; p.i < len(p.s); p.i++ {
		switch c := p.s[p.i]; c {
		case '"', '\'':
			n := strings.IndexByte(p.s[p.i+1:], c)
			if n < 0 {
				return p.unfinished("document type")
			}
			p.i += n + 1
		case '<':
			if strings.HasPrefix(p.s[p.i:], "<!--") {
				if err := p.skip("-->", "comment"); err != nil {
					return err
				}
				p.i--
				continue
			}
			depth++
		case '>':
			if depth--; depth == 0 {
				p.i++
				return nil
			}
		}
	}
	return p.unfinished("document type")
}

// text adds a run of text to the element that is open.
func (p *parser) text(s string) {
	if len(p.open) > 0 && s != "" {
		p.add(p.node("", s))
		p.texts += len(strings.TrimSpace(s))
	}
}

// node returns a new node. They come from slabs, since there are many.
func (p *parser) node(name, text string) *Node {
	if len(p.slab) == 0 {
		p.slab = make([]Node, 256)
	}
	n := &p.slab[0]
	p.slab = p.slab[1:]
	n.Name, n.Text = name, text
	p.used += nodeBytes
	return n
}

// add puts n behind the last child of the open element.
func (p *parser) add(n *Node) {
	if len(p.open) == 0 {
		if p.root == nil {
			p.root = n
		}
		return
	}
	f := &p.open[len(p.open)-1]
	if f.last == nil {
		f.node.Child = n
	} else {
		f.last.Next = n
	}
	f.last = n
}

// start reads a start tag.
func (p *parser) start() error {
	p.i++
	name := p.word()
	if name == "" {
		return fmt.Errorf("a < that begins nothing at byte %d", p.i-1)
	}
	outer, outerKnown, from := len(p.space), p.known, len(p.attrs)
	for {
		p.blanks()
		if p.i >= len(p.s) {
			return p.unfinished("start tag")
		}
		switch p.s[p.i] {
		case '>', '/':
			return p.finish(name, outer, outerKnown, from)
		}
		if err := p.attr(); err != nil {
			return err
		}
	}
}

// attr reads one attribute; declarations of namespaces go to the bindings.
func (p *parser) attr() error {
	name := p.word()
	if name == "" {
		p.i++ // a stray character
		return nil
	}
	p.blanks()
	value := ""
	if p.i < len(p.s) && p.s[p.i] == '=' {
		p.i++
		p.blanks()
		if p.i >= len(p.s) {
			return p.unfinished("start tag")
		}
		if q := p.s[p.i]; q == '"' || q == '\'' {
			n := strings.IndexByte(p.s[p.i+1:], q)
			if n < 0 {
				return p.unfinished("attribute")
			}
			value = unescape(p.s[p.i+1 : p.i+1+n])
			p.i += n + 2
		} else {
			value = p.word()
		}
	}
	if name == "xmlns" {
		return p.bind("", value)
	}
	if prefix, ok := strings.CutPrefix(name, "xmlns:"); ok {
		return p.bind(prefix, value)
	}
	p.attrs = append(p.attrs, Attr{name, value})
	p.used += attrBytes
	return nil
}

// bind declares a prefix from the current element on.
func (p *parser) bind(prefix, uri string) error {
	to, ok := p.names[uri]
	switch {
	case ok:
		to += ":"
	case uri != "":
		to = "{" + uri + "}"
	}
	if old, ok := p.bound(prefix); ok && old == to {
		return nil
	}
	if len(p.space) >= maxBindings {
		return errors.New("too many namespaces")
	}
	p.space = append(p.space, binding{prefix, to})
	p.known = map[string]string{}
	return nil
}

// bound returns what a prefix stands for.
func (p *parser) bound(prefix string) (string, bool) {
	for i := len(p.space) - 1; i >= 0; i-- {
		if p.space[i].prefix == prefix {
			return p.space[i].to, true
		}
	}
	return "", false
}

// finish ends a start tag whose attributes are p.attrs[from:].
func (p *parser) finish(name string, outer int, outerKnown map[string]string, from int) error {
	empty := false
	if p.s[p.i] == '/' {
		p.i++
		empty = true
		if p.i >= len(p.s) || p.s[p.i] != '>' {
			return fmt.Errorf("a / inside a start tag at byte %d", p.i)
		}
	}
	p.i++
	n := p.node(p.resolve(name, true), "")
	if len(p.attrs) > from {
		n.Attrs = p.attrs[from:len(p.attrs):len(p.attrs)]
		for i := range n.Attrs {
			n.Attrs[i].Name = p.resolve(n.Attrs[i].Name, false)
		}
	}
	if cap(p.attrs)-len(p.attrs) < 16 {
		p.attrs = make([]Attr, 0, 512)
	}
	p.add(n)
	if empty {
		p.space, p.known = p.space[:outer], outerKnown
		return nil
	}
	if len(p.open) >= MaxDepth {
		return fmt.Errorf("nested deeper than %d levels", MaxDepth)
	}
	p.open = append(p.open, frame{node: n, name: name, space: outer, known: outerKnown})
	return nil
}

// end closes the innermost open element of that name; if there is none, the
// tag is ignored.
func (p *parser) end(name string) {
	for i := len(p.open) - 1; i >= 0; i-- {
		if f := p.open[i]; f.name == name {
			p.space, p.known = p.space[:f.space], f.known
			p.open = p.open[:i]
			return
		}
	}
	p.stray++
}

// resolve returns a name as its reader knows it.
func (p *parser) resolve(name string, element bool) string {
	prefix, local, ok := strings.Cut(name, ":")
	if !ok {
		if !element {
			return name
		}
		prefix, local = "", name
	}
	if s, ok := p.known[name]; ok {
		return s
	}
	s := name
	if to, ok := p.bound(prefix); ok {
		s = to + local
	}
	p.known[name] = s
	p.used += knownBytes + int64(len(s))
	return s
}

// word reads a name, or a value without quotes.
func (p *parser) word() string {
	from := p.i
	for p.i < len(p.s) {
		switch p.s[p.i] {
		case ' ', '\t', '\r', '\n', '=', '>', '/', '<', '"', '\'':
			return p.s[from:p.i]
		}
		p.i++
	}
	return p.s[from:p.i]
}

func (p *parser) blanks() {
	for p.i < len(p.s) && (p.s[p.i] == ' ' || p.s[p.i] == '\n' || p.s[p.i] == '\t' || p.s[p.i] == '\r') {
		p.i++
	}
}

// unescape replaces the five entities of XML and the numbered ones. Others
// stay as they are: nothing here can grow.
func unescape(s string) string {
	at := strings.IndexByte(s, '&')
	if at < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for at >= 0 {
		b.WriteString(s[:at])
		s = s[at:]
		// The longest is "&#x10FFFF;", with room for zeros.
		end := strings.IndexByte(s[:min(len(s), 16)], ';')
		if t := entity(s, end); t != "" {
			b.WriteString(t)
			s = s[end+1:]
		} else {
			b.WriteByte('&')
			s = s[1:]
		}
		at = strings.IndexByte(s, '&')
	}
	b.WriteString(s)
	return b.String()
}

// entity returns what s[:end+1] stands for, or "".
func entity(s string, end int) string {
	if end < 2 {
		return ""
	}
	switch name := s[1:end]; name {
	case "amp":
		return "&"
	case "lt":
		return "<"
	case "gt":
		return ">"
	case "quot":
		return `"`
	case "apos":
		return "'"
	default:
		digits, ok := strings.CutPrefix(name, "#")
		base := 10
		if hex, isHex := strings.CutPrefix(strings.ToLower(digits), "x"); isHex {
			digits, base = hex, 16
		}
		if n, err := strconv.ParseUint(digits, base, 32); ok && err == nil && n > 0 && n <= utf8.MaxRune {
			return string(rune(n))
		}
	}
	return ""
}

// decode returns s as valid UTF-8 without a byte order mark. XML in office
// packages is UTF-8 or, with a mark, UTF-16.
func decode(s string) string {
	if len(s) >= 2 && (s[:2] == "\xff\xfe" || s[:2] == "\xfe\xff") {
		high := int(0)
		if s[0] == 0xff {
			high = 1
		}
		units := make([]uint16, 0, len(s)/2)
		for i := 2; i+1 < len(s); i += 2 {
			units = append(units, uint16(s[i+high])<<8|uint16(s[i+1-high]))
		}
		return string(utf16.Decode(units))
	}
	s = strings.TrimPrefix(s, "\ufeff")
	if !utf8.ValidString(s) {
		return strings.ToValidUTF8(s, "\ufffd")
	}
	return s
}
