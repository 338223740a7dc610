package hugo

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gohugoio/hugo/common/hmaps"
	"golang.org/x/text/language"
)

// A languageFile is a content file whose name says its language.
type languageFile struct {
	path    string
	lang    string // in lower case
	certain bool   // of a bundle: what stands before .md can be nothing but a language
}

// languageFiles finds the Markdown files under dir that carry a language
// suffix. A folder that is not there has none.
func languageFiles(dir string) ([]languageFile, error) {
	var files []languageFile
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			if path == dir && errors.Is(err, os.ErrNotExist) {
				return filepath.SkipAll
			}
			return err
		}
		name, isMarkdown := strings.CutSuffix(d.Name(), ".md")
		if d.IsDir() || !isMarkdown {
			return nil
		}
		i := strings.LastIndexByte(name, '.')
		if i < 0 {
			return nil
		}
		bundle := name[:i] == "index" || name[:i] == "_index"
		_, err = language.Parse(name[i+1:])
		if bundle || err == nil {
			files = append(files, languageFile{path, strings.ToLower(name[i+1:]), bundle && err == nil})
		}
		return nil
	})
	return files, err
}

// checkLanguages finds content in languages that the archive does not have.
// Hugo would publish it as a page of the default language.
func checkLanguages(root string, files []languageFile, langs hmaps.Params) error {
	const most = 10
	var bad []error
	for _, f := range files {
		if _, ok := langs[f.lang]; ok {
			continue
		}
		path, err := filepath.Rel(root, f.path)
		if err != nil {
			path = f.path
		}
		if len(bad) == most {
			bad = append(bad, errors.New("and more"))
			break
		}
		bad = append(bad, fmt.Errorf("%s: language %q is not in the archive's configuration; add [languages.%s] or rename the file", path, f.lang, f.lang))
	}
	return errors.Join(bad...)
}
