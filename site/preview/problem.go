package preview

import (
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"strings"
	"sync"
)

// A Problem is what is wrong with a file of the archive.
type Problem struct {
	What    string `json:"what"`           // such as "front matter: no end of the text"
	File    string `json:"file,omitempty"` // within the archive
	Line    int    `json:"line,omitempty"` // from 1; 0 where it is not known
	Column  int    `json:"column,omitempty"`
	Hint    string `json:"hint,omitempty"`    // what to do
	Excerpt string `json:"excerpt,omitempty"` // the lines concerned

	// Pages are names of pages that it concerns, as in [Change]. None stands
	// for all. Other pages only mention it.
	Pages []string `json:"pages,omitempty"`
}

// Where returns the place of the problem, "file:line:column" as far as it is
// known.
func (p *Problem) Where() string {
	where := p.File
	if p.Line > 0 && where != "" {
		where = fmt.Sprintf("%s:%d", where, p.Line)
		if p.Column > 0 {
			where = fmt.Sprintf("%s:%d", where, p.Column)
		}
	}
	return where
}

// Error implements error.
func (p *Problem) Error() string {
	if where := p.Where(); where != "" {
		return where + ": " + p.What
	}
	return p.What
}

// broken answers for a page that cannot be made: with how it was last, or
// with what is wrong. Both wait for any change.
func (p *pages) broken(w http.ResponseWriter, r *http.Request, name string, err error, at moment) {
	problem := &Problem{What: err.Error()}
	errors.As(err, &problem)
	if p.hub == nil || !isHTML(contentType(name)) || r.URL.Query().Has("raw") {
		http.Error(w, "500: "+problem.Error(), http.StatusInternalServerError)
		return
	}
	m := mark{at: at, all: true, problem: problem}
	if page, ok := p.good.of(name); ok {
		p.answer(w, http.StatusOK, page, m)
		return
	}
	var page strings.Builder
	if err := errorPage.Execute(&page, problem); err != nil {
		http.Error(w, "500: "+problem.Error(), http.StatusInternalServerError)
		return
	}
	m.problem = nil // the page says it
	p.answer(w, http.StatusInternalServerError, []byte(page.String()), m)
}

var errorPage = template.Must(template.New("").Parse(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{{.What}}</title>
<link rel="icon" href="data:,">
<style>
:root { color-scheme: light dark; font: 100%/1.5 system-ui, sans-serif }
body { max-width: 48rem; margin: 10vh auto; padding: 0 1rem; overflow-wrap: anywhere }
h1 { font-size: 1.3rem }
code, pre { font: .95em/1.5 ui-monospace, monospace }
pre { overflow: auto; padding: .75rem 1rem; border-inline-start: .25rem solid #c62828 }
</style>
</head>
<body>
<h1>This page cannot be made</h1>
{{with .Where}}<p><code>{{.}}</code></p>{{end}}
<p>{{.What}}</p>
{{with .Excerpt}}<pre>{{.}}</pre>{{end}}
{{with .Hint}}<p>{{.}}</p>{{end}}
<p><small>It comes by itself when the file is mended.</small></p>
</body>
</html>
`))

const (
	rememberedPages = 200
	rememberedBytes = 16 << 20
)

// memory keeps pages as they were last when they were good: those that were
// looked at, not all that there are.
type memory struct {
	mu    sync.Mutex
	pages map[string][]byte
	order []string // oldest first
	bytes int
}

func (m *memory) keep(name string, page []byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.pages == nil {
		m.pages = map[string][]byte{}
	}
	if old, ok := m.pages[name]; ok {
		m.bytes -= len(old)
	} else {
		m.order = append(m.order, name)
	}
	m.pages[name] = page
	m.bytes += len(page)
	for len(m.order) > 1 && (len(m.order) > rememberedPages || m.bytes > rememberedBytes) {
		m.bytes -= len(m.pages[m.order[0]])
		delete(m.pages, m.order[0])
		m.order = m.order[1:]
	}
}

func (m *memory) of(name string) ([]byte, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	page, ok := m.pages[name]
	return page, ok
}
