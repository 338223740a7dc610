package browsertest

import (
	"context"
	"errors"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/backissue/backissue/site"
	"github.com/backissue/backissue/site/preview"
	"github.com/backissue/backissue/site/sitetest"
)

// policy is the strictest one under which a site must work.
const policy = "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'self'"

const (
	repository = "../.."
	seed       = "../../../shared/seed/2021-10.txt" // the first real document, not ours to publish
)

// An archive is one whose site is read. It is made and built once.
type archive struct {
	name string
	make func(dir string) error
	site func() (string, error)
}

var archivesBuilt []func()

var archives = []*archive{
	{name: "demonstration", make: demonstration},
	{name: "everywhere", make: everywhere}, // the demonstration in all languages
	{name: "seed", make: fromSeed},
}

func init() {
	for _, a := range archives {
		a.site = sync.OnceValues(a.build)
	}
}

// built returns the folder of the archive's site.
func (a *archive) built(t *testing.T) string {
	t.Helper()
	wanted(t)
	dir, err := a.site()
	if errors.Is(err, fs.ErrNotExist) && a.name == "seed" {
		t.Skipf("the first real document is not here: %s", seed)
	}
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func (a *archive) build() (string, error) {
	parent, err := os.MkdirTemp("", "backissue-"+a.name+"-")
	if err != nil {
		return "", err
	}
	archivesBuilt = append(archivesBuilt, func() { os.RemoveAll(parent) })
	dir := filepath.Join(parent, "archive")
	if err := a.make(dir); err != nil {
		return "", err
	}
	_, err = site.Build(context.Background(), dir, site.BuildOptions{})
	return filepath.Join(dir, site.Public), err
}

// demonstration copies the archive at the root of the repository to dir.
func demonstration(dir string) error {
	for _, name := range []string{site.Content, site.Sources} {
		if err := os.CopyFS(filepath.Join(dir, name), os.DirFS(filepath.Join(repository, name))); err != nil {
			return err
		}
	}
	config, err := os.ReadFile(filepath.Join(repository, site.Config))
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, site.Config), config, 0o644)
}

func everywhere(dir string) error {
	if err := demonstration(dir); err != nil {
		return err
	}
	file := filepath.Join(dir, site.Config)
	config, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	return os.WriteFile(file, []byte(sitetest.InAllLanguages(string(config))), 0o644)
}

func fromSeed(dir string) error {
	data, err := os.ReadFile(seed)
	if err != nil {
		return err
	}
	if err := site.New(dir); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, site.Sources, filepath.Base(seed)), data, 0o644); err != nil {
		return err
	}
	report, err := site.Import(dir, site.ImportOptions{})
	if err != nil {
		return err
	}
	for _, f := range report.Failed {
		err = errors.Join(err, errors.New(f.Error))
	}
	return err
}

// serve shows files under the strict policy, and returns their address.
func serve(t *testing.T, files fs.FS) string {
	t.Helper()
	pages := preview.Handler(files)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		pages.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL + "/"
}
