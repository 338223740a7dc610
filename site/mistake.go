package site

import (
	"errors"
	"fmt"
	"path"
	"path/filepath"

	"github.com/backissue/backissue/site/catalogue"
	"github.com/backissue/backissue/site/content"
	"github.com/backissue/backissue/site/hugo"
)

// A mistake is something wrong in one of the archive's files, at a place in
// it.
type mistake struct {
	dir          string // the archive's folder
	file         string // below it, with slashes
	line, column int    // from 1, or 0
	what         string
	cause        error
}

func (m *mistake) Error() string {
	name := filepath.Join(m.dir, filepath.FromSlash(m.file))
	if m.line > 0 {
		name = fmt.Sprintf("%s:%d", name, m.line)
	}
	return name + ": " + m.what
}

func (m *mistake) Unwrap() error { return m.cause }

// mistaken gives an error that is about one of the archive's files the file's
// whole name, and its line where that is known.
func mistaken(dir string, err error) error {
	var inContent *catalogue.FileError
	var inFile *hugo.Error
	switch {
	case errors.As(err, &inContent):
		m := &mistake{dir: dir, file: path.Join(Content, inContent.Name), what: inContent.Err.Error(), cause: err}
		var front *content.FrontMatterError
		if errors.As(err, &front) {
			m.line, m.what = front.Line, "front matter: "+front.Problem
		}
		return m
	case errors.As(err, &inFile):
		return &mistake{dir, inFile.File, inFile.Line, inFile.Column, inFile.What, err}
	}
	return err
}
