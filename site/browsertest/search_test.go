package browsertest

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/backissue/backissue/site/preview"
)

// A page of results, as a reader sees it.
type answered struct {
	Status  string
	Titles  []string
	Marked  []string // what is marked
	Links   []string // without what comes before the language
	Bare    []string // titles of results in which nothing is marked
	Foreign []string // titles in Hangul that are said to be in another language
	More    bool     // there is a button for more
	Address string
}

const resultsPage = `({
	status: document.querySelector(".status").textContent,
	titles: [...document.querySelectorAll(".results h2")].map(e => e.textContent),
	marked: [...document.querySelectorAll(".results mark")].map(e => e.textContent),
	links: [...document.querySelectorAll(".results a")].map(e => decodeURI(e.href).replace(/.*\/((ko|zh-hans|en)\/)/, "$1")),
	bare: [...document.querySelectorAll(".results li")].filter(e => !e.querySelector("mark")).map(e => e.querySelector("h2").textContent),
	foreign: [...document.querySelectorAll(".results h2")].filter(e => /\p{Script=Hangul}/u.test(e.textContent) && e.lang !== "ko").map(e => e.textContent),
	more: !document.querySelector(".onward button").hidden,
	address: decodeURI(location.search),
})`

// answers waits until the status of the search page is no longer what it was,
// and returns what is there.
func (b *tab) answers(t *testing.T, before string) answered {
	t.Helper()
	for range 200 {
		if f := eval[answered](t, b, resultsPage); f.Status != before {
			return f
		}
		time.Sleep(30 * time.Millisecond)
	}
	t.Fatalf("the search does not answer, the page says %q", before)
	return answered{}
}

// ask opens the search page of a language with a query.
func (b *tab) ask(t *testing.T, root, lang, query string) answered {
	t.Helper()
	b.open(t, root+lang+"/search/"+query)
	b.do(t, chromedp.WaitReady(chromedp.CSS(".footer")))
	return b.answers(t, "")
}

func asks(words string) string { return "?q=" + url.QueryEscape(words) }

// underPath serves files below a path, as a project's pages on GitHub are,
// under the strict policy.
func underPath(t *testing.T, dir string) string {
	t.Helper()
	pages := http.StripPrefix("/some/where", preview.Handler(os.DirFS(dir)))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		pages.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL + "/some/where/"
}

// TestSearch: what is asked for in many ways is found first, and marked.
func TestSearch(t *testing.T) {
	root := underPath(t, archives[0].built(t))
	b := borrow(t)
	for _, test := range []struct {
		why, lang, query string
		link             string // that the first result leads to
		marked           string // in it, or ""
		near             bool
	}{
		{"Korean inside a compound", "ko", asks("냉장물"), "ko/2024-03/news/02/", "냉장물", false},
		{"Chinese", "zh-hans", asks("冷链物流"), "zh-hans/2024-03/laws/02/", "冷链物流", false},
		{"Traditional for Simplified", "ko", asks("冷鏈物流"), "zh-hans/2024-03/laws/02/", "冷链物流", false},
		{"a law's name in the other language", "ko", asks("부두분쟁 조정업무를"), "zh-hans/2024-03/laws/05/", "부두분쟁 조정업무를", false},
		{"spaces", "ko", asks("부두 분쟁조정 업무를"), "zh-hans/2024-03/laws/05/", "부두분쟁 조정업무를", false},
		{"a document's number", "ko", asks("港监综(2024) ７号"), "zh-hans/2024-03/laws/03/", "", false},
		{"an article of a law", "zh-hans", asks("渡船 第七条"), "zh-hans/2024-03/laws/04/#art-7", "第七条", false},
		{"one character", "zh-hans", asks("灯"), "", "灯", false},
		{"several words", "en", asks("ferries lamps register"), "en/2024-05/news/01/", "lamps", false},
		{"a phrase", "en", asks(`"small ferries"`), "en/2024-05/news/01/", "small ferries", false},
		{"one wrong character in four", "zh-hans", asks("冷链物浏"), "zh-hans/2024-03/laws/02/", "冷链物", true},
		{"a wrong letter", "en", asks("harbor supervision"), "en/2024-05/news/01/", "Supervision", true},
		{"a language alone", "ko", asks("冷链物流") + "&language=ko", "", "", true},
		{"a section alone", "ko", asks("港口") + "&section=qa", "zh-hans/2024-06/qa/01/#h-1", "港口", false},
	} {
		t.Run(test.why, func(t *testing.T) {
			f := b.ask(t, root, test.lang, test.query)
			if test.link != "" && (len(f.Links) == 0 || f.Links[0] != test.link) {
				t.Errorf("%s: %q leads to %q, want %s first", test.query, f.Status, f.Links, test.link)
			}
			if test.marked != "" && !strings.Contains(strings.Join(f.Marked, "|"), test.marked) {
				t.Errorf("%s: marked %q, want %q", test.query, f.Marked, test.marked)
			}
			if near := strings.ContainsAny(f.Status, "‘“"); near != test.near {
				t.Errorf("%s: says %q", test.query, f.Status)
			}
			if len(f.Bare) > 0 && !test.near || len(f.Foreign) > 0 {
				t.Errorf("%s: nothing is marked in %q; not said to be Korean: %q", test.query, f.Bare, f.Foreign)
			}
			for _, said := range b.hush() {
				t.Error(said)
			}
		})
	}
	f := b.ask(t, root, "en", asks("zzzzqqqq"))
	if len(f.Titles) > 0 || !strings.Contains(f.Status, "zzzzqqqq") {
		t.Errorf("what is nowhere: %q %q", f.Status, f.Titles)
	}
}

