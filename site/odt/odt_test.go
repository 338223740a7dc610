package odt_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/odt"
	"github.com/backissue/backissue/site/office/officetest"
	"github.com/backissue/backissue/site/zipxml/ziptest"
)

const namespaces = `xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"
 xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:math="http://www.w3.org/1998/Math/MathML"
 xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"`

// pack makes a document of the short parts of a test: "text" and "automatic"
// of content.xml, "common", "automatic heads" and "masters" of styles.xml,
// pictures in base64, and other parts as they are.
func pack(t testing.TB, files []txtar.File) []byte {
	part := map[string]string{"attributes": ""}
	var out []txtar.File
	for _, f := range files {
		switch {
		case strings.HasPrefix(f.Name, "Pictures/"):
			raw, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(f.Data)))
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, txtar.File{Name: f.Name, Data: raw})
		case strings.Contains(f.Name, "."):
			out = append(out, f)
		default:
			part[f.Name] = string(f.Data)
		}
	}
	content := fmt.Sprintf(`<office:document-content %s><office:automatic-styles>%s</office:automatic-styles><office:body><office:text %s>%s</office:text></office:body></office:document-content>`,
		namespaces, part["automatic"], strings.TrimSpace(part["attributes"]), part["text"])
	styles := fmt.Sprintf(`<office:document-styles %s><office:styles>%s</office:styles><office:automatic-styles>%s</office:automatic-styles><office:master-styles>%s</office:master-styles></office:document-styles>`,
		namespaces, part["common"], part["automatic heads"], part["masters"])
	return ziptest.PackFiles(t, append(out, txtar.File{Name: "content.xml", Data: []byte(content)}, txtar.File{Name: "styles.xml", Data: []byte(styles)}))
}

func TestGolden(t *testing.T) {
	officetest.Golden(t, func(parts []txtar.File) (*doc.Document, error) { return odt.Read(pack(t, parts)) })
}

func TestSamples(t *testing.T) { officetest.Samples(t, ".odt", odt.Read) }

