package site

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/backissue/backissue/site/bundle"
	"github.com/backissue/backissue/site/hugo"
	"github.com/backissue/backissue/site/translation"
)

// Translations tells how far the translations of the archive in dir are.
func Translations(dir string) ([]translation.Article, error) {
	a, err := open(dir)
	if err != nil {
		return nil, err
	}
	o, err := a.translationOptions()
	if err != nil {
		return nil, err
	}
	articles, err := translation.Read(os.DirFS(a.path(Content)), o)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", a.path(Content), err)
	}
	return articles, nil
}

// translationOptions tells what import wrote, issue by issue.
func (a *archive) translationOptions() (translation.Options, error) {
	languages, err := hugo.Languages(a.dir)
	if err != nil {
		return translation.Options{}, err
	}
	states := map[string]bundle.State{}
	return translation.Options{Languages: names(languages), Imported: func(file string) ([]string, bool) {
		key, _, _ := strings.Cut(file, "/")
		s, ok := states[key]
		if !ok {
			s, _ = bundle.ReadState(a.dir, key) // one that cannot be read says nothing
			states[key] = s
		}
		return s.Imported(file)
	}}, nil
}

// Review marks translations of the archive in dir as reviewed: the files say
// from then on which text they are the translation of. of is the language of
// the original, or empty to take what [translation.Read] takes for it. No file
// is marked if one of them cannot be.
func Review(dir, of string, files []string) error {
	a, err := open(dir)
	if err != nil {
		return err
	}
	o, err := a.translationOptions()
	if err != nil {
		return err
	}
	marked := make([][]byte, len(files))
	for i, file := range files {
		if marked[i], err = a.review(file, strings.ToLower(of), o); err != nil {
			return err
		}
	}
	for i, file := range files {
		if err := rewrite(file, marked[i]); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	return nil
}

// review returns the text of a file with its mark.
func (a *archive) review(file, of string, o translation.Options) ([]byte, error) {
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, withHint("name files as you are now in a folder: "+filepath.Join(a.dir, Content, "2021-10", "news", "01", "index.ko.md"), "%s does not exist", file)
	}
	if err != nil {
		return nil, err
	}
	name, ok := a.below(file)
	if !ok {
		return nil, withHint("name an archive with -C DIR", "%s is not below %s", file, a.path(Content))
	}
	content := os.DirFS(a.path(Content))
	article, err := translation.Of(content, name, o)
	if err != nil {
		return nil, fmt.Errorf("%s %w", file, err)
	}
	if n := len(bundle.Conflicts(data)); n > 0 {
		return nil, withHint("choose between the versions that are marked in it, and take the marks out", "%s has a conflict to settle first", file)
	}
	if of == "" {
		of = article.Original
	}
	var lang string
	var original []byte
	for _, e := range article.Editions {
		switch {
		case e.File == name:
			lang = e.Lang
		case e.Lang == of && e.Status != translation.Missing:
			if original, err = fs.ReadFile(content, e.File); err != nil {
				return nil, err
			}
		}
	}
	out, err := translation.Review(data, article, lang, of, original)
	if translation.IsOriginal(err) {
		return nil, withHint("if it is the translation, name the language of the original: --of LANG", "%s %w", file, err)
	}
	if err != nil {
		return nil, fmt.Errorf("%s %w", file, err)
	}
	return out, nil
}

// below returns the name of a file below content, with slashes.
func (a *archive) below(file string) (name string, ok bool) {
	root, err := filepath.Abs(a.path(Content))
	if err != nil {
		return "", false
	}
	abs, err := filepath.Abs(file)
	if err != nil {
		return "", false
	}
	rel, err := filepath.Rel(root, abs)
	return filepath.ToSlash(rel), err == nil && filepath.IsLocal(rel)
}

// rewrite replaces a file in one step, and keeps its mode.
func rewrite(name string, data []byte) error {
	mode := fs.FileMode(0o644)
	if info, err := os.Stat(name); err == nil {
		mode = info.Mode().Perm()
	}
	tmp := filepath.Join(filepath.Dir(name), "."+filepath.Base(name)+".tmp")
	if err := os.WriteFile(tmp, data, mode); err != nil {
		os.Remove(tmp)
		return err
	}
	if err := os.Rename(tmp, name); err != nil {
		os.Remove(tmp)
		return err
	}
	return nil
}
