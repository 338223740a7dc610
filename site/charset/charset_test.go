package charset

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// The first article of the Universal Declaration of Human Rights, and in some
// languages the second sentence of the next.
var articles = map[string]string{
	"ko": "모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다. 인간은 천부적으로 이성과 양심을 부여받았으며 서로 형제애의 정신으로 행동하여야 한다.",
	"zh": "人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心，并应以兄弟关系的精神相对待。",
	"tw": "人人生而自由，在尊嚴和權利上一律平等。他們賦有理性和良心，並應以兄弟關係的精神相對待。",
	"ja": "すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。人間は、理性と良心とを授けられており、互いに同胞の精神をもって行動しなければならない。",
	"ru": "Все люди рождаются свободными и равными в своем достоинстве и правах. Они наделены разумом и совестью и должны поступать в отношении друг друга в духе братства.",
	"uk": "Всі люди народжуються вільними і рівними у своїй гідності та правах. Вони наділені розумом і совістю і повинні діяти у відношенні один до одного в дусі братерства.",
	"el": "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα. Είναι προικισμένοι με λογική και συνείδηση.",
	"he": "כל בני האדם נולדו בני חורין ושווים בערכם ובזכויותיהם. כולם חוננו בתבונה ובמצפון, לפיכך חובה עליהם לנהוג איש ברעהו ברוח של אחוה.",
	"ar": "يولد جميع الناس أحرارا متساوين في الكرامة والحقوق. وقد وهبوا عقلا وضميرا وعليهم أن يعامل بعضهم بعضا بروح الإخاء.",
	"th": "มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ ต่างมีเหตุผลและมโนธรรม และควรปฏิบัติต่อกันด้วยเจตนารมณ์แห่งภราดรภาพ",
	"pl": "Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw. Są oni obdarzeni rozumem i sumieniem i powinni postępować wobec innych w duchu braterstwa.",
	"tr": "Bütün insanlar hür, haysiyet ve haklar bakımından eşit doğarlar. Akıl ve vicdana sahiptirler ve birbirlerine karşı kardeşlik zihniyeti ile hareket etmelidirler.",
	"lt": "Visi žmonės gimsta laisvi ir lygūs savo orumu ir teisėmis. Jiems suteiktas protas ir sąžinė ir jie turi elgtis vienas kito atžvilgiu kaip broliai.",
	"fr": "Tous les êtres humains naissent libres et égaux en dignité et en droits. Ils sont doués de raison et de conscience et doivent agir les uns envers les autres dans un esprit de fraternité.",
	"de": "Alle Menschen sind frei und gleich an Würde und Rechten geboren. Sie sind mit Vernunft und Gewissen begabt und sollen einander im Geiste der Brüderlichkeit begegnen.",
}

var encoded = []struct {
	lang, name string
	enc        encoding.Encoding
}{
	{"ko", "euc-kr", korean.EUCKR},
	{"zh", "gb18030", simplifiedchinese.GB18030},
	{"zh", "gb18030", simplifiedchinese.GBK},
	{"zh", "hz-gb-2312", simplifiedchinese.HZGB2312},
	{"tw", "big5", traditionalchinese.Big5},
	{"tw", "gb18030", simplifiedchinese.GB18030},
	{"ja", "shift_jis", japanese.ShiftJIS},
	{"ja", "euc-jp", japanese.EUCJP},
	{"ja", "iso-2022-jp", japanese.ISO2022JP},
	{"ru", "windows-1251", charmap.Windows1251},
	{"ru", "koi8-u", charmap.KOI8R},
	{"ru", "ibm866", charmap.CodePage866},
	{"ru", "iso-8859-5", charmap.ISO8859_5},
	{"ru", "ibm855", charmap.CodePage855},
	{"ru", "x-mac-cyrillic", charmap.MacintoshCyrillic},
	{"uk", "windows-1251", charmap.Windows1251},
	{"uk", "koi8-u", charmap.KOI8U},
	{"el", "windows-1253", charmap.Windows1253},
	{"he", "windows-1255", charmap.Windows1255},
	{"ar", "windows-1256", charmap.Windows1256},
	{"ar", "iso-8859-6", charmap.ISO8859_6},
	{"th", "windows-874", charmap.Windows874},
	{"pl", "windows-1250", charmap.Windows1250},
	{"pl", "iso-8859-2", charmap.ISO8859_2},
	{"tr", "windows-1254", charmap.Windows1254},
	{"lt", "windows-1257", charmap.Windows1257},
	{"fr", "windows-1252", charmap.Windows1252},
	{"de", "windows-1252", charmap.Windows1252},
	{"ko", "utf-16le", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)},
	{"ko", "utf-16be", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)},
	{"zh", "utf-16le", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)},
	{"zh", "utf-16be", unicode.UTF16(unicode.BigEndian, unicode.UseBOM)},
	{"fr", "utf-16le", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)},
	{"fr", "utf-16be", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)},
	{"ko", "utf-32le", utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)},
	{"zh", "utf-32be", utf32.UTF32(utf32.BigEndian, utf32.UseBOM)},
	{"ru", "utf-8", encoding.Nop},
	{"ko", "utf-8", unicode.UTF8BOM},
}

