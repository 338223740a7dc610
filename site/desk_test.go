package site

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
)

// everyDocument is all the demonstration's documents.
var everyDocument = []string{"2024-03.txt", "2024-04.txt", "2024-05.txt", "2024-06.txt", "2024-07"}

func asked(t *testing.T, h http.Handler, address string) string {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", address, nil))
	if w.Code != http.StatusOK {
		t.Fatalf("%s: %d: %s", address, w.Code, w.Body)
	}
	return w.Body.String()
}

// What check finds of import's doubts and losses is what the desk marks: the
// same document, page or line, and words. What it does not find, the desk takes
// for settled.
func TestDeskMarks(t *testing.T) {
	dir := archiveOf(t, everyDocument)
	if _, err := Import(dir, ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	found, err := Check(dir)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, f := range found {
		if f.Code != "B101" && f.Code != "B102" {
			continue
		}
		n++
		key, _, _ := strings.Cut(f.Article, "/")
		r, err := ReadFindings(dir, key)
		if err != nil {
			t.Fatal(err)
		}
		i := deskImport(r)
		same := false
		for _, m := range slices.Concat(i.Doubts, i.Losses) {
			same = same || Sources+"/"+m.File == f.File && m.Page == f.Page && (m.Line == f.Line || m.Page > 0) && m.Text == f.Text
		}
		if !same {
			t.Errorf("not at the desk: %s", f)
		}
		if _, err := os.Stat(dir + "/" + f.File); err != nil {
			t.Error(err)
		}
	}
	if n == 0 {
		t.Error("nothing to compare")
	}
}

// Each kind of document is shown: a text by its lines, a PDF by its pages, any
// other by what import reads in it.
func TestDeskDocuments(t *testing.T) {
	dir := archiveOf(t, everyDocument)
	if _, err := Import(dir, ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	h := Desk(dir)
	for file, want := range map[string]string{
		"2024-07/2024-07.pdf": `/_desk/picture/1.png/2024-07/2024-07.pdf`,
		"2024-07/붙임 2. 나루터 요금 심의 규정.docx": "The text as import reads it",
	} {
		if page := asked(t, h, "/_desk/source/2024-07/?file="+url.QueryEscape(file)); !strings.Contains(page, want) {
			t.Errorf("%s: no %q", file, want)
		}
	}
	if page := asked(t, h, "/_desk/source/2024-03/"); !strings.Contains(page, `id="l1312"`) {
		t.Error("the last line of a text is not there")
	}
	if !strings.HasPrefix(asked(t, h, "/_desk/picture/1.png/2024-07/2024-07.pdf"), "\x89PNG") {
		t.Error("no picture of a page")
	}
}
