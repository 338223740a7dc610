package publish

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// GitOptions say where [Git] is to bring a site.
type GitOptions struct {
	Archive string // the archive's folder, whose repository and remotes are meant
	Remote  string // name of a remote, or an address
	Branch  string // "gh-pages"
	Host    string // the domain of the site for a CNAME file; "none" for no such file; empty to keep the one that is there
	Squash  bool   // let the branch have one commit only
	DryRun  bool   // tell what would change, and change nothing
	Prompt  bool   // git may ask for a password

	Progress io.Writer // a terminal to be told how far a push is; nil for none

	// step, if set, is called before each step; for tests.
	step func(name string) error
}

// attempts is how often a publish starts again because another one was faster.
// Of those that push at the same time one gets through, so that many can.
const attempts = 12

// Git publishes the tree as a commit on a branch of a git remote. It uses the
// commands of git that know neither working tree nor index: of the archive's
// repository, nothing changes but that it holds more objects, and, as after
// every push, what it knows of the remote's branch.
func Git(ctx context.Context, t *Tree, o GitOptions) (Result, error) {
	work, err := os.MkdirTemp("", "backissue-")
	if err != nil {
		return Result{}, fmt.Errorf("publish: %w", err)
	}
	defer os.RemoveAll(work)
	p := &pages{GitOptions: o, tree: t, work: work}
	if err := p.prepare(ctx); err != nil {
		return Result{}, err
	}
	for n, still := 0, 0; n < attempts; n++ {
		was := p.tip
		res, err := p.attempt(ctx)
		if !errors.Is(err, errRaced) {
			return res, err
		}
		if n > 0 && p.tip == was {
			still++
		}
		if still == 3 && p.refusal != nil {
			return res, p.refusal // nobody moves the branch: it is something else
		}
		select {
		case <-ctx.Done():
			return Result{}, fmt.Errorf("publish: %w", ctx.Err())
		case <-time.After(time.Duration(n) * 50 * time.Millisecond):
		}
	}
	return Result{}, withHint("run this again; nothing was published, nothing is lost", "%w", errRaced)
}

// pages is one run of Git.
type pages struct {
	GitOptions
	tree    *Tree
	work    string
	repo    *repository
	remote  string
	message string
	entries []string // of the index: mode, object, stage and name
	own     bool     // there is a CNAME file among them
	plain   string   // the 404 page's object as it was built, if it was anchored
	tip     string   // where the remote's branch was at the last attempt
	refusal error    // of the last push
}

func (p *pages) ref() string   { return "refs/heads/" + p.Branch }
func (p *pages) place() string { return p.Branch + " at " + harmless(p.remote) }

func (p *pages) before(step string) error {
	if p.step == nil {
		return nil
	}
	return p.step(step)
}

// prepare does what needs doing once: the objects and the message.
func (p *pages) prepare(ctx context.Context) (err error) {
	if p.repo, err = findRepository(ctx, p.Archive, p.work, p.Prompt); err != nil {
		return err
	}
	p.repo.progress = p.Progress
	if p.remote, err = p.repo.remote(ctx, p.Remote); err != nil {
		return err
	}
	if _, err := p.repo.git(ctx, nil, "check-ref-format", p.ref()); err != nil || strings.HasPrefix(p.Branch, "-") {
		return withHint("name a branch such as gh-pages", "publish: %q is no name for a branch", p.Branch)
	}
	commit, changed, err := p.repo.source(ctx, p.tree.dir)
	if err != nil {
		return err
	}
	p.message = message(commit, changed)
	if err := p.identity(ctx); err != nil {
		return err
	}
	if p.DryRun && !p.repo.temporary {
		if err := p.quarantine(ctx); err != nil {
			return err
		}
	}
	p.repo.env = append(p.repo.env, "GIT_INDEX_FILE="+filepath.Join(p.work, "index"))
	if err := p.additions(); err != nil {
		return err
	}
	if err := p.anchor(ctx); err != nil {
		return err
	}
	return p.objects(ctx)
}

// message names the commit of the archive that the site is of.
func message(commit string, changed bool) string {
	switch {
	case commit == "":
		return "Site of an archive that is in no commit\n"
	case changed:
		return fmt.Sprintf("Site of %.12s with changes\n\nThe archive was at commit %s, with changes that were in none.\n", commit, commit)
	}
	return fmt.Sprintf("Site of %.12s\n\nThe archive was at commit %s.\n", commit, commit)
}

