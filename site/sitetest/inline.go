package sitetest

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// fetched matches what a style sheet has a browser fetch.
var fetched = regexp.MustCompile(`@import|url\(\s*["']?((?:https?:)?//[^)]*)`)

// fetching are the relations of a <link> that a strict policy lets through,
// or that fetch nothing.
var fetching = []string{
	"alternate", "author", "canonical", "contents", "help", "icon", "license", "next", "prev", "search", "stylesheet", "up",
}

// NothingInline keeps a strict content security policy possible: no script,
// style or handler stands in a page, none of it is from elsewhere, and none
// keeps the page waiting. Data blocks are no scripts. The 404 page at the root of
// a site without an address may bring its style and its one script along, since
// it knows of no file; a policy can allow them by checksum.
func NothingInline(t Reporter, s *Site) {
	t.Helper()
	var c complaints
	for _, p := range s.sorted() {
		inline(&c, p, p.anywhere() && s.Base == "")
	}
	for name, data := range s.Files {
		switch path.Ext(name) {
		case ".css":
			if m := fetched.Find(data); m != nil {
				c.add(name, "fetches another style sheet or host: %s", m)
			}
		case ".svg":
			if strings.Contains(string(data), "<script") {
				c.add(name, "a script in a picture")
			}
		}
	}
	c.to(t)
}

func inline(c *complaints, p *Page, alone bool) {
	for n := range p.Root.Descendants() {
		if n.Type != html.ElementNode || alone && (n.Data == "style" || n.Data == "script" && Attr(n, "id") == "page-base") {
			continue
		}
		switch n.Data {
		case "style", "iframe", "frame", "object", "embed", "applet", "audio", "video":
			c.add(p.Path, "<%s>, which a strict policy stops", n.Data)
		case "script":
			data := Attr(n, "type") == "application/ld+json"
			switch {
			case data && has(n, "src"):
				c.add(p.Path, "data from elsewhere: %s", Attr(n, "src"))
			case !data && !has(n, "src"):
				c.add(p.Path, "a script in the page")
			case !data && !has(n, "defer") && !has(n, "async") && Attr(n, "type") != "module":
				c.add(p.Path, "the page waits for the script %s", Attr(n, "src"))
			}
		case "link":
			for _, rel := range strings.Fields(Attr(n, "rel")) {
				if !slices.Contains(fetching, rel) {
					c.add(p.Path, "<link rel=%s>", rel)
				}
			}
		}
		for _, a := range n.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") || strings.Contains(a.Key, "zgotmpl") {
				c.add(p.Path, "<%s> has %s=%q", n.Data, a.Key, a.Val)
			}
		}
	}
	if strings.Contains(p.Text, "ZgotmplZ") {
		c.add(p.Path, "a value refused by the template engine")
	}
}
