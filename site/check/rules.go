package check

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// A Rule is one kind of finding.
type Rule struct {
	Code     string   // stable, and never used for anything else
	Name     string   // a short name, for people
	Severity Severity // where the configuration sets none
	Title    string   // one line; what is wrong

	// A rule looks at one folder of content after the other, some at the same
	// time, or at the archive when all folders were read.
	folder  func(*Folder, func(Finding))
	archive func(*Archive, func(Finding))
}

// Rules are all rules, by code: B1 is what import left to people, B2 what any
// site may have wrong, B3 what bulletins have wrong.
var Rules = []Rule{
	{Code: "B101", Name: "import-doubt", Severity: Warning, Title: "import had to guess", folder: findDoubts},
	{Code: "B102", Name: "import-loss", Severity: Warning, Title: "import could not keep something of a document", folder: findLosses},
	{Code: "B103", Name: "conflict", Severity: Error, Title: "you and the document changed the same place", folder: findConflicts},
	{Code: "B104", Name: "edited", Severity: Note, Title: "a file is as a person made it, and not as import would", folder: findEdited},
	{Code: "B105", Name: "orphan", Severity: Warning, Title: "no document makes an issue any more", archive: findOrphans},
	{Code: "B106", Name: "not-imported", Severity: Warning, Title: "a document was not imported, or its findings are not there", archive: findUnread},

	{Code: "B201", Name: "broken-file", Severity: Error, Title: "a file cannot be read", folder: findBroken},
	{Code: "B202", Name: "dead-link", Severity: Warning, Title: "a link leads nowhere", archive: findDeadLinks},
	{Code: "B203", Name: "dead-fragment", Severity: Warning, Title: "a link leads to a place that its page does not have", archive: findDeadFragments},
	{Code: "B204", Name: "id-doubled", Severity: Warning, Title: "an id stands twice on a page", folder: findDuplicates},
	{Code: "B205", Name: "id-empty", Severity: Warning, Title: "an id or a heading is empty", folder: findEmptyIDs},
	{Code: "B206", Name: "no-description", Severity: Warning, Title: "an article has neither a description nor a text to take one from", folder: findUndescribed},
	{Code: "B207", Name: "image-text", Severity: Warning, Title: "an image has no text", folder: findImages},
	{Code: "B208", Name: "image-missing", Severity: Warning, Title: "an image is not there", folder: findDeadImages},
	{Code: "B209", Name: "language", Severity: Warning, Title: "a text is not in the language it is marked as", folder: findLanguages},
	{Code: "B210", Name: "address-lost", Severity: Error, Title: "nothing would answer at a published address", archive: findVanished},
	{Code: "B211", Name: "translation-missing", Severity: Note, Title: "an article has no text in a language", folder: findMissing},
	{Code: "B212", Name: "translation-stale", Severity: Warning, Title: "the original of a translation says something else since", folder: findStale},

	{Code: "B301", Name: "annex", Severity: Warning, Title: "the annexed law is not the one a report talks about", folder: findAnnexes},
	{Code: "B302", Name: "number-doubled", Severity: Warning, Title: "an article number stands twice", folder: findDoubledArticles},
	{Code: "B303", Name: "number-missing", Severity: Warning, Title: "an article number is missing or out of order", folder: findMissingArticles},
	{Code: "B304", Name: "credit-spelling", Severity: Warning, Title: "a credit is spelt two ways", archive: findCredits},
	{Code: "B305", Name: "abbreviation", Severity: Warning, Title: "a short name stands for two things", folder: findAbbreviations},
	{Code: "B306", Name: "abstract-number", Severity: Warning, Title: "a number in an abstract is not in the original", folder: findNumbers},
	{Code: "B307", Name: "date", Severity: Warning, Title: "a date does not exist", folder: findDates},
	{Code: "B308", Name: "count", Severity: Warning, Title: "the annexed law contradicts a count", folder: findClaims},
}

// Options are what an archive's configuration says about findings.
type Options struct {
	Severities map[string]Severity // by code, where it is not the rule's own
	Accepted   []Acceptance
}

// An Acceptance says that a person looked at a finding, and lets it stand.
type Acceptance struct {
	Code string // of a rule, or import's name for a doubt
	Path string // below content: a page, or a folder with all below it
}

// ParseOptions reads the table [params.check] of an archive's configuration:
// severities by code, and a list "accept" of codes and paths.
func ParseOptions(table map[string]any) (Options, error) {
	o := Options{Severities: map[string]Severity{}}
	for key, value := range table {
		if key == "accept" {
			var err error
			if o.Accepted, err = parseAccepted(value); err != nil {
				return o, err
			}
			continue
		}
		if !known(key) {
			return o, fmt.Errorf("no finding %q; there are %s", key, codes())
		}
		text, _ := value.(string)
		severity := Severity(text)
		if severity.rank() < 0 {
			return o, fmt.Errorf("%s: %v is no severity; want error, warning, note or off", key, value)
		}
		o.Severities[key] = severity
	}
	return o, nil
}

func parseAccepted(value any) ([]Acceptance, error) {
	list, ok := value.([]any)
	if !ok {
		return nil, fmt.Errorf("accept: want a list such as [\"B304 2021-10/news/05\"]")
	}
	var out []Acceptance
	for _, v := range list {
		words := strings.Fields(fmt.Sprint(v))
		if len(words) != 2 {
			return nil, fmt.Errorf("accept: %q: want a code and a path, such as \"B304 2021-10/news/05\"", v)
		}
		a := Acceptance{words[0], strings.Trim(words[1], "/")}
		if !known(a.Code) && !doubtRE.MatchString(a.Code) {
			return nil, fmt.Errorf("accept: no finding %q; there are %s", words[0], codes())
		}
		out = append(out, a)
	}
	return out, nil
}

// doubtRE matches names that import has for its doubts.
var doubtRE = regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)

func known(code string) bool {
	return slices.ContainsFunc(Rules, func(r Rule) bool { return r.Code == code })
}

// codes lists all codes for a message.
func codes() string {
	var all []string
	for _, r := range Rules {
		all = append(all, r.Code)
	}
	return strings.Join(all, " ")
}

func (o Options) severity(r Rule) Severity {
	if s, ok := o.Severities[r.Code]; ok {
		return s
	}
	return r.Severity
}

// accept returns the findings that nobody has accepted.
func (o Options) accept(all []Finding) []Finding {
	return slices.DeleteFunc(all, func(f Finding) bool {
		file := strings.TrimPrefix(f.File, contentFolder)
		return slices.ContainsFunc(o.Accepted, func(a Acceptance) bool {
			return (a.Code == f.Code || a.Code == f.Doubt) && (under(file, a.Path) || under(f.Article, a.Path))
		})
	})
}

// under reports whether a path is that of a folder or of something in it.
func under(path, folder string) bool {
	return path == folder || strings.HasPrefix(path, folder+"/")
}
