package site

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Verify builds the site of the archive in dir once more, elsewhere, and
// compares it with the one that [Build] has just made with the same options.
// It returns what tells the site from all others: a hash over the names and
// the bytes of its files, which is the same wherever the same content is built
// by the same version.
func Verify(ctx context.Context, dir string, o BuildOptions) (sum string, err error) {
	first := o.Out
	if first == "" {
		first = filepath.Join(dir, Public)
	}
	tmp, err := os.MkdirTemp("", "backissue-verify-")
	if err != nil {
		return "", fmt.Errorf("site: %w", err)
	}
	defer os.RemoveAll(tmp)
	o.Out = filepath.Join(tmp, "again")
	if _, err := Build(ctx, dir, o); err != nil {
		return "", err
	}
	sum, names, err := treeSum(os.DirFS(first))
	if err != nil {
		return "", fmt.Errorf("site: %w", err)
	}
	again, others, err := treeSum(os.DirFS(o.Out))
	if err != nil {
		return "", fmt.Errorf("site: %w", err)
	}
	if sum != again {
		return "", withHint("please report it; it is a fault in backissue, unless something wrote into the site meanwhile",
			"%s: another build gave another site: %s", first, firstDifference(first, o.Out, names, others))
	}
	return sum, nil
}

// treeSum hashes the names and the bytes of all files, in the order of names.
func treeSum(tree fs.FS) (sum string, names []string, err error) {
	h := sha256.New()
	err = fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(tree, name)
		if err != nil {
			return err
		}
		names = append(names, name)
		fmt.Fprintf(h, "%s\x00%d\x00", name, len(data))
		h.Write(data)
		return nil
	})
	return hex.EncodeToString(h.Sum(nil)), names, err
}

// firstDifference names a file that is not the same in two trees.
func firstDifference(one, two string, names, others []string) string {
	all := strings.Join(others, "\n") + "\n"
	for _, name := range names {
		if !strings.Contains("\n"+all, "\n"+name+"\n") {
			return name + " is missing in one"
		}
		a, err1 := os.ReadFile(filepath.Join(one, filepath.FromSlash(name)))
		b, err2 := os.ReadFile(filepath.Join(two, filepath.FromSlash(name)))
		if err1 != nil || err2 != nil || !bytes.Equal(a, b) {
			return name + " differs"
		}
	}
	return "one has more files"
}
