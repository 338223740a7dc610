package text

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/backissue/backissue/site/doc"
)

// What is longer than any bulletin is refused before anything is made of it,
// and what is as long is read.
func TestReadLimits(t *testing.T) {
	for _, c := range []struct {
		name, what string
		data       []byte
	}{
		{"white space", "bytes of text", append(bytes.Repeat([]byte(" \n"), maxBytes/2), "나루"...)},
		{"a line", "letters", bytes.Repeat([]byte("word "), doc.MaxLetters/4+1)},
		{"no letters", "characters", bytes.Repeat([]byte("("), maxChars+1)},
		{"many lines", "lines", bytes.Repeat([]byte("- \n"), maxLines+1)},
		{"cells", "wide gaps, as between the cells of tables", bytes.Repeat([]byte("1   2   3\n"), maxGaps/2+1)},
		{"lines and blank ones", "", append(bytes.Repeat([]byte("\n"), maxBytes-100), "나루\n"...)},
		{"pages", "", append(bytes.Repeat([]byte("\f"), maxBytes-100), "나루\n"...)},
	} {
		d, err := Read(c.data)
		var size *doc.SizeError
		switch {
		case c.what == "" && (err != nil || doc.Text(d.Blocks...) != "나루"):
			t.Errorf("%s: %v", c.name, err)
		case c.what != "" && (!errors.As(err, &size) || size.What != c.what || size.Have <= size.Max || !strings.HasPrefix(err.Error(), "text: ")):
			t.Errorf("%s: %v", c.name, err)
		}
	}
}
