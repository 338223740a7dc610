package watch

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// How long until all folders of an archive of 1,000 issues are watched, and
// how long one look at them takes.
func BenchmarkNew(b *testing.B) {
	dir := b.TempDir()
	for i := range 30_000 {
		d := filepath.Join(dir, fmt.Sprint(i/30), fmt.Sprint(i))
		if err := os.MkdirAll(d, 0o755); err != nil {
			b.Fatal(err)
		}
		for _, name := range []string{"index.ko.md", "index.en.md"} {
			if err := os.WriteFile(filepath.Join(d, name), nil, 0o644); err != nil {
				b.Fatal(err)
			}
		}
	}
	for name, poll := range map[string]time.Duration{"told": 0, "polled": time.Hour} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				w, err := New(Options{Paths: []string{dir}, Poll: poll})
				if err != nil {
					b.Fatal(err)
				}
				w.Close()
			}
		})
	}
}

// How long from saving a file until its watcher tells.
func BenchmarkSave(b *testing.B) {
	name := filepath.Join(b.TempDir(), "a.md")
	w, err := New(Options{Paths: []string{name}})
	if err != nil {
		b.Fatal(err)
	}
	defer w.Close()
	for b.Loop() {
		if err := os.WriteFile(name, []byte("text"), 0o644); err != nil {
			b.Fatal(err)
		}
		<-w.Batches()
	}
}
