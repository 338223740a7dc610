package epub

import (
	"fmt"
	"strings"
	"time"
)

const declaration = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"

// container names the package document (EPUB 3.3, 4.2.6.3.1).
const container = declaration + `<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
`

// direction returns the attribute of a book that runs from right to left.
func (b Book) direction(attribute string) string {
	if b.Direction != "rtl" {
		return ""
	}
	return fmt.Sprintf(` %s="rtl"`, attribute)
}

// page returns an XHTML file.
func (b Book) page(title, body string) []byte {
	return fmt.Appendf(nil, declaration+`<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="%[1]s" xml:lang="%[1]s"%[2]s>
<head>
<title>%[3]s</title>
<link rel="stylesheet" type="text/css" href="style.css"/>
</head>
<body>
%[4]s
</body>
</html>
`, b.Language, b.direction("dir"), Text(line(title)), body)
}

// line makes one line of a text.
func line(s string) string { return strings.Join(strings.Fields(s), " ") }

// opf returns the package document: what the book is, which files it has and
// in which order they are read (EPUB 3.3, 5).
func (b Book) opf() []byte {
	var o strings.Builder
	fmt.Fprintf(&o, declaration+`<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="%s"%s>`+"\n", b.Language, b.direction("dir"))
	o.WriteString(`<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">` + "\n")
	fmt.Fprintf(&o, "<dc:identifier id=\"id\">%s</dc:identifier>\n", Text(line(b.ID)))
	fmt.Fprintf(&o, "<dc:title>%s</dc:title>\n", Text(line(b.Title)))
	fmt.Fprintf(&o, "<dc:language>%s</dc:language>\n", b.Language)
	if !blank(b.Publisher) {
		fmt.Fprintf(&o, "<dc:publisher>%s</dc:publisher>\n", Text(line(b.Publisher)))
	}
	if !b.Date.IsZero() {
		fmt.Fprintf(&o, "<dc:date>%s</dc:date>\n", b.Date.UTC().Format(time.DateOnly))
	}
	fmt.Fprintf(&o, "<meta property=\"dcterms:modified\">%s</meta>\n", b.Modified.UTC().Format("2006-01-02T15:04:05Z"))
	if !blank(b.Series) {
		fmt.Fprintf(&o, "<meta property=\"belongs-to-collection\" id=\"series\">%s</meta>\n", Text(line(b.Series)))
		o.WriteString("<meta refines=\"#series\" property=\"collection-type\">series</meta>\n")
	}
	b.accessibility(&o)
	o.WriteString("</metadata>\n")
	b.manifest(&o)
	o.WriteString("</package>\n")
	return []byte(o.String())
}

// accessibility says how the book can be read, in the words that EPUB
// Accessibility 1.1, 2, takes from schema.org.
func (b Book) accessibility(o *strings.Builder) {
	say := func(property string, values ...string) {
		for _, v := range values {
			fmt.Fprintf(o, "<meta property=\"schema:%s\">%s</meta>\n", property, v)
		}
	}
	say("accessMode", "textual")
	features := []string{"tableOfContents", "readingOrder", "structuralNavigation", "displayTransformability"}
	if len(b.Images) > 0 {
		say("accessMode", "visual")
		say("accessModeSufficient", "textual,visual")
	} else {
		say("accessModeSufficient", "textual")
	}
	say("accessibilityFeature", features...)
	say("accessibilityHazard", "none")
}

// manifest lists the files, and the chapters in reading order.
func (b Book) manifest(o *strings.Builder) {
	o.WriteString("<manifest>\n")
	item := func(id, href, kind, more string) {
		fmt.Fprintf(o, "<item id=\"%s\" href=\"%s\" media-type=\"%s\"%s/>\n", id, href, kind, more)
	}
	const xhtml = "application/xhtml+xml"
	item("nav", nav+".xhtml", xhtml, ` properties="nav"`)
	item("ncx", "toc.ncx", "application/x-dtbncx+xml", "")
	item("css", "style.css", "text/css", "")
	for _, c := range b.Chapters {
		item("c."+c.ID, c.ID+".xhtml", xhtml, "")
	}
	for _, i := range b.Images {
		item("i."+i.Name, "images/"+i.Name, i.Type, "")
	}
	fmt.Fprintf(o, "</manifest>\n<spine toc=\"ncx\"%s>\n", b.direction("page-progression-direction"))
	for _, c := range b.Chapters {
		fmt.Fprintf(o, "<itemref idref=\"c.%s\"/>\n", c.ID)
	}
	o.WriteString("</spine>\n")
}

// contents returns the navigation document (EPUB 3.3, 7).
func (b Book) contents() []byte {
	var o strings.Builder
	fmt.Fprintf(&o, "<nav epub:type=\"toc\" role=\"doc-toc\" id=\"toc\">\n<h1>%s</h1>\n<ol>\n", Text(line(b.Title)))
	b.outline(func(c Chapter, children int) {
		attribute := ""
		if c.Language != "" {
			attribute = fmt.Sprintf(` lang="%[1]s" xml:lang="%[1]s"`, c.Language)
		}
		fmt.Fprintf(&o, "<li><a href=\"%s.xhtml\"%s>%s</a>", c.ID, attribute, Text(line(c.Title)))
		if children > 0 {
			o.WriteString("\n<ol>\n")
		}
	}, func(children int) {
		if children > 0 {
			o.WriteString("</ol>\n")
		}
		o.WriteString("</li>\n")
	})
	o.WriteString("</ol>\n</nav>")
	return b.page(b.Title, o.String())
}

// ncx returns the contents in the form that reading systems of EPUB 2 know
// (OPF 2.0.1, 2.4.1).
func (b Book) ncx() []byte {
	var o strings.Builder
	depth := 1
	n := 0
	b.outline(func(c Chapter, children int) {
		n++
		if children > 0 {
			depth = 2
		}
		attribute := ""
		if c.Language != "" {
			attribute = fmt.Sprintf(` xml:lang="%s"`, c.Language)
		}
		fmt.Fprintf(&o, "<navPoint id=\"p.%s\" playOrder=\"%d\"><navLabel%s><text>%s</text></navLabel><content src=\"%s.xhtml\"/>\n",
			c.ID, n, attribute, Text(line(c.Title)), c.ID)
	}, func(int) { o.WriteString("</navPoint>\n") })
	return fmt.Appendf(nil, declaration+`<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1" xml:lang="%s"%s>
<head><meta name="dtb:uid" content="%s"/><meta name="dtb:depth" content="%d"/><meta name="dtb:totalPageCount" content="0"/><meta name="dtb:maxPageNumber" content="0"/></head>
<docTitle><text>%s</text></docTitle>
<navMap>
%s</navMap>
</ncx>
`, b.Language, b.direction("dir"), Text(line(b.ID)), depth, Text(line(b.Title)), o.String())
}

// outline walks the chapters as a tree of two levels.
func (b Book) outline(open func(c Chapter, children int), end func(children int)) {
	for i := 0; i < len(b.Chapters); {
		last := i + 1
		for b.Chapters[i].Part && last < len(b.Chapters) && !b.Chapters[last].Part {
			last++
		}
		open(b.Chapters[i], last-i-1)
		for _, c := range b.Chapters[i+1 : last] {
			open(c, 0)
			end(0)
		}
		end(last - i - 1)
		i = last
	}
}
