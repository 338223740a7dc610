package bundle

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	goyaml "github.com/goccy/go-yaml"
	"golang.org/x/text/language"
	"golang.org/x/tools/txtar"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/issue"
)

var update = flag.Bool("update", false, "rewrite the golden files")

var (
	ko   = language.Korean
	zh   = language.SimplifiedChinese
	en   = language.English
	ja   = language.Japanese
	und  = language.Und
	date = time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC)
)

func span(lang language.Tag, text string) doc.Span { return doc.Span{Text: text, Lang: lang} }

func para(id string, spans ...doc.Span) *doc.Paragraph { return &doc.Paragraph{ID: id, Spans: spans} }

func head(level int, id, text string) *doc.Heading {
	return &doc.Heading{Level: level, ID: id, Spans: []doc.Span{{Text: text}}}
}

func list(items ...doc.Block) *doc.List {
	l := &doc.List{}
	for _, b := range items {
		l.Items = append(l.Items, doc.Item{Blocks: []doc.Block{b}})
	}
	return l
}

func cells(texts ...string) [][]doc.Span {
	var row [][]doc.Span
	for _, t := range texts {
		row = append(row, []doc.Span{{Text: t}})
	}
	return row
}

// bulletin is an issue with everything in it that the seam has a form for.
var bulletin = &issue.Issue{
	Key: "2024-03", Date: date, Langs: []language.Tag{ko, zh, en},
	Intro: []doc.Block{para("", span(ko, "독자 여러분께")), para("", span(zh, "致读者"))},
	Sections: []issue.Section{
		{Key: "news", Kind: issue.News, Titles: []issue.Title{{Text: "소식", Lang: ko}, {Text: "News", Lang: en}},
			Articles: []issue.Article{{
				Key: "01", Pos: doc.Position{Page: 2, Line: 71},
				Credits: []issue.Title{{Text: `달빛시 "강변" 도서관`, Lang: ko}, {Text: "月光市图书馆", Lang: zh}},
				Editions: []issue.Edition{
					{Lang: ko, Title: issue.Title{Text: "달빛시 <“제2차 3개년” 정원 계획> 발표", Lang: ko},
						Abstract: []doc.Block{para("", span(ko, "달빛시는 <“제2차 3개년” 정원 계획>을 발표하였다. 등급은 1~2급이며 순환("), span(zh, "循环"), span(ko, ")을 강화한다."))}},
					{Lang: zh, Title: issue.Title{Text: "달빛시 <“제2차 3개년” 정원 계획> 발표", Lang: ko},
						Body: []doc.Block{para("", span(zh, "近日，月光市印发《花园规划》（以下简称《规划》）。")),
							para("", span(zh, "2024. 3. 1. 起施行，"), span(ja, "つきのひかり"), span(zh, "除外。"))}},
					{Lang: en, Title: issue.Title{Text: "달빛시 <“제2차 3개년” 정원 계획> 발표", Lang: ko}},
				},
			}}},
		{Key: "laws", Kind: issue.Law, Titles: []issue.Title{{Text: "최신 법규", Lang: ko}},
			Articles: []issue.Article{{
				Key: "01", Pos: doc.Position{Line: 300}, Number: "月发〔2024〕7号", Enacted: "2024-02-11",
				Authority: issue.Title{Text: "月光市园林局", Lang: zh},
				Topics:    []string{"property", "environment"}, Regions: []string{"hunan"},
				Editions: []issue.Edition{
					{Lang: ko, Title: issue.Title{Text: "정원(庭園) 규정", Lang: ko}},
					{Lang: zh, Title: issue.Title{Text: "花园管理规定", Lang: zh}, Body: law},
					{Lang: en, Title: issue.Title{Text: "Rules: gardens #1", Lang: en}, Body: []doc.Block{
						para("art-1", span(en, "1. Gardens are open. See <Plan>.\nBring *no* dogs.")), para("", span(zh, "本规定以中文为准。"))}},
				},
			}}},
		{Key: "qa", Kind: issue.QA},
	},
}

var letterhead = []doc.Block{
	para("", span(en, "Moonlight Gardens, 1. Rose Street #7")),
	para("", span(ko, "달빛구 "), span(zh, "花园路"), span(ko, " 1")),
	list(para("", span(ko, "서울")), para("", span(ko, "정원시"))),
	list(para("", span(ko, "달빛")), para("", span(zh, "月光"))),
}

