package sitetest

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// subjects are the types that a page of a kind speaks of. A page that stands
// in for another speaks of nothing, or of the same.
var subjects = map[string][]string{
	"home":     {"Periodical"},
	"issue":    {"PublicationIssue", "BreadcrumbList"},
	"section":  {"BreadcrumbList"},
	"news":     {"NewsArticle", "BreadcrumbList"},
	"law":      {"Legislation", "BreadcrumbList"},
	"qa":       {"FAQPage", "BreadcrumbList"},
	"entity":   {"CollectionPage", "BreadcrumbList"},
	"glossary": {"DefinedTermSet", "BreadcrumbList"},
}

// StructuredData checks what pages tell machines in JSON-LD: types and
// properties are schema.org's and have values of the right kind, addresses
// lead to pages, a page of each kind speaks of what it shows, and an article
// is part of an issue, which is part of a periodical.
func StructuredData(t Reporter, s *Site) {
	t.Helper()
	var c complaints
	for _, p := range s.sorted() {
		g := &graph{s: s, p: p, c: &c, named: map[string]node{}}
		for _, n := range p.Tags("script") {
			if Attr(n, "type") == "application/ld+json" {
				g.read(Text(n))
			}
		}
		for _, n := range g.all {
			g.check(n)
		}
		if p.Listed() {
			for _, typ := range subjects[p.Kind] {
				if g.first(typ) == nil && (typ != "BreadcrumbList" || s.Base != "") { // a path consists of addresses
					c.add(p.Path, "speaks of no %s", typ)
				}
			}
		}
	}
	c.to(t)
}

type node = map[string]any

// A graph is all that one page says.
type graph struct {
	s     *Site
	p     *Page
	c     *complaints
	all   []spoken        // in the order of the text, with those within others
	named map[string]node // by @id
}

// A spoken node stands in a page; a top one stands in nothing else.
type spoken struct {
	node
	top bool
}

func (g *graph) complain(format string, args ...any) { g.c.add(g.p.Path, format, args...) }

// read takes in one block.
func (g *graph) read(text string) {
	var top any
	if err := json.Unmarshal([]byte(text), &top); err != nil {
		g.complain("JSON-LD: %v", err)
		return
	}
	blocks, isList := top.([]any)
	if !isList {
		blocks = []any{top}
	}
	for _, b := range blocks {
		n, ok := b.(node)
		if !ok || n["@context"] != "https://schema.org" {
			g.complain("JSON-LD without the context https://schema.org")
			continue
		}
		if inner, ok := n["@graph"]; ok {
			g.collect(inner, true)
		} else {
			g.collect(n, true)
		}
	}
}

// collect finds the nodes in a value.
func (g *graph) collect(v any, top bool) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			g.collect(e, top)
		}
	case node:
		if id, ok := v["@id"].(string); ok && len(v) > 1 && g.named[id] == nil {
			g.named[id] = v
		}
		if !reference(v) {
			g.all = append(g.all, spoken{v, top})
		}
		for _, key := range slices.Sorted(maps.Keys(v)) {
			g.collect(v[key], false)
		}
	}
}

// reference reports whether a node only names another one.
func reference(n node) bool { return len(n) == 1 && n["@id"] != nil }

func types(n node) []string {
	switch t := n["@type"].(type) {
	case string:
		return []string{t}
	case []any:
		var all []string
		for _, e := range t {
			all = append(all, fmt.Sprint(e))
		}
		return all
	}
	return nil
}

// isA reports whether a node is of a type.
func isA(n node, of string) bool {
	return slices.ContainsFunc(types(n), func(t string) bool { return is(t, of) })
}

func (g *graph) first(typ string) node {
	for _, n := range g.all {
		if isA(n.node, typ) {
			return n.node
		}
	}
	return nil
}

// check checks one node by itself, and what its type asks of it.
func (g *graph) check(said spoken) {
	n := said.node
	typ := strings.Join(types(n), " ")
	if typ == "" {
		g.complain("an object without a type: %v", n)
		return
	}
	for _, t := range types(n) {
		if _, known := parents[t]; !known {
			g.complain("the type %s is not in the table", t)
			return
		}
		for above := t; above != ""; above = parents[above] {
			must := required[above]
			if said.top {
				must = append(slices.Clone(must), subject[above]...)
			}
			for _, name := range must {
				if n[name] == nil {
					g.complain("%s without %s", t, name)
				}
			}
		}
	}
	for name, v := range n {
		switch name {
		case "@context", "@type":
		case "@id":
			g.address(typ, name, v)
		default:
			g.property(n, typ, name, v)
		}
	}
	g.relations(n)
	if said.top {
		g.chain(n)
	}
}

// chain checks that what an issue holds is part of it, and the issue part of
// a periodical.
func (g *graph) chain(n node) {
	above := ""
	switch {
	case isA(n, "PublicationIssue"):
		above = "Periodical"
	case isA(n, "NewsArticle"), n["isPartOf"] != nil && (isA(n, "Legislation") || isA(n, "FAQPage")):
		above = "PublicationIssue"
	default:
		return
	}
	whole := g.resolve(n["isPartOf"])
	if whole == nil || !isA(whole, above) {
		g.complain("%v is not part of a %s", n["@type"], above)
		return
	}
	g.chain(whole)
}