// identity sees that the commit has an author. Where the user never told git
// who they are, git would make one up of the names of user and machine, which
// are nobody's business.
func (p *pages) identity(ctx context.Context) error {
	for _, who := range []string{"AUTHOR", "COMMITTER"} {
		if _, err := p.repo.line(ctx, "var", "GIT_"+who+"_IDENT"); err != nil {
			if ctx.Err() != nil {
				return err
			}
			p.repo.env = append(p.repo.env, "GIT_"+who+"_NAME=backissue", "GIT_"+who+"_EMAIL=backissue@localhost")
		}
		if epoch, err := strconv.ParseInt(os.Getenv("SOURCE_DATE_EPOCH"), 10, 64); err == nil && os.Getenv("GIT_"+who+"_DATE") == "" {
			p.repo.env = append(p.repo.env, fmt.Sprintf("GIT_%s_DATE=@%d +0000", who, epoch))
		}
	}
	return nil
}

// quarantine has git put new objects aside, so that a dry run leaves nothing.
// A publish cannot do so: what it pushes is remembered by the repository.
func (p *pages) quarantine(ctx context.Context) error {
	objects, err := p.repo.line(ctx, "rev-parse", "--git-path", "objects")
	if err != nil {
		return err
	}
	if !filepath.IsAbs(objects) {
		objects = filepath.Join(p.repo.top, objects)
	}
	aside := filepath.Join(p.work, "objects")
	p.repo.env = append(p.repo.env, "GIT_OBJECT_DIRECTORY="+aside, "GIT_ALTERNATE_OBJECT_DIRECTORIES="+strconv.Quote(objects))
	return os.Mkdir(aside, 0o755)
}

// additions are what GitHub Pages needs: the files as they are, without
// Jekyll, and the domain.
func (p *pages) additions() error {
	if !p.tree.has(".nojekyll") {
		if err := p.tree.add(".nojekyll", nil); err != nil {
			return err
		}
	}
	if p.Host != "" && p.Host != "none" {
		if strings.ContainsAny(p.Host, "/:@ \t\r\n") || !strings.Contains(p.Host, ".") || net.ParseIP(p.Host) != nil {
			return withHint("give a name such as www.example.org", "publish: %q is no domain", p.Host)
		}
		if err := p.tree.add("CNAME", []byte(p.Host+"\n")); err != nil {
			return err
		}
	}
	p.own = p.tree.has("CNAME")
	return nil
}

// objects puts the files into the repository, byte for byte: no attribute
// file, line ending or filter of the user's counts.
func (p *pages) objects(ctx context.Context) error {
	if err := p.before("objects"); err != nil {
		return err
	}
	var paths bytes.Buffer
	for _, f := range p.tree.files {
		paths.WriteString(f.path + "\n")
	}
	out, err := p.repo.git(ctx, &paths, "hash-object", "-w", "--no-filters", "--stdin-paths")
	if err != nil {
		return err
	}
	if err := p.tree.settled(); err != nil {
		return err
	}
	ids := strings.Fields(string(out))
	if len(ids) != len(p.tree.files) {
		return fmt.Errorf("publish: git took %d of %d files", len(ids), len(p.tree.files))
	}
	for i, f := range p.tree.files {
		p.entries = append(p.entries, "100644 "+ids[i]+" 0\t"+f.name)
	}
	return nil
}

// attempt makes the commit on top of what the remote has, and pushes it.
func (p *pages) attempt(ctx context.Context) (Result, error) {
	res := Result{To: p.place()}
	if err := p.before("fetch"); err != nil {
		return res, err
	}
	tip, err := p.fetch(ctx)
	if p.tip = tip; err != nil {
		return res, err
	}
	tree, err := p.write(ctx, tip)
	if err != nil {
		return res, err
	}
	if res.Changes, err = p.changes(ctx, tip, tree); err != nil || p.DryRun {
		return res, err
	}
	if tip != "" && res.None() && (!p.Squash || p.single(ctx, tip)) {
		return res, nil
	}
	args := []string{"commit-tree", tree}
	if tip != "" && !p.Squash {
		args = append(args, "-p", tip)
	}
	if err := p.before("commit"); err != nil {
		return res, err
	}
	commit, err := p.repo.git(ctx, strings.NewReader(p.message), args...)
	if err != nil {
		return res, err
	}
	res.Commit = strings.TrimSpace(string(commit))
	if err := p.before("push"); err != nil {
		return res, err
	}
	return res, p.push(ctx, res.Commit, tip)
}

// push moves the remote's branch, if it is still at tip.
func (p *pages) push(ctx context.Context, commit, tip string) error {
	args := []string{"push", "--porcelain", "--no-verify", "--no-follow-tags", "--recurse-submodules=no"}
	if p.Progress != nil {
		args = append(args, "--progress")
	}
	if p.Squash {
		args = append(args, "--force-with-lease="+p.ref()+":"+tip)
	}
	_, p.refusal = p.repo.git(ctx, nil, append(args, "--", p.remote, commit+":"+p.ref())...)
	return refused(p.refusal, p.place())
}

