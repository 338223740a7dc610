package bundle

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// articleFiles makes the files of an article about one thing.
func articleFiles(dir, weight, title string, blocks ...string) []File {
	return []File{
		{"2024-03/" + dir + "/facts.yaml", []byte("number: \"" + title + "\"\n")},
		{"2024-03/" + dir + "/index.en.md", []byte("---\ntitle: \"" + title + "\"\nweight: " + weight + "\n---\n\n" + strings.Join(blocks, "\n\n") + "\n")},
	}
}

var (
	crane = []string{"The harbour has one crane on the east pier, and it is green.", "It lifts two tons, and the keeper oils it on Mondays."}
	lamp  = []string{"The lighthouse on the mole has a lamp again after eleven nights.", "Ships may come in after sunset as they did before the storm."}
	dues  = []string{"Dues are to be published before the ships arrive, says the board.", "Who pays in advance pays a tenth less until the end of the year."}
)

func where(t *testing.T, root, text string) []string {
	t.Helper()
	var names []string
	for name, data := range seenBy(t, root) {
		if strings.Contains(data, text) {
			names = append(names, strings.TrimPrefix(name, "2024-03/"))
		}
	}
	slices.Sort(names)
	return names
}

// mine is an edit that is found again.
func mine(t *testing.T, root, name string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root, "content/2024-03", name))
	if err != nil {
		t.Fatal(err)
	}
	edit(t, root, name, strings.Replace(string(data), ".\n", " (mine).\n", 1))
}

func TestArticlesAreFollowed(t *testing.T) {
	two := append(articleFiles("news/01", "1", "Crane", crane...), articleFiles("news/02", "2", "Lamp", lamp...)...)
	rename := func(t *testing.T, root, from, to string) {
		t.Helper()
		from, to = filepath.Join(root, "content/2024-03", from), filepath.Join(root, "content/2024-03", to)
		if err := errors.Join(os.MkdirAll(filepath.Dir(to), 0o777), os.Rename(from, to)); err != nil {
			t.Fatal(err)
		}
	}
	changed := append([]string{strings.Replace(lamp[0], "eleven", "twelve", 1)}, lamp[1:]...)
	for _, test := range []struct {
		name  string
		edit  func(t *testing.T, root string)
		next  []File
		find  string // a text, and the files that it is in afterwards
		in    []string
		moved []Move
	}{
		{"one comes in before", func(t *testing.T, root string) {
			mine(t, root, "news/02/index.en.md")
			edit(t, root, "news/02/picture.png", "a picture (mine)")
			edit(t, root, "news/02/index.ko.md", "---\ntitle: \"등대\"\n---\n\n번역 (mine)\n")
		},
			slices.Concat(articleFiles("news/01", "1", "Dues", dues...), articleFiles("news/02", "2", "Crane", crane...), articleFiles("news/03", "3", "Lamp", lamp...)),
			"(mine)", []string{"news/03/index.en.md", "news/03/index.ko.md", "news/03/picture.png"},
			[]Move{{"2024-03/news/01", "2024-03/news/02"}, {"2024-03/news/02", "2024-03/news/03"}}},
		{"and it goes to another section", func(t *testing.T, root string) { mine(t, root, "news/02/index.en.md") },
			slices.Concat(articleFiles("news/01", "1", "Crane", crane...), articleFiles("laws/01", "1", "Lamp", changed...)),
			"(mine)", []string{"laws/01/index.en.md"}, []Move{{"2024-03/news/02", "2024-03/laws/01"}}},
		{"the source has it no more", func(t *testing.T, root string) { mine(t, root, "news/01/index.en.md") },
			articleFiles("news/01", "1", "Lamp", lamp...),
			"(mine)", []string{"news/01-2/index.en.md"}, []Move{{"2024-03/news/02", "2024-03/news/01"}}},
		{"the editor put it elsewhere", func(t *testing.T, root string) { rename(t, root, "news/02", "special/lamp") },
			slices.Concat(articleFiles("news/01", "1", "Crane", crane...), articleFiles("news/02", "2", "Lamp", changed...)),
			"twelve", []string{"special/lamp/index.en.md"}, []Move{{"2024-03/news/02", "2024-03/special/lamp"}}},
		{"the editor put it elsewhere, and one comes in before", func(t *testing.T, root string) { rename(t, root, "news/02", "special/lamp") },
			slices.Concat(articleFiles("news/01", "1", "Dues", dues...), articleFiles("news/02", "2", "Crane", crane...), articleFiles("news/03", "3", "Lamp", changed...)),
			"twelve", []string{"special/lamp/index.en.md"}, []Move{{"2024-03/news/01", "2024-03/news/02"}, {"2024-03/news/02", "2024-03/special/lamp"}}},
		{"the editor changed two for each other", func(t *testing.T, root string) {
			rename(t, root, "news/02", "x")
			rename(t, root, "news/01", "news/02")
			rename(t, root, "x", "news/01")
		},
			slices.Concat(articleFiles("news/01", "1", "Crane", crane...), articleFiles("news/02", "2", "Lamp", changed...)),
			"twelve", []string{"news/01/index.en.md"}, []Move{{"2024-03/news/01", "2024-03/news/02"}, {"2024-03/news/02", "2024-03/news/01"}}},
		{"the editor deleted it, and one comes in before", func(t *testing.T, root string) {
			if err := os.RemoveAll(filepath.Join(root, "content/2024-03/news/02")); err != nil {
				t.Fatal(err)
			}
		},
			slices.Concat(articleFiles("news/01", "1", "Dues", dues...), articleFiles("news/02", "2", "Crane", crane...), articleFiles("news/03", "3", "Lamp", lamp...)),
			"lighthouse", nil, []Move{{"2024-03/news/01", "2024-03/news/02"}}},
		{"the editor made one of that number", func(t *testing.T, root string) {
			edit2 := articleFiles("news/03", "3", "Mine", "A text that an editor wrote (mine), and that no source has ever had at all.")
			if err := os.MkdirAll(filepath.Join(root, "content/2024-03/news/03"), 0o777); err != nil {
				t.Fatal(err)
			}
			edit(t, root, "news/03/index.en.md", string(edit2[1].Data))
		},
			slices.Concat(two, articleFiles("news/03", "3", "Dues", dues...)),
			"Dues", []string{"news/03-2/facts.yaml", "news/03-2/index.en.md"}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			root := t.TempDir()
			mustWrite(t, root, two)
			test.edit(t, root)
			got := mustWrite(t, root, test.next)
			if !reflect.DeepEqual(got.Moved, test.moved) {
				t.Errorf("moved %v", got.Moved)
			}
			if in := where(t, root, test.find); !slices.Equal(in, test.in) {
				t.Errorf("%q is in %q", test.find, in)
			}
			before := seenBy(t, root)
			if again := mustWrite(t, root, test.next); len(again.Moved)+len(again.Written) > 0 || !reflect.DeepEqual(seenBy(t, root), before) {
				t.Errorf("once more: %+v", again)
			}
		})
	}
}

