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
