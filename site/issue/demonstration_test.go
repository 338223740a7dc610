package issue_test

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"golang.org/x/text/language"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/issue"
	"github.com/backissue/backissue/site/lang"
	"github.com/backissue/backissue/site/text"
)

// sources is where the demonstration's documents are.
const sources = "../../sources"

// demonstration returns the names of the demonstration's documents, without
// their ends.
func demonstration(t testing.TB) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(sources, "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, p := range paths {
		names = append(names, strings.TrimSuffix(filepath.Base(p), ".txt"))
	}
	if len(names) < 4 {
		t.Fatalf("the demonstration has %d documents in text, want four at least", len(names))
	}
	return names
}

// source returns the bytes of one of the demonstration's documents.
func source(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(sources, name+".txt"))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// words are what the demonstration calls its parts and the built-in profile
// does not know, as they would stand in hugo.toml.
var words = map[string]any{"sections": []map[string]any{
	{"key": "regional", "kind": "news", "names": []string{"Around the bay"}},
	{"key": "qa", "kind": "qa", "names": []string{"항만노동문답"}},
}, "regions": []map[string]any{
	{"key": "hakjeong", "names": map[string]string{"ko": "학정", "zh-hans": "鹤汀"}},
	{"key": "anpo", "names": map[string]string{"ko": "안포"}},
	{"key": "yuhang", "names": map[string]string{"ko": "유항", "zh-hans": "柚港", "en": "Yuhang"}},
	{"key": "ojin", "names": map[string]string{"en": "Ojin"}},
	{"key": "eunseok", "names": map[string]string{"ko": "은석", "zh-hans": "银汐", "en": "Eunseok"}},
}}

var extended = sync.OnceValues(func() (issue.Profile, error) { return issue.DefaultProfile().Extend(words) })

// profile returns the demonstration's profile.
func profile(t testing.TB) issue.Profile {
	t.Helper()
	p, err := extended()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// recovered reads text and recovers its issue with the demonstration's
// profile.
func recovered(t testing.TB, data []byte) (*doc.Document, *issue.Issue) {
	t.Helper()
	d := document(t, data)
	iss, err := issue.Recover([]*doc.Document{d}, profile(t))
	if err != nil {
		t.Fatal(err)
	}
	return d, iss
}

// document reads text and tags its languages.
func document(t testing.TB, data []byte) *doc.Document {
	t.Helper()
	d, err := text.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	return lang.Tag(d)
}

// edition returns the edition of an article in a language.
func edition(t testing.TB, a issue.Article, l string) issue.Edition {
	t.Helper()
	for _, e := range a.Editions {
		if e.Lang == language.Make(l) {
			return e
		}
	}
	t.Fatalf("article %s has no edition in %s", a.Key, l)
	return issue.Edition{}
}

// find returns the article at a path such as "laws/02".
func find(t testing.TB, iss *issue.Issue, path string) issue.Article {
	t.Helper()
	for _, s := range iss.Sections {
		for _, a := range s.Articles {
			if s.Key+"/"+a.Key == path {
				return a
			}
		}
	}
	t.Fatalf("no article %s", path)
	return issue.Article{}
}

// paragraphs returns the texts of blocks, one for each paragraph, heading,
// item and table row, in reading order.
func paragraphs(blocks []doc.Block) []string {
	if len(blocks) == 0 {
		return nil
	}
	return strings.Split(strings.ReplaceAll(doc.Text(blocks...), "\t", " "), "\n")
}
