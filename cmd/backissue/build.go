package main

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/backissue/backissue/site"
)

func runBuild(c *command) error {
	var f importFlags
	if err := c.parse(f.define); err != nil {
		return err
	}
	return c.build(f)
}

// build makes the site even where a document failed: the earlier
// bundles are still there, and the exit status tells.
func (c *command) build(f importFlags) error {
	report, err := c.importAll(f)
	if err != nil {
		return err
	}
	pages, err := site.Build(context.Background(), c.dir)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.stdout, "%s  %s\n", filepath.Join(c.dir, site.Public), count(pages, "page"))
	return c.verdict(report, f.strict)
}
