package pdf

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// BenchmarkRead measures pages per second on one core, once the engine is
// warm: the PDFs of testdata, pages that are full of small letters, and the
// real ones of the folder that BACKISSUE_SAMPLES names. Where pdftotext is
// installed, x-pdftotext is the time as a multiple of what it takes for the
// same file, process and all, turn by turn.
func BenchmarkRead(b *testing.B) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	files := []string{filepath.Join("testdata", "bulletin.pdf"), filepath.Join("testdata", "law.pdf")}
	dense := filepath.Join(b.TempDir(), "dense.pdf")
	if err := os.WriteFile(dense, densePages(20), 0o666); err != nil {
		b.Fatal(err)
	}
	files = append(files, dense)
	if dir := os.Getenv("BACKISSUE_SAMPLES"); dir != "" {
		samples, err := filepath.Glob(filepath.Join(dir, "*.pdf"))
		if err != nil {
			b.Fatal(err)
		}
		files = append(files, samples...)
	}
	for _, name := range files {
		b.Run(strings.TrimSuffix(filepath.Base(name), ".pdf"), func(b *testing.B) { benchmarkFile(b, name) })
	}
}

func benchmarkFile(b *testing.B, name string) {
	data, err := os.ReadFile(name)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := Read(data); err != nil {
		b.Skip(err)
	}
	pages := pageCount(b, data)
	peer, err := exec.LookPath("pdftotext")
	if err != nil {
		b.Log("pdftotext is not installed: nothing to compare with")
	}
	var theirs time.Duration
	for b.Loop() {
		if _, err := Read(data); err != nil {
			b.Fatal(err)
		}
		if peer == "" {
			continue
		}
		b.StopTimer()
		start := time.Now()
		if err := exec.Command(peer, name, "-").Run(); err != nil {
			b.Fatalf("%s: %v", peer, err)
		}
		theirs += time.Since(start)
		b.StartTimer()
	}
	b.ReportMetric(float64(pages*b.N)/b.Elapsed().Seconds(), "pages/s")
	if peer != "" {
		b.ReportMetric(float64(b.Elapsed())/float64(theirs), "x-pdftotext")
	}
}

func pageCount(b *testing.B, data []byte) int {
	f, err := open(data)
	if err != nil {
		b.Fatal(err)
	}
	defer f.close()
	return int(int32(f.call("FPDF_GetPageCount", f.doc)))
}

// densePages returns a file whose pages have three columns of 75 lines each.
func densePages(n int) []byte {
	const words = "The keeper of a lamp shall shade it from the quay. The hour is noted in a book, and whoever asks may read it. "
	kids := ""
	objects := []string{"<</Type/Catalog/Pages 2 0 R>>", ""}
	for range n {
		var content strings.Builder
		for column := range 3 {
			fmt.Fprintf(&content, "BT /F 7 Tf 9 TL %d 720 Td\n", 40+column*180)
			for line := range 75 {
				at := (line*31 + column*17) % len(words)
				fmt.Fprintf(&content, "(%.46s) Tj T*\n", strings.TrimSpace(strings.Repeat(words, 2)[at:]))
			}
			content.WriteString("ET\n")
		}
		kids += fmt.Sprintf("%d 0 R ", len(objects)+1)
		objects = append(objects,
			fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents %d 0 R/Resources<<%s>>>>", len(objects)+2, helvetica),
			stream("", content.String()))
	}
	objects[1] = fmt.Sprintf("<</Type/Pages/Kids[%s]/Count %d>>", kids, n)
	return pdfFile(objects...)
}
