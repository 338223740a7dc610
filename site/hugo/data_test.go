package hugo

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestThemeByData: colours, logo, publisher, imprint and menu are settings.
func TestThemeByData(t *testing.T) {
	root := archive(t)
	write(t, filepath.Join(root, "assets/logo.svg"), `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><path d="M0 0h2v1z"/></svg>`)
	write(t, filepath.Join(root, "hugo.toml"), `title = "항만 소식"
[params]
logo = "logo.svg"
issn = "1234-5679"
imprint = "등록 *제1호*, [연락처](/about)"
[params.publisher]
name = "항만 연구회 & 벗"
url = "https://example.org/"
[params.colours]
seal = { light = "#123456", dark = "#abcdef" }
link = "teal"
[[menus.main]]
name = "새 소식"
pageRef = "/2021-10"
weight = 1
[[menus.main]]
name = "모임"
url = "https://example.org/meet"
weight = 2
[languages.ko]
weight = 1
[languages.zh-hans]
weight = 2
[languages.en]
weight = 3
`)
	write(t, filepath.Join(root, "content/about/index.ko.md"), "---\ntitle: 알림\ntype: about\n---\n우리.\n")
	mustBuild(t, Options{Root: root})
	files := tree(t, filepath.Join(root, "public"))
	home := string(files["ko/index.html"])
	for _, want := range []string{
		`src=../logo.svg`, `항만 연구회 & 벗`, `<em>제1호</em>`, `href=../ko/about/>연락처`, `href=../ko/2021-10/>새 소식`,
		`href=https://example.org/meet>모임`, `"issn":"1234-5679"`, `"publisher":{"@type":"Organization","name":"항만 연구회 \u0026 벗"`,
	} {
		if !strings.Contains(home, want) {
			t.Errorf("no %s in %s", want, home)
		}
	}
	menu := regexp.MustCompile(`(?s)class=menu__nav.*?</nav>`).FindString(home)
	if strings.Count(menu, "<li>") != 2 {
		t.Errorf("the menu is %s", menu)
	}
	style := regexp.MustCompile(`href=\S*?(css/\S+?\.css)`).FindStringSubmatch(home)
	css := string(files[style[1]])
	for _, want := range []string{"--seal:#123456", "--seal:#abcdef", "--link:teal"} {
		if !strings.Contains(css, want) {
			t.Errorf("no %s in the style sheet", want)
		}
	}
	if strings.Index(css, "--seal:#123456") < strings.Index(css, "--seal:#a5321f") {
		t.Error("the archive's colours stand before the theme's")
	}
}
