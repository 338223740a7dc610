package site

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/issue"
)

// A spool keeps the pictures and files of issues on disk from when these are
// read until they are written: nothing is written before all are read, and a
// hundred issues full of pictures are more than memory holds.
type spool struct {
	dir   string
	files map[*doc.Media]string
}

// spoolFrom is the size in bytes from which a picture or file is worth a file.
const spoolFrom = 32 << 10

func newSpool() (*spool, error) {
	dir, err := os.MkdirTemp("", "backissue-")
	if err != nil {
		return nil, fmt.Errorf("site: %w", err)
	}
	return &spool{dir, map[*doc.Media]string{}}, nil
}

func (s *spool) remove() { os.RemoveAll(s.dir) }

// store takes the data of an issue's pictures and files out of memory.
func (s *spool) store(i *issue.Issue) error {
	for _, m := range mediaOf(i) {
		if len(m.Data) < spoolFrom {
			continue
		}
		name := filepath.Join(s.dir, fmt.Sprint(len(s.files)))
		if err := os.WriteFile(name, m.Data, 0o600); err != nil {
			return fmt.Errorf("site: %w", err)
		}
		m.Data, s.files[m] = nil, name
	}
	return nil
}

// load brings the data back.
func (s *spool) load(i *issue.Issue) error {
	for _, m := range mediaOf(i) {
		name, ok := s.files[m]
		if !ok {
			continue
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return fmt.Errorf("site: %w", err)
		}
		m.Data = data
	}
	return nil
}

// mediaOf returns every picture and file of an issue.
func mediaOf(i *issue.Issue) []*doc.Media {
	var out []*doc.Media
	add := func(media []doc.Media) {
		for k := range media {
			out = append(out, &media[k])
		}
	}
	add(i.Media)
	add(i.Attachments)
	for _, s := range i.Sections {
		for k := range s.Articles {
			add(s.Articles[k].Attachments)
		}
	}
	return out
}
