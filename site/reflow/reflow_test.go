package reflow_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/reflow"
)

// page turns text into lines: a form feed begins a page, a blank line makes a
// gap, blanks before and behind a text are its indent and its trail.
func page(text string) []reflow.Line {
	var lines []reflow.Line
	number, last := 0, 0
	for p, part := range strings.Split(text, "\f") {
		first := true
		for i, raw := range strings.Split(part, "\n") {
			if i > 0 || p == 0 {
				number++
			}
			s := strings.Trim(raw, " ")
			if s == "" {
				continue
			}
			l := reflow.Line{Text: s, Trail: strings.HasSuffix(raw, " "), Gap: number - last, Indent: float64(len(raw) - len(strings.TrimLeft(raw, " ")))}
			if strings.Contains(text, "\f") {
				l.Page = p + 1
			}
			l.Line = number
			if first && p > 0 {
				l.Gap = 0
			}
			first = false
			lines = append(lines, l)
			last = number
		}
		last = number - 1
	}
	return lines
}

// view lists blocks, one line each.
func view(blocks []doc.Block) []string {
	var out []string
	for _, b := range blocks {
		switch b := b.(type) {
		case *doc.List:
			for _, it := range b.Items {
				for i, line := range view(it.Blocks) {
					mark := "  "
					if i == 0 {
						mark = it.Marker + " "
					}
					out = append(out, mark+line)
				}
			}
		case *doc.Table:
			for _, row := range strings.Split(doc.Text(b), "\n") {
				out = append(out, "| "+strings.ReplaceAll(row, "\t", " | "))
			}
		case *doc.Box:
			for _, line := range view(b.Blocks) {
				out = append(out, "[] "+line)
			}
		default:
			out = append(out, doc.Text(b))
		}
	}
	return out
}

func furniture(d *doc.Document) []string {
	var out []string
	for _, f := range d.Furniture {
		out = append(out, fmt.Sprintf("%s: %s", f.Kind, f.Text))
	}
	return out
}

func compare(t *testing.T, got []string, want ...string) {
	t.Helper()
	if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w {
		t.Errorf("got\n%s\nwant\n%s", g, w)
	}
}

// body is a page of text that differs from page to page.
func body(n int) string {
	things := strings.Fields("lamps ropes bells boats quays piers crates masts oars nets sails buoys")
	return fmt.Sprintf("The keeper of the pier shall inspect the %s every month and\nshall write down what is missing from the %s of the ferry.", things[n%12], things[(n+5)%12])
}

func TestFurniture(t *testing.T) {
	// pages puts a head above and a foot below each of eight pages.
	pages := func(head, foot func(n int) string) string {
		var out []string
		for n := 1; n <= 8; n++ {
			out = append(out, head(n)+"\n\n"+body(n)+"\n"+body(n+3)+"\n\n"+foot(n))
		}
		return strings.Join(out, "\n\f")
	}
	none := func(int) string { return "" }
	same := func(s string) func(int) string { return func(int) string { return s } }
	counting := func(format string) func(int) string {
		return func(n int) string { return fmt.Sprintf(format, n) }
	}
	for _, c := range []struct {
		name       string
		head, foot func(int) string
		kind       doc.FurnitureKind
		count      int
	}{
		{"the same head", same("Harbour Letter"), none, doc.RunningHead, 8},
		{"heads on left and right pages", func(n int) string { return []string{"Harbour Letter", "March 2024"}[n%2] }, none, doc.RunningHead, 8},
		{"a head that counts", counting("Harbour Letter %d"), none, doc.RunningHead, 8},
		{"a foot that ends like a sentence", none, same("All rights reserved."), doc.RunningHead, 8},
		{"page numbers", none, counting("%d"), doc.PageNumber, 8},
		{"page numbers between dashes", none, counting("- %d -"), doc.PageNumber, 8},
		{"page numbers of a whole", none, counting("Page %d of 8"), doc.PageNumber, 8},
		{"Chinese page numbers", none, counting("第 %d 页 共 8 页"), doc.PageNumber, 8},
		{"Korean page numbers", none, counting("%d쪽"), doc.PageNumber, 8},
		{"articles at the top of pages", func(n int) string { return fmt.Sprintf("Article %d", 2*n+n*n%5) }, none, doc.RunningHead, 0},
		{"Chinese articles", func(n int) string { return fmt.Sprintf("第%s条", string([]rune("三五六九十")[n%5])) }, none, doc.RunningHead, 0},
		{"different heads", func(n int) string { return "On " + body(n)[30:60] }, none, doc.RunningHead, 0},
	} {
		d := reflow.Blocks(page(pages(c.head, c.foot)))
		n := 0
		for _, f := range d.Furniture {
			if f.Kind == c.kind {
				n++
			}
		}
		if n != c.count || len(d.Furniture) != n {
			t.Errorf("%s: %d of %q, want %d\n%s", c.name, n, c.kind, c.count, strings.Join(furniture(d), "\n"))
		}
		if text := doc.Text(d.Blocks...); !strings.Contains(text, "every month and shall write down") {
			t.Errorf("%s: text got lost\n%s", c.name, text)
		}
	}
}

