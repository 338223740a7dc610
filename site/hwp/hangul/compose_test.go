package hangul

import (
	"strings"
	"testing"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/hwp/hangul/hangultest"
)

var defs = &Definitions{
	Shapes: map[int]Shape{
		1: {Head: OutlineHead}, 2: {Head: OutlineHead, Level: 1},
		3: {Head: NumberHead, Ref: 2}, 4: {Head: NumberHead, Level: 1, Ref: 2}, 5: {Head: NumberHead, Level: 2, Ref: 2},
		6: {Head: BulletHead, Ref: 1}, 7: {Head: BulletHead, Level: 1, Ref: 2},
		8: {Head: NumberHead, Ref: 3}, 9: {Head: NumberHead, Level: 1, Ref: 3},
	},
	Styles: map[int]Style{1: {Name: "제목"}, 2: {Name: "개요 3"}, 3: {Name: "바탕글", English: "Normal"}, 4: {Name: "머리", English: "Heading 2"}},
	Numberings: map[int]*Numbering{
		1: {Levels: [Levels]Level{{Text: "제^1장", Start: 1}, {Text: "^1.^2.", Start: 1}}},
		2: {Levels: [Levels]Level{{Text: "^1.", Start: 3}, {Text: "^2)", Format: HangulSyllable, Start: 1}, {Text: "^n", Format: CircledDigit, Start: 1}}},
		3: {Levels: [Levels]Level{{Text: "제^1조", Start: 1}, {Text: "^2", Format: CircledDigit, Start: 1}}},
	},
	Bullets: map[int]string{1: "✓", 2: "-"},
}

func para(shape int, pieces ...Piece) Paragraph { return Paragraph{Shape: shape, Pieces: pieces} }

func text(s string) Paragraph { return para(0, Text(s)) }

func cell(row, col int, paragraphs ...Paragraph) Cell {
	return Cell{Row: row, Col: col, Rows: 1, Cols: 1, Paragraphs: paragraphs}
}

func grid(texts ...string) *Table {
	t := &Table{}
	for row, s := range texts {
		for col, s := range strings.Split(s, "|") {
			t.Cells = append(t.Cells, cell(row, col, text(s)))
		}
	}
	return t
}

