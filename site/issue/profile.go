package issue

import (
	_ "embed"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// A Profile is the words by which bulletins mark their parts: what they call
// the source of a report, an abstract, an annex, their sections. It is data,
// so that no organisation's habits live in code.
type Profile struct {
	Period   string              `toml:"period"` // what tells issues apart: "month" or "day"
	Labels   Labels              `toml:"labels"`
	Sections []SectionName       `toml:"sections"`
	Laws     LawWords            `toml:"laws"`
	Months   map[string][]string `toml:"months"` // twelve names in each language

	// What articles are about; see subjects.toml.
	Topics     []Subject `toml:"topics"`
	Regions    []Subject `toml:"regions"`
	Lookalikes []string  `toml:"lookalikes"` // words that hold one of theirs and mean something else
	words      *words
}

// Labels are words that stand before a colon, or alone, and say what follows.
type Labels struct {
	Credit     []string `toml:"credit"`
	Byline     []string `toml:"byline"` // stands before a name without a colon
	Abstract   []string `toml:"abstract"`
	Annex      []string `toml:"annex"`
	Attachment []string `toml:"attachment"`
	Contents   []string `toml:"contents"`
	Question   []string `toml:"question"`
	Answer     []string `toml:"answer"`
}

// A SectionName tells which section of an archive the names mean.
type SectionName struct {
	Key   string   `toml:"key"`  // folder name
	Kind  Kind     `toml:"kind"` // how its articles are built
	Names []string `toml:"names"`

	// Rights is whose texts the section's articles are. Where it is not set, laws
	// are official, what names its source is somebody else's, and all else is the
	// publisher's.
	Rights Rights `toml:"rights"`

	keys []string // what of each name counts
}

// LawWords are words that names of legal texts end or begin with.
type LawWords struct {
	Last  []string `toml:"last"`
	First []string `toml:"first"`
}

//go:embed profile.toml
var builtin []byte

//go:embed subjects.toml
var builtinSubjects []byte

// DefaultProfile returns the built-in profile, for bulletins in Korean,
// Chinese, Japanese, Vietnamese, Russian, Indonesian and English.
func DefaultProfile() Profile {
	var p Profile
	for _, data := range [][]byte{builtin, builtinSubjects} {
		if err := toml.Unmarshal(data, &p); err != nil {
			panic("issue: built-in profile: " + err.Error())
		}
	}
	readKeys(p.Sections)
	p.readWords()
	return p
}

// Extend returns the profile with the words that an archive adds to it, as
// they stand under [params.profile] in its hugo.toml. Sections of the archive
// are looked at before the built-in ones.
func (p Profile) Extend(params map[string]any) (Profile, error) {
	data, err := toml.Marshal(params)
	if err != nil {
		return p, fmt.Errorf("issue: profile: %w", err)
	}
	var more Profile
	dec := toml.NewDecoder(strings.NewReader(string(data))).DisallowUnknownFields()
	var unknown *toml.StrictMissingError
	if err := dec.Decode(&more); errors.As(err, &unknown) && len(unknown.Errors) > 0 {
		return p, fmt.Errorf("issue: profile: no key %s", strings.Join(unknown.Errors[0].Key(), "."))
	} else if err != nil {
		return p, fmt.Errorf("issue: profile: %w", err)
	}
	for i, s := range more.Sections {
		switch s.Kind {
		case News, Law, QA:
		case "":
			more.Sections[i].Kind = News
		default:
			return p, fmt.Errorf("issue: profile: section %q: kind %q is none of news, law, qa", s.Key, s.Kind)
		}
		switch s.Rights {
		case "", Own, Official, Press:
		default:
			return p, fmt.Errorf("issue: profile: section %q: rights %q are none of own, official, press", s.Key, s.Rights)
		}
		if !isSlug(s.Key) {
			return p, fmt.Errorf("issue: profile: section key %q: use small letters, digits and hyphens", s.Key)
		}
	}
	switch more.Period {
	case "month", "day":
		p.Period = more.Period
	case "":
	default:
		return p, fmt.Errorf("issue: profile: period %q is neither month nor day", more.Period)
	}
	readKeys(more.Sections)
	p.Labels.add(more.Labels)
	p.Sections = append(more.Sections, p.Sections...)
	p.Laws.Last = append(p.Laws.Last, more.Laws.Last...)
	p.Laws.First = append(p.Laws.First, more.Laws.First...)
	if p.Months, err = addMonths(p.Months, more.Months); err != nil {
		return p, err
	}
	if p.Topics, err = addSubjects("topic", p.Topics, more.Topics); err != nil {
		return p, err
	}
	if p.Regions, err = addSubjects("region", p.Regions, more.Regions); err != nil {
		return p, err
	}
	if err := checkWords(more.Lookalikes); err != nil {
		return p, fmt.Errorf("issue: profile: lookalikes: %w", err)
	}
	p.Lookalikes = slices.Concat(p.Lookalikes, more.Lookalikes)
	p.readWords()
	return p, nil
}

// addMonths returns the names of months with more of them, by language.
func addMonths(have, more map[string][]string) (map[string][]string, error) {
	months := maps.Clone(have)
	if months == nil {
		months = map[string][]string{}
	}
	for lang, names := range more {
		if len(names) != 12 {
			return have, fmt.Errorf("issue: profile: months.%s: want 12 names, have %d", lang, len(names))
		}
		months[lang] = names
	}
	return months, nil
}

func (l *Labels) add(m Labels) {
	l.Credit = append(l.Credit, m.Credit...)
	l.Byline = append(l.Byline, m.Byline...)
	l.Abstract = append(l.Abstract, m.Abstract...)
	l.Annex = append(l.Annex, m.Annex...)
	l.Attachment = append(l.Attachment, m.Attachment...)
	l.Contents = append(l.Contents, m.Contents...)
	l.Question = append(l.Question, m.Question...)
	l.Answer = append(l.Answer, m.Answer...)
}

func isSlug(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == "" && !strings.HasPrefix(s, "-")
}

// section returns the section that a title means: the one with the longest
// name that the title, or one of its parts in several languages, mostly
// consists of.
func (p Profile) section(title string) (SectionName, bool) {
	var best SectionName
	most := 0
	for _, part := range append(strings.FieldsFunc(title, isTitleSeparator), title) {
		key := sectionKey(part)
		for _, s := range p.Sections {
			for _, n := range s.keys {
				if len(n) > most && (n == key || strings.Contains(key, n) && len(n)*5 >= len(key)*2) {
					best, most = s, len(n)
				}
			}
		}
	}
	return best, most > 0
}

// sectionKey returns what two printings of a section's name have in common.
func sectionKey(name string) string { return strings.TrimSuffix(fold(name), "s") }

// readKeys reads the keys of names, once for all titles.
func readKeys(sections []SectionName) {
	for i, s := range sections {
		sections[i].keys = make([]string, len(s.Names))
		for j, name := range s.Names {
			sections[i].keys[j] = sectionKey(name)
		}
	}
}

// isTitleSeparator reports a mark that sets the languages of a title apart.
func isTitleSeparator(r rune) bool { return strings.ContainsRune("·・|/／–—()（）", r) }
