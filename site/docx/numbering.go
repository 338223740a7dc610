package docx

import (
	"fmt"
	"strings"

	"github.com/backissue/backissue/site/office"
	"github.com/backissue/backissue/site/zipxml"
)

// levels is how many levels a list has.
const levels = 9

// numbers are the lists of a document and how far each has counted (17.9).
type numbers struct {
	abstracts map[string]*abstract
	nums      map[string]*num
}

// An abstract is a list as designed; all nums of one abstract count on.
type abstract struct {
	levels [levels]level
	link   string // the style whose list this is a stand-in for
	count  [levels]int
	begun  [levels]bool
}

// A num is a list as used, with what it changes of its abstract.
type num struct {
	abstract string
	levels   [levels]*level
	start    [levels]*int
	used     [levels]bool
}

// A level says how one level of a list counts and looks.
type level struct {
	start   int
	format  string // ST_NumberFormat
	pattern string // of a custom format: "001, 002, 003, ..."
	text    string // with %1 to %9 for the counters
	suffix  string // what stands between the number and the text
	restart int    // 1-based level after which it begins anew; 0 never; -1 after any above
	legal   bool   // all counters in digits
	style   string // paragraph style that goes with it
	font    string
	picture bool
}

func (r *reader) readNumbering(root *zipxml.Node) {
	n := &numbers{map[string]*abstract{}, map[string]*num{}}
	r.numbers = n
	root.Children(func(c *zipxml.Node) {
		switch c.Name {
		case "w:abstractNum":
			a := &abstract{link: c.First("w:numStyleLink").Attr("w:val")}
			for i := range a.levels {
				a.levels[i] = level{start: 0, suffix: " ", restart: -1, format: "decimal"}
			}
			c.Children(func(l *zipxml.Node) {
				if i := number(l.Attr("w:ilvl"), -1); l.Name == "w:lvl" && i >= 0 && i < levels {
					a.levels[i] = readLevel(l)
				}
			})
			n.abstracts[c.Attr("w:abstractNumId")] = a
		case "w:num":
			u := &num{abstract: c.First("w:abstractNumId").Attr("w:val")}
			c.Children(func(o *zipxml.Node) {
				i := number(o.Attr("w:ilvl"), -1)
				if o.Name != "w:lvlOverride" || i < 0 || i >= levels {
					return
				}
				if s := o.First("w:startOverride"); s != nil {
					start := number(s.Attr("w:val"), 0)
					u.start[i] = &start
				}
				if l := o.First("w:lvl"); l != nil {
					own := readLevel(l)
					u.levels[i] = &own
				}
			})
			n.nums[c.Attr("w:numId")] = u
		}
	})
}

func readLevel(n *zipxml.Node) level {
	l := level{
		start:   number(n.First("w:start").Attr("w:val"), 0),
		format:  n.First("w:numFmt").Attr("w:val"),
		text:    n.First("w:lvlText").Attr("w:val"),
		suffix:  " ",
		restart: number(n.First("w:lvlRestart").Attr("w:val"), -1),
		legal:   on(n.First("w:isLgl")),
		style:   n.First("w:pStyle").Attr("w:val"),
		font:    font(n.First("w:rPr")),
		picture: n.First("w:lvlPicBulletId") != nil,
	}
	if l.format == "" { // newer formats stand inside alternatives
		f := n.First("mc:AlternateContent", "mc:Choice", "w:numFmt")
		if l.format = f.Attr("w:val"); l.format == "custom" {
			l.pattern = f.Attr("w:format")
		}
	}
	if len(l.text) > office.MaxLabel {
		l.text = ""
	}
	if n.First("w:suff").Attr("w:val") == "nothing" {
		l.suffix = ""
	}
	return l
}

