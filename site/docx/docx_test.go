package docx_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/docx"
	"github.com/backissue/backissue/site/office/officetest"
	"github.com/backissue/backissue/site/zipxml"
	"github.com/backissue/backissue/site/zipxml/ziptest"
)

const namespaces = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
 xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"
 xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"
 xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"
 xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"`

// parts are the parts that a test may write without the element around them.
var parts = map[string]string{
	"body": "document", "styles": "styles", "numbering": "numbering", "footnotes": "footnotes",
	"endnotes": "endnotes", "comments": "comments", "settings": "settings", "header1": "hdr", "footer1": "ftr",
}

// pack makes a document of the short parts of a test: those in parts, media
// in base64, and "rels" with relations that the text needs.
func pack(t testing.TB, files []txtar.File) []byte {
	const relations = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>`
	const kind = `http://schemas.openxmlformats.org/officeDocument/2006/relationships/`
	rels := ""
	var out []txtar.File
	for _, f := range files {
		element, ok := parts[f.Name]
		data := string(f.Data)
		switch {
		case f.Name == "rels":
			rels += strings.ReplaceAll(data, `Type="`, `Type="`+kind)
			continue
		case strings.HasPrefix(f.Name, "word/media/"):
			raw, err := base64.StdEncoding.DecodeString(strings.TrimSpace(data))
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, txtar.File{Name: f.Name, Data: raw})
			continue
		case !ok:
			out = append(out, f)
			continue
		case f.Name == "body":
			data = "<w:body>" + data + "</w:body>"
		default:
			rels += fmt.Sprintf(`<Relationship Id="%s" Type="%s%s" Target="%s.xml"/>`, f.Name, kind, strings.Trim(f.Name, "1"), f.Name)
		}
		name := "word/" + strings.Replace(f.Name, "body", "document", 1) + ".xml"
		out = append(out, txtar.File{Name: name, Data: fmt.Appendf(nil, "<w:%s %s>%s</w:%s>", element, namespaces, data, element)})
	}
	out = append(out,
		txtar.File{Name: "_rels/.rels", Data: fmt.Appendf(nil, relations, `<Relationship Id="r" Type="`+kind+`officeDocument" Target="word/document.xml"/>`)},
		txtar.File{Name: "word/_rels/document.xml.rels", Data: fmt.Appendf(nil, relations, rels)})
	return ziptest.PackFiles(t, out)
}

func TestGolden(t *testing.T) {
	officetest.Golden(t, func(parts []txtar.File) (*doc.Document, error) { return docx.Read(pack(t, parts)) })
}

func TestSamples(t *testing.T) { officetest.Samples(t, ".docx", docx.Read) }

