package bundle

import (
	"bytes"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	goyaml "github.com/goccy/go-yaml"

	"github.com/backissue/backissue/site/content"
)

// A sheet is a Markdown file or a facts.yaml, cut into the pieces that are
// merged: the fields of its front matter and the blocks of its body. Every
// piece keeps the letters it was written with.
type sheet struct {
	fields []field
	elems  []elem
	facts  bool   // no Markdown: all of it is fields
	opaque string // front matter that is not read: in TOML, or not in order
	crlf   bool
}

// A field is one entry of a YAML mapping, with the comments above it.
type field struct {
	key   string
	raw   string // its lines, without the last line end
	value any
	line  int // in the file, from 1
}

// An elem is one block of a body, or a marked conflict, which is two.
type elem struct {
	sum    string // of its text; "" for a conflict, which is like no other
	text   string
	line   int // in the file, from 1
	marked bool
	yours  []string
	source []string
	grams  []uint64 // see likeness
}

// plainLines returns a file with line ends of Unix.
func plainLines(data []byte) string {
	return strings.TrimPrefix(strings.ReplaceAll(string(data), "\r", ""), "\uFEFF")
}

// windows reports whether all lines of a file end as on Windows.
func windows(data []byte) bool {
	n := bytes.Count(data, []byte("\n"))
	return n > 0 && bytes.Count(data, []byte("\r\n")) == n
}

func newElem(text string) elem { return elem{sum: content.Sum(text), text: text} }

// parseSheet cuts a file into pieces. It never fails: what is not in order is
// kept as it is.
func parseSheet(data []byte) *sheet {
	t := &sheet{crlf: windows(data)}
	f, ok := content.CutFront(plainLines(data))
	front := f.Open + f.Fields + f.Close
	switch {
	case !ok:
	case f.Fence == "+++":
		t.opaque = front
	default:
		if t.fields, ok = parseFields(f.Fields, 2); !ok {
			t.opaque = front
		}
	}
	t.elems = parseBody(f.Body, 1+strings.Count(front, "\n"))
	return t
}

// parseFacts is parseSheet for a file that is all fields. It reports false for
// one that cannot be read.
func parseFacts(data []byte) (*sheet, bool) {
	t := &sheet{facts: true, crlf: windows(data)}
	s := plainLines(data)
	var ok bool
	t.fields, ok = parseFields(s, 1)
	return t, ok
}

var keyLineRE = regexp.MustCompile(`^("[^"\n]+"|'[^'\n]+'|[\pL_][\pL\pN_. -]*?)[ \t]*:(?:[ \t]|$)`)

// parseFields cuts a YAML mapping into its entries. It reports false where it
// is none, or where the entries alone do not say what the whole says.
func parseFields(s string, line int) ([]field, bool) {
	var whole map[string]any
	if err := goyaml.Unmarshal([]byte(s), &whole); err != nil || anchorRE.MatchString(s) {
		return nil, false
	}
	var out []field
	var above []string // comments before the next key
	for i, l := range strings.Split(strings.TrimRight(s, "\n"), "\n") {
		m := keyLineRE.FindStringSubmatch(l)
		switch {
		case m != nil:
			raw := strings.Join(append(above, l), "\n")
			out = append(out, field{key: strings.Trim(m[1], `"'`), raw: raw, line: line + i})
			above = nil
		case strings.HasPrefix(l, "#") || len(out) == 0:
			above = append(above, l)
		default:
			last := &out[len(out)-1]
			last.raw += "\n" + strings.Join(append(above, l), "\n")
			above = nil
		}
	}
	if len(above) > 0 && len(out) > 0 {
		out[len(out)-1].raw += "\n" + strings.Join(above, "\n")
	}
	for i := range out {
		f := &out[i]
		v, ok := whole[f.key]
		f.value = v
		if !ok || strings.Contains(f.raw, "\n") && flow(v) != flow(parseField(f.key, f.raw).value) {
			return nil, false
		}
		delete(whole, f.key)
	}
	return out, len(whole) == 0
}

// anchorRE matches what a field of its own would not mean the same with.
var anchorRE = regexp.MustCompile(`[:\-\[{,][ \t]+[&*][\pL\pN]`)

