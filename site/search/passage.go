package search

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"sync"
)

// A passage is what is found: a page, or a part of a long one. It is as much
// as a reader has to fetch to see whether a page really says what was asked
// for, and where.
type passage struct {
	packed []byte   // what the client shows, as [shown] has it, compressed
	issue  string   // folder of its issue, or ""
	opens  bool     // the first of its page
	short  []uint64 // terms of up to three characters, as [pack] has them,
	long   []string // and longer ones;
	weigh  []uint8  // weights of the short ones, then of the long
	facets []string
	met    map[rune]bool // characters that were changed to others of [variants]
}

// Weights of a term in a passage: what it is worth to be there once, several
// times, in a heading, and in the title or among the facts.
const (
	once = iota
	often
	inHeading
	inTitle
	weights // how many there are
)

// passageSize is how many bytes of text a passage may have, unless it is one
// long block.
const passageSize = 4000

// passages cuts a page.
func passages(p *Page) []*passage {
	var out []*passage
	for i, blocks := range cutBlocks(p.Blocks) {
		out = append(out, newPassage(p, blocks, i == 0))
	}
	return out
}

// cutBlocks deals the blocks out in parts of about the same size, each of
// which begins with a heading if there is one near.
func cutBlocks(blocks []Block) [][]Block {
	total := 0
	for _, b := range blocks {
		total += len(b.Text)
	}
	parts := max(1, (total+passageSize-1)/passageSize)
	goal := total/parts + 1
	var out [][]Block
	from, size := 0, 0
	for i, b := range blocks {
		opens := b.Heading || i > 0 && b.Anchor != blocks[i-1].Anchor
		if i > from && (size+len(b.Text) > passageSize || size > goal || opens && size > goal*2/3) && total > passageSize {
			out = append(out, blocks[from:i])
			from, size = i, 0
		}
		size += len(b.Text)
	}
	return append(out, blocks[from:])
}

func newPassage(p *Page, blocks []Block, opens bool) *passage {
	s := &passage{opens: opens}
	if parts := strings.Split(p.Path, "/"); len(parts) > 1 && inIssue(parts[1]) {
		s.issue = parts[1]
	}
	c := counters.Get().(*counter)
	defer counters.Put(c)
	s.met = map[rune]bool{}
	c.folder.met = s.met
	var weight uint8
	add := func(term string) { c.add(term, weight) }
	cut := func(text string) {
		key := c.folder.fold(text)
		c.units = unitsOf(key, c.units[:0])
		terms(key, c.units, add)
	}
	for _, b := range blocks {
		weight = 1
		if b.Heading {
			weight = inHeading + 1
		}
		cut(b.Text)
	}
	facts := []string{}
	if opens {
		weight = inTitle + 1
		for _, t := range p.Titles {
			cut(t.Text)
		}
		for _, fact := range p.Facts {
			cut(fact)
		}
		facts = append(facts, p.Facts...)
	}
	c.drain(s)
	s.packed = deflate(shown(p, facts, blocks))
	s.facets = facets(p)
	return s
}

// A counter finds the weights of terms. What it allocates is used again.
type counter struct {
	folder folder
	short  map[uint64]uint8
	long   map[string]uint8
	units  []unit
}

var counters = sync.Pool{New: func() any {
	return &counter{folder: folder{composed: true}, short: map[uint64]uint8{}, long: map[string]uint8{}}
}}

func (c *counter) add(term string, weight uint8) {
	if packed, ok := pack(term); ok {
		c.short[packed] = heavier(c.short[packed], weight)
	} else {
		c.long[term] = heavier(c.long[term], weight)
	}
}

// drain moves the terms to a passage.
func (c *counter) drain(s *passage) {
	s.short, s.long = make([]uint64, 0, len(c.short)), make([]string, 0, len(c.long))
	s.weigh = make([]uint8, 0, len(c.short)+len(c.long))
	for packed, weight := range c.short {
		s.short, s.weigh = append(s.short, packed), append(s.weigh, weight-1)
	}
	for term, weight := range c.long {
		s.long, s.weigh = append(s.long, term), append(s.weigh, weight-1)
	}
	clear(c.short)
	clear(c.long)
}

// heavier returns the weight, plus one, of a term that is there once more.
func heavier(old, now uint8) uint8 {
	if old == once+1 && now == once+1 {
		return often + 1
	}
	return max(old, now)
}

// facets returns the terms that a page has for what it is, not for what it
// says.
func facets(p *Page) []string {
	parts := strings.Split(p.Path, "/")
	out := []string{"=language=" + parts[0]}
	if len(parts) > 1 && inIssue(parts[1]) {
		out = append(out, "=year="+parts[1][:4])
		if len(parts) > 3 {
			out = append(out, "=section="+parts[2])
		}
	}
	for _, key := range p.Authorities {
		if a := "=authority=" + key; !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	return out
}

// shown returns what the client needs of a passage to find words in it and to
// show them: [path, language, titles, issue, section, facts, blocks], where a
// title is [text, language], and a block its text, or [text, anchor, language]
// if one of these is new.
func shown(p *Page, facts []string, blocks []Block) []byte {
	titles, list := [][2]string{}, []any{}
	for _, t := range p.Titles {
		titles = append(titles, [2]string{t.Text, t.Lang})
	}
	anchor := ""
	for _, b := range blocks {
		switch {
		case b.Lang != "":
			list = append(list, []string{b.Text, b.Anchor, b.Lang})
		case b.Anchor != anchor:
			list = append(list, []string{b.Text, b.Anchor})
		default:
			list = append(list, b.Text)
		}
		anchor = b.Anchor
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode([]any{p.Path, p.Lang, titles, p.Issue, p.Section, facts, list}); err != nil {
		panic(err) // strings alone
	}
	return bytes.TrimSpace(out.Bytes())
}
