package issue_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/issue"
	"github.com/backissue/backissue/site/lang"
	"github.com/backissue/backissue/site/text"
)

// What holds of every document, whatever stands in it: no letter is lost and
// none invented, positions never go backwards, and the same bytes give the
// same issue.
func TestPropertiesOfDemonstration(t *testing.T) {
	for _, name := range demonstration(t) {
		t.Run(name, func(t *testing.T) { checkProperties(t, source(t, name)) })
	}
}

func TestPropertiesOfGenre(t *testing.T) {
	for seed := range uint64(150) {
		data := genre(rand.New(rand.NewPCG(seed, 1)))
		if !checkProperties(t, data) {
			t.Fatalf("random document %d:\n%s", seed, data)
		}
	}
}

func TestPropertiesOfAnyText(t *testing.T) {
	read := 0
	for seed := range uint64(200) {
		data := anyText(rand.New(rand.NewPCG(seed, 2)))
		if _, err := text.Read(data); err != nil {
			continue // what is no text in any encoding is for package charset to test
		}
		read++
		if !checkProperties(t, data) {
			t.Fatalf("random document %d:\n%q", seed, data)
		}
	}
	if read < 150 {
		t.Errorf("%d of 200 random texts were read", read)
	}
}

func FuzzRecover(f *testing.F) {
	for seed := range uint64(20) {
		f.Add(genre(rand.New(rand.NewPCG(seed, 3))))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := text.Read(data); err != nil || len(data) > 1<<14 {
			t.Skip()
		}
		checkProperties(t, data)
	})
}

// checkProperties reports whether all properties hold of a document.
func checkProperties(t *testing.T, data []byte) bool {
	t.Helper()
	ok := true
	bad := func(format string, args ...any) {
		t.Helper()
		ok = false
		t.Errorf(format, args...)
	}
	d, iss := read(t, data)
	if lost, invented := d.Source.Diff(d.Tally()), d.Tally().Diff(d.Source); lost != "" || invented != "" {
		bad("document: lost %q, invented %q", short(lost), short(invented))
	}
	if lost, invented := issue.Ledger([]*doc.Document{d}, iss); lost != "" || invented != "" {
		bad("issue: lost %q, invented %q", short(lost), short(invented))
	}
	last := doc.Position{}
	doc.EachPosition(d.Blocks, func(p *doc.Position) {
		if p.Line < last.Line || p.Page < last.Page || p.Line < 1 {
			bad("position %v after %v", *p, last)
		}
		last = *p
	})
	again, issAgain := read(t, data)
	if !reflect.DeepEqual(iss, issAgain) {
		bad("the same bytes gave two issues\n%s", difference(string(issueView(iss)), string(issueView(issAgain))))
	}
	if !bytes.Equal(documentView(d), documentView(again)) {
		bad("the same bytes gave two documents")
	}
	return ok
}

// read is recovered for texts that need not be an issue.
func read(t *testing.T, data []byte) (*doc.Document, *issue.Issue) {
	t.Helper()
	d, err := text.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	d = lang.Tag(d)
	iss, err := issue.Recover([]*doc.Document{d}, profile(t))
	if err != nil && !errors.Is(err, issue.ErrNoDate) && !errors.Is(err, issue.ErrNoText) {
		t.Fatal(err)
	}
	return d, iss
}

