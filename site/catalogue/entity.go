package catalogue

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// A kind is all entities of one kind, such as all authorities.
type kind struct {
	name     string // "authorities", also the first part of their addresses
	entities []*entity
	of       map[string][]*entity // by paths of articles
}

// An entity is something that articles are about, or come from.
type entity struct {
	key       string
	names     names
	word      bool            // the theme may have a word for key
	number    string          // of a law
	articles  []*article      // newest issue first, each once
	own       []*article      // of a law: those that are its text
	languages map[string]bool // that one of its articles is in
}

// entities groups the articles by all that they have in common.
func (c *Collection) entities(o Options) []*kind {
	kinds := []*kind{
		c.sections(),
		c.laws(o),
		c.named("authorities", o, func(a *article) names { return a.facts.Authority }),
		c.named("credits", o, func(a *article) names { return a.facts.Credit }),
		c.keyed("topics", o, func(a *article) []string { return a.facts.Topics }),
		c.keyed("regions", o, func(a *article) []string { return a.facts.Regions }),
	}
	return slices.DeleteFunc(kinds, func(k *kind) bool { return len(k.entities) == 0 })
}

func newKind(name string) *kind { return &kind{name: name, of: map[string][]*entity{}} }

// add says that an article belongs to an entity.
func (k *kind) add(e *entity, a *article) {
	if slices.Contains(k.of[a.path], e) {
		return
	}
	if len(e.articles) == 0 {
		k.entities = append(k.entities, e)
		e.languages = map[string]bool{}
	}
	for _, l := range a.languages {
		e.languages[l] = true
	}
	e.articles = append(e.articles, a)
	k.of[a.path] = append(k.of[a.path], e)
}

// finish gives every entity an address of its own.
func (k *kind) finish() *kind {
	seen := map[string]bool{}
	for _, e := range k.entities {
		base := e.key
		for i := 2; seen[e.key]; i++ {
			e.key = fmt.Sprintf("%s-%d", base, i)
		}
		seen[e.key] = true
	}
	return k
}

// named groups by names. Names that stand together, in one article's facts or
// in a record, are names of the same entity.
func (c *Collection) named(kindName string, o Options, of func(*article) names) *kind {
	k := newKind(kindName)
	same := alike{}
	byName := map[string]*Record{}
	for i, r := range o.Records[kindName] {
		all := r.all()
		for _, n := range all {
			same.join(fold(all[0].Text), fold(n.Text))
			byName[fold(n.Text)] = &o.Records[kindName][i]
		}
	}
	c.articles(func(a *article) {
		list := of(a)
		for _, n := range list {
			same.join(fold(list[0].Text), fold(n.Text))
		}
	})
	groups := map[string]*entity{}
	// The oldest name gives the address, so that new issues do not change it.
	var all []*article
	c.articles(func(a *article) { all = append(all, a) })
	for _, a := range slices.Backward(all) {
		for _, n := range of(a) {
			root := same.root(fold(n.Text))
			if root == "" {
				continue
			}
			e := groups[root]
			if e == nil {
				e = &entity{key: slug(n.Text)}
				groups[root] = e
			}
			if r := byName[fold(n.Text)]; r != nil {
				e.take(r)
			}
			e.name(n)
		}
	}
	for _, a := range all {
		for _, n := range of(a) {
			if e := groups[same.root(fold(n.Text))]; e != nil {
				k.add(e, a)
			}
		}
	}
	return k.finish()
}

// keyed groups by keys, whose names records tell.
func (c *Collection) keyed(kindName string, o Options, of func(*article) []string) *kind {
	k := newKind(kindName)
	byKey := map[string]*entity{}
	c.articles(func(a *article) {
		for _, key := range of(a) {
			if slug(key) == "" {
				continue
			}
			e := byKey[key]
			if e == nil {
				e = &entity{key: slug(key), word: true}
				for _, r := range o.Records[kindName] {
					if r.Key == key {
						e.take(&r)
					}
				}
				byKey[key] = e
			}
			k.add(e, a)
		}
	})
	return k.finish()
}

