package markup

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/backissue/backissue/site/charset"
	"github.com/backissue/backissue/site/doc"
)

// A note is a footnote that some text refers to and some element holds.
type note struct {
	name  string // fragment that links lead to
	id    string // "fn-1"
	label string // as the text prints it, without brackets
	node  *html.Node
	back  string // fragment that leads back to the text, or empty
	done  bool
}

// noteName are the fragments that programs give to footnotes: Word's "_ftn1"
// and "_edn1", pandoc's "fn1", MediaWiki's "cite_note-1", and their like.
var noteName = regexp.MustCompile(`(?i)^(?:_ftn|_edn|sdfootnote|sdendnote|fn|en|footnote|endnote|note|cite_note)[-_:.]?[\w.-]*?\d+(?:sym)?$`)

// findNotes looks for links to footnotes and for the elements they lead to.
func (b *builder) findNotes(nodes []*html.Node) {
	targets := map[string]*html.Node{}
	var links []*html.Node
	for _, n := range nodes {
		find(n, func(n *html.Node) bool {
			if n.Type != html.ElementNode {
				return false
			}
			for _, name := range []string{attr(n, "id"), attr(n, "name")} {
				if name != "" && targets[name] == nil && noteName.MatchString(name) {
					targets[name] = n
				}
			}
			if n.DataAtom == atom.A && noteName.MatchString(fragment(n)) {
				links = append(links, n)
			}
			return false
		})
	}
	b.notes = map[string]*note{}
	b.holders = map[*html.Node]*note{}
	for _, a := range links {
		name := fragment(a)
		label := labelOf(a)
		node := holder(targets[name])
		if b.notes[name] != nil || node == nil || label == "" || len(label) > 8 || b.holders[node] != nil || inside(a, node) || b.swallowed(node) {
			continue
		}
		back := attr(a, "id")
		if back == "" {
			back = attr(a, "name")
		}
		if back == "" && a.Parent != nil {
			back = attr(a.Parent, "id")
		}
		b.notes[name] = &note{name: name, id: fmt.Sprintf("fn-%d", len(b.notes)+1), label: label, node: node, back: back}
		b.holders[node] = b.notes[name]
	}
}

// labelOf returns what a link to a note prints, without brackets.
func labelOf(a *html.Node) string {
	label, _ := charset.Mend(tidy(Text(a)))
	return strings.Trim(label, "[]() ")
}

// swallowed reports elements within those that become one piece of furniture
// or one loss.
func (b *builder) swallowed(n *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if Hidden(n) || b.Furniture[n] != "" {
			return true
		}
		switch n.DataAtom {
		case atom.Nav, atom.Button, atom.Select, atom.Datalist, atom.Noscript, atom.Search, atom.Dialog, atom.Svg:
			return true
		}
	}
	return false
}

// fragment returns what stands behind the # of a link within the page.
func fragment(n *html.Node) string {
	href := attr(n, "href")
	if i := strings.LastIndexByte(href, '#'); i >= 0 {
		if name, err := url.PathUnescape(href[i+1:]); err == nil {
			return name
		}
	}
	return ""
}

// holder returns the element that holds all of a note, of which n is the
// named part: the item, the paragraph or Word's division.
func holder(n *html.Node) *html.Node {
	for ; n != nil && n.Type == html.ElementNode; n = n.Parent {
		switch n.DataAtom {
		case atom.Li, atom.Dd, atom.Aside, atom.Div:
			return n
		case atom.P:
			if p := n.Parent; p != nil && p.DataAtom == atom.Div && noteName.MatchString(attr(p, "id")) {
				return p
			}
			return n
		case atom.Body, atom.Td, atom.Section, atom.Article, atom.Ol, atom.Ul:
			return nil
		}
	}
	return nil
}

func inside(n, outer *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if n == outer {
			return true
		}
	}
	return false
}

// refersToNote writes the label of the note that a link leads to, and puts the
// note behind the block.
func (b *builder) refersToNote(a *html.Node, href string) bool {
	if !strings.Contains(href, "#") {
		return false
	}
	n := b.notes[fragment(a)]
	if n == nil || labelOf(a) != n.label {
		return false
	}
	b.in.write("["+n.label+"]", "#"+n.id)
	if !n.done {
		n.done = true
		b.after = append(b.after, func() { b.add(b.note(n)) })
	}
	return true
}

// note reads the text of a note. Its own label is furniture: the Note has it.
func (b *builder) note(n *note) *doc.Note {
	pos := b.place()
	if back := find(n.node, func(c *html.Node) bool {
		return c.DataAtom == atom.A && (n.back != "" && fragment(c) == n.back || labelOf(c) == n.label)
	}); back != nil {
		b.furniture(back, doc.Label)
		back.Parent.RemoveChild(back)
	}
	blocks := b.within(func() { b.children(n.node, context{}) })
	b.unlabel(n.label, blocks)
	return &doc.Note{Position: pos, ID: n.id, Label: n.label, Blocks: blocks}
}

// unlabel takes the label from the text of a note, where it is no link.
func (b *builder) unlabel(label string, blocks []doc.Block) {
	if len(blocks) == 0 {
		return
	}
	p, ok := blocks[0].(*doc.Paragraph)
	if !ok {
		return
	}
	head := p.Spans[0].Text
	rest := strings.TrimPrefix(strings.TrimLeft(head, "[("), label)
	cut := len(head) - len(rest)
	rest = strings.TrimLeft(rest, "]). \u00a0")
	if cut < len(label) || rest == "" || rest == head || len(rest)+cut == len(head) {
		return
	}
	b.d.Furniture = append(b.d.Furniture, doc.Furniture{Position: b.here(), Kind: doc.Label, Text: head[:len(head)-len(rest)]})
	p.Spans[0].Text = rest
}

// isNote reports elements that were read where the text referred to them. A
// note that comes before is text like any other.
func (b *builder) isNote(n *html.Node) bool {
	note := b.holders[n]
	if note == nil {
		return false
	}
	if !note.done {
		delete(b.notes, note.name)
		delete(b.holders, n)
	}
	return note.done
}
