package lang

import (
	"strings"
	"testing"

	"golang.org/x/text/language"

	"github.com/backissue/backissue/site/doc"
)

// tagged returns the spans of each paragraph as "tag:text|tag:text".
func tagged(texts ...string) []string {
	d := &doc.Document{}
	for _, s := range texts {
		d.Blocks = append(d.Blocks, &doc.Paragraph{Spans: []doc.Span{{Text: s}}})
	}
	var out []string
	for _, b := range Tag(d).Blocks {
		var parts []string
		for _, s := range b.(*doc.Paragraph).Spans {
			parts = append(parts, s.Lang.String()+":"+s.Text)
		}
		out = append(out, strings.Join(parts, "|"))
	}
	return out
}

// Each text is a document of its own.
func TestTagAlone(t *testing.T) {
	for _, c := range []struct{ want, text string }{
		{"ko", "나룻배는 밤에 등불을 켜야 한다."},
		{"zh-Hans", "渡船在夜间行驶时应当点亮两盏灯。"},
		{"zh-Hant", "渡船在夜間行駛時應當點亮兩盞燈。"},
		{"ja", "渡し船は夜に灯をともさなければならない。"},
		{"ja", "カーボンニュートラル"},
		{"en", "A ferry that runs at night shall carry two lamps."},
		{"vi", "Thuyền chạy ban đêm phải thắp hai ngọn đèn."},
		{"id", "Kapal yang berlayar pada malam hari wajib memasang dua lampu."},
		{"fr", "Le bac qui navigue dans la nuit est muni des deux feux."},
		{"de", "Die Fähre, die bei Nacht fährt, ist mit zwei Lampen und einer Glocke auf dem Mast zu versehen."},
		{"ru", "Лодка, идущая ночью, должна нести два огня."},
		{"uk", "Човен, що йде вночі, має нести два вогні; їх перевіряють щомісяця."},
		{"kk", "Түнде жүзетін қайық екі шам алып жүруге тиіс."},
		{"th", "เรือที่แล่นในเวลากลางคืนต้องจุดไฟสองดวง"},
		{"km", "ទូកដែលបើកនៅពេលយប់ត្រូវអុជភ្លើងពីរ"},
		{"lo", "ເຮືອທີ່ແລ່ນໃນເວລາກາງຄືນຕ້ອງເປີດໄຟສອງດວງ"},
		{"my", "ညအချိန်သွားသောလှေသည် မီးနှစ်လုံးထွန်းရမည်"},
		{"ar", "يجب أن يحمل القارب مصباحين في الليل"},
		{"el", "Το πλοίο φέρει δύο φώτα."},
	} {
		got := tagged(c.text)[0]
		if tag, _, _ := strings.Cut(got, ":"); tag != c.want {
			t.Errorf("%q: %s, want %s", c.text, tag, c.want)
		}
	}
}

func TestTagUndetermined(t *testing.T) {
	for _, text := range []string{"", "2024", "- 12 -", "***"} {
		if got := tagged(text)[0]; got != "und:"+text {
			t.Errorf("%q: %s", text, got)
		}
	}
}

