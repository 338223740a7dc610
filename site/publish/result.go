package publish

import "slices"

// A Result tells what a publish did, or would do.
type Result struct {
	To      string // the place, in words: "gh-pages at origin", "site.zip"
	Commit  string // the commit that was made, for git
	Changes        // against what was there
}

// Changes are names of files, sorted.
type Changes struct {
	Added, Changed, Removed []string
}

// None reports whether nothing changes.
func (c Changes) None() bool { return len(c.Added)+len(c.Changed)+len(c.Removed) == 0 }

// compare returns what changes from old to new, both by name with something
// that tells contents apart.
func compare(old, new map[string]string) Changes {
	var c Changes
	for name, content := range new {
		switch was, ok := old[name]; {
		case !ok:
			c.Added = append(c.Added, name)
		case was != content:
			c.Changed = append(c.Changed, name)
		}
	}
	for name := range old {
		if _, ok := new[name]; !ok {
			c.Removed = append(c.Removed, name)
		}
	}
	slices.Sort(c.Added)
	slices.Sort(c.Changed)
	slices.Sort(c.Removed)
	return c
}
