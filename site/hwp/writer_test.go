package hwp

import (
	"bytes"
	"compress/flate"
	"crypto/aes"
	"encoding/binary"
	"testing"
	"unicode/utf16"

	"github.com/backissue/backissue/site/hwp/hangul"
)

// A stream is a stream of a compound file, in a storage or not.
type stream struct {
	storage, name string
	data          []byte
}

// compound writes a compound file (MS-CFB, version 3): small streams in the
// mini stream, others in sectors, one storage deep.
func compound(streams []stream) []byte {
	const sector, mini, end, free, fatSector = 512, 64, 0xfffffffe, 0xffffffff, 0xfffffffd
	le := binary.LittleEndian
	var sectors, small []byte
	var fat, miniFat []uint32
	chain := func(table []uint32, n int) []uint32 {
		for i := range n {
			next := uint32(len(table) + 1)
			if i == n-1 {
				next = end
			}
			table = append(table, next)
		}
		return table
	}
	store := func(data []byte) uint32 {
		if len(data) == 0 {
			return end
		}
		first := uint32(len(sectors) / sector)
		n := (len(data) + sector - 1) / sector
		sectors = append(append(sectors, data...), make([]byte, n*sector-len(data))...)
		fat = chain(fat, n)
		return first
	}

	type entry struct {
		name               string
		kind               byte
		right, child, from uint32
		size               int
	}
	dir := []entry{{name: "Root Entry", kind: 5, right: free, child: free}}
	storages := map[string]int{"": 0}
	link := func(parent, i int) {
		dir[i].right = dir[parent].child
		dir[parent].child = uint32(i)
	}
	for _, s := range streams {
		if _, ok := storages[s.storage]; !ok {
			storages[s.storage] = len(dir)
			dir = append(dir, entry{name: s.storage, kind: 1, right: free, child: free})
			link(0, len(dir)-1)
		}
		e := entry{name: s.name, kind: 2, right: free, child: free, size: len(s.data)}
		if len(s.data) < 4096 {
			e.from = uint32(len(small) / mini)
			n := (len(s.data) + mini - 1) / mini
			small = append(append(small, s.data...), make([]byte, n*mini-len(s.data))...)
			miniFat = chain(miniFat, n)
		} else {
			e.from = store(s.data)
		}
		dir = append(dir, e)
		link(storages[s.storage], len(dir)-1)
	}
	dir[0].from, dir[0].size = store(small), len(small)

	var list []byte
	for _, e := range dir {
		b := make([]byte, 128)
		for i, u := range utf16.Encode([]rune(e.name)) {
			le.PutUint16(b[2*i:], u)
		}
		le.PutUint16(b[64:], uint16(2*len(e.name)+2))
		b[66], b[67] = e.kind, 1
		le.PutUint32(b[68:], free)
		le.PutUint32(b[72:], e.right)
		le.PutUint32(b[76:], e.child)
		le.PutUint32(b[116:], e.from)
		le.PutUint32(b[120:], uint32(e.size))
		list = append(list, b...)
	}
	words := func(table []uint32) []byte {
		b := make([]byte, 0, (4*len(table)+sector-1)/sector*sector)
		for _, v := range table {
			b = le.AppendUint32(b, v)
		}
		for len(b)%sector != 0 {
			b = append(b, 0xff)
		}
		return b
	}
	dirAt := store(list)
	miniAt := store(words(miniFat))

	// The FAT also lists the sectors that it takes itself.
	used := len(fat)
	n := 1
	for (used+n)*4 > n*sector {
		n++
	}
	head := make([]byte, 512)
	copy(head, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	for at, v := range map[int]uint16{24: 0x3e, 26: 3, 28: 0xfffe, 30: 9, 32: 6} {
		le.PutUint16(head[at:], v)
	}
	for at, v := range map[int]uint32{44: uint32(n), 48: dirAt, 56: 4096, 60: miniAt, 64: uint32((4*len(miniFat) + sector - 1) / sector), 68: end} {
		le.PutUint32(head[at:], v)
	}
	for i := range 109 {
		v := uint32(free)
		if i < n {
			v = uint32(used + i)
			fat = append(fat, fatSector)
		}
		le.PutUint32(head[76+4*i:], v)
	}
	return append(append(head, sectors...), words(fat)...)
}

// rec writes a record.
func rec(tag, level int, data []byte) []byte {
	head := uint32(tag | level<<10)
	var b []byte
	if len(data) < 0xfff {
		b = binary.LittleEndian.AppendUint32(b, head|uint32(len(data))<<20)
	} else {
		b = binary.LittleEndian.AppendUint32(b, head|0xfff<<20)
		b = binary.LittleEndian.AppendUint32(b, uint32(len(data)))
	}
	return append(b, data...)
}

// raw puts fields behind each other: numbers by their size, strings as UTF-16
// behind their length, bytes as they are.
func raw(parts ...any) []byte {
	var b []byte
	le := binary.LittleEndian
	for _, p := range parts {
		switch p := p.(type) {
		case uint8:
			b = append(b, p)
		case uint16:
			b = le.AppendUint16(b, p)
		case uint32:
			b = le.AppendUint32(b, p)
		case string:
			u := utf16.Encode([]rune(p))
			b = append(le.AppendUint16(b, uint16(len(u))), plainText(p)...)
		case []byte:
			b = append(b, p...)
		}
	}
	return b
}

func plainText(s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

func zeros(n int) []byte { return make([]byte, n) }

func id(name string) []byte { return []byte{name[3], name[2], name[1], name[0]} }

// A writer writes paragraphs as the records of a section.
type writer struct{ bytes.Buffer }

func (w *writer) paragraphs(level int, list []hangul.Paragraph) {
	for _, p := range list {
		w.paragraph(level, p)
	}
}

func (w *writer) paragraph(level int, p hangul.Paragraph) {
	var text []byte
	control := func(code byte, name string) {
		c := make([]byte, 16)
		c[0], c[14] = code, code
		copy(c[2:], id(name))
		text = append(text, c...)
	}
	below := &writer{}
	inLink := false
	for _, piece := range p.Pieces {
		name, code := "", byte(11)
		switch piece := piece.(type) {
		case hangul.Text:
			text = append(text, plainText(string(piece))...)
			continue
		case hangul.Link:
			if inLink {
				control(4, "    ")
				inLink = false
			}
			if piece == "" {
				continue
			}
			inLink = true
			name, code = "%hlk", 3
			below.Write(rec(tagControl, level+1, raw(id(name), uint32(0), uint8(0), string(piece)+";1;0;0;", uint32(0))))
		case hangul.AutoNumber:
			name, code = "atno", 18
			attr := uint32(3)
			if piece.Note {
				attr = 1
			}
			below.Write(rec(tagControl, level+1, raw(id(name), attr, uint16(piece.Text[0]-'0'), zeros(6))))
		case hangul.Outline:
			name, code = "secd", 2
			below.Write(rec(tagControl, level+1, raw(id(name), zeros(14), uint16(piece), zeros(20))))
		case *hangul.Table:
			name = "tbl "
			below.table(level+1, piece)
		case *hangul.Frame:
			name = "gso "
			below.Write(rec(tagControl, level+1, raw(id(name), zeros(40), "사각형입니다.")))
			below.caption(level+2, piece.Caption, 3)
			below.Write(rec(tagShape, level+2, id("$rec")))
			below.Write(rec(tagList, level+3, zeros(20)))
			below.paragraphs(level+3, piece.Paragraphs)
			below.Write(rec(0x4f, level+3, zeros(33)))
		case *hangul.Picture:
			name = "gso "
			below.Write(rec(tagControl, level+1, raw(id(name), zeros(40), piece.Alt)))
			below.caption(level+2, piece.Caption, 3)
			below.Write(rec(tagShape, level+2, id("$pic")))
			below.Write(rec(tagPicture, level+3, raw(zeros(71), uint16(1), zeros(9))))
		case *hangul.Note:
			name, code = "fn  ", 17
			if piece.End {
				name = "en  "
			}
			below.Write(rec(tagControl, level+1, raw(id(name), zeros(16))))
			below.Write(rec(tagList, level+2, zeros(16)))
			below.paragraphs(level+2, piece.Paragraphs)
		case *hangul.Running:
			name, code = "head", 16
			below.Write(rec(tagControl, level+1, raw(id(name), zeros(8))))
			below.Write(rec(tagList, level+2, zeros(30)))
			below.paragraphs(level+2, piece.Paragraphs)
		case *hangul.Lost:
			if piece.Reason == "equation" {
				name = "eqed"
				below.Write(rec(tagControl, level+1, raw(id(name), zeros(44))))
				below.Write(rec(tagEquation, level+2, raw(uint32(0), piece.Text, zeros(10))))
				break
			}
			name, code = "tcmt", 15
			below.Write(rec(tagControl, level+1, id(name)))
			below.Write(rec(tagList, level+2, zeros(8)))
			below.paragraphs(level+2, piece.Paragraphs)
		}
		control(code, name)
	}
	text = append(text, 13, 0)
	w.Write(rec(tagParaHeader, level, raw(uint32(len(text)/2), uint32(0), uint16(p.Shape), uint8(p.Style), zeros(11))))
	w.Write(rec(tagParaText, level+1, text))
	w.Write(rec(0x45, level+1, zeros(36)))
	w.Write(below.Bytes())
}

func (w *writer) caption(level int, list []hangul.Paragraph, side uint32) {
	if len(list) > 0 {
		w.Write(rec(tagList, level, raw(uint16(len(list)), zeros(6), side, zeros(10))))
		w.paragraphs(level, list)
	}
}

func (w *writer) table(level int, t *hangul.Table) {
	w.Write(rec(tagControl, level, raw(id("tbl "), zeros(42))))
	side := uint32(3)
	if t.Above {
		side = 2
	}
	w.caption(level+1, t.Caption, side)
	w.Write(rec(tagTable, level+1, zeros(30)))
	for _, c := range t.Cells {
		flags := uint16(0)
		if c.Header {
			flags = 4
		}
		w.Write(rec(tagList, level+1, raw(uint16(len(c.Paragraphs)), uint32(0), flags,
			uint16(c.Col), uint16(c.Row), uint16(c.Cols), uint16(c.Rows), zeros(18))))
		w.paragraphs(level+1, c.Paragraphs)
	}
}

// picture is a small PNG file, as far as its first bytes tell.
var picture = []byte("\x89PNG\r\n\x1a\n and no more")

// docInfo writes definitions and one picture.
func docInfo(defs *hangul.Definitions) []byte {
	var b bytes.Buffer
	b.Write(rec(tagDocumentProperties, 0, raw(uint16(1), zeros(24))))
	b.Write(rec(tagBinData, 1, raw(uint16(1), uint16(1), "png")))
	for i := 1; i <= len(defs.Numberings); i++ {
		var n []byte
		for _, l := range defs.Numberings[i].Levels[:7] {
			n = append(n, raw(uint32(l.Format)<<5, zeros(8), l.Text)...)
		}
		n = append(n, raw(uint16(0))...)
		for _, l := range defs.Numberings[i].Levels[:7] {
			n = append(n, raw(uint32(l.Start))...)
		}
		b.Write(rec(tagNumbering, 1, n))
	}
	for i := 1; i <= len(defs.Bullets); i++ {
		b.Write(rec(tagBullet, 1, raw(zeros(12), plainText(defs.Bullets[i]), zeros(8))))
	}
	for i := range len(defs.Shapes) {
		s := defs.Shapes[i]
		b.Write(rec(tagParaShape, 1, raw(uint32(s.Head)<<23|uint32(min(s.Level, 6))<<25, zeros(26), uint16(s.Ref), zeros(22), uint32(s.Level))))
	}
	for i := range len(defs.Styles) {
		b.Write(rec(tagStyle, 1, raw(defs.Styles[i].Name, defs.Styles[i].English, zeros(8))))
	}
	return b.Bytes()
}

func deflate(t testing.TB, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	w.Write(data)
	w.Close()
	return b.Bytes()
}

// encrypt makes a stream of a distribution document: the record with the key,
// then the data in AES.
func encrypt(t testing.TB, data []byte) []byte {
	t.Helper()
	record := zeros(256)
	copy(record, "\x39\x30\x00\x00")
	block, err := aes.NewCipher(secret(record))
	if err != nil {
		t.Fatal(err)
	}
	data = append(bytes.Clone(data), zeros((16-len(data)%16)%16)...)
	for i := 0; i < len(data); i += 16 {
		block.Encrypt(data[i:], data[i:])
	}
	return append(rec(tagDistribution, 0, record), data...)
}

// file writes a whole document.
func file(t testing.TB, flags uint32, defs *hangul.Definitions, sections ...[]byte) []byte {
	t.Helper()
	pack := func(data []byte) []byte {
		if flags&flagPacked != 0 {
			return deflate(t, data)
		}
		return data
	}
	head := append([]byte("HWP Document File"), zeros(15)...)
	head = append(head, raw(uint32(0x05010100), flags, zeros(216))...)
	out := []stream{
		{"", "FileHeader", head},
		{"", "DocInfo", pack(docInfo(defs))},
		{"BinData", "BIN0001.png", pack(picture)},
	}
	for i, s := range sections {
		name := "Section" + string(rune('0'+i))
		if flags&flagDistribution != 0 {
			out = append(out, stream{"ViewText", name, encrypt(t, pack(s))})
			s = rec(tagParaHeader, 0, zeros(22))
		}
		out = append(out, stream{"BodyText", name, pack(s)})
	}
	return compound(out)
}

// section0 writes the records of a section.
func section0(paragraphs []hangul.Paragraph) []byte {
	var w writer
	w.paragraphs(0, paragraphs)
	return w.Bytes()
}
