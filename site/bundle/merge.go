package bundle

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/backissue/backissue/site/content"
)

// isText reports whether a file is merged by its fields and blocks. Of others
// one version is taken.
func isText(name string) bool {
	base := path.Base(name)
	return strings.HasSuffix(base, ".md") && base[0] != '.' || base == factsFile
}

const factsFile = "facts.yaml"

// baseOf is what a later merge needs to know of a file that import writes.
func baseOf(name string, data []byte) Base {
	if path.Base(name) == factsFile {
		t, _ := parseFacts(data)
		return t.base()
	}
	return parseSheet(data).base()
}

// merge merges two versions of a text: yours, which an editor made of what
// import last wrote, and source, which import would write now. What only one of
// them changed is taken from it; what both changed, each in another way, is
// marked as a [Conflict]. A nil base is not known. Merging the result with the
// same source again changes nothing.
func merge(name string, base *Base, yours, source []byte) []byte {
	if path.Base(name) == factsFile {
		return mergeFacts(base, yours, source)
	}
	a, b := parseSheet(yours), parseSheet(source)
	out := &sheet{opaque: a.opaque, crlf: a.crlf}
	if a.opaque == "" {
		out.fields = mergeFields(base, a.fields, b.fields)
	} else if change := changedFields(base, a, b); len(change) > 0 {
		out.elems = append(out.elems, conflict(nil, []elem{newElem("```yaml\n" + strings.Join(change, "\n") + "\n```")})...)
	}
	var blocks []string
	if base != nil {
		blocks = strings.Fields(base.Blocks)
	}
	out.elems = append(out.elems, mergeBlocks(blocks, base != nil, a.elems, b.elems)...)
	return out.bytes()
}

func mergeFacts(base *Base, yours, source []byte) []byte {
	a, ok := parseFacts(yours)
	b, _ := parseFacts(source)
	if ok {
		a.fields = mergeFields(base, a.fields, b.fields)
		return a.bytes()
	}
	// A person has to put it in order first. What the source says must not be
	// lost until then.
	change := changedFields(base, a, b)
	if len(change) == 0 {
		return yours
	}
	out := bytes.TrimRight(yours, "\n")
	for _, l := range strings.Split(strings.Join(change, "\n"), "\n") {
		out = append(out, "\n# source: "+l...)
	}
	return append(out, '\n')
}

// changedFields returns the fields that the source changed, for front matter
// that they cannot be put into.
func changedFields(base *Base, a, b *sheet) []string {
	var front map[string]any
	if p, err := content.Parse([]byte(a.opaque)); err == nil {
		front = p.Front
	}
	var out []string
	for _, f := range b.fields {
		v, ok := front[strings.ToLower(f.key)]
		if ok && canonicalValue(v) == canonicalValue(f.value) || f.key == weightField {
			continue
		}
		if base == nil || base.Fields[f.key] != f.sum() {
			out = append(out, f.raw)
		}
	}
	return out
}

// markGone marks a text that an editor changed and the source has no more.
func markGone(name string, data []byte) []byte {
	var t *sheet
	if path.Base(name) == factsFile {
		var ok bool
		if t, ok = parseFacts(data); !ok {
			return data
		}
	} else if t = parseSheet(data); t.opaque != "" {
		return data
	}
	var list []map[string]any
	if f := t.field(conflictsField); f != nil {
		list = listed(*f)
	}
	if slices.ContainsFunc(list, func(c map[string]any) bool { return c["field"] == GoneField }) {
		return data
	}
	t.fields = slices.DeleteFunc(t.fields, func(f field) bool { return f.key == conflictsField })
	t.fields = append(t.fields, conflictField(append(list, map[string]any{"field": GoneField})))
	return t.bytes()
}
