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
	err := c.parse(func(flags *flag.FlagSet) {
		f.define(flags)
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
	return c.build(f, o)
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
	fmt.Fprintf(c.stdout, "%s  %s\n", filepath.Join(c.dir, site.Public), count(pages, "page"))
	return c.verdict(report, f.strict)
}
