package bundle

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
	"os"
	"path/filepath"
)

// FuzzMerge merges anything with anything: what the editor wrote and what the
// source brings is in the result, and merging again changes nothing.
func FuzzMerge(f *testing.F) {
	files, _ := filepath.Glob("testdata/merge/*.txtar")
	for _, name := range files {
		a, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		var in [3][]byte
		for _, file := range a.Files {
			if i := slices.Index([]string{"base", "edited", "source"}, file.Name); i >= 0 {
				in[i] = file.Data
			}
		}
		f.Add(in[0], in[1], in[2], strings.Contains(name, "facts"), true)
	}
	if data, err := os.ReadFile("testdata/merge/conflict.txtar"); err == nil {
		f.Add(data, data[:len(data)/2], data[len(data)/3:], false, false)
	}
	f.Fuzz(func(t *testing.T, was, yours, source []byte, facts, known bool) {
		name := "index.ko.md"
		if facts {
			name = factsFile
		}
		// Import writes no marks, and always front matter that can be read.
		if b := parseSheet(source); b.opaque != "" || slices.ContainsFunc(b.elems, func(e elem) bool { return e.marked }) || b.field(conflictsField) != nil {
			return
		}
		if _, ok := parseFacts(source); facts && !ok {
			return
		}
		var base *Base
		if known {
			b := baseOf(name, was)
			base = &b
		}
		out := merge(name, base, yours, source)
		now := baseOf(name, source)
		if again := merge(name, &now, out, source); !bytes.Equal(again, out) {
			t.Fatalf("merged again:\n%q\nonce:\n%q", again, out)
		}
		if !facts {
			checkBlocks(t, base, parseSheet(yours), parseSheet(source), parseSheet(out), string(out))
		}
	})
}

// checkBlocks fails where a text is lost.
func checkBlocks(t *testing.T, base *Base, yours, source, out *sheet, all string) {
	t.Helper()
	var was []string
	if base != nil {
		was = strings.Fields(base.Blocks)
	}
	have := plainLetters(all)
	want := func(text, whose string) {
		if !strings.Contains(have, plainLetters(text)) {
			t.Fatalf("%s %q is not in\n%s", whose, text, all)
		}
	}
	for _, e := range yours.elems {
		for _, text := range e.yours {
			want(text, "your")
		}
		if !e.marked && !slices.Contains(was, e.sum) {
			want(e.text, "your")
		}
	}
	for _, e := range source.elems {
		if !slices.Contains(was, e.sum) {
			want(e.text, "the source's")
		}
	}
}

func plainLetters(s string) string { return strings.ReplaceAll(letters(s), ">", "") }
