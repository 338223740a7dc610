package catalogue

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/backissue/backissue/site/content"
)

func TestAlign(t *testing.T) {
	for _, test := range []struct {
		name, own, other string
		want             []row
	}{
		{"paragraphs", "a\n\nb", "x\n\ny", []row{{[]string{"a"}, []string{"x"}}, {[]string{"b"}, []string{"y"}}}},
		{"another number of paragraphs", "a\n\nb", "x", []row{{[]string{"a", "b"}, []string{"x"}}}},
		{"other shapes", "a\n\n- b", "x\n\ny", []row{{[]string{"a", "- b"}, []string{"x", "y"}}}},
		{"articles of a law", "p\n\n第一条\n{#art-1}\n\nq\n\n第二条\n{#art-2}", "제1조\n{#art-1}\n\n제2조\n{#art-2}\n\nr", []row{
			{Own: []string{"p"}},
			{[]string{"第一条\n{#art-1}"}, []string{"제1조\n{#art-1}"}},
			{Own: []string{"q"}},
			{[]string{"第二条\n{#art-2}"}, []string{"제2조\n{#art-2}"}},
			{Other: []string{"r"}},
		}},
		{"headings", "## A {#h-1}\n\na", "## X {#h-1}\n\nx\n\ny", []row{
			{[]string{"## A {#h-1}"}, []string{"## X {#h-1}"}},
			{[]string{"a"}, []string{"x", "y"}},
		}},
		{"identifiers in another order", "a {#b-1}\n\nb {#b-2}", "y {#b-2}\n\nx {#b-1}", []row{
			{Other: []string{"y {#b-2}"}},
			{[]string{"a {#b-1}"}, []string{"x {#b-1}"}},
			{Own: []string{"b {#b-2}"}},
		}},
		{"an abstract and the original", "> [!abstract]\n>\n> a", "x\n\ny", []row{{[]string{"> [!abstract]\n>\n> a"}, []string{"x", "y"}}}},
		{"an abstract before a translation", "> [!abstract]\n> a\n\nb", "x", []row{{Own: []string{"> [!abstract]\n> a"}}, {[]string{"b"}, []string{"x"}}}},
		{"two abstracts", "> [!abstract]\n> a\n\nb", "> [!abstract]\n> x\n\ny", []row{{[]string{"> [!abstract]\n> a"}, []string{"> [!abstract]\n> x"}}, {[]string{"b"}, []string{"y"}}}},
		{"items stay whole", "- a\n  {#p-1}\n\n  b\n\n- c", "- x\n  {#p-1}\n\n- y", []row{
			{[]string{"- a\n  {#p-1}\n\n  b"}, []string{"- x\n  {#p-1}"}},
			{[]string{"- c"}, []string{"- y"}},
		}},
	} {
		if got, want := fmt.Sprintf("%q", align(test.own, test.other)), fmt.Sprintf("%q", test.want); got != want {
			t.Errorf("%s:\n got %s\nwant %s", test.name, got, want)
		}
	}
}

// FuzzAlign: whatever stands in two texts stands in the rows, each side in its
// own order.
func FuzzAlign(f *testing.F) {
	f.Add("a\n\nb {#x}", "x {#x}\n\n- y\n\n  z")
	f.Add("> [!abstract]\n> a", "```\n\nx\n\n```\n\ny")
	f.Add("第一条\n{#art-1}\n\n第二条\n{#art-2}", "{#art-2}\n\n{#art-1}\n\n{#art-1}")
	f.Fuzz(func(t *testing.T, own, other string) {
		var a, b []string
		for _, r := range align(own, other) {
			if len(r.Own)+len(r.Other) == 0 {
				t.Errorf("an empty row of %q and %q", own, other)
			}
			a, b = append(a, r.Own...), append(b, r.Other...)
		}
		if !slices.Equal(a, content.Texts(own)) || !slices.Equal(b, content.Texts(other)) {
			t.Errorf("%q and %q became %q and %q", own, other, a, b)
		}
		if got, want := letters(content.Texts(own)), letters([]string{own}); got != want {
			t.Errorf("%q lost text: %q", own, got)
		}
	})
}

// letters returns the text of blocks without white space.
func letters(blocks []string) string {
	return strings.Join(strings.Fields(strings.Join(blocks, " ")), "")
}

func TestKoreanTerm(t *testing.T) {
	for _, test := range []struct{ words, han, want string }{
		{"경제의 대순환", "大循环", "대순환"},
		{"국내 국제 쌍순환", "双循环", "쌍순환"},
		{"대우에 네거티브 리스트", "负面清单", "네거티브 리스트"},
		{"나루터 근본개혁", "清源", "근본개혁"},
		{"목록", "清单", "목록"},
		{"외자를 이용한 새 정책", "新政策方案", "새 정책"},
	} {
		if got := koreanTerm(test.words, test.han); got != test.want {
			t.Errorf("%s(%s): %q, want %q", test.words, test.han, got, test.want)
		}
	}
}

func TestTerms(t *testing.T) {
	for _, test := range []struct {
		text, lang string
		want       [][2]name
	}{
		{`항만의 쌍방향 항로\(双向航线\)를 늘린다.`, "ko", [][2]name{{{Text: "쌍방향 항로", Lang: "ko"}, {Text: "双向航线", Lang: "zh-hans"}}}},
		{"중국(2021)과 위원회(위)는", "ko", nil},
		{"推进“数字孪生”（Digital Twin）建设", "zh-hans", [][2]name{{{Text: "数字孪生", Lang: "zh-hans"}, {Text: "Digital Twin", Lang: "en"}}}},
		{"所谓“规定”（见附件）", "zh-hans", nil},
		{"the “list” (清单) of", "en", nil},
	} {
		p := &page{&content.Page{Front: map[string]any{"hani": "zh-hans"}, Body: test.text}}
		if got := terms(p, test.lang); !slices.Equal(got, test.want) {
			t.Errorf("%s: %q, want %q", test.text, got, test.want)
		}
	}
}

func TestNamedLaws(t *testing.T) {
	for _, test := range []struct {
		text string
		want []string
	}{
		{`根据《港口收费办法》和《办事指南》，《港口收费办法》`, []string{"港口收费办法"}},
		{`《滩涂管理规定》（以下简称《规定》）。《规定》共六条。`, []string{"滩涂管理规定"}},
		{`《长期发展规划》(下称《发展规划》)。《发展规划》提出`, []string{"长期发展规划"}},
		{`\<갯벌 관리 규정\>(이하, \<관리규정\>)`, []string{"갯벌 관리 규정"}},
		{`「船員法」と〈파도 규정〉`, []string{"파도 규정"}},
		{`1 < 2 그리고 3 > 2`, nil},
	} {
		a := &article{node: &node{pages: map[string]*page{"ko": {&content.Page{Body: test.text}}}}}
		if got := a.namedLaws(options.LawWords); !slices.Equal(got, test.want) {
			t.Errorf("%s: %q, want %q", test.text, got, test.want)
		}
	}
}

func TestSlug(t *testing.T) {
	for _, test := range []struct{ name, want string }{
		{"法发〔2021〕29 号", "法发-2021-29-号"},
		{"“제3차 5개년” 계획", "제3차-5개년-계획"},
		{"Order No. 31 of 2024", "order-no-31-of-2024"},
		{"Ｏｒｄｅｒ", "order"},
		{"../../x", "x"},
		{"《》", ""},
	} {
		if got := slug(test.name); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
	long := strings.Repeat("规", 100)
	if a, b := slug(long+"一"), slug(long+"二"); a == b || len(a) > longest+9 {
		t.Errorf("%q and %q", a, b)
	}
}
