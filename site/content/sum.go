package content

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sum identifies a block by what it says: 8 letters of URL-safe base64, 48 bits
// of the SHA-256 of its [Canonical] form.
func Sum(block string) string {
	h := sha256.Sum256([]byte(Canonical(block)))
	return base64.RawURLEncoding.EncodeToString(h[:6])
}

// FileSum identifies a file by its SHA-256, in lower-case hexadecimal. Line ends
// do not count: git may change them.
func FileSum(data []byte) string {
	h := sha256.Sum256(bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")))
	return hex.EncodeToString(h[:])
}

// Sums returns the [Sum] of each block of a body.
func Sums(body string) []string {
	var out []string
	for _, b := range Blocks(body) {
		out = append(out, Sum(b.Text))
	}
	return out
}

// own matches lines that Markdown does not take for the continuation of the
// line before: items, headings, rows, quotes, fences, attributes, definitions.
var ownRE = regexp.MustCompile("^(?:[-*+](?:[ \t]|$)|\\d{1,9}[.)](?:[ \t]|$)|#{1,6}[ \t]|\\||>|```|~~~|\\{[^%<{]|\\[[^\\]]+\\]:)")

// Canonical returns a block without the white space that means nothing in
// Markdown: two blocks have the same canonical form if they differ only in how
// their lines are wrapped and how wide their gaps are. Wrapped lines are joined
// with a space, but not between two letters of a script that has none. Breaks
// that a writer set, items, rows, and all of a fenced text stay.
func Canonical(block string) string {
	block = strings.Trim(strings.ReplaceAll(block, "\r\n", "\n"), "\n")
	if strings.HasPrefix(block, ">") {
		return canonicalQuote(block)
	}
	var b strings.Builder
	fence := ""
	fresh := true // what follows begins a line
	for _, line := range strings.Split(block, "\n") {
		text := strings.TrimSpace(line)
		if fence != "" {
			b.WriteString(strings.TrimRight(line, " \t") + "\n")
			if strings.HasPrefix(text, fence) {
				fence = ""
			}
			fresh = true
			continue
		}
		fence = openRE.FindString(line)
		own := ownRE.MatchString(text)
		switch {
		case text == "":
			b.WriteByte('\n')
			fresh = true
			continue
		case own || fresh:
			if b.Len() > 0 && !fresh {
				b.WriteByte('\n')
			}
			b.WriteString(indentOf(line))
		default:
			b.WriteString(gap(b.String(), text))
		}
		b.WriteString(strings.Join(strings.Fields(text), " "))
		fresh = false
		if brk := strings.HasSuffix(line, "  "); brk || strings.HasSuffix(text, `\`) {
			if brk {
				b.WriteByte('\\')
			}
			b.WriteByte('\n')
			fresh = true
		} else if fence != "" || own && strings.ContainsAny(text[:1], "#|{") {
			b.WriteByte('\n')
			fresh = true
		}
	}
	return strings.TrimRight(strings.TrimSuffix(strings.TrimRight(b.String(), "\n"), `\`), "\n")
}

// canonicalQuote is the canonical form of a quotation, which holds blocks.
func canonicalQuote(block string) string {
	var out []string
	for _, inner := range Blocks(Unquote(block)) {
		for _, line := range strings.Split(Canonical(inner.Text), "\n") {
			out = append(out, "> "+line)
		}
		out = append(out, ">")
	}
	return strings.Join(out, "\n")
}

// Unquote takes one level of quotation off a block.
func Unquote(block string) string {
	lines := strings.Split(block, "\n")
	for i, line := range lines {
		if rest, ok := strings.CutPrefix(strings.TrimLeft(line, " "), ">"); ok {
			lines[i] = strings.TrimPrefix(rest, " ")
		}
	}
	return strings.Join(lines, "\n")
}

// Quote puts a block into a quotation.
func Quote(block string) string {
	lines := strings.Split(block, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight("> "+line, " ")
		if strings.HasSuffix(line, "  ") {
			lines[i] += "  " // a break
		}
	}
	return strings.Join(lines, "\n")
}

func indentOf(line string) string {
	return strings.ReplaceAll(line[:len(line)-len(strings.TrimLeft(line, " \t"))], "\t", "    ")
}

// gap is what stands between two lines that were one.
func gap(before, after string) string {
	last, _ := utf8.DecodeLastRuneInString(before)
	first, _ := utf8.DecodeRuneInString(after)
	if unspaced(last) && unspaced(first) {
		return ""
	}
	return " "
}

// unspaced reports whether a letter or mark is of a script that sets no spaces
// between words.
func unspaced(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Khmer, unicode.Lao, unicode.Myanmar) ||
		r >= 0x3000 && r <= 0x303F || r >= 0xFF00 && r <= 0xFF65
}
