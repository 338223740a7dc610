package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/backissue/backissue/site"
)

// importFlags are the options that import and build share.
type importFlags struct {
	strict bool
	report string
	ocr    bool
}

func (f *importFlags) define(flags *flag.FlagSet) {
	flags.BoolVar(&f.strict, "strict", false, "")
	flags.StringVar(&f.report, "report", "", "")
	flags.BoolVar(&f.ocr, "ocr", false, "")
}

func runImport(c *command) error {
	var f importFlags
	var list bool
	if err := c.parse(func(flags *flag.FlagSet) {
		f.define(flags)
		flags.BoolVar(&list, "list-formats", false, "")
	}); err != nil {
		return err
	}
	if list {
		return c.listFormats()
	}
	report, err := c.importAll(f)
	if err != nil {
		return err
	}
	return c.verdict(report, f.strict)
}

// listFormats prints the formats that import reads, one to a line.
func (c *command) listFormats() error {
	w := tabwriter.NewWriter(c.stdout, 0, 0, 2, ' ', 0)
	for _, r := range site.Readers {
		fmt.Fprintf(w, "%s\t%s\t%s\n", r.Name, r.Files, r.Keeps)
	}
	return w.Flush()
}

// importAll imports the archive and says what came of it. Documents that
// failed are told here, and left to verdict.
func (c *command) importAll(f importFlags) (*site.Report, error) {
	progress, clear := c.progress()
	report, err := site.Import(c.dir, site.ImportOptions{Progress: progress, OCR: f.ocr})
	clear()
	if err != nil {
		return nil, err
	}
	c.summary(report)
	c.asides(report)
	for _, failed := range report.Failed {
		c.problem(failed.Error, failed.Hint)
	}
	if len(report.Issues)+len(report.Failed) == 0 {
		c.note("%s holds no documents yet", filepath.Join(c.dir, site.Sources))
	}
	if f.report != "" {
		if err := writeReport(f.report, report); err != nil {
			return nil, err
		}
	}
	if f.strict {
		c.findings(report)
	}
	return report, nil
}

// verdict turns a report into the end of the run.
func (c *command) verdict(report *site.Report, strict bool) error {
	switch {
	case len(report.Failed) > 0:
		return errFailed
	case strict && report.Findings() > 0:
		return errFindings
	}
	return nil
}

// summary prints one line for each issue, in columns.
func (c *command) summary(report *site.Report) {
	w := tabwriter.NewWriter(c.stdout, 0, 0, 2, ' ', 0)
	defer w.Flush()
	for _, i := range report.Issues {
		columns := []string{
			i.Key,
			count(i.Articles(), "article"),
			strings.ToLower(strings.Join(i.Languages, " ")),
			count(len(i.Doubts), "doubt"),
			count(len(i.Losses), "loss"),
			"(evidence: " + evidence(i.Evidence) + ")",
		}
		if !i.Ledger.Balanced() {
			columns = append(columns, "letters lost or invented")
		}
		if n := len(i.Kept); n > 0 {
			columns = append(columns, count(n, "file")+" kept")
		}
		fmt.Fprintln(w, strings.Join(columns, "\t"))
	}
}

// asides tells of what import left alone and why, whether or not anybody asked
// for findings: nobody would look for it otherwise.
func (c *command) asides(report *site.Report) {
	for _, i := range report.Issues {
		for _, k := range i.Kept {
			c.note("%s: kept: %s", filepath.Join(c.dir, site.Content, k.Path), k.Reason)
		}
	}
	for _, m := range report.Moved {
		c.note("%s: moved to %s", filepath.Join(c.dir, site.Content, m.From), filepath.Join(c.dir, site.Content, m.To))
	}
	for _, key := range report.Orphans {
		c.note("%s: no document makes this issue any more", filepath.Join(c.dir, site.Content, key))
		c.hint("remove the folder if it is to go from the site")
	}
}

func evidence(p site.Place) string {
	if p.Line == 0 {
		return "file name"
	}
	return fmt.Sprintf("line %d %q", p.Line, oneLine(p.Text, 32))
}

func count(n int, noun string) string {
	switch {
	case n == 1:
		return "1 " + noun
	case strings.HasSuffix(noun, "s"):
		return fmt.Sprintf("%d %ses", n, noun)
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// findings lists what --strict refuses, each in the form that editors jump to.
func (c *command) findings(report *site.Report) {
	for _, i := range report.Issues {
		at := func(place string) string { return filepath.Join(c.dir, site.Sources, filepath.FromSlash(place)) }
		for _, d := range i.Doubts {
			c.note("%s: doubt: %s: %s: %s", at(d.At), d.Code, oneLine(d.Text, 60), d.Why)
		}
		for _, l := range i.Losses {
			c.note("%s: loss: %s: %s", at(l.At), oneLine(l.Text, 60), l.Reason)
		}
		if l := i.Ledger; !l.Balanced() {
			c.note("%s: the letters do not add up: lost %q, invented %q", at(i.Source), oneLine(l.Lost, 60), oneLine(l.Invented, 60))
		}
	}
	if n := report.Findings(); n > 0 {
		c.problem(count(n, "finding")+", which --strict refuses", "")
	}
}

// oneLine makes text fit for a message: one line, no more than most letters.
func oneLine(text string, most int) string {
	text = strings.Join(strings.Fields(text), " ")
	if letters := []rune(text); len(letters) > most {
		return string(letters[:most-1]) + "…"
	}
	return text
}

func writeReport(name string, report *site.Report) error {
	data, err := json.MarshalIndent(report, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(name, append(data, '\n'), 0o644)
}

// progress returns a function that tells a person at a terminal how far a
// long import is, and one that clears the line.
func (c *command) progress() (show func(done, total int, name string), clear func()) {
	if !terminal(c.stderr) {
		return nil, func() {}
	}
	started, shown := time.Now(), false
	show = func(done, total int, name string) {
		if shown = shown || time.Since(started) > time.Second; shown {
			fmt.Fprintf(c.stderr, "\r\x1b[Kbackissue: %d of %d: %s", done+1, total, name)
		}
	}
	clear = func() {
		if shown {
			fmt.Fprint(c.stderr, "\r\x1b[K")
		}
	}
	return show, clear
}

func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