// The words of the genre, put together at random, lead to more trouble than
// any document would. Not one sentence is taken from a document.
var (
	starts = strings.Split("|01. |02. |1. |2. |3. |1.|10.|I. |II. |Ⅱ. |A. |第一章　|第二章|第一节 |第一条 |第二条|第二条 第二条 |第三条　|一、|二、|三、|（一）|（二）|(1) |1) |①|(a) |(b) |가. |(가) |"+
		"제1장 |제1조 |제2조(목적) |Chapter I |Article 1. |Article 2 |Điều 1. |Chương I |Глава 1 |Статья 2. |Pasal 1 |BAB I |专栏 1 |专栏1|Box 2 |PART I |"+
		"출처: |출저: |[내용개요: |[요약] |来源：|摘要：|【摘要】|Source: |[Summary: |Tóm tắt: |Источник: |Sumber: |별첨1 |附件1：|附件|附件：|附录二 |Annex I. |Annex 2: |Phụ lục 1. |Lampiran |첨부 파일|目录|목차|Contents|Q: |A: |Q1. |문: |答：|问：|"+
		"• |➢ |✓ |\uf0b2 |\uf0d8|- |* |—— |※ |■ |<|《|“|(|[|【|（|［|　　|    |\t\t|\t", "|")
	middles = strings.Split("|통상법률 뉴스|법률 뉴스|최신법령（별첨）|지역뉴스|노동법문답|法律新闻|最新法律法规|地方动态|法律问答|Legal News|New Regulations|Regional news|Q&A|Questions and answers|Điểm tin pháp luật|Новости|Berita hukum|ニュース|よくある質問|"+
		"渡船灯具使用规定|关于灯塔的通知|항만 규칙|등대에 관한 법률|Harbour Act|Decree on Lamps|Luật bến cảng|Закон о лодках|Peraturan pelabuhan|（海规〔2024〕7号）|(Order No. 3 of 2024)|제2024-12호|No. 12/2024|Số: 7/2024|№ 5|"+
		"渡船在夜间行驶时应当点亮两盏灯。|渡口管理站应当每月检查一次，并将结果公布；|灯塔看守人可以拒绝|船长应当报告：|나룻배는 밤에 등을 켜야 한다.|나루터 관리인은 달마다 검사하고 그 결과를|항무감독서는 배 12 척을|제 3 차 5 개년 계획|第 3 个五年|3．5万张|14차|14 차|"+
		"A ferry that runs at night shall carry two lamps.|the keeper of the pier shall inspect them every month and|Lighthouse|harbour-|Thuyền phải thắp đèn.|Лодка должна нести два огня.|Kapal wajib memasang lampu.|渡し船は夜に灯をともす。|渡船在夜間行駛時應當點亮兩盞燈。|เรือต้องจุดไฟ|ទូកត្រូវអុជភ្លើង|"+
		"2024年 3月 5日|2024. 3. 5.|2024년 3월|March 2024|March. 2024|5 марта 2024|tháng 3/2024|二〇二四年三月五日|12|- 12 -|第 3 页 共 9 页|Page 3 of 9|70412|报告书.pdf|별지.hwp|1 2 3|名称  2023  2024|灯塔 12 15|渡船 30 28|浮标 7 9|港务监督署|沿海贸易委员会|Harbour Office  7 Lantern Quay|가온나루  |  은석|.........12|……… 3", "|")
	ends = strings.Split("|||| |  |。|. |：|]|］|】|）|>|》|;|；|，|”|-|\u00ad|　一、灯塔|。  二、渡船", "|")
	gaps = []string{"\n", "\n", "\n", "\n\n", "\n \n", "\n\n\n", "\n\f", "\f", "\r\n", "\n\n ", "\u2028", " \n\n "}
)

// genre returns a random text made of the genre's own words.
func genre(r *rand.Rand) []byte {
	var b bytes.Buffer
	pick := func(list []string) string { return list[r.IntN(len(list))] }
	heads := []string{pick(middles), pick(middles)}
	gap := pick(gaps)
	for n := r.IntN(90); n >= 0; n-- {
		switch r.IntN(12) {
		case 0:
			b.WriteString(heads[r.IntN(2)]) // a line that comes again
		case 1:
			b.WriteString("\n\f" + heads[r.IntN(2)])
		default:
			b.WriteString(pick(starts))
			for range r.IntN(4) {
				b.WriteString(pick(middles))
				if r.IntN(3) == 0 {
					b.WriteByte(' ')
				}
			}
			b.WriteString(pick(ends))
		}
		if r.IntN(4) == 0 {
			gap = pick(gaps)
		}
		b.WriteString(gap)
	}
	return b.Bytes()
}

// anyText returns random text: characters of every script, marks that combine,
// controls, white space of every kind.
func anyText(r *rand.Rand) []byte {
	var b []byte
	for range r.IntN(600) {
		switch r.IntN(8) {
		case 0:
			b = append(b, " \n\n\t\f\r\v"[r.IntN(7)])
		case 1:
			b = utf8.AppendRune(b, rune(0x20+r.IntN(0x60)))
		case 2:
			b = utf8.AppendRune(b, rune(r.IntN(0x500)))
		case 3:
			b = utf8.AppendRune(b, rune(0x2000+r.IntN(0x1100)))
		case 4:
			b = utf8.AppendRune(b, rune(0x4e00+r.IntN(0x5200)))
		case 5:
			b = utf8.AppendRune(b, rune(0xac00+r.IntN(0x2ba4)))
		case 6:
			b = utf8.AppendRune(b, rune(0xf000+r.IntN(0x1000)))
		case 7:
			b = utf8.AppendRune(b, rune(r.IntN(0x110000)))
		}
	}
	return b
}
