package site

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"golang.org/x/text/language"

	"github.com/backissue/backissue/site/address"
	"github.com/backissue/backissue/site/catalogue"
	"github.com/backissue/backissue/site/issue"
	"github.com/backissue/backissue/site/pdf"
)

// An archive is what the configuration says about the folder it stands in.
// Hugo reads the same file for itself.
type archive struct {
	dir     string
	title   string
	base    string            // the site's address, as it is configured
	titles  map[string]string // by language, lower-case BCP 47
	emails  map[string]string // the publisher's, by language; "" for all others
	profile issue.Profile
	records map[string][]catalogue.Record // entities that the configuration names

	routed    bool // it says where pages are to be, in ways of Hugo's that are not foretold
	moved     []address.Move
	withdrawn []address.Withdrawal

	check map[string]any // severities of findings, and those that were accepted

	wantsOCR bool         // pages without text are to be read
	ocr      *pdf.Options // how; nil for not at all
}

// titleIn returns the title of the archive in one language.
func (a *archive) titleIn(tag language.Tag) string {
	return cmp.Or(a.titles[strings.ToLower(tag.String())], a.title)
}

func (a *archive) path(elem ...string) string {
	return filepath.Join(append([]string{a.dir}, elem...)...)
}

// routes are the settings that change the addresses of pages, see
// https://gohugo.io/content-management/urls/.
type routes struct {
	Permalinks         any  `toml:"permalinks"`
	UglyURLs           any  `toml:"uglyURLs"`
	DisablePathToLower bool `toml:"disablePathToLower"`
	RemovePathAccents  bool `toml:"removePathAccents"`
}

// given tells whether there are any.
func (r routes) given() bool {
	return r.Permalinks != nil || r.UglyURLs != nil || r.DisablePathToLower || r.RemovePathAccents
}

// open reads the configuration of the archive in dir.
func open(dir string) (*archive, error) {
	path := filepath.Join(dir, Config)
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, withHint("name an archive with -C DIR, or make one: backissue new DIR",
			"%s is not an archive: it has no %s", dir, Config)
	}
	if err != nil {
		return nil, fmt.Errorf("site: %w", err)
	}
	var config struct {
		Title   string `toml:"title"`
		BaseURL string `toml:"baseURL"`
		routes
		Languages map[string]struct {
			Title  string     `toml:"title"`
			Params letterhead `toml:"params"`
		} `toml:"languages"`
		Params struct {
			Profile map[string]any                `toml:"profile"`
			OCR     bool                          `toml:"ocr"`
			Records map[string][]catalogue.Record `toml:"records"`
			Check   map[string]any                `toml:"check"`
			fate
			letterhead
		} `toml:"params"`
	}
	if err := toml.Unmarshal(data, &config); err != nil {
		var at *toml.DecodeError
		if errors.As(err, &at) {
			line, _ := at.Position()
			return nil, fmt.Errorf("%s: line %d: %w", path, line, err)
		}
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	profile, err := issue.DefaultProfile().Extend(config.Params.Profile)
	if err != nil {
		return nil, fmt.Errorf("%s: params.profile: %w", path, err)
	}
	withdrawn, err := config.Params.withdrawals()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	titles := make(map[string]string)
	emails := map[string]string{"": config.Params.email()}
	for tag, l := range config.Languages {
		titles[strings.ToLower(tag)] = l.Title
		emails[strings.ToLower(tag)] = l.Params.email()
	}
	return &archive{
		dir: dir, title: config.Title, base: config.BaseURL, titles: titles, emails: emails, profile: profile, wantsOCR: config.Params.OCR,
		records: config.Params.Records, check: config.Params.Check,
		routed: config.routes.given(), moved: config.Params.Moved, withdrawn: withdrawn,
	}, nil
}
