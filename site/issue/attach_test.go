package issue_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/issue"
	"github.com/backissue/backissue/site/lang"
	"github.com/backissue/backissue/site/text"
)

func attachedDocument(t *testing.T, file string, data []byte) *doc.Document {
	t.Helper()
	d, err := text.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	d.SetFile(file)
	return lang.Tag(d)
}

// Whatever documents come together, no letter is lost, none is invented, and
// what an article refers to is there.
func TestPropertiesOfAttached(t *testing.T) {
	annexed := 0
	for seed := range uint64(150) {
		r := rand.New(rand.NewPCG(seed, 4))
		main := attachedDocument(t, "", genre(r))
		docs := []*doc.Document{main}
		for i := range 1 + r.IntN(3) {
			name := fmt.Sprintf("%d. %s.txt", i+1, strings.ReplaceAll(middles[r.IntN(len(middles))], "/", "-"))
			docs = append(docs, attachedDocument(t, name, genre(r)))
			main.Attachments = append(main.Attachments, doc.Media{Name: name, Data: []byte("x")})
		}
		iss, err := issue.Recover(docs, profile(t))
		if err == issue.ErrNoText {
			continue
		}
		if lost, invented := issue.Ledger(docs, iss); lost != "" || invented != "" {
			t.Fatalf("random documents %d: lost %q, invented %q", seed, short(lost), short(invented))
		}
		attached := len(iss.Attachments)
		paths := map[string]bool{}
		for _, s := range iss.Sections {
			for _, a := range s.Articles {
				paths[s.Key+"/"+a.Key] = true
			}
		}
		for _, s := range iss.Sections {
			for _, a := range s.Articles {
				attached += len(a.Attachments)
				annexed += len(a.Annexes)
				for _, path := range a.Annexes {
					if !paths[path] {
						t.Errorf("random documents %d: %s/%s refers to %s, which is not there", seed, s.Key, a.Key, path)
					}
				}
			}
		}
		if attached < len(main.Attachments) {
			t.Errorf("random documents %d: %d of %d files are attached", seed, attached, len(main.Attachments))
		}
	}
	if annexed == 0 {
		t.Error("nothing was ever annexed: the test is worth nothing")
	}
}

// The issue is told from what is attached to it by its name and its words.
func TestMain(t *testing.T) {
	bulletin := attachedDocument(t, "소식지.txt", []byte("가온나루 소식\n2024년 7월호\n\n목차\n1. 등대 소식\n2. 나루터 소식\n\n1. 등대 소식\n\n등대가 섰다. 등대 점등 관리 규칙을 따른다.\n\n2. 나루터 소식\n\n배가 떴다.\n"))
	law := func(name string) *doc.Document {
		return attachedDocument(t, name, []byte("등대 점등 관리 규칙\n\n제1조 가나다라.\n\n제2조 마바사.\n\n제3조 아자차.\n"))
	}
	for _, c := range []struct {
		name    string
		docs    []*doc.Document
		main    int
		certain bool
	}{
		{"by its words", []*doc.Document{law("등대 점등 관리 규칙.txt"), bulletin}, 1, true},
		{"by the label of the other", []*doc.Document{law("붙임 1.txt"), bulletin}, 1, true},
		{"two of a kind", []*doc.Document{law("가.txt"), law("나.txt")}, 0, false},
	} {
		if main, certain := issue.Main(c.docs, profile(t)); main != c.main || certain != c.certain {
			t.Errorf("%s: document %d, certain %v", c.name, main, certain)
		}
	}
}

// A law whose title the bulletin only names fills that place; its title, said
// twice, counts once.
func TestFill(t *testing.T) {
	main := attachedDocument(t, "", []byte("가온나루 소식\n2024년 7월호\n\n1. 법률 뉴스\n\n01. 등대 소식\n\n출처: 징만항만일보\n\n등대가 섰다.\n\n2. 새 법령\n\n01. 등대 점등 관리 규칙\n\n02. 나루터 청소 규정\n"))
	lamp := attachedDocument(t, "b.txt", []byte("등대 점등 관리 규칙\n\n제1조 가나다라.\n\n제2조 마바사.\n\n제3조 아자차.\n"))
	broom := attachedDocument(t, "나루터 청소 규정.txt", []byte("제1조 빗자루를 든다.\n\n제2조 쓴다.\n\n제3조 내려놓는다.\n"))
	docs := []*doc.Document{main, lamp, broom}
	iss, err := issue.Recover(docs, profile(t))
	if err != nil {
		t.Fatal(err)
	}
	if lost, invented := issue.Ledger(docs, iss); lost != "" || invented != "" {
		t.Errorf("lost %q, invented %q", lost, invented)
	}
	i := slices.IndexFunc(iss.Sections, func(s issue.Section) bool { return s.Kind == issue.Law })
	if i < 0 || len(iss.Sections[i].Articles) != 2 || len(iss.Sections) != 2 {
		t.Fatalf("%+v", iss.Sections)
	}
	for k, want := range []string{"제2조 마바사.", "제2조 쓴다."} {
		a := iss.Sections[i].Articles[k]
		if got := doc.Text(a.Editions[0].Body...); !strings.Contains(got, want) || a.Pos.File == "" {
			t.Errorf("%s: %q", a.Editions[0].Title.Text, got)
		}
	}
}
