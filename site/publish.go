package site

import (
	"context"
	"io"
	"io/fs"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/net/idna"

	"github.com/backissue/backissue/site/publish"
)

// PublishOptions are the choices of [Publish].
type PublishOptions struct {
	// To is a folder, or a file .zip or .tar.gz, to put the site into. If it is
	// empty, the site becomes a commit on a branch of a git remote.
	To string

	Remote string // name or address of the git remote; "origin" if empty
	Branch string // of the remote; "gh-pages" if empty
	Domain string // for a file CNAME; "none" for no such file; empty to go by the archive's address
	Squash bool   // let the branch have one commit only
	Prompt bool   // git may ask for a password

	Progress io.Writer // a terminal to be told how far a push is; nil for none

	DryRun      bool   // tell what would change, and change nothing
	Precompress bool   // add .gz and .br beside texts
	Headers     string // "netlify" or "cloudflare", to add their files _headers and _redirects
}

// Published tells what a publish did, or would do.
type Published = publish.Result

// Publish brings the built site of the archive in dir to where it is read. It
// builds nothing. On an error, and when ctx is done early, readers have the
// old site or, if it was complete by then, the new one. Afterwards the archive
// records the addresses at which its pages were published, so that later
// builds answer there; recorded tells that there are new ones.
func Publish(ctx context.Context, dir string, o PublishOptions) (done Published, recorded bool, err error) {
	a, err := open(dir)
	if err != nil {
		return Published{}, false, err
	}
	done, err = a.publish(ctx, o)
	if err != nil || o.DryRun || publish.Packs(o.To) {
		return done, false, err
	}
	recorded, err = a.recordAddresses()
	return done, recorded, err
}

func (a *archive) publish(ctx context.Context, o PublishOptions) (Published, error) {
	tree, err := publish.Open(a.path(Public))
	if err != nil {
		return Published{}, err
	}
	defer tree.Close()
	if o.Headers != "" {
		if err := tree.Headers(o.Headers); err != nil {
			return Published{}, err
		}
	}
	if o.Precompress {
		if err := tree.Precompress(ctx); err != nil {
			return Published{}, err
		}
	}
	switch {
	case o.To == "":
		return publish.Git(ctx, tree, a.remote(o))
	case publish.Packs(o.To):
		return publish.Pack(ctx, tree, o.To, o.DryRun)
	}
	return publish.Folder(ctx, tree, o.To, publish.FolderOptions{DryRun: o.DryRun})
}

// shapers are what a site is made of besides what is in no file.
var shapers = []string{Config, Content, Sources, "assets", "data", "i18n", "layouts", "static"}

// Outdated returns the name of a file of the archive in dir, or of a folder that
// files went from, that changed since its site was built; empty if there is none.
func Outdated(dir string) string {
	built, err := os.Stat(filepath.Join(dir, Public, "index.html"))
	if err != nil {
		return ""
	}
	newer := ""
	for _, name := range shapers {
		filepath.WalkDir(filepath.Join(dir, name), func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return nil
			}
			if info, err := d.Info(); err == nil && info.ModTime().After(built.ModTime()) {
				newer, _ = filepath.Rel(dir, path)
				return filepath.SkipAll
			}
			return nil
		})
		if newer != "" {
			return filepath.ToSlash(newer)
		}
	}
	return ""
}

// remote completes the options for git.
func (a *archive) remote(o PublishOptions) publish.GitOptions {
	g := publish.GitOptions{
		Archive: a.dir, Remote: o.Remote, Branch: o.Branch, Host: o.Domain,
		Squash: o.Squash, DryRun: o.DryRun, Prompt: o.Prompt, Progress: o.Progress,
	}
	if g.Remote == "" {
		g.Remote = "origin"
	}
	if g.Branch == "" {
		g.Branch = "gh-pages"
	}
	if g.Host == "" {
		g.Host = domain(a.base)
	}
	return g
}

// domain returns the domain that a host such as GitHub Pages must be told of
// for the site to be at the address base. An address on github.io needs none,
// and one with a path is a folder of another site's domain.
func domain(base string) string {
	u, err := url.Parse(base)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Port() != "" || strings.Trim(u.Path, "/") != "" {
		return ""
	}
	host := strings.ToLower(u.Hostname())
	if host == "github.io" || strings.HasSuffix(host, ".github.io") || !strings.Contains(host, ".") || net.ParseIP(host) != nil {
		return ""
	}
	ascii, err := idna.Lookup.ToASCII(host) // as hosts know it, RFC 5891
	if err != nil {
		return ""
	}
	return ascii
}

// Workflow writes the file by which GitHub Actions publish the archive in dir
// on every push, and returns its name and whether it was not there yet. They
// install that version of backissue, or the latest where it is no release.
func Workflow(ctx context.Context, dir, version string) (name string, written bool, err error) {
	a, err := open(dir)
	if err != nil {
		return "", false, err
	}
	return publish.Workflow(ctx, publish.WorkflowOptions{Archive: a.dir, Version: version})
}
