package publish

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"runtime"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
)

// texts are the files that servers send compressed.
var texts = map[string]bool{
	".bib": true, ".css": true, ".eml": true, ".htm": true, ".html": true, ".ics": true, ".js": true, ".json": true, ".md": true,
	".mjs": true, ".ris": true, ".svg": true, ".txt": true, ".xml": true,
}

// worth is the size above which compression pays: a smaller file goes in one
// packet anyway.
const worth = 1024

// Precompress adds to each text file one compressed by gzip (RFC 1952) and one
// by Brotli (RFC 7932), where that is smaller, for servers that send those:
// index.html.gz and index.html.br.
func (t *Tree) Precompress(ctx context.Context) error {
	var todo []file
	for _, f := range t.files {
		if texts[strings.ToLower(path.Ext(f.name))] && f.size > worth {
			todo = append(todo, f)
		}
	}
	made := make([]struct{ gz, br []byte }, len(todo))
	errs := make([]error, len(todo))
	next := make(chan int)
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := range next {
				if errs[i] = ctx.Err(); errs[i] != nil {
					continue
				}
				data, err := os.ReadFile(todo[i].path)
				if err == nil {
					made[i].gz, err = gzipped(data)
				}
				made[i].br, errs[i] = brotlied(data, err)
			}
		})
	}
	for i := range todo {
		next <- i
	}
	close(next)
	workers.Wait()
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("publish: %w", err)
	}
	for i, f := range todo {
		for ext, data := range map[string][]byte{".gz": made[i].gz, ".br": made[i].br} {
			if int64(len(data)) >= f.size || t.has(f.name+ext) {
				continue
			}
			if err := t.add(f.name+ext, data); err != nil {
				return err
			}
		}
	}
	return nil
}

// gzipped leaves out name and time, so that the same text gives the same bytes.
func gzipped(data []byte) ([]byte, error) {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	_, err = w.Write(data)
	err = errors.Join(err, w.Close())
	return out.Bytes(), err
}

func brotlied(data []byte, err error) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	w := brotli.NewWriterLevel(&out, brotli.BestCompression)
	_, err = w.Write(data)
	err = errors.Join(err, w.Close())
	return out.Bytes(), err
}
