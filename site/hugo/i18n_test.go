package hugo

import (
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/backissue/backissue"
)

var (
	message = regexp.MustCompile(`(?m)^([a-z][a-z_-]*) = "(.*)"$`)
	use     = regexp.MustCompile("\\bT (?:\\(printf )?\"([a-z_-]+)(%s)?\"")
)

// messages reads the words of a language.
func messages(t *testing.T, name string) map[string]string {
	t.Helper()
	data, err := backissue.Theme.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	words := map[string]string{}
	for _, m := range message.FindAllStringSubmatch(string(data), -1) {
		if words[m[1]] != "" {
			t.Errorf("%s: %s twice", name, m[1])
		}
		words[m[1]] = m[2]
	}
	return words
}

// TestWords: every language has every word, none is left in English, every
// word is used by a template, and every template's word is there.
func TestWords(t *testing.T) {
	english := messages(t, "i18n/en.toml")
	for _, lang := range []string{"ko", "zh-hans", "zh-hant", "ja", "vi", "ru", "id", "km", "lo", "my", "ar"} {
		words := messages(t, "i18n/"+lang+".toml")
		for key, text := range english {
			switch got := words[key]; {
			case got == "":
				t.Errorf("%s: no %s", lang, key)
			case got == text && key != "issue_title" && !(lang == "id" && strings.HasPrefix(key, "language_")): // Lao is Lao in Indonesian
				t.Errorf("%s: %s is in English", lang, key)
			case placeholders(got) != placeholders(text):
				t.Errorf("%s: %s has %s, English has %s", lang, key, placeholders(got), placeholders(text))
			case strings.Count(got, "|") != strings.Count(text, "|"):
				t.Errorf("%s: %s has another number of parts", lang, key)
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

var placeholder = regexp.MustCompile(`\{\{ \.\w+ \}\}`)

func placeholders(s string) string {
	found := placeholder.FindAllString(s, -1)
	slices.Sort(found)
	return strings.Join(found, " ")
}
