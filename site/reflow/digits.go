package reflow

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/backissue/backissue/site/doc"
)

// closeDigits takes out the spaces that a page program put between a number
// and its unit ("14 차"), where the same document shows the same number and
// unit without one ("14차"), and folds runs of spaces into one.
func closeDigits(d *doc.Document) {
	solid := map[string]bool{}
	all := func(f func(*string)) {
		doc.EachSpans(d.Blocks, func(spans *[]doc.Span) {
			for i := range *spans {
				f(&(*spans)[i].Text)
			}
		})
	}
	hasDigits := func(s string) bool { return strings.ContainsAny(s, "0123456789") }
	all(func(s *string) {
		if !hasDigits(*s) {
			return
		}
		for _, m := range closed.FindAllStringSubmatch(*s, -1) {
			solid[m[1]+unitOf(m[2])] = true
		}
		for _, m := range closedOrdinal.FindAllString(*s, -1) {
			solid[m] = true
		}
	})
	all(func(s *string) {
		if hasDigits(*s) {
			*s = joinDigits(*s, solid)
		}
		*s = strings.Join(strings.FieldsFunc(*s, func(r rune) bool { return r == ' ' || r == '\t' }), " ")
	})
}

func joinDigits(s string, solid map[string]bool) string {
	s = ordinal.ReplaceAllStringFunc(s, func(m string) string {
		p := ordinal.FindStringSubmatch(m)
		if solid["제"+p[1]] {
			return "제" + p[1]
		}
		return m
	})
	return spaced.ReplaceAllStringFunc(s, func(m string) string {
		p := spaced.FindStringSubmatch(m)
		if solid[p[1]+unitOf(p[2])] {
			return p[1] + p[2]
		}
		return m
	})
}

var (
	closed = regexp.MustCompile(`(\d+)([\p{Hangul}]+|[\p{Han}]+)`)
	// The ordinal prefix of Korean leans on its number.
	ordinal       = regexp.MustCompile(`제 (\d+)`)
	closedOrdinal = regexp.MustCompile(`제\d+`)

	spaced = regexp.MustCompile(`(\d+) ([\p{Hangul}]+|[\p{Han}]+)`)
)

// unitOf returns what of the word behind a number counts: the first character
// of a Chinese text, which has no words, or a Korean word without its
// particle.
func unitOf(w string) string {
	r := firstRune(w)
	if unicode.Is(unicode.Hangul, r) {
		if stem := cutParticle(w); stem != "" {
			return stem
		}
		return w
	}
	return string(r)
}
