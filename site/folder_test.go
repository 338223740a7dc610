package site

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/issue"
)

// sourcesOf makes an archive with the given files in its folder of sources.
func sourcesOf(t testing.TB, files map[string]string) *archive {
	t.Helper()
	dir := archiveOf(t, nil)
	for name, data := range files {
		path := filepath.Join(dir, Sources, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	a, err := open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// bulletin names two laws that lie beside it, one of them under its title in
// the section of laws, and two files.
const bulletin = `가온나루 항만통상 소식
2024년 7월호 (제29호)

목차

1. 법률 뉴스
01. 항무감독서, 등대 점등 시각을 앞당겨
02. 나루터 계절 요금 조정
2. 새 법령
01. 등대 점등 관리 규칙
02. 나루터 청소 당번에 관한 고시

1. 법률 뉴스

01. 항무감독서, 등대 점등 시각을 앞당겨

출처: 징만항만일보

항무감독서는 8월 1일부터 모든 등대의 점등 시각을 해 지기 반 시간 전으로 앞당긴다고 밝혔다. 자세한 시각은 붙인 조석표.csv에 있다.

02. 나루터 계절 요금 조정

출처: 학정신문망

나루터 요금이 여름에는 내리고 겨울에는 오른다. 근거는 나루터 요금 심의 규정이다. 이 규정은 이번에 함께 공개되었다.

2. 새 법령

01. 등대 점등 관리 규칙

02. 나루터 청소 당번에 관한 고시

나루터 관리소는 매주 월요일에 청소 당번을 정한다. 당번은 바뀔 수 있다.
`

const lampRules = `붙임 1

등대 점등 관리 규칙
(항무감독서 규칙 〔2024〕7호, 2024년 7월 3일 제정)

제1조 이 규칙은 등대를 켜고 끄는 시각을 정한다.

제2조 등대지기는 해 지기 반 시간 전에 등대를 켠다.

제3조 안개가 끼면 낮에도 등대를 켠다.

제4조 이 규칙은 2024년 8월 1일부터 시행한다.
`

const feeRules = `나루터 요금 심의 규정

제1조 이 규정은 나루터 요금을 정하는 절차를 정한다.

제2조 요금은 한 해에 두 번 심의한다.

제3조 심의 결과는 나루터마다 붙인다.
`

func bulletinFolder() map[string]string {
	return map[string]string{
		"2024-07/소식지.txt":               "\ufeff" + bulletin,
		"2024-07/붙임 1. 등대 점등 관리 규칙.txt": lampRules,
		"2024-07/붙임 2_나루터 요금 심의 규정.txt": feeRules,
		"2024-07/조석표.csv":               "시각,높이\n06:10,3.2\n",
		"2024-07/photos/lamp.png":       "\x89PNG\r\n\x1a\n",
		"2024-07/.~lock.소식지.txt#":       "x",
		"2024-07/photos/Thumbs.db":      "x",
	}
}

func titlesOf(i *issue.Issue) []string {
	var out []string
	for _, s := range i.Sections {
		for _, a := range s.Articles {
			out = append(out, s.Key+"/"+a.Key+" "+a.Editions[0].Title.Text)
		}
	}
	return out
}

// A folder is one issue: texts of laws go to the articles that bear their
// titles, others are annexes of the articles that name them, and files go with
// those that name them.
func TestFolder(t *testing.T) {
	a := sourcesOf(t, bulletinFolder())
	r, err := readOne(a, "2024-07")
	if err != nil {
		t.Fatal(err)
	}
	if l := r.ledger; l.Lost+l.Invented != "" {
		t.Errorf("lost %q, invented %q", l.Lost, l.Invented)
	}
	if r.issue.Key != "2024-07" || r.source.Name != "2024-07/소식지.txt" {
		t.Errorf("issue %s from %s", r.issue.Key, r.source.Name)
	}
	want := []string{
		"news/01 항무감독서, 등대 점등 시각을 앞당겨",
		"news/02 나루터 계절 요금 조정",
		"laws/01 등대 점등 관리 규칙",
		"laws/02 나루터 청소 당번에 관한 고시",
		"laws/03 나루터 요금 심의 규정",
	}
	if got := titlesOf(r.issue); !slices.Equal(got, want) {
		t.Fatalf("got  %q\nwant %q", got, want)
	}
	news, laws := r.issue.Sections[0].Articles, r.issue.Sections[1].Articles
	if text := doc.Text(laws[0].Editions[0].Body...); !strings.Contains(text, "해 지기 반 시간 전에 등대를 켠다") || laws[0].Pos.File != "2024-07/붙임 1. 등대 점등 관리 규칙.txt" {
		t.Errorf("%s: %q", laws[0].Pos.File, text)
	}
	if laws[0].Number == "" || laws[0].Enacted != "2024-07-03" {
		t.Errorf("number %q, enacted %q", laws[0].Number, laws[0].Enacted)
	}
	if text := doc.Text(laws[1].Editions[0].Body...); !strings.Contains(text, "청소 당번을 정한다") {
		t.Errorf("%q", text)
	}
	if got := news[1].Annexes; !slices.Equal(got, []string{"laws/03"}) {
		t.Errorf("annexes of news/02: %q", got)
	}
	if got := news[0].Attachments; len(got) != 1 || got[0].Name != "조석표.csv" {
		t.Errorf("attachments of news/01: %+v", got)
	}
	if got := r.issue.Attachments; len(got) != 1 || got[0].Name != "lamp.png" {
		t.Errorf("attachments of the issue: %+v", got)
	}
	for _, d := range r.issue.Doubts {
		if d.Code == "annex-unnamed" || d.Code == "main-document" {
			t.Errorf("doubt %s: %s", d.Code, d.Text)
		}
	}
}

// The same where nothing is printed in front, and where the section of laws is
// nothing but their titles.
func TestFolderWithoutContents(t *testing.T) {
	files := bulletinFolder()
	_, body, _ := strings.Cut(bulletin, "02. 나루터 청소 당번에 관한 고시\n\n")
	body, _, _ = strings.Cut(body, "02. 나루터 청소 당번에 관한 고시")
	files["2024-07/소식지.txt"] = "가온나루 항만통상 소식\n2024년 7월호 (제29호)\n\n" + body + "02. 나루터 요금 심의 규정\n"
	r, err := readOne(sourcesOf(t, files), "2024-07")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"news/01 항무감독서, 등대 점등 시각을 앞당겨",
		"news/02 나루터 계절 요금 조정",
		"laws/01 등대 점등 관리 규칙",
		"laws/02 나루터 요금 심의 규정",
	}
	if got := titlesOf(r.issue); !slices.Equal(got, want) {
		t.Fatalf("got  %q\nwant %q", got, want)
	}
	for _, a := range r.issue.Sections[1].Articles {
		if !strings.Contains(doc.Text(a.Editions[0].Body...), "제3조") {
			t.Errorf("%s has no text", a.Editions[0].Title.Text)
		}
	}
	if l := r.ledger; l.Lost+l.Invented != "" {
		t.Errorf("lost %q, invented %q", l.Lost, l.Invented)
	}
}

// What is unreadable is attached as it is and told; which document is the
// issue must be certain then.
func TestFolderUnreadable(t *testing.T) {
	files := bulletinFolder()
	files["2024-07/붙임 3. 항로도.pdf"] = "%PDF-1.4\nnot really"
	files["2024-07/empty.csv"] = ""
	r, err := readOne(sourcesOf(t, files), "2024-07")
	if err != nil {
		t.Fatal(err)
	}
	var losses []string
	for _, l := range r.issue.Losses {
		losses = append(losses, l.File)
	}
	if want := []string{"2024-07/붙임 3. 항로도.pdf", "2024-07/empty.csv"}; !slices.Equal(losses, want) {
		t.Errorf("losses in %q, want %q", losses, want)
	}
	if !slices.ContainsFunc(r.issue.Attachments, func(m doc.Media) bool { return m.Name == "붙임 3. 항로도.pdf" }) {
		t.Error("the file that cannot be read is not attached")
	}

	files = map[string]string{
		"x/소식지.pdf": "%PDF-1.4\nnot really",
		"x/붙임 1. 등대 점등 관리 규칙.txt": lampRules,
		"x/나루터 요금 심의 규정.txt":      feeRules,
	}
	if _, err := readOne(sourcesOf(t, files), "x"); err == nil || !strings.Contains(err.Error(), "x/소식지.pdf: cannot be read: pdf: ") {
		t.Errorf("got %v", err)
	}
	if _, err := readOne(sourcesOf(t, map[string]string{"x/lamp.png": "\x89PNG\r\n\x1a\n"}), "x"); err == nil || !strings.HasSuffix(err.Error(), "x: holds no document") {
		t.Errorf("got %v", err)
	}
}

// A page and a text in Markdown show the pictures that lie beside them.
func TestFolderPictures(t *testing.T) {
	const png = "\x89PNG\r\n\x1a\n"
	for name, page := range map[string]string{
		"page.html": "<html><body><h1>가온나루 소식 2024년 7월호</h1><p>등대가 섰다.</p><img src='page_files/a%20b.png' alt='등대'><img src='../secret.png'></body></html>",
		"page.md":   "# 가온나루 소식 2024년 7월호\n\n등대가 섰다.\n\n![등대](page_files/a%20b.png)\n\n![x](../secret.png)\n\n# 둘\n\n글.\n",
	} {
		r, err := readOne(sourcesOf(t, map[string]string{
			"x/" + name: page, "x/page_files/a b.png": png, "x/page_files/unused.css": "p{}", "secret.png": png,
		}), "x")
		if err != nil {
			t.Fatal(err)
		}
		if m := r.issue.Media; len(m) != 1 || m[0].Name != "a-b.png" || string(m[0].Data) != png {
			t.Errorf("%s: media %+v", name, m)
		}
		if len(r.issue.Attachments) > 0 {
			t.Errorf("%s: attachments %+v", name, r.issue.Attachments)
		}
		if l := r.issue.Losses; len(l) != 1 || !strings.Contains(l[0].Reason, "secret.png") {
			t.Errorf("%s: losses %+v", name, l)
		}
	}
}

// Several messages of one file are several issues.
func TestMailbox(t *testing.T) {
	const head = "From news@example.org Mon Jul 01 09:00:00 2024\nFrom: news@example.org\nSubject: "
	box := head + "가온나루 소식 2024년 7월호\nDate: Mon, 1 Jul 2024 09:00:00 +0900\n\n등대가 섰다. 등대지기는 기뻐한다.\n\n" +
		head + "x\n\n-----BEGIN PGP MESSAGE-----\n\n" +
		head + "가온나루 소식 2024년 8월호\nDate: Thu, 1 Aug 2024 09:00:00 +0900\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain; charset=utf-8\n\n배가 떴다. 나루터 요금 심의 규정을 붙인다.\n" +
		"--x\nContent-Type: text/plain; charset=utf-8; name=\"=?utf-8?q?=EB=82=98=EB=A3=A8=ED=84=B0 =EC=9A=94=EA=B8=88 =EC=8B=AC=EC=9D=98 =EA=B7=9C=EC=A0=95.txt?=\"\nContent-Disposition: attachment\n\n" + feeRules + "\n--x--\n\n"
	a := sourcesOf(t, map[string]string{"box.mbox": box})
	read, failed := a.read("box.mbox")
	if len(failed) != 1 || !strings.HasSuffix(failed[0].Error(), "box.mbox: message 2: cannot be read: mail: the message is encrypted (PGP)") {
		t.Errorf("failed: %v", failed)
	}
	if len(read) != 2 || read[0].issue.Key != "2024-07" || read[1].issue.Key != "2024-08" || read[1].source.Message != 3 {
		t.Fatalf("read %d", len(read))
	}
	last := read[1].issue
	if got := titlesOf(last); len(got) != 2 || !strings.HasSuffix(got[1], " 나루터 요금 심의 규정") {
		t.Errorf("got %q", got)
	}
	if first := last.Sections[0].Articles[0]; len(first.Annexes) != 1 || len(first.Attachments) != 1 {
		t.Errorf("annexes %q, attachments %d", first.Annexes, len(first.Attachments))
	}
	if l := read[1].ledger; l.Lost+l.Invented != "" {
		t.Errorf("lost %q, invented %q", l.Lost, l.Invented)
	}
}

// The site hands out what came with an article, and those originals that its
// owner wants to.
func TestFolderSite(t *testing.T) {
	a := sourcesOf(t, bulletinFolder())
	importAll(t, a.dir)
	build := func() map[string][]byte {
		t.Helper()
		if _, err := Build(t.Context(), a.dir, BuildOptions{}); err != nil {
			t.Fatal(err)
		}
		return files(t, a.path(Public))
	}
	has := func(public map[string][]byte, page, want string) {
		t.Helper()
		if !strings.Contains(string(public[page]), want) {
			t.Errorf("%s lacks %s:\n%s", page, want, public[page])
		}
	}
	public := build()
	for name := range public {
		if strings.HasPrefix(name, "sources/") {
			t.Errorf("%s is published, and nobody asked for it", name)
		}
	}
	if got := string(public["ko/2024-07/news/01/files/조석표.csv"]); got != "시각,높이\n06:10,3.2\n" {
		t.Errorf("the attached file: %q", got)
	}
	has(public, "ko/2024-07/news/01/index.html", `files/%EC%A1%B0%EC%84%9D%ED%91%9C.csv download>조석표.csv</a>`)
	has(public, "ko/2024-07/index.html", `files/lamp.png download>lamp.png</a>`)
	has(public, "ko/2024-07/news/02/index.html", `ko/2024-07/laws/03/>나루터 요금 심의 규정</a>`)

	config, err := os.OpenFile(a.path(Config), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := config.WriteString("\n[params]\noriginals = [\"txt\"]\n"); err != nil {
		t.Fatal(err)
	}
	config.Close()
	public = build()
	if public["sources/2024-07/소식지.txt"] == nil || public["sources/2024-07/붙임 1. 등대 점등 관리 규칙.txt"] == nil {
		t.Error("the originals are not published")
	}
	has(public, "ko/2024-07/laws/01/index.html", `.txt type=text/plain>붙임 1. 등대 점등 관리 규칙.txt</a>`)
	has(public, "ko/2024-07/index.html", "SHA-256")
}

// A folder of issues is no issue, and which document is the issue is never
// guessed without saying so.
func TestFolderOfIssues(t *testing.T) {
	july := bulletinFolder()["2024-07/소식지.txt"]
	august := strings.ReplaceAll(july, "7월호 (제29호)", "8월호 (제30호)")
	files := map[string]string{"older/a.txt": july, "older/b.txt": august}
	if _, err := readOne(sourcesOf(t, files), "older"); err == nil || !strings.HasSuffix(err.Error(), "older: holds several issues: a.txt is one, b.txt another") {
		t.Errorf("got %v", err)
	}
	files["older/older.txt"] = july
	if r, err := readOne(sourcesOf(t, files), "older"); err != nil || r.source.Name != "older/older.txt" {
		t.Errorf("got %v", err)
	}

	report := importAll(t, sourcesOf(t, map[string]string{"2024/a.txt": july, "2024/b.txt": august}).dir)
	if len(report.Issues) != 2 || len(report.Failed) > 0 {
		t.Errorf("a folder for a year: %d issues, failed %v", len(report.Issues), report.Failed)
	}

	// The name of the folder decides below a year too.
	nested := map[string]string{"2024/bay/a.txt": july, "2024/bay/bay.txt": august}
	if r, err := readOne(sourcesOf(t, nested), "2024/bay"); err != nil || r.source.Name != "2024/bay/bay.txt" {
		t.Errorf("got %v", err)
	}

	r, err := readOne(sourcesOf(t, map[string]string{
		"2024-07/a.txt": "등대지기의 하루\n\n등대지기는 아침에 일어난다. 그리고 등대를 끈다.\n",
		"2024-07/b.txt": "나루터의 밤\n\n나루터에는 배가 없다. 손님도 없다.\n",
	}), "2024-07")
	if err != nil || !slices.ContainsFunc(r.issue.Doubts, func(d issue.Doubt) bool { return d.Code == "main-document" }) {
		t.Errorf("%v: no doubt about which document is the issue", err)
	}
}

// Somebody's whole correspondence is no bulletin.
func TestMailboxTooLarge(t *testing.T) {
	message := "From a@example.org Mon Jul 01 09:00:00 2024\nFrom: a@example.org\nSubject: x\n\ny\n\n"
	_, failed := sourcesOf(t, map[string]string{"a.mbox": strings.Repeat(message, maxMessages+1)}).read("a.mbox")
	if len(failed) != 1 || !strings.HasSuffix(failed[0].Error(), "a.mbox: holds 2001 messages, where 2000 is the most") {
		t.Errorf("got %v", failed)
	}
}
