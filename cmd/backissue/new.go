package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/backissue/backissue/site"
)

func runNew(c *command) error {
	if err := c.parse(nil, "DIR"); err != nil {
		return err
	}
	dir := c.args[0]
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(c.dir, dir)
	}
	if err := site.New(dir); err != nil {
		return err
	}
	fmt.Fprintln(c.stdout, dir)
	c.hint(fmt.Sprintf("put documents into %s, then run: backissue serve -C %s", filepath.Join(dir, site.Sources), quoted(dir)))
	return nil
}

// quoted returns a path as a shell takes it.
func quoted(path string) string {
	if strings.ContainsAny(path, " \t'\"$&;|()<>*?\\`") {
		return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
	}
	return path
}
