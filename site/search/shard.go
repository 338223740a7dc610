package search

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"
)

// shardWriter writes shards, one at a time.
type shardWriter struct {
	w        *writer
	names    []string
	from, to uint32

	// What one list needs, and the next one takes over.
	packed  []byte // its postings in the index
	scratch []posting
	data    []byte // its postings in the segment
}

// write returns a shard that has these lists, and the files of its heavy
// ones: how long the terms are, the terms parted by line ends, and for each term its passages, which heavy file has them (0 for
// none), and a list; for a heavy one, that of its best passages and how many
// they are.
func (e *shardWriter) write(numbers []uint32) (shard []byte, heavy [][]byte) {
	var names []string
	var lists []byte
	for _, n := range numbers {
		all := e.within(n)
		if len(all) == 0 {
			continue
		}
		names = append(names, e.names[n])
		lists = binary.AppendUvarint(lists, uint64(len(all)))
		e.data = e.encode(e.data[:0], all)
		if len(e.data) <= heavySize {
			lists = append(append(lists, 0), e.data...)
			continue
		}
		heavy = append(heavy, deflate(e.data))
		lists = binary.AppendUvarint(lists, uint64(len(heavy)))
		top := best(all)
		lists = binary.AppendUvarint(lists, uint64(len(top)))
		lists = e.encode(lists, top)
	}
	joined := strings.Join(names, "\n")
	head := binary.AppendUvarint(nil, uint64(len(joined)))
	return deflate(slices.Concat(head, []byte(joined), lists)), heavy
}

// within returns the postings of a list that are in the segment.
func (e *shardWriter) within(n uint32) []posting {
	e.packed, e.scratch = e.w.index.postings(n, e.packed[:0], e.scratch[:0])
	from, _ := slices.BinarySearchFunc(e.scratch, e.from, func(p posting, doc uint32) int { return cmp.Compare(p.doc, doc) })
	to, _ := slices.BinarySearchFunc(e.scratch, e.to, func(p posting, doc uint32) int { return cmp.Compare(p.doc, doc) })
	return e.scratch[from:to]
}

func (e *shardWriter) encode(out []byte, list []posting) []byte {
	last := e.from
	for _, p := range list {
		out = binary.AppendUvarint(out, uint64(p.doc-last)*weights+uint64(p.weight))
		last = p.doc
	}
	return out
}

// best returns the passages where a term matters most, the latest of equals,
// in the order of passages.
func best(all []posting) []posting {
	var top []posting
	for weight := weights - 1; weight >= once; weight-- {
		for _, p := range slices.Backward(all) {
			if len(top) == topSize {
				break
			}
			if int(p.weight) == weight {
				top = append(top, p)
			}
		}
	}
	slices.SortFunc(top, func(a, b posting) int { return cmp.Compare(a.doc, b.doc) })
	return top
}

// home returns the part of a term that says which shard it is in: words that
// begin alike are together.
func home(term string) string {
	n := 0
	for i, r := range term {
		if classOf(r) != word || n == 3 {
			if i == 0 {
				return term
			}
			return term[:i]
		}
		n++
	}
	return term
}

// spread is the hash FNV-1a of the term's UTF-16.
func spread(term string) uint32 {
	h := uint32(0x811c9dc5)
	add := func(c uint32) { h = (h ^ c) * 0x01000193 }
	for _, r := range term {
		if r >= 0x10000 {
			add(0xd800 + uint32(r-0x10000)>>10)
			r = 0xdc00 + (r-0x10000)&0x3ff
		}
		add(uint32(r))
	}
	return h
}
