package publish

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A desk is an archive in a git repository with a remote.
type desk struct {
	t       testing.TB
	archive string
	public  string
	remote  string
}

func newRemote(t testing.TB) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "remote repository.git")
	run(t, t.TempDir(), "init", "--quiet", "--bare", dir)
	return dir
}

func newDesk(t testing.TB, remote string, site map[string]string) *desk {
	t.Helper()
	archive := filepath.Join(t.TempDir(), "자료 archive %41")
	write(t, archive, map[string]string{"hugo.toml": "title = 'x'\n", ".gitignore": "/public/\n", "content/a.md": "text\n"})
	run(t, archive, "init", "--quiet", "--initial-branch=main")
	run(t, archive, "add", ".")
	run(t, archive, "commit", "--quiet", "-m", "Begin")
	run(t, archive, "remote", "add", "origin", remote)
	return &desk{t, archive, write(t, filepath.Join(archive, "public"), site), remote}
}

func (d *desk) options() GitOptions {
	return GitOptions{Archive: d.archive, Remote: "origin", Branch: "gh-pages"}
}

func (d *desk) try(o GitOptions) (Result, error) {
	tree, err := Open(d.public)
	if err != nil {
		return Result{}, err
	}
	defer tree.Close()
	return Git(context.Background(), tree, o)
}

func (d *desk) publish(o GitOptions) Result {
	d.t.Helper()
	res, err := d.try(o)
	if err != nil {
		d.t.Fatalf("%v (%s)", err, hintOf(err))
	}
	return res
}

// published returns the files of a branch of a remote.
func published(t testing.TB, remote, branch string) map[string]string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "clone")
	run(t, t.TempDir(), "-c", "core.autocrlf=false", "-c", "core.protectNTFS=false", "clone", "--quiet", "--branch", branch, remote, dir)
	os.RemoveAll(filepath.Join(dir, ".git"))
	return read(t, dir)
}

func tip(t testing.TB, remote string) string {
	t.Helper()
	return run(t, remote, "for-each-ref")
}

func commits(t testing.TB, remote string) int {
	t.Helper()
	return strings.Count(run(t, remote, "rev-list", "gh-pages"), "\n")
}

// state is all of an archive that a publish must leave alone.
func (d *desk) state() string {
	d.t.Helper()
	index, err := os.ReadFile(strings.TrimSuffix(run(d.t, d.archive, "rev-parse", "--path-format=absolute", "--git-path", "index"), "\n"))
	if err != nil {
		d.t.Fatal(err)
	}
	return strings.Join([]string{
		run(d.t, d.archive, "rev-parse", "--symbolic-full-name", "HEAD"), run(d.t, d.archive, "rev-parse", "HEAD"),
		run(d.t, d.archive, "for-each-ref", "refs/heads", "refs/tags"), string(index),
		run(d.t, d.archive, "--no-optional-locks", "status", "--porcelain", "--ignored"), run(d.t, d.archive, "stash", "list"), run(d.t, d.archive, "config", "--local", "--list"),
		fmt.Sprint(exists(d.archive+"/.git/FETCH_HEAD"), exists(d.archive+"/.git/shallow")),
	}, "\x00")
}

func exists(name string) bool { _, err := os.Stat(name); return err == nil }

