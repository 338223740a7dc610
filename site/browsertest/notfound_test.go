package browsertest

import (
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/backissue/backissue/site/sitetest"
)

// The 404 page of a site that was built without an address finds out below
// which folder the site lies, from any depth; without scripts it reads the same.
func TestNotFound(t *testing.T) {
	dir := archives[0].built(t)
	languages := sitetest.Open(t, dir).Languages
	root := published(t, dir)
	b := borrow(t)
	text := ""
	for _, scripts := range []bool{true, false} {
		for _, at := range []string{"x", "ko/x", "ko/2024-06/x/", "zh-hans/2024-06/news/x/", "en/a/b/c/d", "a/b/c/d/x", "KO/x/%ED%95%9C%20%25"} {
			b.scripts(t, scripts)
			b.hush()
			b.open(t, root+at)
			if scripts {
				b.do(t, chromedp.WaitReady(chromedp.CSS(`.lost a[href^="/repository/"]`)))
			}
			for _, said := range b.hush() {
				// The browser tells of the page itself, and of each folder that was asked.
				if !strings.Contains(said, "the server responded with a status of 404") {
					t.Errorf("%s: %s", at, said)
				}
			}
			if text == "" {
				text = b.text(t)
			}
			if got := b.text(t); got != text || strings.TrimSpace(got) == "" {
				t.Errorf("%s, scripts %v: %s", at, scripts, difference(text, got))
			}
			for lang, tag := range languages {
				if lang != "ko" && !strings.Contains(eval[string](t, b, `[...document.querySelectorAll("[lang]")].map(e => e.lang).join(" ")`), tag) {
					t.Errorf("%s says nothing in %s", at, tag)
				}
			}
			if drawn := eval[string](t, b, `getComputedStyle(document.querySelector(".header__row")).borderBottomColor`); drawn == "rgb(0, 0, 0)" {
				t.Errorf("%s: no style", at)
			}
			if !scripts {
				continue
			}
			for _, link := range eval[[]string](t, b, `[...document.querySelectorAll("a[href],link[href],form[action]")].map(e => e.href ?? e.action)`) {
				if strings.HasPrefix(link, "data:") || strings.Contains(link, "#") {
					continue
				}
				if answer, err := http.Get(link); err != nil || answer.StatusCode != http.StatusOK {
					t.Errorf("%s: %s leads nowhere", at, link)
				} else {
					answer.Body.Close()
				}
			}
			if skip := eval[string](t, b, `document.querySelector(".skip").href`); skip != root+at+"#page-main" {
				t.Errorf("%s: skip leads to %s", at, skip)
			}
		}
	}
}
