package reflow_test

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/reflow"
)

// Paragraphs that a known program has wrapped come back whole. The paragraphs
// are made of the phrases below, at random; the widths are those of columns
// in real bulletins. Where neither an indent nor a blank line tells where a
// paragraph begins, one whose last line is nearly full cannot be told from the
// next; the floors allow for those.
func TestWrapped(t *testing.T) {
	for _, c := range []struct {
		name  string
		wrap  wrapper
		from  int // narrowest column, in cells
		to    int
		floor float64 // share of paragraphs that have to come back whole
	}{
		{"Chinese, indented", chinese(setting{indent: 4}), 40, 90, 0.99},
		{"Chinese, indents lost", chinese(setting{indent: 4, lost: true}), 40, 90, 0.95},
		{"Chinese, flush", chinese(setting{}), 40, 90, 0.80},
		{"Chinese, flush, blank lines between", chinese(setting{blank: true}), 40, 90, 0.99},
		{"Korean by syllable", korean(setting{}), 64, 90, 0.80},
		{"Korean by syllable, blank lines between", korean(setting{blank: true}), 64, 90, 0.98},
		{"English, ragged", english(setting{}), 60, 90, 0.65},
		{"English, ragged, indented", english(setting{indent: 3}), 60, 90, 0.95},
		{"English, ragged, blank lines between", english(setting{blank: true}), 60, 90, 0.96},
	} {
		t.Run(c.name, func(t *testing.T) {
			whole, total := 0, 0
			for width := c.from; width <= c.to; width += 2 {
				want, lines := c.wrap(rand.New(rand.NewPCG(uint64(width), 9)), width)
				got := map[string]int{}
				for _, b := range reflow.Blocks(lines).Blocks {
					got[tight(doc.Text(b))]++
				}
				for _, p := range want {
					total++
					if p = tight(p); got[p] > 0 {
						got[p]--
						whole++
					}
				}
			}
			rate := float64(whole) / float64(total)
			t.Logf("%d of %d paragraphs came back whole (%.1f %%)", whole, total, 100*rate)
			if rate < c.floor {
				t.Errorf("%.1f %% of the paragraphs came back whole, want %.1f %%", 100*rate, 100*c.floor)
			}
		})
	}
}

// tight takes out the spaces between Han characters and digits: a page shows
// one there whether or not its author wrote one.
func tight(s string) string {
	return spaced.ReplaceAllString(s, "$1$3$2$4")
}

var spaced = regexp.MustCompile(`(\p{Han}) (\d)|(\d) (\p{Han})`)

// A setting is what a page tells of where paragraphs begin.
type setting struct {
	indent int  // of first lines, in cells
	lost   bool // the indent took room but did not come out as one
	blank  bool // a blank line stands between paragraphs
}

// A wrapper makes paragraphs and wraps them to lines of a width in cells.
type wrapper func(r *rand.Rand, width int) (want []string, lines []reflow.Line)

var (
	zhSubjects = strings.Fields("渡口管理站 各港港务监督所 灯塔看守人 渡船所有人 收到通知的船长 沿海的小型码头 负责检查的人员 参加互助会的渔民")
	zhVerbs    = strings.Fields("应当每月检查 不得拖延报告 可以委托他人保管 必须在七日内公布 有权查阅 根据《渡口规则》登记 会同“灯塔基金”清点 与_12_个渡口共同维护")
	zhObjects  = strings.Fields("渡船的灯具 码头上的缆绳和救生圈 夜间航行的记录 缴存的押金（含利息） 当天的水位与风力 旅客留下的行李 已经过期的检验证书 3.5_万张停靠账单")

	koSubjects = strings.Fields("나루터관리인은 항무감독서는 등대지기는 나룻배의_선장은 해안교역위원회와_조석법원은 검사를_맡은_사람은 공제조합에_든_어민은")
	koObjects  = strings.Fields("배에_단_등불을 부두의_밧줄과_구명조끼를 밤에_다닌_기록을 맡아_둔_보증금을 그날의_물높이와_바람을 손님이_두고_내린_짐을 기한이_지난_<검사증서>를")
	koVerbs    = strings.Fields("달마다_살펴야_하고 곧바로_알려야_하며 다른_사람에게_맡길_수_있고 이레_안에_널리_알려야_하며 언제든지_볼_수_있고 12개_나루와_함께_지켜야_하며")

	enSubjects = strings.Split("the keeper of the pier|every harbour office|the owner of a ferry|a master who receives the notice|the small quays of the coast|whoever inspects the boats|the Tidal Court", "|")
	enVerbs    = strings.Split("shall inspect|may not withhold|is entitled to read|must publish within seven days|may hand over to another|shall keep together with the Lighthouse Fund", "|")
	enObjects  = strings.Split("the lamps of the ferry|ropes and life jackets|the record of every night (including its weather)|the deposit and its interest|all 412 certificates|whatever a passenger has left behind", "|")
)

func pick(r *rand.Rand, list []string) string { return list[r.IntN(len(list))] }

