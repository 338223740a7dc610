package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"sync"
	"syscall"
	"time"

	"github.com/backissue/backissue/site"
)

// serveMemory is how much the preview takes before it works harder to give
// memory back.
const serveMemory = 480 << 20

func runServe(c *command) error {
	o := site.ServeOptions{}
	err := c.parse(func(flags *flag.FlagSet) {
		flags.StringVar(&o.Addr, "addr", "127.0.0.1:1313", "")
		flags.DurationVar(&o.Poll, "poll", 0, "")
	})
	if err != nil {
		return err
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(serveMemory)
		debug.SetGCPercent(300) // below that, time is what an editor waits for
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// What the session tells comes from several goroutines.
	var mu sync.Mutex
	tell := func(what func()) {
		mu.Lock()
		defer mu.Unlock()
		what()
	}
	progress, clear := c.progress()
	if progress != nil {
		o.Progress = func(done, total int, name string) { tell(func() { progress(done, total, name) }) }
	}
	o.Ready = func(url string) { tell(func() { fmt.Fprintln(c.stdout, url) }) }
	o.Note = func(line string) { tell(func() { clear(); c.note("%s", line) }) }
	o.Imported = func(report *site.Report) {
		tell(func() {
			clear()
			c.imported(report)
		})
	}
	o.Wrong = func(problems []error) {
		tell(func() {
			clear()
			c.wrong(problems)
		})
	}
	return site.Serve(ctx, c.dir, o)
}

// imported tells what came of documents that changed.
func (c *command) imported(report *site.Report) {
	at := time.Now().Format("15:04:05")
	for _, i := range report.Issues {
		c.note("%s %s: %s, %s", at, i.Key, count(i.Articles(), "article"), count(len(i.Doubts), "doubt"))
	}
	c.asides(report)
	for _, failed := range report.Failed {
		c.problem(failed.Error, failed.Hint)
	}
}

// wrong tells what is wrong with the archive's files now.
func (c *command) wrong(problems []error) {
	for _, err := range problems {
		c.problem(err.Error(), site.Hint(err))
	}
	if len(problems) == 0 {
		c.note("all is well again")
	}
}
