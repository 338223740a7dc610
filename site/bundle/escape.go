package bundle

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// An escaper puts backslashes before characters that goldmark or Hugo would
// take for markup, and before no others, so that editors see clean text.
//
// It knows the Markdown of our site: CommonMark with tables, block attributes
// and escaped spaces, raw HTML refused, and without definition lists,
// footnotes, bare links, strikethrough, task lists and typographic quotes. It
// also knows the two things that Hugo looks for before goldmark sees a byte,
// and finds even after a backslash: shortcodes "{{<" and the summary divider
// "<!--more-->". There the backslash goes inside.
//
// A paragraph's emphasis is always the text's own asterisks; we never print
// any. So asterisks need escapes only where two runs of them could pair.
type escaper struct {
	at     place
	star   bool // * can pair
	under  bool // _ can pair
	define bool // a line that begins with [ can define a link
	link   bool // text of a link, with brackets that do not match
}

// edges tell what stands around a part of a line.
type edges struct {
	first bool // the line is the first of its paragraph
	start bool // the part begins the line
	whole bool // the part is the whole line
	prev  rune // neighbours; ' ' at the ends of a line
	next  rune
}

// newEscaper returns an escaper for a block that holds text.
func newEscaper(text string, at place) escaper {
	return escaper{
		at:     at,
		star:   runs(text, '*') > 1,
		under:  runs(text, '_') > 1,
		define: strings.Contains(text, "]:"),
	}
}

// runs counts the runs of c in text that could open or close emphasis.
func runs(text string, c byte) int {
	n := 0
	for i := 0; i < len(text); i++ {
		if text[i] != c {
			continue
		}
		if flanks(text, i, c, ' ', ' ') {
			n++
		}
		for i < len(text) && text[i] == c {
			i++
		}
	}
	return n
}

// flanks reports whether the run of c that begins at text[i] could open or
// close emphasis (CommonMark 0.31, 6.2). White space on both sides rules it
// out, and for underscores letters on both sides do.
func flanks(text string, i int, c byte, prev, next rune) bool {
	if i > 0 {
		prev, _ = utf8.DecodeLastRuneInString(text[:i])
	}
	if rest := strings.TrimLeft(text[i:], string(c)); rest != "" {
		next, _ = utf8.DecodeRuneInString(rest)
	}
	if isBlank(prev) && isBlank(next) {
		return false
	}
	return c != '_' || !isWord(prev) || !isWord(next)
}

