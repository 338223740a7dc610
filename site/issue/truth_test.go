package issue_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/language"

	"github.com/backissue/backissue/site/issue"
)

// A truth is what the author of a document meant, written down when the
// document was made and not read out of it. Paragraphs are hashes, without the
// bullets of lists. The cells of the form in 2024-03, laws/03, which fell apart
// in its source, are left out.
type truth struct {
	Languages []string
	Sections  []struct {
		Key      string
		Titles   map[string]string
		Articles []truthArticle
	}
}

type truthArticle struct {
	Path                       string
	Titles                     map[string]string
	Credits                    []string
	Number, Authority, Enacted string
	Abstract, Body             map[string][]string
}

func readTruth(t testing.TB, name string) truth {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "truth", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var tr truth
	if err := json.Unmarshal(data, &tr); err != nil {
		t.Fatal(err)
	}
	return tr
}

// hash identifies a text, whatever its white space.
func hash(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:6])
}

// The issue is what its author meant: the same sections and articles, the same
// titles, and in each language the same paragraphs in the same article, whole
// and nothing added to them. Where one is not, the log says which.
func TestTruth(t *testing.T) {
	for _, name := range demonstration(t) {
		t.Run(name, func(t *testing.T) {
			tr := readTruth(t, name)
			_, iss := recovered(t, source(t, name))
			checkStructure(t, tr, iss)
			whole, total := 0, 0
			for _, s := range tr.Sections {
				for _, a := range s.Articles {
					got := find(t, iss, a.Path)
					checkFacts(t, a, got)
					w, n := countWhole(t, a, got)
					whole, total = whole+w, total+n
				}
			}
			t.Logf("%d of %d paragraphs are whole (%.1f %%)", whole, total, 100*float64(whole)/float64(total))
			if total == 0 || whole*100 < total*98 {
				t.Errorf("%d of %d paragraphs are whole, want 98 %%", whole, total)
			}
		})
	}
}

// checkStructure compares languages, sections and the number of articles.
func checkStructure(t *testing.T, tr truth, iss *issue.Issue) {
	t.Helper()
	var langs, sections, want []string
	for _, l := range iss.Langs {
		langs = append(langs, strings.ToLower(l.String()))
	}
	if langs[0] != tr.Languages[0] || !slices.Equal(sorted(langs), sorted(tr.Languages)) {
		t.Errorf("languages %v, want %v", langs, tr.Languages)
	}
	for _, s := range iss.Sections {
		sections = append(sections, s.Key)
	}
	for _, s := range tr.Sections {
		want = append(want, s.Key)
	}
	if !slices.Equal(sections, want) {
		t.Fatalf("sections %v, want %v", sections, want)
	}
	for i, s := range tr.Sections {
		if got := len(iss.Sections[i].Articles); got != len(s.Articles) {
			t.Fatalf("%s has %d articles, want %d", s.Key, got, len(s.Articles))
		}
		for l, title := range s.Titles {
			if !slices.ContainsFunc(iss.Sections[i].Titles, func(x issue.Title) bool {
				return x.Lang == language.Make(l) && x.Text == title
			}) {
				t.Errorf("%s has titles %v, want %q in %s", s.Key, iss.Sections[i].Titles, title, l)
			}
		}
	}
}

func sorted(list []string) []string { return slices.Sorted(slices.Values(list)) }

// checkFacts compares what an article says of itself.
func checkFacts(t *testing.T, want truthArticle, got issue.Article) {
	t.Helper()
	for l, title := range want.Titles {
		if e := edition(t, got, l); e.Title.Text != title || e.Title.Lang != language.Make(l) {
			t.Errorf("%s: title in %s: %q in %s, want %q", want.Path, l, e.Title.Text, e.Title.Lang, title)
		}
	}
	var credits []string
	for _, c := range got.Credits {
		credits = append(credits, c.Text)
	}
	if !slices.Equal(credits, want.Credits) {
		t.Errorf("%s: credits %q, want %q", want.Path, credits, want.Credits)
	}
	for _, fact := range []struct{ name, got, want string }{
		{"number", got.Number, want.Number},
		{"authority", got.Authority.Text, want.Authority},
		{"enacted", got.Enacted, want.Enacted},
	} {
		switch {
		case hash(fact.got) == hash(fact.want):
		case fact.name == "authority" && fact.got == "":
			t.Logf("%s: %s %q was not found", want.Path, fact.name, fact.want) // named only within the bracket of its number
		default:
			t.Errorf("%s: %s %q, want %q", want.Path, fact.name, fact.got, fact.want)
		}
	}
}

// countWhole counts the paragraphs of an article that came out whole, in the
// right language, of those that its author wrote.
func countWhole(t *testing.T, want truthArticle, got issue.Article) (whole, total int) {
	t.Helper()
	count := func(part, l string, hashes, texts []string) {
		left := map[string]int{}
		for _, h := range hashes {
			left[h]++
		}
		total += len(hashes)
		for _, text := range texts {
			if h := hash(text); left[h] > 0 {
				left[h]--
				whole++
			} else {
				t.Logf("%s: %s in %s: not as its author wrote it: %s", want.Path, part, l, short(text))
			}
		}
		for i, h := range hashes {
			if left[h] > 0 {
				left[h]--
				t.Logf("%s: %s in %s: paragraph %d of %d (%s) is not whole", want.Path, part, l, i+1, len(hashes), h)
			}
		}
	}
	for _, e := range got.Editions {
		l := strings.ToLower(e.Lang.String())
		count("abstract", l, want.Abstract[l], paragraphs(e.Abstract))
		count("body", l, want.Body[l], paragraphs(e.Body))
	}
	return whole, total
}
