package publish

import (
	"net/http"
	"net/http/cgi"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// serveGit serves the repositories in a folder over HTTP, as hosts do, to those
// who know the token.
func serveGit(t *testing.T, dir, token string) string {
	t.Helper()
	backend := filepath.Join(strings.TrimSpace(run(t, dir, "--exec-path")), "git-http-backend")
	if !exists(backend) {
		t.Skipf("there is no %s", backend)
	}
	git := &cgi.Handler{Path: backend, Env: []string{"GIT_PROJECT_ROOT=" + dir, "GIT_HTTP_EXPORT_ALL=1"}, InheritEnv: []string{"PATH"}, Stderr: os.Stderr}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, password, _ := r.BasicAuth(); password != token {
			w.Header().Set("WWW-Authenticate", `Basic realm="git"`)
			http.Error(w, "who are you?", http.StatusUnauthorized)
			return
		}
		with := *git
		with.Env = append(with.Env, "REMOTE_USER=editor")
		with.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// Over HTTP, with credentials that git gets where it always gets them.
func TestGitHTTP(t *testing.T) {
	site := sample()
	remote := newRemote(t)
	address := serveGit(t, filepath.Dir(remote), "s3cret") + "/" + strings.ReplaceAll(filepath.Base(remote), " ", "%20")
	d := newDesk(t, address, site)
	_, err := d.try(d.options())
	if err == nil || !strings.Contains(hintOf(err), "password") || tip(t, remote) != "" {
		t.Errorf("without a token: error %v (%s)", err, hintOf(err))
	}
	run(t, d.archive, "config", "credential.helper", "!f() { echo username=editor; echo password=s3cret; }; f")
	d.publish(d.options())
	equal(t, published(t, remote, "gh-pages"), with(site, ".nojekyll", ""))
	write(t, d.public, with(site, "ko/index.html", "new"))
	if res := d.publish(d.options()); len(res.Changed) != 1 || commits(t, remote) != 2 {
		t.Errorf("%+v, %d commits", res, commits(t, remote))
	}

	// The token in the address, and no repository: only what is needed is fetched.
	o := d.options()
	o.Archive, o.Remote = t.TempDir(), strings.Replace(address, "http://", "http://editor:s3cret@", 1)
	d.public = write(t, o.Archive+"/public", with(site, "ko/index.html", "newer"))
	res := d.publish(o)
	if len(res.Changed) != 1 || commits(t, remote) != 3 || strings.Contains(res.To, "s3cret") {
		t.Errorf("%+v, %d commits", res, commits(t, remote))
	}
	o.Remote = strings.Replace(address, "http://", "http://editor:wr0ng@", 1)
	if _, err := d.try(o); err == nil || strings.Contains(err.Error(), "wr0ng") || hintOf(err) == "" {
		t.Errorf("wrong token: error %v", err)
	}
}
