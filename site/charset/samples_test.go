package charset

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestSamples reads real documents that are not part of this project. The
// folder that BACKISSUE_SAMPLES names has them.
func TestSamples(t *testing.T) {
	for _, test := range []struct{ name, label, encoding, text string }{
		{"bad-declared-latin1-is-cp949.html", "iso-8859-1", "euc-kr", "모든 인류 구성원의 천부의 존엄성"},
		{"mix-ko-zh-utf16le-nobom.txt", "", "utf-16le", "모든 인류 구성원의 천부의 존엄성"},
		{"ko-nfd.txt", "", "utf-8", "모든 인류 구성원의 천부의 존엄성"},
	} {
		t.Run(test.name, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join(os.Getenv("BACKISSUE_SAMPLES"), test.name))
			if err != nil {
				t.Skip(err)
			}
			got, err := Decode(data, test.label)
			if err != nil || got.Encoding != test.encoding || !strings.Contains(got.String, test.text) || len(got.Losses) > 0 {
				t.Errorf("got %s, %v, %v", got.Encoding, got.Losses, err)
			}
		})
	}
}
