package markdown

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/pelletier/go-toml/v2"
	"golang.org/x/text/language"

	"github.com/backissue/backissue/site/doc"
)

// maxFront is the size in bytes from which front matter is none.
const maxFront = 64 << 10

// A front is what stands in front of the text, between lines of "---" (YAML)
// or "+++" (TOML).
type front struct {
	title string
	lang  language.Tag
	rest  string // its other lines
	lines int    // that it takes in the file
}

var fence = regexp.MustCompile(`^(---|\+\+\+)[ \t]*\n`)

// cutFront splits a file into its front matter and its text. Lines between
// rules that are no front matter are text.
func cutFront(s string) (f front, body string, err error) {
	m := fence.FindStringSubmatch(s)
	if m == nil {
		return f, s, nil
	}
	end := regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(m[1]) + `[ \t]*(?:\n|\z)`).FindStringIndex(s[len(m[0]):])
	if end == nil {
		return f, s, nil
	}
	raw := s[len(m[0]) : len(m[0])+end[0]]
	body = s[len(m[0])+end[1]:]
	fields, ok, err := parse(m[1], raw)
	if err != nil {
		return f, "", err
	}
	if !ok {
		return front{}, s, nil
	}
	f.lines = strings.Count(s[:len(s)-len(body)], "\n")
	f.title = field(fields, "title")
	f.rest = raw
	if f.title != "" {
		f.rest = withoutTitle(raw, f.title)
	}
	for _, name := range []string{"lang", "language"} {
		if tag, err := language.Parse(field(fields, name)); err == nil && f.lang == language.Und {
			f.lang = tag
		}
	}
	return f, body, nil
}

// parse reads front matter, and reports whether it is any.
func parse(fence, raw string) (fields map[string]any, ok bool, err error) {
	if len(raw) > maxFront {
		return nil, false, nil
	}
	if fence == "+++" {
		if err := toml.Unmarshal([]byte(raw), &fields); err != nil {
			return nil, false, nil
		}
		return fields, true, nil
	}
	if strings.Contains(raw, "&") && len(alias.FindAllStringIndex(raw, maxAliases+1)) > maxAliases {
		return nil, false, errors.New("more anchors than a page needs")
	}
	if !strings.Contains(raw, ":") {
		return nil, false, nil // text between two rules
	}
	if err := yaml.Unmarshal([]byte(raw), &fields); err != nil || fields == nil {
		return nil, false, nil
	}
	return fields, true, nil
}

// alias matches what stands for another part of front matter. Each level of
// parts within parts multiplies what a file holds, so there may be few.
var alias = regexp.MustCompile(`[\s\[,:-]\*\w`)

const maxAliases = 10

// field returns the text of a field, whatever the case of its name.
func field(fields map[string]any, name string) string {
	for key, value := range fields {
		if strings.EqualFold(key, name) && value != nil {
			return strings.Join(strings.Fields(fmt.Sprint(value)), " ")
		}
	}
	return ""
}

// withoutTitle takes the line with the title out of front matter. A title
// written in another way than on one line stays there too.
func withoutTitle(raw, title string) string {
	var out []string
	found := false
	for line := range strings.Lines(raw) {
		name, value := line, ""
		if i := strings.IndexAny(line, ":="); i >= 0 {
			name, value = line[:i], line[i+1:]
		}
		value = strings.Trim(strings.TrimSpace(value), `"'`)
		if !found && strings.EqualFold(strings.TrimSpace(name), "title") && letters(value) == letters(title) {
			found = true
			out = append(out, "\n") // the lines below keep their numbers
			continue
		}
		out = append(out, line)
	}
	return strings.Join(out, "")
}

func letters(s string) string {
	t := doc.Tally{}
	t.Add(s)
	return t.Diff(doc.Tally{})
}

// front puts front matter into the document.
func (r *reader) front(f front) {
	if f.title != "" {
		r.d.Source.Add(f.title)
		r.d.Blocks = append(r.d.Blocks, &doc.Heading{Position: doc.Position{Line: 1}, Level: 1, Spans: []doc.Span{{Text: f.title}}})
	}
	n := 1
	for line := range strings.Lines(f.rest) {
		n++
		if text := strings.TrimSpace(line); letters(text) != "" {
			r.d.Source.Add(text)
			r.d.Furniture = append(r.d.Furniture, doc.Furniture{Position: doc.Position{Line: min(n, f.lines)}, Kind: doc.RunningHead, Text: text})
		}
	}
}
