package charset

import (
	"bytes"
	"encoding/base64"
	"regexp"

	jp "golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// decodeSeven reads the encodings that hide other alphabets among ASCII
// bytes. It returns no name where data is none of them.
func decodeSeven(data []byte, label string) (name, s string, err error) {
	if !ascii(data) {
		return "", "", nil
	}
	label = canonical(label)
	switch {
	case hasAny(data, "\x1b$)C"):
		return "", "", &Error{"ISO-2022-KR"}
	case hasAny(data, "\x1b$)A", "\x1b$)G", "\x1b$*H"):
		return "", "", &Error{"ISO-2022-CN"}
	case hasAny(data, "\x1b$B", "\x1b$@", "\x1b$(D", "\x1b(I", "\x1b(J"):
		return "iso-2022-jp", decodeWith(jp.ISO2022JP, data), nil
	case label == "iso-2022-kr" && bytes.IndexByte(data, 0x0e) >= 0:
		return "", "", &Error{"ISO-2022-KR"}
	case isHZ(data, label == "hz-gb-2312"):
		return "hz-gb-2312", decodeWith(simplifiedchinese.HZGB2312, data), nil
	case isUTF7(data, label == "utf-7"):
		return "", "", &Error{"UTF-7"}
	}
	return "", "", nil
}

func hasAny(data []byte, signs ...string) bool {
	for _, s := range signs {
		if bytes.Contains(data, []byte(s)) {
			return true
		}
	}
	return false
}

var (
	shifted7 = regexp.MustCompile(`\+([A-Za-z0-9/+]{2,})(-|[^A-Za-z0-9/+-]|$)`)
	shiftedH = regexp.MustCompile(`~\{((?:[!-w][!-~])+)~\}`)
)

// isUTF7 reports text in which plus signs introduce UTF-16 in base64 (RFC
// 2152). Text that only looks like it, such as a formula, does not decode to
// letters everywhere, and leaves bits over that UTF-7 fills with zeros.
func isUTF7(data []byte, declared bool) bool {
	good, all := 0, 0
	for _, m := range shifted7.FindAllSubmatch(data, 1000) {
		all++
		b, err := base64.RawStdEncoding.Strict().DecodeString(string(m[1]))
		if err != nil || len(b) < 2 || len(b)%2 != 0 && b[len(b)-1] != 0 {
			continue
		}
		s := wideText(b[:len(b)&^1], "utf-16be")
		if plausible(s) == 1 && !ascii([]byte(s)) {
			good++
		}
	}
	if declared {
		return good > 0
	}
	return good >= 3 && good*10 >= all*9
}

// isHZ reports text in which ~{ and ~} enclose GB 2312 (RFC 1843).
func isHZ(data []byte, declared bool) bool {
	n := len(shiftedH.FindAll(data, -1))
	if declared {
		return n > 0
	}
	return n >= 3 && n >= bytes.Count(data, []byte("~{"))/2
}
