package site

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/backissue/backissue/site/bundle"
	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/issue"
	"github.com/backissue/backissue/site/lang"
	"github.com/backissue/backissue/site/text"
)

// seed is the first real document, which is not ours to publish. What stands
// in testdata/seed.json was written down by hand from it: nothing but hashes,
// numbers and the places of things.
const seed = "../../shared/seed/2021-10.txt"

type seedTruth struct {
	Key       string
	Evidence  int
	Languages []string
	Sections  []struct {
		Key      string
		Articles int
	}
	Articles  []seedArticle
	Furniture map[int]doc.FurnitureKind
	Joins     map[int]string // what stands between a Korean line and the next
}

type seedArticle struct {
	Path                               string
	Titles                             map[string]string
	Credit, Number, Authority, Enacted string
	IDs                                string
	Abstract, Body                     []string
}

func readSeed(t testing.TB) ([]byte, seedTruth) {
	t.Helper()
	data, err := os.ReadFile(seed)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("the first real document is not here: %s", seed)
	}
	if err != nil {
		t.Fatal(err)
	}
	written, err := os.ReadFile(filepath.Join("testdata", "seed.json"))
	if err != nil {
		t.Fatal(err)
	}
	var truth seedTruth
	if err := json.Unmarshal(written, &truth); err != nil {
		t.Fatal(err)
	}
	return data, truth
}

func recoverSeed(t testing.TB, data []byte) (*doc.Document, *issue.Issue) {
	t.Helper()
	d, err := text.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	d = lang.Tag(d)
	iss, err := issue.Recover([]*doc.Document{d}, issue.DefaultProfile())
	if err != nil {
		t.Fatal(err)
	}
	return d, iss
}

// What the articles of the seed are about, and what its pages say of its
// publisher: an address, and eleven offices.
func TestSeedSubjects(t *testing.T) {
	data, truth := readSeed(t)
	_, iss := recoverSeed(t, data)
	regions := map[string]string{"regional/01": "hunan", "regional/02": "jiangsu"}
	for _, want := range truth.Articles {
		a := articleAt(iss, want.Path)
		if got := strings.Join(a.Regions, " "); got != regions[want.Path] {
			t.Errorf("%s: regions %q, want %q", want.Path, got, regions[want.Path])
		}
		if len(a.Topics) == 0 {
			t.Errorf("%s: no topics", want.Path)
		}
	}
	letterhead := iss.Letterhead()
	if len(letterhead) != 2 {
		t.Fatalf("a letterhead of %d blocks", len(letterhead))
	}
	if offices, ok := letterhead[1].(*doc.List); !ok || len(offices.Items) != 11 {
		t.Errorf("a letterhead without a list of 11 offices")
	}
	for _, f := range bundle.About(letterhead, iss.Langs) {
		if n := strings.Count(string(f.Data), "\n- "); n != 11 {
			t.Errorf("%s: %d offices", f.Path, n)
		}
	}
}

// hash identifies a text, whatever its white space; the empty text is empty.
func hash(s string) string {
	s = solid(s)
	if s == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:6])
}

