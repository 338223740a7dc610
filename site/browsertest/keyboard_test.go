package browsertest

import (
	"fmt"
	"os"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/backissue/backissue/site/sitetest"
)

// The keyboard alone reaches everything that can be used, in the order of the
// page, and shows where it is.
func TestKeyboard(t *testing.T) {
	for i, lang := range []string{"ko", "ar"} { // from the left, and from the right
		a := archives[i]
		t.Run(a.name, func(t *testing.T) {
			dir := a.built(t)
			host := serve(t, os.DirFS(dir))
			for _, s := range samples(t, sitetest.Open(t, dir)) {
				if s.lang != lang {
					continue
				}
				for _, l := range []look{{360, "light"}, {1280, "dark"}} {
					t.Run(s.kind+"-"+l.String(), func(t *testing.T) {
						t.Parallel()
						b := borrow(t)
						b.look(t, l)
						b.open(t, host+s.path)
						if s.kind == "search" { // its script comes when the box is used, and brings more to use
							eval[any](t, b, `document.querySelector(".search__words").dispatchEvent(new FocusEvent("focus"))`)
							b.until(t, `document.querySelector("fieldset").checkVisibility()`)
						}
						for _, wrong := range b.walk(t) {
							t.Errorf("%s: %s", s.path, wrong)
						}
					})
				}
			}
		})
	}
}

// reachable finds what a keyboard must reach, in order, and remembers it.
const reachable = `(() => {
	const one = new Set()
	globalThis.reach = [...document.querySelectorAll("a[href], button, summary, input, select, textarea, [tabindex]")].filter(e => {
		if (e.tabIndex < 0 || e.disabled || e.type == "hidden" || !e.checkVisibility({visibilityProperty: true})) return false
		if (e.type != "radio") return true
		const first = !one.has(e.name) // arrows lead to the others
		one.add(e.name)
		return first
	})
	return reach.length
})()`

// focused tells where the focus is: what it is on, as a number of those that
// can be reached, and what is wrong with how it shows.
const focused = `new Promise(done => requestAnimationFrame(() => {
	const e = document.activeElement
	if (!e || e == document.body) return done({at: -1})
	let at = reach.indexOf(e)
	if (at < 0 && e.type == "radio") at = reach.findIndex(r => r.name == e.name && r.type == e.type)
	const scrolls = at < 0 && (e.scrollWidth > e.clientWidth || e.scrollHeight > e.clientHeight)
	const name = e.outerHTML.slice(0, 120)
	const shows = s => s.outlineStyle != "none" && parseFloat(s.outlineWidth) > 0 || s.boxShadow != "none"
	const label = e.labels?.[0]
	const ring = [e, label, label?.firstElementChild, e.nextElementSibling].some(x => x && shows(getComputedStyle(x)))
	let seen = false
	for (const box of [...e.getClientRects(), ...(label?.getClientRects() ?? [])]) {
		for (const x of [0.5, 0.1, 0.9]) for (const y of [0.5, 0.1, 0.9]) {
			const hit = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y)
			if (hit && (e.contains(hit) || hit.contains(e) && hit != document.body && hit != document.documentElement || label?.contains(hit))) seen = true
		}
	}
	done({at, scrolls, name, ring, seen})
}))`

// walk goes through the page with the tabulator.
func (b *tab) walk(t *testing.T) (wrong []string) {
	t.Helper()
	total := eval[int](t, b, reachable)
	if total == 0 {
		return []string{"nothing can be reached"}
	}
	const most = 150 // where there are more, the rest is of the same kind
	next := 0
	for presses := 0; next < min(total, most) && presses < 2*most && len(wrong) < 5; presses++ {
		b.do(t, chromedp.KeyEvent(kb.Tab))
		f := eval[struct {
			At                  int
			Scrolls, Ring, Seen bool
			Name                string
		}](t, b, focused)
		switch {
		case f.At < 0 && f.Name == "":
			return append(wrong, fmt.Sprintf("the focus is lost after %d of %d", next, total))
		case f.At < 0 && !f.Scrolls:
			wrong = append(wrong, "the focus is on what cannot be used: "+f.Name)
		case f.At >= 0 && f.At != next:
			wrong = append(wrong, fmt.Sprintf("the focus goes to number %d, not %d: %s", f.At, next, f.Name))
		}
		if !f.Ring {
			wrong = append(wrong, "the focus does not show: "+f.Name)
		}
		if !f.Seen {
			wrong = append(wrong, "the focus is hidden: "+f.Name)
		}
		if f.At >= 0 {
			next = f.At + 1
		}
	}
	return wrong
}
