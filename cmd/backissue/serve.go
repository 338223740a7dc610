package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/backissue/backissue/site"
)

func runServe(c *command) error {
	var addr string
	err := c.parse(func(flags *flag.FlagSet) {
		flags.StringVar(&addr, "addr", "127.0.0.1:1313", "")
	})
	if err != nil {
		return err
	}
	// A bad document is told, and the rest of the archive is still shown.
	if err := c.build(importFlags{}, site.BuildOptions{}); err != nil && !errors.Is(err, errFailed) {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return site.Serve(ctx, c.dir, site.ServeOptions{
		Addr:  addr,
		Ready: func(url string) { fmt.Fprintln(c.stdout, url) },
	})
}
