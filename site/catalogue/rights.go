package catalogue

import (
	"bytes"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/backissue/backissue/site/content"
)

// press is what facts.yaml says of texts that others wrote and may not let be
// given on.
const press = "press"

// keepsRights matches a block that is marked as somebody else's than the rest
// of its article: {data-rights="own"}.
var keepsRights = regexp.MustCompile(`\{[^{}\n]*data-rights="?(?:own|official)"?[^{}\n]*\}`)

// Public returns the content files that are to be read instead of those of the
// same names where an archive is published without texts of third parties. Of
// an article whose rights are "press" the title, the abstract, the facts and
// the blocks marked as the publisher's own remain; its page says that the text
// is withheld. Files attached to it are left out too.
func Public(files fs.FS, languages []string) (map[string][]byte, error) {
	instead := map[string][]byte{}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Base(name) != "facts.yaml" {
			return err
		}
		facts, err := readFacts(files, name)
		if err != nil || facts.Rights != press {
			return err
		}
		if instead[name], err = withoutAttachments(files, name); err != nil {
			return err
		}
		return withhold(files, path.Dir(name), languages, instead)
	})
	return instead, err
}

// withhold leaves the text out of all pages of an article.
func withhold(files fs.FS, dir string, languages []string, instead map[string][]byte) error {
	entries, err := fs.ReadDir(files, dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		name := path.Join(dir, e.Name())
		if _, _, ok := content.SplitName(name, languages); !ok || !strings.HasPrefix(e.Name(), "index.") {
			continue
		}
		p, err := readPage(files, name)
		if err != nil {
			return err
		}
		var kept []string
		abstract, rest := content.CutAbstract(content.Blocks(p.text()))
		for _, block := range abstract {
			kept = append(kept, block.Text)
		}
		for _, block := range rest {
			if keepsRights.MatchString(block.Text) {
				kept = append(kept, block.Text)
			}
		}
		if p.text() != "" {
			p.Front["withheld"] = true
		}
		var fields front
		for _, key := range sortedKeys(p.Front) {
			fields = append(fields, field(key, p.Front[key]))
		}
		instead[name] = []byte("---\n" + encode(fields) + "---\n\n" + strings.Join(kept, "\n\n") + "\n")
	}
	return nil
}

func withoutAttachments(files fs.FS, name string) ([]byte, error) {
	data, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, err
	}
	var all yaml.MapSlice
	if err := yaml.Unmarshal(data, &all); err != nil {
		return nil, err
	}
	var rest front
	for _, item := range all {
		if item.Key != "attachments" {
			rest = append(rest, item)
		}
	}
	return []byte(encode(rest)), nil
}

// An Overlay is content in which some files are others.
type Overlay struct {
	fs.FS
	Instead map[string][]byte // by path
}

// Open opens what is there instead of a file, or the file.
func (o Overlay) Open(name string) (fs.File, error) {
	if data, ok := o.Instead[name]; ok {
		return &file{Reader: bytes.NewReader(data), name: path.Base(name)}, nil
	}
	return o.FS.Open(name)
}

// A file is a text in memory.
type file struct {
	*bytes.Reader
	name string
}

func (f *file) Close() error               { return nil }
func (f *file) Stat() (fs.FileInfo, error) { return f, nil }
func (f *file) Name() string               { return f.name }
func (f *file) Mode() fs.FileMode          { return 0o444 }
func (f *file) ModTime() time.Time         { return time.Time{} }
func (f *file) IsDir() bool                { return false }
func (f *file) Sys() any                   { return nil }
