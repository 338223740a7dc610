package site

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/backissue/backissue/site/bundle"
	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/issue"
	"github.com/backissue/backissue/site/markup"
	"github.com/backissue/backissue/site/source"
)

// A pile is the documents of one source, and the files that came with them: a
// folder's, or those attached to a mail.
type pile struct {
	*archive
	place  string            // the source, as messages name it
	files  []*source.File    // that pages may show
	shown  map[string]string // names of the pictures that pages show, by file
	docs   []*doc.Document   // by the names of their files
	loose  []doc.Media       // files that are no documents
	unread []error           // why documents among the files cannot be read
	losses []doc.Loss
	sums   map[string]string        // SHA-256 of the documents by name; the main one's goes when that is known
	format map[string]source.Format // by name
}

// maxFolder is the size in bytes of all the files that may make up one issue.
const maxFolder = 4 * source.MaxSize

// readFolder reads a document with its attachments, which lie in a folder.
func (a *archive) readFolder(name string, names []string) (*reading, error) {
	p := pile{archive: a, place: a.path(Sources, name)}
	size := 0
	for _, n := range names {
		f, err := source.Read(a.path(Sources), n)
		if f == nil {
			return nil, err
		}
		if size += len(f.Data); size > maxFolder {
			return nil, &source.Error{Name: p.place, Problem: fmt.Sprintf("holds more than %d MiB", maxFolder>>20),
				Advice: "leave only what belongs to this issue"}
		}
		p.files = append(p.files, f)
	}
	sum := folderSum(p.files)
	p.addFiles()
	return p.recover(name, sum, 0)
}

