package hugo

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// The 404 page of a site without an address loads nothing: it has its style, its
// icon and the script that finds the site with it.
func TestNotFoundStandsAlone(t *testing.T) {
	root, err := html.Parse(strings.NewReader(`<html lang=ko><head><link rel=icon href="/icon.svg" type="image/svg+xml"><link rel=stylesheet href="/css/s.css">` +
		`<link rel=stylesheet href="https://example.org/x.css"><script src="/js/r.js" defer></script></head><body><a href="/ko/">x</a></body></html>`))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write(t, filepath.Join(dir, "icon.svg"), "<svg/>")
	write(t, filepath.Join(dir, "css", "s.css"), `p::after{content:"</style>"}`)
	standAlone(root, os.DirFS(dir), []string{"ko", "zh-hans"})
	var b strings.Builder
	if err := html.Render(&b, root); err != nil {
		t.Fatal(err)
	}
	got := b.String()
	for _, want := range []string{
		`<link rel="icon" href="data:image/svg+xml;base64,PHN2Zy8+" type="image/svg+xml"/>`,
		`<style>p::after{content:"<\/style>"}</style>`, `href="https://example.org/x.css"`,
		`<script id="page-base" data-base="" data-languages="ko zh-hans" data-mark="/css/s.css">`, `<a href="/ko/">`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in %s", want, got)
		}
	}
	if strings.Contains(got, "r.js") || strings.Contains(got, `"/css/s.css"/>`) {
		t.Errorf("loads what may not be there: %s", got)
	}
	if strings.Contains(findBase, "</") {
		t.Error("the script ends before its end")
	}
}
