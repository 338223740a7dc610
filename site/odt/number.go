package odt

import (
	"strings"

	"github.com/backissue/backissue/site/office"
	"github.com/backissue/backissue/site/zipxml"
)

// levels is how many levels a list has (16.30).
const levels = 10

// outline is the name that the style of headings is kept under; no list
// style can have it.
const outline = "\x00outline"

// A listStyle says how the levels of a list count and look.
type listStyle struct{ levels [levels]level }

// A level is one level of a list style.
type level struct {
	format  string // as [office.Number] knows it; "" for none
	base26  bool   // letters count a … z, aa, ab
	prefix  string
	suffix  string
	pattern string // with %1% to %10% for the counters, instead of those
	display int    // how many counters are shown
	start   int
	close   bool   // nothing stands between the number and the text
	bullet  string // instead of a number
}

func (s *sheet) readList(n *zipxml.Node) *listStyle {
	l := &listStyle{}
	n.Children(func(c *zipxml.Node) {
		i := number(c.Attr("text:level"), 0) - 1
		if i < 0 || i >= levels {
			return
		}
		label := c.First("style:list-level-properties", "style:list-level-label-alignment")
		v := level{
			prefix:  office.Decode(c.Attr("style:num-prefix")),
			suffix:  office.Decode(c.Attr("style:num-suffix")),
			pattern: office.Decode(first(c.Attr("style:num-list-format"), c.Attr("loext:num-list-format"))),
			display: number(c.Attr("text:display-levels"), 1),
			start:   number(c.Attr("text:start-value"), 1),
			close:   label.Attr("text:label-followed-by") == "nothing",
		}
		if len(v.prefix)+len(v.suffix)+len(v.pattern) > office.MaxLabel {
			v.prefix, v.suffix, v.pattern = "", "", ""
		}
		switch c.Name {
		case "text:list-level-style-number", "text:outline-level-style":
			v.format = format(c.Attr("style:num-format"))
			v.base26 = c.Attr("style:num-letter-sync") != "true"
		case "text:list-level-style-bullet":
			font := s.font(c.First("style:text-properties"))
			v.bullet = office.Bullet(font, c.Attr("text:bullet-char"))
		case "text:list-level-style-image":
			v.bullet = "•"
		}
		l.levels[i] = v
	})
	return l
}

// format returns the name of a number format. The file gives an example: its
// first few numbers (20.314).
func format(example string) string {
	if example == "" {
		return ""
	}
	one, rest, _ := strings.Cut(example, ",")
	if one == "壹" && strings.Contains(rest, "貳") {
		return "ideographLegalTraditional"
	}
	if f, ok := formats[strings.TrimSpace(one)]; ok {
		return f
	}
	return "decimal"
}

var formats = map[string]string{
	"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
	"01": "decimalZero", "１": "decimalFullWidth", "1st": "ordinal", "One": "cardinalText", "First": "ordinalText",
	"①": "decimalEnclosedCircle", "一": "chineseCountingThousand", "壹": "chineseLegalSimplified", "壱": "japaneseLegal",
	"甲": "ideographTraditional", "子": "ideographZodiac", "㊀": "ideographEnclosedCircle",
	"가": "ganada", "㉮": "ganadaEnclosedCircle", "ㄱ": "chosung", "㉠": "chosungEnclosedCircle",
	"일": "koreanCounting", "하나": "koreanLegal",
	"ア": "aiueoFullWidth", "ｱ": "aiueo", "イ": "irohaFullWidth", "ｲ": "iroha",
	"ก": "thaiLetters", "๑": "thaiNumbers", "१": "hindiNumbers", "क": "hindiConsonants",
	"а": "russianLower", "А": "russianUpper", "א": "hebrew1", "أ": "arabicAlpha", "ا": "arabicAlpha",
}

// A run is how far a list has counted.
type run struct {
	count [levels]int
	begun [levels]bool
}

// advance counts one paragraph at level i, from start if that is not below 0.
func (r *run) advance(l *listStyle, i, start int) {
	switch {
	case start >= 0:
		r.count[i] = start
	case r.begun[i]:
		r.count[i]++
	default:
		r.count[i] = l.levels[i].start
	}
	r.begun[i] = true
	for deeper := i + 1; deeper < levels; deeper++ {
		r.begun[deeper] = false
	}
}

// render returns the number of level i with its marks.
func (r *run) render(l *listStyle, i int) string {
	v := l.levels[i]
	if v.pattern != "" {
		text := v.pattern
		for of := levels - 1; of >= 0; of-- {
			if mark := "%" + office.Number("decimal", of+1) + "%"; strings.Contains(text, mark) {
				text = strings.ReplaceAll(text, mark, r.counter(l, of))
			}
		}
		return text
	}
	var shown []string
	for of := max(0, i+1-v.display); of <= i; of++ {
		if n := r.counter(l, of); n != "" {
			shown = append(shown, n)
		}
	}
	return v.prefix + strings.Join(shown, ".") + v.suffix
}

// counter returns the counter of one level.
func (r *run) counter(l *listStyle, i int) string {
	v, n := l.levels[i], r.count[i]
	if !r.begun[i] {
		n = v.start
	}
	if v.format == "" {
		return ""
	}
	if v.base26 && n > 26 && (v.format == "lowerLetter" || v.format == "upperLetter") {
		s := ""
		for ; n > 0; n = (n - 1) / 26 {
			s = office.Number(v.format, (n-1)%26+1) + s
		}
		return s
	}
	return office.Number(v.format, n)
}
