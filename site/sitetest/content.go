package sitetest

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

var (
	contentFile = regexp.MustCompile(`^_?index\.([a-z-]+)\.md$`)
	isIssue     = regexp.MustCompile(`(?m)^type: *"?issue"?$`)
	isFallback  = regexp.MustCompile(`(?m)^fallback: *\S`)
)

// Content checks the site against the content that it was made of: what an
// issue has in one language is there in all of them, as a page that says
// something of its own where there is a file that does, and as one that stands
// in for such a page everywhere else.
func Content(t Reporter, s *Site, content fs.FS) {
	t.Helper()
	var c complaints
	own := map[string]map[string]bool{} // by folder, the languages with a text of their own
	issues := map[string]bool{}
	err := fs.WalkDir(content, ".", func(name string, d fs.DirEntry, err error) error {
		m := contentFile.FindStringSubmatch(path.Base(name))
		if err != nil || d.IsDir() || m == nil {
			return err
		}
		data, err := fs.ReadFile(content, name)
		if err != nil {
			return err
		}
		dir := path.Dir(name)
		if own[dir] == nil {
			own[dir] = map[string]bool{}
		}
		front, _, _ := strings.Cut(strings.TrimPrefix(string(data), "---\n"), "\n---")
		own[dir][m[1]] = !isFallback.MatchString(front)
		if isIssue.MatchString(front) {
			issues[dir] = true
		}
		return nil
	})
	if err != nil {
		t.Errorf("%v", err)
		return
	}
	if len(issues) == 0 {
		t.Errorf("no issue in the content")
	}
	for dir, languages := range own {
		if issue, _, _ := strings.Cut(dir, "/"); !issues[issue] {
			continue
		}
		for _, l := range s.folders() {
			name := path.Join(l, dir, "index.html")
			p := s.Pages[name]
			switch {
			case p == nil:
				c.add(name, "is missing")
			case languages[l] && !p.Listed():
				c.add(name, "has a text of its own, but stands in for %s", p.original)
			case !languages[l] && !p.StandsIn():
				c.add(name, "has no text of its own, and stands in for nothing")
			case !languages[l] && !languages[folderOf(p.original)]:
				c.add(name, "stands in for %s, which has no text of its own either", p.original)
			}
		}
	}
	slices.Sort(c.list)
	c.to(t)
}

// folderOf returns the first folder of a path.
func folderOf(name string) string {
	dir, _, _ := strings.Cut(name, "/")
	return dir
}
