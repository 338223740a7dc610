package bundle

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// TestMergeGolden merges what testdata/merge holds: base, edited and source
// are given, merged is what comes out. Files named facts are a facts.yaml. It
// also merges a second time.
func TestMergeGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/merge/*.txtar")
	if err != nil || len(files) < 10 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			text := map[string]string{}
			for _, f := range a.Files {
				text[f.Name] = string(f.Data)
			}
			as := "index.ko.md"
			if strings.Contains(name, "facts") {
				as = factsFile
			}
			var base *Base
			if s, ok := text["base"]; ok {
				b := baseOf(as, []byte(s))
				base = &b
			}
			got := string(merge(as, base, []byte(text["edited"]), []byte(text["source"])))
			now := baseOf(as, []byte(text["source"]))
			if again := string(merge(as, &now, []byte(got), []byte(text["source"]))); again != got {
				t.Errorf("merged twice:\n%s\nmerged once:\n%s", again, got)
			}
			if *update {
				put := false
				for i := range a.Files {
					if a.Files[i].Name == "merged" {
						a.Files[i].Data, put = []byte(got), true
					}
				}
				if !put {
					a.Files = append(a.Files, txtar.File{Name: "merged", Data: []byte(got)})
				}
				if err := os.WriteFile(name, txtar.Format(a), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got != text["merged"] {
				t.Errorf("got\n%s\nwant\n%s", got, text["merged"])
			}
		})
	}
}
