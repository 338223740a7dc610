package hwp

import (
	"errors"
	"fmt"

	"github.com/backissue/backissue/site/hwp/hangul"
)

// A body turns the records of a section into paragraphs. It follows the levels
// of the records and little else: paragraphs that stand where the format puts
// none are kept, at their place.
type body struct {
	records []record
	info    *info
	media   *media
}

// paragraphs reads the records from lo to hi.
func (b *body) paragraphs(lo, hi int) ([]hangul.Paragraph, error) {
	var out []hangul.Paragraph
	for i := lo; i < hi; {
		r := b.records[i]
		switch r.tag {
		case tagParaHeader:
			p, err := b.paragraph(i)
			if err != nil {
				return nil, err
			}
			out = append(out, p)
			i = int(r.end)
		case tagMemoList:
			// The notes that readers pin to a text stand at the end of the section.
			end := b.siblings(i, hi)
			list, err := b.paragraphs(i+1, end)
			if err != nil {
				return nil, err
			}
			out = append(out, single(&hangul.Lost{Reason: "memo", Paragraphs: list}))
			i = end
		default:
			i++
		}
	}
	return out, nil
}

func single(p hangul.Piece) hangul.Paragraph {
	return hangul.Paragraph{Shape: -1, Style: -1, Pieces: []hangul.Piece{p}}
}

// siblings returns where the memo list at i ends. Its lists and paragraphs
// are on its own level.
func (b *body) siblings(i, hi int) int {
	level := b.records[i].level
	for j := i + 1; j < hi; j++ {
		if r := b.records[j]; r.level < level || r.level == level && r.tag != tagList && r.tag != tagParaHeader {
			return j
		}
	}
	return hi
}

// paragraph reads PARA_HEADER and what is below it (HWP 5.0, 4.3.1).
func (b *body) paragraph(i int) (hangul.Paragraph, error) {
	f := fields(b.records[i].data)
	f.take(8)
	p := &paragraph{body: b, at: i + 1, end: int(b.records[i].end)}
	p.Shape, p.Style = f.u16(), f.u8()
	if !f.ok {
		return p.Paragraph, fmt.Errorf("record %d: paragraph without a head", i)
	}
	for j := i + 1; j < p.end; {
		next, err := p.record(j)
		if err != nil {
			return p.Paragraph, err
		}
		j = next
	}
	// Controls that have no place in the text.
	for more := true; more; {
		var err error
		if more, err = p.control(); err != nil {
			return p.Paragraph, err
		}
	}
	return p.Paragraph, nil
}

// A paragraph is one that is being read. Its controls follow its text, in the
// order in which they stand in it.
type paragraph struct {
	*body
	hangul.Paragraph
	at, end int // where to look for the next control
	links   []hangul.Link
}

func (p *paragraph) add(pieces ...hangul.Piece) { p.Pieces = append(p.Pieces, pieces...) }

// record reads the record at j, unless it is a control, and returns where the
// next one is.
func (p *paragraph) record(j int) (int, error) {
	r := p.records[j]
	switch r.tag {
	case tagParaText:
		if err := p.text(r.data); err != nil {
			return 0, err
		}
	case tagControl:
	case tagMemoList:
		next := p.siblings(j, p.end)
		memo, err := p.paragraphs(j, next)
		for _, m := range memo {
			p.add(m.Pieces...)
		}
		return next, err
	default:
		// No paragraph belongs here. One that is there is kept.
		more, err := p.paragraphs(j, int(r.end))
		if len(more) > 0 {
			p.add(&hangul.Frame{Paragraphs: more})
		}
		return int(r.end), err
	}
	return int(r.end), nil
}

// text reads PARA_TEXT.
func (p *paragraph) text(data []byte) error {
	var failed error
	err := tokens(data, func(k kind, text string) {
		switch k {
		case textToken:
			p.add(hangul.Text(text))
		case endToken:
			p.close()
		case controlToken:
			if _, err := p.control(); err != nil && failed == nil {
				failed = err
			}
		}
	})
	if failed != nil {
		return failed
	}
	return err
}

// control reads the next control and reports whether there was one.
func (p *paragraph) control() (bool, error) {
	for p.at < p.end && p.records[p.at].tag != tagControl {
		p.at = int(p.records[p.at].end)
	}
	if p.at >= p.end {
		return false, nil
	}
	i := p.at
	p.at = int(p.records[i].end)
	pieces, err := p.body.control(i)
	p.add(pieces...)
	if n := name(p.records[i]); err == nil && n[0] == '%' {
		p.links = append(p.links, p.link(i))
		p.add(p.links[len(p.links)-1])
	}
	return true, err
}

// close ends a field. The text that follows belongs to the field around it.
func (p *paragraph) close() {
	if len(p.links) > 0 {
		p.links = p.links[:len(p.links)-1]
	}
	if n := len(p.links); n > 0 {
		p.add(p.links[n-1])
	} else {
		p.add(hangul.Link(""))
	}
}

