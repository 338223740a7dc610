package preview

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"html"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"strings"
)

// pages serves the files of a site. With a hub, its HTML follows changes.
type pages struct {
	site Site
	hub  *hub
	good memory
}

func (p *pages) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !readOnly(w, r) {
		return
	}
	at := p.hub.now() // before the file is made: what changes meanwhile is told
	name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
	folder := strings.HasSuffix(r.URL.Path, "/") || name == ""
	if folder {
		name = path.Join(name, "index.html")
	}
	f, err := p.site.File(r.Context(), name)
	switch {
	case r.Context().Err() != nil:
		f.close() // the reader has gone
	case err == nil:
		p.serve(w, r, name, f, at)
	case !errors.Is(err, fs.ErrNotExist):
		p.broken(w, r, name, err, at)
	case !folder && p.exists(r, path.Join(name, "index.html")):
		// Links on the page are relative to the folder. A relative
		// Location cannot lead to another host.
		to := url.URL{Path: "./" + path.Base(name) + "/", RawQuery: r.URL.RawQuery}
		w.Header().Set("Location", to.String())
		w.WriteHeader(http.StatusMovedPermanently)
	default:
		p.notFound(w, r, name, at)
	}
}

// forEver is for what has another name when it has other bytes.
const forEver = "max-age=31536000, immutable"

// fingerprint is the part of a file's name that tells its bytes.
var fingerprint = regexp.MustCompile(`\.[0-9a-f]{32,}\.`)

// readOnly sets what holds for all answers, and turns away whoever wants to
// do more than read.
func readOnly(w http.ResponseWriter, r *http.Request) bool {
	// The page may have been built again a moment ago.
	w.Header().Set("Cache-Control", "no-cache")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return true
	}
	w.Header().Set("Allow", "GET, HEAD")
	http.Error(w, "405: this is a preview, it can only be read", http.StatusMethodNotAllowed)
	return false
}

// exists reports whether there is a file, be it a broken one.
func (p *pages) exists(r *http.Request, name string) bool {
	f, err := p.site.File(r.Context(), name)
	f.close()
	return !errors.Is(err, fs.ErrNotExist)
}

// serve answers with a file. Asked with ?raw, or for anything but HTML, the
// answer is the very bytes.
func (p *pages) serve(w http.ResponseWriter, r *http.Request, name string, f File, at moment) {
	defer f.close()
	if f.Type == "" {
		f.Type = contentType(name)
	}
	w.Header().Set("Content-Type", f.Type)
	if p.hub != nil && isHTML(f.Type) && !r.URL.Query().Has("raw") {
		data, err := f.read()
		if err != nil {
			p.broken(w, r, name, err, at)
			return
		}
		p.good.keep(name, data)
		send(w, http.StatusOK, inject(data, mark{at: at, tag: tag(data)}))
		return
	}
	if p.hub != nil && fingerprint.MatchString(path.Base(name)) {
		w.Header().Set("Cache-Control", forEver) // and the next load of the page does not wait for it
	}
	if f.Content != nil {
		http.ServeContent(w, r, "", f.ModTime, f.Content)
		return
	}
	w.Header().Set("ETag", tag(f.Data))
	http.ServeContent(w, r, "", f.ModTime, bytes.NewReader(f.Data))
}

// notFound answers with the 404.html nearest to name, which is the one in
// the reader's language.
func (p *pages) notFound(w http.ResponseWriter, r *http.Request, name string, at moment) {
	for dir := path.Dir(name); ; dir = path.Dir(dir) {
		f, err := p.site.File(r.Context(), path.Join(dir, "404.html"))
		if err == nil {
			page, err := f.read()
			f.close()
			if err == nil {
				page = based(page, "/"+path.Join(dir, "404.html"))
				p.answer(w, http.StatusNotFound, page, mark{at: at})
				return
			}
		}
		if dir != "." {
			continue
		}
		if p.hub == nil {
			http.Error(w, "404: no such page", http.StatusNotFound)
			return
		}
		p.answer(w, http.StatusNotFound, []byte("<!doctype html><title>404</title><p>404: no such page</p>\n"), mark{at: at})
		return
	}
}

// answer sends a page that stands in for another.
func (p *pages) answer(w http.ResponseWriter, status int, page []byte, m mark) {
	w.Header().Set("Content-Type", types[".html"])
	if p.hub != nil {
		page = inject(page, m)
	}
	send(w, status, page)
}

func send(w http.ResponseWriter, status int, page []byte) {
	w.WriteHeader(status)
	w.Write(page) // the reader may have gone
}

// based returns the page with its relative links held to address, since a
// 404 page is shown at any depth. The first <base> of a page is the one that
// counts.
func based(page []byte, address string) []byte {
	base := "<head><base href=\"" + html.EscapeString((&url.URL{Path: address}).String()) + "\">"
	return bytes.Replace(page, []byte("<head>"), []byte(base), 1)
}

func isHTML(contentType string) bool {
	kind, _, _ := strings.Cut(contentType, ";")
	return strings.EqualFold(strings.TrimSpace(kind), "text/html")
}

// tag returns an entity tag of bytes, in quotes.
func tag(data []byte) string {
	sum := sha256.Sum256(data)
	return `"` + hex.EncodeToString(sum[:12]) + `"`
}

func (f File) close() {
	if f.Content != nil {
		f.Content.Close()
	}
}

func (f File) read() ([]byte, error) {
	if f.Content == nil {
		return f.Data, nil
	}
	return io.ReadAll(f.Content)
}
