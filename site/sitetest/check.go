package sitetest

import (
	"fmt"
	"testing"
)

// promises are what Check holds a site to.
var promises = []struct {
	name  string
	check func(Reporter, *Site)
}{
	{"Headings", Headings},
	{"Links", Links},
	{"NothingInline", NothingInline},
	{"Languages", Languages},
	{"Alternates", Alternates},
	{"OpenGraph", OpenGraph},
	{"Sitemap", Sitemap},
	{"Feeds", Feeds},
	{"StructuredData", StructuredData},
	{"Markdown", Markdown},
	{"Forms", Forms},
	{"Weight", Weight},
}

// Check holds the site to every promise, each in a test of its own.
func Check(t *testing.T, s *Site) {
	t.Helper()
	for _, p := range promises {
		t.Run(p.name, func(t *testing.T) { p.check(t, s) })
	}
}

// complaints are what is wrong with a site in one respect. A mistake in a
// template is on every page, so only the first ones are said.
type complaints struct {
	said map[string]bool
	list []string
}

func (c *complaints) add(path, format string, args ...any) {
	line := path + ": " + fmt.Sprintf(format, args...)
	if c.said == nil {
		c.said = map[string]bool{}
	}
	if !c.said[line] {
		c.said[line] = true
		c.list = append(c.list, line)
	}
}

func (c *complaints) to(t Reporter) {
	t.Helper()
	const most = 25
	for i, line := range c.list {
		if i == most {
			t.Errorf("and %d more", len(c.list)-most)
			return
		}
		t.Errorf("%s", line)
	}
}
