package browsertest

import (
	"fmt"
	"html"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// A corpus is an archive of any size, made of invented words: a Korean summary
// and a Chinese law on each page, and on some a text in another language. Words
// are as frequent as in a language: the n-th is there 1/n times as often as the
// first.
type corpus struct {
	r     *rand.Rand
	words map[string][]string // by language
	lines []string            // of a real document, where there is one
}

// letters are what words of a language are made of, the frequent ones first.
var letters = map[string]string{
	"ko": span('가', '힣', 14, 700),
	"zh": gb2312(),
	"ja": span('ぁ', 'ん', 1, 80) + span('ァ', 'ン', 1, 80),
	"th": "กรนมยอลวสตทคปบดพงจชหขผธณศฐษซถภฝฟ",
	"lo": "ກຂຄງຈສຊຍດຕຖທນບປຜພຟມຢຣລວຫອຮ",
	"km": "កខគឃងចឆជញដឋណតថទធនបផពភមយរលវសហអ",
	"my": "ကခဂငစဆဇညတထဒနပဖဗဘမယရလဝသဟအ",
	"vi": "nhtcigamlđuobrvdsyêôâăpx",
	"en": "etaoinshrdlcumwfgypbvk",
	"ru": "оеаинтсрвлкмдпуяыьгзбчй",
}

// gb2312 returns the characters of Chinese that everybody knows, mixed.
func gb2312() string {
	var b []byte
	for first := byte(0xb0); first < 0xd7; first++ {
		for second := byte(0xa1); second < 0xff; second++ {
			b = append(b, first, second)
		}
	}
	text, err := simplifiedchinese.GBK.NewDecoder().Bytes(b)
	if err != nil {
		panic(err) // all of them are characters
	}
	all := []rune(string(text))
	rand.New(rand.NewPCG(1, 1)).Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return string(all)
}

// vowels are the marks that follow a letter in some scripts.
var vowels = map[string]string{"th": "าิีุู่้์", "lo": "າິີຸູ່້ົ", "km": "ាិីុូេោះ់", "my": "ာိီုူေံ့း်"}

// span returns a number of characters, mixed in an order that stays the same.
func span(from, to rune, step rune, n int) string {
	var all []rune
	for r := from; r <= to && len(all) < n; r += step {
		all = append(all, r)
	}
	r := rand.New(rand.NewPCG(uint64(from), uint64(n)))
	r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return string(all)
}

// zipf returns a number below n, small ones more often.
func (c *corpus) zipf(n int) int {
	return int(math.Exp(c.r.Float64()*math.Log(float64(n)+1))) - 1
}

func newCorpus() *corpus {
	c := &corpus{r: rand.New(rand.NewPCG(2026, 7)), words: map[string][]string{}}
	for _, lang := range []string{"ko", "zh", "ja", "th", "lo", "km", "my", "vi", "en", "ru"} {
		chars, marks := []rune(letters[lang]), []rune(vowels[lang])
		least, most, count := 1, 4, 4000
		switch lang {
		case "zh":
			least, most, count = 1, 3, 12000
		case "ko":
			least, most, count = 1, 4, 9000
		case "vi", "en", "ru":
			least, most = 2, 9
		}
		for range count {
			var b strings.Builder
			for range least + c.r.IntN(most-least+1) {
				b.WriteRune(chars[c.zipf(len(chars))])
				if len(marks) > 0 && c.r.IntN(3) > 0 {
					b.WriteRune(marks[c.r.IntN(len(marks))])
				}
			}
			c.words[lang] = append(c.words[lang], b.String())
		}
	}
	if data, err := os.ReadFile(seed); err == nil {
		for line := range strings.Lines(string(data)) {
			if line = strings.TrimSpace(line); len(line) > 40 {
				c.lines = append(c.lines, line)
			}
		}
	}
	return c
}

// sentence returns about as many characters as asked for.
func (c *corpus) sentence(lang string, size int) string {
	var b strings.Builder
	for n := 0; n < size; {
		w := c.words[lang][c.zipf(len(c.words[lang]))]
		n += len([]rune(w))
		b.WriteString(w)
		switch lang {
		case "ko":
			b.WriteString([]string{" ", "을 ", "의 ", "에 ", "하여 ", "는 "}[c.r.IntN(6)])
		case "vi", "en", "ru":
			b.WriteByte(' ')
		case "zh":
			if c.r.IntN(9) == 0 {
				b.WriteString("，")
			}
		}
	}
	return strings.TrimSpace(b.String()) + "."
}

// A written is a page and what it says, for the truth.
type written struct {
	path   string
	title  string
	blocks []string
}

// write writes a site of so many pages, each of which has the frame of a real
// one, around what it says.
func (c *corpus) write(dir, frame string, pages int) ([]written, error) {
	before, rest, _ := strings.Cut(frame, "<main")
	before = strings.Replace(before, "rel=canonical", "rel=x", 1) // each page is at home
	_, after, _ := strings.Cut(rest, "</main>")
	var all []written
	for i := range pages {
		issue := fmt.Sprintf("%d-%02d", 1990+i/600, i/50%12+1)
		p := written{path: fmt.Sprintf("ko/%s/laws/%02d/", issue, i%50+1)}
		p.title = c.sentence("ko", 12) + " (" + c.sentence("zh", 10) + ")"
		number := fmt.Sprintf("%s发〔%d〕%d号", c.words["zh"][c.r.IntN(900)], 1990+i/600, c.r.IntN(300)+1)
		p.blocks = append(p.blocks, number)
		for range 1 + c.r.IntN(3) {
			p.blocks = append(p.blocks, c.sentence("ko", 40+c.r.IntN(60)))
		}
		for n := range 3 + c.r.IntN(6) {
			p.blocks = append(p.blocks, fmt.Sprintf("第%d条 ", n+1)+c.sentence("zh", 30+c.r.IntN(60)))
		}
		if other := []string{"ja", "th", "lo", "km", "my", "vi", "en", "ru"}; i%2 == 0 {
			p.blocks = append(p.blocks, c.sentence(other[i/2%len(other)], 60+c.r.IntN(120)))
		}
		if len(c.lines) > 0 && i%4 == 0 {
			for j := range 2 {
				p.blocks = append(p.blocks, c.lines[(i*5+j)%len(c.lines)])
			}
		}
		var b strings.Builder
		fmt.Fprintf(&b, `%s<main class=main id=page-main><article class=article><header class=head><h1>%s</h1></header><div class=article__body><div class=text lang=zh-Hans>`, before, html.EscapeString(p.title))
		for n, block := range p.blocks {
			fmt.Fprintf(&b, "<p id=art-%d>%s</p>", n, html.EscapeString(block))
		}
		b.WriteString("</div></div></article></main>" + after)
		file := filepath.Join(dir, filepath.FromSlash(p.path), "index.html")
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return nil, err
		}
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}