// link returns the address of a field, if it is a link (HWP 5.0, table 152).
func (b *body) link(i int) hangul.Link {
	r := b.records[i]
	if name(r) != "%hlk" {
		return ""
	}
	return hangul.Link(hangul.Address(fields(r.data).skip(9).text()))
}

// control reads a CTRL_HEADER and what is below it. What it does not know is
// searched for text and pictures.
func (b *body) control(i int) ([]hangul.Piece, error) {
	r := b.records[i]
	lo, hi := i+1, int(r.end)
	one := func(p hangul.Piece) ([]hangul.Piece, error) { return []hangul.Piece{p}, nil }
	switch name(r) {
	case "":
		return nil, fmt.Errorf("record %d: control without a name", i)
	case "tbl ":
		return b.table(i)
	case "atno":
		if a, ok := autoNumber(r); ok {
			return one(a)
		}
		return nil, nil
	case "tcps":
		return one(hangul.Text(words(r)[0]))
	case "tdut":
		return one(hangul.Text(ruby(words(r))))
	case "idxm":
		w := words(r)
		return one(&hangul.Lost{Reason: "entry of an index", Text: w[0] + " " + w[1]})
	}
	switch name(r) {
	case "fn  ", "en  ", "head", "foot", "tcmt", "secd":
	default:
		return b.object(i)
	}
	list, err := b.paragraphs(lo, hi)
	if err != nil {
		return nil, err
	}
	switch name(r) {
	case "fn  ", "en  ":
		return one(&hangul.Note{End: name(r) == "en  ", Paragraphs: list})
	case "tcmt":
		return one(&hangul.Lost{Reason: "hidden comment", Paragraphs: list})
	case "secd":
		// The numbering of outlines (HWP 5.0, table 129); below it are master pages.
		out := []hangul.Piece{hangul.Outline(fields(r.data).skip(18).u16())}
		if len(list) > 0 {
			out = append(out, &hangul.Running{Paragraphs: list})
		}
		return out, nil
	}
	return one(&hangul.Running{Paragraphs: list})
}

// autoNumber reads a number that Hangul counts (HWP 5.0, tables 142 to 144).
func autoNumber(r record) (hangul.AutoNumber, bool) {
	f := fields(r.data).skip(4)
	attr, n := f.u32(), f.u16()
	sign, before, after := decode(f.take(2)), decode(f.take(2)), decode(f.take(2))
	text := hangul.Format(attr >> 4 & 0xff).Print(n)
	if hangul.Format(attr>>4&0xff) == hangul.UserSymbol && sign != "" {
		text = sign
	}
	switch attr & 15 {
	case 0, 6: // of pages, which are not known
		return hangul.AutoNumber{Text: "#"}, true
	case 1, 2:
		return hangul.AutoNumber{Text: text, Note: true}, true
	}
	return hangul.AutoNumber{Text: before + text + after}, n > 0
}

// A list is LIST_HEADER and the paragraphs that belong to it.
type list struct {
	head       []byte
	behind     bool // it follows the record TABLE, so it is a cell
	paragraphs []hangul.Paragraph
}

// table reads a table (HWP 5.0, 4.3.9.1): a caption, the record TABLE, cells.
func (b *body) table(i int) ([]hangul.Piece, error) {
	var lists []list
	seen := false
	for j := i + 1; j < int(b.records[i].end); {
		r := b.records[j]
		switch {
		case r.tag == tagTable:
			seen = true
		case r.tag == tagList || len(lists) == 0:
			lists = append(lists, list{behind: seen})
			if r.tag == tagList {
				lists[len(lists)-1].head = r.data
			}
		}
		more, err := b.paragraphs(j, int(r.end))
		if err != nil {
			return nil, err
		}
		if len(more) > 0 {
			l := &lists[len(lists)-1]
			l.paragraphs = append(l.paragraphs, more...)
		}
		j = int(r.end)
	}
	t := &hangul.Table{}
	for _, l := range lists {
		f := fields(l.head)
		if !l.behind {
			t.Caption = append(t.Caption, l.paragraphs...)
			t.Above = f.skip(8).u32()&3 == 2
			continue
		}
		// The head of a cell (HWP 5.0, table 80); its flags stand in the upper
		// half of the attribute, shifted by the two bytes of the count.
		cell := hangul.Cell{Header: f.skip(6).u16()&4 != 0, Paragraphs: l.paragraphs}
		cell.Col, cell.Row, cell.Cols, cell.Rows = f.u16(), f.u16(), max(f.u16(), 1), max(f.u16(), 1)
		if !f.ok {
			return nil, errors.New("cell without an address")
		}
		t.Cells = append(t.Cells, cell)
	}
	return []hangul.Piece{t}, nil
}
