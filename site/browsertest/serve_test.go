package browsertest

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/backissue/backissue/site"
)

// serving serves an archive until the test ends.
func serving(t *testing.T, dir string) (home string) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	ready, done := make(chan string, 1), make(chan error, 1)
	go func() {
		done <- site.Serve(ctx, dir, site.ServeOptions{Addr: "127.0.0.1:0", Ready: func(url string) { ready <- url }})
	}()
	select {
	case home = <-ready:
	case err := <-done:
		stop()
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return home
}

// shows waits until a page shows a text, whole and loaded.
func (b *tab) shows(t *testing.T, text string) {
	t.Helper()
	b.until(t, `document.readyState === "complete" && document.body.innerText.includes(`+strconv.Quote(text)+`)`)
}

// TestServe: what an editor saves, in content or in a document, is on the page
// a moment later; a mistake is shown above the page and goes again.
func TestServe(t *testing.T) {
	b := borrow(t)
	dir := t.TempDir()
	if err := demonstration(dir); err != nil {
		t.Fatal(err)
	}
	// As it was imported: nothing is to be done before the first page.
	if err := os.CopyFS(filepath.Join(dir, ".backissue"), os.DirFS(filepath.Join(repository, ".backissue"))); err != nil {
		t.Fatal(err)
	}
	write := func(name, text string) {
		t.Helper()
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file+".new", []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(file+".new", file); err != nil {
			t.Fatal(err)
		}
	}
	home := serving(t, dir)
	file := "content/2024-03/news/01/index.ko.md"
	good, err := os.ReadFile(filepath.Join(dir, file))
	if err != nil {
		t.Fatal(err)
	}

	b.open(t, home+"ko/2024-03/news/01/")
	write(file, string(good)+"\n등대지기가 덧붙인 문단.\n")
	b.shows(t, "등대지기가 덧붙인 문단")

	write(file, "---\ntitle: \"끝나지 않는\n---\n")
	b.until(t, `[...document.querySelectorAll("*")].some(e => e.shadowRoot && e.shadowRoot.textContent.includes("index.ko.md"))`)
	b.shows(t, "등대지기가 덧붙인 문단")
	write(file, string(good)+"\n고친 문단.\n")
	b.shows(t, "고친 문단")

	// A name that all issues know: it comes a little later.
	b.open(t, home+"ko/credits/")
	write("content/2024-03/news/01/facts.yaml", "credit: {text: \"등대신문\", lang: ko}\nrights: press\n")
	b.shows(t, "등대신문")

	// The style changes without loading the page again.
	eval[int](t, b, `window.marked = 1`)
	write("assets/css/own.css", "h1 { color: rgb(1, 2, 3) }")
	b.until(t, `getComputedStyle(document.querySelector("h1")).color === "rgb(1, 2, 3)"`)
	if eval[int](t, b, `window.marked || 0`) != 1 {
		t.Error("the page was loaded again for its style")
	}

	// A new document.
	b.open(t, home+"ko/")
	text, err := os.ReadFile("../../sources/2024-03.txt")
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.ReplaceAll(strings.ReplaceAll(string(text), "March. 2024", "August. 2024"), "2024년 3월", "2024년 8월")
	write("sources/2024-08.txt", changed)
	b.shows(t, "8월")
}

// TestServeSpeed prints how long it takes from saving a file until the page is
// loaded: BACKISSUE_SERVE=1000 go test -run ServeSpeed -v ./site/browsertest.
func TestServeSpeed(t *testing.T) {
	issues, err := strconv.Atoi(os.Getenv("BACKISSUE_SERVE"))
	if err != nil {
		t.Skip("measures: make bench-serve")
	}
	t.Setenv("BACKISSUE_BROWSER", "1")
	b := borrow(t)
	dir := t.TempDir()
	keys := manyIssues(t, dir, issues)
	home, pid, start := running(t, dir)
	b.open(t, home+"ko/")
	t.Logf("%d issues: first page after %v", issues, time.Since(start).Round(time.Millisecond))
	time.Sleep(time.Duration(2+issues/60) * time.Second) // until all issues were looked at

	var took []time.Duration
	for round := range 50 {
		key := keys[rand.IntN(len(keys))]
		file := filepath.Join(dir, "content", key, "news", "01", "index.ko.md")
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		b.open(t, home+"ko/"+key+"/news/01/")
		b.shows(t, "대한")
		for edit := range 10 {
			time.Sleep(time.Duration(100+rand.IntN(600)) * time.Millisecond)
			mark := fmt.Sprintf("고침 %d번의 %d번", round, edit)
			saved := time.Now()
			if err := os.WriteFile(file, append(slices.Clone(text), "\n"+mark+".\n"...), 0o644); err != nil {
				t.Fatal(err)
			}
			b.shows(t, mark)
			took = append(took, time.Since(saved))
		}
	}
	slices.Sort(took)
	t.Logf("%d issues: %d edits, from saving to the page loaded: median %v, 90th percentile %v, most %v; memory %d kB",
		issues, len(took), took[len(took)/2].Round(time.Millisecond), took[len(took)*9/10].Round(time.Millisecond), took[len(took)-1].Round(time.Millisecond), resident(pid))
}

