package check

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/language"

	"github.com/backissue/backissue/site/lang"
)

// findLanguages finds text that is not in the language it is marked as: a voice
// reads it as gibberish, and its letters have the wrong shapes. Scripts decide;
// languages that share one only where there is much text.
func findLanguages(f *Folder, report func(Finding)) {
	for _, p := range f.Pages {
		if title, tagged := p.titled(); title != "" {
			if is := misfit(title, tagged); is != "" {
				report(p.finding(p.fieldLine("title"), title, fmt.Sprintf("the title %q is in %s, and marked as %s", short(title), is, tagged), `say its language as "titleLang:"`))
			}
		}
		hani := p.String("hani") != ""
		for _, l := range p.Lines {
			if l.Alert == "conflict" {
				continue
			}
			rest := l.Text
			for _, r := range l.Runs {
				rest = strings.Replace(rest, r.text, " ", 1)
				if is := misfit(r.text, r.lang); is != "" {
					report(p.finding(l.N, r.text, fmt.Sprintf("%q is in %s, and marked as %s", short(r.text), is, r.lang), "correct the language of the mark around it"))
				}
			}
			is := misfit(rest, l.Lang)
			if is == "" || hani && is == "Han" {
				continue
			}
			report(p.finding(l.N, rest, fmt.Sprintf("%q is in %s, and marked as %s", short(rest), is, l.Lang), `put {lang="…"} with its language on the line below`))
		}
	}
}

// A script is what a language is written in.
type script struct {
	name  string
	table *unicode.RangeTable
}

var scripts = []script{
	{"Hangul", unicode.Hangul}, {"kana", unicode.Hiragana}, {"kana", unicode.Katakana}, {"Han", unicode.Han}, {"Latin", unicode.Latin},
	{"Cyrillic", unicode.Cyrillic}, {"Thai", unicode.Thai}, {"Lao", unicode.Lao}, {"Khmer", unicode.Khmer}, {"Burmese", unicode.Myanmar},
	{"Arabic", unicode.Arabic}, {"Hebrew", unicode.Hebrew}, {"Devanagari", unicode.Devanagari}, {"Greek", unicode.Greek},
}

// written are the scripts of languages, by their first subtag. Every language
// may have Latin letters in names.
var written = map[string][]string{
	"ko": {"Hangul"}, "zh": {"Han"}, "ja": {"kana", "Han"}, "ru": {"Cyrillic"}, "uk": {"Cyrillic"}, "bg": {"Cyrillic"}, "mn": {"Cyrillic"}, "kk": {"Cyrillic"},
	"th": {"Thai"}, "lo": {"Lao"}, "km": {"Khmer"}, "my": {"Burmese"}, "ar": {"Arabic"}, "fa": {"Arabic"}, "he": {"Hebrew"}, "hi": {"Devanagari"},
	"el": {"Greek"}, "en": {"Latin"}, "vi": {"Latin"}, "id": {"Latin"}, "ms": {"Latin"}, "fr": {"Latin"}, "de": {"Latin"}, "es": {"Latin"}, "pt": {"Latin"}, "it": {"Latin"},
}

var addressRE = regexp.MustCompile(`(?:https?://|www\.)\S+|\S+@\S+|\S*[A-Za-z]\.[a-z]{2,}\S*`)

// misfit returns the language or script of a text, if it cannot be the one it
// is marked as, and "" else.
func misfit(text, tag string) string {
	text = addressRE.ReplaceAllString(text, " ")
	base, _, _ := strings.Cut(tag, "-")
	own := written[base]
	counts, total := map[string]int{}, 0
	for _, r := range text {
		for _, s := range scripts {
			if unicode.Is(s.table, r) {
				counts[s.name]++
				total++
				break
			}
		}
	}
	mine, most := 0, ""
	for name, n := range counts {
		if slices.Contains(own, name) {
			mine += n
		} else if most == "" || n > counts[most] || n == counts[most] && name < most {
			most = name
		}
	}
	if own == nil || total == 0 {
		return ""
	}
	if most != "" && counts[most]*10 > total*8 && enough(text, most, counts[most]) && mine*10 < total {
		return most
	}
	return sameScript(text, tag, mine)
}

// enough reports whether there is so much text in a script that it is no name
// or sign.
func enough(text, script string, letters int) bool {
	switch script {
	case "Latin":
		return letters >= 30 && len(strings.Fields(text)) >= 6 && strings.IndexFunc(text, unicode.IsLower) >= 0
	case "Han", "Hangul", "kana":
		return letters >= 6
	}
	return letters >= 12
}

// sameScript tells simplified from traditional Chinese, and languages in Latin
// letters by their words, where there is enough text to be sure.
func sameScript(text, tag string, letters int) string {
	want, err := language.Parse(tag)
	if err != nil {
		return ""
	}
	base, _ := want.Base()
	switch base.String() {
	case "zh":
		if script, _ := want.Script(); letters >= 40 {
			is := lang.Name(text)
			other, _ := is.Script()
			if b, _ := is.Base(); b == base && other != script {
				return is.String()
			}
		}
	case "en", "vi", "id":
		if letters >= 80 && len(strings.Fields(text)) >= 15 {
			if b, _ := lang.Name(text).Base(); b != base && (base.String() == "en" || b.String() != "en") && slices.Contains(written[b.String()], "Latin") {
				return b.String()
			}
		}
	}
	return ""
}
