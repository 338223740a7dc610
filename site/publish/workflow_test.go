package publish

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

type job struct {
	Permissions map[string]string
	Needs       string
	Environment map[string]string
	Timeout     int `yaml:"timeout-minutes"`
	Steps       []struct {
		ID, Uses, Run string
		With          map[string]any
	}
}

type actions struct {
	On struct {
		Push struct{ Branches []string }
	}
	Permissions map[string]string
	Concurrency struct {
		Group  string
		Cancel bool `yaml:"cancel-in-progress"`
	}
	Env  map[string]string
	Jobs map[string]job
}

func parse(t *testing.T, name string) actions {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var a actions
	if err := yaml.Unmarshal(data, &a); err != nil {
		t.Fatal(err)
	}
	return a
}

func TestWorkflow(t *testing.T) {
	archive := t.TempDir()
	name, written, err := Workflow(context.Background(), WorkflowOptions{Archive: archive, Version: "v1.2.3"})
	if err != nil || !written || name != filepath.Join(archive, ".github", "workflows", "backissue.yml") {
		t.Fatalf("%s %v %v", name, written, err)
	}
	a := parse(t, name)
	if got := a.On.Push.Branches; len(got) != 1 || got[0] != "main" {
		t.Errorf("on push to %v", got)
	}
	if a.Concurrency.Group == "" || a.Concurrency.Cancel {
		t.Errorf("concurrency %+v", a.Concurrency)
	}
	if a.Env["BACKISSUE_VERSION"] != "v1.2.3" || a.Env["ARCHIVE"] != "." {
		t.Errorf("env %v", a.Env)
	}
	// Each job may do what it must, and the token of none can write code.
	for place, want := range map[string]map[string]string{
		"": {"contents": "read"}, "build": {"contents": "read"}, "deploy": {"pages": "write", "id-token": "write"},
	} {
		got := a.Permissions
		if place != "" {
			got = a.Jobs[place].Permissions
		}
		equal(t, got, want)
	}
	pinned := regexp.MustCompile(`^actions/[a-z-]+@[0-9a-f]{40}$`)
	var uses, runs []string
	for _, place := range []string{"build", "deploy"} {
		if a.Jobs[place].Timeout == 0 {
			t.Errorf("%s may run for ever", place)
		}
		for _, s := range a.Jobs[place].Steps {
			if s.Uses != "" && !pinned.MatchString(s.Uses) {
				t.Errorf("%s is not pinned", s.Uses)
			}
			action, _, _ := strings.Cut(s.Uses, "@")
			uses = append(uses, action)
			runs = append(runs, s.Run)
			switch action {
			case "actions/cache":
				if p := s.With["path"].(string); !strings.Contains(p, "go-build") || !strings.Contains(p, "go/pkg/mod") {
					t.Errorf("cached: %s", p)
				}
			case "actions/upload-pages-artifact":
				if s.With["path"] != "public" {
					t.Errorf("uploaded: %v", s.With)
				}
			case "actions/checkout":
				if s.With["persist-credentials"] != false {
					t.Error("the token stays where programs can read it")
				}
			}
		}
	}
	if got := strings.Join(uses, " "); got != "actions/checkout actions/setup-go actions/cache   actions/upload-pages-artifact actions/deploy-pages" {
		t.Errorf("steps %s", got)
	}
	all := strings.Join(runs, "\n")
	if !strings.Contains(all, `go install "github.com/backissue/backissue/cmd/backissue@$BACKISSUE_VERSION"`) || !strings.Contains(all, `build -C "$ARCHIVE"`) || strings.Contains(all, "strict") || strings.Contains(all, "${{") {
		t.Errorf("commands %s", all)
	}
	if a.Jobs["deploy"].Needs != "build" || a.Jobs["deploy"].Environment["name"] != "github-pages" {
		t.Errorf("deploy %+v", a.Jobs["deploy"])
	}
}

func TestWorkflowThere(t *testing.T) {
	o := WorkflowOptions{Archive: t.TempDir(), Version: "(devel)"}
	name, _, err := Workflow(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	if v := parse(t, name).Env["BACKISSUE_VERSION"]; v != "latest" {
		t.Errorf("version %q", v)
	}
	if _, written, err := Workflow(context.Background(), o); err != nil || written {
		t.Errorf("again: %v %v", written, err)
	}
	if err := os.WriteFile(name, []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, _, err := Workflow(context.Background(), o); err == nil || hintOf(err) == "" {
		t.Errorf("error %v", err)
	}
	if data, _ := os.ReadFile(name); string(data) != "mine" {
		t.Error("overwritten")
	}
}

// GitHub looks at the root of the repository only.
func TestWorkflowSubfolder(t *testing.T) {
	d := newDesk(t, newRemote(t), map[string]string{"index.html": "x"})
	run(t, d.archive, "checkout", "--quiet", "-b", `본문/"quoted"`)
	top := d.archive
	d.archive = filepath.Join(top, "소식 archive")
	write(t, d.archive, map[string]string{"hugo.toml": ""})
	name, _, err := Workflow(context.Background(), WorkflowOptions{Archive: d.archive})
	if err != nil || resolved(filepath.Dir(filepath.Dir(filepath.Dir(name)))) != resolved(top) {
		t.Fatalf("%s %v", name, err)
	}
	a := parse(t, name)
	if a.Env["ARCHIVE"] != "소식 archive" || a.On.Push.Branches[0] != `본문/"quoted"` {
		t.Errorf("%+v", a)
	}
	for _, s := range a.Jobs["build"].Steps {
		if strings.HasPrefix(s.Uses, "actions/upload-pages-artifact") && s.With["path"] != "소식 archive/public" {
			t.Errorf("uploaded: %v", s.With)
		}
	}
}
