package hugo

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gohugoio/hugo/common/hmaps"
	"github.com/gohugoio/hugo/config"
	"github.com/gohugoio/hugo/hugofs"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/backissue/backissue"
)

// settings is Hugo's configuration, keys in lower case.
type settings hmaps.Params

// configNames are the files Hugo takes for a project's configuration, in
// its order.
var configNames = []string{"hugo.toml", "hugo.yaml", "hugo.json", "config.toml", "config.yaml", "config.json"}

// loadSettings returns the theme's settings with the archive's laid over
// them, key by key, and baseURL, unless empty, over both.
func loadSettings(root, baseURL string) (settings, error) {
	text, err := backissue.Theme.ReadFile("theme.toml")
	if err != nil {
		return nil, err
	}
	base, err := config.FromConfigString(string(text), "toml")
	if err != nil {
		return nil, fmt.Errorf("theme.toml: %w", err)
	}
	all := base.Get("").(hmaps.Params)
	for _, name := range configNames {
		file := filepath.Join(root, name)
		if _, err := os.Stat(file); errors.Is(err, os.ErrNotExist) {
			continue
		}
		own, err := config.FromFile(hugofs.Os, file)
		if err != nil {
			return nil, explain(err, root)
		}
		overlay(all, own.Get("").(hmaps.Params))
		break
	}
	s := settings(all)
	if baseURL != "" {
		s["baseurl"] = baseURL
	}
	s.mountSources()
	return s, s.setBase()
}

// overlay lays top over under, map by map.
func overlay(under, top hmaps.Params) {
	for k, v := range top {
		m, ok1 := under[k].(hmaps.Params)
		n, ok2 := v.(hmaps.Params)
		if ok1 && ok2 {
			overlay(m, n)
		} else {
			under[k] = v
		}
	}
}

// setBase takes the site's address out of Hugo's hands. Hugo makes links
// relative, which lets a site move to any folder of any host, but not if
// baseURL has a path. So Hugo always builds for "/", and the templates put
// the address, params.base, before the few links that must be absolute.
// A sitemap consists of absolute links: without an address there is none.
func (s settings) setBase() error {
	addr, _ := s["baseurl"].(string)
	u, err := url.Parse(addr)
	if err != nil {
		return fmt.Errorf("base URL %q: %w", addr, err)
	}
	s["baseurl"] = "/"
	params := s.params()
	switch {
	case u.Host != "" && (u.Scheme == "https" || u.Scheme == "http"):
		u.RawQuery, u.Fragment = "", ""
		params["base"] = strings.TrimRight(u.String(), "/")
	case strings.Trim(addr, "/") == "":
		delete(params, "base")
		s["disablekinds"] = append(stringsOf(s["disablekinds"]), "sitemap")
	default:
		return fmt.Errorf("base URL %q: want an address such as https://example.org/bulletin/", addr)
	}
	return nil
}

// params returns what templates read as site.Params.
func (s settings) params() hmaps.Params {
	params, _ := s["params"].(hmaps.Params)
	if params == nil {
		params = hmaps.Params{}
		s["params"] = params
	}
	return params
}

// base returns the site's address without a slash at the end, or "".
func (s settings) base() string {
	params, _ := s["params"].(hmaps.Params)
	b, _ := params["base"].(string)
	return b
}

func stringsOf(v any) []string {
	var out []string
	switch v := v.(type) {
	case []string:
		out = append(out, v...)
	case []any:
		for _, e := range v {
			out = append(out, fmt.Sprint(e))
		}
	}
	return out
}

// setLanguages completes the languages: which there are, if the archive's
// configuration names none, and for each its own name, tag and direction,
// where not given.
func (s settings) setLanguages(root string) error {
	langs, _ := s["languages"].(hmaps.Params)
	if len(langs) == 0 {
		files, err := languageFiles(filepath.Join(root, s.folder("contentdir", "content")))
		if err != nil {
			return err
		}
		langs = hmaps.Params{}
		for _, f := range files {
			if f.certain {
				langs[f.lang] = hmaps.Params{}
			}
		}
		s["languages"] = langs
	}
	first, _ := s["defaultcontentlanguage"].(string)
	if first == "" {
		first = firstLanguage(langs)
		s["defaultcontentlanguage"] = first
	}
	if len(langs) == 0 {
		langs[strings.ToLower(first)] = hmaps.Params{}
	}
	for key, v := range langs {
		l, ok := v.(hmaps.Params)
		if !ok {
			return fmt.Errorf("languages.%s: want a table", key)
		}
		completeLanguage(key, l, strings.EqualFold(key, first))
	}
	// Languages of equal weight have no order of their own in Hugo: each gets one.
	for i, name := range byWeight(langs) {
		langs[name].(hmaps.Params)["weight"] = int64(i + 1)
	}
	return nil
}

// checkContent makes content in a language that the archive does not have an
// error.
func (s settings) checkContent(root string) error {
	files, err := languageFiles(filepath.Join(root, s.folder("contentdir", "content")))
	if err != nil {
		return err
	}
	langs, _ := s["languages"].(hmaps.Params)
	return checkLanguages(root, files, langs)
}

// firstLanguage returns the language of the lowest weight, of the first name
// among equals, or English if there is none at all.
func firstLanguage(langs hmaps.Params) string {
	if names := byWeight(langs); names != nil {
		return names[0]
	}
	return "en"
}

// byWeight returns the names of languages by weight, the unweighted last, and
// equals by name.
func byWeight(langs hmaps.Params) []string {
	weight := func(name string) int64 {
		l, _ := langs[name].(hmaps.Params)
		switch w := l["weight"].(type) {
		case int64:
			return w
		case int:
			return int64(w)
		}
		return 1 << 32
	}
	return slices.SortedFunc(maps.Keys(langs), func(a, b string) int {
		return cmp.Or(cmp.Compare(weight(a), weight(b)), cmp.Compare(a, b))
	})
}

// languages returns what setLanguages has set, the default language first and
// the others by weight.
func (s settings) languages() []Language {
	all, _ := s["languages"].(hmaps.Params)
	first, _ := s["defaultcontentlanguage"].(string)
	var out []Language
	for _, name := range byWeight(all) {
		l, _ := all[name].(hmaps.Params)
		language := Language{strings.ToLower(name), fmt.Sprint(cmp.Or[any](l["title"], s["title"], ""))}
		if strings.EqualFold(name, first) {
			out = slices.Insert(out, 0, language)
		} else {
			out = append(out, language)
		}
	}
	return out
}

// properNames are languages' own names where x/text has another habit.
var properNames = map[string]string{"id": "Bahasa Indonesia", "ru": "Русский"}

func completeLanguage(key string, l hmaps.Params, first bool) {
	tag := language.Make(key)
	set := func(name string, value any) {
		if _, ok := l[name]; !ok {
			l[name] = value
		}
	}
	name := properNames[key]
	if name == "" {
		name = display.Self.Name(tag)
	}
	if name == "" {
		name = key
	}
	if _, old := l["languagename"]; !old {
		set("label", name)
	}
	if _, old := l["languagecode"]; !old {
		set("locale", tag.String())
	}
	if _, old := l["languagedirection"]; !old && rightToLeft(tag) {
		set("direction", "rtl")
	}
	if first {
		set("weight", int64(1)) // Hugo puts the unweighted last
	}
}

func rightToLeft(tag language.Tag) bool {
	script, _ := tag.Script()
	switch script.String() {
	case "Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg":
		return true
	}
	return false
}
