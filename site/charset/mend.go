package charset

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/backissue/backissue/site/doc"
)

// Mend returns s without the damage that programs do to text, and says what
// it changed, each kind of repair once:
//
//	encoding-twice    UTF-8 that was taken for another encoding and encoded again
//	invisible         U+FEFF, U+200B and U+00AD, which search and comparison trip over
//	radical           Kangxi radicals and compatibility ideographs, which PDF programs
//	                  write for the characters that look the same
//	decomposed        letters in parts, as file systems of Apple leave them
//
// Other compatibility characters are left alone: ① ㈜ and full-width marks are
// what the author wrote. A zero-width space stays where it parts words of a
// script without spaces, a soft hyphen where it ends a line, and the parts of
// old Hangul where no syllable exists.
func Mend(s string) (string, []doc.Doubt) {
	if ascii([]byte(s)) {
		return s, nil
	}
	var m mending
	s = m.decodeTwice(s)
	s = m.dropInvisible(s)
	s = m.foldRadicals(s)
	s = m.compose(s)
	return s, m.doubts
}

// mending collects what was repaired.
type mending struct{ doubts []doc.Doubt }

// note reports n repairs of a kind, of which the first stood at offset at of s.
func (m *mending) note(code, s string, at, n int, why string) {
	if n == 0 {
		return
	}
	m.doubts = append(m.doubts, doc.Doubt{
		Position: doc.Position{Line: 1 + strings.Count(s[:at], "\n")},
		Code:     code, Text: wordAt(s, at), Why: why,
	})
}

// wordAt returns the word of s around at, or a part of a long one.
func wordAt(s string, at int) string {
	start := strings.LastIndexFunc(s[:at], unicode.IsSpace) + 1
	for start < at && !utf8.RuneStart(s[start]) {
		start++
	}
	word := s[start:]
	if end := strings.IndexFunc(s[at:], unicode.IsSpace); end >= 0 {
		word = s[start : at+end]
	}
	if r := []rune(word); len(r) > 40 {
		word = string(r[:40]) + "…"
	}
	return word
}

func (m *mending) dropInvisible(s string) string {
	if !strings.Contains(s, "\ufeff") && !strings.Contains(s, "\u200b") && !strings.Contains(s, "\u00ad") { // faster than all at once
		return s
	}
	var b strings.Builder
	first, n := 0, 0
	prev := rune(-1)
	for i, r := range s {
		next, _ := utf8.DecodeRuneInString(s[i+utf8.RuneLen(max(r, 0)):])
		drop := r == '\ufeff' ||
			r == '\u200b' && !(unspaced(prev) || unspaced(next)) ||
			r == '\u00ad' && next != '\n' && next != '\r'
		if drop {
			if n++; n == 1 {
				first = i
			}
			continue
		}
		b.WriteRune(r)
		prev = r
	}
	m.note("invisible", s, first, n, counted(n, "invisible character")+" taken out")
	return b.String()
}

// unspaced reports letters of the scripts that part words by nothing, or by a
// zero-width space.
func unspaced(r rune) bool {
	return unicode.In(r, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar, unicode.Tibetan)
}

// foldRadicals maps U+2F00-2FD5, U+F900-FAFF and U+2F800-2FA1F by
// normalisation form KC, and no other characters.
func (m *mending) foldRadicals(s string) string {
	first, n := 0, 0
	out := strings.Builder{}
	last := 0
	for i, r := range s {
		if !(0x2f00 <= r && r <= 0x2fd5 || 0xf900 <= r && r <= 0xfaff || 0x2f800 <= r && r <= 0x2fa1f) {
			continue
		}
		from := s[i : i+utf8.RuneLen(r)]
		to := norm.NFKC.String(from)
		if to == from {
			continue
		}
		if n++; n == 1 {
			first = i
		}
		out.WriteString(s[last:i])
		out.WriteString(to)
		last = i + len(from)
	}
	if n == 0 {
		return s
	}
	out.WriteString(s[last:])
	m.note("radical", s, first, n, counted(n, "radical or compatibility ideograph")+" written as the usual character")
	return out.String()
}

func (m *mending) compose(s string) string {
	at := norm.NFC.QuickSpanString(s)
	if at == len(s) {
		return s
	}
	t := norm.NFC.String(s)
	if t == s {
		return s
	}
	for at < len(s) && at < len(t) && s[at] == t[at] {
		at++
	}
	for at > 0 && !utf8.RuneStart(s[at]) {
		at--
	}
	m.note("decomposed", s, at, 1, "parts of letters put together, or into their usual order")
	return t
}
