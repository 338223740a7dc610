package site

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// BenchmarkImport imports the demonstration again and again.
func BenchmarkImport(b *testing.B) {
	dir := archiveOf(b, documents(b))
	size := int64(0)
	for _, data := range files(b, filepath.Join(dir, Sources)) {
		size += int64(len(data))
	}
	b.SetBytes(size)
	for b.Loop() {
		importAll(b, dir)
	}
}

// BenchmarkBuild builds a site of the demonstration's issues, each repeated
// for years.
func BenchmarkBuild(b *testing.B) {
	dir := archiveOf(b, documents(b))
	importAll(b, dir)
	content := filepath.Join(dir, Content)
	for _, name := range documents(b) {
		key := name[:len("2006-01")]
		for year := 1990; year < 2000; year++ {
			copied := filepath.Join(content, fmt.Sprint(year)+key[4:])
			if err := os.CopyFS(copied, os.DirFS(filepath.Join(content, key))); err != nil {
				b.Fatal(err)
			}
		}
	}
	pages := 0
	for b.Loop() {
		n, err := Build(b.Context(), dir, BuildOptions{})
		if err != nil {
			b.Fatal(err)
		}
		pages += n
	}
	b.ReportMetric(float64(pages)/b.Elapsed().Seconds(), "pages/s")
}
