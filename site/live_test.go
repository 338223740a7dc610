package site

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/backissue/backissue/site/live"
)

// TestLive: a file of the site, asked for alone, is the same as a build of the
// whole archive makes it: every thirtieth, since each takes a site of its own.
// Package live looks at more.
func TestLive(t *testing.T) {
	root := demonstration(t)
	out := filepath.Join(t.TempDir(), "public")
	if _, err := Build(context.Background(), root, BuildOptions{Out: out}); err != nil {
		t.Fatal(err)
	}
	a, err := open(root)
	if err != nil {
		t.Fatal(err)
	}
	o, err := a.live()
	if err != nil {
		t.Fatal(err)
	}
	s, err := live.Open(o)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	s.Refresh()
	sameFiles(t, s, os.DirFS(out))
}

func sameFiles(t *testing.T, s *live.Site, built fs.FS) {
	t.Helper()
	var names, other []string
	err := fs.WalkDir(built, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && !strings.HasPrefix(name, "search/") {
			names = append(names, name)
		}
		return err
	})
	if err != nil || len(names) < 100 {
		t.Fatal(len(names), err)
	}
	for i, name := range names {
		if i%30 != 0 {
			continue
		}
		want, err := fs.ReadFile(built, name)
		if err != nil {
			t.Fatal(err)
		}
		got, err := s.File(context.Background(), name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if !bytes.Equal(got, want) {
			other = append(other, name)
			at := 0
			for at < min(len(got), len(want)) && got[at] == want[at] {
				at++
			}
			t.Errorf("%s: at %d:\n got %.200s\nwant %.200s", name, at, got[max(0, at-60):], want[max(0, at-60):])
		}
	}
	slices.Sort(other)
	t.Logf("%d of %d files differ", len(other), len(names))
}
