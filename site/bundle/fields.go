package bundle

import (
	"slices"
	"strings"

	"github.com/backissue/backissue/site/content"
)

// weightField orders articles. The source gives it anew whenever it has one
// more, so a place that an editor chose is no conflict with it.
const weightField = "weight"

// titleLangField is the language of a title that is in another one than the page.
const titleLangField = "titleLang"

// mergeFields merges the fields of two versions of a file. A nil base is not
// known: then what differs is a conflict.
func mergeFields(base *Base, a, b []field) []field {
	m := fieldMerge{base: base, open: map[string]map[string]any{}}
	for _, f := range a {
		if f.key == conflictsField {
			m.remember(f)
		}
	}
	if f := find(a, "title"); f != nil && base != nil {
		m.retitled = f.sum() != base.Fields["title"]
		if g := find(b, "title"); g != nil && g.sum() == f.sum() {
			m.retitled = false
		}
	}
	for _, f := range a {
		if f.key == conflictsField {
			continue
		}
		if out, ok := m.merge(f, find(b, f.key)); ok {
			m.out = append(m.out, out)
		}
	}
	last := ""
	for _, f := range b {
		if find(a, f.key) == nil && m.comesIn(f) {
			m.out = slices.Insert(m.out, m.after(last), f)
		}
		last = f.key
	}
	if list := m.conflicts(); list != nil {
		m.out = append(m.out, conflictField(list))
	}
	return m.out
}

func find(fields []field, key string) *field {
	for i := range fields {
		if fields[i].key == key {
			return &fields[i]
		}
	}
	return nil
}

type fieldMerge struct {
	base  *Base
	out   []field
	open  map[string]map[string]any // conflicts by field
	order []string                  // of open

	retitled bool // the editor changed the title: its language is not for the source to say
}

func (m *fieldMerge) remember(f field) {
	for _, c := range listed(f) {
		if name, _ := c["field"].(string); name != "" && name != GoneField {
			m.conflict(name, c)
		}
	}
}

func (m *fieldMerge) conflict(name string, c map[string]any) {
	if m.open[name] == nil {
		m.order = append(m.order, name)
	}
	m.open[name] = c
}

func (m *fieldMerge) conflicts() []map[string]any {
	var list []map[string]any
	for _, name := range m.order {
		if c := m.open[name]; c != nil {
			list = append(list, c)
		}
	}
	return list
}

// was returns the sum of what import last wrote into a field.
func (m *fieldMerge) was(key string) (sum string, known bool) {
	if m.base == nil {
		return "", false
	}
	return m.base.Fields[key], true
}

// merge returns what becomes of a field that the editor has.
func (m *fieldMerge) merge(yours field, source *field) (field, bool) {
	was, known := m.was(yours.key)
	now := ""
	if source != nil {
		now = source.sum()
	}
	switch {
	case now == yours.sum():
		m.open[yours.key] = nil
	case yours.key == titleLangField && known && now != was && m.retitled:
		c := map[string]any{"field": yours.key}
		if source != nil {
			c["source"] = source.value
		}
		m.conflict(yours.key, c)
	case known && now == was: // the source did not change it
	case known && yours.sum() == was:
		if source == nil {
			return field{}, false
		}
		return *source, true
	case source == nil && !known, yours.key == weightField:
	case source == nil:
		m.conflict(yours.key, map[string]any{"field": yours.key})
	default:
		if list, ok := mergeLists(was, yours, *source); known && ok {
			return list, true
		}
		m.conflict(yours.key, map[string]any{"field": yours.key, "source": source.value})
	}
	return yours, true
}

// comesIn decides about a field that only the source has.
func (m *fieldMerge) comesIn(source field) bool {
	was, _ := m.was(source.key)
	if was == "" && !(m.retitled && source.key == titleLangField) {
		return true
	}
	if source.sum() != was || m.retitled && source.key == titleLangField { // taken out by hand, and changed
		m.conflict(source.key, map[string]any{"field": source.key, "source": source.value})
	}
	return false
}

// after returns the place behind a field.
func (m *fieldMerge) after(key string) int {
	for i, f := range m.out {
		if f.key == key {
			return i + 1
		}
	}
	return len(m.out)
}

// mergeLists merges lists whose elements came and went: one that both sides
// changed cannot be told from one that went and another that came, so that is
// left to a person.
func mergeLists(was string, yours, source field) (field, bool) {
	a, isA := yours.value.([]any)
	b, isB := source.value.([]any)
	if !isA || !isB || !strings.HasPrefix(was, "[") {
		return field{}, false
	}
	base := strings.Fields(was)[1:]
	sums := func(list []any) (out []string) {
		for _, v := range list {
			out = append(out, content.Sum(canonicalValue(v)))
		}
		return out
	}
	sumsA, sumsB := sums(a), sums(b)
	for _, s := range base {
		if !slices.Contains(sumsA, s) && !slices.Contains(sumsB, s) {
			return field{}, false
		}
	}
	var merged []any
	for i, v := range a {
		if !slices.Contains(base, sumsA[i]) || slices.Contains(sumsB, sumsA[i]) {
			merged = append(merged, v)
		}
	}
	for i, v := range b {
		if !slices.Contains(base, sumsB[i]) && !slices.Contains(sumsA, sumsB[i]) {
			merged = append(merged, v)
		}
	}
	return parseField(yours.key, yours.key+": "+flow(merged)), true
}
