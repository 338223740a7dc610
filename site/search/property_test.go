package search

import (
	"fmt"
	"html"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// scripts are characters to make texts of, the frequent ones first.
var scripts = map[string]string{
	"Han":       "的国法一条中人规定在有者为和应当关理部行不个会公上发地市场经营监督管企业海港货物船舶运输检验证明书個國書發後權對",
	"Hangul":    "이다의는에가을하고사한지로기어정수대시도법규제조항만무역관련국가개정공고승인등록심사",
	"Kana":      "のにはをたとしてかれさいるるアイウエオカキクケコサシスセソタチツテトがぎぐげご",
	"Thai":      "กขคงจฉชซญดตถทนบปผพฟภมยรลวศสหอะาำิีึืุูเแโใไ่้์",
	"Lao":       "ກຂຄງຈສຊຍດຕຖທນບປຜພຟມຢຣລວຫອຮະາຳິີຶືຸູເແໂໃໄ່້",
	"Khmer":     "កខគឃងចឆជឈញដឋឌឍណតថទធនបផពភមយរលវសហឡអាិីឹឺុូួើេែៃោៅំះ្",
	"Myanmar":   "ကခဂငစဆဇညတထဒဓနပဖဗဘမယရလဝသဟအာိီုူေဲံ့း်ျြွှ",
	"Malicious": "𠮷𡈽﨑A1ａｶﾞ々〇ー・（）《》 　。,",
}

// made is a site of random texts, and what its pages say, in form NFC: the
// marks on a character may be typed in any order.
func made(t *testing.T, seed uint64, pages int) (dir string, texts map[string]string) {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, seed))
	dir, texts = t.TempDir(), map[string]string{}
	names := slices.Sorted(func(yield func(string) bool) {
		for name := range scripts {
			if !yield(name) {
				return
			}
		}
	})
	for i := range pages {
		var b strings.Builder
		name := names[i%len(names)]
		chars := []rune(norm.NFC.String(scripts[name]))
		for range 50 + r.IntN(900) {
			// Frequent and rare ones, as in a language.
			b.WriteRune(chars[int(float64(len(chars))*r.Float64()*r.Float64())])
			if r.IntN(12) == 0 {
				b.WriteString([]string{" ", "。", " A", "14 ", "\u200b"}[r.IntN(5)])
			}
		}
		folder := fmt.Sprintf("ko/%d-%02d/laws/%02d/", 2000+i/120, i/10%12+1, i%10)
		texts[folder] = norm.NFC.String(b.String())
		page := "<html lang=ko><body class=kind-law><main><h1>" + fmt.Sprint(i) + "</h1><div class=text><p>" + html.EscapeString(b.String()) + "</main>"
		write(t, filepath.Join(dir, folder, "index.html"), page)
	}
	return dir, texts
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestEverySubstring: whatever part of a text of these scripts is asked for,
// two characters or more, its page is found, and no page that has it not.
func TestEverySubstring(t *testing.T) {
	dir, texts := made(t, 7, 400)
	if _, err := Write(dir, Options{Languages: []string{"ko"}}); err != nil {
		t.Fatal(err)
	}
	s, err := Open(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	if len(s.segments) != 2 {
		t.Errorf("%d segments, the test wants 2", len(s.segments))
	}
	r := rand.New(rand.NewPCG(8, 8))
	asked := 0
	for _, folder := range slices.Sorted(maps.Keys(texts)) {
		text := texts[folder]
		for range 10 {
			words := substring(r, text)
			if words == "" {
				continue
			}
			asked++
			found, err := s.Search(words)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.ContainsFunc(found, func(f Result) bool { return f.Path == folder }) {
				t.Errorf("%q is in %s and not found", words, folder)
			}
			for _, f := range found {
				if !strings.Contains(plainText(texts[f.Path]), plainText(words)) {
					t.Errorf("%q is not in %s", words, f.Path)
				}
			}
		}
	}
	if asked < 2000 {
		t.Errorf("only %d queries", asked)
	}
}

// substring returns a part of a text that has letters of these scripts alone,
// or spaces, or "".
func substring(r *rand.Rand, text string) string {
	runes := []rune(text)
	from := r.IntN(len(runes))
	to := min(len(runes), from+2+r.IntN(7))
	letters := 0
	for _, c := range runes[from:to] {
		switch {
		case unicode.In(c, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar):
			letters++
		case c != ' ' && c != '\u200b':
			return ""
		}
	}
	if letters < 2 {
		return ""
	}
	return string(runes[from:to])
}

// plainText is a text without what makes no difference, by rules of the test's
// own.
func plainText(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '\u200b' {
			return -1
		}
		if v, ok := variants[r]; ok {
			return v
		}
		return unicode.ToLower(r)
	}, norm.NFKC.String(s))
}
