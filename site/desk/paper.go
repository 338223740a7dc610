package desk

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Bounds of what is kept of documents.
const (
	mostPictures  = 32
	mostDocuments = 8
)

// documents are those that were looked at last.
type documents = recent[documentKey, Document]

type documentKey struct {
	name    string
	message int
	print   string
}

// pictures are the pages that were looked at last. They are made one after the
// other: each takes a processor and much memory.
type pictures struct {
	recent[documentKey, []byte]
	making sync.Mutex
}

// isSource reports whether there is a document with this name below sources: a
// name from an address is looked up among those there are, folder by folder.
func (d *desk) isSource(name string) bool {
	if d.Sources == nil || !fs.ValidPath(name) || name == "." {
		return false
	}
	dir := "."
	parts := strings.Split(name, "/")
	for n, part := range parts {
		entries, err := fs.ReadDir(d.Sources, dir)
		if err != nil || strings.HasPrefix(part, ".") {
			return false
		}
		at := slices.IndexFunc(entries, func(e fs.DirEntry) bool { return e.Name() == part })
		last := n == len(parts)-1
		if at < 0 || !last && !entries[at].IsDir() || last && entries[at].IsDir() {
			return false
		}
		dir = path.Join(dir, part)
	}
	info, err := fs.Stat(d.Sources, name)
	return err == nil && info.Mode().IsRegular()
}

// printOf tells one state of a document from another.
func (d *desk) printOf(name string) string {
	info, err := fs.Stat(d.Sources, name)
	if err != nil {
		return ""
	}
	return fmt.Sprint(info.Size(), info.ModTime().UnixNano())
}

// document returns what can be shown of a document that there is.
func (d *desk) document(name string, message int) (Document, error) {
	if d.Document == nil {
		return Document{}, errors.New("documents cannot be shown here")
	}
	key := documentKey{name, message, d.printOf(name)}
	if doc, ok := d.documents.get(key); ok {
		return doc, nil
	}
	doc, err := d.Document(name, message)
	if err == nil {
		d.documents.put(key, doc, mostDocuments)
	}
	return doc, err
}

// picture serves a page of a document.
func (d *desk) picture(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	page, err := strconv.Atoi(strings.TrimSuffix(r.PathValue("page"), ".png"))
	if err != nil || page < 1 || d.PagePicture == nil || !d.isSource(name) {
		http.NotFound(w, r)
		return
	}
	data, err := d.pictureOf(name, page)
	if err != nil {
		http.Error(w, "the page cannot be shown: "+err.Error(), http.StatusUnprocessableEntity)
		return
	}
	send(w, r, "image/png", data)
}

func (d *desk) pictureOf(name string, page int) ([]byte, error) {
	key := documentKey{name, page, d.printOf(name)}
	if data, ok := d.pictures.get(key); ok {
		return data, nil
	}
	d.pictures.making.Lock()
	defer d.pictures.making.Unlock()
	if data, ok := d.pictures.get(key); ok { // somebody else asked for it
		return data, nil
	}
	data, err := d.PagePicture(name, page)
	if err == nil {
		d.pictures.put(key, data, mostPictures)
	}
	return data, err
}

// download serves a document to be saved.
func (d *desk) download(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	if !d.isSource(name) {
		http.NotFound(w, r)
		return
	}
	f, err := d.Sources.Open(name)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	defer f.Close()
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": path.Base(name)}))
	io.Copy(w, f)
}

// A sheet is a part of a document with what was found on it.
type sheet struct {
	Page     int
	Picture  string // address of the picture; "" where the sheet is of lines
	Alt      string
	Lines    []sheetLine
	Skipped  int // lines left out before it
	Findings []shown
}

type sheetLine struct {
	ID       string
	N        int
	Text     string
	Own      bool // of the article at hand
	Findings []shown
}

// A span is the part of a document that an article stands in.
type span struct {
	fromPage, fromLine int
	toPage, toLine     int // of the next one; 0 if there is none
}

