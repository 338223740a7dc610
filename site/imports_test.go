package site

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/backissue/backissue"

// allowed are the packages of this module that each may import. A reader that
// is not listed here has no leave to import anything: add it, and keep it
// from its siblings and from issue.
var allowed = map[string][]string{
	"":               nil, // the theme
	"/cmd/backissue": {"/site"},
	"/site": {"/site/docx", "/site/hwp", "/site/hwpx", "/site/odt", "/site/html", "/site/markdown", "/site/mail", "/site/pdf",
		"/site/address", "/site/bundle", "/site/catalogue", "/site/charset", "/site/check", "/site/content", "/site/desk", "/site/doc", "/site/forms", "/site/hugo", "/site/issue",
		"/site/lang", "/site/live", "/site/markup", "/site/offline", "/site/preview", "/site/publish", "/site/search", "/site/source", "/site/text", "/site/translation", "/site/watch",
	},
	"/site/doc":            nil,
	"/site/numbering":      nil,
	"/site/reflow":         {"/site/doc", "/site/lang", "/site/numbering"},
	"/site/text":           {"/site/charset", "/site/doc", "/site/reflow"},
	"/site/pdf":            {"/site/doc", "/site/numbering", "/site/reflow"},
	"/site/docx":           {"/site/doc", "/site/office", "/site/zipxml"},
	"/site/odt":            {"/site/doc", "/site/office", "/site/zipxml"},
	"/site/hwpx":           {"/site/doc", "/site/hangul", "/site/hwp/hangul", "/site/office", "/site/zipxml"},
	"/site/hwp":            {"/site/doc", "/site/hangul", "/site/hwp/hangul", "/site/office"},
	"/site/hwp/hangul":     {"/site/doc"},
	"/site/office":         {"/site/doc", "/site/zipxml"},
	"/site/html":           {"/site/charset", "/site/doc", "/site/markup"},
	"/site/markup":         {"/site/charset", "/site/doc"},
	"/site/markdown":       {"/site/charset", "/site/doc", "/site/markup"},
	"/site/mail":           {"/site/charset", "/site/doc", "/site/markup", "/site/reflow"},
	"/site/charset":        {"/site/doc"},
	"/site/zipxml":         nil,
	"/site/zipxml/ziptest": nil,
	"/site/lang":           {"/site/doc"},
	"/site/issue":          {"/site/doc", "/site/lang", "/site/numbering", "/site/reflow"},
	"/site/bundle":         {"/site/content", "/site/doc", "/site/issue"},
	"/site/desk":           {"/site/bundle", "/site/check", "/site/content", "/site/translation"},
	"/site/dom":            nil,
	"/site/address":        {"/site/content", "/site/dom"},
	"/site/offline":        nil,
	"/site/check":          {"/site/bundle", "/site/content", "/site/lang", "/site/numbering", "/site/translation"},
	"/site/content":        nil,
	"/site/catalogue":      {"/site/content"},
	"/site/live":           {"/site/address", "/site/catalogue", "/site/forms", "/site/hugo"},
	"/site/epub":           nil,
	"/site/forms":          {"/site/dom", "/site/epub"},
	"/site/source":         nil,
	"/site/translation":    {"/site/content"},
	"/site/hugo":           {"", "/site/dom"},
	"/site/preview":        nil,
	"/site/watch":          nil,
	"/site/publish":        nil,
	"/site/search":         nil,
}

// pure are the packages that only compute. They get no way to the world.
var pure = []string{"/site/doc", "/site/numbering", "/site/reflow", "/site/text", "/site/lang", "/site/issue"}

var world = []string{"os", "os/exec", "io/fs", "path/filepath", "net", "net/http", "syscall", "math/rand", "math/rand/v2"}

type listed struct {
	ImportPath string
	Imports    []string
}

func list(t *testing.T) []listed {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", module+"/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var packages []listed
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatal(err)
		}
		packages = append(packages, p)
	}
}

// The package comment says who knows what; this test holds it.
func TestImports(t *testing.T) {
	for _, p := range list(t) {
		name := strings.TrimPrefix(p.ImportPath, module)
		ours, known := allowed[name]
		if strings.HasSuffix(name, "test") { // holds what tests of several packages share
			ours, known = []string{"/site/doc", "/site/doc/doctest"}, true
		}
		if !known && len(p.Imports) > 0 {
			t.Errorf("%s is not in the plan", p.ImportPath)
		}
		for _, imported := range p.Imports {
			own := imported == module || strings.HasPrefix(imported, module+"/")
			if own && !slices.Contains(ours, strings.TrimPrefix(imported, module)) {
				t.Errorf("%s imports %s", p.ImportPath, imported)
			}
			if name != "/site/hugo" && strings.HasPrefix(imported, "github.com/gohugoio/") {
				t.Errorf("%s imports %s: only site/hugo knows Hugo", p.ImportPath, imported)
			}
			if slices.Contains(pure, name) && slices.Contains(world, imported) {
				t.Errorf("%s imports %s, but it is to compute and no more", p.ImportPath, imported)
			}
			if name == "/site/doc" && strings.Contains(imported, ".") && imported != "golang.org/x/text/language" {
				t.Errorf("%s imports %s: doc is data", p.ImportPath, imported)
			}
		}
	}
}
