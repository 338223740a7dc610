package check

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/backissue/backissue/site/numbering"
)

// Words for parts and for what they hold, as announcements count them: "7个方面
// 23项任务", "7개 분야 23개 과제", "seven areas and 23 tasks".
const (
	areas = `(?:个|個|大)?(?:方面|领域|領域|类|類|部分|大类)|(?:개|가지|대)?\s?(?:분야|방면|영역|부문|종류|부분)|(?i:areas?|fields?|aspects?|parts?|sectors?|lĩnh vực|bidang|направлени\pL+)`
	tasks = `(?:项|項|条|條|个|個|款)?(?:重点|重點|具体|主要)?(?:任务|任務|措施|举措|舉措|政策措施|意见|内容)|(?:项|項|条|條)|(?:개|가지)?\s?(?:의\s?)?(?:중점|세부|주요|정책|핵심|구체적인\s|중점적인\s)?\s?(?:과제|임무|조치|정책조치|방안|조항)|(?i:(?:key |main |specific )?(?:tasks?|measures?|steps?|actions?|nhiệm vụ|giải pháp|tugas|langkah|задач\pL*|мер\pL*))`
	count = `(\d{1,3}|[一二三四五六七八九十两]{1,4}|(?i:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve))`
)

var (
	claimRE   = regexp.MustCompile(count + `\s?(?:` + areas + `)[^。.;；\d]{0,24}?` + count + `\s?(?:` + tasks + `)`)
	countRE   = regexp.MustCompile(count + `\s?(?:` + areas + `|` + tasks + `)`)
	articleRE = regexp.MustCompile(`(?:共|총|全文共?|全部)\s?(?:` + count + `\s?(?:章|장|개\s?장)[\s,，、]?\s?)?` + count + `\s?(?:条|條|개?\s?조(?:문)?)(?:[^가-힣\p{Han}]|로|으로|，|。|$)`)
)

// An outline is what can be counted in a law by its numbers: its parts, and how
// many numbered paragraphs each holds.
type outline struct {
	parts    []int
	articles int // numbered as articles
	chapters int // that articles stand in
}

// outlineOf counts a page. Of two levels, the larger one divides.
func outlineOf(p *Page) outline {
	var o outline
	inner := numbering.None
	for _, l := range p.Lines {
		if l.Alert != "" {
			continue
		}
		n := numbering.Parse(l.Text)
		switch {
		case n.Style == numbering.Han && n.N == len(o.parts)+1 && !l.Item:
			o.parts = append(o.parts, 0)
		case n.Style == numbering.Chapter && l.Heading:
			o.chapters++
		case len(o.parts) > 0 && !l.Item && (n.Style == numbering.HanParen || n.Style == numbering.Digit) && (inner == numbering.None || inner == n.Style):
			inner = n.Style
			o.parts[len(o.parts)-1]++
		}
	}
	if all := runs(p.articles()); len(all) > 0 { // what follows the first is another law
		for _, a := range all[0] {
			if !a.extra {
				o.articles++
			}
		}
	}
	return o
}

// holds reports whether some neighbouring parts are as many as areas, and have
// as many paragraphs as tasks.
func (o outline) holds(areas, tasks int) bool {
	for i := 0; i+areas <= len(o.parts); i++ {
		sum := 0
		for _, n := range o.parts[i : i+areas] {
			sum += n
		}
		if sum == tasks {
			return true
		}
	}
	return false
}

// countable reports whether the paragraphs of all parts that have some are
// numbered: only then what is counted is what a claim counts.
func (o outline) countable(areas int) bool {
	full := 0
	for _, n := range o.parts {
		if n > 0 {
			full++
		}
	}
	return full >= 2 && full >= areas-1
}

// findClaims finds counts that a report gives of an annexed law, and that its
// numbers contradict.
func findClaims(f *Folder, report func(Finding)) {
	laws := annexed(f)
	for _, a := range f.Articles {
		if len(laws[a]) != 1 {
			continue
		}
		law := laws[a][0].page("")
		if law == nil {
			continue
		}
		o := outlineOf(law)
		for _, l := range item(a).lines {
			for _, why := range o.contradict(l.Text) {
				found := l.page.finding(l.N, why.text, fmt.Sprintf("%q, and the annexed text has %s", why.text, why.has), "count in the annexed text; a number here or a paragraph there is wrong")
				found.Related = []Place{{File: contentFolder + law.File, Text: law.String("title")}}
				report(found)
			}
		}
	}
}

// A contradiction is a claim, and what is counted instead.
type contradiction struct{ text, has string }

func (o outline) contradict(text string) []contradiction {
	var out []contradiction
	text = narrow(text)
	for _, m := range claimRE.FindAllStringSubmatch(text, -1) {
		n, k := countOf(m[1]), countOf(m[2])
		if n > 1 && k >= n && o.countable(n) && !o.holds(n, k) {
			out = append(out, contradiction{strings.TrimRight(m[0], "。，,. "), o.String()})
		}
	}
	for _, m := range articleRE.FindAllStringSubmatch(text, -1) {
		chapters, articles := countOf(m[1]), countOf(m[2])
		if o.articles >= 3 && articles != o.articles || chapters > 0 && o.chapters > 0 && chapters != o.chapters {
			out = append(out, contradiction{strings.TrimRight(m[0], "。，,. "), o.String()})
		}
	}
	return out
}

func countOf(s string) int {
	if s == "" {
		return 0
	}
	if n := number(s); n > 0 {
		return n
	}
	for _, a := range wordAmounts(s) {
		return int(a.value)
	}
	return 0
}

// String says what was counted.
func (o outline) String() string {
	switch {
	case o.articles > 0 && o.chapters > 0:
		return fmt.Sprintf("%d chapters with %d articles", o.chapters, o.articles)
	case o.articles > 0:
		return fmt.Sprintf("%d articles", o.articles)
	}
	total := 0
	for _, n := range o.parts {
		total += n
	}
	return fmt.Sprintf("%d parts with %d numbered paragraphs, in parts of %v", len(o.parts), total, o.parts)
}