// list returns a num and the abstract behind it, through the links of list
// styles.
func (r *reader) list(id string) (*num, *abstract) {
	for range 10 {
		u := r.numbers.nums[id]
		if u == nil {
			return nil, nil
		}
		a := r.numbers.abstracts[u.abstract]
		if a == nil || a.link == "" {
			return u, a
		}
		linked := r.style(a.link).num
		if linked == "" || linked == id {
			return u, a
		}
		id = linked
	}
	return nil, nil
}

// A label is what stands before a paragraph.
type label struct {
	text   string // the number with its marks
	suffix string
	bullet string // instead of a number
	depth  int
}

// label counts a paragraph with these properties and returns what stands
// before it.
func (r *reader) label(pPr *zipxml.Node, s *style) label {
	numPr := pPr.First("w:numPr")
	id, ilvl := numPr.First("w:numId").Attr("w:val"), number(numPr.First("w:ilvl").Attr("w:val"), -1)
	ofStyle := id == ""
	if ofStyle {
		id = s.num
	}
	u, a := r.list(id)
	if u == nil || a == nil {
		return label{}
	}
	if ilvl < 0 && ofStyle {
		if ilvl = s.ilvl; ilvl < 0 {
			ilvl = a.levelOf(s.id)
		}
	}
	ilvl = min(max(ilvl, 0), levels-1)
	l := u.level(a, ilvl)
	a.advance(u, ilvl)
	if l.format == "bullet" || l.picture {
		b := office.Bullet(l.font, l.text)
		if l.picture {
			b = "•"
		}
		return label{bullet: b, depth: ilvl}
	}
	return label{text: a.render(u, ilvl), suffix: l.suffix, depth: ilvl}
}

// levelOf returns the level that goes with a paragraph style.
func (a *abstract) levelOf(style string) int {
	for i, l := range a.levels {
		if l.style == style && style != "" {
			return i
		}
	}
	return 0
}

func (u *num) level(a *abstract, i int) level {
	if u.levels[i] != nil {
		return *u.levels[i]
	}
	return a.levels[i]
}

// advance counts one paragraph at level i.
func (a *abstract) advance(u *num, i int) {
	switch {
	case u.start[i] != nil && !u.used[i]:
		a.count[i] = *u.start[i]
	case a.begun[i]:
		a.count[i]++
	default:
		a.count[i] = u.level(a, i).start
	}
	u.used[i], a.begun[i] = true, true
	for deeper := i + 1; deeper < levels; deeper++ {
		if restart := u.level(a, deeper).restart; restart < 0 || i < restart {
			a.begun[deeper] = false
		}
	}
}

// render fills the counters into the text of level i.
func (a *abstract) render(u *num, i int) string {
	l := u.level(a, i)
	var b strings.Builder
	for at := 0; at < len(l.text); at++ {
		if l.text[at] != '%' || at+1 == len(l.text) || l.text[at+1] < '1' || l.text[at+1] > '9' {
			b.WriteByte(l.text[at])
			continue
		}
		at++
		of := int(l.text[at] - '1')
		shown := u.level(a, of)
		n := a.count[of]
		if !a.begun[of] {
			n = shown.start
		}
		if l.legal && shown.format != "none" {
			shown.format = "decimal"
		}
		b.WriteString(shown.number(n))
	}
	text := decode(b.String())
	if l.font != "" && strings.ContainsFunc(text, func(r rune) bool { return r >= 0xe000 && r <= 0xf8ff }) {
		return office.Bullet(l.font, text)
	}
	return text
}

// number returns n in the level's format. A custom one pads with zeros:
// "001, 002, 003, ...".
func (l level) number(n int) string {
	first, _, _ := strings.Cut(l.pattern, ",")
	if l.format == "custom" && strings.Trim(first, "0123456789") == "" {
		return fmt.Sprintf("%0*d", min(len(first), 9), n)
	}
	return office.Number(l.format, n)
}

// before returns a label with what sets it apart from the text behind it.
func (l label) before() string {
	if l.suffix == "" {
		return l.text
	}
	return office.Apart(l.text)
}
