package charset

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/unicode/norm"
)

func TestMend(t *testing.T) {
	ko := articles["ko"]
	for _, test := range []struct{ in, want, codes string }{
		{"plain", "plain", ""},
		{ko, ko, ""},
		{norm.NFD.String(ko), ko, "decomposed"},
		{"⼈⼈⽣⽽⾃由", "人人生而自由", "radical"},
		{"\uf9e1", "李", "radical"},
		{"①㈜ＡＢ，（１）", "①㈜ＡＢ，（１）", ""},
		{"\ufeff세\u200b계 인\u00ad권", "세계 인권", "invisible"},
		{"inter\u00ad\nnational", "inter\u00ad\nnational", ""},
		{"ការ\u200bទទួល", "ការ\u200bទទួល", ""},
		{"ᄒᆞᆫ글", "ᄒᆞᆫ글", ""},
		{twice(ko), ko, "encoding-twice"},
		{"앞 " + twice("세계인권선언") + " 뒤", "앞 세계인권선언 뒤", "encoding-twice"},
		{twice(articles["fr"]), articles["fr"], "encoding-twice"},
		{twice(articles["ru"]), articles["ru"], "encoding-twice"},
		{articles["fr"], articles["fr"], ""},
		{articles["de"], articles["de"], ""},
		{"SÃO PAULO, AÇÃO, Ã©", "SÃO PAULO, AÇÃO, Ã©", ""},
		{latin1(encode(t, korean.EUCKR, ko)), ko, "encoding-twice"},
		{"«Être», ÀÎ±Ç", "«Être», ÀÎ±Ç", ""},
	} {
		got, doubts := Mend(test.in)
		codes := make([]string, 0, 1)
		for _, d := range doubts {
			codes = append(codes, d.Code)
		}
		if got != test.want || strings.Join(codes, " ") != test.codes {
			t.Errorf("%.40q: got %.60q, %+v", test.in, got, doubts)
		}
	}
}

// twice is what becomes of UTF-8 that is taken for windows-1252.
func twice(s string) string { return latin1([]byte(s)) }

func latin1(b []byte) string {
	var out strings.Builder
	for _, c := range b {
		r := charmap.Windows1252.DecodeByte(c)
		if r == '\ufffd' {
			r = rune(c)
		}
		out.WriteRune(r)
	}
	return out.String()
}

func TestMendPlace(t *testing.T) {
	_, doubts := Mend("one\ntwo\nthree ⼈民 four\n⼈")
	if len(doubts) != 1 || doubts[0].Line != 3 || doubts[0].Text != "⼈民" || !strings.HasPrefix(doubts[0].Why, "2 ") {
		t.Errorf("got %+v", doubts)
	}
}
