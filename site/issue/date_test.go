package issue

import (
	"testing"

	"github.com/backissue/backissue/site/doc"
)

func TestFindDate(t *testing.T) {
	p := DefaultProfile()
	for _, c := range []struct {
		text    string
		want    string
		precise bool
	}{
		{"2024년 3월", "2024-03-01", false},
		{"2024년 3월호 (제26호)", "2024-03-01", false},
		{"2024. 3. 5.", "2024-03-05", true},
		{"2024.03.05", "2024-03-05", true},
		{"2024-03-05", "2024-03-05", true},
		{"2024/3/5", "2024-03-05", true},
		{"2024年3月", "2024-03-01", false},
		{"2024 年 3月 5 日", "2024-03-05", true},
		{"２０２４年３月５日", "2024-03-05", true},
		{"二〇二四年三月", "2024-03-01", false},
		{"二○二四年十二月", "2024-12-01", false},
		{"第26期　2024年3月", "2024-03-01", false},
		{"March 2024", "2024-03-01", false},
		{"March. 2024", "2024-03-01", false},
		{"Issue No. 26 · March 2024", "2024-03-01", false},
		{"5 March 2024", "2024-03-05", true},
		{"5th March 2024", "2024-03-05", true},
		{"March 5, 2024", "2024-03-05", true},
		{"MAY 2024", "2024-05-01", false},
		{"tháng 3/2024", "2024-03-01", false},
		{"Tháng 12 năm 2024", "2024-12-01", false},
		{"март 2024", "2024-03-01", false},
		{"5 марта 2024 г.", "2024-03-05", true},
		{"Maret 2024", "2024-03-01", false},
		{"17 Agustus 2024", "2024-08-17", true},
		{"03/2024", "2024-03-01", false},
		{"3.2024", "2024-03-01", false},
		// None of these is a date.
		{"", "", false},
		{"2024", "", false},
		{"제26호", "", false},
		{"2024년 13월", "", false},
		{"Marching 2024", "", false},
		{"maybe 2024", "", false},
		{"1824년 3월", "", false},
	} {
		d, precise, ok := p.findDate(c.text)
		got := ""
		if ok {
			got = d.Format("2006-01-02")
		}
		if got != c.want || precise != c.precise {
			t.Errorf("%q: %s, precise %v, want %s, %v", c.text, got, precise, c.want, c.precise)
		}
	}
}

func TestDay(t *testing.T) {
	if _, err := day("2024", "2", "29"); err != nil {
		t.Errorf("2024 had a leap day: %v", err)
	}
	for _, d := range [][3]string{{"2023", "2", "29"}, {"2024", "4", "31"}, {"2024", "13", "1"}, {"2024", "1", "0"}} {
		if _, err := day(d[0], d[1], d[2]); err == nil {
			t.Errorf("%v is a day", d)
		}
	}
}

// The date of an issue is looked for where issues print theirs.
func TestIdentify(t *testing.T) {
	paragraph := func(line int, text string) unit {
		return newUnit(&doc.Paragraph{Position: doc.Position{Line: line}, Spans: []doc.Span{{Text: text}}})
	}
	head := func(line int, text string) doc.Furniture {
		return doc.Furniture{Position: doc.Position{Line: line}, Kind: doc.RunningHead, Text: text}
	}
	var filler []unit
	for i := range 20 {
		filler = append(filler, paragraph(10+i, "나루"))
	}
	day := DefaultProfile()
	day.Period = "day"
	for _, c := range []struct {
		name      string
		units     []unit
		furniture []doc.Furniture
		profile   Profile
		key       string
		line      int
	}{
		{"at the top", []unit{paragraph(1, "등대 소식 2024년 3월"), paragraph(2, "나루")}, nil, DefaultProfile(), "2024-03", 1},
		{"the line that says it is an issue", []unit{paragraph(1, "2024년 2월의 일"), paragraph(2, "제26호 2024년 3월")}, nil, DefaultProfile(), "2024-03", 2},
		{"in a running head", filler, []doc.Furniture{head(40, "March. 2024")}, DefaultProfile(), "2024-03", 40},
		{"at the end", append(filler[:20:20], paragraph(99, "2024년 3월 발행")), nil, DefaultProfile(), "2024-03", 99},
		{"not within the text", append(append(filler[:20:20], paragraph(98, "2024년 3월")), filler...), nil, DefaultProfile(), "", 0},
		{"not in a page number", filler, []doc.Furniture{{Kind: doc.PageNumber, Text: "3/2024"}}, DefaultProfile(), "", 0},
		{"with the day", []unit{paragraph(1, "제26호 2024. 3. 5.")}, nil, day, "2024-03-05", 1},
		{"with the day, that is not asked for", []unit{paragraph(1, "제26호 2024. 3. 5.")}, nil, DefaultProfile(), "2024-03", 1},
		{"without the day", []unit{paragraph(1, "2024년 3월")}, nil, day, "2024-03", 1},
	} {
		key, date, ev := identify(c.units, c.furniture, c.profile)
		if key != c.key || ev.Line != c.line {
			t.Errorf("%s: %q by line %d, want %q by line %d", c.name, key, ev.Line, c.key, c.line)
		}
		if date.IsZero() != (c.key == "") {
			t.Errorf("%s: date %v", c.name, date)
		}
	}
}

// A day in brackets that says what happened on it is the day of a law, and no
// date of an issue to be relied on.
func TestEnactment(t *testing.T) {
	for text, want := range map[string]bool{
		"(항무감독서 규칙 제7호, 2024. 7. 3. 제정)": true,
		"（2024年3月5日第三次全体会议通过）":           true,
		"(Adopted on 10 March 2024)":     true,
		"(2024년 3월)":                     false,
		"(September 2024)":               false,
		"2024년 3월 5일 제정":                 false,
	} {
		if got := enactment(text); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
}
