package browsertest

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
	"unicode"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"github.com/backissue/backissue/site/preview"
)

// TestBenchSearch prints how search does beside Pagefind, at the numbers of
// pages that BACKISSUE_BENCH_SEARCH has: "300 10000 30000". The folder of
// Pagefind's program is BACKISSUE_PAGEFIND; without, its columns stay empty.
func TestBenchSearch(t *testing.T) {
	sizes := strings.Fields(os.Getenv("BACKISSUE_BENCH_SEARCH"))
	if len(sizes) == 0 {
		t.Skip("a measurement: run make bench-search")
	}
	fmt.Println("| pages | engine | recall | precision | P@5 | first query kB, median / p90 | further kB | further ms at 12 Mbit/s, 80 ms: median / p90 | build s (of one core) per 10,000 | peak MB | disk MB | files |")
	fmt.Println("|---|---|---|---|---|---|---|---|---|---|---|---|")
	for _, size := range sizes {
		pages, err := strconv.Atoi(size)
		if err != nil {
			t.Fatal(err)
		}
		benchSearch(t, pages)
	}
}

func benchSearch(t *testing.T, pages int) {
	demonstration := archives[0].built(t)
	frame, err := os.ReadFile(filepath.Join(demonstration, "ko/2024-03/laws/01/index.html"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	all, err := newCorpus().write(dir, string(frame), pages)
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{"js", "css", "ko/search"} {
		if err := os.CopyFS(filepath.Join(dir, folder), os.DirFS(filepath.Join(demonstration, folder))); err != nil {
			t.Fatal(err)
		}
	}
	asked := questions(all)
	exam{t: t, dir: dir, pages: pages, asked: asked, name: "backissue", folder: "search", counted: []string{"/search/", "/js/search"}}.ours()
	program := os.Getenv("BACKISSUE_PAGEFIND")
	if program == "" {
		return
	}
	for _, mode := range []string{"ko", "zh"} {
		exam{t: t, dir: dir, pages: pages, asked: asked, name: "Pagefind, " + mode, folder: "pagefind", counted: []string{"/pagefind/"}}.pagefind(program, mode)
	}
}

// A question is what is asked for, and the pages that have it.
type question struct {
	words string
	truth map[string]bool
}

// plainly is a text without what makes no difference.
func plainly(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, cases.Fold().String(norm.NFKC.String(s)))
}

// questions draws parts of texts: of all scripts without spaces, whole Korean
// words, numbers of documents.
func questions(all []written) []question {
	r := rand.New(rand.NewPCG(99, 1))
	texts := make([][]string, len(all))
	for i, p := range all {
		for _, b := range append([]string{p.title}, p.blocks...) {
			texts[i] = append(texts[i], plainly(b))
		}
	}
	tables := []*unicode.RangeTable{unicode.Han, unicode.Hangul, unicode.Han, unicode.Hangul, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar, unicode.Hiragana}
	var out []question
	for len(out) < 42 {
		n := r.IntN(len(all))
		p := all[n]
		words := ""
		switch kind := len(out) % 7; kind {
		case 5:
			if f := strings.Fields(p.blocks[1]); len(f) > 0 {
				words = f[r.IntN(len(f))]
			}
		case 6:
			words = p.blocks[0]
		default:
			table := tables[r.IntN(len(tables))]
			runes := []rune(p.blocks[r.IntN(len(p.blocks))])
			from := r.IntN(len(runes))
			to := min(len(runes), from+2+r.IntN(6))
			part := runes[from:to]
			if slices.ContainsFunc(part, func(c rune) bool { return !unicode.In(c, table, unicode.M) }) {
				continue
			}
			words = string(part)
		}
		words = strings.Trim(words, ". ")
		if len([]rune(words)) < 2 {
			continue
		}
		q := question{words, map[string]bool{}}
		for i, blocks := range texts {
			if slices.ContainsFunc(blocks, func(b string) bool { return strings.Contains(b, plainly(words)) }) {
				q.truth[all[i].path] = true
			}
		}
		out = append(out, q)
	}
	return out
}

// An exam is one engine on one site.
type exam struct {
	t       *testing.T
	dir     string
	pages   int
	asked   []question
	name    string
	folder  string   // of its index
	counted []string // paths of what it loads

	seconds, cpu float64
	peak         int64 // kB
}

// build runs a program that makes an index.
func (e *exam) build(cmd *exec.Cmd) {
	e.t.Helper()
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	start := time.Now()
	if err := cmd.Start(); err != nil {
		e.t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	for {
		select {
		case err := <-done:
			if err != nil {
				e.t.Fatalf("%s: %v\n%s", e.name, err, said.String())
			}
			e.seconds = time.Since(start).Seconds()
			e.cpu = (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
			return
		case <-time.After(20 * time.Millisecond):
			e.peak = max(e.peak, resident(cmd.Process.Pid))
		}
	}
}

// resident returns the most memory that a process had, in kB, or 0. What the
// system counts for a process that has ended, it counts from before the program
// was started, when the process was this one's.
func resident(pid int) (kB int64) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	fmt.Sscan(rest, &kB)
	return kB
}

func (e exam) ours() {
	program := filepath.Join(e.t.TempDir(), "search.test")
	if out, err := exec.Command("go", "test", "-c", "-o", program, "../search").CombinedOutput(); err != nil {
		e.t.Fatalf("%v\n%s", err, out)
	}
	cmd := exec.Command(program, "-test.run", "^TestBenchIndex$")
	cmd.Env = append(os.Environ(), "BACKISSUE_BENCH_INDEX="+e.dir)
	e.build(cmd)
	e.ask("ko/search/", `q => new Promise(done => {
		const status = document.querySelector(".status"), box = document.querySelector(".search__words")
		status.textContent = ""
		new MutationObserver((_, o) => {
			if (!status.textContent) return
			o.disconnect()
			done()
		}).observe(status, {childList: true})
		box.dispatchEvent(new Event("focus"))
		box.value = q
		const go = () => globalThis.Q ? box.form.requestSubmit() : setTimeout(go, 1)
		go()
	})`, `(async () => {
		const more = document.querySelector(".onward button"), list = () => [...document.querySelectorAll(".results a")]
		for (let i = 0; i < 20 && !more.hidden && list().length < 100; i++) {
			more.click()
			while (document.querySelector(".results").ariaBusy === "true") await new Promise(r => setTimeout(r, 10))
		}
		return {near: document.querySelector(".status").textContent.includes("가장 가까운"), paths: list().map(a => new URL(a.href).pathname.slice(1))}
	})()`)
}

func (e exam) pagefind(program, mode string) {
	os.RemoveAll(filepath.Join(e.dir, e.folder))
	e.build(exec.Command(program, "--site", e.dir, "--force-language", mode))
	e.ask("ko/search/", `async q => {
		globalThis.pf ??= await import("/pagefind/pagefind.js")
		globalThis.found = await pf.search(q)
		globalThis.shown = await Promise.all(found.results.slice(0, 10).map(r => r.data()))
	}`, `Promise.all(found.results.slice(0, 100).map(r => r.data())).then(all => ({near: false, paths: all.map(d => d.raw_url.slice(1))}))`)
}

// counting serves a site as most hosts do, texts compressed, and counts the
// bytes of some files. If slow, its line has a delay and a width: not the
// browser's own emulation of one, of which what a worker fetches knows nothing.
type counting struct {
	next    http.Handler
	prefix  []string
	counted atomic.Int64
	slow    atomic.Bool

	mu   sync.Mutex
	idle time.Time // when the line has sent all it is to send
}

const (
	delay = 80 * time.Millisecond
	width = 12_000_000 / 8 // bytes a second
)

// wait takes the time of sending so many bytes.
func (c *counting) wait(size int) {
	if !c.slow.Load() {
		return
	}
	c.mu.Lock()
	start := time.Now().Add(delay)
	if start.Before(c.idle) {
		start = c.idle
	}
	c.idle = start.Add(time.Duration(size) * time.Second / width)
	end := c.idle
	c.mu.Unlock()
	time.Sleep(time.Until(end))
}

func (c *counting) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	record := httptest.NewRecorder()
	c.next.ServeHTTP(record, r)
	body := record.Body.Bytes()
	for key, values := range record.Header() {
		if key != "Content-Length" {
			w.Header()[key] = values
		}
	}
	w.Header().Set("Cache-Control", "max-age=600")
	if t := record.Header().Get("Content-Type"); strings.HasPrefix(t, "text/") || t == "application/json" {
		var b strings.Builder
		z := gzip.NewWriter(&b)
		z.Write(body)
		z.Close()
		body = []byte(b.String())
		w.Header().Set("Content-Encoding", "gzip")
	}
	if slices.ContainsFunc(c.prefix, func(p string) bool { return strings.HasPrefix(r.URL.Path, p) }) {
		c.counted.Add(int64(len(body)))
	}
	c.wait(len(body))
	w.WriteHeader(record.Code)
	w.Write(body)
}

// ask puts all questions, with two scripts: one that searches and waits for the
// first results, one that returns them all.
func (e exam) ask(page, run, results string) {
	t := e.t
	host := &counting{next: preview.Handler(os.DirFS(e.dir)), prefix: e.counted}
	server := httptest.NewServer(host)
	defer server.Close()
	b := borrow(t)
	type answer struct {
		Near  bool
		Paths []string
	}
	// What is fetched after the first results counts, the time for it does not.
	call := func(words string) float64 {
		return eval[float64](t, b, fmt.Sprintf(`(async () => {
			const start = performance.now(), list = document.querySelector(".results")
			await (%s)(%q)
			const ms = performance.now() - start
			while (list.ariaBusy === "true") await new Promise(r => setTimeout(r, 5))
			return ms
		})()`, run, words))
	}
	fresh := func() {
		b.do(t, command(network.ClearBrowserCache, cdp.Empty{}))
		b.open(t, server.URL+"/"+page)
	}
	var first, further, ms []float64
	var recall, precision, five sum
	for i, q := range e.asked {
		fresh()
		host.counted.Store(0)
		call(q.words)
		first = append(first, float64(host.counted.Load())/1000)
		a := eval[answer](t, b, results)
		right, right5 := 0, 0
		for j, path := range a.Paths {
			path, _ = url.PathUnescape(path)
			if q.truth[strings.TrimSuffix(path, "index.html")] {
				right++
				if j < 5 {
					right5++
				}
			}
		}
		if len(a.Paths) > 0 && !a.Near {
			precision.add(float64(right) / float64(len(a.Paths)))
			five.add(float64(right5) / float64(min(5, len(a.Paths))))
		}
		if a.Near {
			right = 0
		}
		r := float64(right) / float64(min(len(q.truth), 100))
		recall.add(min(1, r))
		if r < 1 && os.Getenv("BACKISSUE_BENCH_MISSED") != "" {
			fmt.Fprintf(os.Stderr, "%s: %d: %q: %d of %d\n", e.name, i, q.words, right, len(q.truth))
		}
	}
	fresh()
	call(e.asked[0].words)
	for _, q := range e.asked[1:] {
		host.counted.Store(0)
		call(q.words)
		further = append(further, float64(host.counted.Load())/1000)
	}
	fresh()
	call(e.asked[0].words)
	host.slow.Store(true)
	for _, q := range e.asked[1:] {
		ms = append(ms, call(q.words))
	}
	files, size := weigh(t, filepath.Join(e.dir, e.folder))
	fmt.Printf("| %d | %s | %.3f | %.3f | %.3f | %.1f / %.1f | %.1f | %.0f / %.0f | %.2f (%.2f) | %d | %.1f | %d |\n", e.pages, e.name,
		recall.mean(), precision.mean(), five.mean(), part(first, 0.5), part(first, 0.9), part(further, 0.5), part(ms, 0.5), part(ms, 0.9),
		e.seconds*10_000/float64(e.pages), e.cpu*10_000/float64(e.pages), e.peak/1000, float64(size)/1e6, files)
}

type sum struct{ total, n float64 }

func (s *sum) add(x float64) { s.total += x; s.n++ }
func (s *sum) mean() float64 { return s.total / max(1, s.n) }

// part returns the number that a part of all are not above.
func part(all []float64, p float64) float64 {
	all = slices.Sorted(slices.Values(all))
	return all[min(len(all)-1, int(p*float64(len(all))))]
}

func weigh(t *testing.T, dir string) (files int, size int64) {
	t.Helper()
	err := filepath.WalkDir(dir, func(_ string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			files++
			size += info.Size()
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files, size
}
