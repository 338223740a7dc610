package search

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

const (
	checked  = 20   // pages of each language
	patience = 2000 // passages that are looked into for one query
)

// Check asks the index of the site in dir for titles, headings and sentences
// of pages of every language, and returns an error that names the first one
// that does not lead to its page.
func Check(dir string, o Options) error {
	s, err := Open(os.DirFS(dir))
	if err != nil {
		return err
	}
	groups, err := find(dir, o.Languages)
	if err != nil {
		return err
	}
	byLang := map[string][]group{}
	for _, g := range groups {
		for _, lang := range g.langs {
			byLang[lang] = append(byLang[lang], g)
		}
	}
	for _, lang := range o.Languages {
		pages := byLang[lang]
		for found, i := 0, 0; found < checked && i < len(pages); i += max(1, len(pages)/checked/4) {
			p, err := checkPage(dir, lang+"/"+pages[i].within, s)
			if err != nil {
				return err
			}
			if p {
				found++
			}
		}
	}
	return nil
}

// checkPage looks for what a page says, if it is one to be found.
func checkPage(dir, folder string, s *Searcher) (bool, error) {
	data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(folder), "index.html"))
	if err != nil {
		return false, fmt.Errorf("search: %w", err)
	}
	p := readPage(folder, data)
	if p == nil || p.standsIn {
		return false, nil
	}
	for _, words := range samples(p) {
		found, err := s.leads(words, folder)
		if err != nil {
			return false, err
		}
		if !found {
			return false, fmt.Errorf("search: %sindex.html says %q, and a search for it does not find the page", folder, words)
		}
	}
	return true, nil
}

// samples returns what to look for: the title of a page, a heading, a sentence.
func samples(p *Page) []string {
	out := []string{p.Titles[0].Text}
	for _, b := range p.Blocks {
		if b.Heading && utf8.RuneCountInString(b.Text) > 5 {
			out = append(out, b.Text)
			break
		}
	}
	for i := range p.Blocks {
		b := p.Blocks[(len(p.Blocks)/2+i)%len(p.Blocks)]
		if s := sentence(b.Text); s != "" {
			return append(out, s)
		}
	}
	return out
}

// sentence returns a part of a text, of some length and without punctuation.
func sentence(text string) string {
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool {
		return strings.ContainsRune("。．.，,、：:；;！!？?·។၊။“”\"()（）《》<>", r)
	}) {
		part = strings.TrimSpace(part)
		if n := utf8.RuneCountInString(part); n < 8 {
			continue
		} else if n > 30 {
			part = first(part, 30)
			if space := strings.LastIndexByte(part, ' '); space > 20 {
				part = part[:space]
			}
		}
		return part
	}
	return ""
}

// leads tells whether a search for words leads to a page. Of very many pages
// that may have them it takes the index's word.
func (s *Searcher) leads(words, path string) (bool, error) {
	key := keyOf(words, false)
	docs, err := s.ranked(key)
	if err != nil {
		return false, err
	}
	for _, doc := range docs[:min(patience, len(docs))] {
		t, err := s.text(doc)
		if err != nil {
			return false, err
		}
		if t.Path == path && t.has(key) {
			return true, nil
		}
	}
	return key == "" || len(docs) > patience, nil
}
