package content

import (
	"github.com/goccy/go-yaml"
)

// Facts are what holds of an article in every language, from the facts.yaml in
// its folder.
type Facts struct {
	Credit    Names    `yaml:"credit"`
	Authority Names    `yaml:"authority"`
	Number    string   `yaml:"number"`
	Enacted   string   `yaml:"enacted"`
	Effective string   `yaml:"effective"`
	Regions   []string `yaml:"regions"`
	Topics    []string `yaml:"topics"`
	Rights    string   `yaml:"rights"`  // "own", "official" or "press"
	Annexes   []string `yaml:"annexes"` // paths of articles of the same issue
	Source    Source   `yaml:"source"`
}

// A Source is the place of a document that an article was read from.
type Source struct {
	File    string `yaml:"file"`    // name below the archive's sources
	Message int    `yaml:"message"` // which of a folder of mails, from 1
	Page    int    `yaml:"page"`    // from 1; 0 where there are none
	Line    int    `yaml:"line"`    // from 1
}

// ParseFacts reads a facts.yaml. The error names the line.
func ParseFacts(data []byte) (Facts, error) {
	var f Facts
	err := yaml.Unmarshal(data, &f)
	return f, err
}

// A Name is a text and the language it is in, "" if that is not known.
type Name struct {
	Text string `yaml:"text"`
	Lang string `yaml:"lang,omitempty"`
}

// Names are one name, or the same one in several languages.
type Names []Name

// UnmarshalYAML reads a text, a mapping, or a list of mappings.
func (n *Names) UnmarshalYAML(unmarshal func(any) error) error {
	var list []Name
	if unmarshal(&list) == nil {
		*n = list
		return nil
	}
	var one Name
	if unmarshal(&one) == nil {
		*n = Names{one}
		return nil
	}
	var text string
	err := unmarshal(&text)
	*n = Names{{Text: text}}
	return err
}
