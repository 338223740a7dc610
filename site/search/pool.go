package search

import "encoding/binary"

// An index holds the postings of all terms while a site is read: for each
// term the documents that have it, in order. A posting is two bytes or so, in
// blocks that grow with their list, so that a million lists cost no more than
// what is in them.
type index struct {
	short map[uint64]uint32 // terms of up to three characters
	long  map[string]uint32
	lists [][]list // in chunks, which need not move as they grow
	count uint32
	pool  [][]byte // chunks of chunkSize
	used  int      // bytes of the last chunk
}

// list is where the postings of a term are.
type list struct {
	head, at, end uint32 // the first block, where the next byte goes, where its block ends
	block         uint32 // size of the last block
	last          uint32 // document, from 1
	df            uint32 // documents
	size          uint32 // bytes
}

const (
	chunkSize  = 1 << 20
	listChunk  = 1 << 14
	firstBlock = 8
	largest    = 512
	link       = 4 // bytes at the end of a block: where the next one is
)

func newIndex() *index {
	return &index{short: map[uint64]uint32{}, long: map[string]uint32{}, used: chunkSize}
}

// pack returns up to three characters as a number, which orders as they do.
func pack(term string) (packed uint64, ok bool) {
	n := 0
	for _, r := range term {
		if n++; n > 3 {
			return 0, false
		}
		packed = packed<<21 | uint64(r)
	}
	return packed << (21 * (3 - n)), true
}

// unpack returns the characters of a number that pack made.
func unpack(packed uint64) string {
	var runes []rune
	for shift := 42; shift >= 0; shift -= 21 {
		if r := rune(packed >> shift & (1<<21 - 1)); r != 0 {
			runes = append(runes, r)
		}
	}
	return string(runes)
}

// list returns the number of a term's list.
func (x *index) list(term string) uint32 {
	if packed, ok := pack(term); ok {
		return x.shortList(packed)
	}
	n, ok := x.long[term]
	if !ok {
		n = x.grow()
		x.long[string([]byte(term))] = n // the key that it is cut from may go
	}
	return n
}

func (x *index) shortList(packed uint64) uint32 {
	n, ok := x.short[packed]
	if !ok {
		n = x.grow()
		x.short[packed] = n
	}
	return n
}

func (x *index) grow() uint32 {
	if x.count%listChunk == 0 {
		x.lists = append(x.lists, make([]list, listChunk))
	}
	x.count++
	return x.count - 1
}

func (x *index) at(n uint32) *list { return &x.lists[n/listChunk][n%listChunk] }

// add adds a posting. Documents come in order, each once for a term.
func (x *index) add(n uint32, doc, weight uint32) {
	l := x.at(n)
	var b [binary.MaxVarintLen64]byte
	size := binary.PutUvarint(b[:], uint64(doc+1-l.last)*weights+uint64(weight))
	for _, c := range b[:size] {
		x.put(l, c)
	}
	l.last = doc + 1
	l.df++
	l.size += uint32(size)
}

func (x *index) put(l *list, c byte) {
	switch {
	case l.block == 0:
		l.block = firstBlock
		l.head = x.block(firstBlock)
		l.at, l.end = l.head, l.head+firstBlock-link
	case l.at == l.end:
		l.block = min(largest, 2*l.block)
		next := x.block(l.block)
		binary.LittleEndian.PutUint32(x.bytes(l.at), next)
		l.at, l.end = next, next+l.block-link
	}
	x.bytes(l.at)[0] = c
	l.at++
}

// block makes room.
func (x *index) block(size uint32) uint32 {
	if x.used+int(size) > chunkSize {
		x.pool = append(x.pool, make([]byte, chunkSize))
		x.used = 0
	}
	at := (len(x.pool)-1)*chunkSize + x.used
	x.used += int(size)
	return uint32(at)
}

func (x *index) bytes(at uint32) []byte {
	return x.pool[at/chunkSize][at%chunkSize:]
}

// A posting says that a document has a term, and how much it matters there.
type posting struct {
	doc, weight uint32
}

// postings appends the postings of a list to out, by way of their bytes, for
// which data has room.
func (x *index) postings(n uint32, data []byte, out []posting) ([]byte, []posting) {
	l := x.at(n)
	for at, block := l.head, uint32(firstBlock); ; block = min(largest, 2*block) {
		take := min(l.size-uint32(len(data)), block-link)
		data = append(data, x.bytes(at)[:take]...)
		if uint32(len(data)) == l.size {
			break
		}
		at = binary.LittleEndian.Uint32(x.bytes(at + take))
	}
	doc := uint32(0)
	for rest := data; len(rest) > 0; {
		v, n := binary.Uvarint(rest)
		rest = rest[n:]
		doc += uint32(v / weights)
		out = append(out, posting{doc - 1, uint32(v % weights)})
	}
	return data, out
}
