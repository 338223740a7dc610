package search

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// longest is how many characters of a word its term has.
const longest = 24

// A unit is what terms are made of: one character of class pair, a run of
// class triple, a word.
type unit struct {
	text  string
	class class
	near  bool // nothing stands between this unit and the next
}

// unitsOf cuts a key into units, and appends them.
func unitsOf(key string, units []unit) []unit {
	for i := 0; i < len(key); {
		r, n := utf8.DecodeRuneInString(key[i:])
		if r == '|' || r == ' ' {
			units[len(units)-1].near = false
			i++
			continue
		}
		c, end := classOf(r), i+n
		for c != pair && end < len(key) {
			r, n := utf8.DecodeRuneInString(key[end:])
			if r == '|' || r == ' ' || classOf(r) != c {
				break
			}
			end += n
		}
		units = append(units, unit{key[i:end], c, end < len(key)})
		i = end
	}
	return units
}

// meets tells whether two units that follow one another are a term together.
func meets(a, b unit) bool {
	return a.near && a.class != triple && b.class != triple && (a.class == pair || b.class == pair)
}

// cut returns the beginning of a long word.
func cut(s string) string { return first(s, longest) }

// first returns the first n characters of s.
func first(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i]
		}
	}
	return s
}

// terms calls add with each term of a text's key, given with its units, as
// often as it is there:
// every character and every two neighbours of class pair, every one to three
// neighbours of class triple, every word, and words with the character before
// or after them.
func terms(key string, units []unit, add func(term string)) {
	at := 0
	for i, u := range units {
		at += strings.Index(key[at:], u.text)
		if u.class == triple {
			grams(u.text, add)
			continue
		}
		add(cut(u.text))
		if i+1 < len(units) && meets(u, units[i+1]) {
			if next := units[i+1].text; len(u.text)+len(next) <= longest {
				add(key[at : at+len(u.text)+len(next)]) // is the same, and costs nothing
			} else {
				add(cut(u.text) + cut(next))
			}
		}
		at += len(u.text)
	}
}

// grams calls add with every one to three neighbours in s.
func grams(s string, add func(term string)) {
	var ends [3]int
	for i := range s {
		rest := s[i:]
		n := 0
		for j := range rest {
			if j > 0 && n < 3 {
				ends[n] = j
				n++
			}
			if n == 3 {
				break
			}
		}
		if n < 3 {
			ends[n] = len(rest)
			n++
		}
		for _, end := range ends[:n] {
			add(rest[:end])
		}
	}
}

// A wanted is a term that a text must have to match.
type wanted struct {
	term   string
	prefix bool // or another that begins with it
}

// query returns the terms that the key of words asked for must have: as few
// as hold all of it.
func query(key string) []wanted {
	var out []wanted
	units := unitsOf(key, nil)
	joined := false
	for i, u := range units {
		meet := i+1 < len(units) && meets(u, units[i+1])
		switch {
		case u.class == triple:
			out = append(out, trigrams(u.text)...)
		case meet:
			out = append(out, wanted{term: cut(u.text) + cut(units[i+1].text)})
		case joined:
		case u.class == pair || isNumber(u.text):
			out = append(out, wanted{term: cut(u.text)})
		case utf8.RuneCountInString(u.text) >= 3:
			out = append(out, wanted{cut(u.text), true})
		case i == 0 || i+1 < len(units):
			out = append(out, wanted{term: u.text})
			// The last word may not be typed to its end, and so short a one begins
			// very many.
		}
		joined = meet
	}
	return out
}

// isNumber tells whether a word has a digit: it is no beginning of another.
func isNumber(s string) bool { return strings.ContainsFunc(s, unicode.IsNumber) }

func trigrams(s string) (out []wanted) {
	if utf8.RuneCountInString(s) <= 3 {
		return []wanted{{term: s}}
	}
	grams(s, func(term string) {
		if utf8.RuneCountInString(term) == 3 {
			out = append(out, wanted{term: term})
		}
	})
	return out
}
