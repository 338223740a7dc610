package search

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// client is the half of assets/js/search.js that knows texts.
func client(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile("../../assets/js/search.js")
	if err != nil {
		t.Fatal(err)
	}
	script, _, found := strings.Cut(string(data), "// Below, the page.")
	if !found {
		t.Fatal("search.js has no mark where the page begins")
	}
	return script
}

// inNode runs a script after the client's rules for texts, with input as its
// "input", and decodes what it returns.
func inNode(t *testing.T, script string, input, output any) {
	t.Helper()
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("needs node")
	}
	in, err := json.Marshal(input)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("node", "-")
	cmd.Stdin = strings.NewReader(client(t) + `
		"` + pairs(variants) + `".replace(/(.)(.)/gu, (_, from, to) => variants[from] = to);
		const input = ` + string(in) + `;
		console.log(JSON.stringify((() => {` + script + `})()));
	})();`)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, stderr.String())
	}
	if err := json.Unmarshal(out, output); err != nil {
		t.Fatal(err)
	}
}

type folded struct {
	Key   string
	Query []string
}

const foldAll = `return input.map(({text, strict}) => {
	const {key} = fold(text, strict);
	return {key, query: terms(key).map(([term, prefix]) => term + (prefix ? "*" : ""))};
})`

type text struct {
	Why    string   `json:"why,omitempty"`
	Text   string   `json:"text"`
	Strict bool     `json:"strict,omitempty"`
	Key    string   `json:"key,omitempty"`
	Query  []string `json:"query,omitempty"`
}

func foldHere(c text) folded {
	f := folded{Key: keyOf(c.Text, c.Strict), Query: []string{}}
	for _, w := range query(f.Key) {
		if w.prefix {
			w.term += "*"
		}
		f.Query = append(f.Query, w.term)
	}
	return f
}

// TestCases: Go and JavaScript cut texts as the table says.
func TestCases(t *testing.T) {
	data, err := os.ReadFile("testdata/cases.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []text
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	var there []folded
	inNode(t, foldAll, cases, &there)
	for i, c := range cases {
		for who, got := range map[string]folded{"Go": foldHere(c), "JavaScript": there[i]} {
			if got.Key != c.Key || !slices.Equal(got.Query, c.Query) {
				t.Errorf("%s: %s: %q became %q %q, want %q %q", who, c.Why, c.Text, got.Key, got.Query, c.Key, c.Query)
			}
		}
	}
}

// TestEveryCharacter: Go and JavaScript agree on every character that both
// know, alone and between letters of each class.
func TestEveryCharacter(t *testing.T) {
	var all []text
	for r := rune(1); r <= unicode.MaxRune; r++ {
		if plain(r) && r%64 > 0 { // one like the other
			continue
		}
		if unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Z, unicode.Cf, unicode.Cc) {
			all = append(all, text{Text: string(r) + "x" + string(r) + "家" + string(r) + "й", Strict: r%2 == 0})
		}
	}
	agree(t, all)
}

// agree reports the texts that Go and JavaScript do not cut alike.
func agree(t *testing.T, all []text) {
	t.Helper()
	wrong := 0
	for part := range slices.Chunk(all, 50_000) {
		var there []folded
		inNode(t, foldAll, part, &there)
		for i, c := range part {
			got := foldHere(c)
			if got.Key != there[i].Key || !slices.Equal(got.Query, there[i].Query) {
				if wrong++; wrong < 20 {
					t.Errorf("%q (%U): Go %q %q, JavaScript %q %q", c.Text, []rune(c.Text)[0], got.Key, got.Query, there[i].Key, there[i].Query)
				}
			}
		}
	}
	if wrong > 0 || len(all) == 0 {
		t.Errorf("%d of %d differ", wrong, len(all))
	}
}

// TestWholeTexts: Go and JavaScript cut the whole demonstration alike, and a
// real document where there is one.
func TestWholeTexts(t *testing.T) {
	var all []text
	add := func(name string) error {
		data, err := os.ReadFile(name)
		for line := range strings.Lines(string(data)) {
			all = append(all, text{Text: line, Strict: len(line)%2 == 0})
		}
		return err
	}
	err := filepath.WalkDir("../../content", func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		return add(name)
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := add("../../../shared/seed/2021-10.txt"); err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	agree(t, all)
}