// TestFlat reads a document that is one XML file, with its picture inside.
func TestFlat(t *testing.T) {
	const flat = `<?xml version="1.0" encoding="UTF-8"?>
<office:document %s office:mimetype="application/vnd.oasis.opendocument.text"><office:styles><style:style style:name="H" style:family="paragraph" style:display-name="Title"/></office:styles><office:body><office:text><text:p text:style-name="H">Pond</text:p><text:p><draw:frame><draw:image><office:binary-data>iVBORw0KGgoAAAANSUhEUg
AAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==</office:binary-data></draw:image></draw:frame></text:p></office:text></office:body></office:document>`
	d, err := odt.Read(fmt.Appendf(nil, flat, namespaces))
	if err != nil {
		t.Fatal(err)
	}
	officetest.Check(t, d)
	want := "0:1 h1 Pond\n0:3 figure picture-1.png \"\"\nmedia picture-1.png image/png 70 bytes\n"
	if got := officetest.Dump(d); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// A part that says nothing of the text may be damaged.
func TestDamagedMeta(t *testing.T) {
	text := txtar.File{Name: "text", Data: []byte("<text:p>연못</text:p>")}
	d, err := odt.Read(pack(t, []txtar.File{text, {Name: "meta.xml", Data: []byte("<office:document-meta>")}}))
	if err != nil || doc.Text(d.Blocks...) != "연못" {
		t.Errorf("got %+v, %v", d, err)
	}
}

func TestBad(t *testing.T) {
	text := func(s string) []byte { return pack(t, []txtar.File{{Name: "text", Data: []byte(s)}}) }
	whole := text("<text:p/>")
	for _, test := range []struct {
		data []byte
		want string
	}{
		{nil, "odt: is empty"},
		{[]byte("Dear reader"), "odt: is not a zip file, or not all of one"},
		{whole[:len(whole)/2], "odt: is not a zip file, or not all of one"},
		{ziptest.Pack(t, "-- META-INF/manifest.xml --\n<manifest:encryption-data/>\n-- content.xml --\n?\n"), "odt: is locked with a password"},
		{ziptest.Pack(t, "-- word/document.xml --\n<a/>\n"), "odt: is not an OpenDocument text"},
		{ziptest.Pack(t, "-- content.xml --\n<a/>\n"), "odt: content.xml: is not an OpenDocument text"},
		{ziptest.Pack(t, "-- content.xml --\n<a><b>\n"), "odt: content.xml: ends inside <b>"},
		{text(strings.Repeat("<text:section>", 40000)), "odt: content.xml: nested deeper than 400 levels"},
		{text(strings.Repeat(" ", 2<<20)), "odt: content.xml: packed to less than a 250th of its size"},
	} {
		if _, err := odt.Read(test.data); err == nil || err.Error() != test.want {
			t.Errorf("got %v, want %s", err, test.want)
		}
	}
}

// pieces are what the fuzzers build texts of, besides what they think up.
var pieces = append(strings.Fields(`<text:p> </text:p> <text:p> </text:p> <text:h> </text:h> plain 第一条 é <text:span> </text:span> <text:s/> <text:tab/> <text:line-break/>
<text:soft-page-break/> <text:list> </text:list> <text:list-item> </text:list-item> <text:list-header> </text:list-header>
<table:table> </table:table> <table:table-row> </table:table-row> <table:table-cell> </table:table-cell> <table:covered-table-cell/>
<table:table-header-rows> </table:table-header-rows> <draw:frame> </draw:frame> <draw:text-box> </draw:text-box> <draw:rect> </draw:rect> <draw:enhanced-geometry> </draw:enhanced-geometry>
<draw:image/> <draw:object/> <office:annotation> </office:annotation> <text:ruby><text:ruby-base>庭</text:ruby-base><text:ruby-text>にわ</text:ruby-text></text:ruby>
<text:tracked-changes><text:p>gone</text:p></text:tracked-changes> <text:section> </text:section> <text:table-of-content> </text:table-of-content>
<svg:title>title</svg:title> <text:number>1.</text:number>`),
	`<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>note</text:p></text:note-body></text:note>`,
	`<text:list text:style-name="N">`, `<text:list text:style-name="B">`, `<text:list text:style-name="N" text:continue-numbering="true">`,
	`<text:list-item text:start-value="7">`, `<text:h text:outline-level="2">`, `<text:span text:style-name="Hidden">`, `<text:section text:display="none">`,
	`<text:a xlink:href="https://example.org">`, `</text:a>`, `<table:table-cell table:number-columns-repeated="999999999">`,
	`<draw:object><math:math><math:mi>x</math:mi></math:math></draw:object>`, `&#xF0FC;`, `<text:p text:style-name="Break">`)

// around are the styles of the documents that are made up.
const around = `-- automatic --
<style:style style:name="Hidden" style:family="text"><style:text-properties text:display="none"/></style:style>
<style:style style:name="Break" style:family="paragraph"><style:paragraph-properties fo:break-before="page"/></style:style>
<text:list-style style:name="N"><text:list-level-style-number text:level="1" style:num-format="가, 나, 다, ..." style:num-suffix=")"/><text:list-level-style-number text:level="2" style:num-format="1" text:display-levels="2"/></text:list-style>
<text:list-style style:name="B"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/><text:list-level-style-bullet text:level="2" text:bullet-char="-"/></text:list-style>
-- common --
<text:outline-style><text:outline-level-style text:level="1" style:num-format="I" style:num-suffix="."/></text:outline-style>
-- attributes --
text:use-soft-page-breaks="true"
-- masters --
<style:master-page style:name="Standard"><style:header><text:p>head</text:p></style:header></style:master-page>
`

func checkText(t testing.TB, text []byte) {
	t.Helper()
	d, err := odt.Read(pack(t, append(txtar.Parse([]byte(around)).Files, txtar.File{Name: "text", Data: text})))
	if err != nil {
		if !strings.HasPrefix(err.Error(), "odt: ") {
			t.Errorf("error %q", err)
		}
		return
	}
	officetest.Check(t, d)
	if t.Failed() {
		t.Logf("text %s\n%s", text, officetest.Dump(d))
	}
}

func TestRandom(t *testing.T) {
	for _, text := range officetest.Random(2000, pieces) {
		checkText(t, text)
		if t.Failed() {
			return
		}
	}
}

func FuzzText(f *testing.F) {
	for _, text := range officetest.Random(20, pieces) {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) { checkText(t, text) })
}

func FuzzRead(f *testing.F) {
	f.Add(pack(f, append(txtar.Parse([]byte(around)).Files, txtar.File{Name: "text", Data: []byte("<text:p>a</text:p>")})))
	f.Add(fmt.Appendf(nil, `<office:document %s><office:body><office:text><text:p>a</text:p></office:text></office:body></office:document>`, namespaces))
	f.Fuzz(func(t *testing.T, data []byte) {
		officetest.Fuzz(t, data, odt.Read)
	})
}

// BenchmarkRead reads about 100 pages as LibreOffice writes them.
func BenchmarkRead(b *testing.B) {
	p := `<text:p text:style-name="P1">` + strings.Repeat(`<text:span text:style-name="T1">정원 다섯과 연못 하나. Five gardens and a pond, and behind them the hill. </text:span>`, 8) + `</text:p>`
	page := strings.Repeat(p, 5) + `<text:soft-page-break/>`
	data := pack(b, []txtar.File{{Name: "text", Data: bytes.Repeat([]byte(page), 100)}})
	for b.Loop() {
		d, err := odt.Read(data)
		if err != nil || len(d.Blocks) != 500 {
			b.Fatal(err, len(d.Blocks))
		}
	}
	b.ReportMetric(100*float64(b.N)/b.Elapsed().Seconds(), "pages/s")
}