// TestSearchMore: the first results are followed by others until a page is
// full; the button adds more, leads to them, and goes when there are none.
func TestSearchMore(t *testing.T) {
	root := underPath(t, archives[0].built(t))
	b := borrow(t)
	b.ask(t, root, "zh-hans", asks("港"))
	full := `document.querySelector(".results").ariaBusy === "false"`
	b.until(t, full)
	f := eval[answered](t, b, resultsPage)
	if len(f.Links) < 8 || len(f.Links) > 12 || !f.More {
		t.Fatalf("%d results, more: %v", len(f.Links), f.More)
	}
	for f.More {
		first := len(f.Links)
		b.do(t, chromedp.Click(chromedp.CSS(".onward button")))
		b.until(t, full)
		f = eval[answered](t, b, resultsPage)
		at := eval[int](t, b, `[...document.querySelectorAll(".results a")].indexOf(document.activeElement)`)
		if len(f.Links) > first && at != first {
			t.Errorf("after %d results, more lead to the one at %d", first, at)
		}
		if len(f.Links) > 500 {
			t.Fatal("no end")
		}
	}
	all := slices.Sorted(slices.Values(f.Links))
	if once := len(slices.Compact(slices.Clone(all))); once != len(all) {
		t.Errorf("%d results, %d of them new: %q", len(all), once, all)
	}
	if len(f.Bare) > 0 || len(f.Foreign) > 0 {
		t.Errorf("nothing is marked in %q; not said to be Korean: %q", f.Bare, f.Foreign)
	}
	if !strings.Contains(f.Status, strconv.Itoa(len(all))) {
		t.Errorf("%d results, and it says %q", len(all), f.Status)
	}
	for _, said := range b.hush() {
		t.Error(said)
	}
}

// TestSearchFails: where the index cannot be fetched, the page says so, and
// searches when it is there again.
func TestSearchFails(t *testing.T) {
	pages := preview.Handler(os.DirFS(archives[0].built(t)))
	var broken atomic.Bool
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if broken.Load() && strings.HasPrefix(r.URL.Path, "/search/") {
			http.NotFound(w, r)
			return
		}
		pages.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	b := borrow(t)
	f := b.ask(t, server.URL+"/", "en", asks("harbour"))
	broken.Store(true)
	again := func(words string) answered {
		t.Helper()
		before := f.Status
		eval[any](t, b, `document.querySelector(".search__words").value = "`+words+`"; document.querySelector(".main .search").requestSubmit()`)
		f = b.answers(t, before)
		return f
	}
	if f := again("lamps"); len(f.Titles) > 0 || strings.ContainsAny(f.Status, "0123456789‘“") {
		t.Errorf("without an index: %q %q", f.Status, f.Titles)
	}
	broken.Store(false)
	if f := again("ferries"); len(f.Titles) == 0 {
		t.Errorf("with it again: %q", f.Status)
	}
}

// slash presses "/", and lets the page keep it from the box.
func (b *tab) slash(t *testing.T) {
	t.Helper()
	b.do(t, command(input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: "keyDown", Key: "/", Text: "/"}),
		command(input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: "keyUp", Key: "/"}))
}

