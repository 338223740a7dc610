package publish

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// A repository is where git makes the commit: the one that the archive lies
// in, or a bare one for the time of one run.
type repository struct {
	archive   string   // the archive's folder
	top       string   // where relative addresses of remotes begin
	env       []string // for every command
	temporary bool
	progress  io.Writer // told how far a push is; nil for nobody
}

// misleading are the variables by which git's environment would choose
// another repository than the archive's. Those that say who the user is and
// how to reach a host stay. See "git rev-parse --local-env-vars".
var misleading = []string{
	"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_INDEX_VERSION", "GIT_OBJECT_DIRECTORY",
	"GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_NAMESPACE", "GIT_PREFIX",
	"GIT_IMPLICIT_WORK_TREE", "GIT_GRAFT_FILE", "GIT_SHALLOW_FILE", "GIT_NO_REPLACE_OBJECTS",
	"GIT_REPLACE_REF_BASE", "GIT_INTERNAL_SUPER_PREFIX", "GIT_CONFIG", "GIT_QUARANTINE_PATH",
	"GIT_LITERAL_PATHSPECS", "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS",
	"GIT_TEMPLATE_DIR", "GIT_DEFAULT_HASH", "LC_ALL", "GIT_OPTIONAL_LOCKS",
}

// plain are settings of a user that would change what is published, write
// where nothing is to be written, or start something in the background.
var plain = []string{
	"core.autocrlf=false", "core.safecrlf=false", "core.ignoreCase=false", "core.splitIndex=false",
	"core.untrackedCache=false", "index.sparse=false", "core.fsmonitor=false", "core.hooksPath=" + os.DevNull,
	"gc.auto=0", "maintenance.auto=false", "fetch.writeCommitGraph=false", "i18n.commitEncoding=UTF-8",
	"user.useConfigOnly=true", "advice.detachedHead=false", "init.defaultBranch=main",
}

// findRepository returns the repository that the archive lies in, or makes a
// bare one below work if it lies in none.
func findRepository(ctx context.Context, archive, work string, prompt bool) (*repository, error) {
	archive, err := filepath.Abs(archive)
	if err != nil {
		return nil, fmt.Errorf("publish: %w", err)
	}
	r := &repository{archive: archive, top: archive, env: environment(prompt)}
	dir, err := r.line(ctx, "rev-parse", "--absolute-git-dir")
	var failed *gitError
	switch {
	case errors.As(err, &failed) && strings.Contains(failed.stderr, "not a git repository"):
		dir, r.temporary = filepath.Join(work, "repository"), true
		if _, err := r.git(ctx, nil, "init", "--quiet", "--bare", "--template=", dir); err != nil {
			return nil, err
		}
		r.top = work
	case err != nil:
		return nil, err
	default:
		if r.top, err = r.line(ctx, "rev-parse", "--show-toplevel"); err != nil {
			r.top = dir // a bare one
		}
	}
	r.env = append(r.env, "GIT_DIR="+dir)
	if !r.temporary {
		r.env = append(r.env, "GIT_WORK_TREE="+r.top)
	}
	return r, nil
}

func environment(prompt bool) []string {
	env := slices.DeleteFunc(os.Environ(), func(v string) bool {
		name, _, _ := strings.Cut(v, "=")
		return slices.Contains(misleading, name)
	})
	env = append(env, "LC_ALL=C", "GIT_OPTIONAL_LOCKS=0")
	if !prompt {
		env = append(env, "GIT_TERMINAL_PROMPT=0")
	}
	return env
}

// git runs git and returns what it prints.
func (r *repository) git(ctx context.Context, stdin io.Reader, args ...string) ([]byte, error) {
	all := make([]string, 0, 2*len(plain)+len(args))
	for _, setting := range plain {
		all = append(all, "-c", setting)
	}
	return r.run(ctx, r.top, stdin, args[0], append(all, args...))
}

// line is git for one line of output.
func (r *repository) line(ctx context.Context, args ...string) (string, error) {
	out, err := r.git(ctx, nil, args...)
	return strings.TrimSuffix(string(out), "\n"), err
}

func (r *repository) run(ctx context.Context, dir string, stdin io.Reader, verb string, args []string) ([]byte, error) {
	var stdout bytes.Buffer
	stderr := progress{to: r.progress}
	cmd := exec.CommandContext(ctx, "git", args...)
	cmd.Dir, cmd.Env, cmd.Stdin, cmd.Stdout, cmd.Stderr = dir, r.env, stdin, &stdout, &stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) } // git removes its locks
	cmd.WaitDelay = 5 * time.Second
	err := cmd.Run()
	stderr.end()
	switch {
	case ctx.Err() != nil:
		return nil, fmt.Errorf("publish: %w", ctx.Err())
	case errors.Is(err, exec.ErrNotFound):
		return nil, withHint("install git from https://git-scm.com, or publish into a folder: --to DIR", "publish: there is no program git")
	case err != nil:
		return stdout.Bytes(), &gitError{verb: verb, stderr: stderr.words.String(), stdout: stdout.String(), err: err}
	}
	return stdout.Bytes(), nil
}

// source returns the commit that the archive is at, and whether it has changes
// that are not committed. The commit is empty where there is none.
func (r *repository) source(ctx context.Context, site string) (commit string, changed bool, err error) {
	if r.temporary {
		return "", false, nil
	}
	commit, err = r.line(ctx, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
	if err != nil {
		return "", false, ctx.Err()
	}
	// The user's settings count here: what is a change depends on them.
	args := []string{"-c", "core.fsmonitor=false", "status", "--porcelain", "-z", "--", "."}
	if rel, err := filepath.Rel(resolved(r.archive), site); err == nil && filepath.IsLocal(rel) {
		args = append(args, ":(exclude,literal)"+filepath.ToSlash(rel))
	}
	out, err := r.run(ctx, r.archive, nil, "status", args)
	return commit, len(out) > 0, err
}

// resolved returns a path without symbolic links, where there is one.
func resolved(path string) string {
	if p, err := filepath.EvalSymlinks(path); err == nil {
		return p
	}
	return path
}

// remote returns how git is to be told of a remote: the name of one that the
// archive has, or an address.
func (r *repository) remote(ctx context.Context, name string) (string, error) {
	if strings.HasPrefix(name, "-") {
		return "", withHint("give the name or the address of a git remote", "publish: no remote %q", name)
	}
	if !r.temporary {
		if url, err := r.line(ctx, "config", "--get", "remote."+name+".url"); err == nil && url != "" {
			return name, nil
		}
	}
	if info, err := os.Stat(name); err == nil && info.IsDir() && strings.ContainsAny(name, `/\.`) {
		return filepath.Abs(name)
	}
	if strings.ContainsAny(name, ":/") {
		return name, nil
	}
	if r.temporary {
		return "", withHint("name one: backissue publish --remote https://github.com/YOU/REPOSITORY.git",
			"publish: %s is in no git repository, so it has no remote %q", r.archive, name)
	}
	return "", withHint(fmt.Sprintf("add one: git remote add %s https://github.com/YOU/REPOSITORY.git", name),
		"publish: the repository of %s has no remote %q", r.archive, name)
}
