package site

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
)

// New makes an empty archive in dir, which must not exist or hold nothing.
// The name of the folder becomes the title of the archive.
func New(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("site: %w", err)
	}
	if len(entries) > 0 {
		return withHint("choose a folder that does not exist yet", "%s is not empty", dir)
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return fmt.Errorf("site: %w", err)
	}
	for _, sub := range []string{Sources, Content} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o755); err != nil {
			return fmt.Errorf("site: %w", err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, ".gitignore"), []byte("/"+Public+"/\n/."+Public+".*/\n/"+stateFolder+"/tmp-*/\n"), 0o644); err != nil {
		return fmt.Errorf("site: %w", err)
	}
	// The configuration comes last: with it, the folder is an archive.
	config := fmt.Sprintf(startConfig, strconv.Quote(filepath.Base(abs)))
	if err := os.WriteFile(filepath.Join(dir, Config), []byte(config), 0o644); err != nil {
		return fmt.Errorf("site: %w", err)
	}
	return nil
}

const startConfig = `# An archive of a newsletter, and an ordinary Hugo configuration.

title = %s

# Where the site will be read. Needed for feeds and search engines only.
baseURL = "/"
`
