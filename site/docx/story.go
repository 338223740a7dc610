package docx

import (
	"strings"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/office"
	"github.com/backissue/backissue/site/zipxml"
)

// A story is one run of text: the body, a cell, a note, a text box, a head.
type story struct {
	*reader
	part      string // that it stands in, for its relations
	fields    []*field
	codes     int  // fields whose result has not begun
	furniture bool // a head or foot: its pictures are left out
	still     bool // its marks of pages are not those of the body
}

// beside returns a story within the story: a cell of a table.
func (s *story) beside() *story {
	return &story{reader: s.reader, part: s.part, furniture: s.furniture, still: s.still}
}

// A noteKey is how the text refers to a note: kind and number.
type noteKey struct{ kind, id string }

// A note is a footnote or endnote (17.11).
type note struct {
	kind   string // footnote, endnote
	node   *zipxml.Node
	id     string // fragment identifier, once referred to
	label  string
	placed bool
}

// readNotes reads a part of notes. Separators, which are stored as notes, are
// left out.
func (r *reader) readNotes(root *zipxml.Node) {
	if r.notes == nil {
		r.notes = map[noteKey]*note{}
		r.formats = map[string]noteFormat{"footnote": {"decimal", 1}, "endnote": {"lowerRoman", 1}}
		r.counts = map[string]int{}
	}
	root.Children(func(n *zipxml.Node) {
		kind := strings.TrimPrefix(n.Name, "w:")
		if kind != "footnote" && kind != "endnote" {
			return
		}
		if t := n.Attr("w:type"); t != "" && t != "normal" {
			return
		}
		key := noteKey{kind, n.Attr("w:id")}
		if r.notes[key] != nil {
			return
		}
		r.notes[key] = &note{kind: kind, node: n}
		r.noteOrder = append(r.noteOrder, key)
		addLetters(r.doc.Source, n)
	})
}

// A noteFormat is how notes of a kind are numbered.
type noteFormat struct {
	format string
	start  int
}

func (r *reader) readSettings(root *zipxml.Node) {
	for kind, f := range r.formats {
		pr := root.First("w:" + kind + "Pr")
		f.format = first(pr.First("w:numFmt").Attr("w:val"), f.format)
		f.start = number(pr.First("w:numStart").Attr("w:val"), f.start)
		r.formats[kind] = f
	}
}

// reference adds the label of a note, and the note behind the paragraph.
func (s *story) reference(in *inline, n *zipxml.Node, c context) {
	kind := strings.TrimSuffix(strings.TrimPrefix(n.Name, "w:"), "Reference")
	note := s.notes[noteKey{kind, n.Attr("w:id")}]
	if note == nil {
		s.lose("", "a "+kind+" that the file does not hold")
		return
	}
	if note.id == "" {
		s.counts[kind+" id"]++
		note.id = map[string]string{"footnote": "fn-", "endnote": "en-"}[kind] + office.Number("decimal", s.counts[kind+" id"])
	}
	in.mark = note
	if note.label != "" || !yes(n.Attr("w:customMarkFollows")) {
		s.markNote(in, c)
	}
	if !note.placed {
		note.placed = true
		in.behind = append(in.behind, func() []doc.Block { return s.note(note) })
	}
}

// markNote adds the label of the note in.mark, counting it if it has none.
func (s *story) markNote(in *inline, c context) {
	note := in.mark
	in.mark = nil
	if note.label == "" {
		f := s.formats[note.kind]
		note.label = office.Number(f.format, f.start+s.counts[note.kind])
		s.counts[note.kind]++
	}
	text := "[" + note.label + "]"
	s.generated(text)
	c.link = "#" + note.id
	in.add(text, c)
}

// note returns a note as a block. In the text its label is made new, so the
// one at its own beginning is left out.
func (s *story) note(n *note) []doc.Block {
	part := s.target(s.main, n.kind+"s")
	blocks := (&story{reader: s.reader, part: part, still: true}).blocks(n.node)
	at := s.pos
	if len(blocks) > 0 {
		at = blocks[0].Pos()
	}
	return []doc.Block{&doc.Note{Position: at, ID: n.id, Label: n.label, Blocks: blocks}}
}

func (r *reader) readComments(root *zipxml.Node) {
	r.comments = map[string]*zipxml.Node{}
	root.Children(func(n *zipxml.Node) {
		if id := n.Attr("w:id"); n.Name == "w:comment" && r.comments[id] == nil {
			r.comments[id] = n
			r.commentOrder = append(r.commentOrder, id)
			addLetters(r.doc.Source, n)
		}
	})
}

// comment records a comment as lost where the text refers to it.
func (r *reader) comment(id string) {
	if n := r.comments[id]; n != nil {
		r.comments[id] = nil
		r.lose(lines(n), "a comment")
	}
}

// leftovers records the notes and comments that nothing referred to.
func (r *reader) leftovers() {
	for _, id := range r.commentOrder {
		r.comment(id)
	}
	for _, key := range r.noteOrder {
		if n := r.notes[key]; !n.placed {
			if text := lines(n.node); text != "" {
				r.lose(text, "a "+key.kind+" that the text does not refer to")
			}
		}
	}
}

// section reads the heads and feet of a section (17.10). Each part is read
// once, however many sections share it.
func (s *story) section(n *zipxml.Node) {
	n.Children(func(c *zipxml.Node) {
		if c.Name != "w:headerReference" && c.Name != "w:footerReference" {
			return
		}
		part := s.relations(s.part)[c.Attr("r:id")].target
		if s.heads[part] || !s.pkg.Has(part) {
			return
		}
		s.heads[part] = true
		root, err := s.pkg.XML(part)
		if err != nil {
			s.lose("", err.Error())
			return
		}
		addLetters(s.doc.Source, root)
		at := s.pos
		blocks := (&story{reader: s.reader, part: part, furniture: true, still: true}).blocks(root)
		s.pos = at
		if text := strings.TrimSpace(doc.Text(blocks...)); text != "" {
			s.doc.Furniture = append(s.doc.Furniture, doc.Furniture{Position: at, Kind: office.HeadKind(text), Text: text})
		}
	})
}
