package issue

import (
	"strings"
	"testing"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/lang"
)

func paragraphsOf(text string) *doc.Document {
	d := &doc.Document{Source: doc.Tally{}}
	for i, line := range strings.Split(strings.TrimSpace(text), "\n") {
		d.Source.Add(line)
		d.Blocks = append(d.Blocks, &doc.Paragraph{Position: doc.Position{Line: i + 1}, Spans: []doc.Span{{Text: line}}})
	}
	return lang.Tag(d)
}

const harbourLaw = `나루터 이용 규정
머리말
나루터는 모두의 것이며, 누구나 차례를 지켜 배를 탈 수 있어야 한다.
제1조
이 규정은 나루터를 쓰는 방법을 정한다.
제2조
배는 정해진 시각에 떠난다. 다음의 경우에는 그러하지 아니하다.
1. 안개가 낀 때
2. 물이 얼어붙은 때
제3조
손님은 줄을 선다.
제4조
나루터 관리소는 매일 장부를 적는다.
제5조
이 규정은 공포한 날부터 시행한다.`

// A law alone is one article with the title above all; a bulletin that holds
// one is not.
func TestSingleText(t *testing.T) {
	iss, err := Recover([]*doc.Document{paragraphsOf(harbourLaw)}, DefaultProfile())
	if err != ErrNoDate {
		t.Fatal(err)
	}
	if len(iss.Sections) != 1 || len(iss.Sections[0].Articles) != 1 || iss.Sections[0].Kind != Law {
		t.Fatalf("%+v", iss.Sections)
	}
	if e := iss.Sections[0].Articles[0].Editions[0]; e.Title.Text != "나루터 이용 규정" || !strings.Contains(doc.Text(e.Body...), "머리말") {
		t.Errorf("title %q, text %q", e.Title.Text, doc.Text(e.Body...))
	}

	bulletin := "나루터 소식\n1. 나루터에 새 배가 들어왔다는 소식\n새 배가 들어왔다. 손님이 기뻐한다.\n2. 나루터에 새 규정이 생겼다는 소식\n새 규정은 아래와 같다.\n" + harbourLaw
	iss, _ = Recover([]*doc.Document{paragraphsOf(bulletin)}, DefaultProfile())
	if n := len(iss.Sections[0].Articles); n != 2 {
		t.Errorf("a bulletin with a law: %d articles", n)
	}
}

// A press release begins with a table, and its title stands below.
func TestTitleBelowTable(t *testing.T) {
	d := paragraphsOf("새 등대가 섰다\n등대가 섰다. 등대지기가 기뻐한다.")
	table := &doc.Table{Position: doc.Position{Line: 1}, Rows: [][][]doc.Span{{{{Text: "배포일"}}, {{Text: "내일"}}}}}
	d.Source.Add("배포일내일")
	d.Blocks = append([]doc.Block{table}, d.Blocks...)
	lang.Tag(d)
	iss, err := Recover([]*doc.Document{d}, DefaultProfile())
	if err != ErrNoDate {
		t.Fatal(err)
	}
	e := iss.Sections[0].Articles[0].Editions[0]
	if e.Title.Text != "새 등대가 섰다" || len(e.Body) != 2 || e.Body[0] != doc.Block(table) {
		t.Errorf("title %q, %d blocks", e.Title.Text, len(e.Body))
	}
	if lost, invented := Ledger([]*doc.Document{d}, iss); lost+invented != "" {
		t.Errorf("lost %q, invented %q", lost, invented)
	}
}

// Text between the items of a list does not end it: what counts on counts
// under the same number, and what begins hangs on the item above.
func TestInterruptedList(t *testing.T) {
	d := paragraphsOf(`나루터 이용 규정
제1조
이 규정은 나루터를 쓰는 방법을 정한다.
제2조
배는 다음의 경우에 떠나지 아니한다.
1. 날씨가 나쁜 때
가. 안개가 낀 때
나. 물이 얼어붙은 때
물이 얼었는지는 나루터 관리소가 정한다. 손님은 기다린다.
다. 바람이 센 때
2. 손님이 없는 때
손님이 없는지는 사공이 정한다. 사공은 기다린다.
가. 아침
나. 저녁
제3조
끝.
제4조
끝.
제5조
끝.`)
	iss, err := Recover([]*doc.Document{d}, DefaultProfile())
	if err != ErrNoDate {
		t.Fatal(err)
	}
	var ids []string
	var walk func([]doc.Block)
	walk = func(blocks []doc.Block) {
		for _, b := range blocks {
			switch b := b.(type) {
			case *doc.Paragraph:
				ids = append(ids, b.ID)
			case *doc.List:
				for _, it := range b.Items {
					walk(it.Blocks)
				}
			}
		}
	}
	walk(iss.Sections[0].Articles[0].Editions[0].Body)
	got := strings.Join(ids, " ")
	for _, want := range []string{"art-2-1 art-2-1-1 art-2-1-2", "art-2-1-3 art-2-2", "art-2-2-1 art-2-2-2"} {
		if !strings.Contains(strings.Join(strings.Fields(got), " "), want) {
			t.Errorf("%q lacks %q", got, want)
		}
	}
	if len(iss.Doubts) > 0 {
		t.Errorf("doubts %v", iss.Doubts)
	}
}
