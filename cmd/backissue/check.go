package main

import (
	"flag"
	"fmt"
	"slices"
	"strings"

	"github.com/backissue/backissue/site"
)

// runCheck lists what an editor should look at. What counts for --strict are
// errors and warnings; notes never do.
func runCheck(c *command) error {
	var format string
	var strict bool
	if err := c.parse(func(flags *flag.FlagSet) {
		flags.StringVar(&format, "format", "text", "")
		flags.BoolVar(&strict, "strict", false, "")
	}); err != nil {
		return err
	}
	if !slices.Contains(site.CheckFormats, format) {
		return usageError{fmt.Sprintf("check: no format %q; there are %s", format, strings.Join(site.CheckFormats, ", "))}
	}
	found, err := site.Check(c.dir)
	if err != nil {
		return err
	}
	if err := site.WriteFindings(c.stdout, format, found); err != nil {
		return err
	}
	errors, warnings, notes := site.CountFindings(found)
	c.note("%s, %s, %s", count(errors, "error"), count(warnings, "warning"), count(notes, "note"))
	if strict && errors+warnings > 0 {
		c.problem("errors and warnings, which --strict refuses", "correct them, or set their severity or accept them below [params.check] in "+site.Config)
		return errFindings
	}
	return nil
}
