package bundle

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/backissue/backissue/site/content"
)

// An article is a folder of content, and what tells it from others: the sums of
// its titles and blocks, in every language.
type article struct {
	dir      string
	features map[string]int
	files    map[string][]byte // its texts by path
	bases    map[string]Base   // of files
	grams    []uint64
}

// articleDir returns the folder of the article that a path is in, or "" for
// the files of an issue or a section.
func articleDir(name string) string {
	elem := strings.SplitN(name, "/", 4)
	if len(elem) < 4 {
		return ""
	}
	return path.Join(elem[:3]...)
}

// articles groups texts by the article they are in.
func articles(texts map[string][]byte) map[string]*article {
	out := map[string]*article{}
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		dir := articleDir(name)
		if dir == "" || !isText(name) || path.Dir(name) != dir {
			continue
		}
		if out[dir] == nil {
			out[dir] = &article{dir: dir, features: map[string]int{}, files: map[string][]byte{}, bases: map[string]Base{}}
		}
		out[dir].files[name] = texts[name]
		out[dir].bases[name] = baseOf(name, texts[name])
		out[dir].add(name, out[dir].bases[name])
	}
	return out
}

// add counts what a text has.
func (a *article) add(name string, b Base) {
	if !strings.HasSuffix(name, ".md") {
		return
	}
	base := path.Base(name)
	if s := b.Fields["title"]; s != "" {
		a.features[base+" title "+s]++
	}
	for _, s := range strings.Fields(b.Blocks) {
		a.features[s]++
	}
}

// recordedArticles are the articles as import last wrote them. What is not
// known of them is taken from the disk.
func recordedArticles(s State, texts map[string][]byte) map[string]*article {
	out := map[string]*article{}
	for _, name := range slices.Sorted(maps.Keys(s.Files)) {
		dir := articleDir(name)
		if dir == "" {
			continue
		}
		if out[dir] == nil {
			out[dir] = &article{dir: dir, features: map[string]int{}}
		}
		if path.Dir(name) != dir || !isText(name) {
			continue
		}
		b, ok := s.Base[name]
		if !ok {
			b = baseOf(name, texts[name])
		}
		out[dir].add(name, b)
	}
	return out
}

// same tells how much two articles have in common, from 0 to 1.
func same(a, b *article) float64 {
	n, all := 0, 0
	for f, count := range a.features {
		n += min(count, b.features[f])
		all += count
	}
	for _, count := range b.features {
		all += count
	}
	if all == 0 {
		return 0
	}
	return 2 * float64(n) / float64(all)
}

// text returns what an article says, for likeness.
func (a *article) text() []uint64 {
	if a.grams == nil {
		a.grams = []uint64{}
		for _, name := range slices.Sorted(maps.Keys(a.files)) {
			if strings.HasSuffix(name, ".md") {
				t := parseSheet(a.files[name])
				if f := t.field("title"); f != nil {
					a.grams = append(a.grams, gramsOf(f.flow())...)
				}
				for _, e := range t.elems {
					a.grams = append(a.grams, gramsOf(e.text)...)
				}
			}
		}
		slices.Sort(a.grams)
	}
	return a.grams
}

func sameText(a, b *article) float64 {
	if len(a.text()) == 0 || len(b.text()) == 0 {
		return 0
	}
	return likeness(a.text(), b.text())
}

// others reports whether two articles in the same folder are certainly not the
// same one. A few words tell nothing.
func others(a, b *article) bool {
	return min(len(a.text()), len(b.text())) >= enough && likeness(a.text(), b.text()) < sameFolder
}

