package site

import (
	"context"
	"fmt"

	"github.com/backissue/backissue/site/source"
)

// imports has documents imported soon: those that changed, or every one.
func (s *session) imports(every bool) {
	if every {
		s.every.Store(true)
	}
	select {
	case s.wake <- struct{}{}:
	default: // it will be awake
	}
}

// importing imports documents that changed, one batch after another.
func (s *session) importing(ctx context.Context) {
	tried := map[string]string{} // sums of sources, by name
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.wake:
			report, err := s.importChanged(tried, s.every.Swap(false))
			switch {
			case err != nil:
				s.note("%v", err)
			case report != nil && s.options.Imported != nil:
				s.options.Imported(report)
			}
		}
	}
}

func (s *session) note(format string, args ...any) {
	if s.options.Note != nil {
		s.options.Note(fmt.Sprintf(format, args...))
	}
}

// importChanged imports the documents that are not what they were when their
// issue was made, and were not tried as they are.
func (s *session) importChanged(tried map[string]string, every bool) (*Report, error) {
	a, err := open(s.dir)
	if err != nil {
		return nil, nil // it is complained of elsewhere
	}
	o := ImportOptions{Progress: s.options.Progress}
	if !every {
		if o.Only, err = a.stale(tried); err != nil || len(o.Only) == 0 {
			return nil, err
		}
	}
	return Import(s.dir, o)
}

// stale returns the names of documents that no issue was made of as they are,
// and notes them in tried, where they are left out if they are there already.
func (a *archive) stale(tried map[string]string) ([]string, error) {
	names, err := a.sources()
	if err != nil {
		return nil, err
	}
	states, err := a.imported()
	if err != nil {
		return nil, err
	}
	imported := map[string]string{}
	for _, s := range states {
		imported[s.Source] = s.SHA256
	}
	var out []string
	for _, name := range names {
		sum, err := a.sum(name)
		if err != nil {
			sum = err.Error() // import says it better
		}
		if imported[name] != sum && tried[name] != sum {
			out = append(out, name)
		}
		tried[name] = sum
	}
	return out, nil
}

// sum identifies a document, or a folder of documents, as its issue's state
// does.
func (a *archive) sum(name string) (string, error) {
	names, err := source.Files(a.path(Sources), name)
	if err != nil {
		return "", err
	}
	var files []*source.File
	for _, n := range names {
		f, err := source.Read(a.path(Sources), n)
		if f == nil {
			return "", err
		}
		f.Data = nil // a folder may hold many
		files = append(files, f)
	}
	if len(names) == 1 && names[0] == name {
		return files[0].SHA256, nil
	}
	return folderSum(files), nil
}