// running serves an archive by the program itself until the test ends.
func running(t *testing.T, dir string) (home string, pid int, start time.Time) {
	t.Helper()
	program := filepath.Join(t.TempDir(), "backissue")
	if out, err := exec.Command("go", "build", "-o", program, "../../cmd/backissue").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	serve := exec.Command(program, "serve", "-C", dir, "--addr", "127.0.0.1:0")
	out, err := serve.StdoutPipe()
	start = time.Now()
	if err == nil {
		err = serve.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		serve.Process.Signal(os.Interrupt)
		serve.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(line), serve.Process.Pid, start
}

// manyIssues writes an archive of n issues with fifteen articles in Korean and
// Chinese, and returns their keys.
func manyIssues(t *testing.T, dir string, n int) (keys []string) {
	t.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	write := func(text string, elem ...string) {
		file := filepath.Join(append([]string{dir}, elem...)...)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	words := func(set []string, k int, between string) string {
		var out []string
		for range k {
			out = append(out, set[random.IntN(len(set))])
		}
		return strings.Join(out, between)
	}
	korean := strings.Fields("항만에 대한 규정을 위원회가 개정하고 선박의 입항과 등대의 점등을 부두에서 관리하는 방안과 통상의 계획을 공포하여 시행한다")
	chinese := strings.Split("关于港口管理规定船舶进出灯塔照明码头贸易发展规划公布施行委员会办法条例监督检查服务", "")
	write("title = \"많은 소식\"\n[languages.ko]\nweight = 1\n[languages.zh-hans]\nweight = 2\n[languages.en]\nweight = 3\n", "hugo.toml")
	if err := os.MkdirAll(filepath.Join(dir, "sources"), 0o755); err != nil {
		t.Fatal(err)
	}
	for i := range n {
		key := fmt.Sprintf("%d-%02d", 1940+i/12, 1+i%12)
		keys = append(keys, key)
		front := func(title, kind string, weight int) string {
			return fmt.Sprintf("---\ntitle: %q\ndate: %s-01\nweight: %d\ntype: %s\n---\n", title, key, weight, kind)
		}
		for _, lang := range []string{"ko", "zh-hans"} {
			write(front(key, "issue", 0), "content", key, "_index."+lang+".md")
			write(front("news", "section", 1), "content", key, "news", "_index."+lang+".md")
			write(front("laws", "section", 2), "content", key, "laws", "_index."+lang+".md")
		}
		for j := range 15 {
			section, kind, number := "news", "news", fmt.Sprintf("%02d", j+1)
			if j >= 10 {
				section, kind, number = "laws", "law", fmt.Sprintf("%02d", j-9)
			}
			law := "《" + words(chinese, 5, "") + "办法》"
			var ko, zh strings.Builder
			for range 8 {
				fmt.Fprintf(&ko, "\n항만에 대한 %s.\n", words(korean, 30, " "))
				fmt.Fprintf(&zh, "\n%s%s。\n", words(chinese, 80, ""), law)
			}
			write(front(words(korean, 6, " "), kind, j+1)+ko.String(), "content", key, section, number, "index.ko.md")
			write(front(words(chinese, 12, ""), kind, j+1)+zh.String(), "content", key, section, number, "index.zh-hans.md")
			write(fmt.Sprintf("credit: {text: \"등대일보 %d\", lang: ko}\ntopics: [\"topic-%d\"]\nrights: own\n", random.IntN(40), random.IntN(12)), "content", key, section, number, "facts.yaml")
		}
	}
	return keys
}
