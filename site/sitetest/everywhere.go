package sitetest

import (
	"fmt"
	"strings"
)

// AllLanguages are those that the theme speaks, as folders are named.
var AllLanguages = []string{"ko", "zh-hans", "en", "zh-hant", "ja", "vi", "ru", "id", "km", "lo", "my", "ar"}

// InAllLanguages returns an archive's hugo.toml with every language that the
// theme speaks; those that it has already stay as they are, and first.
func InAllLanguages(config string) string {
	var b strings.Builder
	b.WriteString(config)
	for i, l := range AllLanguages {
		if table := "[languages." + l + "]"; !strings.Contains(config, table) {
			fmt.Fprintf(&b, "\n%s\nweight = %d\n", table, 100+i)
		}
	}
	return b.String()
}
