package bundle

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/backissue/backissue/site/content"
)

// A Conflict is a place that both an editor and the source changed, each in
// another way. Both versions are in the file until somebody decides:
//
//	> [!conflict] yours
//	>
//	> what the editor wrote
//
//	> [!conflict] source
//	>
//	> what the source says now
//
// A version that is empty was taken out. In front matter and in facts.yaml the
// field keeps the editor's value, and a list has the other one:
//
//	conflicts:
//	  - {field: "title", source: "what the source says now"}
//
// Taking the marks out, or the line of the list, settles it.
type Conflict struct {
	Line   int    // in the file, from 1
	Field  string // of front matter or facts; "" in the text; [GoneField] for the whole file
	Yours  string // Markdown, or a value as YAML
	Source string
}

// GoneField is the name of the field in a [Conflict] of a file that an editor
// changed and the source has no more. It stays until somebody deletes it, or
// takes the line out to keep it.
const GoneField = "*"

// conflictsField is the list of conflicts in front matter and facts.
const conflictsField = "conflicts"

const (
	markYours  = "> [!conflict] yours"
	markSource = "> [!conflict] source"
)

// Conflicts returns the conflicts that are marked in a Markdown file or a
// facts.yaml, in order of lines.
func Conflicts(data []byte) []Conflict {
	if !strings.Contains(string(data), "conflict") {
		return nil
	}
	t := parseSheet(data)
	if facts, ok := parseFacts(data); ok && facts.field(conflictsField) != nil {
		t = facts
	}
	var out []Conflict
	for _, e := range t.fields {
		if e.key == conflictsField {
			out = append(out, fieldConflicts(e, t)...)
		}
	}
	for _, e := range t.elems {
		if e.marked {
			out = append(out, Conflict{Line: e.line, Yours: joined(e.yours), Source: joined(e.source)})
		}
	}
	return out
}

// fieldConflicts reads the list of conflicts.
func fieldConflicts(e field, t *sheet) []Conflict {
	var out []Conflict
	for _, c := range listed(e) {
		name, _ := c["field"].(string)
		if name == "" {
			continue
		}
		found := Conflict{Line: e.line, Field: name}
		if at := lineOf(e, name); at > 0 {
			found.Line = at
		}
		if own := t.field(name); own != nil {
			found.Yours = own.flow()
		}
		if v, ok := c["source"]; ok {
			found.Source = flow(v)
		}
		out = append(out, found)
	}
	return out
}

// listed returns the entries of a field that lists conflicts.
func listed(e field) []map[string]any {
	var out []map[string]any
	list, _ := e.value.([]any)
	for _, v := range list {
		if m, ok := v.(map[string]any); ok {
			out = append(out, m)
		}
	}
	return out
}

func lineOf(e field, name string) int {
	for i, line := range strings.Split(e.raw, "\n") {
		if strings.Contains(line, "field: "+quote(name)) || strings.Contains(line, "field: "+name) {
			return e.line + i
		}
	}
	return 0
}

// conflictField writes the list of conflicts.
func conflictField(list []map[string]any) field {
	var b strings.Builder
	b.WriteString(conflictsField + ":\n")
	for _, c := range list {
		name, _ := c["field"].(string)
		b.WriteString("  - {field: " + quote(name))
		if v, ok := c["source"]; ok {
			b.WriteString(", source: " + flow(v))
		}
		b.WriteString("}\n")
	}
	return parseField(conflictsField, strings.TrimSuffix(b.String(), "\n"))
}

// flow returns a value as YAML on one line, with texts in quotes.
func flow(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case string:
		return quote(v)
	case []any:
		var parts []string
		for _, e := range v {
			parts = append(parts, flow(e))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case map[string]any:
		var parts []string
		for _, k := range slices.Sorted(maps.Keys(v)) {
			key := k
			if !keyLineRE.MatchString(k + ":") {
				key = quote(k)
			}
			parts = append(parts, key+": "+flow(v[k]))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	}
	return fmt.Sprint(v)
}

// marks writes a conflict into a text, as two blocks.
func marks(yours, source []string) []string {
	return []string{marked(markYours, yours), marked(markSource, source)}
}

func marked(mark string, blocks []string) string {
	if len(blocks) == 0 {
		return mark
	}
	return mark + "\n>\n" + content.Quote(joined(blocks))
}

func joined(blocks []string) string { return strings.Join(blocks, "\n\n") }

// unmarked returns the blocks of one version, and whether block is that
// version's mark.
func unmarked(mark, block string) ([]string, bool) {
	first, rest, _ := strings.Cut(block, "\n")
	if strings.Join(strings.Fields(first), " ") != mark {
		return nil, false
	}
	return content.Texts(content.Unquote(rest)), true
}