// pairUp gives each article of left at most one of right, the ones most like
// each other first, as far as they are as like as least. Of equals the one in
// the same folder comes first.
func pairUp(left, right map[string]*article, least float64, like func(a, b *article) float64) map[string]string {
	type pair struct {
		left, right string
		like        float64
	}
	var pairs []pair
	for l, a := range left {
		for r, b := range right {
			if n := like(a, b); n >= least {
				pairs = append(pairs, pair{l, r, n})
			}
		}
	}
	slices.SortFunc(pairs, func(p, q pair) int {
		return cmp.Or(cmp.Compare(q.like, p.like), compareBool(p.left != p.right, q.left != q.right),
			cmp.Compare(p.left, q.left), cmp.Compare(p.right, q.right))
	})
	out, taken := map[string]string{}, map[string]bool{}
	for _, p := range pairs {
		if out[p.left] == "" && !taken[p.right] {
			out[p.left], taken[p.right] = p.right, true
		}
	}
	return out
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// without returns the articles of all that are not among the given folders.
func without(all map[string]*article, dirs map[string]bool) map[string]*article {
	out := map[string]*article{}
	for dir, a := range all {
		if !dirs[dir] {
			out[dir] = a
		}
	}
	return out
}

// Likenesses from which two articles are one.
const (
	sameFolder = 0.2 // of an article in the same folder
	sameBlocks = 0.4 // share of equal titles and blocks
	sameWords  = 0.5 // of texts that have no block in common

	enough = 40 // letters and digits of a text that tells something
)

// whereAre returns the folders on disk of the articles that import wrote: an
// editor may have put them elsewhere, or changed two for each other. An article
// that is nowhere was deleted.
func (p *plan) whereAre() map[string]string {
	where, taken := map[string]string{}, map[string]bool{}
	lost := map[string]*article{}
	for dir, a := range p.recorded {
		at := cmp.Or(p.old.Moved[dir], dir)
		if p.here(dir, at) {
			where[dir], taken[at] = at, true
		} else {
			lost[dir] = a
		}
	}
	free := without(p.onDisk, taken)
	for dir, at := range pairUp(lost, free, sameBlocks, same) {
		where[dir], taken[at] = at, true
	}
	for dir := range lost {
		if at := cmp.Or(p.old.Moved[dir], dir); where[dir] == "" && p.onDisk[at] != nil && !taken[at] {
			where[dir], taken[at] = at, true
		}
	}
	return where
}

// here reports whether an article is certainly still in a folder: a text of it
// is there as import wrote it, or enough of it is.
func (p *plan) here(dir, at string) bool {
	for name, s := range p.old.Files {
		if articleDir(name) == dir && isText(name) {
			if data, ok := p.disk[at+strings.TrimPrefix(name, dir)]; ok && content.FileSum(data) == s {
				return true
			}
		}
	}
	return p.onDisk[at] != nil && same(p.recorded[dir], p.onDisk[at]) >= sameBlocks
}

// follow returns, for the folders that import would write, the folders that it
// wrote the same articles into last time: one that comes in before others makes
// their numbers change.
func (p *plan) follow() map[string]string {
	before, taken := map[string]string{}, map[string]bool{}
	match := func(pairs map[string]string) {
		for now, was := range pairs {
			before[now], taken[was] = was, true
		}
	}
	rest := func() (now, was map[string]*article) {
		done := map[string]bool{}
		for dir := range before {
			done[dir] = true
		}
		return without(p.wanted, done), without(p.recorded, taken)
	}
	for dir, a := range p.wanted {
		for name, data := range a.files {
			if p.recorded[dir] != nil && strings.HasSuffix(name, ".md") && p.old.Files[name] == content.FileSum(data) {
				match(map[string]string{dir: dir})
			}
		}
	}
	now, was := rest()
	match(pairUp(now, was, sameBlocks, same))
	now, was = rest()
	text := func(a, b *article) float64 { // b is what was; what it said is on disk
		if at := p.onDisk[p.where[b.dir]]; at != nil {
			return sameText(a, at)
		}
		return 0
	}
	match(pairUp(now, was, sameWords, text))
	now, was = rest()
	for dir, a := range now {
		if at := p.onDisk[p.where[dir]]; was[dir] != nil && at != nil && (!others(a, at) || !p.touched(dir)) {
			match(map[string]string{dir: dir})
		}
	}
	return before
}

// settle gives each wanted article a folder: where an editor put it, else the
// one that import gives it, else, if that is taken, one beside it.
func (p *plan) settle() {
	p.to, p.gone = map[string]string{}, map[string]string{}
	taken := map[string]bool{}
	put := func(dir, at string) {
		p.to[dir], taken[at] = at, true
		if at != dir {
			if p.next.Moved == nil {
				p.next.Moved = map[string]string{}
			}
			p.next.Moved[dir] = at
		}
	}
	dirs := slices.Sorted(maps.Keys(p.wanted))
	for _, dir := range dirs {
		if was := p.before[dir]; was != "" && p.where[was] != "" && p.where[was] != was {
			put(dir, p.where[was])
		}
	}
	for _, dir := range dirs {
		switch {
		case p.to[dir] != "":
		case taken[dir] || p.foreign(dir):
			put(dir, p.free(dir, taken))
		default:
			put(dir, dir)
		}
	}
	for _, dir := range slices.Sorted(maps.Keys(p.where)) {
		at := p.where[dir]
		if _, ok := p.after(dir); ok {
			continue
		}
		p.gone[dir] = at
		if taken[at] {
			p.gone[dir] = p.free(at, taken)
		}
		taken[p.gone[dir]] = true
	}
}

// foreign reports whether another article than the wanted one is in its
// folder, which a person made.
func (p *plan) foreign(dir string) bool {
	there := p.onDisk[dir]
	return there != nil && !p.holds(dir) && (p.before[dir] != "" || others(p.wanted[dir], there))
}

// holds reports whether an article that import wrote is in a folder on disk.
func (p *plan) holds(dir string) bool {
	for _, at := range p.where {
		if at == dir {
			return true
		}
	}
	return false
}

// free returns a folder beside dir that nothing is in.
func (p *plan) free(dir string, taken map[string]bool) string {
	used := map[string]bool{}
	for name := range p.disk {
		used[articleDir(name)] = true
	}
	for i := 2; ; i++ {
		at := fmt.Sprintf("%s-%d", dir, i)
		if !taken[at] && !used[at] && p.wanted[at] == nil {
			return at
		}
	}
}
