// Package content reads the files below an archive's content folder as package
// bundle writes them and as people change them: front matter, a body in
// Markdown, the facts beside it.
//
//	2021-10/news/01/index.ko.md  --SplitName, Path--> "2021-10/news/01", "ko"
//	its bytes                    --Parse-->           Page: fields, body
//	its body                     --Blocks-->          what empty lines set apart
//
// It knows Hugo's rules for names and front matter, and does not import Hugo:
// Hugo decides what a field means, here it must only be readable. Nothing here
// touches a disk.
package content

import (
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/pelletier/go-toml/v2"
)

// A Page is one content file.
type Page struct {
	Front map[string]any // front matter, keys in lower case
	Body  string         // Markdown, with line ends of Unix
	Line  int            // of the body's first line in the file, from 1
}

// String returns a field that is a text, or "".
func (p *Page) String(key string) string {
	s, _ := p.Front[strings.ToLower(key)].(string)
	return s
}

// Int returns a field that is a whole number, or 0.
func (p *Page) Int(key string) int {
	switch n := p.Front[strings.ToLower(key)].(type) {
	case uint64:
		return int(n)
	case int64:
		return int(n)
	}
	return 0
}

// A FrontMatterError is front matter that cannot be read.
type FrontMatterError struct {
	Line    int // in the file, from 1; 0 if it is not known
	Problem string
}

func (e *FrontMatterError) Error() string {
	if e.Line == 0 {
		return "front matter: " + e.Problem
	}
	return fmt.Sprintf("line %d: front matter: %s", e.Line, e.Problem)
}

// Front matter stands between two lines of the same three characters.
var (
	fence = regexp.MustCompile(`\A\x{FEFF}?(---|\+\+\+)[ \t]*\r?\n`)
	ends  = map[string]*regexp.Regexp{
		"---": regexp.MustCompile(`(?m)^---[ \t]*\r?(?:\n|\z)`),
		"+++": regexp.MustCompile(`(?m)^\+\+\+[ \t]*\r?(?:\n|\z)`),
	}
)

// A Front is a file cut at its front matter: Open, Fields, Close and Body are
// all of it, byte for byte.
type Front struct {
	Fence             string // "---" around YAML, "+++" around TOML, "" where there is none
	Open, Close, Body string // Open and Close are whole lines
	Fields            string
}

// CutFront cuts a file at its front matter. ok is false where it has none, and
// where it has no end: then all of the file is Body.
func CutFront(file string) (f Front, ok bool) {
	m := fence.FindStringSubmatch(file)
	if m == nil {
		return Front{Body: file}, false
	}
	rest := file[len(m[0]):]
	end := ends[m[1]].FindStringIndex(rest)
	if end == nil {
		return Front{Fence: m[1], Body: file}, false
	}
	return Front{m[1], m[0], rest[end[0]:end[1]], rest[end[1]:], rest[:end[0]]}, true
}

// Parse reads a content file, with front matter in YAML between lines of "---",
// in TOML between lines of "+++", or without any. The error is a
// [*FrontMatterError].
func Parse(data []byte) (*Page, error) {
	p := &Page{Front: map[string]any{}, Body: strings.ReplaceAll(string(data), "\r\n", "\n"), Line: 1}
	f, ok := CutFront(p.Body)
	switch {
	case f.Fence == "":
		return p, nil
	case !ok:
		return nil, &FrontMatterError{1, fmt.Sprintf("it has no end: put %s on a line below it", f.Fence)}
	}
	p.Body, p.Line = f.Body, 2+strings.Count(f.Fields+f.Close, "\n")
	fields := map[string]any{}
	var err error
	if f.Fence == "---" {
		err = yaml.Unmarshal([]byte(f.Fields), &fields)
	} else {
		err = toml.Unmarshal([]byte(f.Fields), &fields)
	}
	if err != nil {
		return nil, frontError(err)
	}
	for k, v := range fields {
		p.Front[strings.ToLower(k)] = v
	}
	return p, nil
}

// frontError finds the line that a decoder complains of; the front matter
// begins on the second line of the file.
func frontError(err error) error {
	var inYAML yaml.Error
	if errors.As(err, &inYAML) && inYAML.GetToken() != nil {
		return &FrontMatterError{inYAML.GetToken().Position.Line + 1, inYAML.GetMessage()}
	}
	var inTOML *toml.DecodeError
	if errors.As(err, &inTOML) {
		line, _ := inTOML.Position()
		return &FrontMatterError{line + 1, strings.TrimPrefix(inTOML.Error(), "toml: ")}
	}
	return &FrontMatterError{0, err.Error()}
}

// SplitName splits a content file's name into what all languages share and the
// language, in lower case. A file without a language is in the first one. ok
// is false for files that are no pages.
func SplitName(file string, languages []string) (stem, lang string, ok bool) {
	stem, ok = strings.CutSuffix(file, ".md")
	if !ok || len(languages) == 0 {
		return "", "", false
	}
	if i := strings.LastIndexByte(stem, '.'); i > strings.LastIndexByte(stem, '/') {
		if l := strings.ToLower(stem[i+1:]); slices.Contains(languages, l) {
			return stem[:i], l, true
		}
	}
	return stem, languages[0], true
}

// Path returns the path that Hugo gives a page: a bundle's is its folder.
func Path(stem string) string {
	switch path.Base(stem) {
	case "index", "_index":
		return path.Dir(stem)
	}
	return stem
}
