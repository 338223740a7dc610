package site

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/source"
)

// BenchmarkRead reads the documents of every format, those of the demonstration
// and those of BACKISSUE_SAMPLES, and holds the readers against another program
// that reads the format, where one is installed. It reports
//
//	pages/s        on one core; a page is one of the document's own, or 1800 letters
//	x-pandoc       how many times as fast as the peer, without the time that it takes to start
//	pandoc-ms      that time
//	letters        share of the peer's letters that came out in blocks, furniture and losses: the median
//	letters-worst  and the least
//	files          documents read
//	refused        documents that are locked, damaged, or made to be refused
func BenchmarkRead(b *testing.B) {
	corpus := corpusOf(b)
	for _, r := range Readers {
		b.Run(string(r.Format), func(b *testing.B) {
			benchmarkReader(b, r, corpus[r.Format])
		})
	}
}

func benchmarkReader(b *testing.B, r Reader, files []source.File) {
	pages, refused := 0.0, 0
	var read []source.File
	var docs []*doc.Document
	for _, f := range files {
		d, err := r.read(f.Data, surroundings{})
		if err != nil {
			refused++
			continue
		}
		read, docs = append(read, f), append(docs, d)
		pages += pagesOf(d)
	}
	if len(read) == 0 {
		b.Skipf("no document of the format %s; BACKISSUE_SAMPLES may name a folder with some", r.Format)
	}
	for b.Loop() {
		for _, f := range read {
			if _, err := r.read(f.Data, surroundings{}); err != nil {
				b.Fatal(err)
			}
		}
	}
	perPass := b.Elapsed().Seconds() / float64(b.N)
	b.ReportMetric(pages/perPass, "pages/s")
	b.ReportMetric(float64(len(read)), "files")
	b.ReportMetric(float64(refused), "refused")
	if p, ok := peers[r.Format]; ok && p.installed() {
		compare(b, p, read, docs, perPass)
	}
}

// compare reports how the peer did on the same documents.
func compare(b *testing.B, p peer, files []source.File, docs []*doc.Document, perPass float64) {
	start := p.start()
	var net time.Duration
	var shares []float64
	for i, f := range files {
		out, took, err := p.run(b, f)
		net += max(took-start, 0)
		if err != nil || !p.reads(f.Data) {
			continue
		}
		if want := tally(string(out)); want.Len() > 0 {
			lost := utf8.RuneCountInString(want.Diff(tally(everything(docs[i]))))
			shares = append(shares, 1-float64(lost)/float64(want.Len()))
		}
	}
	b.ReportMetric(net.Seconds()/perPass, "x-"+p.name)
	b.ReportMetric(start.Seconds()*1000, p.name+"-ms")
	if len(shares) > 0 {
		slices.Sort(shares)
		b.ReportMetric(shares[len(shares)/2], "letters")
		b.ReportMetric(shares[0], "letters-worst")
	}
}

// A peer is a program that prints the text of documents.
type peer struct {
	name  string
	empty []string // makes it start and end
	args  []string // ahead of the name of a file
	after []string // behind it
	reads func([]byte) bool
}

func pandoc(format string, reads func([]byte) bool) peer {
	return peer{"pandoc", []string{"-f", "markdown", os.DevNull}, []string{"-f", format, "-t", "plain", "--wrap=none"}, nil, reads}
}

func all([]byte) bool { return true }

// peers are what there is to hold readers against. For Hangul, mail and old
// encodings no program does that job alike.
var peers = map[source.Format]peer{
	source.PDF:      {"pdftotext", []string{"-v"}, []string{"-q"}, []string{"-"}, all},
	source.DOCX:     pandoc("docx", all),
	source.ODT:      pandoc("odt", all),
	source.HTML:     pandoc("html", utf8.Valid), // it knows no other encoding
	source.Markdown: pandoc("gfm", utf8.Valid),
}

func (p peer) installed() bool {
	_, err := exec.LookPath(p.name)
	return err == nil
}

// start returns how long the peer takes to do nothing.
func (p peer) start() time.Duration {
	var took []time.Duration
	for range 5 {
		t := time.Now()
		_ = exec.Command(p.name, p.empty...).Run() // it may object to having nothing to do
		took = append(took, time.Since(t))
	}
	return slices.Min(took)
}

func (p peer) run(b *testing.B, f source.File) (out []byte, took time.Duration, err error) {
	name := filepath.Join(b.TempDir(), "document")
	if err := os.WriteFile(name, f.Data, 0o600); err != nil {
		b.Fatal(err)
	}
	t := time.Now()
	out, err = exec.Command(p.name, slices.Concat(p.args, []string{name}, p.after)...).Output()
	return out, time.Since(t), err
}

// corpusOf returns the documents at hand by their formats.
func corpusOf(b *testing.B) map[source.Format][]source.File {
	corpus := map[source.Format][]source.File{}
	for _, dir := range []string{formats, filepath.Join("..", Sources), os.Getenv("BACKISSUE_SAMPLES")} {
		entries, _ := os.ReadDir(dir) // the last need not be there
		for _, e := range entries {
			if f, err := source.Read(dir, e.Name()); err == nil && e.Type().IsRegular() {
				corpus[f.Format] = append(corpus[f.Format], *f)
			}
		}
	}
	return corpus
}

// pagesOf returns the number of a document's pages.
func pagesOf(d *doc.Document) float64 {
	const letters = 1800
	if n := len(d.Blocks); n > 0 && d.Blocks[n-1].Pos().Page > 0 {
		return float64(d.Blocks[n-1].Pos().Page)
	}
	return float64(d.Source.Len()) / letters
}

// everything returns all text of a document, what pictures show included.
func everything(d *doc.Document) string {
	text := doc.Text(d.Blocks...)
	for _, f := range d.Furniture {
		text += "\n" + f.Text
	}
	for _, l := range d.Losses {
		text += "\n" + l.Text
	}
	doc.EachFigure(d.Blocks, func(f *doc.Figure) { text += "\n" + f.Alt })
	return text
}

// tally counts the letters of text, whatever form they have.
func tally(text string) doc.Tally {
	t := doc.Tally{}
	t.Add(norm.NFKC.String(text))
	return t
}