// Furniture in the middle of a sentence leaves the sentence whole.
func TestFurnitureCutsNoSentence(t *testing.T) {
	d := reflow.Blocks(page(`The keeper of the pier shall inspect the lamps every month and
shall write down what is missing from the boats, from the quays

- 1 -
` + "\f" + `and from the boxes of ropes that stand at the end of the pier, so
that nothing is missed.

- 2 -
` + "\f" + `Nobody else shall touch the lamps.

- 3 -`))
	compare(t, view(d.Blocks),
		"The keeper of the pier shall inspect the lamps every month and shall write down what is missing from the boats, from the quays and from the boxes of ropes that stand at the end of the pier, so that nothing is missed.",
		"Nobody else shall touch the lamps.")
	compare(t, furniture(d), "page number: - 1 -", "page number: - 2 -", "page number: - 3 -")
}

func TestLetterhead(t *testing.T) {
	foot := "\n\nMarch 2024\n\n%d\n\nHarbour Office 7 Lantern Quay\nGaonnaru | Dalmeori | Ojin\n"
	text := ""
	for n := 1; n <= 3; n++ {
		text += body(n) + fmt.Sprintf(foot, n) + "\n\f"
	}
	d := reflow.Blocks(page(text + body(4)))
	kinds := map[string]int{}
	for _, f := range d.Furniture {
		kinds[f.Text]++
	}
	for _, line := range []string{"March 2024", "Harbour Office 7 Lantern Quay", "Gaonnaru | Dalmeori | Ojin"} {
		if kinds[line] != 3 {
			t.Errorf("%q is furniture %d times of 3", line, kinds[line])
		}
	}
	if text := doc.Text(d.Blocks...); strings.Contains(text, "Lantern") {
		t.Errorf("the letterhead is in the text\n%s", text)
	}
}

func TestBookmark(t *testing.T) {
	text := "四、组织实施\n\n渡口管理站应当每月检查渡船的灯具，并把检查结果公布在码头上。\n\n        四、组织实施\n\f灯塔看守人应当在日落之前点亮灯塔。\n\n        没有出现过的话"
	d := reflow.Blocks(page(text))
	compare(t, furniture(d), "bookmark: 四、组织实施")
	if got := strings.Join(view(d.Blocks), "\n"); !strings.Contains(got, "没有出现过的话") || !strings.HasPrefix(got, "四、组织实施\n") {
		t.Errorf("got\n%s", got)
	}
}

// The ends of paragraphs come again as often as they like.
func TestEndsOfParagraphsStay(t *testing.T) {
	var paragraphs []string
	for n := range 8 {
		paragraphs = append(paragraphs, strings.Replace(body(n), "of the ferry.", "of it. No one else may do\nso.", 1))
	}
	d := reflow.Blocks(page(strings.Join(paragraphs, "\n\n")))
	if len(d.Furniture) > 0 {
		t.Errorf("furniture: %q", furniture(d))
	}
	if got := len(d.Blocks); got != 8 {
		t.Errorf("%d paragraphs, want 8\n%s", got, doc.Text(d.Blocks...))
	}
}

