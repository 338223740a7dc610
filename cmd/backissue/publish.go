package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/backissue/backissue/site"
)

// gitOnly are options that mean nothing to a folder or a file.
var gitOnly = []string{"branch", "cname", "remote", "squash"}

// shown is how many names of a kind a dry run lists.
const shown = 20

func runPublish(c *command) error {
	var o site.PublishOptions
	var workflow, record bool
	var all *flag.FlagSet
	err := c.parse(func(flags *flag.FlagSet) {
		all = flags
		flags.StringVar(&o.Remote, "remote", "", "")
		flags.StringVar(&o.Branch, "branch", "", "")
		flags.StringVar(&o.Domain, "cname", "", "")
		flags.BoolVar(&o.Squash, "squash", false, "")
		flags.StringVar(&o.To, "to", "", "")
		flags.BoolVar(&o.DryRun, "dry-run", false, "")
		flags.BoolVar(&o.Precompress, "precompress", false, "")
		flags.StringVar(&o.Headers, "headers", "", "")
		flags.BoolVar(&workflow, "workflow", false, "")
		flags.BoolVar(&record, "record", false, "")
	})
	if err != nil {
		return err
	}
	if err := alone(all, "workflow", "record"); err != nil {
		return err
	}
	if err := fitting(all, o.To); err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if workflow {
		return c.workflow(ctx)
	}
	if record {
		return c.record()
	}
	o.Prompt = terminal(os.Stdin)
	if terminal(os.Stderr) {
		o.Progress = os.Stderr
	}
	return c.publish(ctx, o)
}

// alone refuses other options beside those that publish nothing.
func alone(flags *flag.FlagSet, names ...string) (err error) {
	given := map[string]bool{}
	flags.Visit(func(f *flag.Flag) { given[f.Name] = true })
	for _, name := range names {
		for other := range given {
			if given[name] && other != name && other != "C" {
				err = usageError{fmt.Sprintf("publish: --%s publishes nothing, so it takes no --%s", name, other)}
			}
		}
	}
	return err
}

// fitting refuses options that do not go together: one would be ignored.
func fitting(flags *flag.FlagSet, to string) (err error) {
	flags.Visit(func(f *flag.Flag) {
		switch {
		case to != "" && slices.Contains(gitOnly, f.Name):
			err = usageError{fmt.Sprintf("publish: --%s is for a git remote, and --to is none", f.Name)}
		case f.Name == "headers" && f.Value.String() != "netlify" && f.Value.String() != "cloudflare":
			err = usageError{fmt.Sprintf("publish: --headers takes netlify or cloudflare, not %q", f.Value)}
		case f.Name != "C" && f.Value.String() == "":
			err = usageError{fmt.Sprintf("publish: --%s is empty", f.Name)}
		}
	})
	return err
}

func (c *command) publish(ctx context.Context, o site.PublishOptions) error {
	if changed := site.Outdated(c.dir); changed != "" {
		c.note("%s changed after the site was built; to publish that too: backissue build", changed)
	}
	done, recorded, err := site.Publish(ctx, c.dir, o)
	if errors.Is(err, context.Canceled) {
		c.problem("stopped; readers have the old site or, if all of it had arrived, the new one", "run this again to be sure")
		return errFailed
	}
	if err != nil {
		return err
	}
	if o.DryRun {
		c.names("added", done.Added)
		c.names("changed", done.Changed)
		c.names("removed", done.Removed)
	}
	columns := []string{done.To}
	if done.None() && done.Commit == "" {
		columns = append(columns, "nothing changed")
	} else {
		columns = append(columns, fmt.Sprintf("%d added", len(done.Added)), fmt.Sprintf("%d changed", len(done.Changed)), fmt.Sprintf("%d removed", len(done.Removed)))
	}
	if done.Commit != "" {
		columns = append(columns, fmt.Sprintf("%.12s", done.Commit))
	}
	_, err = fmt.Fprintln(c.stdout, strings.Join(columns, "  "))
	if o.DryRun {
		c.note("nothing was published: --dry-run")
	}
	if recorded {
		c.keep()
	}
	return err
}

// record is for a site that was published by other means.
func (c *command) record() error {
	recorded, err := site.Record(c.dir)
	if err != nil {
		return err
	}
	fmt.Fprintln(c.stdout, filepath.Join(c.dir, filepath.FromSlash(site.Addresses)))
	if recorded {
		c.keep()
	}
	return nil
}

func (c *command) keep() {
	c.note("commit %s: it keeps the addresses of published pages alive", site.Addresses)
}

// names lists the first of the files that something happens to.
func (c *command) names(what string, names []string) {
	for _, name := range names[:min(shown, len(names))] {
		fmt.Fprintf(c.stdout, "%-7s  %s\n", what, name)
	}
	if more := len(names) - shown; more > 0 {
		fmt.Fprintf(c.stdout, "%-7s  … and %d more\n", what, more)
	}
}

func (c *command) workflow(ctx context.Context) error {
	name, written, err := site.Workflow(ctx, c.dir, version())
	if err != nil {
		return err
	}
	fmt.Fprintln(c.stdout, name)
	if !written {
		c.note("%s says so already", name)
		return nil
	}
	c.hint("commit and push it, and choose GitHub Actions as the source below Settings, Pages")
	return nil
}
