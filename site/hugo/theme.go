package hugo

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/backissue/backissue"
)

// themeName is the theme's folder in the themes folder.
const themeName = "backissue"

// unpackTheme lays the embedded theme out in cache/theme-<hash>/backissue
// and returns the folder above it. A copy that is there and whole is used
// as it is.
func unpackTheme(cache string) (string, error) {
	if cache == "" {
		cache = defaultCache()
	}
	files, hash, err := themeFiles()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(cache, "theme-"+hash)
	if whole(dir, files) {
		return dir, nil
	}
	if err := os.MkdirAll(cache, 0o755); err != nil {
		return "", fmt.Errorf("theme: %w", err)
	}
	tmp, err := os.MkdirTemp(cache, "theme-*")
	if err != nil {
		return "", fmt.Errorf("theme: %w", err)
	}
	defer os.RemoveAll(tmp)
	if err := writeAll(filepath.Join(tmp, themeName), files); err != nil {
		return "", fmt.Errorf("theme: %w", err)
	}
	// A damaged copy makes way. If another process has put a whole one there
	// in the meantime, renaming onto it fails and its copy is as good.
	if err := os.Rename(tmp, dir); err != nil && !whole(dir, files) {
		if err := os.RemoveAll(dir); err != nil {
			return "", fmt.Errorf("theme: %w", err)
		}
		if err := os.Rename(tmp, dir); err != nil && !whole(dir, files) {
			return "", fmt.Errorf("theme: %w", err)
		}
	}
	return dir, nil
}

// defaultCache is the user's cache folder, or the system's temporary one for
// a user without a home to write to, as in containers.
func defaultCache() string {
	if user, err := os.UserCacheDir(); err == nil {
		cache := filepath.Join(user, "backissue")
		if os.MkdirAll(cache, 0o755) == nil {
			return cache
		}
	}
	return filepath.Join(os.TempDir(), fmt.Sprintf("backissue-%d", os.Getuid()))
}

// themeFiles returns the theme's files by their slash-separated names, and a
// hash of all of it.
func themeFiles() (map[string][]byte, string, error) {
	files := map[string][]byte{}
	sum := sha256.New()
	err := fs.WalkDir(backissue.Theme, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || name == "theme.toml" { // settings are merged in Go
			return err
		}
		data, err := backissue.Theme.ReadFile(name)
		if err != nil {
			return err
		}
		files[name] = data
		fmt.Fprintf(sum, "%s\x00%d\x00", name, len(data))
		sum.Write(data)
		return nil
	})
	return files, hex.EncodeToString(sum.Sum(nil))[:16], err
}

// whole reports whether dir holds the theme as it should be.
func whole(dir string, files map[string][]byte) bool {
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join(dir, themeName, filepath.FromSlash(name)))
		if err != nil || !bytes.Equal(got, want) {
			return false
		}
	}
	return true
}
