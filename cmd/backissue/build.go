package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"path/filepath"

	"github.com/backissue/backissue/site"
)

func runBuild(c *command) error {
	var f importFlags
	var o site.BuildOptions
	var verify bool
	err := c.parse(func(flags *flag.FlagSet) {
		f.define(flags)
		flags.BoolVar(&o.Offline, "offline", false, "")
		flags.BoolVar(&verify, "verify", false, "")
		flags.StringVar(&o.Out, "out", "", "")
		flags.Func("rights", "", func(value string) error {
			if o.PublicRights = value == "public"; !o.PublicRights && value != "all" {
				return errors.New("want public or all")
			}
			return nil
		})
	})
	if err != nil {
		return err
	}
	if err := c.build(f, o); err != nil || !verify {
		return err
	}
	sum, err := site.Verify(context.Background(), c.dir, o)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.stdout, "sha256:%s  the same in two builds\n", sum)
	return nil
}

// build makes the site even where a document failed: the earlier
// bundles are still there, and the exit status tells.
func (c *command) build(f importFlags, o site.BuildOptions) error {
	report, err := c.importAll(f)
	if err != nil {
		return err
	}
	pages, err := site.Build(context.Background(), c.dir, o)
	if err != nil {
		return err
	}
	out := o.Out
	if out == "" {
		out = filepath.Join(c.dir, site.Public)
	}
	fmt.Fprintf(c.stdout, "%s  %s\n", out, count(pages, "page"))
	return c.verdict(report, f.strict)
}
