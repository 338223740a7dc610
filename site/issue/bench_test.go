package issue_test

import (
	"errors"
	"io/fs"
	"os"
	"testing"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/issue"
	"github.com/backissue/backissue/site/lang"
	"github.com/backissue/backissue/site/text"
)

// seed is the first real document; it is not ours to publish.
const seed = "../../../shared/seed/2021-10.txt"

// BenchmarkRecover does all that stands between the bytes of a document and
// its issue.
func BenchmarkRecover(b *testing.B) {
	for _, name := range demonstration(b) {
		b.Run(name, func(b *testing.B) { benchmark(b, source(b, name)) })
	}
	b.Run("seed", func(b *testing.B) {
		data, err := os.ReadFile(seed)
		if errors.Is(err, fs.ErrNotExist) {
			b.Skipf("the first real document is not here: %s", seed)
		}
		if err != nil {
			b.Fatal(err)
		}
		benchmark(b, data)
	})
}

func benchmark(b *testing.B, data []byte) {
	p := profile(b)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		d, err := text.Read(data)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := issue.Recover([]*doc.Document{lang.Tag(d)}, p); err != nil {
			b.Fatal(err)
		}
	}
}
