// Package desk is where editors see what there is to do in an archive: how far
// each issue and each translation is, and every doubt, loss, conflict and
// finding at its place, with the converted text beside the page that it came
// from.
//
//	content, findings of import --read (issue.go, cache.go)--> issues
//	check                       --in the background (checks.go)--> findings
//	both                        --finding.go--> one list for each article
//	a document of sources       --paper.go--> lines or pictures of pages
//	all                         --templates--> pages
//
// Each kind of page has a file: overview.go, issuepage.go, articlepage.go,
// translationpage.go, sourcepage.go. Choices are parameters of their addresses,
// so that an editor can send them to another.
//
// The desk reads and never writes: the files are the truth, and an editor's own
// editor changes them. It knows neither Hugo nor how documents are read; what
// it needs of them is handed to it in [Options]. What it shows of files is
// escaped, and documents leave it as pictures, as text, or to be saved, never as
// a page.
package desk

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"

	"github.com/backissue/backissue/site/check"
)

// Root is the path of the desk on its server.
const Root = "/_desk/"

// DefaultEditor is the address that opens a file in Visual Studio Code.
const DefaultEditor = "vscode://file/{path}:{line}"

// Options are what the desk reads.
type Options struct {
	Title     string   // of the archive
	Languages []string // of the archive, in its order, in lower case

	Content fs.FS // the archive's content
	Sources fs.FS // the archive's documents; nil for none

	// Dir is the absolute path of the archive, for links to an editor.
	Dir string

	// Editor is the address that opens a file in the reader's editor, with
	// {path} and {line} in it; empty for [DefaultEditor].
	Editor string

	// Import returns what import found in the document of an issue. Its
	// error is [fs.ErrNotExist] where nothing was kept.
	Import func(issue string) (Import, error)

	// Imported is that of package translation's Options.
	Imported func(file string) (sums []string, ok bool)

	// Version, if set, tells one state of what Import and Imported say of an
	// issue from another.
	Version func(issue string) string

	// Check returns all findings. It may take long: it is called in the
	// background.
	Check func() ([]check.Finding, error)

	// Document returns what can be shown of a document, or of one message of
	// a folder of mails, counted from 1. 0 is for a document that holds no
	// messages.
	Document func(name string, message int) (Document, error)

	// PagePicture returns a page of a document, counted from 1, as a PNG file.
	PagePicture func(name string, page int) ([]byte, error)

	// Page returns the address of an article in the preview. Nil stands for
	// "/<language>/<path>/".
	Page func(article, lang string) string
}

// An Import is what import found in the document of one issue, in the order
// of the document.
type Import struct {
	Source         string // name below sources
	Message        int    // which of a folder of mails, from 1
	Date           string
	Articles       []string // paths below the issue: "laws/02"
	Doubts         []Mark
	Losses         []Mark
	Furniture      []Mark // text that serves the pages and not the reader; Code is its kind
	Lost, Invented string // letters that do not add up
}

// A Mark is something that import found at a place of a document.
type Mark struct {
	File    string // name below sources
	Page    int    // from 1; 0 where there are none
	Line    int    // from 1, on the page; 0 for the whole document
	Article string // below the issue; "" if it is not known
	Code    string
	Text    string // the words concerned
	Why     string // the reason, and what was chosen
}

// A Document is what can be shown of a source document.
type Document struct {
	Pages int    // of which there are pictures
	Lines []Line // in order, where there are no pictures
	Made  bool   // lines are what import read, and not those of the file
}

// A Line is a line of a document.
type Line struct {
	Page, N int // from 1; no page where there are none
	Text    string
}

//go:embed templates desk.css desk.js
var files embed.FS

type desk struct {
	Options
	issues    issueCache
	checks    checks
	pictures  pictures
	documents documents
}

// Handler serves the desk below [Root].
func Handler(o Options) http.Handler {
	d := &desk{Options: o}
	d.checks.run = o.Check
	mux := http.NewServeMux()
	page := func(pattern string, h func(*http.Request) (view, error)) {
		mux.HandleFunc("GET "+Root+pattern, func(w http.ResponseWriter, r *http.Request) { d.page(w, r, h) })
	}
	page("{$}", d.overview)
	page("issue/{issue}/{$}", d.issuePage)
	page("article/{path...}", d.articlePage)
	page("translation/{path...}", d.translationPage)
	page("source/{issue}/{$}", d.sourcePage)
	mux.HandleFunc("GET "+Root+"picture/{page}/{name...}", d.picture)
	mux.HandleFunc("GET "+Root+"download/{name...}", d.download)
	for name, kind := range map[string]string{"desk.css": "text/css", "desk.js": "text/javascript"} {
		data, err := files.ReadFile(name)
		if err != nil {
			panic(err) // it is part of the program
		}
		mux.HandleFunc("GET "+Root+name, func(w http.ResponseWriter, r *http.Request) {
			send(w, r, kind+"; charset=utf-8", data)
		})
	}
	mux.Handle("GET "+strings.TrimSuffix(Root, "/"), http.RedirectHandler(Root, http.StatusMovedPermanently))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", "no-cache")
		mux.ServeHTTP(w, r)
	})
}

