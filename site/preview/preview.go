// Package preview shows a site to the person who makes it, over HTTP.
//
// [Handler] serves the files of a built site and nothing else: no listing of
// folders, nothing from outside the tree it was given, and the same content
// types on every machine (pages.go, types.go).
//
// [New] serves a [Site] whose files are made when they are asked for, and
// whose pages follow what changes. They carry one script more than their files
// do (inject.go, live.js), which hears by server-sent events what changed
// (events.go) and loads the page again, or a stylesheet, if that concerns it.
// All tabs share one connection (worker.js), since a browser has only six for
// one host. What is wrong with a file is shown above the last good page, or in
// place of one that never was (problem.go). Since drafts are nobody else's, the
// server answers to its own names only, and tells the pages of other sites
// nothing (guard.go).
//
// Nothing here knows how a site is made or which page a file concerns.
package preview

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"path"
	"time"
)

// A Site makes the files of a site when they are asked for, from many
// goroutines at once.
type Site interface {
	// File returns the file with a slash-separated name, such as
	// "ko/2021-10/index.html". Where there is none, and for folders, the
	// error is [fs.ErrNotExist]. Any other one is shown in place of the page; a
	// [Problem] in it says what to mend, and where.
	File(ctx context.Context, name string) (File, error)
}

// A File is a file of a site.
type File struct {
	Data    []byte
	Content io.ReadSeekCloser // in place of Data, for what is too large for it; will be closed
	ModTime time.Time         // may be zero
	Type    string            // the content type, if the end of the name does not tell
}

// FS returns the site whose files are those of fsys. They must be seekable.
func FS(fsys fs.FS) Site { return tree{fsys} }

type tree struct{ fs.FS }

func (t tree) File(_ context.Context, name string) (File, error) {
	f, err := t.Open(name)
	if err != nil {
		return File{}, fs.ErrNotExist // whatever the reason: a name that cannot be, a link that leads outside
	}
	info, err := f.Stat()
	if err != nil || info.IsDir() {
		f.Close()
		return File{}, fs.ErrNotExist
	}
	content, ok := f.(io.ReadSeekCloser)
	if !ok {
		f.Close()
		return File{}, errors.New("preview: files cannot be sought in")
	}
	return File{Content: content, ModTime: info.ModTime()}, nil
}

// Handler serves the files of site, index.html for a folder, and the site's
// own 404.html for everything that is not there. The files must be seekable.
func Handler(site fs.FS) http.Handler { return &pages{site: FS(site)} }

// Options are the choices of [New].
type Options struct {
	// Addr is where the server listens, such as "127.0.0.1:1313". Requests to
	// this host are answered, those to this machine by its own names, and if
	// Addr names no host, those to any number.
	Addr string

	// Hosts are further names, without ports, to answer to.
	Hosts []string

	// Desk, if set, serves what is below /_desk/ to the person who makes the
	// site.
	Desk http.Handler
}

// A Server shows a site whose pages follow its changes.
type Server struct {
	guard guard
	pages pages
	hub   hub
	desk  http.Handler
}

// New returns a handler that shows site. Its event streams end when their
// requests do, or with [Server.Close].
func New(site Site, o Options) *Server {
	s := &Server{guard: newGuard(o), desk: o.Desk}
	s.hub.start()
	s.pages = pages{site: site, hub: &s.hub}
	return s
}

// A Change is what a site's pages are told.
type Change struct {
	// Files are names of files that are different now: pages, stylesheets,
	// pictures. "ko/2021-10/" names everything below, and "" everything. A page
	// is loaded again if it is named or has loaded what is named. A stylesheet
	// alone is exchanged. Fingerprints in names do not count: a stylesheet
	// takes the place of the one that has the same name but for that.
	Files []string

	// Problems are all that is wrong now.
	Problems []*Problem
}

// Changed tells the pages that are open what changed. The site must show it
// already. It never waits for anybody.
func (s *Server) Changed(c Change) { s.hub.changed(c) }

// Close ends all event streams.
func (s *Server) Close() error {
	s.hub.close()
	return nil
}

// ServeHTTP implements [http.Handler].
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	// A script or picture of a draft is not for the pages of other sites.
	w.Header().Set("Cross-Origin-Resource-Policy", "same-origin")
	if !s.guard.knows(r.Host) {
		s.guard.refuse(w, r.Host)
		return
	}
	if !readOnly(w, r) {
		return
	}
	switch p := path.Clean("/" + r.URL.Path); {
	case p == "/_preview" || below(p, "/_preview/"):
		s.script(w, r, p)
	case p == "/_desk" || below(p, "/_desk/"):
		switch {
		case s.desk == nil:
			http.NotFound(w, r)
		case !sameOrigin(r):
			forbid(w)
		default:
			s.desk.ServeHTTP(w, r)
		}
	default:
		s.pages.ServeHTTP(w, r)
	}
}

// script serves what makes pages follow changes.
func (s *Server) script(w http.ResponseWriter, r *http.Request, p string) {
	switch p {
	case "/_preview/live.js":
		serveScript(w, r, liveJS)
	case "/_preview/worker.js":
		serveScript(w, r, workerJS)
	case "/_preview/events":
		if !sameOrigin(r) {
			forbid(w)
			return
		}
		s.hub.serve(w, r)
	default:
		http.NotFound(w, r)
	}
}