func encode(t testing.TB, enc encoding.Encoding, s string) []byte {
	t.Helper()
	b, err := enc.NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func codes(t Text) (codes []string) {
	for _, d := range t.Doubts {
		codes = append(codes, d.Code)
	}
	return codes
}

// Every encoding is found without a label, with a right one and with wrong
// ones.
func TestDecode(t *testing.T) {
	labels := []string{"", "utf-8", "iso-8859-1", "euc-kr", "shift_jis", "windows-1251", "utf-16", "no such thing"}
	for _, e := range encoded {
		want := articles[e.lang]
		if e.name == "hz-gb-2312" {
			want = strings.Repeat(want+"\n", 4)
		}
		data := encode(t, e.enc, want)
		for _, label := range append(labels, e.name) {
			got, err := Decode(data, label)
			if err != nil {
				t.Errorf("%s in %s, declared %q: %v", e.lang, e.name, label, err)
				continue
			}
			if got.String != want || got.Encoding != e.name {
				t.Errorf("%s in %s, declared %q: got %s %.60q", e.lang, e.name, label, got.Encoding, got.String)
			}
			wrong := label != "" && !sameFamily(canonical(label), e.name)
			if lie := slices.Contains(codes(got), "encoding-label"); lie != wrong && !marked(data) {
				t.Errorf("%s in %s, declared %q: doubts %q", e.lang, e.name, label, codes(got))
			}
			if len(got.Losses) > 0 {
				t.Errorf("%s in %s: losses %v", e.lang, e.name, got.Losses)
			}
		}
	}
}

func marked(data []byte) bool {
	_, n := byteOrderMark(data)
	return n > 0
}

// A few bytes prove nothing, so there the label is believed.
func TestDecodeShort(t *testing.T) {
	for _, test := range []struct{ data, label, want, encoding string }{
		{"\xb1\xe8", "euc-kr", "김", "euc-kr"},
		{"\xb1\xe8", "gb2312", "辫", "gb18030"},
		{"\xcf\xd0\xc8\xc2\xc5\xd2", "windows-1251", "ПРИВЕТ", "windows-1251"},
		{"caf\xe9", "", "café", "windows-1252"},
		{"caf\xe9", "iso-8859-1", "café", "windows-1252"},
		{"plain", "euc-kr", "plain", "utf-8"},
		{"", "euc-kr", "", "utf-8"},
		{"\xef\xbb\xbf", "", "", "utf-8"},
		{"\xff\xfe", "", "", "utf-16le"},
		{"caf\xc3\xa9", "iso-8859-1", "café", "utf-8"},
	} {
		got, err := Decode([]byte(test.data), test.label)
		if err != nil || got.String != test.want || got.Encoding != test.encoding {
			t.Errorf("%q as %q: got %q in %s, %v", test.data, test.label, got.String, got.Encoding, err)
		}
	}
}

// johab writes Hangul in Johab: the parts of a syllable in five bits each.
func johab(s string) []byte {
	middles := []int{3, 4, 5, 6, 7, 10, 11, 12, 13, 14, 15, 18, 19, 20, 21, 22, 23, 26, 27, 28, 29}
	var out []byte
	for _, r := range s {
		if r < '가' || r > '힣' {
			out = append(out, byte(r))
			continue
		}
		n := int(r - '가')
		last := n%28 + 1
		if last > 17 {
			last++
		}
		code := 0x8000 | (n/28/21+2)<<10 | middles[n/28%21]<<5 | last
		out = append(out, byte(code>>8), byte(code))
	}
	return out
}

// iso2022kr writes KS X 1001 in seven bits.
func iso2022kr(t *testing.T, s string) []byte {
	out := []byte("\x1b$)C")
	for _, b := range encode(t, korean.EUCKR, s) {
		out = append(out, b&0x7f)
	}
	return out
}

func TestDecodeRefuses(t *testing.T) {
	for name, data := range map[string][]byte{
		"Johab":       johab(articles["ko"]),
		"ISO-2022-KR": iso2022kr(t, articles["ko"]),
		"ISO-2022-CN": []byte("\x1b$)A\x0e0\x21\x0f"),
		"UTF-7":       []byte("+rMRmHg- a +1VzW2Q- b +x3TEmA-"),
		"":            []byte("\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x03\x00>\x00\x01\x00\x00\x00\x90\xc3\x01\x00"),
	} {
		for _, label := range []string{"", "euc-kr", strings.ToLower(name)} {
			text, err := Decode(data, label)
			var e *Error
			if !errors.As(err, &e) || e.Encoding != name || e.Hint() == "" {
				t.Errorf("%s as %q: got %.40q, %v", name, label, text.String, err)
			}
		}
	}
	for _, formula := range []string{"a + b, 1+12-x, +abc- and C++11-style", "from -Inf to +Inf, but not +Inf, and +Inf again"} {
		if _, err := Decode([]byte(formula), ""); err != nil {
			t.Errorf("a formula: %v", err)
		}
	}
}

// noise returns bytes that are no text.
func noise(n int) []byte {
	var out []byte
	for x := uint32(1); len(out) < n; x = x*1664525 + 1013904223 {
		if b := byte(x >> 24); b >= ' ' {
			out = append(out, b)
		}
	}
	return out
}

func TestDecodeNoise(t *testing.T) {
	if text, err := Decode(noise(3000), ""); err == nil {
		t.Errorf("noise is %s", text.Encoding)
	}
}

func TestDecodeMixed(t *testing.T) {
	ko, zh := articles["ko"]+"\n", articles["zh"]+"\n"
	old := encode(t, korean.EUCKR, ko)
	for _, test := range []struct {
		name string
		data []byte
		want string
		line int
		code string
	}{
		{"utf-8, then euc-kr", append([]byte(zh+ko), old...), zh + ko + ko, 3, "encoding-mixed"},
		{"euc-kr, then utf-8", append(slices.Clone(old), zh...), ko + zh, 1, "encoding-mixed"},
		{"euc-kr, then gb18030", append(slices.Clone(old), encode(t, simplifiedchinese.GBK, strings.Repeat(zh, 2))...), ko + zh + zh, 0, "encoding-mixed"},
		{"mark of utf-8, but euc-kr", append([]byte("\xef\xbb\xbf"), old...), ko, 1, "encoding-mark"},
	} {
		got, err := Decode(test.data, "")
		if err != nil || got.String != test.want {
			t.Errorf("%s: got %q, %v", test.name, got.String, err)
			continue
		}
		if !slices.Contains(codes(got), test.code) || test.line > 0 && got.Doubts[0].Line != test.line {
			t.Errorf("%s: doubts %+v", test.name, got.Doubts)
		}
	}
}

// A line of signs that no text is full of is no line in another encoding.
func TestDecodeSigns(t *testing.T) {
	want := strings.Repeat(articles["ja"]+"\n", 3) + "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳\nⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ\n" + articles["ja"]
	got, err := Decode(encode(t, japanese.ShiftJIS, want), "shift_jis")
	if err != nil || got.String != want || len(got.Doubts) > 0 {
		t.Errorf("got %q, %+v, %v", got.String, got.Doubts, err)
	}
}

func TestDecodeDamaged(t *testing.T) {
	ko := articles["ko"]
	for name, data := range map[string]string{
		"cut":        ko[:len(ko)-3] + "다"[:2],
		"one byte":   ko + "\xff" + ko,
		"odd utf-16": "\xff\xfe" + string(encode(t, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), ko)) + "x",
		"euc-kr":     string(encode(t, korean.EUCKR, ko)) + "\xff\n",
	} {
		got, err := Decode([]byte(data), "")
		if err != nil || len(got.Losses) != 1 || strings.Count(got.String, "\ufffd") != 1 {
			t.Errorf("%s: got %q, %v, %v", name, got.String, got.Losses, err)
		}
	}
	bytes := append([]byte(ko+"\n"+ko+"\n"), noise(100)...)
	if got, err := Decode(bytes, ""); err != nil || len(got.Losses) == 0 || !strings.HasPrefix(got.String, ko) {
		t.Errorf("a line of rubbish: got %q, %v, %v", got.String, got.Losses, err)
	}
}

