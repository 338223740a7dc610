package issue

import (
	"strings"
	"testing"

	"golang.org/x/text/language"

	"github.com/backissue/backissue/site/doc"
)

// letterheadView lists blocks of a letterhead, with their languages.
func letterheadView(blocks []doc.Block) string {
	var lines []string
	add := func(indent string, b doc.Block) {
		line := indent
		for _, s := range b.(*doc.Paragraph).Spans {
			line += "[" + s.Lang.String() + "]" + s.Text
		}
		lines = append(lines, line)
	}
	for _, b := range blocks {
		l, ok := b.(*doc.List)
		if !ok {
			add("", b)
			continue
		}
		for _, it := range l.Items {
			add("- ", it.Blocks[0])
		}
	}
	return strings.Join(lines, "\n")
}

func TestLetterhead(t *testing.T) {
	ko, zh, hant, ja := language.Korean, language.SimplifiedChinese, language.TraditionalChinese, language.Japanese
	piece := func(page int, text string) doc.Furniture {
		return doc.Furniture{Position: doc.Position{Page: page, Line: 1}, Kind: doc.Letterhead, Text: text}
	}
	for _, c := range []struct {
		name      string
		langs     []language.Tag
		furniture []doc.Furniture
		want      string
	}{
		{"none", []language.Tag{ko}, []doc.Furniture{{Kind: doc.RunningHead, Text: "나루 소식"}}, ""},
		{"each line once, in its language", []language.Tag{ko, zh}, []doc.Furniture{
			piece(1, "Ojin Office  7 Lantern Quay"), piece(1, "오진  |  달머리\u3000|  학정"), piece(2, "Ojin Office 7  Lantern Quay"), piece(2, "오진  |  달머리  |  학정"),
		}, "[en]Ojin Office 7 Lantern Quay\n- [ko]오진\n- [ko]달머리\n- [ko]학정"},
		{"an address with its parts set apart", []language.Tag{ko}, []doc.Furniture{
			piece(1, "Tide House | 7 Lantern Quay | Ojin"), piece(1, "Tel · Fax · ojin@example.org"), piece(1, "오진 | 달머리"),
		}, "[en]Tide House | 7 Lantern Quay | Ojin\n[en]Tel · Fax · ojin@example.org\n[ko]오진 | 달머리"},
		{"offices on two lines", []language.Tag{ko}, []doc.Furniture{piece(1, "| 오진 · 달머리 · 학정 ·"), piece(1, "안포 · 유항 · 은석"), piece(1, "———")},
			"- [ko]오진\n- [ko]달머리\n- [ko]학정\n- [ko]안포\n- [ko]유항\n- [ko]은석"},
		{"a line that counts the pages", []language.Tag{ko}, []doc.Furniture{
			piece(1, "Ojin Office – 1"), piece(2, "Ojin Office – 2"), piece(2, "Tel. 12 34"), piece(2, "Tel. 56 78"), piece(3, "Ojin Office – 3"), piece(3, "Tel. 12 34"), piece(3, "Tel. 56 78"),
		}, "[en]Ojin Office – 1\n[en]Tel. 12 34\n[en]Tel. 56 78"},
		{"several lines in one piece", []language.Tag{ko}, []doc.Furniture{piece(0, "오진 등대길 1\n전화 12\n전화 34\n\n오진 등대길 1")}, "[ko]오진 등대길 1\n[ko]전화 12\n[ko]전화 34"},
		{"Han in a traditional issue", []language.Tag{hant, ko}, []doc.Furniture{piece(1, "梧津 | 月山 | 白石")}, "- [zh-Hant]梧津\n- [zh-Hant]月山\n- [zh-Hant]白石"},
		{"Han in a Japanese issue", []language.Tag{ja}, []doc.Furniture{piece(1, "東京 | 大阪 | 京都")}, "- [ja]東京\n- [ja]大阪\n- [ja]京都"},
		{"Han in a simplified issue", []language.Tag{ko, zh}, []doc.Furniture{piece(1, "首尔办事处 白石路 1")}, "[zh-Hans]首尔办事处 白石路 1"},
		{"of a document beside it", []language.Tag{ko}, []doc.Furniture{{Position: doc.Position{File: "annex.pdf", Line: 1}, Kind: doc.Letterhead, Text: "다른 기관"}}, ""},
		{"of a mail", []language.Tag{ko}, []doc.Furniture{{Kind: doc.Envelope, Text: "To: reader@example.org"}}, ""},
	} {
		iss := &Issue{Langs: c.langs, Furniture: c.furniture}
		if got := letterheadView(iss.Letterhead()); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
}
