package preview

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"strings"
	"time"
)

//go:embed live.js
var liveJS []byte

//go:embed worker.js
var workerJS []byte

// version is in the addresses of the scripts, which may be kept for ever then.
var version = strings.Trim(tag(append(bytes.Clone(liveJS), workerJS...)), `"`)

// A mark is what a page is told about itself.
type mark struct {
	at      moment
	tag     string   // of the file, in quotes
	all     bool     // every change concerns the page
	problem *Problem // why it is not up to date
}

// inject returns the page with the script that follows changes, at the end of
// its body. It is an external one, for pages whose policy allows no other.
func inject(page []byte, m mark) []byte {
	script := fmt.Sprintf(`<script src="/_preview/live.js?v=%s" data-start="%d" data-at="%d"`, version, m.at.Start, m.at.At)
	if m.tag != "" {
		script += fmt.Sprintf(` data-tag="%s"`, html.EscapeString(m.tag))
	}
	if m.all {
		script += ` data-all`
	}
	if m.problem != nil {
		if data, err := json.Marshal(m.problem); err == nil {
			script += fmt.Sprintf(` data-problem="%s"`, html.EscapeString(string(data)))
		}
	}
	script += `></script>`
	end := bytes.LastIndex(page, []byte("</body>"))
	if end < 0 {
		end = len(page)
	}
	out := make([]byte, 0, len(page)+len(script))
	return append(append(append(out, page[:end]...), script...), page[end:]...)
}

func serveScript(w http.ResponseWriter, r *http.Request, script []byte) {
	w.Header().Set("Content-Type", types[".js"])
	w.Header().Set("ETag", tag(script))
	if r.URL.Query().Get("v") == version {
		w.Header().Set("Cache-Control", forEver)
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(script))
}
