package reflow

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A lexicon is what the document says about its own words: those that stand
// whole inside a line, and whether its lines keep the space at their end.
type lexicon struct {
	words  map[string]int // words seen whole, and their stems
	trails bool           // a space at a Hangul line's end tells a word's end
}

// readLexicon collects the words of the lines. The first and the last word of
// a line may be halves and do not count.
func readLexicon(ls []line) *lexicon {
	x := &lexicon{words: map[string]int{}}
	var wraps, trails int
	for i := range ls {
		l := &ls[i]
		words := strings.FieldsFunc(l.Text, func(r rune) bool { return r == ' ' || r == '\u00a0' || r == '·' || r == ',' })
		for j, w := range words {
			if j == len(words)-1 && i+1 < len(ls) && !l.Trail && !endsSentence(w) || j == 0 && i > 0 && ls[i-1].right > 0.8*l.right && !ls[i-1].Trail {
				continue
			}
			w = strings.ToLower(trimPunct(w))
			x.words[w]++
			if stem := cutParticle(w); stem != w && utf8.RuneCountInString(stem) > 1 {
				x.words[stem]++
			}
		}
		if i+1 < len(ls) && isHangul(lastRune(l.Text)) && isHangul(firstRune(ls[i+1].Text)) && l.right > 60 {
			wraps++
			if l.Trail {
				trails++
			}
		}
	}
	x.trails = trails*10 >= wraps && trails*10 <= 9*wraps && trails > 0 && wraps > 3
	return x
}

// guess decides whether a word ended between left, the last word of a Korean
// line, and right, the first word of the next.
func (x *lexicon) guess(left, right string) (sep string, sure bool) {
	l, r := lastPart(left), trimPunct(right)
	if l == "" || r == "" {
		return " ", false
	}
	if l != trimPunct(left) && isParticle(l) {
		return " ", true // a particle that follows a bracket: the word is over
	}
	score := x.wordScore(l, r) + grammarScore(l, r)
	if score > 0 {
		return "", score >= 2
	}
	return " ", score <= -2
}

// lastPart returns what of a word stands behind its last mark: "制度)를" ends
// in "를".
func lastPart(w string) string {
	parts := strings.FieldsFunc(w, func(r rune) bool { return !isHangul(r) && !unicode.IsDigit(r) })
	if len(parts) == 0 {
		return ""
	}
	return parts[len(parts)-1]
}

// wordScore is what the document's words say: positive for one word.
func (x *lexicon) wordScore(l, r string) float64 {
	score := 0.0
	whole := l + r
	if x.words[whole] > 0 {
		score += 4
	} else if stem := cutParticle(whole); x.words[stem] > 0 && len(stem) > len(l) {
		score += 3
	}
	if x.knows(l) {
		score -= 1.5
	}
	if x.knows(r) {
		score -= 2
	}
	return score
}

func (x *lexicon) knows(w string) bool {
	return x.words[w] > 0 || x.words[cutParticle(w)] > 0 && utf8.RuneCountInString(w) > 1
}

// grammarScore is what Korean grammar says: positive for one word. A word
// does not begin with a particle or an ending, and seldom ends without one
// before another noun is done.
func grammarScore(l, r string) float64 {
	score := 0.0
	ln := utf8.RuneCountInString(l)
	if isParticle(r) {
		score += 4
	}
	if hasAnyPrefix(r, verbEndings) {
		score += 2.5
	}
	if stem := cutParticle(r); utf8.RuneCountInString(stem) == 1 && !strings.Contains(loneSyllables, stem) {
		score += 2
	}
	if ln == 1 && !strings.Contains(loneSyllables, l) {
		score += 3
	}
	if ln > 1 && cutParticle(l) != l {
		score -= 1.5
		if hasAnySuffix(l, sureEndings) {
			score -= 2
		}
	}
	return score
}

func isParticle(w string) bool { return contains(particles, w) }

// cutParticle returns w without its particle, or w itself.
func cutParticle(w string) string {
	if !isHangul(lastRune(w)) {
		return w
	}
	best := w
	for _, p := range particles {
		if s := strings.TrimSuffix(w, p); s != w && s != "" && len(s) < len(best) {
			best = s
		}
	}
	return best
}

// Closed classes of Korean grammar: case and topic particles; endings that
// only follow a stem; endings after which a word is surely over; words of
// one syllable that stand alone.
var (
	particles = strings.Fields(`은 는 이 가 을 를 의 에 로 와 과 도 만 으로 에서 에게 부터 까지 보다 처럼 마다 이나 나 라고 고
		으로서 로서 으로써 로써 에는 에도 에서는 에서도 에게서 이라는 라는 이며 며 이란 란 대로 만을 까지의 부터의 에의 와의 과의 으로의 로의 이다 다 이고 인 들 들의 들이 들을 들은`)
	verbEndings = strings.Fields(`하였 하여 하게 한다 하는 하고 하며 하기 하도록 하면 하지 할 했 되었 되어 된다 되는 되고 되며 되게 되기 되도록 될 됐
		시키 받을 받는 받은 습니 였 었 았 겠 으며 으면 어야 아야 여야 야 도록 려면 면서 지만 는데 므로 므로써 적인 적으로 적이 화하 화를 화된 스러 롭게 다고 다는`)
	sureEndings   = strings.Fields(`을 를 의 에서 하여 하고 하며 하는 되는 된 한 할 될 및 으로 에게 부터 까지 라는 다는 있는 없는 위한 대한 관한 따른 통해 위해 대해 따라 또는 그리고`)
	loneSyllables = "및등수것더또그이각전후제약총본당해할한된될중간별때곳안밖앞뒤위즉단새첫두세네몇모든매타현구신"
)

func contains(list []string, w string) bool {
	for _, s := range list {
		if s == w {
			return true
		}
	}
	return false
}

func hasAnyPrefix(w string, list []string) bool {
	for _, s := range list {
		if strings.HasPrefix(w, s) {
			return true
		}
	}
	return false
}

func hasAnySuffix(w string, list []string) bool {
	for _, s := range list {
		if strings.HasSuffix(w, s) {
			return true
		}
	}
	return false
}