func TestGit(t *testing.T) {
	site := sample()
	d := newDesk(t, newRemote(t), site)
	before := d.state()

	res := d.publish(d.options())
	equal(t, published(t, d.remote, "gh-pages"), with(site, ".nojekyll", ""))
	if len(res.Added) != len(site)+1 || res.Changed != nil || res.Removed != nil || res.Commit == "" || res.To != "gh-pages at origin" {
		t.Errorf("result %+v", res)
	}
	if d.state() != before {
		t.Errorf("the archive was %q\nand is %q", before, d.state())
	}
	head := strings.TrimSpace(run(t, d.archive, "rev-parse", "HEAD"))
	if message := run(t, d.remote, "log", "-1", "--format=%B", "gh-pages"); !strings.HasPrefix(message, "Site of "+head[:12]+"\n") || !strings.Contains(message, head+".") {
		t.Errorf("message %q", message)
	}
	if author := run(t, d.remote, "log", "-1", "--format=%an %ae %cn %ce", "gh-pages"); author != "backissue backissue@localhost backissue backissue@localhost\n" {
		t.Errorf("author %q, where nobody said who it is", author)
	}

	if res := d.publish(d.options()); res.Commit != "" || !res.None() || commits(t, d.remote) != 1 {
		t.Errorf("again: %+v, %d commits", res, commits(t, d.remote))
	}

	changed := with(site, "ko/index.html", "new", "new/index.html", "more")
	delete(changed, "*.html")
	write(t, d.public, changed)
	write(t, d.archive+"/content", map[string]string{"a.md": "corrected\n"})
	before = d.state()
	res = d.publish(d.options())
	equal(t, published(t, d.remote, "gh-pages"), with(changed, ".nojekyll", ""))
	if fmt.Sprint(res.Changes) != "{[new/index.html] [ko/index.html] [*.html]}" {
		t.Errorf("changes %v", res.Changes)
	}
	if message := run(t, d.remote, "log", "-1", "--format=%s", "gh-pages"); message != "Site of "+head[:12]+" with changes\n" {
		t.Errorf("message %q", message)
	}
	if n := commits(t, d.remote); n != 2 {
		t.Errorf("%d commits, want 2", n)
	}

	o := d.options()
	o.Squash = true
	if res := d.publish(o); res.Commit == "" || commits(t, d.remote) != 1 {
		t.Errorf("squashed: %+v, %d commits", res, commits(t, d.remote))
	}
	if res := d.publish(o); res.Commit != "" {
		t.Error("squashed twice")
	}
	equal(t, published(t, d.remote, "gh-pages"), with(changed, ".nojekyll", ""))
	if d.state() != before {
		t.Errorf("the archive was %q\nand is %q", before, d.state())
	}
	run(t, d.archive, "fsck", "--strict", "--connectivity-only")
	run(t, d.remote, "fsck", "--strict")
}

func TestGitModes(t *testing.T) {
	d := newDesk(t, newRemote(t), map[string]string{"index.html": "x"})
	run(t, d.archive, "config", "user.name", "편집자")
	run(t, d.archive, "config", "user.email", "editor@example.org")
	if err := os.Chmod(d.public+"/index.html", 0o777); err != nil {
		t.Fatal(err)
	}
	d.publish(d.options())
	if out := run(t, d.remote, "ls-tree", "gh-pages", "index.html"); !strings.HasPrefix(out, "100644 ") {
		t.Errorf("mode %q", out)
	}
	if author := run(t, d.remote, "log", "-1", "--format=%an %ae", "gh-pages"); author != "편집자 editor@example.org\n" {
		t.Errorf("author %q", author)
	}
}

