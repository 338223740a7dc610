package check

import (
	"fmt"
	"regexp"
	"strings"
)

// definitionREs match a short name and what says that it is one. They stand
// behind the full name.
var definitionREs = []*regexp.Regexp{
	regexp.MustCompile(`[（(]\s?(?:以下|下)(?:简称|簡稱|统称|統稱|称|稱)(?:为|為)?[：:，,]?\s?([^（）()]{1,40}?)\s?[）)]`),
	regexp.MustCompile(`[（(]\s?이하[,，:：]?\s?([^（）()]{1,40}?)\s?[）)]`),
	regexp.MustCompile(`[（(]\s?以下[、,]?\s?([「『][^「」『』]{1,40}[」』])\s?と(?:いう|する|略す)。?\s?[）)]`),
	regexp.MustCompile(`(?i)[（(]\s?(?:hereinafter|hereafter|in this \w+,?)(?:\s+(?:called|referred to as|the))*:?\s+((?:the\s+)?["“‘'][^"”’'()]{1,60}["”’'])[^()]{0,20}[）)]`),
	regexp.MustCompile(`[（(]\s?(?i:sau đây(?: được)? (?:gọi|viết)(?: chung| tắt)? là)\s+([^()]{1,60}?)\s?[）)]`),
	regexp.MustCompile(`[（(]\s?(?i:selanjutnya disebut)\s+([^()]{1,60}?)\s?[）)]`),
	regexp.MustCompile(`[（(]\s?(?i:далее)\s*[—–:-]+\s*([^()]{1,60}?)\s?[）)]`),
}

// scopedRE matches what holds in one article only, and what is no definition:
// "the same below".
var scopedRE = regexp.MustCompile(`같다|같음|동일|생략|이 ?[조항장절호]에서|[本此][条條款章节]|(?i:in this (?:article|section|paragraph|clause|chapter|part|item))`)

// A definition is a short name with the name it stands for.
type definition struct {
	short, full string
	marked      bool // the full name stood in brackets, so that all of it is known
	line        int
}

// definitions returns the definitions in a line.
func definitions(l Line) []definition {
	var out []definition
	for _, e := range definitionREs {
		for _, m := range e.FindAllStringSubmatchIndex(l.Text, -1) {
			name := shortName(l.Text[m[2]:m[3]])
			full, marked := fullName(tail(l.Text[:m[0]]))
			if fold(name) != "" && fold(full) != "" && !scopedRE.MatchString(l.Text[m[0]:m[1]]) {
				out = append(out, definition{name, full, marked, l.N})
			}
		}
	}
	return out
}

// shortName takes the marks and phrases from around a name.
func shortName(s string) string {
	for _, tail := range []string{"이라 한다", "라 한다", "이라 함", "라 함", "이라고 한다", "라고 한다", "이라 칭함", "라 칭함"} {
		s = strings.TrimSuffix(strings.TrimSuffix(s, "."), tail)
	}
	return strings.Trim(s, " \"“”‘’'「」『』《》<>〈〉")
}

// bracketPairs close and open names.
var bracketPairs = map[string]string{"》": "《", ">": "<", "〉": "〈", "」": "「", "』": "『", "”": "“"}

var endRE = regexp.MustCompile(`[。．.,，、;；:：!?！？\n]\s?`)

// fullName returns the name that a text ends with: what stands in brackets, or
// all behind the last mark.
func fullName(before string) (name string, marked bool) {
	before = strings.TrimRight(before, " ")
	for shut, open := range bracketPairs {
		if inner, ok := strings.CutSuffix(before, shut); ok {
			if i := strings.LastIndex(inner, open); i >= 0 {
				return inner[i+len(open):], true
			}
		}
	}
	if cuts := endRE.FindAllStringIndex(before, -1); len(cuts) > 0 {
		before = before[cuts[len(cuts)-1][1]:]
	}
	return before, false
}

// findAbbreviations finds short names that one text gives to two things. An
// abstract is a text of its own, and so is every article.
func findAbbreviations(f *Folder, report func(Finding)) {
	for _, p := range f.Pages {
		known := map[string]definition{}
		for _, l := range p.Lines {
			if l.Alert == "conflict" {
				continue
			}
			for _, d := range definitions(l) {
				key := l.Alert + "\n" + fold(d.short)
				before, ok := known[key]
				if !ok {
					known[key] = d
				}
				if !ok || sameName(before, d) {
					continue
				}
				found := p.finding(l.N, d.short, fmt.Sprintf("%q stands for %q here, and for %q on line %d", d.short, short(d.full), short(before.full), before.line),
					"give one of them another short name")
				found.Related = []Place{{contentFolder + p.File, before.line, before.full}}
				report(found)
			}
		}
	}
}

// sameName reports whether two definitions may be of one name: one is part of
// the other, or they end alike where it is not known how they begin.
func sameName(x, y definition) bool {
	a, b := fold(x.full), fold(y.full)
	if strings.Contains(a, b) || strings.Contains(b, a) {
		return true
	}
	if x.marked && y.marked {
		return false
	}
	i := 0
	p, q := []rune(a), []rune(b)
	for i < min(len(p), len(q)) && p[len(p)-1-i] == q[len(q)-1-i] {
		i++
	}
	return i >= least(a)
}
