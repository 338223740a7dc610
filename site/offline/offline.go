// Package offline makes a built site one that is read from a disk. A browser
// that opens a folder there shows what lies in it, so every link has to name a
// file: "2021-10/index.html" and not "2021-10/". Nothing else changes, and a
// server still serves what comes out.
package offline

import (
	"bytes"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// NameFiles rewrites the links of all pages below dir.
func NameFiles(dir string) error {
	return filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(name) != ".html" {
			return err
		}
		page, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if named := nameFiles(page); !bytes.Equal(named, page) {
			return os.WriteFile(name, named, 0o644)
		}
		return nil
	})
}

// nameFiles returns a page with other links, and the same bytes otherwise.
func nameFiles(page []byte) []byte {
	var out bytes.Buffer
	z := html.NewTokenizer(bytes.NewReader(page))
	for {
		kind := z.Next()
		if kind == html.ErrorToken && z.Err() == io.EOF {
			out.Write(z.Raw())
			return out.Bytes()
		}
		raw := bytes.Clone(z.Raw())
		if kind == html.StartTagToken || kind == html.SelfClosingTagToken {
			if t := z.Token(); changeLinks(&t) {
				out.WriteString(t.String())
				continue
			}
		}
		out.Write(raw)
	}
}

// refresh matches what sends a reader on: "0; url=./ko/".
var refresh = regexp.MustCompile(`^(\s*\d+\s*;\s*url=)(.*)$`)

func changeLinks(t *html.Token) bool {
	changed := false
	for i, a := range t.Attr {
		before, link := "", a.Val
		switch {
		case a.Key == "content" && t.Data == "meta" && refresh.MatchString(a.Val):
			m := refresh.FindStringSubmatch(a.Val)
			before, link = m[1], m[2]
		case a.Key != "href" && a.Key != "action":
			continue
		}
		if to := nameFile(link); to != link {
			t.Attr[i].Val = before + to
			changed = true
		}
	}
	return changed
}

// nameFile returns a link with the name of the file that a server would choose.
// Links to other sites stay as they are.
func nameFile(link string) string {
	end := strings.IndexAny(link, "?#")
	if end < 0 {
		end = len(link)
	}
	if path := link[:end]; strings.HasSuffix(path, "/") && !strings.HasPrefix(path, "/") && !strings.Contains(path, ":") {
		return path + "index.html" + link[end:]
	}
	return link
}
