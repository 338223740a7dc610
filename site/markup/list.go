package markup

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/backissue/backissue/site/doc"
)

// bullet is what browsers print before the items of a list without numbers.
const bullet = "•"

func (b *builder) bullets(n *html.Node, c context) {
	b.flush()
	l := &doc.List{Position: doc.Position{Line: b.line + 1}}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		item := doc.Item{Position: doc.Position{Line: b.line + 1}, Marker: bullet}
		isItem := child.DataAtom == atom.Li && b.shown(child)
		item.Blocks = b.within(func() {
			if isItem {
				b.children(child, c)
			} else {
				b.node(child, c)
			}
		})
		last := len(l.Items) - 1
		switch {
		case len(item.Blocks) == 0:
		case !isItem && last >= 0: // a list that stands beside the item it belongs to
			l.Items[last].Blocks = append(l.Items[last].Blocks, item.Blocks...)
		default:
			l.Items = append(l.Items, item)
		}
	}
	if len(l.Items) > 0 {
		b.add(l)
	}
}

// shown reports an element that is read as what it is, where it is.
func (b *builder) shown(n *html.Node) bool {
	return !Hidden(n) && b.Furniture[n] == "" && !b.isNote(n)
}

// strayItem reads an item outside of all lists.
func (b *builder) strayItem(n *html.Node, c context) {
	pos := doc.Position{Line: b.line + 1}
	blocks := b.within(func() { b.children(n, c) })
	if len(blocks) > 0 {
		b.item(doc.Item{Position: pos, Marker: bullet, Blocks: blocks}, 1)
	}
}

// item appends an item to the list at the end of the blocks so far, as deep
// in it as level says, or begins one.
func (b *builder) item(it doc.Item, level int) {
	blocks := b.sink
	for {
		var l *doc.List
		if n := len(*blocks); n > 0 {
			l, _ = (*blocks)[n-1].(*doc.List)
		}
		if l == nil {
			*blocks = append(*blocks, &doc.List{Position: it.Position, Items: []doc.Item{it}})
			return
		}
		if level--; level <= 0 {
			l.Items = append(l.Items, it)
			return
		}
		blocks = &l.Items[len(l.Items)-1].Blocks
	}
}

// numbers reads a numbered list: its items become paragraphs that begin with
// the numbers that a browser prints.
func (b *builder) numbers(n *html.Node, c context) {
	b.flush()
	value, step := 1, 1
	if hasAttr(n, "reversed") {
		step = -1
		value = 0
		for child := n.FirstChild; child != nil; child = child.NextSibling {
			if child.DataAtom == atom.Li {
				value++
			}
		}
	}
	if v, err := strconv.Atoi(attr(n, "start")); err == nil {
		value = v
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		if child.DataAtom != atom.Li || !b.shown(child) {
			b.node(child, c)
			continue
		}
		if v, err := strconv.Atoi(attr(child, "value")); err == nil {
			value = v
		}
		label := number(value, listStyle(child, n))
		value += step
		pos := doc.Position{Line: b.line + 1}
		blocks := b.within(func() { b.children(child, c) })
		*b.sink = append(*b.sink, b.labelled(label, pos, blocks)...)
	}
}

// labelled puts a number before the first text of blocks, unless the author
// typed it there.
func (b *builder) labelled(label string, pos doc.Position, blocks []doc.Block) []doc.Block {
	if label == "" || len(blocks) == 0 {
		return blocks
	}
	var spans *[]doc.Span
	switch first := blocks[0].(type) {
	case *doc.Paragraph:
		spans = &first.Spans
	case *doc.Heading:
		spans = &first.Spans
	}
	if spans != nil && strings.HasPrefix(doc.Join(*spans), label) {
		return blocks
	}
	b.d.Source.Add(label)
	if spans == nil {
		return append([]doc.Block{&doc.Paragraph{Position: pos, Spans: []doc.Span{{Text: label}}}}, blocks...)
	}
	if s := *spans; s[0].Link == "" {
		s[0].Text = label + " " + s[0].Text
	} else {
		*spans = append([]doc.Span{{Text: label + " "}}, s...)
	}
	return blocks
}

var styleType = regexp.MustCompile(`(?i)list-style(?:-type)?\s*:\s*([a-z-]+)`)

