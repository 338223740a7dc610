package check

import (
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/backissue/backissue/site/content"
)

// A target is what a link within an archive leads to.
type target struct {
	file     string   // below content, if it is a file of a bundle
	path     string   // of a page, if it is one
	lang     string   // that the link names, "" for that of its page
	fragment string   // without #
	tried    []string // paths that were looked for
}

// resolve tells where a link leads. ok is false for links out of the archive,
// and for what no content file stands for: other pages are made by the site.
func (a *Archive) resolve(l link) (t target, ok bool) {
	if l.to == "" || schemeRE.MatchString(l.to) {
		return t, false
	}
	u, err := url.Parse(l.to)
	if err != nil {
		return t, false
	}
	t.fragment = u.Fragment
	if u.Path == "" {
		t.path = l.from.Path
		return t, true
	}
	name := u.Path
	if rest, absolute := strings.CutPrefix(name, "/"); absolute {
		if first, more, _ := strings.Cut(rest, "/"); slices.Contains(a.Languages, strings.ToLower(first)) {
			t.lang, rest = strings.ToLower(first), more
		}
		t.tried = []string{path.Clean(rest)}
	} else {
		t.tried = []string{path.Join(l.from.Path, name), path.Join(path.Dir(l.from.File), name), path.Clean(name)}
	}
	for _, p := range t.tried {
		p = path.Clean(strings.TrimSuffix(p, "index.html"))
		switch {
		case a.files[p]:
			t.file = p
			if stem, lang, page := content.SplitName(p, a.Languages); page {
				t.file, t.path, t.lang = "", content.Path(stem), lang
			}
			return t, true
		case a.paths[p]:
			t.path = p
			return t, true
		}
	}
	return t, a.ours(t.tried[0]) && !a.static(t.tried[0])
}

var issueRE = regexp.MustCompile(`^(?:19|20)\d{2}(?:-\d|$)`)

// ours reports whether an address can only be that of content: it begins with
// a folder there, or as issues do.
func (a *Archive) ours(p string) bool {
	first, _, _ := strings.Cut(p, "/")
	return first == ".." || a.paths[first] && first != "." || issueRE.MatchString(first)
}

func (a *Archive) static(p string) bool {
	if a.Static == nil || !fs.ValidPath(p) {
		return false
	}
	_, err := fs.Stat(a.Static, p)
	return err == nil
}

// findDeadLinks finds links to pages and files that are not there.
func findDeadLinks(a *Archive, report func(Finding)) {
	for _, l := range a.links {
		t, ok := a.resolve(l)
		if !ok || t.file != "" || t.path != "" {
			continue
		}
		report(l.from.finding(l.line, l.to, fmt.Sprintf("the link to %s leads nowhere", l.to), "a page of the archive is named by its path: /2021-10/news/01"))
	}
}

// findDeadImages finds pictures that are not there.
func findDeadImages(f *Folder, report func(Finding)) {
	for _, p := range f.Pages {
		for _, i := range p.images {
			name, _, _ := strings.Cut(i.file, "#")
			if unescaped, err := url.PathUnescape(name); err == nil {
				name = unescaped
			}
			rooted, absolute := strings.CutPrefix(name, "/")
			if name == "" || schemeRE.MatchString(name) || absolute && f.static(rooted) {
				continue
			}
			if !absolute && (f.files[path.Join(path.Dir(p.File), name)] || f.static(name)) {
				continue
			}
			report(p.finding(i.line, i.file, fmt.Sprintf("the image %s is not there", i.file), "put the file beside the page, or take the image out"))
		}
	}
}

// findDeadFragments finds links to places that their page does not have.
func findDeadFragments(a *Archive, report func(Finding)) {
	for _, l := range a.links {
		t, ok := a.resolve(l)
		if !ok || t.path == "" || t.fragment == "" || strings.HasPrefix(t.fragment, "page-") {
			continue
		}
		ids, read := a.idsOf(t, l.from)
		if read && !slices.Contains(ids, t.fragment) {
			report(l.from.finding(l.line, l.to, fmt.Sprintf("%s has no place %q", t.path, t.fragment), "take the name from the braces behind a heading or below a paragraph: {#art-7}"))
		}
	}
}

// idsOf returns the places that the page a link leads to has: in the language
// of the link, or in any if it is not in that. read is false if it cannot be
// read.
func (a *Archive) idsOf(t target, from *Page) (ids []string, read bool) {
	lang := t.lang
	if lang == "" {
		lang = from.Lang
	}
	f := &Folder{Archive: a}
	var other []string
	for _, file := range a.editions(t.path) {
		stem, l, _ := content.SplitName(file, a.Languages)
		p := f.readPage(file, stem, l)
		if p == nil {
			continue
		}
		var own []string
		for _, id := range p.ids {
			own = append(own, id.name)
		}
		for _, line := range p.Lines {
			if line.Heading {
				own = append(own, autoID(line.Text))
			}
		}
		if l == lang && p.String("fallback") == "" {
			return own, true
		}
		other, read = append(other, own...), true
	}
	return other, read
}

// editions returns the files of a page, in all languages.
func (a *Archive) editions(page string) []string {
	var out []string
	for _, stem := range []string{page + "/index", page + "/_index", page} {
		for _, l := range a.Languages {
			if name := path.Clean(stem) + "." + l + ".md"; a.files[name] {
				out = append(out, name)
			}
		}
		if name := path.Clean(stem) + ".md"; a.files[name] {
			out = append(out, name)
		}
	}
	return out
}
