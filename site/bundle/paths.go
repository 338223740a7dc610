package bundle

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
)

// pictureRE matches the names that readers give to pictures. None is a file
// that Hugo takes for content.
var pictureRE = regexp.MustCompile(`(?i)^[\pL\pN][\pL\pN ._-]{0,120}\.(?:png|jpe?g|gif|webp|avif|bmp|tiff?|svg|emf|wmf)$`)

// checkPaths makes sure that files are those of one issue: their paths have
// the form that Files gives them, and no key climbs out of its folder.
func checkPaths(files []File, key string) error {
	if !keyRE.MatchString(key) {
		return fmt.Errorf("issue key %q is no folder name", key)
	}
	if strings.EqualFold(key, AboutKey) {
		return fmt.Errorf("issue key %q: this folder belongs to the archive", key)
	}
	seen := map[string]bool{}
	for _, f := range files {
		elem := strings.Split(f.Path, "/")
		base := elem[len(elem)-1]
		ok := elem[0] == key && !slices.ContainsFunc(elem[:len(elem)-1], func(e string) bool { return !keyRE.MatchString(e) })
		depth := len(elem)
		if depth > 2 && elem[depth-2] == attachmentDir {
			depth = 0
		}
		switch depth {
		case 0:
			ok = ok && (len(elem) == 3 || len(elem) == 5) && attachmentRE.MatchString(base) && !pageEndings[strings.ToLower(path.Ext(base))]
		case 2, 3:
			ok = ok && (strings.HasPrefix(base, "_index.") && strings.HasSuffix(base, ".md") || pictureRE.MatchString(base))
		case 4:
			ok = ok && (base == "facts.yaml" || strings.HasPrefix(base, "index.") && strings.HasSuffix(base, ".md") || pictureRE.MatchString(base))
		default:
			ok = false
		}
		switch {
		case !ok || strings.ContainsAny(base, "\\:"):
			return fmt.Errorf("%q is no path of a bundle of issue %s", f.Path, key)
		case seen[f.Path]:
			return fmt.Errorf("%s: two files want this path", f.Path)
		}
		seen[f.Path] = true
	}
	return nil
}
