package main

import (
	"fmt"
	"runtime/debug"
)

func runVersion(c *command) error {
	if err := c.parse(nil); err != nil {
		return err
	}
	version := "(unknown)"
	if info, ok := debug.ReadBuildInfo(); ok {
		version = info.Main.Version
	}
	_, err := fmt.Fprintf(c.stdout, "backissue %s\n", version)
	return err
}
