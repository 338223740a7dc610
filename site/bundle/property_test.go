package bundle

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// A model is a document that changes at random, and an editor who does. Every
// sentence and every title has a number that no other has, so what is lost can
// be told.
type model struct {
	*rand.Rand
	next     int
	sections map[string][]*modelArticle
}

type modelArticle struct {
	id     int
	langs  []string
	titles map[string]string
	blocks map[string][]string
	credit string
}

var modelWords = map[string][]string{
	"ko":      strings.Fields("항만 요금을 공개하고 배가 들어오는 때를 미리 알린다 화물은 부두에서 바로 내리며 서류는 나중에 낸다 위원회가 새 규정을 마련하였다"),
	"zh-hans": strings.Fields("港口 收费 公开 船舶 到港 时间 提前 通知 货物 码头 直接 卸下 单证 以后 补交 委员会 制定 新的 办法 自公布 之日起 施行"),
}

func (m *model) number() string { m.next++; return fmt.Sprintf("q%dq", m.next) }

func (m *model) sentence(lang string) string {
	words := modelWords[lang]
	var out []string
	for range 6 + m.IntN(12) {
		out = append(out, words[m.IntN(len(words))])
	}
	out = append(out, m.number())
	if lang == "ko" {
		return strings.Join(out, " ") + "."
	}
	return strings.Join(out, "") + "。"
}

// changed is another version of a text: a few words of it, and a new number.
func (m *model) changed(text, lang string) string {
	words := modelWords[lang]
	end := text[len(text)-1:]
	if lang != "ko" {
		end = "。"
	}
	return strings.TrimSuffix(text, end) + " " + words[m.IntN(len(words))] + " " + m.number() + end
}

func (m *model) article() *modelArticle {
	m.next++
	a := &modelArticle{id: m.next, langs: []string{"ko", "zh-hans"}, titles: map[string]string{}, blocks: map[string][]string{}}
	if m.IntN(4) == 0 {
		a.langs = a.langs[:1]
	}
	a.credit = "항만일보 " + m.number()
	for _, l := range a.langs {
		a.titles[l] = modelWords[l][m.IntN(9)] + " " + m.number()
		for range 2 + m.IntN(6) {
			a.blocks[l] = append(a.blocks[l], m.sentence(l))
		}
	}
	return a
}

func (m *model) files() []File {
	files := lines("_index.ko.md 3월", "_index.zh-hans.md 三月")
	for s, articles := range m.sections {
		files = append(files, lines(s+"/_index.ko.md "+s)...)
		for i, a := range articles {
			dir := fmt.Sprintf("2024-03/%s/%02d/", s, i+1)
			files = append(files, File{dir + factsFile, fmt.Appendf(nil, "credit: {text: %q, lang: ko}\nnumber: \"A%dA\"\nsource: {file: \"a.txt\", line: %d}\n", a.credit, a.id, i*100)})
			for _, l := range a.langs {
				text := fmt.Sprintf("---\ntitle: %q\ndate: 2024-03-01\nweight: %d\ntype: news\n---\n\n%s\n", a.titles[l], i+1, strings.Join(a.blocks[l], "\n\n"))
				files = append(files, File{dir + "index." + l + ".md", []byte(text)})
			}
		}
	}
	sortFiles(files)
	return files
}

// revise changes the document.
func (m *model) revise() {
	for _, s := range slices.Sorted(maps.Keys(m.sections)) {
		for range m.IntN(4) {
			list := m.sections[s]
			switch m.IntN(8) {
			case 0:
				m.sections[s] = slices.Insert(list, m.IntN(len(list)+1), m.article())
			case 1:
				if len(list) > 2 {
					i := m.IntN(len(list))
					m.sections[s] = slices.Delete(list, i, i+1)
				}
			case 2:
				i, j := m.IntN(len(list)), m.IntN(len(list))
				list[i], list[j] = list[j], list[i]
			default:
				a := list[m.IntN(len(list))]
				l := a.langs[m.IntN(len(a.langs))]
				if m.IntN(6) == 0 {
					a.titles[l] = m.changed(a.titles[l]+".", l)
				} else {
					a.blocks[l] = m.blocks(a.blocks[l], l)
				}
			}
		}
	}
}

