package check

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// Numbers, however they are written.
func TestAmounts(t *testing.T) {
	for text, want := range map[string][]float64{
		"1,000명":               {1000},
		"1000 people":          {1000},
		"2만 5천 명":              {25000},
		"2만5000명":              {25000},
		"3억 2천만 원":             {320000000},
		"18.40 亿元":             {1840000000},
		"8.7万余家":               {87000},
		"1亿2000万":              {120000000},
		"2.4万亿美元":              {2.4e12},
		"5조 원":                 {5e12},
		"제5조":                  {5},
		"1.5 million tonnes":   {1500000},
		"3 triệu":              {3000000},
		"2 juta":               {2000000},
		"5 млн":                {5000000},
		"百分之三":                 {3},
		"三成":                   {30},
		"二十分之一":                {5},
		"一点五倍":                 {1.5},
		"第一千一百八十五条":            {1185},
		"二〇三五年":                {2035},
		"两千三百万":                {23000000},
		"“十四五”":                {14, 5},
		"twenty-three tasks":   {23},
		"one and a half times": {1.5},
		"two hundred":          {200},
		"half":                 {50, 0.5},
		"열흘":                   {10},
		"８．２万户":                {82000},
		"1.000.000 đồng":       {1000000},
		"1 234 567":            {1234567},
		"한 사람이 두 번":            {1, 2},
		"mười ngày":            {10},
		"３０％":                  {30},
	} {
		var got []float64
		for _, a := range amounts(text) {
			got = append(got, a.value)
		}
		for _, w := range want {
			if !slices.ContainsFunc(got, func(v float64) bool { return near(v, w) }) {
				t.Errorf("%q: %v, want %v among them", text, got, w)
			}
		}
	}
}

// Dates, with what is wrong with them in an issue of 2024.
func TestDateWords(t *testing.T) {
	for text, want := range map[string]string{
		"2024년 2월 29일":                   "2024-2-29",
		"2월 30일":                         "0-2-30 month 2 has no day 30",
		"2024年3月5日（星期二）":                 "2024-3-5",
		"2024年3月5日（星期日）":                 "2024-3-5 this day is a Tuesday",
		"二〇二四年十二月三十一日":                   "2024-12-31",
		"2024. 3. 5.":                    "2024-3-5",
		"2024-06-31":                     "2024-6-31 month 6 has no day 31",
		"5 March 2024":                   "2024-3-5",
		"March 5, 2024":                  "2024-3-5",
		"Sept. 31, 2024":                 "2024-9-31 month 9 has no day 31",
		"31st of April 2024":             "2024-4-31 month 4 has no day 31",
		"Sunday, 3 March 2024":           "2024-3-3",
		"Monday, 3 March 2024":           "2024-3-3 this day is a Sunday",
		"ngày 31 tháng 4 năm 2024":       "2024-4-31 month 4 has no day 31",
		"ngày 5/3/2024":                  "2024-3-5",
		"tháng 5 năm 2024":               "2024-5-0",
		"31 июня 2024":                   "2024-6-31 month 6 has no day 31",
		"5 Maret 2024":                   "2024-3-5",
		"2024년 13월":                      "2024-13-0 there is no month 13",
		"13월령":                           "",
		"in June 31 vessels":             "",
		"3월 5일(화)":                       "0-3-5",
		"May 2024":                       "2024-5-0",
		"제2024-45호, 010-2024-0230, 3.5.": "",
	} {
		var got []string
		for _, d := range dates(text) {
			got = append(got, strings.TrimSpace(fmt.Sprintf("%d-%d-%d %s", d.year, d.month, d.day, d.wrong(2024))))
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// Two spellings of a name, and two names.
func TestSimilar(t *testing.T) {
	for _, c := range []struct {
		x, y string
		want bool
	}{
		{"나루법치일보", "나루법제일보", true}, {"Harbour Daily", "harbour  daily", true}, {"Harbour Daily", "Harbor Daily", true},
		{"나루일보", "나무일보", true}, {"나루보", "나무보", false}, {"나루통신사", "나루통신망", false}, {"동해신문", "서해신문", false},
		{"나루경제망", "나루재경망", false}, {"제1신문", "제2신문", false}, {"가루일보", "나루일보", false}, {"渡口日报", "渡囗日报", true},
	} {
		if got := (&Archive{}).oneName(c.x, c.y); got != c.want {
			t.Errorf("%s, %s: %v", c.x, c.y, got)
		}
	}
}

// Settings, and what is wrong with them.
func TestParseOptions(t *testing.T) {
	o, err := ParseOptions(map[string]any{"B302": "off", "accept": []any{"B304 /2024-03/", "title-language 2024-03/news/01"}})
	if err != nil {
		t.Fatal(err)
	}
	found := o.accept([]Finding{
		{Code: "B304", File: "content/2024-03/news/01/facts.yaml"}, {Code: "B304", File: "content/2024-030/news/01/facts.yaml"},
		{Code: "B101", Doubt: "title-language", Article: "2024-03/news/01"}, {Code: "B101", Doubt: "law-boundary", Article: "2024-03/news/01"},
	})
	if len(found) != 2 || found[0].File != "content/2024-030/news/01/facts.yaml" || found[1].Doubt != "law-boundary" {
		t.Errorf("left: %+v", found)
	}
	for _, bad := range []map[string]any{{"b302": "off"}, {"B302": 3}, {"accept": "B302"}, {"accept": []any{"B302"}}, {"accept": []any{"B999 x"}}} {
		if _, err := ParseOptions(bad); err == nil {
			t.Errorf("%v: no error", bad)
		}
	}
}

// No text makes a rule fail, and findings are on lines that the file has.
func FuzzRun(f *testing.F) {
	for _, seed := range []string{
		"---\ntitle: a\n---\n\n> [!abstract]\n>\n> 3억 2천만 원, 2월 30일\n\n第二条 第二条 甲\n", "## {#}\n\n![](a)[b](../c#d)\n{lang=\"en\"}", "{{< lang ko >}}가{{< /lang >}}",
		"> [!conflict] yours\n", "제7조의2(가)\n\n<가>(이하, <나>)", "百分之之分之十\n\n1,,2.3.4亿万", "+++\na = [\n+++\n", "`[x](y", "ⅣArticle 7 ７．",
	} {
		f.Add(seed, seed)
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		files := fstest.MapFS{
			"2024-03/news/01/index.ko.md": {Data: []byte(a)}, "2024-03/news/01/index.zh-hans.md": {Data: []byte(b)}, "2024-03/news/01/facts.yaml": {Data: []byte(b)},
			"2024-03/laws/01/index.zh-hans.md": {Data: []byte("---\ntitle: 规定\ntype: law\n---\n" + a)},
		}
		found, err := Run(&Archive{Content: files, Languages: []string{"ko", "zh-hans"}}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			data := files[strings.TrimPrefix(f.File, contentFolder)]
			if f.Line < 0 || data != nil && f.Line > 2+strings.Count(strings.ReplaceAll(string(data.Data), "\r\n", "\n"), "\n") {
				t.Errorf("%s: there is no such line", f)
			}
			if strings.ContainsAny(f.Message, "\n\r") {
				t.Errorf("%q is not one line", f.Message)
			}
		}
	})
}
