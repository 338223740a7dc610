package site

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/pelletier/go-toml/v2"

	"github.com/backissue/backissue/site/bundle"
	"github.com/backissue/backissue/site/charset"
	"github.com/backissue/backissue/site/check"
	"github.com/backissue/backissue/site/desk"
	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/mail"
	"github.com/backissue/backissue/site/pdf"
	"github.com/backissue/backissue/site/source"
	"github.com/backissue/backissue/site/text"
)

// Desk returns the desk of the archive in dir, where an editor sees what there
// is to do: see package desk. It follows the files, and the configuration with
// them. It only reads.
func Desk(dir string) http.Handler { return &deskOf{dir: dir} }

// desk is the desk of a session's archive.
func (s *session) desk() http.Handler { return Desk(s.dir) }

// A deskOf is made anew when the configuration changes.
type deskOf struct {
	dir     string
	mu      sync.Mutex
	print   string
	handler http.Handler
}

func (d *deskOf) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h, err := d.current()
	if err != nil {
		http.Error(w, "the desk cannot be shown: "+err.Error(), http.StatusInternalServerError)
		return
	}
	h.ServeHTTP(w, r)
}

func (d *deskOf) current() (http.Handler, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	print := filePrint(filepath.Join(d.dir, Config))
	if d.handler != nil && print == d.print {
		return d.handler, nil
	}
	o, err := deskOptions(d.dir)
	if err != nil {
		if d.handler != nil {
			return d.handler, nil // the last good one: the pages of the site tell of the configuration
		}
		return nil, err
	}
	d.print, d.handler = print, desk.Handler(o)
	return d.handler, nil
}

// filePrint tells one state of a file from another.
func filePrint(name string) string {
	info, err := os.Stat(name)
	if err != nil {
		return ""
	}
	return fmt.Sprint(info.Size(), info.ModTime().UnixNano())
}

func deskOptions(dir string) (desk.Options, error) {
	a, err := open(dir)
	if err != nil {
		return desk.Options{}, err
	}
	full, err := filepath.Abs(dir)
	if err != nil {
		return desk.Options{}, fmt.Errorf("site: %w", err)
	}
	t, err := a.translationOptions()
	if err != nil {
		return desk.Options{}, err
	}
	o := desk.Options{
		Title: a.title, Languages: t.Languages, Dir: filepath.ToSlash(full), Editor: a.editor(),
		Content: os.DirFS(a.path(Content)), Sources: os.DirFS(a.path(Sources)),
		Import: func(key string) (desk.Import, error) {
			r, err := ReadFindings(dir, key)
			return deskImport(r), err
		},
		Imported: (&states{dir: dir}).imported,
		Version: func(key string) string {
			return filePrint(a.path(stateFolder, key+".json")) + filePrint(findingsFile(dir, key))
		},
		Check:       func() ([]check.Finding, error) { return Check(dir) },
		Document:    a.deskDocument,
		PagePicture: a.pagePicture,
	}
	return o, nil
}

// states are what import wrote of each issue, as it is now.
type states struct {
	dir   string
	mu    sync.Mutex
	key   string // of the issue that was asked for last: files come in turn
	print string
	state bundle.State
}

func (s *states) imported(file string) ([]string, bool) {
	key, _, _ := strings.Cut(file, "/")
	print := filePrint(filepath.Join(s.dir, stateFolder, key+".json"))
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.key != key || s.print != print {
		s.key, s.print = key, print
		s.state, _ = bundle.ReadState(s.dir, key) // one that cannot be read says nothing
	}
	return s.state.Imported(file)
}

// editor returns the address that opens a file, which the configuration sets
// as params.editor, or "".
func (a *archive) editor() string {
	var config struct {
		Params struct {
			Editor string `toml:"editor"`
		} `toml:"params"`
	}
	data, err := os.ReadFile(a.path(Config))
	if err == nil {
		err = toml.Unmarshal(data, &config)
	}
	if err != nil {
		return ""
	}
	return config.Params.Editor
}