// folderSum identifies a folder of files.
func folderSum(files []*source.File) string {
	sum := sha256.New()
	for _, f := range files {
		fmt.Fprintf(sum, "%s\x00%s\n", f.Name, f.SHA256)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// addFiles reads the documents among the files, and puts the rest with them.
func (p *pile) addFiles() {
	for _, f := range p.files {
		if !isDocument(f) {
			continue
		}
		if err := p.add(f); err != nil {
			p.unread = append(p.unread, err)
			p.lose(f.Name, err)
		}
	}
	for _, f := range p.files {
		switch {
		case p.sums[f.Name] != "", p.shown[f.Name] != "", savedWithPage.MatchString(f.Name):
		case len(f.Data) == 0:
			p.lose(f.Name, errors.New("is empty"))
		default:
			p.loose = append(p.loose, doc.Media{Name: path.Base(f.Name), Type: markup.Sniff(f.Data), Data: f.Data})
		}
	}
}

// savedWithPage matches files in the folder that a browser makes beside a
// page it saves: what of them the page does not show is of no use.
var savedWithPage = regexp.MustCompile(`[^/](?:_files|\.files|-Dateien)/`)

// isDocument reports whether a file is one to read. Any text is plain text,
// and much of it, such as a table of numbers, is meant for programs.
func isDocument(f *source.File) bool {
	switch ext := strings.ToLower(path.Ext(f.Name)); f.Format {
	case "":
		return false
	case source.Text:
		return ext == ".txt" || ext == ".text" || ext == ""
	case source.Markdown:
		return ext == ".md" || ext == ".markdown" || ext == ".txt"
	}
	return !savedWithPage.MatchString(f.Name)
}

// add reads a document, and those attached to it.
func (p *pile) add(f *source.File) error { return p.addNested(f, 0) }

// maxAttached is how deep documents may be attached to one another.
const maxAttached = 3

func (p *pile) addNested(f *source.File, depth int) error {
	where := p.place
	if len(p.files) > 0 || depth > 0 {
		where = p.path(Sources, f.Name)
	}
	d, err := p.document(f, where, p.beside(f.Name))
	if err != nil {
		return err
	}
	if p.sums == nil {
		p.sums, p.format = map[string]string{}, map[string]source.Format{}
	}
	p.sums[f.Name], p.format[f.Name] = f.SHA256, f.Format
	d.SetFile(f.Name)
	p.docs = append(p.docs, d)
	for _, m := range d.Attachments {
		inner, problem := source.New(f.Name+"/"+m.Name, m.Data)
		if problem != nil || !isDocument(inner) || depth == maxAttached {
			continue
		}
		if err := p.addNested(inner, depth+1); err != nil {
			p.lose(inner.Name, err)
		}
	}
	return nil
}

// lose records a file whose words are not in the archive.
func (p *pile) lose(name string, err error) {
	why := err.Error()
	var e *source.Error
	if errors.As(err, &e) { // the place of the loss says which file
		if why = e.Problem; e.Err != nil {
			why = e.Err.Error()
		}
	}
	p.losses = append(p.losses, doc.Loss{Position: doc.Position{File: name, Line: 1}, Reason: "its text could not be read, the file is attached as it is: " + why})
}

// recover finds the issue in the documents of a pile, whose source has the
// given name and hash.
func (p *pile) recover(name, sum string, message int) (*reading, error) {
	main, certain := p.main(name)
	if len(p.docs) == 0 || len(p.unread) > 0 && !certain {
		return nil, append(p.unread, &source.Error{Name: p.place, Problem: "holds no document", Advice: listFormats})[0]
	}
	if a, b, several := p.several(certain); several {
		return nil, &source.Error{Name: p.place, Problem: fmt.Sprintf("holds several issues: %s is one, %s another", path.Base(p.docs[a].File), path.Base(p.docs[b].File)),
			Advice: "put them into " + Sources + "/ itself or a folder named for their year; if they are one issue, name its document like the folder"}
	}
	if d := p.docs[main]; !certain {
		d.Doubts = append(d.Doubts, doc.Doubt{Position: doc.Position{Line: 1}, Code: "main-document", Text: path.Base(d.File),
			Why: fmt.Sprintf("nothing tells for certain which of the %d documents is the issue itself; in a folder, the one that bears its name is", len(p.docs))})
	}
	file := p.docs[main].File
	src := bundle.Source{Name: file, SHA256: p.sums[file], Message: message, Attached: p.sums}
	docs := p.documents(main)
	found, err := p.issue(name, p.format[file], docs)
	if err != nil {
		return nil, err
	}
	letters := 0
	for _, d := range docs {
		letters += d.Source.Len()
	}
	lost, invented := issue.Ledger(docs, found)
	attached := slices.Collect(maps.Keys(p.sums))
	for _, m := range docs[0].Attachments {
		attached = append(attached, m.Name)
	}
	slices.Sort(attached)
	return &reading{name, sum, src, p.format[file], slices.Compact(attached), found, LedgerReport{letters, lost, invented}}, nil
}

// several returns two documents that are different issues, where it is not
// certain that one is.
func (p *pile) several(certain bool) (a, b int, ok bool) {
	if certain {
		return 0, 0, false
	}
	return issue.Different(p.docs, p.profile)
}

// main returns the index of the document that is the issue itself: the one
// that bears the name of the folder, or the one that looks like it.
func (p *pile) main(folder string) (main int, certain bool) {
	for i, d := range p.docs {
		base := path.Base(d.File)
		if strings.EqualFold(norm.NFC.String(strings.TrimSuffix(base, path.Ext(base))), norm.NFC.String(path.Base(folder))) {
			return i, true
		}
	}
	if len(p.docs) == 1 && len(p.unread) == 0 {
		return 0, true
	}
	return issue.Main(p.docs, p.profile)
}

// documents returns the documents of the pile, that at index main first and
// without a name, and gives it the files that are none.
func (p *pile) documents(main int) []*doc.Document {
	docs := append([]*doc.Document{p.docs[main]}, slices.Delete(slices.Clone(p.docs), main, main+1)...)
	delete(p.sums, docs[0].File)
	docs[0].SetFile("")
	docs[0].Attachments = append(docs[0].Attachments, p.loose...)
	docs[0].Losses = append(docs[0].Losses, p.losses...)
	return docs
}

// beside returns a function that finds the pictures that a page names and
// that lie beside it.
func (p *pile) beside(page string) func(address string) (doc.Media, bool) {
	return func(address string) (doc.Media, bool) {
		u, err := url.Parse(address)
		if err != nil || u.Host != "" || u.Scheme != "" || u.Path == "" {
			return doc.Media{}, false
		}
		want := norm.NFC.String(path.Join(path.Dir(page), u.Path))
		for _, f := range p.files {
			if !strings.EqualFold(norm.NFC.String(f.Name), want) {
				continue
			}
			kind := markup.Sniff(f.Data)
			if ending := markup.Extension(kind); ending != "" {
				return doc.Media{Name: p.pictureName(f.Name, ending), Type: kind, Data: f.Data}, true
			}
		}
		return doc.Media{}, false
	}
}

// pictureName returns the name that a picture has in the archive: that of its
// file, or one like it where another picture has that.
func (p *pile) pictureName(file, ending string) string {
	if name := p.shown[file]; name != "" {
		return name
	}
	if p.shown == nil {
		p.shown = map[string]string{}
	}
	stem := strings.Trim(unfit.ReplaceAllString(norm.NFC.String(strings.TrimSuffix(path.Base(file), path.Ext(file))), "-"), "-. ")
	if stem == "" {
		stem = "picture"
	}
	taken := func(name string) bool {
		for _, other := range p.shown {
			if strings.EqualFold(other, name) {
				return true
			}
		}
		return false
	}
	name := stem + ending
	for i := 2; taken(name); i++ {
		name = fmt.Sprintf("%s-%d%s", stem, i, ending)
	}
	p.shown[file] = name
	return name
}

// unfit are runs of what does not belong in the name of a picture.
var unfit = regexp.MustCompile(`[^\pL\pN._-]+`)
