package charset

import (
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	jp "golang.org/x/text/encoding/japanese"
	kr "golang.org/x/text/encoding/korean"
	cn "golang.org/x/text/encoding/simplifiedchinese"
	tw "golang.org/x/text/encoding/traditionalchinese"
)

// A reading is an encoding and the languages that people write in it.
type reading struct {
	name   string
	enc    encoding.Encoding // nil for Johab
	models []*model
	prior  float64 // bits that it takes to think of it at all
}

func (r reading) decode(data []byte) string {
	if r.enc == nil {
		return johabText(data)
	}
	return decodeWith(r.enc, data)
}

var (
	west = []*model{
		latin("éèêàçùîôâûëïœ"), latin("äöüß"), latin("ñáéíóúü¿¡ºª"), latin("ãõçáéíóúâêôàºª"),
		latin("àèéìòù"), latin("äåöé"), latin("åøæé"), latin("ðþæöáéíóúý"), latin("ëïéèüö"), latin("àçèéíïòóúü·"),
	}
	east = []*model{
		latin("ąćęłńóśźż"), latin("áčďéěíňóřšťúůýžľĺŕôä"), latin("áéíóöőúüű"), latin("ăâîşţ"), latin("čćđšž"), latin("äöüß"),
	}
	turkish  = []*model{latin("ğışçöüİâî")}
	baltic   = []*model{latin("ąčęėįšųūž"), latin("āčēģīķļņšūž"), latin("äöüõšž")}
	cyrillic = []*model{
		alphabetic("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"),
		alphabetic("оаниівтерсклудмпязьбгйчхцжїюєшщфґ"),
		alphabetic("аоиентрсвлкдпмзгяубъчцйжщхюшьф"),
		alphabetic("аоиенртсвлкудмпјзгбчћцшжњљхђџфѓќѕ"),
		alphabetic("аеынтірлсдокмугқбзғшйжпяүөіңұәвцхчьюэщфһъё"),
	}
	greek  = []*model{alphabetic("αοιετσνηυρπκμλςωάίόέγδήθχύφβώξζψϊϋΐΰ")}
	hebrew = []*model{alphabetic("יוהלאמרתבשנעםדחקפגןצסזטכךץףְִֵֶַָֹּׁ")}
	arabic = []*model{alphabetic("اليمونرتبةعدسفهكقحجأشصىضخطإذزثءغئظآؤًٌٍَُِّْـ،؛؟یکپچگژ")}
)

// eastAsian are the readings in which a character may take two bytes.
var eastAsian = []reading{
	{"euc-kr", kr.EUCKR, []*model{koreanText}, 0},
	{"gb18030", cn.GB18030, []*model{simplifiedText, traditionalText}, 0},
	{"big5", tw.Big5, []*model{traditionalText}, 0},
	{"shift_jis", jp.ShiftJIS, []*model{japaneseText}, 0},
	{"euc-jp", jp.EUCJP, []*model{japaneseText}, 0},
}

// readings are all encodings that bytes are weighed in. Of equally good ones
// the first is taken.
var readings = []reading{
	{"windows-1252", charmap.Windows1252, west, 0},
	eastAsian[0], eastAsian[1], eastAsian[2], eastAsian[3], eastAsian[4],
	{"windows-1251", charmap.Windows1251, cyrillic, 0},
	{"koi8-u", charmap.KOI8U, cyrillic, 0},
	{"ibm866", charmap.CodePage866, cyrillic, 3},
	{"iso-8859-5", charmap.ISO8859_5, cyrillic, 3},
	{"x-mac-cyrillic", charmap.MacintoshCyrillic, cyrillic, 6},
	{"ibm855", charmap.CodePage855, cyrillic, 6},
	{"windows-1250", charmap.Windows1250, east, 3},
	{"iso-8859-2", charmap.ISO8859_2, east, 3},
	{"windows-1253", charmap.Windows1253, greek, 0},
	{"iso-8859-7", charmap.ISO8859_7, greek, 0},
	{"windows-1254", charmap.Windows1254, turkish, 3},
	{"windows-1255", charmap.Windows1255, hebrew, 0},
	{"iso-8859-8", charmap.ISO8859_8, hebrew, 3},
	{"windows-1256", charmap.Windows1256, arabic, 0},
	{"iso-8859-6", charmap.ISO8859_6, arabic, 3},
	{"windows-1257", charmap.Windows1257, baltic, 3},
	{"windows-1258", charmap.Windows1258, []*model{vietnameseText}, 24},
	{"windows-874", charmap.Windows874, []*model{thaiText}, 0},
	{"johab", nil, []*model{koreanText}, 3},
}

// johabText reads the Hangul of Johab (KS X 1001:1992, annex 3), five bits
// for each of the three parts of a syllable. That is enough to know the
// encoding by; its other characters come out as U+0001 and cost as much as
// the rare ones of the other readings.
func johabText(data []byte) string {
	var out []rune
	for i := 0; i < len(data); i++ {
		b := data[i]
		if b < 0x80 {
			out = append(out, rune(b))
			continue
		}
		if i+1 == len(data) {
			out = append(out, '\ufffd')
			break
		}
		code := int(b)<<8 | int(data[i+1])
		first, middle, last := johabFirst(code), johabMiddle(code), johabLast(code)
		switch {
		case b <= 0xd3 && first >= 0 && middle >= 0 && last >= 0:
			out = append(out, rune(0xac00+(first*21+middle)*28+last))
			i++
		case b >= 0xd8 && b != 0xdf && b <= 0xf9 && data[i+1] >= 0x31:
			out = append(out, '一') // priced as a Han character in Korean
			i++
		default:
			out = append(out, '\ufffd')
		}
	}
	return string(out)
}

// johabFirst, johabMiddle and johabLast return the number of the part in the
// order of Unicode, or -1. The codes have holes.
func johabFirst(code int) int {
	if n := code >> 10 & 31; n >= 2 && n <= 20 {
		return n - 2
	}
	return -1
}

func johabMiddle(code int) int {
	switch n := code >> 5 & 31; {
	case 3 <= n && n <= 7:
		return n - 3
	case 10 <= n && n <= 15:
		return n - 5
	case 18 <= n && n <= 23:
		return n - 7
	case 26 <= n && n <= 29:
		return n - 9
	}
	return -1
}

func johabLast(code int) int {
	switch n := code & 31; {
	case 1 <= n && n <= 17:
		return n - 1
	case 19 <= n && n <= 29:
		return n - 2
	}
	return -1
}
