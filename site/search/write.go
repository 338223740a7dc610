package search

import (
	"bytes"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"hash"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/klauspost/compress/flate"
)

const (
	groupSize = 128  // passages that share a folder, at least
	shardSize = 1500 // postings of a shard; with heavy lists elsewhere, some kB
	lastShard = 400  // postings of a shard of the last of several segments: a query asks each
	heavySize = 900  // bytes of a list that has a file of its own
	topSize   = 48   // passages of such a list that are in the shard
)

// root is what the client reads first, as a list of these in order.
type root struct {
	Variants string    // the file of all variants of characters
	Met      string    // those that are in texts: each, and what stands for it
	Segments []segment // each [hash, first passage, passages, shards]
	Groups   []texts   // each [hash, passages]
	// Pages has a character for each page, the one whose number is 32 more than
	// that of its passages; nothing if each page is one passage.
	Pages string
}

type segment struct {
	hash                    string
	first, passages, shards int
}

type texts struct {
	hash     string
	passages int
}

func (r root) MarshalJSON() ([]byte, error) {
	segments, groups := [][]any{}, [][]any{}
	for _, s := range r.Segments {
		segments = append(segments, []any{s.hash, s.first, s.passages, s.shards})
	}
	for _, g := range r.Groups {
		groups = append(groups, []any{g.hash, g.passages})
	}
	return json.Marshal([]any{r.Variants, r.Met, segments, groups, r.Pages})
}

// A writer makes the files of an index.
type writer struct {
	dir   string
	root  root
	stats Stats
	index *index

	docs   uint32
	pages  []rune
	bounds []bound // where an issue begins
	posted uint32  // postings so far
	issue  string
	group  [][]byte // texts that are not written yet
	met    map[rune]bool
	buffer []byte
}

func newWriter(dir string) *writer {
	return &writer{dir: dir, index: newIndex(), met: map[rune]bool{}}
}

// add adds the passages of a page in all its languages.
func (w *writer) add(all []*passage) error {
	for _, s := range all {
		if s.opens {
			if issue := s.issue; issue != w.issue {
				if len(w.group) >= groupSize || issue == "" {
					if err := w.writeGroup(); err != nil {
						return err
					}
				}
				w.issue = issue
				w.bounds = append(w.bounds, bound{w.docs, w.posted})
			}
			w.pages = append(w.pages, ' ')
			w.stats.Pages++
		}
		w.pages[len(w.pages)-1]++
		w.post(s)
		w.group = append(w.group, s.packed)
		maps.Copy(w.met, s.met)
		w.docs++
	}
	return nil
}

func (w *writer) post(s *passage) {
	w.posted += uint32(len(s.short) + len(s.long) + len(s.facets))
	for i, packed := range s.short {
		w.index.add(w.index.shortList(packed), w.docs, uint32(s.weigh[i]))
	}
	for i, term := range s.long {
		w.index.add(w.index.list(term), w.docs, uint32(s.weigh[len(s.short)+i]))
	}
	for _, term := range s.facets {
		w.index.add(w.index.list(term), w.docs, once)
	}
}

// writeGroup writes the texts that wait.
func (w *writer) writeGroup() error {
	if len(w.group) == 0 {
		return nil
	}
	f, err := w.open()
	if err != nil {
		return err
	}
	for i, text := range w.group {
		if err := f.write(strconv.Itoa(i), text); err != nil {
			return err
		}
	}
	hash, err := f.close()
	w.root.Groups = append(w.root.Groups, texts{hash, len(w.group)})
	w.group = w.group[:0]
	return err
}

// finish writes all that is not written yet.
func (w *writer) finish() error {
	if err := os.MkdirAll(w.dir, 0o755); err != nil {
		return err
	}
	if err := w.writeGroup(); err != nil {
		return err
	}
	names := w.names()
	w.stats.Passages, w.stats.Terms = int(w.docs), len(names)
	var from bound
	for _, to := range w.cuts() {
		if err := w.writeSegment(names, from, to); err != nil {
			return err
		}
		from = to
	}
	if len(w.pages) != int(w.docs) {
		w.root.Pages = string(w.pages)
	}
	if err := w.writeVariants(); err != nil {
		return err
	}
	data, err := json.Marshal(w.root)
	if err != nil {
		return err
	}
	return w.file("root", deflate(data))
}

// writeVariants writes all variants of characters, for queries, and notes
// those that texts have.
func (w *writer) writeVariants() error {
	all := deflate([]byte(pairs(variants)))
	h := sha256.New()
	h.Write(all)
	w.root.Met, w.root.Variants = pairs(w.met), "v"+base(h)
	return w.file(w.root.Variants, all)
}

// pairs returns characters and what stands for each.
func pairs[T any](of map[rune]T) string {
	var b strings.Builder
	for _, r := range slices.Sorted(maps.Keys(of)) {
		b.WriteRune(r)
		b.WriteRune(variants[r])
	}
	return b.String()
}

