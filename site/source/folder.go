package source

import (
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// A folder that is one source holds no more than maxFiles files, in folders
// no more than maxDepth deep: it is one issue, and not somebody's whole disk.
const (
	maxFiles = 500
	maxDepth = 8
)

// Files returns the names of the files that the source called name consists
// of: name itself, or all that a folder holds, as people count ("annex 2"
// before "annex 10"). Temporary files are left out, as [Find] does.
func Files(dir, name string) ([]string, error) {
	root := filepath.Join(dir, name)
	info, err := os.Stat(root)
	if err != nil || !info.IsDir() {
		return []string{name}, nil // what is wrong with it, Read says
	}
	var names []string
	if err := list(&names, root, name, 0); err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, &Error{Name: root, Problem: "is a folder without documents",
			Advice: "put a document and its attachments there, or remove it"}
	}
	c := collate.New(language.Und, collate.Numeric)
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(c.CompareString(a, b), cmp.Compare(a, b)) })
	return names, nil
}

// list adds the files below the folder at root, whose name is prefix.
func list(names *[]string, root, prefix string, depth int) error {
	entries, err := os.ReadDir(root)
	if err != nil {
		return fmt.Errorf("source: %w", err)
	}
	for _, e := range entries {
		if temporary(e.Name()) {
			continue
		}
		name := path.Join(prefix, e.Name())
		if e.IsDir() {
			if depth == maxDepth {
				return &Error{Name: root, Problem: fmt.Sprintf("holds folders more than %d deep", maxDepth),
					Advice: "put the files of one issue side by side"}
			}
			if err := list(names, filepath.Join(root, e.Name()), name, depth+1); err != nil {
				return err
			}
			continue
		}
		// A link to a file is taken for the file; one to a folder is not
		// followed, since it may lead back here.
		info, err := os.Stat(filepath.Join(root, e.Name()))
		if err == nil && !info.Mode().IsRegular() || err != nil && e.Type()&fs.ModeSymlink == 0 {
			continue
		}
		if *names = append(*names, name); len(*names) > maxFiles {
			return &Error{Name: root, Problem: fmt.Sprintf("holds more than %d files", maxFiles),
				Advice: "give each issue a folder of its own"}
		}
	}
	return nil
}
