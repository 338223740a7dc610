package catalogue

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/backissue/backissue/site/content"
)

// A writer collects files, none of which the archive has itself.
type writer struct {
	options Options
	taken   func(name string) bool // whether content has a file or folder
	files   map[string][]byte
	short   bool // lists are only as long as those who lead to a page must know
}

// brief returns a writer of the same files that leaves out what only those see
// who open a page.
func (w *writer) brief() *writer {
	b := *w
	b.short = true
	return &b
}

// long is the other way round.
func (w *writer) long() *writer {
	l := *w
	l.short = false
	return &l
}

// A front is front matter in the order it is written in.
type front = yaml.MapSlice

func field(key string, value any) yaml.MapItem { return yaml.MapItem{Key: key, Value: value} }

// page adds a page in one language, unless the archive has it.
func (w *writer) page(stem, lang string, fields front) {
	w.file(stem+"."+lang+".md", "---\n"+encode(fields)+"---\n")
}

func (w *writer) file(name, text string) {
	if !w.taken(name) {
		w.files[name] = []byte(text)
	}
}

// encode writes YAML. What it is given is text, numbers, lists and mappings,
// and those always encode.
func encode(v any) string {
	data, err := yaml.MarshalWithOptions(v, yaml.Flow(false), yaml.JSON())
	if err != nil {
		panic(err)
	}
	return strings.TrimSuffix(string(data), "\n") + "\n"
}

// The pages that list others have a date of their own: without one, Hugo
// takes that of the newest page below, and one edit would render them all.
const someDate = "2000-01-01"

// unnamed is the front matter of a page whose title is a word of the theme's.
func unnamed(word, kind string) front {
	return front{field("title", word), field("unnamed", true), field("date", someDate), field("type", kind)}
}

// home gives every language a home page.
func (w *writer) home() {
	for _, l := range w.options.Languages {
		w.page("_index", l, front{field("title", w.options.Titles[l]), field("date", someDate)})
	}
}

// single makes a page that is the only one of its kind, in every language.
func (w *writer) single(kind string, more ...yaml.MapItem) {
	for _, l := range w.options.Languages {
		if !w.taken(kind + "/index." + l + ".md") {
			w.page(kind, l, append(unnamed(kind, kind), more...))
		}
	}
}

// leaveOut are the fields of front matter that a stand-in does not take from
// the page it stands in for: they hold in one language only, or put it into
// lists where it does not belong.
var leaveOut = []string{"aliases", "errata", "fallback", "hani", "lang", "menu", "menus", "slug", "titlelang", "url"}

// standIns adds a page for each language that the node has none in. It shows
// the text of the original: the first language that has one, and one with a
// whole text before one with an abstract.
func (w *writer) standIns(n *node) {
	from := n.original()
	if from == "" || n.path == "." { // every language has a home of its own
		return
	}
	p := n.pages[from]
	title := p.titled(from)
	for _, l := range w.options.Languages {
		if n.pages[l] != nil {
			continue
		}
		fields := front{field("title", title.Text)}
		if title.Lang != l {
			fields = append(fields, field("titleLang", title.Lang))
		}
		fields = append(fields, field("fallback", from))
		if p.Front["outputs"] == nil { // it has nothing of its own to cite, or to give to machines
			fields = append(fields, field("outputs", []string{"html"}))
		}
		for _, key := range slices.Sorted(maps.Keys(p.Front)) {
			if key != "title" && !slices.Contains(leaveOut, key) {
				fields = append(fields, field(key, p.Front[key]))
			}
		}
		w.page(n.file, l, fields)
	}
}

// original returns the language that a node's stand-ins show.
func (n *node) original() string {
	best, most := "", -1
	for _, l := range n.languages {
		worth := 0
		if text := n.pages[l].text(); text != "" {
			worth = 1
			if _, rest := content.CutAbstract(content.Blocks(text)); len(rest) > 0 {
				worth = 2
			}
		}
		if worth > most {
			best, most = l, worth
		}
	}
	return best
}

// everywhere adds the pages that every page may lead to: the home page, those
// that are the only ones of their kind, and the lists of entities.
func (w *writer) everywhere(known *Entities) {
	w.home()
	w.single("archive")
	w.single("gone", field("outputs", []string{"html"}), field("sitemap", front{field("disable", true)}), field("build", front{field("list", "never")}))
	w.single("search", field("outputs", []string{"html"}), field("sitemap", front{field("disable", true)}))
	for _, k := range known.kinds {
		for _, l := range w.options.Languages {
			w.page(k.name+"/_index", l, unnamed(k.name, "entities"))
		}
	}
	if len(known.terms) > 0 {
		w.glossary(known.terms)
	}
}

// An about is what an article's own page cannot know by itself: in which
// languages its text is there, and to which entities it belongs.
type about struct {
	Texts    []string            `json:"texts"`
	Entities map[string][]string `json:"entities,omitempty"` // keys by kind
}

// issue adds to an issue what its articles are about, by their paths in it,
// and the page that has all of it.
func (w *writer) issue(i *issue, known *Entities) {
	articles := map[string]about{}
	for _, a := range i.articles {
		entities := map[string][]string{}
		for _, k := range known.kinds {
			for _, e := range k.of[a.path] {
				entities[k.name] = append(entities[k.name], e.key)
			}
		}
		articles[a.within()] = about{a.texts(), entities}
	}
	w.whole(i)
	data, err := json.Marshal(articles)
	if err != nil {
		panic(err) // maps and strings always encode
	}
	w.file(i.path+"/catalogue.json", string(data))
}
