package publish

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"text/template"
)

//go:embed workflow.yml
var workflowText string

// WorkflowOptions say what [Workflow] is to write.
type WorkflowOptions struct {
	Archive string // the archive's folder
	Version string // of backissue, "v1.2.3"; the latest if empty or not a release
}

// WorkflowFile is where GitHub looks, from the root of a repository.
const WorkflowFile = ".github/workflows/backissue.yml"

// Workflow writes the file by which GitHub Actions import, build and deploy
// the archive on every push. It goes to the root of the repository, where
// GitHub looks, and names the archive's folder if that is another one. It
// returns the file's name, and whether it was written: it may be there
// already. A file that says something else is not touched.
func Workflow(ctx context.Context, o WorkflowOptions) (name string, written bool, err error) {
	work, err := os.MkdirTemp("", "backissue-")
	if err != nil {
		return "", false, fmt.Errorf("publish: %w", err)
	}
	defer os.RemoveAll(work)
	top, folder, branch, err := placed(ctx, o.Archive, work)
	if err != nil {
		return "", false, err
	}
	text, err := workflow(folder, branch, o.Version)
	if err != nil {
		return "", false, fmt.Errorf("publish: %w", err)
	}
	name = filepath.Join(top, filepath.FromSlash(WorkflowFile))
	there, err := os.ReadFile(name)
	switch {
	case err == nil && bytes.Equal(there, text):
		return name, false, nil
	case err == nil:
		return name, false, withHint("move it away to have it written again", "publish: %s is there and says something else; it stays", name)
	case !errors.Is(err, fs.ErrNotExist):
		return name, false, fmt.Errorf("publish: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return name, false, fmt.Errorf("publish: %w", err)
	}
	if err := os.WriteFile(name, text, 0o644); err != nil {
		return name, false, fmt.Errorf("publish: %w", err)
	}
	return name, true, nil
}

// placed returns the root of the repository that the archive is or will be
// in, the archive's folder from there, and the branch that is worked on.
func placed(ctx context.Context, archive, work string) (top, folder, branch string, err error) {
	r, err := findRepository(ctx, archive, work, false)
	if err != nil || r.temporary {
		return archive, ".", "main", err
	}
	if branch, err = r.line(ctx, "symbolic-ref", "--short", "HEAD"); err != nil {
		branch = "main"
	}
	rel, err := filepath.Rel(resolved(r.top), resolved(r.archive))
	if err != nil || rel == "." {
		return archive, ".", branch, nil
	}
	return r.top, filepath.ToSlash(rel), branch, nil
}

var release = regexp.MustCompile(`^v\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$`)

func workflow(folder, branch, version string) ([]byte, error) {
	if !release.MatchString(version) {
		version = "latest"
	}
	below := func(name string) func(folder string) string {
		return func(folder string) string { return strings.TrimPrefix(folder+name, "./") }
	}
	funcs := template.FuncMap{"quote": strconv.Quote, "site": below("/public"), "record": below("/.backissue/addresses.tsv")}
	t, err := template.New("").Delims("[[", "]]").Funcs(funcs).Parse(workflowText)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = t.Execute(&out, struct{ Folder, Branch, Version string }{folder, branch, version})
	return out.Bytes(), err
}
