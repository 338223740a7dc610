// Package preview shows a built site to the person who makes it, over HTTP.
//
// It serves files and nothing else: no listing of folders, nothing from
// outside the tree it was given, and the same content types on every machine.
package preview

import (
	"bytes"
	"errors"
	"html"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"
)

// types are the content types of the files that a site is made of. Go would
// ask the machine's own tables, which differ.
var types = map[string]string{
	".atom":        "application/atom+xml; charset=utf-8",
	".avif":        "image/avif",
	".bib":         "application/x-bibtex; charset=utf-8",
	".css":         "text/css; charset=utf-8",
	".csv":         "text/csv; charset=utf-8",
	".docx":        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	".eml":         "message/rfc822",
	".epub":        "application/epub+zip",
	".gif":         "image/gif",
	".htm":         "text/html; charset=utf-8",
	".html":        "text/html; charset=utf-8",
	".hwp":         "application/x-hwp",
	".hwpx":        "application/hwp+zip",
	".ico":         "image/x-icon",
	".ics":         "text/calendar; charset=utf-8",
	".jpeg":        "image/jpeg",
	".jpg":         "image/jpeg",
	".js":          "text/javascript; charset=utf-8",
	".json":        "application/json",
	".md":          "text/markdown; charset=utf-8",
	".mjs":         "text/javascript; charset=utf-8",
	".odt":         "application/vnd.oasis.opendocument.text",
	".pdf":         "application/pdf",
	".png":         "image/png",
	".ris":         "application/x-research-info-systems; charset=utf-8",
	".svg":         "image/svg+xml",
	".txt":         "text/plain; charset=utf-8",
	".wasm":        "application/wasm",
	".webmanifest": "application/manifest+json",
	".webp":        "image/webp",
	".woff2":       "font/woff2",
	".xml":         "text/xml; charset=utf-8",
	".yaml":        "application/yaml",
	".zip":         "application/zip",
}

// Handler serves the files of site, index.html for a folder, and the site's
// own 404.html for everything that is not there. The files must be seekable.
func Handler(site fs.FS) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// The page may have been built again a moment ago.
		w.Header().Set("Cache-Control", "no-cache")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "405: this is a preview, it can only be read", http.StatusMethodNotAllowed)
			return
		}
		name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
		if name == "" {
			name = "."
		}
		info, err := fs.Stat(site, name)
		switch {
		case err != nil:
			notFound(w, site, name)
		case !info.IsDir() && strings.HasSuffix(r.URL.Path, "/"):
			notFound(w, site, name)
		case !info.IsDir():
			serve(w, r, site, name)
		case !strings.HasSuffix(r.URL.Path, "/"):
			// Links on the page are relative to the folder. A relative
			// Location cannot lead to another host.
			folder := url.URL{Path: "./" + path.Base(name) + "/", RawQuery: r.URL.RawQuery}
			w.Header().Set("Location", folder.String())
			w.WriteHeader(http.StatusMovedPermanently)
		default:
			name = path.Join(name, "index.html")
			if _, err := fs.Stat(site, name); err != nil {
				notFound(w, site, name)
				return
			}
			serve(w, r, site, name)
		}
	})
}

func serve(w http.ResponseWriter, r *http.Request, site fs.FS, name string) {
	content, modified, err := open(site, name)
	if err != nil {
		notFound(w, site, name)
		return
	}
	defer content.Close()
	w.Header().Set("Content-Type", contentType(name))
	http.ServeContent(w, r, "", modified, content)
}

func contentType(name string) string {
	if t, ok := types[strings.ToLower(path.Ext(name))]; ok {
		return t
	}
	return "application/octet-stream"
}

// notFound answers with the 404.html nearest to name, which is the one in
// the reader's language.
func notFound(w http.ResponseWriter, site fs.FS, name string) {
	for dir := path.Dir(name); ; dir = path.Dir(dir) {
		page, err := fs.ReadFile(site, path.Join(dir, "404.html"))
		if err == nil {
			w.Header().Set("Content-Type", types[".html"])
			w.WriteHeader(http.StatusNotFound)
			w.Write(based(page, "/"+path.Join(dir, "404.html"))) // the reader may have gone
			return
		}
		if dir == "." {
			http.Error(w, "404: no such page", http.StatusNotFound)
			return
		}
	}
}

// based returns the page with its relative links held to address, since a
// 404 page is shown at any depth. The first <base> of a page is the one that
// counts.
func based(page []byte, address string) []byte {
	base := "<head><base href=\"" + html.EscapeString((&url.URL{Path: address}).String()) + "\">"
	return bytes.Replace(page, []byte("<head>"), []byte(base), 1)
}

type file interface {
	io.ReadSeeker
	io.Closer
}

func open(site fs.FS, name string) (file, time.Time, error) {
	f, err := site.Open(name)
	if err != nil {
		return nil, time.Time{}, err
	}
	info, err := f.Stat()
	if err == nil && info.IsDir() {
		err = fs.ErrInvalid
	}
	seeker, ok := f.(file)
	if err == nil && !ok {
		err = errors.New("preview: files cannot be sought in")
	}
	if err != nil {
		f.Close()
		return nil, time.Time{}, err
	}
	return seeker, info.ModTime(), nil
}