// property checks the name and the values of a property.
func (g *graph) property(n node, typ, name string, v any) {
	i := slices.IndexFunc(properties[name], func(p property) bool { return isA(n, p.of) })
	if i < 0 {
		g.complain("%s has no property %s", typ, name)
		return
	}
	values, ok := v.([]any)
	if !ok {
		values = []any{v}
	}
	if len(values) == 0 {
		g.complain("%s: %s is empty", typ, name)
	}
	for _, v := range values {
		g.value(typ, name, properties[name][i].is, v)
	}
}

// value checks one value of a property.
func (g *graph) value(typ, name string, is kind, v any) {
	text, isText := v.(string)
	_, isNode := v.(node)
	wrong := false
	switch is {
	case words:
		_, isBool := v.(bool)
		wrong = strings.TrimSpace(text) == "" && !isBool
	case number:
		_, err := strconv.Atoi(fmt.Sprint(v))
		wrong = err != nil
	case day:
		wrong = !isText || !w3cDate(text)
	case tag:
		wrong = !wellFormed.MatchString(text)
	case address:
		g.address(typ, name, v)
	case thing:
		if isNode {
			if id := v.(node)["@id"]; reference(v.(node)) && g.named[fmt.Sprint(id)] == nil {
				g.address(typ, name, id)
			}
		} else {
			g.address(typ, name, v)
		}
	case anyOf:
		_, isNumber := v.(float64)
		wrong = !isNode && !isNumber && strings.TrimSpace(text) == ""
	}
	if wrong {
		g.complain("%s: %s is %#v", typ, name, v)
	}
}

// address checks that an address leads to a page or a file, or elsewhere. With
// an address of the site's own it must be absolute.
func (g *graph) address(typ, name string, v any) {
	ref, _ := v.(string)
	u, err := url.Parse(ref)
	if err != nil || ref == "" {
		g.complain("%s: %s is %#v", typ, name, v)
		return
	}
	if u.IsAbs() && (g.s.Base == "" || !strings.HasPrefix(ref, g.s.Base+"/")) {
		if name == "@id" || name == "item" {
			g.complain("%s: %s leads elsewhere: %s", typ, name, ref)
		}
		return
	}
	if !u.IsAbs() && g.s.Base != "" {
		g.complain("%s: %s is not absolute: %s", typ, name, ref)
	}
	if _, _, err := g.s.target(g.p, ref); err != nil {
		g.complain("%s: %s: %v", typ, name, err)
	}
}

// resolve returns the object that a value is or names, in this page.
func (g *graph) resolve(v any) node {
	if list, ok := v.([]any); ok && len(list) > 0 {
		v = list[0]
	}
	switch v := v.(type) {
	case node:
		if reference(v) {
			return g.named[fmt.Sprint(v["@id"])]
		}
		return v
	case string:
		return g.named[v]
	}
	return nil
}

// relations checks what must hold between a node and others, and the page.
func (g *graph) relations(n node) {
	shown := solid(visible(g.p))
	says := func(typ, name string, v any) {
		if text, _ := v.(string); text != "" && !strings.Contains(shown, solid(text)) {
			g.complain("%s: %s %q is not on the page", typ, name, text)
		}
	}
	switch {
	case isA(n, "NewsArticle"):
		says("NewsArticle", "headline", n["headline"])
	case isA(n, "FAQPage"):
		if q := g.resolve(n["mainEntity"]); q == nil || !isA(q, "Question") {
			g.complain("FAQPage without a Question")
		}
	case isA(n, "Question"):
		says("Question", "name", n["name"])
		if a := g.resolve(n["acceptedAnswer"]); a == nil || !isA(a, "Answer") {
			g.complain("Question without an Answer")
		}
	case isA(n, "Answer"):
		text, _ := n["text"].(string)
		if !strings.Contains(shown, beginning(text)) { // it may be HTML
			says("Answer", "text", beginning(markupTag.ReplaceAllString(text, "")))
		}
	case isA(n, "BreadcrumbList"):
		g.crumbs(n)
	}
}

// crumbs checks that the steps of a path are numbered and all lead somewhere,
// but the last, which is the page itself.
func (g *graph) crumbs(n node) {
	steps, _ := n["itemListElement"].([]any)
	if len(steps) == 0 {
		g.complain("BreadcrumbList without a step")
	}
	for i, v := range steps {
		step, ok := v.(node)
		if !ok || !isA(step, "ListItem") {
			g.complain("BreadcrumbList: step %d is no ListItem", i+1)
			continue
		}
		if fmt.Sprint(step["position"]) != strconv.Itoa(i+1) {
			g.complain("BreadcrumbList: step %d has position %v", i+1, step["position"])
		}
		inner, _ := step["item"].(node)
		if step["name"] == nil && inner["name"] == nil {
			g.complain("BreadcrumbList: step %d without a name", i+1)
		}
		if step["item"] == nil && i < len(steps)-1 {
			g.complain("BreadcrumbList: step %d leads nowhere", i+1)
		}
	}
}

// visible is the text of a page without its head and data.
func visible(p *Page) string {
	var b strings.Builder
	for d := range p.Tags("body")[0].Descendants() {
		if d.Type == html.TextNode && d.Parent.Data != "script" {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

var markupTag = regexp.MustCompile(`<[^>]*>`)

// beginning is the beginning of a text, without white space.
func beginning(text string) string {
	runes := []rune(solid(html.UnescapeString(text)))
	return string(runes[:min(20, len(runes))])
}
