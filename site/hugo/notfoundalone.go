package hugo

import (
	_ "embed"
	"encoding/base64"
	"io/fs"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/backissue/backissue/site/dom"
)

//go:embed notfound.js
var findBase string

// standAlone makes the 404 page of a site without an address one that looks as
// it should below any folder of a host: it brings its style and its icon along,
// and a script that finds out where its links begin. Without scripts they hold
// at the root of a host, and the page reads the same anywhere. What is inline
// must be allowed by its checksum where a policy forbids it: package publish
// does so.
func standAlone(root *html.Node, site fs.FS, languages []string) {
	mark := "/" + languages[0] + "/404.html"
	var drop []*html.Node
	for n := range root.Descendants() {
		rel, link := dom.Attr(n, "rel"), dom.Attr(n, "href")
		switch {
		case n.DataAtom == atom.Script && dom.Attr(n, "src") != "":
			drop = append(drop, n)
		case n.DataAtom == atom.Link && strings.HasPrefix(link, "/") && (rel == "stylesheet" || rel == "icon"):
			data, err := fs.ReadFile(site, strings.TrimPrefix(link, "/"))
			if err != nil {
				continue // the archive's own, from elsewhere
			}
			if rel == "icon" {
				kind := dom.Attr(n, "type")
				n.Attr = []html.Attribute{{Key: "rel", Val: rel}, {Key: "href", Val: "data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(data)}, {Key: "type", Val: kind}}
				continue
			}
			mark = link
			*n = html.Node{Type: html.ElementNode, Data: "style", DataAtom: atom.Style, Parent: n.Parent, PrevSibling: n.PrevSibling, NextSibling: n.NextSibling}
			n.AppendChild(&html.Node{Type: html.TextNode, Data: strings.ReplaceAll(string(data), "</", `<\/`)})
		}
	}
	for _, n := range drop {
		n.Parent.RemoveChild(n)
	}
	if body := first(root, atom.Body); body != nil {
		script := &html.Node{Type: html.ElementNode, Data: "script", DataAtom: atom.Script, Attr: []html.Attribute{
			{Key: "id", Val: "page-base"}, {Key: "data-base"}, {Key: "data-languages", Val: strings.Join(languages, " ")}, {Key: "data-mark", Val: mark},
		}}
		script.AppendChild(&html.Node{Type: html.TextNode, Data: findBase})
		body.AppendChild(script)
	}
}