func FuzzDecode(f *testing.F) {
	for _, e := range encoded {
		f.Add(encode(f, e.enc, articles[e.lang]), e.name)
	}
	f.Add(johab(articles["ko"]), "")
	f.Add([]byte("ì„¸ê³„ ì¸ê¶Œ\u2f00\u200b\ufeff"), "utf-7")
	f.Fuzz(func(t *testing.T, data []byte, label string) {
		if len(data) > 1<<16 {
			return
		}
		got, err := Decode(data, label)
		if err != nil {
			if e := new(Error); !errors.As(err, &e) || got.String != "" {
				t.Fatalf("got %q, %v", got.String, err)
			}
			return
		}
		if !utf8.ValidString(got.String) || got.Encoding == "" {
			t.Errorf("got %q in %q", got.String, got.Encoding)
		}
		if again, _ := Mend(got.String); again != got.String && !strings.Contains(got.String, "\u00c3") {
			if third, _ := Mend(again); third != again {
				t.Errorf("mending has no end: %q, %q, %q", got.String, again, third)
			}
		}
		last := 0
		for _, l := range got.Losses {
			if l.Line < last || l.Line > 1+strings.Count(got.String, "\n") {
				t.Errorf("losses %v", got.Losses)
			}
			last = l.Line
		}
		if utf8.Valid(data) && strings.Contains(got.String, "\ufffd") && !strings.Contains(string(data), "\ufffd") && got.Encoding == utf8Name {
			t.Errorf("%q lost something: %q", data, got.String)
		}
	})
}
