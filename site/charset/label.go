package charset

import (
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/simplifiedchinese"
)

const utf8Name = "utf-8"

// aliases are labels in use that the WHATWG Encoding Standard does not know,
// or takes for something else.
var aliases = map[string]string{
	"cp949": "euc-kr", "ms949": "euc-kr", "uhc": "euc-kr", "x-windows-949": "euc-kr", "euckr": "euc-kr", "ksc5601": "euc-kr",
	"cp932": "shift_jis", "ms932": "shift_jis", "sjis": "shift_jis", "windows-932": "shift_jis",
	"cp936": "gb18030", "ms936": "gb18030", "gbk": "gb18030", "gb2312": "gb18030", "euc-cn": "gb18030", "windows-936": "gb18030", "x-gbk": "gb18030",
	"cp950": "big5", "ms950": "big5", "windows-950": "big5", "big5hkscs": "big5",
	"eucjp": "euc-jp", "iso2022jp": "iso-2022-jp", "iso-2022-jp-1": "iso-2022-jp", "iso-2022-jp-2": "iso-2022-jp",
	"hz": "hz-gb-2312", "hz-gb-2312": "hz-gb-2312",
	"tis620": "windows-874", "cp874": "windows-874",
	"koi8": "koi8-u", "koi8-r": "koi8-u", "cp878": "koi8-u", "koi8-ru": "koi8-u",
	"ibm855": "ibm855", "cp855": "ibm855", "855": "ibm855",
	"utf-7": "utf-7", "utf7": "utf-7", "unicode-1-1-utf-7": "utf-7",
	"utf8mb4": utf8Name, "utf-8-sig": utf8Name, "utf_8": utf8Name,
	"utf-16": "utf-16le", "utf16": "utf-16le", "ucs-2": "utf-16le", "unicode": "utf-16le",
	"utf-32": "utf-32le", "utf-32le": "utf-32le", "utf-32be": "utf-32be", "ucs-4": "utf-32be",
	"iso-2022-kr": "iso-2022-kr", "csiso2022kr": "iso-2022-kr",
	"iso-2022-cn": "iso-2022-cn", "iso-2022-cn-ext": "iso-2022-cn",
	"johab": "johab", "cp1361": "johab", "ms1361": "johab", "windows-1361": "johab", "ksc5601-1992": "johab",
	"unknown-8bit": "", "x-unknown": "", "8bit": "", "binary": "", "default": "", "none": "",
}

// canonical returns the name of the encoding that a label means, or "" where
// nobody knows.
func canonical(label string) string {
	label = strings.ToLower(strings.Trim(label, " \t\r\n\f\"'"))
	if name, ok := aliases[label]; ok {
		return name
	}
	e, err := htmlindex.Get(label)
	if err != nil {
		return ""
	}
	name, err := htmlindex.Name(e)
	if err != nil || name == "replacement" || name == "x-user-defined" {
		return ""
	}
	if short, ok := aliases[name]; ok {
		return short
	}
	return name
}

// named returns the encoding of a canonical name, or nil for those that need
// code of their own.
func named(name string) encoding.Encoding {
	switch name {
	case "gb18030":
		return simplifiedchinese.GB18030
	case "hz-gb-2312":
		return simplifiedchinese.HZGB2312
	case "koi8-u":
		return charmap.KOI8U
	case "ibm855":
		return charmap.CodePage855
	case "", utf8Name, "utf-16le", "utf-16be", "utf-32le", "utf-32be":
		return nil
	}
	e, err := htmlindex.Get(name)
	if err != nil {
		return nil
	}
	return e
}

// families are encodings that people name in place of one another. Within
// one, a label is not called wrong.
var families = [][]string{
	{"utf-16le", "utf-16be", "utf-32le", "utf-32be"},
	{"windows-1250", "iso-8859-2"},
	{"windows-1252", "iso-8859-15", "iso-8859-1"},
	{"windows-1253", "iso-8859-7"},
	{"windows-1255", "iso-8859-8", "iso-8859-8-i"},
	{"windows-1256", "iso-8859-6"},
	{"windows-1257", "iso-8859-4", "iso-8859-13"},
}

func sameFamily(a, b string) bool {
	if a == b {
		return true
	}
	for _, f := range families {
		inA, inB := false, false
		for _, name := range f {
			inA, inB = inA || name == a, inB || name == b
		}
		if inA && inB {
			return true
		}
	}
	return false
}
