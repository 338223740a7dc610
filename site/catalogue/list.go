package catalogue

import (
	"maps"
	"slices"
)

// entity adds the page of one entity in each language.
func (w *writer) entity(k *kind, e *entity) {
	for _, l := range w.options.Languages {
		w.page(k.name+"/"+e.key, l, w.entityFront(k, e, l))
	}
}

// entityFront is the front matter of an entity's page. Where none of its articles
// is in the page's language, the page is a stand-in, and has no feeds.
func (w *writer) entityFront(k *kind, e *entity, lang string) front {
	shown, ok := inLanguage(e.names, lang, w.options.Languages)
	if !ok {
		shown.Text = e.key
	}
	fields := front{field("title", shown.Text)}
	if shown.Lang != "" && shown.Lang != lang {
		fields = append(fields, field("titleLang", shown.Lang))
	}
	if e.word && shown.Lang != lang {
		fields = append(fields, field("word", e.key)) // the theme may have one for it
	}
	if len(e.names) > 0 {
		fields = append(fields, field("names", e.names))
	}
	fields = append(fields, field("date", e.articles[0].issue.date()), field("type", "entity"), field("entity", k.name))
	if e.number != "" {
		fields = append(fields, field("number", e.number))
	}
	if own := paths(e.own); own != nil {
		fields = append(fields, field("texts", own))
	}
	var others []string
	for _, a := range e.articles {
		if w.short && len(others) > 0 { // it is known that there are any
			break
		}
		if !slices.Contains(e.own, a) {
			others = append(others, "/"+a.path)
		}
	}
	fields = append(fields, field("articles", others))
	if from := w.standsFor(e, lang); from != "" {
		fields = append(fields, field("fallback", from), field("outputs", []string{"html"}))
	} else {
		fields = append(fields, field("outputs", []string{"html", "rss", "atom", "jsonfeed", "markdown"}))
	}
	return fields
}

// standsFor returns the language whose page is the original of an entity's
// page in lang, or "" where an article is in lang itself.
func (w *writer) standsFor(e *entity, lang string) string {
	for _, l := range append([]string{lang}, w.options.Languages...) {
		if e.languages[l] {
			if l == lang {
				return ""
			}
			return l
		}
	}
	return ""
}

// glossary adds the list of terms.
func (w *writer) glossary(terms []*term) {
	var list []front
	if w.short {
		terms = nil
	}
	for _, t := range terms {
		list = append(list, front{field("names", t.names), field("articles", paths(t.articles))})
	}
	for _, l := range w.options.Languages {
		w.page("glossary", l, append(unnamed("glossary", "glossary"), field("terms", list)))
	}
}

func paths(articles []*article) []string {
	var out []string
	for _, a := range articles {
		out = append(out, "/"+a.path)
	}
	return out
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
