// Package ziptest makes small zip packages for the tests of readers.
package ziptest

import (
	"archive/zip"
	"bytes"
	"testing"

	"golang.org/x/tools/txtar"
)

// Pack zips the files of a txtar archive, in their order. The newline that
// txtar puts at the end of every file is left out.
func Pack(t testing.TB, text string) []byte {
	t.Helper()
	return PackFiles(t, txtar.Parse([]byte(text)).Files)
}

// PackFiles zips files, in their order.
func PackFiles(t testing.TB, files []txtar.File) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range files {
		w, err := z.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(bytes.TrimSuffix(f.Data, []byte("\n"))); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
