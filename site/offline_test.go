package site

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/backissue/backissue/site/sitetest"
)

// A site for a disk has the same files as the one on the web, and every link
// in it names one of them.
func TestOffline(t *testing.T) {
	dir := archiveOf(t, documents(t))
	importAll(t, dir)
	out := filepath.Join(t.TempDir(), "stick")
	for _, o := range []BuildOptions{{}, {Offline: true, Out: out}} {
		if _, err := Build(t.Context(), dir, o); err != nil {
			t.Fatal(err)
		}
	}
	sitetest.Links(t, sitetest.Open(t, out))
	web, disk := files(t, filepath.Join(dir, Public)), files(t, out)
	folder := regexp.MustCompile(`(?:href|action)="?(?:\.\.?/)[^"\s>]*/["\s>]`)
	pages := 0
	for name := range web {
		data, ok := disk[name]
		if !ok {
			t.Errorf("no %s", name)
		}
		if !strings.HasSuffix(name, ".html") || name == "404.html" {
			continue
		}
		pages++
		if link := folder.Find(data); link != nil {
			t.Errorf("%s: %s is a folder", name, link)
		}
	}
	if pages < 100 || len(web) != len(disk) {
		t.Errorf("%d pages, %d files on the web, %d on the disk", pages, len(web), len(disk))
	}
}
