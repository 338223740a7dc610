package charset

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// decodeTwice undoes what a program did that took UTF-8 for windows-1252 and
// encoded it again: "ì„¸ê³„" was "세계". Such text is a run of characters that
// all have a byte in windows-1252, and the bytes are UTF-8 again. Chance may
// make a letter or two this way, so it takes three.
func (m *mending) decodeTwice(s string) string {
	if !suspicious(s) {
		return s
	}
	if t, ok := m.wholeTwice(s); ok {
		return t
	}
	var b strings.Builder
	first, n := -1, 0
	for i := 0; i < len(s); {
		raw, size := westernRun(s[i:])
		if size == 0 {
			_, n := utf8.DecodeRuneInString(s[i:])
			b.WriteString(s[i : i+n])
			i += n
			continue
		}
		from := s[i : i+size]
		to, letters := repaired(raw)
		if letters > 0 {
			if n += letters; first < 0 {
				first = i
			}
			b.WriteString(to)
		} else {
			b.WriteString(from)
		}
		i += size
	}
	if n < 3 {
		return s
	}
	m.note("encoding-twice", s, first, n, counted(n, "character")+" had been encoded twice")
	return b.String()
}

// suspicious reports whether s has a character that the first byte of a
// sequence in UTF-8 turns into, with one of a continuing byte behind it.
func suspicious(s string) bool {
	prev := rune(0)
	for _, r := range s {
		if prev >= 0xc2 && prev <= 0xf4 && r >= 0x80 {
			if c, ok := westernByte(r); ok && c < 0xc0 || ok && c >= 0xa1 && prev > 0xa0 {
				return true
			}
		}
		prev = r
	}
	return false
}

// westernByte returns the byte that r has in windows-1252, or in ISO 8859-1
// where that has none.
func westernByte(r rune) (byte, bool) {
	if r >= 0x80 && r < 0xa0 {
		return byte(r), true
	}
	return charmap.Windows1252.EncodeRune(r)
}

// westernRun returns the bytes in windows-1252 of the run of characters
// outside ASCII that s begins with, and its length in s.
func westernRun(s string) (raw []byte, size int) {
	for i, r := range s {
		b, ok := westernByte(r)
		if r < utf8.RuneSelf || !ok {
			return raw, i
		}
		raw = append(raw, b)
	}
	return raw, len(s)
}

// repaired returns the text that raw is in UTF-8 and how many characters it
// has, or 0 if it is none or has hardly a letter.
func repaired(raw []byte) (string, int) {
	if !utf8.Valid(raw) {
		return "", 0
	}
	letters, n := 0, 0
	for _, r := range string(raw) {
		switch {
		case unicode.IsLetter(r), unicode.IsMark(r):
			letters++
		case !unicode.IsPrint(r) && !unicode.Is(unicode.Cf, r) && !unicode.IsSpace(r):
			return "", 0
		}
		n++
	}
	if letters == 0 && n > 3 {
		return "", 0
	}
	return string(raw), n
}

// wholeTwice undoes what a program did that took an old East Asian or
// Cyrillic encoding for windows-1252: "¼¼°è" was "세계" in EUC-KR. Single
// words do not prove that, a whole text does.
func (m *mending) wholeTwice(s string) (string, bool) {
	raw := make([]byte, 0, len(s))
	high := 0
	for _, r := range s {
		b := byte(r)
		if r >= utf8.RuneSelf {
			var ok bool
			if b, ok = westernByte(r); !ok {
				return "", false
			}
			high++
		}
		raw = append(raw, b)
	}
	if high < patchSize || utf8.Valid(raw) {
		return "", false
	}
	v := judge(sample(raw), readings)
	if latinOnly(v.name) || v.name == "johab" || v.perByte > hopeless-2 ||
		v.worse("windows-1252") < 8*decisive || broken(v.name, raw) {
		return "", false
	}
	m.note("encoding-twice", s, strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }), 1,
		"the text was "+v.name+", taken for windows-1252 and encoded again")
	return decodeWith(named(v.name), raw), true
}

// latinOnly reports the encodings that add letters to ASCII's and have no
// other alphabet: wrong readings of each other look alike.
func latinOnly(name string) bool {
	switch name {
	case "windows-1250", "windows-1252", "windows-1254", "windows-1257", "windows-1258", "iso-8859-2":
		return true
	}
	return false
}