var compositions = []struct {
	name       string
	paragraphs []Paragraph
	want       string
}{
	{"numbers", []Paragraph{
		para(1, Outline(1), Text("총칙")), para(2, Text("목적")), para(1), para(2, Text("적용")),
		para(3, Text("셋")), para(4, Text("가")), para(4, Text("나")), para(5, Text("깊이")), para(3, Text("넷")), para(4, Text("다시")),
		para(8, Text("(목적) 이 법은 다음과 같다.")), para(9, Text("첫째")), para(8, Text("정의")),
	}, `
1 h1 제1장 총칙
2 h2 1.1. 목적
3 h2 2.1. 적용
4 p 3. 셋
5 p 가) 가
6 p 나) 나
7 p 3.나.① 깊이
8 p 4. 넷
9 p 가) 다시
10 p 제1조(목적) 이 법은 다음과 같다.
11 p ① 첫째
12 p 제2조 정의
`},
	{"headings by style", []Paragraph{
		{Style: 1, Pieces: []Piece{Text("제호")}}, {Style: 2, Pieces: []Piece{Text("셋째")}},
		{Style: 3, Pieces: []Piece{Text("글")}}, {Style: 4, Pieces: []Piece{Text("Two")}},
		{Style: 2, Pieces: []Piece{Text("개요로 쓴 긴 문장은 제목이 아니라 본문으로 남아야 하며, 그 끝에는 이렇게 마침표가 있다.")}},
	}, `
1 h1 제호
2 h3 셋째
3 p 글
4 h2 Two
5 p 개요로 쓴 긴 문장은 제목이 아니라 본문으로 남아야 하며, 그 끝에는 이렇게 마침표가 있다.
`},
	{"bullets", []Paragraph{
		para(6, Text("하나")), para(7, Text("안쪽")), para(6, Text("둘")), text("끝"),
		text("□ 친 것"), text("- 그 안"), text("□ 다음"), text("-5도"), text("□"),
	}, `
1 list
  ✓
    1 p 하나
    2 list
      -
        2 p 안쪽
  ✓
    3 p 둘
4 p 끝
5 list
  □
    5 p 친 것
    6 list
      -
        6 p 그 안
  □
    7 p 다음
8 p -5도
9 p □
`},
	{"notes and links", []Paragraph{
		para(6, Text("글"), &Note{Paragraphs: []Paragraph{para(0, AutoNumber{Text: "1", Note: true}, Text(" 각주"))}}, Text(" 뒤")),
		para(0, Text("보기 "), Link("https://a.kr/"), Text("여기"), Link(""), Text("와 "), &Note{End: true, Paragraphs: []Paragraph{para(0, AutoNumber{Text: "ⅰ", Note: true}, Text("미주"))}}),
		para(0, &Note{Paragraphs: []Paragraph{text("번호 없음")}}),
	}, `
1 list
  ✓
    1 p 글[[1]](#fn-1) 뒤
    2 note fn-1 1
      3 p 각주
4 p 보기 [여기](https://a.kr/)와 [[ⅰ]](#en-1)
5 note en-1 ⅰ
  6 p 미주
7 p [[2]](#fn-2)
8 note fn-2 2
  9 p 번호 없음
`},
	{"tables", []Paragraph{
		para(0, &Table{Above: true, Caption: []Paragraph{para(0, Text("표 "), AutoNumber{Text: "1"})}, Cells: []Cell{
			{Row: 0, Col: 0, Cols: 2, Header: true, Paragraphs: []Paragraph{text("합친 칸")}},
			{Row: 0, Col: 2, Header: true, Paragraphs: []Paragraph{text("셋")}},
			{Row: 1, Col: 0, Rows: 2, Paragraphs: []Paragraph{text("가"), text("나")}},
			{Row: 1, Col: 1, Paragraphs: []Paragraph{para(6, Text("점"))}},
			{Row: 1, Col: 2, Paragraphs: []Paragraph{para(3, Text("수"))}},
			{Row: 2, Col: 1, Paragraphs: []Paragraph{para(0, &Table{Cells: []Cell{cell(0, 0, text("틀"))}})}},
			{Row: 2, Col: 2, Paragraphs: []Paragraph{text("끝")}},
		}}),
	}, `
1 p 표 1
2 table, 1 head
  합친 칸 |  | 셋
  가/나 | ✓ 점 | 3. 수
   | 틀 | 끝
`},
	{"frames", []Paragraph{
		para(0, &Table{Cells: []Cell{cell(0, 0, text("틀 안"), text("둘"))}}, Text("틀 뒤")),
		para(0, &Table{Cells: []Cell{cell(0, 0, text("제목")), cell(1, 0, para(0, grid("가|나", "다|라")))}}),
		para(0, grid("Ⅰ||추진 배경")),
		para(0, &Table{Cells: []Cell{cell(0, 0, text("글만")), cell(0, 1), cell(1, 1)}}),
		para(0, Text("글 "), &Frame{Paragraphs: []Paragraph{text("글상자")}}, Text("상자")),
	}, `
1 p 틀 안
2 p 둘
3 p 틀 뒤
4 p 제목
5 table, 0 head
  가 | 나
  다 | 라
10 p Ⅰ 추진 배경
13 p 글만
14 p 글 상자
15 p 글상자
`},
	{"table in table", []Paragraph{
		para(0, &Table{Cells: []Cell{
			cell(0, 0, text("바깥 글이 훨씬 더 길다")), cell(0, 1, text("나")),
			cell(1, 0, para(0, grid("1|2", "3|4"))), cell(1, 1, text("라")),
		}}),
	}, `
1 table, 0 head
  바깥 글이 훨씬 더 길다 | 나
   | 라
4 table, 0 head
  1 | 2
  3 | 4
doubt 4 table-in-table: "1" a table inside a cell now stands behind the table around it
`},
	{"furniture and losses", []Paragraph{
		para(0, &Running{Paragraphs: []Paragraph{text("소식지"), para(0, Text("- "), AutoNumber{Text: "#"}, Text(" -"))}}, Text("글")),
		para(0, Text("식 "), &Lost{Reason: "equation", Text: "x over y"}, &Lost{Reason: "hidden comment", Paragraphs: []Paragraph{text("쪽지")}}),
		para(0, Text("\ue1a7 글")),
	}, `
3 p 글
4 p 식
6 p ` + "\ue1a7" + ` 글
furniture 2 running head: "소식지\n- # -"
loss 4 equation: "x over y"
loss 5 hidden comment: "쪽지"
doubt 6 private-use: "\ue1a7 글" characters of Hangul's private use area are kept as they stand: U+E1A7
`},
	{"a grid too large for its cells", []Paragraph{
		para(0, &Table{Cells: diagonal(300)}),
	}, ""},
}

// diagonal is a table whose grid would have n times n places.
func diagonal(n int) []Cell {
	var out []Cell
	for i := range n {
		out = append(out, cell(i, i, text("x")))
	}
	return out
}

