package hwp

import (
	"encoding/binary"
	"errors"
	"fmt"
	"unicode/utf16"

	"github.com/backissue/backissue/site/hwp/hangul"
)

// maxRecords bounds the records of all streams.
const maxRecords = 400_000

// Tags of records (HWP 5.0, tables 13 and 57).
const (
	tagDocumentProperties = 0x10
	tagBinData            = 0x12
	tagNumbering          = 0x17
	tagBullet             = 0x18
	tagParaShape          = 0x19
	tagStyle              = 0x1a
	tagDistribution       = 0x1c
	tagTrackChange        = 0x60

	tagParaHeader  = 0x42
	tagParaText    = 0x43
	tagControl     = 0x47
	tagList        = 0x48
	tagShape       = 0x4c
	tagTable       = 0x4d
	tagOLE         = 0x54
	tagPicture     = 0x55
	tagEquation    = 0x58
	tagTextArt     = 0x5a
	tagMemoList    = 0x5d
	tagChart       = 0x5f
	tagVideo       = 0x62
	tagFormControl = 0x5b
)

// A record is a piece of a stream. Records below it follow it, with higher
// levels, up to end.
type record struct {
	tag, level uint16
	end        int32 // index behind its last descendant
	data       []byte
}

// parse splits a stream into its records, up to limit (HWP 5.0, 4.1).
func parse(stream []byte, limit int) ([]record, error) {
	var out []record
	var open []int32
	for pos := 0; pos < len(stream); {
		rest := stream[pos:]
		if len(rest) < 4 {
			if isZero(rest) {
				break
			}
			return nil, errors.New("ends inside the head of a record")
		}
		head := binary.LittleEndian.Uint32(rest)
		size, begin := int64(head>>20), 4
		if size == 0xfff {
			if len(rest) < 8 {
				return nil, errors.New("ends inside the head of a record")
			}
			size, begin = int64(binary.LittleEndian.Uint32(rest[4:])), 8
		}
		if size > int64(len(rest)-begin) {
			return nil, fmt.Errorf("ends inside record %d", len(out))
		}
		r := record{tag: uint16(head & 0x3ff), level: uint16(head >> 10 & 0x3ff), data: rest[begin : begin+int(size)]}
		switch {
		case r.level > hangul.MaxDepth:
			return nil, fmt.Errorf("record %d: more than %d levels", len(out), hangul.MaxDepth)
		case len(out) >= limit:
			return nil, errors.New("too many records")
		}
		for len(open) > 0 && out[open[len(open)-1]].level >= r.level {
			out[open[len(open)-1]].end = int32(len(out))
			open = open[:len(open)-1]
		}
		open = append(open, int32(len(out)))
		out = append(out, r)
		pos += begin + int(size)
	}
	for _, i := range open {
		out[i].end = int32(len(out))
	}
	return out, nil
}

func isZero(b []byte) bool {
	for _, c := range b {
		if c != 0 {
			return false
		}
	}
	return true
}

// A cursor reads the fields of a record. Behind its end it reads zeros, since
// older versions of Hangul write shorter records; ok tells whether it came
// that far.
type cursor struct {
	data []byte
	ok   bool
}

func fields(data []byte) *cursor { return &cursor{data, true} }

func (c *cursor) take(n int) []byte {
	if n > len(c.data) {
		c.data, c.ok = nil, false
		return nil
	}
	out := c.data[:n]
	c.data = c.data[n:]
	return out
}

func (c *cursor) u8() int {
	if b := c.take(1); b != nil {
		return int(b[0])
	}
	return 0
}

func (c *cursor) u16() int {
	if b := c.take(2); b != nil {
		return int(binary.LittleEndian.Uint16(b))
	}
	return 0
}

func (c *cursor) u32() int {
	if b := c.take(4); b != nil {
		return int(binary.LittleEndian.Uint32(b))
	}
	return 0
}

// text reads a string: its length in characters, then the characters.
func (c *cursor) text() string { return decode(c.take(2 * c.u16())) }

// decode reads UTF-16, little endian, without the zeros that pad it.
func decode(b []byte) string {
	units := make([]uint16, 0, len(b)/2)
	for i := 0; i+1 < len(b); i += 2 {
		if u := binary.LittleEndian.Uint16(b[i:]); u != 0 {
			units = append(units, u)
		}
	}
	return string(utf16.Decode(units))
}