// Where most paragraphs are one line, most gaps are those between paragraphs.
// A full last line still ends one.
func TestShortParagraphs(t *testing.T) {
	text := `나루터 소식

渡口通讯

제28호

법률 뉴스

출처: 나루일보

나루터 관리소는 다음 달부터 화물명세서를 음성으로 낼 수 있게 한다고 밝혔다. 글을
읽기 어려운 화주도 다른 사람의 도움이 없이 화물명세서를 낼 수 있게 하려는 것이다.

음성으로 낸 명세서는 곧바로 글자로 바뀌어 다시 읽어 주며 화주가 맞다고 말하여야만
제출된다.

渡口管理站

来源：渡口日报

나루터
`
	if got := reflow.Blocks(page(text)).Blocks; len(got) != 10 {
		t.Errorf("got %d blocks, want 10: %q", len(got), view(got))
	}
}

func TestTable(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"figures", "指标 2023 2024\n渡船 12 15\n灯塔 3 4\n浮标 40 38",
			[]string{"| 指标 | 2023 | 2024", "| 渡船 | 12 | 15", "| 灯塔 | 3 | 4", "| 浮标 | 40 | 38"}},
		{"a number and its unit are one cell", "指标 2023 2024\n货物 12 万 15 万\n灯塔 3 4",
			[]string{"| 指标 | 2023 | 2024", "| 货物 | 12 万 | 15 万", "| 灯塔 | 3 | 4"}},
		{"wide gaps", "Kind of boat   2023   2024\nSmall ferry   12   15\nFishing boat   3   4",
			[]string{"| Kind of boat | 2023 | 2024", "| Small ferry | 12 | 15", "| Fishing boat | 3 | 4"}},
		{"two rows are none", "渡船 12 15\n灯塔 3 4", []string{"渡船 12 15", "灯塔 3 4"}},
		{"words are none", "Gaonnaru Dalmeori Ojin\nHakjeong Anpo Yuhang\nEunseok Solseom Mulan", nil},
	} {
		d := reflow.Blocks(page(c.text))
		tables := 0
		for _, b := range d.Blocks {
			if _, ok := b.(*doc.Table); ok {
				tables++
			}
		}
		if strings.HasSuffix(c.name, "none") {
			if tables > 0 {
				t.Errorf("%s: %d tables", c.name, tables)
			}
			continue
		}
		compare(t, view(d.Blocks), c.want...)
	}
}

func TestGluedHeading(t *testing.T) {
	for text, want := range map[string][]string{
		"各渡口应当公布检查结果。  三、附则":   {"各渡口应当公布检查结果。", "三、附则"},
		"各渡口应当公布检查结果。  第三章 附则": {"各渡口应当公布检查结果。", "第三章 附则"},
		"各渡口应当公布检查结果。三、附则":     {"各渡口应当公布检查结果。三、附则"},
		"各渡口，  三、附则":           {"各渡口， 三、附则"},
		"各渡口应当公布结果。  三、附则。完":   {"各渡口应当公布结果。 三、附则。完"},
	} {
		compare(t, view(reflow.Blocks(page(text)).Blocks), want...)
	}
}

// A box ends where the next part begins, or where the text is as wide again
// as above it.
func TestBox(t *testing.T) {
	wide := "渡口管理站应当每月检查渡船的灯具并把检查的结果公布在码头\n渡口管理站应当每月检查渡船的灯具并把检查的结果公布在码头\n上，供旅客查阅。"
	narrow := "灯塔看守人应当在日落之前点亮灯塔并且登记点灯\n的时间和当天的风力以及当天的水位；遇有大雾的\n日子，应当每小时鸣钟一次，并通知附近的渡口和\n码头，请旅客暂缓上船。"
	join := func(s string) string { return strings.ReplaceAll(s, "\n", "") }
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"up to the next part", wide + "\n专栏 1 灯塔\n" + narrow + "\n二、浮标\n" + wide,
			[]string{join(wide), "[] 专栏 1 灯塔", "[] " + join(narrow), "二、浮标", join(wide)}},
		{"up to text of the old width", wide + "\n专栏 1 灯塔\n" + narrow + "\n" + wide,
			[]string{join(wide), "[] 专栏 1 灯塔", "[] " + join(narrow), join(wide)}},
		{"up to the next box", wide + "\n专栏 1 灯塔\n" + narrow + "\n专栏 2 浮标\n" + narrow,
			[]string{join(wide), "[] 专栏 1 灯塔", "[] " + join(narrow), "[] 专栏 2 浮标", "[] " + join(narrow)}},
		{"a title alone is none", wide + "\n专栏 1 灯塔\n二、浮标\n" + wide,
			[]string{join(wide), "专栏 1 灯塔", "二、浮标", join(wide)}},
	} {
		t.Run(c.name, func(t *testing.T) { compare(t, view(reflow.Blocks(page(c.text)).Blocks), c.want...) })
	}
}