// blocks changes one block of a text.
func (m *model) blocks(b []string, lang string) []string {
	if len(b) == 0 {
		return []string{m.sentence(lang)}
	}
	i := m.IntN(len(b))
	switch m.IntN(5) {
	case 0:
		return slices.Insert(b, i, m.sentence(lang))
	case 1:
		return slices.Delete(b, i, i+1)
	case 2:
		j := m.IntN(len(b))
		moved := b[i]
		return slices.Insert(slices.Delete(b, i, i+1), min(j, len(b)-1), moved)
	}
	b[i] = m.changed(b[i], lang)
	return b
}

// edit is what a person does to an article's files.
func (m *model) edit(t *testing.T, root string) (what string) {
	var dirs []string
	for name := range tree(t, filepath.Join(root, "content")) {
		if d := articleDir(name); d != "" && path.Base(name) == factsFile && !slices.Contains(dirs, d) {
			dirs = append(dirs, d)
		}
	}
	if len(dirs) == 0 {
		return "nothing is left"
	}
	slices.Sort(dirs)
	dir := dirs[m.IntN(len(dirs))]
	at := filepath.Join(root, "content", filepath.FromSlash(dir))
	switch m.IntN(12) {
	case 0:
		if err := os.RemoveAll(at); err != nil {
			t.Fatal(err)
		}
		return "removed " + dir
	case 1:
		to := path.Join(path.Dir(path.Dir(dir)), []string{"news", "laws"}[m.IntN(2)], m.number())
		if err := os.Rename(at, filepath.Join(root, "content", filepath.FromSlash(to))); err != nil {
			t.Fatal(err)
		}
		return "moved " + dir + " to " + to
	}
	texts, _ := filepath.Glob(filepath.Join(at, "index.*.md"))
	if len(texts) == 0 {
		return "nothing"
	}
	name := texts[m.IntN(len(texts))]
	lang := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(name), "index."), ".md")
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	s := parseSheet(data)
	switch m.IntN(8) {
	case 0:
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
		return "removed " + name
	case 1:
		for i, f := range s.fields {
			if f.key == "title" {
				s.fields[i] = parseField("title", "title: "+quote("제목 "+m.number()))
			}
		}
	default:
		var blocks []string
		for _, e := range s.elems {
			if !e.marked {
				blocks = append(blocks, e.text)
			}
		}
		if len(blocks) == len(s.elems) { // a person who finds marks settles them first
			blocks = m.blocks(blocks, lang)
		}
		s.elems = nil
		for _, b := range blocks {
			s.elems = append(s.elems, newElem(b))
		}
	}
	if err := os.WriteFile(name, s.bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	return "edited " + name
}

// TestNothingIsLost has a document and an editor change the same issue, again
// and again, and looks whether each still has said what it said.
func TestNothingIsLost(t *testing.T) {
	rounds := 200
	if testing.Short() {
		rounds = 40
	}
	edits, conflicts := 0, 0
	for seed := range rounds / 4 {
		m := &model{Rand: rand.New(rand.NewPCG(uint64(seed), 7)), sections: map[string][]*modelArticle{}}
		for _, s := range []string{"laws", "news"} {
			for range 2 + m.IntN(4) {
				m.sections[s] = append(m.sections[s], m.article())
			}
		}
		root := t.TempDir()
		mustWrite(t, root, m.files())
		for round := range 4 {
			before := m.files()
			var did []string
			for range 1 + m.IntN(8) {
				did = append(did, m.edit(t, root))
			}
			edited := seenBy(t, root)
			m.revise()
			after := m.files()
			result := mustWrite(t, root, after)
			merged := seenBy(t, root)
			state, err := ReadState(root, "2024-03")
			if err != nil {
				t.Fatal(err)
			}
			c := lossCheck{before, after, edited, merged, result, state.Moved}
			if lost := c.losses(); len(lost) > 0 {
				t.Fatalf("seed %d, round %d: lost %q\neditor: %s\nresult: %+v", seed, round, lost, strings.Join(did, "\n"), result)
			}
			for _, text := range merged {
				conflicts += len(Conflicts([]byte(text)))
			}
			edits += len(did)
			again := mustWrite(t, root, after)
			if now := seenBy(t, root); !reflect.DeepEqual(now, merged) || len(again.Written)+len(again.Removed)+len(again.Moved) > 0 {
				t.Fatalf("seed %d, round %d: a second import did %+v", seed, round, again)
			}
		}
	}
	// Most edits are of what the source did not change.
	if t.Logf("%d edits, %d conflicts", edits, conflicts); conflicts > edits/4 {
		t.Error("too many conflicts")
	}
}