func solid(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// The issue that the seed is: its sections, its articles, what it says of
// each, and the identifiers of the parts of its laws.
func TestSeed(t *testing.T) {
	data, truth := readSeed(t)
	d, iss := recoverSeed(t, data)

	if iss.Key != truth.Key || iss.Evidence.Line != truth.Evidence {
		t.Errorf("key %q by line %d, want %q by line %d", iss.Key, iss.Evidence.Line, truth.Key, truth.Evidence)
	}
	var langs []string
	for _, l := range iss.Langs {
		langs = append(langs, strings.ToLower(l.String()))
	}
	if !slices.Equal(langs, truth.Languages) {
		t.Errorf("languages %v, want %v", langs, truth.Languages)
	}
	if len(iss.Sections) != len(truth.Sections) {
		t.Fatalf("%d sections, want %d", len(iss.Sections), len(truth.Sections))
	}
	for i, s := range iss.Sections {
		if want := truth.Sections[i]; s.Key != want.Key || len(s.Articles) != want.Articles {
			t.Fatalf("section %s has %d articles, want %s with %d", s.Key, len(s.Articles), want.Key, want.Articles)
		}
	}
	for _, want := range truth.Articles {
		checkSeedArticle(t, want, articleAt(iss, want.Path))
	}

	kinds := map[int]doc.FurnitureKind{}
	for _, f := range iss.Furniture {
		kinds[f.Line] = f.Kind
	}
	for line, kind := range truth.Furniture {
		if kinds[line] != kind {
			t.Errorf("line %d is furniture of kind %q, want %q", line, kinds[line], kind)
		}
	}
	if lost, invented := issue.Ledger([]*doc.Document{d}, iss); lost != "" || invented != "" {
		t.Errorf("%d letters lost, %d invented", len([]rune(lost)), len([]rune(invented)))
	}
}

func articleAt(iss *issue.Issue, path string) issue.Article {
	for _, s := range iss.Sections {
		for _, a := range s.Articles {
			if s.Key+"/"+a.Key == path {
				return a
			}
		}
	}
	return issue.Article{}
}

func checkSeedArticle(t *testing.T, want seedArticle, got issue.Article) {
	t.Helper()
	for _, e := range got.Editions {
		own := e.Title.Lang == e.Lang
		title := want.Titles[strings.ToLower(e.Lang.String())]
		if own != (title != "") || own && hash(e.Title.Text) != title {
			t.Errorf("%s: the title in %s is not the one printed", want.Path, e.Lang)
		}
	}
	credit := ""
	for _, c := range got.Credits {
		credit += c.Text
	}
	for _, fact := range []struct{ name, got, want string }{
		{"credit", credit, want.Credit},
		{"number", got.Number, want.Number},
		{"authority", got.Authority.Text, want.Authority},
		{"enacted", got.Enacted, want.Enacted},
	} {
		if hash(fact.got) != fact.want {
			t.Errorf("%s: %s: %s, want %s", want.Path, fact.name, hash(fact.got), fact.want)
		}
	}
	if want.IDs == "" {
		return
	}
	var ids []string
	for _, e := range got.Editions {
		ids = appendIDs(ids, e.Body)
	}
	if all := strings.Join(ids, " "); all != want.IDs {
		t.Errorf("%s: identifiers\n%s\nwant\n%s", want.Path, all, want.IDs)
	}
}

// appendIDs collects the identifiers of blocks in reading order.
func appendIDs(ids []string, blocks []doc.Block) []string {
	add := func(id string) {
		if id != "" {
			ids = append(ids, id)
		}
	}
	for _, b := range blocks {
		switch b := b.(type) {
		case *doc.Heading:
			add(b.ID)
		case *doc.Paragraph:
			add(b.ID)
		case *doc.List:
			for _, it := range b.Items {
				ids = appendIDs(ids, it.Blocks)
			}
		case *doc.Box:
			ids = appendIDs(ids, b.Blocks)
		}
	}
	return ids
}

// The paragraphs of the seed are those of a transcript made by hand.
func TestSeedParagraphs(t *testing.T) {
	data, truth := readSeed(t)
	_, iss := recoverSeed(t, data)
	whole, total := 0, 0
	for _, want := range truth.Articles {
		left := map[string]int{}
		for _, e := range articleAt(iss, want.Path).Editions {
			for _, blocks := range [][]doc.Block{e.Abstract, e.Body} {
				for line := range strings.SplitSeq(doc.Text(blocks...), "\n") {
					left[hash(line)]++
				}
			}
		}
		for i, h := range append(slices.Clone(want.Abstract), want.Body...) {
			total++
			if left[h] > 0 {
				left[h]--
				whole++
			} else {
				t.Logf("%s: paragraph %d of %d (%s) is not whole", want.Path, i+1, len(want.Abstract)+len(want.Body), h)
			}
		}
	}
	t.Logf("%d of %d paragraphs are whole (%.1f %%)", whole, total, 100*float64(whole)/float64(total))
	if total < 430 || whole*100 < total*99 {
		t.Errorf("%d of %d paragraphs are whole, want 99 %%", whole, total)
	}
}

// Korean lines are joined as one who knows Korean joins them, nearly always,
// even where a program has stripped the spaces at their ends.
func TestSeedJoins(t *testing.T) {
	data, truth := readSeed(t)
	stripped := regexp.MustCompile(`[ \t]+\n`).ReplaceAll(data, []byte("\n"))
	for _, test := range []struct {
		name string
		data []byte
		want int
	}{
		{"as it is", data, 58},
		{"without spaces at line ends", stripped, 56},
	} {
		t.Run(test.name, func(t *testing.T) {
			d, err := text.Read(test.data)
			if err != nil {
				t.Fatal(err)
			}
			right := 0
			for _, line := range sortedKeys(truth.Joins) {
				got, found := joinAt(string(test.data), doc.Text(d.Blocks...), line)
				if found && got == (truth.Joins[line] == " ") {
					right++
				} else {
					t.Logf("line %d: found %v, joined with a space %v", line, found, got)
				}
			}
			t.Logf("%d of %d lines are joined right", right, len(truth.Joins))
			if len(truth.Joins) != 60 || right < test.want {
				t.Errorf("%d of %d lines are joined right, want %d", right, len(truth.Joins), test.want)
			}
		})
	}
}

func sortedKeys(m map[int]string) []int {
	var keys []int
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// joinAt finds the end of a line of source and the beginning of the next in
// the text that was made of them, and reports whether a space stands between.
func joinAt(source, made string, line int) (space, found bool) {
	lines := strings.Split(source, "\n")
	next := line
	for solid(lines[next]) == "" {
		next++
	}
	tail, head := []rune(solid(lines[line-1])), []rune(solid(lines[next]))
	tail, head = tail[max(0, len(tail)-10):], head[:min(len(head), 10)]
	for _, paragraph := range strings.Split(made, "\n") {
		tight := solid(paragraph)
		at := strings.Index(tight, string(tail)+string(head))
		if at < 0 {
			continue
		}
		before := tight[:at+len(string(tail))]
		for i := range paragraph { // the place in the paragraph where before ends
			if solid(paragraph[:i]) == before {
				return strings.HasPrefix(paragraph[i:], " "), true
			}
		}
	}
	return false, false
}
