package translation

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/backissue/backissue/site/content"
)

// Reasons why a file cannot be marked as reviewed.
var (
	errNoArticle  = errors.New("is no article of an issue")
	errIsOriginal = errors.New("is the original: there is nothing to compare it with")
	errNoOriginal = errors.New("has no original in the other languages")
	errNoText     = errors.New("has no text yet")
)

// IsOriginal reports whether err is [Review]'s, for a file that is an original.
func IsOriginal(err error) bool { return errors.Is(err, errIsOriginal) }

// Review returns the text of a translation with the mark that somebody read it
// beside its original as that is now. Nothing else of the file changes, not by
// a byte. of is the language of the original; an empty one leaves the choice to
// [Read]. The error tells why the file cannot have the mark.
func Review(data []byte, a Article, lang, of string, original []byte) ([]byte, error) {
	switch {
	case of == lang, of == "" && a.Original == lang:
		return nil, errIsOriginal
	case original == nil:
		return nil, errNoOriginal
	}
	p, err := content.Parse(data)
	if err != nil {
		return nil, err
	}
	if strings.TrimSpace(p.Body) == "" || p.String("fallback") != "" {
		return nil, errNoText
	}
	o, err := content.Parse(original)
	if err != nil {
		return nil, fmt.Errorf("its original: %w", err)
	}
	sums := content.Sums(o.Body)
	if len(sums) == 0 {
		return nil, errNoOriginal
	}
	return setField(data, of, strings.Join(sums, " ")), nil
}

var (
	yamlField = regexp.MustCompile(`(?mi)^` + field + `[ \t]*:[^\n]*\n(?:[ \t]+[^\n]*\n)*`)
	tomlField = regexp.MustCompile(`(?mi)^` + field + `[ \t]*=[^\n]*\n`)
)

// setField writes the field in the place of an old one, or as the last in YAML
// and the first in TOML, where a table may follow.
func setField(data []byte, of, sums string) []byte {
	end := "\n"
	if bytes.Contains(data, []byte("\r\n")) {
		end = "\r\n"
	}
	inYAML := fmt.Sprintf("%s: {of: %q, reviewed: %q}%s", field, of, sums, end)
	f, ok := content.CutFront(string(data))
	if !ok {
		return append([]byte("---"+end+inYAML+"---"+end), data...)
	}
	line, old, at := inYAML, yamlField, len(f.Fields)
	if f.Fence == "+++" {
		line, old, at = fmt.Sprintf("%s = {of = %q, reviewed = %q}%s", field, of, sums, end), tomlField, 0
	}
	after := at
	if found := old.FindStringIndex(f.Fields); found != nil {
		at, after = found[0], found[1]
	}
	return []byte(f.Open + f.Fields[:at] + line + f.Fields[after:] + f.Close + f.Body)
}
