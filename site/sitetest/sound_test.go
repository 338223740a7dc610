package sitetest

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"testing/fstest"
)

// invented are the pages of a small site that keeps every promise, with the
// languages that each has a text of its own in. Where it has none in a
// language, the page stands in for the first of these.
var invented = []struct {
	within, kind, own string
}{
	{"", "home", "ko zh-hans ar"},
	{"2021-10/", "issue", "ko zh-hans"},
	{"2021-10/print/", "print", "ko zh-hans"},
	{"2021-10/news/", "section", "ko zh-hans"},
	{"2021-10/news/01/", "news", "ko zh-hans"},
	{"2021-10/news/01/zh-hans/", "parallel", "ko"},
	{"2021-10/news/01/ko/", "parallel", "zh-hans"},
	{"2021-10/laws/01/", "law", "zh-hans"},
	{"2021-10/qa/01/", "qa", "ko"},
	{"authorities/port/", "entity", "ko zh-hans ar"},
	{"search/", "search", "ko zh-hans ar"},
}

const where = "https://example.org/letters" // the address of the site, if it has one

// sound makes the site, for an address or for none.
func sound(base string) fstest.MapFS {
	w := &writer{base: base, files: map[string]string{
		"index.html":  `<!doctype html><html lang=ko><head><title>x</title><link rel=canonical href="` + pick(base, base+"/ko/", "./ko/") + `"><meta http-equiv=refresh content="0; url=./ko/"></head><body><a href="./ko/">x</a></body></html>`,
		"css/s.css":   "body{color:#111;background:url(\"data:image/svg+xml,x\")}",
		"js/s.js":     "document.title",
		"icon.svg":    "<svg/>",
		"files/a.pdf": "%PDF",
	}}
	for _, l := range []string{"ko", "zh-hans", "ar"} {
		for _, p := range invented {
			own := strings.Fields(p.own)
			if p.kind == "parallel" && own[0] != l || p.kind == "print" && !slices.Contains(own, l) {
				continue
			}
			w.page(l, p.within, p.kind, own)
		}
		w.files[l+"/404.html"] = w.html(l, "404.html", "404", `<meta name=robots content=noindex>`, "<h1>404</h1>")
		if l != "ar" {
			w.files[l+"/dates.ics"] = dates(base, l)
		}
		w.feeds(l, "")
		w.feeds(l, "authorities/port/")
		w.files[l+"/llms.txt"] = "# x\n\n- [x](" + pick(base, base+"/"+l+"/", "") + "index.md)\n"
		if l != "ar" {
			w.files[l+"/llms.txt"] += "- [x](" + pick(base, base+"/"+l+"/", "") + "2021-10/index.md): x\n"
		}
	}
	w.export()
	missing := w.files["ko/404.html"]
	if base != "" { // as hosts may show the page for whatever is not there
		for _, l := range []string{"ko", "zh-hans", "ar"} {
			w.files[l+"/404.html"] = strings.Replace(w.files[l+"/404.html"], "<head>", "<head><base href="+base+"/"+l+"/>", 1)
		}
		w.sitemap()
		w.repository()
	}
	w.files["404.html"] = strings.ReplaceAll(missing, `"../`, `"`+base+"/")
	fsys := fstest.MapFS{}
	for name, text := range w.files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

func pick(base, with, without string) string {
	if base != "" {
		return with
	}
	return without
}

type writer struct {
	base  string
	files map[string]string
	urls  strings.Builder
}

// up leads from a page to the root.
func up(within string) string { return "../" + strings.Repeat("../", strings.Count(within, "/")) }

// at is the address of a page of a language, as what must be absolute has it.
func (w *writer) at(from, l, within string) string {
	return pick(w.base, w.base+"/", up(from)) + l + "/" + within
}

func (w *writer) page(l, within, kind string, own []string) {
	stands := !slices.Contains(own, l)
	to := l
	if stands {
		to = own[0]
	}
	canonical := w.at(within, to, within)
	if kind == "print" {
		own, canonical = nil, w.at(within, to, "2021-10/")
	}
	head := fmt.Sprintf("<link rel=canonical href=%q>", canonical)
	var editions []string
	if !stands && len(own) > 1 {
		for _, o := range own {
			editions = append(editions, fmt.Sprintf("hreflang=%q href=%q", canonicalTag(o), w.at(within, o, within)))
		}
		editions = append(editions, fmt.Sprintf("hreflang=x-default href=%q", w.at(within, own[0], within)))
	}
	for _, e := range editions {
		head += "<link rel=alternate " + e + ">"
	}
	if kind == "home" || kind == "entity" {
		for _, f := range formats {
			head += fmt.Sprintf("<link rel=alternate type=%s href=%q>", f.mediaType, f.file)
		}
	}
	if kind == "home" && l != "ar" {
		head += "<link rel=alternate type=text/calendar href=dates.ics>"
	}
	head += `<meta property="og:title" content=x><meta property="og:type" content=article><meta property="og:site_name" content=x><meta property="og:locale" content=ko>` +
		fmt.Sprintf(`<meta property="og:url" content=%q>`, canonical)
	body := "<h1>항만 소식</h1>"
	if stands {
		body += fmt.Sprintf(`<p class=notice>x</p><div lang=%q>x</div>`, canonicalTag(to))
	} else {
		head += "<script type=application/ld+json>" + w.data(l, within, kind) + "</script>"
	}
	body += `<h2 id=part>장갑이 필요한가?</h2><p>그렇다.</p><p><span role=heading aria-level=3>1.</span></p><a href="#part">x</a><a href="` + up(within) + `files/a.pdf#page=2">x</a>` +
		`<a href="https://example.com/">x</a><form action="` + up(within) + l + `/search/"><label for=q>x</label><input id=q></form>`
	body += w.forms(l, within, kind, stands)
	if kind == "entity" {
		body += `<a href="../../2021-10/news/01/">x</a><a href="../../2021-10/laws/01/">x</a><a href="../../2021-10/qa/01/">x</a>`
	}
	w.files[l+"/"+within+"index.html"] = w.html(l, within, kind, head, body)
	if !stands && kind != "parallel" && kind != "print" && kind != "search" {
		w.files[l+"/"+within+"index.md"] = "# 항만 소식\n\n[x](" + up(within) + l + "/)\n"
		fmt.Fprintf(&w.urls, "<url><loc>%s</loc>", w.at(within, l, within))
		for _, e := range editions {
			fmt.Fprintf(&w.urls, "<xhtml:link rel=\"alternate\" %s/>", strings.Replace(e, "hreflang=x-default", `hreflang="x-default"`, 1))
		}
		w.urls.WriteString("</url>\n")
	}
}

// html is a page around its head and body.
func (w *writer) html(l, within, kind, head, body string) string {
	dir, langs := "ltr", ""
	if l == "ar" {
		dir = "rtl"
	}
	root := up(within)
	for _, o := range []string{"ko", "zh-hans", "ar"} {
		to := o + "/" + within
		if kind == "print" && o == "ar" {
			to = o + "/2021-10/"
		}
		if kind == "parallel" && o != l {
			to = o + "/2021-10/news/01/"
			if o != "ar" {
				to += l + "/"
			}
		}
		if o != l {
			langs += fmt.Sprintf("<a hreflang=%[1]q lang=%[1]q href=%q>x</a>", canonicalTag(o), root+to)
		}
	}
	return fmt.Sprintf(`<!doctype html><html lang=%q dir=%s><head><meta charset=utf-8><title>x</title>%s`+
		`<link rel=stylesheet href="%[4]scss/s.css"><link rel=icon href="%[4]sicon.svg"><script defer src="%[4]sjs/s.js"></script></head>`+
		`<body class="a kind-%[5]s"><header><div class=languages>%s</div></header><main aria-labelledby=main id=main>%s</main></body></html>`,
		canonicalTag(l), dir, head, root, kind, langs, body)
}

// data is what a page of a kind speaks of.
func (w *writer) data(l, within, kind string) string {
	self, home := w.at(within, l, within), w.at(within, l, "")
	periodical := fmt.Sprintf(`{"@type":"Periodical","@id":%q,"name":"x","inLanguage":"ko"}`, home)
	issue := fmt.Sprintf(`{"@type":"PublicationIssue","@id":%q,"name":"x","issueNumber":"1","datePublished":"2021-10-01","inLanguage":"ko","isPartOf":%s}`, w.at(within, l, "2021-10/"), periodical)
	subject := map[string]string{
		"home":   periodical,
		"issue":  issue,
		"news":   `{"@type":"NewsArticle","headline":"항만 소식","datePublished":"2021-10-01","inLanguage":"ko","url":"` + self + `","isPartOf":` + issue + `}`,
		"law":    `{"@type":"Legislation","name":"x","inLanguage":"zh-Hans","legislationDate":"2021-09-24"}`,
		"qa":     `{"@type":"FAQPage","mainEntity":[{"@type":"Question","name":"장갑이 필요한가?","acceptedAnswer":{"@type":"Answer","text":"<p>그렇다.</p>"}}]}`,
		"entity": `{"@type":"CollectionPage","name":"x","about":{"@type":"Organization","name":"x","sameAs":"https://example.com/"}}`,
	}[kind]
	crumbs := fmt.Sprintf(`{"@type":"BreadcrumbList","itemListElement":[{"@type":"ListItem","position":1,"name":"x","item":%q},{"@type":"ListItem","position":2,"name":"x"}]}`, home)
	if subject == "" {
		subject = crumbs
	}
	return `{"@context":"https://schema.org","@graph":[` + subject + `,` + crumbs + `]}`
}

// feeds writes the three feeds of a page.
func (w *writer) feeds(l, within string) {
	dir, link := path.Join(l, within)+"/", up(within)+l+"/"
	var rss, atom, json []string
	for _, p := range invented {
		if !strings.HasSuffix(p.within, "/01/") || !slices.Contains(strings.Fields(p.own), l) {
			continue
		}
		to, id := pick(w.base, w.base+"/"+l+"/", link)+p.within, "tag:example.org,2021:"+p.within
		rss = append(rss, "<item><title>x</title><link>"+to+"</link><guid isPermaLink=\"false\">"+id+"</guid><pubDate>Fri, 01 Oct 2021 00:00:00 +0000</pubDate></item>")
		atom = append(atom, "<entry><id>"+id+"</id><title type=\"text\">x</title><updated>2021-10-01T00:00:00Z</updated><link href=\""+to+"\"/><content type=\"html\">&lt;p&gt;</content></entry>")
		json = append(json, `{"id":"`+id+`","url":"`+to+`","content_html":"x","date_published":"2021-10-01T00:00:00Z"}`)
	}
	home, tag := pick(w.base, w.base+"/"+dir, "./"), canonicalTag(l)
	self := func(file string) string { return w.base + "/" + dir + file }
	w.files[dir+"index.xml"] = `<?xml version="1.0"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>x</title><link>` + home + `</link><description>x</description><language>` + tag + `</language>` +
		pick(w.base, `<atom:link rel="self" type="application/rss+xml" href="`+self("index.xml")+`"/>`, "") + strings.Join(rss, "") + "</channel></rss>"
	w.files[dir+"atom.xml"] = `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="` + tag + `"><id>tag:example.org,2021:` + dir + `</id><title>x</title><updated>2021-10-01T00:00:00Z</updated><author><name>x</name></author><link href="` + home + `"/>` +
		pick(w.base, `<link rel="self" href="`+self("atom.xml")+`"/>`, "") + strings.Join(atom, "") + "</feed>"
	w.files[dir+"feed.json"] = `{"version":"https://jsonfeed.org/version/1.1","title":"x","language":"` + tag + `","home_page_url":"` + home + `",` + pick(w.base, `"feed_url":"`+self("feed.json")+`",`, "") + `"items":[` + strings.Join(json, ",") + `]}`
}

func (w *writer) sitemap() {
	w.files["sitemap.xml"] = `<?xml version="1.0"?><sitemapindex xmlns="` + sitemapNS + `"><sitemap><loc>` + w.base + `/all.xml</loc></sitemap></sitemapindex>`
	w.files["all.xml"] = `<?xml version="1.0"?><urlset xmlns="` + sitemapNS + `" xmlns:xhtml="` + xhtmlNS + `">` + w.urls.String() + "</urlset>"
}

// content is what the site was made of.
func content() fstest.MapFS {
	fsys := fstest.MapFS{}
	for _, p := range invented {
		if p.kind == "parallel" || p.kind == "print" || p.kind == "search" || p.kind == "entity" {
			continue
		}
		for _, l := range strings.Fields(p.own) {
			fsys[p.within+"_index."+l+".md"] = &fstest.MapFile{Data: []byte("---\ntitle: x\ntype: " + p.kind + "\n---\n")}
		}
	}
	fsys["2021-10/qa/01/_index.ar.md"] = &fstest.MapFile{Data: []byte("---\ntitle: x\nfallback: ko\n---\n")}
	return fsys
}
