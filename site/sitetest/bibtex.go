package sitetest

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	bibHead   = regexp.MustCompile(`^@(article|misc)\{([\pL\pN-]+)`)
	bibField  = regexp.MustCompile(`^,\s*([a-z]+) = `)
	bibMonths = []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}

	// bibSigns are the commands for the signs that TeX reads as something else.
	bibSigns = strings.NewReplacer(
		`{\textbackslash}`, `\`, `{\textbraceleft}`, "{", `{\textbraceright}`, "}", `{\textasciitilde}`, "~", `{\textasciicircum}`, "^",
		`\$`, "$", `\&`, "&", `\%`, "%", `\#`, "#", `\_`, "_")
)

// readBibTeX reads a file of one entry ("BibTeXing", Patashnik 1988): braces
// balance, escaped ones too, and nothing in a field means anything to TeX.
func readBibTeX(c *complaints, name, text string) citation {
	if !utf8.ValidString(text) {
		c.add(name, "BibTeX: not UTF-8")
	}
	fields, err := parseBibTeX(text)
	if err != nil {
		c.add(name, "BibTeX: %v", err)
		return citation{}
	}
	for _, key := range []string{"title", "year", "month", "language"} {
		if fields[key] == "" {
			c.add(name, "BibTeX: no %s", key)
		}
	}
	if m := fields["month"]; !slices.Contains(bibMonths, m) {
		c.add(name, "BibTeX: the month %q", m)
	}
	title, err := fromTeX(strings.TrimSuffix(strings.TrimPrefix(fields["title"], "{"), "}"))
	if err != nil {
		c.add(name, "BibTeX: title: %v", err)
	}
	for _, key := range []string{"author", "journal", "howpublished", "publisher", "note", "number"} {
		value := strings.TrimSuffix(strings.TrimPrefix(fields[key], "{"), "}")
		if _, err := fromTeX(value); err != nil {
			c.add(name, "BibTeX: %s: %v", key, err)
		}
	}
	return citation{title, fields["url"]}
}

// parseBibTeX returns the fields of the one entry that text is.
func parseBibTeX(text string) (map[string]string, error) {
	m := bibHead.FindString(text)
	if m == "" {
		return nil, fmt.Errorf("an entry does not begin with %.40q", text)
	}
	fields := map[string]string{}
	rest := text[len(m):]
	for {
		m := bibField.FindStringSubmatch(rest)
		if m == nil {
			break
		}
		rest = rest[len(m[0]):]
		value, n, err := bibValue(rest)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", m[1], err)
		}
		if _, twice := fields[m[1]]; twice || value == "" {
			return nil, fmt.Errorf("%s is empty, or there twice", m[1])
		}
		fields[m[1]], rest = value, rest[n:]
	}
	if strings.TrimSpace(rest) != "}" {
		return nil, fmt.Errorf("an entry does not end with %.40q", rest)
	}
	return fields, nil
}

// bibValue reads a value in braces, or a bare name.
func bibValue(text string) (value string, n int, err error) {
	if !strings.HasPrefix(text, "{") {
		n = strings.IndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		if n <= 0 {
			return "", 0, errors.New("no value")
		}
		return text[:n], n, nil
	}
	depth := 0
	for i, r := range text {
		switch r {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return text[1:i], i + 1, nil
			}
		case '\n', '\r':
			return "", 0, errors.New("a line ends within a value")
		}
	}
	return "", 0, errors.New("braces do not balance")
}

// fromTeX returns the text that a value stands for.
func fromTeX(value string) (string, error) {
	rest := regexp.MustCompile(`\{\\text(?:backslash|braceleft|braceright|asciitilde|asciicircum)\}|\\[$&%#_]`).ReplaceAllString(value, "")
	if i := strings.IndexAny(rest, `\{}$&%#_~^`); i >= 0 {
		return "", fmt.Errorf("%q means something to TeX", rest[i:i+1])
	}
	return bibSigns.Replace(value), nil
}
