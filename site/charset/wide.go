package charset

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// byteOrderMark returns the encoding that the first bytes announce and how
// many bytes that takes, or 0.
func byteOrderMark(data []byte) (name string, n int) {
	for _, m := range []struct{ mark, name string }{
		{"\xef\xbb\xbf", utf8Name},
		{"\xff\xfe\x00\x00", "utf-32le"}, // before UTF-16, whose mark it begins with
		{"\x00\x00\xfe\xff", "utf-32be"},
		{"\xff\xfe", "utf-16le"},
		{"\xfe\xff", "utf-16be"},
		{"\x84\x31\x95\x33", "gb18030"},
	} {
		if bytes.HasPrefix(data, []byte(m.mark)) {
			return m.name, len(m.mark)
		}
	}
	return "", 0
}

// decodeMarked decodes what follows a byte order mark. A mark that the rest
// contradicts is not believed.
func decodeMarked(data []byte, name string) (string, bool) {
	switch name {
	case utf8Name:
		return string(data), utf8.Valid(data)
	case "gb18030":
		return decodeWith(simplifiedchinese.GB18030, data), true
	}
	s := wideText(data, name)
	return s, s == "" || plausible(s) > 0.5
}

// wideText decodes UTF-16 and UTF-32, with U+FFFD for lone surrogates,
// impossible values and a cut end.
func wideText(data []byte, name string) string {
	var order binary.ByteOrder = binary.LittleEndian
	if strings.HasSuffix(name, "be") {
		order = binary.BigEndian
	}
	var b strings.Builder
	b.Grow(len(data) * 3 / 2)
	if strings.HasPrefix(name, "utf-32") {
		for ; len(data) >= 4; data = data[4:] {
			if r := order.Uint32(data); r <= utf8.MaxRune {
				b.WriteRune(rune(r))
			} else {
				b.WriteRune(utf8.RuneError)
			}
		}
	} else {
		for len(data) >= 2 {
			r := rune(order.Uint16(data))
			data = data[2:]
			if utf16.IsSurrogate(r) {
				var low rune
				if len(data) >= 2 {
					low = rune(order.Uint16(data))
				}
				if r = utf16.DecodeRune(r, low); r != utf8.RuneError {
					data = data[2:]
				}
			}
			b.WriteRune(r)
		}
	}
	if len(data) > 0 {
		b.WriteRune(utf8.RuneError)
	}
	return b.String()
}

// hasControls reports bytes that text of one-byte units has no use for.
// UTF-16 has them wherever there is a space, a digit or a full stop.
func hasControls(data []byte) bool {
	for _, b := range data {
		if b < ' ' && (b < '\t' || b > '\r') && b != 0x1b && b != 0x1a {
			return true
		}
	}
	return false
}

// decodeWide looks for UTF-16 and UTF-32 without a mark. Both byte orders are
// tried; the wrong one turns spaces and line ends into nonsense.
func decodeWide(data []byte) (s, name string, ok bool) {
	best := 0.0
	for _, try := range []string{"utf-32le", "utf-32be", "utf-16le", "utf-16be"} {
		if size := len(data); strings.HasPrefix(try, "utf-32") && size%4 != 0 {
			continue
		}
		text := wideText(data, try)
		share := plausible(text)
		if share > 0.9 && share > best {
			s, name, best = text, try, share
		}
	}
	return s, name, best > 0
}

// plausible returns the share of s that is in blocks that people write in.
// ASCII counts double against what is not, since the wrong byte order never
// gives any: "愀" may be an "a" turned round, but "a" is no "愀".
func plausible(s string) float64 {
	good, all := 0, 0
	for _, r := range s {
		weight := 1
		switch {
		case r == utf8.RuneError || r < ' ' && (r < '\t' || r > '\r') && r != 0x1a:
			weight = 4
		case r < 0x7f:
			weight = 2
			good += 2
		case written(r):
			good++
		}
		all += weight
	}
	if all == 0 {
		return 0
	}
	return float64(good) / float64(all)
}

// written reports whether r is in one of the blocks that hold nearly all that
// is written today.
func written(r rune) bool {
	for _, block := range [][2]rune{
		{0xa0, 0x24f}, {0x300, 0x36f}, {0x370, 0x6ff}, {0x900, 0xdff}, {0xe00, 0xeff}, {0x1000, 0x109f},
		{0x1780, 0x17ff}, {0x1e00, 0x1fff}, {0x200b, 0x2064}, {0x2070, 0x20bf}, {0x2100, 0x27bf}, {0x2e80, 0x2fd5},
		{0x3000, 0x33ff}, {0x4e00, 0x9fff}, {0xac00, 0xd7a3}, {0xf900, 0xfaff}, {0xfe30, 0xfe4f}, {0xff00, 0xffef},
		{0x1f300, 0x1faff}, {0x20000, 0x2ffff},
	} {
		if block[0] <= r && r <= block[1] {
			return true
		}
	}
	return r == 0xfeff
}
