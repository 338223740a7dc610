package browsertest

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/backissue/backissue/site/sitetest"
)

// The language switch leads from every kind of page to the same page in the
// other language, there and back.
func TestLanguageSwitch(t *testing.T) {
	a := archives[0]
	dir := a.built(t)
	host := serve(t, os.DirFS(dir))
	all := sitetest.Open(t, dir)
	for _, s := range samples(t, all) {
		if s.kind == "parallel" || s.kind == "print" {
			continue // sitetest says where these lead
		}
		for to, tag := range all.Languages {
			if to == s.lang {
				continue
			}
			t.Run(s.name()+"/"+to, func(t *testing.T) {
				t.Parallel()
				b := borrow(t)
				b.open(t, host+s.path)
				clicked := eval[bool](t, b, fmt.Sprintf(`(() => {
					const link = document.querySelector('.languages a[hreflang="%s"]')
					const menu = link?.closest("details")
					if (menu) menu.open = true
					const box = link?.getBoundingClientRect()
					if (link && box.width) link.click()
					return !!link && box.width > 0
				})()`, tag))
				if !clicked {
					t.Fatalf("no link to %s", to)
				}
				b.do(t, chromedp.WaitReady(chromedp.CSS(fmt.Sprintf(`html[lang=%q]`, tag))))
				where := eval[string](t, b, "decodeURI(location.href)")
				want := host + to + "/" + s.within()
				if strings.TrimSuffix(where, "index.html") != want {
					t.Errorf("leads to %s, want %s", where, want)
				}
			})
		}
	}
}
