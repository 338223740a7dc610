package catalogue

import (
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/pelletier/go-toml/v2"
)

// A node is one page in all its languages.
type node struct {
	path      string           // below content, without language and ending: "2021-10/news/01"
	file      string           // as path, with the name of the file: "2021-10/news/01/index"
	languages []string         // that it is really there in, in the archive's order: none that shows another's text
	pages     map[string]*page // by language
}

// A page is a node in one language.
type page struct {
	front map[string]any // front matter, keys in lower case
	body  string
}

func (p *page) string(key string) string {
	s, _ := p.front[strings.ToLower(key)].(string)
	return s
}

func (p *page) number(key string) int {
	switch n := p.front[strings.ToLower(key)].(type) {
	case uint64:
		return int(n)
	case int64:
		return int(n)
	}
	return 0
}

// date returns the page's date as front matter has it, "2021-10-01".
func (p *page) date() string {
	return fmt.Sprint(cmp.Or[any](p.front["date"], ""))
}

// text returns what the page says: nothing where it shows another one's text.
func (p *page) text() string {
	if p == nil || p.string("fallback") != "" {
		return ""
	}
	return strings.TrimSpace(p.body)
}

// titled returns the page's title and the language that it is in.
func (p *page) titled(lang string) name {
	return name{p.string("title"), cmp.Or(p.string("titleLang"), lang)}
}

// facts are what holds of an article in every language.
type facts struct {
	Credit    names    `yaml:"credit"`
	Authority names    `yaml:"authority"`
	Number    string   `yaml:"number"`
	Regions   []string `yaml:"regions"`
	Topics    []string `yaml:"topics"`
	Rights    string   `yaml:"rights"`
}

// A name is a text and the language it is in.
type name struct {
	Text string `yaml:"text"`
	Lang string `yaml:"lang,omitempty"`
}

// names are one name, or the same one in several languages.
type names []name

// UnmarshalYAML reads a text, a mapping, or a list of mappings.
func (n *names) UnmarshalYAML(unmarshal func(any) error) error {
	var list []name
	if unmarshal(&list) == nil {
		*n = list
		return nil
	}
	var one name
	if unmarshal(&one) == nil {
		*n = names{one}
		return nil
	}
	var text string
	err := unmarshal(&text)
	*n = names{{Text: text}}
	return err
}

// read reads all of content. Files in languages that the archive does not
// have are left to Hugo, which refuses them.
func read(content fs.FS, languages []string) (*collection, error) {
	c := &collection{taken: map[string]bool{}}
	nodes := map[string]*node{}
	facts := map[string]facts{}
	err := fs.WalkDir(content, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		c.taken[name] = true
		if d.IsDir() {
			return nil
		}
		if path.Base(name) == "facts.yaml" {
			facts[path.Dir(name)], err = readFacts(content, name)
			return err
		}
		file, lang, ok := splitName(name, languages)
		if !ok {
			return nil
		}
		p, err := readPage(content, name)
		if err != nil || p.front["draft"] == true {
			return err
		}
		n := nodes[file]
		if n == nil {
			n = &node{path: nodePath(file), file: file, pages: map[string]*page{}}
			nodes[file] = n
		}
		n.pages[lang] = p
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, file := range slices.Sorted(maps.Keys(nodes)) {
		n := nodes[file]
		for _, l := range languages {
			if p := n.pages[l]; p != nil && p.string("fallback") == "" {
				n.languages = append(n.languages, l)
			}
		}
		c.nodes = append(c.nodes, n)
	}
	c.arrange(facts)
	return c, nil
}

// splitName splits a content file's name into what all languages share and
// the language. A file without a language is in the first one.
func splitName(file string, languages []string) (stem, lang string, ok bool) {
	stem, ok = strings.CutSuffix(file, ".md")
	if !ok || len(languages) == 0 {
		return "", "", false
	}
	if i := strings.LastIndexByte(stem, '.'); i > strings.LastIndexByte(stem, '/') {
		if l := strings.ToLower(stem[i+1:]); slices.Contains(languages, l) {
			return stem[:i], l, true
		}
	}
	return stem, languages[0], true
}

// nodePath returns the path that Hugo gives a page: a bundle's is its folder.
func nodePath(stem string) string {
	switch path.Base(stem) {
	case "index", "_index":
		return path.Dir(stem)
	}
	return stem
}

var fence = regexp.MustCompile(`\A\x{FEFF}?(---|\+\+\+)[ \t]*\r?\n`)

// readPage reads one content file. Hugo decides what its front matter means;
// here it must only be readable.
func readPage(content fs.FS, name string) (*page, error) {
	data, err := fs.ReadFile(content, name)
	if err != nil {
		return nil, err
	}
	p := &page{front: map[string]any{}, body: strings.ReplaceAll(string(data), "\r\n", "\n")}
	m := fence.FindStringSubmatch(p.body)
	if m == nil {
		return p, nil
	}
	front, body, ok := strings.Cut(p.body[len(m[0])-1:], "\n"+m[1])
	if !ok {
		return nil, fmt.Errorf("%s: the front matter has no end: put %s on a line below it", name, m[1])
	}
	p.body = body
	fields := map[string]any{}
	if m[1] == "---" {
		err = yaml.Unmarshal([]byte(front), &fields)
	} else {
		err = toml.Unmarshal([]byte(front), &fields)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: front matter: %w", name, err)
	}
	for k, v := range fields {
		p.front[strings.ToLower(k)] = v
	}
	return p, nil
}

func readFacts(content fs.FS, name string) (facts, error) {
	var f facts
	data, err := fs.ReadFile(content, name)
	if err != nil {
		return f, err
	}
	if err := yaml.Unmarshal(data, &f); err != nil {
		return f, fmt.Errorf("%s: %w", name, err)
	}
	return f, nil
}

// arrange finds the issues among the nodes, and their sections and articles.
func (c *collection) arrange(all map[string]facts) {
	byPath := map[string]*issue{}
	sections := map[string]*node{}
	for _, n := range c.nodes {
		switch n.kind() {
		case "issue":
			i := &issue{node: n}
			byPath[n.path] = i
			c.issues = append(c.issues, i)
		case "section":
			sections[n.path] = n
		}
	}
	for _, n := range c.nodes {
		s := sections[path.Dir(n.path)]
		if s == nil || path.Base(n.file) == "_index" {
			continue
		}
		if i := byPath[path.Dir(s.path)]; i != nil {
			if !slices.Contains(i.sections, s) {
				i.sections = append(i.sections, s)
			}
			i.articles = append(i.articles, &article{node: n, issue: i, section: s, facts: all[n.path]})
		}
	}
	for _, i := range c.issues {
		slices.SortStableFunc(i.sections, byWeight)
		slices.SortStableFunc(i.articles, func(a, b *article) int {
			return cmp.Or(byWeight(a.section, b.section), byWeight(a.node, b.node))
		})
	}
	slices.SortStableFunc(c.issues, func(a, b *issue) int {
		return cmp.Or(cmp.Compare(b.date(), a.date()), cmp.Compare(b.path, a.path))
	})
}

func byWeight(a, b *node) int {
	return cmp.Or(cmp.Compare(a.any().number("weight"), b.any().number("weight")), cmp.Compare(a.path, b.path))
}

// any returns the node in its first language.
func (n *node) any() *page {
	for _, l := range n.languages {
		return n.pages[l]
	}
	return &page{}
}

func (n *node) kind() string { return n.any().string("type") }
func (n *node) date() string { return n.any().date() }
