package bundle

import (
	"fmt"
	"path"
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/backissue/backissue/site/doc"
)

// attachmentDir is the folder, within a bundle, for files that came with its
// text. There no name is taken by files of import's own.
const attachmentDir = "files"

// attachments returns the files that came with a text, as files of the bundle
// in dir.
func attachments(media []doc.Media, dir string) []File {
	var files []File
	for i, name := range attachmentNames(media) {
		files = append(files, File{Path: path.Join(dir, attachmentDir, name), Data: media[i].Data})
	}
	return files
}

// attachments writes the list of files: where they lie, their names, and their
// sizes in bytes.
func (y *yaml) attachments(media []doc.Media) {
	var maps []string
	for i, name := range attachmentNames(media) {
		maps = append(maps, fmt.Sprintf("{file: %s, name: %s, size: %d}", quote(path.Join(attachmentDir, name)), quote(path.Base(media[i].Name)), len(media[i].Data)))
	}
	if maps != nil {
		y.raw("attachments", "["+strings.Join(maps, ", ")+"]")
	}
}

// attachmentNames returns names under which files can lie on any disk, behind
// any web server and beside Hugo's content: without the marks that some of
// these forbid, and never the name of a page.
func attachmentNames(media []doc.Media) []string {
	taken := map[string]bool{}
	var names []string
	for _, m := range media {
		name := strings.Trim(forbidden.ReplaceAllString(norm.NFC.String(path.Base(m.Name)), "-"), "-. ")
		ext := path.Ext(name)
		stem := strings.TrimRight(strings.TrimSuffix(name, ext), "-. ")
		if r := []rune(stem); len(r) > 100 {
			stem = string(r[:100])
		}
		if stem == "" {
			stem = "file"
		}
		if pageEndings[strings.ToLower(ext)] {
			ext += ".txt" // Hugo or a browser would take it for a page
		}
		name = stem + ext
		for i := 2; taken[strings.ToLower(name)]; i++ {
			name = fmt.Sprintf("%s-%d%s", stem, i, ext)
		}
		taken[strings.ToLower(name)] = true
		names = append(names, name)
	}
	return names
}

var (
	// forbidden are runs of all but letters, digits and a few marks. They
	// may mean something to a disk, in an address or to Hugo.
	forbidden = regexp.MustCompile(`[^\pL\pM\pN._-]+`)
	// attachmentRE matches the names that attachmentNames gives.
	attachmentRE = regexp.MustCompile(`^[\pL\pM\pN_][\pL\pM\pN._-]*$`)
)

// pageEndings are the endings of files that Hugo takes for pages, and of those that
// a browser would run programs from, as if they were the site's own.
var pageEndings = map[string]bool{
	".md": true, ".markdown": true, ".mdown": true, ".html": true, ".htm": true, ".xhtml": true,
	".adoc": true, ".asciidoc": true, ".ad": true, ".rst": true, ".org": true, ".pandoc": true, ".pdc": true, ".mmark": true,
	".svg": true, ".xml": true, ".xsl": true, ".xslt": true, ".xht": true, ".mht": true, ".mhtml": true, ".shtml": true,
}
