package bundle

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/language"

	"github.com/backissue/backissue/site/issue"
)

// A yaml is a YAML mapping in the making. Free text is always in double
// quotes, so no value can be taken for a number, a date or a boolean.
type yaml struct{ strings.Builder }

// raw writes a value that is YAML already.
func (y *yaml) raw(key, value string) { fmt.Fprintf(y, "%s: %s\n", key, value) }

func (y *yaml) str(key, value string) { y.raw(key, quote(value)) }

// title writes a page's title, and its language where that is not lang.
func (y *yaml) title(t issue.Title, lang language.Tag) {
	y.str("title", t.Text)
	if t.Text != "" && !sameLang(t.Lang, lang) {
		y.raw("titleLang", plain(suffix(t.Lang)))
	}
}

// titled writes texts with their languages: nothing for none, a mapping for
// one, a list of mappings for several.
func (y *yaml) titled(key string, titles ...issue.Title) {
	var maps []string
	for _, t := range titles {
		if t.Text == "" {
			continue
		}
		value := "text: " + quote(t.Text)
		if t.Lang != language.Und {
			value += ", lang: " + plain(suffix(t.Lang))
		}
		maps = append(maps, "{"+value+"}")
	}
	switch len(maps) {
	case 0:
	case 1:
		y.raw(key, maps[0])
	default:
		y.raw(key, "["+strings.Join(maps, ", ")+"]")
	}
}

// list writes a list of strings, or nothing where there is none.
func (y *yaml) list(key string, values []string) {
	if len(values) == 0 {
		return
	}
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = quote(v)
	}
	y.raw(key, "["+strings.Join(quoted, ", ")+"]")
}

var isoDate = regexp.MustCompile(`^\d{4}-\d\d-\d\d$`)

func (y *yaml) date(key, value string) {
	if isoDate.MatchString(value) {
		y.raw(key, value)
	} else {
		y.str(key, value)
	}
}

func (y *yaml) frontMatter() string { return "---\n" + y.String() + "---\n" }

// plain returns a language tag as YAML: bare, except for Norwegian, which
// would be the opposite of yes.
func plain(tag string) string {
	if tag == "no" {
		return quote(tag)
	}
	return tag
}

// quote returns s as a YAML double-quoted scalar on one line (YAML 1.2, 5.7
// and 7.3.1). Line breaks become spaces, since these are titles and names.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range oneLine(s) {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\uFEFF' || r == '\u2028' || r == '\u2029' || unicode.IsControl(r):
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// oneLine returns s without outer white space and without line breaks.
func oneLine(s string) string {
	lines := strings.FieldsFunc(strings.ToValidUTF8(s, "\uFFFD"), func(r rune) bool { return r == '\n' || r == '\r' })
	for i, l := range lines {
		lines[i] = strings.Trim(l, " \t")
	}
	return strings.Trim(strings.Join(lines, " "), " ")
}
