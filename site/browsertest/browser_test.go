// Package browsertest reads built sites in a real browser, and has a checker
// of HTML read them.
//
// The tests run with BACKISSUE_BROWSER=1, as make test sets it, and are
// skipped without. Then a missing browser is a failure. With
// BACKISSUE_SCREENSHOTS=FOLDER every page is drawn there as it was looked at,
// for a person to look at too.
package browsertest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

func TestMain(m *testing.M) {
	code := m.Run()
	browsers.close()
	for _, remove := range archivesBuilt {
		remove()
	}
	os.Exit(code)
}

// wanted skips a test where no browser is asked for.
func wanted(t *testing.T) {
	t.Helper()
	if os.Getenv("BACKISSUE_BROWSER") != "1" {
		t.Skip("needs a browser: run make test, or set BACKISSUE_BROWSER=1")
	}
}

// browsers are those that are running. A test takes a tab, alone in its
// browser, and leaves it to the next one.
var browsers pool

type pool struct {
	mu   sync.Mutex
	free []*tab
	stop []context.CancelFunc
}

// borrow returns a tab until the test ends, as if it were new.
func borrow(t *testing.T) *tab {
	t.Helper()
	wanted(t)
	b, err := browsers.take()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { browsers.give(b) })
	b.do(t, chromedp.Navigate("about:blank"))
	b.scripts(t, true)
	b.look(t, look{1280, "light"})
	b.hush()
	return b
}

func (p *pool) take() (*tab, error) {
	p.mu.Lock()
	if n := len(p.free); n > 0 {
		b := p.free[n-1]
		p.free = p.free[:n-1]
		p.mu.Unlock()
		return b, nil
	}
	p.mu.Unlock()
	return p.open()
}

func (p *pool) give(b *tab) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.free = append(p.free, b)
}

func (p *pool) close() {
	for _, stop := range slices.Backward(p.stop) {
		stop()
	}
}

// open starts a browser.
func (p *pool) open() (*tab, error) {
	program := ""
	for _, name := range []string{"chromium", "google-chrome", "chromium-browser"} {
		if found, err := exec.LookPath(name); err == nil {
			program = found
			break
		}
	}
	if program == "" {
		return nil, errors.New("no Chromium on this machine: install it, or run the tests without BACKISSUE_BROWSER")
	}
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.ExecPath(program),
		chromedp.DisableGPU,
		chromedp.NoFirstRun,
		chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true),
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("force-color-profile", "srgb"),
		chromedp.WSURLReadTimeout(time.Minute),
	)
	if os.Getuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	b := &tab{}
	ctx, closeTab := chromedp.NewContext(allocator, chromedp.WithListener(b.listen))
	p.mu.Lock()
	p.stop = append(p.stop, stop, closeTab)
	p.mu.Unlock()
	b.Context = ctx
	err := chromedp.Do(ctx, command(network.Enable, network.EnableParams{}), command(log.Enable, cdp.Empty{}))
	if err != nil {
		return nil, fmt.Errorf("the browser does not start: %w", err)
	}
	return b, nil
}

// A tab is a browser tab that remembers what went wrong in it. It may talk to
// one host and to nobody else.
type tab struct {
	context.Context
	mu         sync.Mutex
	host       string
	complaints []string
}

// command is an action that sends one command of the browser's protocol.
func command[P, R any](c cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, c, params)
		return err
	})
}

func (b *tab) listen(event any) {
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		var words []string
		for _, a := range e.Args {
			words = append(words, string(a.Value))
		}
		b.complain("console.%s: %s", e.Type, strings.Join(words, " "))
	case *runtime.EventExceptionThrown:
		what := e.ExceptionDetails.Text
		if x := e.ExceptionDetails.Exception; x != nil {
			what, _, _ = strings.Cut(x.Description, "\n")
		}
		b.complain("a script fails: %s", what)
	case *log.EventEntryAdded:
		b.complain("%s: %s %s", e.Entry.Level, e.Entry.Text, e.Entry.URL)
	case *network.EventRequestWillBeSent:
		u, err := url.Parse(e.Request.URL)
		b.mu.Lock()
		other := err != nil || u.Host != b.host && u.Scheme != "data"
		b.mu.Unlock()
		if other {
			b.complain("asks another host: %s", e.Request.URL)
		}
	}
}

func (b *tab) complain(format string, args ...any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.complaints = append(b.complaints, fmt.Sprintf(format, args...))
}

// hush returns what went wrong since the last call.
func (b *tab) hush() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	said := b.complaints
	b.complaints = nil
	return said
}

func (b *tab) do(t *testing.T, actions ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	ctx, cancel := context.WithTimeout(b.Context, time.Minute)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		t.Fatal(err)
	}
}

// open goes to an address and waits for the page.
func (b *tab) open(t *testing.T, address string) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	b.mu.Lock()
	b.host = u.Host
	b.mu.Unlock()
	b.do(t, chromedp.Navigate(address))
}

// eval returns what a script in the tab comes to. No policy of the page's
// stops it.
func eval[T any](t *testing.T, b *tab, script string) T {
	t.Helper()
	ctx, cancel := context.WithTimeout(b.Context, time.Minute)
	defer cancel()
	result, err := chromedp.Run(ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	return result
}
