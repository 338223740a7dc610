package publish

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"net/url"
	"os"
	"path"
	"regexp"
	"strings"
)

// Hosts are the names that [Tree.Headers] knows.
var Hosts = []string{"netlify", "cloudflare"}

// policy lets a page use what comes with the site and nothing else: see
// Content Security Policy Level 3, https://www.w3.org/TR/CSP3/. Structured
// data in pages is no script for it. What the 404 page brings along is allowed
// by its checksums.
func policy(styles, scripts string) string {
	return "default-src 'none'; style-src 'self'" + styles + "; img-src 'self' data:; script-src 'self'" + scripts +
		"; connect-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'"
}

// contentTypes are those that hosts do not know or get wrong.
var contentTypes = []struct{ path, value string }{
	{"/*.md", "text/markdown; charset=utf-8"},         // RFC 7763
	{"/*.ics", "text/calendar; charset=utf-8"},        // RFC 5545, section 8.1
	{"/*.epub", "application/epub+zip"},               // EPUB 3.3, section 4.1
	{"/*/feed.json", "application/feed+json"},         // JSON Feed 1.1
	{"/*.ris", "application/x-research-info-systems"}, // in use, not registered
	{"/*.bib", "application/x-bibtex"},                // in use, not registered
}

// hashed are files whose name tells their content: another content comes
// under another name.
var hashed = regexp.MustCompile(`(^|/)[\w.-]+\.[0-9a-f]{64}\.(css|js|svg|png|ico|webp)$`)

// Headers adds the files by which Netlify and Cloudflare Pages are told what
// to send with each page: _headers, and _redirects where pages have moved.
// Both hosts read the same form; see docs.netlify.com/manage/routing/headers
// and developers.cloudflare.com/pages/configuration/headers. Files of those
// names that the site has already stay.
func (t *Tree) Headers(host string) error {
	if host != Hosts[0] && host != Hosts[1] {
		return withHint("it is netlify or cloudflare", "publish: no headers are known for %q", host)
	}
	if !t.has("_headers") {
		text, err := t.headers()
		if err != nil {
			return fmt.Errorf("publish: %w", err)
		}
		if err := t.add("_headers", text); err != nil {
			return err
		}
	}
	if err := t.anchorAll(); err != nil {
		return fmt.Errorf("publish: %w", err)
	}
	moved, err := t.redirects(host)
	if err != nil || len(moved) == 0 || t.has("_redirects") {
		return err
	}
	return t.add("_redirects", moved)
}

// headers returns the text of _headers. No header comes twice for an address:
// Cloudflare joins the values of all rules that match.
func (t *Tree) headers() ([]byte, error) {
	styles, scripts, err := t.inline()
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "/*\n  Content-Security-Policy: %s\n  X-Content-Type-Options: nosniff\n", policy(styles, scripts))
	for _, c := range contentTypes {
		fmt.Fprintf(&out, "%s\n  Content-Type: %s\n", c.path, c.value)
	}
	rules := 0
	for _, f := range t.files {
		// Cloudflare takes a hundred rules.
		if hashed.MatchString(f.name) && rules < 80 {
			fmt.Fprintf(&out, "/%s\n  Cache-Control: public, max-age=31536000, immutable\n", f.name)
			rules++
		}
	}
	return out.Bytes(), nil
}

// refresh is how a page that moved sends its reader on.
var refresh = regexp.MustCompile(`(?i)<meta\s+http-equiv="?refresh"?\s+content=["']0;\s*url=([^"'>]+)["']`)

// redirects returns a line for each page that only sends its reader on, so
// that the host does so with a status that machines understand. The root stays
// as it is: which language a reader is sent to may change.
func (t *Tree) redirects(host string) ([]byte, error) {
	status := "301"
	if host == "netlify" {
		status = "301!" // even though there is a file
	}
	var out bytes.Buffer
	lines := 0
	for _, f := range t.files {
		if f.name == "index.html" || path.Base(f.name) != "index.html" || lines == 2000 { // Cloudflare's limit
			continue
		}
		head, err := f.head(2048)
		if err != nil {
			return nil, fmt.Errorf("publish: %w", err)
		}
		m := refresh.FindSubmatch(head)
		if m == nil {
			continue
		}
		from := (&url.URL{Path: "/" + strings.TrimSuffix(f.name, "index.html")})
		to, err := from.Parse(html.UnescapeString(string(m[1])))
		if err != nil || to.Host != "" || to.Path == from.Path || strings.ContainsAny(from.Path, "*:") {
			continue
		}
		fmt.Fprintf(&out, "%s %s %s\n", from.EscapedPath(), to.String(), status)
		lines++
	}
	return out.Bytes(), nil
}

// head returns the beginning of a file.
func (f file) head(most int64) ([]byte, error) {
	r, err := os.Open(f.path)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(io.LimitReader(r, most))
}