// paragraph gives the lines of a paragraph their places.
func (s setting) paragraph(lines []reflow.Line, texts []string) []reflow.Line {
	for i, text := range texts {
		l := reflow.Line{Text: strings.TrimSpace(text), Trail: strings.HasSuffix(text, " "), Gap: 1}
		if i == 0 && !s.lost {
			l.Indent = float64(s.indent)
		}
		if i == 0 && s.blank && len(lines) > 0 {
			l.Gap = 2
		}
		l.Line = l.Gap
		if len(lines) > 0 {
			l.Line += lines[len(lines)-1].Line
		}
		lines = append(lines, l)
	}
	return lines
}

func chinese(s setting) wrapper {
	return func(r *rand.Rand, width int) (want []string, lines []reflow.Line) {
		for range 40 {
			var b strings.Builder
			for n := 2 + r.IntN(7); n > 0; n-- {
				b.WriteString(pick(r, zhSubjects) + pick(r, zhVerbs) + pick(r, zhObjects))
				b.WriteString(map[bool]string{true: "。", false: pick(r, []string{"，", "；", "，", "。"})}[n == 1])
			}
			text := strings.ReplaceAll(b.String(), "_", " ")
			want = append(want, text)
			lines = s.paragraph(lines, wrapHan(text, width, s.indent))
		}
		return want, lines
	}
}

// wrapHan breaks Chinese text between any two characters, but lets no closing
// mark begin a line and no opening mark end one, nor breaks words and numbers
// in Latin letters and digits. A closing mark that has no room hangs over.
func wrapHan(text string, width, indent int) []string {
	var lines []string
	line, used := "", indent
	units := hanUnits(text)
	for i, u := range units {
		size := 0
		for _, c := range u {
			size++
			if c > 0x2fff || strings.ContainsRune("“”", c) {
				size++
			}
		}
		room := size
		if strings.ContainsAny(u, "《“（") && i+1 < len(units) {
			room += 2 // an opening mark takes the next character along
		}
		if used+room > width && !strings.ContainsAny(u, "，。；》”）") && line != "" {
			lines = append(lines, strings.TrimSpace(line))
			line, used = "", 0
		}
		line += u
		used += size
	}
	return append(lines, strings.TrimSpace(line))
}

func hanUnits(text string) []string {
	var units []string
	latin := func(c rune) bool { return c < 0x80 && c != ' ' }
	for _, c := range text {
		if n := len(units); n > 0 && latin(c) && latin(rune(units[n-1][0])) {
			units[n-1] += string(c)
			continue
		}
		units = append(units, string(c))
	}
	return units
}

func korean(s setting) wrapper {
	return func(r *rand.Rand, width int) (want []string, lines []reflow.Line) {
		for range 40 {
			var sentences []string
			for range 1 + r.IntN(4) {
				sentences = append(sentences, pick(r, koSubjects)+" "+pick(r, koObjects)+" "+pick(r, koVerbs)+", "+pick(r, koObjects)+" 다시 살펴야 한다.")
			}
			text := strings.ReplaceAll(strings.Join(sentences, " "), "_", " ")
			want = append(want, text)
			lines = s.paragraph(lines, wrapSyllables(text, width))
		}
		return want, lines
	}
}

// wrapSyllables breaks Korean text after any syllable. A space where a line
// breaks stays at its end, and one stands at the end of the paragraph.
func wrapSyllables(text string, width int) []string {
	var lines []string
	line, used := "", 0
	for _, c := range text {
		size := 1
		if unicode.Is(unicode.Hangul, c) {
			size = 2
		}
		if used+size > width && !strings.ContainsRune(",.>", c) {
			if c == ' ' {
				line += " "
			}
			lines = append(lines, line)
			line, used = "", 0
			if c == ' ' {
				continue
			}
		}
		line += string(c)
		used += size
	}
	return append(lines, line+" ")
}

func english(s setting) wrapper {
	return func(r *rand.Rand, width int) (want []string, lines []reflow.Line) {
		for range 40 {
			var sentences []string
			for range 1 + r.IntN(5) {
				s := pick(r, enSubjects) + " " + pick(r, enVerbs) + " " + pick(r, enObjects)
				if r.IntN(2) == 0 {
					s += ", and " + pick(r, enSubjects) + " " + pick(r, enVerbs) + " " + pick(r, enObjects)
				}
				sentences = append(sentences, strings.ToUpper(s[:1])+s[1:]+".")
			}
			text := strings.Join(sentences, " ")
			want = append(want, text)
			lines = s.paragraph(lines, wrapWords(text, width, s.indent))
		}
		return want, lines
	}
}

// wrapWords breaks text at spaces only.
func wrapWords(text string, width, indent int) []string {
	var lines []string
	line, room := "", width-indent
	for w := range strings.FieldsSeq(text) {
		switch {
		case line == "":
			line = w
		case len(line)+1+len(w) <= room:
			line += " " + w
		default:
			lines = append(lines, line)
			line, room = w, width
		}
	}
	return append(lines, line)
}