func parseField(key, raw string) field {
	var m map[string]any
	if err := goyaml.Unmarshal([]byte(raw), &m); err != nil {
		return field{key: key, raw: raw}
	}
	return field{key: key, raw: raw, value: m[key]}
}

// flow returns the field's value as YAML on one line.
func (f field) flow() string { return flow(f.value) }

// sum identifies a field's value: of a list, each element in turn.
func (f field) sum() string {
	list, ok := f.value.([]any)
	if !ok {
		return content.Sum(canonicalValue(f.value))
	}
	sums := []string{"["}
	for _, v := range list {
		sums = append(sums, content.Sum(canonicalValue(v)))
	}
	return strings.Join(sums, " ")
}

// canonicalValue is the same for the same value, however it was written.
func canonicalValue(v any) string {
	switch v := v.(type) {
	case map[string]any:
		var b strings.Builder
		for _, k := range slices.Sorted(maps.Keys(v)) {
			b.WriteString(quote(k) + ":" + canonicalValue(v[k]) + ",")
		}
		return "{" + b.String() + "}"
	case []any:
		var b strings.Builder
		for _, e := range v {
			b.WriteString(canonicalValue(e) + ",")
		}
		return "[" + b.String() + "]"
	case string:
		return quote(strings.Join(strings.Fields(v), " "))
	}
	return fmt.Sprint(v)
}

func (t *sheet) field(key string) *field {
	for i := range t.fields {
		if t.fields[i].key == key {
			return &t.fields[i]
		}
	}
	return nil
}

// parseBody cuts a body into blocks, and makes one of the two that are a
// marked conflict. line is that of its first line.
func parseBody(body string, line int) []elem {
	var out []elem
	for _, b := range content.Blocks(body) {
		at := line + b.Line - 1
		if yours, ok := unmarked(markYours, b.Text); ok {
			out = append(out, elem{text: b.Text, line: at, marked: true, yours: yours})
			continue
		}
		if source, ok := unmarked(markSource, b.Text); ok {
			if n := len(out); n > 0 && out[n-1].marked && !strings.Contains(out[n-1].text, markSource) {
				out[n-1].text += "\n\n" + b.Text
				out[n-1].source = source
				continue
			}
			out = append(out, elem{text: b.Text, line: at, marked: true, source: source})
			continue
		}
		e := newElem(b.Text)
		e.line = at
		out = append(out, e)
	}
	return out
}

// looksLikeFront reports whether a body that begins with a block would be read
// as front matter.
func looksLikeFront(text string) bool {
	f, _ := content.CutFront(text + "\n")
	return f.Fence != ""
}

// bytes puts the pieces together again.
func (t *sheet) bytes() []byte {
	var b strings.Builder
	switch {
	case t.opaque != "":
		b.WriteString(strings.TrimSuffix(t.opaque, "\n") + "\n")
	case t.facts:
		writeFields(&b, t.fields)
	case len(t.fields) > 0, len(t.elems) > 0 && looksLikeFront(t.elems[0].text):
		b.WriteString("---\n")
		writeFields(&b, t.fields)
		b.WriteString("---\n")
	}
	for _, e := range t.elems {
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(e.text + "\n")
	}
	if t.crlf {
		return []byte(strings.ReplaceAll(b.String(), "\n", "\r\n"))
	}
	return []byte(b.String())
}

func writeFields(b *strings.Builder, fields []field) {
	for _, f := range fields {
		b.WriteString(f.raw + "\n")
	}
}

// A Base is what import last wrote into a file, as far as a merge needs to
// know it: which fields and blocks there were, not what they said.
type Base struct {
	Fields map[string]string `json:"fields,omitempty"`
	Blocks string            `json:"blocks,omitempty"` // a sum for each, see [content.Sum]
}

func (t *sheet) base() Base {
	b := Base{}
	for _, f := range t.fields {
		if b.Fields == nil {
			b.Fields = map[string]string{}
		}
		b.Fields[f.key] = f.sum()
	}
	var sums []string
	for _, e := range t.elems {
		sums = append(sums, e.sum)
	}
	b.Blocks = strings.Join(sums, " ")
	return b
}
