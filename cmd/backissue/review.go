package main

import (
	"flag"
	"fmt"

	"github.com/backissue/backissue/site"
)

func runReview(c *command) error {
	var of string
	if err := c.parse(func(flags *flag.FlagSet) { flags.StringVar(&of, "of", "", "") }, "FILE…"); err != nil {
		return err
	}
	if err := site.Review(c.dir, of, c.args); err != nil {
		return err
	}
	for _, file := range c.args {
		fmt.Fprintln(c.stdout, file)
	}
	return nil
}