// TestDialects reads one text in the strict dialect, with other prefixes, and
// with parts where no one would look for them.
func TestDialects(t *testing.T) {
	for name, text := range map[string]string{
		"strict": `-- _rels/.rels --
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="/word/document.xml"/></Relationships>
-- word/document.xml --
<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body><w:p><w:r><w:t>text</w:t></w:r></w:p></w:body></w:document>
`,
		"prefix": `-- _rels/.rels --
<x:Relationships xmlns:x="http://schemas.openxmlformats.org/package/2006/relationships"><x:Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="main.xml"/></x:Relationships>
-- MAIN.XML --
<ns0:document xmlns:ns0="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><ns0:body><ns0:p><ns0:r><ns0:t>text</ns0:t></ns0:r></ns0:p></ns0:body></ns0:document>
`,
		"default": `-- word/document.xml --
<document xmlns="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><body><p><r><t>text</t></r></p></body></document>
`,
	} {
		d, err := docx.Read(ziptest.Pack(t, text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := officetest.Dump(d); got != "0:1 p text\n" {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestBad(t *testing.T) {
	body := func(s string) []byte { return pack(t, []txtar.File{{Name: "body", Data: []byte(s)}}) }
	whole := body("<w:p/>")
	for _, test := range []struct {
		data []byte
		want string
	}{
		{nil, "docx: is empty"},
		{[]byte("Dear reader"), "docx: is not a zip file, or not all of one"},
		{whole[:len(whole)/2], "docx: is not a zip file, or not all of one"},
		{append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00"...), "docx: is locked with a password"},
		{ziptest.Pack(t, "-- content.xml --\n<a/>\n"), "docx: is not a Word document"},
		{ziptest.Pack(t, "-- word/document.xml --\n<a/>\n"), "docx: word/document.xml: is not a Word document"},
		{ziptest.Pack(t, "-- word/document.xml --\n<a><b>\n"), "docx: word/document.xml: ends inside <b>"},
		{body(strings.Repeat("<w:sdt>", 40000)), "docx: word/document.xml: nested deeper than 400 levels"},
		{body(strings.Repeat(" ", 2<<20)), "docx: word/document.xml: packed to less than a 250th of its size"},
	} {
		if _, err := docx.Read(test.data); err == nil || err.Error() != test.want {
			t.Errorf("got %v, want %s", err, test.want)
		}
	}
	if _, err := docx.Read(nil); !errors.Is(err, zipxml.ErrEmpty) {
		t.Errorf("the error does not wrap: %v", err)
	}
}

// words are what the fuzzers build bodies of, besides what they think up.
var words = strings.Fields(`<w:p> </w:p> <w:r> </w:r> <w:t>text</w:t> <w:t>第一条</w:t> <w:tbl> </w:tbl> <w:tr> </w:tr> <w:tc> </w:tc>
<w:del> </w:del> <w:ins> </w:ins> <w:delText>gone</w:delText> <w:tab/> <w:br/> <w:hyperlink> </w:hyperlink> <w:sdt> </w:sdt>
<mc:AlternateContent> </mc:AlternateContent> <mc:Choice> </mc:Choice> <mc:Fallback> </mc:Fallback> <w:txbxContent> </w:txbxContent>
<w:pict> </w:pict> <w:drawing> </w:drawing> <a:p><a:t>drawn</a:t></a:p> <m:oMath><m:r><m:t>x</m:t></m:r></m:oMath> <m:t>y</m:t>
<w:lastRenderedPageBreak/> <w:instrText>HYPERLINK</w:instrText> <w:pPr><w:rPr><w:del/></w:rPr></w:pPr> <w:rPr><w:vanish/></w:rPr>
<w:ruby><w:rt><w:r><w:t>read</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>base</w:t></w:r></w:rubyBase></w:ruby>`)

var attributed = []string{
	`<w:fldChar w:fldCharType="begin"/>`, `<w:fldChar w:fldCharType="separate"/>`, `<w:fldChar w:fldCharType="end"/>`,
	`<w:footnoteReference w:id="2"/>`, `<w:footnoteReference w:id="3" w:customMarkFollows="1"/>`, `<w:endnoteReference w:id="2"/>`,
	`<w:commentReference w:id="0"/>`, `<w:sym w:font="Symbol" w:char="F061"/>`, `<w:sym w:font="Wingdings" w:char="F0FF"/>`,
	`<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>`, `<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr>`,
	`<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr></w:pPr>`, `<w:pPr><w:framePr w:dropCap="drop"/></w:pPr>`,
	`<w:tcPr><w:gridSpan w:val="3"/></w:tcPr>`, `<w:tcPr><w:vMerge/></w:tcPr>`, `<w:trPr><w:tblHeader/></w:trPr>`, `<w:trPr><w:del/></w:trPr>`,
	`<w:sectPr><w:headerReference r:id="header1"/></w:sectPr>`, `<v:textpath string="art"/>`,
}

// around are the other parts of the documents that are made up.
const around = `-- styles --
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
-- numbering --
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="ganada"/><w:lvlText w:val="(%1)"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="o"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
-- footnotes --
<w:footnote w:id="2"><w:p><w:r><w:t>note</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p></w:footnote><w:footnote w:id="3"><w:p><w:r><w:t>third</w:t></w:r></w:p></w:footnote>
-- comments --
<w:comment w:id="0"><w:p><w:r><w:t>remark</w:t></w:r></w:p></w:comment>
-- header1 --
<w:p><w:r><w:t>head</w:t></w:r></w:p>
`

// checkBody reads a document with a body, well-formed or not.
func checkBody(t testing.TB, body []byte) {
	t.Helper()
	d, err := docx.Read(pack(t, append(txtar.Parse([]byte(around)).Files, txtar.File{Name: "body", Data: body})))
	if err != nil {
		if !strings.HasPrefix(err.Error(), "docx: ") {
			t.Errorf("error %q", err)
		}
		return
	}
	officetest.Check(t, d)
	if t.Failed() {
		t.Logf("body %s\n%s", body, officetest.Dump(d))
	}
}

func TestRandom(t *testing.T) {
	for _, body := range officetest.Random(2000, append(words, attributed...)) {
		checkBody(t, body)
		if t.Failed() {
			return
		}
	}
}

func FuzzBody(f *testing.F) {
	for _, body := range officetest.Random(20, append(words, attributed...)) {
		f.Add(body)
	}
	files, _ := filepath.Glob("testdata/*.txtar")
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, p := range a.Files {
			if p.Name == "body" {
				f.Add(p.Data)
			}
		}
	}
	f.Fuzz(func(t *testing.T, body []byte) { checkBody(t, body) })
}

func FuzzRead(f *testing.F) {
	f.Add(pack(f, append(txtar.Parse([]byte(around)).Files, txtar.File{Name: "body", Data: []byte("<w:p><w:r><w:t>a</w:t></w:r></w:p>")})))
	f.Fuzz(func(t *testing.T, data []byte) {
		officetest.Fuzz(t, data, docx.Read)
	})
}

// BenchmarkRead reads about 100 pages as Word writes them.
func BenchmarkRead(b *testing.B) {
	run := `<w:r w:rsidRPr="00AB12CD"><w:rPr><w:rFonts w:ascii="Batang" w:eastAsia="Batang" w:hAnsi="Batang" w:hint="eastAsia"/><w:sz w:val="20"/></w:rPr><w:t xml:space="preserve">정원 다섯과 연못 하나. Five gardens and a pond, and behind them the hill. </w:t></w:r>`
	p := `<w:p w:rsidR="00AB12CD" w:rsidRDefault="00AB12CD"><w:pPr><w:pStyle w:val="BodyText"/><w:spacing w:before="120"/><w:rPr><w:lang w:val="ko-KR"/></w:rPr></w:pPr>` + strings.Repeat(run, 8) + `</w:p>`
	page := strings.Repeat(p, 5) + `<w:p><w:r><w:lastRenderedPageBreak/></w:r></w:p>`
	data := pack(b, []txtar.File{{Name: "body", Data: bytes.Repeat([]byte(page), 100)}})
	for b.Loop() {
		d, err := docx.Read(data)
		if err != nil || len(d.Blocks) != 500 {
			b.Fatal(err, len(d.Blocks))
		}
	}
	b.ReportMetric(100*float64(b.N)/b.Elapsed().Seconds(), "pages/s")
}
