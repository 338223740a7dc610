package browsertest

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const checker = "node_modules/vnu-jar/build/dist/vnu.jar"

// A message is what the Nu Html Checker says of a file.
type message struct {
	Type, SubType, URL, Message, Extract string
	LastLine, LastColumn                 int
}

// Every page and style sheet conforms to the standards.
func TestConformance(t *testing.T) {
	for _, a := range archives {
		t.Run(a.name, func(t *testing.T) {
			t.Parallel()
			dir := a.built(t)
			for _, m := range check(t, dir) {
				if falseAlarm(m) {
					continue
				}
				t.Errorf("%s:%d:%d: %s: %s", name(dir, m.URL), m.LastLine, m.LastColumn, m.Message, m.Extract)
			}
		})
	}
}

// check has the checker read all files of a folder.
func check(t *testing.T, dir string) []message {
	t.Helper()
	wanted(t)
	if _, err := os.Stat(checker); err != nil {
		t.Fatalf("%v: run npm ci in site/browsertest", err)
	}
	java := exec.CommandContext(t.Context(), "java", "-Xss8m", "-jar", checker, "--also-check-css", "--skip-non-html",
		"--format", "json", "--errors-only", "--exit-zero-always", "--stdout", dir)
	var said bytes.Buffer
	java.Stderr = &said
	out, err := java.Output()
	if errors.Is(err, exec.ErrNotFound) {
		t.Fatal("no Java on this machine: install default-jre-headless, or run the tests without BACKISSUE_BROWSER")
	}
	if err != nil {
		t.Fatalf("the checker of HTML: %v: %s", err, said.String())
	}
	var report struct{ Messages []message }
	if err := json.Unmarshal(out, &report); err != nil {
		t.Fatalf("the checker of HTML: %v: %s", err, out)
	}
	return report.Messages
}

// falseAlarm reports whether a message is about what is right.
func falseAlarm(m message) bool {
	// The checker does not count run-in headings, which have a role and no
	// element of their own. sitetest.Headings counts all of them.
	return strings.Contains(m.Message, "skipping 1 heading level") && strings.Contains(m.Message, "follows the heading")
}

// name is a file's name below dir.
func name(dir, address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	rel, err := filepath.Rel(dir, u.Path)
	if err != nil {
		return u.Path
	}
	return rel
}
