package check

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/backissue/backissue/site/numbering"
)

// A numbered is a paragraph that begins with the number of an article of a law.
type numbered struct {
	line  Line
	n     int
	label string
	extra bool // put between two others by a later law: 第七条之一, 제7조의2
	again bool // the number is printed twice: 第二条 第二条
	after bool // text was left out before it
}

// insertedRE matches what stands behind the number of an article that was put
// between two others.
var insertedRE = regexp.MustCompile(`^(?:之[一二三四五六七八九十\d]|의\s*\d|の[一二三四五六七八九十\d０-９])`)

// omittedRE matches a paragraph that says that text was left out.
var omittedRE = regexp.MustCompile(`^[\s（(\[［【<〈]*(?:…+|\.{3,}|·{3,}|[（(]?(?:省略|略|생략|전략|중략|후략|omitted|…))`)

// articles returns the articles that a page is divided into, in order. A
// paragraph that begins with the number of another law's article, because a
// sentence does, is none.
func (p *Page) articles() []numbered {
	var out []numbered
	left := false
	for _, l := range p.Lines {
		if l.Alert != "" || l.Item && !l.Heading {
			continue
		}
		if omittedRE.MatchString(l.Text) {
			left = true
		}
		n := numbering.Parse(l.Text)
		if n.Style != numbering.Article {
			continue
		}
		rest := l.Text[len(n.Label):]
		a := numbered{line: l, n: n.N, label: n.Label, after: left, extra: insertedRE.MatchString(strings.TrimLeft(rest, " "))}
		if !a.extra && cited(rest) {
			continue
		}
		next := numbering.Parse(n.Rest)
		a.again = next.Style == numbering.Article && next.N == n.N && !cited(n.Rest[len(next.Label):])
		out, left = append(out, a), false
	}
	return out
}

// cited reports whether what stands behind the number of an article goes on in
// a sentence: "第九条明确", "제7조에 따라", "Article 7 of the Ordinance".
func cited(rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	switch {
	case rest == "":
		return false
	case strings.ContainsRune("(（【[〔.:：、．", r):
		return false
	case unicode.Is(unicode.Han, r), unicode.Is(unicode.Hangul, r), unicode.In(r, unicode.Hiragana, unicode.Katakana):
		return true
	case unicode.IsSpace(r):
		r, _ = utf8.DecodeRuneInString(strings.TrimLeftFunc(rest, unicode.IsSpace))
		return unicode.IsLower(r) && unicode.In(r, unicode.Latin, unicode.Cyrillic)
	}
	return unicode.IsPunct(r)
}

// runs cuts articles where they begin anew, as in a second law, and returns
// those that count up by one nearly always: others are picked from a law.
func runs(all []numbered) [][]numbered {
	var out [][]numbered
	start := 0
	for i := range len(all) + 1 {
		if i < len(all) && (i == start || all[i].n != 1 || all[i-1].n == 1) {
			continue
		}
		if part := all[start:i]; orderly(part) {
			out = append(out, part)
		}
		start = i
	}
	return out
}

func orderly(part []numbered) bool {
	steps, good, fair := 0, 0, 0
	for i := 1; i < len(part); i++ {
		if part[i].extra {
			continue
		}
		steps++
		switch part[i].n - part[i-1].n {
		case 1:
			good++
		case 0, 2: // a number is doubled or missing
			fair++
		}
	}
	return good > 0 && (good+fair)*3 >= steps*2 || len(part) > 0 && len(part) < 3 && part[0].n == 1
}

// findDoubledArticles finds numbers of articles that stand twice in one law.
func findDoubledArticles(f *Folder, report func(Finding)) {
	f.eachRun(func(p *Page, run []numbered) {
		first := map[int]Line{}
		for _, a := range run {
			before, seen := first[a.n]
			switch {
			case a.again:
				report(p.finding(a.line.N, a.label, fmt.Sprintf("%s is printed twice in a row", a.label), "take one of them out"))
			case seen && !a.extra:
				found := p.finding(a.line.N, a.label, fmt.Sprintf("%s stands on line %d already", a.label, before.N), "compare with the document: a number is wrong, or a paragraph is there twice")
				found.Related = []Place{{contentFolder + p.File, before.N, short(before.Text)}}
				report(found)
			}
			if !a.extra && !seen {
				first[a.n] = a.line
			}
		}
	})
}

// findMissingArticles finds gaps in the numbers of articles of a law.
func findMissingArticles(f *Folder, report func(Finding)) {
	f.eachRun(func(p *Page, run []numbered) {
		seen := map[int]bool{}
		for _, a := range run {
			seen[a.n] = true
		}
		last := run[0]
		for _, a := range run[1:] {
			if a.extra {
				continue
			}
			var gone []string
			for n := last.n + 1; n < a.n; n++ {
				if !seen[n] && !p.within(n, last, a) {
					gone = append(gone, fmt.Sprint(n))
				}
			}
			switch {
			case len(gone) > 0 && !a.after:
				what := "number " + gone[0] + " is missing"
				if len(gone) > 1 {
					what = "numbers " + gone[0] + " to " + gone[len(gone)-1] + " are missing"
				}
				report(p.finding(a.line.N, a.label, fmt.Sprintf("%s follows %s: %s", a.label, last.label, what), "compare with the document: a number is wrong, or a paragraph was lost"))
			case a.n < last.n && len(gone) == 0 && !doubled(run, a):
				report(p.finding(a.line.N, a.label, fmt.Sprintf("%s follows %s: out of order", a.label, last.label), "compare with the document"))
			}
			last = a
		}
	})
}

// within reports whether the number of an article stands in the middle of a line
// between two others: behind a heading that it grew together with.
func (p *Page) within(n int, from, to numbered) bool {
	first, _ := utf8.DecodeRuneInString(to.label)
	for _, l := range p.Lines {
		if l.N < from.line.N || l.N >= to.line.N {
			continue
		}
		for i, r := range l.Text {
			if r != first {
				continue
			}
			if a := numbering.Parse(l.Text[i:]); a.Style == numbering.Article && a.N == n && !cited(l.Text[i+len(a.Label):]) {
				return true
			}
		}
	}
	return false
}

// doubled reports whether a number stands in a run more than once.
func doubled(run []numbered, a numbered) bool {
	n := 0
	for _, b := range run {
		if b.n == a.n && !b.extra {
			n++
		}
	}
	return n > 1
}

func (f *Folder) eachRun(do func(*Page, []numbered)) {
	for _, p := range f.Pages {
		if !p.own() {
			continue
		}
		for _, run := range runs(p.articles()) {
			do(p, run)
		}
	}
}