// sourceOf counts the letters of paragraphs, but for the numbers.
func sourceOf(t doc.Tally, paragraphs []Paragraph) doc.Tally {
	for _, p := range paragraphs {
		for _, piece := range p.Pieces {
			switch piece := piece.(type) {
			case Text:
				t.Add(string(piece))
			case *Table:
				sourceOf(t, piece.Caption)
				for _, c := range piece.Cells {
					sourceOf(t, c.Paragraphs)
				}
			case *Frame:
				sourceOf(t, piece.Paragraphs)
				sourceOf(t, piece.Caption)
			case *Note:
				sourceOf(t, piece.Paragraphs)
			case *Running:
				sourceOf(t, piece.Paragraphs)
			case *Lost:
				t.Add(piece.Text)
				sourceOf(t, piece.Paragraphs)
			}
		}
	}
	return t
}

func TestCompose(t *testing.T) {
	for _, test := range compositions {
		t.Run(test.name, func(t *testing.T) {
			d := Compose(defs, test.paragraphs, sourceOf(doc.Tally{}, test.paragraphs))
			hangultest.Check(t, d)
			for _, l := range d.Losses {
				if l.Reason == Misplaced {
					t.Errorf("lost %q", l.Text)
				}
			}
			if test.want == "" {
				if _, ok := d.Blocks[0].(*doc.Table); ok {
					t.Error("a table was made")
				}
				return
			}
			if got := "\n" + hangultest.Show(d); got != test.want {
				t.Errorf("got%swant%s", got, test.want)
			}
		})
	}
}

func TestFormat(t *testing.T) {
	for _, test := range []struct {
		format Format
		want   string // of 1, 2, 11, 15, 21, 40
	}{
		{Digit, "1 2 11 15 21 40"},
		{CircledDigit, "① ② ⑪ ⑮ ㉑ ㊵"},
		{RomanCapital, "I II XI XV XXI XL"},
		{RomanSmall, "i ii xi xv xxi xl"},
		{LatinCapital, "A B K O U AN"},
		{LatinSmall, "a b k o u an"},
		{CircledLatinCapital, "Ⓐ Ⓑ Ⓚ Ⓞ Ⓤ (40)"},
		{CircledLatinSmall, "ⓐ ⓑ ⓚ ⓞ ⓤ (40)"},
		{HangulSyllable, "가 나 카 거 서 토"},
		{CircledHangulSyllable, "㉮ ㉯ ㉸ (15) (21) (40)"},
		{HangulJamo, "ㄱ ㄴ ㅋ ㄱ ㅅ ㅌ"},
		{CircledHangulJamo, "㉠ ㉡ ㉪ (15) (21) (40)"},
		{HangulPhonetic, "일 이 십일 십오 이십일 사십"},
		{Ideograph, "一 二 十一 十五 二十一 四十"},
		{CircledIdeograph, "㊀ ㊁ (11) (15) (21) (40)"},
		{DecagonCircle, "갑 을 갑 무 갑 계"},
		{DecagonCircleHanja, "甲 乙 甲 戊 甲 癸"},
	} {
		var got []string
		for _, n := range []int{1, 2, 11, 15, 21, 40} {
			got = append(got, test.format.Print(n))
		}
		if s := strings.Join(got, " "); s != test.want {
			t.Errorf("%d: %s, want %s", test.format, s, test.want)
		}
	}
	for i, name := range strings.Fields(formatNames) {
		if FormatOf(name) != Format(i) {
			t.Errorf("%s is %d", name, FormatOf(name))
		}
	}
}

func TestText(t *testing.T) {
	for in, want := range map[string]string{
		"\u1112\u1161\u11ab": "한", "\uf9b5": "例", "a\u200b\ufeffb": "ab", "\uf53a글": "ᄒᆞᆫ글", "가\r\n나": "가\n나",
	} {
		if got := Normal(in); got != want {
			t.Errorf("Normal(%q) = %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{
		`http\://a.kr/b?c\;d;1;0;0;`: "http://a.kr/b?c;d", "mailto:a@b.kr;0;": "mailto:a@b.kr",
		"javascript:x": "", `C\:\\a.hwp;1;`: "", "": "", "https://": "",
	} {
		if got := Address(in); got != want {
			t.Errorf("Address(%q) = %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{
		"그림입니다.\n원본 그림의 이름: a.bmp": "", " 발사체\n모습 ": "발사체 모습", "": "",
	} {
		if got := Alt(in); got != want {
			t.Errorf("Alt(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestMedia(t *testing.T) {
	for data, want := range map[string]string{
		"\x89PNG\r\n\x1a\n..": "image/png", "\xff\xd8\xff\xe0": "image/jpeg", "BM1234": "image/bmp",
		"RIFF1234WEBPVP8 ": "image/webp", "": "application/octet-stream", "?": "application/octet-stream",
	} {
		if got := Media("a", []byte(data)).Type; got != want {
			t.Errorf("%q is %s, want %s", data, got, want)
		}
	}
}