// An archive need not be the whole of a repository, nor its first working tree.
func TestGitPlaces(t *testing.T) {
	site := map[string]string{"index.html": "x"}
	want := with(site, ".nojekyll", "")
	t.Run("subfolder", func(t *testing.T) {
		d := newDesk(t, newRemote(t), site)
		d.archive = filepath.Join(d.archive, "sub folder", "archive")
		d.public = write(t, filepath.Join(d.archive, "public"), site)
		write(t, filepath.Join(d.archive, "content"), map[string]string{"a.md": "x"})
		run(t, d.archive, "add", "content")
		run(t, d.archive, "commit", "--quiet", "-m", "More")
		d.publish(d.options())
		equal(t, published(t, d.remote, "gh-pages"), want)
		if s := run(t, d.remote, "log", "-1", "--format=%s", "gh-pages"); strings.Contains(s, "with changes") {
			t.Errorf("message %q, but only the site itself is in no commit", s)
		}
	})
	t.Run("linked working tree", func(t *testing.T) {
		d := newDesk(t, newRemote(t), site)
		linked := filepath.Join(t.TempDir(), "linked tree")
		run(t, d.archive, "worktree", "add", "--quiet", "-b", "other", linked)
		d.archive, d.public = linked, write(t, filepath.Join(linked, "public"), site)
		before := d.state()
		d.publish(d.options())
		equal(t, published(t, d.remote, "gh-pages"), want)
		if d.state() != before {
			t.Error("the linked working tree changed")
		}
	})
	t.Run("relative remote", func(t *testing.T) {
		d := newDesk(t, newRemote(t), site)
		rel, _ := filepath.Rel(resolved(d.archive), resolved(d.remote))
		run(t, d.archive, "remote", "set-url", "origin", rel)
		d.publish(d.options())
		equal(t, published(t, d.remote, "gh-pages"), want)
	})
	t.Run("no repository", func(t *testing.T) {
		remote, archive := newRemote(t), t.TempDir()
		d := &desk{t, archive, write(t, archive+"/public", site), remote}
		o := d.options()
		if _, err := d.try(o); err == nil || !strings.Contains(hintOf(err), "--remote") {
			t.Errorf("error %v (%s)", err, hintOf(err))
		}
		o.Remote = remote
		d.publish(o)
		write(t, d.public, with(site, "a.html", "more"))
		if res := d.publish(o); len(res.Added) != 1 || commits(t, remote) != 2 {
			t.Errorf("%+v, %d commits", res, commits(t, remote))
		}
		o.Squash = true
		if res := d.publish(o); res.Commit == "" || commits(t, remote) != 1 {
			t.Errorf("squashed: %+v", res)
		}
		if res := d.publish(o); res.Commit != "" {
			t.Error("squashed twice")
		}
		if s := run(t, remote, "log", "-1", "--format=%s", "gh-pages"); s != "Site of an archive that is in no commit\n" {
			t.Errorf("message %q", s)
		}
		if exists(archive + "/.git") {
			t.Error("the archive became a repository")
		}
	})
	for name, how := range map[string]string{"shallow": "--depth=1", "partial": "--filter=blob:none"} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, newRemote(t), site)
			run(t, d.remote, "config", "uploadpack.allowFilter", "true")
			run(t, d.archive, "commit", "--quiet", "--allow-empty", "-m", "More")
			run(t, d.archive, "push", "--quiet", "origin", "main")
			run(t, d.remote, "symbolic-ref", "HEAD", "refs/heads/main")
			d.publish(d.options())
			write(t, d.public, with(site, "old.html", "x"))
			d.publish(d.options())
			archive := filepath.Join(t.TempDir(), "clone")
			run(t, d.archive, "clone", "--quiet", how, "--single-branch", "file://"+strings.ReplaceAll(d.remote, " ", "%20"), archive)
			d.archive, d.public = archive, write(t, filepath.Join(archive, "public"), site)
			shallow, _ := os.ReadFile(archive + "/.git/shallow")
			if res := d.publish(d.options()); fmt.Sprint(res.Removed) != "[old.html]" || commits(t, d.remote) != 3 {
				t.Errorf("%+v, %d commits", res, commits(t, d.remote))
			}
			if now, _ := os.ReadFile(archive + "/.git/shallow"); string(now) != string(shallow) {
				t.Errorf("shallow at %q, was %q", now, shallow)
			}
			equal(t, published(t, d.remote, "gh-pages"), want)
		})
	}
	t.Run("other objects", func(t *testing.T) {
		remote, archive := filepath.Join(t.TempDir(), "r.git"), t.TempDir()
		run(t, archive, "init", "--quiet", "--bare", "--object-format=sha256", remote)
		run(t, archive, "init", "--quiet", "--object-format=sha256")
		run(t, archive, "remote", "add", "origin", remote)
		d := &desk{t, archive, write(t, archive+"/public", site), remote}
		d.publish(d.options())
		equal(t, published(t, remote, "gh-pages"), want)
	})
	t.Run("no commit yet", func(t *testing.T) {
		remote, archive := newRemote(t), t.TempDir()
		run(t, archive, "init", "--quiet")
		run(t, archive, "remote", "add", "origin", remote)
		d := &desk{t, archive, write(t, archive+"/public", site), remote}
		d.publish(d.options())
		equal(t, published(t, remote, "gh-pages"), want)
	})
}

