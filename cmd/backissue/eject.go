package main

import (
	"fmt"

	"github.com/backissue/backissue/site"
)

func runEject(c *command) error {
	if err := c.parse(nil, "DIR"); err != nil {
		return err
	}
	if err := site.Eject(c.dir, c.args[0]); err != nil {
		return err
	}
	fmt.Fprintf(c.stdout, "%s\n", c.args[0])
	c.note("build it with: hugo --source %s", c.args[0])
	return nil
}
