// Package browsertest reads the demonstration archive in a real browser.
//
// The tests run with BACKISSUE_BROWSER=1, as make test sets it, and are
// skipped without. Then a missing browser is a failure.
package browsertest

import (
	"context"
	"fmt"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/backissue/backissue/site"
	"github.com/backissue/backissue/site/preview"
)

// screens are what a page is looked at on; widths are in CSS pixels.
var screens = []struct {
	name    string
	width   int64
	colours string
}{
	{"phone", 360, "light"},
	{"tablet", 768, "light"},
	{"desk", 1280, "light"},
	{"night", 1280, "dark"},
}

// demonstration builds the archive at the root of the repository, elsewhere,
// and serves it.
func demonstration(t *testing.T) (dir string, server *httptest.Server) {
	t.Helper()
	if os.Getenv("BACKISSUE_BROWSER") != "1" {
		t.Skip("needs a browser: run make test, or set BACKISSUE_BROWSER=1")
	}
	archive := t.TempDir()
	root := filepath.Join("..", "..")
	if err := os.CopyFS(filepath.Join(archive, site.Content), os.DirFS(filepath.Join(root, site.Content))); err != nil {
		t.Fatal(err)
	}
	config, err := os.ReadFile(filepath.Join(root, site.Config))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(archive, site.Config), config, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := site.Build(t.Context(), archive); err != nil {
		t.Fatal(err)
	}
	dir = filepath.Join(archive, site.Public)
	server = httptest.NewServer(preview.Handler(os.DirFS(dir)))
	t.Cleanup(server.Close)
	return dir, server
}

// A tab is a browser tab that remembers what went wrong in it.
type tab struct {
	context.Context
	mu         sync.Mutex
	complaints []string
}

// openTab starts a browser. It may talk to host and to nobody else.
func openTab(t *testing.T, host string) *tab {
	t.Helper()
	program := ""
	for _, name := range []string{"chromium", "google-chrome", "chromium-browser"} {
		if found, err := exec.LookPath(name); err == nil {
			program = found
			break
		}
	}
	if program == "" {
		t.Fatal("no Chromium on this machine: install it, or run the tests without BACKISSUE_BROWSER")
	}
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.ExecPath(program),
		chromedp.DisableGPU,
		chromedp.NoFirstRun,
		chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true),
		chromedp.Flag("disable-quic", true),
		chromedp.WSURLReadTimeout(time.Minute),
	)
	if os.Getuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	allocator, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	b := &tab{}
	listen := chromedp.WithListener(func(event any) { b.listen(host, event) })
	ctx, closeTab := chromedp.NewContext(allocator, listen)
	t.Cleanup(closeTab)
	b.Context = ctx
	err := chromedp.Do(ctx, command(network.Enable, network.EnableParams{}), command(log.Enable, cdp.Empty{}))
	if err != nil {
		t.Fatalf("the browser does not start: %v", err)
	}
	return b
}

// command is an action that sends one command of the browser's protocol.
func command[P, R any](c cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, c, params)
		return err
	})
}

func (b *tab) listen(host string, event any) {
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		var words []string
		for _, a := range e.Args {
			words = append(words, string(a.Value))
		}
		b.complain("console.%s: %s", e.Type, strings.Join(words, " "))
	case *runtime.EventExceptionThrown:
		b.complain("%s: %+v", e.ExceptionDetails.Text, e.ExceptionDetails.Exception)
	case *log.EventEntryAdded:
		b.complain("%s: %s %s", e.Entry.Level, e.Entry.Text, e.Entry.URL)
	case *network.EventRequestWillBeSent:
		u, err := url.Parse(e.Request.URL)
		if err != nil || u.Host != host && u.Scheme != "data" {
			b.complain("asks another host: %s", e.Request.URL)
		}
	}
}

func (b *tab) complain(format string, args ...any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.complaints = append(b.complaints, fmt.Sprintf(format, args...))
}

// hush returns what went wrong since the last call.
func (b *tab) hush() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	said := b.complaints
	b.complaints = nil
	return said
}

func (b *tab) do(t *testing.T, actions ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	ctx, cancel := context.WithTimeout(b.Context, time.Minute)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		t.Fatal(err)
	}
}

