package bundle

import (
	"bytes"
	"cmp"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/backissue/backissue/site/content"
)

// A plan is what becomes of an issue's folder: a function of what is on disk,
// what import last wrote, and what it would write now.
type plan struct {
	old, next State
	disk      map[string][]byte // what is there now; nil where nobody has to read it
	files     map[string]File   // what import would write

	recorded, onDisk, wanted map[string]*article

	where  map[string]string // recorded article to its folder on disk; deleted ones have none
	before map[string]string // wanted article to the recorded one that it is
	to     map[string]string // wanted article to the folder it will have
	gone   map[string]string // recorded article that is not wanted, and holds a person's work, to the folder it will have
	done   map[string]bool   // paths on disk that are decided about

	out    map[string]output // what will be there, by path
	saved  []string          // files of a person that come out otherwise
	result Result
}

// An output is a file as it is on disk, or new.
type output struct {
	from string // path on disk; "" if data is new
	data []byte
}

// newPlan decides about every file. disk holds the data of all files below the
// issue's folder that are recorded, wanted or texts.
func newPlan(disk map[string][]byte, old State, files []File, next State) *plan {
	p := &plan{old: old, next: next, disk: disk, files: map[string]File{}, out: map[string]output{}}
	p.next.Files, p.next.Base, p.next.Moved = map[string]string{}, map[string]Base{}, nil
	wanted := map[string][]byte{}
	for _, f := range files {
		p.files[f.Path] = f
		wanted[f.Path] = f.Data
	}
	if p.asBefore() {
		return p
	}
	p.onDisk, p.wanted = articles(disk), articles(wanted)
	p.recorded = recordedArticles(old, disk)
	p.where = p.whereAre()
	p.before = p.follow()
	p.settle()
	p.done = map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(p.files)) {
		p.add(name)
	}
	for _, name := range slices.Sorted(maps.Keys(old.Files)) {
		p.drop(name)
	}
	p.others()
	p.finish()
	return p
}

// asBefore reports whether the source says what it said last time and no file
// of import is missing, which is so most of the time. Then all stays as it is.
func (p *plan) asBefore() bool {
	if len(p.files) != len(p.old.Files) {
		return false
	}
	there := func(name string) bool {
		if at := p.old.Moved[articleDir(name)]; at != "" {
			name = at + strings.TrimPrefix(name, articleDir(name))
		}
		return len(p.disk[name]) > 0
	}
	for name, f := range p.files {
		_, based := p.old.Base[name]
		if p.old.Files[name] != content.FileSum(f.Data) || !based && isText(name) || !there(name) && len(f.Data) > 0 {
			return false
		}
	}
	p.next.Files, p.next.Base, p.next.Moved = p.old.Files, p.old.Base, p.old.Moved
	for name := range p.disk {
		p.out[name] = output{from: name}
	}
	p.finish()
	return true
}

// after returns the folder that import would write a recorded article into.
func (p *plan) after(dir string) (string, bool) {
	for now, was := range p.before {
		if was == dir {
			return now, true
		}
	}
	return "", false
}

// touched reports whether a person changed a recorded article, or added a text
// to it.
func (p *plan) touched(dir string) bool {
	at := cmp.Or(p.where[dir], dir)
	for name, data := range p.disk {
		if articleDir(name) != at || data == nil {
			continue
		}
		s, known := p.old.Files[dir+strings.TrimPrefix(name, at)]
		if known && len(data) > 0 && s != content.FileSum(data) || !known && isText(name) {
			return true
		}
	}
	return false
}

// add decides about a file that import has a text for.
func (p *plan) add(name string) {
	data := p.files[name].Data
	was, from, to := name, name, name // as recorded, on disk, and as it will be
	if dir := articleDir(name); dir != "" {
		rest := strings.TrimPrefix(name, dir)
		to = cmp.Or(p.to[dir], dir) + rest
		was, from = "", to
		if before := p.before[dir]; before != "" {
			was = before + rest
			from = cmp.Or(p.where[before], before) + rest
		}
	}
	now := content.FileSum(data)
	p.next.Files[name] = now
	if isText(name) {
		p.next.Base[name] = p.baseOf(name)
	}
	last, known := p.old.Files[was]
	if dir := articleDir(was); !known && dir != "" && p.where[dir] == "" {
		known = true // of an article that was deleted, in a language that it did not have
		last = now
	}
	yours, there := p.disk[from]
	if there && (p.done[from] || was == "" && p.holds(articleDir(from))) {
		yours, there, known = nil, false, false // another article's
	}
	switch torn := there && len(yours) == 0 && len(data) > 0; {
	case !there && known:
		if b, ok := p.old.Base[was]; last != now && !(ok && sameBut(b, p.next.Base[name])) {
			p.keep(to, Deleted)
		}
		return
	case !there || torn:
		p.out[to] = output{data: data}
	case known && content.FileSum(yours) == last || content.FileSum(yours) == now:
		p.out[to] = output{data: data}
	case known && last == now:
		p.out[to] = output{from: from}
	case isText(name):
		var base *Base
		if b, ok := p.old.Base[was]; ok && known {
			base = &b
		}
		p.out[to] = output{data: merge(name, base, yours, data)}
	case known:
		p.out[to] = output{from: from}
		p.keep(to, Edited)
	default:
		p.out[to] = output{from: from}
		p.keep(to, Foreign)
	}
	if there {
		p.done[from] = true
		p.compare(from, to, yours)
	}
}

