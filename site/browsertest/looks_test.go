package browsertest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// A look is a way to look at a page.
type look struct {
	width int64  // in CSS pixels
	media string // light, dark or print
}

func (l look) String() string { return fmt.Sprintf("%d-%s", l.width, l.media) }

// looks are the ways that differ: every width by day; by night, when only the
// colours are others, the widest, which has all there is to see; and about
// the width of paper.
var looks = []look{{360, "light"}, {1280, "light"}, {1280, "dark"}, {768, "light"}, {768, "print"}}

// look changes the screen, or makes it paper. The page is not loaded anew.
// What moves does so at once, or a check would see it half way.
func (b *tab) look(t *testing.T, l look, more ...*emulation.MediaFeature) {
	t.Helper()
	media, colours := "screen", l.media
	if l.media == "print" {
		media, colours = "print", "light"
	}
	features := append([]*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: colours},
		{Name: "prefers-reduced-motion", Value: "reduce"},
	}, more...)
	b.do(t,
		chromedp.EmulateViewport(l.width, 800),
		command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: media, Features: features}))
}

// scripts lets pages run scripts, or not.
func (b *tab) scripts(t *testing.T, allowed bool) {
	t.Helper()
	b.do(t, command(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !allowed}))
}

// sideways says what makes the page scroll sideways.
func (b *tab) sideways(t *testing.T) []string {
	t.Helper()
	return eval[[]string](t, b, `(() => {
		const root = document.documentElement
		const page = document.scrollingElement.scrollWidth, view = root.clientWidth
		if (page <= view) return []
		const wide = [...document.querySelectorAll("body *")].filter(e => {
			const box = e.getBoundingClientRect()
			return box.right > view + 1 || box.left < -1
		}).slice(0, 3).map(e => e.outerHTML.slice(0, 120))
		return ["scrolls sideways: " + page + " px in " + view + ": " + wide.join("\n")]
	})()`)
}

// text returns what can be read on the page, without the buttons: some work
// by a script alone, which then puts them there.
func (b *tab) text(t *testing.T) string {
	t.Helper()
	return eval[string](t, b, `(() => {
		const words = []
		const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
		while (walk.nextNode()) {
			const parent = walk.currentNode.parentElement
			if (parent.closest("script, style, noscript, template, button, [aria-live]")) continue
			if (!parent.checkVisibility({visibilityProperty: true})) continue
			words.push(walk.currentNode.data)
		}
		return words.join(" ").replace(/\s+/g, " ").trim()
	})()`)
}

// shifts says how much of the page moved while it was loading. What moves
// since the screen became another is no fault, as in the definition of
// cumulative layout shift; a busy browser may change it after the first frame.
// Nor is it one that such a browser shows the half of a page that it has read,
// where a line of links that is cut off stands elsewhere than the whole.
func (b *tab) shifts(t *testing.T) []string {
	t.Helper()
	return eval[[]string](t, b, `new Promise(done => {
		const found = []
		new PerformanceObserver(list => found.push(...list.getEntries())).observe({type: "layout-shift", buffered: true})
		requestAnimationFrame(() => setTimeout(() => {
			const [{domInteractive}] = performance.getEntriesByType("navigation")
			const shifts = found.filter(e => !e.hadRecentInput && e.startTime > domInteractive), sum = shifts.reduce((sum, e) => sum + e.value, 0)
			const at = r => [r.x, r.y, r.width, r.height].join(" ")
			const moved = shifts.flatMap(e => e.sources.map(s => at(s.previousRect) + " to " + at(s.currentRect) + ": " + (s.node?.outerHTML ?? s.node?.data ?? "?").slice(0, 120)))
			done(sum < 0.001 ? [] : ["moves while it loads, in " + innerWidth + " px: " + sum + ": " + moved.slice(0, 3).join("\n")])
		}, 50))
	})`)
}

// accessible runs the checks of axe on the page, those for WCAG 2.2 too. Night
// differs from day in its colours alone.
func (b *tab) accessible(t *testing.T, media string) []string {
	t.Helper()
	if !eval[bool](t, b, `typeof axe === "object"`) {
		axe, err := os.ReadFile("node_modules/axe-core/axe.min.js")
		if err != nil {
			t.Fatalf("%v: run npm ci in site/browsertest", err)
		}
		eval[bool](t, b, string(axe)+"; true")
	}
	options := `rules: {"target-size": {enabled: true}}`
	if media == "dark" {
		options = `runOnly: {type: "rule", values: ["color-contrast", "link-in-text-block"]}`
	}
	return eval[[]string](t, b, `axe.run(document, {resultTypes: ["violations"], preload: false, `+options+`}).then(r => r.violations.flatMap(v => v.nodes.slice(0, 3).map(
		n => v.id + ": " + v.help + ": " + n.html.slice(0, 200) + " " + n.any.map(c => c.message).join(" ").slice(0, 200))))`)
}

// draw saves a picture of the whole page where pictures are asked for.
func (b *tab) draw(t *testing.T, name ...string) {
	t.Helper()
	folder := os.Getenv("BACKISSUE_SCREENSHOTS")
	if folder == "" {
		return
	}
	picture, err := chromedp.Run(b.Context, chromedp.FullScreenshot(100))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(append([]string{folder}, name...)...)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, picture, 0o644); err != nil {
		t.Fatal(err)
	}
}

// difference says where two texts part.
func difference(a, b string) string {
	ra, rb := []rune(a), []rune(b)
	i := 0
	for i < len(ra) && i < len(rb) && ra[i] == rb[i] {
		i++
	}
	from := max(0, i-30)
	return fmt.Sprintf("…%s… and …%s…",
		strings.TrimSpace(string(ra[from:min(len(ra), i+60)])), strings.TrimSpace(string(rb[from:min(len(rb), i+60)])))
}
