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

// paragraph reads PARA_HEADER and what is below it (HWP 5.0, 4.3.1). The
// controls of its text follow the text in the same order.
func (b *body) paragraph(i int) (hangul.Paragraph, error) {
	f := fields(b.records[i].data)
	f.take(8)
	p := hangul.Paragraph{Shape: f.u16(), Style: f.u8()}
	if !f.ok {
		return p, fmt.Errorf("record %d: paragraph without a head", i)
	}
	end := int(b.records[i].end)
	control := i + 1
	var links []hangul.Link
	// put reads the next control and reports whether there was one.
	put := func() (bool, error) {
		for control < end && b.records[control].tag != tagControl {
			control = int(b.records[control].end)
		}
		if control >= end {
			return false, nil
		}
		pieces, err := b.control(control)
		p.Pieces = append(p.Pieces, pieces...)
		if n := name(b.records[control]); err == nil && n != "" && n[0] == '%' {
			links = append(links, b.link(control))
			p.Pieces = append(p.Pieces, links[len(links)-1])
		}
		control = int(b.records[control].end)
		return true, err
	}
	for j, next := i+1, 0; j < end; j = next {
		r := b.records[j]
		next = int(r.end)
		var failed error
		switch r.tag {
		case tagParaText:
			err := tokens(r.data, func(k kind, text string) {
				switch k {
				case textToken:
					p.Pieces = append(p.Pieces, hangul.Text(text))
				case endToken:
					if len(links) > 0 {
						links = links[:len(links)-1]
					}
					p.Pieces = append(p.Pieces, last(links))
				case controlToken:
					if _, err := put(); err != nil {
						failed = err
					}
				}
			})
			if failed == nil && err != nil {
				failed = fmt.Errorf("record %d: %w", j, err)
			}
		case tagControl:
		case tagMemoList:
			next = b.siblings(j, end)
			var memo []hangul.Paragraph
			memo, failed = b.paragraphs(j, next)
			for _, m := range memo {
				p.Pieces = append(p.Pieces, m.Pieces...)
			}
		default:
			// No paragraph belongs here. One that is there is kept.
			var more []hangul.Paragraph
			if more, failed = b.paragraphs(j, int(r.end)); len(more) > 0 {
				p.Pieces = append(p.Pieces, &hangul.Frame{Paragraphs: more})
			}
		}
		if failed != nil {
			return p, failed
		}
	}
	for {
		if more, err := put(); !more || err != nil {
			return p, err
		}
	}
}

func last(links []hangul.Link) hangul.Link {
	if len(links) == 0 {
		return ""
	}
	return links[len(links)-1]
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
