package publish

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func hook(t testing.TB, dir, name, script string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
}

func TestGitRefused(t *testing.T) {
	for _, name := range []string{"pre-receive", "update"} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, newRemote(t), map[string]string{"index.html": "old"})
			d.publish(d.options())
			was, state := tip(t, d.remote), d.state()
			hook(t, d.remote+"/hooks", name, `printf 'the harbour is \033[31mclosed\n' >&2; exit 1`)
			write(t, d.public, map[string]string{"index.html": "new"})
			_, err := d.try(d.options())
			if err == nil || !strings.Contains(err.Error(), "remote: the harbour is") || !strings.Contains(err.Error(), "closed") || strings.Contains(err.Error(), "\x1b") || hintOf(err) == "" {
				t.Errorf("error %q (%s)", err, hintOf(err))
			}
			if tip(t, d.remote) != was || d.state() != state {
				t.Error("something changed")
			}
		})
	}
	t.Run("another branch in the way", func(t *testing.T) {
		d := newDesk(t, newRemote(t), map[string]string{"index.html": "x"})
		run(t, d.archive, "push", "--quiet", "origin", "main:gh-pages/drafts")
		_, err := d.try(d.options())
		if err == nil || errors.Is(err, errRaced) || !strings.Contains(err.Error(), "gh-pages") {
			t.Errorf("error %v", err)
		}
	})
	t.Run("no rewriting", func(t *testing.T) {
		d := newDesk(t, newRemote(t), map[string]string{"index.html": "old"})
		d.publish(d.options())
		write(t, d.public, map[string]string{"index.html": "new"})
		d.publish(d.options())
		run(t, d.remote, "config", "receive.denyNonFastForwards", "true")
		o := d.options()
		o.Squash = true
		if _, err := d.try(o); err == nil || errors.Is(err, errRaced) || commits(t, d.remote) != 2 {
			t.Errorf("error %v, %d commits", err, commits(t, d.remote))
		}
	})
}

func TestGitErrors(t *testing.T) {
	d := newDesk(t, newRemote(t), map[string]string{"index.html": "x"})
	run(t, d.archive, "push", "--quiet", "origin", "main:main")
	was, state := tip(t, d.remote), d.state()
	locked := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("WWW-Authenticate", "Basic")
		w.WriteHeader(http.StatusUnauthorized)
	}))
	defer locked.Close()
	for name, test := range map[string]struct {
		change func(*GitOptions)
		says   string
		hint   string
	}{
		"no remote":        {func(o *GitOptions) { o.Remote = "elsewhere" }, `has no remote "elsewhere"`, "git remote add elsewhere"},
		"an option":        {func(o *GitOptions) { o.Remote = "--upload-pack=x" }, "no remote", "git remote"},
		"no repository":    {func(o *GitOptions) { o.Remote = d.archive + "/content" }, "does not appear to be a git repository", "git remote -v"},
		"no folder":        {func(o *GitOptions) { o.Remote = "/nowhere/at/all.git" }, "/nowhere/at/all.git", "git remote -v"},
		"no network":       {func(o *GitOptions) { o.Remote = "http://user:secret@127.0.0.1:1/x.git" }, "127.0.0.1", "network"},
		"no password":      {func(o *GitOptions) { o.Remote = locked.URL + "/x.git" }, "could not read Username", "password"},
		"no branch":        {func(o *GitOptions) { o.Branch = "a..b" }, `"a..b"`, "gh-pages"},
		"branch of source": {func(o *GitOptions) { o.Branch = "main" }, "something else than a site", "--branch"},
		"no domain":        {func(o *GitOptions) { o.Host = "https://example.org/" }, "no domain", "www.example.org"},
	} {
		t.Run(name, func(t *testing.T) {
			o := d.options()
			test.change(&o)
			_, err := d.try(o)
			if err == nil || !strings.Contains(err.Error(), test.says) || !strings.Contains(hintOf(err), test.hint) || !strings.HasPrefix(err.Error(), "publish: ") {
				t.Errorf("error %q\nhint %q", err, hintOf(err))
			}
			if err != nil && strings.Contains(err.Error(), "secret") {
				t.Errorf("error %q tells a password", err)
			}
		})
	}
	t.Run("no git", func(t *testing.T) {
		t.Setenv("PATH", t.TempDir())
		if _, err := d.try(d.options()); err == nil || !strings.Contains(hintOf(err), "install git") {
			t.Errorf("error %v", err)
		}
	})
	if tip(t, d.remote) != was || d.state() != state {
		t.Error("something changed")
	}
}
