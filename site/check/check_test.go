package check

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"
)

// load reads an archive from a txtar file: its content, the languages in its
// comment, what import left in "archive.json", and in "want" the findings that
// it deserves.
func load(t *testing.T, name string) (a *Archive, want string) {
	t.Helper()
	data, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	a = &Archive{}
	content, static := fstest.MapFS{}, fstest.MapFS{}
	for _, f := range data.Files {
		text := string(f.Data)
		if rest, ok := strings.CutPrefix(f.Name, contentFolder); ok {
			content[rest] = &fstest.MapFile{Data: []byte(text)}
			continue
		}
		if rest, ok := strings.CutPrefix(f.Name, "static/"); ok {
			static[rest] = &fstest.MapFile{Data: []byte(text)}
			continue
		}
		switch f.Name {
		case "archive.json":
			if err := json.Unmarshal([]byte(text), a); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		case "imported.json":
			sums := map[string][]string{}
			if err := json.Unmarshal([]byte(text), &sums); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			a.Imported = func(file string) ([]string, bool) {
				s, ok := sums[file]
				return s, ok
			}
		case "want":
			want = text
		default:
			t.Fatalf("%s: what is %s?", name, f.Name)
		}
	}
	for _, line := range strings.Split(string(data.Comment), "\n") {
		if rest, ok := strings.CutPrefix(line, "languages: "); ok {
			a.Languages = strings.Fields(rest)
		}
	}
	a.Content, a.Static = content, static
	return a, want
}

var update = flag.Bool("update", false, "write what bad archives deserve")

func rewrite(t *testing.T, name, want string) {
	t.Helper()
	data, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range data.Files {
		if f.Name == "want" {
			data.Files[i].Data = []byte(want)
		}
	}
	if err := os.WriteFile(name, txtar.Format(data), 0o644); err != nil {
		t.Fatal(err)
	}
}

// Each rule has a folder of archives: bad ones deserve what their "want" says,
// and good ones look like them and deserve nothing.
func TestRules(t *testing.T) {
	for _, r := range Rules {
		t.Run(r.Code, func(t *testing.T) {
			files, err := filepath.Glob(filepath.Join("testdata", r.Code, "*.txtar"))
			if err != nil {
				t.Fatal(err)
			}
			bad, good := 0, 0
			for _, name := range files {
				a, want := load(t, name)
				found, err := Run(a, Options{})
				if err != nil {
					t.Fatal(err)
				}
				var got strings.Builder
				for _, f := range found {
					if f.Code == r.Code {
						fmt.Fprintln(&got, f)
					}
				}
				if *update && want != "" {
					rewrite(t, name, got.String())
					want = got.String()
				}
				if got.String() != want {
					t.Errorf("%s:\n%swant\n%s", name, got.String(), want)
				}
				if want == "" {
					good++
				} else {
					bad++
				}
			}
			if bad == 0 || good == 0 {
				t.Errorf("%d archives deserve %s and %d do not; want both", bad, r.Code, good)
			}
		})
	}
}

// Every folder of testdata belongs to a rule.
func TestFolders(t *testing.T) {
	entries, err := os.ReadDir("testdata")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.IsDir() && e.Name() != "fuzz" && !known(e.Name()) {
			t.Errorf("testdata/%s: no such rule", e.Name())
		}
	}
}

// Every code is documented, and no other is.
func TestDocumented(t *testing.T) {
	data, err := os.ReadFile("../../docs/findings.md")
	if err != nil {
		t.Fatal(err)
	}
	var documented []string
	for _, line := range strings.Split(string(data), "\n") {
		if code, ok := strings.CutPrefix(line, "### "); ok {
			documented = append(documented, code)
		}
	}
	var all []string
	for _, r := range Rules {
		all = append(all, r.Code)
		text := fmt.Sprintf("**%s** · %s\n\n", r.Name, r.Severity)
		if !strings.Contains(string(data), "### "+r.Code+"\n\n"+text) {
			t.Errorf("docs/findings.md: below ### %s: want %q", r.Code, text)
		}
	}
	if !slices.Equal(documented, all) {
		t.Errorf("docs/findings.md has %v\nwant %v", documented, all)
	}
}

// Codes are given once, in order, with names of their own.
func TestTable(t *testing.T) {
	names := map[string]bool{}
	for i, r := range Rules {
		if i > 0 && Rules[i-1].Code >= r.Code {
			t.Errorf("%s stands behind %s", r.Code, Rules[i-1].Code)
		}
		if names[r.Name] || r.Name == "" || r.Title == "" || r.Severity.rank() < 0 || (r.folder == nil) == (r.archive == nil) {
			t.Errorf("%s: %+v", r.Code, r)
		}
		names[r.Name] = true
	}
}

// BenchmarkRun checks the demonstration: five issues.
func BenchmarkRun(b *testing.B) {
	for b.Loop() {
		a := &Archive{Content: os.DirFS("../../content"), Languages: []string{"ko", "zh-hans", "en"}}
		if _, err := Run(a, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
