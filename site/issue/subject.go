package issue

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"github.com/backissue/backissue/site/doc"
)

// A Subject is what an article may be about: a field of law, or a region.
type Subject struct {
	Key   string            `toml:"key"`   // small letters, digits and hyphens
	Names map[string]string `toml:"names"` // by language, lower-case BCP 47; the theme has names for the built-in topics
	Words []string          `toml:"words"` // that tell of it; its names do, too
	Also  []string          `toml:"also"`  // other spellings of its names, such as short ones
}

// addSubjects returns subjects with more of them. What more says of a key that
// is there already is added to it. Kind is what messages call them.
func addSubjects(kind string, have, more []Subject) ([]Subject, error) {
	out := slices.Clone(have)
	for _, m := range more {
		i := slices.IndexFunc(out, func(s Subject) bool { return s.Key == m.Key })
		if i < 0 {
			i = len(out)
			out = append(out, Subject{Key: m.Key})
		}
		if !isSlug(m.Key) {
			return have, fmt.Errorf("issue: profile: %s key %q: use small letters, digits and hyphens", kind, m.Key)
		}
		s, err := out[i].with(m)
		if err == nil && len(s.Names) == 0 && kind == "region" {
			err = errors.New(`has no names; add names = { en = "…" }`)
		}
		if err == nil && len(s.all()) == 0 {
			err = errors.New("has no words")
		}
		if err != nil {
			return have, fmt.Errorf("issue: profile: %s %q: %w", kind, m.Key, err)
		}
		out[i] = s
	}
	return out, nil
}

// with returns s and what m says of it.
func (s Subject) with(m Subject) (Subject, error) {
	names := maps.Clone(s.Names)
	for _, l := range slices.Sorted(maps.Keys(m.Names)) {
		if _, err := language.Parse(l); err != nil {
			return s, fmt.Errorf("names.%s: that is no language", l)
		}
		if names == nil {
			names = map[string]string{}
		}
		names[strings.ToLower(l)] = m.Names[l]
	}
	if err := checkWords(m.all()); err != nil {
		return s, err
	}
	return Subject{s.Key, names, slices.Concat(s.Words, m.Words), slices.Concat(s.Also, m.Also)}, nil
}

// all returns every word that tells of s.
func (s Subject) all() []string {
	return slices.Concat(slices.Collect(maps.Values(s.Names)), s.Words, s.Also)
}

// maxTopics is how many topics an article has at most, and maxByAbstract how
// many where its titles name none.
const maxTopics, maxByAbstract = 3, 2

// subjects decides what each article is about. Regions are those that a title
// in any language names. Topics are those that titles have words for; where
// they have none, those that an abstract comes back to.
func (r *recovery) subjects() {
	for i := range r.issue.Sections {
		articles := r.issue.Sections[i].Articles
		for j := range articles {
			a := &articles[j]
			a.Topics, a.Regions = r.profile.subjectsOf(a.Editions)
		}
	}
}

func (p Profile) subjectsOf(editions []Edition) (topics, regions []string) {
	found := mentions{}
	for _, e := range editions {
		found.most(p.words.find(e.Title.Text))
	}
	for _, k := range found.ranked(1, len(found)) {
		if k.region {
			regions = append(regions, k.key)
		} else if len(topics) < maxTopics {
			topics = append(topics, k.key)
		}
	}
	slices.Sort(regions)
	if len(topics) > 0 {
		return topics, regions
	}
	found = mentions{}
	for _, e := range editions {
		found.most(p.words.find(doc.Text(e.Abstract...)))
	}
	maps.DeleteFunc(found, func(k subjectKey, _ int) bool { return k.region })
	for _, k := range found.ranked(2, maxByAbstract) {
		topics = append(topics, k.key)
	}
	return topics, regions
}

// A subjectKey names a subject among topics and regions.
type subjectKey struct {
	region bool
	key    string
}

// Mentions count how often a text mentions subjects.
type mentions map[subjectKey]int

// most keeps the greater of two counts: an article in three languages is not
// more about something than one in one.
func (m mentions) most(other mentions) {
	for k, n := range other {
		m[k] = max(m[k], n)
	}
}

// ranked returns the subjects with at least so many mentions, most first and
// at most limit of them.
func (m mentions) ranked(least, limit int) []subjectKey {
	var keys []subjectKey
	for k, n := range m {
		if n >= least {
			keys = append(keys, k)
		}
	}
	slices.SortFunc(keys, func(a, b subjectKey) int { return cmp.Or(cmp.Compare(m[b], m[a]), cmp.Compare(a.key, b.key)) })
	return keys[:min(len(keys), limit)]
}