// A busy disk has somebody save a file while import works.
type busy struct {
	disk
	root string
	when string // what import is doing then
	n    int
}

func (b *busy) save() {
	if b.n--; b.n == 0 {
		name := filepath.Join(b.root, "content/2024-03/news/02/index.en.md")
		if err := errors.Join(os.WriteFile(name+".tmp", []byte("two, saved meanwhile\n"), 0o666), os.Rename(name+".tmp", name)); err != nil {
			panic(err)
		}
	}
}

func (b *busy) Link(from, to string) error {
	if b.when == "link" {
		b.save()
	}
	return b.disk.Link(from, to)
}

func (b *busy) WriteFile(name string, data []byte, perm fs.FileMode) error {
	if b.when == "write" {
		b.save()
	}
	return b.disk.WriteFile(name, data, perm)
}

func (b *busy) Swap(x, y string) error {
	if b.when == "swap" {
		b.save()
	}
	return b.disk.Swap(x, y)
}

// TestSavedMeanwhile: what an editor saves while import works is not lost.
func TestSavedMeanwhile(t *testing.T) {
	next := slices.Concat(first[:len(first)-3], lines("news/02/index.ko.md 둘!", "news/02/index.en.md two", "news/02/facts.yaml a: 22"))
	for _, when := range []string{"link", "write", "swap"} {
		root := t.TempDir()
		mustWrite(t, root, first)
		r, err := os.OpenRoot(root)
		if err != nil {
			t.Fatal(err)
		}
		b := &busy{disk: rootDisk{r}, root: root, when: when, n: 1}
		_, err = write(b, next, State{Issue: "2024-03"})
		r.Close()
		if err != nil || b.n > 0 {
			t.Errorf("%s: %v, %d", when, err, b.n)
		}
		if got := seenBy(t, root); got["2024-03/news/02/index.en.md"] != "two, saved meanwhile\n" || got["2024-03/news/02/index.ko.md"] != "둘!\n" {
			t.Errorf("%s: %q", when, got)
		}
	}
}

// TestEditorsFiles: what editors lay beside a file that is open stays there.
func TestEditorsFiles(t *testing.T) {
	root := t.TempDir()
	mustWrite(t, root, first)
	edit(t, root, "news/01/.index.ko.md.swp", "vim")
	edit(t, root, "news/01/index.ko.md~", "backup")
	lock := filepath.Join(root, "content/2024-03/news/01/.#index.ko.md")
	if err := os.Symlink("somebody@somewhere.1234:5678", lock); err != nil {
		t.Skip(err)
	}
	mustWrite(t, root, second)
	if to, err := os.Readlink(lock); err != nil || to != "somebody@somewhere.1234:5678" {
		t.Errorf("%q, %v", to, err)
	}
	if err := os.Remove(lock); err != nil {
		t.Fatal(err)
	}
	if got := seenBy(t, root); got["2024-03/news/01/.index.ko.md.swp"] != "vim" || got["2024-03/news/01/index.ko.md~"] != "backup" || got["2024-03/news/01/index.ko.md"] != "하나!\n" {
		t.Errorf("%q", got)
	}
}