// baseOf is the base that a wanted text will be.
func (p *plan) baseOf(name string) Base {
	if a := p.wanted[articleDir(name)]; a != nil {
		if b, ok := a.bases[name]; ok {
			return b
		}
	}
	return baseOf(name, p.files[name].Data)
}

// sameBut reports whether two texts say the same but for the number of the
// article and its place in the document.
func sameBut(a, b Base) bool {
	fields := func(b Base) map[string]string {
		f := maps.Clone(b.Fields)
		for _, key := range []string{weightField, "source", "annexes"} {
			delete(f, key)
		}
		return f
	}
	return a.Blocks == b.Blocks && maps.Equal(fields(a), fields(b))
}

// compare sees whether a file on disk comes out as it is, and remembers a
// person's that does not.
func (p *plan) compare(from, to string, yours []byte) {
	if o := p.out[to]; o.from == "" {
		if bytes.Equal(o.data, yours) || content.FileSum(o.data) == content.FileSum(yours) {
			p.out[to] = output{from: from}
		} else if p.isEdited(from, yours) {
			p.saved = append(p.saved, from)
		}
	}
}

// isEdited reports whether a file is not as import wrote it.
func (p *plan) isEdited(from string, data []byte) bool {
	was := from
	for dir, at := range p.where {
		if rest, ok := strings.CutPrefix(from, at+"/"); ok {
			was = dir + "/" + rest
		}
	}
	return len(data) > 0 && p.old.Files[was] != content.FileSum(data)
}

// drop decides about a file that import wrote once and has no text for now. Of
// an article that a person changed, all of it stays.
func (p *plan) drop(name string) {
	from, to, stays := name, name, false
	if dir := articleDir(name); dir != "" {
		rest := strings.TrimPrefix(name, dir)
		from = p.where[dir] + rest
		now, ok := p.after(dir)
		switch {
		case p.where[dir] == "" || ok && p.files[now+rest].Path != "":
			return // deleted, or add has decided
		case ok:
			to = p.to[now] + rest
		default:
			to, stays = p.gone[dir]+rest, p.touched(dir)
		}
	} else if p.files[name].Path != "" {
		return
	}
	yours, there := p.disk[from]
	if !there || p.done[from] {
		return
	}
	p.done[from] = true
	switch {
	case len(yours) > 0 && content.FileSum(yours) != p.old.Files[name]:
		p.out[to] = output{from: from}
		if isText(name) {
			p.out[to] = output{data: markGone(name, yours)}
		}
		p.compare(from, to, yours)
		p.keep(to, Orphan)
	case stays:
		p.out[to] = output{from: from}
	}
}

// others takes along the files that import has nothing to do with: those in
// the folder of an article go where it goes.
func (p *plan) others() {
	home := map[string]string{} // folder on disk to that of the same article from now on
	for dir, at := range p.where {
		home[at] = p.gone[dir]
		if now, ok := p.after(dir); ok {
			home[at] = p.to[now]
		}
	}
	for _, name := range slices.Sorted(maps.Keys(p.disk)) {
		if p.done[name] {
			continue
		}
		dir, to := articleDir(name), name
		if home[dir] != "" {
			to = home[dir] + strings.TrimPrefix(name, dir)
		}
		for _, taken := p.out[to]; taken; _, taken = p.out[to] {
			to = path.Join(path.Dir(to), "2-"+path.Base(to))
		}
		p.out[to] = output{from: name}
	}
}

// finish tells what the plan does.
func (p *plan) finish() {
	r := &p.result
	for name := range p.disk {
		if _, ok := p.out[name]; !ok {
			r.Removed = append(r.Removed, name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(p.out)) {
		o := p.out[name]
		data := o.data
		if o.from != "" {
			data = p.disk[o.from]
		}
		switch {
		case o.from == name && p.mine(name):
			r.Unchanged = append(r.Unchanged, name)
		case o.from != name:
			r.Written = append(r.Written, name)
		}
		if isText(name) && len(Conflicts(data)) > 0 && !slices.ContainsFunc(r.Kept, func(k Kept) bool { return k.Path == name }) {
			p.keep(name, Conflicting)
		}
	}
	for _, dir := range slices.Sorted(maps.Keys(p.where)) {
		now, ok := p.after(dir)
		at := p.next.Moved[now]
		if !ok {
			continue
		}
		if to := cmp.Or(at, now); to != cmp.Or(p.old.Moved[dir], dir) {
			r.Moved = append(r.Moved, Move{From: cmp.Or(p.old.Moved[dir], dir), To: to})
		}
	}
	slices.Sort(r.Removed)
	slices.SortFunc(r.Kept, func(a, b Kept) int { return strings.Compare(a.Path, b.Path) })
	if len(p.next.Base) == 0 {
		p.next.Base = nil
	}
}

// mine reports whether import has a text for a file.
func (p *plan) mine(name string) bool {
	if p.next.Files[name] != "" {
		return true
	}
	for dir, at := range p.next.Moved {
		if rest, ok := strings.CutPrefix(name, at+"/"); ok && p.next.Files[dir+"/"+rest] != "" {
			return true
		}
	}
	return false
}

func (p *plan) keep(name, reason string) {
	p.result.Kept = append(p.result.Kept, Kept{name, reason})
}

// changes reports whether the folder of the issue comes out otherwise.
func (p *plan) changes() bool {
	for name := range p.disk {
		if _, ok := p.out[name]; !ok {
			return true
		}
	}
	for name, o := range p.out {
		if o.from != name {
			return true
		}
	}
	return false
}
