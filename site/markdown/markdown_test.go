package markdown

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/markup/markuptest"
)

func TestGolden(t *testing.T) {
	markuptest.Golden(t, func(data []byte) ([]*doc.Document, error) {
		d, err := Read(data)
		if err != nil {
			return nil, err
		}
		return []*doc.Document{d}, nil
	})
}

func TestReadFront(t *testing.T) {
	for _, test := range []struct{ in, text, furniture string }{
		{"---\ntitle: \"나루: 소식\"\ndate: 2024-03-01\n---\n글", "나루: 소식\n글", "date: 2024-03-01"},
		{"+++\ntitle = '나루'\ndraft = false\n+++\n글", "나루\n글", "draft = false"},
		{"\ufeff---\r\nTitle: 나루\r\n---\r\n\r\n글", "나루\n글", ""},
		{"---\ntitle: >\n  긴\n  제목\n---\n글", "긴 제목\n글", "title: >|긴|제목"},
		{"---\n그저 글\n---\n글", "그저 글\n글", ""},
		{"---\n글", "글", ""},
		{"글\n\n---\ntitle: x\n---\n", "글\ntitle: x", ""},
		{"---\n---\n글", "글", ""},
	} {
		d, err := Read([]byte(test.in))
		if err != nil {
			t.Errorf("%q: %v", test.in, err)
			continue
		}
		markuptest.Check(t, d)
		var furniture []string
		for _, f := range d.Furniture {
			furniture = append(furniture, f.Text)
		}
		if got := doc.Text(d.Blocks...); got != test.text || strings.Join(furniture, "|") != test.furniture {
			t.Errorf("%q: got %q, %q", test.in, got, furniture)
		}
	}
}

func TestReadText(t *testing.T) {
	for in, want := range map[string]string{
		"1~2급과 3~4급":                "1~2급과 3~4급",
		"<Plan>을 <b>발표</b>했다":       "<Plan>을 발표했다",
		"2021. 12. 20. 시행":          "2021. 12. 20. 시행",
		"**《规划》**提出":                "《规划》提出",
		"a \\*\\*b\\*\\* **c":       "a **b** **c",
		"渡口管理站\n检查灯塔":               "渡口管理站检查灯塔",
		"나루터에\n등대가":                 "나루터에 등대가",
		"a\\\nb  \nc":               "a\nb\nc",
		"a&amp;b &lt;c&gt; &#9312;": "a&b <c> ①",
		"`<b>` & <!-- x -->y":       "<b> & y",
		"[a](javascript:alert(1))":  "a",
		"1. 첫째\n1. 둘째\n1. 셋째":       "1. 첫째\n2. 둘째\n3. 셋째",
		"3) 셋\n5) 다섯":               "3) 셋\n5) 다섯",
	} {
		d, err := Read([]byte(in))
		if err != nil {
			t.Errorf("%q: %v", in, err)
			continue
		}
		markuptest.Check(t, d)
		if got := doc.Text(d.Blocks...); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestReadHostile(t *testing.T) {
	for name, in := range map[string]string{
		"quotations":  strings.Repeat(">", 50_000) + "x",
		"lists":       strings.Repeat("- ", 50_000) + "x",
		"numbers":     strings.Repeat("1. ", 50_000) + "x",
		"indented":    indented(1500),
		"brackets":    strings.Repeat("[", 100_000),
		"links":       strings.Repeat("[a](", 50_000),
		"stars":       strings.Repeat("*a **b ", 30_000),
		"backticks":   strings.Repeat("`a``b```c", 20_000),
		"tags":        strings.Repeat("<a ", 50_000),
		"definitions": strings.Repeat("[a]: x\n", 20_000),
		"footnotes":   strings.Repeat("x[^1]\n\n[^1]: y\n\n", 5_000),
		"table":       strings.Repeat("|", 2000) + "\n" + strings.Repeat("|-", 2000) + "|\n" + strings.Repeat(strings.Repeat("|x", 10)+"\n", 500),
		"braces":      strings.Repeat("{#a", 30_000),
		"yaml":        "---\na: &a [x,x]\n" + strings.Repeat("b: &b [*a,*a,*a]\n", 30) + "---\nx",
		"lines":       strings.Repeat("등대 소식\n", 50_000),
	} {
		d, err := Read([]byte(in))
		if err != nil {
			t.Logf("%s: %v", name, err)
			continue
		}
		markuptest.Check(t, d)
	}
}

// indented returns a list of lists, each an item of the one above.
func indented(depth int) string {
	var b strings.Builder
	for i := range depth {
		b.WriteString(strings.Repeat("  ", i) + "- x\n")
	}
	return b.String()
}

func TestSamples(t *testing.T) {
	for name, want := range map[string]struct{ headings, losses int }{
		"zhs-law-1.md":     {12, 0},
		"vi-raw-nd214.txt": {158, 0},
	} {
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join(os.Getenv("BACKISSUE_SAMPLES"), name))
			if err != nil {
				t.Skip(err)
			}
			d, err := Read(data)
			if err != nil {
				t.Fatal(err)
			}
			markuptest.Check(t, d)
			headings := 0
			for _, b := range d.Blocks {
				if _, ok := b.(*doc.Heading); ok {
					headings++
				}
			}
			if headings != want.headings || len(d.Losses) != want.losses {
				t.Errorf("%d headings, losses %v", headings, d.Losses)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	names, _ := filepath.Glob("testdata/*.txtar")
	for _, name := range names {
		if data, err := os.ReadFile(name); err == nil {
			_, in, _ := strings.Cut(string(data), "-- in --\n")
			in, _, _ = strings.Cut(in, "-- out --\n")
			f.Add([]byte(in))
		}
	}
	f.Add([]byte("{{< lang ja >}}*つき*{{< /lang >}}[^1]\n\n[^1]: {{< lang en >}}x{{< /lang >}}\n\n[^2]: y"))
	f.Add([]byte("- 1. 2) x\n  > [!box]\n  > y\n\n<table><tr><td>z</table>\n{#a lang=ko}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<14 {
			return
		}
		markuptest.Fuzz(t, data, Read)
	})
}

// What would take the parser of Markdown or of front matter long is refused.
func TestCostly(t *testing.T) {
	bomb := "---\na: &a [x, x]\n"
	for c := 'b'; c < 'm'; c++ {
		bomb += string(c) + ": &" + string(c) + " [" + strings.Repeat("*"+string(c-1)+", ", 9) + "]\n"
	}
	ticks := ""
	for n := range 2000 {
		ticks += strings.Repeat("`", n) + " "
	}
	for _, c := range []struct{ name, text, want string }{
		{"aliases of aliases", bomb + "---\ntext", "markdown: front matter: more anchors than a page needs"},
		{"one alias", "---\na: &a x\ntitle: *a\n---\ntext", ""},
		{"stars and an ampersand", "---\ntitle: Boats & **lamps**\n---\ntext", ""},
		{"ticks of all lengths", ticks, errCostly.Error()},
		{"ticks", strings.Repeat("`a` and `b`\n", 3000), ""},
		{"comments without an end", strings.Repeat("a <!-- ", 20_000), errCostly.Error()},
		{"lines", strings.Repeat("a\n", maxLines+1), "markdown: 131,073 lines, where 131,072 is the most"},
		{"bytes", strings.Repeat("a ", maxBytes/2+1), "markdown: 33,554,434 bytes, where 33,554,432 is the most"},
	} {
		_, err := Read([]byte(c.text))
		if got := fmt.Sprint(err); got != c.want && (err != nil || c.want != "") {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}
