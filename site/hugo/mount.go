package hugo

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/gohugoio/hugo/common/hmaps"
)

// mountSources lets templates find the documents that the archive was made of,
// as assets below "sources": Hugo publishes those that a page links to. Where
// the archive mounts assets of its own, it says itself what is among them.
func (s settings) mountSources() {
	if !s.mounts("assets") {
		s.mount(s.folder("assetdir", "assets"), "assets")
		s.mount("sources", "assets/sources")
	}
}

// mountPages lets Hugo find the files in dir after what the archive has itself.
func (s settings) mountPages(dir string) {
	if !s.mounts("content") {
		s.mount(s.folder("contentdir", "content"), "content")
	}
	s.mount(dir, "content")
}

// instead gives files below content their full names.
func (s settings) instead(root string, files map[string][]byte) map[string][]byte {
	named := map[string][]byte{}
	for name, text := range files {
		named[filepath.Join(root, s.folder("contentdir", "content"), filepath.FromSlash(name))] = text
	}
	return named
}

// folder returns the folder that the configuration gives for a component.
func (s settings) folder(key, usual string) string {
	if dir, _ := s[key].(string); dir != "" {
		return dir
	}
	return usual
}

// mounts reports whether the configuration mounts anything for a component.
func (s settings) mounts(component string) bool {
	for _, m := range s.module()["mounts"].([]any) {
		p, err := hmaps.ToParamsAndPrepare(m)
		if err == nil && strings.HasPrefix(fmt.Sprint(p["target"]), component) {
			return true
		}
	}
	return false
}

func (s settings) mount(source, target string) {
	m := s.module()
	m["mounts"] = append(m["mounts"].([]any), map[string]any{"source": source, "target": target})
}

// module returns the configuration of modules, with a list of mounts.
func (s settings) module() hmaps.Params {
	module, _ := s["module"].(hmaps.Params)
	if module == nil {
		module = hmaps.Params{}
		s["module"] = module
	}
	if _, ok := module["mounts"].([]any); !ok {
		module["mounts"] = []any{}
	}
	return module
}
