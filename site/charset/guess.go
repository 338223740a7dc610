package charset

import (
	"bytes"
	"cmp"
	"iter"
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

// far is how many bits behind the best a reading is given up: no decision
// asks how much farther it would fall.
const far = 1000

// A candidate is one language in one encoding.
type candidate struct {
	guess
	reading int
	model   *model
	lost    bool // given up; the bits are those behind the best
}

// weigh reads a sample in the given ways and returns what each costs, the
// likeliest first.
func weigh(sample []byte, ways []reading) []guess {
	var all []candidate
	for i, r := range ways {
		for _, m := range r.models {
			all = append(all, candidate{guess: guess{r.name, r.prior}, reading: i, model: m})
		}
	}
	best := 0.0
	for chunk := range chunks(sample) {
		best = weighChunk(all, chunk, ways)
	}
	guesses := make([]guess, len(ways))
	for i, r := range ways {
		guesses[i] = guess{r.name, math.Inf(1)}
	}
	for _, c := range all {
		if c.lost {
			c.bits += best
		}
		guesses[c.reading].bits = min(guesses[c.reading].bits, c.bits)
	}
	slices.SortStableFunc(guesses, func(a, b guess) int { return cmp.Compare(a.bits, b.bits) })
	return guesses
}

// weighChunk adds the cost of a chunk to each candidate and returns the least,
// giving up those that fell far behind.
func weighChunk(all []candidate, chunk []byte, ways []reading) float64 {
	best := math.Inf(1)
	text, of := "", -1
	for i := range all {
		c := &all[i]
		if c.lost {
			continue
		}
		if c.reading != of {
			text, of = ways[c.reading].decode(chunk), c.reading
		}
		c.bits += c.model.bits(text)
		best = min(best, c.bits)
	}
	for i := range all {
		if c := &all[i]; !c.lost && c.bits > best+far {
			c.lost, c.bits = true, c.bits-best
		}
	}
	return best
}

// chunks cuts a sample at the ends of lines, about every thousand bytes.
func chunks(sample []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		start, at := 0, 0
		for line := range bytes.Lines(sample) {
			if at += len(line); at-start >= 1000 {
				if !yield(sample[start:at]) {
					return
				}
				start = at
			}
		}
		if start < at {
			yield(sample[start:])
		}
	}
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
