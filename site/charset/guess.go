package charset

import (
	"bytes"
	"cmp"
	"math"
	"slices"
)

// A guess is how well bytes read as text in one encoding.
type guess struct {
	name string
	bits float64 // what the likeliest reading costs; less is better
}

// sampleSize is how many bytes are weighed. Sixteen thousand settle every
// question that bytes can settle.
const sampleSize = 16 << 10

// sample returns lines of data that are not all ASCII, from all over it.
func sample(data []byte) []byte {
	if len(data) <= sampleSize {
		return data
	}
	var lines [][]byte
	size := 0
	for line := range bytes.Lines(data) {
		for len(line) > sampleSize/8 {
			if part := line[:sampleSize/8]; !ascii(part) {
				lines = append(lines, part)
				size += len(part)
			}
			line = line[sampleSize/8:]
		}
		if !ascii(line) {
			lines = append(lines, line)
			size += len(line)
		}
	}
	step := max(1, (size+sampleSize-1)/sampleSize)
	var out []byte
	for i := 0; i < len(lines); i += step {
		out = append(out, lines[i]...)
	}
	return out
}

// weigh reads a sample in the given ways and returns what each costs, the
// likeliest first.
func weigh(sample []byte, ways []reading) []guess {
	guesses := make([]guess, 0, len(ways))
	for _, r := range ways {
		g := guess{name: r.name, bits: math.Inf(1)}
		s := r.decode(sample)
		for _, m := range r.models {
			g.bits = min(g.bits, m.bits(s)+r.prior)
		}
		guesses = append(guesses, g)
	}
	slices.SortStableFunc(guesses, func(a, b guess) int { return cmp.Compare(a.bits, b.bits) })
	return guesses
}

// A verdict is what the bytes alone say about their encoding.
type verdict struct {
	name    string
	margin  float64 // bits by which the next family of encodings is worse
	perByte float64 // bits for each byte that is not ASCII
	high    int     // number of these
	guesses []guess
}

// decisive is the margin in bits from which a label that says otherwise is
// wrong: one chance in sixty thousand, where one label in a hundred lies.
const decisive = 16

// hopeless is the cost of a byte that no text of any language reaches, and
// every wrong reading does.
const hopeless = 9.5

func judge(sample []byte, ways []reading) verdict {
	v := verdict{guesses: weigh(sample, ways), margin: math.Inf(1)}
	if v.guesses[0].name == "johab" && v.guesses[1].bits-v.guesses[0].bits < decisive {
		v.guesses[0], v.guesses[1] = v.guesses[1], v.guesses[0] // too rare to be taken by chance
	}
	best := v.guesses[0]
	v.name = best.name
	for _, g := range v.guesses[1:] {
		if !sameFamily(g.name, best.name) {
			v.margin = math.Abs(g.bits - best.bits)
			break
		}
	}
	v.high = highBytes(sample)
	v.perByte = (best.bits - asciiBits*float64(len(sample)-v.high)) / float64(max(v.high, 1))
	return v
}

// unknown reports bytes that are no text in any encoding. A few of them prove
// nothing.
func (v verdict) unknown() bool { return v.perByte > hopeless && v.high >= patchSize }

// worse returns by how many bits the named reading is worse than the best.
// For one that was not tried that is the margin of the best.
func (v verdict) worse(name string) float64 {
	for _, g := range v.guesses {
		if g.name == name {
			return g.bits - v.guesses[0].bits
		}
	}
	return v.margin
}
