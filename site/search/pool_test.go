package search

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestPool: what goes into the lists of an index comes out, whatever their
// lengths, and so do their terms.
func TestPool(t *testing.T) {
	x, want := newIndex(), map[uint32][]posting{}
	r := rand.New(rand.NewPCG(1, 2))
	for doc := range uint32(3000) {
		for term := range 40 {
			if r.IntN(term+1) == 0 || term == 39 && doc%500 == 0 {
				n := x.list(fmt.Sprint("term", term))
				p := posting{doc, uint32(r.IntN(weights))}
				x.add(n, p.doc, p.weight)
				want[n] = append(want[n], p)
			}
		}
	}
	for n, list := range want {
		if _, got := x.postings(n, nil, nil); !slices.Equal(got, list) {
			t.Errorf("list %d of %d: got %d postings", n, len(list), len(got))
		}
	}
	for _, term := range []string{"a", "法", "법률", "𠮷a𠮷"} {
		if packed, ok := pack(term); !ok || unpack(packed) != term {
			t.Errorf("%q became %d", term, packed)
		}
	}
	if _, ok := pack("abcd"); ok {
		t.Error("four characters are too many")
	}
}