// TestRevised: where nobody edited anything, content is what the source says,
// whatever number its articles have now, and one article that was edited takes
// nothing from the others.
func TestRevised(t *testing.T) {
	for seed := range 40 {
		m := &model{Rand: rand.New(rand.NewPCG(uint64(seed), 3)), sections: map[string][]*modelArticle{}}
		for _, s := range []string{"laws", "news"} {
			for range 2 + m.IntN(4) {
				m.sections[s] = append(m.sections[s], m.article())
			}
		}
		root := t.TempDir()
		mustWrite(t, root, m.files())
		for range 3 {
			m.revise()
			mustWrite(t, root, m.files())
			wantContent(t, root, m.files())
		}
		edit(t, root, "news/01/index.ko.md", string(m.files()[0].Data)+"\nq0q")
		edited := seenBy(t, root)
		m.revise()
		mustWrite(t, root, m.files())
		merged := seenBy(t, root)
		own := articleOf(edited, "0")
		for _, f := range m.files() {
			if got := merged[f.Path]; got != string(f.Data) && numberOf(merged, f.Path) != own {
				t.Errorf("seed %d: %s is %q", seed, f.Path, got)
			}
		}
	}
}

type lossCheck struct {
	before, after  []File
	edited, merged map[string]string
	result         Result
	moved          map[string]string
}

// numbers returns all numbers of texts, with what they stand for.
func numbers(texts ...string) map[string]bool {
	out := map[string]bool{}
	for _, s := range texts {
		for i, part := range strings.Split(s, "q") {
			if i%2 == 1 {
				out[part] = true
			}
		}
	}
	return out
}

func fileTexts(files []File) (out []string) {
	for _, f := range files {
		out = append(out, string(f.Data))
	}
	return out
}

func (c lossCheck) losses() (lost []string) {
	last, now := numbers(fileTexts(c.before)...), numbers(fileTexts(c.after)...)
	yours, merged := numbers(slices.Collect(maps.Values(c.edited))...), numbers(slices.Collect(maps.Values(c.merged))...)
	for n := range yours { // what the editor had, and did not come from the source
		if !last[n] && !merged[n] {
			lost = append(lost, "yours "+n)
		}
	}
	for name, text := range c.merged { // and in which article
		for n := range numbers(text) {
			if was := articleOf(c.edited, n); !last[n] && was != "" && numberOf(c.merged, name) != was {
				lost = append(lost, "article of "+n)
			}
		}
	}
	deleted := map[string]bool{} // told, and meant
	for _, k := range c.result.Kept {
		if k.Reason == Deleted {
			deleted[k.Path] = true
		}
	}
	for n := range now {
		switch {
		case merged[n], last[n] && !yours[n]: // there, or taken out by the editor
		case !last[n] && c.inDeleted(n, deleted): // new in what the editor deleted
		default:
			lost = append(lost, "source "+n)
		}
	}
	return lost
}

// articleOf returns the number of the article that has a text of the editor's.
func articleOf(files map[string]string, n string) string {
	for name, text := range files {
		if strings.Contains(text, "q"+n+"q") && strings.HasSuffix(name, ".md") {
			return numberOf(files, name)
		}
	}
	return ""
}

// numberOf returns the number of the article that a file belongs to.
func numberOf(files map[string]string, name string) string {
	_, number, _ := strings.Cut(files[articleDir(name)+"/"+factsFile], "number: ")
	number, _, _ = strings.Cut(number, "\n")
	return number
}

// inDeleted reports whether a new text of the source is in a file that the
// editor deleted, which Result tells.
func (c lossCheck) inDeleted(n string, deleted map[string]bool) bool {
	for _, f := range c.after {
		if strings.Contains(string(f.Data), "q"+n+"q") {
			if at := c.moved[articleDir(f.Path)]; at != "" {
				return deleted[at+"/"+path.Base(f.Path)]
			}
			return deleted[f.Path]
		}
	}
	return false
}
