package search

import (
	"bytes"
	"cmp"
	"compress/flate"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A Searcher answers queries from the files of an index, in the way of the
// client: the passages that have all terms of what is asked for, the best
// first, of which those count whose text has it.
type Searcher struct {
	files    fs.FS // the folder of the index
	segments []segment
	groups   []texts
	total    int

	shards map[string]map[string]*entry
	texts  map[int]*said
}

// entry is what a shard has of a term.
type entry struct {
	df    int
	docs  map[int]uint32 // weights; of a heavy one only those of the best
	heavy string         // the file that has all
	first int
}

// said is a text as it is looked into.
type said struct {
	Result
	keys []string
}

// A Result is a page that has what was asked for.
type Result struct {
	Path  string // of the page's folder
	Title string
}

// Open reads the index in the folder Folder of a site.
func Open(site fs.FS) (*Searcher, error) {
	files, err := fs.Sub(site, Folder)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	s := &Searcher{files: files, shards: map[string]map[string]*entry{}, texts: map[int]*said{}}
	data, err := s.load("root")
	if err != nil {
		return nil, err
	}
	var variants, met, pages string
	var segments, groups [][]any
	if err := json.Unmarshal(data, &[]any{&variants, &met, &segments, &groups, &pages}); err != nil {
		return nil, fmt.Errorf("search: root.js: %w", err)
	}
	for _, x := range segments {
		seg := segment{x[0].(string), int(x[1].(float64)), int(x[2].(float64)), int(x[3].(float64))}
		s.segments = append(s.segments, seg)
		s.total += seg.passages
	}
	for _, x := range groups {
		s.groups = append(s.groups, texts{x[0].(string), int(x[1].(float64))})
	}
	return s, nil
}

// load returns what a file has.
func (s *Searcher) load(name string) ([]byte, error) {
	data, err := fs.ReadFile(s.files, name+".js")
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	data, ok := bytes.CutPrefix(data, []byte(`Q("`))
	data, ok2 := bytes.CutSuffix(data, []byte("\")\n"))
	packed, err := base64.RawStdEncoding.DecodeString(string(data))
	if err != nil || !ok || !ok2 {
		return nil, fmt.Errorf("search: %s.js is no file of an index", name)
	}
	return io.ReadAll(flate.NewReader(bytes.NewReader(packed)))
}

func readList(data []byte, n, doc int) (map[int]uint32, []byte) {
	docs := make(map[int]uint32, n)
	for range n {
		v, size := binary.Uvarint(data)
		data = data[size:]
		doc += int(v / weights)
		docs[doc] = uint32(v % weights)
	}
	return docs, data
}

// shard returns the shard of a segment that a term would be in.
func (s *Searcher) shard(seg segment, term string) (map[string]*entry, error) {
	name := seg.hash + "/"
	n := strconv.Itoa(int(spread(home(term)) % uint32(seg.shards)))
	if found := s.shards[name+n]; found != nil {
		return found, nil
	}
	data, err := s.load(name + n)
	if err != nil {
		return nil, err
	}
	next := func() int {
		v, size := binary.Uvarint(data)
		data = data[size:]
		return int(v)
	}
	found := map[string]*entry{}
	size := next()
	names := strings.FieldsFunc(string(data[:size]), func(r rune) bool { return r == '\n' })
	data = data[size:]
	for _, term := range names {
		e := &entry{df: next(), first: seg.first}
		listed := e.df
		if heavy := next(); heavy > 0 {
			e.heavy = fmt.Sprintf("%sh%s-%d", name, n, heavy-1)
			listed = next()
		}
		e.docs, data = readList(data, listed, seg.first)
		found[term] = e
	}
	s.shards[name+n] = found
	return found, nil
}

// A held is a term and the passages that have it.
type held struct {
	df    int
	docs  map[int]uint32
	heavy []*entry // of which more have it than docs says
	worth float64
}

func (s *Searcher) find(w wanted) (*held, error) {
	h := &held{docs: map[int]uint32{}}
	for _, seg := range s.segments {
		shard, err := s.shard(seg, w.term)
		if err != nil {
			return nil, err
		}
		for name, e := range shard {
			if name != w.term && !(w.prefix && strings.HasPrefix(name, w.term)) {
				continue
			}
			for doc, weight := range e.docs {
				h.docs[doc] = max(h.docs[doc], weight)
			}
			if e.heavy != "" {
				h.heavy = append(h.heavy, e)
			}
			h.df += e.df
		}
	}
	h.worth = math.Log(1 + float64(s.total+1)/(float64(h.df)+0.5))
	return h, nil
}

// whole adds what is in the files of heavy terms.
func (s *Searcher) whole(h *held) error {
	for _, e := range h.heavy {
		data, err := s.load(e.heavy)
		if err != nil {
			return err
		}
		docs, _ := readList(data, e.df, e.first)
		for doc, weight := range docs {
			h.docs[doc] = max(h.docs[doc], weight)
		}
	}
	h.heavy = nil
	return nil
}

// worths are what the weights are worth: once, often, in a heading, in a title.
var worths = [weights]float64{1, 1.5, 2.5, 5}

// passages returns the passages that have all terms of a key, and what each is
// worth. They need not have them side by side.
func (s *Searcher) passages(key string) (map[int]float64, error) {
	var all []*held
	for _, w := range query(key) {
		h, err := s.find(w)
		if err != nil {
			return nil, err
		}
		if err := s.whole(h); err != nil {
			return nil, err
		}
		all = append(all, h)
	}
	out := map[int]float64{}
	if len(all) == 0 {
		return out, nil
	}
	slices.SortStableFunc(all, func(a, b *held) int { return cmp.Compare(len(a.docs), len(b.docs)) })
	for doc := range all[0].docs {
		sum := 0.0
		for _, h := range all {
			weight, ok := h.docs[doc]
			if !ok {
				sum = -1
				break
			}
			sum += worths[weight] * h.worth
		}
		if sum >= 0 {
			out[doc] = sum
		}
	}
	return out, nil
}

// text returns a passage.
func (s *Searcher) text(doc int) (*said, error) {
	if t := s.texts[doc]; t != nil {
		return t, nil
	}
	n, i := doc, 0
	for n >= s.groups[i].passages {
		n -= s.groups[i].passages
		i++
	}
	data, err := s.load(s.groups[i].hash + "/" + strconv.Itoa(n))
	if err != nil {
		return nil, err
	}
	t := &said{}
	var lang, issue, section string
	var facts []string
	var titles [][2]string
	var blocks []any
	if err := json.Unmarshal(data, &[]any{&t.Path, &lang, &titles, &issue, &section, &facts, &blocks}); err != nil {
		return nil, fmt.Errorf("search: %s/%d.js: %w", s.groups[i].hash, n, err)
	}
	if len(titles) > 0 {
		t.Title = titles[0][0]
	}
	texts := facts
	for _, title := range titles {
		texts = append(texts, title[0])
	}
	for _, b := range blocks {
		if list, ok := b.([]any); ok {
			b = list[0]
		}
		text, _ := b.(string)
		texts = append(texts, text)
	}
	for _, text := range texts {
		t.keys = append(t.keys, keyOf(text, false))
	}
	s.texts[doc] = t
	return t, nil
}

// Search returns the pages that have words as one phrase, the best first.
func (s *Searcher) Search(words string) ([]Result, error) {
	key := keyOf(words, false)
	docs, err := s.ranked(key)
	if err != nil {
		return nil, err
	}
	var out []Result
	seen := map[string]bool{}
	for _, doc := range docs {
		t, err := s.text(doc)
		if err != nil {
			return nil, err
		}
		if !seen[t.Path] && t.has(key) {
			seen[t.Path] = true
			out = append(out, t.Result)
		}
	}
	return out, nil
}

// ranked returns the passages that have all terms of a key, the best first.
func (s *Searcher) ranked(key string) ([]int, error) {
	worth, err := s.passages(key)
	if err != nil {
		return nil, err
	}
	return slices.SortedFunc(maps.Keys(worth), func(a, b int) int {
		return cmp.Or(cmp.Compare(worth[b], worth[a]), cmp.Compare(b, a))
	}), nil
}

// has tells whether a text has words.
func (t *said) has(words string) bool {
	return slices.ContainsFunc(t.keys, func(key string) bool { return has(key, words) })
}

// has tells whether a key has words that are asked for: not in the middle of
// a word.
func has(key, words string) bool {
	for from := 0; ; {
		i := strings.Index(key[from:], words)
		if i < 0 {
			return false
		}
		at := from + i
		if starts(key, at, words) {
			return true
		}
		from = at + 1
	}
}

func starts(key string, at int, words string) bool {
	first, _ := utf8.DecodeRuneInString(words)
	before, _ := utf8.DecodeLastRuneInString(key[:at])
	return at == 0 || classOf(first) != word || before == ' ' || before == '|' || classOf(before) != word
}