// What a text does not say by itself, the document says.
func TestTagTogether(t *testing.T) {
	for _, c := range []struct {
		name  string
		texts []string
		want  []string
	}{
		{"a heading takes the language of the text below",
			[]string{"1.", "나룻배는 밤에 등불을 켜야 한다.", "2.", "渡船在夜间行驶时应当点亮两盏灯。", "***"},
			[]string{"ko:1.", "ko:나룻배는 밤에 등불을 켜야 한다.", "zh-Hans:2.", "zh-Hans:渡船在夜间行驶时应当点亮两盏灯。", "zh-Hans:***"}},
		{"Han characters in Korean are in the document's Chinese",
			[]string{"나루(渡口)를 맡은 사람은 灯塔基金에 알려야 한다.", "渡船在夜间行驶时应当点亮两盏灯。"},
			[]string{"ko:나루(|zh-Hans:渡口|ko:)를 맡은 사람은 |zh-Hans:灯塔基金|ko:에 알려야 한다.", "zh-Hans:渡船在夜间行驶时应当点亮两盏灯。"}},
		{"Han characters in a document in Korean alone are Korean",
			[]string{"나루(渡口)를 맡은 사람은 등대에 알려야 한다."},
			[]string{"ko:나루(渡口)를 맡은 사람은 등대에 알려야 한다."}},
		{"Latin letters say nothing within a text in another script",
			[]string{"渡船在夜间行驶时应当打开 VHF 电台。", "등대는 LED 등으로 바꾼다."},
			[]string{"zh-Hans:渡船在夜间行驶时应当打开 VHF 电台。", "ko:등대는 LED 등으로 바꾼다."}},
		{"a Latin heading takes the language of the document's Latin text",
			[]string{"PERATURAN PELABUHAN", "Kapal yang berlayar pada malam hari wajib memasang dua lampu dan satu lonceng."},
			[]string{"id:PERATURAN PELABUHAN", "id:Kapal yang berlayar pada malam hari wajib memasang dua lampu dan satu lonceng."}},
		{"Han characters that both write are in the document's own",
			[]string{"上海市", "渡船在夜間行駛時應當點亮兩盞燈。"},
			[]string{"zh-Hant:上海市", "zh-Hant:渡船在夜間行駛時應當點亮兩盞燈。"}},
		{"Han headings in a Japanese document are Japanese",
			[]string{"水上交通", "渡し船は夜に灯をともさなければならない。"},
			[]string{"ja:水上交通", "ja:渡し船は夜に灯をともさなければならない。"}},
	} {
		got := tagged(c.texts...)
		for i := range c.want {
			if got[i] != c.want[i] {
				t.Errorf("%s: got %s, want %s", c.name, got[i], c.want[i])
			}
		}
	}
}

// Two languages with as much text give the same answer every time.
func TestTagTies(t *testing.T) {
	texts := []string{"the pier of the bay", "kapal yang di laut", "lampu", "өү ўҳ"}
	first := strings.Join(tagged(texts...), "\n")
	for range 50 {
		if again := strings.Join(tagged(texts...), "\n"); again != first {
			t.Fatalf("first\n%s\nthen\n%s", first, again)
		}
	}
}

// Spans that came with the document are cut further, and nothing is lost.
func TestTagKeepsText(t *testing.T) {
	spans := []doc.Span{{Text: "나루(渡"}, {Text: "口)를 渡し 船"}, {Text: ""}}
	want := doc.Join(spans)
	d := &doc.Document{Blocks: []doc.Block{&doc.Paragraph{Spans: spans}, &doc.Paragraph{Spans: []doc.Span{{Text: "渡船在夜间行驶时应当点亮两盏灯。"}}}}}
	Tag(d)
	if got := doc.Text(d.Blocks[0]); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestOf(t *testing.T) {
	p := func(spans ...doc.Span) doc.Block { return &doc.Paragraph{Spans: spans} }
	ko := doc.Span{Text: "나루터에", Lang: language.Korean}
	zh := doc.Span{Text: "渡口", Lang: language.SimplifiedChinese}
	none := doc.Span{Text: "abcdefghijk", Lang: language.Und}
	for _, c := range []struct {
		blocks []doc.Block
		want   language.Tag
	}{
		{nil, language.Und},
		{[]doc.Block{p(none)}, language.Und},
		{[]doc.Block{p(ko, zh)}, language.Korean},
		{[]doc.Block{p(ko), p(zh, zh, zh)}, language.SimplifiedChinese},
		{[]doc.Block{p(none, zh)}, language.SimplifiedChinese},
		{[]doc.Block{&doc.List{Items: []doc.Item{{Blocks: []doc.Block{p(ko)}}}}, p(zh)}, language.Korean},
	} {
		if got := Of(c.blocks...); got != c.want {
			t.Errorf("%q: %s, want %s", doc.Text(c.blocks...), got, c.want)
		}
	}
}

func TestName(t *testing.T) {
	for text, want := range map[string]string{
		"등대 신문": "ko", "灯塔报": "zh-Hans", "燈塔報": "zh-Hant", "Harbour Daily": "en", "Báo Hải Đăng": "vi", "Маяк": "ru", "2024": "und",
	} {
		if got := Name(text); got.String() != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}
