package hwp

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/hwp/hangul"
	"github.com/backissue/backissue/site/hwp/hangul/hangultest"
)

// FuzzRead reads damaged files: the container, packed and encrypted streams.
func FuzzRead(f *testing.F) {
	section := section0(everything())
	for _, flags := range []uint32{0, flagPacked, flagPacked | flagDistribution} {
		f.Add(file(f, flags, defs, section))
	}
	f.Add([]byte("HWP Document File V3.00 \x1a\x01\x02\x03\x04\x05"))
	f.Fuzz(func(t *testing.T, data []byte) { hangultest.Fuzz(t, data, Read) })
}

// FuzzSection reads damaged records.
func FuzzSection(f *testing.F) {
	f.Add(docInfo(defs), section0(everything()))
	f.Fuzz(func(t *testing.T, head, section []byte) { readSection(t, head, section) })
}

// readSection reads records that no container holds.
func readSection(t testing.TB, head, section []byte) {
	t.Helper()
	records, err := parse(head, maxRecords)
	if err != nil {
		return
	}
	info := readInfo(records, false)
	if records, err = parse(section, maxRecords); err != nil {
		return
	}
	source := doc.Tally{}
	if letters(records, source.Add) != nil {
		return
	}
	b := &body{records, info, &media{container: &container{}, files: info.files, lost: map[int]string{}, read: map[int]bool{}}}
	paragraphs, err := b.paragraphs(0, len(records))
	if err != nil {
		return
	}
	d := hangul.Compose(&info.defs, paragraphs, source)
	hangultest.Check(t, d)
}

// TestMutations is the fuzzing that always runs: the same damage each time.
func TestMutations(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 1101))
	whole := file(t, flagPacked, defs, section0(everything()))
	head, section := docInfo(defs), section0(everything())
	for range 2000 {
		readSection(t, damage(r, head, 1), damage(r, section, 1+r.IntN(6)))
		if d, err := Read(damage(r, whole, 1+r.IntN(4))); err == nil {
			hangultest.Check(t, d)
		}
	}
}

// damage changes bytes of data, or cuts some out, or doubles some.
func damage(r *rand.Rand, data []byte, times int) []byte {
	data = bytes.Clone(data)
	for range times {
		i := r.IntN(len(data))
		n := min(1+r.IntN(40), len(data)-i)
		switch r.IntN(6) {
		case 0:
			if len(data) > 100 {
				data = append(data[:i], data[i+n:]...)
			}
		case 1:
			data = append(data[:i+n:i+n], data[i:]...)
		case 2:
			data[i] = 0xff
		case 3:
			data[i] ^= 1 << r.IntN(8)
		default:
			data[i] = byte(r.IntN(256))
		}
	}
	return data
}
