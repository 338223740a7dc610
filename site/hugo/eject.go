package hugo

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gohugoio/hugo/common/hmaps"
	"github.com/pelletier/go-toml/v2"
)

// projectFolders are the folders of an archive that a Hugo project has too.
var projectFolders = []string{"content", "sources", "layouts", "i18n", "assets", "static", "data", "archetypes"}

// ejectedPages is the folder of the pages that the archive does not have
// itself.
const ejectedPages = "catalogue"

// Eject writes an ordinary Hugo project into the new folder out, from which
// Hugo's own command builds the pages that [Build] makes: the archive's files,
// the theme as a theme, o.Pages as content, and one configuration with all that
// backissue sets. Nothing of backissue is needed from then on.
func Eject(o Options, out string) error {
	err := eject(o, out)
	if err != nil {
		return fmt.Errorf("hugo: %w", err)
	}
	return nil
}

func eject(o Options, out string) error {
	if entries, err := os.ReadDir(out); err == nil && len(entries) > 0 {
		return fmt.Errorf("%s: not empty; choose a folder that does not exist yet", out)
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	root, err := filepath.Abs(o.Root)
	if err != nil {
		return err
	}
	settings, err := loadSettings(root, o.BaseURL)
	if err != nil {
		return err
	}
	if err := settings.setLanguages(root); err != nil {
		return err
	}
	if err := settings.checkContent(root); err != nil {
		return err
	}
	theme, _, err := themeFiles()
	if err != nil {
		return err
	}
	if err := writeAll(filepath.Join(out, "themes", themeName), theme); err != nil {
		return err
	}
	if err := writeAll(filepath.Join(out, ejectedPages), o.Pages); err != nil {
		return err
	}
	for _, part := range projectFolders {
		if err := copyTree(filepath.Join(out, part), filepath.Join(root, part)); err != nil {
			return err
		}
	}
	settings.mountPages(ejectedPages)
	settings["theme"] = themeName
	var config bytes.Buffer
	config.WriteString("# What backissue sets for this archive, as one Hugo configuration.\n\n")
	if err := toml.NewEncoder(&config).Encode(plain(hmaps.Params(settings))); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, configNames[0]), config.Bytes(), 0o644)
}

// plain returns settings without Hugo's own types.
func plain(v any) any {
	switch v := v.(type) {
	case hmaps.Params:
		return plain(map[string]any(v))
	case map[string]any:
		m := make(map[string]any, len(v))
		for k, e := range v {
			m[k] = plain(e)
		}
		return m
	case []any:
		l := make([]any, len(v))
		for i, e := range v {
			l[i] = plain(e)
		}
		return l
	}
	return v
}

// copyTree copies a folder, if there is one. Hugo drops a mount whose folder is
// not there, so it is made in any case.
func copyTree(to, from string) error {
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	if _, err := os.Stat(from); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return os.CopyFS(to, os.DirFS(from))
}

func writeAll(dir string, files map[string][]byte) error {
	for name, data := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, data, 0o644); err != nil {
			return err
		}
	}
	return nil
}