func deskImport(r IssueReport) desk.Import {
	i := desk.Import{Source: r.Source, Message: r.Message, Date: r.Date, Lost: r.Ledger.Lost, Invented: r.Ledger.Invented}
	for _, s := range r.Sections {
		for _, a := range s.Articles {
			i.Articles = append(i.Articles, s.Key+"/"+a.Key)
		}
	}
	mark := func(pos doc.Position, at string) desk.Mark {
		m := desk.Mark{File: r.Source, Page: pos.Page, Line: pos.Line}
		if at != "" { // which names the file as it lies in sources
			file, _, paged := strings.Cut(at, ": page ")
			if m.File = strings.TrimSuffix(file, fmt.Sprintf(":%d", pos.Line)); !paged {
				m.Page = 0
			}
		}
		m.File = strings.TrimSuffix(m.File, messagePlace("", r.Message))
		return m
	}
	for _, d := range r.Doubts {
		m := mark(d.Position, d.At)
		m.Article, m.Code, m.Text, m.Why = d.Article, d.Code, d.Text, d.Why
		i.Doubts = append(i.Doubts, m)
	}
	for _, l := range r.Losses {
		m := mark(l.Position, l.At)
		m.Text, m.Why = l.Text, l.Reason
		i.Losses = append(i.Losses, m)
	}
	for _, f := range r.Furniture {
		i.Furniture = append(i.Furniture, desk.Mark{File: r.Source, Page: f.Page, Line: f.Line, Code: string(f.Kind), Text: f.Text})
	}
	return i
}

// pageDPI is how fine pages are drawn: letters of 6 points can be read.
const pageDPI = 150

// pagePicture draws a page of a document.
func (a *archive) pagePicture(name string, page int) ([]byte, error) {
	f, err := source.Read(a.path(Sources), name)
	if err != nil {
		return nil, err
	}
	return pdf.NewPaper(f.Data).Picture(page, pageDPI)
}

// deskDocument returns what can be shown of a document: its pages, the lines of
// a text, or what its reader makes of it.
func (a *archive) deskDocument(name string, message int) (desk.Document, error) {
	f, err := source.Read(a.path(Sources), name)
	if err != nil {
		return desk.Document{}, err
	}
	switch f.Format {
	case source.PDF:
		n, err := pdf.NewPaper(f.Data).Pages()
		return desk.Document{Pages: n}, err
	case source.Text, source.Markdown:
		t, err := charset.Decode(f.Data, "")
		return desk.Document{Lines: textLines(t.String)}, err
	case source.Mail:
		if message > 0 {
			all := mail.Split(f.Data)
			if message > len(all) {
				return desk.Document{}, fmt.Errorf("it has no message %d", message)
			}
			f.Data = all[message-1]
		}
	}
	d, err := a.document(f, name, func(string) (doc.Media, bool) { return doc.Media{}, false })
	if err != nil {
		return desk.Document{}, err
	}
	return desk.Document{Lines: documentLines(d.Blocks), Made: true}, nil
}

// textLines counts lines as package text does.
func textLines(s string) []desk.Line {
	var out []desk.Line
	for n, line := range strings.Split(strings.TrimSuffix(text.LineEnds(s), "\n"), "\n") {
		out = append(out, desk.Line{N: n + 1, Text: line})
	}
	return out
}

// documentLines returns the text of blocks, each at its place.
func documentLines(blocks []doc.Block) []desk.Line {
	var out []desk.Line
	add := func(pos doc.Position, text string) {
		if strings.TrimSpace(text) != "" {
			out = append(out, desk.Line{Page: pos.Page, N: pos.Line, Text: text})
		}
	}
	for _, b := range blocks {
		switch b := b.(type) {
		case *doc.Heading:
			add(b.Position, doc.Join(b.Spans))
		case *doc.Paragraph:
			add(b.Position, doc.Join(b.Spans))
		case *doc.List:
			for _, item := range b.Items {
				out = append(out, documentLines(item.Blocks)...)
			}
		case *doc.Table:
			for _, row := range b.Rows {
				var cells []string
				for _, c := range row {
					cells = append(cells, doc.Join(c))
				}
				add(b.Position, strings.Join(cells, " | "))
			}
		case *doc.Figure:
			add(b.Position, strings.Join(slices.DeleteFunc([]string{"[" + b.Media + "]", b.Alt, doc.Join(b.Caption)}, func(s string) bool { return s == "" }), " "))
		case *doc.Box:
			out = append(out, documentLines(b.Blocks)...)
		case *doc.Note:
			out = append(out, documentLines(b.Blocks)...)
		}
	}
	return out
}
