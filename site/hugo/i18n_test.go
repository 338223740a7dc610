package hugo

import (
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"text/template"

	"github.com/pelletier/go-toml/v2"

	"github.com/backissue/backissue"
)

var use = regexp.MustCompile("\\bT (?:\\(printf )?\"([a-z_-]+)(%s)?\"")

// translations are the languages that the words of the site are in beside
// English.
var translations = []string{"ko", "zh-hans", "zh-hant", "ja", "vi", "ru", "id", "km", "lo", "my", "ar"}

// messages reads the words of a language. A word that is there twice is an
// error of TOML.
func messages(t *testing.T, name string) map[string]string {
	t.Helper()
	data, err := backissue.Theme.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var words map[string]string
	if err := toml.Unmarshal(data, &words); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return words
}

// TestWords: every language has every word, none is left in English, every
// word is used by a template, and every template's word is there.
func TestWords(t *testing.T) {
	english := messages(t, "i18n/en.toml")
	for _, lang := range translations {
		words := messages(t, "i18n/"+lang+".toml")
		for key, text := range english {
			switch got := words[key]; {
			case got == "":
				t.Errorf("%s: no %s", lang, key)
			case got == text && !common(lang, key):
				t.Errorf("%s: %s is in English", lang, key)
			case fields(got) != fields(text):
				t.Errorf("%s: %s has %s, English has %s", lang, key, fields(got), fields(text))
			case strings.Count(got, "|") != strings.Count(text, "|"):
				t.Errorf("%s: %s has another number of parts", lang, key)
			}
			if _, err := template.New(lang + ": " + key).Parse(words[key]); err != nil {
				t.Error(err)
			}
			delete(words, key)
		}
		for key := range words {
			t.Errorf("%s: %s is not in English", lang, key)
		}
	}
	used := map[string]bool{}
	err := fs.WalkDir(backissue.Theme, "layouts", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := backissue.Theme.ReadFile(name)
		for _, m := range use.FindAllStringSubmatch(string(data), -1) {
			if m[2] == "" && english[m[1]] == "" {
				t.Errorf("%s: no word %s", name, m[1])
			}
			for key := range english {
				if key == m[1] || m[2] != "" && strings.HasPrefix(key, m[1]) {
					used[key] = true
				}
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range slices.Sorted(maps.Keys(english)) {
		if !used[key] {
			t.Errorf("%s is not used", key)
		}
	}
}

// common tells which words may be those of English: Lao is Lao in Indonesian.
func common(lang, key string) bool {
	return key == "issue_title" || key == "list_middle" || lang == "id" && strings.HasPrefix(key, "language_")
}

var (
	action = regexp.MustCompile(`\{\{.*?\}\}`)
	field  = regexp.MustCompile(`\.[A-Z]\w*`)
)

// fields are what a word has filled in, whatever the order and the conditions.
func fields(s string) string {
	found := field.FindAllString(strings.Join(action.FindAllString(s, -1), " "), -1)
	slices.Sort(found)
	return strings.Join(slices.Compact(found), " ")
}

// parts are what a citation is made of. All but the title may be missing.
var parts = map[string]string{"Title": "Law", "Authority": "Court", "Part": "Article", "Number": "Act",
	"Date": "Day", "Bulletin": "Paper", "Issue": "May"}

// stray is punctuation that a missing part has left behind.
var stray = regexp.MustCompile(`<no value>|^[\s\p{Po}]|[\s,:;、，،၊/]$|\s\s|\s[,.:;、，。،។၊။]` +
	`|[,.:;、，。،។၊။]\s*[,.:;、，。،။។၊]|[(（«《「『“\[]\s*[)）»》」』”\]]|[(（«《「『“]\s|[,:;、，،၊]\s*[)）»》」』”]`)

// TestCite: a citation has every part that is known, and no trace of those
// that are not.
func TestCite(t *testing.T) {
	for _, lang := range append([]string{"en"}, translations...) {
		cite, err := template.New(lang).Parse(messages(t, "i18n/"+lang+".toml")["cite"])
		if err != nil {
			t.Error(err)
			continue
		}
		for _, known := range subsets(slices.Sorted(maps.Keys(parts)), "Title") {
			var b strings.Builder
			if err := cite.Execute(&b, known); err != nil {
				t.Error(err)
			}
			for key, text := range known {
				if strings.Count(b.String(), text) != 1 {
					t.Errorf("%s: %q does not have %s once", lang, b.String(), key)
				}
			}
			if found := stray.FindString(b.String()); found != "" {
				t.Errorf("%s: %q in %q", lang, found, b.String())
			}
		}
	}
}

// subsets are all choices of parts that have the one that is never missing.
func subsets(keys []string, always string) []map[string]string {
	sets := []map[string]string{{always: parts[always]}}
	for _, key := range keys {
		if key == always {
			continue
		}
		for _, set := range sets {
			with := maps.Clone(set)
			with[key] = parts[key]
			sets = append(sets, with)
		}
	}
	return sets
}