// A view is what a template shows.
type view struct {
	Template string
	Title    string
	Crumbs   []crumb
	Data     any

	Archive string
	Notes   []string // what the reader of any page should know
	Problem string   // in place of Data
}

type crumb struct{ Name, URL string }

// errNoPage is the error of an address that leads nowhere.
var errNoPage = errors.New("there is no such page at this desk")

func (d *desk) page(w http.ResponseWriter, r *http.Request, h func(*http.Request) (view, error)) {
	v, err := h(r)
	status := http.StatusOK
	switch {
	case errors.Is(err, errNoPage) || errors.Is(err, fs.ErrNotExist):
		v, status = view{Template: "problem", Title: "Nothing here", Problem: errNoPage.Error()}, http.StatusNotFound
	case err != nil:
		v, status = view{Template: "problem", Title: "This cannot be shown", Problem: err.Error()}, http.StatusInternalServerError
	}
	v.Archive = d.Title
	v.Notes = d.checks.notes()
	var buf bytes.Buffer
	t := templates[v.Template]
	if err := t.Execute(&buf, v); err != nil {
		http.Error(w, "500: "+err.Error(), http.StatusInternalServerError)
		return
	}
	if status != http.StatusOK {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(status)
		w.Write(buf.Bytes())
		return
	}
	send(w, r, "text/html; charset=utf-8", buf.Bytes())
}

// send answers with data, or with nothing to who has it already.
func send(w http.ResponseWriter, r *http.Request, kind string, data []byte) {
	sum := sha256.Sum256(data)
	tag := `"` + hex.EncodeToString(sum[:12]) + `"`
	w.Header().Set("ETag", tag)
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	w.Write(data)
}

// templates are the pages by name, each with the frame around it.
var templates = func() map[string]*template.Template {
	all := map[string]*template.Template{}
	shared := template.Must(template.New("frame.html").Funcs(functions).ParseFS(files, "templates/frame.html", "templates/parts.html"))
	for _, name := range []string{"overview", "issue", "article", "translation", "source", "problem"} {
		all[name] = template.Must(template.Must(shared.Clone()).ParseFS(files, "templates/"+name+".html")).Lookup(name + ".html")
	}
	return all
}()

var functions = template.FuncMap{
	"counted": func(n int, one string) string {
		if n == 1 {
			return "1 " + one
		}
		return fmt.Sprintf("%d %ss", n, one)
	},
	"kindsOf":      func() []string { return kinds },
	"findingKinds": func() []string { return findingKinds },
	"kindName":     func(k string) string { return kindNames[k] },
}

// address returns the address of a page of the desk. Parameters are names and
// values in turn; those without a value are left out.
func address(name string, parameters ...string) string {
	u := url.URL{Path: Root + name}
	q := url.Values{}
	for i := 0; i+1 < len(parameters); i += 2 {
		if parameters[i+1] != "" {
			q.Set(parameters[i], parameters[i+1])
		}
	}
	u.RawQuery = q.Encode()
	return u.String()
}

// unsafeScheme matches the addresses that would run in the desk itself.
var unsafeSchemes = []string{"javascript", "data", "vbscript", "blob"}

// editor returns the address that opens a file of the archive in an editor,
// or "" where there is no way to.
func (d *desk) editor(file string, line int) template.URL {
	pattern := d.Editor
	if pattern == "" {
		pattern = DefaultEditor
	}
	scheme, _, ok := strings.Cut(pattern, ":")
	if !ok || d.Dir == "" {
		return ""
	}
	for _, s := range unsafeSchemes {
		if strings.EqualFold(strings.TrimSpace(scheme), s) {
			return ""
		}
	}
	full := strings.TrimPrefix((&url.URL{Path: path.Join("/", strings.ReplaceAll(d.Dir, `\`, "/"), file)}).EscapedPath(), "/")
	if !strings.HasSuffix(strings.SplitN(pattern, "{path}", 2)[0], "/") || strings.Contains(pattern, "://{path}") {
		full = "/" + full
	}
	return template.URL(strings.NewReplacer("{path}", full, "{line}", strconv.Itoa(max(line, 1))).Replace(pattern))
}

func (d *desk) preview(article, lang string) string {
	if d.Page != nil {
		return d.Page(article, lang)
	}
	return (&url.URL{Path: "/" + lang + "/" + article + "/"}).String()
}
