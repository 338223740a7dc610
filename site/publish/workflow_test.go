package publish

import (
	"context"
	"errors"
	"os"
	"os/exec"
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
	Steps       []step
}

type step struct {
	ID, Uses, Run string
	With          map[string]any
	Env           map[string]string
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
	// Each job may do what it must, and the one whose token can write runs no
	// program that was installed.
	for place, want := range map[string]map[string]string{
		"": {"contents": "read"}, "build": {"contents": "read"}, "deploy": {"pages": "write", "id-token": "write"}, "record": {"contents": "write"},
	} {
		got := a.Permissions
		if place != "" {
			got = a.Jobs[place].Permissions
		}
		equal(t, got, want)
	}
	pinned := regexp.MustCompile(`^actions/[a-z-]+@[0-9a-f]{40}$`)
	var uses, runs []string
	for _, place := range []string{"build", "deploy", "record"} {
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
				if place != "record" && s.With["persist-credentials"] != false {
					t.Error("the token stays where programs can read it")
				}
			}
		}
	}
	if got := strings.Join(uses, " "); got != "actions/checkout actions/setup-go actions/cache     actions/upload-artifact actions/upload-pages-artifact actions/deploy-pages actions/checkout actions/download-artifact " {
		t.Errorf("steps %s", got)
	}
	all := strings.Join(runs, "\n")
	if !strings.Contains(all, `go install "github.com/backissue/backissue/cmd/backissue@$BACKISSUE_VERSION"`) || !strings.Contains(all, `build -C "$ARCHIVE"`) || strings.Contains(all, "strict") || strings.Contains(all, "${{") {
		t.Errorf("commands %s", all)
	}
	if len(a.Jobs) != 3 || a.Jobs["record"].Needs != "deploy" || strings.Contains(a.Jobs["record"].Steps[2].Run, "go install") {
		t.Errorf("record %+v", a.Jobs["record"])
	}
	if a.Jobs["deploy"].Needs != "build" || a.Jobs["deploy"].Environment["name"] != "github-pages" {
		t.Errorf("deploy %+v", a.Jobs["deploy"])
	}
}

// The job that keeps the addresses adds to what others pushed, commits only what
// is new, and says so when it may not push.
func TestWorkflowRecord(t *testing.T) {
	d := newDesk(t, newRemote(t), map[string]string{"index.html": "x"})
	run(t, d.archive, "push", "--quiet", "origin", "main")
	name, _, err := Workflow(context.Background(), WorkflowOptions{Archive: d.archive})
	if err != nil {
		t.Fatal(err)
	}
	steps := parse(t, name).Jobs["record"].Steps
	script := steps[len(steps)-1].Run
	clone := filepath.Join(t.TempDir(), "clone")
	run(t, t.TempDir(), "clone", "--quiet", "--depth=1", "--branch", "main", "file://"+d.remote, clone)
	temp := t.TempDir()
	record := func(text string) (string, error) {
		write(t, temp, map[string]string{"new.tsv": text})
		cmd := exec.CommandContext(t.Context(), "bash", "-e", "-c", script)
		cmd.Dir = clone
		cmd.Env = append(os.Environ(), "ARCHIVE=.", "BRANCH=main", "RUNNER_TEMP="+temp, "NEW="+filepath.Join(temp, "new.tsv"))
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	kept := func() string { return run(t, d.remote, "show", "main:.backissue/addresses.tsv") }
	first := "/ko/\t물결\n/ko/2021-10/\t시월\n"
	if out, err := record(first); err != nil || kept() != first {
		t.Fatalf("%v: %s: %q", err, out, kept())
	}
	if subject := run(t, d.remote, "log", "-1", "--format=%s", "main"); !strings.Contains(subject, "[skip ci]") {
		t.Errorf("commit %s", subject)
	}
	at := tip(t, d.remote)
	if out, err := record(first); err != nil || tip(t, d.remote) != at {
		t.Errorf("again: %v: %s", err, out)
	}
	// Somebody else pushed, and the title of a page is another one.
	for name, text := range map[string]string{".backissue/addresses.tsv": first + "/zh/\t波\n", "content/b.md": "more\n"} {
		file := filepath.Join(d.archive, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	run(t, d.archive, "add", "content", ".backissue")
	run(t, d.archive, "commit", "--quiet", "-m", "Theirs")
	run(t, d.archive, "push", "--quiet", "--force", "origin", "main")
	want := "/en/\tWave\n/ko/\t새 물결\n/ko/2021-10/\t시월\n/zh/\t波\n"
	if out, err := record("/en/\tWave\n/ko/\t새 물결\n"); err != nil || kept() != want {
		t.Errorf("%v: %s: %q, want %q", err, out, kept(), want)
	}
	if got := run(t, d.remote, "show", "main:content/b.md"); got != "more\n" {
		t.Errorf("theirs is lost: %q", got)
	}
	hook := filepath.Join(d.remote, "hooks", "pre-receive")
	if err := os.WriteFile(hook, []byte("#!/bin/sh\nexit 1\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	script = strings.ReplaceAll(script, "sleep", "true")
	if out, err := record("/fr/\tOnde\n"); err == nil || !strings.Contains(out, "::error::") || !strings.Contains(out, "publish --record") {
		t.Errorf("refused: %v: %s", err, out)
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
