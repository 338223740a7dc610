package browsertest

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/backissue/backissue/site/sitetest"
)

// paper is a page on which nothing is wrong: its body, its style and its
// script can be.
func paper(body, style, script string) fstest.MapFS {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	return fstest.MapFS{
		"ko/index.html": file(`<!doctype html><html lang="ko"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>등대</title>` +
			`<link rel="icon" href="../icon.svg"><link rel="stylesheet" href="../s.css"><script defer src="../s.js"></script></head>` +
			`<body><main><h1>등대</h1><p><a href="../ko/">배</a> <span lang="zh-Hans">灯塔</span></p>` + body + `</main></body></html>`),
		"icon.svg": file(`<svg xmlns="http://www.w3.org/2000/svg"/>`),
		"s.css": file(`:lang(ko){font-family:"Noto Sans CJK KR"}:lang(zh-Hans){font-family:"Noto Sans CJK SC"}` +
			`a{display:inline-block;padding:1em}@media(prefers-color-scheme:dark){html{background:#111;color:#eee}a{color:#9cf}}` + style),
		"s.js": file(script),
	}
}

// Every check finds what it is there for.
func TestBroken(t *testing.T) {
	wanted(t)
	for _, test := range []struct{ name, body, style, script, want string }{
		{name: "nothing"},
		{name: "console", script: `console.log("hello")`, want: `console.log: "hello"`},
		{name: "exception", script: `nothing.at.all`, want: "a script fails: ReferenceError"},
		{name: "inline script", body: "<script>document.title</script>", want: "Content Security Policy"},
		{name: "inline style", body: `<p style="color:red">배</p>`, want: "Content Security Policy"},
		{name: "another host", body: `<img src="https://example.invalid/x.png" alt="배">`, want: "example.invalid"},
		{name: "missing file", body: `<img src="x.png" alt="배">`, want: "404"},
		{name: "wide", body: `<p class="w">배</p>`, style: ".w{width:500px}", want: "scrolls sideways: "},
		{name: "wide on paper", body: `<p class="w">배</p>`, style: "@media print{.w{width:1400px}}", want: "(768-print, 768-print without scripts)"},
		{name: "wide in forced colours", body: `<p class="w">배</p>`, style: "@media(forced-colors:active){.w{width:1400px}}", want: "(360-forced)"},
		{name: "wide without scripts", body: `<p class="w">배</p>`, style: ".w{width:1400px}", script: `document.querySelector(".w").remove()`, want: "(360-light without scripts"},
		{name: "contrast by day", body: `<p class="c">등대지기</p>`, style: ".c{color:#999}", want: "color-contrast"},
		{name: "contrast by night", body: `<p class="c">등대지기</p>`, style: "@media(prefers-color-scheme:dark){.c{color:#333}}", want: "(1280-dark)"},
		{name: "no name", body: `<button></button>`, want: "button-name"},
		{name: "small targets", body: `<ul><li><a class="s" href="../ko/">가</a></li><li><a class="s" href="../ko/">나</a></li></ul>`, style: "li{line-height:12px}li a.s{padding:0;font-size:10px}", want: "target-size"},
		{name: "scripts alone", script: `document.querySelector("main").append("only here")`, want: "with scripts and without"},
		{name: "no scripts alone", script: `document.querySelector("h1").hidden = true`, want: "with scripts and without"},
		{name: "empty without scripts", body: "", style: "main{display:none}.on main{display:block}", script: `document.documentElement.className = "on"`, want: "nothing to read"},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := borrow(t)
			said := b.read(t, serve(t, paper(test.body, test.style, test.script))+"ko/", "broken", sample{lang: "ko", kind: test.name}, true)
			found(t, said, test.want)
		})
	}
}

// found checks that what is wanted was said, or nothing if nothing is.
func found(t *testing.T, said []string, want string) {
	t.Helper()
	all := strings.Join(said, "\n")
	if want == "" && all != "" || !strings.Contains(all, want) {
		t.Errorf("want %q, said: %s", want, all)
	}
}

// A page that moves while it loads is found out.
func TestBrokenShift(t *testing.T) {
	b := borrow(t)
	b.look(t, looks[0])
	b.open(t, serve(t, paper("", "main{padding-top:1px}.on{padding-top:300px}",
		`requestAnimationFrame(() => requestAnimationFrame(() => document.querySelector("main").className = "on"))`))+"ko/")
	eval[bool](t, b, `new Promise(done => setTimeout(() => done(true), 200))`)
	found(t, b.shifts(t), "moves while it loads")
}

