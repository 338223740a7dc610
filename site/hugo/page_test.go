package hugo

import (
	"bytes"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// A page is one HTML file of a built site.
type page struct {
	path string // slash-separated, from the site's root
	text string // as it is on disk
	root *html.Node
}

// pages reads every HTML file of the site in dir.
func pages(t *testing.T, dir string) map[string]page {
	t.Helper()
	all := map[string]page{}
	for name, data := range tree(t, dir) {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		root, err := html.Parse(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		all[name] = page{name, string(data), root}
	}
	return all
}

// tree returns the files below dir by their slash-separated names.
func tree(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		files[filepath.ToSlash(name)], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// elements returns the elements that match, in document order.
func (p page) elements(match func(*html.Node) bool) []*html.Node {
	var found []*html.Node
	for n := range p.root.Descendants() {
		if n.Type == html.ElementNode && match(n) {
			found = append(found, n)
		}
	}
	return found
}

func (p page) tags(names ...string) []*html.Node {
	return p.elements(func(n *html.Node) bool { return slices.Contains(names, n.Data) })
}

// class returns the text of the elements of a class.
func (p page) class(name string) []string {
	var texts []string
	for _, n := range p.elements(func(n *html.Node) bool { return slices.Contains(strings.Fields(attr(n, "class")), name) }) {
		texts = append(texts, textOf(n))
	}
	return texts
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// languageOf returns the language that the element's text is in.
func languageOf(n *html.Node) string {
	for ; n != nil; n = n.Parent {
		if l := attr(n, "lang"); l != "" {
			return l
		}
	}
	return ""
}

// TestHeadings holds every page to one first-level heading and to levels that
// never skip one, run-in headings included.
func TestHeadings(t *testing.T) {
	for _, p := range site(t) {
		if p.path == "index.html" {
			continue // sends the reader on
		}
		last, first := 0, 0
		for _, n := range p.elements(func(n *html.Node) bool {
			return headingTag.MatchString(n.Data) || attr(n, "role") == "heading"
		}) {
			level, err := strconv.Atoi(strings.TrimPrefix(n.Data, "h"))
			if err != nil {
				level, err = strconv.Atoi(attr(n, "aria-level"))
			}
			if err != nil {
				t.Fatalf("%s: %s without a level", p.path, n.Data)
			}
			if level == 1 {
				first++
			}
			if level > last+1 {
				t.Errorf("%s: level %d after %d at %q", p.path, level, last, textOf(n))
			}
			if strings.TrimSpace(textOf(n)) == "" {
				t.Errorf("%s: empty heading", p.path)
			}
			last = level
		}
		if first != 1 {
			t.Errorf("%s: %d headings of level 1", p.path, first)
		}
	}
}

var headingTag = regexp.MustCompile(`^h[1-6]$`)

// TestLinks follows every link of the site on disk, with its fragment. All
// are relative, so that the site works in any folder of any host.
func TestLinks(t *testing.T) {
	all := site(t)
	ids := map[string][]string{}
	for name, p := range all {
		for _, n := range p.elements(func(n *html.Node) bool { return attr(n, "id") != "" }) {
			if slices.Contains(ids[name], attr(n, "id")) {
				t.Errorf("%s: id %q twice", name, attr(n, "id"))
			}
			ids[name] = append(ids[name], attr(n, "id"))
		}
	}
	files := tree(t, siteDir)
	for name, p := range all {
		for _, n := range p.tags("a", "link", "img") {
			to := attr(n, "href") + attr(n, "src")
			if strings.HasPrefix(to, "/") || strings.Contains(to, ":") {
				t.Errorf("%s: %s is not relative", name, to)
				continue
			}
			file, fragment, _ := strings.Cut(to, "#")
			fragment, err := url.PathUnescape(fragment)
			if err != nil {
				t.Errorf("%s: %s: %v", name, to, err)
			}
			target := name
			if file != "" {
				target = filepath.ToSlash(filepath.Join(filepath.Dir(name), file))
				if strings.HasSuffix(file, "/") {
					target += "/index.html"
				}
			}
			if _, ok := files[target]; !ok {
				t.Errorf("%s: %s leads nowhere", name, to)
			} else if fragment != "" && !slices.Contains(ids[target], fragment) {
				t.Errorf("%s: %s: no such part", name, to)
			}
		}
		for _, n := range p.elements(func(n *html.Node) bool { return attr(n, "aria-labelledby") != "" }) {
			if !slices.Contains(ids[name], attr(n, "aria-labelledby")) {
				t.Errorf("%s: aria-labelledby %q names nothing", name, attr(n, "aria-labelledby"))
			}
		}
	}
}

// TestNothingInline keeps a strict content security policy possible.
func TestNothingInline(t *testing.T) {
	for _, p := range site(t) {
		if len(p.tags("script", "style")) > 0 {
			t.Errorf("%s: script or style", p.path)
		}
		for _, n := range p.elements(func(n *html.Node) bool {
			return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool {
				return a.Key == "style" || strings.HasPrefix(a.Key, "on") || strings.Contains(a.Key, "zgotmpl")
			})
		}) {
			t.Errorf("%s: <%s> has %v", p.path, n.Data, n.Attr)
		}
		if strings.Contains(p.text, "ZgotmplZ") {
			t.Errorf("%s: a value refused by the template engine", p.path)
		}
	}
}

// TestLanguages checks the language of each page, and that the switch leads
// from every article to the same article in every other language.
func TestLanguages(t *testing.T) {
	tags := map[string]string{"ko": "ko", "zh-hans": "zh-Hans", "en": "en"}
	all := site(t)
	for name, p := range all {
		dir, rest, found := strings.Cut(name, "/")
		if !found {
			continue
		}
		root := p.tags("html")[0]
		if attr(root, "lang") != tags[dir] || attr(root, "dir") != "ltr" {
			t.Errorf("%s: lang %q dir %q", name, attr(root, "lang"), attr(root, "dir"))
		}
		links := map[string]string{}
		for _, n := range p.tags("a") {
			if l := attr(n, "hreflang"); l != "" {
				links[l] = filepath.ToSlash(filepath.Join(filepath.Dir(name), attr(n, "href")))
			}
		}
		for other, tag := range tags {
			if other == dir {
				continue
			}
			want := other + "/" + rest
			if _, ok := all[want]; !ok {
				want = other // English has no September
			}
			want = strings.TrimSuffix(want, "/index.html")
			if links[tag] != want {
				t.Errorf("%s: switch to %s leads to %s, want %s", name, tag, links[tag], want)
			}
		}
	}
}

// TestAlternates checks that hreflang names editions that are there, that
// those name each other, and that a page showing another edition's text
// points to that edition.
func TestAlternates(t *testing.T) {
	all := site(t)
	alternates := func(p page) []string {
		var to []string
		for _, n := range p.tags("link") {
			if l := attr(n, "hreflang"); l != "" && l != "x-default" {
				to = append(to, strings.ToLower(l))
			}
		}
		slices.Sort(to)
		return to
	}
	for path, want := range map[string][]string{
		"2021-10/index.html":         {"en", "ko", "zh-hans"},
		"2021-10/news/01/index.html": {"ko", "zh-hans"}, // in English a fallback
		"2021-10/news/02/index.html": {"en", "ko", "zh-hans"},
		"2021-10/laws/01/index.html": {"en", "zh-hans"},
		"2021-10/qa/01/index.html":   nil, // Korean only
	} {
		for _, lang := range []string{"ko", "zh-hans", "en"} {
			p := all[lang+"/"+path]
			expect := want
			if want != nil && !slices.Contains(want, lang) {
				expect = nil
			}
			if got := alternates(p); !slices.Equal(got, expect) {
				t.Errorf("%s: alternates %v, want %v", p.path, got, expect)
			}
		}
	}
	for _, n := range all["ko/2021-10/laws/01/index.html"].tags("link") {
		if attr(n, "rel") == "canonical" && !strings.Contains(attr(n, "href"), "zh-hans/2021-10/laws/01/") {
			t.Errorf("canonical of a fallback: %s", attr(n, "href"))
		}
	}
}
