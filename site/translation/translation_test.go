package translation

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/backissue/backissue/site/content"
)

const front = "---\ntitle: \"요금 공개\"\ndate: 2024-03-01\n---\n\n"

var (
	korean  = []string{"> [!abstract]\n>\n> 요금을 공개한다.", "## 제1장 총칙 {#ch-1}", "항만은 요금을 공개한다.", "배는 요금을 미리 안다.", "시행은 다음 달부터이다."}
	chinese = []string{"> [!abstract]\n>\n> 公开收费。", "## 第一章 总则 {#ch-1}", "港口公开收费。", "船舶提前知道收费。", "自下月起施行。"}
)

func page(fields string, blocks []string) string {
	return strings.Replace(front, "date:", fields+"date:", 1) + strings.Join(blocks, "\n\n") + "\n"
}

// with returns blocks of which one is another.
func with(blocks []string, i int, text string) []string {
	out := slices.Clone(blocks)
	out[i] = text
	return out
}

// reviewed returns the Chinese page as review writes it.
func reviewed(t *testing.T, original string) string {
	t.Helper()
	files := archive(original, page("", chinese))
	a, err := Of(files, "2024-03/news/01/index.zh-hans.md", Options{Languages: []string{"ko", "zh-hans"}})
	if err != nil {
		t.Fatal(err)
	}
	out, err := Review([]byte(page("", chinese)), a, "zh-hans", "ko", []byte(original))
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func archive(ko, zh string) fstest.MapFS {
	files := fstest.MapFS{"2024-03/_index.ko.md": {Data: []byte(front)}, "about/index.ko.md": {Data: []byte(front)}}
	for lang, text := range map[string]string{"ko": ko, "zh-hans": zh} {
		if text != "" {
			files["2024-03/news/01/index."+lang+".md"] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	return files
}

// imported makes Options for an archive in which import wrote these texts.
func imported(texts ...string) Options {
	o := Options{Languages: []string{"ko", "zh-hans"}}
	o.Imported = func(file string) ([]string, bool) {
		i := slices.IndexFunc(o.Languages, func(l string) bool { return strings.HasSuffix(file, "index."+l+".md") })
		if i >= len(texts) || texts[i] == "" {
			return nil, false
		}
		p, err := content.Parse([]byte(texts[i]))
		if err != nil {
			return nil, false
		}
		return content.Sums(p.Body), true
	}
	return o
}

func TestRead(t *testing.T) {
	ko, zh := page("", korean), page("", chinese)
	changed := page("", with(korean, 3, "배는 요금을 언제나 안다."))
	wrapped := page("", with(korean, 3, "배는\n요금을   미리 안다."))
	longer := page("", append(slices.Clone(korean), "문의는 사무소에서 받는다."))
	shorter := page("", slices.Delete(slices.Clone(korean), 3, 4))
	for _, test := range []struct {
		name   string
		ko, zh string
		o      Options
		want   string // language of the original, status, statuses of blocks, dropped
	}{
		{"imported with the original", ko, zh, imported(ko, zh), "ko imported iiiii 0"},
		{"the original was corrected by hand", changed, zh, imported(ko, zh), "ko stale iiisi 0"},
		{"and the translation too", changed, page("", with(chinese, 3, "船舶始终知道收费。")), imported(ko, zh), "ko imported iiiii 0"},
		{"white space is nothing", wrapped, zh, imported(ko, zh), "ko imported iiiii 0"},
		{"by hand", ko, zh, imported(ko), "ko draft ddddd 0"},
		{"nothing is known of import", ko, zh, Options{Languages: []string{"ko", "zh-hans"}}, "ko draft ddddd 0"},
		{"marked as a draft", ko, page("translation: draft\n", chinese), imported(ko, zh), "ko draft ddddd 0"},
		{"hidden", ko, page("draft: true\n", chinese), imported(ko, zh), "ko draft ddddd 0"},
		{"reviewed", ko, reviewed(t, ko), imported(ko), "ko reviewed rrrrr 0"},
		{"reviewed, and reflowed", wrapped, reviewed(t, ko), imported(ko), "ko reviewed rrrrr 0"},
		{"reviewed, and one sentence changed", changed, reviewed(t, ko), imported(ko), "ko stale rrrsr 0"},
		{"reviewed, and a block came", longer, reviewed(t, ko), imported(ko), "ko stale rrrrrs 0"},
		{"reviewed, and a block went", shorter, reviewed(t, ko), imported(ko), "ko stale rrrr 1"},
		{"missing", ko, "", imported(ko), "ko missing mmmmm 0"},
		{"a page that shows the other", ko, page("fallback: ko\n", nil), imported(ko, page("fallback: ko\n", nil)), "ko missing mmmmm 0"},
		{"half of it", ko, page("", chinese[:1]), imported(ko, page("", chinese[:1])), "ko imported immmm 0"},
		{"the original is the other", page("translation: {of: zh-hans}\n", korean), zh, imported(ko, zh), "zh-hans original  0"},
		{"broken front matter", ko, "---\ntitle: [\n---\n\nx\n", imported(ko), "ko draft mmmmm 0"},
	} {
		articles, err := Read(archive(test.ko, test.zh), test.o)
		if err != nil || len(articles) != 1 {
			t.Fatalf("%s: %v %v", test.name, articles, err)
		}
		a := articles[0]
		e := a.Editions[1]
		blocks := ""
		for _, b := range e.Blocks {
			blocks += string(b.Status[0])
		}
		got := fmt.Sprintf("%s %s %s %d", a.Original, e.Status, blocks, e.Dropped)
		if got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
		if one, err := Of(archive(test.ko, test.zh), "2024-03/news/01/index.ko.md", test.o); err != nil || fmt.Sprint(one) != fmt.Sprint(a) {
			t.Errorf("%s: alone it is %v, %v", test.name, one, err)
		}
	}
}

// TestLines: a block knows where it and its translation stand in their files.
func TestLines(t *testing.T) {
	articles, err := Read(archive(page("", with(korean, 3, "배는 안다.")), reviewed(t, page("", korean))), imported(page("", korean)))
	if err != nil {
		t.Fatal(err)
	}
	e := articles[0].Editions[1]
	if b := e.Blocks[3]; b.Line != 14 || b.Own != 15 || b.Text != "배는 안다." {
		t.Errorf("%+v", b)
	}
	if e.Stale() != 1 || e.File != "2024-03/news/01/index.zh-hans.md" {
		t.Errorf("%+v", e)
	}
}

func TestCount(t *testing.T) {
	ko := page("", korean)
	files := archive(ko, page("", chinese))
	files["2024-04/news/01/index.ko.md"] = &fstest.MapFile{Data: []byte(ko)}
	articles, err := Read(files, imported(ko))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range Count(articles) {
		got = append(got, fmt.Sprintf("%s %s %d/%d", p.Issue, p.Lang, p.Draft+p.Missing, p.Articles), fmt.Sprint(p.Done()))
	}
	want := []string{"2024-03 ko 0/1", "1", "2024-03 zh-hans 1/1", "0", "2024-04 ko 0/1", "1", "2024-04 zh-hans 1/1", "0"}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

// TestReview: a review changes the field and nothing else.
func TestReview(t *testing.T) {
	mark := `translation: {of: "ko", reviewed: "SUMS"}`
	for _, test := range []struct{ name, in, want string }{
		{"new", "---\ntitle: a  # why\n\nweight: 1\n---\n글\n\n\n", "---\ntitle: a  # why\n\nweight: 1\n" + mark + "\n---\n글\n\n\n"},
		{"again", "---\ntranslation: {of: ko, reviewed: \"x\"}\ntitle: a\n---\n글", "---\n" + mark + "\ntitle: a\n---\n글"},
		{"draft", "---\ntranslation: draft # mine\ntitle: a\n---\n글", "---\n" + mark + "\ntitle: a\n---\n글"},
		{"on several lines", "---\ntranslation:\n  of: ko\n  reviewed: x\ntitle: a\n---\n글", "---\n" + mark + "\ntitle: a\n---\n글"},
		{"from Windows", "---\r\ntitle: a\r\n---\r\n글\r\n", "---\r\ntitle: a\r\n" + mark + "\r\n---\r\n글\r\n"},
		{"TOML", "+++\ntitle = 'a'\n[params]\nx = 1\n+++\n글", "+++\n" + `translation = {of = "ko", reviewed = "SUMS"}` + "\ntitle = 'a'\n[params]\nx = 1\n+++\n글"},
		{"TOML again", "+++\ntitle = 'a'\ntranslation = 'draft'\n+++\n글", "+++\ntitle = 'a'\n" + `translation = {of = "ko", reviewed = "SUMS"}` + "\n+++\n글"},
		{"no front matter", "글\n", "---\n" + mark + "\n---\n글\n"},
		{"a rule in the body", "---\ntitle: a\n---\n글\n\n---\n\ntranslation: x\n", "---\ntitle: a\n" + mark + "\n---\n글\n\n---\n\ntranslation: x\n"},
	} {
		original := "원문.\n\n둘째.\n"
		out, err := Review([]byte(test.in), Article{Original: "ko"}, "zh-hans", "ko", []byte(original))
		sums := strings.Join(content.Sums(original), " ")
		if want := strings.ReplaceAll(test.want, "SUMS", sums); err != nil || string(out) != want {
			t.Errorf("%s: %q, %v\nwant %q", test.name, out, err, want)
			continue
		}
		again, err := Review(out, Article{Original: "ko"}, "zh-hans", "ko", []byte(original))
		if err != nil || string(again) != string(out) {
			t.Errorf("%s: again %q, %v", test.name, again, err)
		}
		if p, err := content.Parse(out); err != nil || p.Front[field] == nil {
			t.Errorf("%s: %v %v", test.name, p, err)
		}
	}
	for name, test := range map[string]struct{ data, lang, of, original string }{
		"the original":  {"글", "ko", "ko", "글"},
		"no original":   {"글", "zh-hans", "ko", ""},
		"no text":       {"---\ntitle: a\n---\n", "zh-hans", "ko", "글"},
		"a fallback":    {"---\nfallback: ko\n---\n글", "zh-hans", "ko", "글"},
		"broken":        {"---\ntitle: [\n---\n글", "zh-hans", "ko", "글"},
		"broken source": {"글", "zh-hans", "ko", "---\ntitle: [\n---\n글"},
	} {
		var original []byte
		if test.original != "" {
			original = []byte(test.original)
		}
		if out, err := Review([]byte(test.data), Article{Original: "ko"}, test.lang, test.of, original); err == nil {
			t.Errorf("%s: %q", name, out)
		}
	}
}
