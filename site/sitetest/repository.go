package sitetest

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
)

const (
	repositoryNS = "http://www.openarchives.org/OAI/2.0/static-repository"
	oaiNS        = "http://www.openarchives.org/OAI/2.0/"
	oaiDCNS      = "http://www.openarchives.org/OAI/2.0/oai_dc/"
	dcNS         = "http://purl.org/dc/elements/1.1/"
)

// oaiChildren are what must stand in an element of a static repository, in
// this order ("Specification for an OAI Static Repository", 2004, 3, and the
// schema static-repository.xsd).
var oaiChildren = map[string][]string{
	repositoryNS + " Repository":          {repositoryNS + " Identify", repositoryNS + " ListMetadataFormats", repositoryNS + " ListRecords"},
	repositoryNS + " Identify":            {oaiNS + " repositoryName", oaiNS + " baseURL", oaiNS + " protocolVersion", oaiNS + " adminEmail", oaiNS + " earliestDatestamp", oaiNS + " deletedRecord", oaiNS + " granularity"},
	repositoryNS + " ListMetadataFormats": {oaiNS + " metadataFormat"},
	oaiNS + " metadataFormat":             {oaiNS + " metadataPrefix", oaiNS + " schema", oaiNS + " metadataNamespace"},
	oaiNS + " record":                     {oaiNS + " header", oaiNS + " metadata"},
	oaiNS + " header":                     {oaiNS + " identifier", oaiNS + " datestamp"},
	oaiNS + " metadata":                   {oaiDCNS + " dc"},
}

// dublinCore are the elements of Dublin Core, in any order and number.
var dublinCore = []string{
	"title", "creator", "subject", "description", "publisher", "contributor", "date", "type",
	"format", "identifier", "source", "language", "relation", "coverage", "rights",
}

var (
	oaiIdentifier = regexp.MustCompile(`^oai:[a-zA-Z][a-zA-Z0-9-]*(\.[a-zA-Z][a-zA-Z0-9-]*)*:[a-zA-Z0-9\-_.!~*'();/?:@&=+$,%]+$`)
	oaiEmail      = regexp.MustCompile(`^\S+@\S+$`)
)

// checkRepository checks oai.xml, which a site with an address has: each
// article of each language is a record of its own, with a name that no other
// has, and no page that stands in for another is.
func (s *Site) checkRepository(c *complaints) {
	const name = "oai.xml"
	data, there := s.Files[name]
	if there != (s.Base != "") {
		c.add(name, "is there: %v; the site's address: %q", there, s.Base)
	}
	if !there {
		return
	}
	root, err := parseXML(data)
	if err != nil {
		c.add(name, "%v", err)
		return
	}
	if !root.is(repositoryNS, "Repository") {
		c.add(name, "is a <%s>", root.XMLName.Local)
		return
	}
	checkOrder(c, name, root)
	checkIdentify(c, name, root)
	seen, pages := map[string]bool{}, map[string]bool{}
	for _, list := range root.all(repositoryNS, "ListRecords") {
		if list.attr("metadataPrefix") != "oai_dc" {
			c.add(name, "ListRecords of %q", list.attr("metadataPrefix"))
		}
		for _, r := range list.all(oaiNS, "record") {
			s.checkRecord(c, name, r, seen, pages)
		}
	}
	for _, p := range s.sorted() {
		if p.Listed() && isArticle(p) && !pages[p.Path] {
			c.add(name, "no record of %s", p.Path)
		}
	}
}

// checkOrder holds each element to the children that the table gives it.
func checkOrder(c *complaints, name string, e *element) {
	var got []string
	for i := range e.Elements {
		child := &e.Elements[i]
		got = append(got, child.XMLName.Space+" "+child.XMLName.Local)
		checkOrder(c, name, child)
	}
	if want, ok := oaiChildren[e.XMLName.Space+" "+e.XMLName.Local]; ok && !slices.Equal(got, want) {
		c.add(name, "<%s> holds %q, want %q", e.XMLName.Local, got, want)
	}
}

func checkIdentify(c *complaints, name string, root *element) {
	for _, e := range root.all(repositoryNS, "Identify") {
		u, err := url.Parse(e.text(oaiNS, "baseURL"))
		_, dateErr := time.Parse(time.DateOnly, e.text(oaiNS, "earliestDatestamp"))
		switch {
		case e.text(oaiNS, "repositoryName") == "":
			c.add(name, "Identify: no name")
		case err != nil || !u.IsAbs():
			c.add(name, "Identify: baseURL %v", u)
		case e.text(oaiNS, "protocolVersion") != "2.0" || e.text(oaiNS, "deletedRecord") != "no" || e.text(oaiNS, "granularity") != "YYYY-MM-DD":
			c.add(name, "Identify: another protocol")
		case !oaiEmail.MatchString(e.text(oaiNS, "adminEmail")) || dateErr != nil:
			c.add(name, "Identify: adminEmail or earliestDatestamp")
		}
	}
}

func (s *Site) checkRecord(c *complaints, name string, r *element, seen, pages map[string]bool) {
	for _, h := range r.all(oaiNS, "header") {
		id := h.text(oaiNS, "identifier")
		if !oaiIdentifier.MatchString(id) || seen[id] {
			c.add(name, "the identifier %q, or twice", id)
		}
		seen[id] = true
		if _, err := time.Parse(time.DateOnly, h.text(oaiNS, "datestamp")); err != nil {
			c.add(name, "%s: %v", id, err)
		}
	}
	for _, m := range r.all(oaiNS, "metadata") {
		for _, dc := range m.all(oaiDCNS, "dc") {
			s.checkDublinCore(c, name, dc, pages)
		}
	}
}

func (s *Site) checkDublinCore(c *complaints, name string, dc *element, pages map[string]bool) {
	for i := range dc.Elements {
		e := &dc.Elements[i]
		if e.XMLName.Space != dcNS || !slices.Contains(dublinCore, e.XMLName.Local) || strings.TrimSpace(e.Chars) == "" {
			c.add(name, "<%s> in Dublin Core, %q", e.XMLName.Local, e.Chars)
		}
	}
	if dc.text(dcNS, "title") == "" {
		c.add(name, "a record without a title")
	}
	file, _, err := s.resolve(name, dc.text(dcNS, "identifier"))
	p := s.Pages[file]
	switch {
	case err != nil || p == nil || !p.Listed() || !isArticle(p):
		c.add(name, "a record of %q", dc.text(dcNS, "identifier"))
	case pages[file]:
		c.add(name, "%s twice", file)
	case dc.text(dcNS, "language") != s.Languages[p.Language]:
		c.add(name, "%s is in %q", file, dc.text(dcNS, "language"))
	}
	pages[file] = true
}