// TestSearchKeyboard: the keyboard reaches the box, the results and back, and
// the address says what was asked for.
func TestSearchKeyboard(t *testing.T) {
	root := underPath(t, archives[0].built(t))
	b := borrow(t)
	focus := func() string {
		return eval[string](t, b, `(e => e.id || e.className || e.closest("h2")?.textContent || e.localName)(document.activeElement)`)
	}
	b.open(t, root+"ko/2024-03/")
	b.do(t, chromedp.WaitReady(chromedp.CSS(".footer")))
	b.slash(t)
	if focus() != "search__words" {
		t.Fatalf("the slash leads to %s", focus())
	}
	b.do(t, chromedp.SendKeys(chromedp.CSS(".search__words"), "港口"), chromedp.KeyEvent(kb.Enter))
	b.do(t, chromedp.WaitReady(chromedp.CSS(".kind-search .results a")))
	f := b.answers(t, "")
	if len(f.Titles) == 0 || f.Address != "?q=港口" {
		t.Fatalf("%+v", f)
	}
	b.slash(t)
	b.do(t, chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(kb.ArrowUp))
	if focus() != f.Titles[0] {
		t.Errorf("the arrows lead to %s, want %s", focus(), f.Titles[0])
	}
	b.do(t, chromedp.KeyEvent(kb.Escape))
	if focus() != "search__words" {
		t.Errorf("Escape leads to %s", focus())
	}
	b.do(t, chromedp.KeyEvent(kb.Escape))
	if f := b.answers(t, f.Status); f.Status != "" || len(f.Titles) > 0 {
		t.Errorf("Escape in the box leaves %q", f.Status)
	}
	// Another query, and back to the one before.
	b.do(t, chromedp.SendKeys(chromedp.CSS(".search__words"), "渡船"), chromedp.KeyEvent(kb.Enter))
	second := b.answers(t, "")
	if second.Address != "?q=渡船" {
		t.Errorf("the address is %s", second.Address)
	}
	for _, said := range b.hush() {
		t.Error(said)
	}
}

// TestSearchComposition: an input method is left alone until it is done.
func TestSearchComposition(t *testing.T) {
	root := underPath(t, archives[0].built(t))
	b := borrow(t)
	b.open(t, root+"ko/search/")
	b.do(t, chromedp.WaitReady(chromedp.CSS(".footer")), chromedp.Click(chromedp.CSS(".search__words")))
	b.do(t, command(input.ImeSetComposition, input.ImeSetCompositionParams{Text: "냉ㅈ", SelectionStart: 2, SelectionEnd: 2}))
	time.Sleep(600 * time.Millisecond) // longer than it waits for more letters
	if f := eval[answered](t, b, resultsPage); f.Status != "" {
		t.Errorf("searches in the middle of a composition: %q", f.Status)
	}
	b.do(t, command(input.InsertText, input.InsertTextParams{Text: "냉장"}))
	if f := b.answers(t, ""); len(f.Titles) == 0 {
		t.Errorf("after it: %q", f.Status)
	}
}

// TestSearchWithoutScripts: the box leads to the list by year.
func TestSearchWithoutScripts(t *testing.T) {
	root := underPath(t, archives[0].built(t))
	b := borrow(t)
	b.scripts(t, false)
	b.open(t, root+"ko/search/"+asks("港口"))
	b.do(t, chromedp.WaitReady(chromedp.CSS(".footer")))
	b.follow(t, `.main .onward a[href*="archive"]`)
	if at := b.where(t); !strings.HasSuffix(at, "/ko/archive/") {
		t.Errorf("leads to %s", at)
	}
}

// TestSearchFromDisk: the archive on a disk is searched as well.
func TestSearchFromDisk(t *testing.T) {
	out, root := onStick(t, filepath.Dir(archives[0].built(t)))
	b := borrow(t)
	b.open(t, root+"/ko/search/index.html"+asks("冷链物流"))
	b.do(t, chromedp.WaitReady(chromedp.CSS(".footer")))
	f := b.answers(t, "")
	if len(f.Links) == 0 || f.Links[0] != "zh-hans/2024-03/laws/02/index.html" {
		t.Fatalf("%+v", f)
	}
	b.follow(t, ".results a")
	if at := b.where(t); at != filepath.ToSlash(out)+"/zh-hans/2024-03/laws/02/index.html" {
		t.Errorf("leads to %s", at)
	}
	for _, said := range b.hush() {
		t.Error(said)
	}
}

// TestSearchLooks: the page of results keeps what is promised of every page,
// in all languages, on all screens.
func TestSearchLooks(t *testing.T) {
	root := underPath(t, archives[1].built(t))
	for _, lang := range []string{"ko", "zh-hans", "en", "ar", "km", "my"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			b := borrow(t)
			for _, l := range looks[:3] {
				b.look(t, l)
				b.ask(t, root, lang, asks("港口"))
				for _, wrong := range append(b.sideways(t), b.accessible(t, l.media)...) {
					t.Errorf("%s: %s", l, wrong)
				}
				b.draw(t, lang, "results-"+l.String()+".png")
			}
			for _, said := range b.hush() {
				t.Error(said)
			}
		})
	}
}
