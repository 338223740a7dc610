package sitetest

import (
	"net/url"
	"path"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Links follows every link of the site on disk, with its fragment. All are
// relative, so that the site works in any folder of any host; only what must
// be absolute, the canonical address and its like, is, where there is an
// address, and so is what the page for missing pages leads to. Readers may be sent to other hosts; a page asks none of them.
// Within a page, whatever refers to a part of it finds that part once.
func Links(t Reporter, s *Site) {
	t.Helper()
	var c complaints
	for _, p := range s.sorted() {
		for id, times := range p.ids {
			switch {
			case times > 1:
				c.add(p.Path, "id %q %d times", id, times)
			case id == "" || strings.ContainsAny(id, " \t\n"):
				c.add(p.Path, "id %q", id)
			}
		}
		for n := range p.Root.Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			for _, ref := range references(n) {
				if err := s.follow(p, n, ref); err != "" {
					c.add(p.Path, "<%s>: %s", n.Data, err)
				}
			}
			for _, a := range n.Attr {
				for _, id := range p.idsMeant(n, a) {
					if p.ids[id] == 0 {
						c.add(p.Path, "<%s>: %s %q names nothing", n.Data, a.Key, id)
					}
				}
			}
		}
		if p.Redirect != "" {
			if _, _, err := s.target(p, p.Redirect); err != nil {
				c.add(p.Path, "sent on: %v", err)
			}
		}
	}
	c.to(t)
}

// references returns the addresses that an element names.
func references(n *html.Node) []string {
	var refs []string
	for _, a := range n.Attr {
		switch a.Key {
		case "href", "src", "action", "formaction", "poster", "cite", "data":
			if a.Key != "data" || n.Data == "object" {
				refs = append(refs, a.Val)
			}
		case "srcset", "imagesrcset":
			for candidate := range strings.SplitSeq(a.Val, ",") {
				if f := strings.Fields(candidate); f != nil {
					refs = append(refs, f[0])
				}
			}
		}
	}
	return refs
}

// follow returns what is wrong with a link.
func (s *Site) follow(p *Page, n *html.Node, ref string) string {
	u, err := url.Parse(ref)
	if err != nil {
		return err.Error()
	}
	ours := s.Base != "" && (ref == s.Base || strings.HasPrefix(ref, s.Base+"/"))
	if u.IsAbs() && !ours {
		away := n.Data == "a" && slices.Contains([]string{"http", "https", "mailto", "tel"}, u.Scheme)
		if away || (n.Data == "img" || n.Data == "link" && Attr(n, "rel") == "icon" && p.anywhere()) && u.Scheme == "data" {
			return ""
		}
		return ref + " is not relative"
	}
	absolute := n.Data == "base" || n.Data == "link" && (Attr(n, "rel") == "canonical" || has(n, "hreflang"))
	switch {
	case n.Data == "base" && path.Base(p.Path) != "404.html":
		return "<base>, which changes what links mean"
	case ours && !absolute && !p.anywhere():
		return ref + " is not relative"
	case !ours && absolute && s.Base != "":
		return ref + " is not absolute"
	}
	file, fragment, err := s.target(p, ref)
	if err != nil {
		return err.Error()
	}
	to := s.Pages[file]
	if fragment != "" && to != nil && to.ids[fragment] == 0 {
		return ref + ": no such part"
	}
	if fragment != "" && to == nil && path.Ext(file) != ".pdf" { // "#page=2"
		return ref + ": not a file with parts"
	}
	return ""
}

// listsIDs are the attributes that name parts of the same page.
var listsIDs = []string{
	"aria-activedescendant", "aria-controls", "aria-describedby", "aria-details", "aria-errormessage",
	"aria-flowto", "aria-labelledby", "aria-owns", "commandfor", "for", "form", "headers", "list", "popovertarget",
}

// idsMeant returns the parts of the page that an attribute names.
func (p *Page) idsMeant(n *html.Node, a html.Attribute) []string {
	if !slices.Contains(listsIDs, a.Key) {
		return nil
	}
	ids := strings.Fields(a.Val)
	if ids == nil {
		return []string{""}
	}
	return ids
}