// names returns the terms by the numbers of their lists.
func (w *writer) names() []string {
	names := make([]string, w.index.count)
	for packed, n := range w.index.short {
		names[n] = unpack(packed)
	}
	for term, n := range w.index.long {
		names[n] = term
	}
	w.index.short, w.index.long = nil, nil
	return names
}

// A bound is a place between two issues.
type bound struct {
	docs, postings uint32 // before it
}

// cuts returns where segments end. The first is as long as a number of large
// steps allows, so that it stays the same while an eighth is added to it.
func (w *writer) cuts() []bound {
	end := bound{w.docs, w.posted}
	last := w.docs // pages of no issue change with every issue
	if n := len(w.bounds); n > 0 && w.issue == "" {
		last = w.bounds[n-1].docs
	}
	step := uint32(64)
	for step <= last/16 {
		step *= 2
	}
	var at bound
	for _, b := range w.bounds {
		if b.docs <= last/step*step {
			at = b
		}
	}
	if at.docs == 0 || at == end {
		return []bound{end}
	}
	return []bound{at, end}
}

// writeSegment writes the terms of the passages between two bounds. What is
// elsewhere makes no difference to it.
func (w *writer) writeSegment(names []string, from, to bound) error {
	size := uint32(shardSize)
	if from.docs > 0 {
		size = lastShard
	}
	shards := 1 + (to.postings-from.postings)/size
	byShard := make([][]uint32, shards)
	for n, name := range names {
		s := spread(home(name)) % shards
		byShard[s] = append(byShard[s], uint32(n))
	}
	type written struct {
		shard []byte
		heavy [][]byte
	}
	f, err := w.open()
	if err != nil {
		return err
	}
	shard := 0
	writers := sync.Pool{New: func() any {
		return &shardWriter{w: w, names: names, from: from.docs, to: to.docs}
	}}
	err = inOrder(byShard, func(lists []uint32) (written, error) {
		e := writers.Get().(*shardWriter)
		defer writers.Put(e)
		slices.SortFunc(lists, func(a, b uint32) int { return strings.Compare(names[a], names[b]) })
		s, heavy := e.write(lists)
		return written{s, heavy}, nil
	}, func(s written) error {
		if err := f.write(strconv.Itoa(shard), s.shard); err != nil {
			return err
		}
		for i, h := range s.heavy {
			if err := f.write(fmt.Sprintf("h%d-%d", shard, i), h); err != nil {
				return err
			}
		}
		shard++
		return nil
	})
	if err != nil {
		return err
	}
	hash, err := f.close()
	w.root.Segments = append(w.root.Segments, segment{hash, int(from.docs), int(to.docs - from.docs), int(shards)})
	return err
}

// deflaters are not those of Go's own library: what they write, and so what the
// files are called, is the same whatever Go the program was built with.
var deflaters = sync.Pool{New: func() any {
	w, _ := flate.NewWriter(nil, 6) // a valid level; 7 saves 3 in 100 and takes two thirds longer
	return w
}}

// deflate compresses data, and makes it text.
func deflate(data []byte) []byte {
	var out bytes.Buffer
	w := deflaters.Get().(*flate.Writer)
	defer deflaters.Put(w)
	w.Reset(&out)
	w.Write(data) // a buffer takes all
	w.Close()
	return base64.RawStdEncoding.AppendEncode(nil, out.Bytes())
}

// A folder is one that gets its name when all files are in it.
type folderWriter struct {
	w    *writer
	dir  string
	hash hash.Hash
}

func (w *writer) open() (*folderWriter, error) {
	f := &folderWriter{w, filepath.Join(w.dir, "new"), sha256.New()}
	return f, os.MkdirAll(f.dir, 0o755)
}

func (f *folderWriter) write(name string, content []byte) error {
	fmt.Fprintf(f.hash, "%s %d ", name, len(content))
	f.hash.Write(content)
	return f.w.file("new/"+name, content)
}

// close gives the folder its name.
func (f *folderWriter) close() (string, error) {
	name := base(f.hash)
	to := filepath.Join(f.w.dir, name)
	if err := os.RemoveAll(to); err != nil {
		return "", err
	}
	return name, os.Rename(f.dir, to)
}

// base returns a short name.
func base(h hash.Hash) string {
	return strings.ToLower(base32.StdEncoding.EncodeToString(h.Sum(nil)[:5]))
}

// file writes one file of the index.
func (w *writer) file(name string, content []byte) error {
	w.buffer = append(append(append(w.buffer[:0], `Q("`...), content...), "\")\n"...)
	w.stats.Files++
	w.stats.Bytes += int64(len(w.buffer))
	return os.WriteFile(filepath.Join(w.dir, filepath.FromSlash(name)+".js"), w.buffer, 0o644)
}