func TestHyphens(t *testing.T) {
	for text, want := range map[string]string{
		"The keeper of the pier shall inspect the lamps of every har-\nbour and shall write down what he finds.":                            "every harbour and",
		"The night-watch of the pier shall inspect the lamps of the night-\nwatch and shall write down what it finds.":                      "the night-watch and",
		"The keeper of the pier shall inspect the lamps of the North-\nQuay and shall write down what he finds there.":                      "the North-Quay and",
		"The keeper of the pier shall inspect every lamp of the har\u00ad\nbour and shall write down what he finds there.":                  "har\u00adbour and",
		"The keeper of the pier shall inspect the lamps of the pages 10-\n12 of the register and write down what he finds.":                 "pages 10-12 of",
		"The keeper of the pier shall inspect the lamps of the boats (and/\nor of the quays) and shall write down what he has found there.": "(and/or of",
	} {
		d := reflow.Blocks(page(text))
		if got := doc.Text(d.Blocks...); !strings.Contains(got, want) {
			t.Errorf("got %q, want %q in it", got, want)
		}
	}
}

// A space between a number and its unit goes where the document shows the
// same number and unit without one, and nowhere else.
func TestDigits(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"제3차 5개년\n\n제 3 차 5 개년 계획은 끝났다.", "제3차 5개년 계획은 끝났다."},
		{"14차\n\n14 차에서 다룬다.", "14차에서 다룬다."},
		{"14차\n\n15 차에서 다룬다.", "15 차에서 다룬다."},
		{"3个渡口\n\n共有 3 个渡口和 4 座灯塔。", "共有 3个渡口和 4 座灯塔。"},
		{"나루\n\n배가   두 척  있다.", "배가 두 척 있다."},
	} {
		d := reflow.Blocks(page(c.text))
		lines := view(d.Blocks)
		if got := lines[len(lines)-1]; got != c.want {
			t.Errorf("%q: got %q, want %q", c.text, got, c.want)
		}
	}
}

func TestLists(t *testing.T) {
	d := reflow.Blocks(page("Rules of the pier:\n\n• land the catch\n  – label it\n  – weigh it\n• clean the quay\n➢ 등불\n✓ 밧줄\n\uf0d8 기록"))
	list, ok := d.Blocks[1].(*doc.List)
	if !ok {
		t.Fatalf("got %T", d.Blocks[1])
	}
	compare(t, view(d.Blocks), "Rules of the pier:", "• land the catch", "  – label it", "  – weigh it", "• clean the quay", "  ➢ 등불", "    ✓ 밧줄", "      \uf0d8 기록")
	if len(list.Items) != 2 {
		t.Errorf("%d items, want 2", len(list.Items))
	}
	for _, text := range []string{"-12 degrees", "*note", "•"} {
		if d := reflow.Blocks(page(text)); doc.Text(d.Blocks...) != text {
			t.Errorf("%q became %q", text, view(d.Blocks))
		}
	}
}

// Every guess about a broken Korean word is a doubt with its place.
func TestDoubtfulJoin(t *testing.T) {
	d := reflow.Blocks(page("나룻배를 모는 사람은 밤에 등불을 켜야 하고 낮에는 깃발을 달아야 하며 밧\n줄을 챙겨야 한다."))
	if got := doc.Text(d.Blocks...); !strings.Contains(got, "밧줄을") {
		t.Errorf("got %q", got)
	}
	d = reflow.Blocks(page("해안교역위원회에 내야 하는 보증금은 해마다 삼월에 정하는 대로 모두 가온\n나루터 은행에 맡겨 두어야 한다."))
	if len(d.Doubts) != 1 || d.Doubts[0].Code != "line-join" || d.Doubts[0].Line != 2 {
		t.Errorf("doubts: %+v", d.Doubts)
	}
}

func TestNoLines(t *testing.T) {
	if d := reflow.Blocks(nil); len(d.Blocks) > 0 || len(d.Furniture) > 0 {
		t.Errorf("got %+v", d)
	}
}
