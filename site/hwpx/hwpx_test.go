package hwpx

import (
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/hwp"
	"github.com/backissue/backissue/site/hwp/hangul"
	"github.com/backissue/backissue/site/hwp/hangul/hangultest"
	"github.com/backissue/backissue/site/zipxml"
	"github.com/backissue/backissue/site/zipxml/ziptest"
)

var update = flag.Bool("update", false, "write what the reader returns into testdata")

// golden splits a test file into the parts of the package and what is wanted.
func golden(t testing.TB, name string) (parts []txtar.File, want *txtar.File, all *txtar.Archive) {
	t.Helper()
	all, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	last := len(all.Files) - 1
	if all.Files[last].Name != "want" {
		t.Fatalf("%s: the last file is not want", name)
	}
	return all.Files[:last], &all.Files[last], all
}

func TestGolden(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no testdata", err)
	}
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) {
			parts, want, all := golden(t, name)
			d, err := Read(ziptest.PackFiles(t, parts))
			if err != nil {
				t.Fatal(err)
			}
			hangultest.Check(t, d)
			got := hangultest.Show(d)
			if *update {
				want.Data = []byte(got)
				if err := os.WriteFile(name, txtar.Format(all), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if got != string(want.Data) {
				t.Errorf("got\n%swant\n%s", got, want.Data)
			}
		})
	}
}

// pack packs a document of one section and nothing else.
func pack(t testing.TB, xml string) []byte {
	t.Helper()
	return ziptest.PackFiles(t, []txtar.File{{Name: "Contents/section0.xml", Data: []byte(xml)}})
}

func paragraphs(texts ...string) string {
	var b strings.Builder
	b.WriteString("<hs:sec>")
	for _, s := range texts {
		fmt.Fprintf(&b, "<hp:p><hp:run><hp:t>%s</hp:t></hp:run></hp:p>", s)
	}
	return b.String() + "</hs:sec>"
}

func TestWithoutManifest(t *testing.T) {
	d, err := Read(pack(t, paragraphs("하나", "", "둘")))
	if err != nil {
		t.Fatal(err)
	}
	if got := doc.Text(d.Blocks...); got != "하나\n둘" {
		t.Errorf("got %q", got)
	}
}

func TestMisplaced(t *testing.T) {
	d, err := Read(pack(t, "<hs:sec><hp:t>홀로</hp:t></hs:sec>"))
	if err != nil {
		t.Fatal(err)
	}
	hangultest.Check(t, d)
	if len(d.Losses) != 1 || d.Losses[0].Reason != hangul.Misplaced || d.Losses[0].Text != "로홀" {
		t.Errorf("%+v", d.Losses)
	}
}

func TestDamaged(t *testing.T) {
	deep := strings.Repeat("<hp:p><hp:run><hp:rect>", 500)
	locked := "<odf:manifest><odf:file-entry><odf:encryption-data/></odf:file-entry></odf:manifest>"
	for _, test := range []struct {
		name string
		data []byte
		want string
		is   error
	}{
		{"nothing", nil, "hwpx: is empty", zipxml.ErrEmpty},
		{"something else", []byte("HWP Document File"), "hwpx: is not a zip file, or not all of one", zipxml.ErrNotZip},
		{"another package", ziptest.Pack(t, "-- word/document.xml --\n<w/>\n"), "hwpx: is not an HWPX document", ErrNotHWPX},
		{"password", ziptest.Pack(t, "-- META-INF/manifest.xml --\n"+locked+"\n-- Contents/section0.xml --\nx\n"), "hwpx: is locked with a password", zipxml.ErrPassword},
		{"cut XML", pack(t, "<hs:sec><hp:p>"), "hwpx: Contents/section0.xml: ends inside <hp:p>", nil},
		{"no XML", pack(t, ""), "hwpx: Contents/section0.xml: holds no XML", nil},
		{"too deep", pack(t, "<hs:sec>"+deep), "hwpx: Contents/section0.xml: ", nil},
		{"damaged head", ziptest.Pack(t, "-- Contents/header.xml --\n<hh:head\n-- Contents/section0.xml --\n<hs:sec/>\n"), "hwpx: Contents/header.xml: ", nil},
		{"missing section", ziptest.Pack(t, "-- Contents/content.hpf --\n"+
			`<opf:package><opf:manifest><opf:item id="a" href="Contents/section0.xml"/></opf:manifest></opf:package>`+"\n"), "hwpx: Contents/section0.xml: is missing", zipxml.ErrNoPart},
	} {
		t.Run(test.name, func(t *testing.T) {
			d, err := Read(test.data)
			if err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("got %v, %v, want %s", d, err, test.want)
			}
			if test.is != nil && !errors.Is(err, test.is) {
				t.Errorf("%v is not %v", err, test.is)
			}
		})
	}
}

