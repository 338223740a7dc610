package sitetest

import (
	"bytes"
	"compress/gzip"
	"slices"
	"strings"
)

// heaviest is the most that the first view of a page may weigh, compressed.
const heaviest = 35 << 10

// Weight holds every page to that, with the styles, scripts and icons that it
// asks for.
func Weight(t Reporter, s *Site) {
	t.Helper()
	var c complaints
	known := map[string]int{}
	weigh := func(file string) int {
		if _, ok := known[file]; !ok {
			known[file] = compressed(s.Files[file])
		}
		return known[file]
	}
	most, heavy := 0, ""
	for _, p := range s.sorted() {
		if p.Kind == "print" {
			continue // a whole issue is as long as it is
		}
		parts := map[string]bool{p.Path: true}
		for _, n := range p.Tags("link", "script") {
			rel := strings.Fields(Attr(n, "rel"))
			ref := Attr(n, "src")
			if slices.Contains(rel, "stylesheet") || slices.Contains(rel, "icon") || slices.Contains(rel, "preload") || slices.Contains(rel, "modulepreload") {
				ref = Attr(n, "href")
			}
			if file, _, err := s.target(p, ref); err == nil {
				parts[file] = true
			}
		}
		sum := 0
		for file := range parts {
			sum += weigh(file)
		}
		if sum > heaviest {
			c.add(p.Path, "%d bytes, of which the page itself is %d", sum, weigh(p.Path))
		}
		if sum > most {
			most, heavy = sum, p.Path
		}
	}
	t.Logf("the heaviest page is %s: %d bytes, %d of them its own", heavy, most, known[heavy])
	c.to(t)
}

func compressed(data []byte) int {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write(data) // to memory, which does not fail
	z.Close()
	return b.Len()
}