// eval returns what a script in the tab comes to.
func eval[T any](t *testing.T, b *tab, script string) T {
	t.Helper()
	ctx, cancel := context.WithTimeout(b.Context, time.Minute)
	defer cancel()
	result, err := chromedp.Run(ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// languages returns the folders of the site that are languages.
func languages(t *testing.T, dir string) []string {
	t.Helper()
	issues, err := filepath.Glob(filepath.Join(dir, "*", "[0-9]*", "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	var langs []string
	for _, i := range issues {
		lang := filepath.Base(filepath.Dir(filepath.Dir(i)))
		if !slices.Contains(langs, lang) {
			langs = append(langs, lang)
		}
	}
	if len(langs) < 2 {
		t.Fatalf("languages %q: the demonstration has more", langs)
	}
	return langs
}

// pages returns one page of each kind in lang, as paths below it: the home
// page, an issue, its sections, and the first article of each of them.
func pages(t *testing.T, dir, lang string) []string {
	t.Helper()
	issues, err := filepath.Glob(filepath.Join(dir, lang, "[0-9]*", "index.html"))
	if err != nil || len(issues) == 0 {
		t.Fatalf("%s: no issue, %v", lang, err)
	}
	latest := filepath.Dir(issues[len(issues)-1])
	found := []string{"", filepath.Base(latest) + "/"}
	sections, err := filepath.Glob(filepath.Join(latest, "*", "index.html"))
	if err != nil || len(sections) == 0 {
		t.Fatalf("%s: no section, %v", latest, err)
	}
	for _, s := range sections {
		section := found[1] + filepath.Base(filepath.Dir(s)) + "/"
		found = append(found, section)
		articles, err := filepath.Glob(filepath.Join(filepath.Dir(s), "*", "index.html"))
		if err != nil || len(articles) == 0 {
			t.Fatalf("%s: no article, %v", s, err)
		}
		found = append(found, section+filepath.Base(filepath.Dir(articles[0]))+"/")
	}
	return found
}

// Every kind of page, in every language, on every screen.
func TestPages(t *testing.T) {
	dir, server := demonstration(t)
	axe, err := os.ReadFile("node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Fatalf("%v: run npm ci in site/browsertest", err)
	}
	b := openTab(t, strings.TrimPrefix(server.URL, "http://"))
	for _, lang := range languages(t, dir) {
		for _, page := range pages(t, dir, lang) {
			for _, screen := range screens {
				t.Run(lang+"/"+page+screen.name, func(t *testing.T) {
					b.hush()
					b.do(t,
						chromedp.EmulateViewport(screen.width, 800),
						command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
							Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: screen.colours}},
						}),
						chromedp.Navigate(server.URL+"/"+lang+"/"+page))
					b.looksRight(t, lang)
					b.accessible(t, string(axe))
					for _, c := range b.hush() {
						t.Error(c)
					}
				})
			}
		}
	}
}

// looksRight checks the page in the tab for what no page may have.
func (b *tab) looksRight(t *testing.T, lang string) {
	t.Helper()
	type page struct {
		Lang, Title, Text string
		Page, View        int
		Wide              []string
	}
	got := eval[page](t, b, `(() => {
		const root = document.documentElement
		const wide = [...document.querySelectorAll("body *")].
			filter(e => e.getBoundingClientRect().right > root.clientWidth + 1).
			slice(0, 3).map(e => e.outerHTML.slice(0, 120))
		return {
			Lang: root.lang, Title: document.title, Text: document.querySelector("main")?.innerText ?? "",
			Page: document.scrollingElement.scrollWidth, View: root.clientWidth, Wide: wide,
		}
	})()`)
	if !strings.EqualFold(got.Lang, lang) {
		t.Errorf("lang is %q", got.Lang)
	}
	if got.Title == "" || strings.TrimSpace(got.Text) == "" {
		t.Errorf("title %q, text %q", got.Title, got.Text)
	}
	if got.Page > got.View {
		t.Errorf("scrolls sideways: %d px in %d: %s", got.Page, got.View, strings.Join(got.Wide, "\n"))
	}
}

// accessible runs the checks of axe on the page in the tab.
func (b *tab) accessible(t *testing.T, axe string) {
	t.Helper()
	violations := eval[[]string](t, b, axe+`;axe.run(document, {resultTypes: ["violations"]}).then(r => r.violations.flatMap(
		v => v.nodes.slice(0, 3).map(n => v.id + ": " + v.help + ": " + n.html.slice(0, 200))))`)
	for _, v := range violations {
		t.Error(v)
	}
}

// The language switch leads to the same page in the other language.
func TestLanguageSwitch(t *testing.T) {
	dir, server := demonstration(t)
	b := openTab(t, strings.TrimPrefix(server.URL, "http://"))
	langs := languages(t, dir)
	for _, from := range langs {
		for _, page := range pages(t, dir, from) {
			for _, to := range langs {
				if _, err := os.Stat(filepath.Join(dir, to, page, "index.html")); err != nil || to == from {
					continue
				}
				t.Run(from+"/"+page+to, func(t *testing.T) {
					b.do(t, chromedp.Navigate(server.URL+"/"+from+"/"+page))
					clicked := eval[bool](t, b, fmt.Sprintf(`(() => {
						const link = [...document.querySelectorAll("body a[hreflang]")].find(a => a.hreflang.toLowerCase() == %q)
						if (link) link.click()
						return !!link
					})()`, to))
					if !clicked {
						t.Fatalf("no link to %s", to)
					}
					b.do(t, chromedp.WaitReady(chromedp.CSS(fmt.Sprintf(`html[lang=%q i]`, to))))
					where := eval[string](t, b, "location.href")
					lang := eval[string](t, b, "document.documentElement.lang")
					if want := server.URL + "/" + to + "/" + page; where != want || !strings.EqualFold(lang, to) {
						t.Errorf("leads to %s in %q, want %s", where, lang, want)
					}
				})
			}
		}
	}
}

// Without scripts, a page says all that it says with them.
func TestWithoutScripts(t *testing.T) {
	dir, server := demonstration(t)
	b := openTab(t, strings.TrimPrefix(server.URL, "http://"))
	for _, lang := range languages(t, dir) {
		for _, page := range pages(t, dir, lang) {
			t.Run(lang+"/"+page, func(t *testing.T) {
				read := func(disabled bool) string {
					b.do(t,
						command(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: disabled}),
						chromedp.Navigate(server.URL+"/"+lang+"/"+page))
					return eval[string](t, b, `document.querySelector("main")?.innerText ?? ""`)
				}
				with, without := read(false), read(true)
				if strings.TrimSpace(without) == "" || with != without {
					t.Errorf("with scripts %q, without %q", with, without)
				}
			})
		}
	}
}