// What is set for the user, the repository or the process does not count
// where it would change what is published, or where.
func TestGitEnvironment(t *testing.T) {
	site := map[string]string{"index.html": "one\r\ntwo\nthree\r\n", "a.txt": "$Id$\n"}
	d := newDesk(t, newRemote(t), site)
	other := newDesk(t, newRemote(t), site)
	write(t, d.archive+"/public", with(site, ".gitattributes", "* text eol=crlf ident filter=shout\n"))
	if err := os.WriteFile(d.archive+"/.gitattributes", []byte("* text eol=crlf ident filter=shout\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{"core.autocrlf true", "core.eol crlf", "filter.shout.clean tr a-z A-Z", "core.splitIndex true", "core.fsmonitor true",
		"commit.gpgSign true", "push.followTags true", "push.default nothing", "remote.origin.prune true", "remote.origin.tagOpt --tags", "core.ignoreCase true", "submodule.recurse true"} {
		key, value, _ := strings.Cut(s, " ")
		run(t, d.archive, "config", key, value)
	}
	hook(t, d.archive+"/.git/hooks", "pre-push", "echo ran >&2; exit 1")
	hook(t, d.archive+"/.git/hooks", "reference-transaction", "exit 1")
	was := tip(t, other.remote)
	for name, value := range map[string]string{
		"GIT_DIR": other.archive + "/.git", "GIT_WORK_TREE": other.archive, "GIT_INDEX_FILE": other.archive + "/.git/index",
		"GIT_OBJECT_DIRECTORY": other.archive + "/.git/objects", "GIT_NAMESPACE": "else", "GIT_PREFIX": "x/",
		"GIT_COMMON_DIR": other.archive + "/.git", "GIT_CEILING_DIRECTORIES": "/nowhere", "LC_ALL": "ko_KR.UTF-8", "LANGUAGE": "ko",
	} {
		t.Setenv(name, value)
	}
	d.publish(d.options())
	for _, name := range []string{"GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE", "GIT_COMMON_DIR", "GIT_PREFIX"} {
		os.Unsetenv(name)
	}
	if got := run(t, d.remote, "cat-file", "blob", "gh-pages:index.html"); got != site["index.html"] {
		t.Errorf("published %q", got)
	}
	if got := run(t, d.remote, "cat-file", "blob", "gh-pages:a.txt"); got != site["a.txt"] {
		t.Errorf("published %q", got)
	}
	if tip(t, other.remote) != was {
		t.Error("published to the wrong remote")
	}
	if names, _ := filepath.Glob(d.archive + "/.git/sharedindex.*"); names != nil {
		t.Errorf("%v", names)
	}
}

// The commit is a function of what is published where a time is given.
func TestGitEpoch(t *testing.T) {
	t.Setenv("SOURCE_DATE_EPOCH", "1700000000")
	var ids []string
	for range 2 {
		remote, archive := newRemote(t), t.TempDir()
		d := &desk{t, archive, write(t, archive+"/public", sample()), remote}
		o := d.options()
		o.Remote = remote
		ids = append(ids, d.publish(o).Commit)
	}
	if ids[0] != ids[1] {
		t.Errorf("commits %v", ids)
	}
}

func TestGitDryRun(t *testing.T) {
	d := newDesk(t, newRemote(t), map[string]string{"index.html": "old", "gone.html": ""})
	o := d.options()
	o.DryRun = true
	if res := d.publish(o); len(res.Added) != 3 || res.Commit != "" || tip(t, d.remote) != "" {
		t.Errorf("first: %+v", res)
	}
	d.publish(d.options())
	write(t, d.public, map[string]string{"index.html": "new", "more.html": ""})
	was, all := tip(t, d.remote), sum(t, d.archive)
	res := d.publish(o)
	if fmt.Sprint(res.Changes) != "{[more.html] [index.html] [gone.html]}" || res.Commit != "" {
		t.Errorf("result %+v", res)
	}
	if tip(t, d.remote) != was || sum(t, d.archive) != all {
		t.Error("something changed")
	}
}

func TestGitDomain(t *testing.T) {
	d := newDesk(t, newRemote(t), map[string]string{"index.html": "x"})
	o := d.options()
	o.Host = "www.example.org"
	d.publish(o)
	cname := func() string { return published(t, d.remote, "gh-pages")["CNAME"] }
	if cname() != "www.example.org\n" {
		t.Errorf("CNAME %q", cname())
	}
	// As the host's own settings put it there.
	o.Host = ""
	if res := d.publish(o); res.Commit != "" || cname() != "www.example.org\n" {
		t.Errorf("a domain that was set with the host is gone: %+v", res)
	}
	o.Host = "none"
	if res := d.publish(o); fmt.Sprint(res.Removed) != "[CNAME]" || cname() != "" {
		t.Errorf("%+v, CNAME %q", res, cname())
	}
}

func TestGitMany(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	const many = 10_000
	site := map[string]string{"index.html": "x"}
	for i := range many {
		site[fmt.Sprintf("%d/가 %d/%d%%.html", i%97, i%7, i)] = strings.Repeat(fmt.Sprint("<p>", i), 200)
	}
	d := newDesk(t, newRemote(t), site)
	start := time.Now()
	d.publish(d.options())
	first := time.Since(start)
	start = time.Now()
	if res := d.publish(d.options()); res.Commit != "" {
		t.Error("published twice")
	}
	t.Logf("%d files: %v, and again %v", many, first.Round(time.Millisecond), time.Since(start).Round(time.Millisecond))
	if n := strings.Count(run(t, d.remote, "ls-tree", "-r", "-z", "--name-only", "gh-pages"), "\x00"); n != many+2 {
		t.Errorf("%d files, want %d", n, many+2)
	}
}
