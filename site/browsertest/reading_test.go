package browsertest

import (
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// follow clicks the first link that the selector finds, and waits until
// another page has come.
func (b *tab) follow(t *testing.T, selector string) {
	t.Helper()
	clicked := eval[bool](t, b, fmt.Sprintf(`(() => {
		const link = document.querySelector(%q)
		document.documentElement.dataset.left = ""
		if (link) link.click()
		return !!link
	})()`, selector))
	if !clicked {
		t.Fatalf("%s: no %s", b.where(t), selector)
	}
	b.do(t, chromedp.WaitReady(chromedp.CSS("html:not([data-left]) .footer")))
}

// where returns the path of the page, once it has stopped moving on.
func (b *tab) where(t *testing.T) string {
	t.Helper()
	b.do(t, chromedp.WaitReady(chromedp.CSS(".footer")))
	time.Sleep(200 * time.Millisecond) // a script may lead on; without scripts the page has no clock
	b.do(t, chromedp.WaitReady(chromedp.CSS(".footer")))
	href := eval[string](t, b, "location.href")
	u, err := url.Parse(href)
	if err != nil {
		t.Fatal(err)
	}
	return u.Path
}

// Whoever reads in two languages goes on so, with and without scripts, until
// one language is chosen again.
func TestView(t *testing.T) {
	dir := archives[0].built(t)
	host := strings.TrimSuffix(serve(t, os.DirFS(dir)), "/")
	for _, scripts := range []bool{true, false} {
		t.Run(fmt.Sprintf("scripts %v", scripts), func(t *testing.T) {
			b := borrow(t)
			b.scripts(t, scripts)
			at := func(want string) {
				t.Helper()
				if got := b.where(t); got != want {
					t.Fatalf("at %s, want %s", got, want)
				}
			}
			b.open(t, host+"/ko/2024-06/")
			b.follow(t, `.list a[href*="news/01"]`)
			at("/ko/2024-06/news/01/")
			b.follow(t, `.view a[data-view="zh-hans"]`)
			at("/ko/2024-06/news/01/zh-hans/")
			b.follow(t, ".pager__next")
			at("/ko/2024-06/news/02/zh-hans/")
			b.follow(t, `.crumbs a[href$="/2024-06/"]`)
			at("/ko/2024-06/")
			b.follow(t, `.list a[href*="laws/01"]`)
			if !scripts {
				at("/ko/2024-06/laws/01/") // only scripts remember
				return
			}
			at("/ko/2024-06/laws/01/zh-hans/")
			b.follow(t, `.view a[data-view=""]`)
			at("/ko/2024-06/laws/01/")
			b.follow(t, `.crumbs a[href$="/2024-06/"]`)
			b.follow(t, `.list a[href*="news/02"]`)
			at("/ko/2024-06/news/02/")
			for _, said := range b.hush() {
				t.Error(said)
			}
		})
	}
}

// The address and the citation of a whole text, and of an article of a law,
// can be copied.
func TestCopy(t *testing.T) {
	dir := archives[0].built(t)
	host := strings.TrimSuffix(serve(t, os.DirFS(dir)), "/")
	b := borrow(t)
	b.open(t, host+"/ko/2024-06/laws/01/")
	type copied struct{ Whole, Link, Part, Said string }
	got := eval[copied](t, b, `(async () => {
		let text
		Object.defineProperty(navigator, "clipboard", {value: {writeText: async t => { text = t }}})
		const click = async button => { button.click(); await new Promise(r => setTimeout(r)); return text }
		document.querySelector(".cite").open = true
		const [, citation] = document.querySelectorAll(".cite .tools button")
		const whole = await click(citation)
		document.querySelector("#art-3 .num a").click()
		await new Promise(r => addEventListener("hashchange", () => setTimeout(r), {once: true}))
		const [link, part] = document.querySelectorAll("#art-3 .tools button")
		return {Whole: whole, Link: await click(link), Part: await click(part), Said: part.textContent}
	})()`)
	page := host + "/ko/2024-06/laws/01/"
	want := copied{
		Whole: "「항만 유실물 규칙」(해안교역위원회 규칙 〔2024〕19호), 2024년 5월 8일. 가온나루 항만통상 소식 2024년 6월호. " + page,
		Link:  page + "#art-3",
		Part:  "「항만 유실물 규칙」 제3조(해안교역위원회 규칙 〔2024〕19호), 2024년 5월 8일. 가온나루 항만통상 소식 2024년 6월호. " + page + "#art-3",
		Said:  "복사했습니다",
	}
	if got != want {
		t.Errorf("copied\n%+v\nwant\n%+v", got, want)
	}
	for _, said := range b.hush() {
		t.Error(said)
	}
}
