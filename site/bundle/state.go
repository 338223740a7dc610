package bundle

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
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

	// Writing is what an import was about to write. It is there only while
	// one runs, or after one was cut off: then these files are import's too.
	Writing map[string]string `json:"writing,omitempty"`
}

// stateDir lies outside content, where Hugo never looks.
const stateDir = ".backissue"

// keyRE is what issue, section and article keys look like: one path element
// that no file system and no shell takes for anything else.
var keyRE = regexp.MustCompile(`^[\pL\pN][\pL\pN._-]*$`)

// ReadState returns the state of the issue with the given key in the archive
// at root. It is empty but for the key where nothing was imported yet.
func ReadState(root, key string) (State, error) {
	s := State{Issue: key, Files: map[string]string{}}
	if !keyRE.MatchString(key) {
		return s, fmt.Errorf("bundle: issue key %q is no folder name", key)
	}
	r, err := os.OpenRoot(root)
	if err != nil {
		return s, fmt.Errorf("bundle: %w", err)
	}
	defer r.Close()
	data, err := r.ReadFile(s.path())
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err != nil {
		return s, fmt.Errorf("bundle: %w", err)
	}
	if err := json.Unmarshal(data, &s); err != nil {
		return s, fmt.Errorf("bundle: %s: %w", s.path(), err)
	}
	if s.Files == nil {
		s.Files = map[string]string{}
	}
	return s, nil
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

// ours reports whether import, and no person, wrote the text with hash sum at
// path p.
func (s State) ours(p, sum string) bool {
	return sum == s.Files[p] || sum == s.Writing[p]
}

// sum identifies a text. Line ends do not count: git may change them.
func sum(data []byte) string {
	h := sha256.Sum256(bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")))
	return hex.EncodeToString(h[:])
}
