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

	"github.com/backissue/backissue/site/preview"
)

// ServeOptions are the choices of [Serve].
type ServeOptions struct {
	// Addr is where to listen, such as "127.0.0.1:1313". Port 0 takes a free
	// one.
	Addr string

	// Ready, if set, is called with the address of the home page as soon as
	// it can be read.
	Ready func(url string)
}

// Serve shows the built site of the archive in dir over HTTP until ctx is
// done. It serves nothing outside the public folder.
func Serve(ctx context.Context, dir string, o ServeOptions) error {
	root, err := os.OpenRoot(filepath.Join(dir, Public))
	if err != nil {
		return withHint("build it first: backissue build", "site: %w", err)
	}
	defer root.Close()
	listener, err := net.Listen("tcp", o.Addr)
	if err != nil {
		return withHint("choose another address with --addr", "site: %w", err)
	}
	server := &http.Server{Handler: preview.Handler(root.FS()), ReadHeaderTimeout: 10 * time.Second}
	stop := context.AfterFunc(ctx, func() { server.Close() })
	defer stop()
	if o.Ready != nil {
		o.Ready(fmt.Sprintf("http://%s/", listener.Addr()))
	}
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("site: %w", err)
	}
	return nil
}
