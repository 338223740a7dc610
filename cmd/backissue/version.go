package main

import (
	"flag"
	"fmt"
	"runtime/debug"
)

func runVersion(c *command) error {
	var bill bool
	if err := c.parse(func(flags *flag.FlagSet) { flags.BoolVar(&bill, "sbom", false, "") }); err != nil {
		return err
	}
	if bill {
		return writeBOM(c.stdout)
	}
	_, err := fmt.Fprintf(c.stdout, "backissue %s\n", version())
	return err
}

// version is what the binary was built of.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		return info.Main.Version
	}
	return "(unknown)"
}
