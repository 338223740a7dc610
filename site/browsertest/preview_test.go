package browsertest

import (
	"context"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/backissue/backissue/site/preview"
)

// A changing site is one that a test changes while it is looked at.
type changing struct {
	mu    sync.Mutex
	files map[string]string
	wrong map[string]*preview.Problem
	asked map[string]int
}

func (c *changing) File(_ context.Context, name string) (preview.File, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.asked[name]++
	if p := c.wrong[name]; p != nil {
		return preview.File{}, p
	}
	data, ok := c.files[name]
	if !ok {
		return preview.File{}, fs.ErrNotExist
	}
	return preview.File{Data: []byte(data)}, nil
}

func (c *changing) set(name, data string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.files[name] = data
}

func (c *changing) fail(name string, p *preview.Problem) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.wrong[name] = p
}

// page returns one with n paragraphs, after those in before.
func longPage(title string, before, n int) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<!doctype html><html lang=en><head><title>%s</title><link rel="icon" href="data:,">`+
		`<link rel="stylesheet" href="/css/style.0123456789abcdef0123456789abcdef.css"></head><body><main><h1>%s</h1>`, title, title)
	for i := range before {
		fmt.Fprintf(&b, "<p>New paragraph %d, which was not here. %s</p>", i, strings.Repeat("It is long. ", 40))
	}
	b.WriteString("<details><summary>More</summary><p>Hidden</p></details><input id=i>")
	for i := range n {
		fmt.Fprintf(&b, "<p>Paragraph %d of the page. %s</p>\n", i, strings.Repeat("It goes on. ", 30))
	}
	b.WriteString("</main></body></html>")
	return b.String()
}

// A previewed is a site in a preview, at an address.
type previewed struct {
	*changing
	*preview.Server
	host   string
	policy string
	stop   func()
}

func show(t *testing.T) *previewed {
	p := &previewed{changing: &changing{files: map[string]string{}, wrong: map[string]*preview.Problem{}, asked: map[string]int{}}, policy: policy}
	p.set("css/style.0123456789abcdef0123456789abcdef.css", "h1 { color: rgb(1, 2, 3) }")
	p.set("a/index.html", longPage("A", 0, 60))
	p.set("b/index.html", longPage("B", 0, 60))
	p.serve(t, "127.0.0.1:0")
	t.Cleanup(func() { p.stop() })
	return p
}

// serve shows the site at addr, with a server that knows nothing yet.
func (p *previewed) serve(t *testing.T, addr string) {
	t.Helper()
	p.Server = preview.New(p.changing, preview.Options{Addr: addr})
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	p.host = "http://" + listener.Addr().String() + "/"
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", p.policy)
		p.ServeHTTP(w, r)
	})}
	go server.Serve(listener)
	p.stop = func() { server.Close() }
}

// tell changes what the pages are to know.
func (p *previewed) tell(files ...string) { p.Changed(preview.Change{Files: files}) }

// until waits until a script in the tab comes to true, across pages.
func (b *tab) until(t *testing.T, script string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(b.Context, time.Minute)
	defer cancel()
	for {
		// While one page makes way for the next, there is none to ask.
		ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool](script))
		if ok && err == nil {
			return
		}
		if ctx.Err() != nil {
			t.Fatalf("never true: %s (%v)", script, err)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// visit opens a page of the preview.
func (b *tab) visit(t *testing.T, p *previewed, path string) {
	t.Helper()
	b.open(t, p.host+path)
	eval[int](t, b, "window.before = 1")
}

func TestPreviewReload(t *testing.T) {
	p, b := show(t), borrow(t)
	b.visit(t, p, "a/")
	p.set("b/index.html", longPage("B changed", 0, 60))
	p.tell("b/index.html") // not this page
	p.set("a/index.html", longPage("A changed", 0, 60))
	p.tell("a/")
	b.until(t, `document.title === "A changed" && document.readyState === "complete"`)
	if eval[bool](t, b, "window.before === 1") {
		t.Error("the page was not loaded again")
	}
	if n := p.asked["a/index.html"]; n > 5 { // twice to be shown, and to see whether it can change in place
		t.Errorf("asked for %d times", n)
	}
	if n := p.asked["b/index.html"]; n != 0 {
		t.Errorf("the other page asked for %d times", n)
	}
	if said := b.hush(); len(said) > 0 {
		t.Error(said)
	}
}

// TestPreviewInPlace: text that changed is changed in the page as it stands;
// where scripts have been at it, or more than text is another, the page is
// loaded again.
func TestPreviewInPlace(t *testing.T) {
	p, b := show(t), borrow(t)
	page := func(main string) string {
		return "<!doctype html><html lang=en><head><title>A</title><link rel=icon href=data:,></head><body><header><p>Top</p></header><main>" + main + "</main></body></html>"
	}
	const article = "<h1>One</h1><article><div><p>first</p><ul><li>a</li><li>b</li></ul><p>last</p></div></article>"
	for _, test := range []struct {
		name, script, now string
		place             bool
	}{
		{"a paragraph", "", strings.Replace(article, "first", "other", 1), true},
		{"a word in an element", "", strings.Replace(article, "first", "fi<em>r</em>st and more", 1), true},
		{"an item more", "", strings.Replace(article, "<li>b</li>", "<li>b</li><li>added</li>", 1), true},
		{"a paragraph less, and one more", "", strings.Replace(strings.Replace(article, "<p>first</p>", "", 1), "last</p>", "last</p><p>added</p>", 1), true},
		{"a heading", "", strings.Replace(article, "One", "Two", 1), true},
		{"bare text", "", strings.Replace(article, "<li>a</li>", "<li>a<b>c</b>tail</li>", 1), true},
		{"where the script's tools are", `document.querySelector("h1").insertAdjacentHTML("beforeend", "<span class=tools>x</span>")`, strings.Replace(article, "last", "other", 1), true},
		{"where a script was", `document.querySelector("main p:last-child").textContent = "mine"`, strings.Replace(article, "last", "other", 1), false},
		{"a class", "", strings.Replace(article, "<article>", "<article class=x>", 1), true},
	} {
		p.set("a/index.html", page(article))
		p.tell("a/index.html")
		b.visit(t, p, "a/")
		time.Sleep(300 * time.Millisecond) // until the script has seen the page as it came
		if test.script != "" {
			eval[any](t, b, test.script)
		}
		p.set("a/index.html", page(test.now))
		p.tell("a/index.html")
		b.until(t, fmt.Sprintf(`document.readyState === "complete" && (() => {
			const main = document.querySelector("main").cloneNode(true);
			main.querySelectorAll(".tools").forEach(e => e.remove());
			return main.innerHTML.replaceAll('"', "");
		})() === %q`, test.now))
		if place := eval[bool](t, b, "window.before === 1"); place != test.place {
			t.Errorf("%s: changed in place: %v", test.name, place)
		}
	}
	b.hush()
}

func TestPreviewKeepsPlace(t *testing.T) {
	p, b := show(t), borrow(t)
	b.visit(t, p, "a/")
	const top = `[...document.querySelectorAll("main > p")].find(e => e.textContent.startsWith("Paragraph 40 ")).getBoundingClientRect().top`
	was := eval[float64](t, b, `document.querySelector("details").open = true; document.querySelector("#i").value = "kept";
		document.querySelector("#i").focus({preventScroll: true}); scrollTo(0, scrollY + `+top+` - 30); `+top)
	p.set("a/index.html", longPage("A changed", 7, 60))
	p.tell("a/index.html")
	b.until(t, `document.title === "A changed" && document.readyState === "complete"`)
	if is := eval[float64](t, b, top); is-was > 1 || was-is > 1 {
		t.Errorf("paragraph 40 is at %v, was at %v", is, was)
	}
	if got := eval[string](t, b, `[document.querySelector("details").open, document.activeElement.id].join()`); got != "true,i" {
		t.Errorf("got %s", got)
	}
}

func TestPreviewStyle(t *testing.T) {
	p, b := show(t), borrow(t)
	b.visit(t, p, "a/")
	for i, name := range []string{"css/style.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.css", "css/style.bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.css", "css/style.bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.css"} {
		p.set(name, fmt.Sprintf("h1 { color: rgb(9, 9, %d) }", i))
		p.tell(name)
		b.until(t, fmt.Sprintf(`getComputedStyle(document.querySelector("h1")).color === "rgb(9, 9, %d)"`, i))
	}
	if !eval[bool](t, b, "window.before === 1") {
		t.Error("the page was loaded again")
	}
	b.until(t, `document.querySelectorAll("link[rel=stylesheet]").length === 1`)
	if said := b.hush(); len(said) > 0 {
		t.Error(said)
	}
}

func TestPreviewProblems(t *testing.T) {
	p, b := show(t), borrow(t)
	b.visit(t, p, "a/")
	wrong := &preview.Problem{What: `<img src=x onerror="window.bad=1"> is not closed`, File: "content/a.md", Line: 12, Column: 3, Hint: "close it"}
	p.fail("a/index.html", wrong)
	p.Changed(preview.Change{Problems: []*preview.Problem{wrong}})
	const panel = `document.querySelector("backissue-problems")?.shadowRoot`
	b.until(t, panel+`?.textContent.includes("content/a.md:12:3") ?? false`)
	if got := eval[string](t, b, panel+`.textContent`); !strings.Contains(got, wrong.What) || !strings.Contains(got, "close it") {
		t.Errorf("shows %q", got)
	}
	if !eval[bool](t, b, "window.before === 1 && "+panel+".querySelector('details').open") {
		t.Error("the page was loaded again, or hides what is wrong")
	}

	// The last good page is what there is, whoever asks.
	b.visit(t, p, "a/")
	b.until(t, `document.title === "A" && (`+panel+`?.textContent.includes("content/a.md:12:3") ?? false)`)

	// Of a page that never was good, what is wrong is all there is.
	p.fail("c/index.html", wrong)
	b.visit(t, p, "c/")
	b.hush() // the browser tells of the status
	b.until(t, `document.body.textContent.includes("content/a.md:12:3")`)
	if eval[bool](t, b, "window.bad === 1") {
		t.Error("what is wrong was taken for HTML")
	}
	p.fail("c/index.html", nil)
	p.fail("a/index.html", nil)
	p.set("c/index.html", longPage("C", 0, 3))
	p.tell("a/")
	b.until(t, `document.title === "C" && !document.querySelector("backissue-problems")`)
	if said := b.hush(); len(said) > 0 {
		t.Error(said)
	}
}

// A browser has six connections to one host. Twelve tabs need one.
func TestPreviewTabs(t *testing.T) {
	p, b := show(t), borrow(t)
	p.policy = "default-src 'self'; img-src data:" // frames are as good as tabs, and all of them in sight
	b.visit(t, p, "a/")
	eval[int](t, b, `for (let i = 0; i < 11; i++) {
		const f = document.createElement("iframe"); f.src = "/b/?" + i; f.style.height = "10px"; document.body.append(f) }; 1`)
	loaded := func(title string) string {
		return fmt.Sprintf(`[...document.querySelectorAll("iframe")].filter(f => f.contentDocument?.title === %q && f.contentDocument.readyState === "complete").length === 11`, title)
	}
	b.until(t, loaded("B"))
	p.set("b/index.html", longPage("B changed", 0, 10))
	p.tell("b/index.html")
	b.until(t, loaded("B changed"))
}

func TestPreviewRestart(t *testing.T) {
	p, b := show(t), borrow(t)
	b.visit(t, p, "a/")
	addr := strings.Trim(strings.TrimPrefix(p.host, "http://"), "/")
	p.stop()
	time.Sleep(100 * time.Millisecond)
	if !eval[bool](t, b, `window.before === 1 && document.title === "A"`) {
		t.Error("the page went with the server")
	}
	p.serve(t, addr)
	p.tell("b/index.html")
	b.until(t, `performance.getEntriesByType("resource").some(e => e.name.endsWith("?raw="))`) // it compares
	if !eval[bool](t, b, `window.before === 1`) {
		t.Error("loaded again though it is the same")
	}
	p.set("a/index.html", longPage("A changed", 0, 60))
	p.tell("a/")
	b.until(t, `document.title === "A changed"`)

	p.stop()
	p.set("a/index.html", longPage("A again", 0, 60))
	p.serve(t, addr)
	b.until(t, `document.title === "A again"`)
}
