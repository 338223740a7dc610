package browsertest

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/backissue/backissue/site"
	"github.com/backissue/backissue/site/publish"
)

// Every link of every page of the archive on a disk is followed.
func TestCrawlDisk(t *testing.T) {
	out, address := onStick(t, twoIssues(t))
	root := address + "/"
	crawl(t, root, "index.html", func(name string) bool {
		info, err := os.Stat(filepath.Join(out, filepath.FromSlash(name)))
		return err == nil && info.Mode().IsRegular()
	})
}

// The same holds for the archive in a folder of a host.
func TestCrawlFolder(t *testing.T) {
	dir := twoIssues(t)
	if _, err := site.Build(t.Context(), dir, site.BuildOptions{}); err != nil {
		t.Fatal(err)
	}
	root := published(t, filepath.Join(dir, "public"))
	crawl(t, root, "", func(name string) bool {
		answer, err := http.Get(root + (&url.URL{Path: name}).EscapedPath())
		if err != nil {
			return false
		}
		answer.Body.Close()
		return answer.StatusCode == http.StatusOK
	})
}

// twoIssues returns an archive with two issues of the demonstration, which have
// pages of every kind between them: all five would take minutes to follow.
func twoIssues(t *testing.T) string {
	t.Helper()
	wanted(t)
	dir := t.TempDir()
	if err := demonstration(dir); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"2024-04", "2024-05", "2024-06"} {
		if err := os.RemoveAll(filepath.Join(dir, "content", key)); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// published publishes a site into a folder, serves it at /repository/ with the
// headers that were published with it, and returns its address. What is not
// there is answered with the 404 page of the root.
func published(t *testing.T, dir string) string {
	t.Helper()
	tree, err := publish.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	if err := tree.Headers("netlify"); err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(t.TempDir(), "site")
	if _, err := publish.Folder(t.Context(), tree, to, publish.FolderOptions{}); err != nil {
		t.Fatal(err)
	}
	headers, err := os.ReadFile(filepath.Join(to, "_headers"))
	if err != nil {
		t.Fatal(err)
	}
	_, policy, _ := strings.Cut(string(headers), "Content-Security-Policy: ")
	policy, _, _ = strings.Cut(policy, "\n")
	lost, err := os.ReadFile(filepath.Join(to, "404.html"))
	if err != nil {
		t.Fatal(err)
	}
	files := http.FileServer(http.Dir(to))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		name, within := strings.CutPrefix(r.URL.Path, "/repository/")
		if _, err := os.Stat(filepath.Join(to, filepath.FromSlash(path.Clean("/"+name)))); within && err == nil {
			http.StripPrefix("/repository", files).ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(http.StatusNotFound)
		w.Write(lost)
	}))
	t.Cleanup(server.Close)
	return server.URL + "/repository/"
}

// A crawled page, as the browser has it.
type crawled struct {
	Location string
	Status   int // of HTTP; 0 on a disk
	Links    []string
	IDs      []string
	said     []string // on the console, and what failed
}

const readLinks = `({
	Location: location.href.split("#")[0],
	Status: performance.getEntriesByType("navigation")[0].responseStatus,
	Links: [...document.querySelectorAll("a[href],area[href],link[href],form[action]")].map(e => e.href ?? e.action),
	IDs: [...document.querySelectorAll("[id]")].map(e => e.id),
})`

// crawl follows every link of a site from its start, breadth first, and opens
// every page. Files that are no pages must be there. All that a page says on the
// console, and whatever fails to load, is an error.
func crawl(t *testing.T, root, start string, there func(name string) bool) {
	tabs := []*tab{borrow(t), borrow(t)}
	tabs[0].open(t, root+start)
	tabs[0].do(t, chromedp.WaitReady(chromedp.CSS("body.kind-home .footer")))
	first := eval[crawled](t, tabs[0], readLinks).Location
	pages := map[string]crawled{}
	from := map[string]string{first: root}  // every address found, and the page it was found on
	parts := map[string]map[string]string{} // by page, the parts that links name, and where
	for found := []string{first}; len(found) > 0; {
		var next []string
		for _, at := range found {
			if name, isPage := inSite(root, at); !there(name) {
				t.Errorf("%s: %s is not there", from[at], at)
			} else if isPage {
				next = append(next, at)
			}
		}
		found = nil
		for i, p := range visit(tabs, next) {
			at := next[i]
			for _, said := range p.wrong(at) {
				t.Errorf("%s, from %s: %s", at, from[at], said)
			}
			pages[at] = p
			for _, link := range p.Links {
				to, part, _ := strings.Cut(link, "#")
				_, isPage := inSite(root, to)
				switch {
				case strings.HasPrefix(to, root) && from[to] == "":
					from[to] = at
					found = append(found, to)
				case !strings.HasPrefix(to, root) && strings.HasPrefix(to, strings.TrimSuffix(root, "repository/")), !strings.HasPrefix(to, root) && strings.HasPrefix(to, "file:"):
					t.Errorf("%s: %s leads out of the site", at, link)
				}
				if isPage && part != "" {
					if parts[to] == nil {
						parts[to] = map[string]string{}
					}
					parts[to][part] = at
				}
			}
		}
	}
	for page, named := range parts {
		for part, on := range named {
			if id, err := url.PathUnescape(part); strings.HasPrefix(page, root) && (err != nil || !slices.Contains(pages[page].IDs, id)) {
				t.Errorf("%s: %s has no part #%s", on, page, part)
			}
		}
	}
	if len(pages) < 200 {
		t.Errorf("%d pages only", len(pages))
	}
	t.Logf("%d pages, %d addresses", len(pages), len(from))
}

// visit opens pages, in several tabs, and returns what is on each.
func visit(tabs []*tab, addresses []string) []crawled {
	pages := make([]crawled, len(addresses))
	var next atomic.Int64
	var all sync.WaitGroup
	for _, b := range tabs {
		all.Go(func() {
			for i := next.Add(1) - 1; int(i) < len(addresses); i = next.Add(1) - 1 {
				pages[i] = b.crawl(addresses[i])
			}
		})
	}
	all.Wait()
	return pages
}

func (b *tab) crawl(address string) (p crawled) {
	ctx, cancel := context.WithTimeout(b.Context, time.Minute)
	defer cancel()
	u, err := url.Parse(address)
	if err == nil {
		b.mu.Lock()
		b.host = u.Host
		b.mu.Unlock()
		err = chromedp.Do(ctx, chromedp.Navigate(address))
	}
	if err == nil {
		p, err = chromedp.Run(ctx, chromedp.Evaluate[crawled](readLinks))
	}
	p.said = b.hush()
	if err != nil {
		p.said = append(p.said, err.Error())
	}
	return p
}

// wrong returns what is wrong with a page that was asked for by its address.
func (p crawled) wrong(address string) []string {
	if p.Location != address || p.Status != 0 && p.Status != http.StatusOK {
		return append(p.said, fmt.Sprintf("is at %s, status %d", p.Location, p.Status))
	}
	return p.said
}

// inSite returns the name of the file at an address below root, and whether it
// is a page.
func inSite(root, address string) (name string, isPage bool) {
	u, err := url.Parse(strings.TrimPrefix(address, root))
	if err != nil {
		return address, false
	}
	return u.Path, u.Path == "" || strings.HasSuffix(u.Path, "/") || path.Ext(u.Path) == ".html"
}