var law = []doc.Block{
	head(2, "ch-1", "一、总则 {草案}"),
	para("art-7", span(zh, "第七条　下列花园免费开放：")),
	list(para("art-7-1", span(zh, "（一）校园；")), para("art-7-2", span(zh, "（二）屋顶花园。"))),
	list(para("", span(zh, "月季")), para("", span(zh, "1. 牡丹"))),
	list(para("pt-1", span(zh, "只有一项"))),
	&doc.Box{Blocks: []doc.Block{head(3, "box-1", "专栏1　示范工程"), para("", span(zh, "——")), para("", span(en, "In one language only."))}},
	&doc.Table{Header: 1, Rows: [][][]doc.Span{cells("名称", "a|b"), cells("- 一", "")}},
	&doc.Figure{Media: "garden 1.png", Alt: "[花园]", Caption: []doc.Span{{Text: `月光“花园” "A"`}}},
	para("", span(zh, "{{< x >}} 与 <!--more--> 均为原文。")),
}

func TestFilesGolden(t *testing.T) {
	var a txtar.Archive
	a.Comment = []byte("The bundles of an invented issue. To rewrite: go test ./site/bundle -run Golden -update\n\n")
	files := Files(bulletin, Source{Name: "2024-03.txt", SHA256: "00"})
	files = append(files, About(letterhead, []language.Tag{zh, ko, en})...)
	files = append(files, Home([]issue.Title{{Text: "달빛 소식지", Lang: ko}, {Text: "月光通讯", Lang: zh}})...)
	for _, f := range files {
		a.Files = append(a.Files, txtar.File{Name: f.Path, Data: f.Data})
	}
	got := txtar.Format(&a)
	const golden = "testdata/bulletin.txtar"
	if *update {
		if err := os.WriteFile(golden, got, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("Files gives\n%s", got)
	}
}

// No issue has the folder of the pages about the publisher, which are the
// owner's as soon as they are there.
func TestAboutIsTheOwners(t *testing.T) {
	if err := checkPaths([]File{{Path: "about/_index.ko.md"}}, "about"); err == nil || !strings.Contains(err.Error(), "belongs to the archive") {
		t.Errorf("an issue named about: %v", err)
	}
	root := t.TempDir()
	langs := []language.Tag{ko, en}
	if written, err := WriteMissing(root, About(letterhead, langs[:1])); err != nil || !slices.Equal(written, []string{"about/index.ko.md"}) {
		t.Fatalf("written %q, %v", written, err)
	}
	name := filepath.Join(root, contentDir, "about", "index.ko.md")
	if err := os.WriteFile(name, []byte("mine"), 0o666); err != nil {
		t.Fatal(err)
	}
	if written, err := WriteMissing(root, About(letterhead[:1], langs)); err != nil || !slices.Equal(written, []string{"about/index.en.md"}) {
		t.Errorf("written %q, %v", written, err)
	}
	if data, err := os.ReadFile(name); err != nil || string(data) != "mine" {
		t.Errorf("the edited page is %q, %v", data, err)
	}
}

// TestFilesWrite makes sure that Write takes what Files makes.
func TestFilesWrite(t *testing.T) {
	files := Files(bulletin, Source{Name: "2024-03.txt"})
	root := t.TempDir()
	if got := mustWrite(t, root, files); len(got.Written) != len(files) {
		t.Errorf("written %v", got.Written)
	}
	wantContent(t, root, files)
}

// TestYAML reads front matter and facts back with the library that Hugo uses.
func TestYAML(t *testing.T) {
	for _, s := range append([]string{"no", "2021-10", "0x1F", "null", "- a", "a: b #c", `\"'`, "’“", "\u2028\u0085\u0000\x1b\x7f", "a\nb", "&x *y !z %", "{a}", "\U0001F33C"}, nasty...) {
		iss := &issue.Issue{Key: "k", Langs: []language.Tag{ko}, Sections: []issue.Section{{Key: "s", Articles: []issue.Article{{Key: "1",
			Number: s, Credits: []issue.Title{{Text: s, Lang: language.MustParse("no")}}, Authority: issue.Title{Text: s, Lang: ko},
			Editions: []issue.Edition{{Lang: ko, Title: issue.Title{Text: s, Lang: language.MustParse("no")}}}}}}}}
		want := oneLine(s)
		for _, f := range Files(iss, Source{Name: s}) {
			text := strings.TrimSuffix(strings.TrimPrefix(string(f.Data), "---\n"), "---\n")
			var m map[string]any
			if err := goyaml.Unmarshal([]byte(text), &m); err != nil {
				t.Errorf("%s: %v\n%s", f.Path, err, text)
				continue
			}
			switch {
			case strings.HasSuffix(f.Path, "facts.yaml"):
				credit, _ := m["credit"].(map[string]any)
				if s != "" && (m["number"] != want || credit["text"] != want || credit["lang"] != "no" || m["source"].(map[string]any)["file"] != want) {
					t.Errorf("%q became\n%s%v", s, text, m)
				}
			case strings.HasSuffix(f.Path, "/index.ko.md"):
				if m["title"] != want || m["titleLang"] != "no" {
					t.Errorf("%q became\n%s%v", s, text, m)
				}
			}
		}
	}
}

// TestMarkdownStaysClean holds text that must come out as it went in, or with
// the one escape it needs.
func TestMarkdownStaysClean(t *testing.T) {
	for in, want := range map[string]string{
		"<“14차 5개년” 외자 이용 발전 계획>": "<“14차 5개년” 외자 이용 발전 계획>",
		"1~2급 및 3~4급": "1~2급 및 3~4급",
		"《规划》提出，要坚持**两个**原则": `《规划》提出，要坚持\*\*两个\*\*原则`,
		"가격* 2 * 3 = 6":              "가격* 2 * 3 = 6",
		"2021. 12. 20. 시행":           `2021\. 12. 20. 시행`,
		"（一）外资；":                     "（一）外资；",
		"➢ 가 - 나":                    "➢ 가 - 나",
		"[내용개요: 가] (나)":              "[내용개요: 가] (나)",
		"<Plan> & Q&A; a_b_c":        `\<Plan> & Q\&A; a_b_c`,
		"　　第一条　总则":                   "　　第一条　总则",
		"—":                          "—",
		"1.":                         `1\.`,
		"…":                          "…",
		"https://example.org/a_b(c)": "https://example.org/a_b(c)",
		"#1 — #标签":                   "#1 — #标签",
		`C:\그림\새`:                    `C:\그림\새`,
		"a | b $5 :smile: 100%":      "a | b $5 :smile: 100%",
		"+++":                        "+++",
		"---":                        `\---`,
		"مادة 1. نص":                 "مادة 1. نص",
		"{{< x >}} <!--more-->":      `\{\{< x >}} <\!--more-->`,
	} {
		got := strings.Join(writer{lang: ko}.blocks([]doc.Block{para("", span(und, in))}, ko), "\n")
		if got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

// Names of attached files are fit for disks, addresses and Hugo, each is its
// own, and none is a page or a program.
func TestAttachmentNames(t *testing.T) {
	var media []doc.Media
	for _, name := range []string{
		"붙임 1. 등대 (안).hwp", "붙임-1.-등대-안.hwp", "../../hugo.toml", "index.md", "page.HTML", "drawing.svg", "facts.yaml",
		".htaccess", "…", "a\u0301.csv", strings.Repeat("가", 300) + ".pdf", "no ending", `C:\x\y.doc`, "a%2fb.txt",
	} {
		media = append(media, doc.Media{Name: name})
	}
	want := []string{
		"붙임-1.-등대-안.hwp", "붙임-1.-등대-안-2.hwp", "hugo.toml", "index.md.txt", "page.HTML.txt", "drawing.svg.txt", "facts.yaml",
		"htaccess", "file", "á.csv", strings.Repeat("가", 100) + ".pdf", "no-ending", "C-x-y.doc", "a-2fb.txt",
	}
	got := attachmentNames(media)
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	var files []File
	for _, name := range got {
		files = append(files, File{Path: "2024-07/news/01/files/" + name}, File{Path: "2024-07/files/" + name})
	}
	if err := checkPaths(files, "2024-07"); err != nil {
		t.Error(err)
	}
	for _, name := range []string{"2024-07/news/01/files/x.md", "2024-07/news/01/files/../x", "2024-07/files/a/b.csv", "2024-07/files/.x", "2024-07/news/files/x.csv"} {
		if checkPaths([]File{{Path: name}}, "2024-07") == nil {
			t.Errorf("%s is no path of a bundle", name)
		}
	}
}
