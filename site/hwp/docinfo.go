package hwp

import (
	"fmt"
	"strings"

	"github.com/backissue/backissue/site/hwp/hangul"
)

// An info is what the stream DocInfo says.
type info struct {
	defs     hangul.Definitions
	sections int
	files    []binFile // in the order of their numbers, from 1
	tracked  bool      // changes were recorded
}

// A binFile is a file that came with the document.
type binFile struct {
	stream string // or empty, if it was left outside
	name   string
	packed bool
}

func readInfo(records []record, packed bool) *info {
	d := &info{defs: hangul.Definitions{
		Shapes: map[int]hangul.Shape{}, Styles: map[int]hangul.Style{},
		Numberings: map[int]*hangul.Numbering{}, Bullets: map[int]string{},
	}}
	for _, r := range records {
		f := fields(r.data)
		switch r.tag {
		case tagDocumentProperties:
			d.sections = f.u16()
		case tagBinData:
			d.files = append(d.files, readBinFile(f, packed))
		case tagNumbering:
			d.defs.Numberings[len(d.defs.Numberings)+1] = readNumbering(f)
		case tagBullet:
			f.take(12)
			d.defs.Bullets[len(d.defs.Bullets)+1] = decode(f.take(2))
		case tagParaShape:
			d.defs.Shapes[len(d.defs.Shapes)] = readShape(f)
		case tagStyle:
			d.defs.Styles[len(d.defs.Styles)] = hangul.Style{Name: f.text(), English: f.text()}
		case tagTrackChange:
			d.tracked = true
		}
	}
	return d
}

// readBinFile reads BIN_DATA (HWP 5.0, tables 17 and 18).
func readBinFile(f *cursor, packed bool) binFile {
	attr := f.u16()
	switch attr >> 4 & 3 {
	case 1:
		packed = true
	case 2:
		packed = false
	}
	if attr&15 == 0 {
		name := f.text()
		return binFile{name: name[strings.LastIndexAny(name, `\/`)+1:]}
	}
	id, ext := f.u16(), strings.ToLower(f.text())
	if attr&15 == 2 {
		ext = "OLE"
	}
	name := fmt.Sprintf("BIN%04X.%s", id, ext)
	return binFile{stream: "BinData/" + name, name: strings.ToLower(name), packed: packed}
}

// readShape reads PARA_SHAPE (HWP 5.0, tables 43 and 44). Levels above the
// seventh stand in a field that later versions added at the end.
func readShape(f *cursor) hangul.Shape {
	attr := f.u32()
	f.take(26)
	s := hangul.Shape{Head: hangul.Head(attr >> 23 & 3), Level: attr >> 25 & 7, Ref: f.u16()}
	f.take(22)
	if level := f.u32(); level > s.Level && level < hangul.Levels {
		s.Level = level
	}
	return s
}

// readNumbering reads NUMBERING (HWP 5.0, tables 38 to 41).
func readNumbering(f *cursor) *hangul.Numbering {
	n := &hangul.Numbering{}
	level := func(i int) {
		attr := f.u32()
		f.take(8)
		n.Levels[i] = hangul.Level{Text: f.text(), Format: hangul.Format(attr >> 5 & 15), Start: 1}
	}
	start := func(i int) {
		if s := f.u32(); f.ok {
			n.Levels[i].Start = s
		}
	}
	for i := range 7 {
		level(i)
	}
	f.u16()
	for i := range 7 {
		start(i)
	}
	// Version 5.1 has three levels more.
	if !f.ok || len(f.data) == 0 {
		return n
	}
	for i := 7; i < hangul.Levels; i++ {
		level(i)
	}
	for i := 7; i < hangul.Levels; i++ {
		start(i)
	}
	return n
}