func FuzzSection(f *testing.F) {
	parts, _, _ := golden(f, "testdata/everything.txtar")
	for _, p := range parts {
		if strings.HasPrefix(p.Name, "Contents/section") {
			f.Add(string(p.Data))
		}
	}
	f.Fuzz(func(t *testing.T, xml string) { check(t, pack(t, xml)) })
}

func check(t testing.TB, data []byte) {
	t.Helper()
	hangultest.Fuzz(t, data, Read)
}

// FuzzRead reads damaged packages.
func FuzzRead(f *testing.F) {
	parts, _, _ := golden(f, "testdata/everything.txtar")
	f.Add(ziptest.PackFiles(f, parts))
	f.Add(pack(f, paragraphs("등대")))
	f.Fuzz(func(t *testing.T, data []byte) { check(t, data) })
}

// TestMutations is the fuzzing that always runs: the same damage each time.
func TestMutations(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 1101))
	parts, _, _ := golden(t, "testdata/everything.txtar")
	for range 1000 {
		damaged := make([]txtar.File, len(parts))
		for i, p := range parts {
			damaged[i] = p
			if strings.HasSuffix(p.Name, ".xml") {
				damaged[i].Data = damage(r, p.Data)
			}
		}
		check(t, ziptest.PackFiles(t, damaged))
	}
}

// damage moves, doubles or leaves out elements of XML.
func damage(r *rand.Rand, data []byte) []byte {
	tags := strings.SplitAfter(string(data), ">")
	for range 1 + r.IntN(4) {
		i, j := r.IntN(len(tags)), r.IntN(len(tags))
		switch r.IntN(4) {
		case 0:
			tags[i], tags[j] = tags[j], tags[i]
		case 1:
			tags[i] += tags[j]
		case 2:
			tags[i] = ""
		case 3:
			tags[i] = strings.Map(func(c rune) rune {
				if c >= '0' && c <= '9' {
					return '0' + rune(r.IntN(10))
				}
				return c
			}, tags[i])
		}
	}
	return []byte(strings.Join(tags, ""))
}

// A document that is there in both formats has to read the same.
func TestSamples(t *testing.T) {
	for _, name := range hangultest.Samples(t, "*.hwpx") {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		d, err := Read(data)
		if strings.Contains(name, "password") {
			if !errors.Is(err, zipxml.ErrPassword) {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		hangultest.Check(t, d)
		for _, l := range d.Losses {
			t.Errorf("%s: lost %s: %q", name, l.Reason, l.Text)
		}
		twin, err := os.ReadFile(strings.TrimSuffix(name, "x"))
		if err != nil {
			t.Logf("%s has no twin", name)
			continue
		}
		other, err := hwp.Read(twin)
		if err != nil {
			t.Fatal(err)
		}
		if a, b := blocks(d), blocks(other); a != b {
			t.Errorf("%s differs from its twin:\n%s\n%s", name, a, b)
		}
	}
}

// blocks shows the blocks of a document, with pictures under one name.
func blocks(d *doc.Document) string {
	return hangultest.Show(&doc.Document{Blocks: rename(d.Blocks)})
}

func rename(blocks []doc.Block) []doc.Block {
	for _, b := range blocks {
		if f, ok := b.(*doc.Figure); ok {
			f.Media = "picture"
		}
	}
	return blocks
}
