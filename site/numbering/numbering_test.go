package numbering

import "testing"

func TestParse(t *testing.T) {
	for _, c := range []struct {
		text  string
		style Style
		n     int
		label string
		rest  string
	}{
		{"第七条 凡经营渡船者", Article, 7, "第七条", "凡经营渡船者"},
		{"第二十一条凡", Article, 21, "第二十一条", "凡"},
		{"第 二 十 二 条 凡", Article, 22, "第 二 十 二 条", "凡"},
		{"第 十 一 章", Chapter, 11, "第 十 一 章", ""},
		{"第三章　附则", Chapter, 3, "第三章", "附则"},
		{"제12조(목적) 이 규정은", Article, 12, "제12조", "(목적) 이 규정은"},
		{"Article 7. Lamps", Article, 7, "Article 7.", "Lamps"},
		{"Chapter IV General", Chapter, 4, "Chapter IV", "General"},
		{"Điều 3. Phạm vi", Article, 3, "Điều 3.", "Phạm vi"},
		{"Статья 2. Лодки", Article, 2, "Статья 2.", "Лодки"},
		{"BAB II", Chapter, 2, "BAB II", ""},
		{"一、总则", Han, 1, "一、", "总则"},
		{"十二、附则", Han, 12, "十二、", "附则"},
		{"（三） 渡船", HanParen, 3, "（三）", "渡船"},
		{"01. 제목", Padded, 1, "01.", "제목"},
		{"02 제목", Padded, 2, "02", "제목"},
		{"10.加强管理", Digit, 10, "10.", "加强管理"},
		{"１．法令", Digit, 1, "１．", "法令"},
		{"1) 제목", DigitClose, 1, "1)", "제목"},
		{"③ 資料", Circled, 3, "③", "資料"},
		{"Ⅱ. 소식", Roman, 2, "Ⅱ.", "소식"},
		{"III. Documents", Roman, 3, "III.", "Documents"},
		{"A. BERITA", Letter, 1, "A.", "BERITA"},
		{"(b) the keeper", SmallParen, 2, "(b)", "the keeper"},
		{"가. 나루", Hangul, 1, "가.", "나루"},
		{"专栏 2 灯塔", Box, 2, "专栏 2", "灯塔"},
		// None of these is a number of a paragraph.
		{"3.6 万亿", None, 0, "", "3.6 万亿"},
		{"12. 20. 시행", None, 0, "", "12. 20. 시행"},
		{"2024년 3월", None, 0, "", "2024년 3월"},
		{"Articles of association", None, 0, "", "Articles of association"},
		{"", None, 0, "", ""},
	} {
		got := Parse(c.text)
		want := Number{c.style, c.n, c.label, c.rest}
		if got != want {
			t.Errorf("Parse(%q) = %+v, want %+v", c.text, got, want)
		}
	}
}

func TestCutLeader(t *testing.T) {
	for text, want := range map[string]string{
		"Lamps on ferries ........ 3":    "Lamps on ferries",
		"등대 소식 ····················· 12": "등대 소식",
		"灯台だより　……　２ページ":                  "灯台だより",
		"Маяк . . . . . . . 4":           "Маяк",
		"Section 3":                      "Section 3",
		"… 3":                            "… 3",
		"in 2024 ... and 5 more":         "in 2024 ... and 5 more",
	} {
		if got := CutLeader(text); got != want {
			t.Errorf("CutLeader(%q) = %q, want %q", text, got, want)
		}
	}
}
