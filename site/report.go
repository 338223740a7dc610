package site

import (
	"cmp"
	"fmt"

	"github.com/backissue/backissue/site/bundle"
	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/issue"
	"github.com/backissue/backissue/site/source"
)

// A Report is what [Import] did, with the place of everything that a person
// may want to look up in the documents. It depends on nothing but them and
// the files that an editor changed, so two imports report the same.
type Report struct {
	Issues []IssueReport `json:"issues"`
	Failed []Failure     `json:"failed"` // documents that were not imported

	// Orphans are the issues in content that an earlier import made and no
	// document makes any more. They stay until somebody removes them.
	Orphans []string `json:"orphans,omitempty"`

	// Moved are the articles that this import gave another address, and those
	// that an editor did since the last one.
	Moved []MoveReport `json:"moved,omitempty"`
}

// A MoveReport is an article that has another folder now, below content.
type MoveReport struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// A Failure is a document that was not imported, and why.
type Failure struct {
	Source string `json:"source"`
	Error  string `json:"error"`
	Hint   string `json:"hint,omitempty"`
}

// An IssueReport is what Import found in one document and wrote of it. Lists
// are in the order of the document.
type IssueReport struct {
	Key       string          `json:"issue"`
	Source    string          `json:"source"`            // name below the folder of sources
	Message   int             `json:"message,omitempty"` // which of a folder of mails, from 1
	SHA256    string          `json:"sha256"`
	Attached  []string        `json:"attached,omitempty"` // names of the documents and files that came with it
	Date      string          `json:"date"`               // ISO 8601
	Evidence  Place           `json:"evidence"`
	Languages []string        `json:"languages"` // BCP 47, the publisher's own first
	Sections  []SectionReport `json:"sections"`
	Doubts    []DoubtReport   `json:"doubts"`
	Losses    []LossReport    `json:"losses"`
	Furniture []PieceReport   `json:"furniture"`
	Ledger    LedgerReport    `json:"ledger"`
	Kept      []KeptReport    `json:"kept"` // in order of paths
}

// A Place is a piece of text and where it stands. A line of 0 means that it
// is not in the document: it is the name of the file.
type Place struct {
	doc.Position
	Text string `json:"text"`
}

// A SectionReport is one section of an issue.
type SectionReport struct {
	Key      string          `json:"section"`
	Kind     issue.Kind      `json:"kind"`
	Titles   []TitleReport   `json:"titles"`
	Articles []ArticleReport `json:"articles"`
}

// An ArticleReport is one article of a section.
type ArticleReport struct {
	Key string `json:"article"`
	doc.Position
	Titles  []TitleReport `json:"titles"`
	Credits []TitleReport `json:"credits"`
}

// A TitleReport is a name and its language.
type TitleReport struct {
	Lang string `json:"lang"`
	Text string `json:"text"`
}

// A DoubtReport is a guess that a person should look at.
type DoubtReport struct {
	doc.Position
	At      string `json:"at"`                // as messages name it: "2024-03.txt:46", "2024-07.pdf: page 2"
	Article string `json:"article,omitempty"` // such as "laws/02"
	Code    string `json:"code"`
	Text    string `json:"text"`
	Why     string `json:"why"`
}

// A LossReport is something that the document holds and the bundles do not.
type LossReport struct {
	doc.Position
	At     string `json:"at"` // as messages name it
	Text   string `json:"text,omitempty"`
	Reason string `json:"reason"`
}

// A PieceReport is text that serves the pages and not the reader.
type PieceReport struct {
	doc.Position
	Kind doc.FurnitureKind `json:"kind"`
	Text string            `json:"text"`
}

// A KeptReport is a bundle file in which an editor's work and the document do
// not go together.
type KeptReport struct {
	Path   string `json:"path"` // below the folder of content
	Reason string `json:"reason"`
}

// A LedgerReport is the count of letters and digits: what the document has
// must be in the articles, the furniture or the losses. Anything in Lost or
// Invented is a fault of this program.
type LedgerReport struct {
	Letters  int    `json:"letters"`  // in the document
	Lost     string `json:"lost"`     // sorted, each as often as it is missing
	Invented string `json:"invented"` // sorted, each as often as it is too many
}

// Balanced reports whether every letter is accounted for.
func (l LedgerReport) Balanced() bool { return l.Lost == "" && l.Invented == "" }

// Findings counts what a person should look at: doubts, losses, files that
// were left as an editor made them, and ledgers that do not balance.
func (r *Report) Findings() int {
	n := len(r.Orphans)
	for _, i := range r.Issues {
		n += len(i.Doubts) + len(i.Losses) + len(i.Kept)
		if !i.Ledger.Balanced() {
			n++
		}
	}
	return n
}

// Articles counts the articles of all sections.
func (r *IssueReport) Articles() int {
	n := 0
	for _, s := range r.Sections {
		n += len(s.Articles)
	}
	return n
}

func newIssueReport(r *reading, written bundle.Result) IssueReport {
	i := r.issue
	report := IssueReport{
		Key:       i.Key,
		Source:    r.source.Name,
		Message:   r.source.Message,
		SHA256:    r.source.SHA256,
		Attached:  r.attached,
		Date:      i.Date.Format("2006-01-02"),
		Evidence:  Place{i.Evidence.Position, i.Evidence.Text},
		Languages: []string{},
		Sections:  []SectionReport{},
		Doubts:    []DoubtReport{},
		Losses:    []LossReport{},
		Furniture: []PieceReport{},
		Ledger:    r.ledger,
		Kept:      []KeptReport{},
	}
	for _, tag := range i.Langs {
		report.Languages = append(report.Languages, tag.String())
	}
	for _, s := range i.Sections {
		report.Sections = append(report.Sections, newSectionReport(s))
	}
	for _, d := range i.Doubts {
		report.Doubts = append(report.Doubts, DoubtReport{d.Position, r.at(d.Position), d.Article, d.Code, d.Text, d.Why})
	}
	for _, l := range i.Losses {
		report.Losses = append(report.Losses, LossReport{l.Position, r.at(l.Position), l.Text, l.Reason})
	}
	for _, f := range i.Furniture {
		report.Furniture = append(report.Furniture, PieceReport{f.Position, f.Kind, f.Text})
	}
	for _, k := range written.Kept {
		report.Kept = append(report.Kept, KeptReport{k.Path, k.Reason})
	}
	return report
}

// at names a line of a text, a page of what has pages, or the file where a
// finding has neither.
func (r *reading) at(pos doc.Position) string {
	file := messagePlace(cmp.Or(pos.File, r.source.Name), r.source.Message)
	switch {
	case pos.Page > 0 && (pos.File != "" || r.format != source.Text):
		return fmt.Sprintf("%s: page %d", file, pos.Page)
	case pos.Line > 0:
		return fmt.Sprintf("%s:%d", file, pos.Line)
	}
	return file
}

func newSectionReport(s issue.Section) SectionReport {
	report := SectionReport{Key: s.Key, Kind: s.Kind, Titles: titles(s.Titles), Articles: []ArticleReport{}}
	for _, a := range s.Articles {
		var names []issue.Title
		for _, e := range a.Editions {
			if e.Title.Lang == e.Lang {
				names = append(names, e.Title)
			}
		}
		report.Articles = append(report.Articles, ArticleReport{a.Key, a.Pos, titles(names), titles(a.Credits)})
	}
	return report
}

func titles(names []issue.Title) []TitleReport {
	out := []TitleReport{}
	for _, t := range names {
		out = append(out, TitleReport{t.Lang.String(), t.Text})
	}
	return out
}
