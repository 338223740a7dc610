package bundle

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"reflect"
	"testing"
	"time"
)

// killRoot tells a process of this test to import without end.
const killRoot = "BACKISSUE_TEST_KILL"

// versions are two issues that differ in every file.
func versions() (a, b []File) {
	for i := range 40 {
		dir := fmt.Sprintf("2024-03/news/%02d/", i)
		for _, lang := range []string{"en", "ko"} {
			a = append(a, File{dir + "index." + lang + ".md", fmt.Appendf(nil, "old %d %s\n", i, lang)})
			b = append(b, File{dir + "index." + lang + ".md", fmt.Appendf(nil, "new %d %s\n", i, lang)})
		}
	}
	return a, b
}

// TestKilled kills imports at random moments: what readers see is the whole
// issue, old or new.
func TestKilled(t *testing.T) {
	a, b := versions()
	if root := os.Getenv(killRoot); root != "" {
		for {
			mustWrite(t, root, b)
			mustWrite(t, root, a)
		}
	}
	root := t.TempDir()
	mustWrite(t, root, a)
	old := seenBy(t, root)
	mustWrite(t, root, b)
	after := seenBy(t, root)
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[bool]int{}
	for range 12 {
		cmd := exec.Command(program, "-test.run", "^TestKilled$")
		cmd.Env = append(os.Environ(), killRoot+"="+root)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		for start, waited := seenBy(t, root), 0; waited < 1000 && reflect.DeepEqual(seenBy(t, root), start); waited++ {
			time.Sleep(time.Millisecond)
		}
		time.Sleep(rand.N(100 * time.Millisecond))
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait()
		got := seenBy(t, root)
		if len(got) == 0 { // where a swap takes two steps
			if err := Recover(root); err != nil {
				t.Fatal(err)
			}
			got = seenBy(t, root)
		}
		isNew := reflect.DeepEqual(got, after)
		seen[isNew]++
		if !isNew && !reflect.DeepEqual(got, old) {
			t.Fatalf("%d files are neither old nor new", len(got))
		}
		if err := Recover(root); err != nil || !reflect.DeepEqual(seenBy(t, root), got) {
			t.Fatalf("recovered otherwise, %v", err)
		}
	}
	t.Logf("old %d, new %d", seen[false], seen[true])
	mustWrite(t, root, b)
	if got := seenBy(t, root); !reflect.DeepEqual(got, after) {
		t.Error("the next import did not finish")
	}
}

// BenchmarkWrite imports an issue again that did not change, one with a change
// in one article, and one that was edited.
func BenchmarkWrite(b *testing.B) {
	var files, changed []File
	for i := range 30 {
		for _, lang := range []string{"en", "ko", "zh-hans"} {
			text := fmt.Sprintf("---\ntitle: \"Article %d\"\ndate: 2024-03-01\nweight: %d\ntype: news\n---\n", i, i)
			for p := range 20 {
				text += fmt.Sprintf("\nThe harbour of %s has %d cranes on pier %d, and the keeper paints all of them green in May.\n", lang, i, p)
			}
			f := File{fmt.Sprintf("2024-03/news/%02d/index.%s.md", i, lang), []byte(text)}
			files = append(files, f)
			if i == 3 {
				f.Data = append(f.Data, "\nOne more.\n"...)
			}
			changed = append(changed, f)
		}
	}
	for _, bench := range []struct {
		name string
		next []File
	}{{"unchanged", files}, {"one article", changed}} {
		b.Run(bench.name, func(b *testing.B) {
			root := b.TempDir()
			for i := range b.N + 1 {
				next := files
				if i%2 == 1 {
					next = bench.next
				}
				if _, err := Write(root, next, State{Issue: "2024-03"}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
