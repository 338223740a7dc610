package catalogue

import (
	"strings"
	"testing"
	"testing/fstest"
)

// TestWhole: an issue has a page with all of it in each language that it is
// really in, unless it has a section there.
func TestWhole(t *testing.T) {
	wholes := func(files fstest.MapFS) (found []string) {
		t.Helper()
		pages, err := Pages(files, options)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range options.Languages {
			if text, ok := pages["2023-01/print."+l+".md"]; ok {
				found = append(found, l)
				if !strings.Contains(string(text), `"type": "print"`) {
					t.Errorf("%s: %s", l, text)
				}
			}
		}
		return found
	}
	for name, test := range map[string]struct{ more, want string }{
		"as it is":                 {"", "ko"},
		"in another language, too": {"2023-01/_index.en.md", "ko en"},
		"a stand-in":               {"2023-01/_index.zh-hans.md", "ko"},
		"a section of that name":   {"2023-01/print/_index.ko.md", ""},
	} {
		files := fixture(t)
		front := "title: x\ndate: 2023-01-01\ntype: issue\n"
		if name == "a stand-in" {
			front += "fallback: ko\n"
		}
		if test.more != "" {
			files[test.more] = &fstest.MapFile{Data: []byte("---\n" + front + "---\n")}
		}
		if got := strings.Join(wholes(files), " "); got != test.want {
			t.Errorf("%s: whole in %q, want %q", name, got, test.want)
		}
	}
}