// fetch returns the commit that the remote's branch is at, after getting it;
// empty if there is no such branch.
func (p *pages) fetch(ctx context.Context) (tip string, err error) {
	out, err := p.repo.git(ctx, nil, "ls-remote", "--refs", "--", p.remote, p.ref())
	if err != nil {
		return "", err
	}
	for line := range strings.Lines(string(out)) {
		if id, ref, _ := strings.Cut(strings.TrimSpace(line), "\t"); ref == p.ref() {
			tip = id
		}
	}
	if tip == "" {
		return "", nil
	}
	// No reference is written: not even FETCH_HEAD.
	args := []string{"fetch", "--quiet", "--no-tags", "--no-prune", "--no-recurse-submodules", "--no-write-fetch-head", "--no-auto-maintenance", "--refmap="}
	if p.repo.temporary {
		args = append(args, "--depth=1")
	}
	var failed *gitError
	if _, err := p.repo.git(ctx, nil, append(args, "--", p.remote, p.ref())...); errors.As(err, &failed) && strings.Contains(failed.stderr, "find remote ref") {
		return "", errRaced // it was there a moment ago
	} else if err != nil {
		return "", err
	}
	if _, err := p.repo.git(ctx, nil, "cat-file", "-e", tip+"^{commit}"); err != nil && ctx.Err() == nil {
		return "", errRaced
	}
	return tip, p.overSite(ctx, tip)
}

// bare are names that a branch may have without being anything of worth: what
// a host puts into a new repository, or asks to be there.
var bare = []string{".nojekyll", "CNAME", "README.md", ".gitignore", "LICENSE"}

// overSite refuses to put a site in the place of something else.
func (p *pages) overSite(ctx context.Context, tip string) error {
	out, err := p.repo.git(ctx, nil, "ls-tree", "-z", "--name-only", tip)
	if err != nil {
		return err
	}
	names := strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
	isSite := slices.Contains(names, "index.html") && !slices.Contains(names, "hugo.toml")
	if isSite || !slices.ContainsFunc(names, func(n string) bool { return n != "" && !slices.Contains(bare, n) }) {
		return nil
	}
	return withHint("choose another branch with --branch", "publish: %s holds something else than a site", p.place())
}

// write writes the tree object and returns its id. A domain that was set with
// the host, which puts it onto the branch, stays.
func (p *pages) write(ctx context.Context, tip string) (tree string, err error) {
	if err := p.before("tree"); err != nil {
		return "", err
	}
	entries := p.entries
	if tip != "" && !p.own && p.Host != "none" {
		out, err := p.repo.git(ctx, nil, "ls-tree", "-z", tip, "--", "CNAME")
		if err != nil {
			return "", err
		}
		if meta, _, ok := strings.Cut(string(out), "\t"); ok && strings.HasPrefix(meta, "100644 blob ") {
			entries = append(slices.Clone(p.rooted(entries)), "100644 "+meta[len("100644 blob "):]+" 0\tCNAME")
		}
	}
	if err := os.RemoveAll(filepath.Join(p.work, "index")); err != nil {
		return "", fmt.Errorf("publish: %w", err)
	}
	all := strings.NewReader(strings.Join(entries, "\x00") + "\x00")
	if _, err := p.repo.git(ctx, all, "update-index", "-z", "--index-info"); err != nil {
		return "", err
	}
	return p.repo.line(ctx, "write-tree")
}

// changes compares the new tree with that of the remote.
func (p *pages) changes(ctx context.Context, tip, tree string) (c Changes, err error) {
	var out []byte
	if tip == "" {
		out, err = p.repo.git(ctx, nil, "ls-tree", "-r", "-z", "--name-only", tree)
		c.Added = slices.DeleteFunc(strings.Split(string(out), "\x00"), func(n string) bool { return n == "" })
		return c, err
	}
	out, err = p.repo.git(ctx, nil, "diff-tree", "-r", "-z", "--no-renames", "--name-status", tip+"^{tree}", tree)
	fields := strings.Split(string(out), "\x00")
	for i := 0; i+1 < len(fields); i += 2 {
		switch name := fields[i+1]; fields[i] {
		case "A":
			c.Added = append(c.Added, name)
		case "D":
			c.Removed = append(c.Removed, name)
		default:
			c.Changed = append(c.Changed, name)
		}
	}
	return c, err
}

// single reports whether a commit has no parent. It asks the commit itself: a
// repository for the time of one run holds none of its parents.
func (p *pages) single(ctx context.Context, tip string) bool {
	out, err := p.repo.git(ctx, nil, "cat-file", "commit", tip)
	head, _, _ := strings.Cut(string(out), "\n\n")
	return err == nil && !strings.Contains(head, "\nparent ")
}
