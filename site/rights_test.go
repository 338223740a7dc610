package site

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/backissue/backissue/site/sitetest"
)

// Without the rights to them, texts of third parties are nowhere in the site:
// on no page, in no feed, in no other form of a page. What the publisher and
// the authorities wrote stays.
func TestPublicRights(t *testing.T) {
	dir := archiveOf(t, documents(t))
	importAll(t, dir)
	kept, gone := map[string]string{}, map[string]string{}
	facts, err := filepath.Glob(filepath.Join(dir, Content, "*", "*", "*", "facts.yaml"))
	if err != nil || len(facts) == 0 {
		t.Fatal(facts, err)
	}
	for _, name := range facts {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		pages, _ := filepath.Glob(filepath.Join(filepath.Dir(name), "index.*.md"))
		for _, page := range pages {
			text, err := os.ReadFile(page)
			if err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(string(text)) {
				line = strings.TrimSpace(line)
				switch plain := len([]rune(line)) > 45 && len(line) > 90 && !strings.ContainsAny(line, "\\{*[|<&"); {
				case !plain:
				case strings.HasPrefix(line, "> "):
					kept[strings.TrimPrefix(line, "> ")] = page
				case !bytes.Contains(data, []byte("\nrights: press")):
					kept[line] = page
				default:
					gone[line] = page
				}
			}
		}
	}
	if len(kept) < 20 || len(gone) < 20 {
		t.Fatalf("%d lines to keep, %d to withhold: the demonstration has more", len(kept), len(gone))
	}
	if _, err := Build(t.Context(), dir, BuildOptions{PublicRights: true}); err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for name, data := range files(t, filepath.Join(dir, Public)) {
		if ext := filepath.Ext(name); ext == ".pdf" || ext == ".csv" {
			t.Errorf("%s is offered", name)
		}
		all.Write(data)
	}
	text := all.String()
	start := func(line string, n int) string { return string([]rune(line)[:n]) }
	for line, page := range gone {
		if strings.Contains(text, start(line, 45)) {
			t.Errorf("%s: published: %s", page, line)
		}
	}
	missing := 0
	for line := range kept {
		if !strings.Contains(text, start(line, 20)) {
			missing++ // typography may part a line's beginning
		}
	}
	if missing*4 > len(kept) {
		t.Errorf("%d of %d lines that may stay are missing", missing, len(kept))
	}
	sitetest.Check(t, sitetest.Open(t, filepath.Join(dir, Public)))
}
