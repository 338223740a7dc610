package browsertest

import (
	"net/url"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/backissue/backissue/site"
)

// The archive on a disk is read without a server: from the root to an article,
// to another language and back, and to the archive by year.
func TestFromDisk(t *testing.T) {
	out, root := onStick(t, filepath.Dir(archives[0].built(t)))
	b := borrow(t)
	b.open(t, root+"/index.html")
	b.do(t, chromedp.WaitReady(chromedp.CSS("body.kind-home .footer")))
	at := func(want string) {
		t.Helper()
		if got := b.where(t); got != filepath.ToSlash(out)+want {
			t.Fatalf("at %s, want %s", got, want)
		}
	}
	at("/ko/index.html")
	for _, step := range []struct{ click, at string }{
		{`.grid a[href*="2024-06"]`, "/ko/2024-06/index.html"},
		{`.list a[href*="news/01"]`, "/ko/2024-06/news/01/index.html"},
		{`.view a[data-view="zh-hans"]`, "/ko/2024-06/news/01/zh-hans/index.html"},
		{`.languages a[hreflang="en"]`, "/en/2024-06/news/01/zh-hans/index.html"},
		{`.menu a[href*="archive"]`, "/en/archive/index.html"},
		{`.footer a[href*="topics"]`, "/en/topics/index.html"},
		{`.index a`, ""},
	} {
		b.follow(t, step.click)
		if step.at != "" {
			at(step.at)
		}
	}
	if drawn := eval[string](t, b, `getComputedStyle(document.querySelector(".header__row")).borderBottomColor`); drawn == "rgb(0, 0, 0)" {
		t.Error("the style sheet is not there")
	}
	for _, said := range b.hush() {
		t.Error(said)
	}
}

// onStick builds an archive to be read from a disk, and returns the folder and
// its address.
func onStick(t *testing.T, archive string) (out, root string) {
	t.Helper()
	out = filepath.Join(t.TempDir(), "한글 100% stick")
	if _, err := site.Build(t.Context(), archive, site.BuildOptions{Offline: true, Out: out}); err != nil {
		t.Fatal(err)
	}
	return out, (&url.URL{Scheme: "file", Path: filepath.ToSlash(out)}).String()
}
