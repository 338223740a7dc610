package sitetest

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	risLine = regexp.MustCompile(`^([A-Z][A-Z0-9])  - (.*)$`)
	risDate = regexp.MustCompile(`^\d{4}(/\d{2}(/\d{2}(/.*)?)?)?/?$`)

	// risTags are those that an article or a statute may have, as "RIS Format
	// Specifications" (Research Information Systems, 2011) lists them.
	risTags = []string{"TY", "TI", "AU", "T2", "PY", "DA", "IS", "M1", "SE", "PB", "SN", "DO", "UR", "LA", "ER"}
)

// readRIS reads a file of one reference, line by line: a tag, two spaces, a
// dash, a space; TY first, ER last, each line ended by CR LF.
func readRIS(c *complaints, name, text string) citation {
	var found citation
	if !utf8.ValidString(text) || !strings.HasSuffix(text, "\r\n") {
		c.add(name, "RIS: no text that ends with CR LF")
	}
	lines := strings.Split(strings.TrimSuffix(text, "\r\n"), "\r\n")
	seen := map[string]bool{}
	for i, line := range lines {
		m := risLine.FindStringSubmatch(line)
		if m == nil || strings.ContainsFunc(line, unicode.IsControl) {
			c.add(name, "RIS: the line %q", line)
			continue
		}
		tag, value := m[1], m[2]
		switch {
		case !slices.Contains(risTags, tag):
			c.add(name, "RIS: the tag %s", tag)
		case seen[tag] && tag != "AU":
			c.add(name, "RIS: %s twice", tag)
		case (tag == "TY") != (i == 0) || (tag == "ER") != (i == len(lines)-1):
			c.add(name, "RIS: line %d is %s", i+1, tag)
		case (value == "") != (tag == "ER"):
			c.add(name, "RIS: %s is %q", tag, value)
		case tag == "TY" && !slices.Contains([]string{"NEWS", "STAT"}, value):
			c.add(name, "RIS: the type %s", value)
		case tag == "DA" && !risDate.MatchString(value):
			c.add(name, "RIS: the date %s", value)
		}
		seen[tag] = true
		switch tag {
		case "TI":
			found.title = value
		case "UR":
			found.url = value
		}
	}
	for _, tag := range []string{"TY", "TI", "T2", "PY", "IS", "LA", "ER"} {
		if !seen[tag] {
			c.add(name, "RIS: no %s", tag)
		}
	}
	return found
}

// readCSL reads a list of one item, as the schema csl-data.json of the Citation
// Style Language 1.0.2 has it.
func readCSL(c *complaints, name, text string) citation {
	var items []map[string]any
	if err := json.Unmarshal([]byte(text), &items); err != nil || len(items) != 1 {
		c.add(name, "CSL: %d items: %v", len(items), err)
		return citation{}
	}
	item := items[0]
	for _, key := range []string{"id", "type", "title", "container-title", "issue", "language", "issued"} {
		if item[key] == nil {
			c.add(name, "CSL: no %s", key)
		}
	}
	words := []string{"id", "type", "title", "container-title", "issue", "language", "publisher", "number", "authority", "section", "ISSN", "DOI", "URL"}
	for key, value := range item {
		if s, isText := value.(string); slices.Contains(words, key) && (!isText || s == "") || !slices.Contains(words, key) && key != "issued" {
			c.add(name, "CSL: %s is %v", key, value)
		}
	}
	if !slices.Contains([]any{"article-newspaper", "legislation"}, item["type"]) {
		c.add(name, "CSL: the type %v", item["type"])
	}
	if !cslDate(item["issued"]) {
		c.add(name, "CSL: issued %v", item["issued"])
	}
	url, _ := item["URL"].(string)
	return citation{fmt.Sprint(item["title"]), url}
}

// cslDate reports whether v is a date with year, month and day.
func cslDate(v any) bool {
	date, _ := v.(map[string]any)
	parts, _ := date["date-parts"].([]any)
	if len(date) != 1 || len(parts) != 1 {
		return false
	}
	numbers, _ := parts[0].([]any)
	limits := []float64{9999, 12, 31}
	for i, n := range numbers {
		f, ok := n.(float64)
		if i > 2 || !ok || f < 1 || f > limits[i] || f != float64(int(f)) {
			return false
		}
	}
	return len(numbers) == 3
}
