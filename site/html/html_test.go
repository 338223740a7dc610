package html

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/markup/markuptest"
)

func TestGolden(t *testing.T) {
	markuptest.Golden(t, func(data []byte) ([]*doc.Document, error) {
		d, err := Read(data)
		if err != nil {
			return nil, err
		}
		return []*doc.Document{d}, nil
	})
}

func TestReadEncoding(t *testing.T) {
	const korean = "\xb8\xf0\xb5\xe7 \xc0\xce\xb0\xa3\xc0\xba \xc5\xc2\xbe\xee\xb3\xaf \xb6\xa7\xba\xce\xc5\xcd \xc0\xda\xc0\xaf\xb7\xce\xbf\xec\xb8\xe7"
	const want = "모든 인간은 태어날 때부터 자유로우며"
	for name, page := range map[string]string{
		"no declaration":    "<p>" + korean,
		"right declaration": `<meta charset="euc-kr"><p>` + korean,
		"wrong declaration": `<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"><p>` + korean,
		"xml declaration":   `<?xml version="1.0" encoding="ks_c_5601-1987"?><html><p>` + korean,
		"utf-8 as latin-1":  `<meta charset=latin1><p>` + want,
	} {
		d, err := Read([]byte(page))
		if err != nil || doc.Text(d.Blocks...) != want {
			t.Errorf("%s: got %q, %v", name, doc.Text(d.Blocks...), err)
			continue
		}
		wrong := name == "wrong declaration" || name == "utf-8 as latin-1"
		if (len(d.Doubts) > 0) != wrong {
			t.Errorf("%s: doubts %v", name, d.Doubts)
		}
		markuptest.Check(t, d)
	}
}

func TestReadRefuses(t *testing.T) {
	for page, want := range map[string]string{
		"":               "html: the page holds no text",
		"<p> <br>&nbsp;": "html: the page holds no text",
		`<frameset cols="1,2"><frame src="menu.html"><frame src="text.html"></frameset>`: "html: the page holds no text, only frames around menu.html, text.html",
		strings.Repeat("<div>", 40_000) + "x":                                            "html: elements nested more than 500 deep",
		"<p>\x1b$)C\x0e0!\x0f":                                                           "html: charset: text in ISO-2022-KR, which cannot be read",
	} {
		if _, err := Read([]byte(page)); err == nil || err.Error() != want {
			t.Errorf("%.40q: got %v, want %s", page, err, want)
		}
	}
}

// Elements left open by the thousand are no reason to refuse a page.
func TestReadUnclosed(t *testing.T) {
	page := strings.Repeat("<font size=2 color=red><b>나루 ", 3000)
	d, err := Read([]byte(page))
	if err != nil {
		t.Fatal(err)
	}
	markuptest.Check(t, d)
	if n := strings.Count(doc.Text(d.Blocks...), "나루"); n != 3000 {
		t.Errorf("got %d words", n)
	}
}

// Pages made to cost much cost little.
func TestReadHostile(t *testing.T) {
	for name, page := range map[string]string{
		"nested tables":  strings.Repeat("<table><tr><td>", 100) + strings.Repeat("x ", 100_000),
		"wide table":     "<table>" + strings.Repeat("<tr><td colspan=1000 rowspan=65000>x", 1000),
		"tall cells":     "<table><tr><td>a<td>b" + strings.Repeat("<tr><td rowspan=60000>x<td>y", 2000),
		"long paragraph": "<p>" + strings.Repeat("등대 <b>소식</b> ", 50_000),
		"long row":       "<table>" + strings.Repeat("<tr><td>x<td>y", 2000) + "<tr>" + strings.Repeat("<td>z", 2000),
		"many notes":     strings.Repeat(`<a href="#fn1">1</a><p id=fn1>`, 20_000),
		"many links":     strings.Repeat(`<a href="https://example.org/">x</a> `, 50_000),
	} {
		d, err := Read([]byte(page))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		markuptest.Check(t, d)
	}
}

func TestSamples(t *testing.T) {
	for name, want := range map[string]int{
		"ar-udhr.html": 32, "he-udhr.html": 31, "km-udhr.html": 32, "my-udhr.html": 32, "lo-udhr.html": 32,
		"ja-udhr.html": 32, "zh-Hant-udhr.html": 32, "bad-declared-latin1-is-cp949.html": 32, "bad-html-named.pdf": 32,
	} {
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join(os.Getenv("BACKISSUE_SAMPLES"), name))
			if err != nil {
				t.Skip(err)
			}
			d, err := Read(data)
			if err != nil {
				t.Fatal(err)
			}
			markuptest.Check(t, d)
			heads := 0
			for _, b := range d.Blocks {
				if _, ok := b.(*doc.Heading); ok {
					heads++
				}
			}
			if heads != want || len(d.Furniture) != 1 || len(d.Losses) > 0 {
				t.Errorf("%d headings, furniture %v, losses %v", heads, d.Furniture, d.Losses)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	names, _ := filepath.Glob("testdata/*.txtar")
	for _, name := range names {
		if data, err := os.ReadFile(name); err == nil {
			f.Add(data)
		}
	}
	f.Add([]byte("<frameset><frame src=a><noframes><p>x<table><td>y</noframes>"))
	f.Add([]byte("<ul><ol reversed start=-3><li>a<ul>b<li hidden>c<p id=fn1>d</ul><a href=#fn1>1"))
	f.Add([]byte("<table><caption>a<thead><tr><th>b<td rowspan=0>c<tfoot><tr hidden><td>d<svg><text>e</svg><select><option>f"))
	f.Add([]byte("<ruby>漢<rt>かん</ruby><pre>a\n b</pre><p style='mso-list:l0 level2'><span style='mso-list:Ignore'>·</span>g"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<16 {
			return
		}
		markuptest.Fuzz(t, data, Read)
	})
}
