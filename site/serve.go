package site

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"
)

// ServeOptions are the choices of [Serve].
type ServeOptions struct {
	// Addr is where to listen, such as "127.0.0.1:1313". Port 0 takes a free
	// one.
	Addr string

	// Hosts are further names that the server answers to.
	Hosts []string

	// Poll, if it is not 0, looks at the files this often, where the system does
	// not tell of changes.
	Poll time.Duration

	// Ready, if set, is called with the address of the home page as soon as
	// it can be read.
	Ready func(url string)

	// Progress is that of [ImportOptions], for documents that changed.
	Progress func(done, total int, name string)

	// Imported, if set, is told what came of documents that changed.
	Imported func(*Report)

	// Wrong, if set, is told all that is wrong with the archive's files, whenever
	// that is another thing than before; nothing, when all is well again.
	Wrong func(problems []error)

	// Note, if set, is told what else happens, in a line.
	Note func(line string)
}

// Serve shows the site of the archive in dir over HTTP while somebody works on
// it, until ctx is done. Pages are made when they are asked for; those that are
// open follow every change of content, documents, templates, words, style and
// configuration. It serves nothing outside the site.
func Serve(ctx context.Context, dir string, o ServeOptions) error {
	if err := os.MkdirAll(filepath.Join(dir, Content), 0o777); err != nil {
		return fmt.Errorf("site: %w", err)
	}
	if err := importFirst(dir, o); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", o.Addr)
	if err != nil {
		return withHint("choose another address with --addr", "site: %w", err)
	}
	defer listener.Close()
	s, err := newSession(dir, listener.Addr().String(), o)
	if err != nil {
		return err
	}
	defer s.close()
	server := &http.Server{Handler: s.server, ReadHeaderTimeout: 10 * time.Second}
	server.RegisterOnShutdown(func() { s.server.Close() })
	stop := context.AfterFunc(ctx, func() { server.Close() })
	defer stop()
	done := make(chan error, 1)
	go func() {
		done <- s.follow(ctx)
		server.Close()
	}()
	if o.Ready != nil {
		o.Ready(fmt.Sprintf("http://%s/", listener.Addr()))
	}
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("site: %w", err)
	}
	return <-done
}

// importFirst imports the documents of an archive that has no issue yet: its
// pages would have nothing to show.
func importFirst(dir string, o ServeOptions) error {
	a, err := open(dir)
	if err != nil {
		return err
	}
	if issues, err := a.imported(); err != nil || len(issues) > 0 {
		return err
	}
	report, err := Import(dir, ImportOptions{Progress: o.Progress})
	if err == nil && o.Imported != nil {
		o.Imported(report)
	}
	return err
}