// listStyle returns how an item is numbered: the value of CSS's
// list-style-type, or HTML's letter for it.
func listStyle(item, list *html.Node) string {
	for _, n := range []*html.Node{item, list} {
		if m := styleType.FindStringSubmatch(attr(n, "style")); m != nil {
			return strings.ToLower(m[1])
		}
		if t := attr(n, "type"); t != "" {
			return t
		}
	}
	return "decimal"
}

// number prints n as a browser does, with its full stop or comma.
func number(n int, style string) string {
	switch style {
	case "none":
		return ""
	case "disc", "circle", "square":
		return bullet
	}
	if n > 0 {
		switch style {
		case "a", "lower-alpha", "lower-latin":
			return letters(n, "abcdefghijklmnopqrstuvwxyz") + "."
		case "A", "upper-alpha", "upper-latin":
			return letters(n, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") + "."
		case "i", "lower-roman":
			return strings.ToLower(roman(n)) + "."
		case "I", "upper-roman":
			return roman(n) + "."
		case "hangul", "korean-hangul":
			return letters(n, "가나다라마바사아자차카타파하") + "."
		case "decimal-leading-zero":
			return fmt.Sprintf("%02d.", n)
		case "cjk-ideographic", "cjk-decimal", "simp-chinese-informal", "trad-chinese-informal", "japanese-informal", "korean-hanja-informal":
			if n < 100 {
				return han(n) + "、"
			}
		}
	}
	return strconv.Itoa(n) + "."
}

// letters counts a, b, …, z, aa, ab, ….
func letters(n int, alphabet string) string {
	digits := []rune(alphabet)
	var out []rune
	for ; n > 0; n = (n - 1) / len(digits) {
		out = append([]rune{digits[(n-1)%len(digits)]}, out...)
	}
	return string(out)
}

func roman(n int) string {
	if n >= 4000 {
		return strconv.Itoa(n)
	}
	var s strings.Builder
	for _, d := range []struct {
		value int
		sign  string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= d.value; n -= d.value {
			s.WriteString(d.sign)
		}
	}
	return s.String()
}

// han prints a number below 100 in Han characters.
func han(n int) string {
	digits := []rune("〇一二三四五六七八九")
	switch {
	case n < 10:
		return string(digits[n])
	case n < 20:
		return strings.TrimSuffix("十"+string(digits[n%10]), "〇")
	}
	return strings.TrimSuffix(string(digits[n/10])+"十"+string(digits[n%10]), "〇")
}

var (
	wordList  = regexp.MustCompile(`(?i)mso-list\s*:[^;]*\blevel(\d)`)
	wordMark  = regexp.MustCompile(`(?i)mso-list\s*:\s*ignore`)
	wordSigns = regexp.MustCompile(`(?i)font-family\s*:[^;]*(?:symbol|wingdings|courier)`)
)

// wordItem reads a paragraph of Word's that is an item of a list with
// bullets. Word writes no list but paragraphs with the bullet in a span of
// its own, as a letter of a symbol font. It reports whether n was one.
func (b *builder) wordItem(n *html.Node, c context) bool {
	m := wordList.FindStringSubmatch(attr(n, "style"))
	if m == nil {
		return false
	}
	mark := find(n, wordBullet)
	if mark == nil {
		return false // numbered: the number is text
	}
	pos := doc.Position{Line: b.line + 1}
	mark.Parent.RemoveChild(mark)
	b.uncount(Text(mark))
	blocks := b.within(func() { b.children(n, c) })
	if len(blocks) > 0 {
		b.item(doc.Item{Position: pos, Marker: bullet, Blocks: blocks}, int(m[1][0]-'0'))
	}
	return true
}

// wordBullet reports the span in which Word puts a bullet.
func wordBullet(n *html.Node) bool {
	if n.Type != html.ElementNode || !wordMark.MatchString(attr(n, "style")) {
		return false
	}
	text := strings.Trim(Text(n), " \t\r\n\u00a0")
	if len([]rune(text)) != 1 {
		return false
	}
	if strings.ContainsAny(text, "·•▪■○●-–") {
		return true
	}
	font := func(n *html.Node) bool {
		return wordSigns.MatchString(attr(n, "style")) || wordSigns.MatchString("font-family:"+attr(n, "face"))
	}
	return find(n, font) != nil || n.Parent != nil && font(n.Parent)
}

// find returns the first node at or below n that is wanted, or nil.
func find(n *html.Node, wanted func(*html.Node) bool) *html.Node {
	if wanted(n) {
		return n
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if found := find(c, wanted); found != nil {
			return found
		}
	}
	return nil
}
