package sitetest

import (
	"fmt"
	"slices"
	"strings"
)

// forms writes what a page can be taken along as, and returns its links to it.
func (w *writer) forms(l, within, kind string, stands bool) string {
	dir := l + "/" + within
	switch {
	case kind == "issue" && !stands:
		return `<a href="print/">x</a>`
	case kind == "print":
		return whole()
	case stands || !slices.Contains([]string{"news", "law", "qa"}, kind):
		return ""
	}
	address := pick(w.base, w.base+"/"+dir, "")
	w.files[dir+"cite.ris"] = "TY  - NEWS\r\nTI  - 항만 소식\r\nT2  - x\r\nPY  - 2021\r\nDA  - 2021/10/01/\r\nIS  - 2021-10\r\n" + pick(address, "UR  - "+address+"\r\n", "") + "LA  - ko\r\nER  - \r\n"
	w.files[dir+"cite.bib"] = "@article{ko-1,\n  title = {{항만 소식}},\n  journal = {a {\\textbackslash} \\& b},\n  year = {2021},\n  month = oct,\n" + pick(address, "  url = {"+address+"},\n", "") + "  language = {ko}\n}\n"
	w.files[dir+"cite.json"] = `[{"id":"ko-1","type":"article-newspaper","title":"항만 소식","container-title":"x","issue":"2021-10","language":"ko",` + pick(address, `"URL":"`+address+`",`, "") + `"issued":{"date-parts":[[2021,10,1]]}}]`
	return `<a href=cite.ris type="application/x-research-info-systems">x</a><a href=cite.bib type="application/x-bibtex">x</a><a href=cite.json type="application/vnd.citationstyles.csl+json">x</a>`
}

// whole is what a page with all of an issue has.
func whole() string {
	var b strings.Builder
	for _, p := range invented {
		if id, ok := strings.CutPrefix(p.within, "2021-10/"); ok && strings.HasSuffix(id, "/01/") {
			id = strings.ReplaceAll(strings.TrimSuffix(id, "/"), "/", "-")
			fmt.Fprintf(&b, `<a href="#%[1]s">x</a><article id=%[1]s><h3>항만 소식</h3></article>`, id)
		}
	}
	return b.String()
}

// dates is the calendar of a language.
func dates(base, l string) string {
	return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\nBEGIN:VEVENT\r\nUID:" + l + "-1\r\nDTSTAMP:20211001T000000Z\r\nDTSTART;VALUE=DATE:20210924\r\n" +
		"SUMMARY;LANGUAGE=ko:a\\, b\r\n c\r\n" + pick(base, "URL:"+base+"/"+l+"/2021-10/\r\n", "") + "END:VEVENT\r\nEND:VCALENDAR\r\n"
}

// owned visits the pages that are articles, or an issue or section, and not
// stand-ins.
func owned(visit func(l, within, kind string)) {
	for _, l := range []string{"ko", "zh-hans"} {
		for _, p := range invented {
			if slices.Contains(strings.Fields(p.own), l) && slices.Contains([]string{"issue", "section", "news", "law", "qa"}, p.kind) {
				visit(l, p.within, p.kind)
			}
		}
	}
}

// export writes the archive as data.
func (w *writer) export() {
	var articles []string
	owned(func(l, within, kind string) {
		articles = append(articles, fmt.Sprintf(`{"pages":{%q:{"url":%q}}}`, l, l+"/"+within))
	})
	w.files["archive.json"] = `{"issues":[{"sections":[{"articles":[` + strings.Join(articles, ",") + `]}]}]}`
}

// repository writes the archive for harvesters.
func (w *writer) repository() {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0"?><Repository xmlns="` + repositoryNS + `" xmlns:oai="` + oaiNS + `"><Identify><oai:repositoryName>x</oai:repositoryName><oai:baseURL>` + w.base + `/oai.xml</oai:baseURL><oai:protocolVersion>2.0</oai:protocolVersion>` +
		`<oai:adminEmail>a@example.org</oai:adminEmail><oai:earliestDatestamp>2021-10-01</oai:earliestDatestamp><oai:deletedRecord>no</oai:deletedRecord><oai:granularity>YYYY-MM-DD</oai:granularity></Identify>` +
		`<ListMetadataFormats><oai:metadataFormat><oai:metadataPrefix>oai_dc</oai:metadataPrefix><oai:schema>x</oai:schema><oai:metadataNamespace>x</oai:metadataNamespace></oai:metadataFormat></ListMetadataFormats><ListRecords metadataPrefix="oai_dc">`)
	owned(func(l, within, kind string) {
		if kind == "issue" || kind == "section" {
			return
		}
		fmt.Fprintf(&b, `<oai:record><oai:header><oai:identifier>oai:example.org:%[1]s/%[2]s</oai:identifier><oai:datestamp>2021-10-01</oai:datestamp></oai:header><oai:metadata><d:dc xmlns:d="`+oaiDCNS+`" xmlns:dc="`+dcNS+`">`+
			`<dc:title>x</dc:title><dc:identifier>%[3]s/%[1]s/%[2]s</dc:identifier><dc:language>%[4]s</dc:language></d:dc></oai:metadata></oai:record>`, l, within, w.base, canonicalTag(l))
	})
	w.files["oai.xml"] = b.String() + "</ListRecords></Repository>"
}