// Letters of another language are found out.
func TestBrokenFonts(t *testing.T) {
	for _, test := range []struct{ style, want string }{
		{"", ""},
		{`:lang(zh-Hans){font-family:"Noto Sans CJK KR"}`, `zh-hans "灯塔" is drawn by Noto Sans CJK KR 2`},
		{`:lang(ko){font-family:"Noto Sans CJK JP"}`, "is drawn by Noto Sans CJK JP"},
	} {
		b := borrow(t)
		b.open(t, serve(t, paper("", test.style, ""))+"ko/")
		var said []string
		for _, d := range b.drawn(t) {
			if d.wrong != "" {
				said = append(said, d.wrong)
			}
		}
		found(t, said, test.want)
	}
}

// A keyboard that gets lost is found out.
func TestBrokenKeyboard(t *testing.T) {
	for _, test := range []struct{ name, body, style, script, want string }{
		{name: "nothing", body: `<details><summary>배</summary><a href="#x">x</a></details><button>x</button><input aria-label="x">` +
			`<label><input type="radio" name="r">x</label><label><input type="radio" name="r">y</label>`},
		{name: "no ring", style: ":focus-visible{outline:none}", want: "the focus does not show"},
		{name: "behind", body: `<div class="over">x</div>`, style: ".over{position:fixed;inset:0;background:#fff}", want: "the focus is hidden"},
		{name: "out of order", body: `<a href="#x" tabindex="2">x</a>`, want: "the focus goes to number 1, not 0"},
		{name: "trapped", body: `<button>x</button><a href="#x">y</a>`, script: `document.querySelector("button").onkeydown = e => e.preventDefault()`, want: "the focus goes to number 1, not 2"},
		{name: "nothing to reach", style: "a{display:none}", want: "nothing can be reached"},
		{name: "skipped", body: `<a href="#x">x</a>`, script: `document.querySelectorAll("a")[1].onfocus = e => e.target.blur()`, want: "the focus is lost"},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := borrow(t)
			b.look(t, looks[0])
			b.open(t, serve(t, paper(test.body, test.style, test.script))+"ko/")
			found(t, b.walk(t), test.want)
		})
	}
}

// HTML and CSS that do not conform are found out, and the one false alarm is
// not.
func TestBrokenConformance(t *testing.T) {
	wanted(t)
	dir := t.TempDir()
	for name, text := range map[string]string{
		"a.html": `<!doctype html><html lang="ko"><head><title>x</title></head><body><p><div></div></p></body></html>`,
		"b.html": `<!doctype html><html lang="ko"><head><title>x</title></head><body><h1>x</h1><h2>x</h2><p><span role="heading" aria-level="3">x</span></p><h4>x</h4></body></html>`,
		"c.css":  "a{colr:red}",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var said []string
	for _, m := range check(t, dir) {
		if !falseAlarm(m) {
			said = append(said, fmt.Sprintf("%s %s", name(dir, m.URL), m.Message))
		}
	}
	all := strings.Join(said, "\n")
	for _, want := range []string{"a.html No “p” element in scope", "c.css CSS: “colr”"} {
		if !strings.Contains(all, want) {
			t.Errorf("want %q, said: %s", want, all)
		}
	}
	if strings.Contains(all, "b.html") {
		t.Errorf("a false alarm: %s", all)
	}
}

// A kind of page that is not there is missed.
func TestBrokenKinds(t *testing.T) {
	s, err := sitetest.Read(fstest.MapFS{
		"ko/index.html":         {Data: []byte(`<html lang=ko><body class=kind-home>`)},
		"ko/news/index.html":    {Data: []byte(`<html lang=ko><link rel=canonical href=./><body class=kind-news>`)},
		"en/index.html":         {Data: []byte(`<html lang=en><body class=kind-home>`)},
		"en/strange/index.html": {Data: []byte(`<html lang=en><body class=kind-strange>`)},
	}, "")
	if err != nil {
		t.Fatal(err)
	}
	missing := unknown(s)
	for _, want := range []string{"ko: no page of the kind parallel", "en: no page of the kind law", `en/strange/index.html: is of the kind "strange"`} {
		if !slices.ContainsFunc(missing, func(m string) bool { return strings.HasPrefix(m, want) }) {
			t.Errorf("want %q in %q", want, missing)
		}
	}
	if slices.Contains(missing, "en: no page of the kind parallel") {
		t.Errorf("nothing is in English: %q", missing)
	}
}
