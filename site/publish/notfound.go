package publish

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"io"
	"net/url"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// notFound is the page that hosts show for whatever is not there. If the site
// was built without an address, its links begin at the root of the host, and
// its element "page-base" says so. They are all that a publish completes.
const notFound = "404.html"

const baseMark = `id="page-base" data-base=""`

// anchor makes the links of the 404 page begin at a folder of the host,
// "/bulletins". A page that knows where its site is stays as it is.
func (t *Tree) anchor(folder string) error {
	i, ok := t.find(notFound)
	if !ok || folder == "" {
		return nil
	}
	page, err := os.ReadFile(t.files[i].path)
	if err != nil {
		return err
	}
	if !bytes.Contains(page, []byte(baseMark)) {
		return nil
	}
	page = relink(page, func(link string) string {
		if strings.HasPrefix(link, "/") && !strings.HasPrefix(link, "//") {
			return folder + link
		}
		return link
	})
	known := strings.Replace(baseMark, `""`, `"`+html.EscapeString(folder)+`"`, 1)
	return t.add(notFound, bytes.Replace(page, []byte(baseMark), []byte(known), 1))
}

// anchorAll makes the links of the 404 page of each language begin at the root
// of the host, for one that shows the nearest of them, at any depth.
func (t *Tree) anchorAll() error {
	for _, f := range slices.Clone(t.files) {
		if path.Base(f.name) != notFound || f.name == notFound {
			continue
		}
		page, err := os.ReadFile(f.path)
		if err != nil {
			return err
		}
		if bytes.Contains(page, []byte("<base ")) {
			continue // it knows its address
		}
		folder := &url.URL{Path: "/" + f.name}
		err = t.add(f.name, relink(page, func(link string) string {
			to, err := folder.Parse(link)
			if err != nil || to.Host != "" || to.Scheme != "" || strings.HasPrefix(link, "#") {
				return link
			}
			return to.String()
		}))
		if err != nil {
			return err
		}
	}
	return nil
}

// relink returns a page with other links, and the same bytes otherwise.
func relink(page []byte, change func(link string) string) []byte {
	var out bytes.Buffer
	for z := html.NewTokenizer(bytes.NewReader(page)); ; {
		kind := z.Next()
		raw := bytes.Clone(z.Raw())
		if kind == html.ErrorToken && errors.Is(z.Err(), io.EOF) {
			out.Write(raw)
			return out.Bytes()
		}
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken {
			out.Write(raw)
			continue
		}
		token, changed := z.Token(), false
		for i, a := range token.Attr {
			if to := change(a.Val); slices.Contains([]string{"href", "src", "action"}, a.Key) && to != a.Val {
				token.Attr[i].Val, changed = to, true
			}
		}
		if changed {
			raw = []byte(token.String())
		}
		out.Write(raw)
	}
}

// inline returns the checksums of the styles and scripts in the 404 page, by
// which a policy lets them be used.
func (t *Tree) inline() (styles, scripts string, err error) {
	i, ok := t.find(notFound)
	if !ok {
		return "", "", nil
	}
	page, err := os.ReadFile(t.files[i].path)
	if err != nil {
		return "", "", err
	}
	in := ""
	for z := html.NewTokenizer(bytes.NewReader(page)); ; {
		switch z.Next() {
		case html.ErrorToken:
			return styles, scripts, nil
		case html.EndTagToken:
			in = ""
		case html.StartTagToken:
			name, _ := z.TagName()
			in = string(name)
		case html.TextToken:
			sum := sha256.Sum256(z.Raw())
			source := " 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
			switch in {
			case "style":
				styles += source
			case "script":
				scripts += source
			}
		}
	}
}

// anchor completes the 404 page where GitHub Pages will serve the site from a
// folder. With a domain of its own the site is at its root; which domain the
// branch has is known later, so that both pages are made ready.
func (p *pages) anchor(ctx context.Context) error {
	i, ok := p.tree.find(notFound)
	if p.own || !ok || p.tree.has("_headers") {
		return nil
	}
	folder := gitHubFolder(p.remote)
	for _, args := range [][]string{{"config", "--get", "remote." + p.remote + ".url"}, {"remote", "get-url", "--", p.remote}} {
		if address, err := p.repo.line(ctx, args...); err == nil && folder == "" {
			folder = gitHubFolder(address)
		}
	}
	if folder == "" {
		return nil
	}
	var err error
	if p.plain, err = p.repo.line(ctx, "hash-object", "-w", "--no-filters", "--", p.tree.files[i].path); err != nil {
		return err
	}
	return p.tree.anchor(folder)
}

// rooted returns the entries of the index with the 404 page of a site at the
// root of its host.
func (p *pages) rooted(entries []string) []string {
	for i, e := range entries {
		if p.plain != "" && strings.HasSuffix(e, " 0\t"+notFound) {
			entries = slices.Clone(entries)
			entries[i] = "100644 " + p.plain + " 0\t" + notFound
			return entries
		}
	}
	return entries
}

// gitHub matches the addresses of a repository on GitHub: owner and name.
var gitHub = regexp.MustCompile(`(?i)^(?:(?:https?|git|ssh)://(?:[^/@\s]+@)?(?:www\.)?github\.com(?::\d+)?/|(?:[^/@:\s]+@)?github\.com:/?)([\w.-]+)/([\w.-]+?)(?:\.git)?/?$`)

// gitHubFolder returns the folder of its host in which GitHub Pages serves a
// repository's site, "/bulletins". It is empty for what is no repository on
// GitHub, and for OWNER.github.io, which is served at the root. See
// https://docs.github.com/en/pages/getting-started-with-github-pages/what-is-github-pages.
func gitHubFolder(remote string) string {
	m := gitHub.FindStringSubmatch(remote)
	if m == nil || strings.EqualFold(m[2], m[1]+".github.io") {
		return ""
	}
	return "/" + m[2]
}
