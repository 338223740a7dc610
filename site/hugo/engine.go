package hugo

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/bep/logg"
	"github.com/gohugoio/hugo/common/loggers"
	"github.com/gohugoio/hugo/config"
	"github.com/gohugoio/hugo/config/allconfig"
	"github.com/gohugoio/hugo/deps"
	"github.com/gohugoio/hugo/hugofs"
	"github.com/gohugoio/hugo/hugolib"
	"github.com/spf13/afero"
)

// An engine is Hugo, ready to build one site, once: after a build that failed
// it must not be used again, and a fresh one needs no knowledge of what
// changed since.
type engine struct {
	configs *allconfig.Configs
	sites   *hugolib.HugoSites
	log     *bytes.Buffer
}

// newEngine reads the configuration and the templates, and no content.
func newEngine(source, out afero.Fs, flags config.Provider, log io.Writer) (e *engine, err error) {
	e = &engine{log: &bytes.Buffer{}}
	var w io.Writer = e.log
	if log != nil {
		w = io.MultiWriter(log, e.log)
	}
	defer fault(&err)
	e.configs, err = allconfig.LoadConfig(allconfig.ConfigSourceDescriptor{
		Fs:           source,
		Flags:        flags,
		Logger:       loggers.New(loggers.Options{Level: logg.LevelWarn, DistinctLevel: logg.LevelWarn, StdOut: w, StdErr: w}),
		Environment:  "production",
		Environ:      []string{"BACKISSUE=1"}, // an empty list would let HUGO_* variables in
		SkipNpmCheck: true,
	})
	if err != nil {
		return nil, err
	}
	e.sites, err = hugolib.NewHugoSites(deps.DepsCfg{
		Configs:  e.configs,
		Fs:       hugofs.NewFromSourceAndDestination(source, out, flags),
		LogLevel: logg.LevelWarn,
		StdOut:   w,
		StdErr:   w,
	})
	return e, err
}

// build renders the site.
func (e *engine) build() (err error) {
	defer fault(&err)
	if err := e.sites.Build(hugolib.BuildCfg{NoBuildLock: true}); err != nil {
		return withComplaints(err, e.log.String())
	}
	return nil
}

// fault makes a panic of Hugo's an error; those of its own goroutines nobody
// can catch.
func fault(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("stopped by a fault of its own: %v", p)
	}
}

// flags are the settings as Hugo takes them: they win over the archive's file.
// work is a folder for what Hugo keeps while it runs.
func (s settings) flags(root, out, themes, work string) config.Provider {
	flags := config.New()
	for k, v := range s {
		flags.Set(k, v)
	}
	flags.Set("workingDir", root)
	flags.Set("publishDir", out)
	flags.Set("themesDir", themes)
	flags.Set("theme", themeName)
	flags.Set("cacheDir", filepath.Join(work, "cache"))
	flags.Set("resourceDir", filepath.Join(work, "resources"))
	return flags
}

// withComplaints gives err the words that Hugo only logged: an errorf in a
// template is a bare "logged 1 error(s)" otherwise.
func withComplaints(err error, log string) error {
	if !strings.Contains(err.Error(), "logged ") {
		return err
	}
	var lines []string
	for line := range strings.Lines(log) {
		if rest, ok := strings.CutPrefix(strings.TrimSpace(line), "ERROR "); ok {
			lines = append(lines, rest)
		}
	}
	if lines == nil {
		return err
	}
	return errors.New(strings.Join(lines, "\n"))
}
