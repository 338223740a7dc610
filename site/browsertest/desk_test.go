package browsertest

import (
	"bytes"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/backissue/backissue/site"
)

// deskLooks are ways to look at the desk. Nobody prints it.
var deskLooks = []look{{360, "light"}, {360, "dark"}, {1280, "light"}, {1280, "dark"}, {1600, "light"}}

// edited is the demonstration after its import, with work for an editor: a
// conflict, a dead link, a translation that is missing and one that is stale.
func edited(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := demonstration(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(dir, site.Content)); err != nil {
		t.Fatal(err)
	}
	report, err := site.Import(dir, site.ImportOptions{})
	if err != nil || len(report.Failed) > 0 {
		t.Fatal(err, report)
	}
	edit(t, filepath.Join(dir, site.Content, "2024-06/news/01/index.zh-hans.md"), func(data []byte) []byte {
		return append(data, "\n> [!conflict] yours\n>\n> 港务监督署八月起提早点灯。\n\n> [!conflict] source\n>\n> 港务监督署九月起提早点灯。\n\n[没有的页](/zh-hans/2024-06/news/99/)\n"...)
	})
	edit(t, filepath.Join(dir, site.Content, "2024-06/news/01/index.ko.md"), func(data []byte) []byte {
		return append(data, "\n덧붙인 문단이다.\n"...)
	})
	return dir
}

func edit(t *testing.T, name string, change func([]byte) []byte) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	changed := change(data)
	if bytes.Equal(changed, data) {
		t.Fatalf("%s: nothing to change", name)
	}
	if err := os.WriteFile(name, changed, 0o644); err != nil {
		t.Fatal(err)
	}
}

var deskPages = map[string]string{
	"overview":       "",
	"overview-stale": "?kind=stale",
	"issue":          "issue/2024-06/",
	"article":        "article/2024-06/news/01/?lang=zh-hans",
	"article-pdf":    "article/2024-07/news/01/",
	"translation":    "translation/2024-06/news/01/?lang=zh-hans",
	"source":         "source/2024-06/",
	"nothing":        "issue/1999-01/",
}

// The desk on every screen, by day and by night.
func TestDesk(t *testing.T) {
	wanted(t)
	server := httptest.NewServer(site.Desk(edited(t)))
	t.Cleanup(server.Close)
	b := borrow(t)
	for name, path := range deskPages {
		t.Run(name, func(t *testing.T) {
			b.look(t, deskLooks[0])
			b.open(t, server.URL+"/_desk/"+path)
			said := b.hush()
			if name != "nothing" && len(said) > 0 { // the browser complains of a page that is not there
				t.Error(said)
			}
			for _, l := range deskLooks {
				b.look(t, l)
				for _, c := range slices.Concat(b.sideways(t), b.accessible(t, l.media)) {
					t.Errorf("%s: %s", l, c)
				}
				b.draw(t, "desk", name+"-"+l.String()+".png")
			}
			b.hush() // links to an editor, which axe asks for
		})
	}
}

// Keys lead from finding to finding and from article to article.
func TestDeskKeys(t *testing.T) {
	wanted(t)
	server := httptest.NewServer(site.Desk(edited(t)))
	t.Cleanup(server.Close)
	b := borrow(t)
	b.open(t, server.URL+"/_desk/article/2024-06/news/01/?lang=zh-hans")
	focused := func() string { return eval[string](t, b, `document.activeElement.id`) }
	marks := eval[[]string](t, b, `[...document.querySelectorAll(".mark")].map(m => m.id)`)
	if len(marks) < 2 {
		t.Fatalf("%d findings to go to", len(marks))
	}
	for i, want := range []struct{ key, id string }{{"j", marks[0]}, {"j", marks[1]}, {"k", marks[0]}, {"k", marks[len(marks)-1]}} {
		b.do(t, chromedp.KeyEvent(want.key))
		if got := focused(); got != want.id {
			t.Errorf("step %d, %s: at %q, want %q", i, want.key, got, want.id)
		}
	}
	b.do(t, chromedp.KeyEvent("n"), chromedp.WaitReady(chromedp.CSS("a[rel=prev]")))
	if got := eval[string](t, b, `location.pathname`); got != "/_desk/article/2024-06/news/02/" {
		t.Errorf("n leads to %s", got)
	}
}
