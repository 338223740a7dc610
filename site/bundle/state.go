package bundle

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
)

// A State is what import last wrote for one issue. It is kept in
// .backissue/<issue>.json at the archive's root and committed with the
// content, so that every checkout knows a person's edits from import's text.
//
// A path stays recorded when a person deletes its file; that is how the file
// stays deleted. To get import's text back, delete the file and its line.
type State struct {
	Issue  string            `json:"-"` // key of the issue, the first element of every path
	Source string            `json:"source"`
	SHA256 string            `json:"sha256"` // of the source
	Files  map[string]string `json:"files"`  // path below content to SHA-256 of its text

	// Base is what a merge needs to know of the texts among Files. Archives
	// of version 0.1 have none: there a merge takes what differs for a
	// conflict.
	Base map[string]Base `json:"base,omitempty"`

	// Moved tells where an article is that has another folder than import
	// would give it: import's to the one in use.
	Moved map[string]string `json:"moved,omitempty"`
}

// stateDir lies outside content, where Hugo never looks.
const stateDir = ".backissue"

// newState is the name, within an issue's folder, of the state that belongs to
// it from the moment the folder takes its place until it is recorded.
const newState = ".import.json"

// keyRE is what issue, section and article keys look like: one path element
// that no file system and no shell takes for anything else.
var keyRE = regexp.MustCompile(`^[\pL\pN][\pL\pN._-]*$`)

// ReadState returns the state of the issue with the given key in the archive
// at root. It is empty but for the key where nothing was imported yet.
func ReadState(root, key string) (State, error) {
	r, err := os.OpenRoot(root)
	if err != nil {
		return State{}, fmt.Errorf("bundle: %w", err)
	}
	defer r.Close()
	s, err := readState(rootDisk{r}, key)
	if err != nil {
		return s, fmt.Errorf("bundle: %w", err)
	}
	return s, nil
}

func readState(d disk, key string) (State, error) {
	s := State{Issue: key, Files: map[string]string{}}
	if !keyRE.MatchString(key) {
		return s, fmt.Errorf("issue key %q is no folder name", key)
	}
	for _, name := range []string{path.Join(contentDir, key, newState), s.path()} {
		data, err := d.ReadFile(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return s, err
		}
		if err := json.Unmarshal(data, &s); err != nil {
			return s, fmt.Errorf("%s: %w", name, err)
		}
		break
	}
	if s.Files == nil {
		s.Files = map[string]string{}
	}
	return s, nil
}

// Imported returns the sums of the blocks that import last wrote into a text
// below content, which may have another folder since, and whether import knows
// the file at all.
func (s State) Imported(name string) (sums []string, ok bool) {
	for dir, at := range s.Moved {
		if rest, moved := strings.CutPrefix(name, at+"/"); moved {
			name = dir + "/" + rest
			break
		}
	}
	b, ok := s.Base[name]
	return strings.Fields(b.Blocks), ok
}

func (s State) path() string { return path.Join(stateDir, s.Issue+".json") }

func (s State) encode() []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(s); err != nil {
		panic(err) // maps and strings always encode
	}
	return b.Bytes()
}
