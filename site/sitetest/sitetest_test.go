package sitetest

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
)

// A recorder is a test that only remembers what was said.
type recorder struct{ errors []string }

func (r *recorder) Helper()             {}
func (r *recorder) Logf(string, ...any) {}
func (r *recorder) Errorf(format string, args ...any) {
	r.errors = append(r.errors, fmt.Sprintf(format, args...))
}

func read(t *testing.T, fsys fstest.MapFS, base string) *Site {
	t.Helper()
	s, err := Read(fsys, base)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// A site that keeps every promise is told nothing.
func TestSound(t *testing.T) {
	for _, base := range []string{"", where} {
		s := read(t, sound(base), base)
		for _, p := range promises {
			var r recorder
			p.check(&r, s)
			for _, e := range r.errors {
				t.Errorf("%s, at %q: %s", p.name, base, e)
			}
		}
		var r recorder
		Content(&r, s, content())
		for _, e := range r.errors {
			t.Errorf("Content: %s", e)
		}
		for name, want := range map[string]string{
			"ko/2021-10/news/01/index.html":         "listed",
			"ar/2021-10/news/01/index.html":         "stands in",
			"ko/search/index.html":                  "",
			"ko/404.html":                           "",
			"index.html":                            "",
			"ko/2021-10/news/01/zh-hans/index.html": "",
		} {
			p, got := s.Pages[name], ""
			if p.Listed() {
				got += "listed"
			}
			if p.StandsIn() {
				got += "stands in"
			}
			if got != want {
				t.Errorf("%s is %q, want %q", name, got, want)
			}
		}
	}
}

// A breakage changes a file of the sound site: old becomes new, or the whole
// file is new where old is empty, or gone where both are.
type breakage struct {
	promise, file, old, new string
	want                    string // what must be said, after the file's name
}

// Every promise finds what breaks it.
func TestBroken(t *testing.T) {
	checks := map[string]func(Reporter, *Site){"Content": func(t Reporter, s *Site) { Content(t, s, content()) }}
	tried := map[string]bool{}
	for _, p := range promises {
		checks[p.name] = p.check
	}
	for _, b := range breakages {
		name := b.promise + "/" + b.file + "/" + b.want
		t.Run(name, func(t *testing.T) {
			fsys := sound(where)
			f, ok := fsys[b.file]
			switch {
			case b.old == "" && b.new == "":
				delete(fsys, b.file)
			case b.old == "":
				fsys[b.file] = &fstest.MapFile{Data: []byte(b.new)}
			case !ok || !strings.Contains(string(f.Data), b.old):
				t.Fatalf("%s has no %q: %s", b.file, b.old, f.Data)
			default:
				f.Data = []byte(strings.Replace(string(f.Data), b.old, b.new, 1))
			}
			var r recorder
			checks[b.promise](&r, read(t, fsys, where))
			for _, e := range r.errors {
				if strings.Contains(e, b.want) {
					return
				}
			}
			t.Errorf("not found: %q; said: %s", b.want, strings.Join(r.errors, "\n"))
		})
		tried[b.promise] = true
	}
	for name := range checks {
		if !tried[name] {
			t.Errorf("%s was never seen to fail", name)
		}
	}
}

// A mistake on every page is said a few times and counted.
func TestMany(t *testing.T) {
	var c complaints
	for i := range 100 {
		c.add(fmt.Sprint(i), "wrong")
		c.add(fmt.Sprint(i), "wrong")
	}
	var r recorder
	c.to(&r)
	if len(r.errors) != 26 || r.errors[25] != "and 75 more" {
		t.Errorf("%d: %s", len(r.errors), r.errors[len(r.errors)-1])
	}
}
