package issue

import (
	"strings"
	"unicode"

	"github.com/backissue/backissue/site/doc"
)

// Main returns the index of the document that is an issue's own text, the
// others being attached to it, and whether that is certain. A file name such
// as "Annex 2" speaks against a document; a date, printed contents and the
// names of the others in its text speak for it.
func Main(docs []*doc.Document, p Profile) (main int, certain bool) {
	r := &recovery{profile: p, issue: &Issue{}}
	best, second := -1<<30, -1<<30
	for i, d := range docs {
		w := r.mainWeight(d, docs)
		if w > best {
			main, best, second = i, w, best
		} else {
			second = max(second, w)
		}
	}
	return main, best >= enoughForMain && best-second >= enoughForMain
}

// enoughForMain is the weight of one good reason.
const enoughForMain = 4

// Different returns the indexes of two documents that are issues of different
// dates; ok is false where all of docs may be one issue.
func Different(docs []*doc.Document, p Profile) (a, b int, ok bool) {
	r := &recovery{profile: p, issue: &Issue{}}
	first, key := -1, ""
	for i, d := range docs {
		if r.mainWeight(d, docs) < enoughForMain {
			continue
		}
		k, _, ev := identify(flatten(d.Blocks), d.Furniture, p)
		switch {
		case k == "" || ev.Weak:
		case first < 0:
			first, key = i, k
		case k != key:
			return first, i, true
		}
	}
	return 0, 0, false
}

func (r *recovery) mainWeight(d *doc.Document, docs []*doc.Document) int {
	w := 0
	if _, _, ok := r.fileLabel(d.File); ok {
		w -= 20
	}
	units := flatten(d.Blocks)
	if len(units) == 0 {
		return w - 40
	}
	if key, _, ev := identify(units, d.Furniture, r.profile); key != "" && !ev.Weak {
		w += enoughForMain
	}
	if entries, _, _ := readContents(units, r.profile); len(entries) > 0 {
		w += enoughForMain
	}
	if readsLikeLaws(part{drafts: []draft{{units: units}}}) {
		w -= enoughForMain
	}
	text := foldBlocks(d.Blocks)
	for _, other := range docs {
		if key := fold(r.stem(other.File)); other != d && enoughToName(key) && strings.Contains(text, key) {
			w += 5
		}
	}
	if strings.IndexFunc(r.stem(d.File), unicode.IsLetter) < 0 {
		w++ // a name that is a date
	}
	return w
}
