package odt_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/backissue/backissue/site/odt"
	"github.com/backissue/backissue/site/office/officetest"
)

func TestSamples(t *testing.T) {
	dir := os.Getenv("BACKISSUE_SAMPLES")
	files, _ := filepath.Glob(filepath.Join(dir, "*.odt"))
	if dir == "" || len(files) == 0 {
		t.Skip("BACKISSUE_SAMPLES names no folder with .odt files")
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		d, err := odt.Read(data)
		if err != nil {
			t.Logf("%s: %v", filepath.Base(file), err)
			continue
		}
		t.Logf("%s: %d letters, %d blocks, %d losses", filepath.Base(file), d.Source.Len(), len(d.Blocks), len(d.Losses))
		officetest.Check(t, d)
	}
}
