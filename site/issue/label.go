package issue

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// cutLabel splits the label, as printed, off a text such as "Source: The
// Gazette". The label may have a colon behind it, or brackets around it.
func cutLabel(text string, labels []string) (label, rest string, ok bool) {
	t := strings.TrimLeftFunc(text, unicode.IsSpace)
	open := ""
	if r, n := utf8.DecodeRuneInString(t); strings.ContainsRune("[【（(［〔<〈＜", r) {
		open, t = t[:n], t[n:]
	}
	longest := 0
	for _, l := range labels {
		after, ok := cutFold(t, l)
		if !ok || longest >= len(l) {
			continue
		}
		after = cutMoreLabels(after, labels)
		trimmed := strings.TrimLeftFunc(after, unicode.IsSpace)
		r, n := utf8.DecodeRuneInString(trimmed)
		switch {
		case r == ':' || r == '：':
			rest = open + trimmed[n:]
		case open != "" && strings.ContainsRune("]】）)］〕>〉＞", r):
			rest = strings.TrimLeft(trimmed[n:], " :：\u3000")
		case trimmed == "" && open == "":
			rest = ""
		default:
			continue
		}
		longest, label = len(l), strings.TrimSpace(t[:len(t)-len(after)])
	}
	rest = strings.TrimFunc(rest, unicode.IsSpace)
	return label, rest, label != ""
}

// cutMoreLabels cuts the same label in other languages: "来源 Source:", "출처 /
// Nguồn:".
func cutMoreLabels(s string, labels []string) string {
	rest := strings.TrimLeft(s, " \u3000/／·|")
	if rest == s {
		return s
	}
	for _, l := range labels {
		if after, ok := cutFold(rest, l); ok && after != "" {
			if r, _ := utf8.DecodeRuneInString(strings.TrimLeft(after, " \u3000")); strings.ContainsRune(":：/／·|]】）)］〕>〉＞", r) {
				return cutMoreLabels(after, labels)
			}
		}
	}
	return s
}

// cutFold is strings.CutPrefix, blind to case and to spaces inside.
func cutFold(s, prefix string) (after string, ok bool) {
	rest := s
	for _, want := range prefix {
		if unicode.IsSpace(want) {
			continue
		}
		rest = strings.TrimLeftFunc(rest, unicode.IsSpace)
		r, n := utf8.DecodeRuneInString(rest)
		if unicode.ToLower(r) != unicode.ToLower(want) {
			return s, false
		}
		rest = rest[n:]
	}
	return rest, true
}

// nearLabel splits off a label that is one letter away from one of labels: a
// misprint, in a place where such a label belongs.
func nearLabel(text string, labels []string) (label, rest string, ok bool) {
	i := strings.IndexAny(text, ":：")
	if i <= 0 || i > 40 {
		return "", "", false
	}
	printed := strings.TrimSpace(text[:i])
	_, n := utf8.DecodeRuneInString(text[i:])
	for _, l := range labels {
		if utf8.RuneCountInString(l) > 1 && distance([]rune(fold(printed)), []rune(fold(l)), 2) == 1 {
			return printed, strings.TrimSpace(text[i+n:]), true
		}
	}
	return "", "", false
}

// cutByline splits off a word that stands before an author's name.
func cutByline(text string, words []string) (label, rest string, ok bool) {
	for _, w := range words {
		if after, ok := strings.CutPrefix(text, w+" "); ok && width(after) < 90 {
			return w, strings.TrimSpace(after), true
		}
	}
	return "", "", false
}