// sections groups by the sections that recur from issue to issue.
func (c *Collection) sections() *kind {
	k := newKind("sections")
	byKey := map[string]*entity{}
	c.articles(func(a *article) {
		key := sectionKey(a.section)
		if key == "" {
			return
		}
		e := byKey[key]
		if e == nil {
			e = &entity{key: key, word: true}
			byKey[key] = e
		}
		for l, p := range a.section.pages {
			if p.Front["unnamed"] != true && p.titled(l).Lang == l {
				e.name(p.titled(l))
			}
		}
		k.add(e, a)
	})
	for _, e := range k.entities {
		slices.SortFunc(e.names, func(a, b name) int { return cmp.Compare(a.Lang, b.Lang) })
	}
	return k.finish()
}

// counted matches the number of a second section of the same name.
var counted = regexp.MustCompile(`-\d+$`)

// sectionKey returns what a section is called in every issue, or "" for one
// that is only counted.
func sectionKey(n *node) string {
	key := n.path[strings.LastIndexByte(n.path, '/')+1:]
	if strings.HasPrefix(key, "section-") {
		return ""
	}
	return slug(counted.ReplaceAllString(key, ""))
}

// name records a name, the first in each language as the one to be shown.
func (e *entity) name(n name) {
	for _, known := range e.names {
		if fold(known.Text) == fold(n.Text) && known.Lang == n.Lang {
			return
		}
	}
	e.names = append(e.names, n)
}

// take gives an entity its record: the key, and names before all others.
func (e *entity) take(r *Record) {
	if r.Key != "" {
		e.key = slug(r.Key)
	}
	var given names
	for _, n := range r.all() {
		if n.Lang != "" {
			given = append(given, n)
		}
	}
	old := e.names
	e.names = given
	for _, n := range old {
		e.name(n)
	}
}

// all returns the names of a record in a stable order; those in Also are in
// no language that is known.
func (r *Record) all() names {
	var out names
	for lang, text := range r.Names {
		out = append(out, name{Text: text, Lang: strings.ToLower(lang)})
	}
	slices.SortFunc(out, func(a, b name) int { return cmp.Compare(a.Lang, b.Lang) })
	for _, text := range r.Also {
		out = append(out, name{Text: text})
	}
	return out
}

// inLanguage returns the name to show in a language: one in that language,
// else one in the first language of the archive that has one, else any.
func inLanguage(n names, lang string, languages []string) (name, bool) {
	for _, l := range append([]string{lang}, languages...) {
		for _, one := range n {
			if one.Lang == l {
				return one, true
			}
		}
	}
	if len(n) > 0 {
		return n[0], true
	}
	return name{}, false
}

// An alike says which texts mean the same: text to one that stands for all.
type alike map[string]string

func (s alike) root(x string) string {
	for s[x] != "" && s[x] != x {
		x = s[x]
	}
	return x
}

func (s alike) join(a, b string) {
	if a != "" && b != "" {
		s[s.root(b)] = s.root(a)
	}
}

// fold returns what two printings of a name have in common: letters and
// digits, in one width and one case.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFKC.String(s))
}

// longest is the length of a part of an address in bytes; file systems take
// 255, and a language and an ending follow.
const longest = 120

// slug returns a name as a part of an address: letters and digits of any
// script, and hyphens.
func slug(s string) string {
	var b strings.Builder
	for _, word := range strings.FieldsFunc(norm.NFKC.String(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	}) {
		if b.Len() > 0 {
			b.WriteByte('-')
		}
		b.WriteString(strings.ToLower(word))
	}
	out := b.String()
	if len(out) <= longest {
		return out
	}
	sum := sha256.Sum256([]byte(out))
	cut := strings.ToValidUTF8(out[:longest], "")
	return strings.TrimRight(cut, "-") + "-" + hex.EncodeToString(sum[:4])
}
