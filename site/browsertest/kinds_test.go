package browsertest

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/backissue/backissue/site/sitetest"
)

// kinds are the pages that every archive has in each of its languages.
var kinds = []string{
	"home", "archive", "issue", "section", "news", "law", "qa", "parallel", "print",
	"entities", "entity", "glossary", "search", "about", "gone", "404",
}

// A sample is one page of a kind.
type sample struct {
	lang, kind string
	path       string // ko/2021-10/
}

func (s sample) name() string { return s.lang + "/" + s.kind }

// within is the page's path from its language's folder.
func (s sample) within() string { return strings.TrimPrefix(s.path, s.lang+"/") }

// file is what a picture of the page is called.
func (s sample) file(look string) string { return path.Join(s.lang, s.kind+"-"+look+".png") }

// samples returns, for each language, the largest page of each kind.
func samples(t *testing.T, s *sitetest.Site) []sample {
	t.Helper()
	return pick(t, s, func(p *sitetest.Page) string { return p.Kind })
}

// moreSamples tells the pages of an authority, a law, a region and so on apart,
// too.
func moreSamples(t *testing.T, s *sitetest.Site) []sample {
	t.Helper()
	return pick(t, s, func(p *sitetest.Page) string {
		if p.Kind != "entity" {
			return p.Kind
		}
		within, _, _ := strings.Cut(strings.TrimPrefix(p.Path, p.Language+"/"), "/")
		return p.Kind + " of " + within
	})
}

// pick returns the largest page of each class in each language.
func pick(t *testing.T, s *sitetest.Site, class func(*sitetest.Page) string) []sample {
	t.Helper()
	if len(s.Languages) < 2 {
		t.Fatalf("languages %v: there are more", s.Languages)
	}
	for _, m := range unknown(s) {
		t.Error(m)
	}
	largest := map[sample]*sitetest.Page{}
	for _, p := range s.Pages {
		if p.Language == "" || p.Redirect != "" {
			continue
		}
		key := sample{lang: p.Language, kind: class(p)}
		if old := largest[key]; old == nil || len(p.Text) > len(old.Text) || len(p.Text) == len(old.Text) && p.Path < old.Path {
			largest[key] = p
		}
	}
	var all []sample
	for key, p := range largest {
		key.path = strings.TrimSuffix(p.Path, "index.html")
		all = append(all, key)
	}
	slices.SortFunc(all, func(a, b sample) int { return strings.Compare(a.name(), b.name()) })
	return all
}

// unknown says which kinds are nowhere in a language, and which pages are of
// no kind. Two languages side by side are only where both have a text of their
// own, and a whole issue on one page only where it is really in the language.
func unknown(s *sitetest.Site) (wrong []string) {
	there, speaks := map[sample]bool{}, map[string]bool{}
	for _, p := range s.Pages {
		if p.Language == "" || p.Redirect != "" {
			continue
		}
		if !slices.Contains(kinds, p.Kind) {
			wrong = append(wrong, fmt.Sprintf("%s: is of the kind %q, which nobody knows", p.Path, p.Kind))
		}
		there[sample{lang: p.Language, kind: p.Kind}] = true
		speaks[p.Language] = speaks[p.Language] || p.Kind == "news" && p.Listed()
	}
	for lang := range s.Languages {
		for _, kind := range kinds {
			if !there[sample{lang: lang, kind: kind}] && (kind != "parallel" && kind != "print" || speaks[lang]) {
				wrong = append(wrong, fmt.Sprintf("%s: no page of the kind %s", lang, kind))
			}
		}
	}
	return wrong
}