func (s span) has(page, line int) bool {
	return (page > s.fromPage || page == s.fromPage && line >= s.fromLine) &&
		(s.toPage == 0 && s.toLine == 0 || page < s.toPage || page == s.toPage && line < s.toLine)
}

func (s span) hasPage(page int) bool {
	return page >= max(s.fromPage, 1) && (s.toPage == 0 && s.toLine == 0 || page < s.toPage || page == s.toPage && s.toLine > 1)
}

// margin is how many lines are shown around a place.
const margin = 4

// anchor is the fragment of a place in a document.
func anchor(page, line int) string {
	switch {
	case page > 0 && line > 0:
		return fmt.Sprintf("#p%d-l%d", page, line)
	case page > 0:
		return fmt.Sprintf("#p%d", page)
	case line > 0:
		return fmt.Sprintf("#l%d", line)
	}
	return ""
}

// sheets returns the part of a document within a span and around findings, or
// all of it.
func (d *desk) sheets(name string, doc Document, within span, all bool, found []shown) []sheet {
	if doc.Pages > 0 {
		return d.pageSheets(name, doc, within, all, found)
	}
	return lineSheets(doc, within, all, found)
}

func (d *desk) pageSheets(name string, doc Document, within span, all bool, found []shown) []sheet {
	var out []sheet
	for page := 1; page <= doc.Pages; page++ {
		s := sheet{Page: page, Picture: address(fmt.Sprintf("picture/%d.png/%s", page, name)),
			Alt: fmt.Sprintf("Page %d of %s", page, path.Base(name))}
		for _, f := range found {
			if f.Page == page {
				s.Findings = append(s.Findings, f)
			}
		}
		if all || within.hasPage(page) || len(s.Findings) > 0 {
			out = append(out, s)
		}
	}
	return out
}

func lineSheets(doc Document, within span, all bool, found []shown) []sheet {
	paged := slices.ContainsFunc(doc.Lines, func(l Line) bool { return l.Page > 0 })
	if !paged { // import may count pages in what has only lines
		within.fromPage, within.toPage = 0, 0
	}
	at := map[[2]int][]shown{}
	for _, f := range found {
		k := [2]int{f.Page, f.Line}
		if !paged {
			k[0] = 0
		}
		at[k] = append(at[k], f)
	}
	keep := make([]bool, len(doc.Lines))
	for n, l := range doc.Lines {
		if all || within.has(l.Page, l.N) {
			keep[n] = true
		}
		if len(at[[2]int{l.Page, l.N}]) > 0 {
			for k := max(0, n-margin); k <= min(len(keep)-1, n+margin); k++ {
				keep[k] = true
			}
		}
	}
	var out []sheet
	skipped := 0
	seen := map[string]bool{"": true}
	for n, l := range doc.Lines {
		if !keep[n] {
			skipped++
			continue
		}
		if len(out) == 0 || skipped > 0 {
			out = append(out, sheet{Page: l.Page, Skipped: skipped})
			skipped = 0
		}
		k := [2]int{l.Page, l.N}
		line := sheetLine{N: l.N, Text: l.Text, Own: !all && within.has(l.Page, l.N), Findings: at[k]}
		delete(at, k)
		if id := strings.TrimPrefix(anchor(l.Page, l.N), "#"); !seen[id] { // what import read may have a line twice
			line.ID, seen[id] = id, true
		}
		s := &out[len(out)-1]
		s.Lines = append(s.Lines, line)
	}
	if skipped > 0 {
		out = append(out, sheet{Skipped: skipped})
	}
	return out
}

// homeless returns the findings that no sheet shows.
func homeless(found []shown, sheets []sheet) []shown {
	placed := map[*finding]bool{}
	for _, s := range sheets {
		for _, f := range s.Findings {
			placed[f.finding] = true
		}
		for _, l := range s.Lines {
			for _, f := range l.Findings {
				placed[f.finding] = true
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(found), func(f shown) bool { return placed[f.finding] })
}
