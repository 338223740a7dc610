package browsertest

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/css"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/backissue/backissue/site/sitetest"
)

// A script is how a language is written: the letters that are its own, and
// the font that draws them, as Debian's fonts-noto-cjk and fonts-noto-core
// call it.
type script struct {
	lang    string // the beginning of its tag
	letters string // what stands between the brackets of a regular expression
	font    string
}

const han = `\p{Script=Han}`

var scripts = []script{
	{"ko", han + `\p{Script=Hangul}`, "Noto Sans CJK KR"},
	{"zh-hans", han, "Noto Sans CJK SC"},
	{"zh-hant", han, "Noto Sans CJK TC"},
	{"ja", han + `\p{Script=Hiragana}\p{Script=Katakana}`, "Noto Sans CJK JP"},
	{"km", `\p{Script=Khmer}`, "Khmer"},
	{"lo", `\p{Script=Lao}`, "Lao"},
	{"my", `\p{Script=Myanmar}`, "Myanmar"},
	{"ar", `\p{Script=Arabic}`, "Arabic"},
}

// Each language is drawn in its own letters, wherever it stands: Chinese on a
// Korean page has no Korean shapes.
func TestFonts(t *testing.T) {
	for _, a := range archives {
		t.Run(a.name, func(t *testing.T) {
			dir := a.built(t)
			host := serve(t, os.DirFS(dir))
			mixed := false
			for _, s := range samples(t, sitetest.Open(t, dir)) {
				if !strings.Contains("home news law parallel entity", s.kind) {
					continue
				}
				t.Run(s.name(), func(t *testing.T) {
					b := borrow(t)
					b.open(t, host+s.path)
					drawn := b.drawn(t)
					for _, d := range drawn {
						if d.wrong != "" {
							t.Errorf("%s: %s", s.path, d.wrong)
						}
					}
					mixed = mixed || s.lang == "ko" && drawn["ko"].texts > 0 && drawn["zh-hans"].texts > 0
				})
			}
			if !mixed && !t.Failed() {
				t.Error("no Korean page has Chinese in it: nothing was proved")
			}
		})
	}
}

type drawing struct {
	texts int
	wrong string
}

// drawn looks at what draws the texts of each script on the page, a few of
// each.
func (b *tab) drawn(t *testing.T) map[string]drawing {
	t.Helper()
	all := map[string]drawing{}
	for _, s := range scripts {
		texts := eval[[]string](t, b, fmt.Sprintf(`(() => {
			const own = new RegExp("[%s]", "gu"), lang = %q
			const written = n => n.parentElement.closest("[lang]").lang.toLowerCase()
			globalThis.found = []
			const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
			while (walk.nextNode() && found.length < 400) {
				const n = walk.currentNode
				if (n.data.match(own) && (written(n) + "-").startsWith(lang + "-") && n.parentElement.checkVisibility() &&
					!n.parentElement.closest("script, style, noscript, template")) found.push(n)
			}
			// A few from everywhere, those with the deepest markup among them.
			found = found.filter((_, i) => i %% Math.ceil(found.length / 12) == 0)
			return found.map(n => n.data.match(own).join(""))
		})()`, strings.ReplaceAll(s.letters, `\`, `\\`), s.lang))
		d := drawing{texts: len(texts)}
		for i, text := range texts {
			right, fonts := 0, ""
			for _, f := range b.fonts(t, i) {
				if strings.Contains(f.FamilyName, s.font) {
					right += int(f.GlyphCount)
				}
				fonts += fmt.Sprintf(" %s %.0f,", f.FamilyName, f.GlyphCount)
			}
			// A letter may be part of a glyph only where letters join.
			if least := len([]rune(text)); right < least && (right == 0 || strings.Contains(s.font, "CJK")) {
				d.wrong = fmt.Sprintf("%s %q is drawn by%s want %s", s.lang, text, fonts, s.font)
			}
		}
		all[s.lang] = d
	}
	return all
}

// fonts returns the fonts of the text found last of that number.
func (b *tab) fonts(t *testing.T, number int) []*css.PlatformFontUsage {
	t.Helper()
	ctx, cancel := context.WithTimeout(b.Context, time.Minute)
	defer cancel()
	var fonts []*css.PlatformFontUsage
	err := chromedp.Do(ctx, chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		if _, err := cdp.Call(ctx, target, dom.GetDocument, dom.GetDocumentParams{}); err != nil {
			return err
		}
		if _, err := cdp.Call(ctx, target, css.Enable, cdp.Empty{}); err != nil {
			return err
		}
		text, err := cdp.Call(ctx, target, runtime.Evaluate, runtime.EvaluateParams{Expression: fmt.Sprintf("found[%d]", number)})
		if err != nil {
			return err
		}
		node, err := cdp.Call(ctx, target, dom.RequestNode, dom.RequestNodeParams{ObjectID: text.Result.ObjectID})
		if err != nil {
			return err
		}
		used, err := cdp.Call(ctx, target, css.GetPlatformFontsForNode, css.GetPlatformFontsForNodeParams{NodeID: node.NodeID})
		fonts = used.Fonts
		return err
	}))
	if err != nil {
		t.Fatal(err)
	}
	return fonts
}