func isBlank(r rune) bool { return r == ' ' || r == '\t' || r == '\n' }

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// line returns text, which holds no line break, as Markdown.
func (e escaper) line(text string, g edges) string {
	at := -1
	switch {
	case e.at == inHeading:
		if g.next == ' ' {
			at = closing(text)
		}
	case e.at == inParagraph && g.start:
		at = e.blockStart(text, g)
	}
	var b strings.Builder
	pairs := false // the run of * or _ that i is in
	for i, r := range text {
		prev, next := g.prev, g.next
		if i > 0 {
			prev, _ = utf8.DecodeLastRuneInString(text[:i])
		}
		if i+utf8.RuneLen(r) < len(text) {
			next, _ = utf8.DecodeRuneInString(text[i+utf8.RuneLen(r):])
		}
		last := i == len(text)-1
		if r == '*' || r == '_' {
			if prev != r {
				pairs = (r == '*' && e.star || r == '_' && e.under) && flanks(text, i, byte(r), g.prev, g.next)
			}
		} else {
			pairs = false
		}
		if i == at || pairs || e.special(text, i, prev, next, last, g) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// special reports whether the character at text[i] needs a backslash wherever
// in a line it stands.
func (e escaper) special(text string, i int, prev, next rune, last bool, g edges) bool {
	switch text[i] {
	case '\\':
		return last || next == ' ' || next < utf8.RuneSelf && isPunct(byte(next))
	case '`':
		return true
	case '<':
		return next != '!' && opensTag(text[i+1:], next)
	case '!': // <!-- or <!DOCTYPE, never the divider <!--more-->; ![picture
		return prev == '<' || last && next == '['
	case '[', ']':
		return e.link
	case '&':
		return entity(text[i+1:])
	case '(': // [text](link)
		return prev == ']'
	case '{': // {{< shortcode, and ## heading {#id}
		return prev == '{' || e.at == inHeading || last && !isBlank(g.next)
	case '|':
		return e.at == inCell
	}
	return false
}

// opensTag reports whether "<" before rest could begin HTML or an automatic
// link.
func opensTag(rest string, next rune) bool {
	switch {
	case next >= utf8.RuneSelf:
		return false
	case isASCIILetter(byte(next)) || next == '/' || next == '?':
		return true
	}
	end := strings.IndexAny(rest, "<> ")
	return end >= 0 && rest[end] == '>' && strings.Contains(rest[:end], "@")
}

// entity reports whether "&" before rest could begin a character reference.
func entity(rest string) bool {
	for i := 0; i < len(rest); i++ {
		c := rest[i]
		switch {
		case c == ';':
			return i > 0
		case c == '#' && i == 0, isASCIILetter(c), '0' <= c && c <= '9':
		default:
			return false
		}
	}
	return false
}

// closing returns where a run of # at the end of a heading begins, or -1: such
// a run would be taken for the end of the heading's markup.
func closing(text string) int {
	body := strings.TrimRight(text, "#")
	if body == text || body != "" && !isBlank(rune(body[len(body)-1])) {
		return -1
	}
	return len(body)
}

// blockStart returns which byte of a line must be escaped so that the line is
// text and begins no block, or -1.
func (e escaper) blockStart(text string, g edges) int {
	c := text[0]
	only := func(set string) bool { return g.whole && strings.Trim(text, set) == "" }
	alone := len(text) == 1 || text[1] == ' ' || text[1] == '\t'
	yes := false
	switch c {
	case '>', '{':
		yes = true
	case '#':
		rest := strings.TrimLeft(text, "#")
		yes = len(text)-len(rest) <= 6 && (rest == "" || isBlank(rune(rest[0])))
	case '+':
		yes = alone
	case '-': // item, rule, heading underline, table
		yes = alone || only("- \t") || !g.first && only("-|: \t")
	case '|', ':':
		yes = !g.first && only("-|: \t")
	case '=':
		yes = !g.first && only("=")
	case '*', '_':
		yes = only(string(c)+" \t") || c == '*' && alone
	case '~':
		yes = strings.HasPrefix(text, "~~~")
	case '[':
		yes = e.define
	default:
		return numbered(text)
	}
	if yes {
		return 0
	}
	return -1
}

// numbered returns where the full stop or parenthesis stands that makes text
// the item of a numbered list, or -1.
func numbered(text string) int {
	rest := strings.TrimLeft(text, "0123456789")
	n := len(text) - len(rest)
	if n == 0 || n > 9 || rest == "" || rest[0] != '.' && rest[0] != ')' {
		return -1
	}
	if len(rest) > 1 && !isBlank(rune(rest[1])) {
		return -1
	}
	return n
}

// escapeAlt escapes the description of a picture. Brackets that match may
// stand: Hugo's image hook shows a backslash as one.
func escapeAlt(text string) string {
	s := newEscaper(text, inHeading).line(text, edges{prev: ' ', next: 'X'})
	if balanced(text) {
		return s
	}
	return strings.NewReplacer("[", `\[`, "]", `\]`).Replace(s)
}

func balanced(text string) bool {
	depth := 0
	for i := 0; i < len(text) && depth >= 0; i++ {
		switch text[i] {
		case '[':
			depth++
		case ']':
			depth--
		}
	}
	return depth == 0
}

// quoteTitle returns what stands after a link target, in the quotes that text
// itself does not use, so that it needs no backslashes.
func quoteTitle(text string) string {
	if strings.Contains(text, `"`) && !strings.Contains(text, "'") {
		return "'" + escapeTitle(text) + "'"
	}
	return `"` + strings.ReplaceAll(escapeTitle(text), `"`, `\"`) + `"`
}

// escapeTitle escapes text in which goldmark knows no markup but backslashes
// and character references, and Hugo its own.
func escapeTitle(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		rest := text[i+1:]
		switch text[i] {
		case '\\':
			if rest == "" || rest[0] == ' ' || isPunct(rest[0]) {
				b.WriteByte('\\')
			}
		case '&':
			if entity(rest) {
				b.WriteByte('\\')
			}
		case '{', '!':
			if i > 0 && (text[i-1] == '{' || text[i-1] == '<') {
				b.WriteByte('\\')
			}
		}
		b.WriteByte(text[i])
	}
	return b.String()
}

// escapeTarget returns a file name as link target, in angle brackets unless
// all of it is letters, digits and the punctuation of plain file names.
func escapeTarget(name string) string {
	name = oneLine(clean(name))
	if strings.IndexFunc(name, func(r rune) bool { return !isWord(r) && !strings.ContainsRune("._-/", r) }) < 0 {
		return name
	}
	return "<" + strings.NewReplacer("<", `\<`, ">", `\>`).Replace(escapeTitle(name)) + ">"
}

// escapeLink returns an address as the target of a link, or "" for one that a
// page must not point to: only http, https, mailto and places within the page
// are let through. What Markdown or Hugo could misread is percent-encoded,
// which changes nothing for who follows the link.
func escapeLink(address string) string {
	switch scheme, rest, _ := strings.Cut(address, ":"); {
	case strings.HasPrefix(address, "#") && len(address) > 1:
	case rest == "":
		return ""
	default:
		switch strings.ToLower(scheme) {
		case "http", "https", "mailto":
		default:
			return ""
		}
	}
	if !utf8.ValidString(address) || strings.ContainsFunc(address, unicode.IsControl) {
		return ""
	}
	var b strings.Builder
	for i, r := range address {
		switch {
		case r == '&' && entity(address[i+1:]):
			b.WriteString("&amp;")
		case unicode.IsSpace(r), strings.ContainsRune("<>()[]{}|\\\"'`*", r):
			for _, c := range []byte(string(r)) {
				fmt.Fprintf(&b, "%%%02X", c)
			}
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func isASCIILetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// isPunct reports whether a backslash before c is an escape (CommonMark 0.31,
// 2.4).
func isPunct(c byte) bool {
	return '!' <= c && c <= '/' || ':' <= c && c <= '@' || '[' <= c && c <= '`' || '{' <= c && c <= '~'
}
